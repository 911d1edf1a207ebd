//! The scorecards that ship with Leye, and which of several holds on a day.

use kernel::Day;

use crate::scorecard::Scorecard;
use crate::scorecard_error::ScorecardError;

const SHIPPED: [(&str, &str); 1] =
    [("law/scorecards/local-2018.toml", include_str!("../../../law/scorecards/local-2018.toml"))];

/// Several scorecards, each in force from its first day until the next one's; never empty.
#[derive(Clone, Debug)]
pub struct Scorecards {
    /// Those that are or will be in force, oldest first.
    in_force: Vec<Scorecard>,
    /// Those in whose place others were laid; somebody may have been graded by them.
    replaced: Vec<Scorecard>,
}

impl Scorecards {
    /// Reads the scorecards that ship with Leye. An error names the file and what is wrong in it.
    pub fn shipped() -> Result<Self, ScorecardError> {
        let mut cards = Self { in_force: Vec::new(), replaced: Vec::new() };
        for (name, text) in SHIPPED {
            cards = cards.with(name, text)?;
        }
        Ok(cards)
    }

    /// Lays a scorecard file over these: from its first day on it replaces every one that began
    /// no earlier, as a city's own tool replaces a local norm.
    pub fn with(mut self, name: &str, text: &str) -> Result<Self, ScorecardError> {
        let card = Scorecard::read(name, text)?;
        let from = card.parts().from;
        // A copy of a scorecard takes the place of that one; another one needs another id.
        if self.named(&card.parts().id).is_some_and(|known| !known.grades_as(&card)) {
            let reason = format!("id {} 已被另一份量表使用，请另起 id", card.parts().id);
            return Err(ScorecardError::new(name, reason));
        }
        self.in_force.retain(|known| known.parts().id != card.parts().id);
        let begun = self.in_force.partition_point(|earlier| earlier.parts().from < from);
        self.replaced.extend(self.in_force.drain(begun..));
        self.in_force.push(card);
        Ok(self)
    }

    /// Gives the scorecard in force on a day; before the first one, the first.
    #[must_use]
    pub fn on(&self, day: Day) -> &Scorecard {
        let index = self.in_force.partition_point(|card| card.parts().from <= day);
        &self.in_force[index.saturating_sub(1)]
    }

    /// Gives all that are or will be in force, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Scorecard] {
        &self.in_force
    }

    /// Gives those that others replaced before anybody could be graded by them from their first day on.
    #[must_use]
    pub fn replaced(&self) -> &[Scorecard] {
        &self.replaced
    }

    /// Finds a scorecard by its id, also one that another one replaced.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<&Scorecard> {
        self.in_force.iter().chain(&self.replaced).find(|card| card.parts().id == id)
    }
}
