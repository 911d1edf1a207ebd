//! Somebody of another office stands in: in the place of whoever is away they come to what that one comes to and to
//! nothing more, and at home everything stays as it is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{Method, StatusCode};
use ledger::Field;
use offices::actions::cover::{NewCover, set_cover};
use rules::Kind;
use serde_json::{Value, json};
use store::SubjectId;
use street::{BESIDE, DISTRICT, FAR, World, by, on_both};
use web::Door;

use crate::leaving::{SLICES, Town, kind_of, links, pages, town};

/// How many addresses are looked at for one reader: a walk without an end is a mistake of its own.
const MOST: usize = 4_000;
/// What belongs to whoever is signed in, wherever they act.
const OF_ONESELF: &[&str] =
    &["/account", "/covers", "/visits", "/visits/app", "/today/calendar", "/counselling/hours"];

fn is_of_oneself(path: &str) -> bool {
    path.starts_with("/assets/") || OF_ONESELF.contains(&path)
}

/// Has an officer of the street stood in for by somebody of another office from today on.
async fn stands_in(world: &World, (away, stand_in): (&str, &str), days: i32) {
    let new = NewCover {
        staff: world.staff(away),
        covered_by: world.staff(stand_in),
        first_day: world.today(),
        last_day: world.today().plus_days(days),
        reason: "年休假".to_owned(),
    };
    let set =
        by!(world, "head", |tx, desk, occasion| { set_cover(tx, &desk.sealing, occasion, &new) });
    set.expect("set");
}

/// Where the pages of somebody's place lie.
fn place_of(world: &World, away: &str) -> String {
    format!("/for/{}", world.staff(away))
}

/// Whom of the town a page or a list names.
fn named(town: &Town, words: &str) -> BTreeSet<&'static str> {
    town.keys().copied().filter(|name| words.contains(name)).collect()
}

