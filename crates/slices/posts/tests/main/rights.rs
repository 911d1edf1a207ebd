//! Who keeps the register, who sees who is placed, and who places.

use access::Role;
use axum::http::StatusCode;
use street::{BESIDE, NAME, NUMBER, STREET};

use crate::town::{on_both, person, place, post};

#[test]
fn every_step_takes_its_right() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let id = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        let denied = async |user: &str, path: &str| {
            let shown = world.get(user, path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {path}");
            assert!(!shown.text.contains(NAME));
        };
        for user in ["clerk", "assistant", "inspector", "auditor"] {
            denied(user, "/posts/new").await;
        }
        for user in ["clerk", "neighbour", "chief", "far_head"] {
            denied(user, &format!("/posts/{id}")).await;
            let key = [("_once".to_owned(), "k".to_owned())];
            let closed = world.post(user, &format!("/posts/{id}/close"), &key).await;
            assert_eq!(closed.status, StatusCode::FORBIDDEN, "{user}");
        }
        for user in ["neighbour", "chief", "far_officer", "inspector"] {
            denied(user, &format!("/people/{person}/post/place")).await;
        }
        denied("far_officer", &format!("/people/{person}/post")).await;
        place(world, "colleague", person, &id).await.done();
        // A refusal would tell the day of the placement.
        let (desk, occasion) = (world.desk.clone(), world.occasion("far_officer").await);
        let early = occasion.today.plus_days(-1);
        let ended = world.desk.db.write(async move |tx| {
            posts::end(tx, &desk, &occasion, person, (early, "期满", "")).await
        });
        assert!(matches!(ended.await, Err(access::Failure::Denied(_))));
        assert!(world.get("chief", "/posts/people").await.words().contains(NAME));
        for user in ["neighbour", "far_chief"] {
            assert!(!world.get(user, "/posts/people").await.text.contains(NAME), "{user}");
        }
    });
}

#[test]
fn the_posts_of_the_district_serve_its_streets_and_those_of_other_streets_do_not() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let beside = post(world, "beside_officer", "邻街保洁队", "2").await;
        let above = post(world, "chief", "区公益服务中心", "2").await;
        world.pass_days(200);
        let form = world.get("officer", &format!("/people/{person}/post/place")).await;
        assert!(form.text.contains(&above) && !form.text.contains(&beside));
        let shown = world.fill_shown("officer", &form, &[("post", &beside)]).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        place(world, "officer", person, &above).await.done();
    });
}

#[test]
fn the_officer_for_enterprises_keeps_the_register_and_reads_nobody() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        world.hire("enterprise", STREET, Role::EnterpriseOfficer).await;
        world.hire("other_enterprise", BESIDE, Role::EnterpriseOfficer).await;
        let id = post(world, "enterprise", "阳光社区服务中心", "2").await;
        let path = format!("/posts/{id}");
        world.fill("enterprise", &path, &[("places", "3")]).await.done();
        for (user, path) in [
            ("other_enterprise", path.clone()),
            ("enterprise", format!("/people/{person}/post")),
            ("enterprise", format!("/people/{person}/post/place")),
            ("enterprise", "/posts/people?format=xlsx".to_owned()),
        ] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {path}");
        }
        assert!(!world.get("enterprise", "/posts/people").await.text.contains(NAME));
        let key = [("_once".to_owned(), "k".to_owned())];
        world.post("enterprise", &format!("{path}/close"), &key).await.done();
    });
}
