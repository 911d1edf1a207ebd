//! People who go over to another office, and staff who act on it.

use access::Failure;
use duties::Held;
use ledger::Field;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{World, by};
use subjects::Happening;
use transfers::model::{AskedFor, Ground, TransferRefusal, Withdrawal};
use transfers::{
    Acceptance, Accepted, Decision, Forwarded, MoveId, NewHome, NewHousehold, NewMove, NewTransfer,
    OfficeMove, TransferId,
};

/// What is asked of the database: by this slice, and by those that it asks of plans and panels.
pub(crate) const GROUPS: &[&[&store::Statement]] =
    &[transfers::STATEMENTS, plans::STATEMENTS, panels::STATEMENTS];

pub(crate) type Outcome<T> = Result<T, Failure<TransferRefusal>>;
/// A transfer of a person.
pub(crate) type Place = (SubjectId, TransferId);

/// Why, in words that lie nowhere in the clear.
pub(crate) const REASON: &str = "已搬到女儿家照看外孙";

/// Where they live now, which lies nowhere in the clear either.
pub(crate) const HOME: &str = "外区街道幸福路 8 号";

/// A person in hardship under an agreement, whom guidance owes a follow-up.
pub(crate) async fn under_agreement(world: &World, reference: &str) -> SubjectId {
    let subject = world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
    let today = web::day_of(world.desk.clock.now());
    let happenings = vec![
        Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "长期失业人员"),
        Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵专员"),
        Happening::new(Kind::GuidanceGiven, today).text(Field::Form, "general"),
    ];
    world.record_raw(subject, happenings).await;
    subject
}

/// Follows the guidance up, so that nothing ends undone with the agreement.
pub(crate) async fn follow_up(world: &World, subject: SubjectId) {
    let past = world.history(subject).await;
    let guided = past.iter().find(|past| past.kind == Kind::GuidanceGiven).expect("guidance").id;
    let today = web::day_of(world.desk.clock.now());
    world.record_raw(subject, vec![Happening::new(Kind::FollowedUp, today).about(guided)]).await;
}

pub(crate) fn wish(to_office_code: i64, verified: Option<&str>) -> NewTransfer {
    NewTransfer {
        to_office_code,
        asked_for: AskedFor::Officer,
        ground: Ground::Residence,
        reason: REASON.to_owned(),
        address: HOME.to_owned(),
        verified: verified.map(str::to_owned),
    }
}

pub(crate) async fn ask(
    world: &World,
    user: &str,
    subject: SubjectId,
    new: &NewTransfer,
) -> Outcome<Place> {
    let new = new.clone();
    let id = by!(world, user, |tx, desk, occasion| transfers::request(
        tx, desk, occasion, subject, &new
    ))?;
    Ok((subject, id))
}

pub(crate) async fn verify(world: &World, user: &str, place: Place) -> Outcome<()> {
    by!(world, user, |tx, desk, occasion| transfers::verify(
        tx,
        desk,
        occasion,
        place,
        "已看新的居住登记"
    ))
}

pub(crate) async fn forward(world: &World, user: &str, place: Place) -> Outcome<Forwarded> {
    by!(world, user, |tx, desk, occasion| transfers::forward(tx, desk, occasion, place, ""))
}

pub(crate) async fn decide(
    world: &World,
    user: &str,
    place: Place,
    decision: Decision,
) -> Outcome<()> {
    by!(world, user, |tx, desk, occasion| transfers::decide(
        tx,
        desk,
        occasion,
        place,
        decision,
        "居住登记不在该街道"
    ))
}

pub(crate) async fn accept(
    world: &World,
    user: &str,
    place: Place,
    officer: &str,
) -> Outcome<Accepted> {
    // In the street of whoever accepts.
    let residence_code = world.occasion(user).await.actor.area.first;
    let home = Some(NewHome { residence_code, address: HOME.to_owned() });
    accept_at(world, user, place, (officer, home)).await
}

pub(crate) async fn accept_at(
    world: &World,
    user: &str,
    place: Place,
    (officer, home): (&str, Option<NewHome>),
) -> Outcome<Accepted> {
    let acceptance = Acceptance { officer: world.staff(officer), home, household: None };
    accept_with(world, user, place, acceptance).await
}

/// In a place of the household.
pub(crate) async fn accept_into(
    world: &World,
    user: &str,
    place: Place,
    (officer, household): (&str, Option<NewHousehold>),
) -> Outcome<Accepted> {
    let acceptance = Acceptance { officer: world.staff(officer), home: None, household };
    accept_with(world, user, place, acceptance).await
}

