//! Transfers, on both engines and through the pages.

mod at_once;
mod beside;
mod carried;
mod confirming;
mod office_pages;
mod offices;
mod pages;
mod placed;
mod places;
mod reach;
mod rights;
mod waiting;
mod ways;
mod world;
