//! Who has read a file: noted with every reading, shown to whoever may ask.

use kernel::Day;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{ActorId, Instant, OfficeId, StoreError, SubjectId, ToValue, Tx};

use crate::Sealing;
use crate::sql::{self, ReadingRow};

/// The place that a reason is sealed for.
const REASON_COLUMN: &str = "reading.reason";

/// A reading about to be noted.
#[derive(Clone, Debug)]
pub struct NewReading<'a> {
    /// Whose file.
    pub subject: SubjectId,
    /// The civil day at UTC+8.
    pub on: Day,
    /// When.
    pub at: Instant,
    /// Who.
    pub staff: ActorId,
    /// Their office.
    pub office: OfficeId,
    /// What for, in the words of the action.
    pub purpose: &'a str,
    /// Why, where a reason was asked for.
    pub reason: Option<&'a str>,
}

/// Readings of one file by one member of staff for one purpose on one day.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The day.
    pub on: Day,
    /// Who.
    pub staff: ActorId,
    /// Their office then.
    pub office: OfficeId,
    /// What for.
    pub purpose: String,
    /// How often.
    pub times: i64,
    /// When last.
    pub last_at: Instant,
    /// The reasons that were given, in their order, each once.
    pub reasons: Vec<Clear>,
}

/// Notes a reading. Readings of one day fold into one; of the reasons that are given none is lost.
pub async fn note_reading(
    tx: &mut Tx,
    sealing: &Sealing,
    key: &SubjectKey,
    reading: &NewReading<'_>,
) -> Result<(), StoreError> {
    let values: [&dyn ToValue; 6] = [
        &reading.subject,
        &reading.on,
        &reading.staff,
        &reading.purpose,
        &reading.office,
        &reading.at,
    ];
    let (told,): (Option<Sealed>,) = tx.one(sql::NOTE_READING, &values).await?;
    let Some(reason) = reading.reason else { return Ok(()) };
    let place = place(reading.on, reading.staff);
    let mut reasons = open_reasons(key, &place, told.as_ref())?;
    if reasons.iter().any(|known| known.reveal() == reason) {
        return Ok(());
    }
    reasons.push(Clear::new(reason));
    let words: Vec<&str> = reasons.iter().map(Clear::reveal).collect();
    // Texts always become JSON.
    let words = Clear::new(serde_json::to_string(&words).unwrap_or_default());
    let sealed = key.seal(REASON_COLUMN, &place, &words, sealing.entropy.as_ref());
    let values: [&dyn ToValue; 5] =
        [&sealed, &reading.subject, &reading.on, &reading.staff, &reading.purpose];
    tx.execute(sql::PUT_REASONS, &values).await.map(drop)
}

/// Opens the reasons of a reading. Of the time when only the last one was kept, it stands there by itself.
fn open_reasons(
    key: &SubjectKey,
    place: &[u8],
    sealed: Option<&Sealed>,
) -> Result<Vec<Clear>, StoreError> {
    let Some(sealed) = sealed else { return Ok(Vec::new()) };
    let words = key.open(REASON_COLUMN, place, sealed)?;
    match serde_json::from_str::<Vec<String>>(words.reveal()) {
        Ok(reasons) => Ok(reasons.into_iter().map(Clear::new).collect()),
        Err(_) => Ok(vec![words]),
    }
}

/// Gives the readings of a file, latest day first; the caller bounds how many.
pub async fn readings_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    limit: i64,
) -> Result<Vec<Reading>, StoreError> {
    let rows: Vec<ReadingRow> = tx.all(sql::READINGS, &[&subject, &limit]).await?;
    rows.into_iter()
        .map(|row| {
            let place = place(row.on_day, row.staff_id);
            Ok(Reading {
                on: row.on_day,
                staff: row.staff_id,
                office: row.office_id,
                purpose: row.purpose,
                times: row.times,
                last_at: row.last_at,
                reasons: open_reasons(key, &place, row.reason.as_ref())?,
            })
        })
        .collect()
}

/// Gives what one member of staff has read since a day, latest first, each with whose file it was; reasons
/// stay sealed. The caller bounds how many.
pub async fn readings_by(
    tx: &mut Tx,
    staff: ActorId,
    since: Day,
    limit: i64,
) -> Result<Vec<(SubjectId, Reading)>, StoreError> {
    let rows: Vec<ReadingRow> = tx.all(sql::READINGS_BY, &[&staff, &since, &limit]).await?;
    let told = rows.into_iter().map(|row| {
        let reading = Reading {
            on: row.on_day,
            staff: row.staff_id,
            office: row.office_id,
            purpose: row.purpose,
            times: row.times,
            last_at: row.last_at,
            reasons: Vec::new(),
        };
        (row.subject_id, reading)
    });
    Ok(told.collect())
}

fn place(on: Day, staff: ActorId) -> Vec<u8> {
    let mut place = on.number().to_be_bytes().to_vec();
    place.extend_from_slice(&staff.bytes());
    place
}
