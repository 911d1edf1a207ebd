//! What became of a duty, as it is stored.

use rules::State;

/// What became of a duty. What is open and what is overdue are told apart by the calendar alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settled {
    /// Not discharged yet.
    Open,
    /// 按期.
    Met,
    /// 迟办.
    Late,
    /// 终止.
    Void,
    /// 错过.
    Missed,
}
store::text_column!(Settled {
    Open = "open",
    Met = "met",
    Late = "late",
    Void = "void",
    Missed = "missed",
});

impl Settled {
    /// Gives the state on a day.
    #[must_use]
    pub fn on(self, due: kernel::Day, today: kernel::Day) -> State {
        match self {
            Self::Open if due < today => State::Overdue,
            Self::Open => State::Open,
            Self::Met => State::Met,
            Self::Late => State::Late,
            Self::Void => State::Void,
            Self::Missed => State::Missed,
        }
    }
}

impl From<State> for Settled {
    fn from(state: State) -> Self {
        match state {
            State::Open | State::Overdue => Self::Open,
            State::Met => Self::Met,
            State::Late => Self::Late,
            State::Void => Self::Void,
            State::Missed => Self::Missed,
        }
    }
}

/// Whether a due date is the law's own or contains a local norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// 法定.
    Law,
    /// 规范.
    Norm,
}
store::text_column!(Basis { Law = "law", Norm = "norm" });

impl From<rules::Basis> for Basis {
    fn from(basis: rules::Basis) -> Self {
        match basis {
            rules::Basis::Law => Self::Law,
            rules::Basis::Norm => Self::Norm,
        }
    }
}
