//! What waits for an officer: steps of plans that are past their day.

use desk::{Desk, Occasion, Waiting, WaitingKind, served_by};
use services::model::Then;
use store::{StoreError, ToValue, Tx};
use subjects::facts_of;

use crate::model::current_entry;
use crate::sql::{self, LateRow};

/// 方案行动逾期.
pub const LATE: WaitingKind = WaitingKind { name: "plan-late", term: "方案行动逾期" };

/// Gives the plans in force that have steps open past their day, as the list of plans shows them.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let today = occasion.today;
    let mut waiting = Vec::new();
    for (officer, office) in served_by(&occasion.actor) {
        let values: [&dyn ToValue; 4] = [&officer, &office, &today, &limit];
        let rows: Vec<LateRow> = tx.all(sql::LATE_OF_SERVED, &values).await?;
        for row in rows {
            let known = facts_of(tx, row.subject_id).await?;
            let current = current_entry(&Then::at(&desk.rulebook, &known, today));
            // What was past its day in an earlier version is no longer.
            let Some(plan) = current.filter(|plan| plan.entry == row.entry_id) else { continue };
            waiting.push(Waiting {
                kind: LATE,
                subject: row.subject_id,
                office_code: row.office_code,
                officer: row.officer_id,
                is_open: false,
                words: format!("援助方案有 {} 项行动过了日期", row.number),
                since: plan.on,
                until: Some(row.first_due),
                clause: "BJ18-26",
                is_norm: false,
                label: "看方案",
                path: format!("/people/{}/plan", row.subject_id),
            });
        }
    }
    Ok(waiting)
}
