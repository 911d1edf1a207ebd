//! Looking for a person before a file is opened, wherever they may be.

use std::fmt;

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::model::Settled;
use kernel::Day;
use rules::{RuleIndex, Standing};
use store::seal;
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::{SubjectKind, find_subject, label_of};

use super::bring_in::NewPerson;
use super::differences::compared;
use super::households::street_of;
use super::names::{office_name, office_phone, place_name_near};
use super::person::{digest, name_and_birth, person_of};
use crate::model::{
    LookupKind, Particulars, QueryRefusal, Sought, mask_name, mask_number, normalise_name,
    normalise_phone, sought,
};
use crate::sql;

/// How many are shown at most.
pub(crate) const MOST_FOUND: usize = 30;
/// What stands in place of the file number of a ledger that came in without a person.
pub(crate) const INCOMPLETE: &str = "资料待补";
/// How many are looked at elsewhere.
const MOST_ELSEWHERE: i64 = 10;

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which subject.
    pub subject: SubjectId,
    /// The name; masked of whoever's file the actor may not read.
    pub name: String,
    /// The name of the office that answers for them.
    pub office: String,
    /// Its telephone number for the public; empty if not known.
    pub office_phone: String,
    /// What the actor may see of somebody whose file they may read; nothing of anybody else.
    pub details: Option<HitDetails>,
}

/// What is seen of somebody whose file one may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitDetails {
    /// The file number; 资料待补 of a ledger that came in without a person.
    pub file_number: String,
    /// The number of the document, masked.
    pub number: String,
    /// 女 or 男.
    pub sex: String,
    /// The day of birth, for the age.
    pub birth: Option<Day>,
    /// Where they live.
    pub residence: String,
    /// The officer's name; blank where nobody was named.
    pub officer: String,
    /// Where they stand.
    pub standing: Standing,
    /// The level of difficulty.
    pub grade: Option<i64>,
    /// What is due next: until when, what, by which clause.
    pub next: Option<(Day, &'static str, &'static str)>,
}

/// Those who were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What was looked for, in words.
    pub words: &'static str,
    /// Those found, first those whose files the actor may read.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub has_more: bool,
}

/// Looks for a person by number, name, initials, telephone or file number.
pub async fn find(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    text: &str,
) -> Result<Found, Failure<QueryRefusal>> {
    let named = kept_under(tx, desk, text).await?;
    let sought = match (sought(text), named) {
        (Ok(sought), _) => sought,
        (Err(_), Some(_)) => {
            Sought { words: "台账编号", file_number: None, ways: Vec::new(), is_exact: true }
        }
        (Err(refusal), None) => return Err(Failure::Refused(refusal)),
    };
    let (mut own, others) = find_ids(tx, desk, occasion, &sought).await?;
    own.extend(named);
    let has_more = own.len() > MOST_FOUND;
    let mut found = Found { words: sought.words, hits: Vec::new(), has_more };
    for subject in own.into_iter().chain(others).take(MOST_FOUND) {
        if let Some(hit) = hit_of(tx, desk, occasion, subject).await? {
            found.hits.push(hit);
        }
    }
    found.hits.sort_by_key(|hit| hit.details.is_none());
    Ok(found)
}

/// Finds a ledger that came in without a person and is kept under exactly this reference.
async fn kept_under(
    tx: &mut Tx,
    desk: &Desk,
    reference: &str,
) -> Result<Option<SubjectId>, StoreError> {
    let Some(subject) = find_subject(tx, &desk.sealing, reference).await? else { return Ok(None) };
    let label = label_of(tx, &desk.sealing, subject).await?;
    Ok(label.filter(|label| label.kind == SubjectKind::Imported).map(|_| subject))
}

async fn find_ids(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    sought: &Sought,
) -> Result<(Vec<SubjectId>, Vec<SubjectId>), StoreError> {
    let area = occasion.actor.area;
    let community = occasion.actor.community().unwrap_or_default();
    let (mut own, mut others): (Vec<SubjectId>, Vec<SubjectId>) = (Vec::new(), Vec::new());
    if let Some(file_number) = &sought.file_number {
        let known: Option<(SubjectId,)> =
            tx.optional(sql::FOUND_BY_FILE_NUMBER, &[file_number]).await?;
        own.extend(known.map(|(subject,)| subject));
    }
    let most = i64::try_from(MOST_FOUND).unwrap_or(i64::MAX) + 1;
    for (kind, value) in &sought.ways {
        let digest = digest(desk.sealing.keys.as_ref(), *kind, value)?;
        let values: [&dyn ToValue; 7] = [
            &digest,
            &area.first,
            &area.last,
            &occasion.actor.serves_as(),
            &street_of(community),
            &community,
            &most,
        ];
        let within: Vec<(SubjectId,)> = tx.all(sql::FOUND_WITHIN, &values).await?;
        own.extend(within.into_iter().map(|(subject,)| subject));
        // Who is only begun to be named is not told of elsewhere.
        let names_one = sought.is_exact && *kind != LookupKind::Beginning;
        if names_one && occasion.may(Action::FindPerson, Relation::Elsewhere).is_ok() {
            let all: Vec<(SubjectId,)> = tx.all(sql::FOUND, &[&digest, &MOST_ELSEWHERE]).await?;
            others.extend(all.into_iter().map(|(subject,)| subject));
        }
    }
    let mut seen = Vec::new();
    let mut is_new = |subject: &SubjectId| {
        let is_new = !seen.contains(subject);
        seen.push(*subject);
        is_new
    };
    own.retain(&mut is_new);
    others.retain(&mut is_new);
    Ok((own, others))
}

