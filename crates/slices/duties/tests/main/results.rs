//! The head's view: its figures are those of the rows, they add up along the tree, and they lead only where their
//! reader may go.

use access::{Action, Actor, Area, Role};
use axum::http::StatusCode;
use duties::model::Settled;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{ActorId, StoreError, SubjectId, ToValue};
use subjects::{Happening, SubjectKind};

use crate::pages::ask;
use crate::world::{
    BESIDE, DISTRICT, PUT_HOUSEHOLD, PUT_MEMBER, PUT_PERSON, SET_STANDING, STREET, World, actor,
    noon, occasion, on_both,
};

const PATH: &str = "/today/office/results?since=2025-12-01";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn on(kind: Kind, text: &str) -> Happening {
    Happening::new(kind, day(text))
}

/// Takes a person in whom an officer of an office answers for, and records what happened.
async fn person(
    world: &World,
    (name, office): (&str, i64),
    officer: &Actor,
    happenings: Vec<Happening>,
) -> SubjectId {
    let (desk, officer, name) = (world.desk.clone(), officer.clone(), name.to_owned());
    let today = day("2026-01-05");
    let taken = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let kind = SubjectKind::Person;
        let (subject, _) =
            subjects::open_subject(tx, &desk.sealing, kind, &name, &name, noon(today)).await?;
        let (nothing, nobody): (Vec<u8>, Option<SubjectId>) = (vec![0; 40], None);
        let values: [&dyn ToValue; 5] = [&subject, &name, &nothing, &"active", &nobody];
        tx.execute(PUT_PERSON, &values).await?;
        duties::take_on(tx, subject, office, Some(officer.id), today).await?;
        let (occasion, action) = (occasion(&officer, today), Action::RecordService);
        duties::record_service(tx, &desk, &occasion, action, subject, &happenings)
            .await
            .expect("recorded");
        Ok(subject)
    });
    taken.await.expect("a person")
}

/// One officer's three people and a colleague's one, and one of the street beside.
async fn people(world: &World) -> (Actor, Actor, SubjectId) {
    let (first, second) = (
        actor(1, STREET, &[Role::AssistanceOfficer]),
        actor(2, STREET, &[Role::AssistanceOfficer]),
    );
    let steady =
        vec![on(Kind::SeekerRegistered, "2025-06-02"), on(Kind::StartedWork, "2025-07-01")];
    person(world, ("王稳定", STREET), &first, steady).await;
    let lost = vec![on(Kind::StartedWork, "2025-07-02"), on(Kind::LeftWork, "2025-09-01")];
    person(world, ("李离岗", STREET), &first, lost).await;
    let fresh = vec![on(Kind::SeekerRegistered, "2025-12-20"), on(Kind::StartedWork, "2025-12-22")];
    let subject = person(world, ("赵新上岗", STREET), &first, fresh).await;
    let signed = on(Kind::AgreementSigned, "2025-10-09").text(Field::Officer, "经办2");
    let graded = on(Kind::Graded, "2025-10-08").number(Field::Level, 4).text(Field::Tool, "表");
    person(world, ("钱沉默", STREET), &second, vec![graded, signed]).await;
    let beside = actor(3, BESIDE, &[Role::AssistanceOfficer]);
    person(world, ("孙邻街", BESIDE), &beside, vec![on(Kind::StartedWork, "2026-01-04")]).await;
    (first, second, subject)
}

