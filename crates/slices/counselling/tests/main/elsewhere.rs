//! A counsellor of the district receives people of its streets: their files are open until that is over, and no
//! longer.

use access::{Action, Failure};
use axum::http::StatusCode;
use counselling::model::appointment::AppointmentId;
use counselling::model::group::{CalledOff, SessionId};
use counselling::model::{CounselRefusal, Form, SessionState};
use counselling::{
    NewSession, Outcome, announce, assessments, call_off, cancel, hold, hold_session, miss,
    move_to, open, session, sign_off, sign_up,
};
use duties::{HolderId, NewShare, Purpose};
use rules::Kind;
use store::ledger::Channel;
use store::{StoreError, SubjectId};

use crate::pages::made_key;
use crate::world::{BESIDE, DISTRICT, STREET, World, on_both, planned};

const NINE: i64 = 540;
const DAY: &str = "2026-10-08";

async fn booked(world: &World, subject: SubjectId, with: &str, minute: i64) -> AppointmentId {
    let booking = world.booking(subject, with, (DAY, minute, 30));
    world.book("clerk", booking).await.expect("booked")
}

async fn opens(world: &World, who: &str, id: AppointmentId) -> bool {
    let (desk, occasion) = (world.desk.clone(), world.occasion(who));
    let opened = world.write(async move |tx| open(tx, &desk, &occasion, id).await.map(drop)).await;
    match opened {
        Ok(()) => true,
        Err(Failure::Denied(_)) => false,
        Err(failure) => panic!("{failure:?}"),
    }
}

/// Tells whether a person's file is open to somebody for reading.
async fn reads(world: &World, who: &str, subject: SubjectId) -> bool {
    let occasion = world.occasion(who);
    let relation = world.write(async move |tx| {
        let held = duties::held(tx, subject).await?.expect("held");
        duties::relation(tx, &occasion, &held, Action::ReadFile).await
    });
    relation.await.is_ok()
}

async fn kinds(world: &World, subject: SubjectId) -> Vec<Kind> {
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| subjects::facts_of(tx, subject).await);
    let facts = read.await.expect("read");
    facts.entries().iter().map(|entry| entry.kind).collect()
}

/// Settles an appointment in one of three ways.
async fn settle(world: &World, who: &str, id: AppointmentId, way: usize) {
    let (desk, occasion) = (world.desk.clone(), world.occasion(who));
    let outcome = Outcome {
        form: Form::General,
        channel: Channel::Counter,
        words: "谈了求职方向".to_owned(),
        ready: None,
    };
    let settled = world.write(async move |tx| match way {
        0 => hold(tx, &desk, &occasion, id, &outcome).await.map(drop),
        1 => miss(tx, &desk, &occasion, id, "电话不通").await.map(drop),
        _ => cancel(tx, &desk, &occasion, id, "本人有事").await,
    });
    settled.await.expect("settled");
}

#[test]
fn a_file_is_open_to_whoever_is_booked_until_that_is_over() {
    on_both(&async |world: &World| {
        for way in 0..3 {
            let subject = world.person(&format!("求职者{way}"), STREET).await;
            let minute = NINE + 30 * i64::try_from(way).expect("few");
            let (own, with_zhao) = (
                booked(world, subject, "sun", minute).await,
                booked(world, subject, "zhao", minute + 300).await,
            );
            assert!(opens(world, "sun", own).await, "the one booked");
            assert!(!opens(world, "sun", with_zhao).await, "not what others agreed");
            assert!(!opens(world, "wu", own).await && !opens(world, "neighbour", own).await);
            let (desk, occasion) = (world.desk.clone(), world.occasion("sun"));
            let read = world
                .write(async move |tx| assessments(tx, &desk, &occasion, subject).await.map(drop));
            read.await.expect("what guidance is given by");
            assert!(reads(world, "sun", subject).await);
            world.go_to(DAY, 16);
            settle(world, "sun", own, way).await;
            assert!(!opens(world, "sun", own).await, "{way}: it is over");
            assert!(!reads(world, "sun", subject).await, "{way}: the file is closed");
            assert!(opens(world, "clerk", own).await, "the person's own office keeps it");
            let guided = kinds(world, subject).await == [Kind::GuidanceGiven];
            assert_eq!(guided, way == 0, "{way}");
            world.go_to("2026-09-30", 8);
        }
    });
}

#[test]
fn a_file_goes_along_to_whoever_the_appointment_is_moved_to() {
    on_both(&async |world: &World| {
        let subject = world.person("张三", STREET).await;
        let id = booked(world, subject, "sun", NINE).await;
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let to = (world.staff("zhao"), planned(DAY, NINE, 30));
        let moved =
            world.write(async move |tx| move_to(tx, &desk, &occasion, id, to, "改到街道").await);
        moved.await.expect("moved");
        assert!(!opens(world, "sun", id).await && opens(world, "zhao", id).await);
        assert!(!reads(world, "sun", subject).await, "the file is closed");
    });
}