async fn accept_with(
    world: &World,
    user: &str,
    place: Place,
    acceptance: Acceptance,
) -> Outcome<Accepted> {
    by!(world, user, |tx, desk, occasion| transfers::accept(tx, desk, occasion, place, &acceptance))
}

pub(crate) async fn send_back(world: &World, user: &str, place: Place) -> Outcome<()> {
    by!(world, user, |tx, desk, occasion| transfers::send_back(
        tx,
        desk,
        occasion,
        place,
        "本人实际住在外区"
    ))
}

pub(crate) async fn withdraw(world: &World, user: &str, place: Place) -> Outcome<()> {
    withdraw_on(world, user, place, Withdrawal::Own { words: String::new() }).await
}

/// Takes a transfer back on somebody's word.
pub(crate) async fn withdraw_on(
    world: &World,
    user: &str,
    place: Place,
    withdrawal: Withdrawal,
) -> Outcome<()> {
    by!(world, user, |tx, desk, occasion| transfers::withdraw(
        tx,
        desk,
        occasion,
        place,
        &withdrawal
    ))
}

/// Orders that a whole office goes over.
pub(crate) async fn order(world: &World, user: &str, new: &NewMove) -> Outcome<MoveId> {
    let new = new.clone();
    by!(world, user, |tx, desk, occasion| transfers::order_move(tx, desk, occasion, &new))
}

pub(crate) async fn confirm(world: &World, user: &str, id: MoveId) -> Outcome<()> {
    by!(world, user, |tx, _desk, occasion| transfers::confirm_move(tx, occasion, id))
}

pub(crate) async fn take_back(world: &World, user: &str, id: MoveId, words: &str) -> Outcome<()> {
    let words = words.to_owned();
    by!(world, user, |tx, _desk, occasion| transfers::withdraw_move(tx, occasion, id, &words))
}

/// A move that the district has ordered and the city has confirmed.
pub(crate) async fn agreed(world: &World, new: &NewMove) -> MoveId {
    let id = order(world, "chief", new).await.expect("ordered");
    confirm(world, "mayor", id).await.expect("confirmed");
    id
}

pub(crate) async fn carry_on(world: &World, user: &str, id: MoveId) -> Outcome<OfficeMove> {
    by!(world, user, |tx, desk, occasion| transfers::carry_on(tx, desk, occasion, id))
}

/// A transfer to a street of the same district, approved.
pub(crate) async fn approved(world: &World, reference: &str) -> Place {
    let subject = under_agreement(world, reference).await;
    let wish = wish(street::BESIDE, Some("已核实"));
    let place = ask(world, "officer", subject, &wish).await.expect("asked");
    forward(world, "head", place).await.expect("submitted");
    decide(world, "chief", place, Decision::Approve).await.expect("approved");
    place
}

/// Who answers for somebody.
pub(crate) async fn held(world: &World, subject: SubjectId) -> Held {
    let held =
        world.desk.db.read::<_, _, StoreError>(async move |tx| duties::held(tx, subject).await);
    held.await.expect("read").expect("somebody answers, always")
}

/// How many agreements were ended.
pub(crate) async fn ended(world: &World, subject: SubjectId) -> usize {
    let past = world.history(subject).await;
    past.iter().filter(|entry| entry.kind == Kind::AgreementEnded).count()
}

/// The offices of what is open.
pub(crate) async fn open_at(world: &World, subject: SubjectId) -> Vec<i64> {
    let duties = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
    let duties = duties.await.expect("duties");
    let open = duties.iter().filter(|duty| duty.state == duties::model::Settled::Open);
    open.map(|duty| duty.office_code).collect()
}

/// How many a list of somebody's shows.
pub(crate) async fn listed(world: &World, user: &str, list: transfers::List) -> usize {
    let rows = by!(world, user, |tx, desk, occasion| transfers::listed(tx, desk, occasion, list));
    rows.expect("a list").len()
}

/// The words of a refusal.
pub(crate) fn refusal<T>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal.to_string(),
        Err(other) => panic!("no refusal: {other}"),
        Ok(_) => panic!("it was done"),
    }
}

/// Tells whether it was denied.
pub(crate) fn is_denied<T>(outcome: &Outcome<T>) -> bool {
    matches!(outcome, Err(Failure::Denied(_)))
}
