//! The lists of 今日应办: in every order, page after page, whoever's work is looked at.

use access::{Area, Role};
use axum::http::StatusCode;
use duties::model::Because;
use ledger::Field;
use rules::{Gate, Kind};
use store::{ActorId, Clock as _, StoreError, SubjectId};
use street::{BESIDE, DISTRICT, STREET, World};
use subjects::Happening;

/// Reads the rows of a list to its end: the paths of the people, in their order.
async fn rows(world: &World, user: &str, path: &str) -> Vec<String> {
    let mut rows = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let shown = world.get(user, &path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        let table = shown.text.split_once("<tbody").map_or("", |(_, rest)| rest);
        let table = table.split_once("</tbody>").map_or("", |(table, _)| table);
        for row in table.split("<tr").skip(1) {
            rows.push(
                row.split("href=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next())
                    .expect("a person")
                    .to_owned()
                    + &due_of(row),
            );
        }
        next = shown
            .text
            .split_once("rel=\"next\" href=\"")
            .and_then(|(_, rest)| rest.split('"').next())
            .map(|path| path.replace("&amp;", "&").replace("&#38;", "&"));
        assert!(rows.len() < 2_000, "the pages have no end");
    }
    rows
}

/// The due date and the button of a row, which tell the duties of one person apart.
fn due_of(row: &str) -> String {
    let buttons: Vec<&str> =
        row.split("href=\"").skip(2).filter_map(|rest| rest.split('"').next()).collect();
    let day = row.find("20").map(|at| &row[at..at + 10]).unwrap_or_default();
    format!(" {day} {}", buttons.join(" "))
}

async fn many(world: &World, number: usize) -> Vec<SubjectId> {
    let mut people = Vec::new();
    for place in 0..number {
        let kinds: &[Kind] = if place % 2 == 0 {
            &[Kind::SeekerRegistered]
        } else {
            &[Kind::SeekerRegistered, Kind::Recommended]
        };
        people.push(world.person(&format!("P{place:05}"), kinds).await);
        if place % 20 == 19 {
            world.pass_days(1);
        }
    }
    people
}

#[test]
fn every_order_shows_every_duty_once_however_many_pages_there_are() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        many(world, 70).await;
        let of_officer = rows(world, "officer", "/today").await;
        assert!(of_officer.len() > 100, "{} rows take more than two pages", of_officer.len());
        let days = |rows: &[String]| -> Vec<String> {
            rows.iter().map(|row| row.split(' ').nth(1).expect("a day").to_owned()).collect()
        };
        assert!(days(&of_officer).is_sorted(), "by due date");
        let all = {
            let mut all = of_officer.clone();
            all.sort();
            all
        };
        let distinct = all.windows(2).all(|pair| pair[0] != pair[1]);
        assert!(distinct, "no duty comes twice");
        for path in [
            "/today?order=rule",
            "/today/office/list",
            "/today/office/list?order=rule",
            "/today/office/list?order=officer",
        ] {
            let user = if path.starts_with("/today/office") { "head" } else { "officer" };
            let mut rows = rows(world, user, path).await;
            if path.ends_with("rule") {
                assert!(!days(&rows).is_sorted(), "{path} is in another order than by date");
            }
            for row in &mut rows {
                *row = as_officer(row);
            }
            rows.sort();
            let expected: Vec<String> = all.iter().map(|row| as_officer(row)).collect();
            assert_eq!(rows, expected, "{path}");
            let pages = world.leaf_through(user, path).await;
            assert_eq!(pages.len(), of_officer.len().div_ceil(50), "{path}");
        }
        assert!(world.leaf_through("officer", "/today").await.len() > 2);
        assert!(world.leaf_through("officer", "/today?bucket=later&rule=BJ18-23").await.is_empty());
    });
}

