//! Many writers at once: a failing job goes alone, and what was acknowledged is there.

use store::StoreError;

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
