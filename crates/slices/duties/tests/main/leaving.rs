//! Lists that leave the house: the right is asked, and everybody in them is noted once.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Desk;
use duties::Reach;
use rules::Kind;
use street::World;
use web::parts::Table;
use web::{Problem, Query, Routes, Visit};

fn routes() -> Routes<Desk> {
    duties::routes().and(Routes::new().get("/careless", access::Action::ReadFile, careless))
}

/// A list that forgot to leave out those whom the actor may not take out.
async fn careless(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let subject = web::id(query.0.text("of").unwrap_or_default())?;
    let table = Table::new("名单", Vec::new());
    duties::take_out(&visit, &desk, Reach::Each, "名单", &table, [subject]).await
}

#[test]
fn whoever_stands_in_a_list_is_noted_once_however_many_rows_are_theirs() {
    street::on_both(&[], routes, &async |world: &World| {
        let kinds = [Kind::SeekerRegistered, Kind::Recommended];
        let person = world.person("P1", &kinds).await;
        let other = world.person("P2", &[]).await;
        let file = format!("/people/{person}/duties");
        for (user, list) in [
            ("officer", "/today"),
            ("head", "/today/office/list"),
            ("inspector", "/today/office/list"),
            ("head", &file),
        ] {
            let before = world.taken_out(user, person).await;
            let page = world.get(user, list).await;
            assert!(page.text.contains("format=xlsx"), "{user} {list}: a button");
            assert_eq!(world.taken_out(user, person).await, before, "{user} {list}: only read");
            let book = world.get(user, &format!("{list}?format=xlsx")).await;
            assert!(book.text.starts_with("PK"), "{user} {list}: {}", book.status);
            assert_eq!(world.taken_out(user, person).await, before + 1, "{user} {list}");
            assert_eq!(world.taken_out(user, other).await, 0, "{user} {list}: owes nothing");
        }
        for list in ["/today/office/list", "/today/gates", &file] {
            let page = world.get("clerk", list).await;
            assert_eq!(page.status, StatusCode::OK, "{list}");
            assert!(!page.text.contains("format=xlsx"), "{list}: no button");
            let book = world.get("clerk", &format!("{list}?format=xlsx")).await;
            assert_eq!(book.status, StatusCode::FORBIDDEN, "{list}");
        }
        assert_eq!(world.taken_out("clerk", person).await, 0);
    });
}

#[test]
fn whoever_audits_takes_out_whose_files_were_read_and_that_is_told() {
    street::on_both(&[], routes, &async |world: &World| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        world.get("officer", &format!("/people/{person}/duties")).await;
        let readings = "/audit/readings?user=officer";
        assert!(world.get("auditor", readings).await.words().contains("P1"));
        assert_eq!(world.taken_out("auditor", person).await, 0);
        let book = world.get("auditor", &format!("{readings}&format=xlsx")).await;
        assert!(book.text.starts_with("PK"), "{}", book.status);
        assert_eq!(world.taken_out("auditor", person).await, 1);
    });
}

#[test]
fn a_list_that_was_not_narrowed_to_ones_own_is_refused_as_a_whole() {
    street::on_both(&[], routes, &async |world: &World| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        let path = format!("/careless?of={person}");
        for (user, status) in [
            ("officer", StatusCode::OK),
            ("chief", StatusCode::OK),
            ("colleague", StatusCode::FORBIDDEN),
            ("far_head", StatusCode::FORBIDDEN),
        ] {
            assert_eq!(world.get(user, &path).await.status, status, "{user}");
            let times = i64::from(status == StatusCode::OK);
            assert_eq!(world.taken_out(user, person).await, times, "{user}");
        }
    });
}
