//! 今日应办: what is open, for an officer or an office.

use std::collections::HashMap;

use access::{Actor, Area};
use desk::served_by;
use kernel::Day;
use store::{ActorId, EntryId, StoreError, SubjectId, ToValue, Tx};

use crate::model::{Bucket, CameOverdue};
use crate::sql::{
    self, DutyRow, FallenRow, GateRow, HeldRow, ListedRow, LoadRow, OpenRow, SettledRow,
};

use super::take_on::Held;

/// Whose work is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What one officer answers for.
    Officer(ActorId),
    /// What an office and those below it answer for.
    Office(Area),
    /// What concerns those whom a community looks after, by its code: whom its own office answers for, and whom the
    /// street above it does and who live there.
    Community(i64),
}

/// Gives whose people an actor goes to see: their own, those of the colleagues whom they stand in for, and of a community
/// assistant those who live there (BJ18-4, BJ18-18). Every list of visits goes by it, on paper as on a telephone.
#[must_use]
pub fn visited_by(actor: &Actor) -> Vec<Whose> {
    let officers = served_by(actor).into_iter().map(|(officer, _)| Whose::Officer(officer));
    officers.chain(actor.community().map(Whose::Community)).collect()
}

/// Gives the street above a community, by its code, and the community itself.
const fn street_and(community: i64) -> (i64, i64) {
    (community - community.rem_euclid(1_000), community)
}

/// A place in the list, after which a page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The due date of the last row.
    pub due: Day,
    /// Its subject.
    pub subject: SubjectId,
    /// Its rule.
    pub rule: String,
    /// The entry that started it.
    pub because: EntryId,
    /// The office that answers for it, by code.
    pub office: i64,
    /// The officer who does; zeros where nobody was named.
    pub officer: ActorId,
}

/// Stands for nobody where lists are put in the order of officers: before everybody.
const NOBODY: ActorId = ActorId::from_bytes([0; 16]);

impl After {
    /// The beginning.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            due: Day::FIRST,
            subject: SubjectId::from_bytes([0; 16]),
            rule: String::new(),
            because: EntryId::from_bytes([0; 16]),
            office: 0,
            officer: NOBODY,
        }
    }
}

impl From<&DutyRow> for After {
    fn from(row: &DutyRow) -> Self {
        Self {
            due: row.due_day,
            subject: row.subject_id,
            rule: row.rule.clone(),
            because: row.because_id,
            office: row.office_code,
            officer: row.officer_id.unwrap_or(NOBODY),
        }
    }
}

/// In which order a list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// By due date.
    #[default]
    Due,
    /// By what is owed, and then by due date.
    Rule,
    /// By office and officer, and then by due date. One officer's own list has only one of them.
    Officer,
}

/// Which part of what is open a page shows.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Whose.
    pub(crate) whose: Whose,
    /// Within which offices, where it is one officer's.
    pub(crate) within: Option<Area>,
    /// Due between these days.
    pub(crate) days: (Day, Day),
    /// Under this rule; empty for all.
    pub(crate) rule: String,
    /// In this order.
    pub(crate) order: Order,
    /// After this place in it.
    pub(crate) after: After,
}

/// Gives what is open, each row with what a list says beside it, in one statement.
pub(crate) async fn listed(
    tx: &mut Tx,
    wanted: &Wanted,
    today: Day,
    limit: i64,
) -> Result<Vec<ListedRow>, StoreError> {
    let Wanted { whose, within, days: (first, last), rule, order, after } = wanted;
    // By due date the page begins at the place itself rather than at the first day.
    let first = if *order == Order::Due { *first.max(&after.due) } else { *first };
    let everywhere = Area { first: 0, last: i64::MAX };
    let (officer, area) = match whose {
        Whose::Officer(officer) => (Some(officer), within.unwrap_or(everywhere)),
        Whose::Office(area) => (None, *area),
        Whose::Community(code) => {
            let (first, last) = street_and(*code);
            (None, Area { first, last })
        }
    };
    let is_community = matches!(whose, Whose::Community(_));
    let mut values: Vec<&dyn ToValue> = vec![&today, &first, last, rule, &area.first, &area.last];
    if let Some(officer) = officer {
        values.push(officer);
    }
    let by_due: [&dyn ToValue; 4] = [&after.due, &after.subject, &after.rule, &after.because];
    let by_rule: [&dyn ToValue; 4] = [&after.rule, &after.due, &after.subject, &after.because];
    let statement = match (order, officer) {
        (Order::Rule, _) => {
            values.extend(by_rule);
            match officer {
                Some(_) => sql::LISTED_OF_OFFICER_BY_RULE,
                None if is_community => sql::LISTED_OF_COMMUNITY_BY_RULE,
                None => sql::LISTED_OF_OFFICE_BY_RULE,
            }
        }
        (Order::Due | Order::Officer, None) if is_community => {
            values.extend(by_due);
            sql::LISTED_OF_COMMUNITY
        }
        (Order::Officer, None) => {
            values.extend([&NOBODY as &dyn ToValue, &after.office, &after.officer]);
            values.extend(by_due);
            sql::LISTED_OF_OFFICE_BY_OFFICER
        }
        (Order::Due, None) => {
            values.extend(by_due);
            sql::LISTED_OF_OFFICE
        }
        (Order::Due | Order::Officer, Some(_)) => {
            values.extend(by_due);
            sql::LISTED_OF_OFFICER
        }
    };
    values.push(&limit);
    tx.all(statement, &values).await
}

