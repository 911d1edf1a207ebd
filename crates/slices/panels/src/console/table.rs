//! The panel's table: everything that the panel looks at, opened once.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Entered, ServiceRefusal, unopened};
use kernel::Day;
use offices::Names;
use rules::{Calendar, Gate, Kind, OpenGate};
use services::model::{Condition, Then, conditions};
use store::{StoreError, SubjectId, Tx};
use subjects::{Past, facts_of, history};
use web::{Choice, Problem, Visit};

use super::forms::choice;
use crate::actions::accept::may_sit;
use crate::actions::close::close_ended;
use crate::actions::find::{Feedback, all_feedback, all_panels};
use crate::actions::names::names_of;
use crate::actions::recorded::recorded_request;
use crate::actions::request::office_above;
use crate::model::{Panel, Stage, feedback_until, lasting, opinion_days};

/// A person's panels with everything that the page shows.
pub(super) struct Opened {
    pub(super) entered: Entered,
    /// Whether the visitor sees no more than what was put before their office, to decide on it: the file is open to the
    /// experts, once they are named (BJ18-28(1)).
    pub(super) is_put_before: bool,
    pub(super) past: Vec<Past>,
    pub(super) panels: Vec<Panel>,
    /// The request that the ledger alone knows of and that waits to be put before the office above.
    pub(super) recorded: Option<Panel>,
    pub(super) told: Vec<Feedback>,
    pub(super) names: Names,
    /// Whom the office above can choose from.
    pub(super) experts: Vec<Choice>,
    /// The office that a request would go to.
    pub(super) above: Option<String>,
    /// The gate, where it is open.
    pub(super) gate: Option<OpenGate>,
    /// The entries that opened it.
    pub(super) because: Vec<store::EntryId>,
    /// Its conditions, each met or not.
    pub(super) conditions: Vec<Condition>,
    /// Until when the panel that goes on is told again how things go (BJ18-28(3)).
    pub(super) next_feedback: Option<Day>,
    /// Until when the plan is to be revised.
    pub(super) revise_by: Option<Day>,
    /// Today or, on a day off, the next day on which people work: when a panel could sit.
    pub(super) workday: Day,
}

impl Opened {
    /// Gives the panel that goes on.
    pub(super) fn lasting(&self) -> Option<&Panel> {
        lasting(&self.panels)
    }
}

/// How far ahead the next working day is looked for; no holiday lasts so long.
const LONGEST_HOLIDAY: i32 = 30;

/// Tells whether people work on a day.
pub(super) fn is_workday(calendar: &Calendar, day: Day) -> bool {
    calendar.is_working(day) && calendar.holiday(day).is_none()
}

fn workday(calendar: &Calendar, today: Day) -> Day {
    let mut days = (0..LONGEST_HOLIDAY).map(|days| today.plus_days(days));
    days.find(|day| is_workday(calendar, *day)).unwrap_or(today)
}

/// Opens a person's panels; notes the reading.
pub(super) async fn load(
    desk: &Desk,
    visit: &Visit,
    subject: SubjectId,
) -> Result<Opened, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let opened = desk.db.write(async move |tx| open(tx, &desk2, &occasion, subject).await).await;
    opened.map_err(unopened)
}

async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Opened, Failure<ServiceRefusal>> {
    let (entered, is_put_before) = enter(tx, desk, occasion, subject).await?;
    let known = facts_of(tx, subject).await?;
    let panels = all_panels(tx, desk, &entered.key, &known, subject).await?;
    close_ended(tx, &panels, occasion.now).await?;
    let recorded = recorded_request(tx, &known, &entered.held, &panels).await?;
    let past = history(tx, &entered.key, subject).await?;
    let told = all_feedback(tx, desk, &entered.key, subject).await?;
    let mut names = names_of(tx, &panels).await?;
    for staff in past.iter().filter_map(|entry| entry.staff) {
        names.learn_staff(tx, staff).await?;
    }
    for feedback in &told {
        names.learn_staff(tx, feedback.told_by).await?;
    }
    let sitting = lasting(&panels).filter(|panel| panel.stage() == Stage::Sitting);
    let next_feedback = sitting.and_then(|panel| {
        let opinion = opinion_days(&known, panel.request).into_iter().max();
        let feedback = told.iter().find(|told| told.request == panel.request);
        let feedback = feedback.map(|told| web::day_of(told.told_at));
        feedback_until(&desk.rulebook, opinion, feedback)
    });
    let experts = match lasting(&panels) {
        Some(panel) => experts(tx, [entered.held.office_code, panel.office_code]).await?,
        None => Vec::new(),
    };
    let above = office_above(tx, entered.held.office_code).await?.map(|office| office.name);
    let then = Then::at(&desk.rulebook, &known, occasion.today);
    let gate = then.gate(Gate::Consultation).cloned();
    let because = gate.iter().flat_map(|gate| &gate.because).filter_map(|place| then.id(*place));
    let because = because.collect();
    let open = then.open_duties();
    let revises = open.iter().filter(|duty| {
        known.entries().get(duty.because).map(|entry| entry.kind) == Some(Kind::ConsultationOpinion)
            && duty.rule.rule().id == Gate::Consultation.clause()
    });
    let revise_by = revises.map(|duty| duty.due.day).min();
    let conditions = conditions(Gate::Consultation, &then);
    let workday = workday(desk.rulebook.law().calendar(), occasion.today);
    Ok(Opened {
        entered,
        is_put_before,
        past,
        panels,
        recorded,
        told,
        names,
        experts,
        above,
        gate,
        because,
        conditions,
        next_feedback,
        revise_by,
        workday,
    })
}

/// Opens the file, or where it is not open what was put before the actor's office; tells whether it is only that.
async fn enter(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<(Entered, bool), Failure<ServiceRefusal>> {
    match duties::enter(tx, desk, occasion, Action::ReadFile, subject, None).await {
        Err(Failure::Denied(denied)) => {
            let action = Action::GiveOpinion;
            let entered = duties::enter(tx, desk, occasion, action, subject, None).await;
            // Whoever has neither is told of the first.
            entered.map(|entered| (entered, true)).map_err(|failure| match failure {
                Failure::Denied(_) => denied.into(),
                other => other,
            })
        }
        entered => entered.map(|entered| (entered, false)),
    }
}

async fn experts(tx: &mut Tx, offices: [i64; 2]) -> Result<Vec<Choice>, StoreError> {
    let mut choices = Vec::new();
    for code in offices {
        let Some(office) = offices::office_by_code(tx, code).await? else { continue };
        let staff = offices::staff_of(tx, office.office_id).await?;
        choices.extend(staff.iter().filter(|one| one.is_active() && may_sit(one)).map(choice));
    }
    Ok(choices)
}
