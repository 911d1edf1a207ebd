//! Doing once what is asked twice, and telling the outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::outbox::{self, Message};
use store::{ActorId, Db, Instant, Once, StoreError};
use testkit::SeededEntropy;

use crate::world::{self, START, on_both};

const ACTOR: ActorId = ActorId::from_bytes([1; 16]);

#[test]
fn the_same_key_gives_the_first_outcome() {
    on_both(async |db, _| {
        let ask = async |actor: ActorId,
                         key: &'static str,
                         value: i64|
               -> Result<Once<i64>, StoreError> {
            db.write(async move |tx| {
                store::once(tx, actor, key, START, async move |tx| {
                    let name = format!("{actor} {key}");
                    tx.execute(world::PUT, &[&name, &name.as_bytes()]).await?;
                    Ok(value)
                })
                .await
            })
            .await
        };
        assert_eq!(ask(ACTOR, "a", 1).await.expect("done"), Once::First(1));
        assert_eq!(ask(ACTOR, "a", 2).await.expect("known"), Once::Again(1));
        assert_eq!(ask(ACTOR, "b", 3).await.expect("another key"), Once::First(3));
        let other = ActorId::from_bytes([2; 16]);
        assert_eq!(ask(other, "a", 4).await.expect("another actor"), Once::First(4));
        assert_eq!(store::forget(&db, START).await.expect("nothing is so old"), 0);
        assert_eq!(ask(ACTOR, "a", 5).await.expect("still known"), Once::Again(1));
        let forgotten = store::forget(&db, START.plus_seconds(1)).await;
        assert_eq!(forgotten.expect("forgotten"), 3);
    });
}

