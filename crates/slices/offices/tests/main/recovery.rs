//! A lost phone: two administrators, never one, and the owner's own code ends it.

use access::{Failure, Role};
use axum::http::StatusCode;
use offices::actions::recovery;
use offices::model::second_factor::{Loss, RecoveryId, RecoveryRefusal};
use store::ActorId;

use crate::second_factor::{code, enrol, shown};
use crate::world::{self, CITY, DISTRICT, PASSWORD, World, on_both};

type Outcome<T> = Result<T, Failure<RecoveryRefusal>>;

async fn ask(world: &World, by: &str, staff: ActorId) -> Outcome<RecoveryId> {
    let (sealing, occasion) = (world.desk.sealing.clone(), world.occasion_of(by).await);
    let ask = async move |tx: &mut store::Tx| {
        recovery::ask(tx, &sealing, &occasion, staff, Loss::Lost).await
    };
    world.desk.db.write(ask).await
}

async fn consent(world: &World, by: &str, id: RecoveryId) -> Outcome<()> {
    let (sealing, occasion) = (world.desk.sealing.clone(), world.occasion_of(by).await);
    let consent = async move |tx: &mut store::Tx| {
        recovery::consent(tx, &sealing, &occasion, id).await?;
        world::pause().await;
        Ok(())
    };
    world.desk.db.write(consent).await
}

async fn turn_down(world: &World, by: &str, id: RecoveryId) -> Outcome<()> {
    let (sealing, occasion) = (world.desk.sealing.clone(), world.occasion_of(by).await);
    let down =
        async move |tx: &mut store::Tx| recovery::turn_down(tx, &sealing, &occasion, id).await;
    world.desk.db.write(down).await
}

