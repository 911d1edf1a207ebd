//! People who go over to another office while something of guidance waits or happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use access::Failure;
use axum::http::StatusCode;
use counselling::model::appointment::AppointmentId;
use counselling::model::{CounselRefusal, Form, Instrument};
use counselling::{
    NewSession, Outcome, Wish, announce, begin, book, cancel, hold, hold_session, miss, move_to,
    request, sign_off, sign_up, waiting,
};
use duties::Receiver;
use store::ledger::Channel;
use store::{Engine, StoreError, SubjectId};
use tokio::sync::Notify;

use crate::world::{APPOINTMENTS, BESIDE, DISTRICT, STREET, World, on_both, planned};

const DAY: &str = "2026-10-08";
const NINE: i64 = 540;
/// Longer than the other one needs who does not wait.
const LOOK: Duration = Duration::from_millis(300);

/// Gives the others time to run into what is held. SQLite's writer is a thread of its own beside which nobody writes.
async fn look() {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(LOOK).await;
    }
}

async fn wish(
    world: &World,
    who: &str,
    subject: SubjectId,
) -> Result<AppointmentId, Failure<CounselRefusal>> {
    let (channel, note) = (Channel::Online, "想转行".to_owned());
    let wish = Wish { subject, form: Form::Special, minutes: 30, channel, note };
    let (desk, occasion) = (world.desk.clone(), world.occasion(who));
    world.write(async move |tx| request(tx, &desk, &occasion, &wish).await).await
}

async fn waits_at(world: &World, office_code: i64) -> Vec<AppointmentId> {
    let read =
        world.desk.db.read::<_, _, StoreError>(async move |tx| waiting(tx, office_code, 9).await);
    read.await.expect("read").into_iter().map(|row| row.appointment_id).collect()
}

#[test]
fn a_wish_goes_along_with_whoever_goes_over_to_another_office() {
    on_both(&async |world: &World| {
        let subject = world.resident("张三丰", STREET, STREET + 3).await;
        let id = wish(world, "clerk", subject).await.expect("noted");
        assert_eq!(
            (waits_at(world, STREET).await, waits_at(world, BESIDE).await),
            (vec![id], vec![])
        );
        world.move_over(subject, BESIDE).await;
        assert_eq!(
            (waits_at(world, STREET).await, waits_at(world, BESIDE).await),
            (vec![], vec![id])
        );
        let (list, path) = ("/counselling?view=requests", format!("/counselling/{id}"));
        assert!(!world.get("clerk", list).await.body.contains("张三丰"));
        assert!(world.get("neighbour", list).await.body.contains("张三丰"));
        assert_eq!(world.get("clerk", &path).await.status, StatusCode::FORBIDDEN);
        let page = world.get("neighbour", &path).await;
        assert!(page.body.contains("劲松街道社保所"), "it waits there: {}", page.body);
        assert!(!page.body.contains("双井街道社保所"), "{}", page.body);
        let mut booking = world.booking(subject, "neighbour", (DAY, NINE, 30));
        booking.request = Some(id);
        let booked = world.book("neighbour", booking).await.expect("booked by the new office");
        assert_eq!((booked, waits_at(world, BESIDE).await), (id, vec![]));
    });
}

/// Moves a person to the neighbouring street in a transaction that takes its time, and does something meanwhile. Gives
/// how many appointments there were when they had moved, and what came of the other.
async fn while_moving<T>(
    world: &World,
    subject: SubjectId,
    case: impl Future<Output = T>,
) -> (i64, T) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("sun"));
    let has_moved = Arc::new(Notify::new());
    let tell = Arc::clone(&has_moved);
    let moving = tokio::spawn(async move {
        let db = desk.db.clone();
        db.write(async move |tx| {
            let to = Receiver { office_code: BESIDE, officer: None };
            duties::move_over(tx, &desk, &occasion, subject, to, "常住地变更").await?;
            let (appointments,): (i64,) = tx.one(APPOINTMENTS, &[]).await?;
            tell.notify_one();
            look().await;
            Ok::<_, Failure<duties::HandOverRefusal>>(appointments)
        })
        .await
    });
    has_moved.notified().await;
    let outcome = case.await;
    (moving.await.expect("no panic").expect("moved"), outcome)
}

async fn appointments(world: &World) -> i64 {
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async |tx| tx.one::<(i64,)>(APPOINTMENTS, &[]).await);
    read.await.expect("read").0
}

