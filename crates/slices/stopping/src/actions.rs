//! What can be done about the end of a service, and of a recognition, one file for each.

pub(crate) mod board;
pub(crate) mod counts;
pub(crate) mod decide;
pub(crate) mod decided;
pub(crate) mod decided_gates;
pub(crate) mod exit;
pub(crate) mod notices;
pub(crate) mod object;
pub(crate) mod objections;
pub(crate) mod office;
pub(crate) mod open;
pub(crate) mod ready;
pub(crate) mod registry;
pub(crate) mod taking_along;
pub(crate) mod taking_back;
pub(crate) mod tell;
pub(crate) mod verify;

/// Gives a channel in words, by its name in the ledger.
pub(crate) fn channel_words(name: &str) -> &str {
    services::model::codes::words_of(services::model::codes::CHANNELS, name)
}
