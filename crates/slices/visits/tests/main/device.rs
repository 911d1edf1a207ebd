//! A device as the server meets it.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use serde_json::{Value, json};
use store::{Clock, SubjectId};
use street::{NUMBER, World};
use subjects::Happening;

/// Runs a test in a fresh world on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[surveys::STATEMENTS, visits::STATEMENTS], visits::routes, test);
}

/// Takes in a person whose hardship is recognised, whom the officer answers for: somebody to survey (BJ18-18).
pub(crate) async fn in_hardship(world: &World) -> SubjectId {
    let subject = world.person(NUMBER, &[]).await;
    let today = web::day_of(world.clock.now());
    let recognised =
        Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "持证残疾人");
    world.record_raw(subject, vec![recognised]).await;
    subject
}

/// Takes a list along.
pub(crate) async fn take(world: &World, user: &str, scope: &str) -> Value {
    let wanted = json!({ "staff": "", "vault": "vault-1", "scope": scope }).to_string();
    let shown = world.post_json(user, "/visits/pack", &wanted).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    serde_json::from_str(&shown.text).expect("JSON")
}

/// Names a record as a device does.
pub(crate) fn name(number: u8) -> String {
    format!("00000000-0000-4000-8000-0000000000{number:02x}")
}

/// A survey recorded from a list: willing, but for `changes`.
pub(crate) fn survey(pack: &Value, subject: SubjectId, number: u8, changes: &Value) -> Value {
    let stops = pack["stops"].as_array().expect("stops");
    let stop = stops.iter().find(|stop| stop["subject"] == subject.to_string()).expect("listed");
    let mut record = json!({
        "id": name(number),
        "subject": subject.to_string(),
        "on": "2026-01-05",
        "made_at": 1_767_578_400_000_i64,
        "taken_at": pack["taken_at"],
        "base": stop["base"],
        "known": [],
        "outcome": "surveyed",
        "method": "visit",
        "willingness": "willing",
        "circumstance": "none",
        "reason": "",
        "words": "想在社区附近找活干",
    });
    for (field, value) in changes.as_object().expect("changes") {
        record[field] = value.clone();
    }
    record
}

/// Sends records; gives what was answered to each.
pub(crate) async fn send(world: &World, user: &str, records: &[Value]) -> Vec<Value> {
    let staff = world.staff(user).to_string();
    let brought = json!({ "staff": staff, "records": records }).to_string();
    let shown = world.post_json(user, "/visits/records", &brought).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    let answer: Value = serde_json::from_str(&shown.text).expect("JSON");
    answer["answers"].as_array().expect("answers").clone()
}

/// Sends one record; gives its state.
pub(crate) async fn state(world: &World, user: &str, record: &Value) -> String {
    let answers = send(world, user, std::slice::from_ref(record)).await;
    answers[0]["state"].as_str().expect("a state").to_owned()
}
