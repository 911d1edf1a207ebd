//! Carrying out the rules over the entries of one subject.

use std::collections::HashMap;

use kernel::Day;

use crate::calendar::{Calendar, Due, months_later};
use crate::chronology::Chronology;
use crate::decision::{Assessment, Duty, RuleIndex, State};
use crate::duties::RULES;
use crate::entry::{Detail, Entry, Stage};
use crate::law::{Basis, Jurisdiction, Law, Parameter, RegulationId, Unit};
use crate::life::{Life, Place};
use crate::quarters;
use crate::rule::{CountedFrom, Discharge, Ending, Rule, Start};
use crate::stopping::GateWatch;
use crate::vocabulary::Kind;

/// What an entry of some kind does to the open duties of a rule, whatever entry started them.
#[derive(Clone, Copy, Debug)]
enum Reaction {
    Meets,
    MeetsOnOrAfterFrom,
    Ends,
}

/// The rules that bind in one jurisdiction, arranged for carrying out.
#[derive(Debug)]
pub struct Rulebook<'law> {
    law: &'law Law,
    jurisdiction: Jurisdiction,
    /// By kind: the rules that such an entry may start, each with the day it binds from.
    starting: Vec<Vec<(RuleIndex, Day, &'static Start)>>,
    /// By kind: what such an entry does to the open duties of rules; meeting before ending.
    reacting: Vec<Vec<(RuleIndex, Reaction)>>,
    /// The day from which complete claims are settled at once, where they are.
    complete_claims_from: Option<Day>,
    /// The day from which the gates exist, where they do.
    gates_from: Option<Day>,
}

impl<'law> Rulebook<'law> {
    /// Arranges the rules of a jurisdiction.
    #[must_use]
    pub fn new(law: &'law Law, jurisdiction: Jurisdiction) -> Self {
        let mut starting: Vec<Vec<_>> = vec![Vec::new(); Kind::COUNT];
        let mut reacting: Vec<Vec<_>> = vec![Vec::new(); Kind::COUNT];
        for index in RuleIndex::all() {
            let rule = index.rule();
            let Some(binds_from) = law.binds_from(rule.regulation, jurisdiction) else { continue };
            for start in rule.starts {
                starting[start.kind as usize].push((index, binds_from, start));
            }
            for discharge in rule.met_by {
                match *discharge {
                    Discharge::Next(kind) => {
                        reacting[kind as usize].push((index, Reaction::Meets));
                    }
                    Discharge::OnOrAfterFrom(kind) => {
                        reacting[kind as usize].push((index, Reaction::MeetsOnOrAfterFrom));
                    }
                    _ => {}
                }
            }
        }
        for index in RuleIndex::all() {
            for ending in index.rule().ends {
                if let Ending::Next(kind) = *ending {
                    reacting[kind as usize].push((index, Reaction::Ends));
                }
            }
        }
        Self {
            law,
            jurisdiction,
            starting,
            reacting,
            complete_claims_from: law.binds_from(RegulationId::Sd19, jurisdiction),
            gates_from: law.binds_from(RegulationId::Bj18, jurisdiction),
        }
    }

    /// Gives the law that the rules are taken from.
    #[must_use]
    pub const fn law(&self) -> &'law Law {
        self.law
    }

    /// Gives the jurisdiction.
    #[must_use]
    pub const fn jurisdiction(&self) -> Jurisdiction {
        self.jurisdiction
    }

    /// Says what is owed to one subject, and what gates hold, on a day.
    ///
    /// `entries` are all entries of the subject in the order in which they were written down. What
    /// lies after the as-of day plays no part, nor what was corrected, nor the corrections.
    #[must_use]
    pub fn assess(&self, entries: &[Entry<'_>], as_of: Day) -> Assessment {
        let chronology = Chronology::new(entries, as_of);
        let mut course = Course::new(self, &chronology);
        for place in chronology.places() {
            course.take(place);
        }
        course.finish(as_of)
    }
}

/// How a duty was closed.
#[derive(Clone, Copy, Debug)]
struct Closing {
    by: Place,
    meets: bool,
}

/// A duty in the making.
#[derive(Clone, Debug)]
pub(crate) struct Owed {
    pub(crate) rule: RuleIndex,
    pub(crate) because: Place,
    pub(crate) from: Day,
    pub(crate) due: Due,
    pub(crate) basis: Basis,
    /// The first day on which it can be met, for what has a window.
    window_from: Option<Day>,
    closing: Option<Closing>,
}

