//! A city's own scorecard: it takes force on its day, and what was graded before stays as it was graded.

use axum::http::StatusCode;
use desk::Scorecards;
use ledger::Field;
use rules::Kind;
use services::changed_scorecard;
use store::{Engine, StoreError, SubjectId};

use crate::world::{NUMBER, World, world};

const SHIPPED: &str = include_str!("../../../../../law/scorecards/local-2018.toml");
/// The city's own: from Thursday 8 January 2026; whoever has no certificate counts 30 points instead of 12.
const TOOL: (&str, &str) = ("city.toml", "全市分级工具");

/// Answers to every question but the age, which the number gives.
const ANSWERS: &[(&str, &str)] = &[
    ("unemployment_length", "10"),
    ("education", "junior_secondary"),
    ("skill", "none"),
    ("work_experience", "shrinking"),
    ("job_search", "无"),
    ("expectations", "in_line"),
    ("family_care", "none"),
    ("family_income", "无"),
    ("work_limitation", "none"),
];

/// The scorecards with a city's own, which is the shipped one with other points.
fn with_own(skill_points: u32) -> &'static Scorecards {
    let skill = r#"{ id = "none", label = "没有证书，也没有参加过培训", points = "#;
    let at = SHIPPED.find(skill).expect("the answer") + skill.len();
    let rest = SHIPPED[at..].trim_start_matches(|digit: char| digit.is_ascii_digit());
    let own = format!("{}{skill_points}{rest}", &SHIPPED[..at])
        .replace("id = \"local-2018\"", "id = \"city-2026\"")
        .replace("就业困难程度分级量表", TOOL.1)
        .replace("basis = \"norm\"", "basis = \"city_tool\"")
        .replace("from = 2018-08-01", "from = 2026-01-08");
    let cards = Scorecards::shipped().expect("sound").with(TOOL.0, &own);
    Box::leak(Box::new(cards.expect("a sound scorecard")))
}

/// Grades somebody by the page, on its own day.
async fn grade(world: &World, person: SubjectId, changes: &[(&str, &str)]) -> street::Shown {
    let shown = world.get("officer", &format!("/people/{person}/grade")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.words());
    let mut pairs = shown.form(ANSWERS);
    for (name, value) in changes {
        pairs.1.retain(|(known, _)| known != name);
        pairs.1.push(((*name).to_owned(), (*value).to_owned()));
    }
    world.post("officer", &pairs.0, &pairs.1).await
}

async fn save(world: &World, person: SubjectId) -> String {
    let result = grade(world, person, &[]).await;
    assert_eq!(result.status, StatusCode::OK, "{}", result.words());
    assert!(result.words().contains("还没有保存"), "{}", result.words());
    let words = result.words();
    let saved = world.fill_shown("officer", &result, &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
    words
}

async fn tools(world: &World, person: SubjectId) -> Vec<String> {
    let past = world.history(person).await;
    let graded = past.iter().filter(|past| past.kind == Kind::Graded);
    graded.map(|past| past.text(Field::Tool).expect("a tool").reveal().to_owned()).collect()
}

async fn changed(world: &World) -> Option<String> {
    let cards = world.desk.scorecards;
    let read =
        world.desk.db.read::<_, _, StoreError>(async move |tx| changed_scorecard(tx, cards).await);
    read.await.expect("read").map(|changed| changed.id)
}

/// Runs a test in a fresh world on each engine; unlike the common way, the world can be started again.
fn on_both_restarting<F: AsyncFn(&mut World)>(test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let mut world = world(engine).await;
            test(&mut world).await;
            world.close();
        });
    }
}

#[test]
fn an_own_scorecard_takes_force_by_itself_and_leaves_what_was_graded() {
    on_both_restarting(&async |world: &mut World| {
        world.restart(|desk| desk.scorecards = with_own(30));
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        // Monday 5 January: the city's own is not in force yet.
        let before = save(world, person).await;
        assert!(
            before.contains("《就业困难程度分级量表》（本地规范，2018-08-01 起施行"),
            "{before}"
        );
        world.pass_days(3);
        let shown = world.get("officer", &format!("/people/{person}/grade")).await.words();
        assert!(shown.contains("最近一次分级（2026-01-05）"), "{shown}");
        assert!(
            shown.contains("《就业困难程度分级量表》（本地规范"),
            "made with that one: {shown}"
        );
        assert!(!shown.contains("+30 分"), "{shown}");
        let after = save(world, person).await;
        assert!(after.contains("《全市分级工具》（全市统一分级工具，2026-01-08 起施行"), "{after}");
        assert!(after.contains("+30 分"), "{after}");
        assert_eq!(tools(world, person).await, ["就业困难程度分级量表", TOOL.1]);
        // Started without the city's file, the last grading is still explained by it.
        world.restart(|desk| desk.scorecards = shipped());
        let shown = world.get("officer", &format!("/people/{person}/grade")).await.words();
        assert!(shown.contains("最近一次分级（2026-01-08）"), "{shown}");
        assert!(shown.contains("《全市分级工具》"), "{shown}");
        assert!(shown.contains("+30 分"), "{shown}");
    });
}

#[test]
fn a_day_under_another_scorecard_is_asked_by_that_one() {
    on_both_restarting(&async |world: &mut World| {
        world.restart(|desk| desk.scorecards = with_own(30));
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        world.pass_days(3);
        let asked = grade(world, person, &[("on", "2026-01-07")]).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", asked.words());
        assert!(
            asked.words().contains("2026-01-07 的分级按《就业困难程度分级量表》"),
            "{}",
            asked.words()
        );
        let (_, pairs) = asked.form(&[]);
        let value = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        assert_eq!(
            (value("card"), value("on")),
            ("local-2018".to_owned(), "2026-01-07".to_owned())
        );
        let result = world.fill_shown("officer", &asked, ANSWERS).await;
        assert_eq!(result.status, StatusCode::OK, "{}", result.words());
        let saved = world.fill_shown("officer", &result, &[]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        assert_eq!(tools(world, person).await, ["就业困难程度分级量表"]);
        let future = grade(world, person, &[("on", "2026-02-01")]).await;
        assert!(future.words().contains("不能在今天之后"), "{}", future.words());
    });
}

#[test]
fn a_scorecard_that_somebody_was_graded_by_does_not_change() {
    on_both_restarting(&async |world: &mut World| {
        world.restart(|desk| desk.scorecards = with_own(30));
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        assert_eq!(changed(world).await, None);
        // Nobody was graded by it yet: it may still be put right.
        world.restart(|desk| desk.scorecards = with_own(25));
        assert_eq!(changed(world).await, None);
        world.pass_days(3);
        save(world, person).await;
        assert_eq!(changed(world).await, None);
        world.restart(|desk| desk.scorecards = with_own(20));
        assert_eq!(changed(world).await.as_deref(), Some("city-2026"));
        let shown = world.get("officer", &format!("/people/{person}/grade")).await.words();
        assert!(shown.contains("+25 分"), "as it was explained then: {shown}");
    });
}

fn shipped() -> &'static Scorecards {
    Box::leak(Box::new(Scorecards::shipped().expect("sound")))
}
