//! law_files
