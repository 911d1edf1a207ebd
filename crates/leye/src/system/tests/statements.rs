//! Every statement of the executable: understood alike by both engines, and carried out without going through a city
//! where that is not what is asked.

use std::collections::BTreeMap;

use store::{Db, Engine, Instant, StoreError};
use testkit::Place;

use crate::commands::database::catalogue;

/// 2026-01-05T00:00:00Z.
const START: Instant = Instant::from_micros(1_767_571_200_000_000);

/// Tables with a row or more for each person.
const LARGE: &[&str] = &[
    "subject",
    "subject_key",
    "entry",
    "ledger_head",
    "responsibility",
    "duty",
    "gate",
    "person",
    "person_lookup",
    "reading",
];

/// Statements that are to go through all of a large table, and why nobody waits for it.
const GOES_THROUGH: &[(&str, &str)] = &[
    ("duties.ORPHANS", "asked by a job, on a reader"),
    ("duties.LOOK_AT_ALL", "the law has changed, which concerns everybody"),
    ("subjects.COUNTS", "leye doctor and the import count everything"),
    ("subjects.ORPHAN", "leye verify looks at everything"),
];

type Described = BTreeMap<&'static str, Result<(Vec<String>, usize), String>>;

/// Opens a fresh database with every statement and does something with it.
fn on<T>(engine: Engine, look: &impl AsyncFn(&Db) -> T) -> T {
    let place = Place::new(engine);
    testkit::block_on(async {
        let catalogue = catalogue().expect("a catalogue without contradictions");
        let db = Db::open(&place.url, catalogue, START).expect("a database");
        let seen = look(&db).await;
        db.close();
        seen
    })
}

async fn describe(db: &Db) -> Described {
    let mut described = Described::new();
    for statement in db.catalogue().all() {
        let end: Result<(Vec<String>, usize), StoreError> =
            db.read(async move |tx| tx.describe(statement).await).await;
        described.insert(statement.name, end.map_err(|error| error.to_string()));
    }
    described
}

#[test]
fn both_engines_prepare_every_statement_with_the_same_columns_and_parameters() {
    let sqlite = on(Engine::Sqlite, &describe);
    let postgres = on(Engine::Postgres, &describe);
    assert!(sqlite.len() > 300, "only {} statements", sqlite.len());
    let differing: Vec<_> = sqlite
        .iter()
        .map(|(name, description)| (name, description, &postgres[name]))
        .filter(|(_, here, there)| here.is_err() || here != there)
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

/// Gives, by statement, the steps that go through all of a large table, or through all entries of a kind for each
/// row of something else.
async fn wide(db: &Db) -> BTreeMap<&'static str, Vec<String>> {
    let mut wide: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for statement in db.catalogue().all() {
        let steps = db.read::<_, _, StoreError>(async move |tx| tx.steps(statement)).await;
        let steps = steps.expect("steps").expect("on SQLite");
        let mut is_repeated = false;
        for step in steps {
            is_repeated |= step.starts_with("CORRELATED");
            let named = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            let scans = named.is_some_and(|table| LARGE.contains(&table));
            let gathers = is_repeated && step.contains("entry_by_kind (kind=?");
            if scans || gathers {
                wide.entry(statement.name).or_default().push(step);
            }
        }
    }
    wide
}

#[test]
fn nothing_goes_through_a_whole_city_but_what_is_known_to() {
    let mut wide = on(Engine::Sqlite, &wide);
    for (name, why) in GOES_THROUGH {
        assert!(wide.remove(name).is_some(), "{name} ({why}) does not: take it off the list");
    }
    assert!(wide.is_empty(), "{wide:#?}");
}
