//! What belongs to a recommendation or a placement: kept with its entry, read with the file.

use desk::Desk;
use kernel::Day;
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedDocument;

use crate::PostId;
use crate::model::{Content, Purpose};
use crate::sql::{self, DocumentRow, PostRow};

/// Hours, pay and reasons.
const CONTENT: SealedDocument<Content> = SealedDocument::of("post_document.content");

/// What belongs to a recommendation or a placement, opened.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its entry in the ledger.
    pub entry: EntryId,
    /// What the entry is.
    pub purpose: Purpose,
    /// The post.
    pub post: PostId,
    /// The planned last day of a placement.
    pub last_day: Option<Day>,
    /// Hours, pay and reasons.
    pub content: Content,
}

/// Keeps what belongs to an entry that was recorded in the same transaction.
pub(super) async fn keep(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
    document: &Document,
) -> Result<(), StoreError> {
    let row = document.entry.bytes();
    let content = CONTENT.seal(&desk.sealing, key, &row, &document.content)?;
    let values: [&dyn ToValue; 6] = [
        &subject,
        &document.entry,
        &document.purpose,
        &document.post,
        &document.last_day,
        &content,
    ];
    tx.execute(sql::PUT, &values).await.map(drop)
}

/// Gives what belongs to a person's recommendations and placements, latest first. The caller has the right to read
/// the file.
pub async fn documents_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Document>, StoreError> {
    let rows: Vec<DocumentRow> = tx.all(sql::DOCUMENTS, &[&subject]).await?;
    let open = |row: DocumentRow| {
        Ok(Document {
            entry: row.entry_id,
            purpose: row.purpose,
            post: row.post_id,
            last_day: row.last_day,
            content: CONTENT.open(key, &row.entry_id.bytes(), &row.content)?,
        })
    };
    rows.into_iter().map(open).collect()
}

/// Gives the same, and what belongs to the recommendations and placements of the files that were merged into theirs: each
/// with the entry that stands for its own in this ledger.
pub(crate) async fn all_documents(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Document>, StoreError> {
    let mut documents = documents_of(tx, key, subject).await?;
    for file in duties::merged_files(tx, desk, subject, key).await? {
        for document in documents_of(tx, &file.key, file.subject).await? {
            let entry = file.goes_on_as(document.entry).unwrap_or(document.entry);
            documents.push(Document { entry, ..document });
        }
    }
    Ok(documents)
}

/// Finds a post.
pub(crate) async fn find_post(tx: &mut Tx, post: PostId) -> Result<Option<PostRow>, StoreError> {
    tx.optional(sql::POST, &[&post]).await
}
