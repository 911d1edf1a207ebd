//! Placeholder: offices.
