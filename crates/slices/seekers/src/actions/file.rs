//! A person's file as a whole, opened for reading.

use access::{Action, Failure};
use desk::{Desk, FilePart, NextStep, Occasion, Promised};
use duties::{DutyRow, Entered, Pause, ServiceRefusal, enter};
use kernel::Day;
use store::{StoreError, SubjectId, Tx};
use subjects::{Past, history};

use super::amend::{PastChange, changes_of};
use super::files::files_of;
use super::names::{office_name, place_name};
use super::person::{Person, person_of};
use crate::sql::{self, HouseholdRow, PersonRow};

/// A file.
pub struct File {
    /// Who answers for the person, where they stand, what they are called.
    pub entered: Entered,
    /// Who they are; nothing of a ledger that came in without a person.
    pub person: Option<Person>,
    /// The ledger.
    pub history: Vec<Past>,
    /// The duties, settled ones too, by due date.
    pub duties: Vec<DutyRow>,
    /// The rights and powers that hold, by clause, with the day since when.
    pub gates: Vec<(String, Day)>,
    /// The pause that holds.
    pub pause: Option<Pause>,
    /// The changes of particulars.
    pub changes: Vec<PastChange>,
    /// The household, where one is known.
    pub household: Option<HouseholdRow>,
    /// The files that were merged into this one: their numbers.
    pub merged: Vec<String>,
    /// The name of the office.
    pub office: String,
    /// The name of the officer; blank where nobody was named.
    pub officer: String,
    /// Where the person lives, without the address.
    pub residence: String,
    /// What else the slices keep of the person, in the order of the ledger's sections; of merged files too.
    pub parts: Vec<FilePart>,
    /// What was promised to the person and is still to be done, what is due first in front.
    pub promised: Vec<Promised>,
    /// What is to be done next though no duty of the rules says it.
    pub next_steps: Vec<NextStep>,
}

/// Tells in which file a merged one goes on; nothing if it was not merged. Says nothing else of it.
pub async fn merged_into(tx: &mut Tx, subject: SubjectId) -> Result<Option<SubjectId>, StoreError> {
    let row: Option<PersonRow> = tx.optional(sql::PERSON, &[&subject]).await?;
    Ok(row.and_then(|row| row.merged_into))
}

/// Gives the number of the file in which a merged one goes on; nothing if it was not merged.
pub async fn goes_on_as(tx: &mut Tx, subject: SubjectId) -> Result<Option<String>, StoreError> {
    let number: Option<(String,)> = tx.optional(sql::GOES_ON_AS, &[&subject]).await?;
    Ok(number.map(|(number,)| number))
}

/// Opens a file for reading. Must run in [`store::Db::write`], since the reading is noted.
pub async fn open_file(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<File, Failure<ServiceRefusal>> {
    let entered = enter(tx, desk, occasion, Action::ReadFile, subject, None).await?;
    let person = person_of(tx, &entered.key, subject).await?;
    let residence = match &person {
        Some(person) => place_name(tx, person.residence_code).await?,
        None => String::new(),
    };
    let merged: Vec<(SubjectId, String)> = tx.all(sql::MERGED_INTO, &[&subject]).await?;
    let (parts, promised) = kept_beside(tx, desk, subject).await?;
    let next_steps = next_steps(tx, desk, subject).await?;
    Ok(File {
        history: history(tx, &entered.key, subject).await?,
        duties: duties::duties_of(tx, subject).await?,
        gates: duties::gates_of(tx, subject).await?,
        pause: duties::pause_of(tx, &entered.key, subject, occasion.today).await?,
        changes: changes_of(tx, &entered.key, subject).await?,
        household: tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?,
        merged: merged.into_iter().map(|(_, file_number)| file_number).collect(),
        office: office_name(tx, entered.held.office_code).await?,
        officer: offices::staff_name(tx, entered.held.officer).await?,
        residence,
        parts,
        promised,
        next_steps,
        person,
        entered,
    })
}

/// Asks every slice what it keeps of the person beside the ledger.
async fn kept_beside(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<(Vec<FilePart>, Vec<Promised>), StoreError> {
    let files = files_of(tx, desk, subject).await?;
    let (mut parts, mut promised) = (Vec::new(), Vec::new());
    for companion in desk.companions.iter() {
        parts.extend(companion.parts(tx, desk, &files).await?);
        promised.extend(companion.promised(tx, desk, &files).await?);
    }
    parts.sort_by_key(|part| part.place);
    promised.sort_by_key(|one| one.due.unwrap_or(kernel::Day::LAST));
    Ok((parts, promised))
}

/// Asks every slice what is to be done next.
async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let mut steps = Vec::new();
    for companion in desk.companions.iter() {
        steps.extend(companion.next_steps(tx, desk, subject).await?);
    }
    Ok(steps)
}
