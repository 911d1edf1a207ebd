//! The agreements of an office as a list.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use street::{NUMBER, World, on_both};
use subjects::Happening;

use crate::scene::{agreed, fetch, owed, signings, today, upload};

fn here(test: &impl AsyncFn(&World)) {
    on_both(&[agreements::STATEMENTS], agreements::routes, test);
}

/// How many people a list shows.
async fn shown(world: &World, user: &str, what: &str) -> usize {
    // Whoever stands above many offices reads them one at a time.
    let office = match user {
        "chief" | "inspector" => format!("&office={}", street::STREET),
        "far_chief" => format!("&office={}", street::FAR),
        _ => String::new(),
    };
    let page = world.get(user, &format!("/agreements?show={what}{office}")).await;
    assert_eq!(page.status, StatusCode::OK, "{user}");
    let table = page.text.split("<tbody>").nth(1).unwrap_or_default();
    let table = table.split("</tbody>").next().unwrap_or_default();
    table.matches("<a href=\"/people/").count()
}

#[test]
fn each_agreement_stands_where_it_belongs() {
    here(&async |world| {
        let (agreed, entry) = agreed(world, NUMBER).await;
        owed(world, "P1").await;
        let imported = owed(world, "P2").await;
        let signed = Happening::new(Kind::AgreementSigned, today(world)).text(Field::Officer, "甲");
        world.record_raw(imported, vec![signed]).await;
        let all = async |user: &'static str| {
            [
                shown(world, user, "in-force").await,
                shown(world, user, "near").await,
                shown(world, user, "unsigned").await,
            ]
        };
        assert_eq!(all("officer").await, [2, 0, 2]);
        assert_eq!(all("chief").await, [2, 0, 2]);
        assert_eq!(all("inspector").await, [2, 0, 2]);
        assert_eq!(all("neighbour").await, [0, 0, 0]);
        assert_eq!(all("far_chief").await, [0, 0, 0]);
        assert_eq!(shown(world, "head", "owed").await, 1);
        let path = format!("/people/{agreed}/agreement/{entry}/scan");
        upload(world, "officer", &path, ("k", b"%PDF-1.7")).await;
        assert_eq!(all("officer").await, [2, 0, 1]);
        world.pass_days(335);
        assert_eq!(all("officer").await, [2, 1, 1], "thirty days before its end");
        // A signing that was recorded in error is none.
        let wrong = signings(world, imported).await[0].id;
        let corrected = Happening::new(Kind::Corrected, today(world)).about(wrong);
        world.record_raw(imported, vec![corrected]).await;
        assert_eq!(all("officer").await, [1, 1, 0]);
    });
}

