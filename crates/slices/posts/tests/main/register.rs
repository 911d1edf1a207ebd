//! The register of posts: who keeps it, and what it says.

use axum::http::StatusCode;
use street::NUMBER;

use crate::town::{done, on_both, person, place, post, recommend, refused};

#[test]
fn a_post_is_opened_changed_filled_and_closed() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let id = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        done(&place(world, "officer", person, &id).await);
        let list = world.get("officer", "/posts").await.words();
        assert!(list.contains("阳光社区服务中心") && list.contains("每天 4 小时"), "{list}");
        let path = format!("/posts/{id}");
        let stale = world.get("head", &path).await;
        done(&world.fill("officer", &path, &[("places", "1"), ("pay", "每月 2540 元")]).await);
        refused(&world.fill_shown("head", &stale, &[("places", "5")]).await, "已由别人修改");
        refused(&world.fill("head", &path, &[("places", "0")]).await, "名额应是 1 到");
        assert!(world.get("officer", "/posts").await.words().contains("已满"));
        // Closed, nobody is recommended to it any more.
        let key = [("_once".to_owned(), "k".to_owned())];
        done(&world.post("head", &format!("{path}/close"), &key).await);
        let other = crate::town::person(world, "另一人", 5).await;
        world.pass_days(200);
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
        done(&place(world, "officer", first, &id).await);
        done(&place(world, "officer", second, &id).await);
        let path = format!("/posts/{id}");
        refused(&world.fill("head", &path, &[("places", "1")]).await, "现在在岗的 2 人");
    });
}
