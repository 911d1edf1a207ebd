//! The names of those who have to do with transfers.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use store::{ActorId, StoreError, Tx};

/// Names, for those who left and offices that were closed too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    staff: HashMap<ActorId, String>,
    offices: HashMap<i64, String>,
}

impl Names {
    /// Learns the name of a member of staff, with their office.
    pub(crate) async fn learn_staff(
        &mut self,
        tx: &mut Tx,
        staff: ActorId,
    ) -> Result<(), StoreError> {
        if !self.staff.contains_key(&staff)
            && let Some(found) = offices::find_staff(tx, staff).await?
        {
            self.staff.insert(staff, format!("{}（{}）", found.name, found.office_name));
        }
        Ok(())
    }

    /// Learns the name of an office.
    pub(crate) async fn learn_office(&mut self, tx: &mut Tx, code: i64) -> Result<(), StoreError> {
        if let Entry::Vacant(place) = self.offices.entry(code) {
            place.insert(office_name(tx, code).await?);
        }
        Ok(())
    }

    /// Gives the name of a member of staff, with their office.
    pub(crate) fn staff(&self, staff: ActorId) -> &str {
        self.staff.get(&staff).map_or("（已离开的人员）", String::as_str)
    }

    /// Gives the name of an office.
    pub(crate) fn office(&self, code: i64) -> &str {
        self.offices.get(&code).map_or("（已撤并的机构）", String::as_str)
    }
}

/// Gives the name of an office, closed ones too.
pub(crate) async fn office_name(tx: &mut Tx, code: i64) -> Result<String, StoreError> {
    if let Some(office) = offices::office_by_code(tx, code).await? {
        return Ok(office.name);
    }
    let area = access::Area { first: code, last: code };
    let closed = offices::offices_within(tx, area).await?;
    Ok(closed.into_iter().next_back().map_or_else(|| format!("机构 {code}"), |office| office.name))
}
