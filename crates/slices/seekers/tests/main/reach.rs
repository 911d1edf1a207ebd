//! How far lists reach: what is asked for in an address never shows more than the actor may see.

use access::{Action, Actor, Area, Failure};
use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use seekers::{Filter, Listed, households, list};
use store::SubjectId;
use street::DISTRICT;
use subjects::Happening;

use crate::merging::{record, second};
use crate::world::{OTHER_STREET, STREET, World, day, on_both, somebody};

/// Somebody who does the same work in the office of the district.
fn in_district(actor: &Actor) -> Actor {
    Actor { area: Area::of_code(DISTRICT), ..actor.clone() }
}

async fn listed(
    world: &World,
    actor: &Actor,
    office: Option<i64>,
) -> Result<Vec<Listed>, Failure<std::convert::Infallible>> {
    let filter = Filter {
        officer: None,
        standing: String::new(),
        grade: None,
        office,
        group: String::new(),
        before: None,
        back: None,
    };
    let (desk, occasion) = (world.desk.clone(), world.occasion(actor));
    let read = world
        .desk
        .db
        .read(async move |tx| list(tx, &desk, &occasion, Action::ReadFile, &filter, 50).await);
    read.await
}

#[test]
fn a_clerk_of_the_district_lists_nobody_of_the_streets_whatever_is_asked_for() {
    on_both(&async |world: &World| {
        world.take_in(&world.clerk, somebody()).await;
        let clerk = in_district(&world.clerk);
        assert!(listed(world, &clerk, None).await.expect("listed").is_empty());
        assert!(listed(world, &clerk, Some(DISTRICT)).await.expect("listed").is_empty());
        assert!(matches!(listed(world, &clerk, Some(STREET)).await, Err(Failure::Denied(_))));
        let head = in_district(&world.head);
        for office in [None, Some(DISTRICT), Some(STREET)] {
            assert_eq!(listed(world, &head, office).await.expect("listed").len(), 1, "{office:?}");
        }
    });
}

/// Takes in two people of one household in which nobody works.
pub(crate) async fn household(world: &World) -> (SubjectId, SubjectId) {
    let mut one = somebody();
    "A123".clone_into(&mut one.new.particulars.household_number);
    let mut other = second();
    "李建国".clone_into(&mut other.new.name);
    "A123".clone_into(&mut other.new.particulars.household_number);
    let one = world.take_in(&world.clerk, one).await;
    world.clock.advance_seconds(1);
    // Whoever collected it at the door answers for this one.
    let other = world.take_in(&world.assistant, other).await;
    let today = day("2026-01-05");
    let claim = Happening::new(Kind::UnemploymentClaimed, today);
    record(world, one, claim.flag(Field::Complete, true).flag(Field::Promise, true)).await;
    record(world, one, Happening::new(Kind::UnemploymentRegistered, today)).await;
    (one, other)
}

#[test]
fn of_a_household_everybody_sees_as_much_as_they_may_read() {
    on_both(&async |world: &World| {
        let (one, other) = household(world).await;
        let (status, page) = world.get(&world.assistant, "/households").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("王**") && !page.contains("王秀英"), "the street's own: {page}");
        assert!(!page.contains("失业登记、") && !page.contains(&one.to_string()), "{page}");
        assert!(page.contains("李建国") && page.contains(&other.to_string()), "their own: {page}");
        assert!(page.contains("待认定"), "that there is one is no secret");
        let (_, page) = world.get(&world.clerk, "/households").await;
        assert!(page.contains("王秀英、李建国"), "{page}");
        let clerk = world.occasion(&in_district(&world.clerk));
        let desk = world.desk.clone();
        let seen = world.desk.db.read(async move |tx| households(tx, &desk, &clerk).await).await;
        assert!(seen.expect("read").without_work.is_empty(), "the streets are not the clerk's");
    });
}

#[test]
fn a_household_goes_where_most_of_it_live() {
    on_both(&async |world: &World| {
        let (one, other) = household(world).await;
        let street = async |world: &World| {
            let (desk, head) = (world.desk.clone(), world.occasion(&in_district(&world.head)));
            let read = world.desk.db.read(async move |tx| households(tx, &desk, &head).await);
            read.await.expect("read").without_work[0].household.street_code
        };
        assert_eq!(street(world).await, STREET);
        move_to(world, &world.head, one, OTHER_STREET).await;
        assert_eq!(street(world).await, OTHER_STREET, "of one here and one there, the latest");
        move_to(world, &world.head, other, OTHER_STREET + 1).await;
        assert_eq!(street(world).await, OTHER_STREET);
        move_to(world, &world.head, one, STREET + 1).await;
        assert_eq!(street(world).await, STREET);
    });
}

async fn move_to(world: &World, actor: &Actor, subject: SubjectId, residence_code: i64) {
    let (desk, occasion) = (world.desk.clone(), world.occasion(actor));
    let moved = world.desk.db.write(async move |tx| {
        seekers::move_home(tx, &desk, &occasion, subject, (residence_code, "")).await
    });
    assert!(moved.await.expect("moved"));
}

#[test]
fn what_is_asked_with_a_button_needs_its_mark_against_repetition() {
    on_both(&async |world: &World| {
        household(world).await;
        let (_, page) = world.get(&world.head, "/households").await;
        let (_, rest) = page.split_once("href=\"/households/").expect("a button");
        let path = format!("/households/{}", rest.split('"').next().expect("an address"));
        let (status, _) = world.post(&world.head, &path, &[]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let (_, page) = world.get(&world.head, "/households").await;
        assert!(page.contains("待认定"));
    });
}
