//! Who gets a time, and when there is none.

use std::sync::Arc;

use access::Failure;
use counselling::model::{CounselRefusal, LeaveCause, Moment, State, WeeklyHours};
use counselling::{appointments_of, book, cancel, miss, move_to, open_of, set_hours, take_leave};
use store::{Engine, StoreError, SubjectId};

use crate::world::{BESIDE, STREET, World, on_both, planned};

const NINE: i64 = 540;

fn refusal<T: std::fmt::Debug>(result: Result<T, Failure<CounselRefusal>>) -> CounselRefusal {
    match result.expect_err("a refusal") {
        Failure::Refused(refusal) => refusal,
        failure => panic!("{failure:?}"),
    }
}

async fn states(world: &World, subject: SubjectId) -> Vec<State> {
    let rows = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| appointments_of(tx, subject).await)
        .await
        .expect("read");
    rows.iter().map(|row| row.state).collect()
}

/// Many clerks want overlapping times of one counsellor at once: one wins, each other learns what is free.
fn race(engine: Engine) {
    const CLERKS: usize = 24;
    const DAY: &str = "2026-10-08";
    // 09:00 for an hour, 09:15 for 45 minutes, 09:30 for half an hour: each meets each other one.
    let wanted = |number: usize| [(NINE, 60), (NINE + 15, 45), (NINE + 30, 30)][number % 3];
    testkit::block_on(async {
        let world = Arc::new(World::new(engine).await);
        let mut tasks = Vec::new();
        for number in 0..CLERKS {
            let subject = world.person(&format!("求职者{number}"), STREET).await;
            let (minute, minutes) = wanted(number);
            let booking = world.booking(subject, "zhao", (DAY, minute, minutes));
            let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
            tasks.push(tokio::spawn(async move {
                desk.clone()
                    .db
                    .write(async move |tx| book(tx, &desk, &occasion, &booking).await)
                    .await
            }));
        }
        let (mut won, mut told) = (None, Vec::new());
        for (number, task) in tasks.into_iter().enumerate() {
            let (minute, minutes) = wanted(number);
            match task.await.expect("a task") {
                Ok(_) => assert_eq!(won.replace((minute, minutes)), None, "two have won"),
                Err(Failure::Refused(CounselRefusal::Taken { next })) => {
                    assert_eq!(next.len(), 3, "the next free times are named");
                    told.push((minutes, next));
                }
                Err(failure) => panic!("{failure:?}"),
            }
        }
        // Whoever it was that won: what the others are offered is free for as long as they want.
        let (begin, long) = won.expect("one has won");
        for (minutes, next) in told {
            for at in next.iter().filter(|at| at.day.to_string() == DAY) {
                assert!(at.minute >= begin + long || at.minute + minutes <= begin, "{at:?}");
            }
        }
        assert_eq!(world.live().await.len(), 1);
    });
}

#[test]
fn of_many_who_want_one_time_one_gets_it_on_sqlite() {
    race(Engine::Sqlite);
}

#[test]
fn of_many_who_want_one_time_one_gets_it_on_postgres() {
    race(Engine::Postgres);
}

#[test]
fn holidays_weekends_hours_and_the_past_are_respected() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let try_at = async |day: &str, minute, minutes| {
            world.book("clerk", world.booking(subject, "zhao", (day, minute, minutes))).await
        };
        let words = refusal(try_at("2026-10-05", NINE, 30).await).to_string();
        assert_eq!(words, "2026-10-05 职业指导员不接待（国庆节放假），请另选日期");
        let closed = refusal(try_at("2026-10-17", NINE, 30).await);
        assert!(matches!(closed, CounselRefusal::Closed { .. }), "a Saturday: {closed}");
        let lunch = refusal(try_at("2026-10-08", 675, 30).await).to_string();
        assert!(lunch.contains("09:00-11:30、13:30-17:00"), "{lunch}");
        assert!(matches!(refusal(try_at("2026-09-30", 450, 30).await), CounselRefusal::Past));
        assert!(matches!(refusal(try_at("2026-12-01", NINE, 30).await), CounselRefusal::TooFar));
        assert!(matches!(refusal(try_at("2026-10-08", NINE, 40).await), CounselRefusal::Length));
        assert!(matches!(refusal(try_at("2026-10-08", NINE + 5, 30).await), CounselRefusal::Grid));
        try_at("2026-10-10", NINE, 30).await.expect("a Saturday that is worked");
        try_at("2026-09-30", NINE, 30).await.expect("today, later");
        let overlap = refusal(
            world
                .book("clerk", world.booking(subject, "qian", ("2026-10-10", NINE + 15, 30)))
                .await,
        );
        assert!(matches!(overlap, CounselRefusal::OwnOverlap { .. }), "nobody is in two places");
    });
}