/// What somebody comes to, by kind of address: how it answers, and whom it names. Pages lie beneath `place`, which is
/// blank for one's own.
async fn comes_to(
    world: &World,
    town: &Town,
    user: &str,
    place: &str,
) -> BTreeMap<String, (StatusCode, BTreeSet<&'static str>)> {
    let mut waiting = VecDeque::new();
    for subject in town.values() {
        for route in pages().list() {
            let path = route.path.replace("{subject}", &subject.to_string());
            let is_asked = route.method == Method::GET && matches!(route.door, Door::For(_));
            if is_asked && !path.contains('{') {
                waiting.push_back((format!("{subject} {}", kind_of(&path)), path));
            }
        }
    }
    let mut met: BTreeMap<String, (StatusCode, BTreeSet<&'static str>)> = BTreeMap::new();
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    while let Some((key, path)) = waiting.pop_front() {
        let bare = path.split('?').next().unwrap_or_default();
        if is_of_oneself(bare) || met.contains_key(&key) {
            continue;
        }
        assert!(met.len() < MOST, "{user}: the walk has no end: {path}");
        let shown = world.get(user, &format!("{place}{path}")).await;
        for link in links(&shown.text) {
            let Some(within) = link.strip_prefix(place) else {
                let bare = link.split('?').next().unwrap_or_default();
                assert!(
                    is_of_oneself(bare) || link == "/today",
                    "{path} leads out of the place to {link}"
                );
                continue;
            };
            if kinds.insert(kind_of(within)) {
                waiting.push_back((kind_of(within), within.to_owned()));
            }
        }
        met.insert(key, (shown.status, named(town, &shown.text)));
    }
    met
}

/// Gives somebody of the town to another office.
async fn moves(world: &World, subject: SubjectId, office_code: i64, officer: &str) {
    let to = duties::Receiver { office_code, officer: Some(world.staff(officer)) };
    let moved = by!(world, "mayor", |tx, desk, occasion| {
        duties::move_over(tx, desk, occasion, subject, to, "居住地变更")
    });
    moved.expect("moved");
}

#[test]
fn in_the_place_of_another_office_one_comes_to_what_the_absent_one_does_and_at_home_to_the_same() {
    on_both(SLICES, pages, &async |world| {
        let mut town = town(world).await;
        for (name, reference, office, officer) in
            [("邻街己", "P8", BESIDE, "beside_officer"), ("外区庚", "P9", FAR, "far_officer")]
        {
            let kinds = [Kind::SeekerRegistered];
            let subject = world.person_called(name, reference, &kinds).await;
            moves(world, subject, office, officer).await;
            town.insert(name, subject);
        }
        let at_home = comes_to(world, &town, "beside_officer", "").await;
        let absent = comes_to(world, &town, "officer", "").await;
        stands_in(world, ("officer", "beside_officer"), 3).await;

        let there = comes_to(world, &town, "beside_officer", &place_of(world, "officer")).await;
        let more: Vec<&String> = there.keys().filter(|key| !absent.contains_key(*key)).collect();
        assert_eq!(more, Vec::<&String>::new(), "nothing that the absent one does not come to");
        let less: Vec<&String> = absent.keys().filter(|key| !there.contains_key(*key)).collect();
        assert_eq!(less, Vec::<&String>::new(), "and nothing less");
        let other: Vec<_> = there.iter().filter(|(key, met)| *met != &absent[*key]).collect();
        assert_eq!(other, Vec::new(), "each page is the one that the absent one meets");
        let seen: BTreeSet<&str> = there.values().flat_map(|(_, named)| named).copied().collect();
        assert!(seen.len() >= 4, "the walk sees too little: {seen:?}");
        assert!(!seen.contains("邻街己") && !seen.contains("外区庚"), "{seen:?}");

        // At home nothing has changed but that their day shows what is due there.
        let now = comes_to(world, &town, "beside_officer", "").await;
        let mut told = BTreeSet::new();
        for (key, met) in &at_home {
            // Where the day begins, and whom to visit, is of all places.
            let page = key.split('?').next().and_then(|place| place.rsplit(' ').next());
            if ["/today", "/today/office", "/people/visits"].contains(&page.unwrap_or_default()) {
                told.extend(now[key].1.difference(&met.1).copied());
            } else {
                assert_eq!(met, &now[key], "{key}");
            }
        }
        assert!(!told.is_empty() && told.is_subset(&seen), "{told:?}");
    });
}

#[test]
fn what_is_done_in_somebodys_place_bears_both_names_until_the_cover_is_over() {
    on_both(SLICES, pages, &async |world| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        stands_in(world, ("officer", "beside_officer"), 3).await;
        let place = place_of(world, "officer");
        let form = format!("/people/{person}/record/contacted");
        let refused = world.get("beside_officer", &form).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "at home they are a stranger's");
        let other = world.get("neighbour", &format!("{place}{form}")).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "nobody else takes the place");

        let there = format!("{place}{form}");
        let sent = world.fill("beside_officer", &there, &[("initiated_by", "subject")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        let leads_to = sent.location.expect("an address");
        assert!(leads_to.starts_with(&place), "{leads_to}");
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.kind, Kind::Contacted);
        assert_eq!(last.staff, Some(world.staff("beside_officer")));
        let page = world.get("officer", &format!("/people/{person}")).await;
        assert!(page.words().contains("冯专员（代赵专员）"), "{}", page.words());

        // On the front page of the day, marked as such, with the way there.
        let day = world.get("beside_officer", "/today").await;
        assert!(day.words().contains("您今天为这些同事代班"), "{}", day.words());
        assert!(day.words().contains("代赵专员"), "{}", day.words());
        assert!(day.text.contains(&format!("href=\"{place}/people/{person}\"")), "{}", day.text);
        assert!(day.text.contains(&format!("href=\"{place}/\"")), "{}", day.text);
        let theirs = world.get("beside_officer", &format!("{place}/today")).await;
        assert!(theirs.words().contains("代赵专员办理的应办"), "{}", theirs.words());
        assert!(theirs.text.contains("正在代<b>赵专员</b>"), "{}", theirs.text);

        world.pass_days(4);
        for path in ["/today".to_owned(), format!("/people/{person}")] {
            let over = world.get("beside_officer", &format!("{place}{path}")).await;
            assert_eq!(over.status, StatusCode::CONFLICT, "{path}");
        }
        let day = world.get("beside_officer", "/today").await;
        assert!(!day.words().contains("代班"), "{}", day.words());
    });
}

