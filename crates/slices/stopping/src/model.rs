//! What a case of stopping is, and an exit from hardship; whether its ground still holds, what one may object against, and
//! what is written about it. Pure.

mod against;
mod document;
mod exit;
mod exit_refusal;
mod gate;
mod ground;
mod hindrance;
mod letter;
mod reach;
mod refusal;
mod state;
mod under;
mod undone;

pub use against::Against;
pub use document::{Attempt, Finding, Told, Verification};
pub use exit::{
    AT_WORK, DIED, EXIT_GROUNDS, ExitContent, ExitGround, ExitState, INCAPABLE, MISTAKEN, OF_AGE,
    OWN_WISH, exit_ground,
};
pub use exit_refusal::ExitRefusal;
pub use gate::{STOP_GATES, gate_of, notice_of, plainly, reason_of};
pub use ground::{
    Ground, back_at, came_back, ground_now, ground_of_case, last_contact, resumed_words,
};
pub(crate) use hindrance::Hindrance;
pub use letter::Letter;
pub use reach::rests_on_words;
pub use refusal::Refusal;
pub use state::{CaseState, Outcome, Purpose};
pub(crate) use under::Under;
pub use undone::{How, Undone, undone, was_called_back};
