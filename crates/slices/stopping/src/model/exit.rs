//! Why somebody is no longer held to be in hardship, and how far people have come with it. BJ18 第二十六条 asks for the
//! recognition and the exit to be kept up to date and names no grounds: these are a local norm, after those for which
//! an unemployment registration ends.

use serde::{Deserialize, Serialize};

/// A ground of an exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitGround {
    /// The name under which it is kept.
    pub name: &'static str,
    /// The words that users read.
    pub term: &'static str,
    /// What shows it, as whoever records it is asked.
    pub evidence: &'static str,
    /// The same in words to the person.
    pub plainly: &'static str,
    /// Whether a fact ends the recognition by itself, so that only its evidence is asked; otherwise somebody judges, and
    /// another person decides.
    pub is_fact: bool,
}

/// 已实现就业: what the ledger itself must say.
pub const AT_WORK: &str = "work";
/// 已达到法定退休年龄: what the law's ages say where the day of birth is known.
pub const OF_AGE: &str = "age";
/// 完全丧失劳动能力: other help than ours is what the person needs now.
pub const INCAPABLE: &str = "incapable";
/// 本人申请退出.
pub const OWN_WISH: &str = "own_wish";
/// 认定时情况不实.
pub const MISTAKEN: &str = "mistaken";
/// 死亡: nobody is told.
pub const DIED: &str = "died";

/// Every ground, facts first.
pub const EXIT_GROUNDS: &[ExitGround] = &[
    ExitGround {
        name: AT_WORK,
        term: "已实现就业",
        evidence: "用人单位、上岗日期，凭什么核对；台账中须已有“上岗”和上岗后 1、3、6 个月的稳岗指导",
        plainly: "您已经实现就业",
        is_fact: true,
    },
    ExitGround {
        name: OF_AGE,
        term: "已达到法定退休年龄",
        evidence: "身份证件或退休审批材料",
        plainly: "您已经达到法定退休年龄",
        is_fact: true,
    },
    ExitGround {
        name: "pension",
        term: "已享受基本养老保险待遇",
        evidence: "待遇核定表，从哪一月起领取",
        plainly: "您已经享受基本养老保险待遇",
        is_fact: true,
    },
    ExitGround {
        name: "moved",
        term: "户籍和常住地已迁出本市",
        evidence: "迁往何处、从何时起，凭什么核对；在本市内迁移的，改办“变更援助服务地”",
        plainly: "您的户籍和常住地已经迁出本市",
        is_fact: true,
    },
    ExitGround {
        name: "elsewhere",
        term: "已入学、参军入伍或者出国（境）定居",
        evidence: "录取、入伍或者定居的证明",
        plainly: "您已经入学、参军入伍或者出国（境）定居",
        is_fact: true,
    },
    ExitGround {
        name: DIED,
        term: "死亡",
        evidence: "死亡证明或户籍注销的日期",
        plainly: "",
        is_fact: true,
    },
    ExitGround {
        name: "ground_gone",
        term: "认定时的情形不再具备",
        evidence: "哪一种情形不再具备、从何时起，凭什么核对，例如低保已停发、家庭已有成员就业",
        plainly: "认定您为就业困难人员时的情形现在不再具备",
        is_fact: false,
    },
    ExitGround {
        name: INCAPABLE,
        term: "完全丧失劳动能力",
        evidence: "劳动能力鉴定结论",
        plainly: "劳动能力鉴定的结论是，您目前的身体状况不适合参加劳动",
        is_fact: false,
    },
    ExitGround {
        name: OWN_WISH,
        term: "本人申请退出",
        evidence: "本人怎样提出，是否已向本人说明退出以后的影响",
        plainly: "您自己申请退出",
        is_fact: false,
    },
    ExitGround {
        name: MISTAKEN,
        term: "认定时情况不实",
        evidence: "哪一项不实，凭什么核对，本人怎样说",
        plainly: "经核对，认定时登记的情况与实际不符",
        is_fact: false,
    },
];

/// Finds a ground by its name.
#[must_use]
pub fn exit_ground(name: &str) -> Option<&'static ExitGround> {
    EXIT_GROUNDS.iter().find(|ground| ground.name == name)
}

/// How far people have come with an exit. Whether it still stands the ledger knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExitState {
    /// 已退出: a fact, recorded with its evidence.
    Recorded,
    /// 待批准: somebody judged; another person decides.
    Proposed,
    /// 已批准退出.
    Approved,
    /// 不予批准.
    Refused,
    /// 已撤回.
    Withdrawn,
}
store::text_column!(ExitState {
    Recorded = "recorded",
    Proposed = "proposed",
    Approved = "approved",
    Refused = "refused",
    Withdrawn = "withdrawn",
});

impl ExitState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Recorded => "已退出",
            Self::Proposed => "待批准",
            Self::Approved => "已批准退出",
            Self::Refused => "不予批准",
            Self::Withdrawn => "已撤回",
        }
    }
}

/// What is kept of an exit under seal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitContent {
    /// The ground, by its name.
    pub ground: String,
    /// Since when it holds, `YYYY-MM-DD`.
    pub since: String,
    /// What shows it.
    pub evidence: String,
}

impl ExitContent {
    /// The ground in words.
    #[must_use]
    pub fn term(&self) -> &str {
        exit_ground(&self.ground).map_or(&self.ground, |ground| ground.term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_is_named_once_and_says_what_it_means() {
        for (place, ground) in EXIT_GROUNDS.iter().enumerate() {
            assert_eq!(exit_ground(ground.name), Some(ground));
            assert!(EXIT_GROUNDS[place + 1..].iter().all(|other| other.name != ground.name));
            assert!(!ground.term.is_empty() && !ground.evidence.is_empty());
            assert_eq!(ground.plainly.is_empty(), ground.name == DIED, "{}", ground.term);
        }
        for name in [AT_WORK, OF_AGE, DIED] {
            assert!(exit_ground(name).is_some_and(|ground| ground.is_fact));
        }
        for name in [INCAPABLE, OWN_WISH, MISTAKEN] {
            assert!(exit_ground(name).is_some_and(|ground| !ground.is_fact));
        }
        assert!(exit_ground("declined").is_none(), "whoever declines is dealt with as a stop");
    }
}
