//! Days that a list is asked for by. Whoever slips is told so at the field, and not shown an empty list that looks as if
//! nothing had happened.

use kernel::Day;

use super::{FieldKind, Form};
use crate::submitted::Submitted;

impl Form {
    /// Takes what was asked for. Days that were left blank stay the usual ones, with which the form was made.
    pub fn take_asked(&mut self, sent: &Submitted) {
        let is_day = |kind: &FieldKind| matches!(kind, FieldKind::Day);
        let usual: Vec<Vec<String>> = self.fields().map(|field| field.values.clone()).collect();
        self.take(sent);
        let fields = self.groups.iter_mut().flat_map(|group| &mut group.fields);
        for (field, usual) in fields.zip(usual) {
            if is_day(&field.kind) && field.values.is_empty() && !usual.is_empty() {
                field.values = usual;
                field.problem = None;
            }
        }
    }

    /// Gives the days of two fields between which something is looked for; nothing where one of them is none, or where
    /// they stand the wrong way round, which the first of them then says with what would be right.
    pub fn days_between(&mut self, first: &str, last: &str) -> Option<(Day, Day)> {
        let (from, until) = (self.day(first)?, self.day(last)?);
        if from <= until {
            return Some((from, until));
        }
        let label = |name: &str| {
            let field = self.fields().find(|field| field.name == name);
            field.map_or_else(String::new, |field| field.label.clone())
        };
        let words = format!(
            "开始日期在结束日期之后，这样查不到任何一天；请把“{}”改为 {until} 或以前，或者把“{}”改为 {from} 或以后",
            label(first),
            label(last)
        );
        self.refuse(first, words);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::*;

    fn asked(sent: &str) -> Form {
        let mut form = Form::asking("/x", "查询")
            .field(Field::day("from", "从").value("2026-01-01"))
            .field(Field::day("until", "到").value("2026-01-31"))
            .field(Field::line("name", "姓名").value("旧"));
        form.take_asked(&Submitted::read(sent.as_bytes()));
        form
    }

    fn between(form: &mut Form) -> Option<(String, String)> {
        let days = form.days_between("from", "until");
        days.map(|(from, until)| (from.to_string(), until.to_string()))
    }

    #[test]
    fn days_left_blank_are_the_usual_ones_and_nothing_else_is() {
        let mut form = asked("from=&until=2026.2.1");
        assert_eq!(between(&mut form), Some(("2026-01-01".to_owned(), "2026-02-01".to_owned())));
        assert_eq!(form.text("name"), None, "a line that was emptied stays empty");
        assert!(form.is_sound());
    }

    #[test]
    fn days_the_wrong_way_round_are_refused_at_the_field_with_what_would_be_right() {
        let mut same = asked("from=2026-01-31&until=2026-01-31");
        assert!(between(&mut same).is_some(), "one day is a span, too");
        let mut form = asked("from=2026-03-01&until=2026-02-01");
        assert_eq!(between(&mut form), None);
        let problem = form.fields().find_map(|field| field.problem.clone()).unwrap();
        assert!(problem.contains("把“从”改为 2026-02-01 或以前"), "{problem}");
        assert!(problem.contains("把“到”改为 2026-03-01 或以后"), "{problem}");
        assert_eq!(form.text("from"), Some("2026-03-01"), "what was typed stays");
        assert!(!form.is_sound());
    }

    #[test]
    fn what_is_no_day_is_said_and_never_taken_for_the_usual_one() {
        let mut form = asked("from=gestern&until=2026-02-01");
        assert_eq!(between(&mut form), None);
        assert_eq!((form.text("from"), form.is_sound()), (Some("gestern"), false));
    }
}
