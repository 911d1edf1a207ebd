//! Opening, amending and closing offices.

use access::{Action, Failure, OfficeLevel};
use desk::Occasion;
use store::{OfficeId, Tx};
use subjects::Sealing;

use crate::founding::{NewOffice, above, found};
use crate::lookup;
use crate::model::act::{Act, ActKind};
use crate::model::naming::judge;
use crate::model::office::{Office, OfficeRefusal};
use crate::record::record;
use crate::responsibilities::Responsibilities;
use crate::sql;

type Outcome<T> = Result<T, Failure<OfficeRefusal>>;

/// Opens an office of a division that has none, beneath the office of the level above it. Where its name may not go with
/// its code, `is_meant` says that it was asked back about and is meant.
pub async fn open_office(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    new: &NewOffice,
    is_meant: bool,
) -> Outcome<OfficeId> {
    occasion.may(Action::ManageOffices, occasion.actor.relation_to(new.code, None))?;
    if new.name.trim().is_empty() {
        return Err(Failure::Refused(OfficeRefusal::Blank { what: "机构名称" }));
    }
    if let Some(known) = lookup::office_by_code(tx, new.code).await? {
        return Err(Failure::Refused(OfficeRefusal::Taken { name: known.name }));
    }
    let level = OfficeLevel::of_code(new.code);
    let mut stands_above = above(tx, new.code).await?;
    if let Some(office) = &stands_above {
        // Whoever closes it meanwhile is waited for.
        tx.execute(sql::HOLD_OFFICE, &[&office.office_id]).await?;
        stands_above = above(tx, new.code).await?;
    }
    let stands_above = stands_above.map(|office| office.level);
    let is_next = matches!(
        (stands_above, level),
        (Some(OfficeLevel::City), OfficeLevel::District)
            | (Some(OfficeLevel::District), OfficeLevel::Street)
            | (Some(OfficeLevel::Street), OfficeLevel::Community)
    );
    if !is_next {
        return Err(Failure::Refused(OfficeRefusal::NoneAbove));
    }
    fits(new.code, &new.name, is_meant)?;
    let entropy = sealing.entropy.as_ref();
    let id = found(tx, new, occasion.now, entropy).await.map_err(|fault| {
        // Another administrator was a moment earlier.
        if fault.is_duplicate() {
            Failure::Refused(OfficeRefusal::Taken { name: new.name.clone() })
        } else {
            Failure::Fault(fault)
        }
    })?;
    let words = format!("{}（{}）", new.name, new.code);
    let act = Act::new(ActKind::OfficeOpened, occasion.actor.id, words).office(id);
    record(tx, &act, occasion.now, entropy).await?;
    Ok(id)
}

/// Asks that a name goes with a code; what is only unlikely may be meant.
fn fits(code: i64, name: &str, is_meant: bool) -> Outcome<()> {
    match judge(code, name) {
        Err(misnamed) if misnamed.is_certain() || !is_meant => {
            Err(Failure::Refused(OfficeRefusal::Misnamed(misnamed)))
        }
        _ => Ok(()),
    }
}

/// Changes what an office is called and where it is reached. Its division never changes: that is another
/// office. `is_meant` as for [`open_office`]; a name that stays is not asked about.
pub async fn amend_office(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    office: OfficeId,
    (name, address, phone): (&str, &str, &str),
    is_meant: bool,
) -> Outcome<()> {
    let known = managed(tx, occasion, office).await?;
    if name.trim().is_empty() {
        return Err(Failure::Refused(OfficeRefusal::Blank { what: "机构名称" }));
    }
    if name != known.name {
        fits(known.code, name, is_meant)?;
    }
    tx.execute(sql::AMEND_OFFICE, &[&name, &address, &phone, &office]).await?;
    let mut changes = Vec::new();
    for (what, before, after) in [
        ("名称", known.name.as_str(), name),
        ("地址", known.address.as_str(), address),
        ("电话", known.phone.as_str(), phone),
    ] {
        if before != after {
            changes.push(format!("{what}由“{before}”改为“{after}”"));
        }
    }
    if !changes.is_empty() {
        let words = changes.join("；");
        let act = Act::new(ActKind::OfficeAmended, occasion.actor.id, words).office(office);
        record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    }
    Ok(())
}

/// Closes an office in which nobody works any more, below which no office is open, and which answers for nobody:
/// whoever it served would be nobody's.
pub async fn close_office(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    responsibilities: &dyn Responsibilities,
    office: OfficeId,
) -> Outcome<()> {
    let known = managed(tx, occasion, office).await?;
    let (staff, below): (i64, i64) = tx.one(sql::OFFICE_IN_USE, &[&office]).await?;
    if staff > 0 {
        return Err(Failure::Refused(OfficeRefusal::HasStaff { count: staff }));
    }
    if below > 0 {
        return Err(Failure::Refused(OfficeRefusal::HasBelow { count: below }));
    }
    let open = responsibilities.open_at(tx, known.code).await?;
    if !open.is_empty() {
        return Err(Failure::Refused(OfficeRefusal::HasWork { open }));
    }
    let last = occasion.today.max(known.opened_on);
    tx.execute(sql::CLOSE_OFFICE, &[&last, &office]).await?;
    let act = Act::new(ActKind::OfficeClosed, occasion.actor.id, known.name).office(office);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Finds an open office that the actor manages.
pub(super) async fn managed(tx: &mut Tx, occasion: &Occasion, office: OfficeId) -> Outcome<Office> {
    tx.execute(sql::HOLD_OFFICE, &[&office]).await?;
    let known = lookup::find_office(tx, office).await?;
    let known = known.ok_or(Failure::Refused(OfficeRefusal::Missing))?;
    occasion.may(Action::ManageOffices, occasion.actor.relation_to(known.code, None))?;
    if known.is_open() { Ok(known) } else { Err(Failure::Refused(OfficeRefusal::Closed)) }
}
