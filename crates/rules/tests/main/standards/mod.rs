//! The standards that other facts than a ledger decide: just below, at and just above each figure,
//! and on the days around the day the law takes effect.

mod properties;
mod supervision;
mod titles;

use std::sync::LazyLock;

use kernel::Day;
use rules::{
    AnalystYear, Basis, Career, CounsellorYear, Jurisdiction, Law, Quota, Rank, Standards,
    SupportGroup, Title, YearlyTasks,
};

static LAW: LazyLock<Law> = LazyLock::new(|| Law::shipped().expect("sound law files"));

fn standards(jurisdiction: Jurisdiction) -> Standards<'static> {
    Standards::new(&LAW, jurisdiction)
}

fn beijing() -> Standards<'static> {
    standards(Jurisdiction::Beijing)
}

fn hebei() -> Standards<'static> {
    standards(Jurisdiction::Hebei)
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn days(texts: &[&str]) -> Vec<Day> {
    texts.iter().map(|text| day(text)).collect()
}

/// The first working days of a year.
fn working_days(year: i32, count: usize) -> Vec<Day> {
    let first = Day::new(year, 1, 1).expect("a year of the range");
    let days = (0..365).map(|days| first.plus_days(days));
    days.filter(|day| LAW.calendar().is_working(*day)).take(count).collect()
}

fn missing(tasks: &YearlyTasks) -> Vec<u32> {
    tasks.quotas.iter().map(Quota::missing).collect()
}

#[test]
fn a_level_decides_the_group() {
    let group = |level| beijing().support_group(level, day("2026-03-02")).map(|it| it.group);
    for (level, expected) in [
        (0, None),
        (1, Some(SupportGroup::General)),
        (2, Some(SupportGroup::General)),
        (3, Some(SupportGroup::Key)),
        (4, Some(SupportGroup::Key)),
        (5, None),
    ] {
        assert_eq!(group(level), expected, "level {level}");
    }
    let ground = beijing().support_group(3, day("2026-03-02")).unwrap().ground.to_string();
    assert_eq!(
        ground,
        "就业困难程度 3 级，3 级起为重点：重点帮扶对象（京人社职介发〔2018〕153号第十二条）"
    );
}

