//! What offices and members of staff are called, those that were closed and those who left too.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use access::Area;
use store::{ActorId, StoreError, Tx};

use crate::lookup::{find_staff, office_by_code, offices_within};

/// What somebody is called of whom nothing is known any more.
const LEFT: &str = "（已离开的人员）";

/// Gives the name of a member of staff; nothing where nobody was named.
pub async fn staff_name(
    tx: &mut Tx,
    staff: impl Into<Option<ActorId>>,
) -> Result<String, StoreError> {
    let Some(staff) = staff.into() else { return Ok(String::new()) };
    let found = find_staff(tx, staff).await?;
    Ok(found.map_or_else(|| LEFT.to_owned(), |staff| staff.name))
}

/// Gives the name of the office of a division, of the last one where all were closed.
pub async fn office_name(tx: &mut Tx, code: i64) -> Result<String, StoreError> {
    if let Some(office) = office_by_code(tx, code).await? {
        return Ok(office.name);
    }
    let closed = offices_within(tx, Area { first: code, last: code }).await?;
    Ok(closed.into_iter().next_back().map_or_else(|| format!("机构 {code}"), |office| office.name))
}

/// The names that a page shows, each looked up once.
#[derive(Clone, Debug, Default)]
pub struct Names {
    staff: HashMap<ActorId, String>,
    offices: HashMap<i64, String>,
}

impl Names {
    /// Learns the name of a member of staff, with their office.
    pub async fn learn_staff(&mut self, tx: &mut Tx, staff: ActorId) -> Result<(), StoreError> {
        if !self.staff.contains_key(&staff)
            && let Some(found) = find_staff(tx, staff).await?
        {
            self.staff.insert(staff, format!("{}（{}）", found.name, found.office_name));
        }
        Ok(())
    }

    /// Learns the name of an office.
    pub async fn learn_office(&mut self, tx: &mut Tx, code: i64) -> Result<(), StoreError> {
        if let Entry::Vacant(place) = self.offices.entry(code) {
            place.insert(office_name(tx, code).await?);
        }
        Ok(())
    }

    /// Gives the name of a member of staff, with their office.
    #[must_use]
    pub fn staff(&self, staff: ActorId) -> &str {
        self.staff.get(&staff).map_or(LEFT, String::as_str)
    }

    /// Gives the name of an office.
    #[must_use]
    pub fn office(&self, code: i64) -> &str {
        self.offices.get(&code).map_or("（已撤并的机构）", String::as_str)
    }
}
