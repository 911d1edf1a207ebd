//! How the person keeps the agreement: noted when it happens, and what the renewal says of it.

use access::Failure;
use agreements::model::{Refusal, UnmetContent};
use agreements::note_unmet;
use axum::http::StatusCode;
use kernel::Day;
use ledger::Field;
use store::SubjectId;
use street::{NUMBER, World, on_both};

use crate::scene::{agreed, owed, signed_by, signing, signings, today};

fn here(test: &impl AsyncFn(&World)) {
    on_both(&[agreements::STATEMENTS], agreements::routes, test);
}

async fn note(
    world: &World,
    user: &str,
    subject: SubjectId,
    on: Day,
    (duty, reason, is_excused): (&str, &str, bool),
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let said = if is_excused { "" } else { "忘了，下次一定来" };
    let told_on = if is_excused { String::new() } else { on.to_string() };
    let content = UnmetContent {
        duty: duty.to_owned(),
        reason: reason.to_owned(),
        is_excused,
        told_on,
        said: said.to_owned(),
        ..UnmetContent::default()
    };
    let noted = world
        .desk
        .db
        .write(async move |tx| note_unmet(tx, &desk, &occasion, subject, (on, &content)).await);
    noted.await
}

/// Renews as the officer; gives whether the ledger says that duties were met.
async fn renew(world: &World, subject: SubjectId) -> bool {
    let last = signings(world, subject).await.last().expect("a signing").id;
    let done = signed_by(world, "officer", subject, signing(world, "officer", Some(last))).await;
    let entry = done.expect("renewed").first().expect("an entry");
    let renewed = signings(world, subject).await;
    let renewed = renewed.iter().find(|past| past.id == entry).expect("renewed");
    renewed.flag(Field::DutiesMet).expect("it says so")
}

#[test]
fn only_what_has_no_excuse_makes_the_renewal_say_not_met_and_only_for_its_own_time() {
    here(&async |world| {
        let (subject, _) = agreed(world, NUMBER).await;
        let day = today(world);
        note(world, "officer", subject, day, ("guidance", "住院", true)).await.expect("noted");
        assert!(renew(world, subject).await, "an excuse");
        note(world, "officer", subject, day, ("training", "没有来，也没有说明", false))
            .await
            .expect("noted");
        note(world, "officer", subject, day, ("contact", "陪护家人", true)).await.expect("noted");
        assert!(!renew(world, subject).await, "one without an excuse");
        let last = signings(world, subject).await.last().expect("a signing").id;
        let paper =
            world.get("officer", &format!("/people/{subject}/agreement/{last}/paper")).await;
        let words = paper.words();
        assert!(words.contains("按约定参加培训、见习：没有来，也没有说明"), "{words}");
        assert!(words.contains("陪护家人，有正当理由"), "{words}");
        assert!(words.contains("告知本人，本人说：忘了，下次一定来"), "{words}");
        assert!(
            renew(world, subject).await,
            "what lies before another renewal does not count again"
        );
    });
}

#[test]
fn a_note_is_made_in_a_few_fields_and_can_be_taken_back_until_a_renewal_rests_on_it() {
    here(&async |world| {
        let (subject, _) = agreed(world, NUMBER).await;
        let path = format!("/people/{subject}/agreement/unmet");
        let blank = world.fill("officer", &path, &[("duty", "plan")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        let day = today(world).to_string();
        let unheard = [("duty", "plan"), ("excused", "no"), ("reason", "没有执行行动计划")];
        // What the person was not told of, and could say nothing to, bars nothing.
        let half = [&unheard[..], &[("told", &*day)]].concat();
        world.fill("officer", &path, &half).await.refused("要一起填写");
        let early = today(world).plus_days(-1).to_string();
        let before = [&unheard[..], &[("told", &*early), ("said", "在住院")]].concat();
        world.fill("officer", &path, &before).await.refused("应在事情发生以后");
        world.fill("officer", &path, &unheard).await.done();
        let renew_page = world.get("officer", &format!("/people/{subject}/agreement/renew")).await;
        assert!(renew_page.words().contains("续签将写明“已履行”"), "{}", renew_page.words());
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await;
        assert!(shown.words().contains("待告知本人"), "{}", shown.words());
        let (withdraw, pairs) = shown.form(&[]);
        world.post("officer", &withdraw, &pairs).await.done();
        let answers = [&unheard[..], &[("told", &*day), ("said", "路上堵车")]].concat();
        let noted = world.fill("officer", &path, &answers).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.words());
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await;
        assert!(shown.words().contains("没有执行行动计划"), "{}", shown.words());
        assert!(shown.words().contains("路上堵车"), "{}", shown.words());
        let renew_page = world.get("officer", &format!("/people/{subject}/agreement/renew")).await;
        assert!(renew_page.words().contains("续签将写明“没有履行”"), "{}", renew_page.words());
        let (withdraw, pairs) = shown.form(&[]);
        assert!(withdraw.ends_with("/withdraw"), "{withdraw}");
        assert_eq!(
            world.get("inspector", &format!("/people/{subject}/agreement")).await.status,
            StatusCode::OK
        );
        assert_eq!(world.post("neighbour", &withdraw, &pairs).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post("officer", &withdraw, &pairs).await.status, StatusCode::SEE_OTHER);
        let again = [("_once".to_owned(), "another".to_owned())];
        assert_eq!(world.post("officer", &withdraw, &again).await.status, StatusCode::CONFLICT);
        assert!(renew(world, subject).await, "it was taken back");
        let kept = world.get("officer", &format!("/people/{subject}/agreement")).await;
        assert!(kept.words().contains("已撤回"), "{}", kept.words());

        note(world, "officer", subject, today(world), ("plan", "又没有执行", false))
            .await
            .expect("noted");
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await;
        let (withdraw, _) = shown.form(&[]);
        assert!(!renew(world, subject).await);
        let late = world.post("officer", &withdraw, &again).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "a renewal rests on it");
    });
}

#[test]
fn what_cannot_have_been_is_not_noted() {
    here(&async |world| {
        let free = owed(world, "P1").await;
        let day = today(world);
        let sound = ("plan", "没有执行", false);
        let answer = note(world, "officer", free, day, sound).await;
        assert!(matches!(answer, Err(Failure::Refused(Refusal::NoAgreement))), "{answer:?}");
        let (subject, _) = agreed(world, NUMBER).await;
        for (on, what) in [(day.plus_days(-1), sound), (day.plus_days(1), sound)] {
            let answer = note(world, "officer", subject, on, what).await;
            assert!(
                matches!(answer, Err(Failure::Refused(Refusal::UnmetOutside { .. }))),
                "{answer:?}"
            );
        }
        let answer = note(world, "officer", subject, day, ("homework", "没有做", false)).await;
        assert!(matches!(answer, Err(Failure::Refused(Refusal::UnknownDuty))), "{answer:?}");
        let answer = note(world, "officer", subject, day, ("plan", "  ", false)).await;
        assert!(matches!(answer, Err(Failure::Refused(Refusal::NoReason))), "{answer:?}");
        for user in ["neighbour", "inspector", "chief"] {
            let answer = note(world, user, subject, day, sound).await;
            assert!(matches!(answer, Err(Failure::Denied(_))), "{user}: {answer:?}");
        }
    });
}
