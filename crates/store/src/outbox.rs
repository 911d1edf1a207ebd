//! What goes outside: queued in the transaction that causes it, and delivered at least once by whoever takes it:
//! `leye deliver` does into a folder, and a page where somebody delivers by hand.

use crate::error::StoreError;
use crate::time::{Entropy, Instant};
use crate::tx::Tx;

crate::identifier! {
    /// Names a message.
    pub MessageId
}

crate::statements! {
    pub(crate) group "outbox";
    /// A new message.
    PUT = "INSERT INTO outbox (message_id, topic, body, enqueued_at, due_at, attempts)
        VALUES ($1, $2, $3, $4, $5, 0)";
    /// Takes the messages that are due, and puts them off until the lease ends.
    TAKE = "UPDATE outbox SET due_at = $1, attempts = attempts + 1
        WHERE message_id IN (SELECT message_id FROM outbox WHERE due_at <= $2 ORDER BY due_at, message_id LIMIT $3)
        RETURNING message_id, topic, body, enqueued_at, attempts",
        postgres "UPDATE outbox SET due_at = $1, attempts = attempts + 1
        WHERE message_id IN (SELECT message_id FROM outbox WHERE due_at <= $2 ORDER BY due_at, message_id LIMIT $3
            FOR UPDATE SKIP LOCKED)
        RETURNING message_id, topic, body, enqueued_at, attempts";
    /// A message was delivered, by whoever took it last.
    DONE = "UPDATE outbox SET due_at = NULL, done_at = $1, last_error = NULL
        WHERE message_id = $2 AND attempts = $3 AND done_at IS NULL";
    /// A message was not delivered and is to be tried again.
    RETRY = "UPDATE outbox SET due_at = $1, last_error = $2
        WHERE message_id = $3 AND attempts = $4 AND done_at IS NULL";
    /// How many wait.
    WAITING = "SELECT count(*) AS waiting FROM outbox WHERE done_at IS NULL";
}

/// The first pause after a failure, in seconds; each further one is twice as long.
const FIRST_PAUSE: i64 = 5;
/// The longest pause, in seconds.
const LONGEST_PAUSE: i64 = 3_600;

crate::row! {
    /// A message in the hands of whoever took it.
    pub struct Message from "outbox" {
        /// Its name.
        pub message_id: MessageId,
        /// What it is about; decides who delivers it.
        pub topic: String,
        /// What it says.
        pub body: String,
        /// When it was queued.
        pub enqueued_at: Instant,
        /// How often it was taken, this time included. Only the last taker may report on it.
        pub attempts: i64,
    }
}

/// Queues a message in the caller's transaction: it goes out if and only if that commits.
pub async fn enqueue(
    tx: &mut Tx,
    topic: &str,
    body: &str,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<MessageId, StoreError> {
    let id = MessageId::new(now, entropy);
    tx.execute(PUT, &[&id, &topic, &body, &now, &now]).await?;
    Ok(id)
}

/// Takes up to `most` messages that are due, oldest first. Whoever takes them reports within `lease`
/// seconds; after that somebody else may take them.
pub async fn take(
    tx: &mut Tx,
    now: Instant,
    lease: i64,
    most: i64,
) -> Result<Vec<Message>, StoreError> {
    let mut messages: Vec<Message> = tx.all(TAKE, &[&now.plus_seconds(lease), &now, &most]).await?;
    // No engine promises an order for what an update returns.
    messages.sort_by_key(|message| message.message_id);
    Ok(messages)
}

/// Reports that a message was delivered; false when the lease had ended and somebody else has it.
pub async fn done(tx: &mut Tx, message: &Message, now: Instant) -> Result<bool, StoreError> {
    Ok(tx.execute(DONE, &[&now, &message.message_id, &message.attempts]).await? == 1)
}

/// Reports that a message could not be delivered: it is tried again after a pause that grows; false
/// when the lease had ended. `why` must hold nothing personal.
pub async fn retry(
    tx: &mut Tx,
    message: &Message,
    why: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    let doublings = u32::try_from(message.attempts - 1).unwrap_or(0).min(20);
    let pause = (FIRST_PAUSE << doublings).min(LONGEST_PAUSE);
    let due = now.plus_seconds(pause);
    Ok(tx.execute(RETRY, &[&due, &why, &message.message_id, &message.attempts]).await? == 1)
}

/// How many messages wait to be delivered.
pub async fn waiting(tx: &mut Tx) -> Result<i64, StoreError> {
    let (waiting,): (i64,) = tx.one(WAITING, &[]).await?;
    Ok(waiting)
}
