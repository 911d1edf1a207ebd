//! Stopping: how a service ends, never by a machine alone.
//!
//! A gate proposes it with its evidence (BJ18-13(3), 21(2), 21(3), 29); an officer verifies ([`try_to_reach`],
//! [`finish`]); another person, who leads the office, approves ([`decide`]), and in that transaction the registry is
//! notified and the stop recorded; the person is told ([`tell`]) and may object ([`object`]), which the office above
//! decides ([`decide_objection`]). Whatever the person does of their own ends a case that is pending: that is
//! computed from the ledger ([`model::ground_of_case`]), never stored.
//!
//! The exit from hardship (BJ18-26) takes as much away, and goes the same way: a fact is recorded with its evidence, a
//! judgement is proposed by one and decided by another ([`propose_exit`], [`decide_exit`]), the person is told
//! ([`tell_exit`]), and may object alike ([`object`]).

mod actions;
mod console;
mod keeper;
mod keeper_exits;
pub mod model;
mod sql;
mod waiting;
mod waiting_exits;
mod waiting_objections;

pub use actions::board::{Line, Place, Queue, board, board_page};
pub use actions::counts::{Counts, counts_within};
pub use actions::decide::{Decision, decide, withdraw};
pub use actions::exit::decide::{decide_exit, withdraw_exit};
pub use actions::exit::find::{Exit, exits_of};
pub use actions::exit::propose::{NewExit, propose_exit};
pub use actions::notices::{LetterPlace, Notice, Posted, deliver, notices_of, notices_page};
pub use actions::object::{NewObjection, decide_objection, object};
pub use actions::objections::{Objection, objections_of};
pub use actions::open::{Case, cases_of};
pub use actions::registry::registry_of;
pub use actions::tell::{tell, tell_exit, tell_outcome};
pub use actions::verify::{finish, try_to_reach};
pub use console::routes;
pub use keeper::Keeper;
pub use sql::STATEMENTS;
pub use waiting::{APPROVE, NOTICE, TELL, VERIFY};
pub use waiting_exits::{EXIT_APPROVE, EXIT_TELL};
pub use waiting_objections::{ANSWER, OBJECTION};

store::identifier! {
    /// Names a case of stopping somebody's service.
    pub CaseId
}

store::identifier! {
    /// Names an objection against the end of a service, or of a recognition.
    pub ObjectionId
}

store::identifier! {
    /// Names an exit from hardship.
    pub ExitId
}

store::identifier! {
    /// Names a letter to the registry.
    pub NoticeId
}
