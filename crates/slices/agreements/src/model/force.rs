//! Which agreements there were and which is in force, as the ledger says.

use kernel::Day;
use rules::{Detail, Kind};
use services::model::Then;
use store::EntryId;

/// A signing or a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The entry that says so.
    pub entry: EntryId,
    /// The day.
    pub on: Day,
    /// False where it marks the person's duties before as not met (BJ18-30).
    pub duties_met: bool,
}

/// What ended an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The entry that says so.
    pub entry: EntryId,
    /// Its kind: an end, a public-welfare post, a stop.
    pub kind: Kind,
    /// The day.
    pub on: Day,
}

/// An agreement from its first signing to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// When it was first signed.
    pub first: Signing,
    /// The renewals, in order.
    pub renewals: Vec<Signing>,
    /// Its end; nothing while it is in force.
    pub ended: Option<Ending>,
}

impl Period {
    /// Gives the latest signing.
    #[must_use]
    pub fn last(&self) -> &Signing {
        self.renewals.last().unwrap_or(&self.first)
    }

    /// Gives every signing, in order.
    #[must_use]
    pub fn signings(&self) -> impl DoubleEndedIterator<Item = &Signing> {
        std::iter::once(&self.first).chain(&self.renewals)
    }

    /// Tells whether a signing belongs to it.
    #[must_use]
    pub fn has(&self, entry: EntryId) -> bool {
        self.signings().any(|signing| signing.entry == entry)
    }
}

/// Gives every agreement up to a day, in order.
#[must_use]
pub fn periods(then: &Then<'_>) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    for (place, entry) in then.entries() {
        let Some(id) = then.id(place) else { continue };
        let open = periods.last_mut().filter(|period| period.ended.is_none());
        match entry.kind {
            Kind::AgreementSigned => {
                let duties_met = entry.detail != Detail::Agreement { duties_met: false };
                let signing = Signing { entry: id, on: entry.on, duties_met };
                match open {
                    Some(period) => period.renewals.push(signing),
                    None => {
                        periods.push(Period { first: signing, renewals: Vec::new(), ended: None });
                    }
                }
            }
            Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => {
                if let Some(period) = open {
                    period.ended = Some(Ending { entry: id, kind: entry.kind, on: entry.on });
                }
            }
            _ => {}
        }
    }
    periods
}

/// Gives the agreement in force on a day.
#[must_use]
pub fn in_force(then: &Then<'_>) -> Option<Period> {
    periods(then).pop().filter(|period| period.ended.is_none())
}
