//! The demand file: opened once, every change a new version.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use rules::Kind;
use services::model::Draft;
use store::seal::{self, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{Happening, SealedDocument, facts_of};

use crate::model::{DemandContent, SurveyRefusal};
use crate::sql::{self, DemandFileRow};

/// What a version says.
const CONTENT: SealedDocument<DemandContent> = SealedDocument::of("demand_file.content");

/// A version of a demand file, opened.
#[derive(Clone, Debug)]
pub struct DemandFile {
    /// Counted from 1.
    pub version: i64,
    /// When it was written.
    pub written_at: Instant,
    /// By whom.
    pub written_by: ActorId,
    /// What it says.
    pub content: DemandContent,
}

/// Gives the versions of a person's demand file, latest first. The caller has the right to read the file.
pub async fn demand_files(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<DemandFile>, StoreError> {
    let rows: Vec<DemandFileRow> = tx.all(sql::DEMAND_FILES, &[&subject]).await?;
    let open = |row: DemandFileRow| {
        Ok(DemandFile {
            version: row.version,
            written_at: row.written_at,
            written_by: row.written_by,
            content: CONTENT.open(key, &row.version.to_be_bytes(), &row.content)?,
        })
    };
    rows.into_iter().map(open).collect()
}

/// Writes a further version of a demand file; `based_on` is the version that its writer saw, 0 for none. Where the
/// ledger has no demand file yet, it is opened there (BJ18-20). Gives the new version.
pub async fn write_demand_file(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    content: &DemandContent,
    based_on: i64,
) -> Result<i64, Failure<SurveyRefusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let known = demand_files(tx, &key, subject).await?;
    let latest = known.first();
    if latest.map_or(0, |latest| latest.version) != based_on {
        return Err(Failure::Refused(SurveyRefusal::DemandFileChanged));
    }
    if latest.is_some_and(|latest| latest.content == *content) {
        return Err(Failure::Refused(SurveyRefusal::DemandFileSame));
    }
    let facts = facts_of(tx, subject).await?;
    let now = services::model::Then::at(&desk.rulebook, &facts, occasion.today);
    if now.last(Kind::DemandFileOpened).is_none() {
        let draft = Draft::new(Happening::new(Kind::DemandFileOpened, occasion.today));
        services::record_kept(tx, desk, occasion, subject, &draft)
            .await
            .map_err(|failure| failure.map(SurveyRefusal::Service))?;
    }
    put(tx, desk, occasion, &key, subject, content, based_on + 1).await?;
    Ok(based_on + 1)
}

/// Writes the first version with what the person's file knows, where there is none: what a survey opens is not
/// empty. The caller has recorded that it was opened, and holds the subject.
pub(crate) async fn first_version(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<(), StoreError> {
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Ok(()) };
    if !demand_files(tx, &key, subject).await?.is_empty() {
        return Ok(());
    }
    let Some(person) = seekers::person_of(tx, &key, subject).await? else { return Ok(()) };
    let content = DemandContent::from_particulars(&person);
    put(tx, desk, occasion, &key, subject, &content, 1).await
}

async fn put(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    key: &SubjectKey,
    subject: SubjectId,
    content: &DemandContent,
    version: i64,
) -> Result<(), StoreError> {
    let content = CONTENT.seal(&desk.sealing, key, &version.to_be_bytes(), content)?;
    let values: [&dyn ToValue; 5] =
        [&subject, &version, &occasion.now, &occasion.actor.id, &content];
    tx.execute(sql::PUT_DEMAND_FILE, &values).await.map(drop)
}
