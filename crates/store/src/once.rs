//! Doing once what is asked twice: a double click, a second tab, a retried request.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::id::ActorId;
use crate::time::Instant;
use crate::tx::Tx;

crate::statements! {
    pub(crate) group "once";
    /// What was done under a key.
    FIND = "SELECT outcome FROM once WHERE actor_id = $1 AND key = $2";
    /// Remembers it; fails when another transaction was first.
    PUT = "INSERT INTO once (actor_id, key, outcome, done_at) VALUES ($1, $2, $3, $4)";
    /// Forgets what nobody will repeat any more.
    FORGET = "DELETE FROM once WHERE done_at < $1";
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
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<u64, StoreError> {
    tx.execute(FORGET, &[&before]).await
}
