//! The mapping file: which column of an office's table is which field of the ledger.

use std::collections::{BTreeMap, HashMap};

use kernel::AddressRule;
use ledger::{Field, FieldType, fields_of};
use rules::Kind;
use serde::Deserialize;
use toml::Value as Toml;

use crate::cell::Cell;
use crate::error::TableError;
use crate::text::{comparable, shortened};
use crate::words;

/// Names the encoding of a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    /// Found out from the bytes.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// GB18030, which contains GBK and GB2312.
    #[serde(rename = "gb18030")]
    Gb18030,
}

/// Says how the table of an office is to be read.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The sheet; the first visible one if nothing is said.
    pub(crate) sheet: Option<String>,
    /// The last row of headings, from 1; searched for if nothing is said.
    pub(crate) header_row: Option<u64>,
    /// How many rows of headings there are, up to and including `header_row`.
    pub(crate) header_rows: u64,
    /// The encoding of a CSV file.
    pub(crate) encoding: Encoding,
    /// What stands between the fields of a CSV file; found out if nothing is said.
    pub(crate) separator: Option<char>,
    /// Whether `of` holds row numbers rather than ids.
    pub(crate) refers_by_row: bool,
    /// The headings of the columns that must be there.
    pub(crate) columns: Vec<(Field, String)>,
    /// The headings of the columns that hold resident ID numbers.
    pub(crate) resident_ids: Vec<String>,
    /// How strictly the address code of a resident ID number is taken.
    pub(crate) address: AddressRule,
    /// What a blank cell stands for.
    pub(crate) defaults: Vec<(Field, Cell)>,
    /// The office's own words for kinds.
    kinds: HashMap<String, Kind>,
    /// The office's own words for values, each with a word that is understood without the mapping.
    values: HashMap<(Field, String), String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    table: TableSection,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    resident_ids: ResidentIdSection,
    #[serde(default)]
    defaults: BTreeMap<String, Toml>,
    #[serde(default)]
    kinds: BTreeMap<String, String>,
    #[serde(default)]
    values: BTreeMap<String, BTreeMap<String, Toml>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableSection {
    sheet: Option<String>,
    header_row: Option<u64>,
    header_rows: Option<u64>,
    #[serde(default)]
    encoding: Encoding,
    separator: Option<String>,
    #[serde(default)]
    references: References,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum References {
    #[default]
    Id,
    Row,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResidentIdSection {
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    address: AddressWord,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AddressWord {
    #[default]
    Known,
    Any,
}

impl Mapping {
    /// Reads a mapping file. `name` is the file's name, for the message; an error says which line or
    /// setting is wrong, and what would be right.
    pub fn parse(name: &str, text: &str) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                let before = text.as_bytes().get(..span.start).unwrap_or_default();
                before.split(|byte| *byte == b'\n').count()
            });
            TableError::Mapping {
                file: name.to_owned(),
                reason: format!("第 {line} 行写法不对或有不认识的设置：{}", error.message()),
            }
        })?;
        file.checked().map_err(|reason| TableError::Mapping { file: name.to_owned(), reason })
    }

    /// Finds the kind that an office's word stands for.
    pub(crate) fn kind(&self, word: &str) -> Option<Kind> {
        let comparable = comparable(word);
        self.kinds.get(&comparable).copied().or_else(|| standard_kind(&comparable))
    }

    /// Puts the word that is understood without the mapping in place of an office's own.
    pub(crate) fn standard_word<'w>(&'w self, field: Field, word: &'w str) -> &'w str {
        self.values.get(&(field, comparable(word))).map_or(word, String::as_str)
    }

    /// Gives what a blank cell of a field stands for.
    pub(crate) fn default_of(&self, field: Field) -> Option<&Cell> {
        self.defaults.iter().find(|(known, _)| *known == field).map(|(_, cell)| cell)
    }
}

fn standard_kind(comparable: &str) -> Option<Kind> {
    Kind::of_term(comparable).or_else(|| Kind::named(comparable))
}

impl File {
    fn checked(self) -> Result<Mapping, String> {
        let mut columns = Vec::new();
        for (field, heading) in &self.columns {
            if comparable(heading).is_empty() {
                return Err(format!("[columns] 里 {field} 的列名是空的；没有这一列就删掉这一行"));
            }
            columns.push((known_field("columns", field)?, heading.clone()));
        }
        // The order in which messages name them.
        columns.sort_by_key(|(field, _)| *field as u8);
        let mut values = HashMap::new();
        for (field, words) in &self.values {
            let section = format!("values.{field}");
            let field = known_field("values", field)?;
            for (own, standard) in words {
                let standard = plain_text(&section, own, standard)?;
                check_word(&section, field, &standard)?;
                values.insert((field, comparable(own)), standard);
            }
        }
        let kinds = self
            .kinds
            .iter()
            .map(|(own, standard)| match standard_kind(&comparable(standard)) {
                Some(kind) => Ok((comparable(own), kind)),
                None => Err(format!("[kinds] 里“{own}”对应的“{standard}”不是标准的事项名称")),
            })
            .collect::<Result<_, _>>()?;
        let mut defaults = Vec::new();
        for (name, value) in &self.defaults {
            let field = known_field("defaults", name)?;
            if matches!(field, Field::Id | Field::Of) {
                return Err(format!("[defaults] 里不能有 {name}：它逐条不同"));
            }
            defaults.push((field, Cell::of_text(&plain_text("defaults", name, value)?)));
        }
        for field in [Field::Subject, Field::Kind, Field::On] {
            let is_known = columns.iter().any(|(known, _)| *known == field)
                || defaults.iter().any(|(known, cell)| *known == field && !cell.is_blank());
            if !is_known {
                return Err(format!(
                    "[columns] 缺少 {}（{}），每条记录都必须有",
                    field.name(),
                    field.term()
                ));
            }
        }
        let header_rows = self.table.header_rows.unwrap_or(1);
        let most = self.table.header_row.unwrap_or(1);
        if self.table.header_row == Some(0) || header_rows == 0 || header_rows > most {
            return Err("[table] 的 header_row 从 1 起，写表头最下面一行的行号；\
                        header_rows 是表头的行数，须与 header_row 一起写，且不大于它"
                .to_owned());
        }
        Ok(Mapping {
            sheet: self.table.sheet,
            header_row: self.table.header_row,
            header_rows,
            encoding: self.table.encoding,
            separator: separator(self.table.separator.as_deref())?,
            refers_by_row: matches!(self.table.references, References::Row),
            columns,
            resident_ids: self.resident_ids.columns,
            address: match self.resident_ids.address {
                AddressWord::Known => AddressRule::Known,
                AddressWord::Any => AddressRule::Any,
            },
            defaults,
            kinds,
            values,
        })
    }
}

