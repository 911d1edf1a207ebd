//! The figures of the running system are those of the ledger check on its export, on both engines; and every list of
//! BJ18 chapter 3 has something in it.

mod lists;
mod sealed;

pub(crate) use sealed::columns_with as sealed_columns_with;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use access::Area;
use check::{Listener, Options, RefusedLine, check};
use city::{District, DistrictPlan};
use kernel::Day;
use rules::{Jurisdiction, State};
use store::seal::{self, FileKeys};
use store::{Catalogue, Db, Engine, Instant, StoreError};
use testkit::{Place, SeededEntropy, SetClock};

use super::load;
use crate::own::Own;
use crate::system::{self, Parts, jobs};

struct NothingRefused;

impl Listener for NothingRefused {
    fn progress(&mut self, _bytes: u64) {}

    fn refused(&mut self, line: &RefusedLine) {
        panic!("line {} was refused: {}", line.line, line.reason);
    }
}

fn today() -> Day {
    "2026-11-23".parse().expect("a Monday")
}

/// What there is to do: overdue, today, this week, later.
type Figures = [i64; 4];

/// A demonstration, with where it lies and how many entries it has.
async fn demonstration(engine: Engine, today: Day) -> (Place, desk::Desk, u64) {
    let place = Place::new(engine);
    let now = Instant::from_micros(i64::from(today.number()) * 86_400_000_000);
    let mut groups = system::STATEMENTS.to_vec();
    groups.push(crate::commands::doctor::STATEMENTS);
    let catalogue = Catalogue::new(&groups).expect("a catalogue");
    let db = Db::open(&place.url, catalogue, now).expect("a database");
    let keys = FileKeys::create(&place.folder.path().join("leye.keys"), &SeededEntropy::new(7));
    let keys = keys.expect("keys");
    seal::admit(&db, &keys).await.expect("admitted");
    let desk = system::desk(Parts {
        db,
        keys: Arc::new(keys),
        entropy: Arc::new(SeededEntropy::new(11)),
        clock: Arc::new(SetClock::at(now)),
        jurisdiction: Jurisdiction::Beijing,
        banner: None,
        secure_cookies: false,
        own: Own::shipped().unwrap_or_else(|_| panic!("sound law")),
    });
    let law = desk.rulebook.law();
    let plan = DistrictPlan::of_two_years(250, 3, today);
    let district = District::new(plan, law).expect("a district");
    let loaded = load::load(&desk, &district).await;
    let loaded = loaded.unwrap_or_else(|failure| panic!("{failure:?}"));
    jobs::look_again(&desk).await.expect("looked");
    (place, desk, loaded.entries)
}

/// What is open in the figures of the offices and in the check of the export, how much of it rests, and how many lines the
/// export has.
async fn figures(engine: Engine) -> (Figures, Figures, Figures, usize) {
    let (_place, desk, entries) = demonstration(engine, today()).await;
    let city = Area::of_code(110_000_000_000);
    let loads = desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::loads(tx, city, today()).await)
        .await
        .expect("loads");
    let sum = |figures: fn(&duties::LoadRow) -> Figures| {
        loads
            .iter()
            .map(figures)
            .fold([0; 4], |sums: Figures, figures| std::array::from_fn(|at| sums[at] + figures[at]))
    };
    let (live, resting) = (sum(duties::LoadRow::open), sum(duties::LoadRow::resting));

    let mut export = String::new();
    let keys = Arc::clone(&desk.sealing.keys);
    let exported = subjects::export::<StoreError>(&desk.db, keys, None, &mut |text| {
        export.push_str(text);
        Ok(())
    })
    .await
    .expect("exported");
    assert_eq!(exported.entries, entries);
    (live, resting, checked(&desk, &export), export.lines().count())
}

/// What the ledger check finds in an export.
fn checked(desk: &desk::Desk, export: &str) -> Figures {
    let options = Options {
        rulebook: &desk.rulebook,
        as_of: today(),
        grouped: false,
        gates: false,
        offices: false,
        jobs: NonZeroUsize::MIN,
    };
    let found = check(export.as_bytes(), options, &mut NothingRefused).expect("it is read");
    let mut figures = [0; 4];
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    found
        .duties::<std::io::Error>(|row| {
            *states.entry(row.state).or_default() += 1;
            match (row.state, row.due.day.days_since(today())) {
                (State::Overdue, _) => figures[0] += 1,
                (State::Open, 0) => figures[1] += 1,
                // Today is a Monday.
                (State::Open, 1..=6) => figures[2] += 1,
                (State::Open, _) => figures[3] += 1,
                _ => {}
            }
            Ok(())
        })
        .expect("duties");
    assert!(states.len() >= 5, "the ledger shows too little: {states:?}");
    figures
}

#[test]
fn the_figures_of_the_offices_are_those_of_the_ledger_check_on_the_export() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let (live, resting, checked, lines) = figures(engine).await;
            assert_eq!(live, checked, "{engine:?}");
            // One was spared, of one the stop was not approved: no figure falls by that.
            assert_eq!(resting.iter().sum::<i64>(), 2, "{engine:?}: {resting:?}");
            assert!(resting[0] > 0, "{engine:?}: nothing that rests is overdue, {resting:?}");
            assert!(lines > 1_000 && live[0] > 0, "{lines} lines, {live:?}");
        });
    }
}

#[test]
fn every_list_of_assistance_has_something_in_it() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let (place, desk, _) = demonstration(engine, today()).await;
            if engine == Engine::Sqlite {
                sealed::opens_by_column_and_row(&place, &desk);
            }
            lists::show_everything(&desk).await;
            let application = lists::opened(desk).await;
            lists::pages_answer(&application).await;
            lists::every_list_leaves_as_a_workbook(&application).await;
        });
    }
}

#[test]
fn every_list_leads_on_and_back() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let (_place, desk, _) = demonstration(engine, today()).await;
            let application = lists::opened(desk).await;
            lists::every_list_leads_back_by_the_same_pages(&application).await;
        });
    }
}

/// What is told goes by the days before the last one; on none of them may an action refuse.
#[test]
fn it_stands_after_holidays_and_at_the_turn_of_the_year() {
    testkit::block_on(async {
        for day in ["2026-02-24", "2026-03-01", "2026-10-08", "2027-01-04"] {
            let day = day.parse().expect("a day");
            let (_place, _desk, entries) = demonstration(Engine::Sqlite, day).await;
            assert!(entries > 1_000, "{day}: {entries}");
        }
    });
}
