//! city
