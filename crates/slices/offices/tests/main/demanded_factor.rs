//! Administrators, and whoever the city names, set a second factor up before anything else opens.

use access::{Failure, Role};
use axum::http::StatusCode;
use offices::actions::factor_rule::decide_factor_rule;
use offices::actions::sign_in::{self, Caller};
use offices::model::second_factor::FactorRule;
use offices::model::session::Stage;
use offices::model::staff::StaffRefusal;
use store::Clock;
use web::SESSION_COOKIE;

use crate::second_factor::{code, enrol, shown};
use crate::world::{self, CITY, PASSWORD, World, on_both};

const SET_UP: &str = "/sign-in/second-factor";

async fn decide(
    world: &World,
    user_name: &str,
    roles: &[Role],
) -> Result<(), Failure<StaffRefusal>> {
    let (sealing, occasion) = (world.desk.sealing.clone(), world.occasion_of(user_name).await);
    let rule = FactorRule::also(roles.iter().copied());
    let decide =
        async move |tx: &mut store::Tx| decide_factor_rule(tx, &sealing, &occasion, &rule).await;
    world.desk.db.write(decide).await
}

#[test]
fn to_an_administrator_nothing_opens_before_a_phone_is_set_up() {
    on_both(&async |world| {
        world.demand_second_factor().await;
        for user_name in ["system", "security", "auditor"] {
            let mut browser = world.browser();
            let answer = browser.sign_in(user_name, PASSWORD).await;
            assert_eq!(answer.location.as_deref(), Some("/sign-in/second-factor?next=/"));
            for path in ["/account", "/offices", "/account/second-factor", "/audit/acts"] {
                assert_eq!(browser.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
            }
            let reset = format!("/staff/{}/password", world.staff("clerk"));
            assert_eq!(browser.post(&reset, &[]).await.status, StatusCode::SEE_OTHER, "nor done");
            let half = browser.cookies[SESSION_COOKIE].clone();
            let page = browser.get(SET_UP).await;
            assert!(
                page.body.contains("先设置两步验证") && page.body.contains("<svg role=\"img\"")
            );
            for wrong in ["", "12345", "abcdef"] {
                let answer = browser.post(SET_UP, &[("code", wrong)]).await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            }
            assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
            let secret = shown(&browser.get(SET_UP).await.body);
            let typed = code(world, &secret);
            let fields = [("code", typed.as_str()), ("next", "/offices")];
            let answer = browser.post(SET_UP, &fields).await;
            assert_eq!(answer.location.as_deref(), Some("/offices"), "{}", answer.body);
            assert_ne!(browser.cookies[SESSION_COOKIE], half, "another secret");
            assert_eq!(browser.get("/account").await.status, StatusCode::OK);
            let next = world.browser().sign_in(user_name, PASSWORD).await;
            assert_eq!(next.location.as_deref(), Some("/sign-in/code?next=/"), "from now on");
        }
        // Whoever serves is not kept waiting.
        world.signed_in("clerk").await;
    });
}

#[test]
fn what_another_sign_in_was_shown_is_worth_nothing() {
    on_both(&async |world| {
        world.demand_second_factor().await;
        let (mut thief, mut owner) = (world.browser(), world.browser());
        thief.sign_in("system", PASSWORD).await;
        let seen = shown(&thief.get(SET_UP).await.body);
        owner.sign_in("system", PASSWORD).await;
        let own = shown(&owner.get(SET_UP).await.body);
        assert_ne!(seen.text(), own.text());
        let stolen = thief.post(SET_UP, &[("code", &code(world, &seen))]).await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY, "no longer the one that waits");
        let answer = owner.post(SET_UP, &[("code", &code(world, &own))]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(owner.get("/account").await.status, StatusCode::OK);
        let late = thief.post(SET_UP, &[("code", &code(world, &own))]).await;
        assert_eq!(late.location.as_deref(), Some("/sign-in?ended=expired"));
        assert_eq!(thief.get("/account").await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn the_step_waits_half_an_hour_and_a_first_password_comes_before_it() {
    on_both(&async |world| {
        world.demand_second_factor().await;
        let system = world.staff("system");
        let hash = offices::hash_password("Handed-over-2026", world.desk.sealing.entropy.as_ref());
        // The security administrator cannot give passwords; another system administrator does.
        world.hire("second", CITY, Role::SystemAdministrator).await;
        let (sealing, occasion) = (world.desk.sealing.clone(), world.occasion_of("second").await);
        let reset = async move |tx: &mut store::Tx| {
            offices::actions::account::reset_password(tx, &sealing, &occasion, system, &hash).await
        };
        world.desk.db.write(reset).await.expect("reset");
        let mut browser = world.browser();
        let answer = browser.sign_in("system", "Handed-over-2026").await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in/password?next=/"));
        let fields = [("new", "Another-horse-8"), ("again", "Another-horse-8")];
        let answer = browser.post("/sign-in/password", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in/second-factor?next=/"));
        world.clock.advance_seconds(30 * 60);
        assert_eq!(browser.get(SET_UP).await.status, StatusCode::OK);
        world.clock.advance_seconds(1);
        let late = browser.get(SET_UP).await;
        assert_eq!(late.location.as_deref(), Some("/sign-in?ended=expired"));
    });
}

#[test]
fn a_city_names_further_roles_and_open_sessions_are_asked_at_once() {
    on_both(&async |world| {
        world.demand_second_factor().await;
        let mut head = world.signed_in("head").await;
        let mut clerk = world.signed_in("clerk").await;
        let denied = decide(world, "security", &[Role::Head]).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "a district decides for no city");
        let denied = decide(world, "system", &[Role::Head]).await;
        assert!(matches!(denied, Err(Failure::Denied(_))));
        world.hire("citywide", CITY, Role::SecurityAdministrator).await;
        let same = decide(world, "citywide", &[Role::AuditAdministrator]).await;
        assert!(matches!(same, Err(Failure::Refused(StaffRefusal::Unchanged))), "they are anyway");
        decide(world, "citywide", &[Role::Head]).await.expect("decided");
        assert_eq!(head.get("/account").await.status, StatusCode::SEE_OTHER, "asked at once");
        assert_eq!(clerk.get("/account").await.status, StatusCode::OK);
        let answer = world.browser().sign_in("head", PASSWORD).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in/second-factor?next=/"));
        let acts = world.acts().await;
        let noted = acts.iter().find(|(kind, _)| kind == "factor_rule_changed").expect("recorded");
        assert_eq!(noted.1, "由“三类管理员”改为“三类管理员、负责人”");
    });
}

#[test]
fn whoever_needs_one_changes_the_phone_and_never_goes_without() {
    on_both(&async |world| {
        let mut browser = world.signed_in("system").await;
        let old = enrol(world, &mut browser).await;
        world.demand_second_factor().await;
        let remove = "/account/second-factor/remove";
        let refused = browser.post(remove, &[("password", PASSWORD)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("不能停用"), "{}", refused.body);
        world.clock.advance_seconds(30);
        let change = "/account/second-factor/change";
        let typed = code(world, &old);
        for (password, typed) in [("wrong", typed.as_str()), (PASSWORD, "000000"), (PASSWORD, "")] {
            let fields = [("password", password), ("code", typed)];
            let answer = browser.post(change, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password} {typed}");
        }
        let fields = [("password", PASSWORD), ("code", typed.as_str())];
        let answer = browser.post(change, &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in?ended=phone"), "{}", answer.body);
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        browser.sign_in("system", PASSWORD).await;
        let new = shown(&browser.get(SET_UP).await.body);
        assert_ne!(new.text(), old.text());
        let answer = browser.post(SET_UP, &[("code", &code(world, &new))]).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
    });
}

#[test]
fn of_many_who_send_one_first_code_at_once_one_gets_in() {
    on_both(&async |world| {
        world.demand_second_factor().await;
        let mut browser = world.browser();
        browser.sign_in("system", PASSWORD).await;
        let secret = shown(&browser.get(SET_UP).await.body);
        let typed = code(world, &secret);
        let caller = Caller {
            device: String::new(),
            remote: String::new(),
            secret: Some(browser.cookies[SESSION_COOKIE].clone()),
            now: world.clock.now(),
        };
        let mut trials = Vec::new();
        for _ in 0..64 {
            let (desk, caller, typed) = (world.desk.clone(), caller.clone(), typed.clone());
            trials.push(tokio::spawn(async move {
                let step = sign_in::set_up_factor(&desk, &caller, &typed).await;
                step.expect("an answer").is_ok_and(|opened| opened.stage == Stage::Open)
            }));
        }
        let mut opened = 0;
        for trial in trials {
            opened += usize::from(trial.await.expect("no panic"));
        }
        assert_eq!(opened, 1);
        let acts = world.acts().await;
        let enrolled = acts.iter().filter(|(kind, _)| kind == "second_factor_enrolled");
        assert_eq!(enrolled.count(), 1);
    });
}

#[test]
fn a_demonstration_says_that_it_waives_what_a_city_must_not() {
    world::on_sqlite(&async |world| {
        let page = world.browser().get("/sign-in").await;
        assert!(page.body.contains("演示中免除两步验证"), "{}", page.body);
        let account = world.signed_in("system").await.get("/account").await;
        assert!(account.body.contains("演示中免除两步验证"));
        world.demand_second_factor().await;
        let page = world.browser().get("/sign-in").await;
        assert!(!page.body.contains("免除"), "{}", page.body);
    });
}
