//! Invented lives, recorded entry by entry on the days they happened.

use std::collections::HashMap;

use access::{Action, Role};
use city::{District, DistrictPlan};
use kernel::Day;
use rules::State;
use store::{EntryId, SubjectId};
use subjects::{Happening, SubjectKind, facts_of};

use crate::world::{STREET, World, actor, occasion, on_both};

/// What tells one duty from another, and what became of it.
type Told = (String, EntryId, Day, Day, bool, State, Option<EntryId>);

/// What is stored of a subject's duties.
pub(crate) async fn stored(world: &World, subject: SubjectId, today: Day) -> Vec<Told> {
    let rows = world
        .desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| duties::duties_of(tx, subject).await)
        .await
        .expect("duties");
    let mut told: Vec<Told> = rows
        .into_iter()
        .map(|row| {
            let state = row.state.on(row.due_day, today);
            let (rule, because, from) = (row.rule, row.because_id, row.from_day);
            (rule, because, from, row.due_day, row.provisional, state, row.settled_by)
        })
        .collect();
    told.sort_by(|one, other| (&one.0, one.1, one.2).cmp(&(&other.0, other.1, other.2)));
    told
}

/// What the rules find in the whole ledger.
pub(crate) async fn derived(world: &World, subject: SubjectId, today: Day) -> Vec<Told> {
    let known = world
        .desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| facts_of(tx, subject).await)
        .await
        .expect("facts");
    let assessment = world.desk.rulebook.assess(known.entries(), today);
    let mut told: Vec<Told> = assessment
        .duties
        .into_iter()
        .map(|duty| {
            let rule = duty.rule.rule().id.to_owned();
            let because = known.id(duty.because).expect("an entry");
            let met_by = duty.met_by.and_then(|place| known.id(place));
            (rule, because, duty.from, duty.due.day, duty.due.provisional, duty.state, met_by)
        })
        .collect();
    told.sort_by(|one, other| (&one.0, one.1, one.2).cmp(&(&other.0, other.1, other.2)));
    told
}

#[test]
fn what_is_stored_is_what_the_rules_find_after_every_entry_and_on_every_morning() {
    on_both(&async |world| {
        let until: Day = "2026-06-30".parse().expect("a day");
        let plan = DistrictPlan::of_two_years(400, 5, until);
        let district = District::new(plan, world.desk.rulebook.law()).expect("a district");
        let clerk = actor(1, STREET, &[Role::FrontDeskClerk]);
        // The fullest lives tell the most.
        let mut ledgers: Vec<(u64, String)> =
            (1..=400).map(|number| (number, district.person(number).ledger)).collect();
        ledgers.sort_by_key(|(_, ledger)| std::cmp::Reverse(ledger.len()));
        let mut seen = std::collections::BTreeSet::new();
        for (number, ledger) in ledgers.into_iter().take(24) {
            let subject = live(world, &clerk, number, &ledger, &mut seen).await;
            let mut day = until;
            // Mornings on which nothing is recorded.
            for _ in 0..12 {
                day = day.plus_days(17);
                let rulebook = std::sync::Arc::clone(&world.desk.rulebook);
                world
                    .desk
                    .db
                    .write::<_, _, store::StoreError>(async move |tx| {
                        while duties::look_again(tx, &rulebook, day, 100).await? > 0 {}
                        Ok(())
                    })
                    .await
                    .expect("looked");
                assert_eq!(
                    stored(world, subject, day).await,
                    derived(world, subject, day).await,
                    "{day}"
                );
            }
        }
        let wanted = ["met", "late", "open", "overdue", "missed"];
        assert!(wanted.iter().all(|state| seen.contains(*state)), "{seen:?}");
    });
}

/// Records a life on the days on which it happened, looking at the duties after each entry.
async fn live(
    world: &World,
    clerk: &access::Actor,
    number: u64,
    ledger: &str,
    seen: &mut std::collections::BTreeSet<&'static str>,
) -> SubjectId {
    let desk = world.desk.clone();
    let subject = desk
        .db
        .write::<_, _, store::StoreError>({
            let desk = desk.clone();
            async move |tx| {
                let now = desk.clock.now();
                let reference = format!("P{number:08}");
                let (subject, _) = subjects::open_subject(
                    tx,
                    &desk.sealing,
                    SubjectKind::Person,
                    &reference,
                    "某人",
                    now,
                )
                .await?;
                let today = "2024-01-01".parse().expect("a day");
                duties::take_on(tx, subject, STREET, None, today).await?;
                Ok(subject)
            }
        })
        .await
        .expect("taken on");
    let mut ids: HashMap<String, EntryId> = HashMap::new();
    let mut today = Day::FIRST;
    for line in ledger.lines() {
        let happening =
            Happening::of_line(line, |id| ids.get(id).copied()).expect("a line of a ledger");
        today = today.max(happening.on);
        let occasion = occasion(clerk, today);
        let desk = desk.clone();
        let recorded = world
            .desk
            .db
            .write(async move |tx| {
                let happenings = std::slice::from_ref(&happening);
                let action = Action::RecordService;
                duties::record_service(tx, &desk, &occasion, action, subject, happenings).await
            })
            .await
            .expect("recorded");
        let id = line.split('"').nth(3).expect("an id").to_owned();
        ids.insert(id, recorded.entries[0]);
        let found = stored(world, subject, today).await;
        seen.extend(found.iter().map(|told| told.5.name()));
        assert_eq!(found, derived(world, subject, today).await, "{line}");
    }
    subject
}
