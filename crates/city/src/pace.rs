//! How much happens in a life.

/// How much happens to subjects, and how well they are looked after; shares are in percent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How many were known when the system was brought in.
    pub(crate) known_from_start: u32,
    /// How many persons are in hardship.
    pub(crate) in_hardship: u32,
    /// How many ordinary seekers leave an address and never register.
    pub(crate) never_register: u32,
    /// How often an ordinary seeker is served at least before they fall silent.
    pub(crate) fewest_rounds: u16,
    /// How often an ordinary seeker is served at most.
    pub(crate) most_rounds: u16,
    /// How many ordinary seekers lose their work and come back.
    pub(crate) lose_work: u32,
    /// How many of the silent come back.
    pub(crate) break_silence: u32,
    /// How many workdays lie at least between two steps under an agreement.
    pub(crate) shortest_step: u16,
    /// How many workdays lie at most between two steps under an agreement.
    pub(crate) longest_step: u16,
    /// How many employers have nothing more to ask for each time.
    pub(crate) employer_leaves: u32,
    /// How many of the forgotten duties are found when the office looks through its arrears.
    pub(crate) caught_up: u32,
}

impl Pace {
    /// That of the ledger for measuring: long lives, whose arrears nobody looks through. Other
    /// figures would change every such ledger.
    pub(crate) const LEDGER: Self = Self {
        known_from_start: 30,
        in_hardship: 12,
        never_register: 6,
        fewest_rounds: 2,
        most_rounds: 14,
        lose_work: 45,
        break_silence: 30,
        shortest_step: 4,
        longest_step: 18,
        employer_leaves: 22,
        caught_up: 0,
    };

    /// That of the district: most people come once, and arrears are few and recent.
    pub(crate) const DISTRICT: Self = Self {
        known_from_start: 24,
        in_hardship: 5,
        never_register: 24,
        fewest_rounds: 1,
        most_rounds: 2,
        lose_work: 8,
        break_silence: 12,
        shortest_step: 6,
        longest_step: 24,
        employer_leaves: 30,
        caught_up: 94,
    };
}
