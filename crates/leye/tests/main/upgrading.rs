//! A database of the release before: nothing that only looks changes it, whoever is meant to brings it up to date,
//! and what was backed up before is the way back.

use std::fs;

use store::Engine;
use testkit::Place;

use crate::harness::{Desk, project, sql};

const LINE: &str = r#"{"id":"1","subject":"110105194912310025","kind":"intake","on":"2026-01-05"}"#;

/// The commands that only look, or go along beside a program that serves.
const LOOKING: &[&str] =
    &["export", "verify", "doctor", "seal", "import ledger.jsonl --dry-run", "backup copy.db"];

/// The migrations of an engine: names and texts, in their order.
fn migrations(engine: Engine) -> Vec<(String, String)> {
    let folder = match engine {
        Engine::Sqlite => "migrations/sqlite",
        Engine::Postgres => "migrations/postgres",
    };
    let files = fs::read_dir(project().join(folder)).unwrap();
    let mut files: Vec<(String, String)> = files
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// The migrations that a database has had.
fn applied(place: &Place) -> Vec<String> {
    let names = sql(place, "SELECT name FROM migration ORDER BY name");
    names.lines().map(str::to_owned).collect()
}

/// A database as the program left it that did not know the last migration yet. What it noted of each is taken from
/// `current`, which this program made.
fn of_the_release_before(current: &Place) -> Place {
    let place = Place::new(current.engine);
    let files = migrations(place.engine);
    let (last, older) = files.split_last().unwrap();
    for (_, text) in older {
        sql(&place, text);
    }
    let (table, hex) = match place.engine {
        Engine::Sqlite => {
            ("digest blob NOT NULL, applied_at integer NOT NULL) STRICT", "hex(digest)")
        }
        Engine::Postgres => {
            ("digest bytea NOT NULL, applied_at bigint NOT NULL)", "encode(digest, 'hex')")
        }
    };
    sql(&place, &format!("CREATE TABLE migration (name text NOT NULL PRIMARY KEY, {table}"));
    let noted = format!("SELECT name || ' ' || {hex} FROM migration WHERE name < '{}'", last.0);
    for line in sql(current, &noted).lines() {
        let (name, digest) = line.split_once(' ').unwrap();
        let digest = match place.engine {
            Engine::Sqlite => format!("x'{digest}'"),
            Engine::Postgres => format!("'\\x{digest}'"),
        };
        sql(&place, &format!("INSERT INTO migration VALUES ('{name}', {digest}, 0)"));
    }
    place
}

#[test]
fn whoever_only_looks_leaves_an_older_schema_as_it_is_and_says_what_to_do() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let desk = Desk::with_ledger(LINE);
        let current = Place::new(engine);
        let made = desk.leye(&format!("import ledger.jsonl --database {}", current.url));
        assert_eq!(made.status, 0, "{}", made.complaints);
        let older = of_the_release_before(&current);
        let (before, all) = (applied(&older), applied(&current));
        assert_eq!(before.len() + 1, all.len());
        let stem = |name: &String| name.trim_end_matches(".sql").to_owned();
        let (was, wanted) = (stem(before.last().unwrap()), stem(all.last().unwrap()));

        for command in LOOKING {
            let run = desk.leye(&format!("{command} --database {}", older.url));
            if *command == "backup copy.db" && engine == Engine::Sqlite {
                assert_eq!(run.status, 0, "{}", run.complaints);
                assert!(run.out.contains(&format!("结构 {was}")), "{}", run.out);
            } else if *command == "backup copy.db" {
                assert!(run.complaints.contains("pg_dump"), "{}", run.complaints);
            } else {
                assert_eq!(run.status, 66, "{command}: {}{}", run.out, run.complaints);
                for words in [was.as_str(), wanted.as_str(), "leye backup", "leye serve"] {
                    assert!(run.complaints.contains(words), "{command}: {}", run.complaints);
                }
            }
            assert_eq!(applied(&older), before, "{command}");
        }

        // Who writes what is new brings it up to date; after that everybody looks.
        let run = desk.leye(&format!("import ledger.jsonl --database {}", older.url));
        assert_eq!(run.status, 0, "{}", run.complaints);
        assert_eq!(applied(&older), all);
        let run = desk.leye(&format!("verify --database {}", older.url));
        assert_eq!(run.status, 0, "{}", run.complaints);
        if engine == Engine::Postgres {
            continue;
        }
        let mut copied = Place::new(engine);
        copied.url = desk.path("copy.db").display().to_string();
        assert_eq!(applied(&copied), before, "the way back");
        let run = desk.leye("restore copy.db --database new/leye.sqlite");
        assert_eq!(run.status, 0, "{}", run.complaints);
        let run = desk.leye("verify --database new/leye.sqlite");
        assert_eq!(run.status, 0, "brought up to date: {}", run.complaints);
        assert_eq!(applied(&copied), before, "restoring leaves the copy as it is");
    }
}

#[test]
fn a_newer_database_is_left_to_the_newer_program() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let desk = Desk::with_ledger(LINE);
        let place = Place::new(engine);
        let at = format!("--database {}", place.url);
        assert_eq!(desk.leye(&format!("import ledger.jsonl {at}")).status, 0);
        let digest = if engine == Engine::Sqlite { "x'00'" } else { "'\\x00'" };
        sql(&place, &format!("INSERT INTO migration VALUES ('9999_later.sql', {digest}, 0)"));
        for command in ["export", "verify", "doctor", "seal", "import ledger.jsonl"] {
            let run = desk.leye(&format!("{command} {at}"));
            assert_eq!(run.status, 66, "{command}: {}", run.complaints);
            assert!(run.complaints.contains("请使用更新的程序"), "{}", run.complaints);
        }
    }
}

#[test]
fn nothing_is_laid_out_in_an_empty_database_by_looking_at_it() {
    let desk = Desk::with_ledger(LINE);
    let place = Place::new(Engine::Postgres);
    for command in ["export", "verify", "doctor", "seal"] {
        let run = desk.leye(&format!("{command} --database {}", place.url));
        assert_eq!(run.status, 66, "{command}: {}", run.complaints);
        assert!(run.complaints.contains("还是空的"), "{}", run.complaints);
    }
    let run = desk.leye(&format!("import ledger.jsonl --dry-run --database {}", place.url));
    assert_eq!(run.status, 0, "{}", run.complaints);
    assert_eq!(sql(&place, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}
