//! What is asked for in an address never shows more than the actor may see.

use access::Role;
use axum::http::StatusCode;
use rules::Kind;
use street::{DISTRICT, NAME, STREET, World};

#[test]
fn a_clerk_of_the_district_sees_no_duties_of_the_streets_whatever_is_asked_for() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        world.person("P1", &[Kind::SeekerRegistered]).await;
        world.hire("district_clerk", DISTRICT, Role::FrontDeskClerk).await;
        let (masked, officer) = ("范**", "赵专员");
        for path in ["/today/office/list", "/today/office", "/today/gates"] {
            for query in [String::new(), format!("?office={DISTRICT}")] {
                let shown = world.get("district_clerk", &format!("{path}{query}")).await;
                assert_eq!(shown.status, StatusCode::OK, "{path}{query}");
                for words in [NAME, masked, officer] {
                    assert!(!shown.text.contains(words), "{path}{query}: {words}");
                }
            }
        }
        for path in ["/today/office/list", "/today/office"] {
            let within = format!("{path}?office={STREET}");
            let shown = world.get("district_clerk", &within).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{within}");
            let shown = world.get("chief", &within).await;
            assert_eq!(shown.status, StatusCode::OK);
            assert!(shown.text.contains(officer), "{within}: the head reaches down the tree");
        }
    });
}

#[test]
fn an_address_of_a_calendar_does_not_come_back_with_a_late_sending() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        world.person("P1", &[Kind::SeekerRegistered]).await;
        let address = |text: &str| {
            let at = text.find("/calendar/").expect("an address");
            let letters = text[at..].chars();
            letters
                .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '/')
                .collect::<String>()
        };
        let serves = async |path: &str| world.get("", path).await.status == StatusCode::OK;
        let first = world.get("officer", "/today/calendar").await;
        let old = address(&world.fill_shown("officer", &first, &[]).await.text);
        let again = world.fill_shown("officer", &first, &[]).await;
        assert_eq!(address(&again.text), old, "a double click gives the same");
        let second = world.get("officer", "/today/calendar").await;
        let new = address(&world.fill_shown("officer", &second, &[]).await.text);
        assert!(!serves(&old).await && serves(&new).await);
        let late = world.fill_shown("officer", &first, &[]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!late.text.contains("/calendar/"), "{}", late.words());
        assert!(!serves(&old).await && serves(&new).await, "the withdrawn one stays withdrawn");
    });
}
