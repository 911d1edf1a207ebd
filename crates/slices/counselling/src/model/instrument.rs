//! Instruments of assessment: items, scale and source as dated data (`law/instruments`).

use std::sync::LazyLock;

use kernel::{Day, Occupation};
use serde::Deserialize;
use toml::value::Datetime;

/// The files that are part of the program.
const SHIPPED: [(&str, &str); 3] = [
    (
        "law/instruments/interest-riasec.toml",
        include_str!("../../../../../law/instruments/interest-riasec.toml"),
    ),
    (
        "law/instruments/readiness.toml",
        include_str!("../../../../../law/instruments/readiness.toml"),
    ),
    (
        "law/instruments/classification.toml",
        include_str!("../../../../../law/instruments/classification.toml"),
    ),
];

static INSTRUMENTS: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    // Whether each file can be read is a test's matter; one that cannot is not offered.
    SHIPPED.iter().filter_map(|(name, text)| Instrument::read(name, text).ok()).collect()
});

/// Gives the instruments that are part of the program.
#[must_use]
pub fn instruments() -> &'static [Instrument] {
    &INSTRUMENTS
}

/// What an instrument finds out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    /// 职业兴趣: how much somebody likes kinds of activity.
    Interest,
    /// 上岗准备: whether somebody can start, and what is still to be done (BJ18-15).
    Checklist,
    /// 就业困难分类: which kinds of difficulty stand out (BJ18-26). Scored like interests.
    Classification,
}

/// A kind of interest.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// Its letter.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it means in plain words.
    pub words: String,
    /// The groups of occupations that fit, by code.
    pub occupations: Vec<String>,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The letter of the type that it counts for; empty in a checklist.
    #[serde(rename = "type", default)]
    pub of: String,
    /// What is asked.
    pub text: String,
    /// What was asked in the language that it was translated from.
    #[serde(default)]
    pub original: String,
    /// Without a yes here nobody is ready.
    #[serde(default)]
    pub required: bool,
    /// What to do about a no.
    #[serde(default)]
    pub advice: String,
}

/// One answer of the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its value.
    pub value: u8,
    /// What is read.
    pub label: &'static str,
}

/// An instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its name in the database.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it finds out.
    pub kind: InstrumentKind,
    /// The clause that asks for it.
    pub clause: String,
    /// The day from which this edition is used.
    pub from: Day,
    /// Where it comes from.
    pub source: String,
    /// The day on which that was checked.
    pub checked: Day,
    /// What is said before the items.
    pub lead: String,
    /// What is said with every result.
    pub caution: String,
    /// The words of the scale, from the least.
    pub scale: Vec<String>,
    /// The types; none in a checklist.
    pub types: Vec<Type>,
    /// The items.
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    name: String,
    kind: InstrumentKind,
    clause: String,
    from: Datetime,
    source: String,
    checked: Datetime,
    lead: String,
    caution: String,
    scale: Vec<String>,
    #[serde(rename = "type", default)]
    types: Vec<Type>,
    #[serde(rename = "item")]
    items: Vec<Item>,
}

impl Instrument {
    /// Reads an instrument; `name` is said in problems, which are worded for whoever keeps the file.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| format!("{name}：{error}"))?;
        let day = |field: &str, value: Datetime| {
            value.to_string().parse::<Day>().map_err(|error| format!("{name}：{field} {error}"))
        };
        let instrument = Self {
            from: day("from", file.from)?,
            checked: day("checked", file.checked)?,
            id: file.id,
            name: file.name,
            kind: file.kind,
            clause: file.clause,
            source: file.source,
            lead: file.lead,
            caution: file.caution,
            scale: file.scale,
            types: file.types,
            items: file.items,
        };
        instrument.check().map_err(|why| format!("{name}：{why}"))?;
        Ok(instrument)
    }

    /// Finds a shipped instrument.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        instruments().iter().find(|instrument| instrument.id == id)
    }

    /// Gives the answers to choose from. Interests count from 1; a checklist has 1 for no and 2 for yes.
    pub fn choices(&'static self) -> impl Iterator<Item = Choice> {
        (1..).zip(&self.scale).map(|(value, label)| Choice { value, label })
    }

    /// Gives how many items count for a type.
    #[must_use]
    pub fn items_of(&self, code: &str) -> usize {
        self.items.iter().filter(|item| item.of == code).count()
    }

    fn check(&self) -> Result<(), String> {
        if self.items.is_empty() || self.items.len() > 60 {
            return Err(format!("应有 1 至 60 题，现有 {} 题", self.items.len()));
        }
        match self.kind {
            InstrumentKind::Interest | InstrumentKind::Classification => self.check_interest(),
            InstrumentKind::Checklist => self.check_list(),
        }
    }

    fn check_interest(&self) -> Result<(), String> {
        if self.scale.len() != 5 {
            return Err(format!("量表应有 5 个答案，现有 {} 个", self.scale.len()));
        }
        let Some(first) = self.types.first() else { return Err("没有类型".to_owned()) };
        let expected = self.items_of(&first.code);
        for kind in &self.types {
            let count = self.items_of(&kind.code);
            if count == 0 || count != expected {
                return Err(format!(
                    "各型题数应相同，{} 有 {count} 题，{} 有 {expected} 题",
                    kind.name, first.name
                ));
            }
            for code in &kind.occupations {
                Occupation::find(code).map_err(|error| format!("{}：{error}", kind.name))?;
            }
        }
        match self.items.iter().find(|item| self.types.iter().all(|kind| kind.code != item.of)) {
            Some(item) => Err(format!("“{}”的类型 {} 没有说明", item.text, item.of)),
            None => Ok(()),
        }
    }

    fn check_list(&self) -> Result<(), String> {
        if self.scale.len() != 2 {
            return Err(format!("清单应有“否”“是”两个答案，现有 {} 个", self.scale.len()));
        }
        if self.items.iter().all(|item| !item.required) {
            return Err("至少一题应决定结论（required = true）".to_owned());
        }
        match self.items.iter().find(|item| item.advice.is_empty()) {
            Some(item) => Err(format!("“{}”没有咨询意见（advice）", item.text)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_can_be_read() {
        for (name, text) in SHIPPED {
            if let Err(why) = Instrument::read(name, text) {
                panic!("{why}");
            }
        }
        let interest = Instrument::find("interest-riasec").expect("the interest test");
        assert_eq!((interest.items.len(), interest.types.len()), (48, 6));
        let letters: String = interest.types.iter().map(|kind| kind.code.as_str()).collect();
        assert_eq!(letters, "RIASEC");
        assert!(interest.types.iter().all(|kind| interest.items_of(&kind.code) == 8));
        let mut texts: Vec<&str> = interest.items.iter().map(|item| item.text.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 48, "no item twice");
    }

    #[test]
    fn a_file_that_contradicts_itself_is_refused() {
        let (_, text) = SHIPPED[0];
        for (from, to, why) in [
            ("6-29-00-00", "6-99-99-99", "6-99-99-99"),
            ("很不喜欢\", ", "", "量表应有 5 个答案"),
            ("type = \"R\"", "type = \"X\"", "各型题数应相同"),
        ] {
            let (from, to) =
                if from.starts_with('很') { ("\"很不喜欢\", ", to) } else { (from, to) };
            let problem = Instrument::read("x", &text.replacen(from, to, 1)).expect_err(why);
            assert!(problem.contains(why), "{problem}");
        }
        let (_, list) = SHIPPED[1];
        let problem =
            Instrument::read("x", &list.replace("required = true\n", "")).expect_err("none");
        assert!(problem.contains("决定结论"), "{problem}");
    }
}
