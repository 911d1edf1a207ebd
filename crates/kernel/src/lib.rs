//! The vocabulary that everything else is written in: days, identity numbers, code sets.
//!
//! Nothing here reads a clock, a file or the environment. The code sets under `codes/` are part of
//! the program and are read on first use.

mod address_code;
mod credit_code;
mod credit_code_error;
mod day;
mod division;
mod division_change;
mod division_error;
mod education_level;
mod identity_document;
mod industry;
mod occupation;
mod recognised;
mod resident_id;
mod resident_id_error;
mod settings_words;
mod table;

pub use credit_code::{CreditCode, CreditCodeRemark};
pub use credit_code_error::CreditCodeError;
pub use day::{Day, DayError, is_leap_year, month_length};
pub use division::{Division, DivisionIssuer, DivisionLevel, DivisionSet};
pub use division_change::{
    DivisionChange, division_changes_from, division_changes_into, division_successors,
};
pub use division_error::DivisionError;
pub use education_level::{Attainment, EducationLevel};
pub use identity_document::{IdentityDocument, IdentityDocumentError, IdentityDocumentKind};
pub use industry::{Industry, IndustryLevel};
pub use occupation::{Occupation, OccupationLevel};
pub use recognised::{Change, Recognised};
pub use resident_id::{AddressRule, ResidentId, ResidentIdKind, ResidentIdRemark, Sex};
pub use resident_id_error::ResidentIdError;
pub use settings_words::settings_words;
pub use table::UnknownCode;
