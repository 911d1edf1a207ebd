//! The law as data: regulations, parameters, calendars and clauses, all dated and cited.
//!
//! The files stand in `law/` and are embedded; nothing is read at run time unless an agency lays
//! its own norms or a newer calendar over them.

mod calendar_file;
mod citation;
mod clause;
mod file;
mod norms;
mod parameter;
mod regulation;
mod retirement;

use std::fmt;

use kernel::Day;

pub use citation::{Citation, citation};
pub use clause::Clause;
pub use parameter::{Basis, History, Parameter, Unit, Value};
pub use regulation::{Jurisdiction, Regulation, RegulationId};
pub use retirement::AgeRules;
pub(crate) use retirement::{CategoryRule, month_number};

use crate::calendar::{Calendar, CalendarYear};

include!(concat!(env!("OUT_DIR"), "/law_files.rs"));

const REGULATIONS: &str = include_str!("../../../../law/regulations.toml");

/// Says which law file is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawError {
    file: String,
    reason: String,
}

impl LawError {
    pub(crate) fn new(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for LawError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}：{}", self.file, self.reason)
    }
}

impl std::error::Error for LawError {}

/// Everything that the rules take from the law.
#[derive(Clone, Debug)]
pub struct Law {
    calendar: Calendar,
    regulations: Vec<Regulation>,
    /// One for each parameter, in the order of [`Parameter::ALL`].
    histories: Vec<History>,
}

