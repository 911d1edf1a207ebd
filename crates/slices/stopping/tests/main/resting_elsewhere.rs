//! What rests is due nowhere: not in the list of people, not in what goes along with a move. What rests because an objection
//! was upheld rests in the file that goes on after a merge as well.

use access::{Action, Area};
use desk::{Desk, MovedTogether};
use duties::model::Because;
use kernel::Day;
use rules::{Gate, Initiator, Kind};
use seekers::Filter;
use store::{StoreError, SubjectId};
use street::{BESIDE, NAME, STREET, World, by};
use subjects::Happening;
use web::Routes;

use crate::town::{attempt, case, night, objection, person_at, reference, stop};

/// The gates whose opening starts a duty.
const OWING: [Gate; 3] = [Gate::SilentUnemployed, Gate::WillingNeverRegisters, Gate::Unwilling];

fn routes() -> Routes<Desk> {
    stopping::routes().and(services::routes()).and(duties::routes()).and(seekers::routes())
}

fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[stopping::STATEMENTS], routes, test);
}

/// What the page of the day asks for: how much, how much of it overdue, and until when the first of it.
async fn asked(world: &World) -> (i64, i64, Option<Day>) {
    let today = world.today();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let (all, after) = ((Day::FIRST, Day::LAST), duties::After::nothing());
        let whose = duties::Whose::Office(Area::of_code(STREET));
        let rows = duties::open_duties(tx, whose, all, &after, "", 99).await?;
        let rows = duties::without_rests(tx, rows, today).await?;
        let overdue = rows.iter().filter(|row| row.due_day < today).count();
        let next = rows.iter().map(|row| row.due_day).min();
        Ok((i64::try_from(rows.len()).expect("few"), i64::try_from(overdue).expect("few"), next))
    });
    read.await.expect("read")
}

/// What would go along if the street's people went over and is asked of anybody: without what rests.
async fn goes_along(world: &World) -> (i64, i64) {
    let today = world.today();
    let moved =
        MovedTogether { from: Area::alone(STREET), to_office_code: BESIDE, community_code: 0 };
    let read =
        world.desk.db.read(async move |tx| duties::count_open_of_moved(tx, &moved, today).await);
    let counted = read.await.expect("counted");
    // The figure is that of the office that they come to, which counts what rests and says so (decision 0316).
    let area = Area::alone(STREET);
    let read = world.desk.db.read(async move |tx| duties::loads(tx, area, today).await);
    let loads = read.await.expect("loads");
    let of = |figures: fn(&duties::LoadRow) -> i64| loads.iter().map(figures).sum::<i64>();
    assert_eq!(counted.open, of(|load| load.open().iter().sum()));
    assert_eq!(counted.overdue, of(|load| load.overdue));
    assert_eq!(counted.resting, of(|load| load.resting().iter().sum()));
    assert_eq!(counted.resting_overdue, of(|load| load.resting_overdue));
    (counted.open - counted.resting, counted.overdue - counted.resting_overdue)
}

/// Until when the list of people says that something is due next, for whoever lists them, forwards and backwards.
async fn next_due(world: &World, person: SubjectId) -> Vec<Option<Day>> {
    let mut found = Vec::new();
    for user in ["officer", "head", "chief"] {
        for back in [None, Some(SubjectId::from_bytes([0; 16]))] {
            let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
            let filter = Filter {
                officer: (user == "officer").then_some(occasion.actor.id),
                standing: String::new(),
                grade: None,
                office: None,
                group: String::new(),
                before: None,
                back,
            };
            let read = world.desk.db.read(async move |tx| {
                seekers::list(tx, &desk, &occasion, Action::ReadFile, &filter, 10).await
            });
            let rows = read.await.expect("a list");
            let own = rows.iter().find(|row| row.subject == person).expect("listed");
            found.push(own.next_due);
        }
    }
    found
}

#[test]
fn what_rests_is_due_in_no_list_of_people_and_is_told_apart_where_it_goes_along_with_a_move() {
    for gate in OWING {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            let agree = async || {
                let (open, overdue, next) = asked(world).await;
                assert_eq!(goes_along(world).await, (open, overdue), "{gate:?}");
                assert_eq!(next_due(world, person).await, [next; 6], "{gate:?}");
                open
            };
            let before = agree().await;
            attempt(world, "officer", person).await.done();
            let path = format!("/people/{person}/stop/{}/finish", case(world, person).await);
            let found = [("circumstance", "illness"), ("words", "住院中")];
            world.fill("officer", &path, &found).await.done();
            assert_eq!(agree().await, before - 1, "{gate:?}");
            let list = world.get("officer", "/people").await.words();
            assert!(list.contains(NAME), "{list}");
            // When the rest is over, it is due again.
            world.pass_days(30);
            night(world).await;
            assert_eq!(agree().await, before, "{gate:?}");
        });
    }
}

