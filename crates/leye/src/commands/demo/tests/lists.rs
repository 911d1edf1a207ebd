//! What the lists of employment assistance show to whoever asks.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::Arc;

use access::{Action, Actor, Failure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use desk::{Desk, Occasion};
use duties::Whose;
use panels::model::Stage;
use plans::actions::list::{View, list_plans};
use stopping::Queue;
use store::{Instant, StoreError, SubjectId, Tx, seal};
use tower::ServiceExt as _;
use transfers::List;
use web::Doorkeeper;

use super::today;
use crate::commands::demo::accounts::ACCOUNTS;

const OFFICER: &str = "shuangjing.yuanzhu1";
const HEAD: &str = "shuangjing.suozhang";
const CHIEF: &str = "chaoyang.zhuren";

async fn actor(tx: &mut Tx, account: &str) -> Actor {
    let staff = offices::staff_named(tx, account).await.expect("read").expect(account);
    offices::actor_of(tx, staff.staff_id, today()).await.expect("read").expect(account)
}

async fn occasion(tx: &mut Tx, account: &str) -> Occasion {
    let now = Instant::from_micros(i64::from(today().number()) * 86_400_000_000);
    Occasion { actor: actor(tx, account).await, now, today: today() }
}

/// Asks every list as whoever it is for.
pub(super) async fn show_everything(desk: &Desk) {
    let inner = desk.clone();
    desk.db
        .write::<_, _, Failure<String>>(async move |tx| {
            surveys_show(tx, &inner).await;
            plans_and_panels_show(tx, &inner).await;
            transfers_show(tx, &inner).await;
            ends_and_posts_show(tx, &inner).await;
            Ok(())
        })
        .await
        .expect("shown");
}

/// Everybody in hardship of the street.
async fn people(tx: &mut Tx) -> Vec<surveys::Visitee> {
    let head = occasion(tx, HEAD).await;
    let street = Whose::Office(head.actor.area);
    surveys::to_visit(tx, &head, Action::ReadFile, street, None).await.expect("a list")
}

async fn surveys_show(tx: &mut Tx, desk: &Desk) {
    let head = occasion(tx, HEAD).await;
    let rounds = surveys::rounds_of(tx, head.actor.area).await.expect("rounds");
    let street = head.actor.area.first;
    assert!(rounds.iter().any(|round| round.office_code == street && round.is_open()));
    assert!(rounds.iter().any(|round| round.office_code != street && !round.is_open()));
    let people = people(tx).await;
    assert!(people.iter().any(|one| one.planned.is_some()), "nobody planned a day");
    assert!(people.iter().any(|one| one.attempts > 1), "everybody was met at once");
    let mut files = 0;
    for one in &people {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), one.subject).await;
        let key = key.expect("read").expect("a key");
        let versions = surveys::demand_files(tx, &key, one.subject).await.expect("read");
        files += usize::from(!versions.is_empty());
    }
    assert!(files * 2 > people.len(), "{files} demand files of {}", people.len());
    assert!(!surveys::groups(tx).await.expect("groups").is_empty());
    let left = duties::households_without_work(tx, head.actor.area).await.expect("counted");
    assert!(left > 0, "no household without work");
    // The street beside has brought its own to none.
    let beside = occasion(tx, "jinsong.suozhang").await;
    let left = duties::households_without_work(tx, beside.actor.area).await.expect("counted");
    let found = seekers::households(tx, desk, &beside).await.expect("households");
    let recognised: i64 = found.counts.iter().map(|(_, count)| count.recognised).sum();
    assert!(recognised > 0 && left == 0, "{left} of {recognised} households are left");
}

