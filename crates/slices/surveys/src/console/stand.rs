//! Where somebody in a list to visit stands: what its tiles count, and by which it is narrowed.

use crate::actions::to_visit::Visitee;
use crate::model::Figure;

/// Where somebody in the list stands: by the figure that counts them in the picture of a round, or owed another survey.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// Nobody surveyed them: in the round, or ever where there is none.
    NotSurveyed,
    /// Somebody did.
    Surveyed,
    /// They are to be surveyed again (BJ18-21(2)), whether or not they were in the round.
    Again,
}

impl Stand {
    pub(super) const ALL: [Self; 3] = [Self::NotSurveyed, Self::Surveyed, Self::Again];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::NotSurveyed => "no",
            Self::Surveyed => "yes",
            Self::Again => "again",
        }
    }

    pub(super) const fn term(self) -> &'static str {
        match self {
            Self::NotSurveyed => Figure::NotReached.term(),
            Self::Surveyed => Figure::Reached.term(),
            Self::Again => "应跟踪摸查",
        }
    }

    pub(super) const fn holds(self, one: &Visitee) -> bool {
        match self {
            Self::NotSurveyed => !one.is_surveyed,
            Self::Surveyed => one.is_surveyed,
            Self::Again => one.due.is_some(),
        }
    }
}

/// How many there are, and how many stand how.
pub(super) struct Counts {
    pub(super) all: usize,
    /// In the order of [`Stand::ALL`].
    pub(super) states: [usize; 3],
}

impl Counts {
    pub(super) fn of(list: &[Visitee]) -> Self {
        let count = |stand: Stand| list.iter().filter(|one| stand.holds(one)).count();
        Self { all: list.len(), states: Stand::ALL.map(count) }
    }
}
