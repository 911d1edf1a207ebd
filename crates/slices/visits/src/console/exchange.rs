//! What the page on a device asks for, and what it brings.

use access::{Action, Failure, Relation};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{Desk, Occasion};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use services::model::codes::{CIRCUMSTANCES, UNWILLING_REASONS};
use services::model::readiness;
use store::SubjectId;
use surveys::model::{Outcome as Tried, Willingness};
use web::{Problem, Visit};

use crate::actions::receive::{Received, receive};
use crate::actions::rescue::rescue_key;
use crate::actions::take_along::take_along;
use crate::model::{
    Incoming, KEEP_DAYS, LONGEST_WORDS, Method, RecordState, Refusal, Scope, WaitsFor,
};

/// How many records are taken at a time.
const MOST: usize = 50;

/// A list is asked for.
#[derive(Deserialize)]
struct Wanted {
    /// Whose device it is; blank where nobody has locked anything on it yet.
    #[serde(default)]
    staff: String,
    /// The name that the device gave to what it locks.
    vault: String,
    /// `own` or `office`.
    #[serde(default)]
    scope: String,
}

/// Gives the day's list, and the second key to what the device locks.
pub(super) async fn pack(
    visit: Visit,
    State(desk): State<Desk>,
    body: Bytes,
) -> Result<Response, Problem> {
    let wanted: Wanted = read(&body)?;
    if let Some(refused) = another(&visit, &wanted.staff) {
        return Ok(refused);
    }
    let scope = if wanted.scope == "office" {
        visit.may(Action::SeeOfficeDuties, Relation::Office)?;
        Scope::Office
    } else {
        Scope::Own
    };
    let rescue = rescue_key(&desk, visit.actor.id, vault(&wanted.vault)?)?;
    let taken = take_along(&desk, &Occasion::from(&visit), scope).await?;
    let circumstances = CIRCUMSTANCES.iter().map(|(value, words)| [*value, *words]);
    let willingness = Willingness::ALL.map(|answer| [answer.name(), answer.term()]);
    let missed = Tried::ALL.map(|outcome| [outcome.text(), outcome.term()]);
    let methods = Method::ALL.map(|method| [method.of_survey().text(), method.term()]);
    Ok(answer(
        StatusCode::OK,
        &json!({
            "staff": visit.actor.id.to_string(),
            "name": visit.actor.name,
            "office": visit.actor.office_name,
            "rescue": rescue,
            "taken_at": visit.now.micros(),
            "today": visit.today.to_string(),
            "keep_days": KEEP_DAYS,
            "codes": {
                "longest": LONGEST_WORDS,
                "methods": methods,
                "willingness": willingness,
                "circumstances": circumstances.collect::<Vec<_>>(),
                "reasons": UNWILLING_REASONS,
                "missed": missed,
                "found": taken.found,
                "ready": readiness::ANSWERS.map(|(name, words)| [name, words]),
                "ready_means": readiness::question(),
            },
            "stops": taken.stops,
            "cut": taken.left_out > 0,
            "left_out": taken.left_out,
        }),
    ))
}

/// Records are brought.
#[derive(Deserialize)]
struct Brought {
    /// Who made them.
    staff: String,
    /// The records; each is read by itself, so that one that is no record holds up none.
    records: Vec<Value>,
}

