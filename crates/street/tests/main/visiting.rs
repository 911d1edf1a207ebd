//! The visit list: day by day, what is planned beside what is due.

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use desk::Desk;
use kernel::Day;
use ledger::Field;
use rules::{Circumstance, Kind};
use std::sync::Arc;
use store::SubjectId;
use street::{World, on_both};
use subjects::Happening;
use surveys::model::{Answers, Method, Planned, Willingness};
use tower::ServiceExt;

use crate::case::{Case, does, no_pages};

/// Somebody of a name in hardship, who was asked and is owed another survey.
async fn asked(world: &World, name: &str, reference: &str) -> SubjectId {
    let subject = world.person_called(name, reference, &[Kind::LedgerOpened]).await;
    let recognised = Happening::new(Kind::HardshipRecognised, world.today());
    world.record_raw(subject, vec![recognised.text(Field::Group, "甲")]).await;
    let case = Case::around(world, subject).await;
    let answers = Answers {
        on: world.today(),
        method: Method::Phone,
        willingness: Willingness::Willing,
        circumstance: Circumstance::None,
        reason: "照料老人或病人".to_owned(),
        words: String::new(),
        planned: None,
    };
    does!(case, "officer", |tx, desk, occasion| surveys::record_survey(
        tx, desk, occasion, subject, &answers
    ));
    subject
}

async fn plan(world: &World, subject: SubjectId, on: Day) {
    let case = Case::around(world, subject).await;
    let planned = Planned { on, why: "约好".to_owned() };
    does!(case, "officer", |tx, desk, occasion| surveys::plan_day(
        tx, desk, occasion, subject, &planned
    ));
}

#[test]
fn a_visit_list_goes_by_the_planned_day_before_the_last_day_that_a_rule_leaves() {
    on_both(&[surveys::STATEMENTS], no_pages, &async |world| {
        // Each is owed a survey until 2026-01-19, which lies beyond the week.
        let far = asked(world, "远期甲", "P1").await;
        let late = asked(world, "后去乙", "P2").await;
        let early = asked(world, "先去丙", "P3").await;
        plan(world, late, world.today().plus_days(5)).await;
        plan(world, early, world.today().plus_days(2)).await;
        plan(world, far, world.today().plus_days(9)).await;
        let desk = Desk {
            companions: Arc::from([Arc::new(surveys::Keeper) as Arc<dyn desk::Companion>]),
            ..world.desk.clone()
        };
        let application = web::assemble(seekers::routes(), desk);
        let request = Request::get("/people/visits").header(header::COOKIE, "leye_session=officer");
        let request = request.body(Body::empty()).expect("a request");
        let answer = application.oneshot(request).await.expect("an answer");
        let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
        let page = String::from_utf8_lossy(&body);
        let place = |name: &str| page.find(name);
        assert!(place("先去丙").is_some() && place("先去丙") < place("后去乙"), "{page}");
        assert_eq!(place("远期甲"), None, "beyond the week");
        assert!(page.contains("2026-01-07") && page.contains("计划"), "{page}");
    });
}
