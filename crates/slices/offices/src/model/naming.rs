//! Whether the name of an office goes with the code of its division. A street's code with another one's name would put
//! its people, its duties and its figures where nobody looks for them.

use std::fmt;

use access::OfficeLevel;
use kernel::{Division, DivisionIssuer, DivisionLevel, DivisionSet};

/// What marks the name of an office of a community (BJ18-4).
const OF_COMMUNITY: [&str; 6] = ["社区", "村", "居委会", "居民", "嘎查", "小区"];
/// What the names of divisions end in; without it a name is still understood. The longer ones first.
const ENDINGS: [&str; 12] = [
    "自治县",
    "地区办事处",
    "街道办事处",
    "街道",
    "地区",
    "新区",
    "区",
    "县",
    "市",
    "镇",
    "乡",
    "省",
];

/// What does not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misnamed {
    /// The name is another division's.
    Another {
        /// What the divisions call the code, with the level.
        own: String,
        /// Which division the name is of, with its code.
        named: String,
    },
    /// The name is of another level than the code.
    Level {
        /// What the divisions call the code, with the level.
        own: String,
        /// Of which level the name is, and what it names.
        named: String,
    },
    /// The name looks as if it were of another level than the code.
    Unlike {
        /// What the divisions call the code, with the level.
        own: String,
        /// Of which level it looks.
        like: OfficeLevel,
    },
    /// The name does not say which division it is of.
    Unsaid {
        /// What the divisions call the code, with the level.
        own: String,
    },
    /// The divisions do not know the code.
    Unlisted {
        /// The code.
        code: i64,
        /// As of which day the divisions are.
        as_of: String,
    },
}

impl Misnamed {
    /// Tells whether it cannot be meant; what is only unlikely is asked back.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        matches!(self, Self::Another { .. } | Self::Level { .. })
    }

    /// Gives the field that it is said at.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Unlisted { .. } => "code",
            _ => "name",
        }
    }
}

impl fmt::Display for Misnamed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sure = "填错了请改正；核对无误的，请勾选下面一项再提交";
        match self {
            Self::Another { own, named } => write!(
                out,
                "名称与区划代码不是同一个地方：代码是{own}，名称写的是{named}；请改正代码或者名称"
            ),
            Self::Level { own, named } => write!(
                out,
                "名称与区划代码的级别不一致：代码是{own}，名称写的是{named}；级别由代码末尾的零确定，请改正代码或者名称（BJ18-4）"
            ),
            Self::Unlike { own, like } => {
                write!(out, "这一代码是{own}，名称看起来是{like}的。{sure}")
            }
            Self::Unsaid { own } => {
                write!(out, "这一代码是{own}，机构名称里没有写这个地方。{sure}")
            }
            Self::Unlisted { code, as_of } => write!(
                out,
                "国家统计局 {as_of} 的统计用区划代码里没有 {code}，可能是填错了，也可能是以后新设的区划。{sure}"
            ),
        }
    }
}

/// Compares the name of an office with what the divisions call its code.
///
/// # Errors
///
/// What does not go together.
pub fn judge(code: i64, name: &str) -> Result<(), Misnamed> {
    let level = OfficeLevel::of_code(code);
    let set = DivisionSet::of(DivisionIssuer::Statistics);
    // Communities are not listed; the street that the code lies in is.
    let listed = code - if level == OfficeLevel::Community { code.rem_euclid(1_000) } else { 0 };
    let Ok(division) = set.find(&listed.to_string()) else {
        let as_of = DivisionIssuer::Statistics.as_of().to_string();
        return Err(Misnamed::Unlisted { code, as_of });
    };
    let own = if level == OfficeLevel::Community {
        format!("{division}的社区（村）级")
    } else {
        format!("{division}（{level}）")
    };
    let is_of_community = OF_COMMUNITY.iter().any(|word| name.contains(word));
    match named_below(division, name) {
        Some(below) if level < OfficeLevel::Street => {
            return Err(Misnamed::Level { own, named: described(below) });
        }
        _ => {}
    }
    if names(name, division) {
        return match level {
            OfficeLevel::Community if !is_of_community => {
                Err(Misnamed::Unlike { own, like: OfficeLevel::Street })
            }
            OfficeLevel::Street if is_of_community && !division.name().contains('村') => {
                Err(Misnamed::Unlike { own, like: OfficeLevel::Community })
            }
            _ => Ok(()),
        };
    }
    if let Some(other) = named_beside(division, name) {
        return Err(Misnamed::Another { own, named: described(other) });
    }
    match division.parent().filter(|above| named_in_full(name, *above)) {
        Some(above) if level == OfficeLevel::Street && !is_of_community => {
            Err(Misnamed::Level { own, named: described(above) })
        }
        // A community seldom writes its street.
        _ if level == OfficeLevel::Community && is_of_community => Ok(()),
        _ => Err(Misnamed::Unsaid { own }),
    }
}

