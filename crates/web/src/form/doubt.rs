//! Asking back about what may be right but seldom is: a day of thirty years ago, an appointment on a day off.
//!
//! What cannot be is refused ([`Form::refuse`]). What is only unlikely is said at its field with a box beneath: whoever
//! means it ticks the box and sends the form again; whoever slipped mends the field. The box holds for the very value that
//! was asked about and for the reasons that were given, so that another slip is asked about anew. No script is needed.

use std::fmt::Display;

use kernel::Day;

use super::{Field, FieldKind, Form};

/// The name under which goes along what was asked back about and is meant.
pub const SURE: &str = "_sure";

/// What stands between the parts of such a value.
const BETWEEN: char = '|';

/// How far from today a day of some sort usually lies. These are figures of the forms, which only ask, and no norms of
/// law: nothing is refused by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usual {
    /// How many days back at most.
    back: i32,
    /// How many days ahead at most.
    ahead: i32,
}

impl Usual {
    /// Something that happened and is put down now: within some three months. A day to come is refused by what it is
    /// recorded for.
    pub const EVENT: Self = Self { back: 92, ahead: i32::MAX };
    /// Something that is planned: within the next two years. A day past is refused or said by what it is planned for.
    pub const PLAN: Self = Self { back: i32::MAX, ahead: 731 };

    /// Days that reach this far back and ahead, in calendar days.
    #[must_use]
    pub const fn within(back: i32, ahead: i32) -> Self {
        Self { back, ahead }
    }

    /// Says in words what is unusual about a day; nothing where it is not.
    #[must_use]
    pub fn doubt(self, day: Day, today: Day) -> Option<String> {
        let days = day.days_since(today);
        let far = if days < 0 {
            (days < self.back.saturating_neg()).then_some("以前")
        } else {
            (days > self.ahead).then_some("以后")
        };
        let ask = "填错了请改正；确实是这一天的，请勾选下面一项再提交";
        far.map(|side| {
            let (today, typed) = (day_in_words(today), day_in_words(day));
            format!("今天是{today}，您填的是{typed}，在 {}{side}。{ask}", span(days.abs()))
        })
    }
}

/// Words a number of days as people tell how long ago something is.
fn span(days: i32) -> String {
    match days {
        ..62 => format!("{days} 天"),
        62..731 => format!("{} 个多月", days * 12 / 366),
        _ => format!("{} 年多", days / 366),
    }
}

/// Words a day with its weekday, such as 2026年11月22日（星期日）.
#[must_use]
pub fn day_in_words(day: Day) -> String {
    let (year, month, number) = day.parts();
    let weekday = ["一", "二", "三", "四", "五", "六", "日"];
    let weekday = weekday.get(usize::from(day.weekday()) - 1).copied().unwrap_or_default();
    format!("{year}年{month}月{number}日（星期{weekday}）")
}

/// What is asked back about a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The field and what was typed.
    about: String,
    /// Why it is asked, in codes.
    whats: Vec<&'static str>,
    /// What whoever ticks the box says.
    pub(super) label: String,
    /// Whether all of it was said to be meant.
    pub(super) is_settled: bool,
}

impl Doubt {
    /// The value that goes along when the box is ticked.
    pub(super) fn value(&self) -> String {
        format!("{}{BETWEEN}{}", self.about, self.whats.join(","))
    }

    fn is_meant(&self, what: &str, sure: &[String]) -> bool {
        sure.iter().any(|value| {
            value.rsplit_once(BETWEEN).is_some_and(|(about, whats)| {
                about == self.about && whats.split(',').any(|known| known == what)
            })
        })
    }
}

impl Form {
    /// Asks back about what was typed into a field, unless whoever typed it has said since that it is meant. `what` names
    /// the reason. Comes after [`Form::take`]; a field with something wrong is not asked about. While something is asked
    /// the form is not sound.
    pub fn doubt(&mut self, name: &str, what: &'static str, words: impl Display) {
        let mut fields = self.groups.iter_mut().flat_map(|group| &mut group.fields);
        if let Some(field) = fields.find(|field| field.name == name) {
            field.ask_back(what, words, &self.sure);
        }
    }

    /// Asks back about a day that lies farther from today than days of its sort usually do.
    pub fn doubt_day(&mut self, name: &str, today: Day, usual: Usual) {
        if let Some(words) = self.day(name).and_then(|day| usual.doubt(day, today)) {
            self.doubt(name, "far", words);
        }
    }
}

