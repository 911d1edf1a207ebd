//! Handing over in one move: who can receive, and those for whom nobody was named.

use access::Area;
use axum::http::StatusCode;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{BESIDE, STREET, World, by};

/// Takes people in whom nobody was named for.
async fn unassigned(world: &World, number: usize) -> Vec<SubjectId> {
    let mut people = Vec::new();
    for place in 0..number {
        let subject = world.person(&format!("P{place:03}"), &[Kind::SeekerRegistered]).await;
        let to = duties::Receiver { office_code: STREET, officer: None };
        let given = by!(world, "head", |tx, desk, occasion| duties::hand_over(
            tx, desk, occasion, subject, to, "试"
        ));
        given.expect("handed over");
        people.push(subject);
    }
    people
}

/// How many people somebody answers for.
async fn held(world: &World, user: &str) -> i64 {
    let officer = world.staff(user);
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::count_held(tx, officer).await);
    read.await.expect("a number")
}

#[test]
fn people_without_an_officer_are_handed_over_in_one_move() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        unassigned(world, 3).await;
        world.person("P100", &[Kind::SeekerRegistered]).await;
        let path = format!("/today/hand-over?of={STREET}");
        let office = world.get("head", "/today/office").await;
        assert!(office.text.contains(&format!("href=\"{path}\"")), "{}", office.words());
        assert!(!world.get("officer", "/today/office").await.text.contains("/today/hand-over"));
        for user in ["officer", "neighbour"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        let form = world.get("head", &path).await;
        assert!(form.words().contains("现有 3 人"), "{}", form.words());
        let colleague = world.staff("colleague");
        let to = format!("{STREET} {colleague}");
        let done = world.fill_shown("head", &form, &[("to", &to), ("reason", "新来的同事")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        assert!(done.cookies.contains("已移交 3 人"), "{}", done.cookies);
        assert_eq!((held(world, "colleague").await, held(world, "officer").await), (3, 1));
        let office = world.get("head", "/today/office").await;
        assert!(!office.words().contains("未指定责任人"), "{}", office.words());
        // Whoever leads another office moves nobody of this one.
        let (area, to) = (Area::of_code(STREET), world.staff("beside_officer"));
        let to = duties::Receiver { office_code: BESIDE, officer: Some(to) };
        let tried = by!(world, "neighbour", |tx, desk, occasion| duties::hand_unassigned_over(
            tx, desk, occasion, area, to, "试"
        ));
        assert!(matches!(tried, Err(access::Failure::Denied(_))), "{tried:?}");
    });
}

#[test]
fn whoever_hands_over_cannot_receive_and_everybody_else_is_shown_with_roles_and_load() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        for place in 0..2 {
            world.person(&format!("P{place:03}"), &[Kind::SeekerRegistered]).await;
        }
        let path = format!("/today/hand-over?from={}", world.staff("officer"));
        let page = world.get("head", &path).await;
        assert_eq!(page.status, StatusCode::OK);
        let own = format!("value=\"{STREET} {}\"", world.staff("officer"));
        assert!(!page.text.contains(&own), "not to themselves");
        assert!(
            page.words().contains("周专员（示范街道，就业援助专员，现负责 0 人）"),
            "{}",
            page.words()
        );
        let path = format!("/today/hand-over?from={}", world.staff("colleague"));
        let page = world.get("head", &path).await;
        assert!(
            page.text.contains(&own) && page.words().contains("现负责 2 人"),
            "{}",
            page.words()
        );
    });
}
