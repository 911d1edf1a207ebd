//! A mark in everything that can be typed of a person, looked for wherever it does not belong: in the clear in the database
//! with its outbox, its record of acts and what was kept of forms; in addresses and headers; and on every page of those who
//! have no right to the file.

use std::collections::BTreeSet;
use std::io::Cursor;

use access::Role;
use axum::http::{HeaderMap, Method, StatusCode};
use calamine::{Reader as _, Xlsx};
use rules::Kind;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use store::{ActorId, Engine};
use testkit::{Place, block_on};

use super::access::path_about;
use super::forms::MARK;
use super::prepared::{Who, prepared};
use super::world::{CITY, DISTRICT, FAR, STREET, World};
use crate::commands::demo::sealed_columns_with;
use crate::system;

/// What everybody is called but for the family name, which a mask leaves.
const GIVEN_NAME: &str = "龘靐";
/// How often the forms of a person are looked for: what one brings about the next round finds.
const ROUNDS: usize = 2;
/// Where the ledger and chapter 3 keep what was said of a person.
const PLANTED: &[&str] = &[
    "agreement.content",
    "barrier_analysis.content",
    "entry.sealed",
    "handover.reason",
    "panel.end_reason",
    "panel_feedback.words",
    "person.particulars",
    "person_change.changes",
    "survey_attempt.words",
    "transfer.content",
    "transfer_step.words",
];

/// Undoes what addresses and cookies write in signs of their own.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let code = match rest {
            [b'%', high, low, ..] => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|pair| u8::from_str_radix(pair, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &rest[3..] } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What an answer says beside its body: where it leads, what it sets.
fn told(headers: &HeaderMap) -> String {
    let values = headers.values().filter_map(|value| value.to_str().ok());
    values.map(decoded).collect::<Vec<_>>().join("\n")
}

/// What a body says; of a workbook, every cell.
fn said(body: &[u8]) -> String {
    if !body.starts_with(b"PK") {
        return String::from_utf8_lossy(body).into_owned();
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(body)).expect("a workbook");
    let mut cells = String::new();
    for (_, sheet) in book.worksheets() {
        for (_, _, cell) in sheet.used_cells() {
            cells.push_str(&cell.to_string());
            cells.push('\n');
        }
    }
    cells
}

/// Every place of the database in which bytes stand as they are: tables and columns.
fn lies_in(place: &Place, wanted: &str) -> BTreeSet<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = Connection::open_with_flags(&place.url, flags).expect("opens");
    let mut tables = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .expect("tables");
    let names = tables.query_map([], |row| row.get::<_, String>(0)).expect("names");
    let mut found = BTreeSet::new();
    for table in names.map(|name| name.expect("a name")) {
        let mut all = database.prepare(&format!("SELECT * FROM \"{table}\"")).expect("rows");
        let columns: Vec<String> = all.column_names().map(str::to_owned).collect();
        let mut rows = all.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            for (at, column) in columns.iter().enumerate() {
                let value = row.get_ref(at).expect("a value");
                let (ValueRef::Text(value) | ValueRef::Blob(value)) = value else { continue };
                if value.windows(wanted.len()).any(|part| part == wanted.as_bytes()) {
                    found.insert(format!("{table}.{column}"));
                }
            }
        }
    }
    found
}

