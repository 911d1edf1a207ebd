//! How people, states and moments are worded; the same on every page.

use kernel::Day;
use rules::Standing;
use store::ledger::Channel;
use web::Tone;
pub(super) use web::minute_of as time_words;

use crate::model::age_on;

/// Gives the states that hold, each with how it is meant.
pub(super) fn standings(standing: &Standing) -> Vec<(Tone, &'static str)> {
    [
        (standing.stopped, Tone::Late, "已停止服务"),
        (standing.at_work, Tone::Good, "在岗"),
        (standing.hardship_recognised, Tone::Soon, "就业困难人员"),
        (standing.unemployment_registered, Tone::Note, "失业登记"),
        (standing.seeker_registered, Tone::Plain, "求职登记"),
        (standing.under_agreement, Tone::Plain, "援助协议期内"),
        (standing.ready == Some(true), Tone::Plain, "具备上岗条件"),
        (standing.ready == Some(false), Tone::Plain, "暂不具备上岗条件"),
    ]
    .into_iter()
    .filter_map(|(holds, tone, words)| holds.then_some((tone, words)))
    .collect()
}

/// Gives the states that hold in one line. The file itself has a public-welfare post from the slice that knows which.
pub(super) fn standing_words(standing: &Standing) -> String {
    let placed = standing.placed.then_some("公益性岗位");
    let others = standings(standing).into_iter().map(|(_, words)| words);
    let words: Vec<&str> = placed.into_iter().chain(others).collect();
    if words.is_empty() { "已建台账".to_owned() } else { words.join("、") }
}

/// The states that a list can be filtered by: the letter, and the words.
pub(super) const STANDING_FILTERS: &[(&str, &str)] = &[
    ("s", "求职登记"),
    ("u", "失业登记"),
    ("h", "就业困难人员"),
    ("a", "援助协议期内"),
    ("w", "在岗"),
    ("p", "公益性岗位"),
    ("r", "具备上岗条件"),
    ("n", "暂不具备上岗条件"),
    ("x", "已停止服务"),
];

/// Gives a level of difficulty in words (BJ18-12).
pub(super) fn level_words(grade: Option<i64>) -> String {
    match grade {
        Some(level @ 1..=2) => format!("{level} 级（一般帮扶）"),
        Some(level) => format!("{level} 级（重点帮扶）"),
        None => String::new(),
    }
}

/// Gives sex and age in words.
pub(super) fn sex_and_age(sex: &str, birth: Option<Day>, today: Day) -> String {
    let age = birth.map_or_else(String::new, |birth| format!("{} 岁", age_on(birth, today)));
    match (sex.is_empty(), age.is_empty()) {
        (false, false) => format!("{sex}，{age}"),
        _ => format!("{sex}{age}"),
    }
}

/// Gives a channel in words (BJ18-10, BJ18-19).
pub(super) const fn channel_words(channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => "前台",
        Channel::Phone => "电话",
        Channel::Visit => "入户",
        Channel::Online => "网络",
        Channel::Fair => "招聘会",
        Channel::Terminal => "自助终端",
    }
}

#[cfg(test)]
mod tests {
    use store::Instant;

    use super::*;

    #[test]
    fn an_instant_is_told_in_the_time_of_beijing() {
        let noon = Instant::from_micros(1_767_571_200_000_000);
        assert_eq!(time_words(noon), "2026-01-05 08:00");
        assert_eq!(time_words(noon.plus_seconds(16 * 3_600 - 60)), "2026-01-05 23:59");
        assert_eq!(time_words(noon.plus_seconds(16 * 3_600)), "2026-01-06 00:00");
    }
}
