//! What comes in broken: a clear refusal with line and reason, never a panic, and the right lines
//! still computed on request.

use crate::harness::{Desk, leye};

const GOOD: &str = r#"{"id":"1","subject":"a","kind":"unemployment_claimed","on":"2026-06-01","complete":true,"promise":false}"#;

/// Checks a ledger made of the good line and a bad one, and gives the complaint about the bad one.
#[track_caller]
fn complaint_about(bad: &[u8]) -> String {
    let ledger = [GOOD.as_bytes(), b"\n", bad, b"\n"].concat();
    let desk = Desk::with_ledger(ledger);
    for more in ["", "--grouped"] {
        let run = desk.check(more);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{}", run.complaints);
        assert_eq!(run.refused_lines(), [2], "{}", run.complaints);
        let kept = desk.check(&format!("--keep-going {more}"));
        assert_eq!(kept.status, 2);
        assert!(kept.out.contains("NA18-3"), "the right line is computed on request");
    }
    let complaints = desk.check("--keep-going").complaints;
    complaints.lines().find(|line| line.contains(".jsonl:2:")).unwrap().to_owned()
}

#[track_caller]
fn complains(bad: impl AsRef<[u8]>, words: &str) {
    let complaint = complaint_about(bad.as_ref());
    assert!(complaint.contains(words), "“{complaint}” does not say “{words}”");
}

