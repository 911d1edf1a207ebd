//! The words of offices for the values of the contract.

use ledger::Field;

/// Words for yes and no that fit every flag.
const YES: &[&str] = &["是", "有", "对", "真", "√", "✓", "true", "yes", "y", "1"];
const NO: &[&str] = &["否", "无", "没有", "不", "错", "假", "×", "✗", "false", "no", "n", "0"];

/// Words for yes and no that fit one flag.
const FLAG_WORDS: &[(Field, &[&str], &[&str])] = &[
    (Field::Complete, &["齐全", "齐", "完备"], &["不齐全", "不齐", "不完备", "缺"]),
    (Field::Promise, &["已承诺", "承诺"], &["未承诺"]),
    (Field::Willing, &["有意愿", "愿意"], &["无意愿", "没有意愿", "不愿意"]),
    (Field::Registers, &["愿意", "愿登记", "愿意登记"], &["不愿意", "不愿登记", "不愿意登记"]),
    (Field::DutiesMet, &["已履约", "履约", "已履行"], &["未履约", "未履行"]),
    (Field::Ready, &["具备", "已具备"], &["不具备", "尚不具备"]),
    (Field::Hired, &["录用", "已录用", "聘用", "成功"], &["未录用", "不录用", "未聘用", "未成功"]),
    (Field::OwnCause, &["本人原因"], &["非本人原因", "单位原因"]),
];

/// A value of the contract with the words for it.
type Choice = (&'static str, &'static [&'static str]);

/// Words for the other values, by field.
const VALUE_WORDS: &[(Field, &[Choice])] = &[
    (
        Field::Stage,
        &[
            ("early", &["初期", "前期", "早期"]),
            ("middle", &["中期"]),
            ("final", &["终期", "末期", "后期", "期末"]),
        ],
    ),
    (
        Field::Circumstance,
        &[
            ("none", &["无", "没有", "无特殊情形"]),
            ("childbirth", &["生育", "孕产", "怀孕生育"]),
            ("caring", &["陪护", "照护", "照料", "陪护家人"]),
        ],
    ),
    (
        Field::InitiatedBy,
        &[
            ("subject", &["本人", "服务对象", "求职者", "单位", "用人单位", "企业"]),
            ("agency", &["机构", "服务机构", "公共就业服务机构", "工作人员", "专员"]),
        ],
    ),
    (
        Field::Channel,
        &[
            ("counter", &["前台", "窗口", "柜台", "现场"]),
            ("phone", &["电话"]),
            ("visit", &["上门", "入户", "走访"]),
            ("online", &["网络", "网上", "线上"]),
            ("fair", &["招聘会"]),
            ("terminal", &["自助终端", "自助机", "终端"]),
        ],
    ),
    (
        Field::Method,
        &[
            ("phone", &["电话"]),
            ("counter", &["前台", "窗口", "柜台"]),
            ("visit", &["上门", "入户", "走访"]),
        ],
    ),
    (
        Field::Form,
        &[
            ("general", &["一般", "一般指导"]),
            ("special", &["专门", "专门指导"]),
            ("group", &["分类", "分类指导"]),
        ],
    ),
    (
        Field::Scheme,
        &[
            ("skills", &["技能", "技能培训", "职业技能培训"]),
            ("startup", &["创业", "创业培训"]),
            ("internship", &["见习", "就业见习"]),
        ],
    ),
    (
        Field::Level,
        &[
            ("1", &["1级", "一级", "一", "Ⅰ", "ⅰ"]),
            ("2", &["2级", "二级", "二", "Ⅱ", "ⅱ"]),
            ("3", &["3级", "三级", "三", "Ⅲ", "ⅲ"]),
            ("4", &["4级", "四级", "四", "Ⅳ", "ⅳ"]),
        ],
    ),
];

/// Tells whether a field takes the listed words only, because a rule reads it. A survey's method or
/// a channel is not computed with, so an office may write there what it likes.
pub(crate) const fn is_closed(field: Field) -> bool {
    matches!(field, Field::Stage | Field::Circumstance | Field::InitiatedBy | Field::Level)
}

/// Reads a word, in the form of [`crate::text::comparable`], as a flag.
pub(crate) fn flag(field: Field, word: &str) -> Option<bool> {
    let own = FLAG_WORDS.iter().find(|(known, _, _)| *known == field);
    let (yes, no) = own.map_or((&[][..], &[][..]), |(_, yes, no)| (*yes, *no));
    if yes.contains(&word) || YES.contains(&word) {
        Some(true)
    } else if no.contains(&word) || NO.contains(&word) {
        Some(false)
    } else {
        None
    }
}

/// Reads a word, in the form of [`crate::text::comparable`], as a value of the contract.
pub(crate) fn value(field: Field, word: &str) -> Option<&'static str> {
    let (_, values) = VALUE_WORDS.iter().find(|(known, _)| *known == field)?;
    values
        .iter()
        .find(|(value, words)| *value == word || words.contains(&word))
        .map(|(value, _)| *value)
}

/// Words what a field takes, for a message: the first Chinese word of each value.
pub(crate) fn choices(field: Field) -> String {
    let Some((_, values)) = VALUE_WORDS.iter().find(|(known, _)| *known == field) else {
        return "是 或 否".to_owned();
    };
    let words: Vec<&str> =
        values.iter().map(|(value, words)| words.first().copied().unwrap_or(value)).collect();
    words.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::comparable;

    #[test]
    fn no_word_means_two_things() {
        for (field, yes, no) in FLAG_WORDS {
            for word in yes.iter().chain(YES) {
                assert_eq!(flag(*field, word), Some(true), "{field:?} {word}");
            }
            for word in no.iter().chain(NO) {
                assert_eq!(flag(*field, word), Some(false), "{field:?} {word}");
            }
        }
        for (field, values) in VALUE_WORDS {
            for (expected, words) in *values {
                for word in words.iter().chain([expected]) {
                    assert_eq!(value(*field, word), Some(*expected), "{field:?} {word}");
                }
            }
        }
    }

    #[test]
    fn every_word_stands_in_the_form_in_which_it_is_compared() {
        let flags = FLAG_WORDS.iter().flat_map(|(_, yes, no)| yes.iter().chain(*no));
        let values = VALUE_WORDS.iter().flat_map(|(_, values)| *values);
        let words = values.flat_map(|(_, words)| *words);
        for word in flags.chain(words).chain(YES).chain(NO) {
            assert_eq!(comparable(word), *word);
        }
    }

    #[test]
    fn a_word_for_another_flag_is_no_flag() {
        assert_eq!(flag(Field::Ready, "录用"), None);
        assert_eq!(flag(Field::Willing, "也许"), None);
    }
}
