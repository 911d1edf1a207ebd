//! Reading what was typed.

use kernel::Day;

use super::{Field, FieldKind, Form, ONCE, SURE, is_key};
use crate::submitted::Submitted;

impl Form {
    /// Takes what was sent and notes what is wrong with each field by itself. Whatever was typed stays.
    pub fn take(&mut self, sent: &Submitted) {
        for field in self.groups.iter_mut().flat_map(|group| &mut group.fields) {
            field.values = sent.all(field.name).map(|typed| plainly(&field.kind, typed)).collect();
            field.problem = problem_of(field);
            field.doubt = None;
        }
        self.sure = sent.all(SURE).map(str::to_owned).collect();
        for (name, value) in &mut self.hidden {
            if let Some(sent) = sent.text(name).filter(|sent| name != ONCE || is_key(sent)) {
                sent.clone_into(value);
            }
        }
    }

    /// Tells whether nothing is wrong so far.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.faulty().next().is_none()
    }

    /// Notes what is wrong with a field, unless something is already.
    pub fn refuse(&mut self, name: &str, words: impl std::fmt::Display) {
        let named = self.groups.iter_mut().flat_map(|group| &mut group.fields);
        match named.into_iter().find(|field| field.name == name) {
            Some(field) => {
                field.problem.get_or_insert(words.to_string());
            }
            None => self.problems.push(words.to_string()),
        }
    }

    /// Gives what was typed into a field; nothing if it was left blank.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields().find(|field| field.name == name)?.values.first().map(String::as_str)
    }

    /// Gives what was typed, or the empty text.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_owned()
    }

    /// Gives every answer that was chosen.
    #[must_use]
    pub fn chosen(&self, name: &str) -> Vec<String> {
        self.fields()
            .find(|field| field.name == name)
            .map_or_else(Vec::new, |field| field.values.clone())
    }

    /// Gives the day that was typed, if it is one.
    #[must_use]
    pub fn day(&self, name: &str) -> Option<Day> {
        self.text(name)?.parse().ok()
    }

    /// Gives the number that was typed, if it is one.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// Tells whether a flag was set.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// Gives the key that makes sure of "once".
    #[must_use]
    pub fn once(&self) -> &str {
        self.hidden.iter().find(|(name, _)| name == ONCE).map_or("", |(_, value)| value)
    }
}

/// Gives a day or a number as it is stored when it was typed as people also write it: full-width digits, dots,
/// slashes, 年月日, eight digits in a row, commas between thousands. Anything else stays as it was typed.
fn plainly(kind: &FieldKind, typed: &str) -> String {
    let narrow = |letter: char| match letter {
        '０'..='９' => char::from_u32(letter as u32 - '０' as u32 + '0' as u32).unwrap_or(letter),
        _ => letter,
    };
    match kind {
        FieldKind::Day => {
            let text: String = typed.chars().map(narrow).collect();
            let is_eight = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
            let written = if is_eight {
                format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
            } else {
                let text = text.strip_suffix('日').unwrap_or(&text);
                let parts: Vec<&str> = text
                    .split(['-', '/', '.', '－', '／', '．', '。', '年', '月'])
                    .map(str::trim)
                    .collect();
                let [year, month, day] = parts[..] else { return typed.to_owned() };
                format!("{year}-{month:0>2}-{day:0>2}")
            };
            // What is no day keeps the form in which it was typed.
            if written.parse::<Day>().is_ok() { written } else { typed.to_owned() }
        }
        FieldKind::Number { .. } => {
            let text: String =
                typed.chars().map(narrow).filter(|letter| !matches!(letter, ',' | '，')).collect();
            if text.parse::<i64>().is_ok() { text } else { typed.to_owned() }
        }
        _ => typed.to_owned(),
    }
}

/// Says what is wrong with a field by itself.
fn problem_of(field: &Field) -> Option<String> {
    let label = &field.label;
    let Some(typed) = field.values.first() else {
        let ask = match field.kind {
            FieldKind::One(_) | FieldKind::Of(_) | FieldKind::Any(_) | FieldKind::Shown(_) => {
                "请选择"
            }
            FieldKind::Flag => "请确认",
            FieldKind::File { .. } => return None,
            _ => "请填写",
        };
        return field.is_required.then(|| format!("{ask}{label}"));
    };
    match &field.kind {
        FieldKind::Line { longest, .. } | FieldKind::Lines { longest } => {
            let length = typed.chars().count();
            (length > *longest).then(|| format!("{label}最多 {longest} 个字，现有 {length} 个"))
        }
        FieldKind::Day => typed.parse::<Day>().err().map(|error| format!("{label}：{error}")),
        FieldKind::Number { least, greatest, unit } => match typed.parse::<i64>() {
            Ok(number) if (*least..=*greatest).contains(&number) => None,
            _ => Some(format!("{label}应是 {least} 到 {greatest} 之间的整数（{unit}）")),
        },
        FieldKind::One(choices) | FieldKind::Of(choices) | FieldKind::Any(choices) => field
            .values
            .iter()
            .any(|value| choices.iter().all(|choice| choice.value != *value))
            .then(|| format!("{label}请从所列各项中选择")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Choice;
    use super::*;

    fn form() -> Form {
        Form::new("/x", "保存", "k1")
            .field(Field::line("name", "姓名").required())
            .field(Field::day("birth", "出生日期"))
            .field(Field::number("months", "失业时间", (0, 600), "月"))
            .field(Field::one("sex", "性别", vec![Choice::new("f", "女"), Choice::new("m", "男")]))
    }

    #[test]
    fn whatever_was_typed_stays_and_each_problem_stands_at_its_field() {
        let mut form = form();
        form.take(&Submitted::read("birth=2026-02-30&months=-1&sex=x&_once=k2".as_bytes()));
        let problems: Vec<&str> = form.faulty().map(|field| field.name).collect();
        assert_eq!(problems, ["name", "birth", "months", "sex"]);
        assert_eq!((form.text("birth"), form.once()), (Some("2026-02-30"), "k2"));
        assert_eq!((form.day("birth"), form.is_sound()), (None, false));
    }

    #[test]
    fn days_and_numbers_are_read_as_people_write_them() {
        let take = |kind, typed: &str| plainly(&kind, typed);
        for typed in [
            "1990-05-01",
            "1990/5/1",
            "1990.05.1",
            "1990年5月1日",
            "19900501",
            "１９９０年５月１日",
        ] {
            assert_eq!(take(FieldKind::Day, typed), "1990-05-01", "{typed}");
        }
        for typed in ["1990-02-30", "19900230", "90-5-1", "1990-5", "去年", "1990-5-1-2"] {
            assert_eq!(take(FieldKind::Day, typed), typed);
        }
        let wage = || FieldKind::Number { least: 0, greatest: 9, unit: "元" };
        assert_eq!(take(wage(), "１２，３００"), "12300");
        assert_eq!(take(wage(), "一千"), "一千");
    }

    #[test]
    fn what_is_right_is_read() {
        let mut form = form();
        let sent = "name=+%E5%BC%A0%E4%B8%89+&birth=1990-05-01&months=3&sex=f&unknown=1";
        form.take(&Submitted::read(sent.as_bytes()));
        assert!(form.is_sound());
        assert_eq!(form.text("name"), Some("张三"));
        assert_eq!(form.number("months"), Some(3));
        form.refuse("name", "已有同名");
        form.refuse("elsewhere", "别处");
        assert_eq!((form.is_sound(), form.problems.len()), (false, 1));
    }
}
