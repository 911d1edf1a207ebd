//! The demand file 就业需求档案 (BJ18 第二十条, 附件2). The annex is not published with the text: what it asks is taken
//! from articles 11, 19 and 21, and from the services of article 26.

use std::fmt;

use seekers::Person;
use seekers::model::{FAMILY_CARE, FAMILY_MARKS, SKILL_LEVELS, WORKING_HOURS, term_of};
use serde::{Deserialize, Serialize};

/// The services that somebody may want (BJ18 第二十六条第（二）项): code and words.
pub const SERVICES_WANTED: &[(&str, &str)] = &[
    ("guidance", "职业指导"),
    ("psychology", "心理疏导"),
    ("training", "职业技能培训"),
    ("internship", "就业见习"),
    ("startup", "创业服务"),
    ("interview", "面试辅导"),
    ("policy", "政策咨询与落实"),
    ("recommendation", "岗位推荐"),
    ("public_post", "公益性岗位"),
];

/// What a demand file says. Every field may be blank; its debug form shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DemandContent {
    /// The work they want, in words.
    pub wanted_work: String,
    /// The least pay, in yuan a month.
    pub wanted_pay: String,
    /// One of `seekers`' working hours.
    pub wanted_hours: String,
    /// Where they want to work, and how far they can go.
    pub wanted_place: String,
    /// One of `seekers`' skill levels.
    pub skill_level: String,
    /// What they can do, in words.
    pub skills: String,
    /// What their health does not allow, in words.
    pub health: String,
    /// One of `seekers`' codes of care at home.
    pub family_care: String,
    /// What else at home bears on work, in words.
    pub family: String,
    /// What they want to learn, in words.
    pub training: String,
    /// What they want to start, in words.
    pub startup: String,
    /// The services that they want, by the codes of [`SERVICES_WANTED`].
    pub services: Vec<String>,
    /// Anything else, in their own words.
    pub remarks: String,
}

impl fmt::Debug for DemandContent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DemandContent(…)")
    }
}

impl DemandContent {
    /// Fills in what the person's file knows.
    #[must_use]
    pub fn from_particulars(person: &Person) -> Self {
        let known = &person.particulars;
        let marks = known.family_marks.iter().map(|mark| term_of(FAMILY_MARKS, mark));
        let mut family: Vec<&str> = marks.collect();
        family.push(&known.family_note);
        family.retain(|words| !words.is_empty());
        Self {
            wanted_work: known.wanted_work.clone(),
            wanted_pay: known.wanted_pay.clone(),
            wanted_hours: known.wanted_hours.clone(),
            wanted_place: known.wanted_place.clone(),
            skill_level: known.skill_level.clone(),
            skills: known.skills.clone(),
            family_care: known.family_care.clone(),
            family: family.join("；"),
            ..Self::default()
        }
    }

    /// Gives every field with its name, in the words that users read.
    #[must_use]
    pub fn in_words(&self) -> Vec<(&'static str, String)> {
        let own = |text: &String| text.clone();
        let wanted: Vec<&str> =
            self.services.iter().map(|service| term_of(SERVICES_WANTED, service)).collect();
        vec![
            ("想做的工作", own(&self.wanted_work)),
            ("期望月薪（元）", own(&self.wanted_pay)),
            ("期望工作时间", term_of(WORKING_HOURS, &self.wanted_hours).to_owned()),
            ("期望工作地点", own(&self.wanted_place)),
            ("技能水平", term_of(SKILL_LEVELS, &self.skill_level).to_owned()),
            ("技能特长", own(&self.skills)),
            ("健康方面的限制", own(&self.health)),
            ("家庭照料", term_of(FAMILY_CARE, &self.family_care).to_owned()),
            ("家庭其他情况", own(&self.family)),
            ("培训愿望", own(&self.training)),
            ("创业愿望", own(&self.startup)),
            ("希望得到的服务", wanted.join("、")),
            ("其他", own(&self.remarks)),
        ]
    }
}

/// A field that two versions say differently: what it is called, what it said, what it says.
type Difference = (&'static str, String, String);

/// Tells which fields differ.
#[must_use]
pub fn differences(before: &DemandContent, after: &DemandContent) -> Vec<Difference> {
    let both = before.in_words().into_iter().zip(after.in_words());
    both.filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| (field, before, after))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_the_fields_that_differ_and_no_others() {
        let before = DemandContent { wanted_pay: "3000".to_owned(), ..DemandContent::default() };
        let after = DemandContent {
            services: vec!["training".to_owned(), "policy".to_owned()],
            ..before.clone()
        };
        let found = differences(&before, &after);
        assert_eq!(
            found,
            [("希望得到的服务", String::new(), "职业技能培训、政策咨询与落实".to_owned())]
        );
        assert_eq!(format!("{before:?}"), "DemandContent(…)");
    }
}
