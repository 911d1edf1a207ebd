//! Ledgers kept in a database: imported, verified, exported, backed up.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::harness::{Desk, Run, project};

const LINES: [&str; 2] = [
    r#"{"id":"1","subject":"110105194912310025","kind":"intake","on":"2026-01-05","note":"腿伤"}"#,
    r#"{"id":"2","subject":"110105194912310025","kind":"ledger_opened","on":"2026-01-06"}"#,
];

fn imported() -> Desk {
    let desk = Desk::with_ledger(LINES.join("\n"));
    let run = desk.leye("import ledger.jsonl");
    assert_eq!(run.status, 0, "{}", run.complaints);
    assert!(run.out.contains("新服务对象 1 个"), "{}", run.out);
    assert!(run.complaints.contains("另抄一份"), "{}", run.complaints);
    desk
}

fn assert_refused(run: &Run, status: i32, words: &str) {
    assert_eq!(run.status, status, "{}{}", run.out, run.complaints);
    assert!(run.complaints.contains(words), "{}", run.complaints);
}

/// Changes the database behind the back of the executable.
fn tamper(desk: &Desk, file: &str, statements: &str) {
    let intruder = rusqlite::Connection::open(desk.path(file)).unwrap();
    intruder.execute_batch(statements).unwrap();
}

fn check(desk: &Desk, file: &str, more: &str) -> String {
    let run = desk.leye(&format!(
        "check {file} --regulation beijing --as-of 2026-06-30 --format json {more}"
    ));
    assert!(run.status < 2, "{}", run.complaints);
    run.out
}

#[test]
fn what_is_exported_is_owed_the_same_as_what_was_imported() {
    let desk = Desk::new();
    fs::copy(project().join("demo/ledger.jsonl"), desk.path("ledger.jsonl")).unwrap();
    assert_eq!(desk.leye("import ledger.jsonl").status, 0);
    let exported = desk.leye("export");
    assert_eq!(exported.status, 0, "{}", exported.complaints);
    desk.write("exported.jsonl", &exported.out);
    for more in ["", "--gates", "--grouped"] {
        assert_eq!(
            check(&desk, "exported.jsonl", more),
            check(&desk, "ledger.jsonl", more.trim_start_matches("--grouped"))
        );
    }
    let again = desk.leye("import exported.jsonl");
    assert!(again.out.contains("新记录 0 条"), "{}", again.out);
}

#[test]
fn a_dry_run_and_a_refused_first_import_leave_nothing_behind() {
    let desk = Desk::with_ledger(LINES.join("\n"));
    let run = desk.leye("import ledger.jsonl --dry-run");
    assert_eq!(run.status, 0, "{}", run.complaints);
    assert!(
        run.out.contains("若导入：新服务对象 1 个") && run.out.contains("新记录 2 条"),
        "{}",
        run.out
    );
    desk.write("ledger.jsonl", format!("{}\n{{", LINES.join("\n")));
    for more in ["--dry-run", ""] {
        let run = desk.leye(&format!("import ledger.jsonl {more}"));
        assert_refused(&run, 1, "ledger.jsonl:3: ");
        assert!(run.complaints.contains("没有导入任何记录"), "{}", run.complaints);
    }
    assert!(!desk.path("leye-data").exists() && !desk.path("leye-keys").exists());
}

#[test]
fn a_refused_last_line_keeps_the_rest_out_of_a_database_in_use() {
    let desk = imported();
    let changed = LINES[0].replace("腿伤", "痊愈");
    desk.write("more.jsonl", format!("{}\n{changed}", LINES[0].replace("0025", "0026")));
    for more in ["--dry-run", ""] {
        assert_refused(&desk.leye(&format!("import more.jsonl {more}")), 1, "more.jsonl:2: ");
    }
    assert_eq!(desk.leye("export").out, format!("{}\n", LINES.join("\n")));
    assert_refused(&desk.leye("export --subject 110105194912310026"), 66, "没有这个服务对象");
}

#[test]
fn a_table_is_imported_through_its_mapping() {
    let desk = Desk::new();
    assert_eq!(desk.leye("check --template mapping.toml").status, 0);
    desk.write("ledger.csv", "服务对象,事项,日期\n甲,求职登记,2026-06-29\n乙,喝茶,2026-06-29\n");
    assert_refused(&desk.leye("import ledger.csv"), 66, "--mapping");
    let import = "import ledger.csv --mapping mapping.toml";
    assert_refused(&desk.leye(import), 1, "ledger.csv:3: ");
    desk.write("ledger.csv", "服务对象,事项,日期\n甲,求职登记,2026-06-29\n");
    assert_eq!(desk.leye(import).status, 0);
    assert!(desk.leye("export").out.contains("seeker_registered"));
}

