//! A follow-up before the days on which it counts (BJ18-27(4)): said beforehand, recorded truthfully, discharging nothing.

use axum::http::StatusCode;
use ledger::Field;
use rules::{Kind, State};
use store::SubjectId;
use street::Shown;
use subjects::Happening;

use crate::world::{BY_THEM, NUMBER, World, on_both};

/// Between which days the first steady-employment contact is owed: seven days around one month after January 5.
const FIRST: &str = "应在 2026-01-29 至 2026-02-12 之间";

/// Somebody who starts to work under an agreement on January 5.
async fn at_work(world: &World) -> SubjectId {
    let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
    let now = |kind| Happening::new(kind, world.today());
    let entries = vec![
        now(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
        now(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
        now(Kind::PlanAdopted).number(Field::Version, 1),
        now(Kind::StartedWork).text(Field::Employer, "甲店"),
    ];
    world.record_raw(person, entries).await;
    person
}

/// How many follow-ups the ledger has, and which of the contacts are still open.
async fn stands(world: &World, person: SubjectId) -> (usize, Vec<&'static str>) {
    let ledger = world.history(person).await;
    let made = ledger.iter().filter(|past| past.kind == Kind::FollowedUp).count();
    let duties = world.assess(person).await.duties;
    let open = duties.iter().filter(|duty| duty.state == State::Open);
    let open = open.map(|duty| duty.rule.rule().id).filter(|id| id.starts_with("BJ18-27(4)"));
    (made, open.collect())
}

/// The value that says that what was asked back about is meant.
fn meant(shown: &Shown) -> String {
    let box_ = shown.text.split("name=\"_sure\"").nth(1).expect("a box to tick");
    let value = box_.split_once("value=\"").expect("a value").1;
    value.split('"').next().expect("its end").replace("&#38;", "&")
}

#[test]
fn a_call_before_its_days_is_said_before_it_is_recorded_and_discharges_nothing() {
    on_both(&async |world: &World| {
        let person = at_work(world).await;
        let path = format!("/people/{person}/record/followed_up");
        let (outcome, later) =
            ([("outcome", "进展顺利")], ["BJ18-27(4)b", "BJ18-27(4)c", "BJ18-27(4)d"]);
        world.pass_days(2);
        // The call of the first ten working days counts at once: nothing is asked.
        assert!(!world.get("officer", &path).await.words().contains("起的回访才算"));
        world.fill("officer", &path, &outcome).await.done();
        assert_eq!(stands(world, person).await, (1, later.to_vec()));

        world.pass_days(5);
        let shown = world.get("officer", &path).await;
        let words = shown.words();
        assert!(words.contains(FIRST) && words.contains("2026-01-29 起的回访才算"), "{words}");
        let asked = world.fill_shown("officer", &shown, &outcome).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.words().contains("照实记录，不算办结"), "{}", asked.words());
        assert_eq!(stands(world, person).await, (1, later.to_vec()), "nothing is recorded yet");
        let said = world
            .fill_shown("officer", &asked, &[("outcome", "进展顺利"), ("_sure", &meant(&asked))])
            .await;
        said.done();
        assert!(
            said.cookies.contains("没有办结稳岗回访") && said.cookies.contains(FIRST),
            "{}",
            said.cookies
        );
        assert_eq!(stands(world, person).await, (2, later.to_vec()), "recorded as it was");

        // From the first day on it counts, and nobody is asked.
        world.pass_days(16);
        let eve = world.get("officer", &path).await.words();
        assert!(eve.contains("2026-01-29 起的回访才算"), "the day before: {eve}");
        world.pass_days(1);
        assert_eq!(world.today().to_string(), "2026-01-29");
        world.fill("officer", &path, &outcome).await.done();
        assert_eq!(stands(world, person).await, (3, later[1..].to_vec()));
    });
}

#[test]
fn what_has_a_first_day_is_shown_between_its_days() {
    on_both(&async |world: &World| {
        let person = at_work(world).await;
        let chooser = world.get("officer", &format!("/people/{person}/record")).await.words();
        assert!(chooser.contains(FIRST) && chooser.contains("还没到"), "{chooser}");
        let form = world.get("officer", &format!("/people/{person}/record/contacted")).await;
        assert!(form.words().contains(FIRST), "{}", form.words());
        // What the form is about says it, once nothing of it is due before.
        world.pass_days(2);
        let path = format!("/people/{person}/record/followed_up");
        world.fill("officer", &path, &[("outcome", "进展顺利")]).await.done();
        let form = world.get("officer", &path).await;
        let choice = format!("2026-01-05 上岗（甲店），{FIRST}");
        assert!(form.words().contains(&choice), "{}", form.words());
    });
}

#[test]
fn a_day_of_long_ago_is_asked_back_and_recorded_when_it_is_meant() {
    on_both(&async |world: &World| {
        let person = at_work(world).await;
        let path = format!("/people/{person}/record/contacted");
        let before = world.history(person).await.len();
        let asked = world.fill("officer", &path, &[BY_THEM, ("on", "1996-01-05")]).await;
        asked.refused("您填的是1996年1月5日");
        assert_eq!(world.history(person).await.len(), before);
        let answers = [BY_THEM, ("on", "1996-01-05"), ("_sure", &*meant(&asked))];
        world.fill_shown("officer", &asked, &answers).await.done();
        assert_eq!(world.history(person).await.len(), before + 1);
        // A training may have been planned to end any day of two years, and not in another century.
        let path = format!("/people/{person}/record/training_started");
        let answers = [("scheme", "skills"), ("ends", "2126-02-01")];
        world.fill("officer", &path, &answers).await.refused("您填的是2126年2月1日");
    });
}

#[test]
fn whose_doing_a_contact_was_is_asked_and_never_taken_for_granted() {
    on_both(&async |world: &World| {
        let person = at_work(world).await;
        let path = format!("/people/{person}/record/contacted");
        let before = world.history(person).await.len();
        world.fill("officer", &path, &[]).await.refused("请选择由谁联系");
        assert_eq!(world.history(person).await.len(), before);
        world.fill("officer", &path, &[("initiated_by", "agency")]).await.done();
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(
            (last.kind, last.initiated_by),
            (Kind::Contacted, store::ledger::Initiator::Agency)
        );
    });
}

/// A call within the minute in which the start was noted tells nothing of how the work goes (BJ18-27(4)).
#[test]
fn a_call_on_the_day_the_work_begins_is_asked_back() {
    on_both(&async |world: &World| {
        let person = at_work(world).await;
        let path = format!("/people/{person}/record/followed_up");
        let outcome = ("outcome", "进展顺利");
        let asked = world.fill("officer", &path, &[outcome]).await;
        asked.refused("本人就是这一天上岗的");
        assert_eq!(stands(world, person).await.0, 0, "nothing is recorded yet");
        // It counts for the ten working days when it is meant, and for none of the later contacts.
        world.fill_shown("officer", &asked, &[outcome, ("_sure", &meant(&asked))]).await.done();
        let later = ["BJ18-27(4)b", "BJ18-27(4)c", "BJ18-27(4)d"];
        assert_eq!(stands(world, person).await, (1, later.to_vec()));
        let other = world.person("无号码", &[Kind::SeekerRegistered]).await;
        let started = Happening::new(Kind::StartedWork, world.today());
        world.record_raw(other, vec![started.text(Field::Employer, "乙店")]).await;
        world.pass_days(1);
        let path = format!("/people/{other}/record/followed_up");
        world.fill("officer", &path, &[outcome]).await.done();
    });
}
