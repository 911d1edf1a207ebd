//! Names of persons who do not exist.

use crate::random::Random;

const NAMES: &str = include_str!("../../data/names.csv");

/// From this year of birth on, most given names are of the newer kind.
const NEWER_FROM: i32 = 1988;

/// Newer given names of women.
const NEWER_FEMALE: [&str; 40] = [
    "欣怡", "雨桐", "思琪", "佳怡", "梦瑶", "晓彤", "雅婷", "诗涵", "梓萱", "可欣", "若曦", "紫涵",
    "语嫣", "静怡", "雪莹", "嘉怡", "美琪", "雨欣", "思雨", "婉清", "悦", "菲", "瑶", "蕾", "晓雯",
    "梦洁", "心怡", "慧敏", "文静", "艺涵", "一诺", "舒雅", "子涵", "雨薇", "佳琪", "晓萌", "天娇",
    "依琳", "安琪", "楚楚",
];

/// Newer given names of men.
const NEWER_MALE: [&str; 40] = [
    "浩然", "子轩", "宇航", "天宇", "俊杰", "嘉豪", "泽宇", "博文", "一鸣", "梓豪", "明哲", "子涵",
    "家豪", "宇轩", "思远", "皓轩", "晨曦", "文博", "志远", "子墨", "睿", "凡", "翔", "哲", "昊天",
    "伟业", "立恒", "煜", "家乐", "晓峰", "振宇", "承泽", "景行", "锦程", "雨泽", "奕辰", "鹏飞",
    "旭东", "远航", "佳明",
];

/// The names to draw from.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// Surnames, each with the weight of itself and of all before it.
    surnames: Vec<(u32, &'static str)>,
    female: Vec<&'static str>,
    male: Vec<&'static str>,
}

impl Names {
    pub(super) fn read() -> Self {
        let mut names = Self { surnames: Vec::new(), female: Vec::new(), male: Vec::new() };
        for (list, rest) in super::rows(NAMES) {
            let Some((name, weight)) = rest.split_once(',') else { continue };
            match list {
                "surname" => {
                    let before = names.surnames.last().map_or(0, |last| last.0);
                    names.surnames.push((before + weight.parse().unwrap_or(0), name));
                }
                "female" => names.female.push(name),
                _ => names.male.push(name),
            }
        }
        names
    }

    /// Draws a surname; frequent ones come up as often as they do.
    pub(super) fn surname(&self, random: &mut Random) -> &'static str {
        let all = self.surnames.last().map_or(0, |last| last.0);
        let drawn = random.below(all);
        let place = self.surnames.partition_point(|(until, _)| *until <= drawn);
        self.surnames.get(place).map_or("王", |surname| surname.1)
    }

    /// Draws a given name as it was given in the year of birth.
    pub(super) fn given(&self, random: &mut Random, is_female: bool, born: i32) -> &'static str {
        let is_newer = born >= NEWER_FROM && random.chance(80);
        match (is_newer, is_female) {
            (true, true) => random.one_of(&NEWER_FEMALE),
            (true, false) => random.one_of(&NEWER_MALE),
            (false, true) => random.one_of(&self.female),
            (false, false) => random.one_of(&self.male),
        }
    }

    /// Draws the name of a grown-up of whom nothing else is known.
    pub(super) fn any(&self, random: &mut Random) -> String {
        let is_female = random.chance(55);
        let born = 1970 + i32::from(random.between(0, 30));
        let surname = self.surname(random);
        format!("{surname}{}", self.given(random, is_female, born))
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::random::Random;

    #[test]
    fn frequent_surnames_come_up_often_and_rare_ones_too() {
        let names = Names::read();
        assert_eq!(names.surnames.len(), 399);
        assert_eq!((names.female.len(), names.male.len()), (73, 57));
        let mut random = Random::of_subject(1, 1, 1);
        let drawn: Vec<&str> = (0..20_000).map(|_| names.surname(&mut random)).collect();
        let wang = drawn.iter().filter(|surname| **surname == "王").count();
        assert!((1_300..1_650).contains(&wang), "{wang} of 20000");
        let kinds: std::collections::BTreeSet<&str> = drawn.into_iter().collect();
        assert!(kinds.len() > 250, "{}", kinds.len());
    }
}
