//! Bringing many people in: first what would happen, row by row; then all or nothing.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use kernel::Day;
use serde::{Deserialize, Serialize};
use store::ledger::Channel;
use store::seal;
use store::{Db, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedDocument;

use super::bring_in::{NewPerson, hold_files};
use super::find::{Likely, likely};
use super::take_in::{Intake, TakeInRefusal, take_in};
use crate::model::Particulars;
use crate::sql::{self, DraftRow};

/// The rows of an import that waits.
const DRAFTED: SealedDocument<Vec<Drafted>> = SealedDocument::of("import_draft.drafted");
/// For how long a draft may be confirmed, in seconds.
const LASTS: i64 = 3_600;

/// A row that was read, with its number as Excel shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Its number.
    pub number: usize,
    /// Who is to be taken in.
    pub intake: Intake,
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// A new file.
    New,
    /// There is a file with this number: the row is passed over.
    Known(Box<Likely>),
    /// The same number stands in an earlier row.
    Twice {
        /// The number of that row.
        earlier: usize,
    },
    /// There are files that may be theirs: to be taken in one by one, by somebody who looks.
    MayBeKnown(Vec<Likely>),
}

impl Outlook {
    /// Tells whether the row keeps the import from happening.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Twice { .. } | Self::MayBeKnown(_))
    }
}

/// Why an import is not carried out.
#[derive(Debug)]
pub enum ImportRefusal {
    /// There is no such import, or not of this actor, or it was carried out.
    NoDraft,
    /// It waited too long.
    TooLate,
    /// A row is refused now.
    Row {
        /// Its number.
        number: usize,
        /// Why.
        why: TakeInRefusal,
    },
}

impl fmt::Display for ImportRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDraft => {
                out.write_str("没有等待确认的导入，可能已经导入过；请查看名单，或重新上传")
            }
            Self::TooLate => out.write_str("预演已超过一小时，名单可能已有变化；请重新上传"),
            Self::Row { number, why } => {
                write!(out, "第 {number} 行现在不能导入：{why}。没有导入任何人，请重新上传预演")
            }
        }
    }
}

/// A row as it waits.
#[derive(Serialize, Deserialize)]
struct Drafted {
    number: usize,
    name: String,
    residence_code: i64,
    household_division: String,
    education: String,
    occupation: String,
    particulars: Particulars,
    channel: String,
    is_survey: bool,
    on: String,
    registers: bool,
}

/// Tells what would become of each row. Changes nothing, so that it runs in [`Db::read`] and nobody waits for it to
/// write, however many rows there are; who came meanwhile is found when the import is carried out.
pub async fn rehearse_import(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    rows: &[ImportRow],
) -> Result<Vec<Outlook>, Failure<ImportRefusal>> {
    occasion.may(Action::Import, Relation::Office)?;
    let mut numbers: HashMap<&str, usize> = HashMap::with_capacity(rows.len());
    let mut outlooks = Vec::with_capacity(rows.len());
    for row in rows {
        match numbers.entry(row.intake.new.particulars.number.as_str()) {
            Entry::Occupied(first) => {
                outlooks.push(Outlook::Twice { earlier: *first.get() });
                continue;
            }
            Entry::Vacant(place) => {
                place.insert(row.number);
            }
        }
        let mut alike = likely(tx, desk, occasion, &row.intake.new).await?;
        let known =
            alike.iter().position(|likely| likely.why.contains(&super::find::Likeness::Number));
        outlooks.push(match known {
            Some(at) => Outlook::Known(Box::new(alike.swap_remove(at))),
            None if alike.is_empty() => Outlook::New,
            None => Outlook::MayBeKnown(alike),
        });
    }
    Ok(outlooks)
}

/// Keeps the rows that a rehearsal found to be new until they are confirmed; gives the name of what waits. Nothing is
/// kept while a row is refused, by what was read (`has_refused`) or by what is known already.
pub async fn keep_import(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (rows, outlooks): (&[ImportRow], &[Outlook]),
    has_refused: bool,
) -> Result<Option<SubjectId>, Failure<ImportRefusal>> {
    occasion.may(Action::Import, Relation::Office)?;
    forget_old(tx, occasion.now).await?;
    let is_refused = has_refused || outlooks.iter().any(Outlook::is_refused);
    let fresh: Vec<&ImportRow> = rows
        .iter()
        .zip(outlooks)
        .filter(|(_, outlook)| **outlook == Outlook::New)
        .map(|(row, _)| row)
        .collect();
    if is_refused || fresh.is_empty() {
        return Ok(None);
    }
    Ok(Some(keep(tx, desk, occasion, &fresh).await?))
}

