//! What was looked at before a household was recognised as one in which nobody works, and later (BJ18-18). It is kept in
//! the file of each member, sealed under their key: whoever may read the file reads it, it goes along when files are
//! merged, and it ends with the file.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use serde::{Deserialize, Serialize};
use store::seal::{self, SubjectKey};
use store::{StoreError, SubjectId, ToValue, Tx};
use subjects::SealedDocument;

use super::households::{HouseholdRefusal, hold_household};
use crate::model::EVIDENCE_SOURCES;
use crate::sql::{self, EvidenceId, EvidenceRow, HouseholdId};

/// What is sealed of evidence.
const CONTENT: SealedDocument<Content> = SealedDocument::of("household_evidence.content");
/// How many characters the words may have.
const LONGEST: usize = 200;

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// On which day.
    pub seen_on: Day,
    /// Against what, by the names in [`EVIDENCE_SOURCES`]; at least one.
    pub against: Vec<String>,
    /// What was found, in a sentence; may be blank.
    pub words: String,
}

/// The same as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenEvidence {
    /// Its name, the same in the files of all members.
    pub id: EvidenceId,
    /// What was looked at.
    pub evidence: Evidence,
    /// By whom.
    pub staff: String,
    /// Of which office.
    pub office: String,
    /// Since when the household had been recognised, where it was not looked at but the recognition withdrawn.
    pub withdrawn: Option<Day>,
}

/// What is sealed of it.
#[derive(Serialize, Deserialize)]
struct Content {
    against: Vec<String>,
    words: String,
    /// The day since which the recognition held that was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<String>,
}

impl Evidence {
    /// Makes sure that it says something, on a day up to another one.
    pub(super) fn check(&self, until: Day) -> Result<(), HouseholdRefusal> {
        let is_known = |source: &String| EVIDENCE_SOURCES.iter().any(|(name, _)| name == source);
        if self.against.is_empty() || !self.against.iter().all(is_known) {
            return Err(HouseholdRefusal::NoEvidence);
        }
        if self.seen_on > until {
            return Err(HouseholdRefusal::SeenLater);
        }
        if self.words.chars().count() > LONGEST {
            return Err(HouseholdRefusal::LongWords);
        }
        Ok(())
    }
}

/// Keeps what was looked at in the files of a household's members. The caller holds them, and has made sure of the right.
pub(super) async fn keep(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (household, members): (HouseholdId, &[SubjectId]),
    evidence: &Evidence,
) -> Result<(), StoreError> {
    let content = Content {
        against: evidence.against.clone(),
        words: evidence.words.trim().to_owned(),
        withdrawn: None,
    };
    keep_content(tx, desk, occasion, (household, members), evidence.seen_on, &content).await
}

/// Keeps in the files of a household's members that the recognition since a day was withdrawn, and why. The caller holds
/// them, and has made sure of the right.
pub(super) async fn keep_withdrawal(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (household, members): (HouseholdId, &[SubjectId]),
    (since, reason): (Day, &str),
) -> Result<(), StoreError> {
    let content = Content {
        against: Vec::new(),
        words: reason.trim().to_owned(),
        withdrawn: Some(since.to_string()),
    };
    keep_content(tx, desk, occasion, (household, members), occasion.today, &content).await
}

async fn keep_content(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (household, members): (HouseholdId, &[SubjectId]),
    on: Day,
    content: &Content,
) -> Result<(), StoreError> {
    let keys = desk.sealing.keys.as_ref();
    let id = EvidenceId::new(occasion.now, desk.sealing.entropy.as_ref());
    for member in members {
        let Some(key) = seal::key_of(tx, keys, *member).await? else { continue };
        let sealed = CONTENT.seal(&desk.sealing, &key, &id.bytes(), content)?;
        let values: [&dyn ToValue; 8] = [
            member,
            &id,
            &household,
            &on,
            &occasion.now,
            &occasion.actor.id,
            &occasion.actor.office,
            &sealed,
        ];
        tx.execute(sql::PUT_EVIDENCE, &values).await?;
    }
    Ok(())
}

/// Adds what was looked at later to a household that is recognised: again, or because nothing was kept when it was.
pub async fn add_evidence(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    household: HouseholdId,
    evidence: &Evidence,
) -> Result<(), Failure<HouseholdRefusal>> {
    let (row, members) = hold_household(tx, household).await?;
    occasion.may(Action::RecogniseHardship, occasion.actor.relation_to(row.street_code, None))?;
    if row.recognised_on.is_none() {
        return Err(Failure::Refused(HouseholdRefusal::NotRecognised));
    }
    evidence.check(occasion.today).map_err(Failure::Refused)?;
    let members: Vec<SubjectId> = members.iter().map(|member| member.subject_id).collect();
    Ok(keep(tx, desk, occasion, (household, &members), evidence).await?)
}

/// Gives what is kept in some files of what was looked at, latest first, each once; of one household where it is named.
/// The caller has the right to read them.
pub(super) async fn evidence_in(
    tx: &mut Tx,
    files: &[(SubjectId, SubjectKey)],
    household: Option<HouseholdId>,
) -> Result<Vec<SeenEvidence>, StoreError> {
    let mut seen: Vec<SeenEvidence> = Vec::new();
    for (subject, key) in files {
        let rows: Vec<EvidenceRow> = tx.all(sql::EVIDENCE, &[subject]).await?;
        for row in rows {
            let is_other = household.is_some_and(|household| household != row.household_id);
            if is_other || seen.iter().any(|known| known.id == row.evidence_id) {
                continue;
            }
            seen.push(open(key, row)?);
        }
    }
    seen.sort_by_key(|one| std::cmp::Reverse((one.evidence.seen_on, one.id)));
    Ok(seen)
}

fn open(key: &SubjectKey, row: EvidenceRow) -> Result<SeenEvidence, StoreError> {
    let content = CONTENT.open(key, &row.evidence_id.bytes(), &row.content)?;
    Ok(SeenEvidence {
        withdrawn: content.withdrawn.and_then(|day| day.parse().ok()),
        id: row.evidence_id,
        evidence: Evidence { seen_on: row.seen_on, against: content.against, words: content.words },
        staff: row.staff_name.unwrap_or_default(),
        office: row.office_name.unwrap_or_default(),
    })
}
