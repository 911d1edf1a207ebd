//! The crate as its callers see it.

mod code_sets;
mod credit_codes;
mod days;
mod divisions;
mod identity_documents;
mod resident_ids;
