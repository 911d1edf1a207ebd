//! What the person takes home, what their file shows, and plans that only the ledger knows of.

use axum::http::StatusCode;
use desk::{Companion, FilePlace};
use ledger::Field;
use plans::Keeper;
use rules::Kind;
use store::{StoreError, SubjectId, seal};
use street::{NAME, World};
use subjects::Happening;

use crate::world::{adopted, drafted, on_both, planned, today, under_agreement};

type Kept = (Vec<(FilePlace, String)>, Vec<(String, String)>);

async fn kept(world: &World, person: SubjectId) -> Kept {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?.expect("a key");
        let files = [(person, key)];
        let parts = Keeper.parts(tx, &desk, &files).await?;
        let promised = Keeper.promised(tx, &desk, &files).await?;
        assert_eq!(Keeper.under_way(tx, person).await?, None, "a draft blocks nothing");
        let parts = parts.into_iter().map(|part| {
            let cells = part.table.rows.iter().flat_map(|row| &row.cells);
            (part.place, cells.map(web::parts::Cell::plain).collect::<Vec<_>>().join("|"))
        });
        let promised = promised
            .into_iter()
            .map(|one| (one.words, format!("{} {}", one.by, one.due.expect("a day"))));
        Ok((parts.collect(), promised.collect()))
    });
    read.await.expect("kept")
}

#[test]
fn the_file_shows_versions_and_what_was_promised() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        drafted(world, person, &[]).await;
        assert_eq!(kept(world, person).await, (Vec::new(), Vec::new()), "a draft is no promise");
        adopted(world, person, &[]).await;
        let (parts, promised) = kept(world, person).await;
        let [(place, words)] = &parts[..] else { panic!("{parts:?}") };
        assert_eq!(*place, FilePlace::Services);
        assert!(words.contains("第 1 版（在执行）") && words.contains("3 项完成 0 项"), "{words}");
        let by: Vec<&str> = promised.iter().map(|(_, by)| &**by).collect();
        assert_eq!(by, ["赵专员 2026-01-19", "赵专员 2026-02-09"], "what the office does");
        let plan = format!("/people/{person}/plan/progress?step=1");
        world.fill("officer", &plan, &[("to", "done")]).await;
        assert_eq!(kept(world, person).await.1.len(), 1, "what is done is no longer promised");
        let entry = world.history(person).await.last().expect("an entry").id;
        let wrong = Happening::new(Kind::Corrected, today(world)).about(entry);
        world.record_raw(person, vec![wrong]).await;
        let (parts, promised) = kept(world, person).await;
        assert!(parts[0].1.contains("已更正"), "{parts:?}");
        assert_eq!(promised, [], "what was entered in error promises nothing");
    });
}

#[test]
fn the_page_for_the_person_says_who_does_what_until_when() {
    on_both(&async |world| {
        let person = planned(world).await;
        let path = format!("/people/{person}/plan/page");
        let words = world.get("officer", &path).await.words();
        for part in [
            NAME,
            "然后，您自己做的",
            "然后，我们为您做的",
            "2月4日前",
            "2026年4月7日前",
            "与家人商量照料的分工",
            "赵专员",
            "示范街道",
        ] {
            assert!(words.contains(part), "{part}: {words}");
        }
        assert!(!words.contains("BJ18"), "no numbers of articles: {words}");
        assert!(!words.contains(" 前") && !words.contains("已经做好的"), "{words}");
        let columns = world.get("officer", &path).await.text;
        assert!(!columns.contains(">谁<"), "the headings say who");
        for number in 1..=6 {
            let history = format!("/people/{person}/plan/progress?step={number}");
            let step = world.get("officer", &history).await.words();
            let said = step.split_once("做什么").expect("a step").1;
            let said = said.split_once("谁来做").expect("its end").0.trim();
            assert_eq!(words.matches(said).count(), 1, "{said}: {words}");
        }
        // What comes next comes first, what is done last; whoever is not of the heading is named.
        let step = format!("/people/{person}/plan/progress?step=2");
        world.fill("officer", &step, &[("to", "done")]).await;
        drafted(world, person, &[("who_4", "李专家")]).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let shown = world.get("officer", &path).await;
        let words = shown.words();
        let at = |part: &str| words.find(part).unwrap_or_else(|| panic!("{part}: {words}"));
        assert!(at("接下来") < at("然后，我们为您做的") && at("一步一步来") < at("✓"), "{words}");
        assert_eq!(words.matches('✓').count(), 1, "{words}");
        assert!(shown.text.contains(">谁<") && words.contains("李专家"), "{words}");
    });
}

/// Nobody is told to do something before a day that is over; and every day is said as people say it.
#[test]
fn the_page_for_the_person_says_of_their_own_days_that_they_are_over() {
    on_both(&async |world| {
        let person = planned(world).await;
        let path = format!("/people/{person}/plan/page");
        let over = "日子过了";
        let words = world.get("officer", &path).await.words();
        assert!(!words.contains(over) && words.contains("2026年1月5日 打印"), "{words}");
        world.pass_days(365);
        let words = world.get("officer", &path).await.words();
        assert!(words.contains(over) && words.contains("我们一起重新定个日子"), "{words}");
        assert!(words.contains("2027年1月5日 打印") && !words.contains("日前"), "{words}");
    });
}

#[test]
fn a_plan_that_only_the_ledger_knows_of_is_shown_as_such() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        let plan = Happening::new(Kind::PlanAdopted, today(world)).number(Field::Version, 4);
        world.record_raw(person, vec![plan]).await;
        let words = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(words.contains("只在台账中有记录") && words.contains("第 4 版"), "{words}");
        let page = world.get("officer", &format!("/people/{person}/plan/page")).await;
        assert_eq!(page.status, StatusCode::OK);
        let words = page.words();
        assert!(words.contains("2026年1月5日，我们和您一起商定了就业计划（第 4 版）"), "{words}");
        assert!(words.contains("请向您的专员要一份") && words.contains("赵专员"), "{words}");
        let (parts, _) = kept(world, person).await;
        assert_eq!(parts, [(FilePlace::Services, String::new())]);
        drafted(world, person, &[]).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let history = world.history(person).await;
        let plan = history.last().expect("an entry");
        assert_eq!((plan.kind, plan.number(Field::Version)), (Kind::PlanRevised, Some(5)));
    });
}
