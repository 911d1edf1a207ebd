//! A desk on a fresh database, with a clock under control.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use access::{Actor, Area, Role};
use desk::{Desk, Occasion};
use kernel::Day;
use store::seal::FileKeys;
use store::{ActorId, Catalogue, Db, Engine, Instant, OfficeId, Statement, StoreError};
use street::{Fresh, desk_on, fresh};
use testkit::Place;
use web::Doorkeeper;

store::statements! {
    pub(crate) group "test_duties";
    /// A person's file, as the slice of seekers keeps it.
    PUT_PERSON = "INSERT INTO person (subject_id, file_number, residence_code, household_division, education,
            occupation, particulars, state, merged_into, version)
        VALUES ($1, $2, 110105016001, '', '', '', $3, $4, $5, 0)";
    /// A recognised household.
    PUT_HOUSEHOLD = "INSERT INTO household (household_id, lookup, street_code, recognised_on, recognised_by)
        VALUES ($1, $2, $3, $4, $5)";
    /// Where a subject stands, as another build wrote it.
    SET_STANDING = "UPDATE responsibility SET standing = $1 WHERE subject_id = $2";
    /// One of its members.
    PUT_MEMBER = "INSERT INTO household_member (subject_id, household_id) VALUES ($1, $2)";
}

/// What is asked of the database in these tests.
const GROUPS: [&[&Statement]; 5] = [
    subjects::STATEMENTS,
    offices::STATEMENTS,
    duties::STATEMENTS,
    STATEMENTS,
    crate::killed::STATEMENTS,
];

/// 双井街道, a street.
pub(crate) const STREET: i64 = 110_105_016_000;
/// 劲松街道, the one beside it.
pub(crate) const BESIDE: i64 = 110_105_017_000;
/// 朝阳区, above both.
pub(crate) const DISTRICT: i64 = 110_105_000_000;

pub(crate) struct World {
    /// Nothing where somebody else laid the place out and looks after it.
    _place: Option<Place>,
    pub(crate) desk: Desk,
}

struct Nobody;

impl Doorkeeper for Nobody {
    fn admit<'a>(
        &'a self,
        _: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        Box::pin(async { Ok(None) })
    }
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let start = noon("2026-01-05".parse().expect("a day"));
        let Fresh { place, desk, .. } =
            fresh(engine, start, &GROUPS, |_, _| Arc::new(Nobody)).await;
        Self { _place: Some(place), desk }
    }

    /// Opens a place that is laid out already, with the keys that lie in its folder. What is made of chance comes from
    /// the seed.
    pub(crate) fn again(url: &str, folder: &Path, seed: u64) -> Self {
        let start = noon("2026-01-05".parse().expect("a day"));
        let db =
            Db::open(url, Catalogue::new(&GROUPS).expect("a catalogue"), start).expect("opens");
        let keys = FileKeys::open(&folder.join("leye.keys")).expect("keys");
        let (desk, _) = desk_on(db, keys, start, seed, |_, _| Arc::new(Nobody));
        Self { _place: None, desk }
    }

    /// Closes the database; gives the place, where it is this world's own.
    pub(crate) fn close(self) -> Option<Place> {
        let Self { _place: place, desk } = self;
        desk.db.close();
        place
    }
}

/// Noon of a day at UTC+8.
pub(crate) fn noon(day: Day) -> Instant {
    Instant::from_micros(i64::from(day.number()) * 86_400_000_000 + 4 * 3_600_000_000)
}

/// A member of staff, told apart by a number.
pub(crate) fn actor(number: u8, office_code: i64, roles: &[Role]) -> Actor {
    let office = office_code.to_be_bytes();
    let mut id = [0; 16];
    id[..8].copy_from_slice(&office);
    Actor {
        id: ActorId::from_bytes([number; 16]),
        name: format!("经办{number}"),
        office: OfficeId::from_bytes(id),
        office_name: format!("机构{office_code}"),
        area: Area::of_code(office_code),
        roles: roles.to_vec(),
        stands_in_for: Vec::new(),
        places: access::Places::default(),
    }
}

/// An occasion on a day, at noon.
pub(crate) fn occasion(actor: &Actor, today: Day) -> Occasion {
    Occasion { actor: actor.clone(), now: noon(today), today }
}

/// Runs a test in a fresh database on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine).await;
            test(&world).await;
        });
    }
}
