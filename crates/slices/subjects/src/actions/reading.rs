//! Who has read a file: noted with every reading, shown to whoever may ask.

use kernel::Day;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{ActorId, Instant, OfficeId, StoreError, SubjectId, ToValue, Tx};

use super::open::open_reference;
use crate::model::mask;
use crate::sql::{self, ReadingRow, SoughtRow};
use crate::{SealedText, Sealing};

/// Why files were read: the reasons of a reading, as a list.
const REASONS: SealedText = SealedText::of("reading.reason");

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
    /// Whose file.
    pub subject: SubjectId,
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
    let words = serde_json::to_string(&words).unwrap_or_default();
    let sealed = REASONS.seal(sealing, key, &place, words);
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
    let Some(words) = REASONS.open_some(key, place, sealed)? else { return Ok(Vec::new()) };
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
    rows.into_iter().map(|row| open(key, row)).collect()
}

fn open(key: &SubjectKey, row: ReadingRow) -> Result<Reading, StoreError> {
    let place = place(row.on_day, row.staff_id);
    Ok(Reading {
        subject: row.subject_id,
        on: row.on_day,
        staff: row.staff_id,
        office: row.office_id,
        purpose: row.purpose,
        times: row.times,
        last_at: row.last_at,
        reasons: open_reasons(key, &place, row.reason.as_ref())?,
    })
}

/// Gives the readings of a file that come after one of them, which a page ended with, or after one of another file that
/// stands in the same list: of two at one instant, that of the later file comes first.
pub async fn readings_before(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    last: &ReadingPlace,
    limit: i64,
) -> Result<Vec<Reading>, StoreError> {
    let values: [&dyn ToValue; 7] =
        [&subject, &last.on, &last.at, &last.staff, &last.purpose, &last.subject, &limit];
    let rows: Vec<ReadingRow> = tx.all(sql::READINGS_BEFORE, &values).await?;
    rows.into_iter().map(|row| open(key, row)).collect()
}

/// Where in a list of readings a page ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingPlace {
    /// The day.
    pub on: Day,
    /// When last; does not count where readings of several files are listed.
    pub at: Instant,
    /// Whose file.
    pub subject: SubjectId,
    /// Who.
    pub staff: ActorId,
    /// What for.
    pub purpose: String,
}

/// Which readings are looked for.
#[derive(Clone, Debug)]
pub struct ReadingSearch {
    /// From this day on.
    pub from: Day,
    /// Until this one.
    pub until: Day,
    /// By whom.
    pub staff: Option<ActorId>,
    /// In whose file.
    pub subject: Option<SubjectId>,
    /// What for; for anything if blank.
    pub purpose: String,
    /// In which offices the readers worked then, by their codes, first and last.
    pub offices: (i64, i64),
    /// After which of them the page begins.
    pub after: Option<ReadingPlace>,
}

/// Readings that were looked for.
#[derive(Clone, Debug)]
pub struct SoughtReading {
    /// Where in the list it stands.
    pub place: ReadingPlace,
    /// The number of the file; of one that has none yet what it is kept under, masked; nothing if it was erased.
    pub file: Option<String>,
    /// The name of whoever read.
    pub staff: String,
    /// The office that they worked in then.
    pub office: String,
    /// How often.
    pub times: i64,
}

/// Looks for readings, of whichever files, latest day first; reasons stay sealed. The caller bounds how many.
pub async fn search_readings(
    tx: &mut Tx,
    sealing: &Sealing,
    search: &ReadingSearch,
    limit: i64,
) -> Result<Vec<SoughtReading>, StoreError> {
    let beginning = ReadingPlace {
        on: Day::LAST,
        at: Instant::from_micros(0),
        subject: SubjectId::from_bytes([0xff; 16]),
        staff: ActorId::from_bytes([0xff; 16]),
        purpose: String::new(),
    };
    let after = search.after.as_ref().unwrap_or(&beginning);
    let (first, last) = search.offices;
    let mut values: Vec<&dyn ToValue> = vec![
        &search.from,
        &search.until,
        &search.purpose,
        &first,
        &last,
        &after.on,
        &after.subject,
        &after.staff,
        &after.purpose,
    ];
    values.extend(search.staff.as_ref().map(|staff| staff as &dyn ToValue));
    values.extend(search.subject.as_ref().map(|subject| subject as &dyn ToValue));
    values.push(&limit);
    let statement = match (search.staff, search.subject) {
        (None, None) => sql::SEARCH_READINGS,
        (Some(_), None) => sql::SEARCH_READINGS_BY,
        (None, Some(_)) => sql::SEARCH_READINGS_IN,
        (Some(_), Some(_)) => sql::SEARCH_READINGS_BY_IN,
    };
    let rows: Vec<SoughtRow> = tx.all(statement, &values).await?;
    rows.into_iter()
        .map(|row| {
            let reference =
                open_reference(sealing, row.subject_id, &row.reference, row.wrapped.as_deref())?;
            let masked = reference.as_ref().map(|reference| mask(reference.reveal()));
            Ok(SoughtReading {
                // What a file is kept under may be a number of identity, even when it has a number of its own.
                file: masked.map(|masked| row.file_number.unwrap_or(masked)),
                staff: row.staff_name.unwrap_or_default(),
                office: row.office_name.unwrap_or_default(),
                times: row.times,
                place: ReadingPlace {
                    on: row.on_day,
                    at: row.last_at,
                    subject: row.subject_id,
                    staff: row.staff_id,
                    purpose: row.purpose,
                },
            })
        })
        .collect()
}

fn place(on: Day, staff: ActorId) -> Vec<u8> {
    let mut place = on.number().to_be_bytes().to_vec();
    place.extend_from_slice(&staff.bytes());
    place
}
