//! Offices and their staff: the tree of offices with their outlets, accounts and roles, signing in, sessions,
//! who stands in for whom, and the record of every administrative act.
//!
//! Other slices find offices, names and actors here ([`find_office`], [`Names`], [`actor_of`]); the
//! executable opens the door with [`Doorman`] and serves [`routes`].

pub mod actions;
mod chooser;
mod console;
mod doorman;
mod founding;
pub mod jobs;
mod lookup;
pub mod model;
mod names;
mod record;
mod responsibilities;
mod sql;

pub use actions::factor_rule::{
    end_waiver as end_second_factor_waiver, waive as waive_second_factor,
};
pub use chooser::{OfficeChooser, Unclear};
pub use console::routes;
pub use doorman::Doorman;
pub use founding::{NewOffice, NewStaff, found, hire};
pub use lookup::{
    actor_of, covering, distrusted_at, find_office, find_staff, hold_office, hold_staff,
    hold_way_up, office_by_code, office_names, offices_within, staff_called, staff_named,
    staff_names, staff_of, staff_within,
};
pub use model::act::{Act, ActKind};
pub use model::cover::Cover;
pub use model::office::{Office, Outlet, Zone, Zones};
pub use model::password::hash as hash_password;
pub use model::staff::{Roles, Staff};
pub use names::{Names, office_name, staff_name};
pub use record::record;
pub use responsibilities::{NoResponsibilities, Responsibilities};
pub use sql::STATEMENTS;
