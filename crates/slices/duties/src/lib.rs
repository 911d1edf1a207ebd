//! Placeholder: duties.
