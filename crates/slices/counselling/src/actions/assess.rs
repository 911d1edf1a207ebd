//! Assessments: begun, answered page by page, finished, and, of readiness, recorded.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::Entered;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use serde::{Deserialize, Serialize};
use store::seal::SubjectKey;
use store::{ActorId, EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::{Happening, SealedDocument};

use super::receive::enter_received;
use crate::model::{
    CounselRefusal, Instrument, InstrumentKind, Profile, Readiness, profile, readiness,
};
use crate::sql::{self, AssessmentId, AssessmentRow};

/// Answers and result.
const CONTENT: SealedDocument<Content> = SealedDocument::of("assessment.content");

/// What an assessment found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Of an interest test.
    Interest(Profile),
    /// Of a classification of difficulties.
    Classification(Profile),
    /// Of a readiness checklist.
    Readiness(Readiness),
}

#[derive(Serialize, Deserialize)]
struct Content {
    answers: Vec<u8>,
    found: Option<Found>,
}

/// An assessment, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The file that it lies in: the person's own, or one that was merged into it.
    pub file: SubjectId,
    /// Its name.
    pub id: AssessmentId,
    /// By which instrument.
    pub instrument: String,
    /// The edition, by the day from which it is used.
    pub edition: Day,
    /// On which day it was begun.
    pub started_on: Day,
    /// By whom.
    pub staff: ActorId,
    /// On which day it was finished.
    pub finished_on: Option<Day>,
    /// The answers so far, 0 where there is none.
    pub answers: Vec<u8>,
    /// What it found, once it is finished.
    pub found: Option<Found>,
    /// The entry that was made of it.
    pub entry: Option<EntryId>,
}

impl Assessment {
    /// Gives the instrument as it is now; nothing if it is no longer shipped.
    #[must_use]
    pub fn by(&self) -> Option<&'static Instrument> {
        Instrument::find(&self.instrument)
    }

    /// Counts the answers.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| **answer > 0).count()
    }
}

fn read(key: &SubjectKey, row: AssessmentRow) -> Result<Assessment, StoreError> {
    let content = CONTENT.open(key, &row.assessment_id.bytes(), &row.content)?;
    Ok(Assessment {
        file: row.subject_id,
        id: row.assessment_id,
        instrument: row.instrument,
        edition: row.edition,
        started_on: row.started_on,
        staff: row.by_staff_id,
        finished_on: row.finished_on,
        answers: content.answers,
        found: content.found,
        entry: row.entry_id,
    })
}

/// Begins an assessment.
pub async fn begin(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    instrument: &Instrument,
) -> Result<AssessmentId, Failure<CounselRefusal>> {
    duties::hold(tx, subject).await?;
    let entered = enter_received(tx, desk, occasion, subject).await?;
    let id = AssessmentId::new(occasion.now, desk.sealing.entropy.as_ref());
    let content = Content { answers: vec![0; instrument.items.len()], found: None };
    let content = CONTENT.seal(&desk.sealing, &entered.key, &id.bytes(), &content)?;
    let values: [&dyn ToValue; 8] = [
        &subject,
        &id,
        &instrument.id,
        &instrument.from,
        &occasion.now,
        &occasion.today,
        &occasion.actor.id,
        &content,
    ];
    tx.execute(sql::PUT_ASSESSMENT, &values).await?;
    Ok(id)
}

/// Gives the assessments of a subject, those of merged files too, the latest first, with the file. Must run in
/// [`store::Db::write`].
pub async fn assessments(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<(Entered, Vec<Assessment>), Failure<CounselRefusal>> {
    let entered = enter_received(tx, desk, occasion, subject).await?;
    let files = seekers::files_of(tx, desk, subject).await?;
    Ok((entered, assessments_in(tx, &files).await?))
}

/// Gives the assessments that lie in some files, the latest first.
pub(crate) async fn assessments_in(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<Assessment>, StoreError> {
    let mut found = Vec::new();
    for (file, key) in files {
        let rows: Vec<AssessmentRow> = tx.all(sql::ASSESSMENTS, &[file]).await?;
        for row in rows {
            found.push((row.started_at, read(key, row)?));
        }
    }
    found.sort_by_key(|(at, one)| std::cmp::Reverse((*at, one.id)));
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// Gives one assessment with the file, and with the key that it is sealed with. Must run in
/// [`store::Db::write`].
pub async fn assessment(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    id: AssessmentId,
) -> Result<(Entered, Assessment), Failure<CounselRefusal>> {
    let entered = enter_received(tx, desk, occasion, subject).await?;
    for (file, key) in seekers::files_of(tx, desk, subject).await? {
        let row: Option<AssessmentRow> = tx.optional(sql::ASSESSMENT, &[&file, &id]).await?;
        if let Some(row) = row {
            let assessment = read(&key, row)?;
            return Ok((Entered { key, ..entered }, assessment));
        }
    }
    Err(Failure::Refused(CounselRefusal::Missing))
}

/// Keeps some answers, by their places; what was answered before stays. `finish` asks for the result too, and
/// is refused while an answer is missing.
pub async fn answer(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, AssessmentId),
    answers: &[(usize, u8)],
    finish: bool,
) -> Result<(), Failure<CounselRefusal>> {
    // Answers from two pages at once are added one after the other, so that neither is lost.
    duties::hold(tx, subject).await?;
    let (entered, assessment) = assessment(tx, desk, occasion, subject, id).await?;
    let Some(instrument) = assessment.by() else {
        return Err(Failure::Refused(CounselRefusal::Missing));
    };
    if assessment.finished_on.is_some() {
        return Err(Failure::Refused(CounselRefusal::State { state: "已完成", step: "作答" }));
    }
    let file = assessment.file;
    let mut known = assessment.answers;
    for (place, answer) in answers {
        if let Some(slot) = known.get_mut(*place) {
            *slot = *answer;
        }
    }
    let found = if finish { Some(judge(instrument, &known)?) } else { None };
    let (at, on) = if finish { (Some(occasion.now), Some(occasion.today)) } else { (None, None) };
    let content = Content { answers: known, found };
    let content = CONTENT.seal(&desk.sealing, &entered.key, &id.bytes(), &content)?;
    if tx.execute(sql::SAVE_ASSESSMENT, &[&content, &at, &on, &file, &id]).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::Changed));
    }
    Ok(())
}

