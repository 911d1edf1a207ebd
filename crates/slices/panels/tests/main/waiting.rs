//! What the page of the day says of panels is what their lists say, and what the list of gates says of them.

use desk::Companion;
use panels::{ASKED, Keeper, List, OPINION};
use rules::Gate;
use store::{StoreError, SubjectId};
use street::{World, on_both};

use crate::world::{accept, ask, listed, recommended, say};

/// What the list of gates says of a person.
async fn under_gate(world: &World, subject: SubjectId) -> Vec<&'static str> {
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let gates = [
            (subject, Gate::Consultation.clause().to_owned()),
            (subject, Gate::PublicPost.clause().to_owned()),
        ];
        Keeper.under_gates(tx, &gates).await
    });
    read.await.expect("read").into_iter().map(|one| one.words).collect()
}

#[test]
fn a_panel_waits_to_be_accepted_and_then_for_each_expert_who_said_nothing() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        assert_eq!(under_gate(world, subject).await, Vec::<&str>::new());
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        assert_eq!(under_gate(world, subject).await, ["已申请专家会诊，待受理"]);
        for user in ["chief", "expert"] {
            assert_eq!(world.waits(Keeper, user).await, [(ASKED.name, subject)], "{user}");
            assert_eq!(listed(world, user, List::Asked).await, 1);
        }
        for user in ["officer", "head", "far_chief", "mayor"] {
            assert!(world.waits(Keeper, user).await.is_empty(), "{user}");
        }
        accept(world, "chief", panel, &["expert", "officer"]).await.expect("accepted");
        assert_eq!(under_gate(world, subject).await, ["会诊中"]);
        assert!(world.waits(Keeper, "chief").await.is_empty());
        for user in ["expert", "officer"] {
            assert_eq!(world.waits(Keeper, user).await, [(OPINION.name, subject)], "{user}");
            assert_eq!(listed(world, user, List::Sitting).await, 1);
        }
        let waiting = world.waiting(Keeper, world.occasion("expert").await).await;
        assert_eq!(waiting[0].until, Some(world.today().plus_days(1)), "the day on which it sits");
        assert!(world.get("expert", &waiting[0].path).await.status.is_success());
        world.clock.advance_seconds(60);
        say(world, "expert", panel).await.expect("said");
        assert!(world.waits(Keeper, "expert").await.is_empty());
        assert_eq!(world.waits(Keeper, "officer").await, [(OPINION.name, subject)]);
        // With work it is over by itself.
        let works = subjects::Happening::new(rules::Kind::StartedWork, world.today());
        world.record_raw(subject, vec![works]).await;
        assert!(world.waits(Keeper, "officer").await.is_empty());
        assert_eq!(under_gate(world, subject).await, Vec::<&str>::new());
    });
}
