//! 等我处理: what the slices say waits stands beside 今日应办, and on a page and in a workbook of its own.

use std::sync::Arc;

use axum::http::StatusCode;
use desk::{Answer, Companion, Desk, Occasion, UnderGate, Waiting, WaitingKind, served_by};
use ledger::Field;
use rules::{Gate, Kind};
use store::{ActorId, Engine, StoreError, SubjectId, Tx};
use street::{NAME, NUMBER, STREET, World};
use subjects::Happening;

const FIRST: WaitingKind = WaitingKind { name: "first", term: "第一类" };
const SECOND: WaitingKind = WaitingKind { name: "second", term: "第二类" };

/// Has something waiting for each of its people, for whoever serves their officer.
struct Slice(Vec<(SubjectId, i64, ActorId)>);

impl Companion for Slice {
    fn waiting_for<'a>(
        &'a self,
        _: &'a mut Tx,
        _: &'a Desk,
        occasion: &'a Occasion,
        _: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        let served = served_by(&occasion.actor);
        let own = self.0.iter().enumerate();
        let own = own.filter(|(_, (.., officer))| served.iter().any(|(staff, _)| staff == officer));
        let waiting = own.map(|(place, (subject, office_code, officer))| Waiting {
            kind: if place % 3 == 0 { SECOND } else { FIRST },
            subject: *subject,
            office_code: *office_code,
            officer: Some(*officer),
            is_open: false,
            words: format!("第 {place} 件等着"),
            since: occasion.today.plus_days(-9),
            // The last comes first.
            until: (place > 0)
                .then(|| occasion.today.plus_days(20 - i32::try_from(place).unwrap_or(0))),
            clause: "BJ18-24",
            is_norm: place % 2 == 0,
            label: "办一下",
            path: format!("/people/{subject}/transfer"),
        });
        let waiting = waiting.collect();
        Box::pin(async { Ok(waiting) })
    }

    fn under_gates<'a>(
        &'a self,
        _: &'a mut Tx,
        gates: &'a [(SubjectId, String)],
    ) -> Answer<'a, Vec<UnderGate>> {
        let clause = Gate::Unwilling.clause();
        let of = gates.iter().filter(move |(_, of)| of == clause);
        let under =
            of.map(|(subject, _)| UnderGate { subject: *subject, clause, words: "正在办着" });
        let under = under.collect();
        Box::pin(async { Ok(under) })
    }
}

/// A world on each engine in which something waits for these people of the officer.
fn with_waiting<F: AsyncFn(&World, &[SubjectId])>(number: usize, kinds: &[Kind], test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let mut world = World::new(engine, &[], duties::routes).await;
            let mut people = Vec::new();
            for place in 0..number {
                let reference = if place == 0 { NUMBER.to_owned() } else { format!("P{place:03}") };
                people.push(world.person(&reference, kinds).await);
            }
            let officer = world.staff("officer");
            let own = people.iter().map(|subject| (*subject, STREET, officer)).collect();
            world.restart(|desk| {
                desk.companions = Arc::from([Arc::new(Slice(own)) as Arc<dyn Companion>]);
            });
            test(&world, &people).await;
            world.close();
        });
    }
}

#[test]
fn nothing_is_green_while_something_waits() {
    with_waiting(1, &[], &async |world, people| {
        let page = world.get("officer", "/today").await;
        let words = page.words();
        assert!(words.contains("1 件等您处理") && words.contains("第 0 件等着"), "{words}");
        assert!(words.contains("已等 9 天") && words.contains("本地规范"), "{words}");
        for green in ["今天没有必须办结的事项", "目前没有待办事项"] {
            assert!(!words.contains(green), "{green}: {words}");
        }
        assert!(!words.contains("全部事项"), "nothing is listed, nothing is chosen: {words}");
        assert!(page.text.contains(&format!("/people/{}/transfer", people[0])));
        let other = world.get("colleague", "/today").await.words();
        assert!(other.contains("今天没有必须办结的事项"), "{other}");
        assert!(other.contains("目前没有待办事项") && !other.contains("第 0 件"), "{other}");
        let page = world.get("colleague", "/today/waiting").await;
        assert!(page.words().contains("没有等您处理的事") && !page.words().contains(NAME));
    });
}

