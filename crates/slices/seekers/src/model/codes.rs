//! Codes as they are stored, each with its set; and what they are found by.

use kernel::{
    Division, DivisionIssuer, DivisionLevel, DivisionSet, EducationLevel, Occupation,
    OccupationLevel,
};

/// What stands before an education level: GB/T 4658-2006.
const EDUCATION_SET: &str = "education:2006:";
/// What stands before an occupation: 职业分类大典（2022 年版）.
const OCCUPATION_SET: &str = "occupation:2022:";
/// How many occupations are offered at most.
const MOST_OFFERED: usize = 12;

/// Writes an education level with its set.
#[must_use]
pub fn education_reference(level: EducationLevel) -> String {
    format!("{EDUCATION_SET}{}", level.code())
}

/// Reads an education level; nothing where none is stored.
#[must_use]
pub fn education_of(reference: &str) -> Option<EducationLevel> {
    EducationLevel::find(reference.strip_prefix(EDUCATION_SET)?).ok()
}

/// Writes an occupation with its set.
#[must_use]
pub fn occupation_reference(occupation: Occupation) -> String {
    format!("{OCCUPATION_SET}{}", occupation.code())
}

/// Reads an occupation; nothing where none is stored.
#[must_use]
pub fn occupation_of(reference: &str) -> Option<Occupation> {
    Occupation::find(reference.strip_prefix(OCCUPATION_SET)?).ok()
}

/// What a word for work stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OccupationFound {
    /// One occupation.
    One(Occupation),
    /// Several; the nearest first.
    Several(Vec<Occupation>),
    /// None.
    None,
}

/// Finds an occupation by its code, by its name, or by what people call the work. A name that is exactly this
/// decides; otherwise those that bear it among others, or contain it, are offered: 司机 drive many things.
#[must_use]
pub fn find_occupation(text: &str) -> OccupationFound {
    let text = text.trim();
    // What the list of suggestions fills in.
    let code = text.rsplit_once('（').and_then(|(_, code)| code.strip_suffix('）')).unwrap_or(text);
    if let Ok(occupation) = Occupation::find(code) {
        return OccupationFound::One(occupation);
    }
    if text.is_empty() {
        return OccupationFound::None;
    }
    let is_work = |occupation: &Occupation| occupation.level() == OccupationLevel::Occupation;
    let by_name = Occupation::all().filter(is_work).find(|occupation| occupation.name() == text);
    if let Some(occupation) = by_name {
        return OccupationFound::One(occupation);
    }
    if let Some(occupation) = everyday(text) {
        return OccupationFound::One(occupation);
    }
    let found = containing(text);
    match found.as_slice() {
        [] => OccupationFound::None,
        [only] => OccupationFound::One(*only),
        _ => OccupationFound::Several(found),
    }
}

/// What people call their work at a counter, with the codes.
const EVERYDAY: &str = include_str!("../../data/everyday_work.csv");

/// Gives the lines of the everyday names.
fn everyday_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    EVERYDAY
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| line.split_once(','))
}

/// Finds the occupation that people call by exactly these words.
fn everyday(text: &str) -> Option<Occupation> {
    let (_, code) = everyday_names().find(|(words, _)| *words == text)?;
    Occupation::find(code).ok()
}

/// Gives the occupations whose name or other name contains a text, the shortest such name first.
fn containing(text: &str) -> Vec<Occupation> {
    let mut found: Vec<(usize, Occupation)> = Occupation::all()
        .filter(|occupation| occupation.level() == OccupationLevel::Occupation)
        .filter_map(|occupation| {
            let names = std::iter::once(occupation.name()).chain(occupation.aliases());
            let nearest = names.filter(|name| name.contains(text)).map(str::len).min()?;
            Some((nearest, occupation))
        })
        .collect();
    found.sort_by_key(|(length, occupation)| (*length, occupation.code()));
    found.into_iter().take(MOST_OFFERED).map(|(_, occupation)| occupation).collect()
}

