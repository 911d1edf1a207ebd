//! Whole lives, through every slice that a case passes through.

mod acts;
mod case;
mod lives;
mod road;
mod sad;
