//! The whole application in process: who may take which route, in which relation.

mod access;
mod canaries;
mod forms;
mod import;
mod own_law;
mod prepared;
mod program;
mod recurring;
mod statements;
mod world;
