//! The conditions of a gate, each met or not, in words.

use kernel::Day;
use rules::{Gate, Initiator, Kind, Parameter, months_later};

use super::then::Then;

/// One condition of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is asked and what was found.
    pub words: String,
    /// Whether it is met.
    pub is_met: bool,
}

/// Says of each condition of a gate whether it was met. Whether the gate holds is decided by the rules alone;
/// this shows why.
#[must_use]
pub fn conditions(gate: Gate, then: &Then<'_>) -> Vec<Condition> {
    match gate {
        Gate::SilentUnemployed => vec![
            met("失业登记在有效期内", then.standing().unemployment_registered),
            silence(then, Parameter::Silence),
        ],
        Gate::WillingNeverRegisters => vec![
            surveys(then, Parameter::WillingSurveys, "有意愿", None),
            met("没有求职登记", !then.standing().seeker_registered),
            silence(then, Parameter::WillingSilence),
        ],
        Gate::Unwilling => vec![
            surveys(then, Parameter::UnwillingSurveys, "无意愿", Some(false)),
            met("没有求职登记", !then.standing().seeker_registered),
        ],
        Gate::Consultation => {
            let mut list = ready_under_agreement(then);
            list.push(recommendations(then, Parameter::ConsultationRecommendations, false));
            list
        }
        Gate::Termination => vec![
            met("在执行就业援助服务协议", then.standing().under_agreement),
            met("协议期内本人明确拒绝服务", then.gate(gate).is_some()),
        ],
        Gate::PublicPost => {
            let mut list = ready_under_agreement(then);
            list.push(served_long_enough(then));
            let kept = then.agreement().is_none_or(|agreement| agreement.duties_met);
            list.push(met("协议约定的本人义务没有被记为未履行", kept));
            list.push(recommendations(then, Parameter::PublicPostRecommendations, true));
            list
        }
    }
}

fn met(words: impl Into<String>, is_met: bool) -> Condition {
    Condition { words: words.into(), is_met }
}

fn ready_under_agreement(then: &Then<'_>) -> Vec<Condition> {
    let standing = then.standing();
    vec![
        met("在执行就业援助服务协议", standing.under_agreement),
        met("最近一次评估为具备上岗条件", standing.ready == Some(true)),
        met("没有在岗", !standing.at_work),
    ]
}

fn served_long_enough(then: &Then<'_>) -> Condition {
    let law = then.law();
    let Some(agreement) = then.agreement() else {
        let months = law.parameter(Parameter::PublicPostMonths).on(then.day).value;
        return met(format!("协议执行满 {months} 个月"), false);
    };
    let months = law.parameter(Parameter::PublicPostMonths).on(agreement.signed_on).value;
    let from = months_later(agreement.signed_on, months);
    let words = format!("协议执行满 {months} 个月：{} 签订，{from} 满", agreement.signed_on);
    met(words, then.day >= from)
}

fn recommendations(then: &Then<'_>, parameter: Parameter, only_not_own_cause: bool) -> Condition {
    let agreement = then.agreement();
    let signed_on = agreement.as_ref().map_or(then.day, |agreement| agreement.signed_on);
    let wanted = usize::from(then.law().parameter(parameter).on(signed_on).value);
    let made = agreement.map(|agreement| agreement.recommendations).unwrap_or_default();
    let fruitless = made.iter().filter(|place| match then.result_of(**place) {
        Some((true, _)) => false,
        Some((false, own_cause)) => !(only_not_own_cause && own_cause),
        None => !only_not_own_cause,
    });
    let found = fruitless.count();
    let which = if only_not_own_cause { "因非本人原因没有录用" } else { "没有录用" };
    met(format!("本期协议内推荐 {wanted} 次以上{which}：现有 {found} 次"), found >= wanted)
}

fn surveys(
    then: &Then<'_>,
    parameter: Parameter,
    last_words: &str,
    counted: Option<bool>,
) -> Condition {
    let (mut found, mut has_first, mut last) = (0_usize, false, None);
    let mut registered = false;
    for (_, entry) in then.entries() {
        match (entry.kind, &entry.detail) {
            (Kind::SeekerRegistered | Kind::ServiceStopped, _) => {
                registered = entry.kind == Kind::SeekerRegistered;
                (found, has_first, last) = (0, false, None);
            }
            (Kind::SeekerArchived, _) => registered = false,
            (Kind::Surveyed, rules::Detail::Survey { willing, .. }) if !registered => {
                if has_first {
                    found += usize::from(counted.is_none_or(|wanted| wanted == *willing));
                    last = Some(*willing);
                }
                has_first = true;
            }
            _ => {}
        }
    }
    let wanted = usize::from(then.law().parameter(parameter).on(silent_from(then)).value);
    let is_met = found >= wanted && last == Some(counted.unwrap_or(true));
    let which = if counted.is_some() { last_words } else { "" };
    let words = format!(
        "跟踪摸查（首次摸查之后）{wanted} 次以上{which}、最近一次{last_words}：现有 {found} 次"
    );
    met(words, is_met)
}

fn silence(then: &Then<'_>, parameter: Parameter) -> Condition {
    let last = silent_from(then);
    let months = then.law().parameter(parameter).on(last).value;
    let from = months_later(last, months).plus_days(1);
    let words = format!("超过 {months} 个月未联系：自 {last} 起算，{from} 起超过");
    met(words, then.day >= from)
}

/// The day from which silence is counted: the person's last own entry, else the very first.
fn silent_from(then: &Then<'_>) -> Day {
    let own = then.entries().rev().find(|(_, entry)| entry.initiated_by == Initiator::Subject);
    own.or_else(|| then.entries().next()).map_or(then.day, |(_, entry)| entry.on)
}
