//! Guidance for several people at once.

use std::sync::Arc;

use access::Failure;
use counselling::model::CounselRefusal;
use counselling::model::group::{Attendance, CalledOff, SessionId};
use counselling::{
    NewSession, announce, call_off, hold_session, participants, session, sign_off, sign_up,
};
use rules::Kind;
use store::{Engine, StoreError, SubjectId};

use crate::world::{BESIDE, STREET, World, on_both, planned};

const TWO: i64 = 840;

pub(crate) async fn announced(world: &World, capacity: i64) -> SessionId {
    let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
    let new = NewSession {
        staff: world.staff("zhao"),
        planned: planned("2026-10-08", TWO, 90),
        topic: "简历怎么写".to_owned(),
        place: "二层".to_owned(),
        capacity,
    };
    world
        .write(async move |tx| announce(tx, &desk, &occasion, &new).await)
        .await
        .expect("announced")
}

async fn sign(
    world: &World,
    id: SessionId,
    subject: SubjectId,
) -> Result<(), Failure<CounselRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
    world.write(async move |tx| sign_up(tx, &desk, &occasion, id, subject).await).await
}

#[test]
fn whoever_came_has_it_in_their_ledger() {
    on_both(&async |world| {
        let id = announced(world, 3).await;
        let alone = world.person("张三", STREET).await;
        let booked =
            world.book("clerk", world.booking(alone, "zhao", ("2026-10-08", TWO + 60, 30))).await;
        assert!(
            matches!(booked, Err(Failure::Refused(CounselRefusal::Taken { .. }))),
            "the leader's time is taken: {booked:?}"
        );
        let (absent, gone) =
            (world.person("李四", STREET).await, world.person("王五", STREET).await);
        for subject in [alone, absent, gone] {
            sign(world, id, subject).await.expect("signed up");
        }
        let full = sign(world, id, world.person("赵六", STREET).await).await;
        assert!(
            matches!(full, Err(Failure::Refused(CounselRefusal::Full { capacity: 3 }))),
            "{full:?}"
        );
        let twice = sign(world, id, alone).await;
        assert!(matches!(twice, Err(Failure::Refused(CounselRefusal::SignedUp))), "{twice:?}");
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        world
            .write(async move |tx| sign_off(tx, &desk, &occasion, id, gone).await)
            .await
            .expect("signed off");
        let hold = async |came: Vec<SubjectId>| {
            let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
            world
                .write(async move |tx| {
                    hold_session(tx, &desk, &occasion, id, &came, "逐份修改").await
                })
                .await
        };
        let early = hold(vec![alone]).await;
        assert!(matches!(early, Err(Failure::Refused(CounselRefusal::NotBegun { .. }))));
        world.go_to("2026-10-08", 16);
        let nobody = hold(vec![]).await;
        assert!(matches!(nobody, Err(Failure::Refused(CounselRefusal::NobodyCame))));
        assert_eq!(hold(vec![alone]).await.expect("held"), 1);
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let facts = subjects::facts_of(tx, alone).await?;
            let of_absent = subjects::facts_of(tx, absent).await?;
            Ok((participants(tx, id).await?, facts, of_absent))
        });
        let (parts, facts, of_absent) = read.await.expect("read");
        let state = |who| parts.iter().find(|part| part.subject_id == who).map(|part| part.state);
        assert_eq!(state(alone), Some(Attendance::Came));
        assert_eq!(state(absent), Some(Attendance::Absent));
        assert_eq!(state(gone), Some(Attendance::Withdrawn));
        let kinds: Vec<Kind> = facts.entries().iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::GuidanceGiven]);
        assert!(of_absent.entries().is_empty());
    });
}

#[test]
fn a_session_that_is_called_off_gives_its_time_back() {
    on_both(&async |world| {
        let id = announced(world, 2).await;
        assert_eq!(world.taken().await.len(), 6);
        let stranger = world.occasion("neighbour");
        let denied =
            world.write(async move |tx| call_off(tx, &stranger, id, CalledOff::NoRoom).await).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "{denied:?}");
        let occasion = world.occasion("clerk");
        world
            .write(async move |tx| call_off(tx, &occasion, id, CalledOff::NoRoom).await)
            .await
            .expect("called off");
        assert!(world.taken().await.is_empty());
        let elsewhere = world.person("邻街", BESIDE).await;
        let denied = sign(world, id, elsewhere).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "{denied:?}");
    });
}

/// More want to come than may: exactly as many as may are signed up.
fn crowd(engine: Engine) {
    testkit::block_on(async {
        let world = Arc::new(World::new(engine).await);
        let id = announced(&world, 4).await;
        let mut tasks = Vec::new();
        for number in 0..16 {
            let subject = world.person(&format!("求职者{number}"), STREET).await;
            let world = Arc::clone(&world);
            tasks.push(tokio::spawn(async move { sign(&world, id, subject).await.is_ok() }));
        }
        let mut signed = 0;
        for task in tasks {
            signed += usize::from(task.await.expect("a task"));
        }
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| session(tx, id).await);
        let row = read.await.expect("read").expect("the session");
        assert_eq!((signed, row.signed), (4, 4));
    });
}

#[test]
fn no_session_is_overfull_on_sqlite() {
    crowd(Engine::Sqlite);
}

#[test]
fn no_session_is_overfull_on_postgres() {
    crowd(Engine::Postgres);
}
