//! Transactions: what is acknowledged is stored, what is refused leaves nothing, reading sees one state.

use std::fmt;

use store::{ConstraintKind, Db, StoreError, Tx};

use crate::world::{self, on_both};

#[derive(Debug)]
#[expect(dead_code, reason = "the fault is read through the debug form only")]
enum Refusal {
    Full { limit: i64 },
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self:?}")
    }
}

async fn put(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    tx.execute(world::PUT, &[&name, &name.as_bytes()]).await.map(drop)
}

async fn names(db: &Db) -> Vec<String> {
    db.read(async |tx| tx.all::<(String,)>(world::NAMES, &[]).await)
        .await
        .map(|rows: Vec<(String,)>| rows.into_iter().map(|row| row.0).collect())
        .map_err(|error: StoreError| error)
        .expect("the names")
}

#[test]
fn a_refusal_passes_through_and_leaves_nothing() {
    on_both(async |db, _| {
        let end: Result<(), Refusal> = db
            .write(async |tx| {
                put(tx, "before the refusal").await?;
                Err(Refusal::Full { limit: 3 })
            })
            .await;
        assert!(matches!(end, Err(Refusal::Full { limit: 3 })), "{end:?}");
        assert_eq!(names(&db).await, Vec::<String>::new());
    });
}

#[test]
fn a_duplicate_is_told_apart_and_breaks_the_transaction() {
    on_both(async |db, _| {
        db.write(async |tx| put(tx, "甲").await).await.expect("stored");
        let end: Result<(), StoreError> = db
            .write(async |tx| {
                put(tx, "乙").await?;
                let error = put(tx, "甲").await.expect_err("there is one already");
                assert!(error.is_duplicate(), "{error:?}");
                // What follows must not run: PostgreSQL could not, and SQLite must not differ.
                assert!(matches!(put(tx, "丙").await, Err(StoreError::Broken)));
                Ok(())
            })
            .await;
        assert!(matches!(end, Err(StoreError::Broken)), "{end:?}");
        assert_eq!(names(&db).await, ["甲"]);
    });
}

#[test]
fn a_fault_tells_the_constraint_and_no_value_of_the_row() {
    on_both(async |db, _| {
        db.write(async |tx| put(tx, "王秀英").await).await.expect("stored");
        let end: Result<(), StoreError> = db.write(async |tx| put(tx, "王秀英").await).await;
        let error = end.expect_err("there is one already");
        let told = format!("{error} {error:?}");
        assert!(told.contains("setting"), "{told}");
        assert!(!told.contains("王秀英"), "{told}");
    });
}

#[test]
fn a_check_of_the_schema_is_a_constraint() {
    on_both(async |db, _| {
        let end: Result<(), StoreError> = db.write(async |tx| put(tx, "").await).await;
        assert!(
            matches!(end, Err(StoreError::Constraint { kind: ConstraintKind::Check, .. })),
            "{end:?}"
        );
    });
}

#[test]
fn reading_refuses_to_write() {
    on_both(async |db, _| {
        let end: Result<(), StoreError> = db.read(async |tx| put(tx, "甲").await).await;
        assert!(matches!(end, Err(StoreError::Engine { .. })), "{end:?}");
        assert_eq!(names(&db).await, Vec::<String>::new());
    });
}

#[test]
fn one_wants_exactly_one_row_and_optional_at_most_one() {
    on_both(async |db, _| {
        let end: Result<(), StoreError> = db
            .write(async |tx| {
                put(tx, "甲").await?;
                put(tx, "乙").await
            })
            .await;
        end.expect("stored");
        let none: Option<(Vec<u8>,)> = db
            .read(async |tx| tx.optional(world::GET, &[&"丙"]).await)
            .await
            .map_err(|error: StoreError| error)
            .expect("no row is no error");
        assert!(none.is_none());
        let missing: Result<(Vec<u8>,), StoreError> =
            db.read(async |tx| tx.one(world::GET, &[&"丙"]).await).await;
        assert!(missing.is_err());
        let two: Result<Option<(String,)>, StoreError> =
            db.read(async |tx| tx.optional(world::NAMES, &[]).await).await;
        assert!(two.is_err());
    });
}

#[test]
fn what_runs_later_is_stored_with_the_rest_or_undoes_all_of_it() {
    on_both(async |db, _| {
        let end: Result<(), StoreError> = db
            .write(async |tx| {
                put(tx, "甲").await?;
                tx.execute_later(world::PUT, &[&"乙", &b"2".to_vec()]).await?;
                put(tx, "丙").await?;
                tx.execute_later(world::PUT, &[&"丁", &b"4".to_vec()]).await
            })
            .await;
        end.expect("stored");
        assert_eq!(names(&db).await.len(), 4);
        // Alone in its transaction.
        let end: Result<(), StoreError> =
            db.write(async |tx| tx.execute_later(world::PUT, &[&"戊", &b"5".to_vec()]).await).await;
        end.expect("stored");
        assert_eq!(names(&db).await.len(), 5);
        // A check that fails, at the commit or before the next statement; a value that cannot be sent; one given up.
        for case in 0..4 {
            let end: Result<(), Refusal> = db
                .write(async move |tx| {
                    put(tx, "己").await?;
                    let bytes = b"6".to_vec();
                    match case {
                        0 => tx.execute_later(world::PUT, &[&"", &bytes]).await?,
                        1 => {
                            tx.execute_later(world::PUT, &[&"", &bytes]).await?;
                            put(tx, "庚").await?;
                        }
                        2 => tx.execute_later(world::PUT, &[&"庚", &None::<String>]).await?,
                        _ => {
                            tx.execute_later(world::PUT, &[&"庚", &bytes]).await?;
                            return Err(Refusal::Full { limit: 1 });
                        }
                    }
                    Ok(())
                })
                .await;
            assert!(end.is_err(), "{case}");
            assert_eq!(names(&db).await.len(), 5, "{case}");
        }
        // One that is there already, put by somebody who was first: repeated, and in the end a conflict.
        let end: Result<(), StoreError> = db
            .write(async |tx| {
                put(tx, "己").await?;
                tx.execute_later(world::PUT, &[&"甲", &b"1".to_vec()]).await
            })
            .await;
        assert!(matches!(end, Err(StoreError::Conflict { .. })), "{end:?}");
        assert_eq!(names(&db).await.len(), 5);
    });
}