#[test]
fn nobody_is_booked_on_leave_or_without_hours() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        world
            .book("clerk", world.booking(subject, "zhao", ("2026-10-08", NINE, 30)))
            .await
            .expect("booked");
        let occasion = world.occasion("zhao");
        let days = ("2026-10-08".parse().expect("a day"), "2026-10-09".parse().expect("a day"));
        let booked = world
            .write(async move |tx| take_leave(tx, &occasion, days, LeaveCause::Training).await)
            .await
            .expect("leave");
        assert_eq!(booked, 1, "one appointment has to be moved");
        let zhao = world.staff("zhao");
        let open = world.write(async move |tx| Ok(open_of(tx, zhao).await?)).await;
        assert_eq!(open.expect("counted"), 1);
        let on_leave =
            world.book("clerk", world.booking(subject, "zhao", ("2026-10-09", NINE, 30))).await;
        assert_eq!(
            refusal(on_leave).to_string(),
            "2026-10-09 职业指导员不接待（请假），请另选日期"
        );
        let occasion = world.occasion("zhao");
        let again = world
            .write(async move |tx| take_leave(tx, &occasion, days, LeaveCause::Other).await)
            .await;
        assert!(matches!(refusal(again), CounselRefusal::LeaveOverlap));
        let occasion = world.occasion("qian");
        let none = WeeklyHours::default();
        world.write(async move |tx| set_hours(tx, &occasion, &none).await).await.expect("set");
        let unset =
            world.book("clerk", world.booking(subject, "qian", ("2026-10-09", NINE, 30))).await;
        assert!(matches!(refusal(unset), CounselRefusal::NotNear));
    });
}

#[test]
fn what_is_called_off_or_moved_is_free_again() {
    on_both(&async |world| {
        let first = world.person("张三", STREET).await;
        let second = world.person("李四", STREET).await;
        let at = ("2026-10-08", NINE, 45);
        let id = world.book("clerk", world.booking(first, "zhao", at)).await.expect("booked");
        let taken = refusal(world.book("clerk", world.booking(second, "zhao", at)).await);
        assert!(matches!(taken, CounselRefusal::Taken { .. }));
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let to = (world.staff("zhao"), planned("2026-10-08", NINE + 30, 45));
        world
            .write(async move |tx| move_to(tx, &desk, &occasion, id, to, "本人要求").await)
            .await
            .expect("moved by half an hour, over its own time");
        assert_eq!(world.taken().await.len(), 3);
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let blank = world.write(async move |tx| cancel(tx, &desk, &occasion, id, " ").await).await;
        assert!(matches!(refusal(blank), CounselRefusal::Blank { .. }));
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        world
            .write(async move |tx| cancel(tx, &desk, &occasion, id, "本人来电取消").await)
            .await
            .expect("cancelled");
        assert!(world.taken().await.is_empty());
        world.book("clerk", world.booking(second, "zhao", at)).await.expect("free again");
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let twice =
            world.write(async move |tx| cancel(tx, &desk, &occasion, id, "再取消").await).await;
        assert!(matches!(refusal(twice), CounselRefusal::State { .. }));
    });
}

#[test]
fn whoever_did_not_come_is_offered_another_time() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let booking = world.booking(subject, "zhao", ("2026-10-08", NINE, 30));
        let id = world.book("clerk", booking).await.expect("booked");
        let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
        let early = world.write(async move |tx| miss(tx, &desk, &occasion, id, "没来").await).await;
        let expected = Moment { day: "2026-10-08".parse().expect("a day"), minute: NINE };
        assert!(matches!(refusal(early), CounselRefusal::NotBegun { at } if at == expected));
        world.go_to("2026-10-08", 10);
        let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
        let wish = world
            .write(async move |tx| miss(tx, &desk, &occasion, id, "电话无人接听").await)
            .await
            .expect("missed");
        assert_eq!(states(world, subject).await, [State::Requested, State::Missed]);
        let booking = counselling::Booking {
            request: Some(wish),
            ..world.booking(subject, "qian", ("2026-10-09", NINE, 30))
        };
        assert_eq!(world.book("clerk", booking.clone()).await.expect("booked again"), wish);
        assert_eq!(states(world, subject).await, [State::Booked, State::Missed]);
        let twice = refusal(world.book("clerk", booking).await);
        assert!(matches!(twice, CounselRefusal::State { .. }), "the wish is fulfilled: {twice}");
    });
}

#[test]
fn only_the_own_office_books_and_only_with_whoever_is_near() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let at = ("2026-10-08", NINE, 30);
        for stranger in ["neighbour", "sun", "inspector", "auditor"] {
            let denied = world.book(stranger, world.booking(subject, "zhao", at)).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{stranger}: {denied:?}");
        }
        let beside = world.book("clerk", world.booking(subject, "neighbour", at)).await;
        assert!(matches!(refusal(beside), CounselRefusal::NotNear));
        world
            .book("clerk", world.booking(subject, "sun", at))
            .await
            .expect("the district's is near");
        let other = world.person("李四", BESIDE).await;
        let elsewhere = world.book("clerk", world.booking(other, "zhao", at)).await;
        assert!(matches!(elsewhere, Err(Failure::Denied(_))), "{elsewhere:?}");
    });
}
