//! Transfers: a person goes over to another office without a day when nobody is responsible (BJ18-23, BJ18-24).
//!
//! Somebody asks ([`request`]), the officer verifies ([`verify`]), the head of the office submits ([`forward`]), the
//! office above both decides ([`decide`]), and the other office accepts ([`accept`]): in that one transaction the old
//! agreement ends and the responsibility goes over. Whose turn it is follows from where the person is now
//! ([`model::turn`]). Whole offices go over in one move, which one head orders ([`order_move`]) and another confirms
//! ([`confirm_move`]).

mod actions;
mod behind;
mod console;
mod keeper;
pub mod model;
mod sql;
mod waiting;

pub use actions::confirm_move::{confirm_move, withdraw_move};
pub use actions::decide::{Decision, decide};
pub use actions::find::{Taken, Transfer, transfers_of};
pub use actions::forward::{Forwarded, forward};
pub use actions::lists::{List, Listed, listed, open_at};
pub use actions::move_office::{
    Moved, NewMove, OfficeMove, Withdrawn, carry_on, find_move, moved_in, order_move,
};
pub use actions::receive::{Acceptance, Accepted, NewHome, NewHousehold, accept, send_back};
pub use actions::rehearse::{Preview, Rehearsal, Scope, preview, rehearse};
pub use actions::request::{NewTransfer, request};
pub use actions::verify::verify;
pub use actions::withdraw::withdraw;
pub use console::routes;
pub use keeper::Keeper;
pub use sql::STATEMENTS;
pub use waiting::{CONFIRM_MOVE, kind_of};

store::identifier! {
    /// Names a transfer.
    pub TransferId
}

store::identifier! {
    /// Names a move of a whole office.
    pub MoveId
}
