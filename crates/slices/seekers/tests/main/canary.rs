//! A number of identity under which an imported ledger is kept stands nowhere but where it is asked for with a reason.

use std::io::Cursor;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use calamine::{Data, Reader, Xlsx};
use desk::Desk;
use store::{StoreError, SubjectId};
use street::{START, World};
use subjects::Sheet;
use web::Routes;

use crate::world::{NUMBER, OFFICE, somebody};

fn routes() -> Routes<Desk> {
    duties::routes().and(seekers::routes())
}

/// Brings a ledger in that is kept under a number of identity, and has an office found for it.
async fn imported(world: &World) -> SubjectId {
    let line = format!(
        "{{\"id\":\"1\",\"subject\":\"{NUMBER}\",\"kind\":\"seeker_registered\",\"on\":\"2025-12-01\",\
         \"office\":\"{OFFICE}\",\"staff\":\"专员老张\"}}\n"
    );
    let sheet = Arc::new(Sheet::read(line.into_bytes()));
    let (db, sealing) = (&world.desk.db, &world.desk.sealing);
    let keepers = Arc::new(subjects::NoKeepers);
    subjects::import(db, sealing, keepers, sheet, START, &mut |_| {}).await.expect("imported");
    let desk = world.desk.clone();
    let found = db.write::<_, _, StoreError>(async move |tx| {
        duties::adopt(tx, &desk, web::day_of(START), 10).await?;
        subjects::find_subject(tx, &desk.sealing, NUMBER).await
    });
    found.await.expect("read").expect("a subject")
}

/// Everything that stands in a workbook.
async fn book(world: &World, user: &str, path: &str) -> String {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let (status, _, body) = world.exchange(user, request).await;
    assert_eq!(status, StatusCode::OK, "{user} {path}");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(body)).expect("a workbook");
    let mut cells = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        cells.extend(range.used_cells().map(|(_, _, data): (_, _, &Data)| data.to_string()));
    }
    cells.join("|")
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The page and the workbook that answer the auditor.
async fn audited(world: &World) -> [String; 2] {
    let asked = pairs(&[("from", "2026-01-01"), ("until", "2026-12-31")]);
    let sent = world.post("auditor", "/audit/readings", &asked).await;
    let address = sent.location.clone().unwrap_or_else(|| panic!("{}", sent.words()));
    let page = world.get("auditor", &address).await;
    assert_eq!(page.status, StatusCode::OK);
    [page.text, book(world, "auditor", &format!("{address}&format=xlsx")).await]
}

#[test]
fn the_number_of_an_imported_ledger_stands_in_no_page_and_no_workbook() {
    street::on_both(&[], routes, &async |world: &World| {
        let subject = imported(world).await;
        let path = format!("/people/{subject}");
        let within = ["", "/print", "/readers", "/duties", "/particulars", "/reveal", "/hand-over"];
        let mut seen = 0;
        for user in ["officer", "head", "clerk", "chief", "inspector", "neighbour", "auditor"] {
            for page in within {
                let shown = world.get(user, &format!("{path}{page}")).await;
                assert!(!shown.text.contains(NUMBER), "{user} {page}: {}", shown.words());
                seen += usize::from(shown.status == StatusCode::OK);
            }
            for page in ["/people", "/today", "/office", "/today/waiting"] {
                let shown = world.get(user, page).await;
                assert!(!shown.text.contains(NUMBER), "{user} {page}: {}", shown.words());
            }
            let found = world.post(user, "/people", &pairs(&[("q", NUMBER)])).await;
            let Some(address) = found.location else { continue };
            let shown = world.get(user, &address).await;
            let typed = format!("value=\"{NUMBER}\"");
            let shown = shown.text.replace(&typed, "");
            assert!(!shown.contains(NUMBER), "{user} finds: {shown}");
        }
        assert!(seen > 20, "they do see the file: {seen}");
        let file = world.get("head", &path).await.words();
        assert!(file.contains("110***********002X"), "it is recognised: {file}");
        assert!(!book(world, "head", &format!("{path}/workbook")).await.contains(NUMBER));
        for told in audited(world).await {
            assert!(told.contains("110***********002X") && !told.contains(NUMBER), "{told}");
        }
        // Completed, the ledger is still kept under it, and the file has a number of its own.
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk").await);
        let new = somebody().new;
        let completed = world
            .desk
            .db
            .write(async move |tx| seekers::complete(tx, &desk, &occasion, subject, &new).await);
        completed.await.map_err(|failure| failure.to_string()).expect("completed");
        for told in audited(world).await {
            assert!(told.contains("P00000001") && !told.contains(NUMBER), "{told}");
        }
        let asked = pairs(&[("values", "证件号码"), ("reason", "其他"), ("words", "核对证件")]);
        let revealed = world.post("officer", &format!("{path}/reveal"), &asked).await;
        assert!(revealed.text.contains(NUMBER), "with a reason: {}", revealed.words());
    });
}