#[test]
fn the_last_of_several_signings_counts() {
    here(&async |world| {
        let (subject, _) = agreed(world, NUMBER).await;
        world.pass_days(340);
        assert_eq!(shown(world, "officer", "near").await, 1);
        let renew = format!("/people/{subject}/agreement/renew");
        assert_eq!(world.fill("officer", &renew, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shown(world, "officer", "near").await, 0);
        assert_eq!(shown(world, "officer", "in-force").await, 1);
    });
}

#[test]
fn a_district_reads_figures_of_its_offices_first_and_people_of_one_at_a_time() {
    here(&async |world| {
        agreed(world, NUMBER).await;
        owed(world, "P1").await;
        let page = world.get("chief", "/agreements?show=owed").await;
        assert_eq!(page.status, StatusCode::OK);
        let words = page.words();
        assert!(words.contains("示范街道110"), "{words}");
        assert!(!page.text.contains(street::NAME) && !page.text.contains("<a href=\"/people/"));
        assert!(page.text.contains(&format!("office={}", street::STREET)));
        assert!(!world.get("far_chief", "/agreements").await.words().contains("示范街道"));
        for (user, office, status) in [
            ("chief", street::STREET, StatusCode::OK),
            ("far_chief", street::STREET, StatusCode::FORBIDDEN),
            ("officer", street::BESIDE, StatusCode::FORBIDDEN),
            ("neighbour", street::STREET, StatusCode::FORBIDDEN),
        ] {
            let path = format!("/agreements?office={office}");
            assert_eq!(world.get(user, &path).await.status, status, "{user} {office}");
        }
    });
}

#[test]
fn an_address_that_asks_for_more_than_there_is_shows_nothing_and_breaks_nothing() {
    here(&async |world| {
        for number in 0..101 {
            owed(world, &format!("P{number}")).await;
        }
        let path = format!("/agreements?show=owed&from={}", u64::MAX);
        let page = world.get("officer", &path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.words().contains("共 101 件"), "{}", page.words());
    });
}

#[test]
fn a_workbook_holds_what_its_reader_may_take_out() {
    here(&async |world| {
        agreed(world, NUMBER).await;
        let path = "/agreements?show=in-force&format=xlsx";
        for (user, status) in [
            ("officer", StatusCode::OK),
            ("head", StatusCode::OK),
            ("inspector", StatusCode::OK),
            ("auditor", StatusCode::FORBIDDEN),
        ] {
            let (found, _, body) = fetch(world, user, path).await;
            assert_eq!(found, status, "{user}");
            assert_eq!(body.starts_with(b"PK"), status == StatusCode::OK, "{user}");
        }
    });
}

#[test]
fn an_officer_begins_with_their_own_and_the_office_is_one_step_away() {
    here(&async |world| {
        let (own, _) = agreed(world, NUMBER).await;
        let (other, _) = agreed(world, "P2").await;
        owed(world, "P3").await;
        let to = duties::Receiver {
            office_code: street::STREET,
            officer: Some(world.staff("colleague")),
        };
        let handed = street::by!(world, "head", |tx, desk, occasion| duties::hand_over(
            tx,
            desk,
            occasion,
            other,
            to,
            "调整分工"
        ));
        handed.expect("handed over");
        for (user, mine, all) in [("officer", 1, 2), ("colleague", 1, 2)] {
            assert_eq!(shown(world, user, "in-force").await, mine, "{user} begins with their own");
            assert_eq!(shown(world, user, "in-force&whose=own").await, mine, "{user}");
            assert_eq!(shown(world, user, "in-force&whose=all").await, all, "{user}");
        }
        // Whoever leads, or works at the desk, begins with all.
        assert_eq!(shown(world, "head", "in-force").await, 2);
        assert_eq!(shown(world, "head", "in-force&whose=own").await, 0);
        assert_eq!(shown(world, "clerk", "in-force").await, 2);
        assert_eq!(
            (shown(world, "officer", "owed").await, shown(world, "colleague", "owed").await),
            (1, 0)
        );
        let page = world.get("officer", "/agreements").await;
        assert!(page.words().contains("我负责的") && page.words().contains("全所"));
        assert!(
            page.text.contains("whose=own&#38;format=xlsx")
                || page.text.contains("whose=own&amp;format=xlsx")
        );
        let inspector = format!("/agreements?office={}", street::STREET);
        let page = world.get("inspector", &inspector).await.words();
        assert!(!page.contains("我负责的"), "who answers for nobody has no such view: {page}");
        // What is taken out is what is seen.
        let book = async |user: &'static str, whose: &'static str| {
            let path = format!("/agreements?show=in-force&whose={whose}&format=xlsx");
            let (status, _, body) = fetch(world, user, &path).await;
            assert_eq!(status, StatusCode::OK, "{user} {whose}");
            assert!(body.starts_with(b"PK"));
        };
        book("head", "own").await;
        let taken =
            async |user| (world.taken_out(user, own).await, world.taken_out(user, other).await);
        assert_eq!(taken("head").await, (0, 0));
        book("head", "all").await;
        assert_eq!(taken("head").await, (1, 1));
        book("officer", "own").await;
        assert_eq!(taken("officer").await, (1, 0));
    });
}