/// What is forgotten is forgotten however many keys there are, and what is younger stays between it.
#[test]
fn of_thousands_of_keys_only_the_old_ones_are_forgotten() {
    on_both(async |db, _| {
        let wrote = db.write::<_, _, StoreError>(async |tx| {
            for number in 0..2_500_u16 {
                let [high, low] = number.to_be_bytes();
                let actor =
                    ActorId::from_bytes([high, low, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
                let at = START.plus_seconds(if number % 5 == 0 { 60 } else { 0 });
                for key in ["a", "b"] {
                    store::once(tx, actor, key, at, async |_| Ok::<_, StoreError>(())).await?;
                }
            }
            Ok(())
        });
        wrote.await.expect("written");
        let forgotten = store::forget(&db, START.plus_seconds(1)).await.expect("forgotten");
        assert_eq!(forgotten, 4_000);
        assert_eq!(store::forget(&db, START.plus_seconds(1)).await.expect("nothing left"), 0);
        assert_eq!(store::forget(&db, START.plus_seconds(61)).await.expect("the rest"), 1_000);
    });
}

#[test]
fn a_refusal_is_not_remembered() {
    on_both(async |db, _| {
        let ask = async |refuse: bool| -> Result<Once<i64>, StoreError> {
            db.write(async move |tx| {
                store::once(tx, ACTOR, "a", START, async move |_| {
                    if refuse { Err(StoreError::Closed) } else { Ok(1) }
                })
                .await
            })
            .await
        };
        assert!(ask(true).await.is_err());
        assert_eq!(ask(false).await.expect("done"), Once::First(1));
    });
}

#[test]
fn sixteen_tabs_at_once_make_one() {
    on_both(async |db, _| {
        for round in 0..10 {
            let first = Arc::new(AtomicU32::new(0));
            let mut tabs = Vec::new();
            for tab in 0..16_i64 {
                let (db, first) = (db.clone(), Arc::clone(&first));
                tabs.push(tokio::spawn(async move {
                    let outcome: Result<Once<i64>, StoreError> = db
                        .write(async move |tx| {
                            let key = format!("round {round}");
                            store::once(tx, ACTOR, &key, START, async move |tx| {
                                let name = format!("{round} by {tab}");
                                tx.execute(world::PUT, &[&name, &name.as_bytes()]).await?;
                                Ok(tab)
                            })
                            .await
                        })
                        .await;
                    let outcome = outcome.expect("an outcome");
                    if matches!(outcome, Once::First(_)) {
                        first.fetch_add(1, Ordering::SeqCst);
                    }
                    outcome.into_inner()
                }));
            }
            let mut outcomes = Vec::new();
            for tab in tabs {
                outcomes.push(tab.await.expect("a tab that ends"));
            }
            assert_eq!(first.load(Ordering::SeqCst), 1);
            outcomes.dedup();
            assert_eq!(outcomes.len(), 1, "{outcomes:?}");
        }
        let (count,): (i64,) = db
            .read(async |tx| tx.one(world::COUNT, &[]).await)
            .await
            .map_err(|error: StoreError| error)
            .expect("counted");
        assert_eq!(count, 10);
    });
}

async fn enqueue(db: &Db, body: &'static str, now: Instant, fail: bool) {
    let end: Result<(), StoreError> = db
        .write(async move |tx| {
            let entropy = SeededEntropy::new(now.micros().unsigned_abs());
            outbox::enqueue(tx, "notice", body, now, &entropy).await?;
            if fail { Err(StoreError::Closed) } else { Ok(()) }
        })
        .await;
    assert_eq!(end.is_err(), fail);
}

async fn take(db: &Db, now: Instant) -> Vec<Message> {
    db.write(async move |tx| outbox::take(tx, now, 60, 10).await)
        .await
        .map_err(|error: StoreError| error)
        .expect("taken")
}

async fn report(db: &Db, message: &Message, delivered: bool, now: Instant) -> bool {
    let message = message.clone();
    db.write(async move |tx| {
        if delivered {
            outbox::done(tx, &message, now).await
        } else {
            outbox::retry(tx, &message, "对方未应答", now).await
        }
    })
    .await
    .map_err(|error: StoreError| error)
    .expect("reported")
}

#[test]
fn a_message_goes_out_with_its_transaction_and_until_it_is_delivered() {
    on_both(async |db, _| {
        let at = |seconds| START.plus_seconds(seconds);
        enqueue(&db, "undone", at(0), true).await;
        enqueue(&db, "one", at(1), false).await;
        enqueue(&db, "two", at(2), false).await;
        assert!(take(&db, at(0)).await.is_empty());

        let taken = take(&db, at(2)).await;
        let bodies: Vec<&str> = taken.iter().map(|message| message.body.as_str()).collect();
        assert_eq!(bodies, ["one", "two"]);
        // Leased: nobody else gets them before the lease ends.
        assert!(take(&db, at(61)).await.is_empty());
        assert!(report(&db, &taken[0], true, at(3)).await);
        assert!(!report(&db, &taken[0], true, at(3)).await, "done is done");

        // A failure puts it off for 5, then 10 seconds.
        assert!(report(&db, &taken[1], false, at(3)).await);
        assert!(take(&db, at(7)).await.is_empty());
        let second = take(&db, at(8)).await;
        assert_eq!((second.len(), second[0].attempts), (1, 2));
        assert!(!report(&db, &taken[1], true, at(8)).await, "the first taker comes too late");
        assert!(report(&db, &second[0], false, at(10)).await);
        assert!(take(&db, at(19)).await.is_empty());

        // Whoever took it and died is succeeded when the lease ends.
        assert_eq!(take(&db, at(20)).await.len(), 1);
        let last = take(&db, at(80)).await;
        assert_eq!(last[0].attempts, 4);
        assert!(report(&db, &last[0], true, at(81)).await);
        let waiting: i64 = db
            .read(async |tx| outbox::waiting(tx).await)
            .await
            .map_err(|error: StoreError| error)
            .expect("counted");
        assert_eq!(waiting, 0);
    });
}

#[test]
fn two_takers_never_get_the_same_message() {
    on_both(async |db, _| {
        for second in 0..40 {
            enqueue(&db, "x", START.plus_seconds(second), false).await;
        }
        let mut takers = Vec::new();
        for _ in 0..8 {
            let db = db.clone();
            takers.push(tokio::spawn(async move { take(&db, START.plus_seconds(100)).await }));
        }
        let mut names = Vec::new();
        for taker in takers {
            names.extend(
                taker.await.expect("a taker").into_iter().map(|message| message.message_id),
            );
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(count >= 20, "{count}");
    });
}
