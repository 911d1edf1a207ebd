//! Agreements: the employment-assistance agreement (附件3), its paper and signature, its performance, and the team
//! around its officer.
//!
//! Which agreement is in force is read from the ledger ([`model::in_force`]) and stands nowhere else: the text of a
//! signing, what was signed on the screen and what was scanned hang on the entry that says that it was signed.
//! [`sign`] records that entry, keeps the text and makes whoever it names the officer, in one transaction.

mod actions;
mod behind;
mod console;
mod keeper;
pub mod model;
mod sql;
mod waiting;

pub use actions::documents::{Document, Signature};
pub use actions::end::{Ending, end};
pub use actions::papers::{PaperId, paper_of, remove_paper, upload};
pub use actions::sign::{Signing, sign};
pub use actions::signature::sign_on_screen;
pub use actions::team::{MemberId, join, leave};
pub use actions::telling::{Telling, tell_of_officer};
pub use actions::unmet::{Unmet, UnmetId, note_unmet, withdraw_unmet};
pub use console::routes;
pub use keeper::Keeper;
pub use sql::{MemberRow, PaperRow, STATEMENTS};
pub use waiting::{ENDING, UNSIGNED, UNTOLD};