/// Points at a duty by its place in the list.
type DutyNumber = u32;

/// The course of one subject through the rules.
pub(crate) struct Course<'run> {
    rulebook: &'run Rulebook<'run>,
    chronology: &'run Chronology<'run>,
    life: Life,
    owed: Vec<Owed>,
    /// By rule: the duties that may still be open.
    open: Vec<Vec<DutyNumber>>,
    /// By place of the starting entry: its first duty and how many follow.
    started_by: Vec<(DutyNumber, u8)>,
    /// The duties about a vacancy or a fair, by its name.
    about: HashMap<&'run str, Vec<DutyNumber>>,
    gates: GateWatch,
    /// By place of a training: the day of the first end that names it and stands after it.
    training_ends: HashMap<Place, Day>,
}

impl<'run> Course<'run> {
    fn new(rulebook: &'run Rulebook<'run>, chronology: &'run Chronology<'run>) -> Self {
        Self {
            rulebook,
            chronology,
            life: Life::new(),
            owed: Vec::new(),
            open: vec![Vec::new(); RULES.len()],
            started_by: vec![(0, 0); chronology.len()],
            about: HashMap::new(),
            gates: GateWatch::new(),
            training_ends: chronology.training_ends(),
        }
    }

    /// Takes the next entry: it meets, it ends, it starts, and then it changes the state.
    fn take(&mut self, place: Place) {
        let entry = self.chronology.entry(place);
        let of = self.chronology.of(place);
        if let Some(gates_from) = self.rulebook.gates_from {
            self.let_time_open_gates(entry.on, gates_from);
            self.settle_stop_duties(place, entry);
        }
        if let Some(of) = of {
            self.react_to_naming(place, entry, of);
        }
        if let Some(name) = matter_of(&entry.detail) {
            self.react_to_matter(place, entry, name);
        }
        self.react_to_kind(place, entry);
        self.start_duties(place, entry);
        self.life.take(place, entry, of);
        if let Some(gates_from) = self.rulebook.gates_from {
            self.look_at_gates(place, entry, gates_from);
        }
    }

    fn react_to_naming(&mut self, place: Place, entry: &Entry<'_>, of: Place) {
        let (first, count) = self.started_by[of as usize];
        for number in first..first + DutyNumber::from(count) {
            let owed = &self.owed[number as usize];
            let rule = owed.rule.rule();
            if rule.met_by.iter().any(|discharge| names(*discharge, entry)) && owed.allows(entry.on)
            {
                self.close(number, place, true);
            } else if rule.ends.contains(&Ending::Naming(entry.kind)) {
                self.close(number, place, false);
            }
        }
    }

    fn react_to_matter(&mut self, place: Place, entry: &Entry<'_>, name: &str) {
        let Some(numbers) = self.about.get_mut(name) else { return };
        let mut numbers = std::mem::take(numbers);
        numbers.retain(|number| {
            let rule = self.owed[*number as usize].rule.rule();
            let meets = rule.met_by.contains(&Discharge::SameVacancy(entry.kind))
                || rule.met_by.contains(&Discharge::SameFair(entry.kind));
            let ends = rule.ends.contains(&Ending::SameVacancy(entry.kind))
                || rule.ends.contains(&Ending::SameFair(entry.kind));
            if meets || ends {
                self.close(*number, place, meets);
            }
            !(meets || ends)
        });
        if let Some(slot) = self.about.get_mut(name) {
            *slot = numbers;
        }
    }

    fn react_to_kind(&mut self, place: Place, entry: &Entry<'_>) {
        for (rule, reaction) in &self.rulebook.reacting[entry.kind as usize] {
            let open = &mut self.open[usize::from(rule.number())];
            if open.is_empty() {
                continue;
            }
            let mut numbers = std::mem::take(open);
            match reaction {
                Reaction::Meets | Reaction::Ends => {
                    for number in numbers.drain(..) {
                        self.close(number, place, matches!(reaction, Reaction::Meets));
                    }
                }
                Reaction::MeetsOnOrAfterFrom => numbers.retain(|number| {
                    let meets = self.owed[*number as usize].from <= entry.on;
                    if meets {
                        self.close(*number, place, true);
                    }
                    !meets
                }),
            }
            self.open[usize::from(rule.number())] = numbers;
        }
    }

