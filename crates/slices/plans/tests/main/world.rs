//! A person under an agreement, assessed, and the ways through the pages that several tests take.

use axum::http::StatusCode;
use counselling::model::Instrument;
use desk::Desk;
use duties::DutyRow;
use duties::model::Settled;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{NUMBER, Shown, World};
use subjects::Happening;
use web::Routes;

/// Runs a test in a fresh world on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[plans::STATEMENTS, counselling::STATEMENTS, CHECKS], routes, test);
}

store::statements! {
    group "plans_check";
    /// Everything that is kept in bytes.
    CONTENTS = "SELECT content FROM plan UNION ALL SELECT content FROM plan_draft
        UNION ALL SELECT content FROM barrier_analysis
        UNION ALL SELECT words FROM plan_step WHERE words IS NOT NULL";
}
const CHECKS: &[&store::Statement] = STATEMENTS;

fn routes() -> Routes<Desk> {
    plans::routes()
}

pub(crate) fn today(world: &World) -> Day {
    use store::Clock;
    web::day_of(world.clock.now())
}

pub(crate) fn signed(on: Day) -> Happening {
    Happening::new(Kind::AgreementSigned, on).text(Field::Officer, "赵专员")
}

/// A person in hardship, under an agreement since today.
pub(crate) async fn under_agreement(world: &World) -> SubjectId {
    let person = in_hardship(world, NUMBER).await;
    world.record_raw(person, vec![signed(today(world))]).await;
    person
}

/// A person in hardship without an agreement.
pub(crate) async fn in_hardship(world: &World, reference: &str) -> SubjectId {
    let person = world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
    let recognised = Happening::new(Kind::HardshipRecognised, today(world));
    world.record_raw(person, vec![recognised.text(Field::Group, "甲")]).await;
    person
}

/// Answers an instrument, item by item.
pub(crate) async fn assess(world: &World, person: SubjectId, instrument: &str, answers: &[u8]) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let instrument = Instrument::find(instrument).expect("an instrument");
    let answers: Vec<(usize, u8)> = answers.iter().copied().enumerate().collect();
    let taken = world.desk.db.write(async move |tx| {
        let id = counselling::begin(tx, &desk, &occasion, person, instrument).await?;
        counselling::answer(tx, &desk, &occasion, (person, id), &answers, true).await
    });
    taken.await.expect("assessed");
}

/// Lacks a skill, by the checklist, and cares for somebody, by the classification.
pub(crate) async fn assessed(world: &World, person: SubjectId) {
    let items = Instrument::find("readiness").expect("the checklist").items.len();
    let checklist: Vec<u8> = (0..items).map(|place| if place == 3 { 1 } else { 2 }).collect();
    assess(world, person, "readiness", &checklist).await;
    let by = Instrument::find("classification").expect("the classification");
    let scores: Vec<u8> = by.items.iter().map(|item| if item.of == "E" { 4 } else { 1 }).collect();
    assess(world, person, "classification", &scores).await;
}

/// Agrees on what the assessments show.
pub(crate) async fn agreed(world: &World, person: SubjectId) {
    let path = format!("/people/{person}/barriers");
    let done = world.fill("officer", &path, &[("consent", "whole")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
}

/// Keeps the draft that was prepared, with some answers changed, and a goal.
pub(crate) async fn drafted(world: &World, person: SubjectId, changes: &[(&str, &str)]) {
    let path = format!("/people/{person}/plan/edit");
    let changes: Vec<(&str, &str)> =
        [("goal", "找一份长白班的工作")].iter().chain(changes).copied().collect();
    let done = world.fill("officer", &path, &changes).await;
    let done = meant(world, done).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
}

/// Says of everything that a page asks back about that it is meant, and sends it again.
pub(crate) async fn meant(world: &World, shown: Shown) -> Shown {
    let sure = shown.asked_back();
    if shown.status != StatusCode::UNPROCESSABLE_ENTITY || sure.is_empty() {
        return shown;
    }
    let (path, mut pairs) = shown.form(&[]);
    pairs.extend(sure.into_iter().map(|value| (web::form::SURE.to_owned(), value)));
    world.post("officer", &path, &pairs).await
}

/// Adopts the draft, with some answers changed.
pub(crate) async fn adopted(world: &World, person: SubjectId, changes: &[(&str, &str)]) {
    let path = format!("/people/{person}/plan/adopt");
    let changes: Vec<(&str, &str)> = [("consent", "yes")].iter().chain(changes).copied().collect();
    let done = world.fill("officer", &path, &changes).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    assert_eq!(done.location.as_deref(), Some(&*format!("/people/{person}/plan")));
}

/// A person with a plan that was made for what the assessments show.
pub(crate) async fn planned(world: &World) -> SubjectId {
    let person = under_agreement(world).await;
    assessed(world, person).await;
    agreed(world, person).await;
    drafted(world, person, &[]).await;
    adopted(world, person, &[]).await;
    person
}

/// How what a rule owes stands.
pub(crate) async fn owed(world: &World, person: SubjectId, rule: &str) -> Option<Settled> {
    let duties: Result<Vec<DutyRow>, StoreError> =
        world.desk.db.read(async move |tx| duties::duties_of(tx, person).await).await;
    let duties = duties.expect("duties");
    duties.iter().rfind(|duty| duty.rule == rule).map(|duty| duty.state)
}

/// Everything that is kept in bytes.
pub(crate) async fn contents(world: &World) -> Vec<Vec<u8>> {
    let rows: Result<Vec<(Vec<u8>,)>, StoreError> =
        world.desk.db.read(async |tx| tx.all(CONTENTS, &[]).await).await;
    rows.expect("contents").into_iter().map(|(bytes,)| bytes).collect()
}

/// Gives the small form whose button says this, as a page of its own.
pub(crate) fn button(shown: &Shown, label: &str) -> Shown {
    let form = shown
        .text
        .split("<form ")
        .skip(1)
        .find(|form| form.split("</form>").next().is_some_and(|form| form.contains(label)));
    let form = form.unwrap_or_else(|| panic!("no button {label}: {}", shown.words()));
    Shown {
        status: shown.status,
        location: None,
        cookies: String::new(),
        text: format!("<main><form {form}"),
    }
}
