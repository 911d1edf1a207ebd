//! Why people are not willing or do not register, read out of the sealed entries: as figures only, which are kept by
//! office and counted anew where the surveys they were counted of are others.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use desk::Desk;
use kernel::Day;
use ledger::Field;
use serde::{Deserialize, Serialize};
use store::seal::{Clear, Sealed};
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::text_in_entry;

use crate::model::Willingness;
use crate::sql;

/// How a survey without a coded reason is counted.
const NOT_SAID: &str = "没有写明原因";

/// What somebody said under seal, with the wrapped key: whose, in which entry. A destroyed key leaves nothing.
type Said = (SubjectId, EntryId, Option<Sealed>, Option<Vec<u8>>);

/// The surveys whose reasons are counted, with what was answered.
pub(crate) type Wanted = HashMap<EntryId, Willingness>;

/// How many gave each reason.
type Counts = BTreeMap<String, ReasonCount>;

/// How many gave a reason: of those who are not willing, and of those who are and do not register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// Not willing.
    pub unwilling: i64,
    /// Willing, and not registering.
    pub unregistered: i64,
}

/// What was counted of an office anew, to be kept with [`keep_counted`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedReasons {
    office_code: i64,
    days: (Day, Day),
    mark: i64,
    counts: Counts,
}

/// Counts the reasons of some surveys of one office, by opening them.
pub(crate) async fn reasons_of_office(
    tx: &mut Tx,
    desk: &Desk,
    (first, last): (Day, Day),
    (office, wanted): (i64, &Wanted),
) -> Result<Counts, StoreError> {
    let mut counts = Counts::new();
    let rows: Vec<Said> = tx.all(sql::SAID, &[&first, &last, &office, &first]).await?;
    for (subject, entry, sealed, wrapped) in rows {
        let Some(answer) = wanted.get(&entry) else { continue };
        let sealed = (sealed.as_ref(), wrapped.as_deref());
        // Whose key was destroyed keeps nothing but that they were met.
        let said = text_in_entry(&desk.sealing, (subject, entry), Field::Reason, sealed)?;
        let reason = coded(said.as_ref().map_or("", Clear::reveal));
        let count = counts.entry(reason.to_owned()).or_default();
        match answer {
            Willingness::Unwilling => count.unwilling += 1,
            Willingness::Willing => count.unregistered += 1,
            Willingness::Registers => {}
        }
    }
    Ok(counts)
}

/// Counts the reasons of a district or a city, office by office: as they were counted before where the surveys are the
/// same, since what an entry says never changes; anew where they are not. Gives what was counted anew. Whose key is
/// destroyed after a count stays in it until the surveys of their office are others: a figure tells of nobody, and what the
/// round had found was so.
pub(crate) async fn reasons_from_above(
    tx: &mut Tx,
    desk: &Desk,
    days: (Day, Day),
    offices: &BTreeMap<i64, Wanted>,
) -> Result<(Counts, Vec<CountedReasons>), StoreError> {
    let mut kept: HashMap<i64, (i64, String)> = HashMap::new();
    if let (Some((first, _)), Some((last, _))) =
        (offices.first_key_value(), offices.last_key_value())
    {
        let values: [&dyn ToValue; 4] = [&days.0, &days.1, first, last];
        let rows: Vec<(i64, i64, String)> = tx.all(sql::REASON_COUNTS, &values).await?;
        kept.extend(rows.into_iter().map(|(office, mark, counts)| (office, (mark, counts))));
    }
    let (mut counts, mut anew) = (Counts::new(), Vec::new());
    for (office, wanted) in offices {
        let mark = mark(wanted);
        let known = kept.get(office).filter(|(kept, _)| *kept == mark);
        let known = known.and_then(|(_, counts)| serde_json::from_str::<Counts>(counts).ok());
        let own = if let Some(known) = known {
            known
        } else {
            let own = reasons_of_office(tx, desk, days, (*office, wanted)).await?;
            anew.push(CountedReasons { office_code: *office, days, mark, counts: own.clone() });
            own
        };
        for (reason, count) in own {
            let sum = counts.entry(reason).or_default();
            sum.unwilling += count.unwilling;
            sum.unregistered += count.unregistered;
        }
    }
    Ok((counts, anew))
}

/// Keeps what was counted, so that nobody's entry is opened for it again before the surveys of their office are others.
/// Must run in [`store::Db::write`].
pub async fn keep_counted(tx: &mut Tx, counted: &[CountedReasons]) -> Result<(), StoreError> {
    for CountedReasons { office_code, days: (first, last), mark, counts } in counted {
        let counts = serde_json::json!(counts).to_string();
        let values: [&dyn ToValue; 5] = [office_code, first, last, mark, &counts];
        tx.execute(sql::PUT_REASON_COUNTS, &values).await?;
    }
    Ok(())
}

/// Tells one set of surveys from another. Should another build tell them otherwise, they are counted once more.
fn mark(wanted: &Wanted) -> i64 {
    let mut names: Vec<(EntryId, &str)> =
        wanted.iter().map(|(entry, answer)| (*entry, answer.name())).collect();
    names.sort_unstable();
    let mut hasher = DefaultHasher::new();
    for (entry, answer) in names {
        entry.bytes().hash(&mut hasher);
        answer.hash(&mut hasher);
    }
    hasher.finish().cast_signed()
}

/// Puts the most frequent first.
pub(crate) fn by_number(counts: Counts) -> Vec<(String, ReasonCount)> {
    let mut counts: Vec<(String, ReasonCount)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(count.unwilling + count.unregistered));
    counts
}

/// Gives the code that a survey's reason counts under. Words that came in with a ledger from elsewhere and are none of
/// the codes could name somebody, and count as another reason.
fn coded(reason: &str) -> &'static str {
    let codes = services::model::codes::UNWILLING_REASONS;
    let other = codes.last().copied().unwrap_or(NOT_SAID);
    let known = codes.iter().find(|code| **code == reason);
    if reason.is_empty() { NOT_SAID } else { known.copied().unwrap_or(other) }
}
