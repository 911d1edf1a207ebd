//! Days as they stand in a sealed document: 2026-01-05.

use kernel::Day;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn serialize<S: Serializer>(day: &Day, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(day)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}
