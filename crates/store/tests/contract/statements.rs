//! Every statement is understood alike by both engines.

use std::collections::BTreeMap;

use store::{Catalogue, Db, Engine, StoreError};
use testkit::Place;

use crate::world;

/// Statements with a text of their own for PostgreSQL. The list grows only with a decision record.
const TWO_TEXTS: &[&str] = &["outbox.TAKE"];

type Described = BTreeMap<&'static str, Result<(Vec<String>, usize), String>>;

async fn describe(db: &Db) -> Described {
    let mut described = Described::new();
    for statement in db.catalogue().all() {
        let end: Result<(Vec<String>, usize), StoreError> =
            db.read(async move |tx| tx.describe(statement).await).await;
        described.insert(statement.name, end.map_err(|error| error.to_string()));
    }
    described
}

fn described_on(engine: Engine, catalogue: Catalogue) -> Described {
    let place = Place::new(engine);
    testkit::block_on(async {
        let db = Db::open(&place.url, catalogue, world::START).expect("a database");
        let described = describe(&db).await;
        db.close();
        described
    })
}

#[test]
fn both_engines_prepare_every_statement_with_the_same_columns_and_parameters() {
    let catalogue = Catalogue::new(&[]).expect("a catalogue");
    let sqlite = described_on(Engine::Sqlite, catalogue.clone());
    let postgres = described_on(Engine::Postgres, catalogue);
    for (name, description) in &sqlite {
        assert!(description.is_ok(), "{name}: {description:?}");
    }
    assert_eq!(sqlite, postgres);
}

#[test]
fn a_misspelt_column_is_found_on_both() {
    let catalogue = Catalogue::new(&[world::STATEMENTS]).expect("a catalogue");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let described = described_on(engine, catalogue.clone());
        assert!(described["contract.WRONG"].is_err(), "{engine:?}");
        assert!(described["contract.GET"].is_ok(), "{engine:?}");
    }
}

#[test]
fn texts_of_their_own_for_one_engine_are_few_and_listed() {
    let catalogue = Catalogue::new(&[]).expect("a catalogue");
    let own: Vec<&str> = catalogue
        .all()
        .into_iter()
        .filter(|statement| statement.postgres.is_some())
        .map(|statement| statement.name)
        .collect();
    assert!(own.iter().all(|name| TWO_TEXTS.contains(name)), "{own:?}");
}
