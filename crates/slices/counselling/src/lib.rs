//! 职业指导 (BJ18-14, BJ18-15, SD19-2(4)): appointments with counsellors whose hours, leave and holidays are
//! respected, guidance for several people at once, and assessments.

pub mod actions;
mod console;
mod keeper;
pub mod model;
mod sql;

pub use actions::around::{Around, Near, near};
pub use actions::assess::{
    Assessment, Found, answer, assessment, assessments, begin, finish, record_readiness, unrecorded,
};
pub use actions::book::{Booking, book, planned_of};
pub use actions::change::{Opened, appointments_of, cancel, miss, move_to, open, open_of};
pub use actions::free::{
    Counsellor, bookable, counsellors_near, hours_of, level_words, may_receive, timetable,
};
pub use actions::groups::{
    NewSession, announce, call_off, hold_session, participants, session, sessions_near, sign_off,
    sign_up,
};
pub use actions::hold::{Outcome, hold};
pub use actions::hours::{end_leave, leave_of, put_hours, set_hours, take_leave};
pub use actions::near::{Nearest, book_nearest, nearest};
pub use actions::requests::{Wish, request, waiting};
pub use console::routes;
pub use keeper::Keeper;
pub use sql::{
    AppointmentRow, AssessmentId, AssessmentRow, ChangeRow, LeaveRow, ParticipantRow, STATEMENTS,
    SessionRow,
};
