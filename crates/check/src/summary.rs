//! What the duties of a check add up to: by office and officer, by rule, and in all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kernel::Day;
use rules::{CountedFrom, RuleIndex, State};

use crate::row::DutyRow;
use crate::text::{printable, width};

/// What stands where the ledger names no office or no officer.
pub const UNNAMED: &str = "（未注明）";

/// Counts duties by their state, and how long the discharged ones took.
///
/// The days are kept as a histogram, so that the median is exact and memory grows with the number
/// of different spans, not with the number of duties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the order of [`State::ALL`].
    counts: [u64; State::ALL.len()],
    /// How many duties took how many days.
    days: BTreeMap<i32, u64>,
}

impl Tally {
    fn add(&mut self, row: &DutyRow<'_>) {
        self.counts[row.state as usize] += 1;
        if let Some(met_by) = row.met_by {
            *self.days.entry(days_taken(row, met_by.on)).or_default() += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        for (days, more) in &other.days {
            *self.days.entry(*days).or_default() += more;
        }
    }

    /// Gives the number of duties in a state.
    #[must_use]
    pub const fn count(&self, state: State) -> u64 {
        self.counts[state as usize]
    }

    /// Gives the number of duties.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Gives the median of the days that the discharged duties took, counted from the day that their
    /// period is counted from; of an even number the mean of the two in the middle.
    #[must_use]
    pub fn median_days(&self) -> Option<f64> {
        let number: u64 = self.days.values().sum();
        let lower = self.nth(number.checked_sub(1)? / 2)?;
        let upper = self.nth(number / 2)?;
        Some(f64::midpoint(f64::from(lower), f64::from(upper)))
    }

    /// Gives the span at a place, from 0, when all are put in order.
    fn nth(&self, place: u64) -> Option<i32> {
        let mut passed = 0;
        self.days.iter().find_map(|(days, number)| {
            passed += number;
            (place < passed).then_some(*days)
        })
    }
}

/// Counts the days from the one that the period is counted from, before which nothing is late, to
/// the one of the discharge; for a fair, from the day it was scheduled.
fn days_taken(row: &DutyRow<'_>, met_on: Day) -> i32 {
    let from = match row.rule.rule().counted_from {
        CountedFrom::FairDay => row.because.on,
        _ => row.from,
    };
    met_on.days_since(from).max(0)
}

/// One office with those who record in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeTally<'a> {
    /// The name of the office, or [`UNNAMED`].
    pub office: &'a str,
    /// All its duties.
    pub total: Tally,
    /// The duties by officer, in the order of their names by bytes, [`UNNAMED`] last.
    pub staff: Vec<(&'a str, &'a Tally)>,
}

/// The duties under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTally {
    /// The id that the check prints.
    pub id: &'static str,
    /// What is owed, as a user reads it.
    pub duty: &'static str,
    /// The duties.
    pub tally: Tally,
}

/// Adds up duties. The outcome does not depend on the order in which they come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// By office, then by officer.
    offices: BTreeMap<String, BTreeMap<String, Tally>>,
    rules: BTreeMap<RuleIndex, Tally>,
}

impl Summary {
    /// Adds a duty.
    pub fn add(&mut self, row: &DutyRow<'_>) {
        let staff = entry_of(&mut self.offices, row.office);
        entry_of(staff, row.staff).add(row);
        self.rules.entry(row.rule).or_default().add(row);
    }

    /// Adds what another worker has added up.
    pub fn merge(&mut self, other: Self) {
        for (office, staff) in other.offices {
            let own = self.offices.entry(office).or_default();
            for (officer, tally) in staff {
                own.entry(officer).or_default().merge(&tally);
            }
        }
        for (rule, tally) in other.rules {
            self.rules.entry(rule).or_default().merge(&tally);
        }
    }

    /// Gives the offices in the order of their names by bytes, [`UNNAMED`] last.
    #[must_use]
    pub fn offices(&self) -> Vec<OfficeTally<'_>> {
        unnamed_last(&self.offices)
            .map(|(office, staff)| {
                let mut total = Tally::default();
                for tally in staff.values() {
                    total.merge(tally);
                }
                OfficeTally { office, total, staff: unnamed_last(staff).collect() }
            })
            .collect()
    }

    /// Gives the rules that have duties, in the order of the rulebook. Rules that print the same id
    /// are told together.
    #[must_use]
    pub fn rules(&self) -> Vec<RuleTally> {
        let mut tallies: Vec<RuleTally> = Vec::new();
        for (index, tally) in &self.rules {
            let rule = index.rule();
            match tallies.iter_mut().find(|known| known.id == rule.id) {
                Some(known) => known.tally.merge(tally),
                None => {
                    tallies.push(RuleTally { id: rule.id, duty: rule.duty, tally: tally.clone() });
                }
            }
        }
        tallies
    }

    /// Gives everything together.
    #[must_use]
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for tally in self.rules.values() {
            total.merge(tally);
        }
        total
    }

    /// Words the summary as a table for the terminal, without a line end after the last line. The
    /// officers are left out where they would fill more than a screen or two.
    #[must_use]
    pub fn words(&self) -> String {
        const MOST_LINES: usize = 60;
        if self.rules.is_empty() {
            return "没有应办事项。".to_owned();
        }
        let offices = self.offices();
        let lines: usize = offices.iter().map(|office| office.staff.len() + 1).sum();
        let with_staff = lines <= MOST_LINES;
        let mut table = Lines::new(["机构", if with_staff { "经办人" } else { "" }]);
        for office in &offices {
            table.tally([office.office, ""], &office.total);
            for (officer, tally) in office.staff.iter().filter(|_| with_staff) {
                table.tally(["", officer], tally);
            }
        }
        table.tally(["合计", ""], &self.total());
        let mut words = table.words();
        if !with_staff {
            words.push_str("\n经办人的明细见 --format xlsx 写出的工作簿。");
        }
        let mut table = Lines::new(["条款", "应办事项"]);
        for rule in self.rules() {
            table.tally([rule.id, rule.duty], &rule.tally);
        }
        words.push_str("\n\n");
        words.push_str(&table.words());
        words
    }
}

