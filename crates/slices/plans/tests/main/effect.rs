//! What measures were followed by.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::world::{in_hardship, on_both, today, under_agreement};

#[test]
fn measures_stand_between_the_assessments_that_they_lie_between() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        let ready =
            |ready| Happening::new(Kind::ReadinessAssessed, today(world)).flag(Field::Ready, ready);
        world.record_raw(person, vec![ready(false)]).await;
        world.pass_days(10);
        let guided = Happening::new(Kind::GuidanceGiven, today(world)).text(Field::Form, "special");
        let trained = Happening::new(Kind::TrainingStarted, today(world))
            .text(Field::Scheme, "skills")
            .day(Field::Ends, today(world).plus_days(20));
        world.record_raw(person, vec![guided, trained]).await;
        world.pass_days(30);
        let found = Happening::new(Kind::ReadinessAssessed, today(world)).flag(Field::Ready, true);
        world.record_raw(person, vec![found]).await;
        let words = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(words.contains("2026-01-15 就业指导；2026-01-15 职业技能培训"), "{words}");
        assert!(words.contains("先后不等于因果"), "{words}");

        let shown = world.get("head", "/plans/effect?months=3").await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.words());
        let words = shown.words();
        assert!(
            words.contains("这是先后，不是因果") && words.contains("人数少，不计算"),
            "{words}"
        );
        let row = |words: &str, measure: &str| {
            let row = words.split_once(measure).expect("a row").1;
            let figures: String =
                row.chars().take(12).filter(char::is_ascii_digit).take(5).collect();
            figures
        };
        let table = |text: &str| text.split_once("具备的比例").expect("a table").1.to_owned();
        assert_eq!(row(&table(&words), "职业技能培训"), "11000");
        assert_eq!(row(&table(&words), "匹配推荐"), "00000");
        assert!(!words.contains(street::NAME), "nobody is named");
        let month = world.get("head", "/plans/effect?months=1").await.words();
        assert_eq!(row(&table(&month), "职业技能培训"), "11000", "on the last day of the month");
        for user in ["neighbour", "auditor"] {
            let path = format!("/plans/effect?office={}", street::STREET);
            assert_eq!(world.get(user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        // Another office counts its own people only.
        let beside = world.get("neighbour", "/plans/effect").await.words();
        assert_eq!(row(&table(&beside), "职业技能培训"), "00000");
    });
}

/// The figures of a measure's row: people, ready, not ready, not assessed again, not over.
fn figures(page: &str, measure: &str) -> Vec<String> {
    let table = page.split_once("具备的比例").expect("a table").1;
    let row = table.split_once(measure).expect("a row").1;
    let cells = row.split("<div class=\"cell\">").skip(1).take(5);
    cells.map(|cell| cell.split('<').next().unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn everybody_counts_however_many_they_are_and_what_was_in_error_does_not() {
    on_both(&async |world| {
        let ready =
            |ready| Happening::new(Kind::ReadinessAssessed, today(world)).flag(Field::Ready, ready);
        let trained = |scheme: &str| {
            Happening::new(Kind::TrainingStarted, today(world))
                .text(Field::Scheme, scheme)
                .day(Field::Ends, today(world).plus_days(20))
        };
        // More than are read at a time, with one who was never assessed among them.
        let mut people = Vec::new();
        for number in 0..203 {
            people.push(in_hardship(world, &format!("P{number:03}")).await);
        }
        let (never, assessed) = people.split_first().expect("people");
        world.record_raw(*never, vec![trained("startup")]).await;
        for person in assessed {
            world.record_raw(*person, vec![ready(false)]).await;
        }
        world.pass_days(1);
        for (place, person) in assessed.iter().enumerate() {
            let scheme = if place == 0 { "internship" } else { "skills" };
            world.record_raw(*person, vec![trained(scheme)]).await;
        }
        let wrong = world.history(assessed[1]).await;
        let wrong = wrong.iter().find(|past| past.kind == Kind::TrainingStarted).expect("trained");
        let corrected = Happening::new(Kind::Corrected, today(world)).about(wrong.id);
        world.record_raw(assessed[1], vec![corrected]).await;
        world.pass_days(1);
        world.record_raw(assessed[2], vec![ready(true)]).await;
        let page = world.get("head", "/plans/effect?months=3").await.text;
        assert!(page.contains("评估过就业准备的 202 人"), "{page}");
        assert_eq!(figures(&page, "职业技能培训"), ["200", "1", "0", "0", "199"]);
        assert_eq!(figures(&page, "就业见习"), ["1", "0", "0", "0", "1"]);
        assert_eq!(figures(&page, "创业培训")[0], "0", "never assessed");
        assert_eq!(figures(&page, "没有记录上述措施")[0], "1", "whose training was in error");
    });
}
