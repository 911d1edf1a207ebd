//! The law files: nothing without a citation, no gap, nothing unused; and what may be laid over
//! them.

use std::collections::BTreeMap;

use kernel::Day;
use rules::{
    Basis, Clause, Due, Gate, Jurisdiction, Law, Parameter, RegulationId, RuleIndex, Rulebook, Unit,
};

fn law() -> Law {
    Law::shipped().expect("sound law files")
}

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn clauses() -> BTreeMap<String, Clause> {
    let clauses = Law::clauses().expect("sound clauses");
    let count = clauses.len();
    let by_id: BTreeMap<String, Clause> =
        clauses.into_iter().map(|clause| (clause.id.clone(), clause)).collect();
    assert_eq!(by_id.len(), count, "a clause stands twice");
    by_id
}

/// Gives the regulation that a clause belongs to by the beginning of its id.
fn regulation_of(clause: &str) -> RegulationId {
    let short = clause.split('-').next().unwrap_or_default();
    let found = RegulationId::ALL.into_iter().find(|id| id.name() == short);
    found.unwrap_or_else(|| panic!("{clause} belongs to no regulation"))
}

#[test]
fn every_clause_belongs_to_a_regulation_and_says_where_it_stands() {
    let clauses = clauses();
    assert!(clauses.len() >= 150, "only {} clauses", clauses.len());
    for clause in clauses.values() {
        let _ = regulation_of(&clause.id);
        assert!(!clause.article.trim().is_empty() && !clause.gist.trim().is_empty());
        if let Some(whole) = &clause.rule_of {
            assert!(clauses.contains_key(whole), "{} is a rule of {whole}, unknown", clause.id);
        }
    }
}

#[test]
fn every_rule_and_gate_stands_in_a_clause() {
    let clauses = clauses();
    for index in RuleIndex::all() {
        let rule = index.rule();
        assert!(clauses.contains_key(rule.id), "rule {} has no clause", rule.id);
        assert_eq!(regulation_of(rule.id), rule.regulation, "{}", rule.id);
    }
    for gate in Gate::ALL {
        assert!(clauses.contains_key(gate.clause()), "gate {} has no clause", gate.clause());
    }
}

#[test]
fn every_figure_cites_its_clause_and_its_regulation() {
    let (law, clauses) = (law(), clauses());
    for history in law.parameters() {
        let name = history.parameter.name();
        let clause =
            clauses.get(&history.clause).unwrap_or_else(|| panic!("{name}: {}", history.clause));
        let number = &law.regulation(regulation_of(&history.clause)).number;
        for value in history.values() {
            assert!(value.checked.is_some(), "{name} was never compared with its source");
            match value.basis {
                Basis::Law => {
                    let article = value.source.strip_prefix(number.as_str());
                    let article = article.unwrap_or_else(|| panic!("{name}: {}", value.source));
                    assert!(clause.article.starts_with(article), "{name}: {}", value.source);
                }
                Basis::Norm => {
                    assert!(value.source.starts_with("本地规范"), "{name}: {}", value.source);
                }
            }
        }
    }
}

#[test]
fn no_figure_starts_later_than_its_regulation() {
    let law = law();
    for history in law.parameters() {
        let regulation = law.regulation(regulation_of(&history.clause));
        let first = history.values()[0].from;
        assert!(first <= regulation.in_force_from, "{}", history.parameter.name());
        let days: Vec<Day> = history.values().iter().map(|value| value.from).collect();
        assert!(days.is_sorted_by(|earlier, later| earlier < later), "{days:?}");
    }
}

#[test]
fn the_period_of_every_rule_yields_a_date() {
    let law = law();
    for index in RuleIndex::all() {
        let rule = index.rule();
        let history = law.parameter(rule.period);
        assert_eq!(history.parameter, rule.period);
        assert_eq!(regulation_of(&history.clause), rule.regulation, "{}", rule.id);
        match history.unit {
            Unit::WorkingDays
            | Unit::WorkingDaysBefore
            | Unit::Days
            | Unit::Months
            | Unit::DaysAtMost
            | Unit::MonthsAbout
            | Unit::QuarterEnd => {
                let has_figure = history.values().iter().all(|value| value.value > 0);
                assert!(has_figure, "{} counts zero", rule.id);
            }
            Unit::SameDay => assert!(history.values().iter().all(|value| value.value == 0)),
            Unit::DaysAround | Unit::MonthsExceeded | Unit::MonthsInForce | Unit::Times => {
                panic!("{} has a period in {:?}", rule.id, history.unit)
            }
        }
    }
}

#[test]
fn every_figure_keeps_to_the_bounds_of_its_unit() {
    for history in law().parameters() {
        for value in history.values() {
            let bounds = history.unit.bounds();
            assert!(bounds.contains(&value.value), "{}", history.parameter.name());
        }
    }
}