/// Finds the value of a key, and makes the key only where it is new.
fn entry_of<'map, V: Default>(map: &'map mut BTreeMap<String, V>, key: &str) -> &'map mut V {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), V::default());
    }
    map.get_mut(key).expect("the key was put in above")
}

fn unnamed_last<V>(map: &BTreeMap<String, V>) -> impl Iterator<Item = (&str, &V)> {
    let named = map.iter().filter(|(name, _)| !name.is_empty());
    named
        .map(|(name, value)| (name.as_str(), value))
        .chain(map.get("").map(|value| (UNNAMED, value)))
}

/// Writes a median as people read it: 3 or 2.5.
pub(crate) fn median_words(tally: &Tally) -> String {
    tally.median_days().map_or_else(|| "—".to_owned(), |days| format!("{days}"))
}

/// A table for the terminal: two columns of words, then the figures.
struct Lines {
    rows: Vec<Vec<String>>,
}

impl Lines {
    const WORDS: usize = 2;

    fn new(headings: [&str; Self::WORDS]) -> Self {
        let mut row: Vec<String> = headings.map(str::to_owned).into();
        row.push("应办".to_owned());
        row.extend(State::ALL.map(|state| state.term().to_owned()));
        row.push("办结天数中位".to_owned());
        Self { rows: vec![row] }
    }

    fn tally(&mut self, names: [&str; Self::WORDS], tally: &Tally) {
        let mut row: Vec<String> = names.map(shown).into();
        row.push(tally.total().to_string());
        row.extend(State::ALL.map(|state| tally.count(state).to_string()));
        row.push(median_words(tally));
        self.rows.push(row);
    }

    /// Aligns the columns: words to the left, figures to the right.
    fn words(&self) -> String {
        let columns = self.rows.first().map_or(0, Vec::len);
        let widths: Vec<usize> = (0..columns)
            .map(|column| self.rows.iter().map(|row| width(&row[column])).max().unwrap_or(0))
            .collect();
        let mut words = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate().filter(|(column, _)| widths[*column] > 0) {
                let blank = widths[column] - width(cell);
                if !line.is_empty() {
                    line.push_str("  ");
                }
                // Writing to a string cannot fail.
                let _ = if column < Self::WORDS {
                    write!(line, "{cell}{:blank$}", "")
                } else {
                    write!(line, "{:blank$}{cell}", "")
                };
            }
            if !words.is_empty() {
                words.push('\n');
            }
            words.push_str(line.trim_end());
        }
        words
    }
}

