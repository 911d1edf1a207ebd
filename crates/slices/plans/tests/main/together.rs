//! Two people at one draft; an incomplete draft; a draft that nobody wants.

use axum::http::StatusCode;

use crate::world::{adopted, assessed, button, drafted, on_both, under_agreement};

#[test]
fn whoever_saves_second_is_told_and_loses_nothing() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        let path = format!("/people/{person}/plan/edit");
        let first = world.get("officer", &path).await;
        let second = world.get("colleague", &path).await;
        let done =
            world.fill_shown("officer", &first, &[("goal", "做保洁"), ("who_1", "甲")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let told = world.fill_shown("colleague", &second, &[("goal", "做护理")]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = told.words();
        assert!(words.contains("同事已保存了另一份草稿"), "{words}");
        assert!(words.contains("赵专员已保存的"), "by name: {words}");
        assert!(words.contains("做保洁"), "theirs: {words}");
        let (_, pairs) = told.form(&[]);
        assert!(pairs.contains(&("goal".to_owned(), "做护理".to_owned())), "one's own");
        let stored = world.get("officer", &path).await;
        assert!(stored.form(&[]).1.contains(&("goal".to_owned(), "做保洁".to_owned())));
        // Knowingly, it goes.
        let done = world.fill_shown("colleague", &told, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let stored = world.get("officer", &path).await;
        assert!(stored.form(&[]).1.contains(&("goal".to_owned(), "做护理".to_owned())));
        // What was shown before is not what is adopted.
        let adopt = format!("/people/{person}/plan/adopt");
        let shown = world.get("officer", &adopt).await;
        let third = world.get("colleague", &path).await;
        drafted(world, person, &[("goal", "做收银")]).await;
        let stale = world.fill_shown("officer", &shown, &[("consent", "yes")]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", stale.words());
        adopted(world, person, &[]).await;
        // Neither does a form from before the plan bring an old draft back.
        let late = world.fill_shown("colleague", &third, &[("goal", "做厨师")]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.words());
    });
}

#[test]
fn a_draft_says_what_is_missing_at_its_place_and_keeps_what_was_typed() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        let path = format!("/people/{person}/plan/edit");
        for (changes, why) in [
            (vec![("goal", "")], "请填写总目标"),
            (vec![("due_1", "")], "请写哪天以前做完"),
            (vec![("due_1", "2026-02-30")], "2026-02-30"),
            (vec![("stage_until_1", "")], "这个阶段到哪天为止"),
        ] {
            let again = world.fill("officer", &path, &changes).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}: {}", again.words());
            assert!(again.text.contains(why), "{why}: {}", again.words());
            let (_, pairs) = again.form(&[]);
            assert!(pairs.iter().any(|(name, value)| name == "words_2" && !value.is_empty()));
        }
        // A place more keeps what was typed, is where the keyboard starts, and judges nothing yet.
        let more = world.fill("officer", &path, &[("goal", "甲"), ("more_step", "yes")]).await;
        assert_eq!(more.status, StatusCode::OK, "{}", more.words());
        let (_, pairs) = more.form(&[]);
        assert!(pairs.contains(&("goal".to_owned(), "甲".to_owned())));
        assert!(pairs.contains(&("words_4".to_owned(), String::new())), "{pairs:?}");
        assert!(!pairs.iter().any(|(name, _)| name == "words_5"), "one, and no more");
        let start = more.text.split_once(" autofocus").expect("where the keyboard starts").0;
        assert!(start.ends_with(r#"value="""#) && start.contains("words_4"));
        let unnamed = world.fill_shown("officer", &more, &[("due_4", "2026-02-20")]).await;
        assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unnamed.text.contains("请写做什么"), "{}", unnamed.words());
        let wider = world.fill_shown("officer", &unnamed, &[("more_stage", "yes")]).await;
        let (_, pairs) = wider.form(&[]);
        assert!(pairs.contains(&("due_4".to_owned(), "2026-02-20".to_owned())));
        assert!(pairs.iter().any(|(name, _)| name == "stage_name_3"), "{pairs:?}");
        // A draft may be less than whole; a plan may not.
        drafted(world, person, &[("words_1", ""), ("words_2", ""), ("words_3", "")]).await;
        let adopt = format!("/people/{person}/plan/adopt");
        let refused = world.fill("officer", &adopt, &[("consent", "yes")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("至少写一项行动"), "{}", refused.words());
        let shown = world.get("officer", &path).await;
        let drop = button(&shown, "不要这份草稿");
        let dropped = world.fill_shown("officer", &drop, &[]).await;
        assert_eq!(dropped.status, StatusCode::SEE_OTHER, "{}", dropped.words());
        let adopt = world.get("officer", &adopt).await;
        assert_eq!(adopt.status, StatusCode::SEE_OTHER, "no draft");
    });
}

#[test]
fn two_analyses_at_once_do_not_hide_each_other() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        assessed(world, person).await;
        let path = format!("/people/{person}/barriers");
        let (first, second) =
            (world.get("officer", &path).await, world.get("colleague", &path).await);
        let done = world.fill_shown("officer", &first, &[("consent", "whole"), ("note", "甲因")]);
        assert_eq!(done.await.status, StatusCode::SEE_OTHER);
        let changes = [("consent", "whole"), ("found", "age"), ("note", "乙因")];
        let told = world.fill_shown("colleague", &second, &changes).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = told.words();
        assert!(words.contains("同事已另存了一次障碍分析") && words.contains("甲因"), "{words}");
        let done = world.fill_shown("colleague", &told, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let shown = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(shown.contains("乙因") && shown.contains("年龄与经历"), "{shown}");
    });
}
