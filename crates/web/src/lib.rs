//! What every page is made of.
//!
//! A slice gives [`Routes`], each with the action it needs; its handlers take a [`Visit`] and answer with a
//! [`Page`] of [`parts`] and [`Form`]s, or with a [`Problem`]. Everything works without a script.

mod assets;
mod cited;
mod door;
mod forgery;
pub mod form;
mod gallery;
mod headers;
mod kit;
mod long_workbook;
mod page;
pub mod parts;
mod place;
mod problem;
mod route;
mod signed_out;
mod submitted;
mod visit;
mod workbook;

pub use assets::asset_routes;
pub use cited::words as cited;
pub use door::{Doorkeeper, SESSION_COOKIE, cookie, cookie_value};
pub use form::{Choice, Field, Form, Usual, day_in_words};
pub use gallery::gallery_routes;
pub use headers::harden;
pub use kit::{Kit, NavigationItem};
pub use long_workbook::LongWorkbook;
pub use page::{Crumb, Notice, Page, Tone, bare, bare_for};
pub use place::{beneath, path_in_place};
pub use problem::Problem;
pub use route::{Door, RouteEntry, Routes, assemble};
pub use submitted::{Query, Submitted};
pub use visit::{LARGE_TEXT_COOKIE, Visit, day_of, minute_of, wants_large_text};
pub use workbook::{Sheet, workbook, workbook_of};

/// Reads an identifier out of an address; what is none leads nowhere.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::Missing)
}