#[test]
fn a_norm_keeps_to_the_bounds_of_its_unit() {
    let norm = |name: &str, value: u16| {
        let text = NORM.replace("grading", name).replace("value = 5", &format!("value = {value}"));
        law().with_norms("norms.toml", &text)
    };
    for (name, first, last) in [
        ("grading", 1, 250),
        ("plan_adoption", 1, 250),
        ("stopping", 1, 250),
        ("steady_window", 0, 15),
        ("guidance_weeks", 1, 100),
    ] {
        for value in [first, first + 1, last - 1, last] {
            assert!(norm(name, value).is_ok(), "{name} = {value} was refused");
        }
        let too_small = first.checked_sub(1);
        for value in too_small.into_iter().chain([last + 1, 400, u16::MAX]) {
            let message = norm(name, value).unwrap_err().to_string();
            assert!(message.contains(&format!("不能是 {value}，应在 ")), "{name}: {message}");
            assert!(message.contains(&last.to_string()), "{name}: {message}");
        }
    }
    let message = norm("steady_window", 400).unwrap_err().to_string();
    assert!(message.ends_with("不能是 400，应在 前后 0 天 与 前后 15 天 之间"), "{message}");
}

#[test]
fn the_widest_window_opens_after_the_day_from_which_it_is_counted() {
    let widest = i32::from(*Unit::DaysAround.bounds().end());
    let first = *Unit::MonthsAbout.bounds().start();
    // February is the shortest month that one can count.
    let (start, target) = (day("2026-01-31"), rules::months_later(day("2026-01-31"), first));
    assert_eq!(target, day("2026-02-28"));
    assert!(target.plus_days(-widest) > start);
    // One and three months never overlap, so that one follow-up never stands for two.
    assert!(target.plus_days(widest) < rules::months_later(start, 3).plus_days(-widest));
}

#[test]
fn the_calendars_have_no_gap() {
    let law = law();
    let years: Vec<i32> = law.calendar().years().map(|year| year.year).collect();
    assert_eq!(years.first(), Some(&2018));
    assert!(years.windows(2).all(|pair| pair[1] == pair[0] + 1), "{years:?}");
    for year in law.calendar().years() {
        assert!(year.notice.contains(&year.year.to_string()), "{}", year.notice);
        // Every year has at least the eleven days off, thirteen from 2025, that are laid down.
        let off = year.days.values().filter(|(is_workday, _)| !is_workday).count();
        assert!(off >= if year.year < 2025 { 11 } else { 13 }, "{} has {off}", year.year);
    }
}

const NORM: &str = r#"
[[norm]]
parameter = "grading"
from = 2026-05-01
value = 5
source = "本区规范第一条"
"#;

#[test]
fn a_norm_of_the_agency_counts_from_its_day_on() {
    let law = law().with_norms("norms.toml", NORM).unwrap();
    let history = law.parameter(Parameter::Grading);
    assert_eq!(history.on(day("2026-04-30")).value, 3);
    assert_eq!(history.on(day("2026-05-01")).value, 5);
    assert_eq!(history.on(day("2026-05-01")).source, "本区规范第一条");
    assert_eq!(history.on(day("2026-05-01")).basis, Basis::Norm);

    let ledger = |on: &str| {
        let text = format!("{on} 求职登记");
        crate::notation::CaseLedger::read(&text).unwrap().entries
    };
    let due = |on: &str| {
        let rulebook = Rulebook::new(&law, Jurisdiction::Beijing);
        let duties = rulebook.assess(&ledger(on), day("2026-06-30")).duties;
        assert_eq!(duties.len(), 1);
        duties[0].due
    };
    // Thursday 30 April: Labour Day is off until the 5th, then 6, 7, 8.
    assert_eq!(due("2026-04-30"), Due::certain(day("2026-05-08")));
    // Friday 1 May: 6, 7, 8, Saturday the 9th is worked, 11.
    assert_eq!(due("2026-05-01"), Due::certain(day("2026-05-11")));
}

#[test]
fn a_norm_of_the_agency_replaces_every_shipped_value_after_it() {
    let early = NORM.replace("2026-05-01", "2010-01-01");
    let law = law().with_norms("norms.toml", &early).unwrap();
    let values = law.parameter(Parameter::Grading).values();
    assert_eq!(values.len(), 1);
    assert_eq!((values[0].from, values[0].value), (day("2010-01-01"), 5));
    // Two of the agency, in order; another figure stays.
    let two = format!("{NORM}{}", NORM.replace("2026-05-01", "2026-06-01").replace("= 5", "= 7"));
    let law = Law::shipped().unwrap().with_norms("norms.toml", &two).unwrap();
    let values: Vec<u16> =
        law.parameter(Parameter::Grading).values().iter().map(|value| value.value).collect();
    assert_eq!(values, [3, 5, 7]);
    assert_eq!(law.parameter(Parameter::PlanAdoption).values().len(), 1);
}

