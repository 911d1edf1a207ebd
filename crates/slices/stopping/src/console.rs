//! The pages.

use desk::Desk;
use web::Routes;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
}
