//! Many writers at once: a failing job goes alone, and what was acknowledged is there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Engine, StoreError};

use crate::world::{self, on_both};

#[test]
fn sixty_four_writers_and_one_that_fails() {
    on_both(async |db, _| {
        let mut writers = Vec::new();
        for writer in 0..64_i64 {
            let db = db.clone();
            writers.push(tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for round in 0..20_i64 {
                    let name = format!("{writer:02}-{round:02}");
                    let kept = name.clone();
                    let end: Result<(), StoreError> = db
                        .write(async move |tx| {
                            tx.execute(world::PUT, &[&name, &name.as_bytes()]).await?;
                            if writer == 13 {
                                // Runs into its own first row.
                                tx.execute(world::PUT, &[&name, &name.as_bytes()]).await?;
                            }
                            Ok(())
                        })
                        .await;
                    match end {
                        Ok(()) => acknowledged.push(kept),
                        Err(error) => assert!(writer == 13 && error.is_duplicate(), "{error:?}"),
                    }
                }
                acknowledged
            }));
        }
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.await.expect("a writer that ends"));
        }
        acknowledged.sort();
        assert_eq!(acknowledged.len(), 63 * 20);
        let stored: Vec<(String,)> = db
            .read(async |tx| tx.all(world::NAMES, &[]).await)
            .await
            .map_err(|error: StoreError| error)
            .expect("the names");
        let stored: Vec<String> = stored.into_iter().map(|row| row.0).collect();
        assert_eq!(stored, acknowledged);
    });
}

#[test]
fn readers_go_on_while_somebody_writes_and_see_whole_transactions() {
    on_both(async |db, _| {
        let writer = {
            let db = db.clone();
            tokio::spawn(async move {
                for round in 0..200_i64 {
                    let end: Result<(), StoreError> = db
                        .write(async move |tx| {
                            for half in ["a", "b"] {
                                let name = format!("{round:04}{half}");
                                tx.execute(world::PUT, &[&name, &name.as_bytes()]).await?;
                            }
                            Ok(())
                        })
                        .await;
                    end.expect("stored");
                }
            })
        };
        while !writer.is_finished() {
            let (first, second): (i64, i64) = db
                .read(async |tx| {
                    let first: (i64,) = tx.one(world::COUNT, &[]).await?;
                    let second: (i64,) = tx.one(world::COUNT, &[]).await?;
                    Ok::<_, StoreError>((first.0, second.0))
                })
                .await
                .expect("counted");
            assert_eq!(first % 2, 0, "half a transaction was seen");
            assert_eq!(first, second, "the state moved under a reader");
        }
        writer.await.expect("the writer ends");
    });
}

#[derive(Debug)]
struct Refused;

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        panic!("{error}")
    }
}

#[test]
fn a_job_undone_alone_takes_nobody_with_it_and_runs_nobody_twice_for_good() {
    let place = testkit::Place::new(Engine::Sqlite);
    testkit::block_on(async {
        let db = world::open(&place);
        // One transaction that all the others wait for, so that they form one group.
        let held = db.clone();
        let first = tokio::spawn(async move {
            held.write(async |_| {
                std::thread::sleep(std::time::Duration::from_millis(100));
                Ok::<_, StoreError>(())
            })
            .await
        });
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        let runs = Arc::new(AtomicU32::new(0));
        let mut jobs = Vec::new();
        for number in 0..20_u32 {
            let (db, runs) = (db.clone(), Arc::clone(&runs));
            jobs.push(tokio::spawn(async move {
                let end: Result<(), Refused> = db
                    .write(async move |tx| {
                        runs.fetch_add(1, Ordering::Relaxed);
                        let name = format!("{number:02}");
                        tx.execute(world::PUT, &[&name, &name.as_bytes()]).await?;
                        // Refuses after it has written.
                        if number == 7 { Err(Refused) } else { Ok(()) }
                    })
                    .await;
                assert_eq!(end.is_err(), number == 7, "{number}: {end:?}");
            }));
        }
        for job in jobs {
            job.await.expect("a job that ends as it should");
        }
        first.await.expect("ends").expect("stored");
        let (stored,): (i64,) = db
            .read(async |tx| tx.one(world::COUNT, &[]).await)
            .await
            .map_err(|error: StoreError| error)
            .expect("read");
        assert_eq!(stored, 19);
        let runs = runs.load(Ordering::Relaxed);
        assert!((20..=40).contains(&runs), "{runs} runs of 20 jobs");
        db.close();
    });
}

/// A job that sends the next one while it runs, until there have been many.
fn chain(db: &store::Db, ran: &Arc<AtomicU32>, left: u32) -> tokio::task::JoinHandle<()> {
    let (db, ran) = (db.clone(), Arc::clone(ran));
    let runtime = tokio::runtime::Handle::current();
    tokio::spawn(async move {
        let inner = db.clone();
        db.write::<_, _, StoreError>(async move |_| {
            ran.fetch_add(1, Ordering::Relaxed);
            if left > 0 {
                let _guard = runtime.enter();
                drop(chain(&inner, &ran, left - 1));
                // Long enough for the next one to stand in the queue.
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            Ok(())
        })
        .await
        .expect("stored");
    })
}

#[test]
fn who_comes_while_a_group_runs_goes_along_and_the_first_is_answered_all_the_same() {
    const ALL: u32 = 400;
    let place = testkit::Place::new(Engine::Sqlite);
    testkit::block_on(async {
        let db = world::open(&place);
        let ran = Arc::new(AtomicU32::new(0));
        chain(&db, &ran, ALL).await.expect("the first is answered");
        let before_the_answer = ran.load(Ordering::Relaxed);
        assert!(
            (2..ALL).contains(&before_the_answer),
            "{before_the_answer} had run when the first was answered"
        );
        while ran.load(Ordering::Relaxed) <= ALL {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    });
}

#[test]
fn the_log_stays_bounded_under_a_load_without_pause() {
    const LONGEST: u64 = 64 << 20;
    let place = testkit::Place::new(Engine::Sqlite);
    let log = place.folder.path().join("leye.db-wal");
    testkit::block_on(async {
        let db = world::open(&place);
        let mut writers = Vec::new();
        for writer in 0..8_u8 {
            let db = db.clone();
            writers.push(tokio::spawn(async move {
                for round in 0..250_u8 {
                    let end: Result<u64, StoreError> = db
                        .write(async move |tx| {
                            let (name, content) = (format!("{writer}"), vec![round; 120_000]);
                            tx.execute(world::REPLACE, &[&name, &content]).await
                        })
                        .await;
                    end.expect("stored");
                }
            }));
        }
        for writer in writers {
            writer.await.expect("a writer that ends");
        }
        // 240 MB were written. The last group may have gone beyond the bound.
        let size = std::fs::metadata(&log).expect("the log").len();
        assert!(size < LONGEST + (24 << 20), "the log has {size} bytes");
        db.close();
        assert!(!log.exists(), "a closed database is one file");
    });
}