async fn plans_and_panels_show(tx: &mut Tx, desk: &Desk) {
    let head = occasion(tx, HEAD).await;
    for view in [View::All, View::Owed, View::Late] {
        let of = (&head.actor, head.today);
        let listed = list_plans(tx, desk, of, (head.actor.area, view), None, 200).await;
        let (listed, _) = listed.expect("a list");
        assert!(!listed.is_empty(), "{view:?}");
    }
    let asked = panels::listed(tx, desk, &head, panels::List::Office).await.expect("a list");
    assert!(asked.iter().any(|row| row.panel.stage() == Stage::Asked));
    let sitting = asked.iter().find(|row| row.panel.stage() == Stage::Sitting && row.opinions > 0);
    let subject = sitting.expect("a panel that has spoken").panel.subject;
    let open = plans::open_plan(tx, desk, &head, Action::RecordService, subject).await;
    let open = open.expect("a plan");
    assert!(open.plans.len() > 1 && open.plans[0].opinion.is_some(), "nothing was revised");
    assert!(
        open.plans
            .iter()
            .flat_map(plans::actions::kept::KeptPlan::states)
            .any(|(_, state)| { state == plans::model::StepState::Done })
    );
    let chief = occasion(tx, CHIEF).await;
    let waiting = panels::listed(tx, desk, &chief, panels::List::Asked).await.expect("a list");
    assert!(!waiting.is_empty(), "the district was asked for nothing");
    let mut ended = 0;
    for one in people(tx).await {
        ended += ended_panels(tx, desk, one.subject).await;
    }
    assert!(ended > 0, "no panel has ended");
}

async fn ended_panels(tx: &mut Tx, desk: &Desk, subject: SubjectId) -> usize {
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await;
    let key = key.expect("read").expect("a key");
    let known = subjects::facts_of(tx, subject).await.expect("facts");
    let panels = panels::panels_of(tx, &key, &known, subject).await.expect("panels");
    panels.iter().filter(|panel| panel.stage() == Stage::Over).count()
}

async fn transfers_show(tx: &mut Tx, desk: &Desk) {
    for (account, list) in [
        (OFFICER, List::Verify),
        (HEAD, List::Submit),
        (CHIEF, List::Decide),
        (OFFICER, List::Receive),
        (OFFICER, List::Sign),
    ] {
        let occasion = occasion(tx, account).await;
        let listed = transfers::listed(tx, desk, &occasion, list).await.expect("a list");
        assert!(!listed.is_empty(), "{account} has nothing in {list:?}");
    }
}

async fn ends_and_posts_show(tx: &mut Tx, desk: &Desk) {
    let head = occasion(tx, HEAD).await;
    for queue in Queue::ALL.into_iter().filter(|queue| *queue != Queue::Proposed) {
        let lines = stopping::board(tx, desk, &head, (head.actor.area, queue), 50).await;
        assert!(!lines.expect("a list").is_empty(), "{queue:?}");
    }
    let until = today().plus_days(60);
    let placed = posts::placed_within(tx, head.actor.area, until, 50).await.expect("a list");
    assert!(!placed.is_empty(), "nobody's term ends");
}

/// Lets everybody in by the name of their account.
struct Door(BTreeMap<&'static str, Actor>);

impl Doorkeeper for Door {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        let actor = self.0.get(secret).cloned();
        Box::pin(async move { Ok(actor) })
    }
}

/// The application behind a door for every account that is told of.
pub(super) async fn opened(mut desk: Desk) -> Router {
    let actors = desk.db.write::<_, _, StoreError>(async move |tx| {
        let mut actors = BTreeMap::new();
        for (_, account, _) in ACCOUNTS {
            actors.insert(account, actor(tx, account).await);
        }
        Ok(actors)
    });
    desk.kit.doorkeeper = Arc::new(Door(actors.await.expect("actors")));
    web::assemble(crate::system::routes(), desk)
}

/// Opens a page; gives its status and what it says.
async fn open(application: &Router, account: &str, path: &str) -> (StatusCode, String) {
    let request = Request::builder().uri(path).header("host", "leye.example");
    let request = request.header("cookie", format!("{}={account}", web::SESSION_COOKIE));
    let request = request.body(Body::empty()).expect("a request");
    let answer = application.clone().oneshot(request).await.expect("an answer");
    let status = answer.status();
    let page = to_bytes(answer.into_body(), 1 << 24).await.expect("a page");
    (status, String::from_utf8_lossy(&page).into_owned())
}

