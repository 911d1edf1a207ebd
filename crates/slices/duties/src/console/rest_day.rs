//! What a day says on which nobody need be here: what comes on the next working day, and what is left over until then.

use desk::Desk;
use kernel::Day;
use rules::Calendar;
use store::StoreError;
use web::{Notice, Visit};

use super::agenda::sum;
use crate::actions::agenda::{Whose, count_for_community, count_for_officer, loads};
use crate::model::Bucket;

/// How far ahead the next working day is looked for; no holiday lasts so long.
const LONGEST: i32 = 30;

/// Says on a day off what the next working day brings; nothing on a working day.
pub(super) async fn notice(
    visit: &Visit,
    desk: &Desk,
    whose: Whose,
) -> Result<Option<Notice>, StoreError> {
    let calendar = desk.rulebook.law().calendar();
    let today = visit.today;
    let Some(off) = off(calendar, today) else { return Ok(None) };
    let Some(next) = next_working_day(calendar, today) else { return Ok(None) };
    let counts = desk
        .db
        .read::<_, _, StoreError>(async move |tx| match whose {
            Whose::Officer(officer) => count_for_officer(tx, officer, next).await,
            Whose::Community(code) => count_for_community(tx, code, next).await,
            Whose::Office(area) => Ok(sum(&loads(tx, area, next).await?)),
        })
        .await?;
    let due = (counts.of(Bucket::Today), counts.of(Bucket::Overdue));
    let mut words = words(&off, next, due);
    let resting = counts.resting_of(Bucket::Today) + counts.resting_of(Bucket::Overdue);
    if resting > 0 {
        words = format!("{words}；两项共有 {resting} 件按决定暂不办");
    }
    Ok(Some(Notice::note(words)))
}

/// Says why a day is none on which people work; nothing if it is one.
fn off(calendar: &Calendar, day: Day) -> Option<String> {
    match calendar.holiday(day) {
        Some(holiday) => Some(format!("{holiday}放假")),
        None => (!calendar.is_working(day)).then(|| "周末".to_owned()),
    }
}

fn next_working_day(calendar: &Calendar, today: Day) -> Option<Day> {
    let mut days = (1..=LONGEST).map(|days| today.plus_days(days));
    days.find(|day| off(calendar, *day).is_none())
}

fn words(off: &str, next: Day, (due, left_over): (i64, i64)) -> String {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = weekday[usize::from(next.weekday() - 1)];
    let due = match due {
        0 => "没有到期的应办".to_owned(),
        due => format!("到期 {due} 件"),
    };
    let left_over = match left_over {
        0 => "此前没有遗留".to_owned(),
        left_over => format!("此前遗留 {left_over} 件"),
    };
    format!("今天是{off}，不是工作日。下一个工作日 {next}（星期{weekday}）{due}，{left_over}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_day_off_knows_the_next_working_day() {
        let law = rules::Law::shipped().expect("the law");
        let calendar = law.calendar();
        for (today, off_as, next) in [
            ("2026-11-22", Some("周末"), "2026-11-23"),
            ("2026-10-01", Some("国庆节放假"), "2026-10-08"),
            // A Saturday that is worked; a Friday off of which no notice says so yet.
            ("2026-10-10", None, "2026-10-12"),
            ("2026-12-31", None, "2027-01-04"),
            ("2027-01-01", Some("元旦放假"), "2027-01-04"),
        ] {
            assert_eq!(off(calendar, day(today)).as_deref(), off_as, "{today}");
            assert_eq!(next_working_day(calendar, day(today)), Some(day(next)), "{today}");
        }
    }

    #[test]
    fn it_says_what_comes_and_what_is_left_over() {
        let next = day("2026-11-23");
        assert_eq!(
            words("周末", next, (3, 2)),
            "今天是周末，不是工作日。下一个工作日 2026-11-23（星期一）到期 3 件，此前遗留 2 件"
        );
        assert!(words("周末", next, (0, 0)).ends_with("没有到期的应办，此前没有遗留"));
    }
}