#[test]
fn keys_are_for_their_owner_and_apart_from_the_data() {
    let desk = imported();
    let mode = fs::metadata(desk.path("leye-keys/leye.keys")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let run = desk.leye("import ledger.jsonl --database other/leye.sqlite --keys other/leye.keys");
    assert_refused(&run, 64, "拿走数据就拿走了密钥");
    assert!(!desk.path("other/leye.sqlite").exists());
}

#[test]
fn other_keys_are_refused() {
    let desk = imported();
    let other = "--database other/leye.sqlite --keys other-keys/leye.keys";
    assert_eq!(desk.leye(&format!("import ledger.jsonl {other}")).status, 0);
    for command in [
        "import ledger.jsonl",
        "import ledger.jsonl --dry-run",
        "export",
        "verify",
        "seal",
        "doctor",
    ] {
        let run = desk.leye(&format!("{command} --keys other-keys/leye.keys"));
        assert_refused(&run, 66, "密钥文件不是本数据库的");
        let run = desk.leye(&format!("{command} --keys nowhere/leye.keys"));
        assert_refused(&run, 66, "密钥");
        assert!(!desk.path("nowhere/leye.keys").exists(), "{command}");
    }
    fs::set_permissions(desk.path("leye-keys/leye.keys"), fs::Permissions::from_mode(0o644))
        .unwrap();
    assert_refused(&desk.leye("verify"), 66, "600");
}

#[test]
fn a_changed_entry_is_found_and_named() {
    let desk = imported();
    let run = desk.leye("verify");
    assert_eq!((run.status, run.out.contains("台账完好：1 个服务对象的 2 条记录")), (0, true));
    tamper(
        &desk,
        "leye-data/leye.sqlite",
        "DROP TRIGGER entry_never_update; UPDATE entry SET on_day = '2026-01-04' WHERE sequence = 2",
    );
    let run = desk.leye("verify");
    assert_eq!(run.status, 1, "{}", run.complaints);
    assert!(run.out.contains("第 2 条台账：内容与链上摘要不符"), "{}", run.out);
    assert!(run.out.contains("110***********0025"), "{}", run.out);
}

#[test]
fn an_older_copy_of_everything_is_found_by_the_witness() {
    let desk = imported();
    fs::create_dir(desk.path("old")).unwrap();
    assert_eq!(desk.leye("backup old/leye.sqlite").status, 0);
    let sealed = desk.leye("seal");
    assert_eq!(sealed.status, 0, "{}", sealed.complaints);
    let witness = sealed.out.lines().last().unwrap();
    assert_eq!(desk.leye("seal").out.lines().last(), Some(witness), "one root a day");
    assert_eq!(desk.leye(&format!("verify --witness {witness}")).status, 0);
    let old = desk.leye(&format!("verify --database old/leye.sqlite --witness {witness}"));
    assert_eq!(old.status, 1);
    assert!(old.out.contains("第 1 号日签"), "{}", old.out);
    // Nor does it become the database again.
    let back = format!("restore old/leye.sqlite --database older/leye.sqlite --witness {witness}");
    assert_refused(&desk.leye(&back), 66, "第 1 号日签");
    assert!(!desk.path("older/leye.sqlite").exists());
    assert_refused(&desk.leye("verify --witness 1:abc"), 64, "--witness");
    assert_refused(&desk.leye("seal --day 9999-12-31"), 64, "还没有到");
}

#[test]
fn a_backup_is_restored_to_an_empty_place_only() {
    let desk = imported();
    assert_eq!(desk.leye("backup copy.db").status, 0);
    assert_refused(&desk.leye("backup copy.db"), 66, "已存在");
    assert_refused(&desk.leye("restore copy.db"), 66, "只恢复到空的位置");
    assert_refused(&desk.leye("restore missing.db --database new/leye.sqlite"), 66, "没有这个文件");
    let run = desk.leye("restore copy.db --database new/leye.sqlite");
    assert_eq!(run.status, 0, "{}", run.complaints);
    assert_eq!(desk.leye("export --database new/leye.sqlite").out, desk.leye("export").out);
    tamper(
        &desk,
        "copy.db",
        "DROP TRIGGER entry_never_delete; DELETE FROM entry WHERE sequence = 2",
    );
    let run = desk.leye("restore copy.db --database newer/leye.sqlite");
    assert_refused(&run, 66, "第 2 条台账：缺失");
    assert!(!desk.path("newer/leye.sqlite").exists());
}

#[test]
fn the_doctor_says_what_is_to_be_done() {
    let desk = imported();
    let run = desk.leye("doctor");
    assert_eq!(run.status, 1, "{}", run.complaints);
    assert!(run.out.contains("待办  日签：还没有；请运行 leye seal"), "{}", run.out);
    assert_eq!(desk.leye("seal").status, 0);
    let run = desk.leye("doctor");
    let migrations = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/sqlite");
    let files = std::fs::read_dir(migrations).expect("migrations");
    let names = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    let last = names.max().expect("a migration");
    let last = last.trim_end_matches(".sql");
    for words in
        ["SQLite", "1 个服务对象，2 条记录", "OK    日签：第 1 号", "没有损坏", "OK    磁盘", last]
    {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
}

#[test]
fn a_database_that_is_not_there_is_not_made_by_looking_for_it() {
    let desk = Desk::new();
    for command in ["export", "verify", "seal", "doctor", "backup copy.db"] {
        assert_refused(&desk.leye(command), 66, "没有数据库");
    }
    assert!(!desk.path("leye-data").exists());
}

#[test]
fn a_server_keeps_a_ledger_as_well() {
    let desk = Desk::with_ledger(LINES.join("\n"));
    let place = testkit::Place::new(store::Engine::Postgres);
    let at = format!("--database {}", place.url);
    let rehearsed = desk.leye(&format!("import ledger.jsonl --dry-run {at}"));
    assert_eq!(rehearsed.status, 0, "{}", rehearsed.complaints);
    assert!(!desk.path("leye-keys").exists());
    assert_eq!(desk.leye(&format!("import ledger.jsonl {at}")).status, 0);
    assert_eq!(desk.leye(&format!("export {at}")).out, format!("{}\n", LINES.join("\n")));
    assert_eq!(desk.leye(&format!("seal {at}")).status, 0);
    assert_eq!(desk.leye(&format!("verify {at}")).status, 0);
    assert!(desk.leye(&format!("doctor {at}")).out.contains("PostgreSQL"));
    assert_refused(&desk.leye(&format!("backup copy.db {at}")), 66, "pg_dump");
    assert_refused(&desk.leye(&format!("restore copy.db {at}")), 64, "pg_restore");
}