/// Lists without a workbook, and why.
const WITHOUT_WORKBOOK: &[(&str, &str)] = &[
    ("/account", "where oneself is signed in"),
    ("/assistance", "the way to the lists, each of which has its own"),
    ("/counselling/hours", "one's own leave"),
    ("/design", "shows every element on made-up rows"),
    ("/transfers/office", "the offices to choose from; each move has its own list"),
];

/// Tells whether a page offers the workbook of some list.
fn offers(page: &str) -> bool {
    page.contains("format=xlsx") || page.contains("/workbook\"")
}

/// Opens every page that has an address of its own as whoever is told of: one with a list offers it as a workbook to
/// somebody, or is known not to; and who is offered one gets it.
pub(super) async fn every_list_leaves_as_a_workbook(application: &Router) {
    let (mut lists, mut offered, mut refused) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    let mut missing = BTreeMap::new();
    for route in crate::system::routes().list() {
        if route.method != Method::GET || route.path.contains('{') {
            continue;
        }
        for (_, account, _) in ACCOUNTS {
            let (status, page) = open(application, account, route.path).await;
            if status != StatusCode::OK || !page.contains("<table") {
                continue;
            }
            lists.insert(route.path);
            if !offers(&page) {
                missing.entry(route.path).or_insert(account);
                continue;
            }
            offered.insert(route.path);
            for link in page.split("href=\"").filter_map(|rest| rest.split('"').next()) {
                let link = link.replace("&#38;", "&");
                if link.starts_with(route.path) && link.contains("format=xlsx") {
                    let (status, book) = open(application, account, &link).await;
                    if status != StatusCode::OK || !book.starts_with("PK") {
                        refused.push(format!("{account} {link}: {status}"));
                    }
                }
            }
        }
    }
    assert!(lists.len() > 25, "the walk sees too little: {lists:?}");
    assert_eq!(refused, Vec::<String>::new(), "offered, and not given");
    missing.retain(|path, _| !offered.contains(path));
    let found: Vec<&str> = missing.keys().copied().collect();
    let known: Vec<&str> = WITHOUT_WORKBOOK.iter().map(|(path, _)| *path).collect();
    assert_eq!(found, known, "lists that nobody takes out: {missing:?}");
}

/// How far a list is gone through.
const PAGES: usize = 5;

/// Goes through every list that has several pages for somebody, as the first whom it has three for, and back.
pub(super) async fn every_list_leads_back_by_the_same_pages(application: &Router) {
    let mut walked: BTreeMap<&str, usize> = BTreeMap::new();
    for route in crate::system::routes().list() {
        if route.method != Method::GET || route.path.contains('{') {
            continue;
        }
        for (_, account, _) in ACCOUNTS {
            if walked.get(route.path).is_some_and(|pages| *pages > 2) {
                break;
            }
            let (_, page) = open(application, account, route.path).await;
            // The weeks of a calendar have neither a first nor a last.
            let is_list = testkit::leaf(&page).is_some_and(|page| page.before.is_none());
            if is_list {
                let opened = async |path: String| {
                    let (status, page) = open(application, account, &path).await;
                    assert_eq!(status, StatusCode::OK, "{account} {path}");
                    page
                };
                let pages = testkit::leaf_through(route.path, PAGES, opened).await.len();
                let most = walked.entry(route.path).or_default();
                *most = pages.max(*most);
            }
        }
    }
    // What a small town has few of, the tests of its slice go through.
    let of_several = |least: usize| walked.values().filter(|pages| **pages >= least).count();
    assert!(of_several(2) > 1 && of_several(3) > 0, "the walk sees too little: {walked:?}");
}

/// Asks the pages that have no list of their own to ask.
pub(super) async fn pages_answer(application: &Router) {
    for (path, words) in [
        ("/agreements", ["双方已签名", "乙方未签名", "天期满"]),
        ("/posts", ["双井街道社区服务中心", "双井街道市容环境管理站", "双井街道养老照料中心"]),
        ("/posts/people?show=ending", ["双井街道社区服务中心", "社区服务", "期满"]),
    ] {
        let (status, page) = open(application, HEAD, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        for word in words {
            assert!(page.contains(word), "{path} does not say {word}");
        }
    }
}