#[test]
fn a_regulation_decides_from_its_day_and_where_it_is_followed() {
    let career = titles::career("2000-01-01");
    let on_a_day: [fn(Standards<'_>, &Career<'_>, Day) -> bool; 3] = [
        |by, _, on| by.support_group(3, on).is_some(),
        |by, _, on| by.interviews(&[], on).is_some(),
        |by, career, on| by.title(Title::StarCounsellor, career, on).is_some(),
    ];
    for decides in on_a_day {
        assert!(!decides(beijing(), &career, day("2018-07-31")));
        assert!(decides(beijing(), &career, day("2018-08-01")));
        assert!(decides(beijing(), &career, day("2018-08-02")));
    }
    // A year belongs to the law in force on its first day: 2018 began before the 1st of August.
    let in_a_year: [fn(Standards<'_>, i32) -> bool; 4] = [
        |by, year| by.counsellor_year(Rank::Titled, &CounsellorYear::default(), year).is_some(),
        |by, year| by.counsellor_year(Rank::Senior, &CounsellorYear::default(), year).is_some(),
        |by, year| by.analyst_year(Rank::Senior, AnalystYear::default(), year).is_some(),
        |by, year| by.training_year(0, year).is_some(),
    ];
    for decides in in_a_year {
        let decided: Vec<i32> = (2017..=2020).filter(|year| decides(beijing(), *year)).collect();
        assert_eq!(decided, [2019, 2020]);
        assert!(!decides(beijing(), 0) && !decides(beijing(), 10_000));
    }
    let staff = |on| hebei().outlet_staff(1, day(on)).is_some();
    assert!(!staff("2024-04-29") && staff("2024-04-30") && staff("2024-05-01"));
    let quarter = |on| hebei().outlet_quarter(&[], day(on)).is_some();
    assert!(!quarter("2024-06-30") && quarter("2024-07-01") && quarter("2024-09-30"));
    let decided: Vec<i32> =
        (2023..=2026).filter(|year| hebei().outlet_year(&[], *year).is_some()).collect();
    assert_eq!(decided, [2025, 2026]);

    for elsewhere in Jurisdiction::ALL {
        let (by, on) = (standards(elsewhere), day("2026-03-02"));
        let is_beijing = elsewhere == Jurisdiction::Beijing;
        assert!(on_a_day.iter().all(|decides| decides(by, &career, on) == is_beijing));
        assert!(in_a_year.iter().all(|decides| decides(by, 2026) == is_beijing));
        let is_hebei = elsewhere == Jurisdiction::Hebei;
        assert_eq!(by.outlet_staff(1, on).is_some(), is_hebei);
        assert_eq!(by.outlet_quarter(&[], on).is_some(), is_hebei);
        assert_eq!(by.outlet_year(&[], 2026).is_some(), is_hebei);
    }
}

#[test]
fn the_tasks_of_titled_counsellors() {
    let counselled = |guidance: usize, papers_published, cases| {
        let guidance_days = working_days(2026, guidance);
        let done = CounsellorYear {
            guidance_days: &guidance_days,
            papers_published,
            papers_unpublished: 7,
            cases,
        };
        beijing().counsellor_year(Rank::Titled, &done, 2026).unwrap()
    };
    // Two days in each of 52 weeks.
    assert_eq!(missing(&counselled(103, 1, 5)), [1, 0, 0]);
    assert_eq!(missing(&counselled(104, 0, 5)), [0, 1, 0]);
    assert_eq!(missing(&counselled(104, 1, 4)), [0, 0, 1]);
    assert_eq!(missing(&counselled(0, 0, 0)), [104, 1, 5]);
    for enough in [counselled(104, 1, 5), counselled(105, 2, 6)] {
        assert!(enough.is_met() && enough.consequence.is_none());
        assert_eq!(enough.missing().count(), 0);
    }
    let less = counselled(103, 1, 5);
    assert!(less.consequence.as_ref().unwrap().words.contains("不能被评定为当年度"));
    assert!(less.consequence.unwrap().citation.ends_with("153号第六十四条"));
    let guidance = &less.quotas[0];
    assert_eq!((guidance.basis, less.quotas[1].basis), (Basis::Norm, Basis::Law));
    assert!(
        guidance
            .ground
            .words
            .ends_with("应不少于 104 个工作日，已有 103 个工作日，尚缺 1 个工作日")
    );
    assert!(guidance.ground.citation.contains("本地规范"));
}

#[test]
fn the_tasks_of_senior_counsellors() {
    let counselled = |papers_published, papers_unpublished, cases| {
        let done =
            CounsellorYear { guidance_days: &[], papers_published, papers_unpublished, cases };
        beijing().counsellor_year(Rank::Senior, &done, 2026).unwrap()
    };
    assert_eq!(missing(&counselled(0, 0, 3)), [1, 0]);
    assert_eq!(missing(&counselled(0, 1, 2)), [0, 1]);
    assert_eq!(missing(&counselled(1, 0, 4)), [0, 0]);
    assert!(counselled(0, 1, 3).is_met());
    assert_eq!(counselled(u32::MAX, u32::MAX, 0).quotas[0].missing(), 0);
    // Theirs is no title of the year to lose.
    assert!(counselled(0, 0, 0).consequence.is_none());
}

#[test]
fn the_tasks_of_analysts() {
    let analysed = |rank, reports, chosen_as_excellent| {
        let done = AnalystYear { reports, chosen_as_excellent };
        beijing().analyst_year(rank, done, 2026).unwrap()
    };
    for (reports, chosen, expected) in
        [(3, 1, [1, 0]), (4, 0, [0, 1]), (4, 1, [0, 0]), (5, 2, [0, 0]), (0, 0, [4, 1])]
    {
        let tasks = analysed(Rank::Titled, reports, chosen);
        assert_eq!(missing(&tasks), expected);
        assert_eq!(tasks.consequence.is_none(), tasks.is_met());
    }
    for (reports, expected) in [(0, 2), (1, 1), (2, 0), (3, 0)] {
        let tasks = analysed(Rank::Senior, reports, 0);
        assert_eq!(missing(&tasks), [expected]);
        assert!(tasks.consequence.is_none());
    }
}

#[test]
fn the_hours_of_training() {
    for (hours, expected) in [(0, 60), (59, 1), (60, 0), (61, 0), (u32::MAX, 0)] {
        let quota = beijing().training_year(hours, 2026).unwrap();
        assert_eq!((quota.missing(), quota.is_met()), (expected, expected == 0));
    }
    assert_eq!(
        beijing().training_year(59, 2026).unwrap().to_string(),
        "职业指导、职业信息分析人员每年参加业务培训：应不少于 60 学时，已有 59 学时，尚缺 1 学时\
         （京人社职介发〔2018〕153号第六十九条）"
    );
}

#[test]
fn the_staff_of_an_outlet() {
    for (staff, expected) in [(0, 1), (1, 0), (2, 0)] {
        let quota = hebei().outlet_staff(staff, day("2026-03-02")).unwrap();
        assert_eq!(quota.missing(), expected);
        assert!(quota.ground.citation == "冀人社发〔2024〕11号第四部分");
    }
}

#[test]
fn the_days_of_county_staff_in_a_quarter() {
    for (served, expected) in [
        (days(&[]), 3),
        (days(&["2026-01-05", "2026-03-31"]), 1),
        (days(&["2026-01-05", "2026-02-02", "2026-03-31"]), 0),
        (days(&["2026-01-05", "2026-02-02", "2026-03-30", "2026-03-31"]), 0),
        // The quarters before and after do not count.
        (days(&["2025-12-31", "2026-01-05", "2026-03-31", "2026-04-01"]), 1),
        // Nor two visits on one day, a Saturday, a holiday; a Sunday that is worked does.
        (days(&["2026-01-05", "2026-01-05", "2026-01-06"]), 1),
        (days(&["2026-01-05", "2026-01-06", "2026-01-10"]), 1),
        (days(&["2026-01-01", "2026-01-05", "2026-01-06"]), 1),
        (days(&["2026-01-04", "2026-01-05", "2026-01-06"]), 0),
    ] {
        for any_day in ["2026-01-01", "2026-02-14", "2026-03-31"] {
            let quota = hebei().outlet_quarter(&served, day(any_day)).unwrap();
            assert_eq!(quota.missing(), expected, "{served:?}");
            assert!(!quota.provisional);
        }
    }
    // Both ends of the third quarter are working days and count.
    let ends = days(&["2026-07-01", "2026-08-03", "2026-09-30"]);
    assert!(hebei().outlet_quarter(&ends, day("2026-08-03")).unwrap().is_met());
    // Which days of 2031 are worked nobody has announced yet.
    let quota = hebei().outlet_quarter(&[], day("2031-01-06")).unwrap();
    assert!(quota.provisional && quota.to_string().contains("暂定"));
}

#[test]
fn the_sessions_of_experts_in_a_year() {
    for (sessions, expected) in [
        (days(&[]), 2),
        (days(&["2026-01-01"]), 1),
        (days(&["2026-01-01", "2026-12-31"]), 0),
        (days(&["2026-01-01", "2026-06-06", "2026-12-31"]), 0),
        (days(&["2025-12-31", "2026-06-06", "2027-01-01"]), 1),
    ] {
        assert_eq!(hebei().outlet_year(&sessions, 2026).unwrap().missing(), expected);
    }
}
