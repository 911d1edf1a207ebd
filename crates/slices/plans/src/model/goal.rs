//! Until when the person wants to have reached their goal, read from their own words (BJ18-26(1): 时间表).

use kernel::Day;
use rules::months_later;

/// The units of a time, and what one of them is.
const UNITS: [(&str, Unit); 6] = [
    ("个月", Unit::Months(1)),
    ("年", Unit::Months(12)),
    ("周", Unit::Days(7)),
    ("星期", Unit::Days(7)),
    ("天", Unit::Days(1)),
    ("日", Unit::Days(1)),
];
/// The figures as they are written.
const FIGURES: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// More than this is no time within which somebody wants to work.
const MOST: u16 = 999;

#[derive(Clone, Copy)]
enum Unit {
    Days(u16),
    Months(u16),
}

/// Gives the day until which a goal is to be reached that says so, such as 三个月内上岗, counted from a day; nothing where it
/// names no time. Of several times the shortest counts.
#[must_use]
pub fn wanted_by(goal: &str, from: Day) -> Option<Day> {
    let ends = goal.match_indices('内').map(|(at, _)| &goal[..at]);
    ends.filter_map(|before| {
        let before = before.trim_end_matches(['之', '以', ' ', '\u{3000}']);
        UNITS.iter().find_map(|(name, unit)| {
            let count = before.strip_suffix(name)?.trim_end();
            if count.ends_with('半') && name == &"年" {
                return Some(months_later(from, 6));
            }
            later(from, *unit, number(count)?)
        })
    })
    .min()
}

fn later(from: Day, unit: Unit, count: u16) -> Option<Day> {
    let whole = |one: u16| one.checked_mul(count).filter(|whole| (1..=MOST).contains(whole));
    match unit {
        Unit::Days(one) => Some(from.plus_days(i32::from(whole(one)?))),
        Unit::Months(one) => Some(months_later(from, whole(one)?)),
    }
}

/// Reads the number that a text ends with: 3, １２, 两, 十二.
fn number(text: &str) -> Option<u16> {
    let digit = |sign: char| {
        let wide = u32::from(sign).checked_sub(u32::from('０')).filter(|digit| *digit < 10);
        sign.to_digit(10).or(wide)
    };
    let mut digits: Vec<u32> = text.chars().rev().map_while(digit).collect();
    if !digits.is_empty() {
        digits.reverse();
        let whole = digits
            .iter()
            .try_fold(0_u32, |whole, digit| whole.checked_mul(10)?.checked_add(*digit));
        return whole.and_then(|whole| u16::try_from(whole).ok());
    }
    let is_figure = |sign: &char| *sign == '十' || *sign == '两' || FIGURES.contains(sign);
    let mut signs: Vec<char> = text.chars().rev().take_while(is_figure).collect();
    signs.reverse();
    let figure = |sign: char| match sign {
        '两' => Some(2),
        sign => {
            let place = FIGURES.iter().position(|known| *known == sign)?;
            u16::try_from(place + 1).ok()
        }
    };
    match signs[..] {
        ['十'] => Some(10),
        [one] => figure(one),
        ['十', one] => Some(10 + figure(one)?),
        [tens, '十'] => Some(figure(tens)? * 10),
        [tens, '十', one] => Some(figure(tens)? * 10 + figure(one)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_a_goal_names_is_read() {
        let from = Day::new(2026, 11, 30).expect("a day");
        let by = |goal: &str| wanted_by(goal, from).map(|day| day.to_string());
        for (goal, day) in [
            ("三个月内上岗", Some("2027-02-28")),
            ("3 个月之内找到工作", Some("2027-02-28")),
            ("半年以内稳定下来", Some("2027-05-30")),
            ("两周内开始", Some("2026-12-14")),
            ("十二个月内，先在三十天内面试", Some("2026-12-30")),
            ("１０天内", Some("2026-12-10")),
            ("一年内", Some("2027-11-30")),
            ("在小区内找一份工作", None),
            ("内容自己定，三个月", None),
            ("99999个月内", None),
            ("〇个月内", None),
            ("", None),
        ] {
            assert_eq!(by(goal).as_deref(), day, "{goal}");
        }
    }
}