/// A row without its buttons, which differ by who reads it.
fn as_officer(row: &str) -> String {
    row.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_list_by_officer_puts_nobodys_first_and_each_officers_together() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let people = many(world, 8).await;
        let (colleague, office) = (world.staff("colleague"), STREET);
        give(world, &people[..3], office, Some(colleague)).await;
        give(world, &people[3..5], office, None).await;
        let shown = rows(world, "head", "/today/office/list?order=officer").await;
        let owner = |row: &String| {
            people
                .iter()
                .position(|subject| row.contains(&subject.to_string()))
                .expect("one of them")
        };
        let group = |row: &String| match owner(row) {
            0..3 => "colleague",
            3..5 => "nobody",
            _ => "officer",
        };
        let mut groups: Vec<&str> = shown.iter().map(group).collect();
        groups.dedup();
        assert_eq!(groups.len(), 3, "{groups:?}");
        assert_eq!(groups[0], "nobody");
    });
}

/// Gives people to another office and officer.
async fn give(world: &World, people: &[SubjectId], office_code: i64, officer: Option<ActorId>) {
    let (desk, people) = (world.desk.clone(), people.to_vec());
    let occasion = world.occasion("chief").await;
    world
        .desk
        .db
        .write(async move |tx| {
            for subject in &people {
                let to = duties::Receiver { office_code, officer };
                duties::hand_over(tx, &desk, &occasion, *subject, to, "试").await?;
            }
            Ok::<_, access::Failure<duties::HandOverRefusal>>(())
        })
        .await
        .expect("handed over");
}

#[test]
fn one_officers_work_within_an_office_is_found_behind_any_amount_of_it_elsewhere() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let people = many(world, 60).await;
        // The officer has all of it in one street, and the latest alone in the other.
        let last = &people[59..];
        let officer = world.staff("officer");
        give(world, last, BESIDE, Some(officer)).await;
        let path = format!("/today/office/list?office={BESIDE}&officer={officer}");
        let shown = rows(world, "chief", &path).await;
        assert!(!shown.is_empty());
        assert!(shown.iter().all(|row| row.contains(&last[0].to_string())), "{shown:?}");
        let area = Area::of_code(DISTRICT);
        let loads = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| {
                duties::loads(tx, area, "2026-01-08".parse().expect("a day")).await
            })
            .await
            .expect("loads");
        let open: i64 = loads
            .iter()
            .filter(|load| load.office_code == BESIDE)
            .map(|load| load.overdue + load.today + load.week + load.later)
            .sum();
        assert_eq!(usize::try_from(open), Ok(shown.len()));
    });
}

#[test]
fn a_row_says_until_when_it_is_paused() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        let until = world.today().plus_days(20).to_string();
        let path = format!("/people/{person}/pause");
        let page = world.get("officer", &path).await;
        let typed = [("until", until.as_str()), ("reason", "住院")];
        let asked = world.fill_shown("officer", &page, &typed).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let beneath = format!("暂缓至 {until}");
        assert!(world.get("officer", "/today").await.words().contains(&beneath));
        let key = |number: u64| vec![(web::form::ONCE.to_owned(), format!("{number:032}"))];
        let on = format!("/people/{person}/go-on");
        let refused = world.post("officer", &on, &[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "nothing without its key");
        assert_eq!(world.post("officer", &on, &key(1)).await.status, StatusCode::SEE_OTHER);
        assert!(!world.get("officer", "/today").await.words().contains(&beneath));
        // It is paused again; what was sent before, sent again, does not end that.
        world.clock.advance_seconds(60);
        let typed = [("until", until.as_str()), ("reason", "再次住院")];
        let paused = world.fill("officer", &path, &typed).await;
        assert_eq!(paused.status, StatusCode::SEE_OTHER);
        assert_eq!(world.post("officer", &on, &key(1)).await.status, StatusCode::SEE_OTHER);
        assert!(world.get("officer", "/today").await.words().contains(&beneath));
    });
}

#[test]
fn a_file_that_does_not_exist_answers_like_one_elsewhere() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        let nobody = SubjectId::from_bytes([9; 16]);
        for page in ["duties", "pause", "hand-over"] {
            for user in ["far_officer", "far_head", "neighbour", "mayor"] {
                let there = world.get(user, &format!("/people/{person}/{page}")).await;
                let nowhere = world.get(user, &format!("/people/{nobody}/{page}")).await;
                if there.status == StatusCode::FORBIDDEN {
                    assert_eq!(nowhere.status, there.status, "{user} {page}");
                    let plain = |text: &str| {
                        text.replace(&person.to_string(), "").replace(&nobody.to_string(), "")
                    };
                    assert_eq!(plain(&nowhere.text), plain(&there.text), "{user} {page}");
                }
            }
        }
    });
}

