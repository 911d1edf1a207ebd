//! What the page of the day says of surveys is what the list of people to visit says.

use street::World;
use surveys::model::{Outcome, Willingness};
use surveys::{AHEAD, Keeper, PLANNED, TRIED};

use crate::world::{attempt, in_hardship, list, on_both, plan, survey};

#[test]
fn a_planned_survey_waits_from_a_week_before_until_it_is_made() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        survey(world, person, Willingness::Willing).await;
        let on = world.today().plus_days(10);
        plan(world, person, on, "约好").await.expect("planned");
        let listed = async || list(world, "officer", None).await[0].planned;
        assert_eq!(listed().await, Some(on));
        assert!(world.waits(Keeper, "officer").await.is_empty(), "not for more than a week");
        world.pass_days(i64::from(10 - AHEAD));
        assert_eq!(world.waits(Keeper, "officer").await, [(PLANNED.name, person)]);
        assert!(world.waits(Keeper, "colleague").await.is_empty());
        world.pass_days(9);
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        assert_eq!(waiting[0].until, Some(on), "past it waits on");
        // A later plan takes the place of the first.
        world.clock.advance_seconds(60);
        plan(world, person, world.today().plus_days(1), "改约").await.expect("planned again");
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        assert_eq!(waiting.len(), 1);
        assert_eq!(
            (waiting[0].until, listed().await),
            (Some(world.today().plus_days(1)), waiting[0].until)
        );
        survey(world, person, Willingness::Willing).await;
        assert_eq!(listed().await, None);
        assert!(world.waits(Keeper, "officer").await.is_empty());
    });
}

#[test]
fn whom_nobody_met_twice_waits_until_somebody_does() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        attempt(world, person, Outcome::Nobody).await;
        assert!(world.waits(Keeper, "officer").await.is_empty(), "once is no pattern");
        world.pass_days(2);
        attempt(world, person, Outcome::Moved).await;
        let listed = list(world, "officer", None).await;
        let tried = listed.iter().filter(|one| one.attempts >= 2 && !one.is_reached);
        let tried: Vec<_> = tried.map(|one| (TRIED.name, one.subject)).collect();
        assert_eq!(tried, [(TRIED.name, person)]);
        assert_eq!(world.waits(Keeper, "officer").await, tried);
        assert!(world.waits(Keeper, "neighbour").await.is_empty());
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        assert!(world.get("officer", &waiting[0].path).await.status.is_success());
        survey(world, person, Willingness::Unwilling).await;
        assert!(world.waits(Keeper, "officer").await.is_empty());
        // Tried again and again since, it is said again.
        world.pass_days(1);
        attempt(world, person, Outcome::Nobody).await;
        attempt(world, person, Outcome::Nobody).await;
        assert_eq!(world.waits(Keeper, "officer").await, [(TRIED.name, person)]);
    });
}
