//! What a file says fills in the scorecard; what is told differently elsewhere is shown with both days, and left open.

use kernel::Day;
use rules::Kind;
use seekers::NewPerson;
use store::{SubjectId, seal};
use street::{NAME, Shown};
use subjects::Happening;

use crate::world::{NUMBER, World, on_both};

/// Changes what the file says.
pub(crate) async fn amend(world: &World, person: SubjectId, change: fn(&mut NewPerson)) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let amended = world.desk.db.write(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?.expect("a key");
        let known = seekers::person_of(tx, &key, person).await?.expect("a person");
        let version = known.version;
        let mut after = NewPerson::known(known, NAME);
        change(&mut after);
        seekers::amend(tx, &desk, &occasion, person, version, &after).await
    });
    assert!(amended.await.expect("amended"));
}

fn answer(shown: &Shown, factor: &str) -> Option<String> {
    let (_, pairs) = shown.form(&[]);
    let answered = pairs.into_iter().find(|(name, value)| name == factor && !value.is_empty());
    answered.map(|(_, value)| value)
}

/// Grades somebody: what is filled in stays, some answers are changed, what is still open gets its first answer.
async fn grade(world: &World, person: SubjectId, changes: &[(&str, &str)]) -> Shown {
    let shown = world.get("officer", &format!("/people/{person}/grade")).await;
    let (path, mut pairs) = shown.form(changes);
    for factor in grading::Scorecards::shipped().expect("scorecards").all()[0].factors() {
        if pairs.iter().any(|(name, value)| *name == factor.id && !value.is_empty()) {
            continue;
        }
        pairs.retain(|(name, _)| *name != factor.id);
        let first = match &factor.kind {
            grading::Question::Choice { options } => options[0].id.clone(),
            grading::Question::Range { smallest, .. } => smallest.to_string(),
            grading::Question::Marks { marks, .. } => marks[0].id.clone(),
        };
        pairs.push((factor.id.clone(), first));
    }
    world.post("officer", &path, &pairs).await
}

#[test]
fn what_the_file_says_is_filled_in_and_what_is_told_differently_is_left_open() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        amend(world, person, |new| {
            "education:2006:61".clone_into(&mut new.education);
            "trained".clone_into(&mut new.particulars.skill_level);
            "2025-03-05".clone_into(&mut new.particulars.unemployed_since);
            new.particulars.family_marks = vec!["minimum_living".to_owned()];
        })
        .await;
        let path = format!("/people/{person}/grade");
        let shown = world.get("officer", &path).await;
        for (factor, wanted) in [
            ("education", "senior_secondary"),
            ("skill", "trained"),
            ("unemployment_length", "10"),
            ("age", "35"),
        ] {
            assert_eq!(answer(&shown, factor).as_deref(), Some(wanted), "{factor}");
        }
        assert!(!shown.words().contains("说法不同"));
        let changes = [("education", "junior_college"), ("unemployment_length", "11")];
        let result = grade(world, person, &changes).await;
        let words = result.words();
        assert!(words.contains("与档案资料不一致：学历——"), "{words}");
        assert!(words.contains("档案资料（2026-01-05）：高中或中职"), "{words}");
        assert!(words.contains("这次回答：大专"), "{words}");
        assert!(!words.contains("失业时间——"), "a month more or less is no contradiction");
        world.fill_shown("officer", &result, &[]).await.done();
        world.pass_days(10);
        let shown = world.get("officer", &path).await;
        let words = shown.words();
        assert_eq!(answer(&shown, "education"), None, "none is chosen");
        assert_eq!(answer(&shown, "skill").as_deref(), Some("trained"), "both say so");
        assert!(words.contains("有 1 项各处说法不同"), "{words}");
        for part in ["档案资料（2026-01-05）：高中或中职", "上次分级（2026-01-05）：大专"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert!(shown.text.contains(&format!("/people/{person}/particulars")));
        amend(world, person, |new| "trained 2".clone_into(&mut new.particulars.skills)).await;
        let words = world.get("officer", &path).await.words();
        assert!(words.contains("档案资料（2026-01-05）：高中或中职"), "since the field changed");
        amend(world, person, |new| "education:2006:71".clone_into(&mut new.education)).await;
        let words = world.get("officer", &path).await.words();
        let (file, last) = ("档案资料（2026-01-15）：初中及以下", "上次分级（2026-01-05）：大专");
        assert!(words.find(file).expect(file) < words.find(last).expect(last), "the latest first");
        amend(world, person, |new| "education:2006:31".clone_into(&mut new.education)).await;
        let shown = world.get("officer", &path).await;
        assert_eq!(answer(&shown, "education").as_deref(), Some("junior_college"));
        assert!(!shown.words().contains("说法不同"));
    });
}

#[test]
fn other_education_is_asked_and_not_taken_for_the_lowest() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        amend(world, person, |new| "education:2006:90".clone_into(&mut new.education)).await;
        let shown = world.get("officer", &format!("/people/{person}/grade")).await;
        assert_eq!(answer(&shown, "education"), None);
        assert!(!shown.words().contains("说法不同"));
        amend(world, person, |new| "education:2006:83".clone_into(&mut new.education)).await;
        let shown = world.get("officer", &format!("/people/{person}/grade")).await;
        assert_eq!(answer(&shown, "education").as_deref(), Some("junior_secondary"));
    });
}

#[test]
fn the_ledger_knows_of_work_that_the_file_does_not() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        amend(world, person, |new| {
            "2024-01-05".clone_into(&mut new.particulars.unemployed_since);
        })
        .await;
        let on = |kind, day: &str| Happening::new(kind, day.parse::<Day>().expect("a day"));
        world
            .record_raw(
                person,
                vec![on(Kind::StartedWork, "2025-01-05"), on(Kind::LeftWork, "2025-11-05")],
            )
            .await;
        let shown = world.get("officer", &format!("/people/{person}/grade")).await;
        let words = shown.words();
        assert_eq!(answer(&shown, "unemployment_length"), None);
        for part in ["台账（2025-11-05）：2 个月", "档案资料（2026-01-05）：24 个月"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
    });
}
