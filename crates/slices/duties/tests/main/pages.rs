//! Who sees whose name in the lists of an office, and who takes them out as a workbook.

use std::sync::Arc;

use access::{Action, Actor, Role};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use rules::Kind;
use store::{Engine, StoreError};
use subjects::{Happening, SubjectKind};
use testkit::SetClock;

use crate::world::{STREET, World, actor, noon, occasion};

const NAME: &str = "王秀英";

/// Takes a person in for whom something is owed, and to whom a colleague is assigned.
async fn person(world: &World, officer: &Actor) {
    let (desk, officer) = (world.desk.clone(), officer.clone());
    let today = "2026-01-05".parse().expect("a day");
    world
        .desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let (kind, now) = (SubjectKind::Person, noon(today));
            let (subject, _) =
                subjects::open_subject(tx, &desk.sealing, kind, "P1", NAME, now).await?;
            duties::take_on(tx, subject, STREET, Some(officer.id), today).await?;
            let (occasion, action) = (occasion(&officer, today), Action::RecordService);
            let happening = [Happening::new(Kind::SeekerRegistered, today)];
            duties::record_service(tx, &desk, &occasion, action, subject, &happening)
                .await
                .expect("recorded");
            Ok(())
        })
        .await
        .expect("a person");
}

/// Asks for a page; gives its status and its text.
pub(crate) async fn ask(world: &World, who: &Actor, path: &str) -> (StatusCode, String) {
    use tower::ServiceExt as _;
    let router = web::assemble(duties::routes(), world.desk.clone());
    let mut request = Request::get(path).body(Body::empty()).expect("a request");
    request.extensions_mut().insert(who.clone());
    let answer = router.oneshot(request).await.expect("an answer");
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[test]
fn an_offices_list_names_people_to_those_who_may_read_their_files() {
    testkit::block_on(async {
        let world = World::new(Engine::Sqlite).await;
        person(&world, &actor(1, STREET, &[Role::AssistanceOfficer])).await;
        let list = "/today/office/list";
        for (role, names, exports) in [
            (Role::Head, true, true),
            (Role::Inspector, true, true),
            (Role::FrontDeskClerk, true, false),
            (Role::EnterpriseOfficer, false, false),
            (Role::Analyst, false, false),
        ] {
            let who = actor(9, STREET, &[role]);
            let (status, page) = ask(&world, &who, list).await;
            assert_eq!(status, StatusCode::OK, "{role:?}");
            assert_eq!(page.contains(NAME), names, "{role:?}");
            assert!(page.contains("王"), "{role:?}: masked, not left out");
            assert_eq!(page.contains("format=xlsx"), exports, "{role:?}");
            for path in [format!("{list}?format=xlsx"), "/today/gates?format=xlsx".to_owned()] {
                let (status, _) = ask(&world, &who, &path).await;
                let expected = if exports { StatusCode::OK } else { StatusCode::FORBIDDEN };
                assert_eq!(status, expected, "{role:?} {path}");
            }
        }
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        assert_eq!(ask(&world, &officer, "/today?format=xlsx").await.0, StatusCode::OK);
    });
}

#[test]
fn the_tiles_and_filters_of_a_colleagues_list_stay_with_the_colleague() {
    testkit::block_on(async {
        let world = World::new(Engine::Sqlite).await;
        let away = actor(1, STREET, &[Role::AssistanceOfficer]);
        person(&world, &away).await;
        let mut stand_in = actor(2, STREET, &[Role::AssistanceOfficer]);
        stand_in.stands_in_for = vec![away.id];
        let (_, page) = ask(&world, &stand_in, &format!("/today?officer={}", away.id)).await;
        assert!(page.contains(NAME), "{page}");
        let kept = format!("/today?officer={}&#38;bucket=", away.id);
        assert!(page.contains(&kept) || page.contains(&kept.replace("&#38;", "&amp;")), "{page}");
        assert!(!page.contains("\"/today?bucket="), "{page}");
    });
}

#[test]
fn on_a_day_off_the_page_says_what_the_next_working_day_brings() {
    testkit::block_on(async {
        let mut world = World::new(Engine::Sqlite).await;
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let head = actor(2, STREET, &[Role::Head]);
        // Registered on a Monday: to be graded by Thursday.
        person(&world, &officer).await;
        for (today, words) in [
            ("2026-01-07", None),
            (
                "2026-01-10",
                Some(
                    "今天是周末，不是工作日。下一个工作日 2026-01-12（星期一）没有到期的应办，此前遗留 1 件",
                ),
            ),
            ("2026-01-03", Some("今天是元旦放假，不是工作日。下一个工作日 2026-01-04（星期日）")),
        ] {
            let today = today.parse().expect("a day");
            world.desk.kit.clock = Arc::new(SetClock::at(noon(today)));
            for (who, path) in [(&officer, "/today"), (&head, "/today/office")] {
                let (status, page) = ask(&world, who, path).await;
                assert_eq!(status, StatusCode::OK, "{path}");
                match words {
                    Some(words) => assert!(page.contains(words), "{path} {today}: {page}"),
                    None => assert!(!page.contains("不是工作日"), "{path} {today}"),
                }
            }
        }
    });
}