/// What became of one of them.
#[derive(Serialize)]
struct Told {
    id: String,
    /// `stored`, `waits`, `aside`, `refused` or `later`.
    state: &'static str,
    /// Whether it had been received before.
    again: bool,
    words: String,
    /// Where somebody decides about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

/// Takes records, each in a transaction of its own, and answers each by itself.
pub(super) async fn records(
    visit: Visit,
    State(desk): State<Desk>,
    body: Bytes,
) -> Result<Response, Problem> {
    let brought: Brought = read(&body)?;
    if let Some(refused) = another(&visit, &brought.staff) {
        return Ok(refused);
    }
    if brought.records.len() > MOST {
        return Err(Problem::Garbled(format!("一次最多发送 {MOST} 条记录")));
    }
    let mut told = Vec::new();
    for value in brought.records {
        let id = value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Ok(incoming) = serde_json::from_value::<Incoming>(value) else {
            told.push(refused(id, &Refusal::Unknown("记录格式")));
            continue;
        };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let sent = desk.db.write(async move |tx| receive(tx, &own, &occasion, &incoming).await);
        told.push(match sent.await {
            Ok(received) => received_in_words(&visit, id, received),
            Err(Failure::Refused(refusal)) => refused(id, &refusal),
            Err(Failure::Denied(denied)) => refused(id, &denied),
            Err(Failure::Fault(fault)) => {
                tracing::error!(%fault, "a visit was not stored");
                let words = "系统暂时没有保存成功，这条记录仍留在手机上，稍后会再发送";
                Told { id, state: "later", again: false, words: words.to_owned(), path: None }
            }
        });
    }
    Ok(answer(StatusCode::OK, &json!({ "answers": told })))
}

fn received_in_words(visit: &Visit, id: String, received: Received) -> Told {
    let (words, path) = match received.state {
        RecordState::Stored => (String::new(), None),
        RecordState::Aside => ("已决定不采用，留存备查".to_owned(), None),
        RecordState::Waits(why) => {
            let who = match why {
                WaitsFor::Another => "由您或本机构负责人决定",
                WaitsFor::Right => "由现在负责的机构决定",
            };
            let subject: SubjectId = received.subject;
            let path = format!("/visits/conflicts/{subject}/{id}");
            let mut places = visit.actor.places.absent.iter();
            let place = places.find(|absent| Some(absent.id) == received.in_place_of);
            let path = place.map_or(path.clone(), |absent| web::beneath(absent, &path));
            (format!("{}；{who}", why.term()), Some(path))
        }
    };
    Told { id, state: received.state.name(), again: received.again, words, path }
}

fn refused(id: String, why: &dyn std::fmt::Display) -> Told {
    Told { id, state: "refused", again: false, words: why.to_string(), path: None }
}

/// The second key is asked for.
#[derive(Deserialize)]
struct Forgotten {
    staff: String,
    vault: String,
}

/// Gives the second key to what the actor locked on a device.
pub(super) async fn rescue(
    visit: Visit,
    State(desk): State<Desk>,
    body: Bytes,
) -> Result<Response, Problem> {
    let forgotten: Forgotten = read(&body)?;
    if let Some(refused) = another(&visit, &forgotten.staff) {
        return Ok(refused);
    }
    let rescue = rescue_key(&desk, visit.actor.id, vault(&forgotten.vault)?)?;
    Ok(answer(StatusCode::OK, &json!({ "rescue": rescue })))
}

/// Refuses what one member of staff would do with what another one locked.
fn another(visit: &Visit, staff: &str) -> Option<Response> {
    if staff.is_empty() || staff == visit.actor.id.to_string() {
        return None;
    }
    let words = "现在登录的是另一位工作人员；这台设备上的记录只能由记录人本人登录后发送";
    Some(answer(StatusCode::CONFLICT, &json!({ "another": true, "words": words })))
}

fn vault(name: &str) -> Result<&str, Problem> {
    let is_name = (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name { Ok(name) } else { Err(Problem::Garbled("设备标记不合格式".to_owned())) }
}

fn read<'b, T: Deserialize<'b>>(body: &'b Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|_| {
        Problem::Garbled("发送的内容不是走访页面的格式；请刷新走访页面后再试".to_owned())
    })
}

fn answer(status: StatusCode, content: &Value) -> Response {
    let media_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (status, [media_type], in_words(content.clone()).to_string()).into_response()
}

/// What the page on the phone says in words of ours; everything else goes over as it is.
const WORDED: [&str; 2] = ["words", "ready_means"];

/// Gives the same with each clause in our own words as users read it: the page on the phone words none itself.
fn in_words(content: Value) -> Value {
    match content {
        Value::Array(values) => values.into_iter().map(in_words).collect(),
        Value::Object(pairs) => {
            let worded = pairs.into_iter().map(|(name, value)| match value {
                Value::String(text) if WORDED.contains(&name.as_str()) => {
                    (name, web::cited(text).into())
                }
                other => (name, in_words(other)),
            });
            Value::Object(worded.collect())
        }
        other => other,
    }
}
