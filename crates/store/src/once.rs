//! Doing once what is asked twice: a double click, a second tab, a retried request.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::Db;
use crate::error::StoreError;
use crate::id::ActorId;
use crate::time::Instant;
use crate::tx::Tx;
use crate::value::ToValue;

/// How many keys are looked at in one transaction.
const PIECE: i64 = 1_000;

crate::statements! {
    pub(crate) group "once";
    /// What was done under a key.
    FIND = "SELECT outcome FROM once WHERE actor_id = $1 AND key = $2";
    /// Remembers it; fails when another transaction was first.
    PUT = "INSERT INTO once (actor_id, key, outcome, done_at) VALUES ($1, $2, $3, $4)";
    /// The next keys after one, and when what they stand for was done.
    NEXT = "SELECT actor_id, key, done_at FROM once WHERE (actor_id, key) > ($1, $2)
        ORDER BY actor_id, key LIMIT $3";
    /// Forgets what nobody will repeat any more, after one key and up to another one.
    FORGET = "DELETE FROM once WHERE (actor_id, key) > ($1, $2) AND (actor_id, key) <= ($3, $4) AND done_at < $5";
}

/// An outcome, and whether it is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once<T> {
    /// It was done now.
    First(T),
    /// It had been done before; this is what came of it then.
    Again(T),
}

impl<T> Once<T> {
    /// The outcome either way.
    pub fn into_inner(self) -> T {
        match self {
            Self::First(outcome) | Self::Again(outcome) => outcome,
        }
    }
}

/// Runs a use case under an idempotency key of an actor, in the caller's transaction. A refusal is
/// not remembered: what was refused may be tried again with the same key. The outcome is stored as
/// JSON and must hold nothing personal.
pub async fn once<T, E>(
    tx: &mut Tx,
    actor: ActorId,
    key: &str,
    now: Instant,
    case: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
) -> Result<Once<T>, E>
where
    T: Serialize + DeserializeOwned,
    E: From<StoreError>,
{
    let known: Option<(String,)> = tx.optional(FIND, &[&actor, &key]).await?;
    if let Some((text,)) = known {
        let outcome = serde_json::from_str(&text).map_err(|error| StoreError::Contradiction {
            table: "once",
            column: "outcome".to_owned(),
            row: format!("{actor} {key}"),
            why: format!("不是这一操作的结果：{error}"),
        })?;
        return Ok(Once::Again(outcome));
    }
    let outcome = case(tx).await?;
    let text = serde_json::to_string(&outcome)
        .map_err(|error| StoreError::Engine { statement: PUT.name, source: Box::new(error) })?;
    tx.execute_later(PUT, &[&actor, &key, &text, &now]).await?;
    Ok(Once::First(outcome))
}

/// Forgets the keys of everything done before an instant; gives how many.
///
/// It goes through all keys once, a piece at a time, on a reader, and writes only where a piece holds something to
/// forget: no writer waits longer than for one piece, and what is done every day pays for no index by time.
pub async fn forget(db: &Db, before: Instant) -> Result<u64, StoreError> {
    let mut after = (ActorId::from_bytes([0; 16]), String::new());
    let mut forgotten = 0;
    loop {
        let first = after.clone();
        let piece: Vec<(ActorId, String, Instant)> = db
            .read::<_, _, StoreError>(async move |tx| {
                tx.all(NEXT, &[&first.0, &first.1, &PIECE]).await
            })
            .await?;
        let is_due = piece.iter().any(|(_, _, done_at)| *done_at < before);
        let Some((actor, key, _)) = piece.into_iter().next_back() else { return Ok(forgotten) };
        let (first, last) = (after, (actor, key));
        after = last.clone();
        if is_due {
            forgotten += db
                .write::<_, _, StoreError>(async move |tx| {
                    let values: [&dyn ToValue; 5] = [&first.0, &first.1, &last.0, &last.1, &before];
                    tx.execute(FORGET, &values).await
                })
                .await?;
        }
    }
}
