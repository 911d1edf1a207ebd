//! Signing in, failing to, and being made to wait.

use axum::http::StatusCode;

use crate::world::{PASSWORD, on_both, on_sqlite};

#[test]
fn a_right_password_opens_a_session_and_leads_where_one_wanted_to_go() {
    on_both(&async |world| {
        let mut browser = world.browser();
        let turned_away = browser.get("/offices?level=street").await;
        assert_eq!(
            turned_away.location.as_deref(),
            Some("/sign-in?next=%2Foffices%3Flevel%3Dstreet")
        );
        let page = browser.get("/sign-in?next=%2Foffices%3Flevel%3Dstreet").await;
        assert!(page.body.contains("value=\"/offices?level=street\""), "{}", page.body);
        let fields =
            [("user_name", " Clerk "), ("password", PASSWORD), ("next", "/offices?level=street")];
        let answer = browser.post("/sign-in", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/offices?level=street"), "{}", answer.body);
        let cookie = &answer.set_cookies[0];
        assert!(cookie.starts_with("leye_session=") && cookie.contains("HttpOnly"), "{cookie}");
        assert!(cookie.contains("SameSite=Lax") && !cookie.contains("Max-Age"), "{cookie}");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);

        for next in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
            let fields = [("user_name", "clerk"), ("password", PASSWORD), ("next", next)];
            let answer = world.browser().post("/sign-in", &fields).await;
            assert_eq!(answer.location.as_deref(), Some("/"), "{next}");
        }
    });
}

#[test]
fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    on_both(&async |world| {
        let mut browser = world.browser();
        let wrong = browser.sign_in("clerk", "wrong").await;
        let unknown = browser.sign_in("nobody", "wrong").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(unknown.status, wrong.status);
        assert!(wrong.body.contains("用户名或密码不正确"), "{}", wrong.body);
        assert!(unknown.body.contains("用户名或密码不正确"));
        assert!(!wrong.body.contains("value=\"wrong\""), "the password is not sent back");
        assert!(browser.cookies.is_empty());
        // The record tells them apart, without what was typed.
        let kinds: Vec<(String, String)> = world.acts().await;
        assert_eq!(kinds[0], ("sign_in_failed".to_owned(), "Firefox（Linux）".to_owned()));
        assert_eq!(kinds[1], ("sign_in_failed".to_owned(), "没有这个用户名".to_owned()));
    });
}

#[test]
fn five_failures_make_an_account_wait_longer_and_longer() {
    on_both(&async |world| {
        let mut browser = world.browser();
        for user_name in ["clerk", "nobody"] {
            for attempt in 1..=5 {
                let answer = browser.sign_in(user_name, "wrong").await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{attempt}");
            }
            let held = browser.sign_in(user_name, PASSWORD).await;
            assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(held.body.contains("请 1 分钟后再试"), "{}", held.body);
        }
        world.clock.advance_seconds(60);
        assert_eq!(
            browser.sign_in("clerk", "wrong").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let held = browser.sign_in("clerk", PASSWORD).await;
        assert!(held.body.contains("请 2 分钟后再试"), "{}", held.body);
        world.clock.advance_seconds(120);
        assert_eq!(browser.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
        // A success makes up for everything.
        for _ in 0..4 {
            browser.sign_in("clerk", "wrong").await;
        }
        assert_eq!(browser.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
        let waited = world.acts().await.iter().filter(|(kind, _)| kind == "made_to_wait").count();
        assert_eq!(waited, 3);
    });
}

#[test]
fn many_attempts_at_once_are_counted_before_they_are_judged() {
    on_both(&async |world| {
        let mut attempts = Vec::new();
        for _ in 0..12 {
            let mut browser = world.browser();
            attempts
                .push(tokio::spawn(async move { browser.sign_in("clerk", "wrong").await.status }));
        }
        let mut judged = 0;
        for attempt in attempts {
            if attempt.await.expect("an answer") == StatusCode::UNPROCESSABLE_ENTITY {
                judged += 1;
            }
        }
        assert_eq!(judged, 5);
    });
}

#[test]
fn an_address_that_tries_many_names_is_made_to_wait_and_others_are_not() {
    on_sqlite(&async |world| {
        let mut browser = world.browser();
        for number in 0..50 {
            let answer = browser.sign_in(&format!("name{number}"), "wrong").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        }
        let held = browser.sign_in("clerk", PASSWORD).await;
        assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
        let mut elsewhere = world.browser();
        elsewhere.remote = ([192, 0, 2, 8], 40_000).into();
        assert_eq!(elsewhere.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_proxy_that_everybody_comes_through_is_not_made_to_wait() {
    on_sqlite(&async |world| {
        let mut browser = world.browser();
        browser.remote = ([127, 0, 0, 1], 40_000).into();
        for number in 0..51 {
            let answer = browser.sign_in(&format!("name{number}"), "wrong").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        }
        assert_eq!(browser.sign_in("clerk", PASSWORD).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn whoever_was_given_a_password_must_choose_their_own_first() {
    on_both(&async |world| {
        let mut browser = world.browser();
        let answer = browser.sign_in("fresh", PASSWORD).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in/password?next=/"));
        let half = browser.cookies["leye_session"].clone();
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "not signed in");
        assert_eq!(browser.get("/sign-in/password").await.status, StatusCode::OK);
        for (new, again, words) in [
            ("short", "short", "至少 10 个字符"),
            (PASSWORD, PASSWORD, "不能与现用密码相同"),
            ("Another-horse-8", "Another-horse-9", "不一致"),
        ] {
            let fields = [("new", new), ("again", again)];
            let answer = browser.post("/sign-in/password", &fields).await;
            assert!(answer.body.contains(words), "{new}: {}", answer.body);
        }
        let fields = [("new", "Another-horse-8"), ("again", "Another-horse-8")];
        let answer = browser.post("/sign-in/password", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
        assert_ne!(browser.cookies["leye_session"], half, "another secret");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        assert_eq!(
            world.browser().sign_in("fresh", PASSWORD).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    });
}
