//! Readiness, asked for where guidance and training are followed up (BJ18-25, BJ18-27(1) and (2)).

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use store::SubjectId;
use subjects::Happening;

use crate::world::{NUMBER, World, on_both};

/// Somebody with an agreement, of whom something was recorded that is to be followed up.
async fn with(world: &World, kind: Kind) -> SubjectId {
    let person = world.person(NUMBER, &[Kind::Intake, Kind::LedgerOpened]).await;
    let today = world.today();
    let recognised =
        Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "持证残疾人");
    let signed = Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵专员");
    let followed = Happening::new(kind, today);
    let followed = match kind {
        Kind::GuidanceGiven => followed.text(Field::Form, "special"),
        Kind::TrainingStarted => {
            followed.text(Field::Scheme, "skills").day(Field::Ends, today.plus_days(2))
        }
        _ => followed.text(Field::Employer, "甲店"),
    };
    let registered = Happening::new(Kind::SeekerRegistered, today);
    world.record_raw(person, vec![recognised, registered, signed, followed]).await;
    world.pass_days(1);
    person
}

/// What the ledger says of readiness: the day, and whether ready.
async fn readiness(world: &World, person: SubjectId) -> Vec<(String, Option<bool>)> {
    let ledger = world.history(person).await.into_iter();
    let assessed = ledger.filter(|past| past.kind == Kind::ReadinessAssessed);
    assessed.map(|past| (past.on.to_string(), past.flag(Field::Ready))).collect()
}

#[test]
fn a_follow_up_of_guidance_may_say_whether_the_person_is_ready() {
    on_both(&async |world: &World| {
        let person = with(world, Kind::GuidanceGiven).await;
        let path = format!("/people/{person}/record/followed_up");
        let shown = world.get("officer", &path).await;
        assert!(
            shown.words().contains("2周内可以上岗"),
            "what decides is asked: {}",
            shown.words()
        );
        let (_, pairs) = shown.form(&[]);
        assert!(pairs.iter().all(|(name, _)| name != "ready"), "nothing is answered beforehand");
        let changes = [("outcome", "进展顺利"), ("ready", "no")];
        let sent = world.fill("officer", &path, &changes).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        assert_eq!(readiness(world, person).await, [("2026-01-06".to_owned(), Some(false))]);
        let ledger = world.history(person).await;
        let last = ledger.last().expect("an entry");
        assert_eq!(last.kind, Kind::ReadinessAssessed, "after the follow-up");
        let note = last.text(Field::Note).expect("a note");
        assert!(note.reveal().contains("上岗准备清单"), "what it was found by");
        assert_eq!(ledger[ledger.len() - 2].kind, Kind::FollowedUp);
    });
}

#[test]
fn a_follow_up_without_it_assesses_nothing() {
    on_both(&async |world: &World| {
        let person = with(world, Kind::TrainingStarted).await;
        let path = format!("/people/{person}/record/followed_up");
        for (answers, found) in [
            (&[("outcome", "进展顺利")][..], 0),
            (&[("outcome", "已经中断"), ("ready", "perhaps")], 0),
            (&[("outcome", "已经中断"), ("ready", "yes")], 1),
        ] {
            let sent = world.fill("officer", &path, answers).await;
            let is_known = answers.iter().all(|(_, answer)| *answer != "perhaps");
            let status =
                if is_known { StatusCode::SEE_OTHER } else { StatusCode::UNPROCESSABLE_ENTITY };
            assert_eq!(sent.status, status, "{}", sent.words());
            assert_eq!(readiness(world, person).await.len(), found, "{answers:?}");
        }
        assert_eq!(readiness(world, person).await[0].1, Some(true));
    });
}

#[test]
fn where_nothing_was_done_for_it_readiness_is_not_asked() {
    on_both(&async |world: &World| {
        let person = with(world, Kind::Recommended).await;
        let shown = world.get("officer", &format!("/people/{person}/record/followed_up")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.text.contains("name=\"ready\""));
    });
}
