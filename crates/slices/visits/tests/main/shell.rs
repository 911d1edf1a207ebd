//! The page that works without a network.

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode};
use street::World;

use crate::device::on_both;

/// What the worker says that it keeps.
fn kept(worker: &str) -> Vec<String> {
    let list = worker.split_once("const SHELL = ").expect("a list").1;
    let list = list.split_once(';').expect("its end").0;
    serde_json::from_str(list).expect("JSON")
}

async fn text(world: &World, path: &str) -> String {
    let shown = world.get("nobody", path).await;
    assert_eq!(shown.status, StatusCode::OK, "{path}");
    shown.text
}

#[test]
fn everything_that_the_page_needs_is_kept_and_needs_nobody_signed_in() {
    on_both(&async |world| {
        let worker = text(world, "/visits/worker.js").await;
        assert!(!worker.contains("{{"), "everything is filled in");
        let kept = kept(&worker);
        for path in &kept {
            let content = text(world, path).await;
            // Whatever a part asks for by its address is kept as well.
            for wanted in content.split('"').filter_map(|text| text.strip_prefix("./")) {
                assert!(kept.contains(&format!("/visits/{wanted}")), "{path} needs {wanted}");
            }
        }
        let page = text(world, "/visits/app").await;
        let needed = page.split('"').filter(|text| text.starts_with("/visits/"));
        for wanted in needed.filter(|path| !path.ends_with(".webmanifest")) {
            assert!(kept.contains(&wanted.to_owned()), "the page needs {wanted}");
        }
        let manifest = text(world, "/visits/manifest.webmanifest").await;
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        for icon in manifest["icons"].as_array().expect("icons") {
            assert!(kept.contains(&icon["src"].as_str().expect("a path").to_owned()));
        }
    });
}

/// The way in has no slash at its end: the worker answers there, too, which the browser lets it do where it is told so.
#[test]
fn the_worker_may_answer_for_the_way_in_as_well() {
    on_both(&async |world| {
        let request = Request::get("/visits/worker.js").body(Body::empty()).expect("a request");
        let (status, headers, _) = world.exchange("nobody", request).await;
        let allowed = headers.get("service-worker-allowed").expect("how far it reaches");
        assert_eq!((status, allowed), (StatusCode::OK, &HeaderValue::from_static("/visits")));
        let page = text(world, "/visits/app.js").await;
        assert!(page.contains(r#"{ scope: "/visits" }"#), "it is registered for as much");
        let manifest = text(world, "/visits/manifest.webmanifest").await;
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        assert_eq!(manifest["scope"], "/visits");
    });
}

#[test]
fn whoever_is_not_signed_in_is_led_to_the_sign_in_page() {
    on_both(&async |world| {
        for path in ["/visits/pack", "/visits/records", "/visits/rescue"] {
            let shown = world.post_json("nobody", path, "{}").await;
            assert_eq!(shown.status, StatusCode::SEE_OTHER, "{path}");
            assert!(shown.location.is_some_and(|to| to.starts_with("/sign-in")), "{path}");
        }
        let shown = world.get("officer", "/visits").await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.text.contains("/visits/app") && shown.text.contains("/people/visits"));
    });
}
