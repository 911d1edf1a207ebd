//! Ledgers that came in without a person: found by their reference, and completed on the page.

use std::sync::Arc;

use access::Actor;
use axum::http::StatusCode;
use desk::Companion;
use store::{StoreError, SubjectId};
use subjects::Sheet;

use crate::world::{COMMUNITY, NUMBER, OFFICE, START, World, on_both, somebody};

/// Brings a ledger in under a reference, and has an office found for it.
async fn imported(world: &World, reference: &str, kind: &str) -> SubjectId {
    let line = format!(
        "{{\"id\":\"1\",\"subject\":\"{reference}\",\"kind\":\"{kind}\",\"on\":\"2025-12-01\",\
         \"office\":\"{OFFICE}\",\"staff\":\"专员老张\"}}\n"
    );
    let sheet = Arc::new(Sheet::read(line.into_bytes()));
    let (db, sealing) = (&world.desk.db, &world.desk.sealing);
    let keepers = Arc::new(subjects::NoKeepers);
    subjects::import(db, sealing, keepers, sheet, START, &mut |_| {}).await.expect("imported");
    let (desk, reference) = (world.desk.clone(), reference.to_owned());
    let found = db.write::<_, _, StoreError>(async move |tx| {
        let today = web::day_of(START);
        duties::adopt(tx, &desk, today, 10).await?;
        subjects::find_subject(tx, &desk.sealing, &reference).await
    });
    found.await.expect("read").expect("a subject")
}

/// Whose particulars wait for somebody to complete them.
async fn incomplete(world: &World, actor: &Actor) -> Vec<SubjectId> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(actor));
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        seekers::Keeper.waiting_for(tx, &desk, &occasion, 100).await
    });
    read.await.expect("what waits").into_iter().map(|one| one.subject).collect()
}

/// What a clerk fills in; the form has the rest.
fn filled(number: &str) -> Vec<(&'static str, String)> {
    vec![
        ("_once", "k".to_owned()),
        ("version", "0".to_owned()),
        ("name", "张丽".to_owned()),
        ("document", "居民身份证".to_owned()),
        ("number", number.to_owned()),
        ("phone", "15400000009".to_owned()),
        ("community", COMMUNITY.to_string()),
    ]
}

async fn save(world: &World, subject: SubjectId, number: &str) -> (StatusCode, String) {
    let pairs = filled(number);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
    world.post(&world.clerk, &format!("/people/{subject}/particulars"), &pairs).await
}

#[test]
fn a_ledger_without_a_person_is_found_by_its_reference_and_completed() {
    on_both(&async |world: &World| {
        let subject = imported(world, "A-0001", "seeker_registered").await;
        let path = format!("/people/{subject}");
        let (_, found) = world.get(&world.clerk, "/people?q=a-0001").await;
        assert!(found.contains(&path) && found.contains("资料待补"), "{found}");
        let (_, elsewhere) = world.get(&world.stranger, "/people?q=A-0001").await;
        assert!(!elsewhere.contains(&path) && elsewhere.contains("A**"), "{elsewhere}");
        assert!(!elsewhere.contains("资料待补"), "{elsewhere}");
        let (status, file) = world.get(&world.clerk, &path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(file.contains("资料待补") && file.contains("补齐资料"), "{file}");
        // The page of the day tells whoever serves those for whom nobody was named.
        for (user, expected) in
            [(&world.officer, vec![subject]), (&world.head, vec![subject]), (&world.clerk, vec![])]
        {
            assert_eq!(incomplete(world, user).await, expected, "{:?}", user.roles);
        }
        let (status, form) = world.get(&world.clerk, &format!("{path}/particulars")).await;
        assert_eq!(status, StatusCode::OK, "{form}");
        assert!(form.contains("台账记录不变"), "{form}");
        let (status, again) = save(world, subject, "110105194912310021").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a number that cannot be");
        assert!(again.contains("张丽"), "what was typed stays: {again}");
        let (status, to) = save(world, subject, NUMBER).await;
        assert_eq!((status, &*to), (StatusCode::SEE_OTHER, &*path));
        assert!(incomplete(world, &world.officer).await.is_empty());
        let (_, file) = world.get(&world.clerk, &path).await;
        assert!(file.contains("张丽") && file.contains("P00000001"), "{file}");
        assert!(!file.contains("资料待补"), "{file}");
        assert!(file.contains("台账导入以后补齐"), "who reads the file sees that it was completed");
        for query in [NUMBER, "15400000009", "P1", "zl"] {
            let (_, found) = world.get(&world.clerk, &format!("/people?q={query}")).await;
            assert!(found.contains(&path), "{query}: {found}");
        }
        let (_, list) = world.get(&world.clerk, "/people").await;
        assert!(list.contains("张丽"), "{list}");
        // The ledger goes on under the reference that it came in with.
        let desk = world.desk.clone();
        let known = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            subjects::find_subject(tx, &desk.sealing, "A-0001").await
        });
        assert_eq!(known.await.expect("read"), Some(subject));
    });
}

