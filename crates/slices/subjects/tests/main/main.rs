//! Ledgers kept in the database: imported, provably untouched, exported; on both engines.

mod imports;
mod ledgers;
mod readings;
mod round_trip;
mod sealed;
mod secrecy;
mod world;
