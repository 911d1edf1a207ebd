//! People whose case may go before a panel, and staff who act on it.

use access::Failure;
use desk::{Companion as _, FilePlace};
use ledger::Field;
use panels::{Acceptance, Keeper, model::PanelRefusal};
use rules::Kind;
use store::{EntryId, StoreError, SubjectId, seal};
use street::{World, by};
use subjects::Happening;

/// What was typed as a question.
pub(crate) const QUESTION: &str = "三次推荐都因排班不合，怎样调整方向";

/// A person under an agreement, ready for work, whom so many recommendations did not bring any.
pub(crate) async fn recommended(world: &World, reference: &str, times: usize) -> SubjectId {
    let subject = world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
    let today = web::day_of(world.desk.clock.now());
    let happenings = vec![
        Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "长期失业人员"),
        Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵专员"),
        Happening::new(Kind::PlanAdopted, today).number(Field::Version, 1),
        Happening::new(Kind::ReadinessAssessed, today).flag(Field::Ready, true),
    ];
    world.record_raw(subject, happenings).await;
    for _ in 0..times {
        world.record_raw(subject, vec![Happening::new(Kind::Recommended, today)]).await;
        let past = world.history(subject).await;
        let recommendation = past.last().expect("a recommendation").id;
        let result = Happening::new(Kind::RecommendationResult, today)
            .about(recommendation)
            .flag(Field::Hired, false)
            .flag(Field::OwnCause, false);
        world.record_raw(subject, vec![result]).await;
    }
    subject
}

/// Asks for a panel.
pub(crate) async fn ask(
    world: &World,
    user: &str,
    subject: SubjectId,
) -> Result<EntryId, Failure<PanelRefusal>> {
    by!(world, user, |tx, desk, occasion| panels::request(tx, desk, occasion, subject, QUESTION))
}

/// Names these experts, for tomorrow.
pub(crate) async fn accept(
    world: &World,
    user: &str,
    panel: (SubjectId, EntryId),
    experts: &[&str],
) -> Result<(), Failure<PanelRefusal>> {
    let experts = experts.iter().map(|user| world.staff(user)).collect();
    let sits_on = web::day_of(world.desk.clock.now()).plus_days(1);
    let acceptance = Acceptance { experts, sits_on };
    by!(world, user, |tx, desk, occasion| panels::accept(tx, desk, occasion, panel, &acceptance))
}

/// Gives an opinion today.
pub(crate) async fn say(
    world: &World,
    user: &str,
    panel: (SubjectId, EntryId),
) -> Result<EntryId, Failure<PanelRefusal>> {
    let on = web::day_of(world.desk.clock.now());
    let opinion = panels::Opinion { on, words: "先做三天跟岗，再谈排班".to_owned() };
    by!(world, user, |tx, desk, occasion| panels::give_opinion(tx, desk, occasion, panel, &opinion))
}

/// Tells a panel something.
pub(crate) async fn tell(
    world: &World,
    user: &str,
    panel: (SubjectId, EntryId),
    words: &'static str,
) -> Result<(), Failure<PanelRefusal>> {
    by!(world, user, |tx, desk, occasion| panels::feed_back(tx, desk, occasion, panel, words))
}

/// Ends a panel.
pub(crate) async fn end(
    world: &World,
    user: &str,
    panel: (SubjectId, EntryId),
    reason: &'static str,
) -> Result<(), Failure<PanelRefusal>> {
    by!(world, user, |tx, desk, occasion| panels::end(tx, desk, occasion, panel, reason))
}

/// What the file shows of panels, in one text.
pub(crate) async fn part(world: &World, subject: SubjectId) -> String {
    let desk = world.desk.clone();
    let parts = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        Keeper.parts(tx, &desk, &[(subject, key)]).await
    });
    let parts = parts.await.expect("parts");
    assert!(parts.iter().all(|part| part.place == FilePlace::Services));
    let cells = parts.iter().flat_map(|part| &part.table.rows).flat_map(|row| &row.cells);
    cells.map(web::parts::Cell::plain).collect::<Vec<_>>().join("|")
}

/// How many panels a list of somebody's shows.
pub(crate) async fn listed(world: &World, user: &str, list: panels::List) -> usize {
    let rows = by!(world, user, |tx, desk, occasion| panels::listed(tx, desk, occasion, list));
    rows.expect("a list").len()
}

/// Hands somebody over within the street, to nobody there.
pub(crate) async fn hand_over(world: &World, user: &str, subject: SubjectId) {
    let to = duties::Receiver { office_code: street::STREET, officer: None };
    let handed = by!(world, user, |tx, desk, occasion| duties::hand_over(
        tx,
        desk,
        occasion,
        subject,
        to,
        "调整分工"
    ));
    handed.expect("handed over");
}

/// Lets another office answer for somebody, to nobody there: as a transfer does, or the move of a whole office.
pub(crate) async fn move_over(world: &World, subject: SubjectId, office_code: i64) {
    let to = duties::Receiver { office_code, officer: None };
    let moved = by!(world, "chief", |tx, desk, occasion| duties::move_over(
        tx,
        desk,
        occasion,
        subject,
        to,
        "服务关系划转"
    ));
    moved.expect("gone over");
}
