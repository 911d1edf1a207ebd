//! The demand file: opened once, every change a new version.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{ServiceRefusal, hold, relation};
use rules::Kind;
use services::model::Draft;
use store::seal::{self, Clear, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{Happening, facts_of};

use crate::model::{DemandContent, SurveyRefusal};
use crate::sql::{self, DemandFileRow};

/// The place that a version is sealed for.
const CONTENT_COLUMN: &str = "demand_file.content";

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
    rows.into_iter().map(|row| open(key, &row)).collect()
}

fn open(key: &SubjectKey, row: &DemandFileRow) -> Result<DemandFile, StoreError> {
    let text = key.open(CONTENT_COLUMN, &row.version.to_be_bytes(), &row.content)?;
    let content =
        serde_json::from_str(text.reveal()).map_err(|error| StoreError::Contradiction {
            table: "demand_file",
            column: "content".to_owned(),
            row: format!("{} {}", row.subject_id, row.version),
            // The error of serde tells the place, never the value.
            why: format!("第 {} 行第 {} 列不合格式", error.line(), error.column()),
        })?;
    Ok(DemandFile {
        version: row.version,
        written_at: row.written_at,
        written_by: row.written_by,
        content,
    })
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
    let action = Action::RecordService;
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(SurveyRefusal::NoFile));
    };
    relation::<ServiceRefusal>(tx, occasion, &held, action)
        .await
        .map_err(|failure| failure.map(|_| SurveyRefusal::NoFile))?;
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Err(Failure::Refused(SurveyRefusal::NoFile)) };
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
    // Texts and lists of texts always become JSON.
    let text = Clear::new(serde_json::to_string(content).unwrap_or_default());
    let entropy = desk.sealing.entropy.as_ref();
    let content = key.seal(CONTENT_COLUMN, &version.to_be_bytes(), &text, entropy);
    let values: [&dyn ToValue; 5] =
        [&subject, &version, &occasion.now, &occasion.actor.id, &content];
    tx.execute(sql::PUT_DEMAND_FILE, &values).await.map(drop)
}