#[test]
fn what_is_no_norm_is_refused_with_the_file_and_the_reason() {
    let twice = format!("{NORM}{NORM}");
    let backwards = format!("{NORM}{}", NORM.replace("2026-05-01", "2026-04-30"));
    let broken = [
        (NORM.replace("grading", "guidance_follow_up"), "法定"),
        (NORM.replace("grading", "silence"), "法定"),
        (NORM.replace("grading", "gradings"), "没有名为“gradings”的参数"),
        (NORM.replace("本区规范第一条", "  "), "缺少出处"),
        (NORM.replace("source = \"本区规范第一条\"", ""), "第 "),
        (NORM.replace("value = 5", "value = 0"), "不能是 0"),
        (NORM.replace("value = 5", "value = -1"), "第 "),
        (NORM.replace("value = 5", "values = 5"), "第 "),
        (NORM.replace("2026-05-01", "2026-05-01T00:00:00"), "应是日期"),
        (NORM.replace("2026-05-01", "2026-02-30"), "第 "),
        (twice, "先后排列"),
        (backwards, "先后排列"),
    ];
    for (text, reason) in broken {
        let message = law().with_norms("norms.toml", &text).unwrap_err().to_string();
        assert!(message.starts_with("norms.toml："), "{message}");
        assert!(message.contains(reason), "{text}: {message}");
    }
    // Every figure that the law lays down, and no other, is out of an agency's reach.
    for history in law().parameters() {
        let text = NORM.replace("grading", history.parameter.name());
        let is_norm = history.values().iter().all(|value| value.basis == Basis::Norm);
        let accepted = law().with_norms("norms.toml", &text).is_ok();
        assert_eq!(accepted, is_norm, "{}", history.parameter.name());
    }
}

const NOTICE: &str = r#"
year = 2027
notice = "国务院办公厅关于2027年部分节假日安排的通知"
source = "国务院办公厅"
checked = 2026-12-01

[[holiday]]
name = "元旦"
days_off = [2027-01-01, 2027-01-02, 2027-01-03]
days_worked = [2026-12-27]
"#;

#[test]
fn the_next_notice_makes_its_year_certain() {
    let (before, after) = (law(), law().with_calendar("2027.toml", NOTICE).unwrap());
    let count = |law: &Law, from| law.calendar().working_days_after(day(from), 1);
    assert_eq!(count(&before, "2026-12-31"), Due { day: day("2027-01-01"), provisional: true });
    assert_eq!(count(&after, "2026-12-31"), Due::certain(day("2027-01-04")));
    // Its make-up Sunday lies in the December before.
    assert_eq!(count(&before, "2026-12-25"), Due::certain(day("2026-12-28")));
    assert_eq!(count(&after, "2026-12-25"), Due::certain(day("2026-12-27")));
    assert!(!before.calendar().is_published(2027) && after.calendar().is_published(2027));
    // The year after it is no more certain than before.
    assert!(count(&after, "2027-12-31").provisional);
    assert_eq!(after.calendar().years().count(), before.calendar().years().count() + 1);
}

#[test]
fn a_notice_laid_over_a_year_replaces_it() {
    let text = NOTICE.replace("2027", "2026").replace("2026-12-27", "2025-12-28");
    let law = law().with_calendar("2026.toml", &text).unwrap();
    assert!(law.calendar().is_working(day("2026-10-01")));
    assert!(!law.calendar().is_working(day("2026-01-02")));
    assert!(law.calendar().is_working(day("2025-12-28")));
    assert!(!law.calendar().is_working(day("2025-10-01")));
}

#[test]
fn a_broken_notice_is_refused_with_the_file_and_the_reason() {
    for (from, to, reason) in [
        ("2027-01-03]", "2028-01-03]", "2028-01-03 不在 2027 年内"),
        ("2026-12-27", "2026-11-29", "2026-11-29 不在 2027 年内"),
        ("2027-01-03]", "2027-01-02]", "2027-01-02 写了两次"),
        ("2026-12-27", "2027-01-02", "2027-01-02 写了两次"),
        ("2026-12-27", "2026-12-28", "不是调休"),
        ("2026-12-27", "2026-12-27T08:00:00", "应是日期"),
        ("2026-12-27", "2026-12-32", "第 "),
        ("days_worked", "days_wroked", "第 "),
        ("source = \"国务院办公厅\"", "source = \"\"", "不能为空"),
        ("source = \"国务院办公厅\"", "", "第 "),
        ("checked = 2026-12-01", "", "第 "),
        ("checked =", "remark = \"\"\nchecked =", "第 "),
    ] {
        assert!(NOTICE.contains(from), "{from} is not in the notice");
        let text = NOTICE.replacen(from, to, 1);
        let message = law().with_calendar("2027.toml", &text).unwrap_err().to_string();
        assert!(message.starts_with("2027.toml："), "{message}");
        assert!(message.contains(reason), "{to}: {message}");
    }
}
