//! The texts of agreements as they are stored, opened, with what was signed on the screen.

use kernel::Day;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{ActorId, Entropy, EntryId, Instant, StoreError, SubjectId, ToValue, Tx};

use crate::model::{Content, Edition, Ink, Side};
use crate::sql::{self, DocumentRow, SignatureRow};

/// The place that the text of a signing is sealed for.
const CONTENT_COLUMN: &str = "agreement.content";
/// The place that strokes are sealed for.
const STROKES_COLUMN: &str = "agreement_signature.strokes";

/// The text of a signing.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file that it was signed in; another one where that was merged.
    pub subject: SubjectId,
    /// The entry that says that it was signed.
    pub entry: EntryId,
    /// The edition of the text.
    pub edition: String,
    /// The office that signed, by code.
    pub office_code: i64,
    /// The officer whom it names.
    pub officer: ActorId,
    /// Its last day.
    pub ends_on: Day,
    /// What it says beside the edition's text.
    pub content: Content,
}

impl Document {
    /// Gives the edition of the text; nothing if this program no longer carries it.
    #[must_use]
    pub fn edition(&self) -> Option<&'static Edition> {
        Edition::named(&self.edition)
    }
}

/// What a side signed on the screen.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The signing that it belongs to.
    pub entry: EntryId,
    /// Which side.
    pub side: Side,
    /// When.
    pub at: Instant,
    /// Who was signed in.
    pub staff: ActorId,
    /// The strokes.
    pub ink: Ink,
}

/// Seals something that is stored as one document.
pub(crate) fn seal<T: Serialize>(
    key: &SubjectKey,
    column: &str,
    place: &[u8],
    content: &T,
    entropy: &dyn Entropy,
) -> Sealed {
    // Texts, numbers and flags always become JSON.
    let text = serde_json::to_string(content).unwrap_or_default();
    key.seal(column, place, &Clear::new(text), entropy)
}

/// Opens it again.
pub(crate) fn unseal<T: DeserializeOwned>(
    key: &SubjectKey,
    (table, column): (&'static str, &str),
    place: &[u8],
    row: &str,
    sealed: &Sealed,
) -> Result<T, StoreError> {
    let text = key.open(column, place, sealed)?;
    serde_json::from_str(text.reveal()).map_err(|error| StoreError::Contradiction {
        table,
        column: column.to_owned(),
        row: row.to_owned(),
        // The error of serde tells the place, never the value.
        why: format!("第 {} 行第 {} 列不合格式", error.line(), error.column()),
    })
}

/// Stores the text of a signing.
pub(crate) async fn put_document(
    tx: &mut Tx,
    key: &SubjectKey,
    document: &Document,
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let place = document.entry.bytes();
    let content = seal(key, CONTENT_COLUMN, &place, &document.content, entropy);
    let values: [&dyn ToValue; 7] = [
        &document.subject,
        &document.entry,
        &document.edition,
        &document.office_code,
        &document.officer,
        &document.ends_on,
        &content,
    ];
    tx.execute(sql::PUT, &values).await.map(drop)
}

/// Gives the texts of these files, oldest first within each.
pub(crate) async fn documents_of(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<Document>, StoreError> {
    let mut documents = Vec::new();
    for (file, key) in files {
        let rows: Vec<DocumentRow> = tx.all(sql::DOCUMENTS, &[file]).await?;
        for row in rows {
            let place = row.entry_id.bytes();
            let named = row.entry_id.to_string();
            let at = ("agreement", CONTENT_COLUMN);
            documents.push(Document {
                subject: row.subject_id,
                entry: row.entry_id,
                content: unseal(key, at, &place, &named, &row.content)?,
                edition: row.edition,
                office_code: row.office_code,
                officer: row.officer_id,
                ends_on: row.ends_on,
            });
        }
    }
    Ok(documents)
}

/// Stores what a side signed; tells whether it had not signed yet.
pub(crate) async fn put_signature(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    signature: &Signature,
    entropy: &dyn Entropy,
) -> Result<bool, StoreError> {
    let place = place(signature.entry, signature.side);
    let strokes = Clear::new(signature.ink.strokes());
    let strokes = key.seal(STROKES_COLUMN, &place, &strokes, entropy);
    let values: [&dyn ToValue; 6] =
        [&subject, &signature.entry, &signature.side, &signature.at, &signature.staff, &strokes];
    Ok(tx.execute(sql::SIGN, &values).await? > 0)
}

/// Gives what was signed on the screen in these files.
pub(crate) async fn signatures_of(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<Signature>, StoreError> {
    let mut signatures = Vec::new();
    for (file, key) in files {
        let rows: Vec<SignatureRow> = tx.all(sql::SIGNATURES, &[file]).await?;
        for row in rows {
            let place = place(row.entry_id, row.side);
            let strokes = key.open(STROKES_COLUMN, &place, &row.strokes)?;
            signatures.push(Signature {
                entry: row.entry_id,
                side: row.side,
                at: row.signed_at,
                staff: row.staff_id,
                ink: Ink::stored(strokes.reveal()),
            });
        }
    }
    Ok(signatures)
}

fn place(entry: EntryId, side: Side) -> Vec<u8> {
    let mut place = entry.bytes().to_vec();
    place.extend_from_slice(side.text().as_bytes());
    place
}
