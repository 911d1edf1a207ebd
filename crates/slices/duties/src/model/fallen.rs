//! What was overdue before it came to whoever answers for it. Whoever receives a person answers for everything that is open
//! for them, whosever lateness it was: a figure counts it, and says beside how much of it was overdue when it came.

use access::Area;
use store::ActorId;

use crate::sql::FallenRow;

/// Who answers, or answered, for a duty: the office, by code, and the officer.
pub type Answering = (i64, Option<ActorId>);

/// That a duty was overdue when it came to whoever answers for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CameOverdue {
    /// It came to the officer, within the office.
    #[default]
    ToOfficer,
    /// It came to the office.
    ToOffice,
}

impl CameOverdue {
    /// Tells it from who answered when it fell overdue and who does now; nothing where they are the same again.
    #[must_use]
    pub fn of(fell: Answering, now: Answering) -> Option<Self> {
        if fell.0 == now.0 {
            (fell.1 != now.1).then_some(Self::ToOfficer)
        } else {
            Some(Self::ToOffice)
        }
    }

    /// Gives the words that stand behind how long something is overdue.
    #[must_use]
    pub const fn beside(self) -> &'static str {
        match self {
            Self::ToOfficer => "，接手前已逾期",
            Self::ToOffice => "，转入前已逾期",
        }
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::ToOfficer => "接手前已逾期",
            Self::ToOffice => "转入前已逾期",
        }
    }
}

/// Says beside a figure how much of it was overdue before it came; nothing where nothing was.
#[must_use]
pub fn of_which_came(number: i64, to: CameOverdue) -> Option<String> {
    (number > 0).then(|| format!("其中 {number} 件{}", to.term()))
}

/// Whose figure is looked at: an office's with those below it, or one officer's there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Of an office and those below it.
    Office(Area),
    /// Of an officer, or of nobody, in an office and those below it.
    Officer(Area, Option<ActorId>),
}

impl Figure {
    /// Tells whether it counts what somebody answers for.
    #[must_use]
    pub fn counts(self, (office, officer): Answering) -> bool {
        match self {
            Self::Office(area) => area.holds(office),
            Self::Officer(area, one) => area.holds(office) && officer == one,
        }
    }

    /// Counts what it has that was overdue before it came from outside of it. What went from one to another within is its
    /// own lateness: the figure of an office above takes nothing off for it.
    #[must_use]
    pub fn came(self, rows: &[FallenRow]) -> i64 {
        sum(rows, |now, fell| self.counts(now) && !self.counts(fell))
    }

    /// Counts what fell overdue here and somebody outside of it answers for now.
    #[must_use]
    pub fn went(self, rows: &[FallenRow]) -> i64 {
        sum(rows, |now, fell| self.counts(fell) && !self.counts(now))
    }
}

/// Adds up what counts by who answers for it now and who did when it fell overdue.
fn sum(rows: &[FallenRow], counts: impl Fn(Answering, Answering) -> bool) -> i64 {
    let counted = rows.iter().filter(|row| {
        counts((row.office_code, row.officer_id), (row.fell_office_code, row.fell_officer_id))
    });
    counted.map(|row| row.number).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Settled;

    const CITY: i64 = 110_000_000_000;
    const DISTRICT: i64 = 110_105_000_000;
    const STREET: i64 = 110_105_001_000;
    const BESIDE: i64 = 110_105_002_000;
    const FAR: i64 = 110_106_001_000;

    fn officer(number: u8) -> ActorId {
        ActorId::from_bytes([number; 16])
    }

    fn row(fell: Answering, now: Answering, number: i64) -> FallenRow {
        FallenRow {
            office_code: now.0,
            officer_id: now.1,
            fell_office_code: fell.0,
            fell_officer_id: fell.1,
            state: Settled::Open,
            number,
        }
    }

    #[test]
    fn an_office_is_not_excused_by_what_went_from_one_to_another_within() {
        let rows = [
            row((BESIDE, Some(officer(1))), (STREET, Some(officer(2))), 3),
            row((FAR, Some(officer(4))), (STREET, Some(officer(2))), 5),
            row((STREET, Some(officer(3))), (STREET, Some(officer(2))), 7),
            row((STREET, Some(officer(2))), (STREET, Some(officer(2))), 11),
        ];
        let of = |code| Figure::Office(Area::of_code(code));
        assert_eq!(of(STREET).came(&rows), 8);
        assert_eq!(of(DISTRICT).came(&rows), 5);
        assert_eq!(of(CITY).came(&rows), 0);
        assert_eq!((of(BESIDE).went(&rows), of(FAR).went(&rows)), (3, 5));
        assert_eq!((of(DISTRICT).went(&rows), of(STREET).went(&rows)), (0, 0));
        let one = |number| Figure::Officer(Area::of_code(STREET), Some(officer(number)));
        assert_eq!((one(2).came(&rows), one(3).went(&rows)), (15, 7));
    }

    #[test]
    fn what_came_back_is_ones_own_again() {
        assert_eq!(CameOverdue::of((STREET, Some(officer(1))), (STREET, Some(officer(1)))), None);
        let within = CameOverdue::of((STREET, None), (STREET, Some(officer(1))));
        assert_eq!(within, Some(CameOverdue::ToOfficer));
        let between = CameOverdue::of((BESIDE, Some(officer(1))), (STREET, Some(officer(1))));
        assert_eq!(between, Some(CameOverdue::ToOffice));
    }
}