fn judge(instrument: &Instrument, answers: &[u8]) -> Result<Found, Failure<CounselRefusal>> {
    let found = match instrument.kind {
        InstrumentKind::Interest => profile(instrument, answers).map(Found::Interest),
        InstrumentKind::Classification => profile(instrument, answers).map(Found::Classification),
        InstrumentKind::Checklist => readiness(instrument, answers).map(Found::Readiness),
    };
    let open = answers.iter().filter(|answer| **answer == 0);
    let refusal = CounselRefusal::Unanswered { count: open.map(drop).count() };
    found.ok_or(Failure::Refused(refusal))
}

/// Records the result of a readiness checklist in the ledger, once.
pub async fn record_readiness(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    id: AssessmentId,
) -> Result<(), Failure<CounselRefusal>> {
    duties::hold(tx, subject).await?;
    let (_, assessment) = assessment(tx, desk, occasion, subject, id).await?;
    let (Some(Found::Readiness(found)), Some(on), Some(instrument)) =
        (&assessment.found, assessment.finished_on, assessment.by())
    else {
        return Err(Failure::Refused(CounselRefusal::Missing));
    };
    if assessment.entry.is_some() {
        return Err(Failure::Refused(CounselRefusal::State {
            state: "已记入台账",
            step: "记一次",
        }));
    }
    let advice: Vec<&str> = found
        .missing
        .iter()
        .filter_map(|place| instrument.items.get(*place))
        .map(|item| item.advice.as_str())
        .collect();
    let happening = Happening::new(Kind::ReadinessAssessed, on)
        .flag(Field::Ready, found.ready)
        .text(Field::Note, advice.join("；"));
    let recorded =
        duties::record_service(tx, desk, occasion, Action::Counsel, subject, &[happening]).await;
    let recorded = recorded.map_err(|failure| failure.map(CounselRefusal::from))?;
    let entry = recorded.entries.first().copied();
    if tx.execute(sql::NOTE_ENTRY, &[&entry, &assessment.file, &id]).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::Changed));
    }
    Ok(())
}

/// Keeps the last answers and asks for the result, in one transaction with the entry that a checklist of readiness is: whoever
/// has answered it has assessed (BJ18-15), and plans and duties go by the ledger. Tells whether an entry was made.
pub async fn finish(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, AssessmentId),
    answers: &[(usize, u8)],
) -> Result<bool, Failure<CounselRefusal>> {
    answer(tx, desk, occasion, (subject, id), answers, true).await?;
    let (_, assessment) = assessment(tx, desk, occasion, subject, id).await?;
    if !matches!(assessment.found, Some(Found::Readiness(_))) {
        return Ok(false);
    }
    record_readiness(tx, desk, occasion, subject, id).await?;
    Ok(true)
}

/// Gives the last checklist of readiness of a subject that is finished and of which no entry was made, with its day; nothing
/// where readiness was assessed on that day or later otherwise. Opens none. The caller has the right to read the file.
pub async fn unrecorded(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Option<(AssessmentId, Day)>, StoreError> {
    let rows: Vec<(AssessmentId, String, Day)> = tx.all(sql::UNRECORDED, &[&subject]).await?;
    let is_checklist = |instrument: &str| {
        let by = Instrument::find(instrument);
        by.is_some_and(|by| by.kind == InstrumentKind::Checklist)
    };
    let found = rows.into_iter().find(|(_, instrument, _)| is_checklist(instrument));
    let Some((id, _, on)) = found else { return Ok(None) };
    let known = subjects::facts_of(tx, subject).await?;
    let corrections = known.entries().iter().filter(|entry| entry.kind == Kind::Corrected);
    let corrected: Vec<_> = corrections.filter_map(rules::Entry::of).collect();
    let mut entries = known.entries().iter().enumerate();
    let is_known = entries.any(|(place, entry)| {
        entry.kind == Kind::ReadinessAssessed && entry.on >= on && !corrected.contains(&place)
    });
    Ok((!is_known).then_some((id, on)))
}
