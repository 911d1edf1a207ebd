//! What a page leads to opens for whoever is shown it; what somebody may not do they are not offered.

use access::Role;
use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use store::SubjectId;
use street::{DISTRICT, STREET, World};
use subjects::Happening;

/// Where the links of a page lead, without what they ask.
fn links(text: &str) -> Vec<String> {
    let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|link| link.split(['?', '#']).next().unwrap_or_default().to_owned()).collect()
}

/// Somebody whom three recommendations did not bring any work: the way to the experts stands open (BJ18-28).
async fn before_experts(world: &World, reference: &str) -> SubjectId {
    let subject = world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
    let now = |kind| Happening::new(kind, world.today());
    let begun = vec![
        now(Kind::HardshipRecognised).text(Field::Group, "长期失业人员"),
        now(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
        now(Kind::PlanAdopted).number(Field::Version, 1),
        now(Kind::ReadinessAssessed).flag(Field::Ready, true),
    ];
    world.record_raw(subject, begun).await;
    for _ in 0..3 {
        world.record_raw(subject, vec![now(Kind::Recommended)]).await;
        let of = world.history(subject).await.last().expect("a recommendation").id;
        let result = now(Kind::RecommendationResult).about(of).flag(Field::Hired, false);
        world.record_raw(subject, vec![result.flag(Field::OwnCause, false)]).await;
    }
    subject
}

#[test]
fn whoever_has_no_day_of_their_own_is_not_led_to_one() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        world.hire("analyst", DISTRICT, Role::Analyst).await;
        for user in ["inspector", "analyst"] {
            for page in ["/today/office", "/today/gates"] {
                let shown = world.get(user, page).await;
                let links = links(&shown.text);
                assert_eq!(shown.status, StatusCode::OK, "{user} {page}");
                for own in ["/today", "/today/waiting"] {
                    assert!(!links.contains(&own.to_owned()), "{user} {page} leads to {own}");
                }
                assert!(links.contains(&"/today/gates".to_owned()), "{user} {page}");
            }
            assert_eq!(world.get(user, "/today").await.status, StatusCode::FORBIDDEN);
        }
        let own = links(&world.get("officer", "/today/office").await.text);
        assert!(own.contains(&"/today".to_owned()) && own.contains(&"/today/waiting".to_owned()));
    });
}

#[test]
fn lists_lead_to_the_files_that_whoever_sees_them_may_open_and_to_no_other() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let subject = before_experts(world, "P1").await;
        world.hire("reviewer", STREET, Role::InformationReviewer).await;
        world.hire("enterprise", STREET, Role::EnterpriseOfficer).await;
        world.hire("analyst", DISTRICT, Role::Analyst).await;
        let file = format!("/people/{subject}");
        for (user, opens) in [
            ("officer", true),
            ("inspector", true),
            ("reviewer", false),
            ("enterprise", false),
            ("analyst", false),
        ] {
            for page in ["/today/gates", "/today/office/list"] {
                let shown = world.get(user, page).await;
                assert_eq!(shown.status, StatusCode::OK, "{user} {page}");
                let led: Vec<String> =
                    links(&shown.text).into_iter().filter(|link| link.starts_with(&file)).collect();
                assert_eq!(led.contains(&file), opens, "{user} {page}: {led:?}");
                assert!(opens || led.is_empty(), "{user} {page}: {led:?}");
                // The line itself is seen, with its name covered.
                assert!(shown.words().contains("BJ18") || shown.words().contains("京人社"));
            }
        }
    });
}

#[test]
fn of_what_somebody_may_not_do_their_day_says_whose_it_is() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        world.open_community(STREET + 1, ("neighbourly", "协理")).await;
        // Somebody who lives in the community; the street answers for them, and they are to be graded.
        world.person("P1", &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let shown = world.get("neighbourly", "/today").await;
        let words = shown.words();
        assert!(words.contains("由前台服务、职业指导员、就业援助专员、负责人办理"), "{words}");
        assert!(!shown.text.contains("/grade"), "nothing leads to grading");
        let officer = world.get("officer", "/today").await;
        assert!(officer.text.contains("/grade") && !officer.words().contains("负责人办理"));
    });
}
