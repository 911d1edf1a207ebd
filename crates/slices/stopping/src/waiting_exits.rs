//! What waits for somebody of exits from hardship: for the head to decide, and for the officer to tell the person.

use access::Action;
use desk::{Occasion, ServedList, Waiting, WaitingKind};
use store::{Instant, StoreError, ToValue, Tx};
use subjects::facts_of;

use crate::ExitId;
use crate::actions::office::is_to_decide;
use crate::actions::open::Stop;
use crate::sql::{self, ProposedExitRow, UntoldExitRow};

/// 退出待批准.
pub const EXIT_APPROVE: WaitingKind =
    WaitingKind { name: "exit-approve", term: "退出就业困难人员待批准" };
/// 退出待告知本人.
pub const EXIT_TELL: WaitingKind =
    WaitingKind { name: "exit-tell", term: "退出就业困难人员待告知" };

/// The article that has recognition and exit kept up to date.
const CLAUSE: &str = "BJ18-26";

desk::in_order!(UntoldExitRow: proposed_at from Instant::from_micros(i64::MIN), exit_id from ExitId::from_bytes([0; 16]));

/// Gives what waits for the actor, as the pages of the exits show it.
pub(crate) async fn waiting(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = to_tell(tx, occasion, limit).await?;
    if occasion.actor.may_ever(Action::ApproveStop) {
        waiting.extend(to_decide(tx, occasion, limit).await?);
    }
    Ok(waiting)
}

/// Whom the officer is to tell. What was corrected since is none.
async fn to_tell(tx: &mut Tx, occasion: &Occasion, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<UntoldExitRow> =
        ServedList::of(&occasion.actor, sql::EXITS_TO_TELL, &[], limit);
    while let Some(row) = list.next(tx).await? {
        let known = facts_of(tx, row.subject_id).await?;
        if (Stop { entry: row.ended_entry }).stands(&known) {
            list.count();
            waiting.push(told(&row));
        }
    }
    Ok(waiting)
}

fn told(row: &UntoldExitRow) -> Waiting {
    Waiting {
        kind: EXIT_TELL,
        subject: row.subject_id,
        office_code: row.office_code,
        officer: row.officer_id,
        is_open: false,
        words: "退出就业困难人员的告知书还没有交给本人".to_owned(),
        since: web::day_of(row.carried_out_at),
        until: None,
        clause: CLAUSE,
        is_norm: true,
        label: "记录告知",
        path: format!("/people/{}/exit/{}/told", row.subject_id, row.exit_id),
    }
}

/// What the head of the approving office is to decide on who did not propose it.
async fn to_decide(
    tx: &mut Tx,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let area = occasion.actor.area;
    let values: [&dyn ToValue; 3] = [&area.first, &area.last, &limit];
    let rows: Vec<ProposedExitRow> = tx.all(sql::EXITS_PROPOSED_WITHIN, &values).await?;
    let mut waiting = Vec::new();
    for row in rows {
        let answering = (row.office_code, row.officer_id);
        if !is_to_decide(tx, occasion, answering, &[row.proposed_by]).await? {
            continue;
        }
        waiting.push(Waiting {
            kind: EXIT_APPROVE,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: "退出就业困难人员，等待批准；没有批准以前一切照常".to_owned(),
            since: web::day_of(row.proposed_at),
            until: None,
            clause: CLAUSE,
            is_norm: true,
            label: "审批",
            path: format!("/people/{}/exit/{}/decide", row.subject_id, row.exit_id),
        });
    }
    Ok(waiting)
}
