//! What fails by itself and what waits: the doctor counts it and says what to do.

use std::fs;

use kernel::Day;
use store::Engine;
use testkit::Place;

use crate::harness::{Desk, Run, damage, project, sql};

const LEDGER: &str = r#"{"id":"1","subject":"甲","kind":"intake","on":"2026-01-05"}
{"id":"1","subject":"乙","kind":"intake","on":"2026-01-05"}"#;

/// The line about something, whole.
fn line<'a>(run: &'a Run, about: &str) -> &'a str {
    let found = run.out.lines().find(|line| line.contains(&format!("  {about}：")));
    found.unwrap_or_else(|| panic!("nothing about {about}: {}{}", run.out, run.complaints))
}

/// A name of sixteen bytes, as an engine writes it.
fn id(engine: Engine, digit: char) -> String {
    let digits: String = std::iter::repeat_n(digit, 32).collect();
    if engine == Engine::Sqlite { format!("x'{digits}'") } else { format!("'{digits}'") }
}

#[test]
fn the_doctor_counts_what_nobody_did_and_says_what_to_do() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let desk = Desk::with_ledger(LEDGER);
        let place = Place::new(engine);
        let at = format!("--database {}", place.url);
        assert_eq!(desk.leye(&format!("import ledger.jsonl {at}")).status, 0);
        let run = desk.leye(&format!("doctor {at}"));
        assert_eq!(run.status, 1);
        assert!(line(&run, "负责机构").starts_with("待办"), "{}", run.out);
        assert!(
            line(&run, "负责机构").contains("2 个服务对象还没有；请启动 leye serve"),
            "{}",
            run.out
        );
        for about in ["规则推算", "到期重看", "待送函件"] {
            assert!(line(&run, about).starts_with("OK"), "{}", run.out);
        }

        // Somebody answers for both; one is to be looked at long after, the other should have been, and is not readable.
        sql(
            &place,
            "INSERT INTO responsibility (subject_id, office_code, since, standing, next_look)
                SELECT subject_id, 110105000000, '2026-01-05', '', '2999-01-01' FROM subject",
        );
        let run = desk.leye(&format!("doctor {at}"));
        for about in ["负责机构", "规则推算", "到期重看", "待送函件"] {
            assert!(line(&run, about).starts_with("OK"), "{}", run.out);
        }
        sql(
            &place,
            "UPDATE responsibility SET next_look = '2026-01-07', unread_since = '2026-01-06'
                WHERE subject_id = (SELECT subject_id FROM responsibility ORDER BY subject_id LIMIT 1)",
        );
        for (digit, done) in [('a', "NULL"), ('b', "NULL"), ('c', "1767571200000000")] {
            let due = if done == "NULL" { "1767571200000000" } else { "NULL" };
            sql(
                &place,
                &format!(
                    "INSERT INTO outbox (message_id, topic, body, enqueued_at, due_at, done_at, attempts)
                        VALUES ({}, 'registry.notice', '{{}}', 1767571200000000, {due}, {done}, 0)",
                    id(engine, digit)
                ),
            );
        }
        let run = desk.leye(&format!("doctor {at}"));
        assert_eq!(run.status, 1);
        for (about, words) in [
            ("规则推算", "1 份台账读不出，最早的自 2026-01-06 起"),
            ("规则推算", "leye verify"),
            ("到期重看", "1 个服务对象到期没有重看，最早的自 2026-01-07 起"),
            ("待送函件", "2 件还没有送达"),
            ("待送函件", "leye deliver"),
        ] {
            let found = line(&run, about);
            assert!(found.starts_with("待办") && found.contains(words), "{found}");
        }
    }
}

/// The day by which the executable goes: the one that it signs.
fn today() -> Day {
    let desk = Desk::with_ledger(LEDGER);
    assert_eq!(desk.leye("import ledger.jsonl").status, 0);
    let signed = desk.leye("seal").out;
    let day = signed.split_once('（').and_then(|(_, rest)| rest.split_once('）'));
    day.unwrap_or_else(|| panic!("{signed}")).0.parse().unwrap()
}

