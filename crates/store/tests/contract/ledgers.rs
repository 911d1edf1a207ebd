//! The ledger: chains, daily roots, receipts, and that nothing in it can be changed.

use std::sync::Arc;

use kernel::Day;
use proptest::prelude::*;
use store::ledger::{
    self, Appended, Channel, Damage, Initiator, NewEntry, ReceiptError, Side, Verdict,
};
use store::seal::{self, FileKeys, KeyProvider};
use store::{ActorId, Db, Engine, EntryId, Instant, OfficeId, StoreError, SubjectId};
use testkit::{Place, SeededEntropy};

use crate::world::{self, START, on_both};

store::statements! {
    pub(crate) group "intruder";
    CHANGE = "UPDATE entry SET kind = $1";
    REMOVE = "DELETE FROM entry WHERE sequence = $1";
    REMOVE_ROOT = "DELETE FROM ledger_root WHERE number = $1";
    CHANGE_LEAF = "UPDATE ledger_leaf SET sequence = $1";
}

pub(crate) fn day(number: i32) -> Day {
    "2026-01-05".parse::<Day>().expect("a day").plus_days(number)
}

/// Keys of a place; made at the first call.
pub(crate) fn keys(place: &Place) -> Arc<dyn KeyProvider> {
    let path = place.folder.path().join("leye.keys");
    let keys = if path.exists() {
        FileKeys::open(&path)
    } else {
        FileKeys::create(&path, &SeededEntropy::new(7))
    };
    Arc::new(keys.expect("keys"))
}

