//! Taking a person in: file, officer, ledger and registration, all at once or not at all.

use std::fmt;

use access::{Action, Area, Failure, OfficeLevel, Relation, Role};
use desk::{Desk, Occasion};
use duties::{ServiceRefusal, record_service, take_on};
use kernel::Day;
use rules::{Initiator, Kind};
use store::ledger::Channel;
use store::{ActorId, SubjectId, Tx};
use subjects::Happening;

use super::amend::note_change;
use super::bring_in::{NewPerson, bring_in, hold_files};
use super::find::{Likely, Likeness, likely};
use crate::model::Change;

/// What is asked of somebody who comes (BJ18-10, BJ18-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// Who.
    pub new: NewPerson,
    /// Through which channel.
    pub channel: Channel,
    /// Whether an office went looking for them (摸底), rather than they for it.
    pub is_survey: bool,
    /// The day of the collection.
    pub on: Day,
    /// Whether they register as a seeker now.
    pub registers: bool,
    /// Why a new file is opened although another one may be theirs.
    pub despite: Option<String>,
}

/// Why a person is not taken in.
#[derive(Debug)]
pub enum TakeInRefusal {
    /// There is a file with this number: it is theirs.
    Known(Box<Likely>),
    /// There are files that may be theirs, and nothing was said about them.
    MayBeKnown(Vec<Likely>),
    /// The day lies in the future.
    NotYet,
    /// What was to be recorded is refused.
    Service(ServiceRefusal),
}

impl fmt::Display for TakeInRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(known) => write!(
                out,
                "这个证件号码已有档案，在{}；一个人只建一份档案，请打开已有的档案继续服务",
                known.hit.office
            ),
            Self::MayBeKnown(likely) => write!(
                out,
                "有 {} 份档案可能是同一个人，请先核对；确认不是同一个人的，勾选“仍然新建”并说明理由",
                likely.len()
            ),
            Self::NotYet => out.write_str("采集日期在今天之后，请改为今天或以前"),
            Self::Service(refusal) => refusal.fmt(out),
        }
    }
}

/// Takes a person in. Their office is that of the actor, their officer the actor, if they have a list of their own.
pub async fn take_in(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    intake: &Intake,
) -> Result<SubjectId, Failure<TakeInRefusal>> {
    occasion.may(Action::TakeIn, Relation::Office)?;
    if intake.on > occasion.today {
        return Err(Failure::Refused(TakeInRefusal::NotYet));
    }
    hold_files(tx).await?;
    let mut alike = likely(tx, desk, occasion, &intake.new).await?;
    if let Some(at) = alike.iter().position(|likely| likely.why.contains(&Likeness::Number)) {
        let known = Box::new(alike.swap_remove(at));
        return Err(Failure::Refused(TakeInRefusal::Known(known)));
    }
    if !alike.is_empty() && intake.despite.is_none() {
        return Err(Failure::Refused(TakeInRefusal::MayBeKnown(alike)));
    }
    let subject = bring_in(tx, &desk.sealing, &intake.new, occasion.now).await?;
    let (office, officer) = responsible(occasion);
    take_on(tx, subject, office, officer, occasion.today).await?;
    let happenings = happenings(intake, occasion.today);
    record_service(tx, desk, occasion, Action::RecordService, subject, &happenings)
        .await
        .map_err(|failure| failure.map(TakeInRefusal::Service))?;
    if let Some(reason) = &intake.despite {
        let change = Change {
            field: "仍然新建的理由".to_owned(),
            before: String::new(),
            after: reason.clone(),
        };
        note_change(tx, desk, occasion, subject, 1, &[change]).await?;
    }
    Ok(subject)
}

/// Gives who answers for whom the actor takes in: the street's office for what a community collects, and the
/// actor where they have people of their own.
fn responsible(occasion: &Occasion) -> (i64, Option<ActorId>) {
    let actor = &occasion.actor;
    let office = match actor.area.level() {
        OfficeLevel::Community => actor.area.first - actor.area.first % 1_000,
        _ => actor.area.first,
    };
    // Whoever works in a community would otherwise lose sight of those they took in.
    let keeps = actor.is(Role::AssistanceOfficer) || Area::of_code(office) != actor.area;
    (office, keeps.then_some(actor.serves_as()))
}

/// What is recorded: collected on its day, the ledger opened today (BJ18-11: that very day), and registered
/// as a seeker on the day of the collection.
fn happenings(intake: &Intake, today: Day) -> Vec<Happening> {
    let initiator = if intake.is_survey { Initiator::Agency } else { Initiator::Subject };
    let mut happenings = vec![
        Happening::new(Kind::Intake, intake.on).through(intake.channel).initiated_by(initiator),
        Happening::new(Kind::LedgerOpened, today).through(intake.channel),
    ];
    if intake.registers {
        happenings.push(Happening::new(Kind::SeekerRegistered, intake.on).through(intake.channel));
    }
    happenings
}
