//! The list on paper and the one on the telephone name the same people: one's own, and those of whoever one stands in for,
//! in one's own office and in another one; and of a planned survey as of a duty.

use std::sync::Arc;

use axum::http::StatusCode;
use desk::Desk;
use ledger::Field;
use offices::actions::cover::{NewCover, set_cover};
use rules::Kind;
use street::{NAME, World, by};
use subjects::Happening;
use surveys::model::Planned;
use web::Routes;

use crate::device::{in_hardship, take};

fn routes() -> Routes<Desk> {
    visits::routes().and(seekers::routes())
}

fn on_both<F: AsyncFn(&World)>(test: &F) {
    let statements = [surveys::STATEMENTS, visits::STATEMENTS];
    street::on_both_with(&[Arc::new(surveys::Keeper)], &statements, routes, test);
}

/// Has somebody do the officer's work from today on.
async fn stands_in(world: &World, stand_in: &str) {
    let new = NewCover {
        staff: world.staff("officer"),
        covered_by: world.staff(stand_in),
        first_day: world.today(),
        last_day: world.today().plus_days(9),
        reason: "年休假".to_owned(),
    };
    let set =
        by!(world, "head", |tx, desk, occasion| { set_cover(tx, &desk.sealing, occasion, &new) });
    set.expect("set");
}

/// Whom the list on the telephone holds, and what the one on paper says.
async fn lists(world: &World, user: &str) -> (String, String) {
    let pack = take(world, user, "own").await;
    let paper = world.get(user, "/people/visits").await;
    assert_eq!(paper.status, StatusCode::OK, "{user}");
    (pack["stops"].to_string(), paper.text)
}

#[test]
fn whoever_stands_in_finds_the_same_people_on_paper_as_on_the_telephone() {
    for (stand_in, elsewhere) in [("colleague", false), ("beside_officer", true)] {
        on_both(&async |world| {
            let person = in_hardship(world).await;
            let surveyed = Happening::new(Kind::Surveyed, world.today())
                .text(Field::Method, "phone")
                .flag(Field::Willing, true)
                .flag(Field::Registers, false)
                .text(Field::Circumstance, "none");
            world.record_raw(person, vec![surveyed]).await;
            let planned =
                Planned { on: world.today().plus_days(3), why: "约好上门".to_owned() };
            let plan = by!(world, "officer", |tx, desk, occasion| surveys::plan_day(
                tx, desk, occasion, person, &planned
            ));
            plan.expect("planned");
            let (pack, paper) = lists(world, "officer").await;
            assert!(pack.contains(NAME) && paper.contains(NAME), "one's own: {pack} {paper}");
            assert!(!paper.contains("代赵专员走访"), "{paper}");
            let (pack, paper) = lists(world, stand_in).await;
            assert!(!pack.contains(NAME) && !paper.contains(NAME), "{stand_in} is nobody's yet");

            stands_in(world, stand_in).await;
            let (pack, paper) = lists(world, stand_in).await;
            assert!(pack.contains(NAME), "{stand_in}: {pack}");
            assert!(paper.contains(NAME), "{stand_in}: {paper}");
            assert!(paper.contains("就业意愿摸查（计划"), "{stand_in}: {paper}");
            assert!(paper.contains("代赵专员走访"), "{stand_in}: {paper}");
            let place = format!("/for/{}", world.staff("officer"));
            let file = format!("{}/people/{person}", if elsewhere { &*place } else { "" });
            assert!(paper.contains(&format!("href=\"{file}\"")), "{stand_in}: {paper}");
            assert_eq!(world.get(stand_in, &file).await.status, StatusCode::OK);
            // In full, on paper as well, and noted; and as a workbook.
            let shown = world.post(stand_in, "/people/visits", &[]).await;
            assert!(shown.text.contains(NAME), "{stand_in}: {}", shown.words());
            let before = world.taken_out(stand_in, person).await;
            let book = world.get(stand_in, "/people/visits?format=xlsx").await;
            assert_eq!(book.status, StatusCode::OK, "{stand_in}");
            assert_eq!(world.taken_out(stand_in, person).await, before + 1, "{stand_in}");
            // When the cover is over they are nobody's again.
            world.pass_days(10);
            let (pack, paper) = lists(world, stand_in).await;
            assert!(!pack.contains(NAME) && !paper.contains(NAME), "{stand_in}");
        });
    }
}
