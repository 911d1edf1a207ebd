//! Choosing an office, alike on every page that asks for one: from a list under the streets' names as long as that is
//! short; among hundreds by typing some of its name, with all of them offered while typing.

use std::collections::HashMap;
use std::fmt;

use access::{Area, OfficeLevel};
use store::{StoreError, Tx};
use web::{Choice, Field, Form};

use crate::lookup::offices_within;
use crate::model::office::Office;

/// How many offices one list to open may hold.
const SHORT: usize = 50;
/// How many are named where what was typed fits several.
const MOST_NAMED: usize = 3;

/// The open offices of an area, to choose one from.
#[derive(Clone, Debug, Default)]
pub struct OfficeChooser {
    choices: Vec<OfficeChoice>,
}

/// An office as it is offered.
#[derive(Clone, Debug)]
struct OfficeChoice {
    office: Office,
    /// The name of the street's office that it stands under; blank above the streets.
    street: String,
    /// Its name, with the street where it is a community's.
    words: String,
    /// What the field holds when it is chosen.
    value: String,
}

/// Why what was typed names no office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// None is called so.
    Nobody,
    /// Several are; the first of them.
    Several(Vec<String>),
}

impl fmt::Display for Unclear {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => out.write_str("没有这个机构；请输入名称中的几个字，再从列出的机构中选"),
            Self::Several(names) => {
                write!(out, "有几个机构的名称都含这几个字：{}；请选定其中一个", names.join("、"))
            }
        }
    }
}

impl OfficeChooser {
    /// Reads the open offices of an area.
    pub async fn within(tx: &mut Tx, area: Area) -> Result<Self, StoreError> {
        Ok(Self::of(offices_within(tx, area).await?))
    }

    /// Takes offices that were read already, in the order of their codes; closed ones are left out.
    #[must_use]
    pub fn of(offices: Vec<Office>) -> Self {
        let offices: Vec<Office> = offices.into_iter().filter(Office::is_open).collect();
        let is_short = offices.len() <= SHORT;
        let streets = offices.iter().filter(|office| office.level == OfficeLevel::Street);
        let streets: HashMap<i64, String> =
            streets.map(|office| (office.code, office.name.clone())).collect();
        let mut choices: Vec<OfficeChoice> = offices
            .into_iter()
            .map(|office| {
                let street = match office.level {
                    OfficeLevel::City | OfficeLevel::District => None,
                    _ => streets.get(&(office.code - office.code % 1_000)).cloned(),
                };
                let street = street.unwrap_or_default();
                let is_beneath = office.level == OfficeLevel::Community && !street.is_empty();
                let words = if is_beneath {
                    format!("{}（{street}）", office.name)
                } else {
                    office.name.clone()
                };
                let value = if is_short { office.office_id.to_string() } else { words.clone() };
                OfficeChoice { office, street, words, value }
            })
            .collect();
        let mut times: HashMap<String, usize> = HashMap::new();
        for choice in &choices {
            *times.entry(choice.value.clone()).or_default() += 1;
        }
        for choice in &mut choices {
            if times.get(&choice.value).is_some_and(|times| *times > 1) {
                choice.value = format!("{} {}", choice.words, choice.office.code);
            }
        }
        Self { choices }
    }

    /// Gives the offices that can be chosen.
    #[must_use]
    pub fn offices(&self) -> impl ExactSizeIterator<Item = &Office> {
        self.choices.iter().map(|choice| &choice.office)
    }

    /// Tells whether there is more than one to choose from.
    #[must_use]
    pub const fn has_choice(&self) -> bool {
        self.choices.len() > 1
    }

    /// The field that asks for one.
    pub fn field(&self, name: &'static str, label: impl Into<String>) -> Field {
        let choices = self.choices.iter();
        if self.choices.len() <= SHORT {
            let choices =
                choices.map(|one| Choice::new(&one.value, &one.office.name).under(&one.street));
            return Field::of(name, label, choices.collect());
        }
        let offered = choices.map(|one| Choice::new(&one.value, &one.value));
        Field::line(name, label)
            .suggest(offered.collect())
            .hint("输入名称中的几个字，从列出的机构中选")
    }

    /// Gives what the field holds for what an address or an older page says; nothing if that names no office.
    #[must_use]
    pub fn value_for(&self, text: &str) -> String {
        self.search(text).map(|one| one.value.clone()).unwrap_or_default()
    }

    /// Finds the office that a text names: what the field holds, its identifier or code, its whole name, or what only
    /// its name has in it.
    ///
    /// # Errors
    ///
    /// Unclear where it names none or several.
    pub fn find(&self, text: &str) -> Result<&Office, Unclear> {
        self.search(text).map(|one| &one.office)
    }

