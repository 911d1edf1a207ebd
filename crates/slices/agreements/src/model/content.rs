//! What a signed agreement says beside its edition's text, and what is noted of its performance. Kept sealed.

use std::fmt;

use duties::ServicePlace;
use serde::{Deserialize, Serialize};

/// What a signed agreement says, as it was on the day of signing. Its debug form shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The person's name.
    pub name: String,
    /// The kind of identity document.
    pub document: String,
    /// Its number.
    pub number: String,
    /// Where the person lives.
    pub residence: String,
    /// Where the person's household is registered.
    pub household: String,
    /// The telephone number.
    pub phone: String,
    /// The group of hardship as it was recognised.
    pub group: String,
    /// The place of service.
    pub place: ServicePlace,
    /// The office's name.
    pub office: String,
    /// Its address.
    pub office_address: String,
    /// Its telephone number.
    pub office_phone: String,
    /// The officer's name.
    pub officer: String,
    /// For how many months.
    pub months: u16,
    /// From which day, `YYYY-MM-DD`.
    pub from: String,
    /// Until which day, `YYYY-MM-DD`.
    pub until: String,
    /// Whether it goes on from another one.
    pub renews: bool,
    /// Whether the person met their duties before; nothing where there was no agreement before.
    pub duties_met: Option<bool>,
    /// Which of them they did not meet, each with its reason, in words.
    pub unmet: Vec<String>,
}

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Content(…)")
    }
}

impl Content {
    /// Fills an article's places in.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let or_blank =
            |text: &str| if text.is_empty() { "＿＿＿＿".to_owned() } else { text.to_owned() };
        text.replace("{place}", self.place.term())
            .replace("{office}", &or_blank(&self.office))
            .replace("{officer}", &or_blank(&self.officer))
            .replace("{from}", &or_blank(&self.from))
            .replace("{until}", &or_blank(&self.until))
            .replace("{months}", &self.months.to_string())
    }
}

/// A duty that was not met, as it was noted. Its debug form shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnmetContent {
    /// Which duty, by its name in the edition.
    pub duty: String,
    /// The day on which it was not met, `YYYY-MM-DD`.
    pub on: String,
    /// Why.
    pub reason: String,
    /// Whether that excuses it.
    pub is_excused: bool,
    /// The day on which the person was told that it is noted, `YYYY-MM-DD`; empty where they were not.
    pub told_on: String,
    /// What they said to it (说明和申辩); empty where nobody heard them.
    pub said: String,
}

impl UnmetContent {
    /// Tells whether the person was told and heard.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        !self.told_on.is_empty() && !self.said.is_empty()
    }

    /// Tells whether it makes a renewal say 没有履行, which bars a public-welfare post (BJ18-30): nothing does of which the
    /// person was not told, and to which they could not say anything.
    #[must_use]
    pub fn bars(&self) -> bool {
        !self.is_excused && self.is_heard()
    }

    /// Says how the person was told and what they said, or that it does not count yet.
    #[must_use]
    pub fn hearing(&self) -> String {
        if self.is_heard() {
            return format!("{} 告知本人，本人说：{}", self.told_on, self.said);
        }
        if self.is_excused {
            return String::new();
        }
        "还没有告知本人、听取说明，不作为“没有履行”".to_owned()
    }
}

impl fmt::Debug for UnmetContent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("UnmetContent(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_filled_and_what_is_missing_is_a_line_to_write_on() {
        let content = Content {
            officer: "赵专员".to_owned(),
            months: 12,
            place: ServicePlace::Household,
            ..Content::default()
        };
        assert_eq!(
            content.fill("{place}、{officer}、{months}、{from}"),
            "户籍所在地、赵专员、12、＿＿＿＿"
        );
    }
}
