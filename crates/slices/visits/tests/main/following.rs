//! Follow-ups that are taken along, recorded without a network, and brought back (BJ18-27).

use axum::http::StatusCode;
use duties::Receiver;
use duties::model::Settled;
use ledger::Field;
use rules::Kind;
use serde_json::{Value, json};
use store::{EntryId, StoreError, SubjectId};
use street::{BESIDE, STREET, World};
use subjects::{Happening, Past};

use crate::device::{in_hardship, name, on_both, send, state, survey, take};

/// Somebody under an agreement who was guided today, and the entry that says so.
async fn guided(world: &World) -> (SubjectId, EntryId) {
    let subject = in_hardship(world).await;
    let today = world.today();
    let signed = Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵专员");
    let guided = Happening::new(Kind::GuidanceGiven, today).text(Field::Form, "special");
    let registered = Happening::new(Kind::SeekerRegistered, today);
    world.record_raw(subject, vec![registered, signed, guided]).await;
    (subject, last(world, subject, Kind::GuidanceGiven).await)
}

async fn last(world: &World, subject: SubjectId, kind: Kind) -> EntryId {
    let history = world.history(subject).await;
    history.iter().rfind(|entry| entry.kind == kind).expect("an entry").id
}

fn of_kind(history: &[Past], kind: Kind) -> Vec<&Past> {
    history.iter().filter(|entry| entry.kind == kind && !entry.is_corrected).collect()
}

/// What somebody's stop says of follow-ups.
fn due(pack: &Value, subject: SubjectId) -> Vec<Value> {
    let mut stops = pack["stops"].as_array().expect("stops").iter();
    let stop = stops.find(|stop| stop["subject"] == subject.to_string()).expect("listed");
    stop["follow_ups"].as_array().expect("follow-ups").clone()
}

/// A follow-up of what stands first in the list, but for `changes`.
fn follow_up(pack: &Value, subject: SubjectId, number: u8, changes: &Value) -> Value {
    let first = due(pack, subject).first().cloned().unwrap_or_default();
    let mut record = survey(pack, subject, number, &json!({}));
    for field in ["willingness", "circumstance", "reason"] {
        record.as_object_mut().expect("a record").remove(field);
    }
    for (field, value) in [
        ("outcome", json!("followed_up")),
        ("of", first["of"].clone()),
        ("stage", first["stage"].clone()),
        ("found", json!("进展顺利")),
        ("ready", json!("")),
        ("words", json!("简历改好了")),
    ] {
        record[field] = value;
    }
    for (field, value) in changes.as_object().expect("changes") {
        record[field] = value.clone();
    }
    record
}

#[test]
fn the_list_carries_what_is_to_be_followed_up_and_what_may_be_found() {
    on_both(&async |world| {
        let (subject, guidance) = guided(world).await;
        let pack = take(world, "officer", "own").await;
        let follow_ups = due(&pack, subject);
        assert_eq!(follow_ups.len(), 1, "{pack}");
        assert_eq!(follow_ups[0]["of"], guidance.to_string());
        assert_eq!(
            (&follow_ups[0]["stage"], &follow_ups[0]["assesses"]),
            (&json!(""), &json!(true))
        );
        assert!(follow_ups[0]["words"].as_str().expect("words").contains("就业指导后回访"));
        assert_eq!(follow_ups[0]["day"], "2026-01-12");
        assert!(pack["codes"]["found"].to_string().contains("进展顺利"));
        assert!(pack["codes"]["ready_means"].to_string().contains("2周内可以上岗"));
        // At work: within ten working days, then after a month; what is due later is not taken along.
        let started =
            Happening::new(Kind::StartedWork, world.today()).text(Field::Employer, "甲店");
        world.record_raw(subject, vec![started]).await;
        let work = last(world, subject, Kind::StartedWork).await;
        let of_work =
            |pack: &Value| due(pack, subject).into_iter().find(|one| one["of"] == work.to_string());
        assert!(of_work(&take(world, "officer", "own").await).is_none());
        world.pass_days(32);
        let found = of_work(&take(world, "officer", "own").await).expect("due");
        let words = found["words"].as_str().expect("words");
        assert!(words.contains("上岗后回访") && words.contains("上岗 1 个月"), "{words}");
        assert!(!words.contains("3 个月"), "{words}");
        assert_eq!(found["assesses"], false);
    });
}

