//! A person's file as a whole, opened for reading.

use access::{Action, Failure};
use desk::{Desk, FilePart, NextStep, Occasion, Promised, StandsIn, UnderGate};
use duties::model::Rest;
use duties::{DutyRow, Entered, Pause, ServiceRefusal, enter, files_of};
use kernel::Day;
use store::seal::SubjectKey;
use store::{StoreError, SubjectId, Tx};
use subjects::{Past, history};

use super::amend::{PastChange, changes_in};
use super::evidence::{SeenEvidence, evidence_in};
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
    /// The gates that rest: people looked at what they let do, and decided otherwise.
    pub rests: Vec<Rest>,
    /// The pause that holds.
    pub pause: Option<Pause>,
    /// The changes of particulars, in merged files too.
    pub changes: Vec<PastChange>,
    /// The household, where one is known.
    pub household: Option<HouseholdRow>,
    /// What was looked at of the person's household, latest first.
    pub evidence: Vec<SeenEvidence>,
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
    /// What the person stands in though no state of the rules says it.
    pub stands_in: Vec<StandsIn>,
    /// What is under way of that which the gates let do.
    pub under_gates: Vec<UnderGate>,
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
    let files = files_of(tx, desk, subject).await?;
    let (parts, promised) = kept_beside(tx, desk, &files).await?;
    let next_steps = next_steps(tx, desk, subject).await?;
    let gates = duties::gates_of(tx, subject).await?;
    let (stands_in, under_gates) = standing_beside(tx, desk, &files, &gates).await?;
    Ok(File {
        history: history(tx, &entered.key, subject).await?,
        duties: duties::duties_of(tx, subject).await?,
        gates,
        rests: duties::rests_of(tx, subject, occasion.today).await?,
        pause: duties::pause_of(tx, &entered.key, subject, occasion.today).await?,
        changes: changes_in(tx, &files).await?,
        household: tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?,
        evidence: evidence_in(tx, &files, None).await?,
        merged: merged.into_iter().map(|(_, file_number)| file_number).collect(),
        office: office_name(tx, entered.held.office_code).await?,
        officer: offices::staff_name(tx, entered.held.officer).await?,
        residence,
        parts,
        promised,
        stands_in,
        under_gates,
        next_steps,
        person,
        entered,
    })
}

/// Asks every slice what it keeps of the person beside the ledger.
async fn kept_beside(
    tx: &mut Tx,
    desk: &Desk,
    files: &[(SubjectId, SubjectKey)],
) -> Result<(Vec<FilePart>, Vec<Promised>), StoreError> {
    let (mut parts, mut promised) = (Vec::new(), Vec::new());
    for companion in desk.companions.iter() {
        parts.extend(companion.parts(tx, desk, files).await?);
        promised.extend(companion.promised(tx, desk, files).await?);
    }
    parts.sort_by_key(|part| part.place);
    promised.sort_by_key(|one| one.due.unwrap_or(kernel::Day::LAST));
    Ok((parts, promised))
}

/// Asks every slice what the person stands in, and what is under way of that which the gates let do.
async fn standing_beside(
    tx: &mut Tx,
    desk: &Desk,
    files: &[(SubjectId, SubjectKey)],
    gates: &[(String, Day)],
) -> Result<(Vec<StandsIn>, Vec<UnderGate>), StoreError> {
    let (mut stands_in, mut under_way) = (Vec::new(), Vec::new());
    let subject = files.first().map(|(subject, _)| *subject);
    let gates: Vec<(SubjectId, String)> = subject
        .into_iter()
        .flat_map(|subject| gates.iter().map(move |(clause, _)| (subject, clause.clone())))
        .collect();
    for companion in desk.companions.iter() {
        stands_in.extend(companion.stands_in(tx, desk, files).await?);
        if !gates.is_empty() {
            under_way.extend(companion.under_gates(tx, &gates).await?);
        }
    }
    Ok((stands_in, under_way))
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