/// What an office does for somebody.
#[derive(Clone, Copy, Debug)]
enum Step {
    Book,
    Wish,
    Move,
    Cancel,
    Miss,
    Hold,
    Assess,
    SignUp,
}

async fn take(
    world: &World,
    subject: SubjectId,
    id: AppointmentId,
    step: Step,
) -> Result<(), Failure<CounselRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
    let place = (world.staff("qian"), planned(DAY, 900, 30));
    let leader = world.staff("sun");
    match step {
        Step::Book => {
            let booking = world.booking(subject, "qian", (DAY, 900, 30));
            world.book("clerk", booking).await.map(drop)
        }
        Step::Wish => wish(world, "clerk", subject).await.map(drop),
        Step::Move => {
            world.write(async move |tx| move_to(tx, &desk, &occasion, id, place, "改").await).await
        }
        Step::Cancel => {
            world.write(async move |tx| cancel(tx, &desk, &occasion, id, "不来了").await).await
        }
        Step::Miss => {
            let missed =
                world.write(async move |tx| miss(tx, &desk, &occasion, id, "没有来").await).await;
            missed.map(drop)
        }
        Step::Hold => {
            let words = "谈了方向".to_owned();
            let (form, channel) = (Form::General, Channel::Counter);
            let outcome = Outcome { form, channel, words, ready: None };
            let held =
                world.write(async move |tx| hold(tx, &desk, &occasion, id, &outcome).await).await;
            held.map(drop)
        }
        Step::Assess => {
            let instrument = Instrument::find("readiness").expect("the checklist");
            let begun = world
                .write(async move |tx| begin(tx, &desk, &occasion, subject, instrument).await)
                .await;
            begun.map(drop)
        }
        Step::SignUp => {
            let sun = world.occasion("sun");
            let new = NewSession {
                staff: leader,
                planned: planned("2026-10-09", 840, 90),
                topic: "转岗座谈".to_owned(),
                place: String::new(),
                capacity: 12,
            };
            let own = desk.clone();
            let announced =
                world.write(async move |tx| announce(tx, &own, &sun, &new).await).await?;
            world
                .write(async move |tx| sign_up(tx, &desk, &occasion, announced, subject).await)
                .await
        }
    }
}

/// Only PostgreSQL runs two transactions side by side.
#[test]
fn an_office_does_nothing_more_for_somebody_who_goes_over_at_that_moment() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        let steps = [
            Step::Book,
            Step::Wish,
            Step::Move,
            Step::Cancel,
            Step::Miss,
            Step::Hold,
            Step::Assess,
            Step::SignUp,
        ];
        for (place, step) in steps.into_iter().enumerate() {
            world.go_to("2026-09-30", 8);
            let subject = world.resident(&format!("求职者{place}"), STREET, STREET + 3).await;
            let minute = NINE + 30 * i64::try_from(place % 4).expect("few");
            let (who, day) = if place < 4 { ("zhao", DAY) } else { ("sun", "2026-10-09") };
            let booking = world.booking(subject, who, (day, minute, 30));
            let id = world.book("clerk", booking).await.expect("booked");
            if matches!(step, Step::Miss | Step::Hold) {
                world.go_to("2026-10-09", 12);
            }
            let (_, outcome) = while_moving(&world, subject, take(&world, subject, id, step)).await;
            assert!(matches!(outcome, Err(Failure::Denied(_))), "{step:?}: {outcome:?}");
        }
    });
}

/// Six at the counter book one person at once, and the person goes over in between: whatever the old office booked, it
/// booked before.
#[test]
fn of_many_who_book_while_somebody_goes_over_none_is_late() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = Arc::new(World::new(engine).await);
            for round in 0..4 {
                let subject = world.resident(&format!("求职者{round}"), STREET, STREET + 3).await;
                let booking = |at: i64| {
                    let world = Arc::clone(&world);
                    tokio::spawn(async move {
                        let (who, day) = (["zhao", "qian"][usize::from(at % 2 == 1)], at / 2);
                        let minute = NINE + 30 * i64::from(round);
                        let day = ["2026-10-08", "2026-10-09", "2026-10-10"]
                            [usize::try_from(day).expect("small")];
                        let booking = world.booking(subject, who, (day, minute, 30));
                        world.book("clerk", booking).await
                    })
                };
                // Some come before it, and some while it lasts.
                let early: Vec<_> = (0..3).map(booking).collect();
                let late = async { (3..6).map(booking).collect::<Vec<_>>() };
                let (before, late) = while_moving(&world, subject, late).await;
                for booked in early.into_iter().chain(late) {
                    match booked.await.expect("no panic") {
                        Ok(_)
                        | Err(
                            Failure::Denied(_)
                            | Failure::Refused(CounselRefusal::OwnOverlap { .. }),
                        ) => {}
                        other => panic!("{other:?}"),
                    }
                }
                assert_eq!(appointments(&world).await, before, "{engine:?}: booked too late");
            }
        });
    }
}

