//! The contract of the rulebook's §4: what is printed, in which order, with which status.

use std::fs;

use crate::harness::{Desk, leye};

const GUIDED: &str = r#"{"id":"1","subject":"甲\"1","kind":"agreement_signed","on":"2026-03-02","officer":"王芳"}
{"id":"2","subject":"甲\"1","kind":"plan_adopted","on":"2026-03-05","version":1}
{"id":"3","subject":"甲\"1","kind":"guidance_given","on":"2026-03-04","form":"general"}
"#;

#[test]
fn a_duty_is_one_object_with_the_fields_of_the_contract() {
    let run = Desk::with_ledger(GUIDED).check("");
    assert_eq!(
        run.out,
        concat!(
            r#"{"subject":"甲\"1","rule":"BJ18-27(1)","owes":"follow up, assess readiness","because":"3","from":"2026-03-04","due":"2026-03-11","provisional":false,"state":"overdue","met_by":null,"met_on":null,"basis":"law"}"#,
            "\n",
            r#"{"subject":"甲\"1","rule":"BJ18-26(1)","owes":"adopt a plan","because":"1","from":"2026-03-02","due":"2026-03-16","provisional":false,"state":"met","met_by":"2","met_on":"2026-03-05","basis":"norm"}"#,
            "\n",
        )
    );
    assert_eq!((run.status, run.complaints.as_str()), (1, ""));
}

#[test]
fn the_status_says_settled_overdue_or_refused() {
    let desk = Desk::with_ledger(GUIDED);
    let status = |as_of: &str, regulation: &str| {
        desk.leye(&format!(
            "check ledger.jsonl --format json --as-of {as_of} --regulation {regulation}"
        ))
        .status
    };
    assert_eq!(status("2026-03-11", "beijing"), 0, "open on its last day");
    assert_eq!(status("2026-03-12", "beijing"), 1, "overdue the day after");
    assert_eq!(status("2026-03-12", "hebei"), 0, "not owed in Hebei");
    let refused = Desk::with_ledger(format!("{GUIDED}nonsense\n"));
    assert_eq!(refused.check("").status, 2);
    assert_eq!(refused.check("--keep-going").status, 2);
    assert_eq!(
        desk.leye("check ledger.jsonl --gates --regulation beijing --as-of 2026-03-12").status,
        1
    );
}

#[test]
fn a_refused_line_stops_the_computation_unless_told_to_keep_going() {
    let desk = Desk::with_ledger(format!("{GUIDED}nonsense\n"));
    let stopped = desk.check("");
    assert_eq!(stopped.out, "");
    assert_eq!(stopped.refused_lines(), [4]);
    let kept = desk.check("--keep-going");
    assert_eq!(kept.out.lines().count(), 2);
    assert_eq!(kept.refused_lines(), [4]);
}

#[test]
fn gates_are_printed_by_subject_and_clause() {
    let ledger = r#"{"id":"1","subject":"b","kind":"agreement_signed","on":"2026-03-02","officer":"王芳"}
{"id":"2","subject":"b","kind":"service_declined","on":"2026-03-05"}
{"id":"1","subject":"a","kind":"unemployment_registered","on":"2025-12-01"}
"#;
    let run = Desk::with_ledger(ledger).check("--gates");
    assert_eq!(
        run.out,
        concat!(
            r#"{"subject":"a","gate":"BJ18-13(3)","since":"2026-06-02","because":["1"]}"#,
            "\n",
            r#"{"subject":"b","gate":"BJ18-29","since":"2026-03-05","because":["1","2"]}"#,
            "\n",
        )
    );
}

#[test]
fn grouping_and_threads_change_nothing() {
    let desk = Desk::new();
    let made = desk.leye("city ledger --persons 3000 --seed 7 --output ledger.jsonl");
    assert_eq!(made.status, 0, "{}", made.complaints);
    for extra in ["", "--gates"] {
        let whole = desk.check(&format!("--jobs 1 {extra}"));
        assert_eq!(whole.status, 1);
        assert!(whole.out.lines().count() > 100);
        for more in ["--jobs 3", "--grouped --jobs 1", "--grouped --jobs 2", "--grouped --jobs 8"] {
            let run = desk.check(&format!("{more} {extra}"));
            assert!(run.out == whole.out, "{more} {extra} prints something else");
        }
    }
    // Interleaved lines of different subjects say the same.
    let text = fs::read_to_string(desk.path("ledger.jsonl")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_by_key(|line| line[..12].to_owned());
    let interleaved = Desk::with_ledger(lines.join("\n"));
    assert!(interleaved.check("").out == desk.check("").out, "interleaving changes something");
}

#[test]
fn duties_are_sorted_by_due_day_subject_and_rule() {
    let desk = Desk::new();
    desk.leye("city ledger --persons 1500 --seed 3 --output ledger.jsonl");
    let run = desk.check("");
    let keys: Vec<(String, String, String)> = run
        .out
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            (text("due"), text("subject"), text("rule"))
        })
        .collect();
    assert!(keys.is_sorted());
    assert!(keys.len() > 5000);
}