fn entry(fields: &str) -> String {
    format!(r#"{{"id":"2","subject":"a",{fields}}}"#)
}

#[test]
fn what_is_no_json_object() {
    complains("nonsense", "不是有效的 JSON");
    complains("[1,2]", "应是一个 JSON 对象");
    complains("\"text\"", "应是一个 JSON 对象");
    complains("{} {}", "不是有效的 JSON");
    complains(&GOOD[..GOOD.len() - 7], "没有写完就中断了");
    complains("[".repeat(100_000), "没有写完就中断了");
    complains(
        format!(r#"{{"id":"2","x":{}1{}}}"#, "[".repeat(200), "]".repeat(200)),
        "缺少字段 subject",
    );
    complains(b"{\"id\":\"\x00\"}", "不是有效的 JSON");
}

#[test]
fn what_is_no_utf_8() {
    // 张三 in GB18030, and bytes that are neither.
    complains(b"{\"id\":\"2\",\"subject\":\"\xD5\xC5\xC8\xFD\",\"kind\":\"contacted\",\"on\":\"2026-06-01\"}", "GB18030");
    complains(b"{\"id\":\"2\xFF\xFF\"}", "不是有效的 UTF-8");
    complains(r#"{"id":"2","subject":"\ud800","kind":"contacted","on":"2026-06-01"}"#, "JSON");
}

#[test]
fn fields_that_are_missing_empty_twice_or_of_another_type() {
    complains("{}", "缺少字段 id");
    complains(entry(r#""kind":"contacted""#), "缺少字段 on");
    complains(entry(r#""kind":"contacted","on":"""#), "字段 on（日期） 不能为空");
    complains(entry(r#""kind":"contacted","on":20260601"#), "应是日期");
    complains(entry(r#""kind":"contacted","on":"2026-06-01","on":"2026-06-02""#), "出现了两次");
    complains(entry(r#""kind":"contacted","on":"2026-06-01","note":null"#), "实际是null");
    complains(entry(r#""kind":"graded","on":"2026-06-01","tool":"t""#), "缺少字段 level");
    for level in ["0", "5", "\"3\"", "3.0", "true"] {
        let line =
            entry(&format!(r#""kind":"graded","on":"2026-06-01","tool":"t","level":{level}"#));
        complains(line, "1 至 4 的整数");
    }
    complains(
        entry(r#""kind":"readiness_assessed","on":"2026-06-01","ready":"yes""#),
        "true 或 false",
    );
    complains(entry(r#""kind":"followed_up","on":"2026-06-01","of":"1","stage":"late""#), "early");
    complains(
        entry(r#""kind":"agreement_signed","on":"2026-06-01","officer":"w","duties_met":1"#),
        "duties_met",
    );
}

#[test]
fn kinds_that_do_not_exist_and_what_was_meant() {
    complains(entry(r#""kind":"gradded","on":"2026-06-01""#), "graded（就业困难分级）");
    complains(entry(r#""kind":"求职登记","on":"2026-06-01""#), "seeker_registered");
    complains(entry(r#""kind":"zzzzzzzz","on":"2026-06-01""#), "没有名为“zzzzzzzz”的事项");
}

#[test]
fn days_that_do_not_exist() {
    for (day, words) in [
        ("2026-02-30", "该月最后一天是 28 日"),
        ("2024-02-30", "该月最后一天是 29 日"),
        ("2026-13-01", "月份为 01 至 12"),
        ("2026-00-10", "月份为 01 至 12"),
        ("0000-01-01", "年份从 0001 起"),
        ("2026-6-1", "YYYY-MM-DD"),
        ("2026-06-01T00:00:00", "YYYY-MM-DD"),
        ("２０２６-06-01", "YYYY-MM-DD"),
    ] {
        complains(entry(&format!(r#""kind":"contacted","on":"{day}""#)), words);
    }
    complains(
        entry(
            r#""kind":"training_started","on":"2026-06-01","scheme":"skills","ends":"2026-05-31""#,
        ),
        "早于",
    );
}

#[test]
fn ids_used_twice_and_references_that_do_not_fit() {
    let twice = GOOD.replace("unemployment_claimed", "unemployment_registered");
    complains(twice, "编号“1”已在第 1 行用过");
    complains(entry(r#""kind":"followed_up","on":"2026-06-01","of":"9""#), "没有这条记录");
    complains(
        entry(r#""kind":"training_ended","on":"2026-06-01","of":"1""#),
        "培训见习结束只能针对培训见习开始",
    );
    let of_another = r#"{"id":"1","subject":"b","kind":"corrected","on":"2026-06-01","of":"1"}"#;
    complains(of_another, "没有这条记录");
}

#[test]
fn a_refused_line_does_not_exist_for_the_lines_after_it() {
    let lines = [
        r#"{"id":"1","subject":"a","kind":"recommended","on":"2026-02-30"}"#,
        r#"{"id":"2","subject":"a","kind":"followed_up","on":"2026-06-01","of":"1"}"#,
        r#"{"id":"1","subject":"a","kind":"recommended","on":"2026-06-01"}"#,
    ];
    let run = Desk::with_ledger(lines.join("\n")).check("--keep-going");
    assert_eq!(run.refused_lines(), [1, 2]);
    assert!(run.out.contains("BJ18-16"));
}

#[test]
fn a_correction_cannot_be_corrected() {
    let lines = [
        GOOD,
        r#"{"id":"2","subject":"a","kind":"corrected","on":"2026-06-02","of":"1"}"#,
        r#"{"id":"3","subject":"a","kind":"corrected","on":"2026-06-03","of":"2"}"#,
    ];
    let run = Desk::with_ledger(lines.join("\n")).check("--keep-going");
    assert_eq!((run.refused_lines(), run.out.as_str()), (vec![3], ""));
}

#[test]
fn a_line_beyond_measure_is_refused_and_the_rest_goes_on() {
    let long = format!(
        r#"{{"id":"2","subject":"a","kind":"contacted","on":"2026-06-01","note":"{}"}}"#,
        "长".repeat(4_000_000)
    );
    complains(long, "超过 1024 KiB");
}

#[test]
fn mark_line_ends_and_blank_lines_are_taken_as_they_come() {
    let ledger = format!("\u{FEFF}{GOOD}\r\n\r\n  \nnonsense\r\n");
    let run = Desk::with_ledger(ledger).check("--keep-going");
    assert_eq!(run.refused_lines(), [4], "blank lines are skipped but counted");
    assert!(run.out.contains("NA18-3"));
}

#[test]
fn nothing_at_all_is_no_error() {
    for ledger in ["", "\n\n", "\u{FEFF}"] {
        let run = Desk::with_ledger(ledger).check("");
        assert_eq!((run.status, run.out.as_str()), (0, ""));
        assert!(run.complaints.contains("没有任何记录"));
    }
}

#[test]
fn the_future_is_checked_for_form_and_otherwise_left_out() {
    let later = GOOD.replace("2026-06-01", "2026-07-01");
    let run = Desk::with_ledger(&later).check("");
    assert_eq!((run.status, run.out.as_str()), (0, ""));
    let wrong = later.replace("true", "1");
    assert_eq!(Desk::with_ledger(wrong).check("").status, 2);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    for (arguments, words) in [
        ("check nowhere.jsonl", "没有这个文件"),
        ("check .", "文件夹"),
        ("check ledger.xlsx", "--mapping"),
        ("check ledger.jsonl --norms nowhere.toml", "nowhere.toml"),
    ] {
        let desk = Desk::with_ledger(GOOD);
        let run = desk.leye(arguments);
        assert_eq!(run.status, 66, "{arguments}");
        assert!(run.complaints.contains(words), "{arguments}: {}", run.complaints);
    }
    for wrong in [
        "",
        "check",
        "check a --regulation mars",
        "check a --as-of 2026-02-30",
        "check a --jobs 0",
        "check a --format xlsx",
        "checks",
    ] {
        assert_eq!(leye(wrong).status, 64, "{wrong}");
    }
}

#[test]
fn what_is_wrong_with_a_command_line_is_said_in_chinese() {
    for (arguments, words) in [
        ("chek", "没有命令“chek”"),
        ("check a --colour", "没有选项“--colour”"),
        ("check", "缺少"),
        ("check a --format pdf", "可选 table、json、xlsx"),
        ("check a --jobs 0", "应是大于 0 的整数"),
        ("check a --as-of 2026-02-30", "日期不存在"),
        ("check a --regulation mars", "没有名为“mars”的地区"),
        ("law", "没有写明命令"),
    ] {
        let run = leye(arguments);
        assert_eq!(run.status, 64, "{arguments}");
        assert!(run.complaints.contains(words), "{arguments}: {}", run.complaints);
        assert!(!run.complaints.contains("error"), "{arguments}: {}", run.complaints);
    }
}

#[test]
fn a_workbook_can_be_read_by_whoever_may_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_ledger(GOOD);
    desk.leye("check ledger.jsonl --regulation beijing --format xlsx duties.xlsx");
    let mode = std::fs::metadata(desk.path("duties.xlsx")).unwrap().permissions().mode();
    let like = std::fs::metadata(desk.path("ledger.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode, like, "like any file that the user makes");
}
