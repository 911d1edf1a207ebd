//! stub
use crate::row::DutyRow;
/// Stub.
#[derive(Debug, Default)]
pub struct Summary;
impl Summary {
    /// Adds.
    pub fn add(&mut self, _row: &DutyRow<'_>) {}
    /// Merges.
    pub fn merge(&mut self, _other: Summary) {}
}
