//! Posts: public-welfare posts (BJ18 article 30). The gate with every condition, recommending, placing, guiding on,
//! the end of the term, and the way back into assistance; and the register of the posts that organisations offer.
//!
//! Whether somebody is placed stands in the ledger ([`model::in_force`]); here is kept what belongs to it: which
//! post, until when, and under seal hours, pay and reasons.

mod actions;
mod console;
mod keeper;
pub mod model;
mod returning;
mod sql;
mod waiting;

pub use actions::documents::{Document, documents_of};
pub use actions::place::{NewPlacement, end, place};
pub use actions::recommend::{NewRecommendation, recommend};
pub use actions::register::{NewPost, change_post, close_post, open_post};
pub use actions::terms::{Place, Placed, placed_page, placed_within};
pub use console::routes;
pub use keeper::Keeper;
pub use returning::RETURNED;
pub use sql::{PostRow, STATEMENTS};
pub use waiting::{CONTACT, TERM};

store::identifier! {
    /// Names a public-welfare post of an organisation.
    pub PostId
}