#[test]
fn a_district_finds_the_receiver_by_the_office_and_a_street_at_once() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let person = world.person("P1", &[Kind::SeekerRegistered]).await;
        crowd(world).await;
        let path = format!("/people/{person}/hand-over");
        let (colleague, far) = (world.staff("colleague"), world.staff("beside_officer"));
        // A street's own are few: they stand there at once.
        let street = world.get("head", &path).await;
        assert!(street.text.contains(&format!("{STREET} {colleague}")), "{}", street.words());
        assert!(!street.text.contains("在其他机构找接收人"));
        // The district begins with the person's office, and leads on to the others.
        let near = world.get("chief", &path).await;
        assert!(near.text.contains(&format!("{STREET} {colleague}")));
        assert!(!near.text.contains(&far.to_string()));
        let wide = world.get("chief", &format!("{path}?office={DISTRICT}")).await;
        assert!(!wide.text.contains(&colleague.to_string()), "too many for one list");
        assert!(wide.text.contains(&format!("value=\"{BESIDE}\"")), "{}", wide.text);
        assert!(wide.words().contains("邻街道（"), "{}", wide.words());
        let narrow = world.get("chief", &format!("{path}?office={BESIDE}")).await;
        let to = format!("{BESIDE} {far}");
        assert!(narrow.text.contains(&to));
        // Nothing typed: the same office's people are there again.
        let again = world.fill_shown("chief", &narrow, &[("reason", "")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains(&to));
        let done = world.fill_shown("chief", &again, &[("to", &to), ("reason", "片区调整")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let now = world.get("beside_officer", "/today").await;
        assert!(now.text.contains(&person.to_string()));
        // Nobody looks beyond their own tree.
        let beyond = world.get("head", &format!("{path}?office={BESIDE}")).await;
        assert!(!beyond.text.contains(&far.to_string()));
    });
}

/// Hires more officers than one list holds, in communities of both streets.
async fn crowd(world: &World) {
    let (desk, now) = (world.desk.clone(), world.clock.now());
    world
        .desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let entropy = desk.sealing.entropy.as_ref();
            for place in 0..70_i64 {
                let street = if place % 2 == 0 { STREET } else { BESIDE };
                let office = offices::NewOffice {
                    code: street + 1 + place,
                    name: format!("社区{place}"),
                    address: String::new(),
                    phone: String::new(),
                    opened_on: web::day_of(now),
                };
                let office = offices::found(tx, &office, now, entropy).await?;
                let hired = offices::NewStaff {
                    user_name: format!("assistant{place}"),
                    name: format!("协理{place}"),
                    office,
                    roles: offices::Roles::new([Role::CommunityAssistant]).expect("roles"),
                    password_hash: "never".to_owned(),
                    must_change_password: false,
                    joined_on: web::day_of(now),
                };
                offices::hire(tx, &hired, now, entropy).await?;
            }
            Ok(())
        })
        .await
        .expect("hired");
}

#[test]
fn an_address_of_a_calendar_ends_with_the_trust_in_who_holds_it() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        world.person("P1", &[Kind::SeekerRegistered]).await;
        let make = async || {
            let form = world.get("officer", "/today/calendar").await;
            let made = world.fill_shown("officer", &form, &[]).await;
            let at = made.text.find("/calendar/").expect("an address");
            made.text[at..]
                .chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '/')
                .collect::<String>()
        };
        let serves = async |path: &str| world.get("", path).await.status == StatusCode::OK;
        let officer = world.staff("officer");
        for kind in [
            offices::ActKind::RolesChanged,
            offices::ActKind::PasswordReset,
            offices::ActKind::SessionsEnded,
            offices::ActKind::SecondFactorReset,
            offices::ActKind::PasswordChanged,
        ] {
            world.pass_days(1);
            let path = make().await;
            assert!(serves(&path).await, "{kind:?}");
            world.pass_days(1);
            // What concerns somebody else ends nothing of this officer's.
            note(world, kind, world.staff("colleague")).await;
            assert!(serves(&path).await, "{kind:?}");
            note(world, kind, officer).await;
            assert!(!serves(&path).await, "{kind:?}");
        }
        world.pass_days(1);
        let path = make().await;
        note(world, offices::ActKind::SignedIn, officer).await;
        assert!(serves(&path).await, "signing in changes nothing");
        assert!(!serves("/calendar/00000000000000000000000000000000").await);
    });
}

