//! Tests of public-welfare posts as members of staff meet them, on both engines.

mod confirming;
mod gate;
mod lists;
mod merged;
mod placing;
mod register;
mod rights;
mod terms;
mod town;
mod waiting;
