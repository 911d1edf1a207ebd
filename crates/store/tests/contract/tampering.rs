//! Whoever gets at the database itself: every change of the ledger is found, and its place is named.
//!
//! The intruder knows how chains are computed, may write any table, and lacks only the keys.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use store::ledger::{self, Entry, Finding, Verdict};
use store::seal::KeyProvider;
use store::{Engine, SubjectId};
use testkit::{Place, SeededEntropy};

use crate::ledgers;
use crate::world;

/// How many random tamperings an ordinary run makes.
const TAMPERINGS: u64 = 1_000;

/// What was done, for the message when it was not found.
#[derive(Debug)]
#[expect(dead_code, reason = "`what` is read through the debug form only")]
struct Deed {
    what: String,
    /// The entry that must be named: subject and place. Without it, any finding names the place well
    /// enough (a root, a head).
    entry: Option<(SubjectId, i64)>,
    /// Subjects of which one must be named.
    subjects: Vec<SubjectId>,
}

fn subject_of(cell: &Cell) -> SubjectId {
    match cell {
        Cell::Blob(bytes) => SubjectId::from_bytes(bytes.as_slice().try_into().expect("an id")),
        other => panic!("{other:?}"),
    }
}

/// The condition that names a row of a table by its key, `?1` and `?2`.
fn by_key(table: &str) -> &'static str {
    match table {
        "entry" | "ledger_head" => "subject_id = ?1 AND sequence = ?2",
        "ledger_leaf" => "subject_id = ?1 AND root_number = ?2",
        _ => "number = ?1 AND day = ?2",
    }
}

/// The names of a table's columns, and every row.
fn rows(db: &Connection, table: &str) -> (Vec<String>, Vec<Vec<Cell>>) {
    let mut statement =
        db.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).expect("prepared");
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rows = statement
        .query_map([], |row| (0..names.len()).map(|index| row.get(index)).collect())
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    (names, rows)
}

fn flip_bit(cell: &Cell, random: &SeededEntropy) -> Cell {
    let flip = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        if bytes.is_empty() {
            bytes.push(1);
        }
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        bytes
    };
    match cell {
        Cell::Null => Cell::Null,
        Cell::Integer(number) => Cell::Integer(number ^ (1 << random.below(63))),
        Cell::Blob(bytes) => Cell::Blob(flip(bytes)),
        Cell::Text(text) => loop {
            // A text is changed into another text; what is no text at all is tried in a test of its own.
            if let Ok(changed) = String::from_utf8(flip(text.as_bytes()))
                && !changed.contains('\0')
            {
                return Cell::Text(changed);
            }
        },
        Cell::Real(_) => panic!("the schema has no such column"),
    }
}

/// Changes one bit of one column of any table of the ledger.
fn flip(db: &Connection, random: &SeededEntropy) -> Deed {
    loop {
        let table = ["entry", "entry", "entry", "ledger_head", "ledger_leaf", "ledger_root"]
            [random.below(6)];
        let (names, rows) = rows(db, table);
        let cells = &rows[random.below(rows.len())];
        let column = random.below(cells.len());
        let changed = match (&cells[column], table) {
            (Cell::Null, "ledger_head") => Cell::Integer(1 + random.number(4)),
            (Cell::Null, _) if names[column] == "sealed" || names[column].ends_with("_id") => {
                Cell::Blob(vec![7; 16])
            }
            (Cell::Null, _) => Cell::Text("fair".to_owned()),
            (cell, _) => flip_bit(cell, random),
        };
        let done = db.execute(
            &format!("UPDATE {table} SET {} = ?3 WHERE {}", names[column], by_key(table)),
            (&cells[0], &cells[1], &changed),
        );
        if done.is_err() {
            // Ran into a unique index: not a change that could be made.
            continue;
        }
        let is_key = ["subject_id", "sequence"].contains(&names[column].as_str());
        let entry = (table == "entry" && !is_key).then(|| {
            let Cell::Integer(sequence) = cells[1] else { panic!("a sequence") };
            (subject_of(&cells[0]), sequence)
        });
        return Deed {
            what: format!("{table}.{} of {:?}", names[column], &cells[..2]),
            entry,
            subjects: Vec::new(),
        };
    }
}

fn delete(db: &Connection, random: &SeededEntropy) -> Deed {
    let table = ["entry", "entry", "ledger_head", "ledger_leaf", "ledger_root"][random.below(5)];
    let (_, rows) = rows(db, table);
    let cells = &rows[random.below(rows.len())];
    db.execute(&format!("DELETE FROM {table} WHERE {}", by_key(table)), (&cells[0], &cells[1]))
        .expect("deleted");
    let entry = (table == "entry").then(|| {
        let Cell::Integer(sequence) = cells[1] else { panic!("a sequence") };
        (subject_of(&cells[0]), sequence)
    });
    Deed { what: format!("deleted {table} {:?}", &cells[..2]), entry, subjects: Vec::new() }
}

