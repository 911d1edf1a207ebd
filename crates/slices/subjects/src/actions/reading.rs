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
    /// The reason given last.
    pub reason: Option<Clear>,
}

/// Notes a reading.
pub async fn note_reading(
    tx: &mut Tx,
    sealing: &Sealing,
    key: &SubjectKey,
    reading: &NewReading<'_>,
) -> Result<(), StoreError> {
    let place = place(reading.on, reading.staff);
    let reason: Option<Sealed> = reading.reason.map(|reason| {
        key.seal(REASON_COLUMN, &place, &Clear::new(reason), sealing.entropy.as_ref())
    });
    let values: [&dyn ToValue; 7] = [
        &reading.subject,
        &reading.on,
        &reading.staff,
        &reading.purpose,
        &reading.office,
        &reading.at,
        &reason,
    ];
    tx.execute(sql::NOTE_READING, &values).await.map(drop)
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
            let open = |sealed: &Sealed| key.open(REASON_COLUMN, &place, sealed);
            Ok(Reading {
                on: row.on_day,
                staff: row.staff_id,
                office: row.office_id,
                purpose: row.purpose,
                times: row.times,
                last_at: row.last_at,
                reason: row.reason.as_ref().map(open).transpose()?,
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
            reason: None,
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
