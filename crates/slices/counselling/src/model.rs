//! Appointments, working time, group sessions, assessments: pure.

pub mod appointment;
pub mod group;
pub mod hours;
pub mod instrument;
pub mod leave;
pub mod refusal;
pub mod result;
pub mod timetable;

pub use appointment::{Form, LENGTHS, Planned, State};
pub use group::{Attendance, CalledOff, SessionState};
pub use hours::{HoursProblem, WEEK, WeeklyHours, clock, read_clock};
pub use instrument::{Choice, Instrument, InstrumentKind, Item, Type, instruments};
pub use leave::LeaveCause;
pub use refusal::CounselRefusal;
pub use result::{Profile, Readiness, Scored, profile, readiness};
pub use timetable::{Closed, FURTHEST, Leave, Moment, STEP, Span, Timetable, steps};
