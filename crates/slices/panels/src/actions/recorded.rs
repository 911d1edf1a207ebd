//! The request of a person that waits to be put before the office above, because the ledger alone knows of it.

use duties::{Held, Purpose};
use store::{StoreError, Tx};
use subjects::LedgerFacts;

use super::request::office_above;
use crate::model::{Panel, waiting_request};

/// Gives the request that the ledger alone knows of and that waits, as the panel that would come of it: before the
/// office that stands above now. `panels` are all that are kept of the person.
pub(crate) async fn recorded_request(
    tx: &mut Tx,
    known: &LedgerFacts,
    held: &Held,
    panels: &[Panel],
) -> Result<Option<Panel>, StoreError> {
    if !Purpose::Panel.lasts(&held.standing) {
        return Ok(None);
    }
    let is_kept = |request| panels.iter().any(|panel| panel.request == request);
    let Some((request, asked_on)) = waiting_request(known, is_kept) else { return Ok(None) };
    let above = office_above(tx, held.office_code).await?;
    Ok(Some(Panel {
        subject: held.subject,
        request,
        office_code: above.map_or(0, |above| above.code),
        from_office_code: held.office_code,
        asked_on,
        asked_by: None,
        asked_at: None,
        accepted_by: None,
        accepted_at: None,
        sits_on: None,
        members: Vec::new(),
        former: Vec::new(),
        ended: None,
    }))
}
