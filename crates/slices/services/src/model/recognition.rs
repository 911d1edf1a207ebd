//! What a recognition of hardship rests on, and what of it the file or the ledger contradicts (BJ18-18, BJ18-26, NA18-3).
//!
//! The regulations ask for no second signature: a written promise is enough, and where it is necessary the authorities are
//! asked or staff look into it (NA18-3). So whoever recognises says on what, in two answers, and is asked back where what is
//! known says otherwise.

use kernel::Day;
use rules::Kind;
use seekers::model::Particulars;

use super::codes::{AGED_GROUP, DISABLED_GROUP, IDLE_GROUP, LIVING_GROUP, LONG_GROUP};
use super::then::Then;

/// Days after which somebody has been without work for a year.
const A_YEAR: i32 = 365;
/// What files call a circumstance.
const MINIMUM_LIVING: &str = "minimum_living";
const DISABLED: &str = "disabled";
const NOBODY_WORKS: &str = "nobody_works";

/// What a recognition rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Material {
    /// What users read.
    pub term: &'static str,
    /// The group that it shows alone; nothing where it can show any.
    pub shows: Option<&'static str>,
    /// What is to be written beside it; nothing where it needs none.
    pub number: Option<&'static str>,
}

const fn paper(term: &'static str, shows: &'static str, number: &'static str) -> Material {
    Material { term, shows: Some(shows), number: Some(number) }
}

/// Every material. The written promise stands for any proof (NA18-3), as the law of fewer proofs has it (NA18-16).
pub const MATERIALS: &[Material] = &[
    paper("残疾人证", DISABLED_GROUP, "证号末四位或签发日期"),
    paper("低保证或民政部门名单", LIVING_GROUP, "证号末四位或名单日期"),
    Material { term: "身份证件", shows: Some(AGED_GROUP), number: None },
    paper("失业登记或社会保险记录", LONG_GROUP, "登记或停保日期"),
    Material { term: "零就业家庭的认定", shows: Some(IDLE_GROUP), number: None },
    Material {
        term: "市、区文件或名单", shows: None, number: Some("文号或名单日期")
    },
    Material { term: "部门信息核查", shows: None, number: Some("查询日期") },
    Material { term: "工作人员调查", shows: None, number: Some("调查日期") },
    Material { term: "本人书面承诺", shows: None, number: None },
];

/// Says what is wrong with a material for a group: it shows another one, or what stands on it is missing.
pub fn check_material(group: &str, term: &str, number: &str) -> Result<(), (bool, String)> {
    let Some(material) = MATERIALS.iter().find(|material| material.term == term) else {
        return Err((false, "请选择核对了什么".to_owned()));
    };
    if let Some(shows) = material.shows.filter(|shows| *shows != group) {
        let words = format!("“{term}”说明的是“{shows}”，与所选人员类别不符；请改正其中一项");
        return Err((false, words));
    }
    match material.number {
        Some(number_of) if number.trim().is_empty() => {
            Err((true, format!("凭“{term}”认定的，请写明{number_of}")))
        }
        _ => Ok(()),
    }
}

/// Something that the file or the ledger says otherwise than a recognition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Which, by name.
    pub what: &'static str,
    /// What it says, and what to do.
    pub words: String,
}

