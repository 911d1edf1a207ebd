//! A stop or an exit that was recorded in error: taken back whole, by a head who had no part in it, and never by one of
//! those who made it.

use std::sync::Arc;

use access::Role;
use axum::http::StatusCode;
use desk::Companion;
use rules::{Gate, Kind};
use stopping::Keeper;
use store::{EntryId, SubjectId};
use street::{STREET, Shown, World, on_both_with};

use crate::exit_objections::object as object_to_exit;
use crate::exits::{decide as decide_exit, exit, is_in_hardship, recognised, send};
use crate::town::{STATEMENTS, bodies, case, person_at, reference, routes, stop};

const WHY: &str = "核实的是同名的另一个人";

fn on_both<F: AsyncFn(&World)>(test: &F) {
    let keepers: [Arc<dyn Companion>; 1] = [Arc::new(Keeper)];
    let statements = [stopping::STATEMENTS, STATEMENTS, crate::exits::STATEMENTS];
    on_both_with(&keepers, &statements, routes, test);
}

/// The last entry of a kind.
async fn last(world: &World, person: SubjectId, kind: Kind) -> EntryId {
    let past = world.history(person).await;
    past.iter().rfind(|past| past.kind == kind).expect("an entry").id
}

fn path(person: SubjectId, entry: EntryId) -> String {
    format!("/people/{person}/correct/{entry}")
}

/// Sends a correction, whether or not the page has a form for it.
async fn send_correction(world: &World, user: &str, path: &str, key: &str) -> Shown {
    let pairs = [("reason", WHY), ("_once", key)];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    world.post(user, path, &pairs).await
}

#[test]
fn a_stop_is_taken_back_whole_and_the_registry_is_told() {
    // Whichever of its entries somebody points at.
    for kind in [Kind::ServiceStopped, Kind::AgreementEnded, Kind::RegistryNotified] {
        on_both(&async |world| {
            let person = person_at(world, Gate::Termination).await;
            let before = world.assess(person).await;
            stop(world, person).await;
            let path = path(person, last(world, person, kind).await);
            let entries = world.history(person).await.len();
            // Neither who verified nor who approved, on the same day or later.
            for (user, key) in [("officer", "k1"), ("head", "k2")] {
                let page = world.get(user, &path).await;
                assert!(!page.text.contains("name=\"reason\""), "{user}: {}", page.words());
                assert!(page.words().contains("示范区"), "{user}: {}", page.words());
                let refused = send_correction(world, user, &path, key).await;
                refused.refused("须由没有经手这一条的负责人办理");
            }
            assert_eq!(world.history(person).await.len(), entries);
            assert_eq!(bodies(world).await.len(), 1);
            let page = world.get("chief", &path).await;
            for words in ["一并更正的记录", "撤回反馈", Kind::ServiceStopped.term()] {
                assert!(page.words().contains(words), "{words}: {}", page.words());
            }
            world.fill_shown("chief", &page, &[("reason", WHY)]).await.done();
            assert_eq!(world.assess(person).await, before, "{kind:?}");
            assert_eq!(world.history(person).await.len(), entries + 3, "each entry once");
            let bodies = bodies(world).await;
            assert_eq!(bodies.len(), 2);
            assert!(bodies.iter().any(|(_, body)| body.contains("\"withdrawn\"")));
            let list = world.get("officer", "/stopping/notices").await.words();
            assert!(list.contains("撤回反馈") && list.contains("已作废，不送达"), "{list}");
            let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
            assert!(page.contains("停止已撤销"), "{page}");
            let export = world.export(&reference(world, person).await).await;
            assert_eq!(world.stored(person).await, world.checked(&export));
            // A second time there is nothing to take back, and no further letter.
            let again = send_correction(world, "chief", &path, "k3").await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.words());
            assert_eq!(crate::town::bodies(world).await.len(), 2);
        });
    }
}

#[test]
fn while_an_objection_waits_nobody_anticipates_it() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        let object = format!("/people/{person}/stop/{}/object", case(world, person).await);
        world.fill("clerk", &object, &[("how", "counter"), ("words", "我要工作")]).await.done();
        let path = path(person, last(world, person, Kind::ServiceStopped).await);
        let page = world.get("chief", &path).await;
        assert!(!page.text.contains("name=\"reason\""), "{}", page.words());
        assert!(page.text.contains(&format!("/people/{person}/objections/")), "{}", page.words());
        send_correction(world, "chief", &path, "k1").await.refused("异议正等待决定");
        assert!(world.assess(person).await.standing.stopped);
        // So with an exit.
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        object_to_exit(world, "clerk", person).await.done();
        let path = self::path(person, last(world, person, Kind::HardshipEnded).await);
        send_correction(world, "officer", &path, "k2").await.refused("异议正等待决定");
        assert!(!is_in_hardship(world, person).await);
    });
}

#[test]
fn an_exit_that_another_approved_is_taken_back_by_neither_and_by_a_third() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "ground_gone").await.done();
        decide_exit(world, "head", person, "approve", "").await.done();
        let path = path(person, last(world, person, Kind::HardshipEnded).await);
        for (user, key) in [("officer", "k1"), ("head", "k2")] {
            let refused = send_correction(world, user, &path, key).await;
            refused.refused("须由没有经手这一条的负责人办理");
        }
        assert!(!is_in_hardship(world, person).await);
        // The office has another head by now, who is named instead of the one above.
        world.hire("second", STREET, Role::Head).await;
        let words = world.get("officer", &path).await.words();
        assert!(words.contains("示范街道") && !words.contains("李负责"), "{words}");
        world.fill("chief", &path, &[("reason", WHY)]).await.done();
        assert!(is_in_hardship(world, person).await);
    });
}

#[test]
fn a_fact_is_a_slip_of_the_day_until_the_person_is_told() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        let slip = path(person, last(world, person, Kind::HardshipEnded).await);
        world.fill("officer", &slip, &[("reason", WHY)]).await.done();
        assert!(is_in_hardship(world, person).await);
        send(world, "officer", person, "pension").await.done();
        let told = format!("/people/{person}/exit/{}/told", exit(world, person).await.id);
        world.fill("officer", &told, &[("words", "当面告知")]).await.done();
        let late = path(person, last(world, person, Kind::HardshipEnded).await);
        send_correction(world, "officer", &late, "k1").await.refused("这一条已经告知本人");
        assert!(!is_in_hardship(world, person).await);
        let page = world.get("head", &late).await;
        assert!(page.words().contains("本人已经收到退出的告知"), "{}", page.words());
        world.fill_shown("head", &page, &[("reason", WHY)]).await.done();
        assert!(is_in_hardship(world, person).await);
    });
}