#[test]
fn a_follow_up_without_a_network_meets_what_was_owed_once() {
    on_both(&async |world| {
        let (subject, guidance) = guided(world).await;
        let pack = take(world, "officer", "own").await;
        let record = follow_up(&pack, subject, 1, &json!({ "ready": "no" }));
        world.pass_days(1);
        let told = send(world, "officer", &[record.clone(), record.clone()]).await;
        assert_eq!(told[0]["state"], "stored", "{}", told[0]);
        assert_eq!((&told[1]["state"], &told[1]["again"]), (&json!("stored"), &json!(true)));
        let history = world.history(subject).await;
        let followed = of_kind(&history, Kind::FollowedUp);
        assert_eq!(followed.len(), 1, "nothing doubled");
        assert_eq!(followed[0].of, Some(guidance));
        assert_eq!(followed[0].staff, Some(world.staff("officer")));
        assert_eq!(followed[0].on.to_string(), "2026-01-05", "the day at the door");
        let note = followed[0].text(Field::Note).expect("words");
        assert_eq!(note.reveal(), "进展顺利；简历改好了");
        let assessed = of_kind(&history, Kind::ReadinessAssessed);
        assert_eq!(assessed.len(), 1, "BJ18-27(1)");
        assert_eq!(assessed[0].flag(Field::Ready), Some(false));
        let read = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
        let duties = read.await.expect("duties");
        let owed = duties.iter().find(|duty| duty.rule == "BJ18-27(1)").expect("a duty");
        assert_eq!(owed.state, Settled::Met);
        assert!(due(&take(world, "officer", "own").await, subject).is_empty());
    });
}

