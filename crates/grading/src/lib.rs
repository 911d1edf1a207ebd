//! The grading of employment difficulty (就业困难程度分级), BJ18-12, BJ18-13, BJ18-22 and BJ19-12.
//!
//! A [`Scorecard`] is data: dated, with its source, its factors, the points of every answer and the
//! words that explain them. [`grade`] turns a person's answers into a [`Grading`] that explains
//! every point; [`what_would_change`] names what the person can do about it; [`Proposal`] and
//! [`AdjustedGrading`] let two people together set another level, with a reason, beside the
//! computed one; [`Course`] says what follows from the level.
//!
//! [`evaluate_table`] judges a scorecard, or any other grading, by what became of the people:
//! whether it orders the risk of long unemployment, and for whom it errs.
//!
//! Sex, ethnicity, religion, household registration, marriage and health as such cannot be factors:
//! a factor names its [`FactorSubject`], and the list of these is closed.
//!
//! Everything here is pure: no file, no clock, no random source.

mod adjustment;
mod answer;
mod change;
mod course;
mod evaluation;
mod grade;
mod level;
mod scorecard;
mod scorecard_checks;
mod scorecard_error;
mod scorecard_file;
mod shipped;
mod subject;

pub use adjustment::{AdjustedGrading, AdjustmentRefusal, Proposal};
pub use answer::{Answer, AnswerError, Answers};
pub use change::{Change, what_would_change};
pub use course::Course;
pub use evaluation::{
    Brier, Calibration, Columns, Comparison, ErrorRates, Grade, GroupColumn, GroupOutcome,
    LevelOutcome, Proportion, Ranking, Report, Row, RowFault, SMALL_GROUP, TableError, compare,
    compare_table, evaluate, evaluate_table,
};
pub use grade::{Grading, Missing, Outcome, Reason, grade};
pub use level::{Group, Level};
pub use scorecard::{
    Band, Basis, Choice, Factor, LevelStart, Mark, Question, Scorecard, ScorecardParts,
};
pub use scorecard_error::ScorecardError;
pub use shipped::Scorecards;
pub use subject::FactorSubject;
