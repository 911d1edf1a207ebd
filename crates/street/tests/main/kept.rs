//! The forms of other slices: whatever a slice leads to pages of its own, no form of a service records, and the other
//! way round.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use desk::Desk;
use ledger::Field;
use rules::Kind;
use services::model::Kept;
use store::Statement;
use street::{World, on_both};
use subjects::Happening;
use web::Routes;

/// Every slice that leads from the form of a kind to a page of its own.
const SLICES: &[&[&Statement]] = &[
    agreements::STATEMENTS,
    counselling::STATEMENTS,
    panels::STATEMENTS,
    plans::STATEMENTS,
    posts::STATEMENTS,
    stopping::STATEMENTS,
    surveys::STATEMENTS,
];

fn keepers() -> Routes<Desk> {
    Routes::new()
        .and(agreements::routes())
        .and(counselling::routes())
        .and(panels::routes())
        .and(plans::routes())
        .and(posts::routes())
        .and(stopping::routes())
        .and(surveys::routes())
        .and(transfers::routes())
        .and(visits::routes())
        .and(seekers::routes())
}

fn pages() -> Routes<Desk> {
    Routes::new()
        .and(services::routes())
        .and(agreements::routes())
        .and(panels::routes())
        .and(plans::routes())
        .and(posts::routes())
        .and(stopping::routes())
        .and(surveys::routes())
}

const FORM: &str = "/people/{subject}/record/";

#[test]
fn a_kind_is_kept_exactly_where_a_slice_leads_to_a_page_of_its_own() {
    let routes = keepers();
    let led: BTreeSet<&str> = routes
        .list()
        .iter()
        .filter(|route| route.method == Method::GET)
        .filter_map(|route| route.path.strip_prefix(FORM))
        .collect();
    // A stop and an exit from hardship have one page for everything, to which the form's own page leads.
    let kept: BTreeSet<&str> = Kind::ALL
        .iter()
        .filter(|kind| {
            Kept::of(**kind).is_some_and(|page| !matches!(page, Kept::Stop | Kept::Exit))
        })
        .map(|kind| kind.name())
        .collect();
    assert_eq!(led, kept);
    let posted = routes
        .list()
        .iter()
        .find(|route| route.method == Method::POST && route.path.strip_prefix(FORM).is_some());
    assert!(posted.is_none(), "{posted:?}");
}

/// A router compares addresses as they are sent; what stands in their places is decoded after.
#[test]
fn no_address_leads_to_a_form_that_records_what_another_page_keeps() {
    on_both(SLICES, pages, &async |world: &World| {
        let person = world.person("A1", &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let recognised = Happening::new(Kind::HardshipRecognised, world.today())
            .text(Field::Group, "持证残疾人");
        world.record_raw(person, vec![recognised]).await;
        let before = world.history(person).await.len();
        let pairs =
            [("_once", "k"), ("on", "2026-01-05"), ("officer", "赵专员"), ("employer", "店")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()));
        for kind in Kind::ALL.iter().copied() {
            let Some(page) = Kept::path(kind, person) else { continue };
            let plain = format!("/people/{person}/record/{}", kind.name());
            let encoded = format!("/people/{person}/record/{}", kind.name().replace('_', "%5F"));
            for path in [&plain, &encoded] {
                let sent = world.post("officer", path, &pairs).await;
                let is_refused = [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY];
                assert!(is_refused.contains(&sent.status), "{path}: {}", sent.words());
                assert_eq!(world.history(person).await.len(), before, "{path} was recorded");
                let shown = world.get("officer", path).await;
                let led = shown.location.unwrap_or_else(|| panic!("{path}: {}", shown.text));
                let there = world.get("officer", &led).await;
                let is_page = there.status == StatusCode::OK || there.location.is_some();
                assert!(is_page, "{path} leads to {led}: {}", there.status);
            }
            // The page that the refusal names is one.
            let named = world.get("officer", &page).await;
            assert!(
                named.status == StatusCode::OK || named.location.is_some(),
                "{page}: {}",
                named.status
            );
        }
    });
}
