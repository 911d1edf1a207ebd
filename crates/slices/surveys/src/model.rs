//! Rounds, answers, tries, the demand file, other groups; and what a round showed. Pure.

mod answers;
mod attempt;
mod demand;
mod figures;
mod group;
mod ledger;
mod refusal;
mod round;

pub use answers::{Answers, Method, Planned, Willingness, circumstance_words};
pub use attempt::{NewAttempt, Outcome};
pub use demand::{DemandContent, SERVICES_WANTED, differences};
pub use figures::{Figure, Figures, Reached, tally};
pub use group::{AssistanceGroup, GroupId};
pub use ledger::{LedgerLine, Survey, surveys};
pub use refusal::SurveyRefusal;
pub use round::{Covers, LONGEST_ROUND, Round, RoundId, ScopeGroup};
