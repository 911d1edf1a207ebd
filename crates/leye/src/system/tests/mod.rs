//! The whole application in process: who may take which route, in which relation.

mod access;
mod import;
mod own_law;
mod statements;
mod world;
