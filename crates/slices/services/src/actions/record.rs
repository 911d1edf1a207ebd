//! Recording a service from its form.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Held, RecordedService, ServiceRefusal, bound, hold, record_service};
use ledger::Field;
use rules::{Assessment, Kind};
use store::{SubjectId, Tx, seal};
use subjects::{Happening, facts_of};

use super::open::{born, other_groups};
use super::refusal::Refusal;
use crate::model::codes::HARDSHIP_GROUPS;
use crate::model::{Done, Draft, Kept, Service, Then, Unfit, check, done};

/// Records a service of which the entry says everything. What another page keeps more of is refused ([`Kept`]): the
/// entry alone would be an agreement without text, a placement without a post.
pub async fn record(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    draft: &Draft,
) -> Result<Done, Failure<Refusal>> {
    let kind = draft.happening.kind;
    if !draft.belongs_to_stopping() && Kept::of(kind).is_some() {
        // Nobody learns from the refusal whether there is such a file.
        let (_, relation) = find(tx, occasion, action_of(kind), subject).await?;
        occasion.may(action_of(kind), relation)?;
        return Err(Failure::Refused(Refusal::Kept(kind)));
    }
    record_kept(tx, desk, occasion, subject, draft).await
}

/// Records a service for the page that keeps more of it, in the transaction that keeps it. A stop, its notice, and an
/// end of the agreement because the person declines are refused even so: they are verified, and approved by another
/// person, where stops are dealt with.
pub async fn record_kept(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    draft: &Draft,
) -> Result<Done, Failure<Refusal>> {
    let (held, relation) = find(tx, occasion, Action::RecordService, subject).await?;
    for action in actions_of(draft) {
        occasion.may(action, relation)?;
    }
    if draft.belongs_to_stopping() {
        return Err(Failure::Refused(Refusal::ByStopping));
    }
    let known = facts_of(tx, held.subject).await?;
    let then = Then::at(&desk.rulebook, &known, draft.happening.on);
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let person = match seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? {
        Some(key) => seekers::person_of(tx, &key, subject).await?,
        None => None,
    };
    let born = person.as_ref().and_then(born);
    check(draft, &then, &now, born).map_err(|unfit| Failure::Refused(Refusal::Unfit(unfit)))?;
    check_group(tx, draft, held.office_code).await?;
    let action = action_of(draft.happening.kind);
    append(tx, desk, occasion, action, subject, &draft.happenings(), &now.assessment).await
}

/// Checks that somebody is recognised by a group of the regulation, or by one that was in force where they belong
/// on that day (BJ18-33).
async fn check_group(tx: &mut Tx, draft: &Draft, office_code: i64) -> Result<(), Failure<Refusal>> {
    let (Kind::HardshipRecognised, Some(named)) = (draft.happening.kind, draft.text(Field::Group))
    else {
        return Ok(());
    };
    let on = draft.happening.on;
    if HARDSHIP_GROUPS.contains(&named)
        || other_groups(tx)
            .await?
            .iter()
            .any(|group| group.name == named && group.holds(office_code, on))
    {
        return Ok(());
    }
    Err(Failure::Refused(Refusal::Unfit(Unfit::NoGroup(named.to_owned()))))
}

/// Finds who answers for a subject, and how the actor stands to it; holds it, so that what is checked against the
/// ledger from here on stays so until it is recorded.
pub(crate) async fn find(
    tx: &mut Tx,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<(Held, Relation), Failure<Refusal>> {
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(Refusal::Service(ServiceRefusal::NoFile)));
    };
    let relation = bound(tx, &occasion.actor, &held).await?;
    Ok((held, relation))
}

/// Appends what happened and sums up what follows; `before` is what the rules said until now.
pub(crate) async fn append(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
    happenings: &[Happening],
    before: &Assessment,
) -> Result<Done, Failure<Refusal>> {
    let recorded = record_service(tx, desk, occasion, action, subject, happenings).await;
    let RecordedService { entries, assessment } =
        recorded.map_err(|failure| failure.map(Refusal::Service))?;
    let on = happenings.first().map_or(occasion.today, |happening| happening.on);
    Ok(done(&entries, (on, occasion.today), before, &assessment))
}

/// What whoever records a kind must have a right to.
fn action_of(kind: Kind) -> Action {
    Service::of(kind).map_or(Action::RecordService, |service| service.action)
}

/// Everything that whoever records a draft must have a right to.
fn actions_of(draft: &Draft) -> impl Iterator<Item = Action> {
    let kinds = std::iter::once(draft.happening.kind).chain(draft.alongside.iter().copied());
    let registers = draft.registers_employment.then_some(Action::DecideRegistration);
    let assesses = draft.ready.map(|_| action_of(Kind::ReadinessAssessed));
    kinds.map(action_of).chain(registers).chain(assesses)
}
