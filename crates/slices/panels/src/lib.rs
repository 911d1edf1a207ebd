//! Panels: experts of the office above consult on a case, until the person works (BJ18-28).
//!
//! A panel is named by the entry that asked for it ([`request`]). Opinions are entries of the ledger, and whether
//! the panel lasts is read there ([`model::ending`]): it ends with work or with the agreement, without anybody's
//! doing. The office above decides by what was put before it; once experts are named they read the file, for as long as it
//! lasts.

mod actions;
mod console;
mod keeper;
pub mod model;
mod sql;
mod waiting;

pub use actions::accept::{Acceptance, accept};
pub use actions::close::close_shares;
pub use actions::end::end;
pub use actions::feed_back::feed_back;
pub use actions::find::{Feedback, feedback_of, panels_of};
pub use actions::give_opinion::{Opinion, give_opinion};
pub use actions::lists::{List, Listed, listed, open_at};
pub use actions::request::request;
pub use actions::take_up::take_up;
pub use console::routes;
pub use keeper::Keeper;
pub use sql::STATEMENTS;
pub use waiting::{ASKED, FEEDBACK, OPINION};
