//! Agreements and teams, on both engines and through the pages.

mod ending;
mod keeping;
mod lists;
mod papers;
mod performing;
mod racing;
mod scene;
mod secrecy;
mod signing;
mod teams;
mod waiting;
