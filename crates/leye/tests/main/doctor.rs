//! What fails by itself and what waits: the doctor counts it and says what to do.

use store::Engine;
use testkit::Place;

use crate::harness::{Desk, Run, sql};

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
