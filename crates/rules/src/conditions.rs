//! The conditions of a gate one by one: what is asked, what was found, and the entries that show it.
//!
//! [`Rulebook::assess`] says whether a gate holds; this says why, or what is still missing. The two agree: a
//! gate holds exactly when all its conditions are met (tested on random ledgers).

use kernel::Day;

use crate::assess::Rulebook;
use crate::calendar::months_later;
use crate::chronology::Chronology;
use crate::entry::{Entry, Position};
use crate::gates::{Gate, value};
use crate::law::{Law, Parameter};
use crate::life::{Life, Place};
use crate::vocabulary::Kind;

/// One condition of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateCondition {
    /// What is asked, as a user reads it.
    pub words: String,
    /// What was found, with the figure.
    pub found: String,
    /// Whether it is met.
    pub is_met: bool,
    /// The entries that show what was found, in the order in which they count; none where nothing did.
    pub because: Vec<Position>,
    /// The clause that asks for it.
    pub clause: &'static str,
}

impl Rulebook<'_> {
    /// Gives every condition of a gate and whether it is met on a day. `entries` are those that
    /// [`Self::assess`] takes.
    #[must_use]
    pub fn conditions(&self, gate: Gate, entries: &[Entry<'_>], as_of: Day) -> Vec<GateCondition> {
        let chronology = Chronology::new(entries, as_of);
        let mut life = Life::new();
        for place in chronology.places() {
            life.take(place, chronology.entry(place), chronology.of(place));
        }
        let look = Look { gate, law: self.law(), life: &life, chronology: &chronology, as_of };
        let mut list = Vec::new();
        match self.law().binds_from(Gate::REGULATION, self.jurisdiction()) {
            Some(from) if from <= as_of => {}
            Some(from) => {
                let words = format!("实施细则自 {from} 起施行");
                list.push(look.condition(words, format!("{as_of} 尚未施行"), false, []));
            }
            None => {
                let found = "本地不适用北京市的实施细则".to_owned();
                list.push(look.condition("实施细则在本地适用", found, false, []));
            }
        }
        list.extend(look.all());
        list
    }
}

/// A look at one gate in one state.
struct Look<'run> {
    gate: Gate,
    law: &'run Law,
    life: &'run Life,
    chronology: &'run Chronology<'run>,
    as_of: Day,
}

