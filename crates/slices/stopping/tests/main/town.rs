//! People on whose service a gate stands open, and the steps that staff take.

use desk::Desk;
use ledger::Field;
use rules::{Gate, Kind};
use store::{StoreError, SubjectId};
use street::{NUMBER, Shown, World};
use subjects::Happening;
use web::Routes;

/// What the officer writes down; must lie nowhere in the clear.
pub(crate) const SAID: &str = "电话停机，邻居说去外地了";

/// What was offered and refused, in the words of the officer; must lie nowhere in the clear.
pub(crate) const OFFERED: &str = "推荐过收银和保洁两个岗位，本人都说不去";

store::statements! {
    pub(crate) group "stopping_test";
    /// Somebody has left.
    LEAVE = "UPDATE staff SET left_on = $1 WHERE staff_id = $2";
    /// A person comes to belong to another office, or to nobody by name.
    MOVE = "UPDATE responsibility SET office_code = $1, officer_id = $2 WHERE subject_id = $3";
    /// What waits to go outside.
    BODIES = "SELECT topic, body FROM outbox ORDER BY message_id";
    /// Everything that is kept under seal.
    SEALED = "SELECT content FROM stop_case UNION ALL SELECT words FROM stop_case WHERE words IS NOT NULL
        UNION ALL SELECT told FROM stop_case WHERE told IS NOT NULL
        UNION ALL SELECT content FROM objection UNION ALL SELECT words FROM objection WHERE words IS NOT NULL
        UNION ALL SELECT told FROM objection WHERE told IS NOT NULL
        UNION ALL SELECT letter FROM stop_notice UNION ALL SELECT receipt FROM stop_notice WHERE receipt IS NOT NULL";
}

pub(crate) fn routes() -> Routes<Desk> {
    stopping::routes().and(services::routes())
}

/// Runs a test on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[stopping::STATEMENTS, STATEMENTS, crate::exits::STATEMENTS], routes, test);
}

/// A survey of somebody who does not register.
pub(crate) fn survey(day: kernel::Day, willing: bool) -> Happening {
    Happening::new(Kind::Surveyed, day)
        .text(Field::Method, "phone")
        .flag(Field::Willing, willing)
        .flag(Field::Registers, false)
        .text(Field::Circumstance, "none")
}

/// Takes in a person on whose service a gate comes to stand open today.
pub(crate) async fn person_at(world: &World, gate: Gate) -> SubjectId {
    let subject = world.person(NUMBER, &[]).await;
    let today = world.occasion("officer").await.today;
    let start = |kind| Happening::new(kind, today);
    let (entries, days) = match gate {
        Gate::SilentUnemployed => {
            let claimed = start(Kind::UnemploymentClaimed)
                .flag(Field::Complete, true)
                .flag(Field::Promise, false);
            (vec![claimed, start(Kind::UnemploymentRegistered)], 200)
        }
        Gate::WillingNeverRegisters => (vec![survey(today, true); 4], 200),
        Gate::Unwilling => (vec![survey(today, false); 4], 1),
        _ => {
            let entries = vec![
                start(Kind::SeekerRegistered),
                start(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
                start(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
            ];
            world.record_raw(subject, entries).await;
            // Called back, they decline (BJ18-29).
            let signed = world.history(subject).await.last().expect("a signing").id;
            let called_back = start(Kind::FollowedUp).about(signed);
            (vec![called_back, start(Kind::ServiceDeclined)], 1)
        }
    };
    world.record_raw(subject, entries).await;
    world.pass_days(days);
    night(world).await;
    subject
}

/// Lets the rules look at everybody whose day has come.
pub(crate) async fn night(world: &World) {
    let (desk, today) = (world.desk.clone(), world.occasion("officer").await.today);
    let looked = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        duties::look_again(tx, &desk.rulebook, today, 10_000).await.map(drop)
    });
    looked.await.expect("looked");
}

/// The kinds of the last entries.
pub(crate) async fn last_kinds(world: &World, subject: SubjectId, count: usize) -> Vec<Kind> {
    let past = world.history(subject).await;
    past[past.len().saturating_sub(count)..].iter().map(|past| past.kind).collect()
}

/// Somebody reaches the person and tells them.
pub(crate) async fn attempt(world: &World, user: &str, subject: SubjectId) -> Shown {
    let path = format!("/people/{subject}/stop/attempt");
    world.fill(user, &path, &[("reached", "yes"), ("words", SAID)]).await
}

/// Somebody tries in vain.
pub(crate) async fn miss(world: &World, user: &str, subject: SubjectId, how: &str) -> Shown {
    let path = format!("/people/{subject}/stop/attempt");
    world.fill(user, &path, &[("reached", "no"), ("how", how), ("words", SAID)]).await
}

pub(crate) async fn finish(world: &World, user: &str, subject: SubjectId) -> Shown {
    let path = format!("/people/{subject}/stop/{}/finish", case(world, subject).await);
    let shown = world.get(user, &path).await;
    let mut found = vec![("circumstance", "none"), ("words", "多次联系不上，没有特殊情形")];
    if shown.text.contains("name=\"offered\"") {
        found.push(("offered", OFFERED));
    }
    world.fill_shown(user, &shown, &found).await
}

pub(crate) async fn decide(world: &World, user: &str, subject: SubjectId, decision: &str) -> Shown {
    let path = format!("/people/{subject}/stop/{}/decide", case(world, subject).await);
    world.fill(user, &path, &[("decision", decision), ("words", "同意专员的意见")]).await
}

/// Verifies and approves.
pub(crate) async fn stop(world: &World, subject: SubjectId) {
    attempt(world, "officer", subject).await.done();
    finish(world, "officer", subject).await.done();
    decide(world, "head", subject, "approve").await.done();
}

/// The latest case of a person.
pub(crate) async fn case(world: &World, subject: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        stopping::cases_of(tx, &key.expect("a key"), subject).await
    });
    read.await.expect("read").first().expect("a case").id.to_string()
}

/// The number under which a person's ledger is exported.
pub(crate) async fn reference(world: &World, subject: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        seekers::person_of(tx, &key.expect("a key"), subject).await
    });
    read.await.expect("read").expect("a person").file_number
}

/// The latest objection of a person.
pub(crate) async fn objection(world: &World, subject: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        stopping::objections_of(tx, &key.expect("a key"), subject).await
    });
    read.await.expect("read").first().expect("an objection").id.to_string()
}

/// What waits to go outside.
pub(crate) async fn bodies(world: &World) -> Vec<(String, String)> {
    let read = world.desk.db.read::<_, _, StoreError>(async |tx| tx.all(BODIES, &[]).await);
    read.await.expect("read")
}

/// Has somebody leave today.
pub(crate) async fn leaves(world: &World, user: &str) {
    let (today, staff) = (world.today(), world.staff(user));
    let left = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        tx.execute(LEAVE, &[&today, &staff]).await.map(drop)
    });
    left.await.expect("left");
}

/// Has a person belong to another office, and to somebody there or to nobody by name.
pub(crate) async fn belongs(world: &World, subject: SubjectId, office: i64, user: Option<&str>) {
    let officer = user.map(|user| world.staff(user));
    let moved = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        tx.execute(MOVE, &[&office, &officer, &subject]).await.map(drop)
    });
    moved.await.expect("moved");
}
