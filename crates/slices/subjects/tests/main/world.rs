//! A database with keys, and the shortest words for what every test does with it.

use std::sync::Arc;

use store::ledger::{self, Verdict};
use store::seal::{self, FileKeys};
use store::{Catalogue, Db, Engine, Instant, StoreError};
use subjects::{ImportError, Imported, NoKeepers, Sealing, Sheet};
use testkit::{Place, SeededEntropy};

/// The instant at which every test begins: 2026-01-05T00:00:00Z.
pub(crate) const START: Instant = Instant::from_micros(1_767_571_200_000_000);

store::statements! {
    pub(crate) group "test";
    ENTRIES = "SELECT recorded_at, channel, initiated_by, facts FROM entry ORDER BY subject_id, sequence";
    ONLY = "SELECT subject_id FROM subject";
    MOVE = "UPDATE subject SET reference = (SELECT other.reference FROM subject AS other
        WHERE other.subject_id <> subject.subject_id)";
    REMOVE = "DELETE FROM subject WHERE lookup = (SELECT lookup FROM subject ORDER BY lookup LIMIT 1)";
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::new(&[subjects::STATEMENTS, STATEMENTS]).expect("a catalogue")
}

pub(crate) struct World {
    pub(crate) place: Place,
    pub(crate) db: Db,
    pub(crate) sealing: Sealing,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let place = Place::new(engine);
        let db = Db::open(&place.url, catalogue(), START).expect("a database");
        let path = place.folder.path().join("leye.keys");
        let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
        seal::admit(&db, &keys).await.expect("admitted");
        let sealing = Sealing { keys: Arc::new(keys), entropy: Arc::new(SeededEntropy::new(11)) };
        Self { place, db, sealing }
    }

    pub(crate) async fn import(&self, text: &str) -> Result<Imported, ImportError> {
        let sheet = Arc::new(Sheet::read(text.as_bytes().to_vec()));
        let keepers = Arc::new(NoKeepers);
        subjects::import(&self.db, &self.sealing, keepers, sheet, START, &mut |_| {}).await
    }

    pub(crate) async fn rehearse(&self, text: &str) -> Imported {
        let sheet = Arc::new(Sheet::read(text.as_bytes().to_vec()));
        let keys = Arc::clone(&self.sealing.keys);
        subjects::rehearse(&self.db, keys, Arc::new(NoKeepers), sheet).await.expect("a rehearsal")
    }

    pub(crate) async fn export(&self, reference: Option<&str>) -> String {
        let mut out = String::new();
        let keys = Arc::clone(&self.sealing.keys);
        subjects::export::<StoreError>(&self.db, keys, reference, &mut |text| {
            out.push_str(text);
            Ok(())
        })
        .await
        .expect("an export");
        out
    }

    /// How many entries and subjects there are; all of them as they were written.
    pub(crate) async fn verified(&self) -> (u64, u64) {
        let keys = Arc::clone(&self.sealing.keys);
        assert_eq!(subjects::audit(&self.db, Arc::clone(&keys)).await.expect("audited"), None);
        match ledger::verify(&self.db, keys, None).await.expect("a verdict") {
            Verdict::Untouched(summary) => (summary.entries, summary.subjects),
            Verdict::Touched(finding) => panic!("{finding}"),
        }
    }
}

/// Runs a test in a fresh database on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine).await;
            test(&world).await;
            world.db.close();
        });
    }
}
