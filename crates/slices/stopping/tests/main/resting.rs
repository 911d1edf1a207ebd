//! What people decided not to do is asked of nobody until the day that they set: the lists of the day, the file and the list
//! of gates say so. The duty itself stands as the rules and the check of the ledger have it, and so does every figure: beside
//! it stands how much of it rests, and where that is listed with who decided so.

use access::Area;
use desk::Desk;
use duties::model::Because;
use kernel::Day;
use rules::{Gate, Initiator, Kind};
use stopping::model::STOP_GATES;
use store::{StoreError, SubjectId};
use street::{NAME, STREET, World};
use subjects::Happening;
use web::Routes;

use crate::town::{
    attempt, case, decide, finish, night, objection, person_at, reference, stop, survey,
};

fn routes() -> Routes<Desk> {
    stopping::routes().and(services::routes()).and(duties::routes()).and(seekers::routes())
}

fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[stopping::STATEMENTS], routes, test);
}

/// Finds that the person is ill, so that nothing is done for now.
async fn spare(world: &World, person: SubjectId) {
    attempt(world, "officer", person).await.done();
    let path = format!("/people/{person}/stop/{}/finish", case(world, person).await);
    let found = [("circumstance", "illness"), ("words", "住院中")];
    world.fill("officer", &path, &found).await.done();
}

/// How much the lists of the day ask for. The figures of the officer and of the office count what rests as well, and say how
/// much that is; they agree.
async fn asked(world: &World) -> i64 {
    let (own, office, rows) = figures(world).await;
    assert_eq!(own, office, "the officer's and the office's");
    let (open, resting) = own;
    assert_eq!(open - resting, rows, "the rows are what is open and does not rest");
    rows
}

/// How much is open in the figures.
async fn open(world: &World) -> i64 {
    figures(world).await.0.0
}

/// What is open and what of it rests in the officer's figures and in the office's, and how many rows the list of the day has.
async fn figures(world: &World) -> ((i64, i64), (i64, i64), i64) {
    let (officer, today) = (world.staff("officer"), world.today());
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let own = duties::count_for_officer(tx, officer, today).await?;
        let area = Area::of_code(STREET);
        let loads = duties::loads(tx, area, today).await?;
        let all = (Day::FIRST, Day::LAST);
        let whose = duties::Whose::Officer(officer);
        let after = duties::After::nothing();
        let rows = duties::open_duties(tx, whose, all, &after, "", 99).await?;
        let rows = duties::without_rests(tx, rows, today).await?;
        let sum = |figures: fn(&duties::LoadRow) -> [i64; 4]| -> i64 {
            loads.iter().flat_map(figures).sum()
        };
        let office = (sum(duties::LoadRow::open), sum(duties::LoadRow::resting));
        let own = (own.buckets.iter().sum(), own.resting.iter().sum());
        Ok((own, office, i64::try_from(rows.len()).expect("few")))
    });
    read.await.expect("read")
}

/// Whether the list of the day and the one of the office name the person.
async fn listed(world: &World) -> [bool; 2] {
    let own = world.get("officer", "/today").await.words();
    let office = world.get("head", &format!("/today/office/list?office={STREET}")).await.words();
    [own.contains(NAME), office.contains(NAME)]
}

async fn file(world: &World, person: SubjectId) -> String {
    world.get("officer", &format!("/people/{person}")).await.words()
}

/// The stored duties are those of the rules and of the check.
async fn agrees(world: &World, person: SubjectId) {
    let export = world.export(&reference(world, person).await).await;
    assert_eq!(world.stored(person).await, world.checked(&export));
}

#[test]
fn whoever_is_spared_is_asked_for_again_only_when_the_rest_is_over() {
    for gate in STOP_GATES {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            let owes = gate != Gate::Termination;
            let before = asked(world).await;
            // A plan under an agreement, or a ledger after a survey, is owed as well, and does not rest.
            let rest = before - i64::from(owes);
            assert_eq!(listed(world).await, [before > 0; 2], "{gate:?}");
            spare(world, person).await;
            assert_eq!(asked(world).await, rest, "{gate:?}");
            assert_eq!(open(world).await, before, "{gate:?}: no figure falls by one's own word");
            assert_eq!(listed(world).await, [rest > 0; 2], "{gate:?}");
            let until = world.today().plus_days(30);
            let shown = file(world, person).await;
            assert!(shown.contains("核实后决定暂不停止服务"), "{gate:?} {shown}");
            assert!(shown.contains(&format!("到 {until}")), "{gate:?} {shown}");
            let gates = world.get("head", "/today/gates").await.words();
            assert!(gates.contains("暂不停止服务") && !gates.contains(gate.allows()), "{gates}");
            let stop = "向登记管理部门反馈并停止服务";
            assert!(!shown.contains(stop), "{gate:?} {shown}");
            let all = world.get("officer", &format!("/people/{person}/duties")).await.words();
            assert_eq!(all.contains("现在不必办"), owes, "{gate:?} {all}");
            agrees(world, person).await;
            // The day before it is still so; on the day it comes back by itself.
            world.pass_days(29);
            night(world).await;
            assert_eq!((asked(world).await, open(world).await), (rest, before), "{gate:?}");
            agrees(world, person).await;
            world.pass_days(1);
            night(world).await;
            assert_eq!(asked(world).await, before, "{gate:?}");
            assert_eq!(listed(world).await, [before > 0; 2], "{gate:?}");
            assert!(!file(world, person).await.contains("暂不停止服务"));
            let gates = world.get("head", "/today/gates").await.words();
            assert!(gates.contains(gate.allows()), "{gates}");
            agrees(world, person).await;
        });
    }
}

