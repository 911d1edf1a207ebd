//! What can be recorded of a person, when it fits, and what follows. Pure.

pub mod answers;
pub mod codes;
mod conditions;
mod draft;
mod early;
mod follows;
mod guarded;
mod kept;
mod onward;
mod possible;
pub mod readiness;
mod recognition;
mod service;
mod services;
mod then;
mod unfit;

pub use conditions::{Condition, conditions};
pub use draft::{Born, Draft, check, stage_name, working_age};
pub use early::{Early, early, early_about, on_first_day};
pub use follows::{Difference, Done, differences, done};
pub use guarded::{Hurdle, NoSlip, NotTheirs, is_guarded, may_rest_on_it};
pub use kept::Kept;
pub use onward::{Onward, OnwardStep, onward};
pub use possible::{candidates, possible};
pub use recognition::{Contradiction, MATERIALS, Material, check_material, contradictions};
pub use service::{Ask, Section, Service, What, When};
pub use services::SERVICES;
pub use then::{Agreement, Then};
pub use unfit::Unfit;
