//! What stands behind the end of an agreement that a correction says was recorded in error, where it ended with a transfer.

use desk::{Behind, Desk, Instead};
use ledger::Field;
use rules::Kind;
use store::{Instant, StoreError, SubjectId, Tx};
use subjects::Past;

use crate::actions::receive::REASON;
use crate::sql;

/// Says that an agreement that ended with a transfer is not in force again at the office that accepted the person: it was
/// the other office's. What helps is another transfer, and another agreement.
pub(crate) async fn behind(
    tx: &mut Tx,
    desk: &Desk,
    (subject, past): (SubjectId, &Past),
) -> Result<Option<Behind>, StoreError> {
    let reason = past.text(Field::Reason);
    let is_of_transfer = reason.is_some_and(|reason| reason.reveal() == REASON);
    if past.kind != Kind::AgreementEnded || !is_of_transfer {
        return Ok(None);
    }
    let mut accepted = false;
    for (file, _) in duties::files_of(tx, desk, subject).await? {
        let taken: Vec<(Instant,)> = tx.all(sql::ACCEPTED, &[&file]).await?;
        accepted |= taken.iter().any(|(at,)| web::day_of(*at) == past.on);
    }
    Ok(accepted.then(|| Behind {
        instead: Some(Instead {
            words: "这份协议随服务关系划转终止，划转已经接收。更正会使原机构的协议在现在的机构重新生效，所以不能更正：划转办错了的，由现在的机构另行申请划转；要继续援助的，与本人重新签订协议（BJ18-23、BJ18-24）".to_owned(),
            label: "看服务关系划转",
            path: format!("/people/{subject}/transfer"),
        }),
        ..Behind::default()
    }))
}