fn refused<T>(outcome: Outcome<T>) -> Option<RecoveryRefusal> {
    match outcome {
        Err(Failure::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

fn is_denied<T>(outcome: &Outcome<T>) -> bool {
    matches!(outcome, Err(Failure::Denied(_)))
}

#[test]
fn it_takes_two_and_neither_is_the_owner() {
    on_both(&async |world| {
        let clerk = world.staff("clerk");
        assert_eq!(refused(ask(world, "security", clerk).await), Some(RecoveryRefusal::Nothing));
        enrol(world, &mut world.signed_in("clerk").await).await;
        for by in ["system", "auditor", "head", "clerk", "inspector"] {
            assert!(is_denied(&ask(world, by, clerk).await), "{by} asks");
        }
        let id = ask(world, "security", clerk).await.expect("asked");
        assert_eq!(refused(ask(world, "security", clerk).await), Some(RecoveryRefusal::Waits));
        for by in ["head", "clerk", "inspector", "neighbour"] {
            assert!(is_denied(&consent(world, by, id).await), "{by} consents");
        }
        let alone = consent(world, "security", id).await;
        assert_eq!(refused(alone), Some(RecoveryRefusal::SamePerson));
        let sign_in = world.browser().sign_in("clerk", PASSWORD).await;
        assert_eq!(
            sign_in.location.as_deref(),
            Some("/sign-in/code?next=/"),
            "nothing has happened"
        );
        consent(world, "auditor", id).await.expect("consented");
        assert_eq!(refused(consent(world, "system", id).await), Some(RecoveryRefusal::Over));
        world.signed_in("clerk").await;
        let acts = world.acts().await;
        let (_, words) =
            acts.iter().find(|(kind, _)| kind == "second_factor_reset").expect("recorded");
        assert_eq!(words, "吴安全申请（手机丢失），郑审计同意");
    });
}

#[test]
fn the_security_administrators_own_is_asked_for_by_the_system_administrator() {
    on_both(&async |world| {
        let security = world.staff("security");
        enrol(world, &mut world.signed_in("security").await).await;
        world.demand_second_factor().await;
        assert!(is_denied(&ask(world, "auditor", security).await));
        let id = ask(world, "system", security).await.expect("asked");
        let own = consent(world, "security", id).await;
        assert!(refused(own).is_some(), "not the owner");
        consent(world, "auditor", id).await.expect("consented");
        let mut browser = world.browser();
        let answer = browser.sign_in("security", PASSWORD).await;
        assert_eq!(
            answer.location.as_deref(),
            Some("/sign-in/second-factor?next=/"),
            "another one"
        );
    });
}

#[test]
fn it_ends_by_itself_by_the_owners_code_and_by_whoever_says_no() {
    on_both(&async |world| {
        let clerk = world.staff("clerk");
        let secret = enrol(world, &mut world.signed_in("clerk").await).await;
        let id = ask(world, "security", clerk).await.expect("asked");
        world.clock.advance_seconds(3 * 24 * 3600 + 1);
        assert_eq!(
            refused(consent(world, "system", id).await),
            Some(RecoveryRefusal::Over),
            "too old"
        );

        let id = ask(world, "security", clerk).await.expect("asked again");
        let mut browser = world.browser();
        browser.sign_in("clerk", PASSWORD).await;
        let answer = browser.post("/sign-in/code", &[("code", &code(world, &secret))]).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "the phone is there");
        assert_eq!(refused(consent(world, "system", id).await), Some(RecoveryRefusal::Over));

        let id = ask(world, "security", clerk).await.expect("asked once more");
        turn_down(world, "system", id).await.expect("turned down");
        assert_eq!(refused(consent(world, "auditor", id).await), Some(RecoveryRefusal::Over));
        let id = ask(world, "security", clerk).await.expect("asked a last time");
        turn_down(world, "security", id).await.expect("taken back");
        assert_eq!(browser.get("/account").await.status, StatusCode::OK, "nothing was lost");
    });
}

#[test]
fn of_many_who_consent_at_once_one_resets() {
    on_both(&async |world| {
        let clerk = world.staff("clerk");
        enrol(world, &mut world.signed_in("clerk").await).await;
        world.hire("second", DISTRICT, Role::SystemAdministrator).await;
        world.hire("third", CITY, Role::AuditAdministrator).await;
        let id = ask(world, "security", clerk).await.expect("asked");
        let by: Vec<&str> =
            ["system", "auditor", "second", "third"].into_iter().cycle().take(32).collect();
        let mut trials = Vec::new();
        for by in by {
            let (desk, occasion) = (world.desk.clone(), world.occasion_of(by).await);
            trials.push(tokio::spawn(async move {
                let sealing = desk.sealing.clone();
                let consent = async move |tx: &mut store::Tx| {
                    recovery::consent(tx, &sealing, &occasion, id).await?;
                    world::pause().await;
                    Ok::<_, Failure<RecoveryRefusal>>(())
                };
                desk.db.write(consent).await.is_ok()
            }));
        }
        let mut reset = 0;
        for trial in trials {
            reset += usize::from(trial.await.expect("no panic"));
        }
        assert_eq!(reset, 1);
        let acts = world.acts().await;
        assert_eq!(acts.iter().filter(|(kind, _)| kind == "second_factor_reset").count(), 1);
    });
}

#[test]
fn the_pages_lead_two_people_through_it() {
    on_both(&async |world| {
        enrol(world, &mut world.signed_in("clerk").await).await;
        let mut security = world.signed_in("security").await;
        let page = security.get(&format!("/staff/{}", world.staff("clerk"))).await;
        let path = format!("/staff/{}/second-factor", world.staff("clerk"));
        assert!(page.body.contains(&path), "{}", page.body);
        assert_eq!(security.get(&path).await.status, StatusCode::OK);
        let nothing = security.post(&path, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "what happened to the phone");
        let waiting = security.post(&path, &[("loss", "broken")]).await.location.expect("leads on");
        let page = security.get(&waiting).await;
        assert!(page.body.contains("撤回申请") && !page.body.contains("同意重置"), "{}", page.body);

        let mut auditor = world.signed_in("auditor").await;
        let acts = auditor.get("/audit/acts").await;
        assert!(acts.body.contains("两步验证重置（1）"), "{}", acts.body);
        let list = auditor.get("/recoveries").await;
        assert!(list.body.contains("王前台") && list.body.contains(&waiting), "{}", list.body);
        let workbook = auditor.get("/recoveries?format=xlsx").await;
        assert!(workbook.bytes.starts_with(b"PK"));
        let unsure = auditor.post(&waiting, &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY, "who verified it?");
        let answer = auditor.post(&waiting, &[("verified", "yes")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(auditor.get(&waiting).await.status, StatusCode::CONFLICT, "over");

        let mut clerk = world.signed_in("clerk").await;
        assert_eq!(clerk.get("/recoveries").await.status, StatusCode::OK);
        assert!(!clerk.get("/recoveries").await.body.contains("王前台</a>"), "not theirs to see");
        // A new phone is set up as at the first time.
        clerk.post("/account/second-factor", &[]).await;
        shown(&clerk.get("/account/second-factor").await.body);
    });
}
