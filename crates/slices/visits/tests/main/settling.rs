//! Two records of one person, and what people make of them.

use access::Failure;
use axum::http::StatusCode;
use desk::Companion;
use ledger::Field;
use rules::Kind;
use serde_json::{Value, json};
use store::{StoreError, SubjectId};
use street::{Shown, World};
use visits::model::{Decision, Refusal};

use crate::device::{in_hardship, name, on_both, send, state, survey, take};

const OWN_WORDS: &str = "想在社区附近找活干";
const THEIR_WORDS: &str = "说身体不好，先歇着";

/// Lets the officer and a colleague survey the same person without a network; the colleague sends first. Gives
/// the person, the officer's record, and where it is decided about.
async fn two_records(world: &World) -> (SubjectId, Value, String) {
    let subject = in_hardship(world).await;
    let own = take(world, "officer", "own").await;
    let theirs = take(world, "colleague", "office").await;
    let unwilling =
        json!({ "willingness": "unwilling", "reason": "身体原因", "words": THEIR_WORDS });
    let first = survey(&theirs, subject, 1, &unwilling);
    assert_eq!(state(world, "colleague", &first).await, "stored");
    let second = survey(&own, subject, 2, &json!({}));
    let told = send(world, "officer", std::slice::from_ref(&second)).await;
    assert_eq!(told[0]["state"], "waits", "{}", told[0]);
    let path = told[0]["path"].as_str().expect("a path").to_owned();
    (subject, second, path)
}

/// The surveys that count: who made each, and whether the person was willing.
async fn counted(world: &World, subject: SubjectId) -> Vec<(String, bool)> {
    let history = world.history(subject).await;
    let surveys =
        history.iter().filter(|entry| entry.kind == Kind::Surveyed && !entry.is_corrected);
    let who = |past: &subjects::Past| {
        let known = ["officer", "colleague", "head", "clerk"];
        let user = known.iter().find(|user| past.staff == Some(world.staff(user)));
        user.map_or("?", |user| *user).to_owned()
    };
    surveys.map(|past| (who(past), past.flag(Field::Willing).expect("an answer"))).collect()
}

fn listed(shown: &Shown, path: &str) -> bool {
    assert_eq!(shown.status, StatusCode::OK);
    shown.text.contains(path)
}

#[test]
fn nothing_is_overwritten_and_both_are_shown_side_by_side() {
    on_both(&async |world| {
        let (subject, second, path) = two_records(world).await;
        assert_eq!(counted(world, subject).await, [("colleague".to_owned(), false)]);
        assert_eq!(state(world, "officer", &second).await, "waits", "asked again it still waits");
        for (user, is_listed) in
            [("officer", true), ("head", true), ("clerk", false), ("neighbour", false)]
        {
            let shown = world.get(user, "/visits/conflicts").await;
            assert_eq!(listed(&shown, &path), is_listed, "{user}");
            // The page of the day says the same.
            let waits = world.waits(visits::Keeper, user).await;
            let expected = [(visits::CONFLICT.name, subject)];
            assert_eq!(waits, if is_listed { &expected[..] } else { &[] }, "{user}");
        }
        let shown = world.get("officer", &path).await;
        for words in ["赵专员", "周专员", OWN_WORDS, THEIR_WORDS, "身体原因", "示范街道"]
        {
            assert!(shown.words().contains(words), "{words}: {}", shown.words());
        }
        // Who wrote what when, and what becomes of the one that is not chosen, is said before anybody decides.
        for words in [
            "在手机上记下一条",
            "已在台账中记了",
            "（手机上，还没有记入台账）",
            "（已记入台账）",
            "两次都记入：",
            "注明更正、不再计算，原文仍可查",
            "以台账中已有的为准：",
            "不进台账、不计次数，原文在本页封存备查",
        ] {
            assert!(shown.words().contains(words), "{words}: {}", shown.words());
        }
        assert_eq!(world.get("far_officer", &path).await.status, StatusCode::FORBIDDEN);
        let nothing = format!("/visits/conflicts/{subject}/{}", name(99));
        assert_eq!(world.get("officer", &nothing).await.status, StatusCode::NOT_FOUND);
        let waits = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| visits::Keeper.under_way(tx, subject).await);
        assert!(waits.await.expect("read").is_some(), "the file is not merged meanwhile");
    });
}

#[test]
fn both_can_count_and_whoever_decides_takes_nobodys_name() {
    on_both(&async |world| {
        let (subject, second, path) = two_records(world).await;
        let done = world.fill("head", &path, &[("decision", "also")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let both = [("colleague".to_owned(), false), ("officer".to_owned(), true)];
        assert_eq!(counted(world, subject).await, both);
        assert_eq!(state(world, "officer", &second).await, "stored");
        let shown = world.get("officer", &path).await;
        assert!(shown.words().contains("李负责于"), "{}", shown.words());
        assert!(!shown.text.contains("name=\"decision\""), "it is decided once");
        assert!(!listed(&world.get("head", "/visits/conflicts").await, &path));
        let again = settle(world, "officer", subject, Decision::Also, "").await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::Settled))), "{again:?}");
        assert_eq!(counted(world, subject).await.len(), 2, "nothing doubled");
    });
}

