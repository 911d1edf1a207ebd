//! Fuzz targets for everything that reads what somebody else wrote: see the tests of this crate,
//! and its README for how to run them for long.
