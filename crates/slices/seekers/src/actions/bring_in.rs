//! A new person: a subject with a key and a file number, particulars, and what they are found by.

use kernel::Day;
use store::seal::{self, SubjectKey};
use store::{Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{Sealing, SubjectKind, find_subject, open_subject, relabel};

use super::person::{PARTICULARS, Person, put_lookups};
use crate::actions::households::join_household;
use crate::model::Particulars;
use crate::sql;

/// What a file number begins with.
const LETTER: char = 'P';

/// A person to be brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// The file number, where it was given elsewhere; otherwise the next one is taken.
    pub file_number: Option<String>,
    /// The name.
    pub name: String,
    /// The statistics code of twelve digits of the community, or the street, of residence.
    pub residence_code: i64,
    /// The division of household registration, as `kernel::Division::reference` writes it; may be blank.
    pub household_division: String,
    /// The education level with its set ([`education_reference`](crate::model::education_reference)).
    pub education: String,
    /// The usual occupation with its set ([`occupation_reference`](crate::model::occupation_reference)).
    pub occupation: String,
    /// Everything else.
    pub particulars: Particulars,
}

/// Brings a person in, without looking for another file of theirs. A subject whose ledger is kept under the
/// given file number already becomes that person. Who answers for them is said by `duties::take_on`.
pub async fn bring_in(
    tx: &mut Tx,
    sealing: &Sealing,
    new: &NewPerson,
    now: Instant,
) -> Result<SubjectId, StoreError> {
    let keys = sealing.keys.as_ref();
    let known = match &new.file_number {
        Some(reference) => find_subject(tx, sealing, reference).await?,
        None => None,
    };
    let known = match known {
        Some(subject) => seal::key_of(tx, keys, subject).await?.map(|key| (subject, key)),
        None => None,
    };
    if let Some((subject, key)) = known {
        settle(tx, sealing, &key, subject, new, now).await?;
        return Ok(subject);
    }
    let file_number = file_number(tx, new.file_number.as_deref()).await?;
    let kind = SubjectKind::Person;
    let (subject, key) = open_subject(tx, sealing, kind, &file_number, &new.name, now).await?;
    put_person(tx, sealing, (&key, subject, &file_number), new, now).await?;
    Ok(subject)
}

/// Makes a subject the person that is described: names it, and gives it a file. Gives the file number.
pub(super) async fn settle(
    tx: &mut Tx,
    sealing: &Sealing,
    key: &SubjectKey,
    subject: SubjectId,
    new: &NewPerson,
    now: Instant,
) -> Result<String, StoreError> {
    let file_number = file_number(tx, new.file_number.as_deref()).await?;
    relabel(tx, sealing, key, subject, SubjectKind::Person, &new.name).await?;
    put_person(tx, sealing, (key, subject, &file_number), new, now).await?;
    Ok(file_number)
}

async fn put_person(
    tx: &mut Tx,
    sealing: &Sealing,
    (key, subject, file_number): (&SubjectKey, SubjectId, &str),
    new: &NewPerson,
    now: Instant,
) -> Result<(), StoreError> {
    let sealed = PARTICULARS.seal(sealing, key, &[], &new.particulars)?;
    let values: [&dyn ToValue; 7] = [
        &subject,
        &file_number,
        &new.residence_code,
        &new.household_division,
        &new.education,
        &new.occupation,
        &sealed,
    ];
    tx.execute(sql::PUT_PERSON, &values).await?;
    put_lookups(tx, sealing.keys.as_ref(), subject, &new.name, &new.particulars, true).await?;
    let number = &new.particulars.household_number;
    if !number.is_empty() {
        join_household(tx, sealing, subject, number, new.residence_code, now).await?;
    }
    Ok(())
}

/// Lets nobody else look for files or open one until the transaction ends: whoever searches before they create
/// calls this before they search, or two who search at once both find nothing.
pub(super) async fn hold_files(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(sql::HOLD_FILES, &[]).await.map(drop)
}

/// Takes the next file number, or makes sure that the given one is not given again.
async fn file_number(tx: &mut Tx, given: Option<&str>) -> Result<String, StoreError> {
    if let Some(given) = given {
        let digits = given.strip_prefix(LETTER).and_then(|digits| digits.parse::<i64>().ok());
        if let Some(number) = digits {
            tx.execute(sql::SKIP_FILE_NUMBERS, &[&number]).await?;
        }
        return Ok(given.to_owned());
    }
    tx.execute(sql::TAKE_FILE_NUMBER, &[]).await?;
    let (last,): (i64,) = tx.one(sql::FILE_NUMBER, &[]).await?;
    Ok(format!("{LETTER}{last:08}"))
}

impl NewPerson {
    /// What is known of somebody, to be changed.
    #[must_use]
    pub fn known(person: Person, name: &str) -> Self {
        Self {
            file_number: None,
            name: name.to_owned(),
            residence_code: person.residence_code,
            household_division: person.household_division,
            education: person.education,
            occupation: person.occupation,
            particulars: person.particulars,
        }
    }

    /// Gives the day of birth.
    #[must_use]
    pub fn birth(&self) -> Option<Day> {
        self.particulars.birth()
    }
}
