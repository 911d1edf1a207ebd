//! The term of a placement: counted one way, full from its last day on, and an earlier end says why (BJ18-30).

use rules::Kind;
use street::{NUMBER, World};

use crate::town::{on_both, person, place, place_with, post, recommend};

async fn last(world: &World, person: store::SubjectId) -> Kind {
    world.history(person).await.last().expect("an entry").kind
}

#[test]
fn a_term_is_no_longer_than_the_posts_from_the_placement_on() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        // The post's term is twelve months; from July 20 on it ends on July 20 (民法典 art. 201, 202).
        let path = format!("/people/{person}/post/place");
        let earlier = [("post", &*post), ("on", "2026-07-20")];
        let shown = world.fill("officer", &path, &earlier).await;
        shown.refused("最晚到 2027-07-20");
        let fits = [("post", &*post), ("on", "2026-07-20"), ("last_day", "2027-07-20")];
        place_with(world, "officer", person, &fits).await.done();
        assert_eq!(last(world, person).await, Kind::PublicPostPlaced);
    });
}

#[test]
fn before_its_last_day_a_term_is_not_full_and_an_early_end_says_why() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        let last_day = world.today().plus_days(100);
        let answers = [("post", &*post), ("last_day", &*last_day.to_string())];
        place_with(world, "officer", person, &answers).await.done();
        let path = format!("/people/{person}/post/end");
        world.pass_days(99);
        let full = [("outcome", "安置期满")];
        let from = format!("安置期到 {last_day} 届满，从这一天起");
        assert!(world.get("officer", &path).await.words().contains(&from));
        world.fill("officer", &path, &full).await.refused(&from);
        // Neither does an earlier day help once the term is full.
        for outcome in ["本人退出", "用人组织提前终止"] {
            world
                .fill("officer", &path, &[("outcome", outcome)])
                .await
                .refused("请用一句话写明原因");
        }
        assert_eq!(last(world, person).await, Kind::PublicPostPlaced, "nothing is recorded");
        world.pass_days(1);
        let back = [("outcome", "安置期满"), ("on", &*last_day.plus_days(-1).to_string())];
        world.fill("officer", &path, &back).await.refused(&from);
        // On the last day it is filled in, and right.
        let form = world.get("officer", &path).await;
        let (_, pairs) = form.form(&[]);
        assert!(pairs.contains(&("outcome".to_owned(), "安置期满".to_owned())), "{pairs:?}");
        world.fill_shown("officer", &form, &[]).await.done();
        assert_eq!(last(world, person).await, Kind::PublicPostEnded);
    });
}

#[test]
fn an_early_end_with_its_reason_is_recorded() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        place(world, "officer", person, &post).await.done();
        world.pass_days(30);
        let path = format!("/people/{person}/post/end");
        let answers = [("outcome", "本人退出"), ("words", "回老家照顾父亲，本人不再需要岗位")];
        world.fill("officer", &path, &answers).await.done();
        let ended = world.history(person).await.pop().expect("an entry");
        assert_eq!(ended.kind, Kind::PublicPostEnded);
        let note = ended.text(ledger::Field::Note).expect("a note");
        assert!(note.reveal().contains("本人退出") && note.reveal().contains("回老家"));
    });
}
