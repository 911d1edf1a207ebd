//! What follows from work that is in sight, begun or ended, where no duty says it: recording the start, putting the
//! wish for work away, and the way back into assistance. Each step with its article and where it is done.

use access::Action;
use kernel::Day;
use rules::{Detail, Duty, Entry, Kind, Position, State};

use super::then::Then;

/// A step that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnwardStep {
    /// What is to be done, with its article.
    pub words: &'static str,
    /// The right that it takes.
    pub action: Action,
    /// What doing it is called.
    pub label: &'static str,
    /// Where it is done, beneath the person's own address.
    pub path: &'static str,
}

/// What follows from something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// What happened when.
    pub since: Day,
    /// The same in words.
    pub happened: &'static str,
    /// What remains to be done, in its order; never empty.
    pub steps: Vec<OnwardStep>,
    /// What goes on beside it; blank for nothing.
    pub beside: &'static str,
}

const STARTS: OnwardStep = OnwardStep {
    words: "在上岗的第一天记录上岗，同时办理就业登记（BJ18-27(4)）",
    action: Action::RecordService,
    label: "记录上岗",
    path: "record/started_work",
};
const CLOSES: OnwardStep = OnwardStep {
    words: "已就业的不再是无业状态，注销失业登记（NA18-3）",
    action: Action::DecideRegistration,
    label: "注销失业登记",
    path: "record/unemployment_closed",
};
const ARCHIVES: OnwardStep = OnwardStep {
    words: "整理归档求职信息（BJ18-16、BJ18-31）",
    action: Action::RecordService,
    label: "归档求职信息",
    path: "record/seeker_archived",
};
const ENDS: OnwardStep = OnwardStep {
    words: "上岗后的回访和 1、3、6 个月的稳岗指导都已办结：就业稳定的，与本人终止协议（BJ18-24、BJ18-27(4)）",
    action: Action::RecordService,
    label: "终止协议",
    path: "agreement/end",
};
const REGISTERS: OnwardStep = OnwardStep {
    words: "要继续找工作的，重新办理求职登记（BJ18-11）",
    action: Action::RecordService,
    label: "求职登记",
    path: "record/seeker_registered",
};
const CLAIMS: OnwardStep = OnwardStep {
    words: "处于无业状态的，可以申请失业登记（NA18-3）",
    action: Action::RecordService,
    label: "申请失业登记",
    path: "record/unemployment_claimed",
};
const GRADES: OnwardStep = OnwardStep {
    words: "情况有变，重新确定就业困难等级（BJ18-12、BJ18-22）",
    action: Action::Grade,
    label: "重新分级",
    path: "grade",
};
const SIGNS: OnwardStep = OnwardStep {
    words: "就业困难人员认定仍然有效，重新签订援助协议（BJ18-23）",
    action: Action::RecordService,
    label: "签订协议",
    path: "agreement/sign",
};
const REVISES: OnwardStep = OnwardStep {
    words: "协议仍在执行，会同本人按新的情况修订援助方案（BJ18-26(3)）",
    action: Action::RecordService,
    label: "修订方案",
    path: "plan/edit",
};

/// Gives what follows now; nothing where work is neither in sight nor begun nor ended, or everything is done.
#[must_use]
pub fn onward(then: &Then<'_>) -> Option<Onward> {
    let standing = then.standing();
    if standing.stopped {
        return None;
    }
    if standing.at_work {
        return started(then);
    }
    let last = then.entries().rev().find(|(_, entry)| {
        hired(entry)
            || matches!(
                entry.kind,
                Kind::LeftWork | Kind::PublicPostPlaced | Kind::ServiceDeclined | Kind::Recommended
            )
    })?;
    match last.1.kind {
        Kind::RecommendationResult => Some(Onward {
            since: last.1.on,
            happened: "推荐已被录用",
            steps: vec![STARTS],
            beside: "上岗后 10 个工作日内回访，1、3、6 个月左右稳岗指导",
        }),
        _ => left(then),
    }
}

/// Tells whether an entry says that somebody was hired.
const fn hired(entry: &Entry<'_>) -> bool {
    matches!(entry.detail, Detail::Result { hired: true, .. })
}

/// What follows once somebody works.
fn started(then: &Then<'_>) -> Option<Onward> {
    let standing = then.standing();
    let (start, entry) = then.last(Kind::StartedWork)?;
    let own = || then.assessment.duties.iter().filter(|duty| duty.because == start);
    // A window that passed unused is not followed up: the agreement's page says what is to be made up.
    let is_left = |duty: &Duty| super::then::is_open(duty) || duty.state == State::Missed;
    let is_followed_up = own().next().is_some() && !own().any(is_left);
    let steps = remaining([
        (CLOSES, standing.unemployment_registered),
        (ARCHIVES, standing.seeker_registered),
        (ENDS, standing.under_agreement && is_followed_up),
    ]);
    let beside = if standing.under_agreement && !is_followed_up {
        "援助协议在稳岗指导期间继续执行"
    } else {
        ""
    };
    (!steps.is_empty()).then_some(Onward { since: entry.on, happened: "上岗", steps, beside })
}

/// What follows once somebody left work and nothing else came since: back into assistance.
fn left(then: &Then<'_>) -> Option<Onward> {
    let standing = then.standing();
    let (left, entry) = then.last(Kind::LeftWork)?;
    // The order in which entries count, not that in which they were noted.
    let rank = |wanted: Position| then.entries().position(|(place, _)| place == wanted);
    let since = |kind: Kind| then.last(kind).is_some_and(|(place, _)| rank(left) < rank(place));
    let is_over = [Kind::PublicPostPlaced, Kind::ServiceDeclined, Kind::SeekerArchived]
        .into_iter()
        .any(since);
    if is_over {
        return None;
    }
    let is_claimed = standing.unemployment_registered || then.pending_claim().is_some();
    let is_planned = since(Kind::PlanRevised) || since(Kind::PlanAdopted);
    // What a rule owes stands among the duties.
    let is_owed = then.open_duties().iter().any(|duty| duty.rule.rule().id == "BJ18-23");
    let agreed = standing.under_agreement;
    let steps = remaining([
        (REGISTERS, !standing.seeker_registered),
        (CLAIMS, !is_claimed),
        (GRADES, !since(Kind::Graded)),
        (REVISES, agreed && !is_planned),
        (SIGNS, !agreed && standing.hardship_recognised && !is_owed),
    ]);
    (!steps.is_empty()).then_some(Onward { since: entry.on, happened: "离职", steps, beside: "" })
}

/// Keeps the steps of which it is told that they remain, in their order.
fn remaining<const N: usize>(steps: [(OnwardStep, bool); N]) -> Vec<OnwardStep> {
    steps.into_iter().filter(|(_, remains)| *remains).map(|(step, _)| step).collect()
}