/// Lets two entries change places: of one subject, or of two.
fn swap(db: &Connection, random: &SeededEntropy) -> Deed {
    let (_, rows) = rows(db, "entry");
    let (one, other) = loop {
        let (one, other) = (random.below(rows.len()), random.below(rows.len()));
        if one != other {
            break (&rows[one], &rows[other]);
        }
    };
    let place =
        "UPDATE entry SET subject_id = ?3, sequence = ?4 WHERE subject_id = ?1 AND sequence = ?2";
    let aside = Cell::Integer(-1);
    for (from, to) in [
        ((&one[0], &one[1]), (&one[0], &aside)),
        ((&other[0], &other[1]), (&one[0], &one[1])),
        ((&one[0], &aside), (&other[0], &other[1])),
    ] {
        db.execute(place, (from.0, from.1, to.0, to.1)).expect("moved");
    }
    Deed {
        what: format!("swapped {:?} and {:?}", &one[..2], &other[..2]),
        entry: None,
        subjects: vec![subject_of(&one[0]), subject_of(&other[0])],
    }
}

/// Changes an entry and computes every digest after it anew, with the head and the leaves made to fit:
/// everything that can be done without the keys.
fn rewrite(db: &Connection, random: &SeededEntropy, read: &[Entry]) -> Deed {
    let at = random.below(read.len());
    let subject = read[at].subject_id;
    let mut changed: Vec<Entry> =
        read.iter().filter(|entry| entry.subject_id == subject).cloned().collect();
    let first = changed.iter().position(|entry| *entry == read[at]).expect("its own");
    changed[first].facts = String::from(r#"{"willing":false}"#);
    let mut previous = if first == 0 { [0; 32] } else { changed[first - 1].chain };
    for entry in &mut changed[first..] {
        entry.chain = entry.chained(&previous);
        previous = entry.chain;
        let key = (&subject.bytes()[..], entry.sequence);
        db.execute(
            "UPDATE entry SET facts = ?3, chain = ?4 WHERE subject_id = ?1 AND sequence = ?2",
            (key.0, key.1, &entry.facts, &previous[..]),
        )
        .expect("changed");
        for table in ["ledger_head", "ledger_leaf"] {
            db.execute(
                &format!("UPDATE {table} SET chain = ?3 WHERE subject_id = ?1 AND sequence = ?2"),
                (key.0, key.1, &previous[..]),
            )
            .expect("changed");
        }
    }
    Deed { what: format!("rewrote from {}", first + 1), entry: None, subjects: vec![subject] }
}

/// Puts in an entry of the intruder's own: at the end, in the middle, or for a subject that has none.
fn insert(db: &Connection, random: &SeededEntropy) -> Deed {
    let (names, rows) = rows(db, "entry");
    let mut cells = rows[random.below(rows.len())].clone();
    let subject = cells[0].clone();
    match random.below(3) {
        0 => {
            let last: i64 = db
                .query_row(
                    "SELECT max(sequence) FROM entry WHERE subject_id = ?1",
                    [&subject],
                    |row| row.get(0),
                )
                .expect("a last entry");
            cells[1] = Cell::Integer(last + 1);
        }
        1 => {
            db.execute(
                "UPDATE entry SET sequence = -sequence WHERE subject_id = ?1 AND sequence >= ?2",
                (&subject, &cells[1]),
            )
            .expect("moved");
            db.execute(
                "UPDATE entry SET sequence = 1 - sequence WHERE subject_id = ?1 AND sequence < 0",
                [&subject],
            )
            .expect("moved");
        }
        _ => {
            cells[0] = Cell::Blob(vec![0xee; 16]);
            cells[1] = Cell::Integer(1);
        }
    }
    cells[2] = Cell::Blob(random.next().to_be_bytes().repeat(2));
    cells[12] = Cell::Blob(vec![0x55; 32]);
    let marks = (1..=names.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ");
    db.execute(&format!("INSERT INTO entry VALUES ({marks})"), rusqlite::params_from_iter(&cells))
        .expect("inserted");
    Deed { what: "inserted".to_owned(), entry: None, subjects: vec![subject_of(&cells[0])] }
}

/// Cuts off the end of one subject's ledger and makes its head fit, as well as it goes without the keys.
fn cut(db: &Connection, random: &SeededEntropy) -> Deed {
    let (_, rows) = rows(db, "ledger_head");
    let head = &rows[random.below(rows.len())];
    let Cell::Integer(last) = head[1] else { panic!("a sequence") };
    let left = random.number(last);
    db.execute("DELETE FROM entry WHERE subject_id = ?1 AND sequence > ?2", (&head[0], left))
        .expect("cut");
    if random.below(2) == 0 {
        db.execute(
            "UPDATE ledger_head SET sequence = max(?2, 1), gathered = NULL, chain = coalesce(
                (SELECT chain FROM entry WHERE subject_id = ?1 AND sequence = ?2), chain)
             WHERE subject_id = ?1",
            (&head[0], left),
        )
        .expect("made to fit");
    }
    Deed {
        what: format!("cut to {left} of {last}"),
        entry: None,
        subjects: vec![subject_of(&head[0])],
    }
}

/// Puts back what one subject's ledger was at the end of the first or second day: entries, head with
/// its own good seal, all from an older copy.
fn older(db: &Connection, copies: &[std::path::PathBuf], random: &SeededEntropy) -> Deed {
    let copy = &copies[random.below(copies.len())];
    db.execute("ATTACH ?1 AS old", [copy.to_string_lossy()]).expect("attached");
    let subjects: Vec<Cell> = db
        .prepare(
            "SELECT new.subject_id FROM ledger_head new JOIN old.ledger_head was USING (subject_id)
             WHERE was.sequence < (SELECT max(sequence) FROM ledger_leaf WHERE subject_id = new.subject_id)",
        )
        .expect("prepared")
        .query_map([], |row| row.get(0))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("subjects");
    let subject = &subjects[random.below(subjects.len())];
    for table in ["entry", "ledger_head"] {
        db.execute(&format!("DELETE FROM {table} WHERE subject_id = ?1"), [subject])
            .expect("deleted");
        db.execute(
            &format!("INSERT INTO {table} SELECT * FROM old.{table} WHERE subject_id = ?1"),
            [subject],
        )
        .expect("put back");
    }
    if random.below(2) == 0 {
        // Even without the leaves that would tell: then the root does.
        db.execute(
            "DELETE FROM ledger_leaf WHERE subject_id = ?1 AND sequence >
                (SELECT sequence FROM ledger_head WHERE subject_id = ?1)",
            [subject],
        )
        .expect("deleted");
        return Deed {
            what: format!("older {}, leaves too", copy.display()),
            entry: None,
            subjects: Vec::new(),
        };
    }
    Deed {
        what: format!("older {}", copy.display()),
        entry: None,
        subjects: vec![subject_of(subject)],
    }
}

fn tamper(
    file: &Path,
    copies: &[std::path::PathBuf],
    read: &[Entry],
    random: &SeededEntropy,
) -> Deed {
    let db = Connection::open(file).expect("opens");
    db.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;")
        .expect("set");
    let triggers: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .expect("prepared")
        .query_map([], |row| row.get(0))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("triggers");
    for trigger in triggers {
        db.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("dropped");
    }
    match random.below(13) {
        0 | 1 => delete(&db, random),
        2 => swap(&db, random),
        3 => insert(&db, random),
        4 | 5 => cut(&db, random),
        6 => older(&db, copies, random),
        7 => rewrite(&db, random, read),
        _ => flip(&db, random),
    }
}

fn verdict(file: &Path, keys: &Arc<dyn KeyProvider>) -> Verdict {
    testkit::block_on(async {
        let place = store::Catalogue::new(&[]).expect("a catalogue");
        let db = store::Db::open(&file.to_string_lossy(), place, world::START).expect("opens");
        let verdict = ledger::verify(&db, Arc::clone(keys), None).await.expect("a verdict");
        db.close();
        verdict
    })
}

fn assert_named(deed: &Deed, finding: &Finding) {
    let place = finding.subject.zip(finding.sequence);
    if let Some(entry) = deed.entry {
        let unreadable = matches!(finding.what, ledger::Damage::Unreadable { .. });
        assert!(place == Some(entry) || unreadable, "{deed:?} was named as {finding}");
    }
    if !deed.subjects.is_empty() {
        assert!(
            finding.subject.is_some_and(|subject| deed.subjects.contains(&subject)),
            "{deed:?}: {finding}"
        );
    }
    assert!(
        place.is_some()
            || finding.root.is_some()
            || matches!(finding.what, ledger::Damage::Unreadable { .. }),
        "{deed:?}: {finding} names no place"
    );
}

/// A filled ledger, and copies of it as it was at the end of the first and second day.
fn filled(place: &Place) -> (Arc<dyn KeyProvider>, Vec<std::path::PathBuf>) {
    let keys = ledgers::keys(place);
    let entropy = SeededEntropy::new(11);
    let subjects: Vec<SubjectId> = (0..7).map(|_| SubjectId::new(world::START, &entropy)).collect();
    let mut copies = Vec::new();
    testkit::block_on(async {
        let db = world::open(place);
        for number in 0..4 {
            for subject in &subjects {
                for _ in 0..=entropy.below(2) {
                    let rich = entropy.below(2) == 0;
                    let new = ledgers::entry(*subject, &entropy, rich);
                    ledgers::append(&db, &keys, new).await.expect("appended");
                }
            }
            if number < 3 {
                ledgers::gather(&db, &keys, number).await;
            }
            if number < 2 && place.engine == Engine::Sqlite {
                let copy = place.folder.path().join(format!("day{number}.db"));
                store::backup::backup(&place.url, &copy).expect("a copy");
                copies.push(copy);
            }
        }
        db.close();
    });
    (keys, copies)
}

/// Every entry, as the intruder too may read them.
fn everything(place: &Place) -> Vec<Entry> {
    let db = Connection::open(&place.url).expect("opens");
    let (_, heads) = rows(&db, "ledger_head");
    testkit::block_on(async {
        let db = world::open(place);
        let mut all = Vec::new();
        for head in heads {
            let subject = subject_of(&head[0]);
            let entries = db
                .read(async move |tx| ledger::entries_of(tx, subject, 0, i64::MAX).await)
                .await
                .map_err(|error: store::StoreError| error);
            all.extend(entries.expect("entries"));
        }
        db.close();
        all
    })
}

#[test]
fn a_thousand_random_tamperings_are_found_and_named() {
    let place = Place::new(Engine::Sqlite);
    let (keys, copies) = filled(&place);
    assert!(matches!(verdict(Path::new(&place.url), &keys), Verdict::Untouched(_)));
    let file = place.folder.path().join("tampered.db");
    let read = everything(&place);
    for seed in 0..TAMPERINGS {
        fs::copy(&place.url, &file).expect("a copy");
        let random = SeededEntropy::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
        let deed = tamper(&file, &copies, &read, &random);
        match verdict(&file, &keys) {
            Verdict::Touched(finding) => assert_named(&deed, &finding),
            Verdict::Untouched(_) => panic!("tampering {seed} was not found: {deed:?}"),
        }
        for ending in ["", "-wal", "-shm"] {
            drop(fs::remove_file(format!("{}{ending}", file.display())));
        }
    }
}

#[test]
fn a_text_that_is_none_is_found() {
    let place = Place::new(Engine::Sqlite);
    let (keys, _) = filled(&place);
    let db = Connection::open(&place.url).expect("opens");
    db.execute_batch(
        "DROP TRIGGER entry_never_update;
         UPDATE entry SET facts = CAST(x'7bff7d' AS TEXT) WHERE sequence = 2",
    )
    .expect("tampered");
    drop(db);
    let Verdict::Touched(finding) = verdict(Path::new(&place.url), &keys) else {
        panic!("not found")
    };
    assert_eq!((finding.sequence, finding.what), (Some(2), ledger::Damage::Changed));
}

#[test]
fn tamperings_of_postgres_are_found_and_named() {
    let deeds = [
        ("UPDATE entry SET facts = '{ }' WHERE sequence = 2", "内容"),
        ("UPDATE entry SET on_day = on_day + 1 WHERE sequence = 3", "内容"),
        ("UPDATE entry SET recorded_at = recorded_at # 1 WHERE sequence = 1", "内容"),
        ("UPDATE entry SET sealed = 'x' WHERE sequence = 1", "内容"),
        ("DELETE FROM entry WHERE sequence = 2", "缺失"),
        ("DELETE FROM entry WHERE sequence > 1", "缺失"),
        ("UPDATE ledger_head SET seal = chain", "密钥"),
        ("UPDATE ledger_head SET gathered = 1 WHERE gathered IS NULL", "日签不对"),
        ("DELETE FROM ledger_head", "链尾"),
        ("UPDATE ledger_leaf SET sequence = sequence + 1 WHERE root_number = 1", "不符"),
        ("DELETE FROM ledger_leaf WHERE root_number = 2", "不同"),
        ("UPDATE ledger_root SET day = day - 1 WHERE number = 1", "签名"),
        ("UPDATE ledger_root SET signature = previous WHERE number = 2", "签名"),
        ("DELETE FROM ledger_root WHERE number = 3", "缺失"),
    ];
    let place = Place::new(Engine::Postgres);
    let (keys, _) = filled(&place);
    let template = place.url.rsplit('/').next().expect("a name");
    for (index, (deed, expected)) in deeds.into_iter().enumerate() {
        let copy = format!("{template}_{index}");
        testkit::server()
            .sql("postgres", &format!("CREATE DATABASE {copy} TEMPLATE {template}"))
            .expect("a copy");
        testkit::server()
            .sql(&copy, &format!("SET session_replication_role = replica; {deed}"))
            .expect("tampered");
        let url = place.url.replace(template, &copy);
        match verdict(Path::new(&url), &keys) {
            Verdict::Touched(finding) => {
                assert!(finding.to_string().contains(expected), "{deed}: {finding}");
            }
            Verdict::Untouched(_) => panic!("not found: {deed}"),
        }
    }
}