#[test]
fn a_file_that_is_open_for_something_else_lets_nobody_counsel() {
    on_both(&async |world: &World| {
        let subject = world.person("张三", STREET).await;
        let id = booked(world, subject, "zhao", NINE).await;
        let (desk, staff) = (world.desk.clone(), world.staff("sun"));
        let now = desk.clock.now();
        let shared = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let new = NewShare {
                holder: HolderId::from_bytes([9; 16]),
                purpose: Purpose::Transfer,
                office_code: DISTRICT,
                staff: Some(staff),
            };
            duties::share(tx, subject, &new, now, desk.sealing.entropy.as_ref()).await
        });
        shared.await.expect("shared");
        assert!(!opens(world, "sun", id).await);
        let mine = world.booking(subject, "sun", (DAY, NINE, 30));
        let booked = world.book("sun", mine).await;
        assert!(matches!(booked, Err(Failure::Denied(_))), "{booked:?}");
        let path = format!("/people/{subject}/assessments");
        assert_eq!(world.get("sun", &path).await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_page_of_somebody_booked_elsewhere_serves_and_a_second_press_changes_nothing() {
    on_both(&async |world: &World| {
        let subject = world.person("张三丰", STREET).await;
        let id = booked(world, subject, "sun", NINE).await;
        let list = world.get("sun", &format!("/counselling?day={DAY}")).await;
        assert!(list.body.contains("张三丰"), "named to whoever receives them");
        world.go_to(DAY, 16);
        let path = format!("/counselling/{id}");
        let page = world.get("sun", &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let key = made_key(1);
        let fields = [
            ("_once", key.as_str()),
            ("form", "general"),
            ("channel", "counter"),
            ("words", "谈了求职方向"),
            ("ready", "none"),
        ];
        for press in 0..2 {
            let answer = world.post("sun", &format!("{path}/hold"), &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{press}: {}", answer.body);
            assert_eq!(answer.location.as_deref(), Some("/counselling"), "{press}");
        }
        assert_eq!(kinds(world, subject).await, [Kind::GuidanceGiven]);
        assert_eq!(world.get("sun", &path).await.status, StatusCode::FORBIDDEN);
    });
}

/// A session of the district's, with a person of either street.
async fn two_streets(world: &World) -> (SessionId, [SubjectId; 2]) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("sun"));
    let new = NewSession {
        staff: world.staff("sun"),
        planned: planned(DAY, 840, 90),
        topic: "转岗座谈".to_owned(),
        place: String::new(),
        capacity: 12,
    };
    let id = world
        .write(async move |tx| announce(tx, &desk, &occasion, &new).await)
        .await
        .expect("announced");
    let people = [world.person("张三", STREET).await, world.person("李四", BESIDE).await];
    for (subject, by) in people.into_iter().zip(["clerk", "neighbour"]) {
        let (desk, occasion) = (world.desk.clone(), world.occasion(by));
        world
            .write(async move |tx| sign_up(tx, &desk, &occasion, id, subject).await)
            .await
            .expect("signed up");
    }
    world.go_to(DAY, 17);
    (id, people)
}

async fn held(
    world: &World,
    who: &str,
    id: SessionId,
    came: [SubjectId; 2],
) -> Result<usize, Failure<CounselRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(who));
    world
        .write(async move |tx| hold_session(tx, &desk, &occasion, id, &came, "逐一分析").await)
        .await
}

#[test]
fn whoever_leads_a_session_records_for_the_people_of_every_street() {
    on_both(&async |world: &World| {
        let (id, people) = two_streets(world).await;
        assert_eq!(held(world, "sun", id, people).await.expect("held"), 2);
        for subject in people {
            assert_eq!(kinds(world, subject).await, [Kind::GuidanceGiven]);
            assert!(!reads(world, "sun", subject).await, "it is over");
        }
    });
}

#[test]
fn a_file_is_closed_to_a_session_whichever_way_it_ends_for_the_person() {
    for way in ["signs off", "stays away", "is called off"] {
        on_both(&async |world: &World| {
            let (id, [subject, other]) = two_streets(world).await;
            assert!(reads(world, "sun", subject).await, "{way}: open until then");
            let desk = world.desk.clone();
            let (clerk, sun) = (world.occasion("clerk"), world.occasion("sun"));
            let ended = match way {
                "signs off" => {
                    world
                        .write(async move |tx| sign_off(tx, &desk, &clerk, id, subject).await)
                        .await
                }
                "stays away" => held(world, "sun", id, [other; 2]).await.map(drop),
                _ => {
                    let why = CalledOff::NoRoom;
                    world.write(async move |tx| call_off(tx, &sun, id, why).await).await
                }
            };
            ended.expect("ended");
            assert!(!reads(world, "sun", subject).await, "{way}: the file is closed");
        });
    }
}

#[test]
fn a_colleague_who_has_not_all_files_open_records_nothing_at_all() {
    on_both(&async |world: &World| {
        let (id, people) = two_streets(world).await;
        let refused = held(world, "wu", id, people).await;
        assert!(
            matches!(refused, Err(Failure::Refused(CounselRefusal::Outside { count: 2 }))),
            "{refused:?}"
        );
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| session(tx, id).await);
        assert_eq!(read.await.expect("read").map(|row| row.state), Some(SessionState::Planned));
        for subject in people {
            assert!(kinds(world, subject).await.is_empty());
        }
    });
}