/// Gives what is open and due between two days, by due date, after a place in the list. `rule` leaves only
/// what one rule owes; empty for all.
pub async fn open_duties(
    tx: &mut Tx,
    whose: Whose,
    (first, last): (Day, Day),
    after: &After,
    rule: &str,
    limit: i64,
) -> Result<Vec<DutyRow>, StoreError> {
    let place: [&dyn ToValue; 6] =
        [&first, &last, &after.due, &after.subject, &after.rule, &after.because];
    match whose {
        Whose::Officer(officer) => {
            let mut values: Vec<&dyn ToValue> = vec![&officer];
            values.extend(place);
            values.extend([&rule as &dyn ToValue, &limit]);
            tx.all(sql::OPEN_OF_OFFICER, &values).await
        }
        Whose::Office(area) => {
            let mut values: Vec<&dyn ToValue> = vec![&area.first, &area.last];
            values.extend(place);
            values.extend([&rule as &dyn ToValue, &limit]);
            tx.all(sql::OPEN_OF_OFFICE, &values).await
        }
        Whose::Community(code) => {
            let (street, community) = street_and(code);
            let mut values: Vec<&dyn ToValue> = vec![&street, &community];
            values.extend(place);
            values.extend([&rule as &dyn ToValue, &limit]);
            tx.all(sql::OPEN_OF_COMMUNITY, &values).await
        }
    }
}

/// How much is open. What rests is counted, since a figure that a decision of one's own makes smaller is none; how much of it
/// rests stands beside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By part of the day's work, in the order of [`Bucket::ALL`].
    pub buckets: [i64; 4],
    /// How much of each part rests.
    pub resting: [i64; 4],
    /// How much of what is overdue was so before it came to whoever answers for it.
    pub came_overdue: i64,
    /// To whom that came: within an office to its officer, or to an office as a whole.
    pub came_to: CameOverdue,
    /// By rule, where it was asked for one officer.
    pub rules: Vec<OfRule>,
}

/// How much is open under one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfRule {
    /// Which rule, by its id.
    pub rule: String,
    /// How much.
    pub number: i64,
    /// How much of it rests.
    pub resting: i64,
}

impl Counts {
    /// Gives how much is in a part.
    #[must_use]
    pub const fn of(&self, bucket: Bucket) -> i64 {
        self.buckets[bucket as usize]
    }

    /// Gives how much of a part rests.
    #[must_use]
    pub const fn resting_of(&self, bucket: Bucket) -> i64 {
        self.resting[bucket as usize]
    }

    /// Gives how much of everything rests.
    #[must_use]
    pub fn all_resting(&self) -> i64 {
        self.resting.iter().sum()
    }
}

/// Counts what an officer has open.
pub async fn count_for_officer(
    tx: &mut Tx,
    officer: ActorId,
    today: Day,
) -> Result<Counts, StoreError> {
    Ok(counted(tx.all(sql::COUNT_OF_OFFICER_OPEN, &[&today, &officer]).await?, today))
}

/// Counts what those are owed whom a community looks after.
pub(crate) async fn count_for_community(
    tx: &mut Tx,
    community: i64,
    today: Day,
) -> Result<Counts, StoreError> {
    let (street, community) = street_and(community);
    let values: [&dyn ToValue; 3] = [&today, &street, &community];
    Ok(counted(tx.all(sql::COUNT_OF_COMMUNITY_OPEN, &values).await?, today))
}

