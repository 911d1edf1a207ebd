//! leye
