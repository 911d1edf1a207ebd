//! A restore that breaks off leaves no database, and nothing of it gets into the next.

use std::fs;
use std::time::Duration;

use crate::harness::{Desk, damage};

const LEDGER: &str = r#"{"id":"1","subject":"甲","kind":"intake","on":"2026-01-05"}
{"id":"2","subject":"甲","kind":"ledger_opened","on":"2026-01-06"}"#;
const COPY: &str = "copy.db";

/// A desk with a copy of a database, and what it holds.
fn copied() -> (Desk, String) {
    let desk = Desk::with_ledger(LEDGER);
    assert_eq!(desk.leye("import ledger.jsonl").status, 0);
    assert_eq!(desk.leye(&format!("backup {COPY}")).status, 0);
    let holds = desk.leye("export").out;
    (desk, holds)
}

/// The names in a folder.
fn names(desk: &Desk, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(desk.path(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// Restores into a folder, and finds the whole database there and nothing beside it.
fn assert_restores(desk: &Desk, folder: &str, holds: &str) {
    let at = format!("--database {folder}/leye.sqlite");
    let run = desk.leye(&format!("restore {COPY} {at}"));
    assert_eq!(run.status, 0, "{folder}: {}{}", run.out, run.complaints);
    assert_eq!(desk.leye(&format!("export {at}")).out, holds);
    assert_eq!(names(desk, folder), ["leye.sqlite"]);
}

#[test]
fn a_restore_that_is_killed_leaves_no_database_and_is_run_again() {
    let (desk, holds) = copied();
    let mut killed = 0;
    for round in 0..12 {
        let folder = format!("new-{round}");
        let at = format!("--database {folder}/leye.sqlite");
        let mut child = desk.start(&format!("restore {COPY} {at}"));
        std::thread::sleep(Duration::from_millis(4 + 12 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        if desk.path(&format!("{folder}/leye.sqlite")).exists() {
            assert_eq!(
                desk.leye(&format!("export {at}")).out,
                holds,
                "its name is the last it gets"
            );
            continue;
        }
        killed += 1;
        let run = desk.leye(&format!("doctor {at}"));
        assert_eq!(run.status, 66, "{}", run.out);
        assert!(run.complaints.contains("没有数据库"), "{}", run.complaints);
        assert_restores(&desk, &folder, &holds);
    }
    assert!(killed > 0, "none was killed in time");
}

/// What is left may be of another copy, and half written; the engine would take its log for one of the new file.
#[test]
fn what_a_broken_off_restore_left_does_not_get_into_the_next() {
    let (desk, holds) = copied();
    fs::create_dir(desk.path("new")).unwrap();
    let whole = fs::read(desk.path(COPY)).unwrap();
    desk.write("new/leye.sqlite.restoring", &whole[..whole.len() / 2]);
    fs::copy(desk.path(COPY), desk.path("other.db")).unwrap();
    let other = rusqlite::Connection::open(desk.path("other.db")).unwrap();
    other
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
            DROP TRIGGER entry_never_delete; DELETE FROM entry WHERE sequence = 2",
        )
        .unwrap();
    for ending in ["wal", "shm"] {
        let left = desk.path(&format!("new/leye.sqlite.restoring-{ending}"));
        fs::copy(desk.path(&format!("other.db-{ending}")), left).unwrap();
    }
    drop(other);
    assert_restores(&desk, "new", &holds);
}

/// Damage that the ledger does not show is found before the copy becomes a database.
#[test]
fn a_copy_that_is_damaged_where_nobody_looks_is_not_restored() {
    let (desk, holds) = copied();
    fs::copy(desk.path(COPY), desk.path("whole.db")).unwrap();
    damage(&desk.path(COPY), "share_by_office");
    let run = desk.leye(&format!("restore {COPY} --database new/leye.sqlite"));
    assert_eq!(run.status, 66, "{}{}", run.out, run.complaints);
    assert!(run.complaints.contains("备份文件已损坏"), "{}", run.complaints);
    assert_eq!(names(&desk, "new"), Vec::<String>::new());
    fs::rename(desk.path("whole.db"), desk.path(COPY)).unwrap();
    assert_restores(&desk, "new", &holds);
}
