//! Households: found by the number that their members share.

use std::collections::BTreeMap;
use std::fmt;

use access::{Action, Area, Denied, Failure, OfficeLevel};
use desk::{Desk, Occasion};
use duties::model::read_standing;
use kernel::Day;
use rules::Standing;
use store::{Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{Sealing, label_of};

use super::names::township;
use crate::model::mask_name;
use crate::sql::{self, HouseholdCount, HouseholdId, HouseholdRow, MemberRow};

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
    let left: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?;
    if number.is_empty() {
        tx.execute(sql::LEAVE_HOUSEHOLD, &[&subject]).await?;
        return settle_left(tx, left).await;
    }
    let lookup = sealing.keys.lookup("household.number", &number)?[..DIGEST].to_vec();
    let known: Option<(HouseholdId,)> = tx.optional(sql::HOUSEHOLD_BY_LOOKUP, &[&lookup]).await?;
    let household = if let Some((household,)) = known {
        tx.execute(sql::HOLD_HOUSEHOLD, &[&household]).await?;
        household
    } else {
        let household = HouseholdId::new(now, sealing.entropy.as_ref());
        let street = street_of(residence_code);
        if tx.execute(sql::PUT_HOUSEHOLD, &[&household, &lookup, &street]).await? == 0 {
            return Err(tx.conflict(sql::PUT_HOUSEHOLD));
        }
        household
    };
    tx.execute(sql::JOIN_HOUSEHOLD, &[&subject, &household]).await?;
    settle_street(tx, household, Some(street_of(residence_code))).await?;
    settle_left(tx, left.filter(|left| left.household_id != household)).await
}

/// Lets the household of somebody who has moved follow them, if most of its members live there now.
pub(super) async fn follow_residence(
    tx: &mut Tx,
    subject: SubjectId,
    residence_code: i64,
) -> Result<(), StoreError> {
    let household: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?;
    let Some(household) = household else { return Ok(()) };
    tx.execute(sql::HOLD_HOUSEHOLD, &[&household.household_id]).await?;
    settle_street(tx, household.household_id, Some(street_of(residence_code))).await
}

async fn settle_left(tx: &mut Tx, left: Option<HouseholdRow>) -> Result<(), StoreError> {
    match left {
        Some(left) => settle_street(tx, left.household_id, None).await,
        None => Ok(()),
    }
}

/// Puts a household into the street in which most of its members live; of two with as many, into the one that was
/// told last.
async fn settle_street(
    tx: &mut Tx,
    household: HouseholdId,
    last_told: Option<i64>,
) -> Result<(), StoreError> {
    let residences: Vec<(i64,)> = tx.all(sql::MEMBER_RESIDENCES, &[&household]).await?;
    let mut streets: BTreeMap<i64, usize> = BTreeMap::new();
    for (code,) in residences {
        *streets.entry(street_of(code)).or_default() += 1;
    }
    let most = streets.iter().max_by_key(|(street, count)| (**count, Some(**street) == last_told));
    match most {
        Some((street, _)) => tx.execute(sql::MOVE_HOUSEHOLD, &[street, &household]).await.map(drop),
        None => Ok(()),
    }
}

/// Why a household is not recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseholdRefusal {
    /// There is no such household.
    Missing,
    /// It is recognised already.
    Already,
    /// The day lies in the future.
    NotYet,
    /// Somebody works, or nobody is registered as unemployed.
    SomebodyWorks,
}

impl fmt::Display for HouseholdRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "没有这个家庭；请从“零就业家庭”名单重新进入",
            Self::Already => "这个家庭已经认定，不必重复办理",
            Self::NotYet => "认定日期在今天之后，请改为今天或以前",
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
    /// Its members with a file.
    pub members: Vec<Member>,
}

/// A member of a household, as far as the actor may know of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who.
    pub subject: SubjectId,
    /// The name; masked where the actor may not read the file.
    pub name: String,
    /// Where they stand; nothing where the actor may not read the file.
    pub standing: Option<Standing>,
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
/// their own street's otherwise. A household belongs to its street: whoever works in a community sees that it is
/// there, and of its members what they may read.
fn reach(occasion: &Occasion) -> Result<Area, Denied> {
    let seen = occasion.actor.reach(Action::ReadFile, None)?;
    Ok(match seen.level() {
        OfficeLevel::City | OfficeLevel::District => seen,
        OfficeLevel::Street | OfficeLevel::Community => Area::of_code(street_of(seen.first)),
    })
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
        let rows: Vec<MemberRow> = tx.all(sql::MEMBERS, &[&household.household_id]).await?;
        let mut members = Vec::new();
        for row in rows {
            let relation = occasion.actor.relation_to(row.office_code, row.officer_id);
            let may_read = occasion.may(Action::ReadFile, relation).is_ok();
            let label = label_of(tx, &desk.sealing, row.subject_id).await?;
            let name = label.map_or_else(String::new, |label| label.name.reveal().to_owned());
            members.push(Member {
                subject: row.subject_id,
                name: if may_read { name } else { mask_name(&name) },
                standing: may_read.then(|| read_standing(&row.standing)),
            });
        }
        let street = township(household.street_code);
        without_work.push(WithoutWork { household, street, members });
    }
    Ok(Households { counts, without_work })
}

/// Recognises a household as one in which nobody works (BJ18-18), as of a day.
pub async fn recognise_household(
    tx: &mut Tx,
    occasion: &Occasion,
    household: HouseholdId,
    on: Day,
) -> Result<(), Failure<HouseholdRefusal>> {
    // Whoever records for a member, or writes who belongs to it, comes before or after: members first, as everywhere,
    // then the household.
    let members: Vec<MemberRow> = tx.all(sql::MEMBERS, &[&household]).await?;
    for member in &members {
        duties::hold(tx, member.subject_id).await?;
    }
    tx.execute(sql::HOLD_HOUSEHOLD, &[&household]).await?;
    let held: Vec<MemberRow> = tx.all(sql::MEMBERS, &[&household]).await?;
    let who = |members: &[MemberRow]| -> Vec<SubjectId> {
        members.iter().map(|member| member.subject_id).collect()
    };
    if who(&held) != who(&members) {
        return Err(tx.conflict(sql::MEMBERS).into());
    }
    let row: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD, &[&household]).await?;
    let missing = Failure::Refused(HouseholdRefusal::Missing);
    let row = row.ok_or(missing)?;
    occasion.may(Action::RecogniseHardship, occasion.actor.relation_to(row.street_code, None))?;
    if row.recognised_on.is_some() {
        return Err(Failure::Refused(HouseholdRefusal::Already));
    }
    if on > occasion.today {
        return Err(Failure::Refused(HouseholdRefusal::NotYet));
    }
    let standings: Vec<Standing> =
        held.iter().map(|member| read_standing(&member.standing)).collect();
    let is_without_work = standings.iter().all(|standing| !standing.at_work)
        && standings.iter().any(|standing| standing.unemployment_registered);
    if !is_without_work {
        return Err(Failure::Refused(HouseholdRefusal::SomebodyWorks));
    }
    let values: [&dyn ToValue; 3] = [&on, &occasion.actor.id, &household];
    if tx.execute(sql::RECOGNISE_HOUSEHOLD, &values).await? == 0 {
        return Err(Failure::Refused(HouseholdRefusal::Already));
    }
    Ok(())
}