fn known_field(section: &str, name: &str) -> Result<Field, String> {
    Field::named(name).ok_or_else(|| {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        format!("[{section}] 里没有名为 {} 的字段，可用：{}", shortened(name), names.join("、"))
    })
}

/// Makes sure that a word on the right side is one that the field takes.
fn check_word(section: &str, field: Field, standard: &str) -> Result<(), String> {
    let word = comparable(standard);
    let fits = if is_flag(field) {
        words::flag(field, &word).is_some()
    } else {
        !words::is_closed(field) || words::value(field, &word).is_some()
    };
    if fits {
        Ok(())
    } else {
        Err(format!("[{section}] 里的“{standard}”应是：{}", words::choices(field)))
    }
}

/// Tells whether a field holds a flag in whatever kind carries it.
fn is_flag(field: Field) -> bool {
    let mut rules = Kind::ALL.iter().flat_map(|kind| fields_of(*kind));
    rules.any(|rule| rule.field == field && rule.field_type == FieldType::Flag)
}

fn plain_text(section: &str, name: &str, value: &Toml) -> Result<String, String> {
    match value {
        Toml::String(text) => Ok(text.clone()),
        Toml::Boolean(flag) => Ok(flag.to_string()),
        Toml::Integer(number) => Ok(number.to_string()),
        Toml::Datetime(date) => Ok(date.to_string()),
        _ => Err(format!("[{section}] 里 {name} 的值应是文字")),
    }
}

fn separator(word: Option<&str>) -> Result<Option<char>, String> {
    match word {
        None | Some("auto") => Ok(None),
        Some("," | "逗号") => Ok(Some(',')),
        Some(";" | "分号") => Ok(Some(';')),
        Some("\t" | "制表符") => Ok(Some('\t')),
        Some(other) => Err(format!(
            "[table] 的 separator 应是 \"auto\"、\",\"、\";\" 或 \"\\t\"，不是“{}”",
            shortened(other)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDED: &str = "[columns]\nsubject = \"甲\"\nkind = \"乙\"\non = \"丙\"\n";

    fn reason(text: &str) -> String {
        Mapping::parse("对照.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn own_words_come_before_the_standard_ones() {
        let text =
            format!("{NEEDED}[kinds]\n\"联系\" = \"跟踪回访\"\n\"回 访\" = \"followed_up\"\n");
        let mapping = Mapping::parse("对照.toml", &text).unwrap();
        assert_eq!(mapping.kind("联系"), Some(Kind::FollowedUp));
        assert_eq!(mapping.kind("回访"), Some(Kind::FollowedUp));
        assert_eq!(mapping.kind(" 求职\n登记"), Some(Kind::SeekerRegistered));
        assert_eq!(mapping.kind("seeker_registered"), Some(Kind::SeekerRegistered));
        assert_eq!(mapping.kind("没有这种事"), None);
    }

    #[test]
    fn a_wrong_mapping_is_refused_and_says_where() {
        assert!(reason("[columns]\nsubject = \"甲\"\nkind = \"乙\"\n").contains("on（日期）"));
        assert!(reason(&format!("{NEEDED}colour = \"丁\"\n")).contains("colour"));
        assert!(reason(&format!("{NEEDED}id = \" \"\n")).contains("id"));
        assert!(reason(&format!("{NEEDED}[table]\nsheets = \"甲\"\n")).contains("第 6 行"));
        assert!(reason(&format!("{NEEDED}[kinds]\n\"甲\" = \"乙\"\n")).contains("“乙”"));
        assert!(reason(&format!("{NEEDED}[values.stage]\n\"甲\" = \"远期\"\n")).contains("初期"));
        assert!(
            reason(&format!("{NEEDED}[values.hired]\n\"甲\" = \"也许\"\n")).contains("是 或 否")
        );
        assert!(reason(&format!("{NEEDED}[table]\nheader_row = 0\n")).contains("header_row"));
        assert!(reason(&format!("{NEEDED}[table]\nheader_rows = 2\n")).contains("header_row"));
        assert!(reason(&format!("{NEEDED}[table]\nseparator = \"|\"\n")).contains("separator"));
        assert!(reason(&format!("{NEEDED}[defaults]\nid = \"1\"\n")).contains("id"));
        assert!(reason("[columns\n").contains("第 1 行"));
    }

    #[test]
    fn a_default_may_stand_for_a_column() {
        let text = "[columns]\nsubject = \"甲\"\non = \"丙\"\n[defaults]\nkind = \"求职登记\"\n";
        assert!(Mapping::parse("对照.toml", text).is_ok());
    }
}
