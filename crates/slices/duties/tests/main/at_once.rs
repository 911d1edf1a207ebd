//! What happens to one subject in two places at the same moment.

use std::sync::Arc;
use std::time::Duration;

use access::{Action, Actor, Failure, Role};
use duties::{Receiver, Whose};
use kernel::Day;
use rules::Kind;
use store::ledger::Channel;
use store::{Engine, StoreError, SubjectId};
use subjects::{Happening, SubjectKind, facts_of};
use tokio::sync::Notify;

use crate::lives::{derived, stored};
use crate::world::{STREET, World, actor, occasion};

/// Longer than the other one needs who does not wait.
const LOOK: Duration = Duration::from_millis(400);

fn today() -> Day {
    "2026-03-02".parse().expect("a Monday")
}

async fn person(world: &World, officer: &Actor) -> SubjectId {
    let (desk, officer) = (world.desk.clone(), officer.id);
    world
        .desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let (kind, now) = (SubjectKind::Person, desk.clock.now());
            let (subject, _) =
                subjects::open_subject(tx, &desk.sealing, kind, "P1", "王秀英", now).await?;
            duties::take_on(tx, subject, STREET, Some(officer), today()).await?;
            Ok(subject)
        })
        .await
        .expect("a person")
}

async fn register(world: &World, by: &Actor, subject: SubjectId, on: Day) {
    let (desk, occasion) = (world.desk.clone(), occasion(by, today()));
    let recorded = world.desk.db.write(async move |tx| {
        let happening = Happening::new(Kind::SeekerRegistered, on).through(Channel::Counter);
        let (action, one) = (Action::RecordService, std::slice::from_ref(&happening));
        duties::record_service(tx, &desk, &occasion, action, subject, one).await
    });
    recorded.await.expect("recorded");
}

/// Lets the rules look at a subject as the recurring job does, slowly, while `meanwhile` happens. Only
/// PostgreSQL runs two transactions side by side.
async fn look_slowly(world: &World, subject: SubjectId, meanwhile: impl Future<Output = ()>) {
    let has_read = Arc::new(Notify::new());
    let (db, rulebook) = (world.desk.db.clone(), Arc::clone(&world.desk.rulebook));
    let tell = Arc::clone(&has_read);
    let looking = tokio::spawn(async move {
        db.write::<_, _, StoreError>(async move |tx| {
            let held = duties::hold(tx, subject).await?.expect("held");
            let known = facts_of(tx, subject).await?;
            tell.notify_one();
            tokio::time::sleep(LOOK).await;
            duties::derive(tx, &rulebook, &held, &known, today()).await.map(drop)
        })
        .await
    });
    has_read.notified().await;
    meanwhile.await;
    looking.await.expect("no panic").expect("looked");
}

#[test]
fn what_is_recorded_while_the_rules_look_is_owed_nevertheless() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        let clerk = actor(1, STREET, &[Role::AssistanceOfficer]);
        let subject = person(&world, &clerk).await;
        look_slowly(&world, subject, register(&world, &clerk, subject, today())).await;
        let kept = stored(&world, subject, today()).await;
        assert_eq!(kept.len(), 1);
        assert_eq!(kept, derived(&world, subject, today()).await);
    });
}

#[test]
fn what_is_derived_while_a_person_is_handed_over_goes_along() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let head = actor(3, STREET, &[Role::Head]);
        let subject = person(&world, &officer).await;
        let (desk, occasion) = (world.desk.clone(), occasion(&head, today()));
        let to = Receiver { office_code: STREET, officer: Some(actor(2, STREET, &[]).id) };
        let handing = async {
            let handed = world.desk.db.write(async move |tx| {
                duties::hand_over(tx, &desk, &occasion, subject, to, "产假").await
            });
            handed.await.map_err(|failure: Failure<_>| failure.to_string()).expect("handed over");
        };
        register(&world, &head, subject, today().plus_days(-1)).await;
        // Everything is derived anew, for the officer who was known when the rules began to look.
        let all = async |whose: Whose| {
            world
                .desk
                .db
                .read::<_, _, StoreError>(async move |tx| {
                    let after = duties::After::nothing();
                    duties::open_duties(tx, whose, (Day::FIRST, Day::LAST), &after, "", 9).await
                })
                .await
                .expect("duties")
                .len()
        };
        look_slowly(&world, subject, handing).await;
        let of = [officer.id, actor(2, STREET, &[]).id].map(Whose::Officer);
        assert_eq!([all(of[0]).await, all(of[1]).await], [0, 1]);
    });
}

#[test]
fn the_root_of_a_day_stops_nobody_and_misses_nothing_that_follows() {
    crate::world::on_both(&async |world: &World| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let subject = person(world, &officer).await;
        let gather = async |day: &str| {
            let (keys, day) = (Arc::clone(&world.desk.sealing.keys), day.parse().expect("a day"));
            let now = world.desk.clock.now();
            let root = world.desk.db.write::<_, _, StoreError>(async move |tx| {
                store::ledger::gather(tx, keys.as_ref(), day, now).await
            });
            root.await.expect("a root")
        };
        register(world, &officer, subject, today()).await;
        register(world, &officer, subject, today()).await;
        assert_eq!(gather("2026-03-02").await.leaves, 1);
        assert_eq!(gather("2026-03-03").await.leaves, 0);
        register(world, &officer, subject, today()).await;
        register(world, &officer, subject, today()).await;
        assert_eq!(gather("2026-03-04").await.leaves, 1);
        let keys = Arc::clone(&world.desk.sealing.keys);
        match store::ledger::verify(&world.desk.db, keys, None).await.expect("a verdict") {
            store::ledger::Verdict::Untouched(summary) => assert_eq!(summary.entries, 4),
            store::ledger::Verdict::Touched(finding) => panic!("{finding}"),
        }
    });
}
