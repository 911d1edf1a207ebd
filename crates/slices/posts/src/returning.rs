//! Who is back from a public-welfare post and is to be taken up anew (BJ18-30, second paragraph).

use access::Action;
use desk::{Desk, NextStep, Occasion, Waiting, WaitingKind, served_by};
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};
use subjects::facts_of;

use crate::model::awaits_since;
use crate::sql;

/// 安置期满后继续援助.
pub const RETURNED: WaitingKind =
    WaitingKind { name: "post-return", term: "安置期满后继续援助" };

/// How many are looked at.
const MOST: i64 = 500;

/// Gives those whose term has ended without work, who are still in hardship and have no agreement: the office goes on
/// to help them (BJ18-30). No rule of the rulebook owes it, since nothing was registered or recognised anew; where it
/// was, the rule of BJ18-23 does, and nothing waits here.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    for (officer, office) in served_by(&occasion.actor) {
        let values: [&dyn ToValue; 3] = [&officer, &office, &MOST];
        let rows: Vec<(SubjectId, i64, Option<ActorId>)> =
            tx.all(sql::RETURNED_OF_SERVED, &values).await?;
        for (subject, office_code, officer) in rows {
            let Some(ended) = awaits_since(&facts_of(tx, subject).await?) else { continue };
            waiting.push(Waiting {
                kind: RETURNED,
                subject,
                office_code,
                officer,
                is_open: false,
                words: "安置已经结束，没有在市场就业：符合条件的，重新签协议继续援助".to_owned(),
                since: ended,
                until: Some(desk.rulebook.agreement_again_until(ended).day),
                clause: "BJ18-30、BJ18-23",
                is_norm: true,
                label: "继续援助",
                path: format!("/people/{subject}/post"),
            });
        }
    }
    Ok(waiting)
}

/// Says the same at the top of the file.
pub(crate) async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let returned: Option<(SubjectId,)> = tx.optional(sql::RETURNED, &[&subject]).await?;
    if returned.is_none() {
        return Ok(Vec::new());
    }
    let Some(ended) = awaits_since(&facts_of(tx, subject).await?) else { return Ok(Vec::new()) };
    let until = desk.rulebook.agreement_again_until(ended).day;
    Ok(vec![NextStep {
        words: format!(
            "公益性岗位安置已于 {ended} 结束，没有在市场就业：符合条件的，请在 {until} 以前（本地规范）与本人重新签订就业援助服务协议，继续援助（BJ18-30、BJ18-23）"
        ),
        action: Action::RecordService,
        label: "继续援助".to_owned(),
        path: format!("/people/{subject}/post"),
    }])
}
