//! What all law files have in common.

use kernel::Day;
use serde::de::DeserializeOwned;
use toml::value::Datetime;

use super::LawError;

pub(super) fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, LawError> {
    toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        LawError::new(name, format!("第 {line} 行：{}", error.message()))
    })
}

/// Turns a TOML date into a day; a time of day beside it is refused.
pub(super) fn day_of(name: &str, value: Datetime) -> Result<Day, LawError> {
    let (Some(date), None) = (value.date, value.time) else {
        return Err(LawError::new(name, format!("{value} 应是日期，写成 2026-06-30")));
    };
    Day::new(date.year.into(), date.month, date.day)
        .map_err(|error| LawError::new(name, format!("{value}：{error}")))
}
