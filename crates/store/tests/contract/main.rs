//! What the store promises, said once and held to on both engines.

mod backups;
mod faults;
mod grouped_commit;
mod interrupted;
mod killed;
mod ledgers;
mod load;
mod mapped;
mod once_and_outbox;
mod private_way;
mod schema;
mod sealing;
mod statements;
mod tampering;
mod transactions;
mod world;