#[test]
fn a_grouped_file_refuses_a_subject_that_comes_back() {
    let line = |id: u32, subject: &str| {
        format!(r#"{{"id":"{id}","subject":"{subject}","kind":"contacted","on":"2026-06-01"}}"#)
    };
    let lines = [line(1, "a"), line(2, "b"), line(3, "a"), line(4, "b")].join("\n");
    let desk = Desk::with_ledger(lines);
    let run = desk.check("--grouped --keep-going");
    // The refused line does not exist, so the line after it goes on with its subject.
    assert_eq!((run.status, run.refused_lines()), (2, vec![3]));
    assert_eq!(desk.check("").status, 0, "without --grouped it is in order");
}

#[test]
fn today_is_the_default_day() {
    let desk = Desk::with_ledger(GUIDED);
    let run = desk.leye("check ledger.jsonl --regulation beijing --format json");
    assert_eq!(run.status, 1, "a duty of March 2026 is overdue on any later day");
}

#[test]
fn states_can_be_picked() {
    let desk = Desk::with_ledger(GUIDED);
    let run = desk.check("--state met,late");
    assert!(run.out.contains("BJ18-26(1)") && !run.out.contains("BJ18-27(1)"));
    assert_eq!(run.status, 1, "the status speaks of the whole ledger");
    assert_eq!(desk.check("--state finished").status, 64);
}

#[test]
fn the_ledger_may_come_from_standard_input() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_leye"))
        .args([
            "check",
            "-",
            "--regulation",
            "beijing",
            "--as-of",
            "2026-03-11",
            "--format",
            "json",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(GUIDED.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn norms_of_an_agency_move_norms_and_never_statute() {
    let desk = Desk::with_ledger(GUIDED);
    let norm = |parameter: &str| {
        format!(
            "[[norm]]\nparameter = \"{parameter}\"\nfrom = 2026-01-01\nvalue = 2\nsource = \"本区规范\"\n"
        )
    };
    desk.write("own.toml", norm("plan_adoption"));
    let run = desk.check("--norms own.toml");
    assert!(run.out.contains(r#""rule":"BJ18-26(1)","owes":"adopt a plan","because":"1","from":"2026-03-02","due":"2026-03-04""#));
    desk.write("statute.toml", norm("guidance_follow_up"));
    let refused = desk.check("--norms statute.toml");
    assert_eq!(refused.status, 66);
    assert!(refused.complaints.contains("法定"), "{}", refused.complaints);
}

#[test]
fn a_published_calendar_makes_dates_certain() {
    let ledger = r#"{"id":"1","subject":"a","kind":"unemployment_claimed","on":"2026-12-28","complete":true,"promise":false}"#;
    let desk = Desk::with_ledger(ledger);
    assert!(desk.check("").out.is_empty(), "the future plays no part");
    let check = "check ledger.jsonl --regulation national --as-of 2027-01-04 --format json";
    let provisional = desk.leye(check);
    assert!(
        provisional.out.contains(r#""due":"2027-01-06","provisional":true"#),
        "{}",
        provisional.out
    );
    desk.write(
        "2027.toml",
        "year = 2027\nnotice = \"通知\"\nsource = \"来源\"\nchecked = 2026-11-22\n[[holiday]]\nname = \"元旦\"\ndays_off = [2027-01-01]\n",
    );
    let certain = desk.leye(&format!("{check} --calendar 2027.toml"));
    assert!(certain.out.contains(r#""due":"2027-01-07","provisional":false"#), "{}", certain.out);
}

#[test]
fn the_table_gives_article_and_reason() {
    let desk = Desk::with_ledger(GUIDED);
    let run = desk.leye("check ledger.jsonl --regulation beijing --as-of 2026-03-12 --explain");
    for words in [
        "逾期",
        "第二十七条第（一）项",
        "因 2026-03-04 就业指导（3）",
        "5 个工作日内",
        "2026-03-07 周末：不计",
    ] {
        assert!(run.out.contains(words), "{words} is missing in\n{}", run.out);
    }
    assert_eq!(run.status, 1);
}

#[test]
fn the_demonstration_of_the_ledger_check_needs_nothing() {
    let run = leye("demo --ledger");
    assert_eq!(run.status, 0, "{}", run.complaints);
    for words in ["BJ18-13(3) stop", "可以申请专家会诊", "春节放假"] {
        assert!(run.out.contains(words), "{words} is missing in\n{}", run.out);
    }
    assert!(run.complaints.contains("damaged.jsonl:1: "));
}

/// The district comes up on a free port, answers, and ends when it is asked to.
#[test]
fn the_demonstration_serves_until_it_is_asked_to_end() {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::TcpStream;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_leye"))
        .args(["demo", "--persons", "20", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| {
        let line = line.unwrap();
        Some(line.split("http://").nth(1)?.split('/').next()?.to_owned())
    });
    let address = address.expect("an address");
    let mut stream = TcpStream::connect(&address).unwrap();
    let ask = format!("GET /sign-in HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("登录"), "{answer}");
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn who_stops_reading_still_gets_the_status() {
    use std::process::{Command, Stdio};
    let desk = Desk::new();
    desk.leye("city ledger --persons 2000 --output ledger.jsonl");
    let mut child = Command::new(env!("CARGO_BIN_EXE_leye"))
        .args(["check", "ledger.jsonl", "--regulation", "beijing", "--as-of", "2026-06-30"])
        .args(["--format", "json"])
        .current_dir(desk.path("."))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn nothing_in_a_ledger_moves_the_cursor() {
    let ledger = "{\"id\":\"1\\u001b[31m\",\"subject\":\"\\u001b[2Jx\",\"kind\":\"intake\",\"on\":\"2026-06-01\"}\n\
                  {\"id\":\"2\",\"subject\":\"x\",\"kind\":\"int\\u001b]0;\",\"on\":\"2026-06-01\"}\n";
    let desk = Desk::with_ledger(ledger);
    let run = desk.leye("check ledger.jsonl --regulation beijing --as-of 2026-06-30 --keep-going");
    assert!(run.out.contains("BJ18-11"), "{}", run.complaints);
    assert!(!run.out.contains('\u{1b}') && !run.complaints.contains('\u{1b}'));
}