    fn start_duties(&mut self, place: Place, entry: &'run Entry<'run>) {
        let rulebook = self.rulebook;
        self.life.settles_complete_claims_at_once =
            rulebook.complete_claims_from.is_some_and(|day| day <= entry.on);
        let first = self.next_number();
        for (rule, binds_from, start) in &rulebook.starting[entry.kind as usize] {
            if entry.on >= *binds_from && (start.when)(&self.life, entry) {
                self.start_duty(*rule, place, entry);
            }
        }
        let count = self.next_number() - first;
        self.started_by[place as usize] = (first, u8::try_from(count).unwrap_or(u8::MAX));
    }

    fn start_duty(&mut self, index: RuleIndex, place: Place, entry: &'run Entry<'run>) {
        let rule = index.rule();
        let from = self.counted_from(rule, place, entry);
        let number = self.owe(index, place, from, entry.on);
        self.open[usize::from(index.number())].push(number);
        if let Some(name) = matter_of(&entry.detail) {
            self.about.entry(name).or_default().push(number);
        }
        // The exceptions that go by day: what stands earlier on the day counted from meets it.
        for discharge in rule.met_by {
            if let Discharge::EarlierThatDay(kind) = *discharge
                && from == entry.on
                && let Some(earlier) = self.chronology.first_that_day_before(place, kind)
            {
                self.close(number, earlier, true);
            }
        }
    }

    fn counted_from(&self, rule: &Rule, place: Place, entry: &Entry<'_>) -> Day {
        match (rule.counted_from, &entry.detail) {
            (CountedFrom::MidTraining, Detail::Training { ends }) => {
                entry.on.plus_days(ends.days_since(entry.on) / 2)
            }
            (CountedFrom::EndOfTraining, Detail::Training { ends }) => {
                self.training_ends.get(&place).copied().unwrap_or(*ends)
            }
            (CountedFrom::FairDay, Detail::FairDay { day, .. }) => *day,
            _ => entry.on,
        }
    }

    /// Adds a duty counted from one day, under the law of the day of its cause.
    pub(crate) fn owe(
        &mut self,
        rule: RuleIndex,
        because: Place,
        from: Day,
        law_of: Day,
    ) -> DutyNumber {
        let period = period(self.rulebook.law, rule.rule().period, from, law_of);
        let number = self.next_number();
        self.owed.push(Owed {
            rule,
            because,
            from,
            due: period.due,
            basis: period.basis,
            window_from: period.window_from,
            closing: None,
        });
        number
    }

    fn next_number(&self) -> DutyNumber {
        // Places are 32 bits wide, and an entry starts a handful of duties: memory ends first.
        DutyNumber::try_from(self.owed.len()).unwrap_or(DutyNumber::MAX)
    }

    /// Closes a duty unless it is closed: once void or missed, never met.
    fn close(&mut self, number: DutyNumber, by: Place, meets: bool) {
        self.owed[number as usize].closing.get_or_insert(Closing { by, meets });
    }

    fn let_time_open_gates(&mut self, until: Day, gates_from: Day) {
        let law = self.rulebook.law;
        for opening in self.gates.openings_by_time(until, &self.life, law) {
            self.owe_stop(opening, gates_from);
        }
    }

    fn look_at_gates(&mut self, place: Place, entry: &Entry<'_>, gates_from: Day) {
        let law = self.rulebook.law;
        let change = self.gates.look(place, entry, &self.life, law);
        for number in change.ended {
            self.close(number, place, false);
        }
        for opening in change.opened {
            self.owe_stop(opening, gates_from);
        }
    }

    fn settle_stop_duties(&mut self, place: Place, entry: &Entry<'_>) {
        for (number, meets) in self.gates.settle(entry) {
            self.close(number, place, meets);
        }
    }

    fn owe_stop(&mut self, opening: crate::stopping::Opening, gates_from: Day) {
        if let Some(rule) = opening.stop_rule()
            && opening.since >= gates_from
        {
            let number = self.owe(rule, opening.because, opening.since, opening.since);
            self.gates.await_stop(opening.gate, number);
        }
    }

    fn finish(mut self, as_of: Day) -> Assessment {
        let mut gates = Vec::new();
        if let Some(gates_from) = self.rulebook.gates_from {
            self.let_time_open_gates(as_of, gates_from);
            if as_of >= gates_from {
                gates = self.gates.holding(&self.life, self.chronology);
            }
            quarters::owe_contacts(&mut self, as_of, gates_from);
        }
        let duties = self.owed.iter().map(|owed| self.decide(owed, as_of)).collect();
        Assessment { duties, gates }
    }