#[test]
fn load_and_results_are_counted_officer_by_officer_and_add_up_along_the_tree() {
    on_both(&async |world: &World| {
        let (first, second, _) = people(world).await;
        let (since, today) = (day("2025-12-01"), day("2026-01-05"));
        let counted = async |code: i64| {
            let area = Area::of_code(code);
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let cases = duties::caseload(tx, area, today).await?;
                Ok((cases, duties::workers(tx, area, since, today).await?))
            });
            read.await.expect("read")
        };
        let (cases, workers) = counted(STREET).await;
        let case = |officer: ActorId, level: i64| {
            let found = cases.iter().filter(|row| row.officer_id == Some(officer));
            let found = found.filter(|row| row.level == level);
            found.map(|row| (row.number, row.quiet)).next()
        };
        assert_eq!(case(first.id, 0), Some((3, 0)));
        assert_eq!(case(second.id, 4), Some((1, 1)), "under agreement, silent since October");
        let of = |officer: ActorId| workers.iter().filter(move |one| one.officer == Some(officer));
        assert_eq!(of(first.id).filter(|one| one.started.is_some()).count(), 1);
        let mut steady: Vec<_> = of(first.id).filter_map(|one| one.steady).collect();
        steady.sort_unstable();
        assert_eq!(steady, [(day("2025-07-01"), true), (day("2025-07-02"), false)]);
        assert_eq!(of(second.id).count(), 0);
        let sum = |cases: &[duties::CaseRow]| cases.iter().map(|row| row.number).sum::<i64>();
        let (beside, district) = (counted(BESIDE).await, counted(DISTRICT).await);
        assert_eq!(sum(&district.0), sum(&cases) + sum(&beside.0));
        assert_eq!(district.1.len(), workers.len() + beside.1.len());
    });
}

#[test]
fn figures_lead_to_the_lists_behind_them_and_few_are_no_share() {
    on_both(&async |world: &World| {
        let (first, ..) = people(world).await;
        let head = actor(9, STREET, &[Role::Head]);
        let (status, page) = ask(world, &head, PATH).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let page = page.replace("&#38;", "&").replace("&amp;", "&");
        let of = format!("office={STREET}&officer={}", first.id);
        for to in [
            format!("/people?{of}&level=0"),
            format!("/today/office/list?{of}"),
            format!("/today/office/results/people?what=started&{of}&since=2025-12-01"),
            format!("/today/office/results/people?what=steady&{of}&since=2025-12-01"),
        ] {
            assert!(page.contains(&format!("href=\"{to}\"")), "{to}: {page}");
        }
        assert!(!page.contains('%') || !page.contains("50.0%"), "two people are no share");
        let list = format!("/today/office/results/people?what=steady&{of}&since=2025-12-01");
        let (_, page) = ask(world, &head, &list).await;
        assert!(page.contains("王稳定") && page.contains("李离岗") && !page.contains("赵新上岗"));
        assert!(page.contains("满六个月时已离岗"));
        let (_, page) = ask(world, &head, &list.replace("steady", "quiet")).await;
        assert!(!page.contains("钱沉默"), "a colleague's");
        let quiet = format!("/today/office/results/people?what=quiet&office={STREET}");
        assert!(ask(world, &head, &quiet).await.1.contains("钱沉默"));
        let analyst = actor(8, STREET, &[Role::Analyst]);
        let (_, page) = ask(world, &analyst, &list).await;
        assert!(page.contains("王") && !page.contains("王稳定"), "an analyst reads no names");
        let (_, page) = ask(world, &analyst, PATH).await;
        assert!(!page.contains("href=\"/people?"), "nor opens lists of people");
        for path in [PATH.to_owned(), list.clone()] {
            let (status, _) = ask(world, &head, &format!("{path}&format=xlsx")).await;
            assert_eq!(status, StatusCode::OK);
        }
        let (status, _) = ask(world, &analyst, &format!("{list}&format=xlsx")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let stranger = actor(7, BESIDE, &[Role::Head]);
        for path in [format!("{PATH}&office={STREET}"), list] {
            assert_eq!(ask(world, &stranger, &path).await.0, StatusCode::FORBIDDEN, "{path}");
        }
        let chief = actor(6, DISTRICT, &[Role::Head]);
        let (status, page) = ask(world, &chief, PATH).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("合计"));
    });
}

