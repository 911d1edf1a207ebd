//! Offices and the outlets where they serve people.

use std::fmt;

use access::{Area, OfficeLevel};
use kernel::Day;
use store::{FromValue, OfficeId, ToValue, Value};

use super::naming::Misnamed;

store::identifier! {
    /// Names an outlet.
    pub OutletId
}

store::row! {
    /// An office of the public employment service (BJ18-4).
    pub struct Office from "office" {
        /// Its name in the database.
        pub office_id: OfficeId,
        /// The twelve-digit statistics code of its division; the first of its [`Area`].
        pub code: i64,
        /// Its level.
        pub level: OfficeLevel,
        /// The office above it; none for the city's.
        pub parent_id: Option<OfficeId>,
        /// What it is called.
        pub name: String,
        /// Where it is; empty if not known.
        pub address: String,
        /// Its telephone number for the public; empty if not known.
        pub phone: String,
        /// Its first day.
        pub opened_on: Day,
        /// Its last day, once it was closed.
        pub closed_on: Option<Day>,
    }
}

impl Office {
    /// What it and the offices below it are responsible for.
    #[must_use]
    pub const fn area(&self) -> Area {
        Area::of_code(self.code)
    }

    /// Tells whether it works.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed_on.is_none()
    }
}

store::row! {
    /// Where an office serves people.
    pub struct Outlet from "outlet" {
        /// Its name in the database.
        pub outlet_id: OutletId,
        /// Whose it is.
        pub office_id: OfficeId,
        /// What it is called.
        pub name: String,
        /// Where it is.
        pub address: String,
        /// Its zones.
        pub zones: Zones,
        /// Its first day.
        pub opened_on: Day,
        /// Its last day, once it was closed.
        pub closed_on: Option<Day>,
    }
}

/// A zone of an outlet (BJ18-6: six in a district's, an area for placement and guidance in a street's, one
/// window in a community's).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// 咨询服务台.
    Enquiries,
    /// 综合服务区.
    General,
    /// 自助服务区.
    SelfService,
    /// 招聘洽谈区.
    Negotiation,
    /// 信息发布区.
    Notices,
    /// 服务等候区.
    Waiting,
    /// 职业介绍与职业指导服务区.
    PlacementAndGuidance,
    /// “一柜式”综合服务窗口.
    SingleWindow,
}
store::text_column!(Zone {
    Enquiries = "enquiries",
    General = "general",
    SelfService = "self_service",
    Negotiation = "negotiation",
    Notices = "notices",
    Waiting = "waiting",
    PlacementAndGuidance = "placement_and_guidance",
    SingleWindow = "single_window",
});

impl Zone {
    /// Every zone.
    pub const ALL: [Self; 8] = [
        Self::Enquiries,
        Self::General,
        Self::SelfService,
        Self::Negotiation,
        Self::Notices,
        Self::Waiting,
        Self::PlacementAndGuidance,
        Self::SingleWindow,
    ];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Enquiries => "咨询服务台",
            Self::General => "综合服务区",
            Self::SelfService => "自助服务区",
            Self::Negotiation => "招聘洽谈区",
            Self::Notices => "信息发布区",
            Self::Waiting => "服务等候区",
            Self::PlacementAndGuidance => "职业介绍、职业指导服务区",
            Self::SingleWindow => "“一柜式”综合服务窗口",
        }
    }

    /// Gives the zones that the outlets of an office of a level must have between them (BJ18-6).
    #[must_use]
    pub const fn required_at(level: OfficeLevel) -> &'static [Self] {
        match level {
            OfficeLevel::City => &[],
            OfficeLevel::District => &[
                Self::Enquiries,
                Self::General,
                Self::SelfService,
                Self::Negotiation,
                Self::Notices,
                Self::Waiting,
            ],
            OfficeLevel::Street => &[Self::PlacementAndGuidance],
            OfficeLevel::Community => &[Self::SingleWindow],
        }
    }
}

/// Some zones, each once, in the order of the regulation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zones(Vec<Zone>);

impl Zones {
    /// Gathers zones.
    pub fn new(zones: impl IntoIterator<Item = Zone>) -> Self {
        let mut zones: Vec<Zone> = zones.into_iter().collect();
        zones.sort_unstable();
        zones.dedup();
        Self(zones)
    }

    /// Gathers the zones that stand behind their texts; passes over others.
    #[must_use]
    pub fn named(names: &[String]) -> Self {
        let zones =
            Zone::ALL.into_iter().filter(|zone| names.iter().any(|name| name == zone.text()));
        Self::new(zones)
    }

