//! Changing what a file says of a person. No entry of the ledger: nothing happened to them. What stood there
//! before is kept, sealed, with who changed it and when.

use std::fmt;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{ServiceRefusal, enter, hold};
use store::seal::{self, SubjectKey};
use store::{ActorId, Instant, OfficeId, StoreError, SubjectId, ToValue, Tx};
use subjects::{SealedDocument, SubjectKind, label_of, relabel};

use super::bring_in::{NewPerson, hold_files};
use super::find::{Likeness, alike};
use super::households::{follow_residence, join_household};
use super::names::place_name;
use super::person::{PARTICULARS, Person, person_of, put_lookups};
use crate::model::{Change, education_of, occupation_of};
use crate::sql::{self, ChangeRow};

/// What was changed at once.
const CHANGES: SealedDocument<Vec<Change>> = SealedDocument::of("person_change.changes");

/// Why particulars are not changed.
#[derive(Debug)]
pub enum AmendRefusal {
    /// Somebody else changed them meanwhile.
    ChangedMeanwhile,
    /// The number is that of another file.
    NumberTaken,
    /// The file cannot be opened.
    File(ServiceRefusal),
}

impl fmt::Display for AmendRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChangedMeanwhile => out.write_str(
                "在您填写期间，这份资料已被修改过；请先打开档案看看最新内容，再重新修改",
            ),
            Self::NumberTaken => out.write_str(
                "这个证件号码是另一份档案的；如果两份档案是同一个人的，请办理“合并档案”",
            ),
            Self::File(refusal) => refusal.fmt(out),
        }
    }
}

/// A change of particulars in the past.
#[derive(Clone, Debug)]
pub struct PastChange {
    /// When.
    pub at: Instant,
    /// Who.
    pub staff: ActorId,
    /// Their office then.
    pub office: OfficeId,
    /// What.
    pub changes: Vec<Change>,
}

/// Changes particulars. `version` is that of the person who was shown; gives whether anything was changed.
pub async fn amend(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    version: i64,
    after: &NewPerson,
) -> Result<bool, Failure<AmendRefusal>> {
    // Two files that become one, and whoever records, come before or after.
    hold(tx, subject).await?;
    let entered = enter(tx, desk, occasion, Action::AmendFile, subject, None)
        .await
        .map_err(|failure| failure.map(AmendRefusal::File))?;
    let no_file = || Failure::Refused(AmendRefusal::File(ServiceRefusal::NoFile));
    let before = person_of(tx, &entered.key, subject).await?.ok_or_else(no_file)?;
    if before.version != version {
        return Err(Failure::Refused(AmendRefusal::ChangedMeanwhile));
    }
    let changes = changes(tx, entered.label.name.reveal(), &before, after).await?;
    if changes.is_empty() {
        return Ok(false);
    }
    if before.particulars.number != after.particulars.number {
        hold_files(tx).await?;
        let others = alike(tx, desk, after).await?;
        let is_taken =
            |(other, why): &(SubjectId, Likeness)| *other != subject && *why == Likeness::Number;
        if others.iter().any(is_taken) {
            return Err(Failure::Refused(AmendRefusal::NumberTaken));
        }
    }
    let sealing = &desk.sealing;
    let sealed = PARTICULARS.seal(sealing, &entered.key, &[], &after.particulars)?;
    let values: [&dyn ToValue; 7] = [
        &after.residence_code,
        &after.household_division,
        &after.education,
        &after.occupation,
        &sealed,
        &subject,
        &version,
    ];
    if tx.execute(sql::AMEND_PERSON, &values).await? == 0 {
        return Err(Failure::Refused(AmendRefusal::ChangedMeanwhile));
    }
    if entered.label.name.reveal() != after.name {
        relabel(tx, sealing, &entered.key, subject, SubjectKind::Person, &after.name).await?;
    }
    put_lookups(tx, sealing.keys.as_ref(), subject, &after.name, &after.particulars, false).await?;
    let number = &after.particulars.household_number;
    if *number != before.particulars.household_number {
        join_household(tx, sealing, subject, number, after.residence_code, occasion.now).await?;
    } else if before.residence_code != after.residence_code {
        follow_residence(tx, subject, after.residence_code).await?;
    }
    note_change(tx, desk, occasion, subject, version + 1, &changes).await?;
    Ok(true)
}

