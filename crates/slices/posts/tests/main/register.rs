//! The register of posts: who keeps it, and what it says.

use axum::http::StatusCode;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{NUMBER, World};
use subjects::Happening;

use crate::town::{on_both, person, place, place_with, post, recommend};

#[test]
fn a_post_is_opened_changed_filled_and_closed() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let id = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        place(world, "officer", person, &id).await.done();
        let list = world.get("officer", "/posts").await.words();
        assert!(list.contains("阳光社区服务中心") && list.contains("每天 4 小时"), "{list}");
        let path = format!("/posts/{id}");
        let stale = world.get("head", &path).await;
        world.fill("officer", &path, &[("places", "1"), ("pay", "每月 2540 元")]).await.done();
        world.fill_shown("head", &stale, &[("places", "5")]).await.refused("已由别人修改");
        world.fill("head", &path, &[("places", "0")]).await.refused("名额应是 1 到");
        assert!(world.get("officer", "/posts").await.words().contains("已满"));
        // Closed, nobody is recommended to it any more.
        let key = [("_once".to_owned(), "k".to_owned())];
        world.post("head", &format!("{path}/close"), &key).await.done();
        let other = crate::town::person(world, "另一人", 5).await;
        world.pass_days(200);
        post(world, "head", "邻里互助站", "1").await;
        let shown = recommend(world, "officer", other, &id).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(world.get("officer", "/posts").await.words().contains("停用"));
        for path in ["/posts?format=xlsx", "/posts/people?format=xlsx"] {
            let book = world.get("head", path).await;
            assert_eq!((book.status, &book.text[..2]), (StatusCode::OK, "PK"), "{path}");
        }
    });
}

#[test]
fn fewer_places_than_are_filled_are_refused() {
    on_both(&async |world| {
        let first = person(world, NUMBER, 5).await;
        let second = person(world, "另一人", 5).await;
        let id = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        place(world, "officer", first, &id).await.done();
        place(world, "officer", second, &id).await.done();
        let path = format!("/posts/{id}");
        world.fill("head", &path, &[("places", "1")]).await.refused("现在在岗的 2 人");
    });
}

/// How many places the register says are filled.
async fn filled(world: &World) -> String {
    let list = world.get("head", "/posts").await;
    let row = list.text.split("阳光社区服务中心").nth(1).expect("its row");
    street::decode(row.split("</tr>").next().expect("the row"))
}

async fn placed(world: &World, limit: i64) -> Vec<SubjectId> {
    let area = world.occasion("head").await.actor.area;
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        posts::placed_within(tx, area, Day::LAST, limit).await
    });
    read.await.expect("read").into_iter().map(|placed| placed.subject).collect()
}

#[test]
fn a_place_is_free_again_once_its_placement_ended_or_was_taken_back() {
    on_both(&async |world| {
        let first = person(world, NUMBER, 5).await;
        let id = post(world, "head", "阳光社区服务中心", "1").await;
        world.pass_days(200);
        let today = world.today();
        place(world, "officer", first, &id).await.done();
        assert!(filled(world).await.contains("已满"));
        let of = world.history(first).await.last().expect("an entry").id;
        // An end that was itself taken back ends nothing.
        let end = Happening::new(Kind::PublicPostEnded, today).text(Field::Note, "期满");
        world.record_raw(first, vec![end]).await;
        assert!(!filled(world).await.contains("已满"));
        assert!(placed(world, 10).await.is_empty());
        let wrong = world.history(first).await.last().expect("an entry").id;
        let correct =
            |of| Happening::new(Kind::Corrected, today).about(of).text(Field::Note, "误记");
        world.record_raw(first, vec![correct(wrong)]).await;
        assert!(filled(world).await.contains("已满"));
        assert_eq!(placed(world, 10).await, [first]);
        // So does a placement that was taken back.
        world.record_raw(first, vec![correct(of)]).await;
        assert!(!filled(world).await.contains("已满"));
        assert!(placed(world, 10).await.is_empty());
    });
}

#[test]
fn whoever_is_longest_overdue_stands_first_and_never_drops_off() {
    on_both(&async |world| {
        let id = post(world, "head", "阳光社区服务中心", "5").await;
        let mut people = Vec::new();
        for reference in [NUMBER, "乙", "丙"] {
            people.push(person(world, reference, 5).await);
        }
        world.pass_days(200);
        // Whose term ends first was placed last; somebody whose placement was taken back ended even earlier.
        for (subject, last) in people.iter().zip(["2027-03-01", "2027-01-01", "2026-12-01"]) {
            let placing = [("post", id.as_str()), ("last_day", last)];
            place_with(world, "officer", *subject, &placing).await.done();
        }
        let of = world.history(people[2]).await.last().expect("an entry").id;
        let back =
            Happening::new(Kind::Corrected, world.today()).about(of).text(Field::Note, "误记");
        world.record_raw(people[2], vec![back]).await;
        assert_eq!(placed(world, 1).await, [people[1]]);
        assert_eq!(placed(world, 10).await, [people[1], people[0]]);
    });
}
