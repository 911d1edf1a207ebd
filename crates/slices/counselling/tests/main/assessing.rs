//! Assessments: kept sealed, answered in parts, finished once.

use access::Failure;
use counselling::model::{CounselRefusal, Instrument};
use counselling::{
    AssessmentId, Found, answer, assessment, assessments, begin, finish, record_readiness,
    unrecorded,
};
use ledger::Field;
use rules::Kind;
use store::{StoreError, SubjectId, seal};
use subjects::history;

use crate::world::{CONTENTS, STREET, World, on_both};

async fn begun(world: &World, subject: SubjectId, instrument: &str) -> AssessmentId {
    let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
    let instrument = Instrument::find(instrument).expect("an instrument");
    world
        .write(async move |tx| begin(tx, &desk, &occasion, subject, instrument).await)
        .await
        .expect("begun")
}

async fn answered(
    world: &World,
    of: (SubjectId, AssessmentId),
    answers: Vec<(usize, u8)>,
    finish: bool,
) -> Result<(), Failure<CounselRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
    world.write(async move |tx| answer(tx, &desk, &occasion, of, &answers, finish).await).await
}

#[test]
fn answers_come_in_parts_and_the_result_is_sealed() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let id = begun(world, subject, "interest-riasec").await;
        let of = (subject, id);
        let most = (0..36).map(|place| (place, if place % 6 == 3 { 5 } else { 2 })).collect();
        answered(world, of, most, false).await.expect("kept");
        let early = answered(world, of, vec![], true).await;
        assert!(
            matches!(early, Err(Failure::Refused(CounselRefusal::Unanswered { count: 12 }))),
            "{early:?}"
        );
        let rest: Vec<(usize, u8)> =
            (36..48).map(|place| (place, if place % 6 == 3 { 5 } else { 2 })).collect();
        answered(world, of, rest.clone(), true).await.expect("finished");
        let again = answered(world, of, rest, true).await;
        assert!(matches!(again, Err(Failure::Refused(CounselRefusal::State { .. }))), "{again:?}");
        let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
        let (_, taken) = world
            .write(async move |tx| assessment(tx, &desk, &occasion, subject, id).await)
            .await
            .expect("read");
        let Some(Found::Interest(profile)) = taken.found else { panic!("no profile") };
        assert_eq!((profile.types[0].code.as_str(), profile.types[0].score), ("S", 40));
        let contents: Vec<(Vec<u8>,)> = world
            .desk
            .db
            .read::<_, _, StoreError>(async |tx| tx.all(CONTENTS, &[]).await)
            .await
            .expect("read");
        let leaks = |text: &[u8]| {
            contents.iter().any(|(bytes,)| bytes.windows(text.len()).any(|part| part == text))
        };
        assert!(!leaks(b"answers") && !leaks(b"score"), "nothing in the clear");
    });
}

#[test]
fn readiness_goes_into_the_ledger_once() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let id = begun(world, subject, "readiness").await;
        let of = (subject, id);
        let record = async || {
            let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
            world
                .write(async move |tx| record_readiness(tx, &desk, &occasion, subject, id).await)
                .await
        };
        let early = record().await;
        assert!(matches!(early, Err(Failure::Refused(CounselRefusal::Missing))), "{early:?}");
        let count = Instrument::find("readiness").expect("the checklist").items.len();
        let yes = (0..count).map(|place| (place, if place == 3 { 1 } else { 2 })).collect();
        answered(world, of, yes, true).await.expect("finished");
        record().await.expect("recorded");
        let twice = record().await;
        assert!(matches!(twice, Err(Failure::Refused(CounselRefusal::State { .. }))), "{twice:?}");
        let read = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| subjects::facts_of(tx, subject).await);
        let facts = read.await.expect("read");
        let kinds: Vec<Kind> = facts.entries().iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::ReadinessAssessed]);
    });
}

/// Finishes with the last answers, as the page does.
async fn finished(
    world: &World,
    user: &str,
    of: (SubjectId, AssessmentId),
    answers: Vec<(usize, u8)>,
) -> Result<bool, Failure<CounselRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user));
    world.write(async move |tx| finish(tx, &desk, &occasion, of, &answers).await).await
}

/// What the ledger says, and which checklist waits to be recorded.
async fn known(world: &World, subject: SubjectId) -> (Vec<Kind>, Option<AssessmentId>) {
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let facts = subjects::facts_of(tx, subject).await?;
        let kinds = facts.entries().iter().map(|entry| entry.kind).collect();
        Ok((kinds, unrecorded(tx, subject).await?.map(|(id, _)| id)))
    });
    read.await.expect("read")
}

