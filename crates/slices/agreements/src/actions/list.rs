//! Every agreement in force of an area: when it was signed, until when it lasts, whether it is signed on paper or
//! on the screen.

use std::collections::{BTreeMap, HashMap, HashSet};

use access::Area;
use kernel::Day;
use rules::Kind;
use serde::Deserialize;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};

use crate::model::{NEAR, Side};
use crate::sql::{self, SigningRow};

/// An agreement in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) subject: SubjectId,
    pub(crate) office_code: i64,
    pub(crate) officer: Option<ActorId>,
    /// The day of the latest signing.
    pub(crate) signed_on: Day,
    /// The last day; nothing where the agreement stands only in an imported ledger.
    pub(crate) ends_on: Option<Day>,
    /// Which sides have signed on the screen.
    pub(crate) sides: Vec<Side>,
    /// Whether the signed paper was uploaded.
    pub(crate) is_scanned: bool,
}

impl Listed {
    /// Tells whether both sides have signed, on paper or on the screen.
    pub(crate) fn is_signed(&self) -> bool {
        self.is_scanned || Side::ALL.iter().all(|side| self.sides.contains(side))
    }

    /// Tells whether it ends soon, or should have ended.
    pub(crate) fn is_near(&self, today: Day) -> bool {
        self.ends_on.is_some_and(|ends_on| ends_on <= today.plus_days(NEAR))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Facts {
    of: Option<String>,
}

/// Gives the agreements in force of an area: those that end soonest first, those without a last day at the end.
pub(crate) async fn listed(tx: &mut Tx, area: Area) -> Result<Vec<Listed>, StoreError> {
    let bounds: [&dyn store::ToValue; 2] = [&area.first, &area.last];
    let held: Vec<(SubjectId, i64, Option<ActorId>)> =
        tx.all(sql::UNDER_AGREEMENT, &bounds).await?;
    let latest = latest(tx.all(sql::SIGNINGS, &bounds).await?);
    let ends: Vec<(SubjectId, EntryId, Day)> = tx.all(sql::ENDS, &bounds).await?;
    let ends: HashMap<EntryId, Day> = ends.into_iter().map(|(_, id, day)| (id, day)).collect();
    let mut sides: HashMap<EntryId, Vec<Side>> = HashMap::new();
    for (_, entry, side) in tx.all::<(SubjectId, EntryId, Side)>(sql::SIDES, &bounds).await? {
        sides.entry(entry).or_default().push(side);
    }
    let scanned: Vec<(SubjectId, EntryId)> = tx.all(sql::SCANNED, &bounds).await?;
    let scanned: HashSet<EntryId> = scanned.into_iter().map(|(_, entry)| entry).collect();
    let mut all: Vec<Listed> = held
        .into_iter()
        .filter_map(|(subject, office_code, officer)| {
            let (entry, signed_on) = latest.get(&subject)?;
            Some(Listed {
                subject,
                office_code,
                officer,
                signed_on: *signed_on,
                ends_on: ends.get(entry).copied(),
                sides: sides.remove(entry).unwrap_or_default(),
                is_scanned: scanned.contains(entry),
            })
        })
        .collect();
    all.sort_by_key(|row| (row.ends_on.is_none(), row.ends_on, row.signed_on, row.subject));
    Ok(all)
}

/// How many agreements an office has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfficeCount {
    pub(crate) in_force: i64,
    /// To how many people one is owed (BJ18-23).
    pub(crate) owed: i64,
    /// To how many of them it is overdue.
    pub(crate) overdue: i64,
}

/// Counts the agreements of every office of an area that has any, by code.
pub(crate) async fn counts(
    tx: &mut Tx,
    area: Area,
    today: Day,
) -> Result<BTreeMap<i64, OfficeCount>, StoreError> {
    let mut counts: BTreeMap<i64, OfficeCount> = BTreeMap::new();
    let in_force: Vec<(i64, i64)> = tx.all(sql::COUNT_IN_FORCE, &[&area.first, &area.last]).await?;
    for (office, number) in in_force {
        counts.entry(office).or_default().in_force = number;
    }
    let owed: Vec<(i64, i64, i64)> =
        tx.all(sql::COUNT_OWED, &[&today, &area.first, &area.last]).await?;
    for (office, number, overdue) in owed {
        let count = counts.entry(office).or_default();
        (count.owed, count.overdue) = (number, overdue);
    }
    Ok(counts)
}

/// Finds the latest signing of each subject that was not corrected away. Of those under an agreement it is the one
/// in force, since whatever ended one before lies before it.
fn latest(rows: Vec<SigningRow>) -> HashMap<SubjectId, (EntryId, Day)> {
    let corrected: HashSet<EntryId> = rows
        .iter()
        .filter(|row| row.kind == Kind::Corrected.name())
        .filter_map(|row| serde_json::from_str::<Facts>(&row.facts).ok()?.of?.parse().ok())
        .collect();
    let mut latest: HashMap<SubjectId, (EntryId, Day)> = HashMap::new();
    for row in rows {
        if row.kind != Kind::AgreementSigned.name() || corrected.contains(&row.entry_id) {
            continue;
        }
        let known = latest.entry(row.subject_id).or_insert((row.entry_id, row.on_day));
        // Of one day the later entry counts.
        if row.on_day >= known.1 {
            *known = (row.entry_id, row.on_day);
        }
    }
    latest
}
