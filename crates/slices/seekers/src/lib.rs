//! Placeholder: seekers.
