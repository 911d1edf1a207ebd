//! A recognition of hardship says on what it rests, and is asked back where the file or the ledger says otherwise.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use store::SubjectId;
use street::Shown;
use subjects::Happening;

use crate::contradictions::amend;
use crate::world::{NUMBER, World, on_both};

const LIVING: &str = "享受最低生活保障人员";
const LONG: &str = "连续失业一年以上人员";
const DISABLED: &str = "持证残疾人";
const IDLE: &str = "零就业家庭成员";
const OTHER: &str = "市、区确定的其他就业困难人员";

fn path(person: SubjectId) -> String {
    format!("/people/{person}/record/hardship_recognised")
}

async fn send(world: &World, person: SubjectId, answers: &[(&str, &str)]) -> Shown {
    world.fill("officer", &path(person), answers).await
}

/// Says that what is asked back is meant, and sends it again.
async fn meant(world: &World, shown: &Shown) -> Shown {
    let (path, mut pairs) = shown.form(&[]);
    let sure = shown.asked_back();
    pairs.extend(sure.into_iter().map(|value| (web::form::SURE.to_owned(), value)));
    world.post("officer", &path, &pairs).await
}

/// What the ledger says of the recognition.
async fn note(world: &World, person: SubjectId) -> String {
    let past = world.history(person).await;
    let recognised = past.iter().find(|past| past.kind == Kind::HardshipRecognised);
    let recognised = recognised.expect("recognised");
    assert_eq!(recognised.staff, Some(world.staff("officer")), "who verified");
    recognised.text(Field::Note).map(|note| note.reveal().to_owned()).unwrap_or_default()
}

#[test]
fn two_answers_and_no_second_signature_where_nothing_speaks_against_it() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let blank = send(world, person, &[("group", OTHER)]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(blank.words().contains("凭据"), "{}", blank.words());
        let wrong = send(world, person, &[("group", OTHER), ("seen", "残疾人证")]).await.words();
        assert!(wrong.contains("与所选人员类别不符"), "{wrong}");
        let number = [("group", OTHER), ("seen", "市、区文件或名单")];
        let shown = send(world, person, &number).await;
        assert!(shown.words().contains("文号或名单日期"), "{}", shown.words());
        assert!(shown.asked_back().is_empty());
        let whole =
            [number[0], number[1], ("seen_number", "2026 年第 3 号"), ("note", "社区已核实")];
        let done = send(world, person, &whole).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let note = note(world, person).await;
        assert_eq!(note, "凭据 市、区文件或名单；编号或日期 2026 年第 3 号；社区已核实");
    });
}

#[test]
fn what_the_file_says_otherwise_is_asked_back_at_the_field_and_kept() {
    on_both(&async |world: &World| {
        let promise = ("seen", "本人书面承诺");
        for (place, (group, words)) in
            [(LIVING, "都没有写低保"), (DISABLED, "没有写残疾"), (IDLE, "没有认定为零就业家庭")]
                .into_iter()
                .enumerate()
        {
            let person = world.person(&format!("P{place}"), &[Kind::SeekerRegistered]).await;
            let asked = send(world, person, &[("group", group), promise]).await;
            assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{group}");
            assert!(asked.words().contains(words), "{group}: {}", asked.words());
            assert_eq!(world.history(person).await.len(), 1, "{group}: nothing is recorded yet");
            let done = meant(world, &asked).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{group}: {}", done.words());
            let note = note(world, person).await;
            assert!(
                note.starts_with("凭据 本人书面承诺；与已知情况不一致，经核对属实："),
                "{note}"
            );
            assert!(note.contains(words), "{note}");
        }
        // What the file says itself is not asked.
        let person = world.person("P9", &[Kind::SeekerRegistered]).await;
        amend(world, person, |new| {
            new.particulars.family_marks = vec!["minimum_living".to_owned()];
        })
        .await;
        let done = send(world, person, &[("group", LIVING), promise]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    });
}

#[test]
fn a_year_without_work_is_counted_by_the_file_and_the_ledger() {
    on_both(&async |world: &World| {
        let promise = ("seen", "本人书面承诺");
        let long = [("group", LONG), promise];
        let said = async |person: SubjectId| send(world, person, &long).await.words();
        let told = world.person("P1", &[Kind::SeekerRegistered]).await;
        amend(world, told, |new| {
            "2025-09-01".clone_into(&mut new.particulars.unemployed_since);
        })
        .await;
        assert!(said(told).await.contains("档案的失业时间从 2025-09-01 算起"));
        // Registered two months ago.
        let registered = world.person("P2", &[Kind::SeekerRegistered]).await;
        amend(world, registered, |new| {
            "2024-01-01".clone_into(&mut new.particulars.unemployed_since);
        })
        .await;
        let today = world.today();
        world
            .record_raw(registered, vec![Happening::new(Kind::UnemploymentRegistered, today)])
            .await;
        world.pass_days(60);
        let words = said(registered).await;
        assert!(words.contains(&format!("失业登记 {today} 才办结")), "{words}");
        let worked = world.person("P3", &[Kind::SeekerRegistered]).await;
        world.record_raw(worked, vec![Happening::new(Kind::StartedWork, world.today())]).await;
        let words = said(worked).await;
        assert!(words.contains("起在岗") && words.contains("不满一年"), "{words}");
        // After a year nothing speaks against it.
        world.pass_days(400);
        let done = send(world, registered, &long).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    });
}
