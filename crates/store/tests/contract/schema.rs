//! Both engines hold the same schema, and their migrations are one history.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use store::Engine;
use testkit::Place;

use crate::world;

fn folder(engine: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(engine)
}

fn files(engine: &str) -> BTreeMap<String, String> {
    fs::read_dir(folder(engine))
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("text"))
        })
        .collect()
}

#[test]
fn every_migration_exists_on_both_engines_under_one_name() {
    let names = |engine| files(engine).into_keys().collect::<Vec<_>>();
    assert_eq!(names("sqlite"), names("postgres"));
    // Each part of the system numbers within its own hundred: gaps are fine, doubles are not.
    let mut numbers = BTreeSet::new();
    for name in names("sqlite") {
        let number = name.split_once('_').map_or("", |(number, _)| number);
        assert!(number.len() == 4 && number.parse::<u16>().is_ok(), "{name} has no number");
        assert!(numbers.insert(number.to_owned()), "{name}: a double number");
    }
}

/// Every constraint by its name, with its text; on SQLite without those that only stand for a type.
fn constraints(engine: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for text in files(engine).values() {
        let pieces: Vec<&str> = text.split("CONSTRAINT ").collect();
        for two in pieces.windows(2) {
            // What is dropped is declared anew after it, or is no more.
            if two[0].ends_with("DROP ") {
                continue;
            }
            let (name, rest) = two[1].split_once(' ').expect("a named constraint");
            let mut depth = 0;
            let end = rest
                .char_indices()
                .find(|(_, letter)| {
                    match letter {
                        '(' => depth += 1,
                        ')' => depth -= 1,
                        _ => {}
                    }
                    depth == 0 && *letter == ')' || depth < 0
                })
                .map_or(rest.len(), |(at, _)| at + 1);
            let definition = rest[..end].split_whitespace().collect::<Vec<_>>().join(" ");
            if !name.ends_with("_type") {
                found.insert(name.to_owned(), definition);
            }
        }
    }
    found
}

#[test]
fn every_constraint_is_named_and_says_the_same_on_both() {
    assert_eq!(constraints("sqlite"), constraints("postgres"));
    for engine in ["sqlite", "postgres"] {
        for (file, text) in files(engine) {
            for word in ["CHECK (", "PRIMARY KEY (", "UNIQUE (", "REFERENCES "] {
                for (at, _) in text.match_indices(word) {
                    let line = text[..at].lines().last().unwrap_or_default();
                    assert!(line.contains("CONSTRAINT "), "{engine}/{file}: {word} has no name");
                }
            }
        }
    }
}

fn sqlite_schema(place: &Place) -> BTreeSet<String> {
    let connection = rusqlite::Connection::open(&place.url).expect("opens");
    let mut schema = BTreeSet::new();
    let mut tables = connection
        .prepare(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        )
        .expect("prepared");
    let tables: Vec<(String, String)> = tables
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("tables");
    for (table, text) in tables {
        assert!(text.contains("STRICT"), "{table} is not STRICT");
        let mut columns = connection
            .prepare("SELECT name, lower(type), \"notnull\" FROM pragma_table_info($1)")
            .expect("prepared");
        let columns: Vec<(String, String, bool)> = columns
            .query_map([&table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .expect("rows")
            .collect::<Result<_, _>>()
            .expect("columns");
        for (column, kind, required) in columns {
            let typed = text.split(&format!("CONSTRAINT {table}_{column}_type ")).nth(1);
            let kind = match (kind.as_str(), typed) {
                ("blob", Some(check)) if check.starts_with("CHECK (length(") => "id",
                ("text", Some(check)) if check.contains(" GLOB ") => "day",
                ("integer", Some(check)) if check.contains(" IN (0, 1)") => "boolean",
                ("blob", None) => "bytes",
                ("integer", None) => "integer",
                ("text", None) => "text",
                other => panic!("{table}.{column}: {other:?}"),
            };
            schema.insert(format!("column {table}.{column} {kind} required={required}"));
        }
        for name in text.split("CONSTRAINT ").skip(1).filter_map(|piece| piece.split(' ').next()) {
            if !name.ends_with("_type") {
                schema.insert(format!("constraint {table} {name}"));
            }
        }
    }
    let mut others = connection
        .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
        .expect("prepared");
    let others: Vec<(String, String, String, String)> = others
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("indexes and triggers");
    for (kind, name, table, text) in others {
        let about = if kind == "index" { without_casts(&text) } else { table };
        schema.insert(format!("{kind} {name} {about}"));
    }
    schema
}

/// The definition of an index, with the condition of a partial one as we write it: PostgreSQL gives it back
/// with brackets and casts of its own.
fn without_casts(definition: &str) -> String {
    match definition.split_once(" WHERE ") {
        Some((index, condition)) => {
            let condition = condition.replace("::text", "").replace(['(', ')'], "");
            format!("{index} WHERE {condition}")
        }
        None => definition.to_owned(),
    }
}

fn postgres_schema(place: &Place) -> BTreeSet<String> {
    let database = place.url.rsplit('/').next().expect("a name");
    let rows = |text: &str| {
        let text = testkit::server().sql(database, text).expect("the catalogue");
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut schema = BTreeSet::new();
    schema.extend(rows(
        "SELECT 'column ' || table_name || '.' || column_name || ' ' ||
            CASE data_type WHEN 'uuid' THEN 'id' WHEN 'date' THEN 'day' WHEN 'bytea' THEN 'bytes'
                WHEN 'bigint' THEN 'integer' ELSE data_type END ||
            ' required=' || CASE is_nullable WHEN 'NO' THEN 'true' ELSE 'false' END
         FROM information_schema.columns WHERE table_schema = 'public'",
    ));
    schema.extend(rows(
        "SELECT 'constraint ' || conrelid::regclass || ' ' || conname FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND conname <> 'migration_pkey'",
    ));
    schema.extend(
        rows(
            "SELECT 'index ' || indexname || ' ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
             AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        )
        .into_iter()
        .map(|line| without_casts(&line.replace("public.", "").replace("USING btree ", ""))),
    );
    schema.extend(rows(
        "SELECT 'trigger ' || tgname || ' ' || tgrelid::regclass FROM pg_trigger
         WHERE NOT tgisinternal AND tgname NOT LIKE '%\\_never\\_truncate'",
    ));
    schema
}

#[test]
fn both_engines_end_with_the_same_tables() {
    let [sqlite, postgres] = testkit::places();
    for place in [&sqlite, &postgres] {
        world::open(place).close();
    }
    assert_eq!((sqlite.engine, postgres.engine), (Engine::Sqlite, Engine::Postgres));
    let (left, right) = (sqlite_schema(&sqlite), postgres_schema(&postgres));
    let only_left: Vec<_> = left.difference(&right).collect();
    let only_right: Vec<_> = right.difference(&left).collect();
    assert!(
        only_left.is_empty() && only_right.is_empty(),
        "only SQLite: {only_left:#?}\nonly PostgreSQL: {only_right:#?}"
    );
    assert!(left.len() > 50, "the comparison sees too little: {}", left.len());
}
