//! Whole lives, through every slice that a case passes through.

mod acts;
mod around;
mod case;
mod fitting;
mod kept;
mod leaving;
mod lives;
mod moving;
mod rights;
mod road;
mod sad;
mod serving;
mod stand;
mod standing_in;
mod together;
mod visiting;
