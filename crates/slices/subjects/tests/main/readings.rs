//! Who has read a file: folded by day, and of the reasons that were given none is lost.

use store::{ActorId, Db, Instant, OfficeId, StoreError, SubjectId, seal};
use subjects::{
    NewReading, Reading, Sealing, SubjectKind, note_reading, open_subject, readings_of,
};

use crate::world::{START, World, on_both};

/// How many reasons are given at once.
const CLIENTS: usize = 64;

async fn subject(world: &World) -> SubjectId {
    let sealing = world.sealing.clone();
    let opened = world.db.write::<_, _, StoreError>(async move |tx| {
        let kind = SubjectKind::Person;
        open_subject(tx, &sealing, kind, "P00000001", "王秀英", START).await
    });
    opened.await.expect("opened").0
}

fn place(world: &World) -> (Db, Sealing) {
    (world.db.clone(), world.sealing.clone())
}

async fn read((db, sealing): (Db, Sealing), subject: SubjectId, reason: Option<String>) {
    let noted = db.write::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, sealing.keys.as_ref(), subject).await?.expect("a key");
        let reading = NewReading {
            subject,
            on: "2026-01-05".parse().expect("a day"),
            at: Instant::from_micros(START.micros() + 1),
            staff: ActorId::from_bytes([1; 16]),
            office: OfficeId::from_bytes([2; 16]),
            purpose: "查看封存信息",
            reason: reason.as_deref(),
        };
        note_reading(tx, &sealing, &key, &reading).await
    });
    noted.await.expect("noted");
}

async fn readings(world: &World, subject: SubjectId) -> Vec<Reading> {
    let sealing = world.sealing.clone();
    let found = world.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, sealing.keys.as_ref(), subject).await?.expect("a key");
        readings_of(tx, &key, subject, 10).await
    });
    found.await.expect("read")
}

fn words(readings: &[Reading]) -> Vec<&str> {
    readings.iter().flat_map(|one| &one.reasons).map(seal::Clear::reveal).collect()
}

#[test]
fn every_reason_of_a_day_is_kept_and_plain_readings_fold() {
    on_both(&async |world: &World| {
        let subject = subject(world).await;
        read(place(world), subject, None).await;
        for reason in ["核对证件", "本人来电", "核对证件"] {
            read(place(world), subject, Some(reason.to_owned())).await;
        }
        read(place(world), subject, None).await;
        let found = readings(world, subject).await;
        assert_eq!((found.len(), found[0].times), (1, 5));
        assert_eq!(words(&found), ["核对证件", "本人来电"]);
    });
}

#[test]
fn reasons_that_are_given_at_once_are_all_kept() {
    on_both(&async |world: &World| {
        let subject = subject(world).await;
        let all: Vec<String> = (0..CLIENTS).map(|at| format!("理由{at}")).collect();
        let mut trials = Vec::new();
        for reason in all.clone() {
            trials.push(tokio::spawn(read(place(world), subject, Some(reason))));
        }
        for trial in trials {
            trial.await.expect("no panic");
        }
        let found = readings(world, subject).await;
        let (mut told, mut all) =
            (words(&found), all.iter().map(String::as_str).collect::<Vec<_>>());
        told.sort_unstable();
        all.sort_unstable();
        assert_eq!((told, found[0].times), (all, 64));
    });
}
