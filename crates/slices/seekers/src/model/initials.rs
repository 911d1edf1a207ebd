//! The first letters of a name as it is spoken: 王秀英 is found under `wxy`.

use pinyin::ToPinyin as _;

/// Family names of two characters that are spoken otherwise than the same characters elsewhere.
const SURNAMES_OF_TWO: &[(&str, &str)] = &[
    ("尉迟", "yc"),
    ("长孙", "zs"),
    ("万俟", "mq"),
    ("单于", "cy"),
    ("澹台", "tt"),
    ("宰父", "zf"),
    ("亓官", "qg"),
    ("令狐", "lh"),
];

/// Family names that are spoken otherwise than the same character elsewhere, with every letter that
/// families of that name begin it with.
const SURNAMES: &[(char, &str)] = &[
    ('单', "s"),
    ('曾', "z"),
    ('解', "x"),
    ('仇', "q"),
    ('区', "o"),
    ('查', "z"),
    ('朴', "p"),
    ('盖', "g"),
    ('乐', "yl"),
    ('覃', "qt"),
    ('翟', "zd"),
    ('秘', "b"),
    ('缪', "m"),
    ('员', "y"),
    ('折', "s"),
    ('种', "c"),
    ('召', "s"),
    ('谌', "cs"),
    ('郇', "xh"),
    ('隗', "wk"),
    ('贾', "j"),
    ('沈', "s"),
    ('尉', "w"),
    ('石', "s"),
    ('车', "c"),
    ('祭', "z"),
    ('句', "g"),
    ('繁', "p"),
    ('费', "fb"),
    ('莘', "sx"),
    ('褚', "c"),
    ('臧', "z"),
    ('乜', "n"),
    ('盛', "s"),
    ('郗', "xc"),
    ('牟', "m"),
    ('冼', "x"),
    ('洗', "x"),
    ('逄', "p"),
    ('黑', "h"),
    ('阚', "k"),
    ('晁', "c"),
];

/// Characters of given names that are commonly spoken in more than one way, with the letters.
const GIVEN: &[(char, &str)] = &[
    ('乐', "ly"),
    ('长', "cz"),
    ('重', "cz"),
    ('行', "xh"),
    ('盛', "sc"),
    ('晟', "sc"),
    ('朝', "cz"),
    ('传', "cz"),
    ('曾', "zc"),
    ('茜', "qx"),
    ('莘', "sx"),
    ('泊', "bp"),
    ('参', "cs"),
    ('单', "ds"),
    ('率', "ls"),
    ('宿', "sx"),
    ('藏', "cz"),
];

/// How many ways of speaking a name are kept at most.
const MOST_WAYS: usize = 4;

/// Gives the first letters of a name in small letters, in every way in which it may be spoken. Characters
/// that are not spoken, such as the dot in 买买提·艾力, are passed over; Latin letters stand for themselves.
#[must_use]
pub fn initials(name: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    let mut rest = name;
    if let Some((surname, letters)) =
        SURNAMES_OF_TWO.iter().find(|(surname, _)| name.starts_with(surname))
    {
        ways = vec![(*letters).to_owned()];
        rest = &name[surname.len()..];
    } else if let Some(first) = name.chars().next()
        && let Some((_, letters)) = SURNAMES.iter().find(|(surname, _)| *surname == first)
    {
        ways = letters.chars().map(String::from).collect();
        rest = &name[first.len_utf8()..];
    }
    for character in rest.chars() {
        let letters = letters_of(character);
        if letters.is_empty() {
            continue;
        }
        ways = ways
            .iter()
            .flat_map(|way| letters.chars().map(move |letter| format!("{way}{letter}")))
            .take(MOST_WAYS)
            .collect();
    }
    ways.retain(|way| !way.is_empty());
    ways
}

/// Gives the letters that a character of a given name may begin with.
fn letters_of(character: char) -> String {
    if character.is_ascii_alphabetic() {
        return character.to_ascii_lowercase().to_string();
    }
    if let Some((_, letters)) = GIVEN.iter().find(|(given, _)| *given == character) {
        return (*letters).to_owned();
    }
    character.to_pinyin().map(|spoken| spoken.first_letter().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_how_they_are_spoken() {
        for (name, letters) in [
            ("王秀英", vec!["wxy"]),
            ("单田芳", vec!["stf"]),
            ("曾国庆", vec!["zgq"]),
            ("解小东", vec!["xxd"]),
            ("仇和平", vec!["qhp"]),
            ("区桂兰", vec!["ogl"]),
            ("查建国", vec!["zjg"]),
            ("朴英姬", vec!["pyj"]),
            ("尉迟恭", vec!["ycg"]),
            ("长孙无忌", vec!["zswj"]),
            ("欧阳修", vec!["oyx"]),
            ("贾玉梅", vec!["jym"]),
            ("沈丽", vec!["sl"]),
            ("乐嘉", vec!["yj", "lj"]),
            ("王长乐", vec!["wcl", "wcy", "wzl", "wzy"]),
            ("买买提·艾力", vec!["mmtal"]),
            ("John 王", vec!["johnw"]),
            ("", vec![]),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