/// What is late and still open was not done in time: it stands in a column of its own and in what the rate is of.
#[test]
fn what_is_overdue_and_open_counts_against_the_rate() {
    on_both(&async |world: &World| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let mut late = Vec::new();
        for number in 0..30 {
            let name = format!("人{number}");
            let mut happenings = vec![
                on(Kind::SeekerRegistered, "2025-12-08"),
                on(Kind::HardshipRecognised, "2025-12-08").text(Field::Group, "甲"),
            ];
            // With twenty an agreement is signed in time, with ten it is not yet.
            if number < 20 {
                let signed = on(Kind::AgreementSigned, "2025-12-09");
                happenings.push(signed.text(Field::Officer, "经办1"));
            }
            let subject = person(world, (&name, STREET), &officer, happenings).await;
            if number >= 20 {
                late.push(subject);
            }
        }
        let (since, today) = (day("2025-12-01"), day("2026-01-05"));
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let area = Area::of_code(STREET);
            let loads = duties::loads(tx, area, today).await?;
            Ok((loads, duties::settled(tx, area, since).await?))
        });
        let (loads, settled) = read.await.expect("figures");
        let overdue: i64 = loads.iter().map(|load| load.overdue).sum();
        assert!(overdue >= 10, "{loads:?}");
        let of = |state| -> i64 {
            settled.iter().filter(|row| row.state == state).map(|row| row.number).sum()
        };
        let in_time = of(Settled::Met);
        assert!(in_time >= 20, "{settled:?}");
        let due = in_time + of(Settled::Late) + of(Settled::Missed) + overdue;
        let share = duties::model::per_mille(in_time, due);
        assert!(share < 1_000);
        let rate = format!("{}.{}%", share / 10, share % 10);
        let head = actor(9, STREET, &[Role::Head]);
        let (_, page) = ask(world, &head, PATH).await;
        let page = page.replace("&#38;", "&").replace("&amp;", "&");
        assert!(page.contains(&format!("逾期 {overdue} · 按期率 {rate}")), "{page}");
        let listed =
            format!("/today/office/list?office={STREET}&officer={}&bucket=overdue", officer.id);
        assert_eq!(page.matches(&format!("href=\"{listed}\"")).count(), 2, "{page}");
        assert!(page.contains("逾期未办"));
        let (_, page) = ask(world, &head, "/today/office").await;
        assert!(page.contains(&rate) && !page.contains("100.0%"), "{page}");
        // Whoever hands on what is overdue has not done it in time either: the rate stays as it was, on both pages.
        let (desk, acts) = (world.desk.clone(), occasion(&head, today));
        let beside = duties::Receiver { office_code: BESIDE, officer: None };
        let moved = world.desk.db.write(async move |tx| {
            for subject in &late {
                duties::move_over(tx, &desk, &acts, *subject, beside, "片区调整").await?;
            }
            Ok::<_, access::Failure<duties::HandOverRefusal>>(())
        });
        moved.await.expect("moved");
        for path in [PATH, "/today/office"] {
            let (_, page) = ask(world, &head, path).await;
            assert!(page.contains(&rate) && !page.contains("100.0%"), "{path}: {page}");
        }
    });
}

/// Recognises a household of a street; gives nothing: its members decide.
async fn household(world: &World, number: u8, street: i64, member: SubjectId) {
    let written = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let (id, by) = (SubjectId::from_bytes([number; 16]), ActorId::from_bytes([1; 16]));
        let lookup = vec![number; 16];
        let values: [&dyn ToValue; 5] = [&id, &lookup, &street, &day("2025-11-01"), &by];
        tx.execute(PUT_HOUSEHOLD, &values).await?;
        tx.execute(PUT_MEMBER, &[&member, &id]).await
    });
    written.await.expect("a household");
}

#[test]
fn everyone_sees_how_many_households_have_nobody_at_work() {
    on_both(&async |world: &World| {
        let (first, _, working) = people(world).await;
        let seen = async |who: &Actor, path: &str| {
            let (_, page) = ask(world, who, path).await;
            let (_, rest) =
                page.split_once("零就业家庭</span><span class=\"tile-figure\">").expect("a tile");
            rest.split_once('<').expect("its end").0.to_owned()
        };
        household(world, 1, STREET, working).await;
        assert_eq!(seen(&first, "/today").await, "0", "somebody of it works");
        let idle = person(
            world,
            ("周待业", STREET),
            &first,
            vec![on(Kind::SeekerRegistered, "2026-01-02")],
        )
        .await;
        household(world, 2, STREET, idle).await;
        let beside = actor(3, BESIDE, &[Role::AssistanceOfficer]);
        let other = person(
            world,
            ("吴邻街", BESIDE),
            &beside,
            vec![on(Kind::SeekerRegistered, "2026-01-02")],
        )
        .await;
        household(world, 3, BESIDE, other).await;
        let community = actor(5, STREET + 1, &[Role::CommunityAssistant]);
        for (who, wanted) in [
            (&first, "1"),
            (&beside, "1"),
            (&community, "1"),
            (&actor(4, STREET, &[Role::EnterpriseOfficer]), "1"),
            (&actor(6, DISTRICT, &[Role::Head]), "2"),
        ] {
            for path in ["/today", "/today/office"] {
                assert_eq!(seen(who, path).await, wanted, "{:?} {path}", who.roles);
            }
            let (_, page) = ask(world, who, "/today").await;
            let leads = page.contains("href=\"/households\"");
            assert_eq!(leads, !who.is(Role::EnterpriseOfficer), "{:?}", who.roles);
        }
    });
}

