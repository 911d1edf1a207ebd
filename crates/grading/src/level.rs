//! The four levels and the two groups that they make.

use std::fmt;

use serde::Serialize;

/// A level of employment difficulty (就业困难等级), BJ18-12; the higher, the harder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "u8")]
pub enum Level {
    /// 一级.
    One,
    /// 二级.
    Two,
    /// 三级.
    Three,
    /// 四级.
    Four,
}

/// Whom a level makes of a person (BJ18-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 一般帮扶对象, levels 1 and 2.
    General,
    /// 重点帮扶对象, levels 3 and 4.
    Key,
}

impl Level {
    /// Every level, the lowest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    /// Gives the level of a number from 1 to 4.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            4 => Some(Self::Four),
            _ => None,
        }
    }

    /// Gives the number, 1 to 4.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Gives the group that BJ18-12 puts the level in.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Self::One | Self::Two => Group::General,
            Self::Three | Self::Four => Group::Key,
        }
    }

    /// Reads `1` to `4`, `一` to `四`, with or without `级`.
    #[must_use]
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix('级').unwrap_or(text);
        // Spreadsheets like to write a whole number as 3.0.
        let number = text.strip_suffix(".0").unwrap_or(text).parse::<u8>().ok();
        Self::ALL.into_iter().find(|level| text == level.name() || number == Some(level.number()))
    }

    const fn name(self) -> &'static str {
        match self {
            Self::One => "一",
            Self::Two => "二",
            Self::Three => "三",
            Self::Four => "四",
        }
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.number()
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}级", self.name())
    }
}

impl fmt::Display for Group {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::General => "一般帮扶对象",
            Self::Key => "重点帮扶对象",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_one_and_two_are_general_three_and_four_key() {
        let groups = Level::ALL.map(Level::group);
        assert_eq!(groups, [Group::General, Group::General, Group::Key, Group::Key]);
        assert_eq!(Level::ALL.map(|level| Level::new(level.number())), Level::ALL.map(Some));
        assert_eq!((Level::new(0), Level::new(5)), (None, None));
    }

    #[test]
    fn a_level_is_read_as_people_write_it() {
        for text in ["3", "三", "三级", " 3级 ", "3.0"] {
            assert_eq!(Level::read(text), Some(Level::Three), "{text}");
        }
        for text in ["", "0", "5", "五级", "3.5", "级"] {
            assert_eq!(Level::read(text), None, "{text}");
        }
    }
}