    fn decide(&self, owed: &Owed, as_of: Day) -> Duty {
        let position = |place| self.chronology.position(place);
        let day_of = |place| self.chronology.entry(place).on;
        let (state, met_by, ended_by) = match owed.closing {
            Some(Closing { by, meets: true }) if day_of(by) <= owed.due.day => {
                (State::Met, Some(by), None)
            }
            Some(Closing { by, meets: true }) => (State::Late, Some(by), None),
            Some(Closing { by, meets: false }) if day_of(by) <= owed.due.day => {
                (State::Void, None, Some(by))
            }
            // What has a window was missed before it was ended.
            Some(_) if owed.is_past_for_good() => (State::Missed, None, None),
            Some(Closing { by, meets: false }) => (State::Missed, None, Some(by)),
            None if as_of <= owed.due.day => (State::Open, None, None),
            None if owed.is_past_for_good() => (State::Missed, None, None),
            None => (State::Overdue, None, None),
        };
        Duty {
            rule: owed.rule,
            because: position(owed.because),
            from: owed.from,
            due: owed.due,
            basis: owed.basis,
            state,
            met_by: met_by.map(position),
            ended_by: ended_by.map(position),
        }
    }

    pub(crate) fn chronology(&self) -> &'run Chronology<'run> {
        self.chronology
    }

    /// Marks a duty just added as met.
    pub(crate) fn meet(&mut self, number: DutyNumber, by: Place) {
        self.close(number, by, true);
    }
}

impl Owed {
    /// Tells whether an entry of that day can still meet the duty, as far as a window goes.
    fn allows(&self, day: Day) -> bool {
        self.window_from.is_none_or(|from| from <= day && day <= self.due.day)
    }

    /// Tells whether the duty, once past, cannot be made good: its window or quarter is over.
    fn is_past_for_good(&self) -> bool {
        self.window_from.is_some()
    }
}

/// A period worked out.
pub(crate) struct Period {
    pub(crate) due: Due,
    pub(crate) basis: Basis,
    /// The first day of the window, for what has one.
    pub(crate) window_from: Option<Day>,
}

/// Counts a period from a day, with the figure in force on the day of its cause.
pub(crate) fn period(law: &Law, parameter: Parameter, from: Day, law_of: Day) -> Period {
    let history = law.parameter(parameter);
    let figure = history.on(law_of);
    let calendar: &Calendar = law.calendar();
    let mut basis = figure.basis;
    let mut window_from = None;
    let due = match history.unit {
        Unit::WorkingDays => calendar.working_days_after(from, figure.value),
        Unit::WorkingDaysBefore => calendar.working_days_before(from, figure.value),
        Unit::Days => calendar.days_after(from, figure.value),
        Unit::Months => calendar.months_after(from, figure.value),
        Unit::DaysAtMost => calendar.days_at_most(from, figure.value),
        Unit::MonthsAbout => {
            let around = law.parameter(Parameter::SteadyWindow).on(law_of);
            if around.basis == Basis::Norm {
                basis = Basis::Norm;
            }
            let target = months_later(from, figure.value);
            window_from = Some(target.plus_days(-i32::from(around.value)));
            Due::certain(target.plus_days(i32::from(around.value)))
        }
        Unit::QuarterEnd => {
            window_from = Some(from);
            Due::certain(crate::calendar::quarter_end(from))
        }
        // The other units measure states, not periods; no rule has one for its period (tested).
        Unit::SameDay
        | Unit::DaysAround
        | Unit::MonthsExceeded
        | Unit::MonthsInForce
        | Unit::Times => Due::certain(from),
    };
    Period { due, basis, window_from }
}

/// Gives the vacancy or fair that an entry concerns. A vacancy and a fair of one name never meet,
/// because no rule listens to both.
fn matter_of<'entry>(detail: &'entry Detail<'_>) -> Option<&'entry str> {
    match detail {
        Detail::Vacancy(name) | Detail::Fair(name) | Detail::FairDay { fair: name, .. } => {
            Some(name)
        }
        _ => None,
    }
}

/// Tells whether an entry that names the starting entry is such a discharge.
fn names(discharge: Discharge, entry: &Entry<'_>) -> bool {
    match discharge {
        Discharge::Naming(kind) => kind == entry.kind,
        Discharge::FollowUpAt(wanted) => {
            entry.kind == Kind::FollowedUp && stage_of(entry) == Some(wanted)
        }
        _ => false,
    }
}

const fn stage_of(entry: &Entry<'_>) -> Option<Stage> {
    match entry.detail {
        Detail::About { stage, .. } => stage,
        _ => None,
    }
}