#[test]
fn a_form_that_arrives_when_the_cover_was_ended_is_not_carried_out() {
    on_both(SLICES, pages, &async |world| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        stands_in(world, ("officer", "beside_officer"), 0).await;
        let form = format!("{}/people/{person}/record/contacted", place_of(world, "officer"));
        let shown = world.get("beside_officer", &form).await;
        world.pass_days(1);
        let before = world.history(person).await.len();
        let sent = world.fill_shown("beside_officer", &shown, &[("initiated_by", "subject")]).await;
        assert_eq!(sent.status, StatusCode::CONFLICT, "{}", sent.words());
        assert_eq!(world.history(person).await.len(), before);
    });
}

/// Sends what a device recorded; gives its state and where somebody decides about it.
async fn brought(world: &World, user: &str, record: &Value) -> (String, Value) {
    let content = json!({ "staff": world.staff(user).to_string(), "records": [record] });
    let shown = world.post_json(user, "/visits/records", &content.to_string()).await;
    let answer: Value = serde_json::from_str(&shown.text).expect("JSON");
    let told = &answer["answers"][0];
    (told["state"].as_str().expect("a state").to_owned(), told["path"].clone())
}

#[test]
fn one_list_holds_both_and_each_record_is_made_in_its_place() {
    on_both(SLICES, pages, &async |world| {
        let theirs = world.person("P1", &[Kind::SeekerRegistered]).await;
        let own = world.person("P2", &[Kind::SeekerRegistered]).await;
        moves(world, own, BESIDE, "beside_officer").await;
        stands_in(world, ("officer", "beside_officer"), 3).await;
        let wanted = json!({ "staff": "", "vault": "vault-1", "scope": "own" }).to_string();
        let pack = world.post_json("beside_officer", "/visits/pack", &wanted).await;
        let pack: Value = serde_json::from_str(&pack.text).expect("JSON");
        let stop = |subject: SubjectId| {
            let mut stops = pack["stops"].as_array().expect("stops").iter();
            stops.find(|stop| stop["subject"] == subject.to_string()).cloned()
        };
        assert!(stop(own).is_some() && stop(theirs).is_some(), "{pack}");
        let marked = |subject| {
            stop(subject).expect("listed")["place"].as_str().expect("text").contains("代赵专员")
        };
        assert!(marked(theirs) && !marked(own), "{pack}");
        for (subject, number, name) in [(theirs, 1, "冯专员（代赵专员）"), (own, 2, "冯专员")]
        {
            let record = json!({
                "id": format!("00000000-0000-4000-8000-0000000000{number:02}"),
                "subject": subject.to_string(),
                "on": "2026-01-05",
                "made_at": 1_767_578_400_000_i64,
                "taken_at": pack["taken_at"],
                "base": stop(subject).expect("listed")["base"],
                "known": [],
                "outcome": "surveyed",
                "method": "visit",
                "willingness": "willing",
                "circumstance": "none",
                "reason": "",
                "words": "想在社区附近找活干",
            });
            assert_eq!(brought(world, "beside_officer", &record).await.0, "stored", "{name}");
            let history = world.history(subject).await;
            let last = history.iter().rfind(|past| past.kind == Kind::Surveyed).expect("a survey");
            let by = last.text(Field::Staff).expect("by whom");
            assert_eq!(by.reveal(), name);
        }
    });
}

/// A proposal that somebody made is not consented to by who stands in for them, in whichever place they act.
#[test]
fn nobody_consents_by_way_of_a_place_to_what_they_or_the_absent_one_asked_for() {
    on_both(SLICES, pages, &async |world| {
        stands_in(world, ("head", "beside_officer"), 3).await;
        let new = NewCover {
            staff: world.staff("officer"),
            covered_by: world.staff("beside_officer"),
            first_day: world.today(),
            last_day: world.today(),
            reason: "培训".to_owned(),
        };
        let set = by!(world, "chief", |tx, desk, occasion| {
            set_cover(tx, &desk.sealing, occasion, &new)
        });
        set.expect("set by who leads the district");
        let here = world.occasion("beside_officer").await.actor;
        for away in ["head", "officer"] {
            let there = here.in_place_of(world.staff(away)).expect("a place");
            for asker in ["head", "officer", "beside_officer"] {
                assert!(there.is_or_stands_in_for(world.staff(asker)), "{away} {asker}");
            }
            assert!(!there.is_or_stands_in_for(world.staff("colleague")));
            assert_ne!(there.area.first, DISTRICT);
        }
    });
}
