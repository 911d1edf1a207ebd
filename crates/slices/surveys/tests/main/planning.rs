//! A planned day lies within the rule, and hangs on the survey that it follows.

use access::Failure;
use street::World;
use surveys::model::{Planned, SurveyRefusal, Willingness};

use crate::world::{answers, day, in_hardship, list, on_both, owed, plan, survey, try_survey};

#[test]
fn a_planned_day_lies_between_tomorrow_and_the_due_day() {
    on_both(&async |world: &World| {
        let (person, other) = (in_hardship(world, "A1").await, in_hardship(world, "A2").await);
        let nothing = plan(world, person, day("2026-01-08"), "约好").await;
        assert!(matches!(nothing, Err(Failure::Refused(SurveyRefusal::NothingToPlan))));
        survey(world, other, Willingness::Willing).await;
        survey(world, person, Willingness::Willing).await;
        for outside in ["2026-01-05", "2026-01-20"] {
            let refused = plan(world, person, day(outside), "约好").await;
            let Err(Failure::Refused(SurveyRefusal::PlannedDay { first, last, .. })) = refused
            else {
                panic!("{outside}")
            };
            assert_eq!((first, last), (day("2026-01-06"), day("2026-01-19")));
        }
        let refused = plan(world, person, day("2026-01-06"), " ").await;
        assert!(matches!(refused, Err(Failure::Refused(SurveyRefusal::PlanReason))));
        plan(world, person, day("2026-01-19"), "约好").await.expect("the last day");
        world.clock.advance_seconds(60);
        plan(world, person, day("2026-01-06"), "本人约定").await.expect("the first day");
        let listed = list(world, "officer", None).await;
        assert_eq!(listed[0].subject, person, "sorted by the planned day");
        assert_eq!(
            (listed[0].planned, listed[0].next()),
            (Some(day("2026-01-06")), Some(day("2026-01-06")))
        );
        assert_eq!(listed[1].next(), Some(day("2026-01-19")));
        assert_eq!(owed(world, person).await.0, Some(day("2026-01-19")), "the law's date stays");

        // The plan ends with the next survey.
        world.pass_days(1);
        survey(world, person, Willingness::Willing).await;
        let listed = list(world, "officer", None).await;
        let own = listed.iter().find(|one| one.subject == person).expect("listed");
        assert_eq!((own.planned, own.due), (None, Some(day("2026-01-20"))));

        world.pass_days(30);
        let late = plan(world, person, day("2026-02-10"), "约好").await;
        assert!(matches!(late, Err(Failure::Refused(SurveyRefusal::TooLate(_)))));
    });
}

#[test]
fn a_survey_with_an_unfit_plan_is_not_recorded_at_all() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "B1").await;
        let planned = |on: &str| Some(Planned { on: day(on), why: "约好".to_owned() });
        for (willingness, on) in
            [(Willingness::Willing, "2026-01-20"), (Willingness::Registers, "2026-01-06")]
        {
            let with =
                surveys::model::Answers { planned: planned(on), ..answers(world, willingness) };
            let refused = try_survey(world, "officer", person, with).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{on}");
            assert_eq!(world.history(person).await.len(), 1, "the hardship alone");
        }
        let with = surveys::model::Answers {
            planned: planned("2026-01-09"),
            ..answers(world, Willingness::Willing)
        };
        let surveyed = try_survey(world, "officer", person, with).await.expect("recorded");
        assert_eq!(surveyed.next, Some(day("2026-01-09")));
    });
}

#[test]
fn whoever_stays_unwilling_is_planned_within_the_same_cap() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "C1").await;
        let surveyed = survey(world, person, Willingness::Unwilling).await;
        assert_eq!(surveyed.next, None, "the law sets no date");
        plan(world, person, day("2026-02-04"), "约好").await.expect("the thirtieth day");
        let beyond = plan(world, person, day("2026-02-05"), "约好").await;
        assert!(matches!(beyond, Err(Failure::Refused(SurveyRefusal::PlannedDay { .. }))));
    });
}
