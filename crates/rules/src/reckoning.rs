//! Showing how a due date was found: which figure, which days were counted, which were passed over
//! and why.

use kernel::Day;

use crate::calendar::{Calendar, DayKind, Due, PROVISIONAL, months_later, quarter_end};
use crate::law::{Basis, Law, Parameter, Unit};
use crate::rule::Rule;

/// A day that was looked up on the way to a due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedUp {
    /// The day.
    pub day: Day,
    /// What kind of day it is.
    pub kind: DayKind,
    /// Its number, for a working day that was counted; nothing for one that was passed over.
    pub number: Option<u16>,
    /// Whether the notice of its year is at hand. Where it is not, Monday to Friday counts and the
    /// date is provisional.
    pub is_published: bool,
}

/// How a due date was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// The figure in words, such as 5 个工作日内.
    pub period: String,
    /// Where the figure is laid down.
    pub source: String,
    /// Whether the due date is the law's own or contains a local norm.
    pub basis: Basis,
    /// The day counted from.
    pub from: Day,
    /// The due date.
    pub due: Due,
    /// For a window, its first day.
    pub window_from: Option<Day>,
    /// The days looked up, in the order of counting.
    pub days: Vec<LookedUp>,
}

impl Reckoning {
    /// Reckons a rule's due date from the day that its period is counted from. `law_of` is the day
    /// of the cause, which decides what figure is in force.
    #[must_use]
    pub fn of(law: &Law, rule: &Rule, from: Day, law_of: Day) -> Self {
        let history = law.parameter(rule.period);
        let figure = history.on(law_of);
        let period = period(law, rule.period, from, law_of);
        Self {
            period: history.unit.words(figure.value),
            source: figure.source.clone(),
            basis: period.basis,
            from,
            due: period.due,
            window_from: period.window_from,
            days: looked_up(law, history.unit, figure.value, from, period.due.day),
        }
    }

    /// Gives the first day on which what a rule owes can be done, where it has one: what is done before it does not
    /// count. `from` and `law_of` as in [`Self::of`].
    #[must_use]
    pub fn first_day(law: &Law, rule: &Rule, from: Day, law_of: Day) -> Option<Day> {
        period(law, rule.period, from, law_of).window_from
    }

    /// Words how the due date was found, step by step.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        let mut steps = vec![format!("{}（{}，{}）", self.period, self.basis, self.source)];
        steps.push(format!("自 {} 起算", self.from));
        for looked_up in &self.days {
            let number = match looked_up.number {
                Some(number) => format!("第 {number} 个工作日"),
                None if looked_up.kind.is_working() => "工作日".to_owned(),
                None => "不计".to_owned(),
            };
            let unsure =
                if looked_up.is_published { "" } else { "（该年放假通知尚未公布）" };
            steps.push(format!("{} {}：{number}{unsure}", looked_up.day, looked_up.kind));
        }
        if let Some(from) = self.window_from {
            steps.push(format!("{from} 至 {} 之间办理", self.due.day));
        }
        let provisional =
            if self.due.provisional { format!("（{PROVISIONAL}）") } else { String::new() };
        steps.push(format!("期限 {}{provisional}", self.due.day));
        steps
    }

    /// Gives the days that were passed over because nobody works on them.
    pub fn passed_over(&self) -> impl Iterator<Item = &LookedUp> {
        self.days.iter().filter(|looked_up| !looked_up.kind.is_working())
    }
}

/// A period worked out.
pub(crate) struct Period {
    pub(crate) due: Due,
    pub(crate) basis: Basis,
    /// The first day of the window, for what has one.
    pub(crate) window_from: Option<Day>,
}

/// Counts a period from a day, with the figure in force on the day of its cause.
pub(crate) fn period(law: &Law, parameter: Parameter, from: Day, law_of: Day) -> Period {
    let history = law.parameter(parameter);
    let figure = history.on(law_of);
    let calendar: &Calendar = law.calendar();
    let mut basis = figure.basis;
    let mut window_from = None;
    let due = match history.unit {
        Unit::WorkingDays => calendar.working_days_after(from, figure.value),
        Unit::WorkingDaysBefore => calendar.working_days_before(from, figure.value),
        Unit::Days => calendar.days_after(from, figure.value),
        Unit::Months => calendar.months_after(from, figure.value),
        Unit::DaysAtMost => calendar.days_at_most(from, figure.value),
        Unit::MonthsAbout => {
            let around = law.parameter(Parameter::SteadyWindow).on(law_of);
            if around.basis == Basis::Norm {
                basis = Basis::Norm;
            }
            let target = months_later(from, figure.value);
            window_from = Some(target.plus_days(-i32::from(around.value)));
            Due::certain(target.plus_days(i32::from(around.value)))
        }
        Unit::QuarterEnd => {
            window_from = Some(from);
            Due::certain(quarter_end(from))
        }
        // The other units measure states, not periods; no rule has one for its period (tested).
        Unit::SameDay
        | Unit::DaysAround
        | Unit::MonthsExceeded
        | Unit::MonthsInForce
        | Unit::Times => Due::certain(from),
    };
    Period { due, basis, window_from }
}

fn looked_up(law: &Law, unit: Unit, value: u16, from: Day, due: Day) -> Vec<LookedUp> {
    let (first, last, step) = match unit {
        Unit::WorkingDays => (from.plus_days(1), due, 1),
        Unit::WorkingDaysBefore => (from.plus_days(-1), due, -1),
        Unit::Days => (from.plus_days(i32::from(value)), due, 1),
        Unit::Months => (months_later(from, value), due, 1),
        Unit::DaysAtMost => (from.plus_days(i32::from(value)), due, -1),
        _ => return Vec::new(),
    };
    let counts = matches!(unit, Unit::WorkingDays | Unit::WorkingDaysBefore);
    let calendar = law.calendar();
    let mut days = Vec::new();
    let mut number = 0;
    let mut day = first;
    loop {
        let kind = calendar.kind(day);
        let counted = counts && kind.is_working();
        number += u16::from(counted);
        days.push(LookedUp {
            day,
            kind,
            number: counted.then_some(number),
            is_published: calendar.is_published(day.year()),
        });
        if day == last || day == Day::FIRST || day == Day::LAST {
            return days;
        }
        day = day.plus_days(step);
    }
}