/// Tells what contradicts that somebody belongs to a group on a day. `file` is what the file says, where there is one;
/// `household` the day since which the household on file is recognised as one in which nobody works. The age that a group
/// asks for is checked when the recognition is recorded.
#[must_use]
pub fn contradictions(
    group: &str,
    file: Option<&Particulars>,
    household: Option<Day>,
    then: &Then<'_>,
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut add = |what, words| found.push(Contradiction { what, words });
    if then.standing().at_work {
        let since = then.last(Kind::StartedWork).map_or(then.day, |(_, entry)| entry.on);
        add("at_work", format!("台账显示本人自 {since} 起在岗；已经离职的请先记录离职"));
    }
    match group {
        LONG_GROUP => {
            if let Some(words) = too_short(file, then) {
                add("long", words);
            }
        }
        LIVING_GROUP => {
            let says = |file: &Particulars| {
                marks(file, MINIMUM_LIVING) || in_words(file, &["低保", "最低生活保障"])
            };
            if file.is_some_and(|file| !says(file)) {
                add(
                    "living",
                    "档案的家庭经济、实名制群体和困难情况都没有写低保；属实的请一并补进档案"
                        .to_owned(),
                );
            }
        }
        DISABLED_GROUP => {
            let says =
                |file: &Particulars| marks(file, DISABLED) || in_words(file, &["残疾", "残障"]);
            if file.is_some_and(|file| !says(file)) {
                add(
                    "disabled",
                    "档案的实名制群体和困难情况都没有写残疾；属实的请一并补进档案".to_owned(),
                );
            }
        }
        IDLE_GROUP if household.is_none() => {
            let says = file.is_some_and(|file| marks(file, NOBODY_WORKS));
            let words = if says {
                "档案写了家里没有人就业，但这一户还没有认定为零就业家庭；一般先在“零就业家庭”认定这一户"
            } else {
                "档案没有写家里没有人就业，这一户也没有认定为零就业家庭；请核对户口簿和家庭成员的就业情况"
            };
            add("idle", words.to_owned());
        }
        _ => {}
    }
    found
}

/// Says since when somebody has been without work, where that is less than a year.
fn too_short(file: Option<&Particulars>, then: &Then<'_>) -> Option<String> {
    let is_short = |since: &Day| then.day < since.plus_days(A_YEAR);
    let last = |kind| then.last(kind).map(|(_, entry)| entry.on);
    let worked = last(Kind::LeftWork).into_iter().chain(last(Kind::StartedWork)).max();
    if let Some(on) = worked.filter(is_short) {
        return Some(format!("台账显示本人 {on} 还在上岗或刚离岗，到 {} 不满一年", then.day));
    }
    let told = file.and_then(Particulars::unemployed_since);
    if let Some(since) = told.filter(is_short) {
        return Some(format!("档案的失业时间从 {since} 算起，到 {} 不满一年", then.day));
    }
    let registered =
        last(Kind::UnemploymentRegistered).filter(|_| then.standing().unemployment_registered);
    let on = registered.filter(is_short)?;
    Some(format!("失业登记 {on} 才办结，到 {} 不满一年；以前就失业的，请写明凭据", then.day))
}

fn marks(file: &Particulars, code: &str) -> bool {
    file.groups.iter().chain(&file.family_marks).any(|known| known == code)
}

fn in_words(file: &Particulars, words: &[&str]) -> bool {
    let texts = [&file.hardship, &file.family_note, &file.notes];
    words.iter().any(|word| texts.iter().any(|text| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::super::codes::{HARDSHIP_GROUPS, HARDSHIP_MATERIALS};
    use super::*;

    #[test]
    fn the_form_offers_every_material() {
        let terms: Vec<&str> = MATERIALS.iter().map(|material| material.term).collect();
        assert_eq!(terms, HARDSHIP_MATERIALS);
    }

    #[test]
    fn every_group_can_be_shown_and_a_paper_shows_its_own_alone() {
        for group in HARDSHIP_GROUPS {
            for material in MATERIALS {
                let fits = material.shows.is_none_or(|shows| shows == *group);
                let checked = check_material(group, material.term, "1234");
                assert_eq!(checked.is_ok(), fits, "{group} {}", material.term);
            }
            assert!(check_material(group, "本人书面承诺", "").is_ok(), "{group}");
        }
        let blank = check_material(DISABLED_GROUP, "残疾人证", " ");
        assert!(blank.is_err_and(|(is_number, words)| is_number && words.contains("末四位")));
        assert!(check_material(DISABLED_GROUP, "户口簿", "").is_err());
    }
}
