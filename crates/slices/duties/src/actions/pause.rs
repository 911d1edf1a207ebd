//! Pausing: for a reason and until a day, nothing is asked of the officer for a person. The law's dates run on
//! and the figures show it.

use std::fmt;

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use kernel::Day;
use store::seal::{Clear, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedText;

use super::ready::key_to;
use super::record::ServiceRefusal;
use super::take_on::hold;
use crate::sql::{self, PauseRow};

/// Why a subject is paused.
const REASON: SealedText = SealedText::of("pause.reason");
/// How long a pause may be, in days: longer ones are looked at again and renewed.
pub const LONGEST_PAUSE: i32 = 90;

/// Why a pause cannot be.
#[derive(Debug)]
pub enum PauseRefusal {
    /// The file does not open.
    File(ServiceRefusal),
    /// It would end before it begins, or last too long.
    Until,
}

impl From<ServiceRefusal> for PauseRefusal {
    fn from(refusal: ServiceRefusal) -> Self {
        Self::File(refusal)
    }
}

impl fmt::Display for PauseRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(refusal) => refusal.fmt(out),
            Self::Until => {
                write!(out, "暂缓的截止日应在明天到今后 {LONGEST_PAUSE} 天之间；更久的到期后再延")
            }
        }
    }
}

/// A pause, with its reason opened.
#[derive(Clone, Debug)]
pub struct Pause {
    /// When it began.
    pub since: Instant,
    /// Its last day.
    pub until: Day,
    /// Who asked for it.
    pub by: ActorId,
    /// Why.
    pub reason: Clear,
    /// When it was ended early.
    pub ended: Option<Instant>,
}

/// Pauses until a day.
pub async fn pause(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    until: Day,
    reason: &str,
) -> Result<(), Failure<PauseRefusal>> {
    let key = may_pause(tx, desk, occasion, subject).await?;
    if until <= occasion.today || until > occasion.today.plus_days(LONGEST_PAUSE) {
        return Err(Failure::Refused(PauseRefusal::Until));
    }
    tx.execute(sql::END_PAUSE, &[&occasion.now, &subject]).await?;
    let row = occasion.now.micros().to_be_bytes();
    let reason = REASON.seal(&desk.sealing, &key, &row, reason);
    let values: [&dyn ToValue; 5] = [&subject, &occasion.now, &until, &occasion.actor.id, &reason];
    tx.execute(sql::PAUSE, &values).await?;
    Ok(())
}

/// Ends a pause before its day.
pub async fn go_on(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<(), Failure<PauseRefusal>> {
    may_pause(tx, desk, occasion, subject).await?;
    tx.execute(sql::END_PAUSE, &[&occasion.now, &subject]).await?;
    Ok(())
}

/// Gives the pause that holds for a subject today. The caller has the right to read the file.
pub async fn pause_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    today: Day,
) -> Result<Option<Pause>, StoreError> {
    let rows: Vec<PauseRow> = tx.all(sql::PAUSES, &[&subject]).await?;
    let holding = rows.into_iter().find(|row| row.ended_at.is_none() && row.until >= today);
    let Some(row) = holding else { return Ok(None) };
    let place = row.paused_at.micros().to_be_bytes();
    Ok(Some(Pause {
        since: row.paused_at,
        until: row.until,
        by: row.by_staff_id,
        reason: REASON.open(key, &place, &row.reason)?,
        ended: row.ended_at,
    }))
}

/// Holds a subject whom somebody may pause.
async fn may_pause(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<SubjectKey, Failure<PauseRefusal>> {
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(Action::PauseDuty, Relation::Elsewhere)?;
        return Err(Failure::Refused(PauseRefusal::File(ServiceRefusal::NoFile)));
    };
    let relation = occasion.actor.relation_to(held.office_code, held.officer);
    occasion.may(Action::PauseDuty, relation)?;
    key_to(tx, desk, subject).await
}
