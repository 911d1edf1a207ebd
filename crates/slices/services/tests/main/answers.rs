//! The short lists of answers that an office makes its own.

use access::Failure;
use axum::http::StatusCode;
use rules::Kind;
use services::{AnswerRefusal, put_answer};

use crate::world::{World, on_both};

async fn put(
    world: &World,
    user: &str,
    words: &str,
    is_offered: bool,
) -> Result<(), Failure<AnswerRefusal>> {
    let (occasion, words) = (world.occasion(user).await, words.to_owned());
    let question = "guidance_given.topic";
    world
        .desk
        .db
        .write(async move |tx| put_answer(tx, &occasion, question, &words, is_offered).await)
        .await
}

#[test]
fn what_a_district_offers_can_be_chosen_in_its_streets_until_one_leaves_it_out() {
    on_both(&async |world: &World| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        let form = format!("/people/{person}/record/guidance_given");
        assert!(!world.get("officer", &form).await.text.contains("数字技能"));
        put(world, "chief", "数字技能", true).await.expect("added");
        let shown = world.get("officer", &form).await;
        assert!(shown.text.contains("数字技能"));
        let sent = world.fill_shown("officer", &shown, &[("topic", "数字技能")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        world.pass_days(1);

        put(world, "head", "数字技能", false).await.expect("left out");
        let shown = world.get("officer", &form).await;
        assert!(!shown.text.contains("数字技能"));
        let sent = world.fill_shown("officer", &shown, &[("topic", "数字技能")]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "it is no answer any more");
    });
}

#[test]
fn the_lists_stay_short_and_in_the_right_hands() {
    on_both(&async |world: &World| {
        let denied = put(world, "officer", "数字技能", true).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        let page = world.get("officer", "/services/answers").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        let refused = |end: Result<(), Failure<AnswerRefusal>>| match end {
            Err(Failure::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(put(world, "head", " ", true).await), AnswerRefusal::Blank);
        assert_eq!(refused(put(world, "head", "政策咨询", true).await), AnswerRefusal::Known);
        assert_eq!(refused(put(world, "head", "没有的", false).await), AnswerRefusal::Unknown);
        let long = "很".repeat(21);
        assert_eq!(refused(put(world, "head", &long, true).await), AnswerRefusal::TooLong);
        for number in 0..5 {
            put(world, "head", &format!("新选项{number}"), true).await.expect("added");
        }
        assert_eq!(refused(put(world, "head", "再一个", true).await), AnswerRefusal::TooMany);

        let page = world.get("head", "/services/answers").await;
        assert!(page.text.contains("href=\"/services/answers?format=xlsx\""), "a button");
        assert!(page.words().contains("新选项4"), "{}", page.words());
        let typed = [
            ("_once".to_owned(), "k1".to_owned()),
            ("question".to_owned(), "guidance_given.topic".to_owned()),
            ("words".to_owned(), "再一个".to_owned()),
        ];
        let again = world.post("head", "/services/answers", &typed).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("再一个") && again.text.contains("最多 12 个选项"));
    });
}

#[test]
fn of_many_who_add_one_answer_at_once_one_does_and_the_list_stays_short() {
    on_both(&async |world: &World| {
        let mut trials = Vec::new();
        for client in 0..64 {
            let occasion = world.occasion("head").await;
            // Half of them the same, the others each their own.
            let words =
                if client % 2 == 0 { "数字技能".to_owned() } else { format!("技能{client}") };
            let db = world.desk.db.clone();
            trials.push(tokio::spawn(async move {
                let question = "guidance_given.topic";
                db.write(async move |tx| {
                    put_answer(tx, &occasion, question, &words, true).await?;
                    pause().await;
                    Ok(())
                })
                .await
            }));
        }
        let mut added = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(()) => added += 1,
                Err(Failure::Refused(AnswerRefusal::Known | AnswerRefusal::TooMany)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        let question = services::model::answers::Question::named("guidance_given.topic");
        let shipped = question.expect("a question").shipped.len();
        assert_eq!(shipped + added, services::model::answers::MOST_ANSWERS, "added {added}");
    });
}

/// Leaves the others of a race time to look before a transaction is committed. On SQLite nobody else writes meanwhile,
/// and nothing waits there.
async fn pause() {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
}
