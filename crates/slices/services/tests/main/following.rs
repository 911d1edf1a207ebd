//! What the file says next after somebody was hired, started, left: each with its article and where it is done.

use desk::Companion;
use ledger::Field;
use rules::Kind;
use services::Keeper;
use store::{StoreError, SubjectId};
use subjects::Happening;

use crate::world::{NUMBER, World, on_both};

/// Where the next step leads, and what it says.
async fn next(world: &World, person: SubjectId) -> Option<(String, String)> {
    let desk = world.desk.clone();
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| Keeper.next_steps(tx, &desk, person).await);
    let mut steps = read.await.expect("read");
    assert!(steps.len() < 2, "one thing at a time: {steps:?}");
    let step = steps.pop()?;
    let path = step.path.strip_prefix(&format!("/people/{person}/")).expect("of this person");
    Some((path.to_owned(), step.words))
}

async fn leads_to(world: &World, person: SubjectId, path: &str, words: &[&str]) {
    let (to, said) = next(world, person).await.expect("a step");
    assert_eq!(to, path, "{said}");
    assert!(words.iter().all(|known| said.contains(known)), "{words:?} in {said}");
    let shown = world.get("officer", &format!("/people/{person}/{to}")).await;
    let status = shown.status.as_u16();
    // Agreements and plans have pages of slices that this world does not have.
    let is_elsewhere = path.starts_with("agreement") || path.starts_with("plan");
    assert!(status == 200 || status == 303 || is_elsewhere, "{status} {to}");
}

#[test]
fn work_in_sight_begun_and_ended_says_what_follows() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let now = |kind| Happening::new(kind, world.today());
        let claimed =
            now(Kind::UnemploymentClaimed).flag(Field::Complete, true).flag(Field::Promise, true);
        let entries = vec![
            now(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
            claimed,
            now(Kind::UnemploymentRegistered),
            now(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
            now(Kind::PlanAdopted).number(Field::Version, 1),
            now(Kind::Recommended).text(Field::Employer, "甲店"),
        ];
        world.record_raw(person, entries).await;
        assert_eq!(next(world, person).await, None);
        let of = world.history(person).await.last().expect("an entry").id;
        let hired = now(Kind::RecommendationResult)
            .about(of)
            .flag(Field::Hired, true)
            .flag(Field::OwnCause, false);
        world.record_raw(person, vec![hired]).await;
        leads_to(world, person, "record/started_work", &["录用", "就业登记", "BJ18-27(4)"]).await;

        world.record_raw(person, vec![now(Kind::StartedWork).text(Field::Employer, "甲店")]).await;
        let both = ["上岗", "NA18-3", "BJ18-16", "继续执行"];
        leads_to(world, person, "record/unemployment_closed", &both).await;
        world.record_raw(person, vec![now(Kind::UnemploymentClosed)]).await;
        leads_to(world, person, "record/seeker_archived", &["BJ18-31"]).await;
        let archived = now(Kind::SeekerArchived).text(Field::Reason, "已实现就业");
        world.record_raw(person, vec![archived]).await;
        assert_eq!(next(world, person).await, None, "the contacts stand among the duties");

        // Once every contact is made the agreement may end; the days are counted by hand: ten working days, and seven
        // days around February 5, April 5 and July 5.
        let start = world.history(person).await;
        let start = start.iter().find(|past| past.kind == Kind::StartedWork).expect("started").id;
        for days in [3, 28, 59, 91] {
            world.pass_days(days);
            assert_eq!(next(world, person).await, None);
            let called = Happening::new(Kind::FollowedUp, world.today()).about(start);
            world.record_raw(person, vec![called]).await;
        }
        leads_to(world, person, "agreement/end", &["都已办结", "BJ18-24"]).await;

        // Back from work: into assistance again, step by step.
        let now = |kind| Happening::new(kind, world.today());
        world.record_raw(person, vec![now(Kind::LeftWork)]).await;
        let all = ["离职", "BJ18-11", "NA18-3", "BJ18-12", "BJ18-26(3)"];
        leads_to(world, person, "record/seeker_registered", &all).await;
        world.record_raw(person, vec![now(Kind::SeekerRegistered)]).await;
        leads_to(world, person, "record/unemployment_claimed", &["失业登记"]).await;
        let claimed =
            now(Kind::UnemploymentClaimed).flag(Field::Complete, true).flag(Field::Promise, true);
        world.record_raw(person, vec![claimed]).await;
        leads_to(world, person, "grade", &["重新确定就业困难等级"]).await;
        let graded = now(Kind::Graded).number(Field::Level, 3).text(Field::Tool, "量表");
        world.record_raw(person, vec![graded]).await;
        leads_to(world, person, "plan/edit", &["修订援助方案"]).await;
        let ended = now(Kind::AgreementEnded).text(Field::Reason, "协议期满");
        world.record_raw(person, vec![ended]).await;
        leads_to(world, person, "agreement/sign", &["BJ18-23"]).await;
        // Whoever wants no more, or is in a public-welfare post, is led nowhere.
        world.record_raw(person, vec![now(Kind::ServiceDeclined)]).await;
        assert_eq!(next(world, person).await, None);
    });
}

#[test]
fn what_was_in_error_leads_nowhere() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered, Kind::StartedWork]).await;
        leads_to(world, person, "record/seeker_archived", &["BJ18-16"]).await;
        let start = world.history(person).await.last().expect("an entry").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(start);
        world.record_raw(person, vec![wrong]).await;
        assert_eq!(next(world, person).await, None);
    });
}