    /// Gives the zones.
    #[must_use]
    pub fn as_slice(&self) -> &[Zone] {
        &self.0
    }
}

impl fmt::Display for Zones {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms: Vec<&str> = self.0.iter().map(|zone| zone.term()).collect();
        out.write_str(&terms.join("、"))
    }
}

impl ToValue for Zones {
    fn to_value(&self) -> Value {
        let texts: Vec<&str> = self.0.iter().map(|zone| zone.text()).collect();
        Value::Text(texts.join(" "))
    }
}

impl FromValue for Zones {
    fn from_value(value: Value) -> Result<Self, String> {
        let text = String::from_value(value)?;
        let zones: Result<Vec<Zone>, String> = text
            .split_whitespace()
            .map(|name| Zone::from_value(Value::Text(name.to_owned())))
            .collect();
        zones.map(Self)
    }
}

/// Why something about an office or outlet is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficeRefusal {
    /// The code does not have twelve digits, or begins with zero.
    Code,
    /// There is an open office with this code.
    Taken {
        /// Its name.
        name: String,
    },
    /// No open office lies above, and the office is not a city's.
    NoneAbove,
    /// Its name and its code do not go together.
    Misnamed(Misnamed),
    /// A name or address is missing.
    Blank {
        /// What is missing.
        what: &'static str,
    },
    /// It is closed already.
    Closed,
    /// People still work there.
    HasStaff {
        /// How many.
        count: i64,
    },
    /// Open offices lie below.
    HasBelow {
        /// How many.
        count: i64,
    },
    /// It still answers for people, or something waits for it.
    HasWork {
        /// What, in words that complete 还有….
        open: Vec<String>,
    },
    /// An outlet has no zone.
    NoZone,
    /// There is no such office or outlet.
    Missing,
}

impl fmt::Display for OfficeRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code => out.write_str(
                "区划代码应为 12 位数字（统计用区划代码），例如朝阳区 110105000000、建外街道 110105001000",
            ),
            Self::Taken { name } => {
                write!(out, "这一区划已有机构“{name}”；一个区划只设一个机构，网点请在该机构下登记")
            }
            Self::NoneAbove => out.write_str(
                "没有找到上级机构；街道（乡镇）机构应先有区级机构，社区（村）机构应先有街道（乡镇）机构",
            ),
            Self::Misnamed(misnamed) => misnamed.fmt(out),
            Self::Blank { what } => write!(out, "请填写{what}"),
            Self::Closed => out.write_str("已经停用，不能再办理"),
            Self::HasStaff { count } => {
                write!(out, "该机构还有 {count} 名在职人员；请先为他们调换机构或办理离岗")
            }
            Self::HasBelow { count } => {
                write!(out, "该机构下还有 {count} 个机构未停用；请先停用下级机构")
            }
            Self::HasWork { open } => write!(
                out,
                "该机构还有{}；请先由上级机构负责人办理“机构整体划转”，把人员划给接续的机构，其余办结后再停用",
                open.join("、")
            ),
            Self::NoZone => out.write_str("请至少选择一个功能分区（BJ18-6）"),
            Self::Missing => out.write_str("没有这个机构或网点，可能已被移走；请从机构列表重新进入"),
        }
    }
}

impl std::error::Error for OfficeRefusal {}

/// Reads a division code as it is typed: twelve digits, with or without spaces.
pub fn read_code(text: &str) -> Result<i64, OfficeRefusal> {
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_whole = digits.len() == 12
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole {
        digits.parse().map_err(|_| OfficeRefusal::Code)
    } else {
        Err(OfficeRefusal::Code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_kept_once_and_in_order() {
        let zones = Zones::new([Zone::Waiting, Zone::General, Zone::Waiting]);
        assert_eq!(zones.to_value(), Value::Text("general waiting".to_owned()));
        assert_eq!(Zones::from_value(zones.to_value()), Ok(zones.clone()));
        assert_eq!(zones.to_string(), "综合服务区、服务等候区");
        assert!(Zones::from_value(Value::Text("kitchen".to_owned())).is_err());
    }

    #[test]
    fn a_code_has_twelve_digits() {
        assert_eq!(read_code(" 110105 001000 "), Ok(110_105_001_000));
        for wrong in ["", "110105", "11010500100x", "011010500100", "1101050010001"] {
            assert_eq!(read_code(wrong), Err(OfficeRefusal::Code), "{wrong}");
        }
    }
}
