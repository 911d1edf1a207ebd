//! What was promised to the person stands on the page that they take home: what, by whom, until when.

use std::sync::Arc;

use axum::http::StatusCode;
use desk::{Answer, Companion, Desk, OpenFiles, Promised};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::Tx;
use street::World;
use subjects::Happening;

use crate::world::{planned, today, under_agreement};

/// Another slice, which promised two things.
struct Other(Day);

impl Companion for Other {
    fn promised<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a Desk,
        _: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        let promise = |words: &str, due, by: &str| Promised {
            words: words.to_owned(),
            due,
            by: by.to_owned(),
        };
        let promised = vec![
            promise("陪您去面试", Some(self.0), ""),
            promise("把转区的结果告诉您", None, "区中心"),
        ];
        Box::pin(async { Ok(promised) })
    }
}

/// Opens the page again with what the other slice promised for a day.
async fn page(world: &mut World, person: store::SubjectId, due: Day) -> String {
    world.restart(|desk| {
        desk.companions =
            Arc::from([Arc::new(plans::Keeper) as Arc<dyn Companion>, Arc::new(Other(due))]);
    });
    let shown = world.get("officer", &format!("/people/{person}/plan/page")).await;
    assert_eq!(shown.status, StatusCode::OK);
    shown.words()
}

/// Runs a test that starts the program again on each engine.
fn alone(test: &impl AsyncFn(&mut World)) {
    for engine in [store::Engine::Sqlite, store::Engine::Postgres] {
        testkit::block_on(async {
            let statements = [plans::STATEMENTS, counselling::STATEMENTS];
            let mut world = World::new(engine, &statements, plans::routes).await;
            test(&mut world).await;
            world.close();
        });
    }
}

#[test]
fn what_is_open_and_what_is_late_is_said_once_with_whom_and_when() {
    alone(&async |world: &mut World| {
        let person = planned(world).await;
        let words = page(world, person, today(world).plus_days(9)).await;
        for part in
            ["我们还答应您的", "陪您去面试", "赵专员", "2026年1月14日", "区中心", "有结果就告诉您"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert!(!words.contains("还没有做到的"), "{words}");
        let history = format!("/people/{person}/plan/progress?step=4");
        let step = world.get("officer", &history).await.words();
        let said = step.split_once("做什么").expect("a step").1;
        let said = said.split_once("谁来做").expect("its end").0.trim().to_owned();
        assert_eq!(words.matches(&said).count(), 1, "{said} in {words}");
        // A month later what the office had to do is late; what the person does is not called so.
        world.pass_days(40);
        let words = page(world, person, today(world).plus_days(-9)).await;
        let (before, after) = words.split_once("答应过您、还没有做到的").expect("a section");
        let late = after.split_once("接下来").expect("its end").0;
        assert!(!before.contains("陪您去面试") && late.contains("让您久等了"), "{words}");
        assert!(late.contains("陪您去面试") && late.contains("过了 9 天"), "{late}");
        assert!(late.contains("2026年1月19日，过了 26 天"), "{late}");
        assert!(!late.contains("与家人商量照料的分工"), "the person's own: {late}");
        for part in [&*said, "陪您去面试"] {
            assert!(words.matches(part).count() <= 1, "{part} once in {words}");
        }
        assert!(!words.contains("BJ18"), "no numbers of articles: {words}");
        // What is done is neither.
        for number in 1..=6 {
            let path = format!("/people/{person}/plan/progress?step={number}");
            world.fill("officer", &path, &[("to", "done")]).await.done();
        }
        let words = page(world, person, today(world)).await;
        assert!(!words.contains("还没有做到的") && words.contains("陪您去面试"), "{words}");
    });
}

#[test]
fn without_the_text_of_a_plan_promises_are_said_all_the_same() {
    alone(&async |world: &mut World| {
        let person = under_agreement(world).await;
        let plan = Happening::new(Kind::PlanAdopted, today(world)).number(Field::Version, 4);
        world.record_raw(person, vec![plan]).await;
        let words = page(world, person, today(world).plus_days(-1)).await;
        for part in ["您的计划", "还没有做到的", "陪您去面试", "过了 1 天", "我们还答应您的"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
    });
}
