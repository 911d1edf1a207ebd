//! Lists that leave the house: everybody who is named in one can be told who has it, and the button to it is shown
//! to those who get it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Cursor;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use calamine::{Reader, Xlsx};
use desk::Desk;
use ledger::Field;
use rules::Kind;
use store::{Statement, SubjectId};
use street::{BESIDE, STREET, World, on_both};
use subjects::Happening;
use surveys::NewRound;
use surveys::model::Covers;
use transfers::NewTransfer;
use transfers::model::{AskedFor, Ground};
use web::{Door, Routes};

use crate::case::{Case, does};
use crate::sad::is_placed;

/// Every slice that has pages about people.
pub(crate) const SLICES: &[&[&Statement]] = &[
    agreements::STATEMENTS,
    counselling::STATEMENTS,
    panels::STATEMENTS,
    plans::STATEMENTS,
    posts::STATEMENTS,
    stopping::STATEMENTS,
    surveys::STATEMENTS,
    transfers::STATEMENTS,
    visits::STATEMENTS,
];

pub(crate) fn pages() -> Routes<Desk> {
    Routes::new()
        .and(duties::routes())
        .and(seekers::routes())
        .and(services::routes())
        .and(agreements::routes())
        .and(counselling::routes())
        .and(panels::routes())
        .and(plans::routes())
        .and(posts::routes())
        .and(stopping::routes())
        .and(surveys::routes())
        .and(transfers::routes())
        .and(visits::routes())
}

/// Who looks around: those who take out what is below them, what is their own, and nothing.
const READERS: &[&str] = &["head", "officer", "clerk", "inspector", "auditor"];

/// Where somebody of the town must have been named in a workbook, or the walk has not seen the list.
const LISTS: &[&str] = &[
    "/agreements",
    "/panels",
    "/people",
    "/people/*/workbook",
    "/plans",
    "/posts/people",
    "/stopping",
    "/surveys/*/list",
    "/surveys/*/people",
    "/surveys/list",
    "/today",
    "/today/gates",
    "/today/office/list",
    "/today/office/results/people",
    "/transfers",
];

/// How many addresses are looked at for one reader: a walk without an end is a mistake of its own.
const MOST: usize = 600;

pub(crate) type Town = BTreeMap<&'static str, SubjectId>;

/// People who have come to stand in the lists, each under a name of their own.
pub(crate) async fn town(world: &World) -> Town {
    let mut town = Town::new();
    let placed = comes(world, &mut town, "安置甲", "P1").await;
    placed.records("officer", placed.now(Kind::ReadinessAssessed).flag(Field::Ready, true)).await;
    is_recommended_in_vain(&placed, 5).await;
    placed.until("2026-07-06").await;
    is_placed(&placed, "2026-08-31").await;

    let asked = comes(world, &mut town, "会诊乙", "P2").await;
    asked.records("officer", asked.now(Kind::ReadinessAssessed).flag(Field::Ready, true)).await;
    is_recommended_in_vain(&asked, 3).await;
    let subject = asked.subject;
    does!(asked, "officer", |tx, desk, occasion| panels::request(
        tx,
        desk,
        occasion,
        subject,
        "怎么办？"
    ));

    let moving = comes(world, &mut town, "划转丙", "P3").await;
    let subject = moving.subject;
    let new = NewTransfer {
        to_office_code: BESIDE,
        asked_for: AskedFor::Person,
        ground: Ground::Residence,
        reason: "搬家".to_owned(),
        address: "新址".to_owned(),
        verified: None,
    };
    does!(moving, "officer", |tx, desk, occasion| transfers::request(
        tx, desk, occasion, subject, &new
    ));

    let declining = comes(world, &mut town, "谢绝丁", "P4").await;
    declining.records("officer", declining.now(Kind::ServiceDeclined)).await;

    let working = world.person_called("上岗戊", "P5", &[Kind::SeekerRegistered]).await;
    town.insert("上岗戊", working);
    let started = Happening::new(Kind::StartedWork, world.today());
    world.record_raw(working, vec![started]).await;

    let (first_day, last_day) = (world.today(), world.today().plus_days(30));
    let covers = Covers::HARDSHIP;
    let name = "一轮".to_owned();
    let round = NewRound { office_code: STREET, name, first_day, last_day, covers };
    does!(declining, "head", |tx, desk, occasion| surveys::open_round(tx, desk, occasion, &round));
    town
}

async fn comes<'w>(
    world: &'w World,
    town: &mut Town,
    name: &'static str,
    reference: &str,
) -> Case<'w> {
    let subject = world.person_called(name, reference, &[Kind::LedgerOpened]).await;
    town.insert(name, subject);
    let case = Case::around(world, subject).await;
    case.comes_under_agreement().await;
    case
}

async fn is_recommended_in_vain(case: &Case<'_>, times: usize) {
    for _ in 0..times {
        let recommended = case.recommends("officer").await;
        case.learns("officer", recommended, false).await;
    }
}

/// How often a reader has taken each of them out.
async fn taken_out(world: &World, town: &Town, user: &str) -> BTreeMap<&'static str, i64> {
    let mut taken = BTreeMap::new();
    for (name, subject) in town {
        taken.insert(*name, world.taken_out(user, *subject).await);
    }
    taken
}