/// Finds the county, city or province of household registration (codes of the Ministry of Civil Affairs) by
/// its code, by its full name, or by a name that only one has. Otherwise gives those that it may be.
pub fn household_division_named(text: &str) -> Result<Division, Vec<Division>> {
    let text = text.trim();
    let set = DivisionSet::of(DivisionIssuer::CivilAffairs);
    if let Ok(division) = set.find(text) {
        return Ok(division);
    }
    let divisions = || set.iter().filter(|division| division.level() != DivisionLevel::Township);
    if let Some(division) = divisions().find(|division| division.full_name() == text) {
        return Ok(division);
    }
    let mut named: Vec<Division> = divisions()
        .filter(|division| division.name() == text || division.full_name().ends_with(text))
        .take(MOST_OFFERED)
        .collect();
    if named.len() > 1 {
        named.retain(|division| !division.is_abolished());
    }
    if let [only] = named.as_slice() { Ok(*only) } else { Err(named) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stored_with_their_set_and_read_back() {
        let level = EducationLevel::find("21").expect("known");
        assert_eq!(education_reference(level), "education:2006:21");
        assert_eq!(education_of("education:2006:21"), Some(level));
        assert_eq!(education_of("21"), None);
        let work = Occupation::find("4-03-02-05").expect("known");
        assert_eq!(occupation_of(&occupation_reference(work)), Some(work));
    }

    #[test]
    fn work_is_found_by_what_people_call_it() {
        assert!(matches!(find_occupation("4-03-02-05"), OccupationFound::One(_)));
        let OccupationFound::Several(found) = find_occupation("司机") else { panic!("several") };
        assert!(found.len() > 1 && found.len() <= MOST_OFFERED);
        assert_eq!(found[0].name(), "客运车辆驾驶员", "which is called just that comes first");
        assert!(matches!(find_occupation("保洁"), OccupationFound::One(_)));
        let suggested = format!("{}（{}）", found[0].name(), found[0].code());
        assert_eq!(find_occupation(&suggested), OccupationFound::One(found[0]));
        assert_eq!(find_occupation("变戏法的神仙"), OccupationFound::None);
        assert_eq!(find_occupation(""), OccupationFound::None);
    }

    #[test]
    fn work_is_found_by_what_is_said_at_a_counter() {
        for (words, name) in [
            ("程序员", "计算机程序设计员"),
            ("外卖", "网约配送员"),
            ("快递小哥", "快递员"),
            ("开出租", "客运车辆驾驶员"),
            ("跑滴滴", "客运车辆驾驶员"),
            ("看大门", "保安员"),
            ("做饭的", "中式烹调师"),
        ] {
            let OccupationFound::One(found) = find_occupation(words) else { panic!("{words}") };
            assert_eq!(found.name(), name, "{words}");
        }
        assert_eq!(find_occupation("打零工"), OccupationFound::None, "it may be anything");
    }

    #[test]
    fn every_everyday_name_is_one_of_an_occupation_and_stands_once() {
        let mut names: Vec<&str> = everyday_names().map(|(words, _)| words).collect();
        let lines = EVERYDAY.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(names.len(), lines - 1);
        for (words, code) in everyday_names() {
            let found = Occupation::find(code).expect("a code");
            assert_eq!(found.level(), OccupationLevel::Occupation, "{words}");
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), lines - 1, "one stands twice");
    }

    #[test]
    fn a_place_that_only_one_bears_is_found_and_others_are_offered() {
        let chaoyang = household_division_named("110105").expect("known");
        assert_eq!(household_division_named("北京市朝阳区"), Ok(chaoyang));
        let several = household_division_named("朝阳区").expect_err("Beijing's and Changchun's");
        assert!(several.contains(&chaoyang) && several.len() > 1);
        assert_eq!(household_division_named("不存在的县"), Err(Vec::new()));
    }
}
