//! Duties: what the rules say must happen, derived in the transaction that recorded its cause, kept with
//! whoever answers for it, and shown on the page that the day begins with.

mod actions;
mod console;
pub mod model;
mod sql;

pub use actions::adopt::{
    adopt, adopt_one, adopt_unread, last_brought_in, note_brought_in, orphans,
};
pub use actions::agenda::{
    After, Counts, OfRule, Whose, count_for_officer, duties_of, fallen, fell_at, gates, gates_of,
    held_by, loads, open_duties, settled, visited_by,
};
pub use actions::all_waiting::all_waiting;
pub use actions::appoint::appoint;
pub use actions::derive::derive;
pub use actions::enter::{Entered, enter, unopened};
pub use actions::hand_over::{
    HandOverRefusal, Receiver, count_at, count_held, hand_all_over, hand_over, hand_unassigned_over,
};
pub use actions::left::{Left, left};
pub use actions::look_again::{
    look_again, look_at, look_at_all_under_new_law, look_soon, put_off, waiting,
};
pub use actions::merged::{MergedFile, files_of, merged_files};
pub use actions::move_over::{OpenOfMoved, count_open_of_moved, move_over};
pub use actions::pause::{LONGEST_PAUSE, Pause, PauseRefusal, go_on, pause, pause_of};
pub use actions::ready::{hold_for, key_to};
pub use actions::record::{RecordedService, ServiceRefusal, record_service};
pub use actions::rest::{rest_gate, rests_of, take_rests_along, without_rests};
pub use actions::results::{
    QUIET_DAYS, STEADY_MONTHS, Worker, caseload, households_without_work, quiet, workers,
};
pub use actions::share::{HolderId, NewShare, bound, end_shares, in_place_for, relation, share};
pub use actions::take_on::{Held, held, hold, take_on};
pub use console::{
    Reach, Scope, TakingOut, between, button, button_as, clause, first_day, household_tile, offer,
    others_turn, owes, routes, sure, take_out, take_out_on_paper, take_out_sheets, within,
};
pub use model::{Purpose, ServicePlace, ServicePlaces};
pub use sql::{CaseRow, DutyRow, FallenRow, GateRow, LoadRow, STATEMENTS, SettledRow};
