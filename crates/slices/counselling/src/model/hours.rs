//! Working hours: when a counsellor receives people, day of the week by day of the week.

use std::fmt;

use rules::DayKind;

use super::timetable::{STEP, Span};

/// What the places of a week are called, in the order in which they are kept: first the days that the
/// yearly notice makes workdays, then Monday to Sunday.
pub const WEEK: [&str; 8] = ["调休上班日", "周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// When a counsellor receives people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeeklyHours {
    days: [Vec<Span>; 8],
}

impl WeeklyHours {
    /// Hours as many offices keep them, to start from: Monday to Friday and make-up workdays.
    #[must_use]
    pub fn usual() -> Self {
        let mut hours = Self::default();
        for place in 0..=5 {
            hours.days[place] = vec![
                Span { from: 9 * 60, to: 11 * 60 + 30 },
                Span { from: 13 * 60 + 30, to: 17 * 60 },
            ];
        }
        hours
    }

    /// Gives the hours of a place of the week, as in [`WEEK`].
    #[must_use]
    pub fn at(&self, place: usize) -> &[Span] {
        self.days.get(place).map_or(&[], Vec::as_slice)
    }

    /// Sets the hours of a place of the week; refuses what does not end after it began, lies off the grid or
    /// overlaps.
    pub fn set(&mut self, place: usize, mut spans: Vec<Span>) -> Result<(), HoursProblem> {
        spans.sort_by_key(|span| span.from);
        for span in &spans {
            if span.from % STEP != 0 || span.to % STEP != 0 {
                return Err(HoursProblem::Grid);
            }
            if span.from >= span.to || span.from < 0 || span.to > 24 * 60 {
                return Err(HoursProblem::Order(*span));
            }
        }
        if let Some(pair) = spans.windows(2).find(|pair| pair[0].to > pair[1].from) {
            return Err(HoursProblem::Overlap(pair[0], pair[1]));
        }
        if let Some(day) = self.days.get_mut(place) {
            *day = spans;
        }
        Ok(())
    }

    /// Gives the hours of a day: none on a holiday; on a make-up workday those set for such days.
    #[must_use]
    pub fn on(&self, kind: &DayKind, weekday: u8) -> &[Span] {
        match kind {
            DayKind::Holiday(_) => &[],
            DayKind::MakeUpWorkday(_) => self.at(0),
            DayKind::Workday | DayKind::Weekend => self.at(usize::from(weekday)),
        }
    }

    /// Gives every span with its place in the week.
    pub fn spans(&self) -> impl Iterator<Item = (usize, Span)> {
        self.days
            .iter()
            .enumerate()
            .flat_map(|(place, spans)| spans.iter().map(move |span| (place, *span)))
    }

    /// Tells whether there are none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// Writes the hours of a place of the week as they are typed.
    #[must_use]
    pub fn words(&self, place: usize) -> String {
        let spans: Vec<String> = self.at(place).iter().map(Span::to_string).collect();
        spans.join(" ")
    }
}

/// Reads hours as they are typed: `09:00-11:30 13:30-17:00`, with 、 or commas between, 至 or ～ within.
pub fn read_spans(text: &str) -> Result<Vec<Span>, HoursProblem> {
    let pieces = text.split(|letter: char| letter.is_whitespace() || "、,，;；".contains(letter));
    pieces
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let unread = || HoursProblem::Unread(piece.to_owned());
            let (from, to) =
                piece.split_once(['-', '－', '–', '—', '~', '～', '至']).ok_or_else(unread)?;
            let from = read_clock(from).ok_or_else(unread)?;
            let to = read_clock(to).ok_or_else(unread)?;
            Ok(Span { from, to })
        })
        .collect()
}

/// Writes a minute of the day as a clock shows it.
#[must_use]
pub fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads a time of day as it is typed; nothing if it is none.
#[must_use]
pub fn read_clock(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once([':', '：'])?;
    let is_short = |part: &str| (1..=2).contains(&part.len());
    if !is_short(hours) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    let minute = i64::from(hours) * 60 + i64::from(minutes);
    (minutes < 60 && minute <= 24 * 60).then_some(minute)
}

/// Why hours cannot be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoursProblem {
    /// It cannot be read.
    Unread(String),
    /// It does not end after it began.
    Order(Span),
    /// It does not begin and end on a quarter of an hour.
    Grid,
    /// Two overlap.
    Overlap(Span, Span),
}

impl fmt::Display for HoursProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(text) => write!(
                out,
                "“{text}”不是时段；请写成 09:00-11:30，两段之间空一格，例如 09:00-11:30 13:30-17:00"
            ),
            Self::Order(span) => write!(out, "{span} 的结束时间应晚于开始时间，且不超过 24:00"),
            Self::Grid => out.write_str("开始和结束应在整刻钟，例如 09:00、09:15、09:30、09:45"),
            Self::Overlap(one, other) => write!(out, "{one} 与 {other} 相互重叠，请合并为一段"),
        }
    }
}

impl std::error::Error for HoursProblem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_type_them() {
        let spans = read_spans(" 9:00-11:30、13:30～17:00").expect("two spans");
        assert_eq!(spans, [Span { from: 540, to: 690 }, Span { from: 810, to: 1020 }]);
        for wrong in
            ["上午", "9-11", "09:00", "09:00-25:00", "09:60-10:00", "9:0-10:00", "-1:00-2:00"]
        {
            assert!(matches!(read_spans(wrong), Err(HoursProblem::Unread(_))), "{wrong}");
        }
    }

    #[test]
    fn hours_that_cannot_be_are_refused() {
        let mut hours = WeeklyHours::default();
        let mut set = |text: &str| hours.set(1, read_spans(text).expect("spans"));
        assert!(matches!(set("10:00-09:00"), Err(HoursProblem::Order(_))));
        assert!(matches!(set("09:00-09:00"), Err(HoursProblem::Order(_))));
        assert_eq!(set("09:05-10:00"), Err(HoursProblem::Grid));
        assert!(matches!(set("09:00-11:00 10:45-12:00"), Err(HoursProblem::Overlap(..))));
        assert_eq!(set("11:00-12:00 09:00-11:00"), Ok(()));
        assert_eq!(hours.words(1), "09:00-11:00 11:00-12:00");
    }

    #[test]
    fn the_calendar_decides_which_hours_count() {
        let hours = WeeklyHours::usual();
        let holiday = DayKind::Holiday("国庆节".to_owned());
        let make_up = DayKind::MakeUpWorkday("国庆节".to_owned());
        assert!(hours.on(&holiday, 3).is_empty());
        assert_eq!(hours.on(&make_up, 6).len(), 2);
        assert_eq!(hours.on(&DayKind::Workday, 3).len(), 2);
        assert!(hours.on(&DayKind::Weekend, 6).is_empty());
    }
}
