//! The second factor: set up, asked for, used once, given up, reset.

use axum::http::StatusCode;
use offices::model::totp::{OneTimeSecret, step_at};
use store::{Clock, StoreError};

use crate::world::{self, Browser, PASSWORD, World, on_both};

/// Reads the secret from the page that shows it for typing.
pub(crate) async fn enrol(world: &World, browser: &mut Browser) -> OneTimeSecret {
    browser.post("/account/second-factor", &[]).await;
    let page = browser.get("/account/second-factor").await;
    assert!(page.body.contains("<svg role=\"img\""), "{}", page.body);
    assert!(!page.body.contains("<?xml"));
    let secret = shown(&page.body);
    let wrong = browser.post("/account/second-factor/confirm", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = code(world, &secret);
    let answer = browser.post("/account/second-factor/confirm", &[("code", &code)]).await;
    assert_eq!(answer.location.as_deref(), Some("/account"), "{}", answer.body);
    secret
}

/// Reads the secret that a page shows for typing.
pub(crate) fn shown(body: &str) -> OneTimeSecret {
    let cell = body.split("<dt>密钥</dt>").nth(1).and_then(|rest| rest.split("</dd>").next());
    let cell = cell.expect("the secret in letters");
    let letters: String = cell
        .rsplit('>')
        .find(|text| !text.trim().is_empty() && !text.starts_with('<'))
        .map_or_else(String::new, |text| {
            text.split('<').next().unwrap_or_default().replace(' ', "")
        });
    assert_eq!(letters.len(), 32, "{cell}");
    read_base_32(&letters)
}

fn read_base_32(text: &str) -> OneTimeSecret {
    let mut bytes = [0; 20];
    let mut bits = 0_u64;
    for (place, letter) in text.bytes().enumerate() {
        let value = if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 };
        bits = bits << 5 | u64::from(value);
        if place % 8 == 7 {
            bytes[place / 8 * 5..place / 8 * 5 + 5].copy_from_slice(&bits.to_be_bytes()[3..]);
            bits = 0;
        }
    }
    OneTimeSecret::from_bytes(bytes)
}

pub(crate) fn code(world: &World, secret: &OneTimeSecret) -> String {
    format!("{:06}", secret.code_at(step_at(world.clock.now())))
}

#[test]
fn a_code_is_asked_for_after_the_password_and_works_once() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        let secret = enrol(world, &mut browser).await;
        let mut phone = world.browser();
        let answer = phone.sign_in("clerk", PASSWORD).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in/code?next=/"));
        let half = phone.cookies["leye_session"].clone();
        assert_eq!(phone.get("/account").await.status, StatusCode::SEE_OTHER, "not signed in");
        assert_eq!(phone.get("/sign-in/code").await.status, StatusCode::OK);
        let used = phone.post("/sign-in/code", &[("code", &code(world, &secret))]).await;
        assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "the code of the enrolment");
        world.clock.advance_seconds(30);
        let typed = code(world, &secret);
        let answer = phone.post("/sign-in/code", &[("code", &typed)]).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
        assert_ne!(phone.cookies["leye_session"], half, "another secret");
        assert_eq!(phone.get("/account").await.status, StatusCode::OK);
        // Somebody who saw it typed.
        let mut other = world.browser();
        other.sign_in("clerk", PASSWORD).await;
        let again = other.post("/sign-in/code", &[("code", &typed)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The half-open session ends by itself.
        world.clock.advance_seconds(601);
        let late = other.post("/sign-in/code", &[("code", &code(world, &secret))]).await;
        assert_eq!(late.location.as_deref(), Some("/sign-in?ended=expired"));
    });
}

#[test]
fn guessing_codes_is_slowed_even_for_whoever_knows_the_password() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        enrol(world, &mut browser).await;
        let mut thief = world.browser();
        let mut guesses = 0;
        loop {
            if thief.sign_in("clerk", PASSWORD).await.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            let answer = thief.post("/sign-in/code", &[("code", "123456")]).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                break;
            }
            guesses += 1;
            assert!(guesses <= 5, "never slowed");
        }
        assert_eq!(guesses, 5);
    });
}