/// Adds up what is open, and what of it rests, by due date and rule.
fn counted(rows: Vec<OpenRow>, today: Day) -> Counts {
    let mut counts = Counts::default();
    let mut rules: HashMap<String, (i64, i64)> = HashMap::new();
    for OpenRow { due_day, rule, number, resting, fallen } in rows {
        counts.came_overdue += fallen;
        let bucket = Bucket::of(due_day, today) as usize;
        counts.buckets[bucket] += number;
        counts.resting[bucket] += resting;
        let of_rule = rules.entry(rule).or_default();
        *of_rule = (of_rule.0 + number, of_rule.1 + resting);
    }
    let rules = rules.into_iter();
    counts.rules =
        rules.map(|(rule, (number, resting))| OfRule { rule, number, resting }).collect();
    counts.rules.sort();
    counts
}

/// Counts what an office and those below it have open, office by office and officer by officer, and how much of it rests.
pub async fn loads(tx: &mut Tx, area: Area, today: Day) -> Result<Vec<LoadRow>, StoreError> {
    let (_, sunday) = Bucket::Week.days(today);
    tx.all(sql::COUNT_OF_OFFICE_OPEN, &[&today, &sunday, &area.first, &area.last]).await
}

/// Counts how duties due since a day were settled, office by office and officer by officer.
pub async fn settled(tx: &mut Tx, area: Area, since: Day) -> Result<Vec<SettledRow>, StoreError> {
    tx.all(sql::SETTLED_OF_OFFICE, &[&area.first, &area.last, &since]).await
}

/// Counts what was overdue already when it came to whoever answers for it in an office and below: open, or settled though
/// due since a day. They are few, and found apart from everything else that is open.
pub async fn fallen(tx: &mut Tx, area: Area, since: Day) -> Result<Vec<FallenRow>, StoreError> {
    tx.all(sql::FALLEN_OF_OFFICE, &[&area.first, &area.last, &since]).await
}

/// Counts what fell overdue in an office and below, went on from there, and is still open.
pub async fn fell_at(tx: &mut Tx, area: Area) -> Result<Vec<FallenRow>, StoreError> {
    tx.all(sql::FELL_AT_OFFICE, &[&area.first, &area.last]).await
}

/// Gives the rights and powers that hold in an office and below, after a subject and its clause.
pub async fn gates(
    tx: &mut Tx,
    area: Area,
    (subject, clause): (SubjectId, &str),
    limit: i64,
) -> Result<Vec<GateRow>, StoreError> {
    let values: [&dyn ToValue; 5] = [&area.first, &area.last, &subject, &clause, &limit];
    // Those of many offices are walked through in their order; of one street all are looked at, which are few.
    let is_street = area.last - area.first < 1_000;
    let statement = if is_street { sql::GATES_OF_STREET } else { sql::GATES_OF_OFFICE };
    tx.all(statement, &values).await
}

/// Gives the duties of one subject, settled ones too, by due date.
pub async fn duties_of(tx: &mut Tx, subject: SubjectId) -> Result<Vec<DutyRow>, StoreError> {
    tx.all(sql::DUTIES, &[&subject]).await
}

/// Gives the gates that hold for one subject, by clause, with the day since when.
pub async fn gates_of(tx: &mut Tx, subject: SubjectId) -> Result<Vec<(String, Day)>, StoreError> {
    tx.all(sql::GATES, &[&subject]).await
}

/// Gives the subjects of an officer or an office, after a subject.
pub async fn held_by(
    tx: &mut Tx,
    whose: Whose,
    after: SubjectId,
    limit: i64,
) -> Result<Vec<Held>, StoreError> {
    let rows: Vec<HeldRow> = match whose {
        Whose::Officer(officer) => tx.all(sql::OF_OFFICER, &[&officer, &after, &limit]).await?,
        Whose::Office(area) => {
            tx.all(sql::OF_OFFICE, &[&area.first, &area.last, &after, &limit]).await?
        }
        Whose::Community(code) => {
            let (street, community) = street_and(code);
            tx.all(sql::OF_COMMUNITY, &[&street, &community, &after, &limit]).await?
        }
    };
    Ok(rows.into_iter().map(Held::from).collect())
}
