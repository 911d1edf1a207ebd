//! Readers map a large file; what is written while they do is seen as ever.

use store::{Catalogue, Db, Engine, StoreError};
use testkit::Place;

use crate::world::{self, GET, PUT, REPLACE, START};

store::statements! {
    group "mapped";
    LIMIT = "PRAGMA mmap_size";
}

fn open(place: &Place) -> Db {
    let catalogue = Catalogue::new(&[world::STATEMENTS, STATEMENTS]).expect("a catalogue");
    Db::open(&place.url, catalogue, START).expect("a database")
}

/// How much of the file a reader maps.
async fn limit(db: &Db) -> i64 {
    let found: Result<(i64,), StoreError> = db.read(async |tx| tx.one(LIMIT, &[]).await).await;
    found.expect("a limit").0
}

async fn put(db: &Db, statement: &'static store::Statement, content: u8) {
    let stored: Result<u64, StoreError> = db
        .write(async move |tx| tx.execute(statement, &[&"kept", &vec![content; 9_000]]).await)
        .await;
    stored.expect("stored");
}

async fn get(db: &Db) -> Vec<u8> {
    let found: Result<(Vec<u8>,), StoreError> =
        db.read(async |tx| tx.one(GET, &[&"kept"]).await).await;
    found.expect("found").0
}

#[test]
fn readers_map_a_large_file_and_see_what_is_written() {
    let place = Place::new(Engine::Sqlite);
    testkit::block_on(async {
        let db = open(&place);
        assert_eq!(limit(&db).await, 0, "a small file is not mapped");
        put(&db, PUT, 1).await;
        db.close();
        // What lies behind the last page belongs to nobody and takes no room on the disk.
        let file =
            std::fs::OpenOptions::new().write(true).open(place.folder.path().join("leye.db"));
        file.expect("the file").set_len(1 << 30).expect("made long");
        let db = open(&place);
        assert!(limit(&db).await > 1 << 30);
        assert_eq!(get(&db).await, [1; 9_000]);
        put(&db, REPLACE, 2).await;
        assert_eq!(get(&db).await, [2; 9_000]);
        db.close();
        assert_eq!(get(&open(&place)).await, [2; 9_000]);
    });
}