impl Field {
    fn ask_back(&mut self, what: &'static str, words: impl Display, sure: &[String]) {
        let is_asked = self.doubt.as_ref().is_some_and(|doubt| !doubt.is_settled);
        if self.problem.is_some() && !is_asked {
            return;
        }
        let typed = self.typed().to_owned();
        let said = match (&self.kind, typed.parse::<Day>()) {
            (FieldKind::Day, Ok(day)) => day_in_words(day),
            (FieldKind::One(choices) | FieldKind::Of(choices), _) => {
                let chosen = choices.iter().find(|choice| choice.value == typed);
                format!("“{}”", chosen.map_or(&typed, |choice| &choice.label))
            }
            _ => format!("“{typed}”"),
        };
        let doubt = self.doubt.get_or_insert_with(|| Doubt {
            about: format!("{}{BETWEEN}{typed}", self.name),
            whats: Vec::new(),
            label: format!("没有填错，就是{said}"),
            is_settled: true,
        });
        doubt.whats.push(what);
        if doubt.is_meant(what, sure) {
            return;
        }
        doubt.is_settled = false;
        self.problem = Some(match self.problem.take() {
            Some(before) => format!("{before}；{words}"),
            None => format!("{}：{words}", self.label),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submitted::Submitted;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn form(on: &str, sure: &[&str]) -> Form {
        let mut form = Form::new("/x", "记录", "k1").field(Field::day("on", "日期").required());
        let mut sent = Submitted::default();
        sent.put("on", on);
        for value in sure {
            sent.put(SURE, *value);
        }
        form.take(&sent);
        form
    }

    #[test]
    fn a_day_of_long_ago_is_asked_about_in_words_until_that_very_day_is_meant() {
        let today = day("2026-11-22");
        let mut first = form("1996.5.3", &[]);
        first.doubt_day("on", today, Usual::EVENT);
        let field = &first.groups[0].fields[0];
        let words = field.problem.clone().unwrap();
        assert!(
            words.starts_with(
                "日期：今天是2026年11月22日（星期日），您填的是1996年5月3日（星期五）"
            ),
            "{words}"
        );
        assert!(words.contains("在 30 年多以前") && !first.is_sound(), "{words}");
        let value = field.doubt.as_ref().unwrap().value();

        let mut meant = form("1996-05-03", &[&value]);
        meant.doubt_day("on", today, Usual::EVENT);
        assert!(meant.is_sound());
        assert!(
            meant.groups[0].fields[0].doubt.as_ref().unwrap().is_settled,
            "the box stays ticked"
        );
        let mut other = form("1997-05-03", &[&value]);
        other.doubt_day("on", today, Usual::EVENT);
        assert!(!other.is_sound(), "another slip is asked about anew");
        meant.doubt("on", "rest", "是周末");
        assert!(!meant.is_sound(), "another reason is asked about anew");
    }

    #[test]
    fn two_reasons_are_asked_at_once_and_meant_at_once() {
        let mut asked = form("2026-01-03", &[]);
        asked.doubt("on", "rest", "是周末");
        asked.doubt("on", "late", "在协议期满以后");
        let field = &asked.groups[0].fields[0];
        assert_eq!(field.problem.as_deref(), Some("日期：是周末；在协议期满以后"));
        let mut meant = form("2026-01-03", &[&field.doubt.as_ref().unwrap().value()]);
        meant.doubt("on", "rest", "是周末");
        meant.doubt("on", "late", "在协议期满以后");
        assert!(meant.is_sound());
        // What cannot be is no matter of meaning it.
        meant.refuse("on", "日期在今天以后");
        assert!(!meant.is_sound());
        let mut wrong = form("2026-02-30", &[]);
        wrong.doubt("on", "rest", "是周末");
        assert!(wrong.groups[0].fields[0].doubt.is_none(), "what is wrong comes first");
    }

    #[test]
    fn days_of_each_sort_have_their_bounds() {
        let today = day("2026-11-22");
        let asks = |usual: Usual, days: i32| usual.doubt(today.plus_days(days), today).is_some();
        assert!(!asks(Usual::EVENT, -92) && asks(Usual::EVENT, -93) && !asks(Usual::EVENT, 9_999));
        assert!(!asks(Usual::PLAN, 731) && asks(Usual::PLAN, 732) && !asks(Usual::PLAN, -9_999));
        assert!(asks(Usual::within(0, 0), -1) && asks(Usual::within(0, 0), 1));
    }
}
