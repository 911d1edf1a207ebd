//! What the page of the day says of surveys is what the list of people to visit says.

use store::SubjectId;
use street::World;
use surveys::model::{Outcome, Willingness};
use surveys::{AHEAD, Keeper, PLANNED, REGISTER, TRIED};

use crate::world::{attempt, correct, in_hardship, list, on_both, plan, survey};

/// Whose surveys of a kind wait, where no more than one of a kind is asked for.
async fn first(world: &World, kind: &str) -> Vec<SubjectId> {
    let occasion = world.occasion("officer").await;
    let waiting = world.first_waiting(Keeper, occasion, 1).await.into_iter();
    waiting.filter(|one| one.kind.name == kind).map(|one| one.subject).collect()
}

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

#[test]
fn what_the_ledger_has_otherwise_takes_nobodys_place() {
    on_both(&async |world: &World| {
        // One who never said so after all, and one whose plan hung on the survey that was taken back.
        for (number, willingness) in
            [Willingness::Registers, Willingness::Willing].iter().enumerate()
        {
            let person = in_hardship(world, &format!("A{number}")).await;
            let entry = survey(world, person, *willingness).await.entry.expect("an entry");
            if *willingness == Willingness::Willing {
                plan(world, person, world.today().plus_days(1), "约好").await.expect("planned");
            }
            correct(world, person, entry).await;
        }
        // One whom nobody met twice, for whom the law has a day set.
        let met = in_hardship(world, "B0").await;
        survey(world, met, Willingness::Willing).await;
        world.pass_days(1);
        for _ in 0..2 {
            attempt(world, met, Outcome::Nobody).await;
        }
        assert!(first(world, TRIED.name).await.is_empty(), "a day is set");
        for kind in [PLANNED, REGISTER] {
            assert!(first(world, kind.name).await.is_empty(), "{}", kind.term);
        }
        world.pass_days(1);
        let (tried, planned, agreed) = (
            in_hardship(world, "C0").await,
            in_hardship(world, "C1").await,
            in_hardship(world, "C2").await,
        );
        for _ in 0..2 {
            attempt(world, tried, Outcome::Nobody).await;
        }
        survey(world, planned, Willingness::Willing).await;
        plan(world, planned, world.today().plus_days(2), "约好").await.expect("planned");
        survey(world, agreed, Willingness::Registers).await;
        assert_eq!(first(world, TRIED.name).await, [tried]);
        assert_eq!(first(world, PLANNED.name).await, [planned]);
        assert_eq!(first(world, REGISTER.name).await, [agreed]);
    });
}