async fn settle(
    world: &World,
    user: &str,
    subject: SubjectId,
    decision: Decision,
    words: &'static str,
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let record = name(2).parse().expect("a name");
    world
        .desk
        .db
        .write(async move |tx| {
            visits::settle(tx, &desk, &occasion, (subject, record), decision, words).await
        })
        .await
}

#[test]
fn what_is_put_aside_is_kept_with_its_reason() {
    on_both(&async |world| {
        let (subject, second, path) = two_records(world).await;
        let refused = world.fill("officer", &path, &[("decision", "aside")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("请写明理由"), "{}", refused.words());
        let nothing = world.fill("officer", &path, &[("words", "x")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let changes = [("decision", "aside"), ("words", "与周专员核对，以她的为准")];
        let done = world.fill("officer", &path, &changes).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        assert_eq!(counted(world, subject).await, [("colleague".to_owned(), false)]);
        assert_eq!(state(world, "officer", &second).await, "aside");
        let shown = world.get("head", &path).await;
        assert!(shown.words().contains("以她的为准") && shown.words().contains(OWN_WORDS));
    });
}

#[test]
fn one_can_correct_the_other_where_there_is_the_right() {
    on_both(&async |world| {
        let (subject, _, path) = two_records(world).await;
        let history = world.history(subject).await;
        let theirs = history.iter().find(|entry| entry.kind == Kind::Surveyed).expect("a survey");
        let other = history.iter().find(|entry| entry.kind != Kind::Surveyed).expect("an entry");
        let none = settle(world, "officer", subject, Decision::Corrects(other.id), "x").await;
        assert!(matches!(none, Err(Failure::Refused(Refusal::NoOther))), "{none:?}");
        let clerk = settle(world, "clerk", subject, Decision::Corrects(theirs.id), "x").await;
        assert!(matches!(clerk, Err(Failure::Denied(_))), "{clerk:?}");
        let decision = format!("corrects-{}", theirs.id);
        let changes = [("decision", &*decision), ("words", "周专员记错了人")];
        let done = world.fill("officer", &path, &changes).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        assert_eq!(counted(world, subject).await, [("officer".to_owned(), true)]);
        let shown = world.get("officer", &path).await;
        assert!(shown.words().contains("已更正") && shown.words().contains(THEIR_WORDS));
    });
}

#[test]
fn a_colleague_does_not_decide_about_somebodys_record() {
    on_both(&async |world| {
        let (subject, ..) = two_records(world).await;
        for user in ["colleague", "clerk"] {
            let settled = settle(world, user, subject, Decision::Also, "").await;
            assert!(
                matches!(settled, Err(Failure::Refused(Refusal::NotTheirs))),
                "{user}: {settled:?}"
            );
        }
        for user in ["neighbour", "chief", "auditor"] {
            let settled = settle(world, user, subject, Decision::Also, "").await;
            assert!(matches!(settled, Err(Failure::Denied(_))), "{user}: {settled:?}");
        }
        assert_eq!(counted(world, subject).await.len(), 1);
    });
}

#[test]
fn the_second_of_one_device_is_no_conflict_but_the_same_from_two_devices_is() {
    on_both(&async |world| {
        let subject = in_hardship(world).await;
        let pack = take(world, "officer", "own").await;
        assert_eq!(state(world, "officer", &survey(&pack, subject, 1, &json!({}))).await, "stored");
        let later = json!({ "known": [name(1)], "willingness": "registers" });
        assert_eq!(state(world, "officer", &survey(&pack, subject, 2, &later)).await, "stored");
        let elsewhere = json!({});
        assert_eq!(
            state(world, "officer", &survey(&pack, subject, 3, &elsewhere)).await,
            "waits",
            "the same officer's other device"
        );
        // Naming somebody else's record does not make it known.
        let theirs = json!({ "known": [name(1), name(2)] });
        assert_eq!(state(world, "colleague", &survey(&pack, subject, 4, &theirs)).await, "waits");
        assert_eq!(counted(world, subject).await.len(), 2);
    });
}

#[test]
fn what_waits_comes_as_a_workbook_too() {
    on_both(&async |world| {
        let (subject, ..) = two_records(world).await;
        let page = world.get("head", "/visits/conflicts").await;
        assert!(page.text.contains("format=xlsx"));
        let shown = world.get("head", "/visits/conflicts?format=xlsx").await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.text.starts_with("PK"), "a workbook");
        assert_eq!(world.taken_out("head", subject).await, 1);
        assert!(!world.get("auditor", "/visits/conflicts").await.text.contains("format=xlsx"));
        let shown = world.get("auditor", "/visits/conflicts?format=xlsx").await;
        assert_eq!(shown.status, StatusCode::FORBIDDEN);
    });
}
