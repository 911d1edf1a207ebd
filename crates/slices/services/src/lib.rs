//! Services: recording what was done for a person, grading, and correcting what was recorded in error.
//!
//! One form for each kind of entry, made from its description in [`model::SERVICES`]; [`record`] checks it
//! against where the person stands and appends it through the duties' one way of recording. What another
//! person must consent to waits as a proposal ([`decide`]).

mod actions;
mod console;
pub mod model;
mod sql;
mod waiting;

pub use actions::answers::{AnswerRefusal, answers_at, put_answer};
pub use actions::correct::correct;
pub use actions::decide::{Decision, decide};
pub use actions::grade::{Answered, Wish, record_grading};
pub use actions::guarded::{Heads, heads_without};
pub use actions::open::born;
pub use actions::proposals::{Proposal, ProposalState, proposals_of, proposals_waiting};
pub use actions::record::{record, record_kept};
pub use actions::refusal::Refusal;
pub use actions::scorecards::{ScorecardChanged, changed_scorecard};
pub use console::gate_table::gate_table;
pub use console::papers::with_papers;
pub use console::routes;
pub use sql::STATEMENTS;
pub use waiting::{CONSENT, Keeper};

store::identifier! {
    /// Names something that waits for somebody's consent.
    pub ProposalId
}
