//! One's own sessions: signing out, seeing them, ending them.

use access::Failure;
use desk::Occasion;
use store::seal::KeyProvider;
use store::{ActorId, Instant, StoreError, Tx};
use subjects::Sealing;

use super::session_lookup;
use crate::model::act::{Act, ActKind};
use crate::model::session::{Session, SessionId, Stage};
use crate::record::record;
use crate::sql;

/// Signs out: ends the session that a secret belongs to. A secret of no session is no error.
pub async fn sign_out(
    tx: &mut Tx,
    sealing: &Sealing,
    secret: &str,
    now: Instant,
) -> Result<(), StoreError> {
    let lookup = session_lookup(sealing.keys.as_ref(), secret)?;
    let session: Option<Session> = tx.optional(sql::SESSION_OF_SECRET, &[&lookup]).await?;
    let Some(session) = session else { return Ok(()) };
    tx.execute(sql::END_SESSION_OF_SECRET, &[&lookup]).await?;
    if session.stage == Stage::Open {
        let act = Act::new(ActKind::SignedOut, session.staff_id, session.device);
        record(tx, &act, now, sealing.entropy.as_ref()).await?;
    }
    Ok(())
}

/// Gives somebody's sessions that are still good, the one used last first.
pub async fn sessions_of(
    tx: &mut Tx,
    staff: ActorId,
    now: Instant,
) -> Result<Vec<Session>, StoreError> {
    let mut sessions: Vec<Session> = tx.all(sql::SESSIONS_OF, &[&staff]).await?;
    sessions.retain(|session| session.is_good(now));
    Ok(sessions)
}

/// Finds the session that a secret belongs to.
pub async fn present(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    secret: &str,
) -> Result<Option<SessionId>, StoreError> {
    let lookup = session_lookup(keys, secret)?;
    let session: Option<Session> = tx.optional(sql::SESSION_OF_SECRET, &[&lookup]).await?;
    Ok(session.map(|session| session.session_id))
}

/// Ends one of the actor's own sessions. One that has ended already is no error.
pub async fn end_own(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    session: SessionId,
) -> Result<(), Failure<std::convert::Infallible>> {
    let me = occasion.actor.id;
    if tx.execute(sql::END_SESSION, &[&session, &me]).await? > 0 {
        let act = Act::new(ActKind::OwnSessionEnded, me, "").office(occasion.actor.office);
        record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    }
    Ok(())
}