/// A division with its level and its code, as an office would have it.
fn described(division: Division) -> String {
    let level = match division.level() {
        DivisionLevel::Province | DivisionLevel::City => OfficeLevel::City,
        DivisionLevel::County => OfficeLevel::District,
        DivisionLevel::Township => OfficeLevel::Street,
    };
    format!("{division}（{level}，代码 {:0<12}）", division.code())
}

/// What a division is called without what it ends in, where more than one character is left.
fn stem(division: Division) -> &'static str {
    let name = division.name();
    let stems = ENDINGS.iter().filter_map(|ending| name.strip_suffix(ending));
    stems.into_iter().find(|stem| stem.chars().count() > 1).unwrap_or(name)
}

fn names(name: &str, division: Division) -> bool {
    name.contains(stem(division))
}

fn named_in_full(name: &str, division: Division) -> bool {
    name.contains(division.name())
}

/// The longest of some divisions that a name writes in full: 和平街街道 and not 平街.
fn longest(name: &str, among: impl Iterator<Item = Division>) -> Option<Division> {
    let written = among.filter(|division| named_in_full(name, *division));
    written.max_by_key(|division| division.name().len())
}

/// A division that lies within one and that the name writes.
fn named_below(division: Division, name: &str) -> Option<Division> {
    longest(name, division.inside())
}

/// Another division of the same district or city that the name writes.
fn named_beside(division: Division, name: &str) -> Option<Division> {
    let above = division.parent()?;
    longest(name, above.children().filter(|other| *other != division))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(code: i64, name: &str) -> Option<(bool, String)> {
        judge(code, name).err().map(|misnamed| (misnamed.is_certain(), misnamed.to_string()))
    }

    #[test]
    fn names_that_go_with_their_codes_are_not_asked_about() {
        for (code, name) in [
            (110_105_000_000, "朝阳区公共就业服务中心"),
            (110_105_000_000, "北京市朝阳区人力资源公共服务中心"),
            (110_105_016_000, "双井街道公共就业服务所"),
            (110_105_016_000, "北京市朝阳区双井街道社保所"),
            (110_105_016_000, "双井社会保障事务所"),
            (110_105_016_001, "九龙社区就业服务站（新）"),
            (110_105_016_001, "双井街道九龙社区就业服务站"),
            (110_105_007_000, "和平街街道公共就业服务所"),
        ] {
            assert_eq!(words(code, name), None, "{code} {name}");
        }
    }

    #[test]
    fn another_divisions_name_or_level_is_refused_with_what_the_code_is() {
        for (code, name, said) in [
            (
                110_105_016_000,
                "劲松街道公共就业服务所",
                "名称写的是北京市朝阳区劲松街道（街道（乡镇）级，代码 110105017000）",
            ),
            (
                110_105_016_001,
                "劲松街道九龙社区就业服务站",
                "代码是北京市朝阳区双井街道的社区（村）级",
            ),
            (110_105_000_000, "双井街道公共就业服务所", "代码是北京市朝阳区（区级）"),
            (110_105_000_000, "朝阳区双井街道公共就业服务所", "级别不一致"),
            (
                110_105_000_000,
                "海淀区公共就业服务中心",
                "名称写的是北京市海淀区（区级，代码 110108000000）",
            ),
            (110_105_016_000, "朝阳区公共就业服务中心", "名称写的是北京市朝阳区（区级"),
        ] {
            let (is_certain, words) = words(code, name).expect("something is wrong");
            assert!(is_certain && words.contains(said), "{code} {name}: {words}");
        }
    }

    #[test]
    fn what_may_be_meant_is_asked_back() {
        for (code, name, said) in [
            (110_105_016_000, "第三公共就业服务所", "这一代码是北京市朝阳区双井街道"),
            (110_105_016_000, "双井街道九龙社区就业服务站", "名称看起来是社区（村）级的"),
            (110_105_016_001, "双井街道社保所", "名称看起来是街道（乡镇）级的"),
            (
                110_105_099_000,
                "新设街道公共就业服务所",
                "2023-06-30 的统计用区划代码里没有 110105099000",
            ),
        ] {
            let (is_certain, words) = words(code, name).expect("something is asked");
            assert!(!is_certain && words.contains(said), "{code} {name}: {words}");
        }
    }
}