impl Law {
    /// Reads the law that ships with Leye. An error names the file and what is wrong in it.
    pub fn shipped() -> Result<Self, LawError> {
        let years = CALENDARS
            .iter()
            .map(|(name, text)| calendar_file::read(name, text))
            .collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for (name, text) in PARAMETERS {
            rows.extend(parameter::read(name, text)?);
        }
        let histories = Parameter::ALL
            .iter()
            .map(|wanted| {
                let mut found = rows.iter().filter(|history| history.parameter == *wanted);
                match (found.next(), found.next()) {
                    (Some(history), None) => Ok(history.clone()),
                    _ => Err(LawError::new(
                        "law/parameters",
                        format!("参数“{}”应恰好登记一次", wanted.name()),
                    )),
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            calendar: Calendar::new(years),
            regulations: regulation::read("law/regulations.toml", REGULATIONS)?,
            histories,
        })
    }

    /// Lays the holiday notice of one year over the shipped calendars, in the form of the files in
    /// `law/calendars/`; it replaces that year. `name` is the file's name, for the message.
    pub fn with_calendar(mut self, name: &str, text: &str) -> Result<Self, LawError> {
        let year = calendar_file::read(name, text)?;
        self.calendar = Calendar::new(self.calendar.years().cloned().chain([year]));
        Ok(self)
    }

    /// Reads the holiday notice of one year as [`Self::with_calendar`] does, to say what it is.
    pub fn read_calendar(name: &str, text: &str) -> Result<CalendarYear, LawError> {
        calendar_file::read(name, text)
    }

    /// Gives the working calendar.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Gives the regulations.
    #[must_use]
    pub fn regulations(&self) -> &[Regulation] {
        &self.regulations
    }

    /// Gives a regulation.
    #[must_use]
    pub fn regulation(&self, id: RegulationId) -> &Regulation {
        // Reading the file made sure that each stands in the list, in the order of the enum.
        &self.regulations[id as usize]
    }

    /// Gives the day from which a regulation binds those who follow a jurisdiction, if it ever does.
    #[must_use]
    pub fn binds_from(&self, id: RegulationId, jurisdiction: Jurisdiction) -> Option<Day> {
        let regulation = self.regulation(id);
        regulation.followed_by.contains(&jurisdiction).then_some(regulation.in_force_from)
    }

    /// Gives a parameter with all its values.
    #[must_use]
    pub fn parameter(&self, parameter: Parameter) -> &History {
        &self.histories[parameter as usize]
    }

    /// Gives every parameter with its values.
    #[must_use]
    pub fn parameters(&self) -> &[History] {
        &self.histories
    }

    /// Reads what every clause says. Not part of [`Law`] itself, because only explanations for
    /// people need it.
    pub fn clauses() -> Result<Vec<Clause>, LawError> {
        let mut clauses = Vec::new();
        for (name, text) in CLAUSES {
            clauses.extend(clause::read(name, text)?);
        }
        Ok(clauses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Rulebook;
    use crate::decision::{Assessment, RuleIndex};
    use crate::entry::{Circumstance, Detail, Entry};
    use crate::standards::{
        AnalystYear, Career, CounsellorYear, Qualification, Rank, Standards, Supervision,
        SupervisionStep, SupportGroup, Title,
    };
    use crate::vocabulary::Kind;

    fn entry(on: &str, kind: Kind, detail: Detail<'static>) -> Entry<'static> {
        Entry {
            id: "".into(),
            kind,
            on: on.parse().unwrap(),
            initiated_by: kind.default_initiator(),
            detail,
            office: None,
            staff: None,
        }
    }

    /// A registration in silence, and four surveys of one answer.
    fn silent(willing: bool) -> Vec<Entry<'static>> {
        let answer = Detail::Survey { willing, registers: false, circumstance: Circumstance::None };
        let survey = |on| entry(on, Kind::Surveyed, answer.clone());
        let mut entries = vec![entry("2026-01-05", Kind::UnemploymentRegistered, Detail::Plain)];
        entries.extend(["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"].map(survey));
        entries
    }

    /// Some fruitless recommendations under an agreement, and then perhaps a start of work.
    fn recommended(times: usize, starts: bool) -> Vec<Entry<'static>> {
        let mut entries = vec![
            entry("2026-01-05", Kind::AgreementSigned, Detail::Agreement { duties_met: true }),
            entry("2026-01-05", Kind::ReadinessAssessed, Detail::Readiness { ready: true }),
        ];
        for _ in 0..times {
            let of = entries.len();
            entries.push(entry("2026-01-06", Kind::Recommended, Detail::Plain));
            let result = Detail::Result { of, hired: false, own_cause: false };
            entries.push(entry("2026-01-07", Kind::RecommendationResult, result));
        }
        if starts {
            entries.push(entry("2026-01-08", Kind::StartedWork, Detail::Plain));
        }
        entries
    }

    fn assess(law: &Law, entries: &[Entry<'_>], as_of: &str) -> Assessment {
        Rulebook::new(law, Jurisdiction::Beijing).assess(entries, as_of.parse().unwrap())
    }

    /// Parameters with facts that just meet them.
    type Met = (Parameter, fn(&Law) -> bool);

    const MET_STANDARDS: [Met; 29] = [
        (Parameter::StopAttemptDays, |law| sought(law, (2, 9))),
        (Parameter::StopAttemptChannels, |law| sought(law, (9, 2))),
        (Parameter::StopRest, |law| {
            let rests = Rulebook::new(law, Jurisdiction::Beijing).stop_rests_until(start_of_2026());
            rests == Day::new(2026, 1, 31).unwrap()
        }),
        (Parameter::PublicPostFirstContact, |law| contacts(law)[0] == 60),
        (Parameter::PublicPostLastContact, |law| contacts(law)[1] == 30),
        (Parameter::PublicPostContactInterval, |law| {
            let rulebook = Rulebook::new(law, Jurisdiction::Beijing);
            rulebook.public_post_contact_interval(start_of_2026()) == 3
        }),
        (Parameter::PublicPostPlan, |law| {
            let rulebook = Rulebook::new(law, Jurisdiction::Beijing);
            let carried_out = rulebook.public_post_plan_since(start_of_2026());
            carried_out == Day::new(2026, 4, 1).unwrap()
        }),
        (Parameter::PanelFeedback, |law| {
            let rulebook = Rulebook::new(law, Jurisdiction::Beijing);
            // Monday, March 9, and twenty working days after it; April 6 is off for 清明节.
            let until = rulebook.panel_feedback_until(Day::new(2026, 3, 9).unwrap());
            until.day == Day::new(2026, 4, 7).unwrap()
        }),
        (Parameter::ObjectionAnswer, |law| {
            let rulebook = Rulebook::new(law, Jurisdiction::Beijing);
            let until = rulebook.objection_answered_until(Day::new(2026, 3, 9).unwrap());
            until.day == Day::new(2026, 4, 8).unwrap()
        }),
        (Parameter::StopObjection, |law| {
            let until = Rulebook::new(law, Jurisdiction::Beijing).objection_until(start_of_2026());
            until.day == Day::new(2026, 3, 2).unwrap()
        }),
        (Parameter::KeyGroupLevel, |law| {
            let decision = beijing(law).support_group(3, start_of_2026()).unwrap();
            decision.group == SupportGroup::Key
        }),
        (Parameter::InterviewNotices, |law| {
            let notice = Supervision {
                office: "甲",
                problem: "乙",
                on: start_of_2026(),
                step: SupervisionStep::Notice,
            };
            !beijing(law).interviews(&[notice; 3], start_of_2026()).unwrap().is_empty()
        }),
        (Parameter::StarCounsellorService, |law| has_title(law, Title::StarCounsellor, 5)),
        (Parameter::ChiefCounsellorService, |law| has_title(law, Title::ChiefCounsellor, 10)),
        (Parameter::ExcellentAnalystService, |law| has_title(law, Title::ExcellentAnalyst, 2)),
        (Parameter::ChiefAnalystService, |law| has_title(law, Title::ChiefAnalyst, 5)),
        (Parameter::WeeklyGuidanceDays, |law| has_counselled(law, Rank::Titled)),
        (Parameter::GuidanceWeeks, |law| has_counselled(law, Rank::Titled)),
        (Parameter::TitledCounsellorPapers, |law| has_counselled(law, Rank::Titled)),
        (Parameter::TitledCounsellorCases, |law| has_counselled(law, Rank::Titled)),
        (Parameter::SeniorCounsellorPapers, |law| has_counselled(law, Rank::Senior)),
        (Parameter::SeniorCounsellorCases, |law| has_counselled(law, Rank::Senior)),
        (Parameter::TitledAnalystReports, |law| has_analysed(law, Rank::Titled)),
        (Parameter::ChosenReports, |law| has_analysed(law, Rank::Titled)),
        (Parameter::SeniorAnalystReports, |law| has_analysed(law, Rank::Senior)),
        (Parameter::TrainingHours, |law| beijing(law).training_year(60, 2026).unwrap().is_met()),
        (Parameter::OutletStaff, |law| {
            hebei(law).outlet_staff(1, start_of_2026()).unwrap().is_met()
        }),
        (Parameter::OutletCountyDays, |law| {
            let served = working_days(law, 3);
            hebei(law).outlet_quarter(&served, start_of_2026()).unwrap().is_met()
        }),
        (Parameter::OutletExpertSessions, |law| {
            hebei(law).outlet_year(&[start_of_2026(); 2], 2026).unwrap().is_met()
        }),
    ];

    fn beijing(law: &Law) -> Standards<'_> {
        Standards::new(law, Jurisdiction::Beijing)
    }

    fn hebei(law: &Law) -> Standards<'_> {
        Standards::new(law, Jurisdiction::Hebei)
    }

    fn sought(law: &Law, tried: (usize, usize)) -> bool {
        Rulebook::new(law, Jurisdiction::Beijing).was_sought(tried, start_of_2026())
    }

    fn contacts(law: &Law) -> [i32; 2] {
        Rulebook::new(law, Jurisdiction::Beijing).public_post_contacts(start_of_2026())
    }

    fn start_of_2026() -> Day {
        Day::new(2026, 1, 1).unwrap()
    }

    fn working_days(law: &Law, count: usize) -> Vec<Day> {
        let days = (0..365).map(|days| start_of_2026().plus_days(days));
        days.filter(|day| law.calendar().is_working(*day)).take(count).collect()
    }

    fn has_title(law: &Law, title: Title, years: i32) -> bool {
        let career = Career {
            since: Day::new(2026 - years, 1, 1).unwrap(),
            is_outstanding: true,
            led_team_well: true,
            qualifications: &[Qualification::CountedAsEqual],
            titles_held: &Title::ALL,
        };
        beijing(law).title(title, &career, start_of_2026()).unwrap().is_eligible()
    }

    fn has_counselled(law: &Law, rank: Rank) -> bool {
        let (guidance_days, cases) = match rank {
            Rank::Senior => (Vec::new(), 3),
            Rank::Titled => (working_days(law, 104), 5),
        };
        let done = CounsellorYear {
            guidance_days: &guidance_days,
            papers_published: 1,
            papers_unpublished: 0,
            cases,
        };
        beijing(law).counsellor_year(rank, &done, 2026).unwrap().is_met()
    }

    fn has_analysed(law: &Law, rank: Rank) -> bool {
        let reports = if rank == Rank::Titled { 4 } else { 2 };
        let done = AnalystYear { reports, chosen_as_excellent: 1 };
        beijing(law).analyst_year(rank, done, 2026).unwrap().is_met()
    }

    /// A figure is a rule's period, or changing it changes what some ledger shows or what meets a
    /// standard.
    #[test]
    fn every_parameter_is_used() {
        let shipped = Law::shipped().unwrap();
        let by_gates = [
            (Parameter::SteadyWindow, recommended(0, true), "2026-01-08"),
            (Parameter::Silence, silent(false), "2026-07-06"),
            (Parameter::WillingSilence, silent(true), "2026-07-09"),
            (Parameter::WillingSurveys, silent(true), "2026-07-09"),
            (Parameter::UnwillingSurveys, silent(false), "2026-01-08"),
            (Parameter::ConsultationRecommendations, recommended(3, false), "2026-01-07"),
            (Parameter::PublicPostMonths, recommended(5, false), "2026-07-05"),
            (Parameter::PublicPostRecommendations, recommended(5, false), "2026-07-05"),
        ];
        for parameter in Parameter::ALL {
            let is_period = RuleIndex::all().any(|index| index.rule().period == *parameter);
            let by_gate = by_gates.iter().find(|(known, ..)| known == parameter);
            let standard = MET_STANDARDS.iter().find(|(known, _)| known == parameter);
            let uses = [is_period, by_gate.is_some(), standard.is_some()];
            let count = uses.iter().filter(|is_used| **is_used).count();
            assert_eq!(count, 1, "{} has not one use", parameter.name());
            let mut changed = shipped.clone();
            changed.histories[*parameter as usize].values[0].value += 1;
            if let Some((_, is_met)) = standard {
                assert!(is_met(&shipped), "{} is not met", parameter.name());
                assert!(!is_met(&changed), "{} changes nothing", parameter.name());
            }
            let Some((_, entries, as_of)) = by_gate else { continue };
            assert_ne!(
                assess(&shipped, entries, as_of),
                assess(&changed, entries, as_of),
                "{} changes nothing",
                parameter.name()
            );
        }
    }
}