/// An entry with something in every column, or nothing in those that may be empty.
pub(crate) fn entry(subject: SubjectId, entropy: &SeededEntropy, rich: bool) -> NewEntry {
    let now = START.plus_seconds(entropy.number(1_000_000));
    NewEntry {
        subject,
        id: EntryId::new(now, entropy),
        kind: if rich { "surveyed" } else { "intake" },
        on: day(0).plus_days(i32::try_from(entropy.number(100)).expect("small")),
        recorded_at: now,
        office: rich.then(|| OfficeId::new(now, entropy)),
        staff: rich.then(|| ActorId::new(now, entropy)),
        channel: rich.then_some(Channel::Visit),
        initiated_by: if rich { Initiator::Agency } else { Initiator::Subject },
        facts: if rich { r#"{"method":"visit","willing":true}"# } else { "{}" }.to_owned(),
        sealed: rich.then(|| seal::Sealed::from_bytes(entropy.next().to_be_bytes().to_vec())),
    }
}

pub(crate) async fn append(
    db: &Db,
    keys: &Arc<dyn KeyProvider>,
    entry: NewEntry,
) -> Result<Appended, StoreError> {
    let keys = Arc::clone(keys);
    db.write(async move |tx| ledger::append(tx, keys.as_ref(), &entry).await).await
}

pub(crate) async fn gather(db: &Db, keys: &Arc<dyn KeyProvider>, number: i32) -> ledger::Root {
    let keys = Arc::clone(keys);
    let now = START.plus_seconds(i64::from(number) * 86_400);
    db.write(async move |tx| ledger::gather(tx, keys.as_ref(), day(number), now).await)
        .await
        .map_err(|error: StoreError| error)
        .expect("a root")
}

/// Fills a ledger: some subjects, three days under roots, and a day that no root holds yet.
pub(crate) async fn fill(
    db: &Db,
    keys: &Arc<dyn KeyProvider>,
    entropy: &SeededEntropy,
) -> Vec<SubjectId> {
    let subjects: Vec<SubjectId> = (0..9).map(|_| SubjectId::new(START, entropy)).collect();
    for number in 0..4 {
        for (index, subject) in subjects.iter().enumerate() {
            // The first subject rests after the first day, the last comes after the last root.
            let present = match index {
                0 => number == 0,
                8 => number == 3,
                _ => true,
            };
            for _ in 0..if present { 1 + entropy.below(3) } else { 0 } {
                let rich = entropy.below(2) == 0;
                append(db, keys, entry(*subject, entropy, rich)).await.expect("appended");
            }
        }
        if number < 3 {
            gather(db, keys, number).await;
        }
    }
    subjects
}

#[test]
fn an_entry_reads_back_as_it_was_written() {
    on_both(async |db, place| {
        let (keys, entropy) = (keys(place), SeededEntropy::new(1));
        let subject = SubjectId::new(START, &entropy);
        for rich in [true, false] {
            let new = entry(subject, &entropy, rich);
            let appended = append(&db, &keys, new.clone()).await.expect("appended");
            let after = appended.sequence - 1;
            let read = db
                .read(async move |tx| ledger::entries_of(tx, subject, after, 10).await)
                .await
                .map_err(|error: StoreError| error)
                .expect("read");
            let [read] = read.as_slice() else { panic!("{read:?}") };
            assert_eq!(read.entry_id, new.id);
            assert_eq!(read.kind, new.kind);
            assert_eq!(read.on_day, new.on);
            assert_eq!(read.recorded_at, new.recorded_at);
            assert_eq!(read.office_id, new.office);
            assert_eq!(read.staff_id, new.staff);
            assert_eq!(read.channel, new.channel);
            assert_eq!(read.initiated_by, new.initiated_by);
            assert_eq!(read.facts, new.facts);
            assert_eq!(read.sealed, new.sealed);
            assert_eq!(read.chain, appended.chain);
        }
    });
}

#[test]
fn both_engines_compute_the_same_chain() {
    let mut ends = Vec::new();
    for place in testkit::places() {
        testkit::block_on(async {
            let db = world::open(&place);
            let (keys, entropy) = (keys(&place), SeededEntropy::new(2));
            let subject = SubjectId::new(START, &entropy);
            let mut end = None;
            for round in 0..5 {
                let new = entry(subject, &entropy, round % 2 == 0);
                end = Some(append(&db, &keys, new).await.expect("appended"));
            }
            ends.push((end, gather(&db, &keys, 0).await.digest()));
            db.close();
        });
    }
    assert_eq!(ends[0], ends[1]);
}

#[test]
fn nothing_in_the_ledger_can_be_changed_or_removed() {
    for place in testkit::places() {
        testkit::block_on(async {
            let catalogue = store::Catalogue::new(&[STATEMENTS]).expect("a catalogue");
            let db = Db::open(&place.url, catalogue, START).expect("a database");
            let (keys, entropy) = (keys(&place), SeededEntropy::new(3));
            fill(&db, &keys, &entropy).await;
            let attempts: [Result<u64, StoreError>; 4] = [
                db.write(async |tx| tx.execute(CHANGE, &[&"contacted"]).await).await,
                db.write(async |tx| tx.execute(REMOVE, &[&1_i64]).await).await,
                db.write(async |tx| tx.execute(REMOVE_ROOT, &[&1_i64]).await).await,
                db.write(async |tx| tx.execute(CHANGE_LEAF, &[&1_i64]).await).await,
            ];
            for attempt in attempts {
                assert!(
                    matches!(&attempt, Err(StoreError::Constraint { source, .. })
                        if format!("{source:?}").contains("append-only")),
                    "{attempt:?}"
                );
            }
            assert_untouched(&db, &keys).await;
            db.close();
        });
    }
}

pub(crate) async fn assert_untouched(db: &Db, keys: &Arc<dyn KeyProvider>) -> ledger::Summary {
    match ledger::verify(db, Arc::clone(keys), None).await.expect("a verdict") {
        Verdict::Untouched(summary) => summary,
        Verdict::Touched(finding) => panic!("{finding}"),
    }
}

#[test]
fn an_untouched_ledger_verifies_empty_and_full() {
    on_both(async |db, place| {
        let (keys, entropy) = (keys(place), SeededEntropy::new(4));
        let empty = assert_untouched(&db, &keys).await;
        assert_eq!((empty.entries, empty.subjects, empty.roots), (0, 0, 0));
        let subjects = fill(&db, &keys, &entropy).await;
        let full = assert_untouched(&db, &keys).await;
        assert_eq!((full.subjects, full.roots), (subjects.len() as u64, 3));
        assert!(full.entries >= 28);
    });
}

#[test]
fn gathering_a_day_twice_gives_the_same_root_and_an_empty_day_has_one_too() {
    on_both(async |db, place| {
        let (keys, entropy) = (keys(place), SeededEntropy::new(5));
        fill(&db, &keys, &entropy).await;
        let root = gather(&db, &keys, 3).await;
        assert_eq!(root.number, 4);
        assert!(root.leaves > 0);
        assert_eq!(gather(&db, &keys, 3).await, root);
        assert_eq!(gather(&db, &keys, 1).await, root);
        let empty = gather(&db, &keys, 4).await;
        assert_eq!((empty.number, empty.leaves, empty.previous), (5, 0, root.digest()));
        assert_untouched(&db, &keys).await;
    });
}

#[test]
fn a_receipt_checks_without_the_database_and_fails_when_changed() {
    on_both(async |db, place| {
        let (keys, entropy) = (keys(place), SeededEntropy::new(6));
        let subjects = fill(&db, &keys, &entropy).await;
        let public = keys.verifying_key().expect("a public key");
        for (index, subject) in subjects.iter().copied().enumerate() {
            let receipt = db
                .read(async move |tx| ledger::receipt(tx, subject).await)
                .await
                .map_err(|error: StoreError| error)
                .expect("read");
            // The last subject came after the last root.
            assert_eq!(receipt.is_none(), index == 8);
            let Some(receipt) = receipt else { continue };
            assert_eq!(receipt.root.number, if index == 0 { 1 } else { 3 });
            assert_eq!(receipt.check(&public), Ok(()));
            let mut other = receipt.clone();
            other.sequence += 1;
            assert_eq!(other.check(&public), Err(ReceiptError::Path));
            let mut other = receipt.clone();
            other.chain[0] ^= 1;
            assert_eq!(other.check(&public), Err(ReceiptError::Path));
            let mut other = receipt.clone();
            let step = &mut other.path[0].0;
            *step = if *step == Side::Left { Side::Right } else { Side::Left };
            assert_eq!(other.check(&public), Err(ReceiptError::Path));
            let mut other = receipt.clone();
            other.root.day = day(99);
            assert_eq!(other.check(&public), Err(ReceiptError::Signature));
            let stranger =
                FileKeys::create(&place.folder.path().join(format!("other{index}")), &entropy)
                    .expect("keys");
            let stranger = stranger.verifying_key().expect("a public key");
            assert_eq!(receipt.check(&stranger), Err(ReceiptError::Signature));
        }
    });
}

#[test]
fn two_writers_of_one_subject_never_share_a_place() {
    on_both(async |db, place| {
        let keys = keys(place);
        let subject = SubjectId::new(START, &SeededEntropy::new(8));
        let mut writers = Vec::new();
        for writer in 0..16_u64 {
            let (db, keys) = (db.clone(), Arc::clone(&keys));
            writers.push(tokio::spawn(async move {
                let entropy = SeededEntropy::new(1_000 + writer);
                let mut places = Vec::new();
                for _ in 0..4 {
                    match append(&db, &keys, entry(subject, &entropy, true)).await {
                        Ok(appended) => places.push(appended.sequence),
                        // Under such a crowd giving up is allowed; losing or sharing a place is not.
                        Err(error) => {
                            assert!(matches!(error, StoreError::Conflict { .. }), "{error}");
                        }
                    }
                }
                places
            }));
        }
        let mut places = Vec::new();
        for writer in writers {
            places.extend(writer.await.expect("a writer that ends"));
        }
        places.sort_unstable();
        let count = i64::try_from(places.len()).expect("few");
        assert_eq!(places, (1..=count).collect::<Vec<_>>());
        assert!(count >= 32, "only {count} of 64 came through");
        assert_untouched(&db, &keys).await;
    });
}

#[test]
fn another_key_does_not_pass_for_ours() {
    on_both(async |db, place| {
        let (keys, entropy) = (keys(place), SeededEntropy::new(9));
        fill(&db, &keys, &entropy).await;
        let stranger: Arc<dyn KeyProvider> = Arc::new(
            FileKeys::create(&place.folder.path().join("stranger"), &entropy).expect("keys"),
        );
        let verdict = ledger::verify(&db, stranger, None).await.expect("a verdict");
        assert!(
            matches!(&verdict, Verdict::Touched(finding) if finding.what == Damage::HeadNotAttested),
            "{verdict:?}"
        );
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the order in which subjects are served and days end, the ledger verifies, and each
    /// subject's chain depends on that subject's entries only.
    #[test]
    fn chains_of_subjects_do_not_depend_on_each_other(
        turns in proptest::collection::vec((0..5_usize, any::<bool>()), 1..40),
        days in proptest::collection::vec(0..40_usize, 0..4),
    ) {
        let mut ends: Vec<Vec<Option<[u8; 32]>>> = Vec::new();
        // Once in the order given, with days between; once subject after subject, without.
        for together in [false, true] {
            let place = Place::new(Engine::Sqlite);
            let end = testkit::block_on(async {
                let db = world::open(&place);
                let keys = keys(&place);
                let mut order: Vec<(usize, (usize, bool))> = turns.iter().copied().enumerate().collect();
                if together {
                    order.sort_by_key(|(_, (subject, _))| *subject);
                }
                let mut ends = vec![None; 5];
                let mut ended = 0;
                for (at, (index, (subject, rich))) in order.into_iter().enumerate() {
                    // The same entry in both orders: its randomness comes from its own number.
                    let entropy = SeededEntropy::new(index as u64);
                    let name = SubjectId::from_bytes([u8::try_from(subject + 1).expect("small"); 16]);
                    let appended = append(&db, &keys, entry(name, &entropy, rich)).await.expect("appended");
                    ends[subject] = Some(appended.chain);
                    if !together && days.contains(&at) {
                        gather(&db, &keys, ended).await;
                        ended += 1;
                    }
                }
                assert_untouched(&db, &keys).await;
                db.close();
                ends
            });
            ends.push(end);
        }
        prop_assert_eq!(&ends[0], &ends[1]);
    }
}

#[test]
fn an_instant_and_a_day_at_the_ends_of_their_ranges_survive() {
    on_both(async |db, place| {
        let (keys, entropy) = (keys(place), SeededEntropy::new(10));
        for (on, micros) in [(Day::FIRST, i64::MIN), (Day::LAST, i64::MAX), (day(0), 0)] {
            let subject = SubjectId::new(START, &entropy);
            let mut new = entry(subject, &entropy, true);
            new.on = on;
            new.recorded_at = Instant::from_micros(micros);
            append(&db, &keys, new.clone()).await.expect("appended");
            let read = db
                .read(async move |tx| ledger::entries_of(tx, subject, 0, 10).await)
                .await
                .map_err(|error: StoreError| error)
                .expect("read");
            assert_eq!((read[0].on_day, read[0].recorded_at), (on, Instant::from_micros(micros)));
        }
        assert_untouched(&db, &keys).await;
    });
}
