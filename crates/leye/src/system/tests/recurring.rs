//! What the running system does by itself: after an upgrade, after a fault, when something came in from outside.

use std::sync::Arc;

use kernel::Day;
use offices::NewOffice;
use rules::{Jurisdiction, Kind};
use store::seal::FileKeys;
use store::{Catalogue, Db, Engine, Instant, StoreError, SubjectId};
use subjects::{Happening, Sheet, SubjectKind};
use testkit::{Place, SeededEntropy, SetClock, block_on};

use crate::own::Own;
use crate::system::jobs::{self, Done};
use crate::system::keepers::Keepers;
use crate::system::{self, Parts};

const STREET: i64 = 110_105_016_000;
/// 2026-01-05T02:00:00Z, a Monday morning in Beijing.
const NOW: Instant = Instant::from_micros(1_767_578_400_000_000);

store::statements! {
    pub(super) group "recurring_test";
    NEXT_LOOK = "SELECT next_look FROM responsibility WHERE subject_id = $1";
}

pub(super) fn opened(place: &Place) -> desk::Desk {
    let mut groups = system::STATEMENTS.to_vec();
    groups.push(STATEMENTS);
    let catalogue = Catalogue::new(&groups).expect("a catalogue");
    let db = Db::open(&place.url, catalogue, NOW).expect("a database");
    let path = place.folder.path().join("leye.keys");
    let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
    system::desk(Parts {
        db,
        keys: Arc::new(keys),
        entropy: Arc::new(SeededEntropy::new(11)),
        clock: Arc::new(SetClock::at(NOW)),
        jurisdiction: Jurisdiction::Beijing,
        banner: None,
        secure_cookies: false,
        own: Own::shipped().unwrap_or_else(|_| panic!("sound law")),
    })
}

/// Runs statements behind the back of the program.
pub(super) fn tamper(place: &Place, text: &str) {
    match place.engine {
        Engine::Sqlite => {
            let intruder = rusqlite::Connection::open(&place.url).expect("opens");
            intruder.execute_batch(text).expect("tampered");
        }
        Engine::Postgres => {
            let database = place.url.rsplit('/').next().expect("a name");
            testkit::server().sql(database, text).expect("tampered");
        }
    }
}

pub(super) async fn found_office(desk: &desk::Desk) {
    let entropy = Arc::clone(&desk.sealing.entropy);
    let founded = desk.db.write::<_, _, StoreError>(async move |tx| {
        let new = NewOffice {
            code: STREET,
            name: "双井街道公共就业服务所".to_owned(),
            address: String::new(),
            phone: String::new(),
            opened_on: web::day_of(NOW),
        };
        offices::found(tx, &new, NOW, entropy.as_ref()).await
    });
    founded.await.expect("an office");
}

/// Somebody who came in with a written ledger: registered, and nobody answers for them yet.
pub(super) async fn brought_in(desk: &desk::Desk, reference: &'static str) -> SubjectId {
    let sealing = desk.sealing.clone();
    let opened = desk.db.write::<_, _, StoreError>(async move |tx| {
        let kind = SubjectKind::Person;
        let (subject, key) =
            subjects::open_subject(tx, &sealing, kind, reference, "王秀英", NOW).await?;
        let recorder = subjects::Recorder {
            subject,
            staff: None,
            staff_name: "",
            office: None,
            office_name: "双井",
            now: NOW,
        };
        let mut known = subjects::LedgerFacts::default();
        let happening = Happening::new(Kind::SeekerRegistered, web::day_of(NOW));
        let entry = subjects::record(tx, &sealing, &key, &recorder, &happening, &mut known).await;
        entry.expect("recorded");
        Ok(subject)
    });
    opened.await.expect("somebody")
}

async fn next_look(desk: &desk::Desk, subject: SubjectId) -> Option<Day> {
    let looked = desk.db.read::<_, _, StoreError>(async move |tx| {
        tx.one::<(Option<Day>,)>(NEXT_LOOK, &[&subject]).await
    });
    looked.await.expect("somebody answers for them").0
}

async fn heed(desk: &desk::Desk, program: &'static str) -> bool {
    jobs::heed_new_law(desk, program).await.expect("heeded")
}

#[test]
fn another_program_looks_at_everybody_again_once() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(async {
            let place = Place::new(engine);
            let desk = opened(&place);
            found_office(&desk).await;
            let subject = brought_in(&desk, "P00000001").await;
            let mut done = Done::default();
            jobs::tick(&desk, &mut done, 0).await;
            let today = web::day_of(NOW);
            assert_ne!(next_look(&desk, subject).await, Some(today), "looked at");

            assert!(!heed(&desk, jobs::PROGRAM).await, "the program that looked at them");
            assert_ne!(next_look(&desk, subject).await, Some(today));
            assert!(heed(&desk, "another build").await, "the same law, other rules");
            assert_eq!(next_look(&desk, subject).await, Some(today), "to be looked at again");
            jobs::look_again(&desk).await.expect("looked");
            assert!(!heed(&desk, "another build").await, "once");
            assert_ne!(next_look(&desk, subject).await, Some(today));
            desk.db.close();
        });
    }
}