#[test]
fn two_follow_ups_of_one_thing_stand_side_by_side_until_somebody_decides() {
    on_both(&async |world| {
        let (subject, guidance) = guided(world).await;
        let own = take(world, "officer", "own").await;
        let theirs = take(world, "colleague", "office").await;
        let first =
            follow_up(&theirs, subject, 1, &json!({ "found": "已经中断", "words": "不想来了" }));
        assert_eq!(state(world, "colleague", &first).await, "stored");
        let second = follow_up(&own, subject, 2, &json!({ "ready": "yes" }));
        let told = send(world, "officer", std::slice::from_ref(&second)).await;
        assert_eq!(told[0]["state"], "waits", "{}", told[0]);
        assert_eq!(of_kind(&world.history(subject).await, Kind::FollowedUp).len(), 1);
        // A second one of the same device, and a survey, contradict nothing.
        let again = json!({ "known": [name(1)] });
        let again = follow_up(&theirs, subject, 3, &again);
        assert_eq!(state(world, "colleague", &again).await, "stored");
        assert_eq!(state(world, "officer", &survey(&own, subject, 4, &json!({}))).await, "stored");
        let path = told[0]["path"].as_str().expect("a path");
        let shown = world.get("officer", path).await;
        for words in ["就业指导", "进展顺利", "已经中断", "不想来了", "具备上岗条件", "第二十七条"]
        {
            assert!(shown.words().contains(words), "{words}: {}", shown.words());
        }
        let done = world.fill("officer", path, &[("decision", "also")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let history = world.history(subject).await;
        let followed = of_kind(&history, Kind::FollowedUp);
        assert_eq!(followed.len(), 3);
        assert!(followed.iter().all(|entry| entry.of == Some(guidance)));
        assert_eq!(of_kind(&history, Kind::ReadinessAssessed).len(), 1);
        assert_eq!(state(world, "officer", &second).await, "stored");
    });
}

#[test]
fn follow_ups_of_different_things_and_stages_contradict_nothing() {
    on_both(&async |world| {
        let (subject, guidance) = guided(world).await;
        let today = world.today();
        let training = Happening::new(Kind::TrainingStarted, today)
            .text(Field::Scheme, "skills")
            .day(Field::Ends, today.plus_days(2));
        let another = Happening::new(Kind::GuidanceGiven, today).text(Field::Form, "general");
        world.record_raw(subject, vec![training, another]).await;
        let another = last(world, subject, Kind::GuidanceGiven).await;
        let training = last(world, subject, Kind::TrainingStarted).await;
        let own = take(world, "officer", "own").await;
        let theirs = take(world, "colleague", "office").await;
        let listed: Vec<(Value, Value)> = due(&own, subject)
            .into_iter()
            .map(|one| (one["of"].clone(), one["stage"].clone()))
            .collect();
        for stage in ["early", "middle", "final"] {
            assert!(listed.contains(&(json!(training.to_string()), json!(stage))), "{listed:?}");
        }
        let of = |of: EntryId, stage: &str| json!({ "of": of.to_string(), "stage": stage });
        let first = follow_up(&theirs, subject, 1, &of(training, "early"));
        assert_eq!(state(world, "colleague", &first).await, "stored");
        let second = follow_up(&theirs, subject, 6, &of(another, ""));
        assert_eq!(state(world, "colleague", &second).await, "stored");
        for (number, changes, becomes) in [
            (2, of(guidance, ""), "stored"),
            (3, of(training, "middle"), "stored"),
            (4, of(training, "early"), "waits"),
            // The stage is missing.
            (5, of(training, ""), "refused"),
        ] {
            let record = follow_up(&own, subject, number, &changes);
            assert_eq!(state(world, "officer", &record).await, becomes, "{changes}");
        }
    });
}

#[test]
fn what_is_not_there_any_more_is_followed_up_by_nobody() {
    on_both(&async |world| {
        let (subject, guidance) = guided(world).await;
        let pack = take(world, "officer", "own").await;
        let signed = last(world, subject, Kind::AgreementSigned).await;
        let wrong = [
            json!({ "of": signed.to_string() }),
            json!({ "of": name(77) }),
            json!({ "of": "that" }),
            json!({ "found": "" }),
            json!({ "found": "长".repeat(21) }),
            json!({ "ready": "perhaps" }),
            json!({ "stage": "sometimes" }),
        ];
        for changes in &wrong {
            let record = follow_up(&pack, subject, 1, changes);
            assert_eq!(state(world, "officer", &record).await, "refused", "{changes}");
        }
        let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
        let corrected = world.desk.db.write(async move |tx| {
            services::correct(tx, &desk, &occasion, (subject, guidance), "记错了人").await.map(drop)
        });
        corrected.await.expect("corrected");
        let told = send(world, "officer", &[follow_up(&pack, subject, 1, &json!({}))]).await;
        assert_eq!(told[0]["state"], "refused");
        assert!(told[0]["words"].as_str().expect("words").contains("已经更正"), "{}", told[0]);
        assert!(of_kind(&world.history(subject).await, Kind::FollowedUp).is_empty());
    });
}

#[test]
fn a_follow_up_belongs_to_its_maker_and_outlives_their_right() {
    on_both(&async |world| {
        let (subject, _) = guided(world).await;
        let pack = take(world, "officer", "own").await;
        let record = follow_up(&pack, subject, 1, &json!({}));
        for user in ["neighbour", "far_officer"] {
            assert_eq!(state(world, user, &record).await, "refused", "{user}");
        }
        let (desk, occasion) = (world.desk.clone(), world.occasion("chief").await);
        let officer = world.staff("beside_officer");
        let moved = world.desk.db.write(async move |tx| {
            let to = Receiver { office_code: BESIDE, officer: Some(officer) };
            duties::move_over(tx, &desk, &occasion, subject, to, "服务关系划转").await.map(drop)
        });
        moved.await.expect("moved");
        assert_eq!(state(world, "officer", &record).await, "waits");
        assert_eq!(state(world, "beside_officer", &record).await, "refused", "not theirs");
    });
}

#[test]
fn a_follow_up_finds_its_thing_in_the_file_that_goes_on() {
    on_both(&async |world| {
        let kept = world.person("甲-1", &[Kind::Intake]).await;
        world.pass_days(1);
        let gone = world.person("乙-1", &[]).await;
        let today = world.today();
        let recognised =
            Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "持证残疾人");
        let given = Happening::new(Kind::GuidanceGiven, today).text(Field::Form, "special");
        world.record_raw(gone, vec![recognised, given]).await;
        let guidance = last(world, gone, Kind::GuidanceGiven).await;
        let pack = take(world, "officer", "own").await;
        let theirs = take(world, "colleague", "office").await;
        let of = json!({ "of": guidance.to_string(), "stage": "", "on": today.to_string() });
        world.pass_days(1);
        assert_eq!(world.merge("甲-1", "乙-1").await, kept);
        let record = follow_up(&pack, gone, 1, &of);
        for again in [false, true] {
            let told = send(world, "officer", std::slice::from_ref(&record)).await;
            assert_eq!((&told[0]["state"], &told[0]["again"]), (&json!("stored"), &json!(again)));
        }
        let history = world.history(kept).await;
        let followed = of_kind(&history, Kind::FollowedUp);
        let copy = last(world, kept, Kind::GuidanceGiven).await;
        assert!(copy != guidance && followed.len() == 1 && followed[0].of == Some(copy));
        let other = follow_up(&theirs, gone, 2, &of);
        assert_eq!(state(world, "colleague", &other).await, "waits", "the officer was first");
    });
}

#[test]
fn a_community_assistant_takes_along_and_visits_those_who_live_there() {
    on_both(&async |world| {
        world.open_community(STREET + 1, ("warden", "何协理")).await;
        world.open_community(STREET + 2, ("other_warden", "吕协理")).await;
        // They live in the first community; the street's officer answers for them.
        let (subject, guidance) = guided(world).await;
        for scope in ["own", "office"] {
            let theirs = take(world, "other_warden", scope).await;
            assert_eq!(theirs["stops"], json!([]), "{scope}");
            assert_eq!(due(&take(world, "warden", scope).await, subject).len(), 1, "{scope}");
        }
        let pack = take(world, "warden", "own").await;
        let record = follow_up(&pack, subject, 1, &json!({}));
        assert_eq!(state(world, "other_warden", &record).await, "refused");
        assert_eq!(state(world, "warden", &record).await, "stored");
        let history = world.history(subject).await;
        let followed = of_kind(&history, Kind::FollowedUp);
        assert_eq!(
            (followed[0].of, followed[0].staff),
            (Some(guidance), Some(world.staff("warden")))
        );
        // Whoever moves away is recorded by nobody there any more; what was recorded before is decided about.
        let later = survey(&pack, subject, 2, &json!({}));
        let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
        let moved = world.desk.db.write(async move |tx| {
            seekers::move_home(tx, &desk, &occasion, subject, (STREET + 2, "")).await
        });
        assert!(moved.await.expect("moved"));
        assert_eq!(state(world, "warden", &later).await, "waits");
        assert_eq!(take(world, "warden", "own").await["stops"], json!([]));
        let stops = take(world, "other_warden", "own").await["stops"].clone();
        assert_eq!(stops[0]["subject"], subject.to_string());
    });
}

/// The page on the phone words no clause itself: whatever it shows comes worded (decision 0331).
#[test]
fn what_goes_to_the_phone_names_articles_as_every_page_does() {
    on_both(&async |world: &World| {
        in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        let means = pack["codes"]["ready_means"].as_str().expect("words");
        assert!(means.contains("《京人社153号文》第十五条"), "{means}");
        let all = pack["stops"].to_string();
        assert!(all.contains("《京人社153号文》第十八条"), "{all}");
        assert!(!pack.to_string().contains("BJ18-"), "{pack}");
    });
}
