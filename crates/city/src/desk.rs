//! Who takes down what happens.

use crate::event::Event;

/// The office that looks after a subject, and its staff as they sign.
pub(crate) trait Desk {
    /// Writes the name of the office.
    fn write_office(&self, buffer: &mut Vec<u8>);

    /// Writes the name of the one who looks after the subject.
    fn write_officer(&self, buffer: &mut Vec<u8>);

    /// Writes the name of the one who took down an event, the N-th line of the subject.
    fn write_staff(&self, event: &Event, number: u32, buffer: &mut Vec<u8>);
}
