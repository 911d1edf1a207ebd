//! An agency's own norms and calendars move what is owed, once, and stay in force over restarts.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use kernel::Day;
use offices::NewOffice;
use rules::{Jurisdiction, Kind};
use store::seal::{self, FileKeys};
use store::{Catalogue, Db, Engine, Instant, StoreError, SubjectId};
use subjects::{Happening, SubjectKind};
use testkit::{Place, SeededEntropy, SetClock, block_on};

use crate::arguments;
use crate::own::Own;
use crate::system::{self, Parts, jobs};

const STREET: i64 = 110_105_016_000;
/// 2026-12-30T02:00:00Z, a Wednesday morning in Beijing.
const NOW: Instant = Instant::from_micros(1_798_596_000_000_000);

const NOTICE: &str = r#"
year = 2027
notice = "国务院办公厅关于2027年部分节假日安排的通知"
source = "国务院办公厅"
checked = 2026-12-01

[[holiday]]
name = "元旦"
days_off = [2027-01-01, 2027-01-02, 2027-01-03]
"#;

const NORMS: &str = r#"
[[norm]]
parameter = "grading"
from = 2026-12-01
value = 5
source = "本区内部规程第三条"
"#;

/// A program that has just been started over the same database, with what lies in the agency's folder.
fn start(db: &Db, keys: &Arc<FileKeys>, own: Option<&Path>) -> desk::Desk {
    let law = arguments::OwnLaw { own: own.map(Path::to_owned), ..arguments::OwnLaw::default() };
    let named = arguments::Own { law, scorecard: Vec::new() };
    let own = Own::read(&named).unwrap_or_else(|failure| panic!("{failure:?}"));
    system::desk(Parts {
        db: db.clone(),
        keys: Arc::clone(keys) as Arc<dyn seal::KeyProvider>,
        entropy: Arc::new(SeededEntropy::new(11)),
        clock: Arc::new(SetClock::at(NOW)),
        jurisdiction: Jurisdiction::Beijing,
        banner: None,
        secure_cookies: false,
        own,
    })
}

/// Somebody who has registered today, whom the street is to grade within three working days.
async fn take_in(desk: &desk::Desk) -> SubjectId {
    let inner = desk.clone();
    let taken = desk.db.write::<_, _, StoreError>(async move |tx| {
        let (sealing, today) = (&inner.sealing, web::day_of(NOW));
        let office = NewOffice {
            code: STREET,
            name: "双井街道公共就业服务所".to_owned(),
            address: String::new(),
            phone: String::new(),
            opened_on: today,
        };
        let office = offices::found(tx, &office, NOW, sealing.entropy.as_ref()).await?;
        let kind = SubjectKind::Person;
        let (subject, key) =
            subjects::open_subject(tx, sealing, kind, "P00000001", "王秀英", NOW).await?;
        duties::take_on(tx, subject, STREET, None, today).await?;
        let recorder = subjects::Recorder {
            subject,
            staff: None,
            staff_name: "",
            office: Some(office),
            office_name: "双井",
            now: NOW,
        };
        let mut known = subjects::LedgerFacts::default();
        let happening = Happening::new(Kind::SeekerRegistered, today);
        let entry = subjects::record(tx, sealing, &key, &recorder, &happening, &mut known).await;
        entry.expect("recorded");
        let held = duties::held(tx, subject).await?.expect("held");
        duties::derive(tx, &inner.rulebook, &held, &known, today).await?;
        Ok(subject)
    });
    taken.await.expect("taken in")
}

/// Until when the grading is owed, and whether that may still move.
async fn graded_until(desk: &desk::Desk, subject: SubjectId) -> (Day, bool) {
    let duties =
        desk.db.read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
    let duties = duties.await.expect("duties");
    let grading = duties.iter().find(|duty| duty.rule == "BJ18-12").expect("a grading is owed");
    (grading.due_day, grading.provisional)
}

async fn heed(desk: &desk::Desk) -> bool {
    jobs::heed_new_law(desk, jobs::PROGRAM).await.expect("heeded")
}

#[test]
fn own_files_move_what_is_owed_once_and_over_restarts() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(async {
            let place = Place::new(engine);
            let catalogue = Catalogue::new(system::STATEMENTS).expect("a catalogue");
            let db = Db::open(&place.url, catalogue, NOW).expect("a database");
            let path = place.folder.path().join("leye.keys");
            let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
            let keys = Arc::new(keys);
            seal::admit(&db, keys.as_ref()).await.expect("admitted");
            let own = tempfile::tempdir().expect("a folder");
            fs::create_dir(own.path().join("calendars")).expect("a folder");
            let day = |text: &str| text.parse::<Day>().expect("a day");

            let desk = start(&db, &keys, None);
            assert!(heed(&desk).await, "nothing was derived yet");
            let subject = take_in(&desk).await;
            assert_eq!(graded_until(&desk, subject).await, (day("2027-01-04"), true));
            let calm = async |desk: &desk::Desk, why: &str| {
                assert!(!heed(desk).await, "{why}");
            };
            calm(&start(&db, &keys, None), "the same law").await;
            calm(&start(&db, &keys, Some(own.path())), "an empty folder lays nothing over").await;

            let calendar = own.path().join("calendars/2027.toml");
            fs::write(&calendar, NOTICE).expect("written");
            let owed = async |expected: (Day, bool)| {
                let desk = start(&db, &keys, Some(own.path()));
                assert!(heed(&desk).await, "other law");
                jobs::look_again(&desk).await.expect("looked");
                assert_eq!(graded_until(&desk, subject).await, expected);
                calm(&start(&db, &keys, Some(own.path())), "started again").await;
            };
            owed((day("2027-01-05"), false)).await;
            fs::write(own.path().join("norms.toml"), NORMS).expect("written");
            owed((day("2027-01-07"), false)).await;
            let later = NORMS.replace("2026-12-01", "2027-01-01");
            fs::write(own.path().join("norms.toml"), later).expect("written");
            owed((day("2027-01-05"), false)).await;
            db.close();
        });
    }
}
