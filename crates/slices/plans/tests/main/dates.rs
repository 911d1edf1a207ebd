//! The days of a plan are judged at their fields, when they are typed.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::world::{agreed, assessed, meant, on_both, planned, today, under_agreement};

#[test]
fn days_that_cannot_be_are_refused_at_their_fields_before_the_draft_is_kept() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        assessed(world, person).await;
        agreed(world, person).await;
        let edit = format!("/people/{person}/plan/edit");
        let goal = ("goal", "做一名养老护理员");
        for (changes, words) in [
            (
                vec![goal, ("due_1", "2026-01-02")],
                "行动的日期 2026-01-02 已经过去（今天是 2026-01-05）",
            ),
            (vec![goal, ("stage_until_1", "2025-12-31")], "已经过去"),
            (vec![goal, ("stage_until_2", "2026-01-06")], "应不早于"),
        ] {
            let again = world.fill("officer", &edit, &changes).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(again.words().contains(words), "{words}: {}", again.words());
            assert!(again.text.contains("做一名养老护理员"), "what was typed stays");
        }
        let kept = world.fill("officer", &edit, &[goal]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "as it was proposed: {}", kept.words());
    });
}

#[test]
fn a_day_off_or_far_away_is_asked_about_and_kept_if_it_is_meant() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        assessed(world, person).await;
        agreed(world, person).await;
        let edit = format!("/people/{person}/plan/edit");
        let far = [("goal", "甲"), ("due_1", "2026-02-20"), ("stage_until_3", "2036-01-07")];
        let asked = world.fill("officer", &edit, &far).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = asked.words();
        for expected in [
            "2026-02-20 是春节放假，不是工作日",
            "您填的是2036年1月7日（星期一）",
            "没有填错，就是2026年2月20日（星期五）",
        ] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        let sure = asked.asked_back();
        let (path, mut pairs) = asked.form(&[]);
        // One of both is mended, the other is meant.
        pairs.retain(|(name, _)| name != "stage_until_3");
        pairs.push(("stage_until_3".to_owned(), "2026-12-01".to_owned()));
        let rest = sure.iter().find(|value| value.starts_with("due_1")).expect("asked about");
        pairs.push(("_sure".to_owned(), rest.clone()));
        let kept = world.post("officer", &path, &pairs).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.words());
    });
}

#[test]
fn what_is_late_when_it_is_agreed_is_put_on_another_day_first() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        assessed(world, person).await;
        agreed(world, person).await;
        let edit = format!("/people/{person}/plan/edit");
        let soon = [("goal", "甲"), ("due_1", "2026-01-06")];
        let kept = world.fill("officer", &edit, &soon).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.words());
        world.pass_days(3);
        let adopt = format!("/people/{person}/plan/adopt");
        let late = world.fill("officer", &adopt, &[("consent", "yes")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.words().contains("在定稿以前已经过去"), "{}", late.words());
        let history = world.history(person).await;
        assert!(history.iter().all(|past| past.kind != Kind::PlanAdopted));
        // Whoever agreed in time and writes it down today says so.
        let then = world.fill("officer", &adopt, &[("consent", "yes"), ("on", "2026-01-06")]).await;
        assert_eq!(then.status, StatusCode::SEE_OTHER, "{}", then.words());
    });
}

#[test]
fn an_agreed_step_that_is_late_is_kept_only_if_it_is_meant() {
    on_both(&async |world| {
        let person = planned(world).await;
        world.pass_days(200);
        let opinion = Happening::new(Kind::ConsultationOpinion, today(world));
        world.record_raw(person, vec![opinion.text(Field::Note, "再试")]).await;
        let edit = format!("/people/{person}/plan/edit");
        let shown = world.get("officer", &edit).await;
        let asked = world.fill_shown("officer", &shown, &[]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.words().contains("已经过期还没有做"), "{}", asked.words());
        let kept = meant(world, asked).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.words());
    });
}
