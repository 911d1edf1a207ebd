//! A ledger of somebody who is known already grows by an import: the rules look at it, and nothing goes into a file
//! that goes on in another one.

use std::sync::Arc;

use access::{Actor, Area, Role};
use desk::{Desk, Occasion};
use offices::NewOffice;
use rules::Jurisdiction;
use seekers::NewPerson;
use store::seal::{self, FileKeys};
use store::{ActorId, Catalogue, Db, Engine, Entropy, Instant, StoreError, SubjectId};
use subjects::{ImportError, Sheet};
use testkit::{Place, SeededEntropy, SetClock};

use super::world::STREET;
use crate::own::Own;
use crate::system::keepers::Keepers;
use crate::system::{self, Parts};

/// 2026-01-05T02:00:00Z, a Monday morning in Beijing.
const START: Instant = Instant::from_micros(1_767_578_400_000_000);

async fn opened(place: &Place) -> Desk {
    let catalogue = Catalogue::new(system::STATEMENTS).expect("a catalogue");
    let db = Db::open(&place.url, catalogue, START).expect("a database");
    let path = place.folder.path().join("leye.keys");
    let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
    seal::admit(&db, &keys).await.expect("admitted");
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(11));
    system::desk(Parts {
        db,
        keys: Arc::new(keys),
        entropy,
        clock: Arc::new(SetClock::at(START)),
        jurisdiction: Jurisdiction::Beijing,
        banner: None,
        secure_cookies: false,
        own: Own::shipped().unwrap_or_else(|_| panic!("sound law")),
    })
}

/// Opens the street's office; gives its head at work.
async fn head(desk: &Desk) -> Occasion {
    let (today, entropy) = (web::day_of(START), Arc::clone(&desk.sealing.entropy));
    let founded = desk.db.write::<_, _, StoreError>(async move |tx| {
        let mut street = None;
        for code in [110_000_000_000, 110_105_000_000, STREET] {
            let (name, address, phone) = (format!("机构{code}"), String::new(), String::new());
            let new = NewOffice { code, name, address, phone, opened_on: today };
            street = Some(offices::found(tx, &new, START, entropy.as_ref()).await?);
        }
        Ok(street.expect("three"))
    });
    let actor = Actor {
        id: ActorId::from_bytes([9; 16]),
        name: "李负责".to_owned(),
        office: founded.await.expect("offices"),
        office_name: "双井".to_owned(),
        area: Area::of_code(STREET),
        roles: vec![Role::Head],
        stands_in_for: Vec::new(),
        places: access::Places::default(),
    };
    Occasion { actor, now: START, today }
}

/// Two files of one person, each with an office that answers for it.
async fn two_files(desk: &Desk) -> [SubjectId; 2] {
    let own = desk.clone();
    let opened = desk.db.write::<_, _, StoreError>(async move |tx| {
        let mut files = [SubjectId::from_bytes([0; 16]); 2];
        for file in &mut files {
            let name = "王秀英".to_owned();
            let new = NewPerson { name, residence_code: STREET + 1, ..NewPerson::default() };
            *file = seekers::bring_in(tx, &own.sealing, &new, START).await?;
            duties::take_on(tx, *file, STREET, None, web::day_of(START)).await?;
        }
        Ok(files)
    });
    opened.await.expect("two files")
}

async fn import(desk: &Desk, line: &str) -> Result<u64, ImportError> {
    let sheet = Arc::new(Sheet::read(line.as_bytes().to_vec()));
    let keepers = Arc::new(Keepers { today: web::day_of(START) });
    subjects::import(&desk.db, &desk.sealing, keepers, sheet, START, &mut |_| {})
        .await
        .map(|told| told.entries)
}

async fn owed(desk: &Desk, subject: SubjectId) -> usize {
    let own = desk.clone();
    let looked = desk.db.write::<_, _, StoreError>(async move |tx| {
        let today = web::day_of(START);
        duties::look_again(tx, &own.rulebook, today, 100).await?;
        Ok(duties::duties_of(tx, subject).await?.len())
    });
    looked.await.expect("looked at")
}

const LINE: &str =
    r#"{"id":"1","subject":"P00000001","kind":"seeker_registered","on":"2026-01-05"}"#;

#[test]
fn further_lines_are_looked_at_and_a_merged_file_takes_none() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let place = Place::new(engine);
            let desk = opened(&place).await;
            let occasion = head(&desk).await;
            let [kept, gone] = two_files(&desk).await;
            assert_eq!(owed(&desk, kept).await, 0);
            assert_eq!(import(&desk, LINE).await.expect("imported"), 1);
            assert_ne!(owed(&desk, kept).await, 0, "what was registered is owed a grading");

            let other = LINE.replace("P00000001", "P00000002");
            import(&desk, &other).await.expect("it has an office of its own still");
            let own = desk.clone();
            let merged = desk.db.write(async move |tx| {
                let pair = ("P00000001", "P00000002");
                seekers::merge(tx, &own, &occasion, pair, "同一个人").await
            });
            assert_eq!(merged.await.map_err(|why| why.to_string()), Ok(kept), "{gone:?} is gone");
            assert_eq!(import(&desk, &other).await.expect("known word for word"), 0);
            let further = other.replace(r#""id":"1""#, r#""id":"2""#);
            let Err(ImportError::Refused { refused, .. }) = import(&desk, &further).await else {
                panic!("taken into a file that nobody opens any more")
            };
            assert!(refused[0].reason.contains("在档案 P00000001 中继续"), "{refused:?}");
        });
    }
}
