//! Surveys: rounds and lists of willingness surveys, the demand file (附件2), and what a round showed.
//!
//! A survey is an entry of the ledger and nothing else; what is kept here beside it hangs on entries and days: rounds
//! (of when, and of whom), tries at which nobody was met, planned days, demand files, other groups.

mod actions;
mod console;
mod keeper;
pub mod model;
mod registering;
mod sql;
mod waiting;

pub use actions::attempts::{Attempt, AttemptId, attempts_of, note_attempt};
pub use actions::demand_file::{DemandFile, demand_files, write_demand_file};
pub use actions::groups::{NewGroup, end_group, groups, put_group};
pub use actions::households::households_left;
pub use actions::picture::{Counted, LIVES_ELSEWHERE, Picture, counted, picture};
pub use actions::plan_day::{Window, plan_day, plan_of, proposals, window};
pub use actions::reasons::{CountedReasons, ReasonCount, keep_counted};
pub use actions::record_survey::{Surveyed, record_survey};
pub use actions::rounds::{NewRound, close_round, find_round, open_at, open_round, rounds_of};
pub use actions::to_visit::{Visitee, surveys_of, to_visit};
pub use console::routes;
pub use keeper::Keeper;
pub use registering::REGISTER;
pub use sql::STATEMENTS;
pub use waiting::{AHEAD, PLANNED, TRIED};
