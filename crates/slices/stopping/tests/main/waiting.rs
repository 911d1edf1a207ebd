//! What the page of the day says of stops is what their lists say.

use rules::Gate;
use stopping::{ANSWER, APPROVE, Keeper, NOTICE, OBJECTION, TELL, VERIFY};
use store::SubjectId;
use street::{NAME, World};

use crate::town::{attempt, case, decide, finish, objection, on_both, person_at};

async fn waits(world: &World, user: &str, person: SubjectId) -> Vec<&'static str> {
    let waiting = world.waiting(Keeper, world.occasion(user).await).await;
    let mut kinds = Vec::new();
    for one in waiting {
        assert_eq!(one.subject, person);
        let page = world.get(user, &one.path).await;
        assert!(page.status.is_success(), "{user}: {} is {}", one.path, page.status);
        kinds.push(one.kind.name);
    }
    kinds.sort_unstable();
    kinds
}

/// Tells whether a list of stops shows anybody.
async fn listed(world: &World, user: &str, list: &str) -> bool {
    world.get(user, list).await.words().contains(NAME)
}

#[test]
fn every_step_of_a_stop_waits_for_whoever_is_to_take_it_and_for_nobody_else() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        let nothing: [&str; 0] = [];
        assert_eq!(waits(world, "officer", person).await, nothing);
        attempt(world, "officer", person).await.done();
        assert_eq!(waits(world, "officer", person).await, [VERIFY.name]);
        assert_eq!(waits(world, "head", person).await, nothing);
        finish(world, "officer", person).await.done();
        assert_eq!(waits(world, "officer", person).await, nothing);
        assert_eq!(waits(world, "head", person).await, [APPROVE.name]);
        assert!(listed(world, "head", "/stopping?show=submitted").await);
        for other in ["chief", "mayor", "neighbour", "colleague"] {
            assert_eq!(waits(world, other, person).await, nothing, "{other}");
        }
        world.pass_days(9);
        decide(world, "head", person, "approve").await.done();
        assert_eq!(waits(world, "head", person).await, nothing);
        assert_eq!(waits(world, "officer", person).await, [NOTICE.name, TELL.name]);
        assert!(listed(world, "officer", "/stopping?show=to-tell").await);
        let told = format!("/people/{person}/stop/{}/told", case(world, person).await);
        world.fill("officer", &told, &[("words", "电话告知")]).await.done();
        assert_eq!(waits(world, "officer", person).await, [NOTICE.name]);
        assert!(!listed(world, "officer", "/stopping?show=to-tell").await);
        let list = world.get("officer", "/stopping/notices").await;
        assert_eq!(list.words().matches("待送达").count(), 1);
        // Against it the person objects: the head above decides, the officer answers.
        let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
        let said = [("how", "counter"), ("words", "我一直在等电话")];
        world.fill("clerk", &path, &said).await.done();
        assert_eq!(waits(world, "chief", person).await, [OBJECTION.name]);
        assert!(listed(world, "chief", "/stopping?show=objections").await);
        for other in ["head", "mayor", "far_chief"] {
            assert_eq!(waits(world, other, person).await, nothing, "{other}");
        }
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let outcome = [("outcome", "upheld"), ("words", "核实时没有上门")];
        world.fill("chief", &path, &outcome).await.done();
        assert_eq!(waits(world, "chief", person).await, nothing);
        // The letter of the stop never went out: only the one that takes it back waits.
        let expected = [ANSWER.name, NOTICE.name];
        assert_eq!(waits(world, "officer", person).await, expected);
        let list = world.get("officer", "/stopping/notices").await;
        assert_eq!(list.words().matches("待送达").count(), 1);
        world.fill("officer", &format!("{path}/told"), &[("words", "已答复")]).await.done();
        assert_eq!(waits(world, "officer", person).await, [NOTICE.name]);
    });
}
