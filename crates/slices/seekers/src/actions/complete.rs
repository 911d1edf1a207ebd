//! Completing a person whose ledger came in without one: the ledger stays as it is, the file gets its particulars.

use std::fmt;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::model::needed_for;
use duties::{ServiceRefusal, enter, hold};
use kernel::{AddressRule, Day, IdentityDocumentKind, ResidentId};
use store::{StoreError, SubjectId, Tx};
use subjects::{SubjectKind, facts_of};

use super::amend::note_change;
use super::bring_in::{NewPerson, hold_files, settle};
use super::find::{Likeness, alike};
use super::person::person_of;
use crate::model::{Change, Particulars};

/// Why a person is not completed.
#[derive(Debug)]
pub enum CompleteRefusal {
    /// Somebody did it meanwhile.
    Complete,
    /// The ledger is an employer's or an office's.
    NoPerson,
    /// The file cannot be opened.
    File(ServiceRefusal),
}

impl fmt::Display for CompleteRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Complete => {
                out.write_str("在您填写期间，已有人补齐了这份资料；请打开档案核对，需要时再修改")
            }
            Self::NoPerson => {
                out.write_str("这本台账记的是用人单位或机构的事，不是个人，不能建立个人资料")
            }
            Self::File(refusal) => refusal.fmt(out),
        }
    }
}

/// Gives a person to a ledger that came in without one. The right is that to change particulars; the file gets the
/// next file number, because the reference of the ledger may say more of a person than a file number should. Gives
/// that number where another file has the same document: the two ledgers are one person's and should be merged, which
/// takes that both have a file.
pub async fn complete(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewPerson,
) -> Result<Option<String>, Failure<CompleteRefusal>> {
    let entered = enter(tx, desk, occasion, Action::AmendFile, subject, None)
        .await
        .map_err(|failure| failure.map(CompleteRefusal::File))?;
    hold(tx, subject).await?;
    if person_of(tx, &entered.key, subject).await?.is_some() {
        return Err(Failure::Refused(CompleteRefusal::Complete));
    }
    if entered.label.kind != SubjectKind::Imported || !may_be_person(tx, subject).await? {
        return Err(Failure::Refused(CompleteRefusal::NoPerson));
    }
    hold_files(tx).await?;
    let others = alike(tx, desk, new).await?;
    let has_twin = others.iter().any(|(other, why)| *other != subject && *why == Likeness::Number);
    let new = NewPerson { file_number: None, ..new.clone() };
    let file_number = settle(tx, &desk.sealing, &entered.key, subject, &new, occasion.now).await?;
    let change = Change {
        field: "资料".to_owned(),
        before: String::new(),
        after: "台账导入以后补齐".to_owned(),
    };
    note_change(tx, desk, occasion, subject, 1, &[change]).await?;
    Ok(has_twin.then_some(file_number))
}

/// Tells whether nothing in a ledger says that it is an employer's or an office's.
pub(crate) async fn may_be_person(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let known = facts_of(tx, subject).await?;
    Ok(known.entries().iter().all(|entry| needed_for(entry.kind).is_some()))
}

/// What the reference of a ledger tells of a person: the number, with what follows from it, or the name.
pub(crate) fn told_by(reference: &str) -> NewPerson {
    if let Ok(read) = ResidentId::parse(reference.trim(), Day::LAST, AddressRule::Any) {
        let resident = read.value;
        let particulars = Particulars {
            document: IdentityDocumentKind::ResidentIdCard.name().to_owned(),
            number: resident.in_clear().to_owned(),
            birth: resident.birth_date().to_string(),
            sex: resident.sex().to_string(),
            ..Particulars::default()
        };
        return NewPerson { particulars, ..NewPerson::default() };
    }
    let is_name = reference.chars().all(|sign| sign > '\u{2e80}' || sign == '·');
    let name = if is_name { reference.trim() } else { "" };
    NewPerson { name: name.to_owned(), ..NewPerson::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_that_is_a_number_or_a_name_need_not_be_typed_again() {
        let told = told_by("11010519491231002x");
        assert_eq!(told.particulars.number, "11010519491231002X");
        assert_eq!((&*told.particulars.birth, &*told.particulars.sex), ("1949-12-31", "女"));
        assert_eq!(told.name, "");
        assert_eq!(told_by("张丽").name, "张丽");
        assert_eq!(told_by("P-0001"), NewPerson::default());
        assert_eq!(told_by("11010519491231002"), NewPerson::default());
    }
}
