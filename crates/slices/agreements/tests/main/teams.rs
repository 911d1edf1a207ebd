//! The team around the officer.

use access::Failure;
use agreements::join;
use agreements::model::{Part, Refusal};
use axum::http::StatusCode;
use store::SubjectId;
use street::{NUMBER, World, on_both};

use crate::scene::owed;

fn here(test: &impl AsyncFn(&World)) {
    on_both(&[agreements::STATEMENTS], agreements::routes, test);
}

async fn joined(
    world: &World,
    by: &str,
    subject: SubjectId,
    (user, part): (&str, Part),
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(by).await);
    let staff = world.staff(user);
    let outcome = world
        .desk
        .db
        .write(async move |tx| join(tx, &desk, &occasion, subject, (staff, part)).await);
    outcome.await
}

#[test]
fn the_officer_is_always_in_it_and_members_come_and_go() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        let path = format!("/people/{subject}/team");
        let shown = world.get("officer", &path).await;
        assert!(shown.words().contains("就业援助服务专员"), "{}", shown.words());
        let staff = world.staff("clerk").to_string();
        let added =
            world.fill_shown("officer", &shown, &[("staff", &staff), ("part", "startup")]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.words());
        joined(world, "clerk", subject, ("expert", Part::Information))
            .await
            .expect("one from above");
        let shown = world.get("inspector", &path).await;
        for expected in ["赵专员", "王前台", "创业服务", "区指导员", "职业信息分析", "第二十六条"]
        {
            assert!(shown.words().contains(expected), "{expected}: {}", shown.words());
        }
        assert!(!shown.text.contains("/leave"), "an inspector changes nothing");
        let shown = world.get("officer", &path).await;
        let (leave, pairs) = shown.form(&[]);
        assert!(leave.ends_with("/leave"), "{leave}");
        world.pass_days(3);
        assert_eq!(world.post("neighbour", &leave, &pairs).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post("officer", &leave, &pairs).await.status, StatusCode::SEE_OTHER);
        let again = [("_once".to_owned(), "another".to_owned())];
        assert_eq!(world.post("officer", &leave, &again).await.status, StatusCode::CONFLICT);
        let shown = world.get("officer", &path).await.words();
        assert!(shown.contains("2026-01-08"), "until when: {shown}");
    });
}

#[test]
fn whoever_is_no_longer_of_the_office_or_above_is_not_of_it() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        joined(world, "officer", subject, ("clerk", Part::Startup)).await.expect("joined");
        joined(world, "officer", subject, ("expert", Part::Information)).await.expect("from above");
        let path = format!("/people/{subject}/team");
        let gone = "已不在本机构或上级机构";
        assert!(!world.get("officer", &path).await.words().contains(gone));
        let (desk, occasion) = (world.desk.clone(), world.occasion("chief").await);
        let handed = world.desk.db.write(async move |tx| {
            let to = duties::Receiver { office_code: street::BESIDE, officer: None };
            duties::move_over(tx, &desk, &occasion, subject, to, "服务关系划转").await.map(drop)
        });
        handed.await.expect("gone over");
        let shown = world.get("beside_officer", &path).await.words();
        // The district's counsellor goes on; the clerk of the office before does not.
        assert_eq!(shown.matches(gone).count(), 1, "{shown}");
    });
}

#[test]
fn nobody_is_of_it_twice_in_one_part_or_from_elsewhere() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        joined(world, "officer", subject, ("clerk", Part::Startup)).await.expect("joined");
        joined(world, "officer", subject, ("clerk", Part::Employment)).await.expect("another part");
        let twice = joined(world, "officer", subject, ("clerk", Part::Startup)).await;
        assert!(matches!(twice, Err(Failure::Refused(Refusal::AlreadyMember { .. }))), "{twice:?}");
        for user in ["neighbour", "beside_officer", "far_officer", "far_chief", "auditor"] {
            let answer = joined(world, "officer", subject, (user, Part::Startup)).await;
            assert!(
                matches!(answer, Err(Failure::Refused(Refusal::NotForTeam))),
                "{user}: {answer:?}"
            );
        }
        for by in ["neighbour", "inspector", "chief", "expert"] {
            let answer = joined(world, by, subject, ("colleague", Part::Guidance)).await;
            assert!(matches!(answer, Err(Failure::Denied(_))), "{by}: {answer:?}");
        }
    });
}
