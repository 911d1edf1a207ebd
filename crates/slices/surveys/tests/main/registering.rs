//! Whoever says that they register is led to the registration; what is not done at once waits.

use axum::http::StatusCode;
use desk::Companion;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::World;
use subjects::Happening;
use surveys::model::Willingness;
use surveys::{Keeper, REGISTER};

use crate::world::{in_hardship, on_both, survey};

/// What the file says is to be done next.
async fn next_steps(world: &World, person: SubjectId) -> Vec<String> {
    let desk = world.desk.clone();
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| Keeper.next_steps(tx, &desk, person).await);
    read.await.expect("read").into_iter().map(|step| step.path).collect()
}

async fn waits(world: &World, user: &str) -> Vec<(&'static str, SubjectId)> {
    let mut waits = world.waits(Keeper, user).await;
    waits.retain(|(kind, _)| *kind == REGISTER.name);
    waits
}

#[test]
fn a_survey_leads_straight_to_the_registration_with_what_is_known() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let said = [("method", "phone"), ("answer", "registers")];
        let path = format!("/people/{person}/survey?_back=/surveys/list");
        let sent = world.fill("officer", &path, &said).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        let to = sent.location.expect("a place");
        assert!(to.starts_with(&format!("/people/{person}/record/seeker_registered")), "{to}");
        assert!(!sent.cookies.contains("人A1"));
        let form = world.get("officer", &to).await;
        assert!(form.text.contains("摸查时本人愿意求职登记"), "{}", form.words());
        let phone = form.text.find("value=\"phone\"").expect("a channel");
        assert!(form.text[phone..phone + 60].contains("checked"), "met by telephone");
        // From there back to the list, and nothing waits any more.
        assert_eq!(waits(world, "officer").await, [(REGISTER.name, person)]);
        let done = world.fill_shown("officer", &form, &[]).await;
        assert_eq!(done.location.as_deref(), Some("/surveys/list"), "{}", done.words());
        assert!(waits(world, "officer").await.is_empty());
        assert!(next_steps(world, person).await.is_empty());
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.kind, Kind::SeekerRegistered);
        // Who is registered already is led on as before.
        let again = world.fill("officer", &path, &said).await;
        assert_eq!(again.location.as_deref(), Some("/surveys/list"));
    });
}

#[test]
fn what_was_not_done_at_once_waits_for_the_officer_until_something_overtakes_it() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        survey(world, person, Willingness::Registers).await;
        let on = world.today();
        world.pass_days(3);
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        let one = waiting.iter().find(|one| one.kind == REGISTER).expect("it waits");
        assert_eq!((one.subject, one.since, one.until), (person, on, None));
        assert!(rules::citation(one.clause).is_some());
        assert!(world.get("officer", &one.path).await.status.is_success());
        for other in ["colleague", "neighbour", "head"] {
            assert!(waits(world, other).await.is_empty(), "{other}");
        }
        let file = world.get("officer", &format!("/people/{person}")).await.words();
        assert!(next_steps(world, person).await.len() == 1, "{file}");
        survey(world, person, Willingness::Willing).await;
        assert!(waits(world, "officer").await.is_empty(), "they said otherwise since");
        assert!(next_steps(world, person).await.is_empty());
        world.pass_days(1);
        survey(world, person, Willingness::Registers).await;
        assert_eq!(waits(world, "officer").await, [(REGISTER.name, person)]);
        let declined = Happening::new(Kind::ServiceDeclined, world.today());
        world.record_raw(person, vec![declined]).await;
        assert!(waits(world, "officer").await.is_empty(), "they want nothing any more");
        assert!(next_steps(world, person).await.is_empty(), "nor does the file say so");
    });
}

#[test]
fn a_survey_made_in_error_leads_nobody_anywhere() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        survey(world, person, Willingness::Registers).await;
        let entry = world.history(person).await;
        let entry = entry.iter().rfind(|past| past.kind == Kind::Surveyed).expect("a survey").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(entry);
        world.record_raw(person, vec![wrong]).await;
        assert!(waits(world, "officer").await.is_empty());
        assert!(next_steps(world, person).await.is_empty());
    });
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        survey(world, person, Willingness::Registers).await;
        world.clock.advance_seconds(60);
        survey(world, person, Willingness::Unwilling).await;
        let entry = world.history(person).await;
        let entry = entry.iter().rfind(|past| past.kind == Kind::Surveyed).expect("a survey").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(entry);
        world.record_raw(person, vec![wrong]).await;
        assert_eq!(waits(world, "officer").await, [(REGISTER.name, person)], "the first counts");
    });
}
