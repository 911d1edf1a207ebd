//! Where a person stood at the end of a day.

use duties::model::window_of;
use kernel::Day;
use rules::{
    Assessment, Duty, Entry, Gate, GateCondition, Jurisdiction, Kind, Law, OpenGate, Position,
    Rulebook, Standing, State,
};
use store::EntryId;
use subjects::LedgerFacts;

/// An agreement in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The day on which it was first signed.
    pub signed_on: Day,
}

/// Where a person stood at the end of a day, with everything that is known today of what was in error.
pub struct Then<'k> {
    /// The day.
    pub day: Day,
    /// What the rules said.
    pub assessment: Assessment,
    /// Whether the gates of BJ18 exist here.
    pub has_gates: bool,
    law: &'static Law,
    jurisdiction: Jurisdiction,
    known: &'k LedgerFacts,
    /// The entries that count, in the order in which they count.
    places: Vec<Position>,
}

impl<'k> Then<'k> {
    /// Looks at the entries up to a day.
    #[must_use]
    pub fn at(rulebook: &Rulebook<'static>, known: &'k LedgerFacts, day: Day) -> Self {
        let entries = settled(known.entries());
        let corrected: Vec<Position> = entries
            .iter()
            .filter(|entry| entry.kind == Kind::Corrected)
            .filter_map(Entry::of)
            .collect();
        let mut places: Vec<Position> = (0..entries.len())
            .filter(|place| {
                let entry = &entries[*place];
                entry.on <= day && entry.kind != Kind::Corrected && !corrected.contains(place)
            })
            .collect();
        places.sort_by_key(|place| entries[*place].on);
        let law = rulebook.law();
        let jurisdiction = rulebook.jurisdiction();
        let has_gates = law.binds_from(Gate::REGULATION, jurisdiction).is_some();
        let assessment = rulebook.assess(&entries, day);
        Self { day, assessment, has_gates, law, jurisdiction, known, places }
    }

    /// Where the person stood.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.assessment.standing
    }

    /// The law that the figures are taken from.
    #[must_use]
    pub const fn law(&self) -> &'static Law {
        self.law
    }

    /// Gives the entries that count, in the order in which they count.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Position, &'k Entry<'static>)> {
        self.places.iter().map(|place| (*place, &self.known.entries()[*place]))
    }

    /// Gives the last entry of a kind.
    #[must_use]
    pub fn last(&self, kind: Kind) -> Option<(Position, &'k Entry<'static>)> {
        self.entries().rev().find(|(_, entry)| entry.kind == kind)
    }

    /// Tells whether the last of these kinds is the first one of them: something began and has not ended.
    #[must_use]
    pub fn holds(&self, begins: Kind, ends: &[Kind]) -> Option<(Position, &'k Entry<'static>)> {
        let last = self
            .entries()
            .rev()
            .find(|(_, entry)| entry.kind == begins || ends.contains(&entry.kind));
        last.filter(|(_, entry)| entry.kind == begins)
    }

    /// Gives the name of an entry in the database.
    #[must_use]
    pub fn id(&self, place: Position) -> Option<EntryId> {
        self.known.id(place)
    }

    /// Finds an entry by its name in the database, whether or not it counts.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&'k Entry<'static>> {
        self.known.place(id).map(|place| &self.known.entries()[place])
    }

    /// Finds the place of an entry by its name in the database, whether or not it counts.
    #[must_use]
    pub fn place(&self, id: EntryId) -> Option<Position> {
        self.known.place(id)
    }

    /// Gives the first day on which a duty can be discharged, where its rule has one.
    #[must_use]
    pub fn first_day(&self, duty: &Duty) -> Option<Day> {
        let because = self.known.entries().get(duty.because)?;
        window_of(self.law, duty.rule.rule(), because.on, duty.from)
    }

    /// Gives a gate that held.
    #[must_use]
    pub fn gate(&self, gate: Gate) -> Option<&OpenGate> {
        self.assessment.gates.iter().find(|open| open.gate == gate)
    }

    /// Gives every condition of a gate, and whether it was met.
    #[must_use]
    pub fn conditions(&self, gate: Gate) -> Vec<GateCondition> {
        let rulebook = Rulebook::new(self.law, self.jurisdiction);
        rulebook.conditions(gate, &settled(self.known.entries()), self.day)
    }

    /// Gives what is not discharged, the earliest due first.
    #[must_use]
    pub fn open_duties(&self) -> Vec<&Duty> {
        let mut open: Vec<&Duty> =
            self.assessment.duties.iter().filter(|duty| is_open(duty)).collect();
        open.sort_by_key(|duty| (duty.due.day, duty.rule.rule().id));
        open
    }

    /// Gives the agreement in force.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        let mut agreement: Option<Agreement> = None;
        for (_, entry) in self.entries() {
            match entry.kind {
                Kind::AgreementSigned => {
                    agreement.get_or_insert(Agreement { signed_on: entry.on });
                }
                Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => {
                    agreement = None;
                }
                _ => {}
            }
        }
        agreement
    }

    /// Gives the entries that count since the agreement in force was first signed, in the order in which they count: what
    /// stands before the signing on the same day is not among them. Nothing without an agreement in force.
    #[must_use]
    pub fn since_agreement(
        &self,
    ) -> Option<impl DoubleEndedIterator<Item = (Position, &'k Entry<'static>)>> {
        let mut signed = None;
        for (at, (_, entry)) in self.entries().enumerate() {
            match entry.kind {
                Kind::AgreementSigned => {
                    signed.get_or_insert(at);
                }
                Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => {
                    signed = None;
                }
                _ => {}
            }
        }
        let since = self.places.get(signed?..)?;
        Some(since.iter().map(|place| (*place, &self.known.entries()[*place])))
    }

    /// Gives the claim of an unemployment registration that is not decided.
    #[must_use]
    pub fn pending_claim(&self) -> Option<(Position, &'k Entry<'static>)> {
        self.holds(Kind::UnemploymentClaimed, &[Kind::UnemploymentRegistered])
    }

    /// Tells whether an entry of a kind names this one.
    #[must_use]
    pub fn is_named_by(&self, place: Position, kind: Kind) -> bool {
        self.entries().any(|(_, entry)| entry.kind == kind && entry.of() == Some(place))
    }
}

/// Tells whether a duty can still be discharged.
#[must_use]
pub(super) const fn is_open(duty: &Duty) -> bool {
    matches!(duty.state, State::Open | State::Overdue)
}

/// What is known today to have been in error was so from the beginning: a correction counts from the day of
/// the entry that it is about, so that a look at an earlier day leaves both out.
fn settled(entries: &[Entry<'static>]) -> Vec<Entry<'static>> {
    let mut settled = entries.to_vec();
    for entry in entries.iter().enumerate().filter(|(_, entry)| entry.kind == Kind::Corrected) {
        if let (place, Some(of)) = (entry.0, entry.1.of())
            && let Some(wrong) = entries.get(of)
        {
            settled[place].on = wrong.on;
        }
    }
    settled
}
