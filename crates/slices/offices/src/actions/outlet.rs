//! Opening and closing outlets.

use access::Failure;
use desk::Occasion;
use store::{OfficeId, Tx};
use subjects::Sealing;

use super::office::managed;
use crate::model::act::{Act, ActKind};
use crate::model::office::{OfficeRefusal, Outlet, OutletId, Zones};
use crate::record::record;
use crate::sql;

/// An outlet to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOutlet {
    /// Whose it is.
    pub office: OfficeId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Its zones (BJ18-6).
    pub zones: Zones,
}

/// Opens an outlet of an office.
pub async fn open_outlet(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    new: &NewOutlet,
) -> Result<OutletId, Failure<OfficeRefusal>> {
    managed(tx, occasion, new.office).await?;
    for (what, text) in [("网点名称", &new.name), ("网点地址", &new.address)] {
        if text.trim().is_empty() {
            return Err(Failure::Refused(OfficeRefusal::Blank { what }));
        }
    }
    if new.zones.as_slice().is_empty() {
        return Err(Failure::Refused(OfficeRefusal::NoZone));
    }
    let entropy = sealing.entropy.as_ref();
    let id = OutletId::new(occasion.now, entropy);
    let values: [&dyn store::ToValue; 6] =
        [&id, &new.office, &new.name, &new.address, &new.zones, &occasion.today];
    tx.execute(sql::PUT_OUTLET, &values).await?;
    let words = format!("{}：{}", new.name, new.zones);
    let act = Act::new(ActKind::OutletOpened, occasion.actor.id, words).office(new.office);
    record(tx, &act, occasion.now, entropy).await?;
    Ok(id)
}

/// Closes an outlet; gives the office that it belonged to.
pub async fn close_outlet(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    outlet: OutletId,
) -> Result<OfficeId, Failure<OfficeRefusal>> {
    let known: Option<Outlet> = tx.optional(sql::OUTLET, &[&outlet]).await?;
    let known = known.ok_or(Failure::Refused(OfficeRefusal::Missing))?;
    managed(tx, occasion, known.office_id).await?;
    if known.closed_on.is_some() {
        return Err(Failure::Refused(OfficeRefusal::Closed));
    }
    let last = occasion.today.max(known.opened_on);
    tx.execute(sql::CLOSE_OUTLET, &[&last, &outlet]).await?;
    let act =
        Act::new(ActKind::OutletClosed, occasion.actor.id, known.name).office(known.office_id);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(known.office_id)
}
