//! What falls overdue with one office is no excuse of theirs, and no stain of the next one's: whoever receives a person
//! answers for everything, every figure still adds up, and each says how much was overdue before it came.

use access::{Action, Area};
use duties::model::{Figure, Settled};
use duties::{FallenRow, HandOverRefusal, LoadRow, Receiver};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{BESIDE, CITY, DISTRICT, STREET, World, by};
use subjects::Happening;

/// Hands somebody to an officer of an office.
async fn hand(world: &World, user: &str, subject: SubjectId, (office_code, to): (i64, &str)) {
    let to = Receiver { office_code, officer: Some(world.staff(to)) };
    let handed = by!(world, user, |tx, desk, occasion| duties::hand_over(
        tx,
        desk,
        occasion,
        subject,
        to,
        "辖区调整"
    ));
    let handed: Result<(), access::Failure<HandOverRefusal>> = handed;
    handed.expect("handed over");
}

/// Records as the officer of the office beside.
async fn record(world: &World, subject: SubjectId, happening: Happening) {
    world.clock.advance_seconds(60);
    let recorded = by!(world, "beside_officer", |tx, desk, occasion| duties::record_service(
        tx,
        desk,
        occasion,
        Action::RecordService,
        subject,
        std::slice::from_ref(&happening)
    ));
    recorded.expect("recorded");
}

/// What offices have open, and what of theirs came overdue or went elsewhere so.
async fn figures(world: &World, code: i64) -> (i64, i64, i64) {
    let (area, today) = (Area::of_code(code), world.today());
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let loads: Vec<LoadRow> = duties::loads(tx, area, today).await?;
        let fallen: Vec<FallenRow> = duties::fallen(tx, area, Day::LAST).await?;
        Ok((loads, fallen, duties::fell_at(tx, area).await?))
    });
    let (loads, fallen, fell) = read.await.expect("figures");
    let figure = Figure::Office(area);
    (loads.iter().map(|load| load.overdue).sum(), figure.came(&fallen), figure.went(&fell))
}

/// The page of an office's figures, in words.
async fn page(world: &World, user: &str, path: &str) -> String {
    world.get(user, path).await.words()
}

#[test]
fn a_receiver_answers_for_everything_and_says_how_much_was_overdue_before_it_came() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        // A registration owes a grading by January 8.
        let late = world.person("P1", &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        world.pass_days(5);
        let fresh = world.person("P2", &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let before = figures(world, DISTRICT).await;
        assert_eq!(before, (1, 0, 0));
        for subject in [late, fresh] {
            hand(world, "chief", subject, (BESIDE, "beside_officer")).await;
        }
        assert_eq!(figures(world, STREET).await, (0, 0, 1), "it went from here");
        assert_eq!(figures(world, BESIDE).await, (1, 1, 0));
        // Within the district nobody else is to blame.
        assert_eq!(figures(world, DISTRICT).await, before);
        assert_eq!(figures(world, CITY).await, before);
        for path in ["/today", "/today/office/list"] {
            let words = page(world, "beside_officer", path).await;
            assert!(words.contains("其中 1 件"), "{path}: {words}");
            assert!(words.contains("天，转入前已逾期"), "{path}: {words}");
        }
        let words = page(world, "neighbour", "/today/office").await;
        assert!(words.contains("其中接手前已逾期") && words.contains("按期率＝"), "{words}");
        let words = page(world, "chief", "/today/office/results").await;
        assert!(words.contains("逾期 1（其中 1 件转入前已逾期）"), "{words}");
        // The second one falls overdue with the receiver: that is the receiver's own.
        world.pass_days(10);
        assert_eq!(figures(world, BESIDE).await, (2, 1, 0));
        let stored = world.stored(late).await;
        assert_eq!(stored, world.checked(&world.export("P1").await), "as the check of the export");
        // Whoever does it at last did it late, with the same word beside.
        let graded = Happening::new(Kind::Graded, world.today());
        let graded = graded.number(Field::Level, 2).text(Field::Tool, "表");
        record(world, late, graded).await;
        let area = Area::of_code(BESIDE);
        let read = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::fallen(tx, area, Day::FIRST).await);
        let rows = read.await.expect("fallen");
        let states: Vec<Settled> = rows.iter().map(|row| row.state).collect();
        assert_eq!(states, [Settled::Late], "{rows:?}");
        assert_eq!(rows[0].fell_office_code, STREET);
    });
}

