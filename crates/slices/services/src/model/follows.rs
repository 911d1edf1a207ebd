//! What follows from what was recorded.

use std::fmt;

use kernel::Day;
use rules::{Assessment, CountedFrom, Duty, Position, State};
use serde::{Deserialize, Serialize};
use store::EntryId;

use super::then::is_open;

/// What was recorded, and what follows. Holds nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The entries, by their names in the database.
    pub entries: Vec<String>,
    /// Whether it lies on an earlier day than it was recorded.
    pub is_late: bool,
    /// How much was discharged by it.
    pub discharged: usize,
    /// How much came to an end by it, undischarged.
    pub ended: usize,
    /// How much is newly owed.
    pub new: usize,
    /// The earliest due date of what is newly owed.
    pub next_due: Option<String>,
    /// It waits for somebody's consent and is not recorded yet.
    pub waits: bool,
    /// The same member of staff has recorded the very same today, so that nothing was recorded.
    pub already: bool,
}

impl Done {
    /// What waits for consent.
    #[must_use]
    pub const fn waiting() -> Self {
        Self {
            entries: Vec::new(),
            is_late: false,
            discharged: 0,
            ended: 0,
            new: 0,
            next_due: None,
            waits: true,
            already: false,
        }
    }

    /// What was recorded before.
    #[must_use]
    pub fn already() -> Self {
        Self { waits: false, already: true, ..Self::waiting() }
    }

    /// Gives the first entry.
    #[must_use]
    pub fn first(&self) -> Option<EntryId> {
        self.entries.first().and_then(|id| id.parse().ok())
    }
}

impl fmt::Display for Done {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.already {
            return out.write_str(
                "您今天已经记过同样的一条，没有重复记录；确有第二次的，请在“一句话”里写明",
            );
        }
        if self.waits {
            return out.write_str("已提交负责人；同意以后才会记入台账");
        }
        out.write_str(if self.is_late { "已补记" } else { "已记录" })?;
        let mut parts = Vec::new();
        if self.discharged > 0 {
            parts.push(format!("已办结 {} 项", self.discharged));
        }
        if self.ended > 0 {
            parts.push(format!("随之终止 {} 项", self.ended));
        }
        if self.new > 0 {
            parts.push(format!("新增 {} 项应办", self.new));
        }
        if let Some(due) = &self.next_due {
            parts.push(format!("最近的在 {due} 到期"));
        }
        if parts.is_empty() {
            return Ok(());
        }
        write!(out, "；{}", parts.join("，"))
    }
}

/// A duty that two assessments see differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How it stood.
    pub before: Option<Duty>,
    /// How it stands.
    pub after: Option<Duty>,
}

/// Tells a duty from the others of its subject. The end of a training moves the day counted from.
fn key(duty: &Duty) -> (u8, Position, Option<Day>) {
    let moves = duty.rule.rule().counted_from == CountedFrom::EndOfTraining;
    (duty.rule.number(), duty.because, (!moves).then_some(duty.from))
}

/// Gives the duties that two assessments of the same ledger see differently, in the order of the first.
#[must_use]
pub fn differences(before: &Assessment, after: &Assessment) -> Vec<Difference> {
    let find = |among: &Assessment, wanted: &Duty| {
        among.duties.iter().find(|duty| key(duty) == key(wanted)).cloned()
    };
    let stood = before.duties.iter().filter_map(|duty| {
        let now = find(after, duty);
        (now.as_ref() != Some(duty)).then(|| Difference { before: Some(duty.clone()), after: now })
    });
    let new = after.duties.iter().filter(|duty| find(before, duty).is_none());
    stood.chain(new.map(|duty| Difference { before: None, after: Some(duty.clone()) })).collect()
}

/// Sums up what was recorded on a day, today.
#[must_use]
pub fn done(
    entries: &[EntryId],
    (on, today): (Day, Day),
    before: &Assessment,
    after: &Assessment,
) -> Done {
    let changes = differences(before, after);
    let was_open = |change: &&Difference| change.before.as_ref().is_some_and(is_open);
    let now = |change: &&Difference| change.after.as_ref().map(|duty| duty.state);
    let is_met = |state| matches!(state, Some(State::Met | State::Late));
    let is_over = |state| matches!(state, Some(State::Void | State::Missed));
    let new: Vec<&Duty> = changes
        .iter()
        .filter(|change| change.before.as_ref().is_none_or(|duty| !is_open(duty)))
        .filter_map(|change| change.after.as_ref())
        .filter(|duty| is_open(duty))
        .collect();
    Done {
        entries: entries.iter().map(ToString::to_string).collect(),
        is_late: on < today,
        discharged: changes.iter().filter(was_open).filter(|change| is_met(now(change))).count(),
        ended: changes.iter().filter(was_open).filter(|change| is_over(now(change))).count(),
        new: new.len(),
        next_due: new.iter().map(|duty| duty.due.day).min().map(|day| day.to_string()),
        waits: false,
        already: false,
    }
}
