//! Which department keeps the register of employment and unemployment (就失业登记管理部门) for the people of an office. The
//! articles name its task and not its name; whoever delivers a letter names it once, and every later letter knows it.

use desk::Occasion;
use kernel::{DivisionIssuer, DivisionSet};
use store::{StoreError, ToValue, Tx};

use crate::sql;

/// Gives the name of the registry to which letters about the people of an office go: as it was named there last, or by the
/// next office above it where anybody did.
pub async fn registry_of(tx: &mut Tx, office_code: i64) -> Result<Option<String>, StoreError> {
    let mut next = offices::office_by_code(tx, office_code).await?;
    while let Some(office) = next {
        let named: Option<(String,)> = tx.optional(sql::REGISTRY, &[&office.office_id]).await?;
        if let Some((name,)) = named {
            return Ok(Some(name));
        }
        next = match office.parent_id {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
    }
    Ok(None)
}

/// Keeps the name of the registry for the people of an office.
pub(super) async fn name_registry(
    tx: &mut Tx,
    occasion: &Occasion,
    office_code: i64,
    name: &str,
) -> Result<(), StoreError> {
    let Some(office) = offices::office_by_code(tx, office_code).await? else { return Ok(()) };
    let values: [&dyn ToValue; 4] = [&office.office_id, &name, &occasion.now, &occasion.actor.id];
    tx.execute(sql::NAME_REGISTRY, &values).await.map(drop)
}

/// Gives the name that is proposed where nobody has named the registry yet: the bureau of the district, which the articles
/// are addressed to. Whoever delivers the letter says what is right. Nothing outside of a district.
pub(crate) fn usual_registry(office_code: i64) -> Option<String> {
    // The first six digits of twelve are the district's.
    let district = (office_code / 1_000_000).to_string();
    let division = DivisionSet::of(DivisionIssuer::Statistics).find(&district).ok()?;
    (office_code / 1_000_000 % 100 != 0)
        .then(|| format!("{}人力资源和社会保障局", division.full_name()))
}