/// Gives what the actor may see of somebody who was found; nothing if they may not know of them.
pub(crate) async fn hit_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Option<Hit>, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(None) };
    let relation = duties::bound(tx, &occasion.actor, &held).await?;
    if occasion.may(Action::FindPerson, relation).is_err() {
        return Ok(None);
    }
    let Some(label) = label_of(tx, &desk.sealing, subject).await? else { return Ok(None) };
    let office = office_name(tx, held.office_code).await?;
    let office_phone = office_phone(tx, held.office_code).await?;
    let name = label.name.reveal();
    if occasion.may(Action::ReadFile, relation).is_err() {
        return Ok(Some(Hit {
            subject,
            name: mask_name(name),
            office,
            office_phone,
            details: None,
        }));
    }
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Ok(None) };
    let person = person_of(tx, &key, subject).await?;
    if person.is_none() && label.kind != SubjectKind::Imported {
        return Ok(None);
    }
    let duties = duties::duties_of(tx, subject).await?;
    let duties = duties::without_rests(tx, duties, occasion.today).await?;
    let next = duties.iter().find(|duty| duty.state == Settled::Open).and_then(|duty| {
        let rule = RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.id == duty.rule)?;
        Some((duty.due_day, rule.duty, rule.id))
    });
    let particulars = person.as_ref().map(|person| &person.particulars);
    let details = HitDetails {
        file_number: person
            .as_ref()
            .map_or_else(|| INCOMPLETE.to_owned(), |person| person.file_number.clone()),
        number: particulars.map(|one| mask_number(&one.number)).unwrap_or_default(),
        sex: particulars.map(|one| one.sex.clone()).unwrap_or_default(),
        birth: particulars.and_then(Particulars::birth),
        residence: match &person {
            Some(person) => place_name_near(tx, person.residence_code, occasion.actor.area).await?,
            None => String::new(),
        },
        officer: offices::staff_name(tx, held.officer).await?,
        standing: held.standing,
        grade: held.grade,
        next,
    };
    let name = name.to_owned();
    Ok(Some(Hit { subject, name, office, office_phone, details: Some(details) }))
}

/// Why two files may be of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same number: it is the same person.
    Number,
    /// The same name and day of birth.
    NameBirth,
    /// The same telephone number.
    Phone,
    /// The same name in the same community.
    NameNearby,
}

impl fmt::Display for Likeness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Number => "证件号码相同",
            Self::NameBirth => "姓名和出生日期相同",
            Self::Phone => "电话号码相同",
            Self::NameNearby => "同一社区有同名的人",
        })
    }
}

/// Somebody who may be the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likely {
    /// Who.
    pub hit: Hit,
    /// Why.
    pub why: Vec<Likeness>,
    /// The particulars in which both files agree, by name; none where the actor may not read the file.
    pub agrees: Vec<&'static str>,
    /// Those in which they differ, with what the file says; numbers and addresses masked.
    pub differs: Vec<(&'static str, String)>,
}

/// Looks for other files of a person, the likeliest first.
pub async fn likely(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewPerson,
) -> Result<Vec<Likely>, StoreError> {
    let mut found: Vec<(SubjectId, Vec<Likeness>)> = Vec::new();
    for (subject, likeness) in alike(tx, desk, new).await? {
        match found.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, why)) => why.push(likeness),
            None => found.push((subject, vec![likeness])),
        }
    }
    found.sort_by_key(|(_, why)| why[0]);
    let mut likely = Vec::new();
    for (subject, why) in found {
        if let Some(hit) = hit_of(tx, desk, occasion, subject).await? {
            let (agrees, differs) = match &hit.details {
                Some(_) => compared(tx, desk, occasion, subject, new).await?,
                None => Default::default(),
            };
            likely.push(Likely { hit, why, agrees, differs });
        }
    }
    Ok(likely)
}

/// Gives the files that are like a person's in some way, with the way.
pub(crate) async fn alike(
    tx: &mut Tx,
    desk: &Desk,
    new: &NewPerson,
) -> Result<Vec<(SubjectId, Likeness)>, StoreError> {
    let keys = desk.sealing.keys.as_ref();
    let particulars = &new.particulars;
    let mut found = Vec::new();
    let ways = [
        (Likeness::Number, LookupKind::Number, particulars.number.clone()),
        (Likeness::NameBirth, LookupKind::NameBirth, name_and_birth(&new.name, &particulars.birth)),
        (Likeness::Phone, LookupKind::Phone, normalise_phone(&particulars.phone)),
    ];
    for (likeness, kind, value) in ways {
        let is_told = match likeness {
            Likeness::NameBirth => !particulars.birth.is_empty(),
            _ => !value.is_empty(),
        };
        if is_told {
            let digest = digest(keys, kind, &value)?;
            let rows: Vec<(SubjectId,)> = tx.all(sql::FOUND, &[&digest, &MOST_ELSEWHERE]).await?;
            found.extend(rows.into_iter().map(|(subject,)| (subject, likeness)));
        }
    }
    if new.residence_code % 1_000 != 0 {
        let digest = digest(keys, LookupKind::Name, &normalise_name(&new.name))?;
        let values: [&dyn ToValue; 3] = [&digest, &new.residence_code, &MOST_ELSEWHERE];
        let rows: Vec<(SubjectId,)> = tx.all(sql::FOUND_NEARBY, &values).await?;
        found.extend(rows.into_iter().map(|(subject,)| (subject, Likeness::NameNearby)));
    }
    Ok(found)
}
