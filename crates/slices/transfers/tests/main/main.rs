//! Transfers, on both engines and through the pages.

mod at_once;
mod offices;
mod pages;
mod rights;
mod ways;
mod world;