/// Records where somebody lives now, as [`amend`] does: the community, or the street, by code, and the address where
/// one is given. A door of the place where they lived before is no door of the new one: where they moved and none is
/// given, the file knows none. Gives whether anything was changed; nothing is of a ledger that came in without a person.
pub async fn move_home(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    (residence_code, address): (i64, &str),
) -> Result<bool, Failure<AmendRefusal>> {
    hold(tx, subject).await?;
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let label = label_of(tx, &desk.sealing, subject).await?;
    let (Some(key), Some(label)) = (key, label) else { return Ok(false) };
    let Some(person) = person_of(tx, &key, subject).await? else { return Ok(false) };
    let version = person.version;
    let mut after = NewPerson::known(person, label.name.reveal());
    let is_move = is_move(after.residence_code, residence_code);
    after.residence_code = residence_code;
    if is_move || !address.trim().is_empty() {
        address.trim().clone_into(&mut after.particulars.address);
    }
    amend(tx, desk, occasion, subject, version, &after).await
}

/// Records where somebody's household is registered now, as [`amend`] does: the division as
/// `kernel::Division::reference` writes it, and the address there where one is given; that of the place before is none of
/// the new one. Gives whether anything was changed; nothing is of a ledger that came in without a person.
pub async fn move_household(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    (division, address): (&str, &str),
) -> Result<bool, Failure<AmendRefusal>> {
    hold(tx, subject).await?;
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let label = label_of(tx, &desk.sealing, subject).await?;
    let (Some(key), Some(label)) = (key, label) else { return Ok(false) };
    let Some(person) = person_of(tx, &key, subject).await? else { return Ok(false) };
    let version = person.version;
    let mut after = NewPerson::known(person, label.name.reveal());
    let is_move = after.household_division != division;
    division.clone_into(&mut after.household_division);
    if is_move || !address.trim().is_empty() {
        address.trim().clone_into(&mut after.particulars.household_address);
    }
    amend(tx, desk, occasion, subject, version, &after).await
}

/// Tells whether somebody moved between two places; to name the community within a street that was known before is none.
const fn is_move(before: i64, after: i64) -> bool {
    let (street, other) = (before - before % 1_000, after - after % 1_000);
    before != 0 && before != after && !(street == other && (before == street || after == other))
}

async fn changes(
    tx: &mut Tx,
    name: &str,
    before: &Person,
    after: &NewPerson,
) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::new();
    let mut note = |field: &str, before: String, after: String| {
        if before != after {
            changes.push(Change { field: field.to_owned(), before, after });
        }
    };
    note("姓名", name.to_owned(), after.name.clone());
    if before.residence_code != after.residence_code {
        let from = place_name(tx, before.residence_code).await?;
        note("居住地", from, place_name(tx, after.residence_code).await?);
    }
    let division = |reference: &str| {
        let division = reference.parse::<kernel::Division>();
        division.map(kernel::Division::full_name).unwrap_or_default()
    };
    note("户籍所在地", division(&before.household_division), division(&after.household_division));
    let level =
        |reference: &str| education_of(reference).map_or("", |level| level.name()).to_owned();
    note("学历", level(&before.education), level(&after.education));
    let work = |reference: &str| occupation_of(reference).map_or("", |work| work.name()).to_owned();
    note("职业", work(&before.occupation), work(&after.occupation));
    changes.extend(before.particulars.changes_to(&after.particulars));
    Ok(changes)
}

/// Keeps what was changed.
pub(super) async fn note_change(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    version: i64,
    changes: &[Change],
) -> Result<(), StoreError> {
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(());
    };
    let row = version.to_be_bytes();
    let sealed = CHANGES.seal(&desk.sealing, &key, &row, &changes.to_vec())?;
    let actor = &occasion.actor;
    let values: [&dyn ToValue; 6] =
        [&subject, &version, &occasion.now, &actor.id, &actor.office, &sealed];
    tx.execute(sql::PUT_CHANGE, &values).await.map(drop)
}

/// Gives the changes of the particulars in a person's own file and in those that were merged into it, latest first. The
/// caller has made sure that the actor may read the file.
pub(crate) async fn changes_in(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
) -> Result<Vec<PastChange>, StoreError> {
    let mut changes = Vec::new();
    for (subject, key) in files {
        changes.extend(changes_of(tx, key, *subject).await?);
    }
    // Those of one file come in their order, whatever the clock said.
    if files.len() > 1 {
        changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    }
    Ok(changes)
}

/// Gives the changes of a person's particulars, latest first. The caller has made sure that the actor may
/// read the file.
pub async fn changes_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<PastChange>, StoreError> {
    let rows: Vec<ChangeRow> = tx.all(sql::CHANGES, &[&subject]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(PastChange {
                at: row.changed_at,
                staff: row.staff_id,
                office: row.office_id,
                changes: CHANGES.open(key, &row.version.to_be_bytes(), &row.changes)?,
            })
        })
        .collect()
}
