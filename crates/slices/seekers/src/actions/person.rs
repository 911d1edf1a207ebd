//! A person as stored, opened.

use store::seal::{KeyProvider, SubjectKey};
use store::{StoreError, SubjectId, Tx};
use subjects::SealedDocument;

use crate::model::{
    LookupKind, Particulars, PersonState, initials, normalise_name, normalise_phone,
};
use crate::sql::{self, PersonRow};

/// Everything of a person that nobody is found by.
pub(super) const PARTICULARS: SealedDocument<Particulars> =
    SealedDocument::of("person.particulars");
/// How many bytes of a keyed digest are kept: enough that no two values meet by chance.
const DIGEST: usize = 16;

/// A person, without their name, which is the label of the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Which subject.
    pub subject: SubjectId,
    /// The file number, such as P00000001.
    pub file_number: String,
    /// The statistics code of twelve digits of the community, or the street, of residence.
    pub residence_code: i64,
    /// The division of household registration, as `kernel::Division::reference` writes it; may be blank.
    pub household_division: String,
    /// The education level with its set; may be blank.
    pub education: String,
    /// The usual occupation with its set; may be blank.
    pub occupation: String,
    /// Everything else.
    pub particulars: Particulars,
    /// Whether the file is in use.
    pub state: PersonState,
    /// The file in which it goes on.
    pub merged_into: Option<SubjectId>,
    /// How often it was written, so that two editors do not undo each other's work.
    pub version: i64,
}

/// Reads a person with the key of their file; nothing if the subject is no person.
pub async fn person_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonRow> = tx.optional(sql::PERSON, &[&subject]).await?;
    row.map(|row| open(key, row)).transpose()
}

fn open(key: &SubjectKey, row: PersonRow) -> Result<Person, StoreError> {
    let particulars = PARTICULARS.open(key, &[], &row.particulars)?;
    Ok(Person {
        subject: row.subject_id,
        file_number: row.file_number,
        residence_code: row.residence_code,
        household_division: row.household_division,
        education: row.education,
        occupation: row.occupation,
        particulars,
        state: row.state,
        merged_into: row.merged_into,
        version: row.version,
    })
}

/// The digest under which a value is found.
pub(crate) fn digest(
    keys: &dyn KeyProvider,
    kind: LookupKind,
    normalised: &str,
) -> Result<Vec<u8>, StoreError> {
    let digest = keys.lookup(&format!("person.{}", kind.text()), normalised)?;
    Ok(digest[..DIGEST].to_vec())
}

/// What joins name and day of birth into one value.
pub(crate) fn name_and_birth(name: &str, birth: &str) -> String {
    format!("{}|{birth}", normalise_name(name))
}

/// Stores everything that a person is found by, in place of what was stored before.
pub(super) async fn put_lookups(
    tx: &mut Tx,
    keys: &dyn KeyProvider,
    subject: SubjectId,
    name: &str,
    particulars: &Particulars,
    is_new: bool,
) -> Result<(), StoreError> {
    if !is_new {
        tx.execute(sql::REMOVE_LOOKUPS, &[&subject]).await?;
    }
    let mut values = Vec::new();
    for (kind, value) in found_by(name, particulars) {
        values.push((kind, digest(keys, kind, &value)?));
    }
    let rows: Vec<[&dyn store::ToValue; 3]> = values
        .iter()
        .map(|(kind, digest)| [&subject as &dyn store::ToValue, kind, digest])
        .collect();
    let steps: Vec<(&'static store::Statement, &[&dyn store::ToValue])> =
        rows.iter().map(|row| (sql::PUT_LOOKUP, row.as_slice())).collect();
    tx.execute_all(&steps).await.map(drop)
}

/// Gives everything that a person is found by.
fn found_by(name: &str, particulars: &Particulars) -> Vec<(LookupKind, String)> {
    let mut ways = Vec::new();
    let mut add = |kind, value: String| {
        if !value.is_empty() && !ways.contains(&(kind, value.clone())) {
            ways.push((kind, value));
        }
    };
    let name = normalise_name(name);
    add(LookupKind::Number, particulars.number.clone());
    for phone in [&particulars.phone, &particulars.other_contact] {
        let digits = normalise_phone(phone);
        if digits.len() >= 7 {
            add(LookupKind::Phone, digits);
        }
    }
    add(LookupKind::Name, name.clone());
    if !particulars.birth.is_empty() {
        add(LookupKind::NameBirth, name_and_birth(&name, &particulars.birth));
    }
    let characters: Vec<char> = name.chars().collect();
    for length in 2..characters.len() {
        add(LookupKind::Beginning, characters[..length].iter().collect());
    }
    let surname: String = characters.iter().take(1).collect();
    for letters in initials(&name) {
        for length in 2..=letters.len() {
            add(LookupKind::Initials, letters[..length].to_owned());
            add(LookupKind::Initials, format!("{surname}{}", &letters[1..length]));
        }
    }
    for group in &particulars.groups {
        add(LookupKind::Group, group.clone());
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_every_beginning_of_their_name() {
        let particulars = Particulars {
            number: "11010519491231002X".to_owned(),
            birth: "1949-12-31".to_owned(),
            phone: "138 0013 8000".to_owned(),
            ..Particulars::default()
        };
        let ways = found_by("尉迟国庆", &particulars);
        for way in [
            (LookupKind::Number, "11010519491231002X"),
            (LookupKind::Phone, "13800138000"),
            (LookupKind::Name, "尉迟国庆"),
            (LookupKind::NameBirth, "尉迟国庆|1949-12-31"),
            (LookupKind::Beginning, "尉迟"),
            (LookupKind::Beginning, "尉迟国"),
            (LookupKind::Initials, "yc"),
            (LookupKind::Initials, "ycg"),
            (LookupKind::Initials, "ycgq"),
            (LookupKind::Initials, "尉cg"),
        ] {
            assert!(ways.contains(&(way.0, way.1.to_owned())), "{way:?}");
        }
        assert_eq!(ways.len(), 12, "{ways:?}");
    }
}