#[test]
fn guessing_codes_is_slowed_where_a_phone_is_changed_too() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        enrol(world, &mut browser).await;
        let guess = [("password", PASSWORD), ("code", "123456")];
        for _ in 0..5 {
            let wrong = browser.post("/account/second-factor/change", &guess).await;
            assert!(wrong.body.contains("验证码不正确"), "{}", wrong.body);
        }
        let slowed = browser.post("/account/second-factor/change", &guess).await;
        assert!(slowed.body.contains("分钟后再试"), "{}", slowed.body);
    });
}

#[test]
fn a_changed_phone_ends_every_session() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        let secret = enrol(world, &mut browser).await;
        world.clock.advance_seconds(30);
        let mut other = world.browser();
        other.sign_in("clerk", PASSWORD).await;
        other.post("/sign-in/code", &[("code", &code(world, &secret))]).await;
        assert_eq!(other.get("/account").await.status, StatusCode::OK);
        world.clock.advance_seconds(30);
        let typed = code(world, &secret);
        let fields = [("password", PASSWORD), ("code", typed.as_str())];
        let changed = browser.post("/account/second-factor/change", &fields).await;
        assert_eq!(changed.location.as_deref(), Some("/sign-in?ended=phone"), "{}", changed.body);
        for browser in [&mut browser, &mut other] {
            assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        }
    });
}

#[test]
fn the_secret_does_not_lie_in_the_clear() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        browser.post("/account/second-factor", &[]).await;
        let page = browser.get("/account/second-factor").await;
        let (stored,): (Option<Vec<u8>>,) = world
            .desk
            .db
            .read::<_, _, StoreError>(async |tx| tx.one(world::SECRETS, &[&"clerk"]).await)
            .await
            .expect("read");
        let stored = stored.expect("a proposal");
        let secret = shown(&page.body).padded();
        assert!(stored.len() > 32, "with a nonce and an authentication code");
        assert!(!stored.windows(4).any(|run| run == &secret[..4]), "not as it is");
    });
}

#[test]
fn it_is_given_up_against_the_password_and_reset_by_two_administrators() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        enrol(world, &mut browser).await;
        let another = browser.post("/account/second-factor", &[]).await;
        assert_eq!(another.status, StatusCode::CONFLICT, "another phone in its place");
        let wrong = browser.post("/account/second-factor/remove", &[("password", "wrong")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = browser.post("/account/second-factor/remove", &[("password", PASSWORD)]).await;
        assert_eq!(right.location.as_deref(), Some("/account"), "{}", right.body);
        assert_eq!(world.browser().sign_in("clerk", PASSWORD).await.location.as_deref(), Some("/"));

        enrol(world, &mut browser).await;
        let path = format!("/staff/{}/second-factor", world.staff("clerk"));
        let mut security = world.signed_in("security").await;
        let answer = security.post(&path, &[("loss", "lost")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let waiting = answer.location.expect("the page of what waits");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK, "nothing happened yet");
        let alone = security.post(&waiting, &[("verified", "yes")]).await;
        assert_eq!(alone.status, StatusCode::CONFLICT, "never alone: {}", alone.body);
        let mut system = world.signed_in("system").await;
        let answer = system.post(&waiting, &[("verified", "yes")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "sessions ended");
        world.signed_in("clerk").await;
    });
}

#[test]
fn of_many_who_send_one_first_code_at_once_one_sets_the_factor_up() {
    on_both(&async |world| {
        let mut browser = world.signed_in("clerk").await;
        browser.post("/account/second-factor", &[]).await;
        let secret = shown(&browser.get("/account/second-factor").await.body);
        let code = code(world, &secret);
        let mut trials = Vec::new();
        for _ in 0..64 {
            let (desk, occasion) = (world.desk.clone(), world.occasion("clerk").await);
            let code = code.clone();
            trials.push(tokio::spawn(async move {
                let (db, sealing) = (desk.db.clone(), desk.sealing.clone());
                db.write(async move |tx| {
                    let enrol = offices::actions::second_factor::enrol;
                    enrol(tx, &sealing, &occasion, &code).await?;
                    world::pause().await;
                    Ok::<_, access::Failure<offices::actions::sign_in::SignInRefusal>>(())
                })
                .await
                .is_ok()
            }));
        }
        let mut enrolled = 0;
        for trial in trials {
            enrolled += usize::from(trial.await.expect("no panic"));
        }
        assert_eq!(enrolled, 1);
        let acts = world.acts().await;
        let acts = acts.iter().filter(|(kind, _)| kind == "second_factor_enrolled");
        assert_eq!(acts.count(), 1);
    });
}
