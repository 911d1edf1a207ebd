//! People as their files describe them, what they are found by, and what is asked when they come. Pure.

mod codes;
mod groups;
mod in_force;
mod initials;
mod particulars;
mod query;
mod section;
mod sheet;
mod words;

pub use codes::{
    OccupationFound, education_of, education_reference, find_occupation, household_division_named,
    occupation_of, occupation_reference,
};
pub use groups::{GROUPS, RealNameGroup, groups};
pub use in_force::{Copied, InForce, Joined, Lost};
pub use initials::initials;
pub use particulars::{Change, Particulars};
pub use query::{LookupKind, QueryRefusal, Sought, normalise_name, normalise_phone, sought};
pub use section::FileSection;
pub use sheet::{MOST_ROWS, Sheet, SheetRefusal};
pub use words::{
    EVIDENCE_SOURCES, FAMILY_CARE, FAMILY_MARKS, HOUSEHOLD_KINDS, SKILL_LEVELS, WORKING_HOURS,
    age_on, mask_address, mask_name, mask_number, mask_phone, masked, term_of,
};

/// Whether a file is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonState {
    /// It is.
    Active,
    /// It goes on in another one.
    Merged,
}
store::text_column!(PersonState { Active = "active", Merged = "merged" });
