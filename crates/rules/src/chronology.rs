//! The order in which entries count.

use std::collections::HashMap;

use kernel::Day;

use crate::entry::{Entry, Position};
use crate::life::Place;
use crate::vocabulary::Kind;

/// The entries of a subject that count on a day, by the day they happened and within a day as they
/// were written down. *Before, after, next, first, last, while* always mean this order.
pub(crate) struct Chronology<'run> {
    entries: &'run [Entry<'run>],
    /// The positions of the entries that count, in order.
    order: Vec<u32>,
    /// By position: the place in the order, or [`NOWHERE`]. Empty where every entry stands in its
    /// own place.
    places: Vec<Place>,
}

const NOWHERE: Place = Place::MAX;

impl<'run> Chronology<'run> {
    pub(crate) fn new(entries: &'run [Entry<'run>], as_of: Day) -> Self {
        let is_plain = entries.is_sorted_by_key(|entry| entry.on)
            && entries.last().is_none_or(|last| last.on <= as_of)
            && entries.iter().all(|entry| entry.kind != Kind::Corrected);
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        if is_plain {
            return Self { entries, order: (0..count).collect(), places: Vec::new() };
        }
        let mut counts: Vec<bool> = entries
            .iter()
            .map(|entry| entry.on <= as_of && entry.kind != Kind::Corrected)
            .collect();
        for correction in entries.iter().filter(|entry| entry.on <= as_of) {
            if correction.kind == Kind::Corrected
                && let Some(of) = correction.of()
            {
                counts[of] = false;
            }
        }
        let mut order: Vec<u32> =
            (0..count).filter(|position| counts[*position as usize]).collect();
        order.sort_by_key(|position| entries[*position as usize].on);
        let mut places = vec![NOWHERE; entries.len()];
        for (place, position) in (0..).zip(&order) {
            places[*position as usize] = place;
        }
        Self { entries, order, places }
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    pub(crate) fn places(&self) -> std::ops::Range<Place> {
        0..Place::try_from(self.order.len()).unwrap_or(NOWHERE)
    }

    pub(crate) fn entry(&self, place: Place) -> &'run Entry<'run> {
        &self.entries[self.position(place)]
    }

    pub(crate) fn position(&self, place: Place) -> Position {
        self.order[place as usize] as Position
    }

    /// Gives the place of the entry that the one at a place names, where that one counts.
    pub(crate) fn of(&self, place: Place) -> Option<Place> {
        let position = self.entry(place).of()?;
        if self.places.is_empty() {
            return Place::try_from(position).ok();
        }
        Some(self.places[position]).filter(|place| *place != NOWHERE)
    }

    /// Gives, by place of a training, the day of the first end that names it and stands after it.
    pub(crate) fn training_ends(&self) -> HashMap<Place, Day> {
        let mut ends = HashMap::new();
        for place in self.places() {
            if self.entry(place).kind == Kind::TrainingEnded
                && let Some(of) = self.of(place)
                && of < place
            {
                ends.entry(of).or_insert(self.entry(place).on);
            }
        }
        ends
    }
}