#[test]
fn what_was_not_approved_rests_too_and_anything_new_ends_the_rest() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        // The ledger and the demand file, which a survey asks for as well, do not rest.
        assert_eq!(asked(world).await, 3, "as long as nobody decided it is asked for");
        decide(world, "head", person, "refuse").await.done();
        assert_eq!((asked(world).await, open(world).await), (2, 3));
        assert!(file(world, person).await.contains("没有批准停止服务"));
        // The list of stops and the page of the day say the same: both ask again once something is new.
        let board = async || world.get("officer", "/stopping?show=proposed").await.words();
        assert!(!board().await.contains(NAME));
        world.clock.advance_seconds(60);
        let again = survey(world.today(), false).initiated_by(Initiator::Agency);
        world.record_raw(person, vec![again]).await;
        assert_eq!(asked(world).await, 3);
        assert!(board().await.contains(NAME));
        agrees(world, person).await;
    });
}

#[test]
fn after_an_objection_upheld_nobody_is_asked_until_the_gate_opens_anew() {
    for gate in STOP_GATES {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            let owes = i64::from(gate != Gate::Termination);
            let before = asked(world).await;
            stop(world, person).await;
            let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
            world.fill("clerk", &path, &[("how", "counter"), ("words", "不同意")]).await.done();
            let path = format!("/people/{person}/objections/{}", objection(world, person).await);
            let upheld = [("outcome", "upheld"), ("words", "没有上门核实")];
            world.fill("chief", &path, &upheld).await.done();
            assert_eq!(
                (asked(world).await, open(world).await),
                (before - owes, before),
                "{gate:?}"
            );
            assert!(file(world, person).await.contains("本人异议成立"), "{gate:?}");
            for (user, path) in [("head", "/today/gates"), ("chief", "/today/gates")] {
                let gates = world.get(user, path).await.words();
                assert!(gates.contains("本人异议成立"), "{user} {gates}");
                assert!(!gates.contains(gate.allows()), "{user} {gates}");
            }
            agrees(world, person).await;
            // Time does not bring it back, nor does what we do ourselves.
            world.pass_days(100);
            night(world).await;
            let ours = Happening::new(Kind::Contacted, world.today());
            world.record_raw(person, vec![ours.initiated_by(Initiator::Agency)]).await;
            assert_eq!(
                (asked(world).await, open(world).await),
                (before - owes, before),
                "{gate:?}"
            );
            agrees(world, person).await;
        });
    }
}

#[test]
fn a_gate_that_opens_anew_is_looked_at_anew() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
        world.fill("clerk", &path, &[("how", "counter"), ("words", "不同意")]).await.done();
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let upheld = [("outcome", "upheld"), ("words", "没有上门核实")];
        world.fill("chief", &path, &upheld).await.done();
        world.pass_days(1);
        let (willing, unwilling) = (survey(world.today(), true), survey(world.today(), false));
        world.record_raw(person, vec![willing, unwilling]).await;
        let today = world.today();
        let read = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::rests_of(tx, person, today).await);
        assert!(read.await.expect("read").is_empty(), "the gate has closed and opened since");
        assert_eq!(asked(world).await, 3, "the stop anew, beside ledger and demand file");
        agrees(world, person).await;
    });
}

#[test]
fn a_rest_says_why_and_is_of_one_gate_alone() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        spare(world, person).await;
        let today = world.today();
        let read = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::rests_of(tx, person, today).await);
        let rests = read.await.expect("read");
        let [rest] = rests.as_slice() else { panic!("{rests:?}") };
        assert_eq!((rest.clause, rest.because), ("BJ18-21(3)", Because::Spared));
        assert_eq!((rest.decided_on, rest.until), (today, today.plus_days(30)));
    });
}
