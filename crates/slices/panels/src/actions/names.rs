//! The names that panels show.

use offices::Names;
use store::{ActorId, StoreError, Tx};

use crate::model::Panel;

/// Learns the names that some panels show.
pub(crate) async fn names_of(tx: &mut Tx, panels: &[Panel]) -> Result<Names, StoreError> {
    let mut names = Names::default();
    for panel in panels {
        names.learn_office(tx, panel.office_code).await?;
        names.learn_office(tx, panel.from_office_code).await?;
        let ended_by = panel.ended.as_ref().and_then(|ended| ended.by);
        let sat = panel.members.iter().chain(&panel.former).copied();
        for staff in sat.chain(panel.asked_by).chain(ended_by) {
            names.learn_staff(tx, staff).await?;
        }
    }
    Ok(names)
}

/// Gives the names of those who sit in a panel, and of those who sat in it before.
pub(crate) fn members(names: &Names, panel: &Panel) -> String {
    let joined = |staff: &[ActorId]| {
        staff.iter().map(|staff| names.staff(*staff)).collect::<Vec<_>>().join("、")
    };
    let (members, former) = (joined(&panel.members), joined(&panel.former));
    if former.is_empty() { members } else { format!("{members}；曾参加：{former}") }
}
