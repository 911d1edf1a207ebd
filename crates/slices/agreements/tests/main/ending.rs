//! How agreements end.

use access::Failure;
use agreements::model::{EXPIRED, NO_LONGER_IN_HARDSHIP, Refusal, STEADY_WORK, TRANSFERRED};
use agreements::{Ending, end};
use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use services::model::Done;
use services::model::codes::DECLINED;
use store::{EntryId, SubjectId};
use street::{NUMBER, World, on_both};
use subjects::Happening;

use crate::scene::{agreed, owed, signed_by, signing, today};

fn here(test: &impl AsyncFn(&World)) {
    on_both(&[agreements::STATEMENTS], agreements::routes, test);
}

async fn ended(
    world: &World,
    user: &str,
    subject: SubjectId,
    (reason, expected): (&str, EntryId),
) -> Result<Done, Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let ending =
        Ending { on: today(world), reason: reason.to_owned(), words: String::new(), expected };
    let outcome =
        world.desk.db.write(async move |tx| end(tx, &desk, &occasion, subject, &ending).await);
    outcome.await
}

async fn is_in_force(world: &World, subject: SubjectId) -> bool {
    let held = world
        .desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| duties::held(tx, subject).await);
    held.await.expect("read").expect("held").standing.under_agreement
}

#[test]
fn an_agreement_ends_only_for_a_reason_that_holds() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        world.pass_days(1);
        for (reason, wanted) in [
            (STEADY_WORK, "没有显示本人在岗"),
            (NO_LONGER_IN_HARDSHIP, "认定仍然有效"),
            (EXPIRED, "2027-01-05 才期满"),
            (DECLINED, "停止服务"),
            (TRANSFERRED, "自动终止"),
            ("厌倦了", "请从所列的原因中选择"),
        ] {
            let answer = ended(world, "officer", subject, (reason, entry)).await;
            let Err(Failure::Refused(refusal)) = answer else { panic!("{reason}: {answer:?}") };
            assert!(refusal.to_string().contains(wanted), "{reason}: {refusal}");
            assert!(is_in_force(world, subject).await, "{reason}");
        }
        world.record_raw(subject, vec![Happening::new(Kind::StartedWork, today(world))]).await;
        ended(world, "officer", subject, (STEADY_WORK, entry)).await.expect("ended");
        assert!(!is_in_force(world, subject).await);
        let again = ended(world, "officer", subject, (STEADY_WORK, entry)).await;
        assert!(
            matches!(again, Err(Failure::Refused(Refusal::EndedMeanwhile { .. }))),
            "{again:?}"
        );
    });
}

#[test]
fn it_expires_on_its_last_day_and_not_before() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        world.pass_days(364);
        assert_eq!(today(world).to_string(), "2027-01-04");
        let early = ended(world, "officer", subject, (EXPIRED, entry)).await;
        assert!(matches!(early, Err(Failure::Refused(Refusal::NotExpired { .. }))), "{early:?}");
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await.words();
        assert!(shown.contains("还有 1 天期满"), "{shown}");
        world.pass_days(1);
        ended(world, "officer", subject, (EXPIRED, entry)).await.expect("ended");
    });
}

#[test]
fn the_page_fills_in_the_reason_that_holds_and_leads_elsewhere_for_the_rest() {
    here(&async |world| {
        let (subject, _) = agreed(world, NUMBER).await;
        let over = Happening::new(Kind::HardshipEnded, today(world))
            .text(Field::Group, crate::scene::GROUP);
        world.record_raw(subject, vec![over]).await;
        let path = format!("/people/{subject}/record/agreement_ended");
        let end = format!("/people/{subject}/agreement/end");
        assert_eq!(world.get("officer", &path).await.location.as_deref(), Some(&*end));
        let shown = world.get("officer", &end).await;
        assert!(shown.text.contains(&format!("/people/{subject}/stop")), "the way of a stop");
        assert!(!shown.text.contains(&format!("value=\"{DECLINED}\"")));
        let done = world.fill_shown("officer", &shown, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        assert!(!is_in_force(world, subject).await);
        let agreement = format!("/people/{subject}/agreement");
        let shown = world.get("officer", &agreement).await.words();
        assert!(shown.contains("终止：不再属于就业困难人员"), "{shown}");
        assert_eq!(world.get("officer", &end).await.location.as_deref(), Some(&*agreement));
    });
}

/// 稳定 is six months of work, not the first day of it (BJ18-27(4)).
#[test]
fn steady_work_can_be_chosen_from_the_first_day_and_is_proposed_after_six_months() {
    here(&async |world| {
        let (subject, _) = agreed(world, NUMBER).await;
        world.record_raw(subject, vec![Happening::new(Kind::StartedWork, today(world))]).await;
        let path = format!("/people/{subject}/agreement/end");
        let proposed = async || {
            let page = world.get("officer", &path).await;
            assert!(page.text.contains(&format!("value=\"{STEADY_WORK}\"")), "it can be chosen");
            page.form(&[]).1.iter().any(|(_, value)| value == STEADY_WORK)
        };
        assert!(!proposed().await);
        world.pass_days(180);
        assert_eq!(today(world).to_string(), "2026-07-04");
        assert!(!proposed().await);
        world.pass_days(1);
        assert!(proposed().await);
        // Whoever left it is not at work, however long ago they began.
        world.record_raw(subject, vec![Happening::new(Kind::LeftWork, today(world))]).await;
        assert!(!proposed().await);
    });
}

#[test]
fn nobody_else_ends_it_and_a_form_that_is_behind_ends_nothing() {
    here(&async |world| {
        let (subject, first) = agreed(world, NUMBER).await;
        world.record_raw(subject, vec![Happening::new(Kind::StartedWork, today(world))]).await;
        for user in ["neighbour", "far_head", "inspector", "chief"] {
            let answer = ended(world, user, subject, (STEADY_WORK, first)).await;
            assert!(matches!(answer, Err(Failure::Denied(_))), "{user}: {answer:?}");
        }
        signed_by(world, "officer", subject, signing(world, "officer", Some(first)))
            .await
            .expect("renewed");
        let behind = ended(world, "colleague", subject, (STEADY_WORK, first)).await;
        assert!(
            matches!(behind, Err(Failure::Refused(Refusal::SignedMeanwhile { .. }))),
            "{behind:?}"
        );
        let none = owed(world, "P2").await;
        let answer = ended(world, "officer", none, (STEADY_WORK, first)).await;
        assert!(matches!(answer, Err(Failure::Refused(Refusal::NoAgreement))), "{answer:?}");
    });
}
