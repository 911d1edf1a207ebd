//! Placeholder: counselling.
