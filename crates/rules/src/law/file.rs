//! What all law files have in common.

use kernel::{Day, settings_words};
use serde::de::DeserializeOwned;
use toml::value::Datetime;

use super::LawError;

pub(super) fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, LawError> {
    toml::from_str(text).map_err(|error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        LawError::new(name, format!("第 {line} 行：{}", settings_words(error.message())))
    })
}

/// Numbers the line that a place in a text lies in, from 1.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1
}

/// Turns a TOML date into a day; a time of day beside it is refused.
pub(super) fn day_of(name: &str, value: Datetime) -> Result<Day, LawError> {
    let (Some(date), None) = (value.date, value.time) else {
        return Err(LawError::new(name, format!("{value} 应是日期，写成 2026-06-30")));
    };
    Day::new(date.year.into(), date.month, date.day)
        .map_err(|error| LawError::new(name, format!("{value}：{error}")))
}