/// Shortens a name so that a table stays a table.
fn shown(name: &str) -> String {
    const LONGEST: usize = 30;
    let name = printable(name);
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Day;
    use proptest::prelude::*;
    use rules::{Basis, Due, Kind};

    use super::*;
    use crate::row::EntryMention;

    fn row<'a>(office: &'a str, staff: &'a str, state: State, days: Option<i32>) -> DutyRow<'a> {
        let on = Day::new(2026, 6, 1).expect("a day");
        DutyRow {
            subject: "甲",
            rule: RuleIndex::numbered(1).expect("a rule"),
            because: EntryMention { id: "1", kind: Kind::SeekerRegistered, on },
            from: on,
            due: Due::certain(on.plus_days(3)),
            state,
            met_by: days.map(|days| EntryMention {
                id: "2",
                kind: Kind::Graded,
                on: on.plus_days(days),
            }),
            basis: Basis::Norm,
            office,
            staff,
        }
    }

    fn of(rows: &[DutyRow<'_>]) -> Summary {
        let mut summary = Summary::default();
        for row in rows {
            summary.add(row);
        }
        summary
    }

    #[test]
    fn the_median_is_exact() {
        let median = |days: &[i32]| {
            let rows: Vec<_> =
                days.iter().map(|days| row("", "", State::Met, Some(*days))).collect();
            of(&rows).total().median_days()
        };
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4]), Some(4.0));
        assert_eq!(median(&[9, 1]), Some(5.0));
        assert_eq!(median(&[2, 1]), Some(1.5));
        assert_eq!(median(&[5, 1, 100]), Some(5.0));
        assert_eq!(median(&[3, 3, 3, 50]), Some(3.0));
        assert_eq!(median(&[-4, 0, 7, 7]), Some(3.5));
    }

    #[test]
    fn states_are_counted_apart() {
        let rows = State::ALL.map(|state| row("所", "员", state, None));
        let total = of(&rows).total();
        assert!(State::ALL.iter().all(|state| total.count(*state) == 1));
        assert_eq!((total.total(), total.median_days()), (6, None));
    }

    #[test]
    fn offices_stand_in_order_and_the_unnamed_last() {
        let summary = of(&[
            row("", "", State::Met, None),
            row("b", "y", State::Met, None),
            row("b", "", State::Open, None),
            row("b", "x", State::Met, None),
            row("a", "z", State::Met, None),
        ]);
        let offices = summary.offices();
        let names: Vec<_> = offices.iter().map(|office| office.office).collect();
        assert_eq!(names, ["a", "b", UNNAMED]);
        let staff: Vec<_> = offices[1].staff.iter().map(|(name, _)| *name).collect();
        assert_eq!(staff, ["x", "y", UNNAMED]);
        assert_eq!(offices[1].total.total(), 3);
        assert_eq!(offices[1].total.count(State::Open), 1);
    }

    #[test]
    fn rules_with_one_id_are_told_together() {
        let rows: Vec<_> = RuleIndex::all()
            .map(|rule| DutyRow { rule, ..row("", "", State::Met, Some(1)) })
            .collect();
        let summary = of(&rows);
        let ids: Vec<_> = summary.rules().iter().map(|rule| rule.id).collect();
        let mut expected: Vec<_> = rows.iter().map(|row| row.rule.rule().id).collect();
        expected.dedup();
        assert_eq!(ids, expected);
        let total: u64 = summary.rules().iter().map(|rule| rule.tally.total()).sum();
        assert_eq!(total, summary.total().total());
    }

    #[test]
    fn the_table_is_aligned() {
        let summary = of(&[
            row("东街所", "张三", State::Met, Some(2)),
            row("东街所", "张三", State::Overdue, None),
            row("", "", State::Late, Some(5)),
        ]);
        let words = summary.words();
        let (offices, rules) = words.split_once("\n\n").expect("two tables");
        assert_eq!(
            offices,
            "机构        经办人      应办  按期  迟办  待办  逾期  终止  错过  办结天数中位\n\
             东街所                     2     1     0     0     1     0     0             2\n\
             \u{20}           张三           2     1     0     0     1     0     0             2\n\
             （未注明）                 1     0     1     0     0     0     0             5\n\
             \u{20}           （未注明）     1     0     1     0     0     0     0             5\n\
             合计                       3     1     1     0     1     0     0           3.5"
        );
        let widths: Vec<usize> = rules.lines().map(width).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{rules}");
        assert!(rules.contains("BJ18-12"));
        assert_eq!(Summary::default().words(), "没有应办事项。");
    }

    #[test]
    fn many_officers_are_left_to_the_workbook() {
        let names: Vec<String> = (0..70).map(|number| format!("员{number}")).collect();
        let rows: Vec<_> = names.iter().map(|name| row("所", name, State::Met, None)).collect();
        let words = of(&rows).words();
        assert!(!words.contains("员7") && words.contains("xlsx"), "{words}");
    }

    #[test]
    fn names_cannot_break_the_table() {
        let words = of(&[row("a\n\u{1b}[2J", "", State::Met, None)]).words();
        assert!(!words.contains('\u{1b}'));
        assert!(words.lines().all(|line| !line.starts_with("[2J")));
    }

    proptest! {
        /// Workers may share the rows among them in any way.
        #[test]
        fn merging_is_adding(
            rows in prop::collection::vec(("[ab]?", "[xy]?", 0..6_usize, 0..9_i32, any::<bool>()), 0..30)
        ) {
            let rows: Vec<_> = rows
                .iter()
                .map(|(office, staff, state, days, first)| {
                    (row(office, staff, State::ALL[*state], Some(*days)), *first)
                })
                .collect();
            let all: Vec<_> = rows.iter().map(|(row, _)| *row).collect();
            let one: Vec<_> = rows.iter().filter(|(_, first)| *first).map(|(row, _)| *row).collect();
            let other: Vec<_> =
                rows.iter().filter(|(_, first)| !*first).map(|(row, _)| *row).collect();
            let mut merged = of(&other);
            merged.merge(of(&one));
            prop_assert_eq!(&merged, &of(&all));
            prop_assert_eq!(merged.words(), of(&all).words());
            // The median is that of the sorted days.
            let mut days: Vec<i32> =
                all.iter().filter_map(|row| Some(row.met_by?.on.days_since(row.because.on))).collect();
            days.sort_unstable();
            let expected = (!days.is_empty()).then(|| {
                f64::midpoint(f64::from(days[(days.len() - 1) / 2]), f64::from(days[days.len() / 2]))
            });
            prop_assert_eq!(merged.total().median_days(), expected);
        }
    }
}
