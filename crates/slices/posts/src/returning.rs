//! Who is back from a public-welfare post and is to be taken up anew (BJ18-30, second paragraph).

use access::Action;
use desk::{Desk, NextStep, Occasion, Served, ServedList, Waiting, WaitingKind};
use store::{StoreError, SubjectId, Tx};
use subjects::facts_of;

use crate::model::awaits_since;
use crate::sql;

/// 安置期满后继续援助.
pub const RETURNED: WaitingKind =
    WaitingKind { name: "post-return", term: "安置期满后继续援助" };

/// Gives those whose term has ended without work, who are still in hardship and have no agreement: the office goes on
/// to help them (BJ18-30). No rule of the rulebook owes it, since nothing was registered or recognised anew; where it
/// was, the rule of BJ18-23 does, and nothing waits here.
pub(crate) async fn waiting(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    let mut list: ServedList<Served> =
        ServedList::of(&occasion.actor, sql::RETURNED_OF_SERVED, &[], limit);
    while let Some((subject, office_code, officer)) = list.next(tx).await? {
        let Some(ended) = awaits_since(&facts_of(tx, subject).await?) else { continue };
        list.count();
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
