//! Watching the gates open and close, and the duties that the stop gates start.

use kernel::Day;

use crate::chronology::Chronology;
use crate::decision::{OpenGate, RuleIndex};
use crate::duties::{SILENT_UNEMPLOYED, UNWILLING, WILLING_NEVER_REGISTERS};
use crate::entry::Entry;
use crate::gates::Gate;
use crate::law::Law;
use crate::life::{Life, Place};
use crate::vocabulary::{Initiator, Kind};

/// The opening of a gate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    pub(crate) gate: Gate,
    pub(crate) since: Day,
    /// The entry that opened it or, where passing time did, from which the time ran.
    pub(crate) because: Place,
}

impl Opening {
    /// Gives the rule of the duty that the opening starts, for the gates that let a service stop.
    pub(crate) const fn stop_rule(&self) -> Option<RuleIndex> {
        match self.gate {
            Gate::SilentUnemployed => Some(SILENT_UNEMPLOYED),
            Gate::WillingNeverRegisters => Some(WILLING_NEVER_REGISTERS),
            Gate::Unwilling => Some(UNWILLING),
            Gate::Consultation | Gate::Termination | Gate::PublicPost => None,
        }
    }
}

/// A stop that is owed.
struct AwaitedStop {
    gate: Gate,
    duty: u32,
    /// The registry was notified after the gate opened.
    notified: bool,
}

/// What a look at the gates after an entry has found.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) opened: Vec<Opening>,
    /// The duties that ended because their gate closed.
    pub(crate) ended: Vec<u32>,
}

/// Which gates stand open, looked at after every entry and at the start of a day on which passing
/// time opens one.
pub(crate) struct GateWatch {
    open: [Option<Opening>; Gate::ALL.len()],
    /// For a closed gate: the day on which time alone will open it.
    will_open: [Option<Day>; Gate::ALL.len()],
    awaited: Vec<AwaitedStop>,
}

impl GateWatch {
    pub(crate) const fn new() -> Self {
        Self {
            open: [None; Gate::ALL.len()],
            will_open: [None; Gate::ALL.len()],
            awaited: Vec::new(),
        }
    }

    /// Opens what time opens up to the start of a day.
    pub(crate) fn openings_by_time(&mut self, until: Day, life: &Life, law: &Law) -> Vec<Opening> {
        let mut openings = Vec::new();
        for gate in Gate::ALL {
            let index = gate as usize;
            if let Some(since) = self.will_open[index].filter(|day| *day <= until)
                && let Some(because) = gate.time_ran_from(life)
            {
                debug_assert_eq!(gate.holds_from(life, law), Some(since));
                let opening = Opening { gate, since, because };
                self.will_open[index] = None;
                self.open[index] = Some(opening);
                openings.push(opening);
            }
        }
        openings
    }

    /// Looks at every gate after an entry was taken in.
    pub(crate) fn look(
        &mut self,
        place: Place,
        entry: &Entry<'_>,
        life: &Life,
        law: &Law,
    ) -> Change {
        let mut change = Change::default();
        for gate in Gate::ALL {
            let index = gate as usize;
            let holds_from = gate.holds_from(life, law);
            let holds = holds_from.is_some_and(|day| day <= entry.on);
            self.will_open[index] = if holds { None } else { holds_from };
            match (self.open[index], holds) {
                (None, true) => {
                    let opening = Opening { gate, since: entry.on, because: place };
                    self.open[index] = Some(opening);
                    change.opened.push(opening);
                }
                (Some(_), false) => {
                    self.open[index] = None;
                    // Stopping without notice closes the gate but leaves the duty standing.
                    if entry.kind != Kind::ServiceStopped {
                        self.drop_awaited(gate, &mut change.ended);
                    }
                }
                _ => {}
            }
        }
        change
    }

    fn drop_awaited(&mut self, gate: Gate, ended: &mut Vec<u32>) {
        self.awaited.retain(|awaited| {
            if awaited.gate == gate {
                ended.push(awaited.duty);
            }
            awaited.gate != gate
        });
    }

    /// Takes note of a duty that the opening of a gate started.
    pub(crate) fn await_stop(&mut self, gate: Gate, duty: u32) {
        self.awaited.push(AwaitedStop { gate, duty, notified: false });
    }

    /// Settles the stop duties that an entry meets (true) or ends (false).
    pub(crate) fn settle(&mut self, entry: &Entry<'_>) -> Vec<(u32, bool)> {
        let mut settled = Vec::new();
        self.awaited.retain_mut(|awaited| {
            let meets = entry.kind == Kind::ServiceStopped && awaited.notified;
            let ends = entry.initiated_by == Initiator::Subject;
            awaited.notified |= entry.kind == Kind::RegistryNotified;
            if meets || ends {
                settled.push((awaited.duty, meets));
            }
            !(meets || ends)
        });
        settled
    }

    /// Gives the days after a day on which time alone will open a gate.
    pub(crate) fn will_open_after(&self, day: Day) -> Option<Day> {
        self.will_open.iter().flatten().copied().filter(|opens| *opens > day).min()
    }

    /// Gives the gates that stand open, with the entries that show it.
    pub(crate) fn holding(&self, life: &Life, chronology: &Chronology<'_>) -> Vec<OpenGate> {
        let open = self.open.iter().flatten();
        open.map(|opening| OpenGate {
            gate: opening.gate,
            since: opening.since,
            because: opening
                .gate
                .evidence(life)
                .into_iter()
                .map(|place| chronology.position(place))
                .collect(),
        })
        .collect()
    }
}
