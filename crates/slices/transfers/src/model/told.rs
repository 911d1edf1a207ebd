//! What a person is told of their transfer, at each step: to read out, or to print.

use super::step::Step;
use super::turn::Turn;

/// Gives what the person is told, a paragraph each. `now` is the office that answers for them, `to` the other one, `at`
/// the one whose turn it is.
#[must_use]
pub fn told(turn: Turn, now: &str, to: &str, at: &str) -> Vec<String> {
    let stays = format!(
        "在{to}接收以前，仍由{now}为您服务，原来的专员、协议和已经约定的事项都不变，不会有一天没有人负责。"
    );
    let may_withdraw = "您可以随时撤回申请，不必说明理由；撤回不影响您现在享受的服务。".to_owned();
    let next = match turn {
        Turn::Verify => format!(
            "您希望改由{to}服务的申请已经记下。您的专员会先核实您的居住地或户籍变化，请带上能说明变化的材料。"
        ),
        Turn::Submit => "您的情况已经核实，正由本机构负责人提交上一级机构。".to_owned(),
        Turn::PassOn { .. } => format!("您的申请已到{at}；因为跨区，由{at}上报市级机构批准。"),
        Turn::Decide { .. } => format!("您的申请已到{at}，由{at}决定。"),
        Turn::Receive => format!(
            "您的申请已经批准，正由{to}接收。{to}接收的当天，原来的就业援助服务协议终止，由{to}指定专员并与您重新签订协议；答应过您还没有办完的，由{to}接着办。"
        ),
        Turn::Nobody => return Vec::new(),
    };
    vec![next, stays, may_withdraw]
}

/// Gives what the person is told when a transfer has ended otherwise than by going over: why, and that nothing has changed
/// for them. `now` is the office that answers for them, `to` the other one, `words` what was said to the end.
#[must_use]
pub fn told_at_end(step: Step, now: &str, to: &str, words: &str) -> Vec<String> {
    let ended = match step {
        Step::Refused => format!("您改由{to}服务的申请没有获得批准"),
        Step::SentBack => format!("您改由{to}服务的申请被退回"),
        Step::Withdrawn => format!("您改由{to}服务的申请已经撤回"),
        _ => return Vec::new(),
    };
    let why = if words.is_empty() { "。".to_owned() } else { format!("：{words}。") };
    let stays = format!("仍由{now}为您服务，原来的专员、协议和已经约定的事项都不变。");
    let again =
        "您的情况有变化，或者对此有不同意见，可以随时向专员或者本机构负责人提出，也可以重新申请。"
            .to_owned();
    vec![format!("{ended}{why}"), stays, again]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_was_refused_is_told_why_and_who_serves_them() {
        for step in [Step::Refused, Step::SentBack, Step::Withdrawn] {
            let words = told_at_end(step, "甲街道", "乙街道", "户口簿没有变更").join("");
            assert!(words.contains("户口簿没有变更") && words.contains("仍由甲街道"), "{words}");
        }
        assert_eq!(told_at_end(Step::Accepted, "甲街道", "乙街道", ""), Vec::<String>::new());
    }

    #[test]
    fn whoever_waits_is_always_told_who_serves_them_and_that_they_may_withdraw() {
        let turns = [
            Turn::Verify,
            Turn::Submit,
            Turn::PassOn { at: 1, next: 2 },
            Turn::Decide { at: 2 },
            Turn::Receive,
        ];
        for turn in turns {
            let words = told(turn, "甲街道", "乙街道", "某区").join("");
            assert!(words.contains("仍由甲街道为您服务") && words.contains("撤回"), "{words}");
        }
        assert_eq!(told(Turn::Nobody, "甲街道", "乙街道", ""), Vec::<String>::new());
    }
}
