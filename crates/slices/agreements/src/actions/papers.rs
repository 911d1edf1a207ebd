//! The signed paper: uploaded, shown, removed where it was uploaded in error.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::enter;
use store::seal::{Sealed, SubjectKey};
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};

use super::documents::files_of;
use super::dossier::hold;
use super::sign::key;
use crate::model::{Media, Paper, Refusal, periods};
use crate::sql::{self, PaperRow};
use services::model::Then;

store::identifier! {
    /// Names a scan of a signed paper.
    pub PaperId
}

/// The place that a scan is sealed for.
const CONTENT_COLUMN: &str = "agreement_scan.content";

/// Keeps a scan of the paper of a signing. A signing that stands only in an imported ledger may have one, too.
pub async fn upload(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, entry): (SubjectId, EntryId),
    paper: &Paper,
) -> Result<String, Failure<Refusal>> {
    hold(tx, occasion, Action::RecordService, subject).await?;
    let key = key(tx, desk, subject).await?;
    let known = subjects::facts_of(tx, subject).await?;
    let all = periods(&Then::at(&desk.rulebook, &known, occasion.today));
    if !all.iter().any(|period| period.has(entry)) {
        return Err(Failure::Refused(Refusal::NoAgreement));
    }
    let entropy = desk.sealing.entropy.as_ref();
    let id = PaperId::new(occasion.now, entropy);
    let content = key.seal(CONTENT_COLUMN, &id.bytes(), &paper.clear(), entropy);
    let length = i64::try_from(paper.bytes.len()).unwrap_or(i64::MAX);
    let values: [&dyn ToValue; 8] =
        [&subject, &id, &entry, &paper.media, &length, &occasion.now, &occasion.actor.id, &content];
    tx.execute(sql::PUT_PAPER, &values).await?;
    Ok(id.to_string())
}

/// Opens a scan for whoever may read the file; notes the reading, so it must run in [`store::Db::write`].
pub async fn paper_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, PaperId),
) -> Result<Paper, Failure<Refusal>> {
    let entered = enter(tx, desk, occasion, Action::ReadFile, subject, Some("查看签字协议")).await;
    entered.map_err(|failure| failure.map(Refusal::File))?;
    for (file, key) in files_of(tx, desk.sealing.keys.as_ref(), subject).await? {
        let row: Option<(Media, Sealed)> = tx.optional(sql::PAPER, &[&file, &id]).await?;
        if let Some((media, content)) = row {
            let clear = key.open(CONTENT_COLUMN, &id.bytes(), &content)?;
            return Ok(Paper::of_clear(media, &clear));
        }
    }
    Err(Failure::Refused(Refusal::NoPaper))
}

/// Removes a scan that was uploaded in error: what it shows is gone, that it was there stays.
pub async fn remove_paper(
    tx: &mut Tx,
    occasion: &Occasion,
    (subject, id): (SubjectId, PaperId),
) -> Result<(), Failure<Refusal>> {
    hold(tx, occasion, Action::RecordService, subject).await?;
    let values: [&dyn ToValue; 4] = [&occasion.now, &occasion.actor.id, &subject, &id];
    match tx.execute(sql::REMOVE_PAPER, &values).await? {
        0 => Err(Failure::Refused(Refusal::NoPaper)),
        _ => Ok(()),
    }
}

/// Gives the scans of these files, without what they show; removed ones too.
pub(crate) async fn papers_of(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<PaperRow>, StoreError> {
    let mut papers = Vec::new();
    for (file, _) in files {
        papers.extend(tx.all::<PaperRow>(sql::PAPERS, &[file]).await?);
    }
    Ok(papers)
}
