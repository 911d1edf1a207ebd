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

/// Asks how the work goes, so many days after it began.
async fn asked(world: &World, subject: SubjectId, days: &[i32]) {
    let past = world.history(subject).await;
    let job = past.iter().rev().find(|past| past.kind == Kind::StartedWork).expect("work");
    let asked = days
        .iter()
        .map(|days| Happening::new(Kind::FollowedUp, job.on.plus_days(*days)).about(job.id));
    world.record_raw(subject, asked.collect()).await;
}

/// Why the agreement does not end with work that is not known to be steady.
async fn unsteady(world: &World, subject: SubjectId, entry: EntryId) -> String {
    let answer = ended(world, "officer", subject, (STEADY_WORK, entry)).await;
    let Err(Failure::Refused(refusal @ Refusal::Unsteady(_))) = answer else {
        panic!("{answer:?}")
    };
    assert!(is_in_force(world, subject).await);
    refusal.to_string()
}

/// The regulation asks about one, three and six months after the first day (BJ18-27(4)): before that nobody knows.
#[test]
fn work_is_steady_when_it_was_asked_about_to_the_sixth_month() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        world.record_raw(subject, vec![Happening::new(Kind::StartedWork, today(world))]).await;
        world.pass_days(1);
        let words = unsteady(world, subject, entry).await;
        for expected in [
            "自 2026-01-05 起在岗",
            "上岗后回访（2026-01-19 以前）",
            "上岗 1 个月左右稳岗指导（2026-01-29 至 2026-02-12）",
            "上岗 6 个月左右稳岗指导（2026-06-28 至 2026-07-12）",
            "最早 2026-06-28",
        ] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        let end = format!("/people/{subject}/agreement/end");
        let shown = world.get("officer", &end).await.words();
        assert!(shown.contains("最早 2026-06-28"), "said before anything is chosen: {shown}");
        let refused = world.fill("officer", &end, &[("reason", STEADY_WORK)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The third month was not asked about, and cannot be any more.
        asked(world, subject, &[1]).await;
        world.pass_days(172);
        asked(world, subject, &[31]).await;
        assert_eq!(today(world).to_string(), "2026-06-27");
        let words = unsteady(world, subject, entry).await;
        assert!(words.contains("还缺：上岗 6 个月左右稳岗指导"), "{words}");
        assert!(!words.contains("3 个月左右稳岗指导（"), "{words}");
        world.pass_days(1);
        unsteady(world, subject, entry).await;
        asked(world, subject, &[174]).await;
        ended(world, "officer", subject, (STEADY_WORK, entry)).await.expect("ended");
        assert!(!is_in_force(world, subject).await);
    });
}

#[test]
fn whoever_was_not_asked_in_time_is_asked_later_and_whoever_left_begins_anew() {
    here(&async |world| {
        let (subject, entry) = agreed(world, NUMBER).await;
        world.record_raw(subject, vec![Happening::new(Kind::StartedWork, today(world))]).await;
        world.pass_days(200);
        asked(world, subject, &[3, 30, 91]).await;
        let words = unsteady(world, subject, entry).await;
        assert!(words.contains("期限已过，补做一次跟踪回访即可"), "{words}");
        let left = Happening::new(Kind::LeftWork, today(world));
        let again = Happening::new(Kind::StartedWork, today(world));
        world.record_raw(subject, vec![left, again]).await;
        let words = unsteady(world, subject, entry).await;
        assert!(words.contains("自 2026-07-24 起在岗") && words.contains("1 个月左右"), "{words}");
        world.pass_days(200);
        asked(world, subject, &[3, 30, 91, 200]).await;
        ended(world, "officer", subject, (STEADY_WORK, entry)).await.expect("ended");
    });
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
        world.pass_days(181);
        asked(world, subject, &[5, 31, 90, 181]).await;
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
fn steady_work_can_be_chosen_from_the_first_day_and_is_proposed_once_it_is_known() {
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
        assert!(!proposed().await, "nobody has asked");
        asked(world, subject, &[5, 31, 90, 181]).await;
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
