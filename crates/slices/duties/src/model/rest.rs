//! A gate that rests: what it lets do was looked at, and people decided otherwise.

use kernel::Day;
use store::SubjectId;

/// The ending by which the duty to stop a service is told from the gate whose opening starts it.
const STOP: &str = " stop";

/// Why a gate rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Because {
    /// 暂不停止: the officer found a circumstance that speaks against it.
    Spared,
    /// 不予批准: whoever leads the office did not approve.
    Refused,
    /// 异议成立: the person objected, and rightly.
    Upheld,
}
store::text_column!(Because { Spared = "spared", Refused = "refused", Upheld = "upheld" });

impl Because {
    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Spared => "核实后暂不停止服务",
            Self::Refused => "没有批准停止服务",
            Self::Upheld => "本人异议成立，不再据此停止服务",
        }
    }
}

/// A gate that rests today. The duty that its opening started stands as the rules have it, and in every figure; nobody is
/// asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Whose.
    pub subject: SubjectId,
    /// The clause of the gate.
    pub clause: &'static str,
    /// Why.
    pub because: Because,
    /// When people decided so.
    pub decided_on: Day,
    /// From when on it is looked at again; [`Day::LAST`] stands for not before it has closed and opens anew.
    pub until: Day,
}

impl Rest {
    /// Says that it rests, why, and until when.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { because, decided_on, until, .. } = self;
        let decided = match because {
            Because::Spared => "核实后决定暂不停止服务",
            Because::Refused => "没有批准停止服务",
            Because::Upheld => {
                return format!("本人异议成立（{decided_on} 提出），不再据此停止服务；服务照常");
            }
        };
        format!("{decided_on} {decided}，服务照常；到 {until} 或者有新的记录，再看是否核实")
    }

    /// Says until when nobody is asked.
    #[must_use]
    pub fn until_words(&self) -> String {
        match self.because {
            Because::Upheld => "再次出现停止情形以前".to_owned(),
            Because::Spared | Because::Refused => {
                format!("{} 以前，有新的记录即止", self.until)
            }
        }
    }
}

/// Says beside a figure how much of it rests; nothing where nothing does.
#[must_use]
pub fn of_which_rest(number: i64) -> Option<String> {
    (number > 0).then(|| format!("其中 {number} 件按决定暂不办"))
}

/// Gives the clause of the gate whose opening started a duty; nothing of a duty that no gate starts.
#[must_use]
pub fn gate_of_rule(rule: &str) -> Option<&str> {
    rule.strip_suffix(STOP)
}

/// Finds among the gates that rest the one whose opening started a duty.
#[must_use]
pub fn resting<'a>(rests: &'a [Rest], subject: SubjectId, rule: &str) -> Option<&'a Rest> {
    let gate = gate_of_rule(rule)?;
    rests.iter().find(|rest| rest.subject == subject && rest.clause == gate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_duty_of_the_same_gate_and_person_rests() {
        let (one, other) = (SubjectId::from_bytes([1; 16]), SubjectId::from_bytes([2; 16]));
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let rest = Rest {
            subject: one,
            clause: "BJ18-21(3)",
            because: Because::Spared,
            decided_on: day("2026-03-02"),
            until: day("2026-04-01"),
        };
        let rests = [rest];
        assert_eq!(resting(&rests, one, "BJ18-21(3) stop"), Some(&rest));
        assert_eq!(resting(&rests, other, "BJ18-21(3) stop"), None);
        assert_eq!(resting(&rests, one, "BJ18-21(2) stop"), None);
        assert_eq!(resting(&rests, one, "BJ18-21(3)"), None);
        assert!(rest.words().contains("2026-04-01"));
        let upheld = Rest { because: Because::Upheld, until: Day::LAST, ..rest };
        assert!(upheld.words().contains("异议成立") && !upheld.words().contains("9999"));
    }
}