#[test]
fn what_comes_back_is_ones_own_again_and_what_is_handed_on_keeps_its_first() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let subject = world.person("P1", &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        world.pass_days(5);
        hand(world, "head", subject, (STREET, "colleague")).await;
        // Within the office it is the office's own; of the officer it says so.
        assert_eq!(figures(world, STREET).await, (1, 0, 0));
        let words = page(world, "colleague", "/today").await;
        assert!(words.contains("天，接手前已逾期"), "{words}");
        hand(world, "chief", subject, (BESIDE, "beside_officer")).await;
        assert_eq!(figures(world, BESIDE).await, (1, 1, 0));
        hand(world, "chief", subject, (STREET, "officer")).await;
        let words = page(world, "officer", "/today").await;
        assert!(!words.contains("前已逾期"), "it was theirs when it fell overdue: {words}");
        assert_eq!(figures(world, STREET).await, (1, 0, 0));
        assert_eq!(figures(world, BESIDE).await, (0, 0, 0));
    });
}

#[test]
fn what_a_late_entry_brings_was_overdue_before_it_came_too() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let subject = world.person("P1", &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let start = world.today();
        world.pass_days(10);
        hand(world, "chief", subject, (BESIDE, "beside_officer")).await;
        assert_eq!(figures(world, BESIDE).await, (1, 1, 0));
        // Recommended on the first day, put down only now: its outcome was to be learned within five working days.
        let recommended = Happening::new(Kind::Recommended, start);
        record(world, subject, recommended).await;
        let (overdue, came, _) = figures(world, BESIDE).await;
        assert_eq!((overdue, came), (2, 2));
        assert_eq!(figures(world, STREET).await.2, 2);
        // What is looked at again stays as it is.
        world.pass_days(1);
        let contacted = Happening::new(Kind::Contacted, world.today());
        record(world, subject, contacted).await;
        assert_eq!(figures(world, BESIDE).await, (2, 2, 0));
        // What is corrected away is nobody's any more.
        let past = world.history(subject).await;
        let wrong = past.iter().find(|past| past.kind == Kind::Recommended).expect("an entry").id;
        let corrected = Happening::new(Kind::Corrected, world.today()).about(wrong);
        record(world, subject, corrected).await;
        assert_eq!(figures(world, BESIDE).await, (1, 1, 0));
    });
}

/// A head puts the lines in the order of a figure by its heading, and turns it round by a second press.
#[test]
fn a_head_puts_the_lines_in_order() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        for (reference, officer) in [("P1", "colleague"), ("P2", "officer"), ("P3", "officer")] {
            let subject =
                world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
            if officer != "officer" {
                hand(world, "head", subject, (STREET, officer)).await;
            }
        }
        world.pass_days(5);
        let name = async |user: &str| world.occasion(user).await.actor.name;
        let (more, less) = (name("officer").await, name("colleague").await);
        for path in ["/today/office/results", "/today/office"] {
            for (order, first, second) in [("", &more, &less), ("&order=rising", &less, &more)] {
                let words = page(world, "head", &format!("{path}?sort=overdue{order}")).await;
                let table = words.split_once("责任人").expect("a table").1;
                let place = |name: &String| table.find(name.as_str()).expect("a line");
                assert!(place(first) < place(second), "{path}{order}: {words}");
            }
            let shown = world.get("head", &format!("{path}?sort=overdue")).await;
            let body = shown.text.replace("&#38;", "&").replace("&amp;", "&");
            assert!(body.contains("sort=overdue&order=rising"), "{body}");
            assert!(body.contains("aria-sort=\"descending\""), "{body}");
            // What nobody knows puts nothing in order.
            let other = world.get("head", &format!("{path}?sort=x&order=y")).await;
            assert!(other.status.is_success(), "{path}");
        }
    });
}
