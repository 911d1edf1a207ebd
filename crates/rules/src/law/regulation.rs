//! The regulations, and which of them an office follows.

use std::fmt;
use std::str::FromStr;

use kernel::Day;
use serde::Deserialize;

use super::LawError;
use super::file::{day_of, parse};

/// Names a regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RegulationId {
    /// 京人社职介发〔2018〕153号.
    Bj18,
    /// 人社部发〔2018〕77号.
    Na18,
    /// 鲁人社发〔2019〕6号.
    Sd19,
    /// 京就发〔2019〕1号.
    Bj19,
    /// 冀人社发〔2024〕11号.
    He24,
}

impl RegulationId {
    /// Every regulation.
    pub const ALL: [Self; 5] = [Self::Bj18, Self::Na18, Self::Sd19, Self::Bj19, Self::He24];

    /// Gives the name that clause ids begin with.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bj18 => "BJ18",
            Self::Na18 => "NA18",
            Self::Sd19 => "SD19",
            Self::Bj19 => "BJ19",
            Self::He24 => "HE24",
        }
    }
}

/// Names the body of law that an office follows: the national texts and those of its province.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Jurisdiction {
    /// 全国 only.
    National,
    /// 北京市.
    Beijing,
    /// 河北省.
    Hebei,
    /// 山东省.
    Shandong,
}

impl Jurisdiction {
    /// Every jurisdiction.
    pub const ALL: [Self; 4] = [Self::National, Self::Beijing, Self::Hebei, Self::Shandong];

    /// Gives the name used on the command line and in data files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Beijing => "beijing",
            Self::Hebei => "hebei",
            Self::Shandong => "shandong",
        }
    }

    /// Gives the name that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::National => "全国",
            Self::Beijing => "北京",
            Self::Hebei => "河北",
            Self::Shandong => "山东",
        }
    }
}

impl FromStr for Jurisdiction {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|jurisdiction| jurisdiction.name() == name).ok_or_else(|| {
            format!("没有名为“{name}”的地区，可选 beijing、hebei、shandong、national")
        })
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What Leye knows of a regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regulation {
    /// Which one.
    pub id: RegulationId,
    /// The full title.
    pub title: String,
    /// 文号.
    pub number: String,
    /// The short name by which users read it cited, such as 京人社153号文.
    pub short: String,
    /// Who issued it.
    pub issuer: String,
    /// The day from which events start periods under it.
    pub in_force_from: Day,
    /// Who follows it.
    pub followed_by: Vec<Jurisdiction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regulation: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    title: String,
    number: String,
    short: String,
    issuer: String,
    #[serde(rename = "issued")]
    _issued: toml::value::Datetime,
    in_force_from: toml::value::Datetime,
    followed_by: Vec<String>,
}

/// Reads the list of regulations; each known one must stand in it once.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<Regulation>, LawError> {
    let file: File = parse(name, text)?;
    RegulationId::ALL
        .into_iter()
        .map(|id| {
            let mut rows = file.regulation.iter().filter(|row| row.id == id.name());
            let (Some(row), None) = (rows.next(), rows.next()) else {
                return Err(LawError::new(name, format!("法规 {} 应恰好登记一次", id.name())));
            };
            Ok(Regulation {
                id,
                title: row.title.clone(),
                number: row.number.clone(),
                short: row.short.clone(),
                issuer: row.issuer.clone(),
                in_force_from: day_of(name, row.in_force_from)?,
                followed_by: row
                    .followed_by
                    .iter()
                    .map(|jurisdiction| {
                        jurisdiction.parse().map_err(|reason| LawError::new(name, reason))
                    })
                    .collect::<Result<_, _>>()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../../law/regulations.toml");

    #[test]
    fn a_broken_list_is_refused_with_its_name_and_the_reason() {
        assert!(read("list.toml", TEXT).is_ok());
        for (from, to, reason) in [
            ("id = \"HE24\"", "id = \"BJ18\"", "法规 BJ18 应恰好登记一次"),
            ("id = \"HE24\"", "id = \"HE25\"", "法规 HE24 应恰好登记一次"),
            ("followed_by = [\"hebei\"]", "followed_by = [\"henan\"]", "henan"),
            ("in_force_from = 2018-08-01", "in_force_from = 08:00:00", "应是日期"),
            ("in_force_from = 2018-08-01", "", "第 "),
            ("in_force_from = 2018-08-01", "in_force = 2018-08-01", "第 "),
        ] {
            assert!(TEXT.contains(from), "{from} is not in the file");
            let message = read("list.toml", &TEXT.replacen(from, to, 1)).unwrap_err().to_string();
            assert!(message.starts_with("list.toml："), "{message}");
            assert!(message.contains(reason), "{to}: {message}");
        }
    }
}
