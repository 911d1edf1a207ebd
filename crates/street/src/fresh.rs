//! A desk on a fresh database, with a clock under control: what the world of a test stands on.

use std::sync::Arc;

use desk::Desk;
use rules::{Jurisdiction, Law, Rulebook};
use store::seal::{self, FileKeys};
use store::{Catalogue, Db, Engine, Entropy, Instant, Statement};
use subjects::Sealing;
use testkit::{Place, SeededEntropy, SetClock};
use web::{Doorkeeper, Kit};

/// A desk on a fresh database.
pub struct Fresh {
    /// Where the database is; it goes with this.
    pub place: Place,
    /// What handlers work with.
    pub desk: Desk,
    /// The clock, which stands until it is moved.
    pub clock: Arc<SetClock>,
}

/// Opens a fresh database with some statements at an instant, and makes a desk of it. `door` says who keeps the door.
pub async fn fresh(
    engine: Engine,
    start: Instant,
    statements: &[&[&'static Statement]],
    door: impl FnOnce(&Db, &Arc<SetClock>) -> Arc<dyn Doorkeeper>,
) -> Fresh {
    let place = Place::new(engine);
    let catalogue = Catalogue::new(statements).expect("a catalogue");
    let db = Db::open(&place.url, catalogue, start).expect("a database");
    let path = place.folder.path().join("leye.keys");
    let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
    seal::admit(&db, &keys).await.expect("admitted");
    let (desk, clock) = desk_on(db, keys, start, 11, door);
    Fresh { place, desk, clock }
}

/// Makes a desk of an open database and its keys. Ids and seals come from the seed: whoever opens a database again
/// takes another one.
pub fn desk_on(
    db: Db,
    keys: FileKeys,
    start: Instant,
    seed: u64,
    door: impl FnOnce(&Db, &Arc<SetClock>) -> Arc<dyn Doorkeeper>,
) -> (Desk, Arc<SetClock>) {
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(seed));
    let clock = Arc::new(SetClock::at(start));
    let law: &'static Law = Box::leak(Box::new(Law::shipped().expect("sound law")));
    let desk = Desk {
        companions: Arc::from([]),
        sealing: Sealing { keys: Arc::new(keys), entropy: Arc::clone(&entropy) },
        clock: clock.clone(),
        rulebook: Arc::new(Rulebook::new(law, Jurisdiction::Beijing)),
        scorecards: Box::leak(Box::new(desk::Scorecards::shipped().expect("sound scorecards"))),
        kit: Kit {
            doorkeeper: door(&db, &clock),
            clock: clock.clone(),
            entropy,
            navigation: Arc::from([]),
            banner: None,
            secure_cookies: false,
        },
        db,
    };
    (desk, clock)
}