/// What came back: a page or a workbook, in words.
enum Answer {
    Page(StatusCode, String),
    Workbook(String),
}

async fn ask(world: &World, user: &str, path: &str) -> Answer {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let (status, _, body) = world.exchange(user, request).await;
    if !body.starts_with(b"PK") {
        return Answer::Page(status, String::from_utf8_lossy(&body).into_owned());
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(body)).expect("a workbook");
    let mut words = String::new();
    for (_, sheet) in book.worksheets() {
        for cell in sheet.rows().flatten() {
            words.push_str(&cell.to_string());
            words.push('\n');
        }
    }
    Answer::Workbook(words)
}

/// An address without what tells one person, one day or one page of a list from another.
pub(crate) fn kind_of(path: &str) -> String {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let place: Vec<&str> =
        place.split('/').map(|piece| if is_name(piece) { "*" } else { piece }).collect();
    let asked = query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let tells_apart = matches!(name, "show" | "list" | "view" | "what" | "figure" | "bucket");
        if tells_apart { format!("{name}={value}") } else { name.to_owned() }
    });
    let asked: BTreeSet<String> = asked.collect();
    format!("{}?{}", place.join("/"), asked.into_iter().collect::<Vec<_>>().join("&"))
}

fn is_name(piece: &str) -> bool {
    piece.len() > 20 && piece.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
}

/// The place of an address alone.
fn place_of(path: &str) -> String {
    kind_of(path).split('?').next().unwrap_or_default().to_owned()
}

pub(crate) fn links(page: &str) -> impl Iterator<Item = String> {
    page.split("href=\"").skip(1).filter_map(|rest| {
        let path = rest.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&");
        let is_ours = path.starts_with('/') && !path.starts_with("/sign-out");
        is_ours.then(|| path.split('#').next().unwrap_or_default().to_owned())
    })
}

fn as_workbook(path: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}format=xlsx")
}

/// Walks everything that a reader comes to and asks for it as a workbook; gives where people were named.
async fn walk(world: &World, town: &Town, user: &str) -> BTreeSet<String> {
    let somebody = town["会诊乙"].to_string();
    let mut waiting: VecDeque<String> = pages()
        .list()
        .iter()
        .filter(|route| route.method == Method::GET && matches!(route.door, Door::For(_)))
        .map(|route| route.path.replace("{subject}", &somebody))
        .filter(|path| !path.contains('{'))
        .collect();
    let mut seen: BTreeSet<String> = waiting.iter().map(|path| kind_of(path)).collect();
    let mut named = BTreeSet::new();
    let mut before = taken_out(world, town, user).await;
    while let Some(path) = waiting.pop_front() {
        assert!(seen.len() < MOST, "{user}: the walk has no end: {path}");
        let mut offers = false;
        let mut asked = vec![path.clone()];
        if let Answer::Page(_, page) = ask(world, user, &path).await {
            for link in links(&page) {
                offers |= link.contains("format=xlsx") && place_of(&link) == place_of(&path);
                let link = link.replace("&format=xlsx", "").replace("?format=xlsx", "");
                if seen.insert(kind_of(&link)) {
                    waiting.push_back(link);
                }
            }
            asked = vec![as_workbook(&path)];
        }
        for address in asked {
            let answer = ask(world, user, &address).await;
            let after = taken_out(world, town, user).await;
            let noted: BTreeSet<&str> =
                town.keys().copied().filter(|name| after[name] > before[name]).collect();
            before = after;
            match answer {
                Answer::Workbook(words) => {
                    let inside: BTreeSet<&str> =
                        town.keys().copied().filter(|name| words.contains(name)).collect();
                    let about: BTreeSet<&str> = town
                        .iter()
                        .filter(|(_, subject)| address.contains(&subject.to_string()))
                        .map(|(name, _)| *name)
                        .collect();
                    let told = format!("{user} {address}: named {inside:?}, noted {noted:?}");
                    assert!(inside.is_subset(&noted), "{told}");
                    assert!(noted.is_subset(&inside.union(&about).copied().collect()), "{told}");
                    // Whoever has no right to export takes nobody along.
                    assert!(user != "auditor" || inside.is_empty(), "{told}");
                    if !inside.is_empty() {
                        named.insert(place_of(&address));
                    }
                }
                Answer::Page(status, _) => {
                    assert!(noted.is_empty(), "{user} {address}: {status}, and {noted:?} noted");
                    assert!(!offers, "{user} {address}: a button to what is refused, {status}");
                }
            }
        }
    }
    named
}

#[test]
fn whoever_is_named_in_a_list_that_leaves_is_noted_and_nobody_else() {
    on_both(SLICES, pages, &async |world| {
        let town = town(world).await;
        let mut named = BTreeSet::new();
        for user in READERS {
            named.extend(walk(world, &town, user).await);
        }
        let missed: Vec<_> = LISTS.iter().filter(|list| !named.contains(**list)).collect();
        assert_eq!(missed, Vec::<&&str>::new(), "the walk has seen {named:?}");
    });
}