/// Sends every form that whoever may see somebody's pages finds on them, with the mark in every answer in words. Gives
/// where a mark stands in what an answer sets or where it leads.
async fn plant(world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, one) in prepared(world).await.into_iter().enumerate() {
        let officer = world.known_as(Who::Officer);
        let others =
            [Who::Head, Who::Chief, Who::Expert, Who::Receiver].map(|who| world.known_as(who));
        let mut sent = BTreeSet::new();
        world.send_form(&one.who, &one.form).await;
        if number == 0 {
            world.hand_over(one.subject, MARK).await;
        }
        for round in 0..ROUNDS {
            for route in system::routes().list() {
                if route.method != Method::GET || !route.path.contains("{subject}") {
                    continue;
                }
                // The forms of all kinds of services are looked for of one person alone.
                let kinds = if number == 0 && route.path.contains("{kind}") {
                    Kind::ALL
                } else {
                    &[Kind::Contacted]
                };
                for kind in kinds {
                    let path = path_about(route, world, (one.subject, one.entry), kind.name());
                    for who in
                        std::iter::once(&officer).chain(others.iter().filter(|_| number % 5 == 4))
                    {
                        for form in world.forms(who, &path).await {
                            if !sent.insert((round, who.clone(), form.action.clone(), kind.name()))
                            {
                                continue;
                            }
                            let form = if round == 0 { form } else { form.next_week() };
                            let (_, headers, _) = world.send_whole(who, &form).await;
                            if told(&headers).contains(MARK) {
                                wrong.push(format!(
                                    "{} tells the mark: {}",
                                    form.action,
                                    told(&headers)
                                ));
                            }
                        }
                    }
                }
            }
        }
    }
    wrong
}

#[test]
fn what_is_said_of_a_person_lies_nowhere_in_the_clear_and_is_shown_to_nobody_without_a_right() {
    block_on(async {
        let world = World::new(Place::new(Engine::Sqlite)).await;
        let mut wrong = plant(&world).await;
        let columns = sealed_columns_with(world.place(), &world.desk, MARK);
        let missing: Vec<&&str> =
            PLANTED.iter().filter(|column| !columns.contains(**column)).collect();
        assert_eq!(missing, Vec::<&&str>::new(), "the mark is sealed in {columns:?}");

        // Nothing of it lies in the clear, wherever it lies: the search finds what does.
        wrong.extend(lies_in(world.place(), MARK));
        assert!(lies_in(world.place(), "zhuren").contains("staff.user_name"), "it is looked for");

        // Nobody without a right is shown it, or told it in the headers.
        let somebody = ActorId::from_bytes([9; 16]);
        let mut known_as = Vec::new();
        for role in Role::ALL {
            known_as.push(world.announce(somebody, FAR, *role));
        }
        for role in [Role::EnterpriseOfficer, Role::InformationReviewer] {
            known_as.push(world.announce(somebody, STREET, role));
        }
        for (office, role) in [
            (DISTRICT, Role::Analyst),
            (CITY, Role::Analyst),
            (STREET, Role::SystemAdministrator),
            (CITY, Role::SystemAdministrator),
            (CITY, Role::SecurityAdministrator),
            (CITY, Role::AuditAdministrator),
        ] {
            known_as.push(world.announce(somebody, office, role));
        }
        let subject = world.latest();
        let mut looked = 0;
        for who in &known_as {
            for route in system::routes().list() {
                if route.method != Method::GET {
                    continue;
                }
                let path =
                    path_about(route, &world, (subject, world.entry), Kind::Contacted.name());
                for path in [path.clone(), format!("{path}?format=xlsx")] {
                    let (status, headers, body) = world.whole(who, &path).await;
                    looked += usize::from(status == StatusCode::OK);
                    let all = format!("{}\n{}", told(&headers), said(&body));
                    // Whoever audits reads why somebody had a number shown to them.
                    let is_told_why = route.path == "/people/{subject}/readers"
                        && who.ends_with(Role::AuditAdministrator.text());
                    for shown in [MARK, GIVEN_NAME] {
                        if all.contains(shown) && !(is_told_why && shown == MARK) {
                            wrong.push(format!("{who} {path}: {shown}, {status}"));
                        }
                    }
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(looked > 500, "the walk sees too little: {looked}");

        // Whoever may read the file is shown it: the walk would see what stands on a page.
        let officer = world.known_as(Who::Officer);
        let (_, _, page) = world.whole(&officer, &format!("/people/{subject}")).await;
        assert!(said(&page).contains(MARK) && said(&page).contains(GIVEN_NAME));
    });
}
