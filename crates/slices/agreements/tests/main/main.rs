//! Agreements and teams, on both engines and through the pages.

mod correcting;
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
mod telling;
mod waiting;
