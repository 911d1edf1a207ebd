//! Whether the person was reached, or sought in earnest, before anybody proposes to stop their service.

use std::collections::BTreeSet;

use kernel::Day;
use rules::{Gate, Parameter, Rulebook};

use super::document::Verification;
use super::refusal::Refusal;

/// Tells whether a gate rests on what the person said (BJ18-21(3), BJ18-29), not on their silence.
#[must_use]
pub const fn rests_on_words(gate: Gate) -> bool {
    matches!(gate, Gate::Unwilling | Gate::Termination)
}

impl Verification {
    /// Tells whether the person was reached at least once, and told what a stop means.
    #[must_use]
    pub fn was_reached(&self) -> bool {
        self.attempts.iter().any(|tried| tried.reached)
    }

    /// Says why a stop cannot be proposed on these attempts. Whoever said that they want nothing must have been reached
    /// and told; whoever fell silent must have been sought on several days through several channels, unless reached.
    pub fn enough(&self, rulebook: &Rulebook<'_>, gate: Gate, today: Day) -> Result<(), Refusal> {
        if self.attempts.is_empty() {
            return Err(Refusal::NoAttempt);
        }
        if self.was_reached() {
            return Ok(());
        }
        if rests_on_words(gate) {
            return Err(Refusal::NotReached(gate));
        }
        let days: BTreeSet<&str> = self.attempts.iter().map(|tried| tried.on.as_str()).collect();
        let channels: BTreeSet<&str> =
            self.attempts.iter().map(|tried| tried.how.as_str()).collect();
        let tried = (days.len(), channels.len());
        if rulebook.was_sought(tried, today) {
            return Ok(());
        }
        let least = |parameter| {
            let history = rulebook.law().parameter(parameter);
            history.words(history.on(today).value)
        };
        Err(Refusal::SoughtTooLittle {
            gate,
            tried,
            days: least(Parameter::StopAttemptDays),
            channels: least(Parameter::StopAttemptChannels),
        })
    }
}
