//! The rulebook: facts and law in, decision and reasoning out.
//!
//! Everything here is pure: no clock, no files, no randomness. The law itself is data (`law/`),
//! each rule is one readable piece of code beside its citation ([`duties`], [`Gate`]), and time is
//! counted in one place ([`Calendar`]).

mod assess;
mod calendar;
mod chronology;
mod conditions;
mod decision;
pub mod duties;
mod eligibility;
mod entry;
mod gates;
mod law;
mod life;
mod local_norms;
mod quarters;
mod reckoning;
pub mod rule;
mod standards;
mod stopping;
mod term;
mod vocabulary;

pub use assess::Rulebook;
pub use calendar::{
    Calendar, CalendarYear, DayKind, Due, PROVISIONAL, months_later, quarter_end, quarter_start,
};
pub use conditions::GateCondition;
pub use decision::{Assessment, Duty, OpenGate, RuleIndex, Standing, State};
pub use eligibility::{
    Contribution, FlexibleRetirement, Ground, Retirement, RetirementCategory, WorkingAge,
    WorkingAgeDecision,
};
pub use entry::{Circumstance, Detail, Entry, Position, Stage};
pub use gates::Gate;
pub use law::{
    AgeRules, Basis, Citation, Clause, History, Jurisdiction, Law, LawError, Parameter, Regulation,
    RegulationId, Unit, Value, citation,
};
pub use life::Life;
pub use reckoning::{LookedUp, Reckoning};
pub use rule::{CountedFrom, Rule};
pub use standards::{
    AnalystYear, Career, Condition, CounsellorYear, GroupDecision, Interview, Qualification, Quota,
    Rank, Standards, Supervision, SupervisionStep, SupportGroup, Title, TitleDecision, YearlyTasks,
};
pub use term::Term;
pub use vocabulary::{Initiator, Kind, Shape};
