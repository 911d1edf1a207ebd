//! How far a plan has come.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::world::{adopted, button, drafted, on_both, planned, today};

#[test]
fn steps_are_done_given_up_with_a_reason_and_late() {
    on_both(&async |world| {
        let person = planned(world).await;
        let plan = format!("/people/{person}/plan");
        world.pass_days(40);
        let shown = world.get("officer", &plan).await;
        assert!(shown.words().contains("逾期 10 天"), "{}", shown.words());
        let done = world.fill_shown("officer", &button(&shown, ">完成<"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let stale = world.fill_shown("colleague", &button(&shown, ">完成<"), &[]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody was first");
        assert!(stale.words().contains("刚刚有人改过"), "{}", stale.words());
        let after = world.get("officer", &plan).await.words();
        assert!(after.contains(&format!("已完成 {}", today(world))), "{after}");

        let step = format!("{plan}/progress?step=2");
        for (changes, why) in [
            (vec![("to", "given_up")], "请写明原因"),
            (vec![("to", "done"), ("on", "2026-01-04")], "方案定稿以后"),
            (vec![("to", "done"), ("on", "2027-01-04")], "今天以前"),
        ] {
            let again = world.fill("officer", &step, &changes).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            assert!(again.words().contains(why), "{why}: {}", again.words());
        }
        let changes = [("to", "given_up"), ("words", "本人腰伤")];
        let given_up = world.fill("officer", &step, &changes).await;
        assert_eq!(given_up.status, StatusCode::SEE_OTHER, "{}", given_up.words());
        let after = world.get("officer", &plan).await.words();
        assert!(after.contains("本人腰伤") && after.contains("不再进行"), "{after}");
        let taken_back = world.fill("officer", &step, &[("to", "open")]).await;
        assert_eq!(taken_back.status, StatusCode::SEE_OTHER, "{}", taken_back.words());
        let missing = world.get("officer", &format!("{plan}/progress?step=99")).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        // A revision goes on from what is done.
        drafted(world, person, &[]).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let after = world.get("officer", &plan).await.words();
        assert!(after.contains("第 2 版") && after.contains("中 1 项"), "{after}");
    });
}

#[test]
fn what_the_ledger_shows_is_proposed_and_a_click_confirms_it() {
    on_both(&async |world| {
        let person = planned(world).await;
        let plan = format!("/people/{person}/plan");
        world.pass_days(5);
        let training = |scheme: &str| {
            Happening::new(Kind::TrainingStarted, today(world))
                .text(Field::Scheme, scheme)
                .day(Field::Ends, today(world).plus_days(30))
        };
        world.record_raw(person, vec![training("startup")]).await;
        let other = world.history(person).await.last().expect("an entry").id;
        let shown = world.get("officer", &plan).await;
        assert!(!shown.words().contains("确认完成"), "another scheme: {}", shown.words());
        world.record_raw(person, vec![training("skills")]).await;
        let shown = world.get("officer", &plan).await;
        assert!(shown.words().contains("确认完成（2026-01-10 培训见习开始）"), "{}", shown.words());
        let confirm = button(&shown, "确认完成");
        let forged = [("because", &*other.to_string())].map(|(name, id)| (name, id.to_owned()));
        let forged: Vec<(&str, &str)> = forged.iter().map(|(name, id)| (*name, &**id)).collect();
        let refused = world.fill_shown("officer", &confirm, &forged).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("不能说明"), "{}", refused.words());
        let confirmed = world.fill_shown("officer", &confirm, &[]).await;
        assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.words());
        let after = world.get("officer", &plan).await.words();
        assert!(!after.contains("确认完成") && after.contains("已完成 2026-01-10"), "{after}");
    });
}

#[test]
fn an_entry_older_than_the_version_does_not_finish_what_is_agreed_anew() {
    on_both(&async |world| {
        let person = planned(world).await;
        let plan = format!("/people/{person}/plan");
        world.pass_days(5);
        let guided =
            || Happening::new(Kind::GuidanceGiven, today(world)).text(Field::Form, "special");
        let trained = || {
            Happening::new(Kind::TrainingStarted, today(world))
                .text(Field::Scheme, "skills")
                .day(Field::Ends, today(world).plus_days(20))
        };
        world.record_raw(person, vec![guided(), trained()]).await;
        let shown = world.get("officer", &plan).await.words();
        assert!(shown.contains("确认完成（2026-01-10 就业指导）"), "{shown}");
        assert!(shown.contains("确认完成（2026-01-10 培训见习开始）"), "{shown}");
        world.pass_days(5);
        // The guidance is agreed anew, until another day; the training stands as it was agreed.
        let later = [("due_1", "2026-03-01"), ("who_3", "另一所学校")];
        drafted(world, person, &later).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let shown = world.get("officer", &plan).await;
        let words = shown.words();
        assert!(!words.contains("确认完成（2026-01-10 就业指导）"), "{words}");
        assert!(words.contains("确认完成（2026-01-10 培训见习开始）"), "{words}");
        let step = format!("{plan}/progress?step=1");
        let early = world.fill("officer", &step, &[("to", "done"), ("on", "2026-01-10")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.words().contains("方案定稿以后"), "{}", early.words());
        world.record_raw(person, vec![guided()]).await;
        let shown = world.get("officer", &plan).await.words();
        assert!(shown.contains("确认完成（2026-01-15 就业指导）"), "{shown}");
    });
}

#[test]
fn a_plan_that_no_longer_holds_takes_no_progress() {
    on_both(&async |world| {
        let person = planned(world).await;
        let plan = format!("/people/{person}/plan");
        let shown = world.get("officer", &plan).await;
        let ended = Happening::new(Kind::AgreementEnded, today(world)).text(Field::Reason, "期满");
        world.record_raw(person, vec![ended]).await;
        let refused = world.fill_shown("officer", &button(&shown, ">完成<"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.words());
        let after = world.get("officer", &plan).await.words();
        assert!(after.contains("没有在执行的援助协议"), "{after}");
        assert!(after.contains("以前的版本"), "the version stays: {after}");
    });
}