/// A person is held before whoever serves them, here as where an agreement is signed or a transfer received: neither of
/// two waits for the other, so that none is undone and tried again.
#[test]
fn two_who_hold_a_person_and_a_counsellor_come_one_after_the_other() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine).await;
            let subject = world.resident("张三", STREET, STREET + 3).await;
            let (db, staff) = (world.desk.db.clone(), world.staff("zhao"));
            let (holds, tries) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
            let (tell, count) = (Arc::clone(&holds), Arc::clone(&tries));
            let signing = tokio::spawn(async move {
                db.write::<_, _, StoreError>(async move |tx| {
                    count.fetch_add(1, Ordering::Relaxed);
                    duties::hold(tx, subject).await?;
                    tell.notify_one();
                    look().await;
                    offices::hold_staff(tx, staff).await.map(drop)
                })
                .await
            });
            holds.notified().await;
            let booking = world.booking(subject, "zhao", (DAY, NINE, 30));
            let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
            let count = Arc::clone(&tries);
            let booked = world.write(async move |tx| {
                count.fetch_add(1, Ordering::Relaxed);
                book(tx, &desk, &occasion, &booking).await
            });
            booked.await.expect("booked");
            signing.await.expect("no panic").expect("signed");
            assert_eq!(tries.load(Ordering::Relaxed), 2, "{engine:?}: one was undone");
        });
    }
}

#[test]
fn whoever_signs_off_while_a_session_is_settled_is_not_noted_as_absent() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine).await;
            let (desk, sun) = (world.desk.clone(), world.occasion("sun"));
            let new = NewSession {
                staff: world.staff("sun"),
                planned: planned(DAY, 840, 90),
                topic: "转岗座谈".to_owned(),
                place: String::new(),
                capacity: 12,
            };
            let id = world
                .write(async move |tx| announce(tx, &desk, &sun, &new).await)
                .await
                .expect("announced");
            let [stays, leaves] =
                [world.person("张三", STREET).await, world.person("李四", STREET).await];
            for subject in [stays, leaves] {
                let (desk, clerk) = (world.desk.clone(), world.occasion("clerk"));
                let signed =
                    world.write(async move |tx| sign_up(tx, &desk, &clerk, id, subject).await);
                signed.await.expect("signed up");
            }
            world.go_to(DAY, 17);
            let (desk, clerk) = (world.desk.clone(), world.occasion("clerk"));
            let db = world.desk.db.clone();
            let holds = Arc::new(Notify::new());
            let tell = Arc::clone(&holds);
            let leaving = tokio::spawn(async move {
                db.write(async move |tx| {
                    duties::hold(tx, leaves).await?;
                    tell.notify_one();
                    look().await;
                    sign_off(tx, &desk, &clerk, id, leaves).await
                })
                .await
            });
            holds.notified().await;
            let settle = async || {
                let (desk, sun) = (world.desk.clone(), world.occasion("sun"));
                let came = [stays];
                world
                    .write(async move |tx| {
                        hold_session(tx, &desk, &sun, id, &came, "逐一分析").await
                    })
                    .await
            };
            let first = settle().await;
            leaving.await.expect("no panic").expect("signed off");
            if engine == Engine::Postgres {
                let changed = matches!(first, Err(Failure::Refused(CounselRefusal::Changed)));
                assert!(changed, "{first:?}");
                assert_eq!(settle().await.expect("held"), 1);
            } else {
                assert_eq!(first.expect("held"), 1, "one after the other");
            }
        });
    }
}

/// Nobody of the district is meant where the street is: a code is no office.
#[test]
fn a_wish_waits_at_one_office_only() {
    on_both(&async |world: &World| {
        let subject = world.resident("张三", STREET, STREET + 3).await;
        wish(world, "clerk", subject).await.expect("noted");
        assert!(waits_at(world, DISTRICT).await.is_empty());
    });
}