/// The figure of households in which still nobody works, as somebody sees it.
async fn without_work(world: &World, who: &Actor) -> String {
    let (_, page) = ask(world, who, "/today").await;
    let (_, rest) =
        page.split_once("零就业家庭</span><span class=\"tile-figure\">").expect("a tile");
    rest.split_once('<').expect("its end").0.to_owned()
}

/// Somebody in a public-welfare post, of a household in which nobody else works.
async fn placed_in_household(world: &World, officer: &Actor) -> SubjectId {
    let known =
        vec![on(Kind::SeekerRegistered, "2026-01-02"), on(Kind::PublicPostPlaced, "2026-01-03")];
    let placed = person(world, ("周公岗", STREET), officer, known).await;
    household(world, 1, STREET, placed).await;
    placed
}

#[test]
fn a_member_in_a_public_welfare_post_brings_a_household_to_zero_and_its_end_brings_it_back() {
    on_both(&async |world: &World| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let placed = placed_in_household(world, &officer).await;
        assert_eq!(without_work(world, &officer).await, "0");
        let (desk, acts) = (world.desk.clone(), occasion(&officer, day("2026-01-05")));
        let ended = world.desk.db.write(async move |tx| {
            let ended = [on(Kind::PublicPostEnded, "2026-01-05")];
            let action = Action::RecordService;
            duties::record_service(tx, &desk, &acts, action, placed, &ended).await.map(drop)
        });
        ended.await.expect("ended");
        assert_eq!(without_work(world, &officer).await, "1");
    });
}

#[test]
fn what_a_build_stored_that_knew_no_posts_comes_right_by_itself() {
    on_both(&async |world: &World| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let placed = placed_in_household(world, &officer).await;
        let (desk, today) = (world.desk.clone(), day("2026-01-05"));
        let looked = async |build: &'static [u8]| {
            let desk = desk.clone();
            let looked = world.desk.db.write::<_, _, StoreError>(async move |tx| {
                duties::look_at_all_under_new_law(tx, build, today).await?;
                duties::look_again(tx, &desk.rulebook, today, 100).await
            });
            looked.await.expect("looked")
        };
        looked(b"the build before").await;
        let older = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            tx.execute(SET_STANDING, &[&"s", &placed]).await.map(drop)
        });
        older.await.expect("written");
        assert_eq!(without_work(world, &officer).await, "1", "as it was stored");
        assert_eq!(looked(b"the build before").await, 0, "nobody is looked at twice");
        assert_eq!(looked(b"this build").await, 1);
        assert_eq!(without_work(world, &officer).await, "0");
    });
}

/// What is counted from a day to come would be nothing; from what is no day, something that nobody asked for.
#[test]
fn a_day_from_which_nothing_can_be_counted_is_refused_at_the_field() {
    street::on_both(&[], duties::routes, &async |world: &street::World| {
        let today = world.today();
        let path = |since: &str| format!("/today/office/results?since={since}");
        let ahead = world.get("head", &path(&today.plus_days(1).to_string())).await;
        ahead.refused(&format!("请改为 {today} 或以前"));
        world.get("head", &path("gestern")).await.refused("从哪天起：");
        for fine in [today.to_string(), String::new(), today.plus_days(-400).to_string()] {
            let shown = world.get("head", &path(&fine)).await;
            assert_eq!(shown.status, axum::http::StatusCode::OK, "{fine}");
        }
    });
}
