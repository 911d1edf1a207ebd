//! Hours, leave and bookings at the same moment. Only PostgreSQL runs two transactions side by side.

use std::sync::Arc;
use std::time::Duration;

use access::Failure;
use counselling::model::{CounselRefusal, LeaveCause, WeeklyHours};
use counselling::{NewSession, announce, hours_of, move_to, put_hours, set_hours, take_leave};
use store::{Engine, StoreError};
use tokio::sync::Notify;

use crate::world::{LEAVES, STREET, World, planned};

/// Longer than the other one needs who does not wait.
const LOOK: Duration = Duration::from_millis(400);

#[test]
fn hours_that_are_set_twice_at_once_are_set() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        let (staff, db) = (world.staff("zhao"), world.desk.db.clone());
        let has_set = Arc::new(Notify::new());
        let tell = Arc::clone(&has_set);
        let first = tokio::spawn(async move {
            db.write::<_, _, StoreError>(async move |tx| {
                put_hours(tx, staff, &WeeklyHours::usual()).await?;
                tell.notify_one();
                tokio::time::sleep(LOOK).await;
                Ok(())
            })
            .await
        });
        has_set.notified().await;
        let occasion = world.occasion("zhao");
        let second = world
            .write(async move |tx| set_hours(tx, &occasion, &WeeklyHours::usual()).await)
            .await;
        first.await.expect("no panic").expect("set");
        second.expect("set too");
        let read =
            world.desk.db.read::<_, _, StoreError>(async move |tx| hours_of(tx, staff).await);
        assert_eq!(read.await.expect("read"), WeeklyHours::usual());
    });
}

#[test]
fn nobody_is_booked_on_leave_that_is_taken_at_that_moment() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        let subject = world.person("张三", STREET).await;
        let (db, occasion) = (world.desk.db.clone(), world.occasion("zhao"));
        let has_taken = Arc::new(Notify::new());
        let tell = Arc::clone(&has_taken);
        let leave = tokio::spawn(async move {
            db.write(async move |tx| {
                let day = "2026-10-08".parse().expect("a day");
                let booked = take_leave(tx, &occasion, (day, day), LeaveCause::Annual).await?;
                tell.notify_one();
                tokio::time::sleep(LOOK).await;
                Ok::<_, Failure<CounselRefusal>>(booked)
            })
            .await
        });
        has_taken.notified().await;
        let booking = world.booking(subject, "zhao", ("2026-10-08", 540, 30));
        let booked = world.book("clerk", booking).await;
        assert_eq!(leave.await.expect("no panic").expect("taken"), 0, "nobody was booked then");
        assert!(
            matches!(booked, Err(Failure::Refused(CounselRefusal::Closed { .. }))),
            "{booked:?}"
        );
    });
}

/// Has a counsellor leave in a transaction that takes its time, and does something with them meanwhile.
async fn while_leaving<T>(
    world: &World,
    who: &str,
    case: impl Future<Output = Result<T, Failure<CounselRefusal>>>,
) -> Result<T, Failure<CounselRefusal>> {
    let (db, staff, today) = (world.desk.db.clone(), world.staff(who), world.occasion(who).today);
    let has_left = Arc::new(Notify::new());
    let tell = Arc::clone(&has_left);
    let leaving = tokio::spawn(async move {
        db.write::<_, _, StoreError>(async move |tx| {
            tx.execute(LEAVES, &[&today, &staff]).await?;
            tell.notify_one();
            tokio::time::sleep(LOOK).await;
            Ok(())
        })
        .await
    });
    has_left.notified().await;
    let outcome = case.await;
    leaving.await.expect("no panic").expect("left");
    outcome
}

fn is_not_near<T>(outcome: &Result<T, Failure<CounselRefusal>>) -> bool {
    matches!(outcome, Err(Failure::Refused(CounselRefusal::NotNear)))
}

#[test]
fn nobody_is_booked_with_or_led_by_whoever_leaves_at_that_moment() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        let subject = world.person("张三", STREET).await;
        let booking = world.booking(subject, "zhao", ("2026-10-08", 540, 30));
        let booked = while_leaving(&world, "zhao", world.book("clerk", booking)).await;
        assert!(is_not_near(&booked), "{booked:?}");

        let booking = world.booking(subject, "sun", ("2026-10-08", 540, 30));
        let id = world.book("clerk", booking).await.expect("booked");
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let to = (world.staff("qian"), planned("2026-10-08", 600, 30));
        let moving =
            world.write(async move |tx| move_to(tx, &desk, &occasion, id, to, "有事").await);
        let moved = while_leaving(&world, "qian", moving).await;
        assert!(is_not_near(&moved), "{moved:?}");

        let (desk, occasion) = (world.desk.clone(), world.occasion("sun"));
        let new = NewSession {
            staff: world.staff("sun"),
            planned: planned("2026-10-08", 840, 90),
            topic: "简历怎么写".to_owned(),
            place: "二层".to_owned(),
            capacity: 10,
        };
        let announcing = world.write(async move |tx| announce(tx, &desk, &occasion, &new).await);
        let announced = while_leaving(&world, "sun", announcing).await;
        assert!(is_not_near(&announced), "{announced:?}");
    });
}
