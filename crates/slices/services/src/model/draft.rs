//! A service about to be recorded, and whether what was answered fits.

use kernel::Day;
use ledger::Field;
use rules::{AgeRules, Initiator, Kind, RetirementCategory, Stage, WorkingAge};
use seekers::model::age_on;
use serde_json::Value;
use store::ledger::Channel;
use subjects::Happening;

use super::codes::{AGED, AGED_GROUP, DECLINED, REGISTERS_EMPLOYMENT};
use super::possible::possible;
use super::readiness::assessed;
use super::then::Then;
use super::unfit::Unfit;

/// A service about to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What happened.
    pub happening: Happening,
    /// What is recorded with it on the same day, after it.
    pub alongside: Vec<Kind>,
    /// Whether employment is registered with it.
    pub registers_employment: bool,
    /// 具备上岗条件 (BJ18-15), where it was assessed with it.
    pub ready: Option<bool>,
}

impl Draft {
    /// Starts with what happened.
    #[must_use]
    pub const fn new(happening: Happening) -> Self {
        Self { happening, alongside: Vec::new(), registers_employment: false, ready: None }
    }

    /// Notes whether an answer that is put into the note registers employment.
    pub fn heed(&mut self, answer: &str) {
        self.registers_employment |=
            self.happening.kind == Kind::StartedWork && answer == REGISTERS_EMPLOYMENT;
    }

    /// Gives the entries, in order.
    #[must_use]
    pub fn happenings(&self) -> Vec<Happening> {
        let on = self.happening.on;
        let mut all = vec![self.at_the_counter()];
        all.extend(self.ready.map(|ready| assessed(&self.happening, ready)));
        all.extend(self.alongside.iter().map(|kind| Happening::new(*kind, on)));
        all
    }

    /// What happened; whoever is asked at the counter has come there, which is contact of their own, whoever asks
    /// (BJ18-13(3), 与公共就业服务机构联系).
    fn at_the_counter(&self) -> Happening {
        let asked = matches!(self.happening.kind, Kind::Surveyed | Kind::FollowedUp);
        if asked && self.happening.channel == Some(Channel::Counter) {
            let by = self.happening.initiated_by.unwrap_or(Initiator::Subject);
            return self.happening.clone().initiated_by(by);
        }
        self.happening.clone()
    }

    /// Tells whether it belongs to stopping the service, which has a way of its own.
    #[must_use]
    pub fn belongs_to_stopping(&self) -> bool {
        match self.happening.kind {
            Kind::ServiceStopped | Kind::RegistryNotified => true,
            Kind::AgreementEnded => self.text(Field::Reason) == Some(DECLINED),
            _ => false,
        }
    }

    fn value(&self, field: Field) -> Option<&Value> {
        self.happening.fields.iter().find(|(known, _)| *known == field).map(|(_, value)| value)
    }

    fn flag(&self, field: Field) -> Option<bool> {
        self.value(field)?.as_bool()
    }

    /// Gives a text.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&str> {
        self.value(field)?.as_str()
    }
}

/// Whom the law's ages are asked for: the day of birth, and the category whose age is the highest that can
/// apply to the person.
pub type Born = (Day, RetirementCategory);

/// Checks whether a service fits where the person stood on its day, and whether its answers fit each other.
/// Gives a remark where it means something particular.
pub fn check(
    draft: &Draft,
    then: &Then<'_>,
    now: &Then<'_>,
    born: Option<Born>,
) -> Result<Option<&'static str>, Unfit> {
    let happening = &draft.happening;
    if happening.on > now.day {
        return Err(Unfit::NotYet);
    }
    if let Some(cause) = happening.of.and_then(|of| then.entry(of))
        && happening.on < cause.on
    {
        return Err(Unfit::BeforeCause(cause.on));
    }
    let remark = possible(happening.kind, then)?;
    match happening.kind {
        // A registration put before another one would stand beside it.
        Kind::SeekerRegistered if now.standing().seeker_registered => {
            let last = now.last(Kind::SeekerRegistered).map_or(now.day, |(_, entry)| entry.on);
            return Err(Unfit::SeekerRegistered(last));
        }
        Kind::Surveyed => check_survey(draft)?,
        Kind::HardshipRecognised => {
            check_age(happening.on, born)?;
            check_group_age(draft, born)?;
        }
        Kind::TrainingStarted => {
            let ends = draft.text(Field::Ends).and_then(|text| text.parse::<Day>().ok());
            if ends.is_some_and(|ends| ends < happening.on) {
                return Err(Unfit::EndsBeforeStart);
            }
        }
        Kind::RecommendationResult => match (draft.flag(Field::Hired), draft.flag(Field::OwnCause))
        {
            (Some(false), None) => return Err(Unfit::CauseWanted),
            (Some(true), Some(true)) => return Err(Unfit::HiredByCause),
            _ => {}
        },
        Kind::FollowedUp => {
            let about = happening.of.and_then(|of| then.entry(of)).map(|entry| entry.kind);
            if about == Some(Kind::TrainingStarted) && draft.text(Field::Stage).is_none() {
                return Err(Unfit::StageWanted);
            }
        }
        _ => {}
    }
    Ok(remark)
}

fn check_survey(draft: &Draft) -> Result<(), Unfit> {
    if draft.flag(Field::Willing) == Some(false) {
        if draft.flag(Field::Registers) == Some(true) {
            return Err(Unfit::UnwillingRegisters);
        }
        if draft.text(Field::Reason).is_none() {
            return Err(Unfit::ReasonWanted);
        }
    }
    Ok(())
}

fn check_age(on: Day, born: Option<Born>) -> Result<(), Unfit> {
    // Where the day of birth is not known, the officer looks at the documents.
    match born.map(|born| working_age(on, born)) {
        Some(Err(words)) => Err(Unfit::NotOfWorkingAge(words)),
        _ => Ok(()),
    }
}

/// Tells whether somebody is of working age on a day (NA18-3: 劳动年龄内), with the law's reasoning either way.
pub fn working_age(on: Day, (birth, category): Born) -> Result<String, String> {
    // That the shipped ages read is seen by a test of theirs.
    let Ok(ages) = AgeRules::shipped() else { return Ok(String::new()) };
    let decision = ages.working_age(birth, category, on);
    let words: Vec<String> = decision
        .grounds
        .iter()
        .map(|ground| format!("{}（{}）", ground.words, ground.citation))
        .collect();
    let words = words.join("；");
    if decision.verdict == WorkingAge::OfWorkingAge { Ok(words) } else { Err(words) }
}

/// Checks the age of whoever is recognised by it. Where the file does not say the sex, the lower age counts.
fn check_group_age(draft: &Draft, born: Option<Born>) -> Result<(), Unfit> {
    let Some((birth, category)) = born.filter(|_| draft.text(Field::Group) == Some(AGED_GROUP))
    else {
        return Ok(());
    };
    let (woman, man) = AGED;
    let least = if category == RetirementCategory::Male { man } else { woman };
    match age_on(birth, draft.happening.on) {
        age if age < least => Err(Unfit::NotOfGroupAge(age, least)),
        _ => Ok(()),
    }
}

/// Gives the name of a stage in the ledger.
#[must_use]
pub const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Early => "early",
        Stage::Middle => "middle",
        Stage::Final => "final",
    }
}
