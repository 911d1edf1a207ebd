//! Whole lives, through every slice that a case passes through.

mod acts;
mod lives;
