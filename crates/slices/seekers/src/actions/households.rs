//! Households: found by the number that their members share.

use std::fmt;

use access::{Action, Area, Denied, Failure, OfficeLevel, Relation};
use desk::{Desk, Occasion};
use duties::model::read_standing;
use rules::Standing;
use store::{Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{Sealing, label_of};

use super::names::township;
use crate::sql::{self, HouseholdCount, HouseholdId, HouseholdRow};

/// How many bytes of a keyed digest are kept.
const DIGEST: usize = 16;

/// Gives the code of the street that a community lies in, or the street's own.
const fn street_of(code: i64) -> i64 {
    code - code % 1_000
}

/// Makes a person a member of the household with a number; of none if it is blank.
pub(crate) async fn join_household(
    tx: &mut Tx,
    sealing: &Sealing,
    subject: SubjectId,
    number: &str,
    residence_code: i64,
    now: Instant,
) -> Result<(), StoreError> {
    let number: String =
        number.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_uppercase();
    if number.is_empty() {
        return tx.execute(sql::LEAVE_HOUSEHOLD, &[&subject]).await.map(drop);
    }
    let lookup = sealing.keys.lookup("household.number", &number)?[..DIGEST].to_vec();
    let known: Option<(HouseholdId,)> = tx.optional(sql::HOUSEHOLD_BY_LOOKUP, &[&lookup]).await?;
    let household = if let Some((household,)) = known {
        household
    } else {
        let household = HouseholdId::new(now, sealing.entropy.as_ref());
        let street = street_of(residence_code);
        if tx.execute(sql::PUT_HOUSEHOLD, &[&household, &lookup, &street]).await? == 0 {
            return Err(tx.conflict(sql::PUT_HOUSEHOLD));
        }
        household
    };
    tx.execute(sql::JOIN_HOUSEHOLD, &[&subject, &household]).await.map(drop)
}

/// Why a household is not recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseholdRefusal {
    /// There is no such household.
    Missing,
    /// It is recognised already.
    Already,
    /// Somebody works, or nobody is registered as unemployed.
    SomebodyWorks,
}

impl fmt::Display for HouseholdRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "没有这个家庭；请从“零就业家庭”名单重新进入",
            Self::Already => "这个家庭已经认定，不必重复办理",
            Self::SomebodyWorks => {
                "不能认定：家庭成员中有人在岗，或没有人办理失业登记（零就业家庭是有劳动能力的成员都没有就业、且至少一人登记失业的家庭）"
            }
        })
    }
}

/// A household in which nobody works.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutWork {
    /// The household.
    pub household: HouseholdRow,
    /// The name of its street.
    pub street: String,
    /// Its members with a file: who, what they are called, where they stand.
    pub members: Vec<(SubjectId, String, Standing)>,
}

/// What lists of households an actor sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Households {
    /// How many were recognised, by street, and in how many of them somebody works by now.
    pub counts: Vec<(String, HouseholdCount)>,
    /// Those in which nobody works, recognised or not.
    pub without_work: Vec<WithoutWork>,
}

/// How many households are listed at most.
const MOST_LISTED: i64 = 200;

/// Gives the streets whose households an actor sees: those of their office and below for a head or inspector,
/// their own street's otherwise.
fn reach(occasion: &Occasion) -> Result<Area, Denied> {
    let actor = &occasion.actor;
    if occasion.may(Action::ReadFile, Relation::Below).is_ok()
        && actor.area.level() < OfficeLevel::Street
    {
        return Ok(actor.area);
    }
    occasion
        .may(Action::ReadFile, Relation::Office)
        .or_else(|_| occasion.may(Action::ReadFile, Relation::Below))?;
    Ok(Area::of_code(street_of(actor.area.first)))
}

/// Gives the households in which nobody works, and how many there were.
pub async fn households(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Households, Failure<HouseholdRefusal>> {
    let area = reach(occasion)?;
    let counts: Vec<HouseholdCount> =
        tx.all(sql::HOUSEHOLD_COUNTS, &[&area.first, &area.last]).await?;
    let counts = counts.into_iter().map(|count| (township(count.street_code), count)).collect();
    let nothing = HouseholdId::from_bytes([0; 16]);
    let values: [&dyn ToValue; 4] = [&area.first, &area.last, &nothing, &MOST_LISTED];
    let rows: Vec<HouseholdRow> = tx.all(sql::WITHOUT_WORK, &values).await?;
    let mut without_work = Vec::new();
    for household in rows {
        let members: Vec<(SubjectId, String)> =
            tx.all(sql::MEMBERS, &[&household.household_id]).await?;
        let mut named = Vec::new();
        for (subject, standing) in members {
            let label = label_of(tx, &desk.sealing, subject).await?;
            let name = label.map_or_else(String::new, |label| label.name.reveal().to_owned());
            named.push((subject, name, read_standing(&standing)));
        }
        let street = township(household.street_code);
        without_work.push(WithoutWork { household, street, members: named });
    }
    Ok(Households { counts, without_work })
}

/// Recognises a household as one in which nobody works (BJ18-18).
pub async fn recognise_household(
    tx: &mut Tx,
    occasion: &Occasion,
    household: HouseholdId,
) -> Result<(), Failure<HouseholdRefusal>> {
    let row: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD, &[&household]).await?;
    let missing = Failure::Refused(HouseholdRefusal::Missing);
    let row = row.ok_or(missing)?;
    occasion.may(Action::RecogniseHardship, occasion.actor.relation_to(row.street_code, None))?;
    if row.recognised_on.is_some() {
        return Err(Failure::Refused(HouseholdRefusal::Already));
    }
    let members: Vec<(SubjectId, String)> = tx.all(sql::MEMBERS, &[&household]).await?;
    let standings: Vec<Standing> =
        members.iter().map(|(_, standing)| read_standing(standing)).collect();
    let is_without_work = standings.iter().all(|standing| !standing.at_work)
        && standings.iter().any(|standing| standing.unemployment_registered);
    if !is_without_work {
        return Err(Failure::Refused(HouseholdRefusal::SomebodyWorks));
    }
    let values: [&dyn ToValue; 3] = [&occasion.today, &occasion.actor.id, &household];
    tx.execute(sql::RECOGNISE_HOUSEHOLD, &values).await?;
    Ok(())
}
