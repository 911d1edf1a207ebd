//! Words for what is chosen from lists, masks for what is not shown whole, and ages.

use kernel::Day;

/// What is chosen, with the words that users read.
pub(super) type Terms = &'static [(&'static str, &'static str)];

/// Kinds of household registration.
pub const HOUSEHOLD_KINDS: Terms = &[
    ("local_town", "本市城镇"),
    ("local_village", "本市农村"),
    ("other_town", "外省市城镇"),
    ("other_village", "外省市农村"),
];

/// What somebody can prove of their skills; the options of the grading scorecard.
pub const SKILL_LEVELS: Terms = &[
    ("none", "没有证书，也没有参加过培训"),
    ("trained", "参加过培训，没有证书"),
    ("certified", "有职业资格或技能等级证书"),
];

/// Whether somebody has to care for others; the options of the grading scorecard.
pub const FAMILY_CARE: Terms = &[
    ("none", "不影响上班时间"),
    ("hours", "每天有固定时段要照料家人"),
    ("all_day", "要全天照料家人"),
];

/// What else bears on work at home; the marks of the grading scorecard.
pub const FAMILY_MARKS: Terms =
    &[("nobody_works", "家里没有人就业"), ("minimum_living", "享受最低生活保障")];

/// Against what it is checked that nobody of a household works (BJ18-18).
pub const EVIDENCE_SOURCES: Terms = &[
    ("register", "户口簿"),
    ("employment", "就业登记"),
    ("insurance", "社会保险缴费记录"),
    ("business", "市场主体登记"),
    ("unemployment", "失业登记"),
    ("visit", "入户走访"),
    ("promise", "本人书面承诺"),
];

/// Wished working hours.
pub const WORKING_HOURS: Terms =
    &[("full", "全日制"), ("part", "非全日制"), ("flexible", "灵活就业"), ("any", "都可以")];

/// Gives the words for what was chosen; what stands there itself if it is in no list any more.
#[must_use]
pub fn term_of(terms: Terms, chosen: &str) -> &str {
    terms.iter().find(|(value, _)| *value == chosen).map_or(chosen, |(_, term)| term)
}

/// Gives the age in completed years; a birthday counts on its day, one of 29 February on 1 March.
#[must_use]
pub fn age_on(birth: Day, today: Day) -> i32 {
    let (born, month, day) = birth.parts();
    let (year, this_month, this_day) = today.parts();
    let had_birthday = (this_month, this_day) >= (month, day);
    (year - born - i32::from(!had_birthday)).max(0)
}

/// Shows the family name, or its first character, and hides the rest.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let hidden = name.chars().count().saturating_sub(1).min(3);
    name.chars().take(1).chain(std::iter::repeat_n('*', hidden)).collect()
}

/// Hides all but two characters at each end of a number: more would let it be put together again with the
/// birth date and the place that stand beside it.
#[must_use]
pub fn mask_number(number: &str) -> String {
    mask(number, 2, 2)
}

/// Hides the middle of a telephone number.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let (head, tail) = if phone.chars().count() >= 11 { (3, 4) } else { (0, 4) };
    mask(phone, head, tail)
}

/// Hides the digits of an address: building, entrance and door.
#[must_use]
pub fn mask_address(address: &str) -> String {
    address
        .chars()
        .map(|sign| {
            let is_number =
                sign.is_numeric() || "一二三四五六七八九十百零〇甲乙丙丁".contains(sign);
            if is_number { '*' } else { sign }
        })
        .collect()
}

/// Gives what a particular says, by its name, masked where it is only told to whoever asks for it with a reason.
#[must_use]
pub fn masked(field: &str, value: &str) -> String {
    match field {
        "证件号码" => mask_number(value),
        "联系电话" | "其他联系方式" => mask_phone(value),
        "居住地址" | "户籍地址" => mask_address(value),
        "户号" => "*".repeat(value.chars().count()),
        _ => value.to_owned(),
    }
}

fn mask(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(at, sign)| {
            let is_shown = length > head + tail && (at < head || at >= length - tail);
            if is_shown { sign } else { '*' }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_masked_cannot_be_put_together_again() {
        assert_eq!(mask_name("王秀英"), "王**");
        assert_eq!(mask_name("王"), "王");
        assert_eq!(mask_name("买买提·艾力"), "买***");
        assert_eq!(mask_number("11010519491231002X"), "11**************2X");
        assert_eq!(mask_number("H12345678"), "H1*****78");
        assert_eq!(mask_number("123"), "***");
        assert_eq!(mask_phone("13800138000"), "138****8000");
        assert_eq!(mask_phone("65012345"), "****2345");
        assert_eq!(mask_address("垂杨柳东里12号楼3单元502"), "垂杨柳东里**号楼*单元***");
    }

    #[test]
    fn a_birthday_counts_on_its_day() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(age_on(day("1990-11-22"), day("2026-11-21")), 35);
        assert_eq!(age_on(day("1990-11-22"), day("2026-11-22")), 36);
        assert_eq!(age_on(day("2004-02-29"), day("2026-02-28")), 21);
        assert_eq!(age_on(day("2004-02-29"), day("2026-03-01")), 22);
    }
}
