//! How long a session lasts, and who can end it.

use axum::http::StatusCode;
use offices::jobs;
use store::{Clock, StoreError};

use crate::world::{self, PASSWORD, on_both};

#[test]
fn a_session_ends_by_idleness_and_by_age() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        for _ in 0..19 {
            world.clock.advance_seconds(30 * 60);
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        }
        world.clock.advance_seconds(30 * 60 - 1);
        assert_eq!(browser.get("/account").await.status, StatusCode::OK, "just before ten hours");
        world.clock.advance_seconds(2);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "ten hours");

        let mut idle = world.signed_in("clerk").await;
        world.clock.advance_seconds(30 * 60 + 1);
        assert_eq!(idle.get("/account").await.status, StatusCode::SEE_OTHER, "half an hour");

        world.clock.advance_seconds(11 * 3600);
        jobs::tidy(&world.desk.db, world.clock.now()).await.expect("tidied");
        let (left,): (i64,) = world
            .desk
            .db
            .read::<_, _, StoreError>(async |tx| tx.one(world::SESSIONS, &[]).await)
            .await
            .expect("read");
        assert_eq!(left, 0);
    });
}

#[test]
fn signing_out_ends_the_session_itself_and_signing_in_again_the_one_before() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        let stolen = browser.cookies.clone();
        let answer = browser.post("/sign-out", &[]).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in?ended=signed_out"));
        assert!(browser.cookies.is_empty());
        let mut thief = world.browser();
        thief.cookies = stolen;
        assert_eq!(thief.get("/account").await.status, StatusCode::SEE_OTHER);

        let mut browser = world.signed_in("clerk").await;
        thief.cookies = browser.cookies.clone();
        browser.sign_in("clerk", PASSWORD).await;
        assert_ne!(thief.cookies, browser.cookies);
        assert_eq!(thief.get("/account").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    on_both(&async |world| {
        let mut desk = world.signed_in("clerk").await;
        let mut phone = world.signed_in("clerk").await;
        let mut other = world.signed_in("counsellor").await;
        let page = desk.get("/account").await;
        assert!(page.body.contains("当前会话") && page.body.contains("Firefox（Linux）"));
        assert!(page.body.contains("192.0.2.7"));
        let session = page
            .body
            .split("name=\"session\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("a button for the other session")
            .to_owned();
        other.post("/account/sessions/end", &[("session", &session)]).await;
        assert_eq!(phone.get("/account").await.status, StatusCode::OK, "not theirs to end");
        desk.post("/account/sessions/end", &[("session", &session)]).await;
        assert_eq!(phone.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.get("/account").await.status, StatusCode::OK);
    });
}

#[test]
fn another_password_ends_the_other_sessions() {
    on_both(&async |world| {
        let mut desk = world.signed_in("clerk").await;
        let mut phone = world.signed_in("clerk").await;
        let new = "Another-horse-8";
        let fields = [("present", "wrong"), ("new", new), ("again", new)];
        let wrong = desk.post("/account/password", &fields).await;
        assert!(wrong.body.contains("现用密码不正确"), "{}", wrong.body);
        let fields = [("present", PASSWORD), ("new", new), ("again", new)];
        let right = desk.post("/account/password", &fields).await;
        assert_eq!(right.location.as_deref(), Some("/account"), "{}", right.body);
        assert_eq!(desk.get("/account").await.status, StatusCode::OK);
        assert_eq!(phone.get("/account").await.status, StatusCode::SEE_OTHER);
        // Whoever took a session over cannot try passwords out either.
        let fields = [("present", "wrong"), ("new", new), ("again", new)];
        for _ in 0..5 {
            desk.post("/account/password", &fields).await;
        }
        let held = desk.post("/account/password", &fields).await;
        assert!(held.body.contains("分钟后再试"), "{}", held.body);
    });
}

#[test]
fn the_security_administrator_ends_sessions_and_lifts_locks() {
    on_both(&async |world| {
        let mut clerk = world.signed_in("clerk").await;
        let mut security = world.signed_in("security").await;
        let path = format!("/staff/{}", world.staff("clerk"));
        let page = security.get(&path).await;
        assert!(page.body.contains("结束全部会话"), "{}", page.body);
        let answer = security.post(&format!("{path}/sessions/end"), &[]).await;
        assert_eq!(answer.location.as_deref(), Some(path.as_str()), "{}", answer.body);
        assert_eq!(clerk.get("/account").await.status, StatusCode::SEE_OTHER);

        for _ in 0..5 {
            clerk.sign_in("clerk", "wrong").await;
        }
        assert_eq!(clerk.sign_in("clerk", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(security.get(&path).await.body.contains("受限，还须等待 1 分钟"));
        security.post(&format!("{path}/lift"), &[]).await;
        assert_eq!(clerk.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn the_table_of_sessions_holds_no_secret() {
    on_both(&async |world| {
        let browser = world.signed_in("clerk").await;
        let secret = &browser.cookies["leye_session"];
        assert_eq!(secret.len(), 64);
        let mut forger = world.browser();
        forger.cookies.insert("leye_session".to_owned(), "0".repeat(64));
        assert_eq!(forger.get("/account").await.status, StatusCode::SEE_OTHER);
        for (_, words) in world.acts().await {
            assert!(!words.contains(secret.as_str()) && !words.contains(PASSWORD), "{words}");
        }
    });
}