/// A root is a day's work: one of yesterday is well, an older one where ledgers moved since is not.
#[test]
fn the_age_of_the_last_root_counts_where_ledgers_moved_since() {
    let today = today();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for (age, moved, is_well) in [(1, 1, true), (2, 1, false), (400, 0, true)] {
            let desk = Desk::with_ledger(LEDGER);
            let place = Place::new(engine);
            let at = format!("--database {}", place.url);
            assert_eq!(desk.leye(&format!("import ledger.jsonl {at}")).status, 0);
            let day = today.plus_days(-age);
            assert_eq!(desk.leye(&format!("seal --day {day} {at}")).status, 0);
            if moved > 0 {
                desk.write("more.jsonl", LEDGER.lines().next().unwrap().replace('甲', "丙"));
                assert_eq!(desk.leye(&format!("import more.jsonl {at}")).status, 0);
            }
            let run = desk.leye(&format!("doctor {at}"));
            let found = line(&run, "日签");
            let words = format!("第 1 号，{day}（{age} 天前）；其后有变动的台账 {moved} 个");
            assert!(found.contains(&words), "{found}");
            assert_eq!(found.starts_with("OK"), is_well, "{found}");
            assert_eq!(found.ends_with("；请运行 leye seal"), !is_well, "{found}");
            assert_eq!(desk.leye(&format!("seal {at}")).status, 0);
            let run = desk.leye(&format!("doctor {at}"));
            let found = line(&run, "日签");
            assert!(found.starts_with("OK") && found.contains("（0 天前）"), "{found}");
        }
    }
}

/// Two people with the same answers must not have other points under one name: whoever changed a scorecard by which
/// somebody is graded is told how to have another one.
#[test]
fn the_doctor_says_what_to_do_about_a_scorecard_that_was_changed() {
    let shipped = fs::read_to_string(project().join("law/scorecards/local-2018.toml")).unwrap();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let desk = Desk::with_ledger(LEDGER);
        let place = Place::new(engine);
        let at = format!("--database {}", place.url);
        assert_eq!(desk.leye(&format!("import ledger.jsonl {at}")).status, 0);
        // Somebody was graded by it when it read so; where it was looked up is no part of that.
        let kept = shipped.replace("checked = 2026-11-22", "checked = 2026-01-05");
        assert_ne!(kept, shipped);
        let keep =
            format!("INSERT INTO scorecard VALUES ('local-2018', '{kept}', 1767571200000000)");
        sql(&place, &keep);
        let run = desk.leye(&format!("doctor {at}"));
        assert!(line(&run, "分级量表").starts_with("OK    分级量表：今天按"), "{}", run.out);
        // When it gave other points.
        let changed = "UPDATE scorecard SET content = replace(content, 'to = 6, points = 5', 'to = 6, points = 6')";
        sql(&place, changed);
        let run = desk.leye(&format!("doctor {at}"));
        let found = line(&run, "分级量表");
        assert_eq!(run.status, 1);
        for words in ["今天按", "量表 local-2018 已有人按它分过级", "请恢复原样", "另起 id"]
        {
            assert!(found.starts_with("待办") && found.contains(words), "{words}: {found}");
        }
    }
}

/// Damage that nothing else meets: the engine is asked whether its own file is sound.
#[test]
fn the_doctor_tells_of_a_file_that_is_damaged_where_nobody_looks() {
    let desk = Desk::with_ledger(LEDGER);
    assert_eq!(desk.leye("import ledger.jsonl").status, 0);
    let run = desk.leye("doctor");
    assert!(line(&run, "完整性").starts_with("OK"), "{}", run.out);
    damage(&desk.path("leye-data/leye.sqlite"), "share_by_office");
    assert_eq!(desk.leye("verify").status, 0, "the ledger itself is whole");
    let run = desk.leye("doctor");
    assert_eq!(run.status, 1, "{}", run.complaints);
    let found = line(&run, "完整性");
    assert!(found.starts_with("待办") && found.contains("已损坏"), "{found}");
    assert!(found.contains("leye restore"), "{found}");
}
