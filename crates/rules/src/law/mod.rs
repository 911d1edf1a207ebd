//! The law as data: regulations, parameters, calendars and clauses, all dated and cited.
//!
//! The files stand in `law/` and are embedded; nothing is read at run time unless an agency lays
//! its own norms or a newer calendar over them.

mod calendar_file;
mod clause;
mod file;
mod norms;
mod parameter;
mod regulation;

use std::fmt;

use kernel::Day;

pub use clause::Clause;
pub use parameter::{Basis, History, Parameter, Unit, Value};
pub use regulation::{Jurisdiction, Regulation, RegulationId};

use crate::calendar::Calendar;

include!(concat!(env!("OUT_DIR"), "/law_files.rs"));

const REGULATIONS: &str = include_str!("../../../../law/regulations.toml");

/// Says which law file is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawError {
    file: String,
    reason: String,
}

impl LawError {
    pub(crate) fn new(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for LawError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}：{}", self.file, self.reason)
    }
}

impl std::error::Error for LawError {}

/// Everything that the rules take from the law.
#[derive(Clone, Debug)]
pub struct Law {
    calendar: Calendar,
    regulations: Vec<Regulation>,
    /// One for each parameter, in the order of [`Parameter::ALL`].
    histories: Vec<History>,
}

impl Law {
    /// Reads the law that ships with Leye. An error names the file and what is wrong in it.
    pub fn shipped() -> Result<Self, LawError> {
        let years = CALENDARS
            .iter()
            .map(|(name, text)| calendar_file::read(name, text))
            .collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for (name, text) in PARAMETERS {
            rows.extend(parameter::read(name, text)?);
        }
        let histories = Parameter::ALL
            .iter()
            .map(|wanted| {
                let mut found = rows.iter().filter(|history| history.parameter == *wanted);
                match (found.next(), found.next()) {
                    (Some(history), None) => Ok(history.clone()),
                    _ => Err(LawError::new(
                        "law/parameters",
                        format!("参数“{}”应恰好登记一次", wanted.name()),
                    )),
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            calendar: Calendar::new(years),
            regulations: regulation::read("law/regulations.toml", REGULATIONS)?,
            histories,
        })
    }

    /// Lays the holiday notice of one year over the shipped calendars, in the form of the files in
    /// `law/calendars/`; it replaces that year. `name` is the file's name, for the message.
    pub fn with_calendar(mut self, name: &str, text: &str) -> Result<Self, LawError> {
        let year = calendar_file::read(name, text)?;
        self.calendar = Calendar::new(self.calendar.years().cloned().chain([year]));
        Ok(self)
    }

    /// Gives the working calendar.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Gives the regulations.
    #[must_use]
    pub fn regulations(&self) -> &[Regulation] {
        &self.regulations
    }

    /// Gives a regulation.
    #[must_use]
    pub fn regulation(&self, id: RegulationId) -> &Regulation {
        // Reading the file made sure that each stands in the list, in the order of the enum.
        &self.regulations[id as usize]
    }

    /// Gives the day from which a regulation binds those who follow a jurisdiction, if it ever does.
    #[must_use]
    pub fn binds_from(&self, id: RegulationId, jurisdiction: Jurisdiction) -> Option<Day> {
        let regulation = self.regulation(id);
        regulation.followed_by.contains(&jurisdiction).then_some(regulation.in_force_from)
    }

    /// Gives a parameter with all its values.
    #[must_use]
    pub fn parameter(&self, parameter: Parameter) -> &History {
        &self.histories[parameter as usize]
    }

    /// Gives every parameter with its values.
    #[must_use]
    pub fn parameters(&self) -> &[History] {
        &self.histories
    }

    /// Reads what every clause says. Not part of [`Law`] itself, because only explanations for
    /// people need it.
    pub fn clauses() -> Result<Vec<Clause>, LawError> {
        let mut clauses = Vec::new();
        for (name, text) in CLAUSES {
            clauses.extend(clause::read(name, text)?);
        }
        Ok(clauses)
    }
}