#[test]
fn whoever_finishes_the_checklist_has_assessed_readiness() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let count = Instrument::find("readiness").expect("the checklist").items.len();
        let yes: Vec<(usize, u8)> = (0..count).map(|place| (place, 2)).collect();
        // One that was finished without an entry is known as such until there is one.
        let before = begun(world, subject, "readiness").await;
        answered(world, (subject, before), yes.clone(), true).await.expect("finished");
        assert_eq!(known(world, subject).await, (vec![], Some(before)));
        let id = begun(world, subject, "readiness").await;
        let of = (subject, id);
        let early = finished(world, "zhao", of, yes[1..].to_vec()).await;
        assert!(
            matches!(early, Err(Failure::Refused(CounselRefusal::Unanswered { count: 1 }))),
            "{early:?}"
        );
        for stranger in ["neighbour", "sun", "inspector", "auditor"] {
            let denied = finished(world, stranger, of, yes.clone()).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{stranger}: {denied:?}");
        }
        assert_eq!(known(world, subject).await, (vec![], Some(before)), "all or nothing");
        let still = finished(world, "zhao", of, vec![]).await;
        assert!(
            matches!(&still, Err(Failure::Refused(CounselRefusal::Unanswered { count: all })) if *all == count),
            "what was refused was not kept: {still:?}"
        );
        assert!(finished(world, "zhao", of, yes.clone()).await.expect("finished"));
        assert_eq!(known(world, subject).await, (vec![Kind::ReadinessAssessed], None));
        let again = finished(world, "zhao", of, yes).await;
        assert!(matches!(again, Err(Failure::Refused(CounselRefusal::State { .. }))), "{again:?}");
        // An interest test is no assessment of readiness.
        let id = begun(world, subject, "interest-riasec").await;
        let all = (0..48).map(|place| (place, 3)).collect();
        assert!(!finished(world, "zhao", (subject, id), all).await.expect("finished"));
        assert_eq!(known(world, subject).await, (vec![Kind::ReadinessAssessed], None));
    });
}

/// The entry says what was found: whether they are ready, and of what is missing what helps.
#[test]
fn what_the_checklist_found_stands_in_the_ledger() {
    on_both(&async |world| {
        let checklist = Instrument::find("readiness").expect("the checklist");
        let mut items = checklist.items.iter();
        let missing = items.position(|item| item.required && !item.advice.is_empty());
        let missing = missing.expect("an item without which nobody is ready");
        for (name, no, ready) in [("张三", None, true), ("李四", Some(missing), false)] {
            let subject = world.person(name, STREET).await;
            let id = begun(world, subject, "readiness").await;
            let answers = (0..checklist.items.len())
                .map(|place| (place, if Some(place) == no { 1 } else { 2 }))
                .collect();
            assert!(finished(world, "zhao", (subject, id), answers).await.expect("finished"));
            let keys = world.desk.sealing.keys.clone();
            let past = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let key = seal::key_of(tx, keys.as_ref(), subject).await?.expect("a key");
                history(tx, &key, subject).await
            });
            let past = past.await.expect("read");
            let entry = past.last().expect("an entry");
            let said = entry.text(Field::Note).map(|note| note.reveal().to_owned());
            let advice = no.map(|place| checklist.items[place].advice.clone());
            assert_eq!(entry.flag(Field::Ready), Some(ready), "{name}");
            assert_eq!(said.unwrap_or_default(), advice.unwrap_or_default(), "{name}");
        }
    });
}

#[test]
fn nobody_else_reads_or_begins_an_assessment() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        for stranger in ["neighbour", "inspector", "auditor"] {
            let (desk, occasion) = (world.desk.clone(), world.occasion(stranger));
            let denied = world
                .write(async move |tx| assessments(tx, &desk, &occasion, subject).await.map(drop))
                .await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{stranger}: {denied:?}");
        }
        let other = world.person("李四", STREET).await;
        let id = begun(world, subject, "readiness").await;
        let crossed = answered(world, (other, id), vec![(0, 2)], false).await;
        assert!(
            matches!(crossed, Err(Failure::Refused(CounselRefusal::Missing))),
            "an assessment is found with its own person only: {crossed:?}"
        );
    });
}
