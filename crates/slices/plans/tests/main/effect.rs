//! What measures were followed by.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::world::{on_both, today, under_agreement};

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
