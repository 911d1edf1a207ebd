//! Reading the yearly holiday notices.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::LawError;
use super::file::{day_of, line_of, parse};
use crate::calendar::CalendarYear;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i32,
    notice: String,
    /// The title of a later notice that changed the arrangement, where there is one.
    #[serde(default, rename = "amended_by")]
    _amended_by: String,
    source: String,
    #[serde(rename = "checked")]
    _checked: Datetime,
    #[serde(default)]
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    days_off: Vec<Spanned<Datetime>>,
    #[serde(default)]
    days_worked: Vec<Spanned<Datetime>>,
}

/// Reads the notice of one year; every day must lie in that year or in the
/// December before it, stand once, and change something
/// where it is worked.
pub(super) fn read(name: &str, text: &str) -> Result<CalendarYear, LawError> {
    let file: File = parse(name, text)?;
    if file.notice.is_empty() || file.source.is_empty() {
        return Err(LawError::new(name, "通知名称与来源不能为空"));
    }
    let mut days = BTreeMap::new();
    for holiday in &file.holiday {
        let off = holiday.days_off.iter().map(|day| (day, false));
        let worked = holiday.days_worked.iter().map(|day| (day, true));
        for (date, is_workday) in off.chain(worked) {
            let line = line_of(text, date.span().start);
            let refuse = |reason: String| LawError::new(name, format!("第 {line} 行：{reason}"));
            let day = day_of(name, *date.get_ref()).map_err(|error| refuse(error.reason))?;
            let is_eve = day.year() == file.year - 1 && day.parts().1 == 12;
            if day.year() != file.year && !is_eve {
                return Err(refuse(format!("{day} 不在 {} 年内，也不在上一年十二月", file.year)));
            }
            if is_workday && day.weekday() <= 5 {
                return Err(refuse(format!("{day} 本来就是周一至周五，不是调休")));
            }
            if days.insert(day, (is_workday, holiday.name.clone())).is_some() {
                return Err(refuse(format!("{day} 写了两次")));
            }
        }
    }
    Ok(CalendarYear { year: file.year, notice: file.notice, days })
}
