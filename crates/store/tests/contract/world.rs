//! What every contract needs: a database on each engine, and a few statements to run on it.

use store::{Catalogue, Db, Instant};
use testkit::Place;

store::statements! {
    pub(crate) group "contract";
    PUT = "INSERT INTO setting (name, content) VALUES ($1, $2)";
    REPLACE = "INSERT INTO setting (name, content) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET content = excluded.content";
    GET = "SELECT content FROM setting WHERE name = $1";
    NAMES = "SELECT name FROM setting ORDER BY name";
    COUNT = "SELECT count(*) FROM setting";
    WRAPPED = "SELECT wrapped FROM subject_key WHERE subject_id = $1";
    WRONG = "SELECT nothing FROM setting";
}

/// The instant at which every test begins: 2026-01-05T00:00:00Z.
pub(crate) const START: Instant = Instant::from_micros(1_767_571_200_000_000);

/// Opens a place with the statements above and those of a test.
pub(crate) fn open(place: &Place) -> Db {
    let catalogue = Catalogue::new(&[STATEMENTS]).expect("a catalogue without contradictions");
    Db::open(&place.url, catalogue, START).expect("a database")
}

/// Runs a contract on both engines, each in a fresh database.
#[expect(clippy::needless_pass_by_value, reason = "a contract is written where it is handed over")]
pub(crate) fn on_both(contract: impl AsyncFn(Db, &Place)) {
    for place in testkit::places() {
        testkit::block_on(async {
            let db = open(&place);
            contract(db.clone(), &place).await;
            db.close();
        });
    }
}
