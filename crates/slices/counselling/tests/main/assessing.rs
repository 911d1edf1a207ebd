//! Assessments: kept sealed, answered in parts, finished once.

use access::Failure;
use counselling::model::{CounselRefusal, Instrument};
use counselling::{AssessmentId, Found, answer, assessment, assessments, begin, record_readiness};
use rules::Kind;
use store::{StoreError, SubjectId};

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
