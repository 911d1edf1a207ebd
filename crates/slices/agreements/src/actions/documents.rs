//! The texts of agreements as they are stored, opened, with what was signed on the screen.

use kernel::Day;
use store::seal::SubjectKey;
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{SealedDocument, SealedText, Sealing};

use crate::model::{Content, Edition, Ink, Side};
use crate::sql::{self, DocumentRow, SignatureRow};

/// What the text of a signing says beside its edition.
pub(super) const CONTENT: SealedDocument<Content> = SealedDocument::of("agreement.content");
/// What a side signed, in the row of [`place`].
const STROKES: SealedText = SealedText::of("agreement_signature.strokes");

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

/// Stores the text of a signing.
pub(crate) async fn put_document(
    tx: &mut Tx,
    sealing: &Sealing,
    key: &SubjectKey,
    document: &Document,
) -> Result<(), StoreError> {
    let content = CONTENT.seal(sealing, key, &document.entry.bytes(), &document.content)?;
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
            documents.push(Document {
                subject: row.subject_id,
                entry: row.entry_id,
                content: CONTENT.open(key, &row.entry_id.bytes(), &row.content)?,
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
    sealing: &Sealing,
    (subject, key): (SubjectId, &SubjectKey),
    signature: &Signature,
) -> Result<bool, StoreError> {
    let place = place(signature.entry, signature.side);
    let strokes = STROKES.seal(sealing, key, &place, signature.ink.strokes());
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
            let strokes = STROKES.open(key, &place, &row.strokes)?;
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
