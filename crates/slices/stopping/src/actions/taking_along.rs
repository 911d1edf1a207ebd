//! What goes on after a merge. A stop that was carried out, and an exit, stand in the file that goes on, whose ledger says
//! them once more: there the person objects, there they are told, there it is taken back. So the case goes over to that file
//! with its letters and objections, sealed anew under its key. What came to nothing stays where it was, as history.

use desk::Desk;
use duties::MergedFile;
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};

use super::exit::find::{self, Exit, exits_of};
use super::notices::{LETTER, Notice, RECEIPT, notices_of};
use super::objections::{self, Objection, objections_of};
use super::open::{self, Case, cases_of};
use crate::model::{Against, CaseState};
use crate::sql;

/// What is kept with a file that was merged into another one, as it stands in that one: of the other subject, carried out
/// by the entries of the other ledger.
pub(crate) struct Left {
    file: SubjectId,
    pub(crate) cases: Vec<Case>,
    pub(crate) exits: Vec<Exit>,
    pub(crate) objections: Vec<Objection>,
    notices: Vec<Notice>,
}

/// Tells whether something of a person is still kept with files that were merged into theirs.
pub(crate) async fn is_left_behind(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let (left,): (i64,) = tx.one(sql::LEFT_BEHIND, &[&subject]).await?;
    Ok(left > 0)
}

/// Reads what is still kept with files that were merged into a person's. Writes nothing.
pub(crate) async fn left_behind(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    key: &SubjectKey,
) -> Result<Vec<Left>, StoreError> {
    let mut left = Vec::new();
    if !is_left_behind(tx, subject).await? {
        return Ok(left);
    }
    for file in duties::merged_files(tx, desk, subject, key).await? {
        left.push(left_in(tx, subject, &file).await?);
    }
    Ok(left)
}

async fn left_in(tx: &mut Tx, subject: SubjectId, file: &MergedFile) -> Result<Left, StoreError> {
    // What was corrected goes on as nothing: the entry keeps its name, which the other ledger does not know.
    let entry = |entry: EntryId| file.goes_on_as(entry).unwrap_or(entry);
    let mut cases = cases_of(tx, &file.key, file.subject).await?;
    cases.retain(|case| case.state == CaseState::Approved);
    for case in &mut cases {
        case.subject = subject;
        for name in [&mut case.notified, &mut case.ended, &mut case.stopped] {
            *name = name.map(entry);
        }
    }
    let mut exits = exits_of(tx, &file.key, file.subject).await?;
    exits.retain(|exit| exit.ended.is_some());
    for exit in &mut exits {
        exit.subject = subject;
        exit.recognised = entry(exit.recognised);
        exit.ended = exit.ended.map(entry);
    }
    let mut objections = objections_of(tx, &file.key, file.subject).await?;
    objections.retain(|objection| match objection.against {
        Against::Stop(id) => cases.iter().any(|case| case.id == id),
        Against::Exit(id) => exits.iter().any(|exit| exit.id == id),
    });
    for objection in &mut objections {
        objection.subject = subject;
    }
    let mut notices = notices_of(tx, &file.key, file.subject).await?;
    notices.retain(|notice| cases.iter().any(|case| case.id == notice.case));
    Ok(Left { file: file.subject, cases, exits, objections, notices })
}

/// Has what is still kept with files that were merged into a person's go on with theirs. The caller holds the person.
pub(crate) async fn take_along(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    key: &SubjectKey,
) -> Result<(), StoreError> {
    for left in left_behind(tx, desk, subject, key).await? {
        for case in &left.cases {
            take_case(tx, desk, (left.file, key), case).await?;
        }
        for exit in &left.exits {
            take_exit(tx, desk, (left.file, key), exit).await?;
        }
        for objection in &left.objections {
            take_objection(tx, desk, (left.file, key), objection).await?;
        }
        for notice in &left.notices {
            take_notice(tx, desk, (left.file, subject, key), notice).await?;
        }
        // Now that nothing hangs on them any more.
        for case in &left.cases {
            tx.execute(sql::LEAVE_CASE, &[&left.file, &case.id]).await?;
        }
        for exit in &left.exits {
            tx.execute(sql::LEAVE_EXIT, &[&left.file, &exit.id]).await?;
        }
    }
    Ok(())
}

async fn take_case(
    tx: &mut Tx,
    desk: &Desk,
    (file, key): (SubjectId, &SubjectKey),
    case: &Case,
) -> Result<(), StoreError> {
    let (sealing, place) = (&desk.sealing, case.id.bytes());
    let content = open::CONTENT.seal(sealing, key, &place, &case.verification)?;
    let words = case.words.as_ref();
    let words = words.map(|words| open::WORDS.seal(sealing, key, &place, words.reveal()));
    let told = case.told.as_ref().map(|told| open::TOLD.seal(sealing, key, &place, told));
    let told = told.transpose()?;
    let values: [&dyn ToValue; 9] = [
        &case.subject,
        &content,
        &words,
        &case.notified,
        &case.ended,
        &case.stopped,
        &told,
        &file,
        &case.id,
    ];
    tx.execute(sql::TAKE_CASE, &values).await.map(drop)
}

async fn take_exit(
    tx: &mut Tx,
    desk: &Desk,
    (file, key): (SubjectId, &SubjectKey),
    exit: &Exit,
) -> Result<(), StoreError> {
    let (sealing, place) = (&desk.sealing, exit.id.bytes());
    let content = find::CONTENT.seal(sealing, key, &place, &exit.content)?;
    let words = exit.words.as_ref();
    let words = words.map(|words| find::WORDS.seal(sealing, key, &place, words.reveal()));
    let told = exit.told.as_ref().map(|told| find::TOLD.seal(sealing, key, &place, told));
    let told = told.transpose()?;
    let values: [&dyn ToValue; 8] =
        [&exit.subject, &content, &exit.recognised, &words, &exit.ended, &told, &file, &exit.id];
    tx.execute(sql::TAKE_EXIT, &values).await.map(drop)
}

async fn take_objection(
    tx: &mut Tx,
    desk: &Desk,
    (file, key): (SubjectId, &SubjectKey),
    objection: &Objection,
) -> Result<(), StoreError> {
    let (sealing, place) = (&desk.sealing, objection.id.bytes());
    let said = objections::CONTENT.seal(sealing, key, &place, objection.said.reveal());
    let words = objection.words.as_ref();
    let words = words.map(|words| objections::WORDS.seal(sealing, key, &place, words.reveal()));
    let told = objection.told.as_ref();
    let told = told.map(|told| objections::TOLD.seal(sealing, key, &place, told)).transpose()?;
    let values: [&dyn ToValue; 6] =
        [&objection.subject, &said, &words, &told, &file, &objection.id];
    tx.execute(sql::TAKE_OBJECTION, &values).await.map(drop)
}

async fn take_notice(
    tx: &mut Tx,
    desk: &Desk,
    (file, subject, key): (SubjectId, SubjectId, &SubjectKey),
    notice: &Notice,
) -> Result<(), StoreError> {
    let (sealing, place) = (&desk.sealing, notice.id.bytes());
    let letter = LETTER.seal(sealing, key, &place, &notice.letter)?;
    let receipt = notice.receipt.as_ref();
    let receipt = receipt.map(|receipt| RECEIPT.seal(sealing, key, &place, receipt.reveal()));
    let values: [&dyn ToValue; 5] = [&subject, &letter, &receipt, &file, &notice.id];
    tx.execute(sql::TAKE_NOTICE, &values).await.map(drop)
}