#[test]
fn a_number_for_a_reference_need_not_be_typed_and_stands_nowhere_in_the_clear() {
    on_both(&async |world: &World| {
        let subject = imported(world, NUMBER, "seeker_registered").await;
        let (_, form) = world.get(&world.clerk, &format!("/people/{subject}/particulars")).await;
        assert!(form.contains("11**************2X"), "known, and masked: {form}");
        assert!(!form.contains(NUMBER), "{form}");
        let (status, to) = save(world, subject, "").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, file) = world.get(&world.clerk, &format!("/people/{subject}")).await;
        assert!(file.contains("P00000001"), "the number is no file number: {file}");
        let (_, found) = world.get(&world.clerk, &format!("/people?q={NUMBER}")).await;
        assert_eq!(found.matches(&format!("/people/{subject}\"")).count(), 1, "once: {found}");
    });
}

#[test]
fn only_a_persons_ledger_is_completed_and_only_once_and_by_whoever_may() {
    on_both(&async |world: &World| {
        let employer = imported(world, "甲公司", "key_agreement_signed").await;
        let path = format!("/people/{employer}/particulars");
        let (status, _) = world.get(&world.clerk, &path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "an employer is no person");
        let (status, _) = save(world, employer, NUMBER).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let subject = imported(world, "A-0002", "contacted").await;
        let path = format!("/people/{subject}/particulars");
        for actor in [&world.stranger, &world.inspector] {
            let (status, _) = world.get(actor, &path).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
        }
        let new = somebody().new;
        let complete = async |subject: SubjectId| {
            let (desk, new) = (world.desk.clone(), new.clone());
            let occasion = world.occasion(&world.clerk);
            let done = world.desk.db.write(async move |tx| {
                seekers::complete(tx, &desk, &occasion, subject, &new).await
            });
            done.await
        };
        let refused = complete(employer).await;
        let Err(access::Failure::Refused(refusal)) = refused else { panic!("{refused:?}") };
        assert!(matches!(refusal, seekers::CompleteRefusal::NoPerson), "{refusal}");
        assert!(matches!(complete(subject).await, Ok(None)));
        let again = complete(subject).await;
        let Err(access::Failure::Refused(refusal)) = again else { panic!("{again:?}") };
        assert!(matches!(refusal, seekers::CompleteRefusal::Complete), "{refusal}");
    });
}

#[test]
fn two_ledgers_of_one_person_are_led_to_be_merged() {
    on_both(&async |world: &World| {
        world.take_in(&world.clerk, somebody()).await;
        let subject = imported(world, "A-0003", "contacted").await;
        let (status, to) = save(world, subject, NUMBER).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let may_merge = world.clerk.may_ever(access::Action::Merge);
        let merging = "/people/merge?one=P00000002".to_owned();
        assert_eq!(to, if may_merge { merging } else { format!("/people/{subject}") });
    });
}