#[test]
fn the_page_of_the_day_shows_the_ten_most_urgent_and_another_one_all_of_them_by_kind() {
    with_waiting(14, &[Kind::SeekerRegistered], &async |world, _| {
        let block = world.get("officer", "/today").await;
        let words = block.words();
        assert_eq!(words.matches("件等着").count(), 10, "{words}");
        let at = |text: &str| words.find(text).unwrap_or(usize::MAX);
        // What has no day of its own waits since nine days, before everything that is due in days to come.
        assert!(at("第 0 件等着") < at("第 13 件等着") && at("第 13 件等着") < at("第 12 件等着"));
        assert!(words.contains("全部 14 件") && words.contains("14 件等您处理"), "{words}");
        let all = world.get("officer", "/today/waiting").await.words();
        assert_eq!(all.matches("件等着").count(), 14, "{all}");
        assert!(all.contains("第一类（9）") && all.contains("第二类（5）"), "{all}");
        let second = world.get("officer", "/today/waiting?kind=second").await.words();
        assert_eq!(second.matches("件等着").count(), 5, "{second}");
        // A filtered list of duties is that list alone.
        let late = world.get("officer", "/today?bucket=overdue").await.words();
        assert_eq!(late.matches("件等着").count(), 0, "{late}");
        assert!(late.contains("14 件等您处理"));
    });
}

#[test]
fn whoever_stands_in_is_told_too_and_a_workbook_is_noted_for_everybody_in_it() {
    with_waiting(3, &[], &async |world, people| {
        let taken = world.get("officer", "/today/waiting?format=xlsx").await;
        assert_eq!(taken.status, StatusCode::OK);
        for subject in people {
            assert_eq!(world.taken_out("officer", *subject).await, 1);
        }
        let only = world.get("officer", "/today/waiting?kind=second&format=xlsx").await;
        assert_eq!(only.status, StatusCode::OK);
        assert_eq!(world.taken_out("officer", people[0]).await, 2);
        assert_eq!(world.taken_out("officer", people[1]).await, 1, "of another kind");
        let mut occasion = world.occasion("colleague").await;
        occasion.actor.stands_in_for = vec![world.staff("officer")];
        let (desk, asked) = (world.desk.clone(), occasion.clone());
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            duties::all_waiting(tx, &desk, &asked, 100).await
        });
        let waiting = read.await.expect("what waits");
        assert_eq!(waiting.len(), 3);
        assert!(waiting.is_sorted_by_key(Waiting::urgency));
        assert_eq!(world.get("auditor", "/today/waiting").await.status, StatusCode::FORBIDDEN);
    });
}

/// Two powers hold for one person, and what is done under one of them already is said in its place.
#[test]
fn a_page_of_gates_may_end_within_one_person() {
    with_waiting(2, &[Kind::LedgerOpened], &async |world, people| {
        for subject in people {
            let today = world.today();
            let start = |kind| Happening::new(kind, today);
            let claimed = start(Kind::UnemploymentClaimed)
                .flag(Field::Complete, true)
                .flag(Field::Promise, false);
            let survey = start(Kind::Surveyed)
                .text(Field::Method, "phone")
                .flag(Field::Willing, false)
                .flag(Field::Registers, false)
                .text(Field::Circumstance, "none");
            let mut entries = vec![claimed, start(Kind::UnemploymentRegistered)];
            entries.extend(std::iter::repeat_n(survey, 4));
            world.record_raw(*subject, entries).await;
        }
        world.pass_days(250);
        let (desk, today) = (world.desk.clone(), world.today());
        let found = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            duties::look_again(tx, &desk.rulebook, today, 10_000).await?;
            let area = access::Area::of_code(STREET);
            let mut found: Vec<(SubjectId, String)> = Vec::new();
            let mut after = (SubjectId::from_bytes([0; 16]), String::new());
            loop {
                let page = duties::gates(tx, area, (after.0, &after.1), 1).await?;
                let Some(row) = page.first() else { return Ok(found) };
                after = (row.subject_id, row.clause.clone());
                found.push(after.clone());
            }
        });
        let found = found.await.expect("gates");
        let expected: Vec<(SubjectId, String)> = {
            let clauses = [Gate::SilentUnemployed.clause(), Gate::Unwilling.clause()];
            let mut people = people.to_vec();
            people.sort_unstable();
            let of = |subject: SubjectId| clauses.map(|clause| (subject, clause.to_owned()));
            people.into_iter().flat_map(of).collect()
        };
        assert_eq!(found, expected, "one at a time, none is lost");
        let page = world.get("head", "/today/gates").await.words();
        assert_eq!(page.matches("正在办着").count(), 2, "{page}");
        assert_eq!(page.matches(Gate::SilentUnemployed.allows()).count(), 2, "{page}");
        let after = format!("{}~{}", found[2].0, found[2].1);
        let after = after.replace('(', "%28").replace(')', "%29");
        let rest = world.get("head", &format!("/today/gates?after={after}")).await.words();
        let article = rules::citation(Gate::Unwilling.clause()).expect("a clause").article;
        assert_eq!(rest.matches("《京人社153号文》").count(), 1, "{rest}");
        assert!(rest.contains(&article), "{rest}");
    });
}
