//! What a file says of a person. Kept sealed as a whole.

use std::fmt;

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::groups::groups;
use super::words::{
    FAMILY_CARE, FAMILY_MARKS, HOUSEHOLD_KINDS, SKILL_LEVELS, WORKING_HOURS, term_of,
};

/// What a file says of a person beside their name (BJ18-11: 求职登记信息和精细化服务信息). Every field may
/// be blank. Its debug form shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// The kind of identity document, by its name.
    pub document: String,
    /// Its number.
    pub number: String,
    /// The day of birth, `YYYY-MM-DD`.
    pub birth: String,
    /// 女 or 男, as the document states it.
    pub sex: String,
    /// The telephone number.
    pub phone: String,
    /// Another way to reach them.
    pub other_contact: String,
    /// The address of residence below the community.
    pub address: String,
    /// The address of household registration.
    pub household_address: String,
    /// One of [`HOUSEHOLD_KINDS`](super::HOUSEHOLD_KINDS).
    pub household_kind: String,
    /// The number of the household register, which its members share.
    pub household_number: String,
    /// What they call the work that they do or did.
    pub trade: String,
    /// The work done so far, in words.
    pub experience: String,
    /// The first day without work, `YYYY-MM-DD`.
    pub unemployed_since: String,
    /// One of [`SKILL_LEVELS`](super::SKILL_LEVELS).
    pub skill_level: String,
    /// What they can do, in words.
    pub skills: String,
    /// One of [`FAMILY_CARE`](super::FAMILY_CARE).
    pub family_care: String,
    /// Some of [`FAMILY_MARKS`](super::FAMILY_MARKS).
    pub family_marks: Vec<String>,
    /// What else bears on work at home.
    pub family_note: String,
    /// The real-name groups, by their codes.
    pub groups: Vec<String>,
    /// The facts of hardship.
    pub hardship: String,
    /// The work they look for, in words.
    pub wanted_work: String,
    /// The least pay, in yuan a month.
    pub wanted_pay: String,
    /// Where they want to work.
    pub wanted_place: String,
    /// One of [`WORKING_HOURS`](super::WORKING_HOURS).
    pub wanted_hours: String,
    /// The day on which they promised in writing that all this is true, `YYYY-MM-DD`.
    pub promised_on: String,
    /// Anything else.
    pub notes: String,
}

impl fmt::Debug for Particulars {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Particulars(…)")
    }
}

/// A field that was changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is called.
    pub field: String,
    /// What it said.
    pub before: String,
    /// What it says now.
    pub after: String,
}

impl fmt::Debug for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Change({})", self.field)
    }
}

impl Particulars {
    /// Gives the day of birth.
    #[must_use]
    pub fn birth(&self) -> Option<Day> {
        self.birth.parse().ok()
    }

    /// Gives the first day without work.
    #[must_use]
    pub fn unemployed_since(&self) -> Option<Day> {
        self.unemployed_since.parse().ok()
    }

    /// Gives every field with its name, in the words that users read.
    #[must_use]
    pub fn in_words(&self) -> Vec<(&'static str, String)> {
        let many = |words: Vec<&str>| words.join("、");
        let marks = self.family_marks.iter().map(|mark| term_of(FAMILY_MARKS, mark)).collect();
        let known = groups();
        let group_of = |code: &String| {
            let found = known.iter().find(|group| group.code == *code);
            found.map_or_else(|| code.clone(), |group| group.name.to_owned())
        };
        let in_groups: Vec<String> = self.groups.iter().map(group_of).collect();
        let own = |text: &String| text.clone();
        vec![
            ("证件种类", own(&self.document)),
            ("证件号码", own(&self.number)),
            ("出生日期", own(&self.birth)),
            ("性别", own(&self.sex)),
            ("联系电话", own(&self.phone)),
            ("其他联系方式", own(&self.other_contact)),
            ("居住地址", own(&self.address)),
            ("户籍地址", own(&self.household_address)),
            ("户籍性质", term_of(HOUSEHOLD_KINDS, &self.household_kind).to_owned()),
            ("户号", own(&self.household_number)),
            ("从事的工作", own(&self.trade)),
            ("工作经历", own(&self.experience)),
            ("失业时间", own(&self.unemployed_since)),
            ("技能水平", term_of(SKILL_LEVELS, &self.skill_level).to_owned()),
            ("技能特长", own(&self.skills)),
            ("家庭照料", term_of(FAMILY_CARE, &self.family_care).to_owned()),
            ("家庭经济", many(marks)),
            ("其他家庭因素", own(&self.family_note)),
            ("实名制群体", in_groups.join("、")),
            ("困难情况", own(&self.hardship)),
            ("求职意向", own(&self.wanted_work)),
            ("期望月薪（元）", own(&self.wanted_pay)),
            ("期望工作地点", own(&self.wanted_place)),
            ("期望工作时间", term_of(WORKING_HOURS, &self.wanted_hours).to_owned()),
            ("书面承诺日期", own(&self.promised_on)),
            ("备注", own(&self.notes)),
        ]
    }

    /// Tells which fields differ.
    #[must_use]
    pub fn changes_to(&self, after: &Self) -> Vec<Change> {
        self.in_words()
            .into_iter()
            .zip(after.in_words())
            .filter(|((_, before), (_, after))| before != after)
            .map(|((field, before), (_, after))| Change { field: field.to_owned(), before, after })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_the_fields_that_differ_and_no_others() {
        let before = Particulars { phone: "138".to_owned(), ..Particulars::default() };
        let after = Particulars {
            phone: "139".to_owned(),
            skill_level: "trained".to_owned(),
            groups: vec!["veteran".to_owned()],
            ..Particulars::default()
        };
        let changes = before.changes_to(&after);
        let words: Vec<(&str, &str, &str)> = changes
            .iter()
            .map(|change| (change.field.as_str(), change.before.as_str(), change.after.as_str()))
            .collect();
        assert_eq!(
            words,
            [
                ("联系电话", "138", "139"),
                ("技能水平", "", "参加过培训，没有证书"),
                ("实名制群体", "", "退役军人"),
            ]
        );
        assert_eq!(before.changes_to(&before), []);
    }

    #[test]
    fn nothing_personal_is_printed_by_mistake() {
        let particulars = Particulars { number: "110105".to_owned(), ..Particulars::default() };
        assert!(!format!("{particulars:?}").contains("110105"));
    }
}
