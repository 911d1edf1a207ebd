//! What a transfer is, whose turn it is, and why something of it is refused. Pure.

mod beside;
mod matter;
mod office_move;
mod refusal;
mod step;
mod told;
mod turn;
mod withdrawal;

pub use beside::{Beside, Left, left_by};
pub use matter::{Fate, Matter, carried_on, fate, open_matters};
pub use office_move::MoveState;
pub use refusal::TransferRefusal;
pub use step::{AskedFor, Ground, Step};
pub use told::{told, told_at_end};
pub use turn::{Turn, path, turn};
pub use withdrawal::{Said, Withdrawal};
