//! What the page of the day says of plans is what the list of plans says.

use plans::{Keeper, LATE};

use crate::world::{adopted, drafted, on_both, planned};

#[test]
fn a_plan_with_a_late_step_waits_for_the_officer_as_long_as_the_list_shows_it() {
    on_both(&async |world| {
        let person = planned(world).await;
        let listed = async || {
            let shown = world.get("officer", "/plans?view=late").await;
            shown.text.contains(&format!("/people/{person}/plan"))
        };
        assert!(!listed().await && world.waits(Keeper, "officer").await.is_empty());
        world.pass_days(35);
        assert!(listed().await);
        assert_eq!(world.waits(Keeper, "officer").await, [(LATE.name, person)]);
        for other in ["colleague", "head", "neighbour", "chief"] {
            assert!(world.waits(Keeper, other).await.is_empty(), "{other}");
        }
        let mut occasion = world.occasion("colleague").await;
        occasion.actor.stands_in_for = vec![world.staff("officer")];
        let waiting = world.waiting(Keeper, occasion).await;
        assert_eq!(waiting.len(), 1, "whoever stands in is told, too");
        let one = &waiting[0];
        assert!(one.until.is_some_and(|until| until < world.today()) && one.since <= world.today());
        assert!(world.get("officer", &one.path).await.status.is_success(), "{}", one.path);
        // In a new version it is due later; what the old one said is late no longer.
        let later = [("due_1", "2026-05-01"), ("due_2", "2026-05-01")];
        drafted(world, person, &later).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        assert!(!listed().await && world.waits(Keeper, "officer").await.is_empty());
        // Taken back, the version before is in force again, with what is late in it.
        let new = world.history(person).await.pop().expect("an entry").id;
        let on = world.today();
        let taken_back = subjects::Happening::new(rules::Kind::Corrected, on).about(new);
        world.record_raw(person, vec![taken_back]).await;
        assert!(listed().await);
        assert_eq!(world.waits(Keeper, "officer").await, [(LATE.name, person)]);
        // Agreed anew, what the versions before have late takes nobody's place.
        drafted(world, person, &later).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        world.pass_days(60);
        let occasion = world.occasion("officer").await;
        let first = world.first_waiting(Keeper, occasion, 1).await;
        assert_eq!(
            first.iter().map(|one| (one.kind, one.subject)).collect::<Vec<_>>(),
            [(LATE, person)]
        );
    });
}
