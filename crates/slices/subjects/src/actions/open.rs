//! Opening a subject: a name of its own in the database, a key of its own, a reference, a label.

use store::seal::{self, Clear, Sealed, SubjectKey};
use store::{Instant, StoreError, SubjectId, ToValue, Tx};

use crate::Sealing;
use crate::model::{SubjectKind, called_by};
use crate::sql::{self, LabelRow};
use crate::stored::{self, LABEL, REFERENCE};

/// A subject as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which.
    pub subject: SubjectId,
    /// What it is.
    pub kind: SubjectKind,
    /// The reference under which its ledger is exported, such as a file number.
    pub reference: Clear,
    /// What a list calls it: a person's name, an employer's; of whom only the reference is known, that, masked where it
    /// is no name.
    pub name: Clear,
}

/// Opens a new subject. `reference` is what its ledger is exported under; it must not be in use: should
/// another transaction have been first, the job is run again and must find it.
pub async fn open_subject(
    tx: &mut Tx,
    sealing: &Sealing,
    kind: SubjectKind,
    reference: &str,
    label: &str,
    now: Instant,
) -> Result<(SubjectId, SubjectKey), StoreError> {
    let (keys, entropy) = (sealing.keys.as_ref(), sealing.entropy.as_ref());
    let subject = SubjectId::new(now, entropy);
    let key = seal::make_key(tx, keys, subject, now, entropy).await?;
    let lookup = stored::lookup(keys, reference)?;
    let reference = REFERENCE.seal(sealing, &key, &[], reference);
    let label = LABEL.seal(sealing, &key, &[], label);
    let row: [&dyn ToValue; 6] = [&subject, &lookup, &reference, &now, &label, &kind];
    if tx.execute(sql::PUT, &row).await? == 0 {
        return Err(tx.conflict(sql::PUT));
    }
    Ok((subject, key))
}

/// Gives a subject another label.
pub async fn relabel(
    tx: &mut Tx,
    sealing: &Sealing,
    key: &SubjectKey,
    subject: SubjectId,
    kind: SubjectKind,
    label: &str,
) -> Result<(), StoreError> {
    let label = LABEL.seal(sealing, key, &[], label);
    tx.execute(sql::RELABEL, &[&label, &kind, &subject]).await.map(drop)
}

/// Finds a subject by its reference, written in whatever way.
pub async fn find_subject(
    tx: &mut Tx,
    sealing: &Sealing,
    reference: &str,
) -> Result<Option<SubjectId>, StoreError> {
    let found = stored::find(tx, sealing.keys.as_ref(), reference).await?;
    Ok(found.map(|row| row.subject_id))
}

/// Gives what a list calls a subject; nothing if there is none or it was erased.
pub async fn label_of(
    tx: &mut Tx,
    sealing: &Sealing,
    subject: SubjectId,
) -> Result<Option<Label>, StoreError> {
    let row: Option<LabelRow> = tx.optional(sql::LABEL, &[&subject]).await?;
    let Some(row) = row else { return Ok(None) };
    let Some(key) = seal::key_of(tx, sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    let reference = REFERENCE.open(&key, &[], &row.reference)?;
    let name = LABEL.open_some(&key, &[], row.label.as_ref())?;
    // A ledger that came in without a person is kept under what its former keeper chose, often a number of identity.
    let name = name.unwrap_or_else(|| Clear::new(called_by(reference.reveal())));
    Ok(Some(Label { subject, kind: row.kind, reference, name }))
}

/// Gives the name of the employer that an entry names by its reference; nothing where no employer has it, so that what
/// stands in the entry is a name already. Whoever is no employer is not named by this.
pub async fn employer_named(
    tx: &mut Tx,
    sealing: &Sealing,
    reference: &str,
) -> Result<Option<Clear>, StoreError> {
    let Some(subject) = find_subject(tx, sealing, reference).await? else { return Ok(None) };
    let label = label_of(tx, sealing, subject).await?;
    Ok(label.filter(|label| label.kind == SubjectKind::Employer).map(|label| label.name))
}

/// Gives what a list calls a subject, and nothing else of it; nothing if it was erased or has no name. Cheap
/// enough for every row of a page.
pub async fn name_of(
    tx: &mut Tx,
    sealing: &Sealing,
    subject: SubjectId,
) -> Result<Option<Clear>, StoreError> {
    let row: Option<(Option<Sealed>, Option<Vec<u8>>)> =
        tx.optional(sql::NAME, &[&subject]).await?;
    let Some((label, wrapped)) = row else { return Ok(None) };
    open_name(sealing, subject, label.as_ref(), wrapped.as_deref())
}

/// Opens the name of a subject that a page has read together with its rows: the sealed label, and the wrapped key
/// beside it. Nothing if it was erased or has no name.
pub fn open_name(
    sealing: &Sealing,
    subject: SubjectId,
    label: Option<&Sealed>,
    wrapped: Option<&[u8]>,
) -> Result<Option<Clear>, StoreError> {
    let (Some(label), Some(wrapped)) = (label, wrapped) else { return Ok(None) };
    let key = SubjectKey::unwrap(sealing.keys.as_ref(), subject, wrapped)?;
    LABEL.open(&key, &[], label).map(Some)
}

/// Opens what a subject is kept under, read together with a page's rows; nothing if it was erased.
pub(super) fn open_reference(
    sealing: &Sealing,
    subject: SubjectId,
    reference: &Sealed,
    wrapped: Option<&[u8]>,
) -> Result<Option<Clear>, StoreError> {
    let Some(wrapped) = wrapped else { return Ok(None) };
    let key = SubjectKey::unwrap(sealing.keys.as_ref(), subject, wrapped)?;
    REFERENCE.open(&key, &[], reference).map(Some)
}
