//! Whether somebody's work is steady, so that the agreement may end with it (BJ18-27(4)).
//!
//! The regulation has the officer ask how steady the work is about one, three and six months after its first day. An
//! agreement that ends as 已稳定就业 before the last of these was asked says what nobody knows. The months and how far
//! 左右 reaches are the dated figures of the rulebook; where that article does not bind, the months alone count.

use std::fmt;

use kernel::Day;
use rules::{Duty, Kind, Parameter, Position, Reckoning, State, months_later};
use services::model::Then;

/// Where the contacts that the article asks for stand in the rulebook.
const FOLLOW_UPS: &str = "BJ18-27(4)";

/// Why work is not known to be steady.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsteady {
    /// The ledger does not show the person at work.
    NotAtWork,
    /// What the article asks for is not in the ledger.
    Unasked {
        /// The first day of the work.
        since: Day,
        /// The first day on which it can be known.
        from: Day,
        /// What is missing, in words.
        missing: Vec<String>,
    },
}

/// Tells whether the work that somebody has on a day is known to be steady.
pub fn steady(then: &Then<'_>) -> Result<(), Unsteady> {
    let job = then.holds(Kind::StartedWork, &[Kind::LeftWork]);
    let (job, started) = job.ok_or(Unsteady::NotAtWork)?;
    let since = started.on;
    let owed: Vec<&Duty> = then
        .assessment
        .duties
        .iter()
        .filter(|duty| duty.because == job && duty.rule.rule().id.starts_with(FOLLOW_UPS))
        .collect();
    let Some(last) = owed.iter().max_by_key(|duty| duty.due.day) else {
        let figure = then.law().parameter(Parameter::SteadySixthMonth).on(since).value;
        let from = months_later(since, figure);
        let missing = vec![format!("上岗满 {figure} 个月")];
        return if from <= then.day {
            Ok(())
        } else {
            Err(Unsteady::Unasked { since, from, missing })
        };
    };
    let opens = Reckoning::first_day(then.law(), last.rule.rule(), last.from, since);
    let opens = opens.unwrap_or(last.due.day);
    let mut missing: Vec<String> = owed
        .iter()
        .filter(|duty| matches!(duty.state, State::Open | State::Overdue))
        .map(|duty| words(then, duty, since))
        .collect();
    // A window that passed unused cannot be used any more, yet whoever asks later knows it as well.
    if last.state == State::Missed && !is_asked_since(then, job, opens) {
        let name = last.rule.rule().duty;
        missing.push(format!("{name}（期限已过，补做一次跟踪回访即可）"));
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Unsteady::Unasked { since, from: opens.max(then.day), missing })
}

fn is_asked_since(then: &Then<'_>, job: Position, from: Day) -> bool {
    then.entries().any(|(_, entry)| {
        entry.kind == Kind::FollowedUp && entry.of() == Some(job) && entry.on >= from
    })
}

fn words(then: &Then<'_>, duty: &Duty, since: Day) -> String {
    let (rule, due) = (duty.rule.rule(), duty.due.day);
    match Reckoning::first_day(then.law(), rule, duty.from, since) {
        Some(first) => format!("{}（{first} 至 {due}）", rule.duty),
        None => format!("{}（{due} 以前）", rule.duty),
    }
}

impl fmt::Display for Unsteady {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAtWork => out.write_str(
                "台账没有显示本人在岗，不能以“已稳定就业”终止；上岗没有记录的请先补记（BJ18-27(4)）",
            ),
            Self::Unasked { since, from, missing } => write!(
                out,
                "本人自 {since} 起在岗，是否稳定还不清楚，不能以“已稳定就业”终止：上岗后 1、3、6 个月左右都要了解稳定情况（BJ18-27(4)）。还缺：{}。最早 {from} 记下这些以后可以终止，在此以前协议继续执行；有别的情形的请选别的原因",
                missing.join("；")
            ),
        }
    }
}