    fn search(&self, text: &str) -> Result<&OfficeChoice, Unclear> {
        let text = text.trim();
        let exactly = |one: &&OfficeChoice| {
            one.value == text
                || one.office.code.to_string() == text
                || one.office.office_id.to_string() == text
        };
        if let Some(one) = self.choices.iter().find(exactly) {
            return Ok(one);
        }
        let by = |fits: &dyn Fn(&OfficeChoice) -> bool| -> Vec<&OfficeChoice> {
            self.choices.iter().filter(|one| fits(one)).collect()
        };
        let mut fitting = by(&|one| one.office.name == text);
        if fitting.is_empty() && !text.is_empty() {
            fitting = by(&|one| one.words.contains(text));
        }
        // A street's name stands beside the names of its communities: the street itself is meant.
        let above = fitting
            .iter()
            .find(|one| fitting.iter().all(|other| one.office.area().holds(other.office.code)));
        match (fitting.first(), above) {
            (None, _) => Err(Unclear::Nobody),
            (_, Some(one)) => Ok(one),
            _ => Err(Unclear::Several(
                fitting.iter().take(MOST_NAMED).map(|one| one.words.clone()).collect(),
            )),
        }
    }

    /// Gives the office that was chosen in a form; nothing where the field was left blank. What names none is refused
    /// at the field.
    pub fn chosen(&self, form: &mut Form, name: &str) -> Option<&Office> {
        let typed = form.text(name)?.to_owned();
        match self.find(&typed) {
            Ok(office) => Some(office),
            Err(unclear) => {
                form.refuse(name, unclear);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Day;
    use store::OfficeId;
    use web::form::FieldKind;

    use super::*;

    fn office(number: u16, code: i64, name: &str) -> Office {
        let mut bytes = [0; 16];
        bytes[14..].copy_from_slice(&number.to_be_bytes());
        Office {
            office_id: OfficeId::from_bytes(bytes),
            code,
            level: OfficeLevel::of_code(code),
            parent_id: None,
            name: name.to_owned(),
            address: String::new(),
            phone: String::new(),
            opened_on: Day::FIRST,
            closed_on: None,
        }
    }

    fn few() -> Vec<Office> {
        vec![
            office(1, 110_105_000_000, "朝阳区公共就业服务中心"),
            office(2, 110_105_016_000, "双井街道公共就业服务所"),
            office(3, 110_105_016_001, "和平社区公共就业服务站"),
            office(4, 110_105_017_000, "劲松街道公共就业服务所"),
            office(5, 110_105_017_001, "和平社区公共就业服务站"),
        ]
    }

    /// The same, and hundreds besides.
    fn many() -> OfficeChooser {
        let mut offices = few();
        for number in 0..200 {
            let code = 110_105_020_000 + i64::from(number) * 1_000;
            offices.push(office(100 + number, code, &format!("第{number}街道公共就业服务所")));
        }
        OfficeChooser::of(offices)
    }

    #[test]
    fn a_few_stand_in_a_list_under_their_streets() {
        let chooser = OfficeChooser::of(few());
        let field = chooser.field("office", "机构");
        let FieldKind::Of(choices) = &field.kind else { panic!("{field:?}") };
        let groups: Vec<&str> = choices.iter().map(|choice| choice.group.as_str()).collect();
        let (here, there) = ("双井街道公共就业服务所", "劲松街道公共就业服务所");
        assert_eq!(groups, ["", here, here, there, there]);
        for (choice, office) in choices.iter().zip(chooser.offices()) {
            assert_eq!(chooser.find(&choice.value), Ok(office));
        }
    }

    #[test]
    fn among_hundreds_what_is_offered_and_what_tells_one_apart_is_understood() {
        let chooser = many();
        let field = chooser.field("office", "机构");
        let FieldKind::Line { suggestions, .. } = &field.kind else { panic!("{field:?}") };
        assert_eq!(suggestions.len(), 205);
        for (offered, office) in suggestions.iter().zip(chooser.offices()) {
            assert_eq!(chooser.find(&offered.value), Ok(office), "{}", offered.value);
        }
        let code = |text: &str| chooser.find(text).map(|office| office.code);
        assert_eq!(code("双井街道"), Ok(110_105_016_000), "the street's, not its communities'");
        assert_eq!(code("110105017001"), Ok(110_105_017_001));
        assert_eq!(code(" 朝阳区 "), Ok(110_105_000_000));
        assert_eq!(code("海淀"), Err(Unclear::Nobody));
        assert_eq!(code(""), Err(Unclear::Nobody));
        let Err(Unclear::Several(names)) = code("和平社区公共就业服务站") else {
            panic!("both are called so")
        };
        assert_eq!(names[1], "和平社区公共就业服务站（劲松街道公共就业服务所）");
    }

    #[test]
    fn closed_offices_are_not_offered_and_two_of_one_name_are_told_apart() {
        let mut offices: Vec<Office> = many().offices().cloned().collect();
        offices[1].closed_on = Some(Day::LAST);
        offices.push(office(999, 110_105_990_000, "第7街道公共就业服务所"));
        let chooser = OfficeChooser::of(offices);
        assert_eq!(chooser.find("双井街道公共就业服务所"), Err(Unclear::Nobody));
        let value = chooser.value_for("110105990000");
        assert_eq!(value, "第7街道公共就业服务所 110105990000");
        assert_eq!(chooser.find(&value).map(|office| office.code), Ok(110_105_990_000));
    }
}
