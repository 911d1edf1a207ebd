//! Backup under load, restore into an empty place only, and only what verifies.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use store::ledger::{self, Verdict};
use store::{Catalogue, Engine, StoreError, SubjectId, backup, seal};
use testkit::{Place, SeededEntropy};

use crate::ledgers;
use crate::world::{self, START};

fn catalogue() -> Catalogue {
    Catalogue::new(&[world::STATEMENTS]).expect("a catalogue")
}

#[test]
fn a_backup_under_load_restores_to_a_prefix_that_verifies() {
    let place = Place::new(Engine::Sqlite);
    testkit::block_on(async {
        let db = world::open(&place);
        let (keys, entropy) = (ledgers::keys(&place), SeededEntropy::new(1));
        seal::admit(&db, keys.as_ref()).await.expect("admitted");
        ledgers::fill(&db, &keys, &entropy).await;
        let acknowledged = ledgers::assert_untouched(&db, &keys).await.entries;

        let stop = Arc::new(AtomicBool::new(false));
        let load = {
            let (db, keys, stop) = (db.clone(), Arc::clone(&keys), Arc::clone(&stop));
            tokio::spawn(async move {
                let entropy = SeededEntropy::new(2);
                while !stop.load(Ordering::SeqCst) {
                    let subject = SubjectId::new(START, &entropy);
                    ledgers::append(&db, &keys, ledgers::entry(subject, &entropy, true))
                        .await
                        .expect("appended");
                }
            })
        };
        let copy = place.folder.path().join("copy.db");
        let (copied, target) = (place.url.clone(), copy.clone());
        tokio::task::spawn_blocking(move || backup::backup(&copied, &target))
            .await
            .expect("a thread")
            .expect("a backup");
        stop.store(true, Ordering::SeqCst);
        load.await.expect("the load ends");
        let refused = backup::backup(&place.url, &copy).expect_err("it exists");
        assert!(matches!(refused, StoreError::Backup { .. }));
        let total = ledgers::assert_untouched(&db, &keys).await.entries;
        db.close();

        let target = place.folder.path().join("restored.db");
        let restored = backup::restore(&copy, &target, catalogue(), Arc::clone(&keys), None, START)
            .await
            .expect("restored");
        assert!((acknowledged..=total).contains(&restored.entries));
        let again =
            backup::restore(&copy, &target, catalogue(), Arc::clone(&keys), None, START).await;
        assert!(matches!(again, Err(StoreError::Backup { .. })), "{again:?}");
        let db = store::Db::open(&target.to_string_lossy(), catalogue(), START).expect("opens");
        assert_eq!(ledgers::assert_untouched(&db, &keys).await, restored);
        db.close();
    });
}

#[test]
fn a_damaged_or_foreign_copy_is_not_restored() {
    let place = Place::new(Engine::Sqlite);
    testkit::block_on(async {
        let db = world::open(&place);
        let (keys, entropy) = (ledgers::keys(&place), SeededEntropy::new(1));
        seal::admit(&db, keys.as_ref()).await.expect("admitted");
        ledgers::fill(&db, &keys, &entropy).await;
        let folder = place.folder.path();
        backup::backup(&place.url, &folder.join("copy.db")).expect("a backup");
        db.close();

        let target = folder.join("restored.db");
        let try_restore = async |name: &str, keys| {
            backup::restore(&folder.join(name), &target, catalogue(), keys, None, START).await
        };
        let stranger: Arc<dyn seal::KeyProvider> =
            Arc::new(seal::FileKeys::create(&folder.join("stranger"), &entropy).expect("keys"));
        assert!(matches!(try_restore("copy.db", stranger).await, Err(StoreError::Key { .. })));

        let mut bytes = fs::read(folder.join("copy.db")).expect("bytes");
        let middle = bytes.len() / 2;
        bytes.truncate(middle);
        fs::write(folder.join("half.db"), bytes).expect("written");
        assert!(try_restore("half.db", Arc::clone(&keys)).await.is_err());

        fs::copy(folder.join("copy.db"), folder.join("tampered.db")).expect("a copy");
        let intruder = rusqlite::Connection::open(folder.join("tampered.db")).expect("opens");
        intruder
            .execute_batch("DROP TRIGGER entry_never_update; UPDATE entry SET facts = '{ }' WHERE sequence = 1")
            .expect("tampered");
        drop(intruder);
        let error = try_restore("tampered.db", Arc::clone(&keys)).await.expect_err("touched");
        assert!(error.to_string().contains("第 1 条台账"), "{error}");
        assert!(!target.exists());
        try_restore("copy.db", keys).await.expect("the good copy restores into the same place");
    });
}

#[test]
fn postgres_points_to_its_own_tools() {
    let place = Place::new(Engine::Postgres);
    let error =
        backup::backup(&place.url, &place.folder.path().join("copy.db")).expect_err("refused");
    assert!(error.to_string().contains("pg_dump"), "{error}");
}

#[test]
fn an_older_copy_of_everything_shows_only_to_a_witness() {
    for place in testkit::places() {
        testkit::block_on(async {
            let db = world::open(&place);
            let (keys, entropy) = (ledgers::keys(&place), SeededEntropy::new(1));
            ledgers::fill(&db, &keys, &entropy).await;
            // What a later root would have been: the same place seen one day further on.
            let now = ledgers::gather(&db, &keys, 3).await.witness();
            let good = ledger::verify(&db, Arc::clone(&keys), Some(now)).await.expect("a verdict");
            assert!(matches!(good, Verdict::Untouched(_)));
            let later = ledger::Witness { number: now.number + 1, ..now };
            let Verdict::Touched(finding) =
                ledger::verify(&db, Arc::clone(&keys), Some(later)).await.expect("a verdict")
            else {
                panic!("an older copy passed")
            };
            assert_eq!(finding.what, ledger::Damage::OlderThanWitnessed);
            let other = ledger::Witness { digest: [1; 32], ..now };
            let Verdict::Touched(finding) =
                ledger::verify(&db, Arc::clone(&keys), Some(other)).await.expect("a verdict")
            else {
                panic!("another history passed")
            };
            assert_eq!(finding.what, ledger::Damage::OtherThanWitnessed);
            db.close();
        });
    }
}

/// Somebody will copy the file by hand in spite of everything; once the store is closed, it is whole.
#[test]
fn a_closed_database_is_one_file() {
    for seed in 0..20 {
        let place = Place::new(Engine::Sqlite);
        testkit::block_on(async {
            let db = world::open(&place);
            let (keys, entropy) = (ledgers::keys(&place), SeededEntropy::new(seed));
            seal::admit(&db, keys.as_ref()).await.expect("admitted");
            ledgers::fill(&db, &keys, &entropy).await;
            let file = db.file().expect("a file");
            db.close();
            for ending in ["-wal", "-shm"] {
                let beside = format!("{}{ending}", file.display());
                assert!(!fs::exists(&beside).expect("looked at"), "{beside} is left, round {seed}");
            }
        });
    }
}
