//! Receiving what devices recorded.

use axum::http::StatusCode;
use duties::Receiver;
use ledger::Field;
use rules::Kind;
use serde_json::json;
use store::{StoreError, seal};
use street::{BESIDE, World};
use subjects::Past;
use visits::model::Incoming;

use crate::device::{in_hardship, name, on_both, send, state, survey, take};

fn surveys_in(history: &[Past]) -> Vec<&Past> {
    history.iter().filter(|entry| entry.kind == Kind::Surveyed && !entry.is_corrected).collect()
}

#[test]
fn what_is_sent_twice_is_received_once_and_bears_its_makers_name() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let record = survey(&pack, subject, 1, &json!({}));
        world.pass_days(1);
        let first = send(world, "officer", std::slice::from_ref(&record)).await;
        assert_eq!((&first[0]["state"], &first[0]["again"]), (&json!("stored"), &json!(false)));
        let after = world.history(subject).await;
        let again = send(world, "officer", &[record.clone(), record]).await;
        assert_eq!(again.len(), 2);
        assert!(again.iter().all(|answer| answer["again"] == true && answer["state"] == "stored"));
        let history = world.history(subject).await;
        assert_eq!(history.len(), after.len(), "nothing doubled");
        let surveys = surveys_in(&history);
        assert_eq!(surveys.len(), 1);
        assert_eq!(surveys[0].staff, Some(world.staff("officer")));
        assert_eq!(surveys[0].on.to_string(), "2026-01-05", "the day at the door");
        let words = surveys[0].text(Field::Note).expect("words");
        assert_eq!(words.reveal(), "想在社区附近找活干");
        for kind in [Kind::LedgerOpened, Kind::DemandFileOpened] {
            assert!(history.iter().any(|entry| entry.kind == kind), "{kind:?} (BJ18-20)");
        }
    });
}

#[test]
fn many_hands_that_send_the_same_at_once_make_one_entry() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let record: Incoming =
            serde_json::from_value(survey(&pack, subject, 1, &json!({}))).expect("a record");
        let occasion = world.occasion("officer").await;
        let first: usize = std::thread::scope(|scope| {
            let hands: Vec<_> = (0..8)
                .map(|_| {
                    let (desk, occasion, record) =
                        (world.desk.clone(), occasion.clone(), record.clone());
                    scope.spawn(move || {
                        let db = desk.db.clone();
                        testkit::block_on(db.write(async move |tx| {
                            visits::receive(tx, &desk, &occasion, &record).await
                        }))
                        .expect("received")
                    })
                })
                .collect();
            let hands = hands.into_iter().map(|hand| hand.join().expect("done"));
            hands.filter(|received| !received.again).count()
        });
        assert_eq!(first, 1);
        assert_eq!(surveys_in(&world.history(subject).await).len(), 1);
    });
}

#[test]
fn another_content_or_another_maker_under_the_same_name_is_refused() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let record = survey(&pack, subject, 1, &json!({}));
        assert_eq!(state(world, "officer", &record).await, "stored");
        let changed = survey(&pack, subject, 1, &json!({ "words": "改了主意" }));
        let told = send(world, "officer", &[changed]).await;
        assert_eq!(told[0]["state"], "refused");
        assert!(told[0]["words"].as_str().expect("words").contains("以先收到的为准"));
        assert_eq!(state(world, "colleague", &record).await, "refused");
        assert_eq!(surveys_in(&world.history(subject).await).len(), 1);
        // Nobody sends in somebody else's name.
        let brought = json!({ "staff": world.staff("officer").to_string(), "records": [record] });
        let shown = world.post_json("colleague", "/visits/records", &brought.to_string()).await;
        assert_eq!(shown.status, StatusCode::CONFLICT);
    });
}

#[test]
fn what_cannot_be_is_refused_by_itself_and_holds_up_nothing() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let wrong = [
            json!({ "on": "2026-01-06" }),
            json!({ "on": "2026-02-30" }),
            json!({ "willingness": "unwilling" }),
            json!({ "willingness": "perhaps" }),
            json!({ "reason": "懒" }),
            json!({ "circumstance": "holiday" }),
            json!({ "outcome": "danced" }),
            json!({ "subject": name(77) }),
            json!({ "base": -1 }),
            json!({ "words": "长".repeat(2_001) }),
        ];
        let mut records: Vec<_> =
            wrong.iter().map(|changes| survey(&pack, subject, 1, changes)).collect();
        records.push(json!(7));
        let count = records.len();
        records.push(survey(&pack, subject, 2, &json!({})));
        let told = send(world, "officer", &records).await;
        for (answer, record) in told[..count].iter().zip(&records) {
            assert_eq!(answer["state"], "refused", "{record}");
            assert!(!answer["words"].as_str().expect("words").is_empty());
        }
        assert_eq!(told[count]["state"], "stored", "{}", told[count]);
        assert_eq!(surveys_in(&world.history(subject).await).len(), 1);
        // What was refused is corrected on the device and sent again under its name.
        let corrected =
            json!({ "willingness": "unwilling", "reason": "照料子女", "known": [name(2)] });
        assert_eq!(state(world, "officer", &survey(&pack, subject, 1, &corrected)).await, "stored");
    });
}

