//! Plans of a file that went on in another one.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::world::{adopted, drafted, in_hardship, on_both, signed, today};

#[test]
fn the_versions_of_a_merged_file_are_read_and_compared_in_the_one_that_goes_on() {
    on_both(&async |world| {
        let gone = in_hardship(world, "P1").await;
        world.record_raw(gone, vec![signed(today(world))]).await;
        crate::world::assessed(world, gone).await;
        crate::world::agreed(world, gone).await;
        drafted(world, gone, &[("goal", "先在家门口找一份半天的工作")]).await;
        adopted(world, gone, &[]).await;
        let step = format!("/people/{gone}/plan/progress?step=1");
        world.fill("officer", &step, &[("to", "done")]).await.done();
        drafted(world, gone, &[("goal", "改找全天的工作")]).await;
        adopted(world, gone, &[("reason", "出现新情况或新问题")]).await;
        let over = Happening::new(Kind::AgreementEnded, today(world)).text(Field::Reason, "期满");
        world.record_raw(gone, vec![over]).await;
        world.pass_days(10);
        let kept = in_hardship(world, "P2").await;
        world.record_raw(kept, vec![signed(today(world))]).await;
        drafted(world, kept, &[("goal", "找一份长白班的工作")]).await;
        adopted(world, kept, &[]).await;
        assert_eq!(world.merge("P1", "P2").await, kept, "the one with the agreement");
        let path = format!("/people/{kept}/plan");
        let page = world.get("officer", &path).await;
        let words = page.words();
        // Its own version is in force; those of the other file have their text, and lead to what changed.
        assert!(words.contains("找一份长白班的工作") && words.contains("在执行"), "{words}");
        assert!(!words.contains("只在台账中，没有正文"), "{words}");
        assert!(words.contains("出现新情况或新问题"), "why the other file's was revised: {words}");
        assert!(
            words.contains("商定的就业障碍") && !words.contains("还没有做就业障碍分析"),
            "{words}"
        );
        let link = page.text.split("/plan/compare?").nth(1).expect("a comparison");
        let link =
            link.split('"').next().expect("its end").replace("&amp;", "&").replace("&#38;", "&");
        let compared = world.get("officer", &format!("{path}/compare?{link}")).await;
        assert_eq!(compared.status, StatusCode::OK, "{link}");
        let compared = compared.words();
        for words in ["先在家门口找一份半天的工作", "改找全天的工作", "并入的档案"]
        {
            assert!(compared.contains(words), "{words} in {compared}");
        }
        // Numbers name the file's own versions, as before.
        let own = world.get("officer", &format!("{path}/compare?one=1&other=1")).await.words();
        assert!(own.contains("找一份长白班的工作"), "{own}");
        // Work goes on in the file's own: progress, and a version with the next number of the ledger.
        let step = format!("{path}/progress?step=1");
        assert_eq!(world.get("officer", &step).await.status, StatusCode::OK);
        drafted(world, kept, &[("goal", "找一份离家近的工作")]).await;
        adopted(world, kept, &[("reason", "出现新情况或新问题")]).await;
        let last = world.history(kept).await.pop().expect("an entry");
        assert_eq!((last.kind, last.number(Field::Version)), (Kind::PlanRevised, Some(3)));
        // Barriers that were agreed on there are the ground for the next analysis here.
        crate::world::assessed(world, kept).await;
        crate::world::agreed(world, kept).await;
    });
}
