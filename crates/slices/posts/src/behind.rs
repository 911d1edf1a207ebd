//! What stands behind the entry of a placement, where it is taken back: two people had a part in it (decision 0327).

use desk::{Behind, Desk};
use rules::Kind;
use store::seal::key_of;
use store::{StoreError, SubjectId, Tx};
use subjects::Past;

use crate::actions::requests::{all_requests, parts_of};

/// Gives what stands behind the entry of a placement; nothing for any other.
pub(crate) async fn behind(
    tx: &mut Tx,
    desk: &Desk,
    (subject, past): (SubjectId, &Past),
) -> Result<Option<Behind>, StoreError> {
    if past.kind != Kind::PublicPostPlaced {
        return Ok(None);
    }
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    let requests = all_requests(tx, desk, &key, subject).await?;
    let request = requests.iter().find(|request| request.placed == Some(past.id));
    let parts = match request {
        Some(request) => {
            let mut parts = parts_of(tx, subject, request.asked_by).await?;
            parts.extend(request.decided_by);
            parts
        }
        None => Vec::new(),
    };
    Ok(Some(Behind {
        parts,
        does: "公益性岗位安置撤销，名额空出，因安置终止的援助协议恢复（BJ18-30）；已经上岗、领取待遇的，请一并告知用人组织和本人".to_owned(),
        ..Behind::default()
    }))
}
