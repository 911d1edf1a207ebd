//! Ledgers kept in Excel or CSV.