impl Look<'_> {
    fn all(&self) -> Vec<GateCondition> {
        match self.gate {
            Gate::SilentUnemployed => {
                vec![self.unemployed(), self.silence(Parameter::Silence), self.not_stopped()]
            }
            Gate::WillingNeverRegisters => vec![
                self.surveys(Parameter::WillingSurveys),
                self.last_survey(true),
                self.not_registered(),
                self.silence(Parameter::WillingSilence),
                self.not_stopped(),
            ],
            Gate::Unwilling => vec![
                self.unwilling_surveys(),
                self.last_survey(false),
                self.not_registered(),
                self.not_stopped(),
            ],
            Gate::Consultation => vec![
                self.agreement(),
                self.ready(),
                self.out_of_work(),
                self.recommendations(Parameter::ConsultationRecommendations, false),
            ],
            Gate::Termination => vec![self.agreement(), self.declined()],
            Gate::PublicPost => vec![
                self.agreement(),
                self.served(),
                self.duties_met(),
                self.ready(),
                self.out_of_work(),
                self.recommendations(Parameter::PublicPostRecommendations, true),
            ],
        }
    }

    fn condition(
        &self,
        words: impl Into<String>,
        found: impl Into<String>,
        is_met: bool,
        because: impl IntoIterator<Item = Place>,
    ) -> GateCondition {
        let mut places: Vec<Place> = because.into_iter().collect();
        places.sort_unstable();
        places.dedup();
        GateCondition {
            words: words.into(),
            found: found.into(),
            is_met,
            because: places.into_iter().map(|place| self.chronology.position(place)).collect(),
            clause: self.gate.clause(),
        }
    }

    fn day(&self, place: Place) -> Day {
        self.chronology.entry(place).on
    }

    /// Gives the last entry of some kinds.
    fn last(&self, kinds: &[Kind]) -> Option<Place> {
        self.chronology
            .places()
            .rev()
            .find(|place| kinds.contains(&self.chronology.entry(*place).kind))
    }

    fn unemployed(&self) -> GateCondition {
        let registered = self.life.unemployment_registered;
        let found = registered
            .map_or_else(|| "没有".to_owned(), |place| format!("{} 办结", self.day(place)));
        self.condition("失业登记在有效期内", found, registered.is_some(), registered)
    }

    /// "超过 N 个月未联系".
    fn silence(&self, parameter: Parameter) -> GateCondition {
        let Some((place, last)) = self.life.silent_from else {
            let months = self.law.parameter(parameter).on(self.as_of).value;
            let words = format!("超过 {months} 个月未与公共就业服务机构联系");
            return self.condition(words, "台账中还没有记录", false, []);
        };
        let months = self.law.parameter(parameter).on(last).value;
        let from = months_later(last, months).plus_days(1);
        let words = format!("超过 {months} 个月未与公共就业服务机构联系");
        let found = format!("自 {last} 起没有本人的联系，{from} 起超过");
        self.condition(words, found, from <= self.as_of, [place])
    }

    fn surveys(&self, parameter: Parameter) -> GateCondition {
        let made = self.life.follow_up_surveys.iter().map(|survey| survey.place);
        self.counted_surveys(parameter, "跟踪摸查", made.collect())
    }

    fn unwilling_surveys(&self) -> GateCondition {
        let unwilling = self.life.follow_up_surveys.iter().filter(|survey| !survey.willing);
        let made = unwilling.map(|survey| survey.place).collect();
        self.counted_surveys(Parameter::UnwillingSurveys, "跟踪摸查表示无就业意愿", made)
    }

    /// The survey that opens the round is not a follow-up and does not count.
    fn counted_surveys(&self, parameter: Parameter, what: &str, made: Vec<Place>) -> GateCondition {
        let wanted = match self.life.silent_from {
            Some(_) => value(self.law, parameter, self.life),
            None => self.law.parameter(parameter).on(self.as_of).value,
        };
        let words = format!("首次摸查以后，{what} {wanted} 次以上");
        let is_met = self.life.silent_from.is_some() && made.len() >= usize::from(wanted);
        self.condition(words, format!("{} 次", made.len()), is_met, made)
    }

    fn last_survey(&self, willing: bool) -> GateCondition {
        let last = self.life.follow_up_surveys.last();
        let words = if willing { "有就业意愿" } else { "无就业意愿" };
        let found = match last {
            None => "还没有跟踪摸查".to_owned(),
            Some(survey) => {
                let said = if survey.willing { "有就业意愿" } else { "无就业意愿" };
                format!("{} {said}", self.day(survey.place))
            }
        };
        let is_met = last.is_some_and(|survey| survey.willing == willing);
        let words = format!("最近一次跟踪摸查表示{words}");
        self.condition(words, found, is_met, last.map(|survey| survey.place))
    }

    fn not_registered(&self) -> GateCondition {
        let registered = self.life.seeker_registered;
        let last = self.last(&[Kind::SeekerRegistered]).filter(|_| registered);
        let found = last.map_or_else(
            || "没有求职登记".to_owned(),
            |place| format!("{} 已求职登记", self.day(place)),
        );
        self.condition("没有有效的求职登记", found, !registered, last)
    }

    /// After a stop no stop gate holds until the subject comes back by an entry of their own.
    fn not_stopped(&self) -> GateCondition {
        let stopped = self.last(&[Kind::ServiceStopped]).filter(|_| self.life.stopped);
        let found = stopped.map_or_else(
            || "在服务中".to_owned(),
            |place| format!("{} 已停止服务，本人还没有回来", self.day(place)),
        );
        self.condition("服务没有停止", found, !self.life.stopped, stopped)
    }

    fn agreement(&self) -> GateCondition {
        let agreement = self.life.agreement.as_ref();
        let found = agreement.map_or_else(
            || "没有在执行的协议".to_owned(),
            |agreement| format!("{} 签订", agreement.signed_on),
        );
        let signed = agreement.map(|agreement| agreement.signed);
        self.condition("在执行就业援助服务协议", found, agreement.is_some(), signed)
    }

    fn served(&self) -> GateCondition {
        let history = self.law.parameter(Parameter::PublicPostMonths);
        let Some(agreement) = &self.life.agreement else {
            let words = format!("协议执行满 {} 个月", history.on(self.as_of).value);
            return self.condition(words, "没有在执行的协议", false, []);
        };
        let months = history.on(agreement.signed_on).value;
        let from = months_later(agreement.signed_on, months);
        let found = format!("{} 签订，{from} 满 {months} 个月", agreement.signed_on);
        let words = format!("协议执行满 {months} 个月");
        self.condition(words, found, from <= self.as_of, [agreement.signed])
    }

    /// Nothing marks the person's duties as not met: the latest signing decides (BJ18-30).
    fn duties_met(&self) -> GateCondition {
        let words = "积极履行协议约定的义务";
        let Some(agreement) = &self.life.agreement else {
            return self.condition(words, "没有在执行的协议", false, []);
        };
        let found = if agreement.duties_met {
            "没有被记为未履行"
        } else {
            "续签时记为没有履行"
        };
        let signed = self.last(&[Kind::AgreementSigned]).unwrap_or(agreement.signed);
        self.condition(words, found, agreement.duties_met, [signed])
    }

    fn ready(&self) -> GateCondition {
        let readiness = self.life.readiness;
        let found = match readiness {
            None => "没有评估".to_owned(),
            Some((place, true)) => format!("{} 评估为具备", self.day(place)),
            Some((place, false)) => format!("{} 评估为暂不具备", self.day(place)),
        };
        let is_met = matches!(readiness, Some((_, true)));
        let place = readiness.map(|(place, _)| place);
        self.condition("最近一次评估为具备上岗条件", found, is_met, place)
    }

    fn out_of_work(&self) -> GateCondition {
        let moved = self.last(&[Kind::StartedWork, Kind::LeftWork]);
        let found = match moved {
            Some(place) if self.life.at_work => format!("{} 上岗", self.day(place)),
            Some(place) => format!("{} 离职", self.day(place)),
            None => "没有上岗".to_owned(),
        };
        self.condition("没有实现就业", found, !self.life.at_work, moved)
    }

    fn recommendations(&self, parameter: Parameter, only_not_own_cause: bool) -> GateCondition {
        let agreement = self.life.agreement.as_ref();
        let signed_on = agreement.map_or(self.as_of, |agreement| agreement.signed_on);
        let wanted = self.law.parameter(parameter).on(signed_on).value;
        let made = self.life.fruitless_recommendations(only_not_own_cause);
        let which =
            if only_not_own_cause { "因非本人原因没有录用" } else { "没有录用" };
        let words = format!("本期协议内匹配推荐 {wanted} 次以上{which}");
        let found = format!("{} 次", made.len());
        let is_met = agreement.is_some() && made.len() >= usize::from(wanted);
        self.condition(words, found, is_met, made)
    }

    fn declined(&self) -> GateCondition {
        let declined = self.life.agreement.as_ref().and_then(|agreement| agreement.declined);
        let found =
            declined.map_or_else(|| "没有".to_owned(), |place| format!("{} 表示", self.day(place)));
        let words = "协议期内本人明确表示无就业意愿或拒绝接受服务";
        self.condition(words, found, declined.is_some(), declined)
    }
}
