//! Seekers: people, how they are found and taken in, and the file that is kept of each.
//!
//! What a file says of a person ([`Person`], [`model::Particulars`]) lies sealed under the key of their
//! subject; persons are found by keyed digests ([`find`]). Taking somebody in ([`take_in`]) opens file, ledger
//! and registration at once; [`bring_in`] puts a person there without asking, for whoever loads many.

mod actions;
mod console;
pub mod model;
mod next;
mod sql;
mod waiting;

pub use actions::amend::{AmendRefusal, PastChange, amend, changes_of, move_home, move_household};
pub use actions::bring_in::{NewPerson, bring_in};
pub use actions::complete::{CompleteRefusal, complete};
pub use actions::evidence::{Evidence, SeenEvidence, add_evidence};
pub use actions::file::{File, goes_on_as, merged_into, open_file};
pub use actions::find::{Found, Hit, HitDetails, Likely, Likeness, find, likely};
pub use actions::households::{
    HouseholdRefusal, Households, Member, WithoutWork, household_recognised_on, households,
    households_in, recognise_household,
};
pub use actions::import::{
    ImportRefusal, ImportRow, Outlook, carry_out_import, forget_drafts, keep_import,
    rehearse_import,
};
pub use actions::list::{Filter, Listed, list};
pub use actions::lookups::restore_lookups;
pub use actions::merge::{MergeRefusal, Pair, Side, compare, merge};
pub use actions::names::communities;
pub use actions::own::wrote_today;
pub use actions::person::{Person, person_of};
pub use actions::take_in::{Intake, TakeInRefusal, take_in};
pub use actions::withdraw::withdraw_household;
pub use console::routes;
pub use duties::files_of;
pub use sql::{EvidenceId, HouseholdCount, HouseholdId, HouseholdRow, STATEMENTS};
pub use waiting::{INCOMPLETE, Keeper};