#[test]
fn what_failed_at_the_start_is_tried_again_until_it_succeeds() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(async {
            let place = Place::new(engine);
            let desk = opened(&place);
            tamper(&place, "ALTER TABLE setting RENAME TO mislaid");
            let mut done = Done::default();
            for number in 0..2 {
                jobs::tick(&desk, &mut done, number).await;
            }
            tamper(&place, "ALTER TABLE mislaid RENAME TO setting");
            jobs::tick(&desk, &mut done, 2).await;
            assert!(!heed(&desk, jobs::PROGRAM).await, "it was heeded without a restart");
            // What has succeeded once is not done again.
            assert!(heed(&desk, "the build before").await);
            jobs::tick(&desk, &mut done, 3).await;
            assert!(!heed(&desk, "the build before").await, "a tick does not ask again");
            desk.db.close();
        });
    }
}

/// Imports as `leye import` does, which may be another process.
async fn import(desk: &desk::Desk, reference: &str) {
    let line = format!(
        r#"{{"id":"1","subject":"{reference}","kind":"seeker_registered","on":"2026-01-05","office":"双井街道公共就业服务所"}}"#
    );
    let sheet = Arc::new(Sheet::read(line.into_bytes()));
    let keepers = Arc::new(Keepers { today: web::day_of(NOW) });
    let told = subjects::import(&desk.db, &desk.sealing, keepers, sheet, NOW, &mut |_| {}).await;
    assert_eq!(told.expect("imported").new_subjects, 1);
}

async fn orphans(desk: &desk::Desk) -> usize {
    let found = desk.db.read::<_, _, StoreError>(async |tx| duties::orphans(tx, 100).await);
    found.await.expect("asked").len()
}

#[test]
fn whoever_comes_in_finds_an_office_and_nobody_is_looked_for_otherwise() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(async {
            let place = Place::new(engine);
            let desk = opened(&place);
            let mut done = Done::default();
            import(&desk, "P00000001").await;
            jobs::tick(&desk, &mut done, 0).await;
            assert_eq!(orphans(&desk).await, 1, "there is no office yet");
            found_office(&desk).await;
            jobs::tick(&desk, &mut done, 1).await;
            assert_eq!(orphans(&desk).await, 0, "tried again");

            // Nothing came in by an import: the city is not walked through.
            brought_in(&desk, "P00000002").await;
            jobs::tick(&desk, &mut done, 2).await;
            assert_eq!(orphans(&desk).await, 1, "asked although nothing came in");
            import(&desk, "P00000003").await;
            assert_eq!(orphans(&desk).await, 2);
            jobs::tick(&desk, &mut done, 3).await;
            assert_eq!(orphans(&desk).await, 0, "an import has come in");

            brought_in(&desk, "P00000004").await;
            jobs::tick(&desk, &mut Done::default(), 0).await;
            assert_eq!(orphans(&desk).await, 0, "a start sees to all");
            desk.db.close();
        });
    }
}

async fn left(desk: &desk::Desk) -> duties::Left {
    let today = web::day_of(desk.clock.now());
    let counted = desk.db.read::<_, _, StoreError>(async move |tx| duties::left(tx, today).await);
    counted.await.expect("counted")
}

#[test]
fn a_ledger_that_does_not_read_is_in_somebodys_hands_and_counted_until_it_does() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(async {
            let place = Place::new(engine);
            let desk = opened(&place);
            found_office(&desk).await;
            let broken = brought_in(&desk, "P00000001").await;
            let sound = brought_in(&desk, "P00000002").await;
            let of = if engine == Engine::Sqlite { "" } else { " ON entry" };
            tamper(&place, &format!("DROP TRIGGER entry_never_update{of}"));
            let only =
                "WHERE subject_id = (SELECT subject_id FROM subject ORDER BY subject_id LIMIT 1)";
            tamper(&place, &format!("UPDATE entry SET facts = 'no facts' {only}"));
            let mut done = Done::default();
            jobs::tick(&desk, &mut done, 0).await;
            let today = web::day_of(NOW);
            assert_eq!(left(&desk).await.unread, (1, Some(today)));
            assert_eq!(left(&desk).await.orphaned, 0, "the other one is not kept waiting");
            assert_eq!(next_look(&desk, broken).await, Some(today.plus_days(1)));
            assert_ne!(next_look(&desk, sound).await, Some(today.plus_days(1)));

            // The day after it still does not read: since when is not forgotten.
            let again = |day: i32| {
                format!("UPDATE responsibility SET next_look = '{}' {only}", today.plus_days(day))
            };
            tamper(&place, &again(-1));
            assert_eq!(left(&desk).await.not_looked_at, (1, Some(today.plus_days(-1))));
            jobs::tick(&desk, &mut done, 1).await;
            assert_eq!(left(&desk).await.unread, (1, Some(today)));
            assert_eq!(left(&desk).await.not_looked_at, (0, None));

            tamper(&place, &format!("UPDATE entry SET facts = '{{}}' {only}"));
            tamper(&place, &again(0));
            jobs::tick(&desk, &mut done, 2).await;
            assert_eq!(left(&desk).await, duties::Left::default(), "it reads again");
            desk.db.close();
        });
    }
}
