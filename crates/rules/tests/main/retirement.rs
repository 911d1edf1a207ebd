//! The ages of working life: the law file's own examples, and the days around each boundary.

use std::fs;
use std::path::Path;

use kernel::Day;
use rules::{AgeRules, RetirementCategory, WorkingAge, months_later};
use serde::Deserialize;

use RetirementCategory::{Female50, Female55, Male};

#[derive(Deserialize)]
struct File {
    example: Vec<Example>,
    contribution: Contributions,
}

#[derive(Deserialize)]
struct Example {
    category: String,
    birth: String,
    retires_at_months: u16,
    retires_in: String,
}

#[derive(Deserialize)]
struct Contributions {
    example: Vec<ContributionExample>,
}

#[derive(Deserialize)]
struct ContributionExample {
    year: i32,
    months: u16,
}

fn file() -> File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/retirement.toml");
    toml::from_str(&fs::read_to_string(path).expect("the file")).expect("its examples")
}

fn rules() -> AgeRules {
    AgeRules::shipped().expect("sound law files")
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_examples_of_the_file_come_out() {
    let rules = rules();
    let examples = file().example;
    assert!(examples.len() >= 21, "only {} examples were found", examples.len());
    for example in examples {
        let category =
            RetirementCategory::ALL.into_iter().find(|known| known.name() == example.category);
        let first = day(&format!("{}-01", example.birth));
        let last = months_later(first, 1).plus_days(-1);
        for birth in [first, first.plus_days(14), last] {
            let retirement = rules.statutory_retirement(birth, category.unwrap());
            assert_eq!(retirement.age_in_months, example.retires_at_months, "{birth}");
            assert!(retirement.day.to_string().starts_with(&example.retires_in), "{birth}");
        }
    }
}

#[test]
fn the_months_of_contribution_rise_with_the_year() {
    let rules = rules();
    for example in file().contribution.example {
        let contribution = rules.minimum_contribution(example.year);
        assert_eq!(contribution.months, example.months, "{}", example.year);
        assert!(contribution.ground.citation.contains("第二条"));
    }
    assert_eq!(rules.minimum_contribution(1).months, 180);
    assert_eq!(rules.minimum_contribution(9999).months, 240);
}

/// Nobody falls between two rows: a month of birth later, retirement is one or two months later.
#[test]
fn retirement_moves_on_with_every_month_of_birth() {
    let rules = rules();
    for category in RetirementCategory::ALL {
        let mut birth = day("1950-01-01");
        while birth.year() < 2000 {
            let next = months_later(birth, 1);
            let (this, that) = (
                rules.statutory_retirement(birth, category),
                rules.statutory_retirement(next, category),
            );
            assert!(this.age_in_months <= that.age_in_months, "{category} {birth}");
            assert!(that.age_in_months - this.age_in_months <= 1, "{category} {birth}");
            birth = next;
        }
        let ages = |birth| rules.statutory_retirement(day(birth), category).age_in_months;
        let (base, at_last) = (ages("1950-01-01"), ages("1999-12-31"));
        let wanted = match category {
            Male => (720, 756),
            Female55 => (660, 696),
            Female50 => (600, 660),
        };
        assert_eq!((base, at_last), wanted, "{category}");
    }
}

#[test]
fn the_day_is_the_birthday_or_the_last_day_of_a_shorter_month() {
    let rules = rules();
    for (birth, category, wanted) in [
        // 60 years, and the eve of the change.
        ("1964-12-31", Male, "2024-12-31"),
        // 60 years 1 month: February has no 31st.
        ("1965-01-01", Male, "2025-02-01"),
        ("1965-01-31", Male, "2025-02-28"),
        // 60 years 2 months.
        ("1965-08-31", Male, "2025-10-31"),
        // 60 years 4 months.
        ("1966-03-31", Male, "2026-07-31"),
        // 50 years 1 month, out of February.
        ("1975-02-28", Female50, "2025-03-28"),
        ("1969-12-31", Female55, "2024-12-31"),
        // 55 years 1 month.
        ("1970-01-30", Female55, "2025-02-28"),
        // Born on a leap day: 60 years 10 months.
        ("1968-02-29", Male, "2028-12-29"),
    ] {
        let retirement = rules.statutory_retirement(day(birth), category);
        assert_eq!(retirement.day.to_string(), wanted, "{category} {birth}");
    }
}

#[test]
fn the_reasoning_cites_the_law_of_its_time() {
    let rules = rules();
    let words = |birth| {
        let grounds = rules.statutory_retirement(day(birth), Male).grounds;
        grounds.iter().map(ToString::to_string).collect::<String>()
    };
    let before = words("1964-12-31");
    assert!(before.contains("国发〔1978〕104号") && before.contains("60 周岁"), "{before}");
    assert!(!before.contains("渐进式"), "{before}");
    let after = words("1965-01-01");
    assert!(after.contains("渐进式延迟法定退休年龄的办法》第一条"), "{after}");
    assert!(after.contains("60 周岁 1 个月") && after.contains("2025-02-01"), "{after}");
}

#[test]
fn flexible_retirement_reaches_three_years_but_not_below_the_former_age() {
    let rules = rules();
    for (birth, category, earliest, contribution, latest) in [
        // Put off by one month: the former age stops the way back.
        ("1965-01-31", Male, "2025-01-31", 180, "2028-02-29"),
        // Put off by 17 months, to November 2031: back to 60 years, in 2030.
        ("1970-06-15", Male, "2030-06-15", 186, "2034-11-15"),
        // Put off by the full 36 months.
        ("1976-09-30", Male, "2036-09-30", 222, "2042-09-30"),
        // Put off by 60 months: three years back is 52 years, not 50.
        ("1984-11-30", Female50, "2036-11-30", 222, "2042-11-30"),
        // Put off by 37 months: three years back is one month above the former age.
        ("1981-01-31", Female50, "2031-02-28", 192, "2037-02-28"),
    ] {
        let flexible = rules.flexible_retirement(day(birth), category).unwrap();
        assert_eq!(flexible.earliest.to_string(), earliest, "{category} {birth}");
        assert_eq!(flexible.contribution_months, contribution, "{category} {birth}");
        assert_eq!(flexible.latest.to_string(), latest, "{category} {birth}");
        assert!(flexible.grounds.iter().any(|ground| ground.citation.contains("第三条")));
    }
    assert_eq!(rules.flexible_retirement(day("1964-12-31"), Male), None);
    assert!(rules.flexible_retirement(day("1965-01-01"), Male).is_some());
}

#[test]
fn working_age_begins_on_the_sixteenth_birthday() {
    let rules = rules();
    for (birth, birthday) in
        [("2010-05-31", "2026-05-31"), ("2008-02-29", "2024-02-29"), ("2084-02-29", "2100-02-28")]
    {
        let birthday = day(birthday);
        for (offset, wanted) in [
            (-1, WorkingAge::TooYoung),
            (0, WorkingAge::OfWorkingAge),
            (1, WorkingAge::OfWorkingAge),
        ] {
            let on = birthday.plus_days(offset);
            let decision = rules.working_age(day(birth), Female50, on);
            assert_eq!(decision.verdict, wanted, "{birth} on {on}");
            assert!(decision.grounds[0].citation.contains("劳动法》第十五条"));
        }
    }
    let unborn = rules.working_age(day("2020-01-01"), Male, day("2019-12-31"));
    assert_eq!(unborn.verdict, WorkingAge::TooYoung);
}

#[test]
fn working_age_ends_on_the_day_of_the_statutory_age() {
    let rules = rules();
    for (birth, category, last_day_of_work) in [
        ("1964-12-31", Male, "2024-12-30"),
        ("1965-01-01", Male, "2025-01-31"),
        ("1965-01-31", Male, "2025-02-27"),
        ("1970-01-15", Female55, "2025-02-14"),
        ("1974-12-01", Female50, "2024-11-30"),
        ("1984-11-30", Female50, "2039-11-29"),
    ] {
        let last = day(last_day_of_work);
        let verdict = |on| rules.working_age(day(birth), category, on).verdict;
        assert_eq!(verdict(last), WorkingAge::OfWorkingAge, "{category} {birth}");
        assert_eq!(verdict(last.plus_days(1)), WorkingAge::Retired, "{category} {birth}");
        assert_eq!(verdict(last.plus_days(2)), WorkingAge::Retired, "{category} {birth}");
    }
}

/// On the eve of the change a man born in January 1965 is still judged by the former age.
#[test]
fn the_law_in_force_on_the_day_decides() {
    let rules = rules();
    let words = |on| {
        let decision = rules.working_age(day("1965-01-01"), Male, day(on));
        assert_eq!(decision.verdict, WorkingAge::OfWorkingAge, "{on}");
        decision.grounds.iter().map(ToString::to_string).collect::<String>()
    };
    assert!(words("2024-12-31").contains("2025-01-01 达到法定退休年龄"));
    assert!(words("2025-01-01").contains("2025-02-01 达到法定退休年龄"));
    let early = rules.working_age(day("1970-01-01"), Male, day("1994-12-31"));
    assert!(early.grounds[0].words.contains("尚未施行"), "{:?}", early.grounds[0]);
}

#[test]
fn the_ends_of_the_range_of_days_are_no_obstacle() {
    let rules = rules();
    for birth in [Day::FIRST, Day::LAST] {
        for category in RetirementCategory::ALL {
            assert!(!rules.statutory_retirement(birth, category).grounds.is_empty());
            let _ = rules.flexible_retirement(birth, category);
            for on in [Day::FIRST, Day::LAST] {
                assert!(!rules.working_age(birth, category, on).grounds.is_empty());
            }
        }
    }
}
