//! `leye calendar`: what kind of day a day is, and which working day comes N days after or before.

use std::io::Write;

use kernel::Day;
use rules::{Due, Law};

use crate::arguments::Calendar;
use crate::failure::Failure;
use crate::{own, terminal};

const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// Answers a question about the calendar.
pub(crate) fn run(arguments: &Calendar) -> Result<u8, Failure> {
    let (law, _) = own::law(&arguments.own)?;
    let mut out = terminal::output();
    let Some(day) = arguments.day else {
        list(&law, &mut out)?;
        out.flush()?;
        return Ok(0);
    };
    writeln!(out, "{}", described(&law, day))?;
    if let Some(offset) = &arguments.offset {
        let offset = Offset::parse(offset)?;
        let due = offset.from(&law, day);
        writeln!(out, "{}", offset.words())?;
        writeln!(out, "{}", described(&law, due.day))?;
        if due.provisional {
            writeln!(out, "（暂定：所涉年份的放假通知尚未公布，暂按周一至周五计）")?;
        }
    }
    out.flush()?;
    Ok(0)
}

/// Lists every day of the years whose notice is at hand.
fn list(law: &Law, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "date,is_workday,kind")?;
    for year in law.calendar().years() {
        let first = Day::new(year.year, 1, 1).unwrap_or(Day::FIRST);
        let days = std::iter::successors(Some(first), |day| Some(day.plus_days(1)));
        for day in days.take_while(|day| day.year() == year.year) {
            let kind = law.calendar().kind(day);
            writeln!(out, "{day},{},{kind}", u8::from(kind.is_working()))?;
        }
    }
    Ok(())
}

/// Describes a day: weekday, kind, and whether that is certain.
pub(crate) fn described(law: &Law, day: Day) -> String {
    let calendar = law.calendar();
    let weekday = WEEKDAYS[usize::from(day.weekday()) - 1];
    let unsure =
        if calendar.is_published(day.year()) { "" } else { "（该年放假通知尚未公布）" };
    format!("{day} 星期{weekday} {}{unsure}", calendar.kind(day))
}

/// A number of working days to go on or back.
#[derive(Debug, PartialEq, Eq)]
enum Offset {
    After(u16),
    Before(u16),
}

impl Offset {
    fn parse(text: &str) -> Result<Self, Failure> {
        let number = |digits: &str| digits.parse::<u16>().ok().filter(|number| *number > 0);
        let offset = match text.split_at_checked(1) {
            Some(("+", digits)) => number(digits).map(Self::After),
            Some(("-", digits)) => number(digits).map(Self::Before),
            _ => None,
        };
        offset.ok_or_else(|| {
            Failure::Usage(format!("“{text}”应写成 +5（之后第 5 个工作日）或 -3（之前第 3 个）"))
        })
    }

    fn from(&self, law: &Law, day: Day) -> Due {
        match self {
            Self::After(count) => law.calendar().working_days_after(day, *count),
            Self::Before(count) => law.calendar().working_days_before(day, *count),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::After(count) => format!("之后第 {count} 个工作日（当日不计）："),
            Self::Before(count) => format!("之前第 {count} 个工作日（当日不计）："),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_signed_numbers_above_zero() {
        assert_eq!(Offset::parse("+5").unwrap(), Offset::After(5));
        assert_eq!(Offset::parse("-3").unwrap(), Offset::Before(3));
        for wrong in ["", "5", "+", "+0", "-0", "+-1", "+99999", "五", "+五"] {
            assert!(Offset::parse(wrong).is_err(), "{wrong} is no offset");
        }
    }
}
