//! Whole lives, through every slice that a case passes through.

mod acts;
mod case;
mod leaving;
mod lives;
mod road;
mod sad;
mod visiting;
