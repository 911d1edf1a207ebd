//! Carrying out the rules over the entries of one subject.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use kernel::Day;

use crate::calendar::{Due, quarter_end};
use crate::chronology::Chronology;
use crate::decision::{Assessment, Duty, RuleIndex, State};
use crate::duties::RULES;
use crate::entry::{Detail, Entry, Stage};
use crate::gates::Gate;
use crate::law::{Basis, Jurisdiction, Law, RegulationId};
use crate::life::{Life, Place};
use crate::quarters;
use crate::reckoning::period;
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
    /// By kind: which rules' duties about the same vacancy or fair it meets, or else ends.
    reacting_to_matter: Vec<Vec<(RuleIndex, bool)>>,
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
        let mut reacting_to_matter: Vec<Vec<_>> = vec![Vec::new(); Kind::COUNT];
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
                    Discharge::SameVacancy(kind) | Discharge::SameFair(kind) => {
                        reacting_to_matter[kind as usize].push((index, true));
                    }
                    // These look at one entry, not at every open duty, or are carried out with
                    // the gates and quarters.
                    Discharge::EarlierThatDay(_)
                    | Discharge::Naming(_)
                    | Discharge::FollowUpAt(_)
                    | Discharge::StoppedWithNotice
                    | Discharge::InQuarter(_) => {}
                }
            }
        }
        for index in RuleIndex::all() {
            for ending in index.rule().ends {
                match *ending {
                    Ending::Next(kind) => reacting[kind as usize].push((index, Reaction::Ends)),
                    Ending::SameVacancy(kind) | Ending::SameFair(kind) => {
                        reacting_to_matter[kind as usize].push((index, false));
                    }
                    Ending::Naming(_) | Ending::GateClosing => {}
                }
            }
        }
        Self {
            law,
            jurisdiction,
            starting,
            reacting,
            reacting_to_matter,
            complete_claims_from: law.binds_from(RegulationId::Sd19, jurisdiction),
            gates_from: law.binds_from(Gate::REGULATION, jurisdiction),
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
        let dated_ahead = entries.iter().map(|entry| entry.on).filter(|on| *on > as_of).min();
        course.finish(as_of, dated_ahead)
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
    /// By rule: the duties that may still be open, by the day that they are counted from.
    open: Vec<BinaryHeap<Reverse<(Day, DutyNumber)>>>,
    /// By place of the starting entry: its first duty and how many follow.
    started_by: Vec<(DutyNumber, u8)>,
    /// By rule and name of a vacancy or fair: the duties about it that may still be open.
    about: HashMap<(RuleIndex, &'run str), Vec<DutyNumber>>,
    /// By kind: the first entry of the latest day that had one.
    first_of_day: [Option<(Day, Place)>; Kind::COUNT],
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
            open: vec![BinaryHeap::new(); RULES.len()],
            started_by: vec![(0, 0); chronology.len()],
            about: HashMap::new(),
            first_of_day: [None; Kind::COUNT],
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
        let first = &mut self.first_of_day[entry.kind as usize];
        if first.is_none_or(|(day, _)| day != entry.on) {
            *first = Some((entry.on, place));
        }
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

    fn react_to_matter(&mut self, place: Place, entry: &'run Entry<'run>, name: &'run str) {
        for (rule, meets) in &self.rulebook.reacting_to_matter[entry.kind as usize] {
            for number in self.about.remove(&(*rule, name)).unwrap_or_default() {
                self.close(number, place, *meets);
            }
        }
    }

    fn react_to_kind(&mut self, place: Place, entry: &Entry<'_>) {
        for (rule, reaction) in &self.rulebook.reacting[entry.kind as usize] {
            let index = usize::from(rule.number());
            while let Some(Reverse((from, number))) = self.open[index].peek().copied() {
                if matches!(reaction, Reaction::MeetsOnOrAfterFrom) && from > entry.on {
                    break;
                }
                self.open[index].pop();
                self.close(number, place, !matches!(reaction, Reaction::Ends));
            }
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
        self.open[usize::from(index.number())].push(Reverse((from, number)));
        if let Some(name) = matter_of(&entry.detail) {
            self.about.entry((index, name)).or_default().push(number);
        }
        // The exceptions that go by day: what stands earlier on the day counted from meets it.
        for discharge in rule.met_by {
            if let Discharge::EarlierThatDay(kind) = *discharge
                && from == entry.on
                && let Some((day, earlier)) = self.first_of_day[kind as usize]
                && day == entry.on
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

    fn finish(mut self, as_of: Day, dated_ahead: Option<Day>) -> Assessment {
        let mut gates = Vec::new();
        if let Some(gates_from) = self.rulebook.gates_from {
            self.let_time_open_gates(as_of, gates_from);
            if as_of >= gates_from {
                gates = self.gates.holding(&self.life, self.chronology);
            }
            quarters::owe_contacts(&mut self, as_of, gates_from);
        }
        let duties = self.owed.iter().map(|owed| self.decide(owed, as_of)).collect();
        let next_look = self.next_look(as_of).into_iter().chain(dated_ahead).min();
        Assessment { duties, gates, standing: self.life.standing(), next_look }
    }

    /// Gives the next day on which passing time alone changes more than open into overdue.
    fn next_look(&self, as_of: Day) -> Option<Day> {
        let windows = self
            .owed
            .iter()
            .filter(|owed| owed.closing.is_none() && owed.is_past_for_good())
            .filter(|owed| owed.due.day >= as_of && owed.due.day < Day::LAST)
            .map(|owed| owed.due.day.plus_days(1));
        let gates = self.gates.will_open_after(as_of);
        let quarter = self.life.key_enterprise.then(|| quarter_end(as_of));
        let quarter = quarter.filter(|end| *end < Day::LAST).map(|end| end.plus_days(1));
        windows.chain(gates).chain(quarter).min()
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

/// Gives the vacancy or fair that an entry concerns. A vacancy and a fair of one name never meet,
/// because no rule is about both.
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