#[test]
fn a_value_of_another_kind_names_column_and_row() {
    on_both(async |db, _| {
        db.write(async |tx| put(tx, "甲").await).await.expect("stored");
        let end: Result<(i64,), StoreError> =
            db.read(async |tx| tx.one(world::GET, &[&"甲"]).await).await;
        let Err(StoreError::Contradiction { column, why, .. }) = end else { panic!("{end:?}") };
        assert_eq!(column, "content");
        assert!(why.contains("应为整数"), "{why}");
    });
}

#[test]
fn a_statement_outside_the_catalogue_does_not_run() {
    const STRAY: &store::Statement = &store::Statement {
        name: "stray.COUNT",
        text: "SELECT count(*) FROM setting",
        postgres: None,
    };
    on_both(async |db, _| {
        let end: Result<(i64,), StoreError> = db.read(async |tx| tx.one(STRAY, &[]).await).await;
        assert!(matches!(end, Err(StoreError::Unregistered { .. })), "{end:?}");
    });
}

#[test]
fn a_panic_undoes_its_own_transaction_only() {
    on_both(async |db, _| {
        let end: Result<(), StoreError> = db
            .write(async |tx| {
                put(tx, "甲").await?;
                panic!("a mistake of ours, on purpose");
            })
            .await;
        assert!(matches!(end, Err(StoreError::Panicked)), "{end:?}");
        db.write(async |tx| put(tx, "乙").await).await.expect("the store goes on");
        assert_eq!(names(&db).await, ["乙"]);
    });
}

#[test]
fn a_conflict_runs_the_whole_job_again() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    on_both(async |db, _| {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let end: Result<u32, StoreError> = db
            .write(async move |tx| {
                let run = counted.fetch_add(1, Ordering::SeqCst);
                put(tx, "甲").await?;
                if run < 2 { Err(tx.conflict(world::PUT)) } else { Ok(run) }
            })
            .await;
        assert_eq!(end.expect("the third run succeeds"), 2);
        assert_eq!(names(&db).await, ["甲"]);
    });
}

#[test]
fn opening_again_finds_what_was_stored_and_applies_nothing_twice() {
    for place in testkit::places() {
        testkit::block_on(async {
            let db = world::open(&place);
            db.write(async |tx| put(tx, "甲").await).await.expect("stored");
            db.close();
            let db = world::open(&place);
            assert_eq!(names(&db).await, ["甲"]);
            db.close();
        });
    }
}

#[test]
fn an_embedded_transaction_may_not_wait_for_anything_else() {
    let place = testkit::Place::new(store::Engine::Sqlite);
    testkit::block_on(async {
        let db = world::open(&place);
        let end: Result<(), StoreError> = db
            .write(async |tx| {
                put(tx, "甲").await?;
                std::future::pending::<()>().await;
                Ok(())
            })
            .await;
        assert!(matches!(end, Err(StoreError::Waited)), "{end:?}");
        assert_eq!(names(&db).await, Vec::<String>::new());
        db.close();
    });
}

#[test]
fn a_server_that_ends_every_connection_loses_nothing_and_is_found_again() {
    let place = testkit::Place::new(store::Engine::Postgres);
    let database = place.url.rsplit('/').next().expect("a name").to_owned();
    testkit::block_on(async {
        let db = world::open(&place);
        let mut writers = Vec::new();
        for writer in 0..8 {
            let db = db.clone();
            writers.push(tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for round in 0..60 {
                    let name = format!("{writer:02}-{round:02}");
                    let kept = name.clone();
                    let end: Result<(), StoreError> =
                        db.write(async move |tx| put(tx, &name).await).await;
                    match end {
                        Ok(()) => acknowledged.push(kept),
                        // Cut off while committing: not acknowledged, and said so.
                        Err(StoreError::Uncertain { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                }
                acknowledged
            }));
        }
        for _ in 0..6 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            let end = format!(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{database}'"
            );
            testkit::server().sql("postgres", &end).expect("ended");
        }
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.await.expect("a writer that ends"));
        }
        let stored = names(&db).await;
        assert!(acknowledged.iter().all(|name| stored.contains(name)));
        assert!(acknowledged.len() > 400, "{}", acknowledged.len());
        db.close();
    });
}
