//! From a round to a list to a survey, and what follows from it.

use rules::Kind;
use store::{StoreError, SubjectId};
use street::{STREET, World};
use surveys::model::{Outcome, Willingness};

use crate::world::{attempt, correct, day, in_hardship, list, on_both, owed, round, survey};

fn order(list: &[surveys::Visitee]) -> Vec<SubjectId> {
    list.iter().map(|one| one.subject).collect()
}

#[test]
fn a_survey_opens_what_article_20_wants_and_moves_the_person_down_the_list() {
    on_both(&async |world: &World| {
        let (first, second) = (in_hardship(world, "A1").await, in_hardship(world, "A2").await);
        let nobody = world.person("A3", &[Kind::Intake]).await;
        let round = round(world, "head", STREET).await;
        let listed = list(world, "officer", Some(round)).await;
        assert_eq!(order(&listed), [first, second], "{nobody} is in no group");
        assert!(listed.iter().all(|one| !one.is_reached && one.last.is_none()));

        let surveyed = survey(world, first, Willingness::Willing).await;
        let kinds: Vec<Kind> = world.history(first).await.iter().map(|past| past.kind).collect();
        let expected =
            [Kind::HardshipRecognised, Kind::Surveyed, Kind::LedgerOpened, Kind::DemandFileOpened];
        assert_eq!(kinds, expected);
        // Monday the 5th and ten working days, with the make-up days of 2026 as published.
        let (due, met) = owed(world, first).await;
        assert_eq!((due, met), (Some(day("2026-01-19")), 2), "BJ18-20(a), (b) met the same day");
        assert_eq!(surveyed.next, due);

        let listed = list(world, "officer", Some(round)).await;
        assert_eq!(order(&listed), [second, first]);
        assert!(listed[1].is_reached && listed[1].next() == due && listed[1].surveys == 1);
        // Without a round whoever is owed a survey again is still to be reached; by the next date.
        assert_eq!(order(&list(world, "head", None).await), [first, second]);

        world.pass_days(7);
        survey(world, first, Willingness::Registers).await;
        let (due, met) = owed(world, first).await;
        assert_eq!((due, met), (None, 2), "met by the next survey; nothing is opened twice");
        let kinds: Vec<Kind> = world.history(first).await.iter().map(|past| past.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == Kind::LedgerOpened).count(), 1);
        assert_eq!(kinds.iter().filter(|kind| **kind == Kind::DemandFileOpened).count(), 1);
    });
}

#[test]
fn childbirth_and_care_leave_thirty_days_at_most() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "B1").await;
        let mut answers = crate::world::answers(world, Willingness::Willing);
        answers.circumstance = rules::Circumstance::Caring;
        let surveyed = crate::world::try_survey(world, "officer", person, answers).await;
        // The 4th of February is thirty days on, a Wednesday.
        assert_eq!(surveyed.expect("recorded").next, Some(day("2026-02-04")));
    });
}

#[test]
fn three_follow_ups_open_the_gate_and_tries_never_do() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "C1").await;
        let gates = async || {
            let gates = world
                .desk
                .db
                .read::<_, _, StoreError>(async move |tx| duties::gates_of(tx, person).await);
            let gates = gates.await.expect("gates");
            gates.into_iter().map(|(clause, _)| clause).collect::<Vec<_>>()
        };
        for number in 0..4 {
            assert!(gates().await.is_empty(), "{number}");
            survey(world, person, Willingness::Unwilling).await;
            for outcome in Outcome::ALL {
                attempt(world, person, outcome).await;
            }
            world.pass_days(3);
        }
        assert_eq!(gates().await, ["BJ18-21(3)"]);
        let surveys = world.history(person).await;
        let surveys = surveys.iter().filter(|past| past.kind == Kind::Surveyed);
        assert_eq!(surveys.count(), 4, "a try is no entry of the ledger");
        let listed = list(world, "officer", None).await;
        assert_eq!((listed[0].surveys, listed[0].attempts), (4, 16));
    });
}

#[test]
fn a_corrected_survey_was_never_made() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "D1").await;
        let round = round(world, "head", STREET).await;
        let wrong = survey(world, person, Willingness::Willing).await.entry.expect("an entry");
        correct(world, person, wrong).await;
        let listed = list(world, "officer", Some(round)).await;
        assert_eq!((listed[0].is_reached, listed[0].surveys, listed[0].due), (false, 0, None));
    });
}

#[test]
fn an_unwilling_person_needs_a_reason_and_it_is_one_of_the_codes() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "E1").await;
        for reason in ["", "不想说"] {
            let mut answers = crate::world::answers(world, Willingness::Unwilling);
            reason.clone_into(&mut answers.reason);
            let refused = crate::world::try_survey(world, "officer", person, answers).await;
            assert!(matches!(refused, Err(access::Failure::Refused(_))), "{reason}");
        }
        let mut answers = crate::world::answers(world, Willingness::Willing);
        answers.on = answers.on.plus_days(1);
        let refused = crate::world::try_survey(world, "officer", person, answers).await;
        assert!(matches!(refused, Err(access::Failure::Refused(_))), "tomorrow");
        assert_eq!(world.history(person).await.len(), 1, "nothing of it was kept");
    });
}