async fn keep(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    rows: &[&ImportRow],
) -> Result<SubjectId, StoreError> {
    let (keys, entropy) = (desk.sealing.keys.as_ref(), desk.sealing.entropy.as_ref());
    let draft = SubjectId::new(occasion.now, entropy);
    let key = seal::make_key(tx, keys, draft, occasion.now, entropy).await?;
    let drafted: Vec<Drafted> = rows.iter().map(|row| drafted(row)).collect();
    let sealed = DRAFTED.seal(&desk.sealing, &key, &[], &drafted)?;
    let values: [&dyn ToValue; 4] = [&draft, &occasion.actor.id, &occasion.now, &sealed];
    tx.execute(sql::PUT_DRAFT, &values).await?;
    Ok(draft)
}

fn drafted(row: &ImportRow) -> Drafted {
    let new = row.intake.new.clone();
    Drafted {
        number: row.number,
        name: new.name,
        residence_code: new.residence_code,
        household_division: new.household_division,
        education: new.education,
        occupation: new.occupation,
        particulars: new.particulars,
        channel: row.intake.channel.text().to_owned(),
        is_survey: row.intake.is_survey,
        on: row.intake.on.to_string(),
        registers: row.intake.registers,
    }
}

/// Forgets imports that nobody confirmed in time; gives how many. To be run once an hour or so, so that nobody's
/// particulars lie about because an import was given up.
pub async fn forget_drafts(db: &Db, now: Instant) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    loop {
        match db.write::<_, _, StoreError>(async move |tx| forget_old(tx, now).await).await? {
            0 => return Ok(forgotten),
            some => forgotten += some,
        }
    }
}

/// Forgets some of what nobody confirmed in time: the keys go, and what lies sealed under them.
async fn forget_old(tx: &mut Tx, now: Instant) -> Result<u64, StoreError> {
    let before = now.plus_seconds(-LASTS);
    let old: Vec<(SubjectId,)> = tx.all(sql::OLD_DRAFTS, &[&before]).await?;
    let mut forgotten = 0;
    for (draft,) in old {
        forget(tx, draft, now).await?;
        forgotten += 1;
    }
    Ok(forgotten)
}

async fn forget(tx: &mut Tx, draft: SubjectId, now: Instant) -> Result<(), StoreError> {
    tx.execute(sql::REMOVE_DRAFT, &[&draft]).await?;
    seal::destroy(tx, draft, now).await.map(drop)
}

/// Takes everyone in whom a rehearsal found to be new, or nobody; gives how many.
pub async fn carry_out_import(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    draft: SubjectId,
) -> Result<usize, Failure<ImportRefusal>> {
    occasion.may(Action::Import, Relation::Office)?;
    let no_draft = || Failure::Refused(ImportRefusal::NoDraft);
    // Of two who confirm it at once, the second finds it done.
    hold_files(tx).await?;
    let row: Option<DraftRow> = tx.optional(sql::DRAFT, &[&draft, &occasion.actor.id]).await?;
    let row = row.ok_or_else(no_draft)?;
    if row.made_at.plus_seconds(LASTS) < occasion.now {
        return Err(Failure::Refused(ImportRefusal::TooLate));
    }
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), draft).await?.ok_or_else(no_draft)?;
    let drafted = DRAFTED.open(&key, &[], &row.drafted).map_err(|fault| match fault {
        // Another version of this program rehearsed it.
        StoreError::Contradiction { .. } => no_draft(),
        other => other.into(),
    })?;
    let count = drafted.len();
    for row in drafted {
        let number = row.number;
        let intake = intake(row, occasion.today);
        take_in(tx, desk, occasion, &intake)
            .await
            .map_err(|failure| failure.map(|why| ImportRefusal::Row { number, why }))?;
    }
    forget(tx, draft, occasion.now).await?;
    Ok(count)
}

fn intake(row: Drafted, today: Day) -> Intake {
    let channel =
        [Channel::Counter, Channel::Visit, Channel::Phone, Channel::Online, Channel::Fair]
            .into_iter()
            .find(|channel| channel.text() == row.channel)
            .unwrap_or(Channel::Counter);
    Intake {
        new: NewPerson {
            file_number: None,
            name: row.name,
            residence_code: row.residence_code,
            household_division: row.household_division,
            education: row.education,
            occupation: row.occupation,
            particulars: row.particulars,
        },
        channel,
        is_survey: row.is_survey,
        on: row.on.parse().unwrap_or(today),
        registers: row.registers,
        despite: None,
    }
}
