//! Every page for everyone: nobody reaches what the access table does not give, and no page fails.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use offices::NoResponsibilities;
use web::Door;

use crate::world::{STREET, World, on_both};

const EVERYONE: [&str; 8] =
    ["system", "security", "auditor", "inspector", "head", "clerk", "counsellor", "neighbour"];

fn filled(world: &World, path: &str) -> String {
    path.replace("{office}", &world.office(STREET).to_string())
        .replace("{staff}", &world.staff("fresh").to_string())
        .replace("{cover}", "01980a3c-5f00-7000-8000-000000000001")
        .replace("{outlet}", "01980a3c-5f00-7000-8000-000000000001")
}

#[test]
fn every_route_asks_who_may_take_it() {
    on_both(&async |world| {
        let routes = offices::routes(Arc::new(NoResponsibilities));
        for user_name in EVERYONE {
            let mut browser = world.signed_in(user_name).await;
            let actor = world.actor(user_name).await.expect("here");
            for route in routes.list() {
                let Door::For(action) = route.door else { continue };
                let path = filled(world, route.path);
                let is_get = route.method == Method::GET;
                let answer =
                    if is_get { browser.get(&path).await } else { browser.post(&path, &[]).await };
                let what = format!("{user_name} {} {path}", route.method);
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
                if !actor.may_ever(action) {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                    continue;
                }
                if is_get && answer.status == StatusCode::OK {
                    assert!(answer.body.contains("<h1"), "{what}");
                }
                // The walk may end its own session or shut the actor out; it goes on all the same.
                if browser.get("/account").await.status != StatusCode::OK {
                    browser = world.signed_in(user_name).await;
                }
            }
        }
    });
}

#[test]
fn nobody_signed_out_gets_further_than_the_door_and_no_other_site_gets_in() {
    on_both(&async |world| {
        let routes = offices::routes(Arc::new(NoResponsibilities));
        for route in routes.list().iter().filter(|route| route.door != Door::Open) {
            let path = filled(world, route.path);
            let mut browser = world.browser();
            let answer = if route.method == Method::GET {
                browser.get(&path).await
            } else {
                browser.post(&path, &[]).await
            };
            let location = answer.location.unwrap_or_default();
            assert!(location.starts_with("/sign-in?next="), "{path}: {location}");
        }
        let mut lured = world.signed_in("clerk").await;
        lured.site = "cross-site";
        for route in routes.list().iter().filter(|route| route.method == Method::POST) {
            let answer = lured.post(&filled(world, route.path), &[]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", route.path);
        }
        lured.site = "same-origin";
        assert_eq!(lured.get("/account").await.status, StatusCode::OK, "still signed in");
    });
}

#[test]
fn lists_leave_as_workbooks() {
    on_both(&async |world| {
        let mut head = world.signed_in("head").await;
        let office = format!("/offices/{}?format=xlsx", world.office(STREET));
        for path in ["/offices?format=xlsx", office.as_str(), "/covers?format=xlsx"] {
            let answer = head.get(path).await;
            assert_eq!((answer.status, &answer.bytes[..2]), (StatusCode::OK, &b"PK"[..]), "{path}");
        }
    });
}

#[test]
fn user_names_and_sessions_are_seen_by_administrators_only() {
    on_both(&async |world| {
        let path = format!("/staff/{}", world.staff("counsellor"));
        let mut clerk = world.signed_in("clerk").await;
        let page = clerk.get(&path).await;
        assert!(page.body.contains("赵指导") && page.body.contains("职业指导员、就业援助专员"));
        assert!(!page.body.contains("用户名") && !page.body.contains("登录限制"));
        let list = clerk.get(&format!("/offices/{}", world.office(STREET))).await;
        assert!(list.body.contains("赵指导") && !list.body.contains(">counsellor<"));
        let mut system = world.signed_in("system").await;
        let page = system.get(&path).await;
        assert!(page.body.contains("办理离岗") && !page.body.contains("登录限制"));
        let mut security = world.signed_in("security").await;
        let page = security.get(&path).await;
        assert!(page.body.contains("登录限制") && !page.body.contains("办理离岗"));
    });
}

#[test]
fn large_text_is_asked_for_and_given_up() {
    on_both(&async |world| {
        let mut clerk = world.signed_in("clerk").await;
        let answer = clerk.post("/account/large-text", &[("from", "/offices")]).await;
        assert_eq!(answer.location.as_deref(), Some("/offices"));
        assert!(clerk.get("/offices").await.body.contains("class=\"large\""));
        let away = clerk.post("/account/large-text", &[("from", "//evil.example")]).await;
        assert_eq!(away.location.as_deref(), Some("/"));
        assert!(!clerk.get("/offices").await.body.contains("class=\"large\""));
    });
}
