//! Every page that shows a figure counts what rests, says how much of it does, and leads to the list of it: who decided, when,
//! until when. The rows are those that are asked for, and the workbook says how many it leaves out.

use std::sync::Arc;

use axum::http::StatusCode;
use desk::Desk;
use rules::Gate;
use store::SubjectId;
use street::{BESIDE, DISTRICT, NAME, STREET, World};
use web::Routes;

use crate::town::{attempt, case, decide, finish, objection, person_at, stop};

fn routes() -> Routes<Desk> {
    stopping::routes().and(services::routes()).and(duties::routes())
}

fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both_with(&[Arc::new(stopping::Keeper)], &[stopping::STATEMENTS], routes, test);
}

/// Reads the words of a page that somebody may see.
async fn words(world: &World, user: &str, path: &str) -> String {
    let shown = world.get(user, path).await;
    assert_eq!(shown.status, StatusCode::OK, "{user} {path}");
    shown.words()
}

/// Finds that the person is ill, as a colleague of the officer.
async fn spare(world: &World, person: SubjectId) {
    attempt(world, "colleague", person).await.done();
    let path = format!("/people/{person}/stop/{}/finish", case(world, person).await);
    let found = [("circumstance", "illness"), ("words", "住院中")];
    world.fill("colleague", &path, &found).await.done();
}

#[test]
fn what_rests_stands_in_every_figure_and_in_a_list_of_its_own() {
    on_both(&async |world| {
        // Wanted to be found two weeks after the gate opened: the stop is overdue by now.
        let person = person_at(world, Gate::Unwilling).await;
        world.pass_days(14);
        let overdue = "逾期 3 件";
        let today = words(world, "officer", "/today").await;
        assert!(today.contains(overdue) && !today.contains("按决定暂不办"), "{today}");
        let resting = words(world, "officer", "/today/resting").await;
        assert!(resting.contains("没有按决定暂不办的事项"), "{resting}");
        spare(world, person).await;

        let today = words(world, "officer", "/today").await;
        assert!(today.contains(overdue), "the figure does not fall: {today}");
        assert!(today.contains("其中 1 件按决定暂不办"), "{today}");
        assert!(!today.contains("向登记管理部门反馈并停止服务："), "{today}");
        let shown = world.get("officer", "/today").await;
        assert!(shown.text.contains("href=\"/today/resting\""), "{}", shown.text);

        let (on, until) = (world.today(), world.today().plus_days(30));
        let path = format!("/today/office/resting?office={STREET}");
        let of_officer = format!("{path}&officer={}", world.staff("officer"));
        for (user, path) in [
            ("officer", "/today/resting"),
            ("head", &*path),
            ("head", &*of_officer),
            ("chief", &*format!("/today/office/resting?office={DISTRICT}")),
            ("mayor", "/today/office/resting"),
        ] {
            let listed = words(world, user, path).await;
            assert!(listed.contains("核实后暂不停止服务"), "{user} {path}: {listed}");
            assert!(listed.contains(&on.to_string()), "{user} {path}: {listed}");
            assert!(listed.contains(&format!("{until} 以前")), "{user} {path}: {listed}");
            assert!(listed.contains(NAME), "{user} {path}: {listed}");
        }
        // Who decided is named, and it was not whoever answers for the person.
        let name = world.occasion("colleague").await.actor.name;
        let listed = words(world, "head", &path).await;
        assert!(listed.contains(&name), "{name}: {listed}");
        // Nobody else comes to it.
        let beside = format!("/today/office/resting?office={BESIDE}");
        for (user, path) in [("neighbour", "/today/resting"), ("beside_officer", &*path)] {
            let shown = world.get(user, path).await;
            assert!(!shown.text.contains(NAME), "{user} {path}");
        }
        assert!(!words(world, "chief", &beside).await.contains(NAME));

        for (user, path, leads) in [
            ("head", format!("/today/office?office={STREET}"), &of_officer),
            ("head", format!("/today/office/results?office={STREET}"), &of_officer),
            ("head", format!("/today/office/list?office={STREET}"), &path),
        ] {
            let shown = world.get(user, &path).await;
            let said = shown.words();
            assert!(said.contains("按决定暂不办"), "{user} {path}: {said}");
            let text = shown.text.replace("&#38;", "&").replace("&amp;", "&");
            assert!(text.contains(&format!("href=\"{leads}\"")), "{user} {path}: {text}");
        }
        let results = format!("/today/office/results?office={STREET}");
        let results = words(world, "head", &results).await;
        assert!(results.contains("逾期 3（其中 1 件按决定暂不办）"), "{results}");
        // The workbooks: of the figures, of what is asked for, of what rests.
        for (user, path) in [
            ("head", format!("/today/office?office={STREET}&format=xlsx")),
            ("officer", "/today?format=xlsx".to_owned()),
            ("officer", "/today/resting?format=xlsx".to_owned()),
            ("head", format!("{path}&format=xlsx")),
        ] {
            assert_eq!(world.get(user, &path).await.status, StatusCode::OK, "{user} {path}");
        }
        let clerk = world.get("clerk", &format!("{path}&format=xlsx")).await;
        assert_eq!(clerk.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_list_names_whoever_did_not_approve_and_whoever_upheld_the_objection() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        decide(world, "head", person, "refuse").await.done();
        let head = world.occasion("head").await.actor.name;
        let listed = words(world, "officer", "/today/resting").await;
        assert!(listed.contains("没有批准停止服务") && listed.contains(&head), "{listed}");
    });
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
        world.fill("clerk", &path, &[("how", "counter"), ("words", "不同意")]).await.done();
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let upheld = [("outcome", "upheld"), ("words", "没有上门核实")];
        world.fill("chief", &path, &upheld).await.done();
        let chief = world.occasion("chief").await.actor.name;
        let listed = words(world, "officer", "/today/resting").await;
        assert!(listed.contains("本人异议成立") && listed.contains(&chief), "{listed}");
        assert!(listed.contains("再次出现停止情形以前"), "{listed}");
    });
}
