//! The names of those who have to do with panels.

use std::collections::HashMap;

use store::{ActorId, StoreError, Tx};

use crate::model::Panel;

/// Names, for those who left and offices that were closed too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    staff: HashMap<ActorId, String>,
    offices: HashMap<i64, String>,
}

impl Names {
    /// Learns the names that some panels show.
    pub(crate) async fn of_panels(tx: &mut Tx, panels: &[Panel]) -> Result<Self, StoreError> {
        let mut names = Self::default();
        for panel in panels {
            names.learn_office(tx, panel.office_code).await?;
            names.learn_office(tx, panel.from_office_code).await?;
            let ended_by = panel.ended.as_ref().and_then(|ended| ended.by);
            let staff = panel
                .members
                .iter()
                .chain(&panel.former)
                .copied()
                .chain([panel.asked_by])
                .chain(ended_by);
            for staff in staff {
                names.learn_staff(tx, staff).await?;
            }
        }
        Ok(names)
    }

    /// Learns a name, with the office.
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

    async fn learn_office(&mut self, tx: &mut Tx, code: i64) -> Result<(), StoreError> {
        if !self.offices.contains_key(&code)
            && let Some(found) = offices::office_by_code(tx, code).await?
        {
            self.offices.insert(code, found.name);
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

    /// Gives the names of those who sit in a panel, and of those who sat in it before.
    pub(crate) fn members(&self, panel: &Panel) -> String {
        let joined = |staff: &[ActorId]| {
            staff.iter().map(|staff| self.staff(*staff)).collect::<Vec<_>>().join("、")
        };
        let (members, former) = (joined(&panel.members), joined(&panel.former));
        if former.is_empty() { members } else { format!("{members}；曾参加：{former}") }
    }
}