/// Objects to the stop of a person's service, and has it upheld.
async fn object(world: &World, person: SubjectId) {
    let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
    world.fill("clerk", &path, &[("how", "counter"), ("words", "不同意")]).await.done();
    let path = format!("/people/{person}/objections/{}", objection(world, person).await);
    let upheld = [("outcome", "upheld"), ("words", "没有上门核实")];
    world.fill("chief", &path, &upheld).await.done();
}

/// Merges two files; gives the one that goes on.
async fn merge(world: &World, one: SubjectId, other: SubjectId) -> SubjectId {
    let files = (reference(world, one).await, reference(world, other).await);
    let kept = by!(world, "head", |tx, desk, occasion| seekers::merge(
        tx,
        desk,
        occasion,
        (&files.0, &files.1),
        "同一个人"
    ));
    kept.expect("merged")
}

async fn rests(world: &World, person: SubjectId) -> Vec<(Because, Day)> {
    let today = world.today();
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::rests_of(tx, person, today).await);
    let rests = read.await.expect("read").into_iter();
    rests.map(|rest| (rest.because, rest.decided_on)).collect()
}

#[test]
fn after_a_merge_an_upheld_objection_rests_in_the_file_that_goes_on() {
    for gate in OWING {
        on_both(&async |world| {
            let kept = world.person("P2", &[]).await;
            world.clock.advance_seconds(60);
            let gone = person_at(world, gate).await;
            let owed = asked(world).await.0;
            stop(world, gone).await;
            object(world, gone).await;
            let rested = rests(world, gone).await;
            assert_eq!(rested, [(Because::Upheld, world.today())], "{gate:?}");
            assert_eq!(asked(world).await.0, owed - 1, "{gate:?}");
            world.pass_days(1);
            assert_eq!(merge(world, kept, gone).await, kept, "the earlier file goes on");
            assert_eq!(rests(world, kept).await, rested, "{gate:?}");
            let export = world.export("P2").await;
            assert_eq!(world.stored(kept).await, world.checked(&export), "the duty stands");
            // Nobody is asked for the stop, nor may anybody begin with it again.
            let file = world.get("officer", &format!("/people/{kept}")).await.words();
            assert!(file.contains("本人异议成立"), "{gate:?} {file}");
            let gates = world.get("head", "/today/gates").await.words();
            assert!(gates.contains("本人异议成立") && !gates.contains(gate.allows()), "{gates}");
            for path in ["/today", "/stopping?show=proposed"] {
                let page = world.get("officer", path).await.words();
                assert!(!page.contains("停止服务：") && !page.contains(gate.allows()), "{page}");
            }
            let begun = world.get("officer", &format!("/people/{kept}/stop/attempt")).await;
            let said = begun.words();
            assert!(said.contains("现在没有可以核实的停止服务情形"), "{gate:?} {said}");
            // Time does not bring it back, nor what the office does itself.
            world.pass_days(100);
            night(world).await;
            let ours = Happening::new(Kind::Contacted, world.today());
            world.record_raw(kept, vec![ours.initiated_by(Initiator::Agency)]).await;
            assert_eq!(rests(world, kept).await, rested, "{gate:?}");
        });
    }
}

#[test]
fn what_rests_until_something_new_ends_with_the_entries_of_another_file() {
    on_both(&async |world| {
        let kept = world.person("P2", &[Kind::LedgerOpened]).await;
        world.clock.advance_seconds(60);
        let gone = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", gone).await.done();
        let path = format!("/people/{gone}/stop/{}/finish", case(world, gone).await);
        let found = [("circumstance", "illness"), ("words", "住院中")];
        world.fill("officer", &path, &found).await.done();
        assert_eq!(rests(world, gone).await, [(Because::Spared, world.today())]);
        merge(world, kept, gone).await;
        assert_eq!(rests(world, kept).await, [], "two files are looked at anew as one");
    });
}