/// Records an act of the officer themselves, or of an administrator about them.
async fn note(world: &World, kind: offices::ActKind, about: ActorId) {
    let (desk, now, auditor) = (world.desk.clone(), world.clock.now(), world.staff("auditor"));
    let is_own = matches!(kind, offices::ActKind::PasswordChanged | offices::ActKind::SignedIn);
    let act = if is_own {
        offices::Act::new(kind, about, "")
    } else {
        offices::Act::new(kind, auditor, "").about(about)
    };
    world
        .desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            offices::record(tx, &act, now, desk.sealing.entropy.as_ref()).await
        })
        .await
        .expect("recorded");
}

store::statements! {
    group "duties_lists";
    /// The duty that the opening of a gate started stands otherwise.
    TURN = "UPDATE duty SET state = $1 WHERE subject_id = $2 AND rule LIKE '% stop'";
}

/// What a survey says of somebody who is not willing.
fn unwilling(world: &World) -> Happening {
    Happening::new(Kind::Surveyed, world.today())
        .text(Field::Method, "phone")
        .flag(Field::Willing, false)
        .flag(Field::Registers, false)
        .text(Field::Circumstance, "none")
}

/// What rests is counted in the reading that counts what is open, so that nothing that changes meanwhile rests without
/// having been counted.
#[test]
fn figures_hold_while_what_rests_is_settled_and_opened() {
    street::on_both(&[STATEMENTS], duties::routes, &async |world: &World| {
        let person = world.person("P1", &[Kind::LedgerOpened]).await;
        world.record_raw(person, std::iter::repeat_n(unwilling(world), 4).collect()).await;
        let (area, today) = (Area::of_code(STREET), world.today());
        let open = async || {
            let counted = world.desk.db.write::<_, _, StoreError>(async move |tx| {
                let loads = duties::loads(tx, area, today).await?;
                let awake = |load: &duties::LoadRow| {
                    let both = load.open().into_iter().zip(load.resting());
                    both.map(|(open, resting)| open - resting).collect::<Vec<i64>>()
                };
                Ok(loads.iter().flat_map(awake).collect::<Vec<i64>>())
            });
            counted.await.expect("counted")
        };
        let before: i64 = open().await.iter().sum();
        let rested = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let (gate, until) = (Gate::Unwilling, today.plus_days(30));
            duties::rest_gate(tx, person, gate, Because::Spared, (today, until)).await
        });
        rested.await.expect("rested");
        let rest: i64 = open().await.iter().sum();
        assert_eq!(rest, before - 1, "the stop rests");
        let db = world.desk.db.clone();
        let turning = tokio::spawn(async move {
            for state in ["void", "open"].into_iter().cycle().take(300) {
                let turned = db.write::<_, _, StoreError>(async move |tx| {
                    tx.execute(TURN, &[&state, &person]).await.map(drop)
                });
                turned.await.expect("turned");
            }
        });
        while !turning.is_finished() {
            let figures = open().await;
            assert!(figures.iter().all(|figure| *figure >= 0), "{figures:?}");
            assert_eq!(figures.iter().sum::<i64>(), rest, "{figures:?}");
        }
        turning.await.expect("no panic");
    });
}

#[test]
fn the_list_of_gates_leads_on_and_back() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        for number in 0..101 {
            let person = world.person(&format!("G{number:03}"), &[Kind::LedgerOpened]).await;
            if number > 0 {
                world.record_raw(person, std::iter::repeat_n(unwilling(world), 4).collect()).await;
            }
        }
        for user in ["head", "chief"] {
            let pages = world.leaf_through(user, "/today/gates").await;
            assert!(pages.is_empty(), "a hundred stand on one page: {}", pages.len());
        }
        let last = world.person("G999", &[Kind::LedgerOpened]).await;
        world.record_raw(last, std::iter::repeat_n(unwilling(world), 4).collect()).await;
        for user in ["head", "chief"] {
            let pages = world.leaf_through(user, "/today/gates").await;
            assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 1], "{user}");
        }
    });
}