#[test]
fn a_try_is_no_survey_and_a_contact_is_none_either() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let missed = json!({ "outcome": "missed", "why": "nobody", "words": "邻居说上班去了" });
        let met = json!({ "outcome": "contacted", "words": "送去招聘会通知" });
        let before = world.history(subject).await.len();
        assert_eq!(state(world, "officer", &survey(&pack, subject, 1, &missed)).await, "stored");
        assert_eq!(world.history(subject).await.len(), before, "a try is no entry");
        assert_eq!(state(world, "officer", &survey(&pack, subject, 1, &missed)).await, "stored");
        assert_eq!(state(world, "officer", &survey(&pack, subject, 2, &met)).await, "stored");
        let history = world.history(subject).await;
        assert_eq!(history.len(), before + 1);
        assert_eq!(history[before].kind, Kind::Contacted);
        let desk = world.desk.clone();
        let tries = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
            surveys::attempts_of(tx, &key, subject).await
        });
        let tries = tries.await.expect("tries");
        assert_eq!(tries.len(), 1, "sent twice, noted once");
        assert_eq!(tries[0].by, world.staff("officer"));
    });
}

#[test]
fn whoever_never_had_the_person_on_their_list_records_nothing() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let record = survey(&pack, subject, 1, &json!({}));
        for user in ["neighbour", "far_officer", "chief"] {
            let told = send(world, user, std::slice::from_ref(&record)).await;
            assert_eq!(told[0]["state"], "refused", "{user}");
            assert!(told[0]["words"].as_str().expect("words").contains("无权"), "{user}");
        }
        assert_eq!(surveys_in(&world.history(subject).await).len(), 0);
        assert_eq!(state(world, "officer", &record).await, "stored", "it is still the officer's");
    });
}

/// Lets the office beside take the person over, as a transfer does.
async fn move_away(world: &World, subject: store::SubjectId) {
    let occasion = world.occasion("chief").await;
    let officer = world.staff("beside_officer");
    let desk = world.desk.clone();
    let moved = world.desk.db.write(async move |tx| {
        let to = Receiver { office_code: BESIDE, officer: Some(officer) };
        duties::move_over(tx, &desk, &occasion, subject, to, "服务关系划转").await.map(drop)
    });
    moved.await.expect("moved");
}

#[test]
fn what_was_recorded_before_the_right_ended_is_decided_by_who_answers_now() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let record = survey(&pack, subject, 1, &json!({}));
        move_away(world, subject).await;
        let told = send(world, "officer", std::slice::from_ref(&record)).await;
        assert_eq!(told[0]["state"], "waits", "{}", told[0]);
        assert_eq!(surveys_in(&world.history(subject).await).len(), 0);
        let own = world.get("officer", "/visits/conflicts").await;
        assert!(own.words().contains("已由其他机构负责") && !own.text.contains(street::NAME));
        let path = told[0]["path"].as_str().expect("a path");
        assert_eq!(world.get("officer", path).await.status, StatusCode::FORBIDDEN);
        let list = world.get("neighbour", "/visits/conflicts").await;
        assert!(list.text.contains(path), "{}", list.words());
        let done = world.fill("neighbour", path, &[("decision", "also")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let history = world.history(subject).await;
        assert_eq!(surveys_in(&history).len(), 1);
        assert_eq!(surveys_in(&history)[0].staff, Some(world.staff("officer")));
        assert_eq!(state(world, "officer", &record).await, "stored");
    });
}

async fn file_number(world: &World, subject: store::SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        seekers::person_of(tx, &key, subject).await
    });
    read.await.expect("read").expect("a person").file_number
}

#[test]
fn what_was_taken_along_before_two_files_became_one_goes_into_the_one_that_stays() {
    on_both(&async |world| {
        let first = world.person("甲-1", &[Kind::Intake]).await;
        world.pass_days(1);
        let second = in_hardship(world).await;
        let own = take(world, "officer", "own").await;
        let theirs = take(world, "colleague", "office").await;
        let numbers = (file_number(world, first).await, file_number(world, second).await);
        world.pass_days(1);
        let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
        let merged = world.desk.db.write(async move |tx| {
            seekers::merge(tx, &desk, &occasion, (&numbers.0, &numbers.1), "同一人").await
        });
        assert_eq!(merged.await.expect("merged"), first);
        let record = survey(&own, second, 1, &json!({}));
        for again in [false, true] {
            let told = send(world, "officer", std::slice::from_ref(&record)).await;
            assert_eq!((&told[0]["state"], &told[0]["again"]), (&json!("stored"), &json!(again)));
        }
        assert_eq!(surveys_in(&world.history(first).await).len(), 1);
        let other = survey(&theirs, second, 2, &json!({}));
        assert_eq!(state(world, "colleague", &other).await, "waits", "the officer was first");
        assert_eq!(surveys_in(&world.history(first).await).len(), 1);
    });
}
