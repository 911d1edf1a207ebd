//! What is to be done next for a person though no duty of the rules says it: the way into the assistance of chapter 3.

use access::Action;
use desk::NextStep;
use store::{StoreError, SubjectId, Tx};

/// The levels of those who are served with priority (重点帮扶对象, BJ18-12).
const KEY_LEVELS: std::ops::RangeInclusive<i64> = 3..=4;

/// Advises whoever is registered as unemployed at one of these levels to be recognised as a person in hardship, and whoever
/// is at one and not registered to register (BJ18-13). It advises: whoever does not want it is served as before.
pub(crate) async fn next_steps(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(Vec::new()) };
    let standing = &held.standing;
    let is_key = held.grade.is_some_and(|grade| KEY_LEVELS.contains(&grade));
    let is_served = standing.seeker_registered && !standing.at_work && !standing.stopped;
    if !is_key || !is_served || standing.hardship_recognised {
        return Ok(Vec::new());
    }
    let level = held.grade.unwrap_or_default();
    let (words, action, label, kind) = if standing.unemployment_registered {
        (
            format!(
                "下一步：已登记失业、困难等级 {level} 级，还没有认定为就业困难人员。请介绍政策，建议本人办理认定；\
                 认定后按第三章提供就业援助。本人不办的，继续原有服务（BJ18-13）"
            ),
            Action::RecogniseHardship,
            "认定就业困难人员",
            "hardship_recognised",
        )
    } else {
        (
            format!(
                "下一步：困难等级 {level} 级，还没有登记失业。请介绍政策，建议本人先办失业登记（本市农村劳动力办转移就业登记），\
                 再办就业困难人员认定。本人不办的，继续原有服务（BJ18-13）"
            ),
            Action::RecordService,
            "办失业登记",
            "unemployment_claimed",
        )
    };
    let path = format!("/people/{subject}/record/{kind}");
    Ok(vec![NextStep { words, action, label: label.to_owned(), path }])
}
