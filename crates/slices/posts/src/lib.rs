//! Posts: public-welfare posts (BJ18 article 30). The gate with every condition, recommending, placing by two people,
//! guiding on, the end of the term, and the way back into assistance; and the register of the posts that organisations
//! offer.
//!
//! Whether somebody is placed stands in the ledger ([`model::in_force`]); here is kept what belongs to it: which
//! post, until when, and under seal hours, pay and reasons.

mod actions;
mod behind;
mod confirming;
mod console;
mod keeper;
pub mod model;
mod returning;
mod sql;
mod waiting;

pub use actions::ask::{NewPlacement, ask_placement, withdraw_placement};
pub use actions::confirm::{confirm_placement, send_back_placement};
pub use actions::documents::{Document, documents_of};
pub use actions::end::end;
pub use actions::recommend::{NewRecommendation, recommend};
pub use actions::register::{NewPost, change_post, close_post, open_post};
pub use actions::requests::{PlacementRequest, requests_of};
pub use actions::terms::{Place, Placed, placed_page, placed_within};
pub use confirming::CONFIRM;
pub use console::routes;
pub use keeper::Keeper;
pub use returning::RETURNED;
pub use sql::{PostRow, STATEMENTS};
pub use waiting::{CONTACT, TERM};

store::identifier! {
    /// Names a placement that is asked for.
    pub RequestId
}

store::identifier! {
    /// Names a public-welfare post of an organisation.
    pub PostId
}
