//! PostgreSQL stopped in the middle of a load, and killed: what was acknowledged is there, what failed is
//! said, and work goes on by itself once the server is back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use store::{Db, Once, StoreError};
use testkit::{SeededEntropy, Server};

use crate::load::{self, Kept, SUBJECTS};
use crate::world::{self, START};

/// How often the server goes away; more on request.
const STOPS: &str = "LEYE_TEST_STOPS";

/// How many writes of each subject were acknowledged.
type Progress = Arc<[AtomicUsize; SUBJECTS as usize]>;

/// Waits until every writer had some more writes acknowledged, as it must whatever happened before.
async fn go_on(progress: &Progress) {
    let now = || -> Vec<usize> { progress.iter().map(|one| one.load(Ordering::Relaxed)).collect() };
    let before = now();
    let all_went_on = async {
        while now().iter().zip(&before).any(|(now, before)| *now < before + 3) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let end = tokio::time::timeout(Duration::from_mins(1), all_went_on).await;
    end.unwrap_or_else(|_| panic!("does not go on: {before:?}, {:?}", now()));
}

/// What one writer saw.
#[derive(Default)]
struct Seen {
    kept: Vec<Kept>,
    /// Those that were in the ledger although their first attempt could not be acknowledged.
    stored_unseen: usize,
    refused: Vec<StoreError>,
}

/// Writes until told to stop; each write is tried under its key until it is acknowledged.
async fn write(
    db: Db,
    keys: Arc<dyn store::seal::KeyProvider>,
    number: u8,
    (stop, progress): (Arc<AtomicBool>, Progress),
) -> Seen {
    let entropy = SeededEntropy::new(u64::from(number));
    let mut seen = Seen::default();
    for round in 0.. {
        let key = format!("{number}-{round}");
        loop {
            match load::write(&db, &keys, &entropy, (number, &key), 100).await {
                Ok(Once::First(kept)) => {
                    seen.kept.push(kept);
                    break;
                }
                Ok(Once::Again(kept)) => {
                    seen.kept.push(kept);
                    seen.stored_unseen += 1;
                    break;
                }
                Err(error) => seen.refused.push(error),
            }
        }
        progress[usize::from(number)].fetch_add(1, Ordering::Relaxed);
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    seen
}

#[test]
fn a_server_that_stops_in_the_middle_loses_nothing_and_is_found_again() {
    let stops: u32 = std::env::var_os(STOPS)
        .map_or(4, |text| text.to_string_lossy().parse().expect("a number of stops"));
    let place = testkit::Place::new(store::Engine::Sqlite);
    let keys = crate::ledgers::keys(&place);
    let server = Server::start(true);
    let url = server.new_database();
    let database = url.rsplit('/').next().expect("a name");
    let random = SeededEntropy::new(11);
    testkit::block_on(async {
        let db = Db::open(&url, load::catalogue(), START).expect("a database");
        let stop = Arc::new(AtomicBool::new(false));
        let progress = Progress::default();
        let writers: Vec<_> = (0..SUBJECTS)
            .map(|number| {
                tokio::spawn(write(
                    db.clone(),
                    Arc::clone(&keys),
                    number,
                    (Arc::clone(&stop), Arc::clone(&progress)),
                ))
            })
            .collect();
        for round in 0..stops {
            go_on(&progress).await;
            tokio::time::sleep(Duration::from_millis(random.next() % 200)).await;
            if round % 2 == 1 {
                server.kill_one(database);
                continue;
            }
            server.stop_at_once();
            if round % 4 == 0 {
                // Longer than the store is patient: it has to say so, and to go on all the same.
                tokio::time::sleep(Duration::from_secs(2)).await;
                let seen: Result<(i64,), StoreError> =
                    db.read(async |tx| tx.one(world::COUNT, &[]).await).await;
                let error = seen.expect_err("there is no server").to_string();
                assert!(error.contains("打不开数据库"), "{error}");
            }
            server.start_again();
        }
        go_on(&progress).await;
        stop.store(true, Ordering::Relaxed);
        let mut all = Seen::default();
        for writer in writers {
            let seen = writer.await.expect("a writer that goes on");
            all.kept.extend(seen.kept);
            all.refused.extend(seen.refused);
            all.stored_unseen += seen.stored_unseen;
        }
        for error in &all.refused {
            match error {
                // Only this one leaves open whether it was stored.
                StoreError::Uncertain { .. } => {
                    assert!(error.to_string().contains("尚不能确定"), "{error}");
                }
                StoreError::Unreachable { .. } => {}
                StoreError::Engine { .. } => assert!(error.to_string().contains("中断"), "{error}"),
                other => panic!("{other:?}"),
            }
        }
        let uncertain =
            all.refused.iter().filter(|error| matches!(error, StoreError::Uncertain { .. }));
        assert!(all.stored_unseen <= uncertain.count(), "stored although said not to be");
        assert!(!all.refused.is_empty(), "nobody noticed");
        load::judge(&db, &keys, &all.kept, "stopped").await;
        db.close();
    });
}
