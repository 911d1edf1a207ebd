//! Lists that leave the house: the right is asked, and everybody in them is noted once.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Desk;
use duties::{Reach, TakingOut};
use rules::Kind;
use store::SubjectId;
use street::World;
use web::parts::{Cell, Column, Table};
use web::{LongWorkbook, Problem, Query, Routes, Visit};

fn routes() -> Routes<Desk> {
    let action = access::Action::ReadFile;
    let own = Routes::new().get("/careless", action, careless).get("/endless", action, endless);
    duties::routes().and(own)
}

/// A list that is longer than its sheet: two on a page, a page for each two that are asked for.
async fn endless(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let subjects: Vec<SubjectId> =
        query.0.pairs().filter_map(|(_, subject)| subject.parse().ok()).collect();
    let reach = Reach::Alike(access::Relation::Office);
    let mut out = TakingOut::begin_in(LongWorkbook::of_lines(4), &visit, &desk, reach)?;
    for some in subjects.chunks(2) {
        let rows = some.iter().map(|subject| vec![Cell::text(subject.to_string())]);
        let page = Table::new("名单", vec![Column::text("谁")]).rows(rows);
        if !out.add(&page, some.iter().copied())? {
            break;
        }
    }
    out.give("名单").await
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

#[test]
fn whoever_found_no_room_in_a_sheet_is_not_noted_and_the_next_page_says_that_the_list_goes_on() {
    street::on_both(&[], routes, &async |world: &World| {
        let mut people = Vec::new();
        for at in 0..4 {
            people.push(world.person(&format!("P{at}"), &[Kind::SeekerRegistered]).await);
        }
        let path = |people: &[SubjectId]| {
            let asked: Vec<String> = people.iter().map(|one| format!("of={one}")).collect();
            format!("/endless?{}", asked.join("&"))
        };
        let taken = async || {
            let mut taken = Vec::new();
            for one in &people {
                taken.push(world.taken_out("head", *one).await);
            }
            taken
        };
        let denied = world.get("clerk", &path(&people)).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let whole = world.get("head", &path(&people[..2])).await;
        assert!(whole.text.starts_with("PK") && !whole.cookies.contains("没有列完"));
        assert_eq!(taken().await, [1, 1, 0, 0]);
        let cut = world.get("head", &path(&people)).await;
        assert!(cut.text.starts_with("PK"), "{}", cut.status);
        assert!(cut.cookies.contains("没有列完"), "{}", cut.cookies);
        assert_eq!(taken().await, [2, 2, 0, 0], "two lines of four are for people");
        let nobody = world.get("head", "/endless").await;
        assert!(nobody.text.starts_with("PK"), "an empty list is one too");
    });
}

#[test]
fn what_is_due_is_taken_out_whole_however_many_pages_it_has() {
    street::on_both(&[], routes, &async |world: &World| {
        let mut kinds = vec![Kind::SeekerRegistered];
        kinds.extend([Kind::Recommended; 8]);
        for at in 0..140 {
            world.person(&format!("P{at}"), &kinds).await;
        }
        let rows = async |user: &str, path: &str| {
            let request = axum::http::Request::get(path).body(axum::body::Body::empty());
            let (_, _, body) = world.exchange(user, request.expect("a request")).await;
            let mut book: calamine::Xlsx<_> =
                calamine::open_workbook_from_rs(std::io::Cursor::new(body)).expect("a workbook");
            let (_, sheet) = calamine::Reader::worksheets(&mut book).remove(0);
            i64::try_from(sheet.rows().skip(1).count()).expect("a number")
        };
        let open = {
            let (staff, today) = (world.staff("officer"), world.today());
            let read = world.desk.db.read::<_, _, store::StoreError>(async move |tx| {
                duties::count_for_officer(tx, staff, today).await
            });
            read.await.expect("counted").buckets.iter().sum::<i64>()
        };
        assert!(open > 1_000, "more than is read at a time: {open}");
        for order in ["", "&order=rule", "&order=officer"] {
            let own = rows("officer", &format!("/today?format=xlsx{order}")).await;
            let all = rows("head", &format!("/today/office/list?format=xlsx{order}")).await;
            assert_eq!((own, all), (open, open), "{order}");
        }
    });
}
