//! BJ18 第十二条: a level decides whom the office helps first.

use std::fmt;

use kernel::Day;

use super::Standards;
use crate::eligibility::Ground;
use crate::law::{Parameter, RegulationId};

/// The levels of difficulty that the tool of the city knows.
const LEVELS: std::ops::RangeInclusive<u8> = 1..=4;

/// Names the group of those to be helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SupportGroup {
    /// 一般帮扶对象.
    General,
    /// 重点帮扶对象.
    Key,
}

impl fmt::Display for SupportGroup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::General => "一般帮扶对象",
            Self::Key => "重点帮扶对象",
        })
    }
}

/// A group, with its reasoning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupDecision {
    /// The group.
    pub group: SupportGroup,
    /// Why.
    pub ground: Ground,
}

impl Standards<'_> {
    /// Says which group a level graded on a day belongs to: 一、二级 general, 三、四级 key.
    /// Nothing where BJ18 did not bind on that day, or for a level other than 1 to 4.
    #[must_use]
    pub fn support_group(self, level: u8, graded_on: Day) -> Option<GroupDecision> {
        self.bound_by(RegulationId::Bj18, graded_on)?;
        if !LEVELS.contains(&level) {
            return None;
        }
        let first_key = self.value(Parameter::KeyGroupLevel, graded_on);
        let is_key = u16::from(level) >= first_key.value;
        let group = if is_key { SupportGroup::Key } else { SupportGroup::General };
        let words = format!("就业困难程度 {level} 级，{} 级起为重点：{group}", first_key.value);
        Some(GroupDecision { group, ground: Ground { words, citation: first_key.source.clone() } })
    }
}
