//! What stands behind a signing that a correction says was recorded in error: the paper that both sides signed.

use desk::{Behind, Desk};
use rules::Kind;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::Past;

use crate::actions::documents::signatures_of;
use crate::actions::papers::papers_of;

/// Gives what stands behind a signing; nothing where nobody signed anything.
pub(crate) async fn behind(
    tx: &mut Tx,
    desk: &Desk,
    (subject, past): (SubjectId, &Past),
) -> Result<Option<Behind>, StoreError> {
    if past.kind != Kind::AgreementSigned {
        return Ok(None);
    }
    let files = duties::files_of(tx, desk, subject).await?;
    let signatures = signatures_of(tx, &files).await?;
    let papers = papers_of(tx, &files).await?;
    let signed = signatures.iter().filter(|signature| signature.entry == past.id);
    let scanned =
        papers.iter().filter(|paper| paper.entry_id == past.id && paper.removed_at.is_none());
    let parts: Vec<ActorId> = signed
        .map(|signature| signature.staff)
        .chain(scanned.map(|paper| paper.uploaded_by))
        .collect();
    if parts.is_empty() {
        return Ok(None);
    }
    Ok(Some(Behind {
        parts,
        came_of_it: "的协议书已有签字".to_owned(),
        does: "协议书已有签字：更正以后协议不再有效，请告诉本人。协议没有写错、只是要提前终止的，不在这里更正，请办理协议终止（BJ18-24、BJ18-29）".to_owned(),
        ..Behind::default()
    }))
}
