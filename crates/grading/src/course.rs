//! What follows from a level (BJ18-13).

use std::fmt;

use serde::Serialize;

use crate::level::Group;

/// The chapter of BJ18 by which a person is served, and what they are advised to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Chapter 2: a person of the general group.
    General,
    /// Chapter 3: of the key group, registered as unemployed, and recognised as in hardship.
    Assistance,
    /// Chapter 2 goes on, with advice to register as unemployed and be recognised.
    AdviseRegistration,
    /// Chapter 2 goes on, with advice to be recognised as in hardship.
    AdviseRecognition,
}

impl Course {
    /// Tells what follows for a person who is or is not registered as unemployed (for rural labour
    /// of the city: 转移就业登记) and recognised as in hardship.
    #[must_use]
    pub const fn of(group: Group, is_registered: bool, is_recognised: bool) -> Self {
        match (group, is_registered, is_recognised) {
            (Group::General, ..) => Self::General,
            (Group::Key, true, true) => Self::Assistance,
            (Group::Key, true, false) => Self::AdviseRecognition,
            (Group::Key, false, _) => Self::AdviseRegistration,
        }
    }

    /// Gives the clause that says so.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::General => "BJ18-14",
            _ => "BJ18-13",
        }
    }
}

impl fmt::Display for Course {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::General => "按第二章服务：需要就业指导的，提供一般性、专门或分类指导",
            Self::Assistance => "按第三章提供精细化就业援助：签订援助协议，指定就业援助服务专员",
            Self::AdviseRegistration => {
                "尚未办理失业登记（农村劳动力为转移就业登记）：提供政策咨询，建议办理登记和就业困难人员认定；\
                 不办的，继续按第二章服务"
            }
            Self::AdviseRecognition => {
                "尚未认定为就业困难人员：提供政策咨询，建议办理认定；不办的，继续按第二章服务"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assistance_takes_level_registration_and_recognition_together() {
        assert_eq!(Course::of(Group::Key, true, true), Course::Assistance);
        assert_eq!(Course::of(Group::Key, true, false), Course::AdviseRecognition);
        assert_eq!(Course::of(Group::Key, false, true), Course::AdviseRegistration);
        assert_eq!(Course::of(Group::Key, false, false), Course::AdviseRegistration);
        for (registered, recognised) in [(true, true), (false, false)] {
            assert_eq!(Course::of(Group::General, registered, recognised), Course::General);
        }
    }
}
