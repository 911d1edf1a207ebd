//! The scorecards that ship with Leye, and which of several holds on a day.

use kernel::Day;

use crate::scorecard::Scorecard;
use crate::scorecard_error::ScorecardError;

const SHIPPED: [(&str, &str); 1] =
    [("law/scorecards/local-2018.toml", include_str!("../../../law/scorecards/local-2018.toml"))];

/// Several scorecards, each in force from its first day until the next one's; never empty.
#[derive(Clone, Debug)]
pub struct Scorecards(Vec<Scorecard>);

impl Scorecards {
    /// Reads the scorecards that ship with Leye. An error names the file and what is wrong in it.
    pub fn shipped() -> Result<Self, ScorecardError> {
        let mut cards = Self(Vec::new());
        for (name, text) in SHIPPED {
            cards = cards.with(name, text)?;
        }
        Ok(cards)
    }

    /// Lays a scorecard file over these: from its first day on it replaces every one that began
    /// no earlier, as a city's own tool replaces a local norm.
    pub fn with(mut self, name: &str, text: &str) -> Result<Self, ScorecardError> {
        let card = Scorecard::read(name, text)?;
        self.0.retain(|earlier| earlier.parts().from < card.parts().from);
        if self.0.iter().any(|earlier| earlier.parts().id == card.parts().id) {
            let reason = format!("id {} 已被另一份量表使用，请另起 id", card.parts().id);
            return Err(ScorecardError::new(name, reason));
        }
        self.0.push(card);
        Ok(self)
    }

    /// Gives the scorecard in force on a day; before the first one, the first.
    #[must_use]
    pub fn on(&self, day: Day) -> &Scorecard {
        let index = self.0.partition_point(|card| card.parts().from <= day);
        &self.0[index.saturating_sub(1)]
    }

    /// Gives all of them, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Scorecard] {
        &self.0
    }
}
