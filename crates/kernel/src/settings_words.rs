//! Words for what a reader of settings files says is wrong, which libraries say in English.

/// Words, for whoever wrote a TOML file by hand, what its reader complains about: what is wrong, and what would be
/// right. What is not recognised stays as it is, behind a word of what it is about.
#[must_use]
pub fn settings_words(complaint: &str) -> String {
    let complaint = complaint.trim();
    let start = |words: &str| complaint.strip_prefix(words);
    if let Some((field, known)) = start("unknown field ").and_then(named_and_expected) {
        return format!("没有“{field}”这一项，可以写的有 {}", listed(known));
    }
    if let Some((word, known)) = start("unknown variant ").and_then(named_and_expected) {
        return format!("不能写“{word}”，可以写的有 {}", listed(known));
    }
    if let Some(field) = start("missing field ") {
        return format!("缺少“{}”这一项", bare(field));
    }
    if let Some(field) = start("duplicate field ").or_else(|| start("duplicate key ")) {
        return format!("“{}”写了两次", bare(field));
    }
    if let Some((_, wanted)) =
        start("invalid type: ").and_then(|rest| rest.rsplit_once("expected "))
    {
        return format!("值的类型不对，应是{}", kind(wanted));
    }
    if let Some((_, wanted)) =
        start("invalid value: ").and_then(|rest| rest.rsplit_once("expected "))
    {
        return format!("值不对，应是{}", kind(wanted));
    }
    format!("写法不合 TOML，请核对引号、括号、等号和日期（{complaint}）")
}

fn named_and_expected(rest: &str) -> Option<(&str, &str)> {
    let (named, known) = rest.split_once(", expected ")?;
    Some((bare(named), known))
}

fn bare(named: &str) -> &str {
    named.trim().trim_matches('`')
}

/// Lists what stands between backticks.
fn listed(known: &str) -> String {
    known.split('`').skip(1).step_by(2).collect::<Vec<_>>().join("、")
}

fn kind(wanted: &str) -> &str {
    match wanted.trim() {
        "u8" => "0 至 255 的整数，不加引号",
        "u16" => "0 至 65535 的整数，不加引号",
        "u32" | "u64" => "不小于 0 的整数，不加引号",
        "i32" | "i64" => "整数，不加引号",
        "a string" | "string" => "引号里的文字",
        "a boolean" | "bool" => "true 或 false，不加引号",
        "a sequence" => "方括号里的一列",
        words if words.contains("date") => "日期，写成 2026-06-30，不加引号",
        words if words.starts_with("struct ") || words.contains("map") => {
            "花括号或另起一节里的各项"
        }
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_says_what_would_be_right() {
        for (complaint, words) in [
            (
                "unknown field `valeu`, expected one of `parameter`, `from`, `value`",
                "没有“valeu”这一项，可以写的有 parameter、from、value",
            ),
            ("unknown field `a`, expected `b` or `c`", "没有“a”这一项，可以写的有 b、c"),
            (
                "unknown variant `guess`, expected one of `choice`, `range`",
                "不能写“guess”，可以写的有 choice、range",
            ),
            ("missing field `source`", "缺少“source”这一项"),
            (
                "invalid type: string \"expected 5\", expected u16",
                "值的类型不对，应是0 至 65535 的整数，不加引号",
            ),
            (
                "invalid value: integer `-1`, expected u16",
                "值不对，应是0 至 65535 的整数，不加引号",
            ),
        ] {
            assert_eq!(settings_words(complaint), words);
        }
        assert!(settings_words("invalid string").ends_with("（invalid string）"));
    }
}
