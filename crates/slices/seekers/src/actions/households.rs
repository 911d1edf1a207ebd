//! Households: found by the number that their members share.

use std::collections::BTreeMap;
use std::fmt;

use access::{Action, Area, Denied, Failure, OfficeLevel};
use desk::{Desk, Occasion};
use duties::files_of;
use duties::model::read_standing;
use kernel::Day;
use rules::Standing;
use store::{Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{Sealing, open_name};

use super::evidence::{Evidence, SeenEvidence, evidence_in, keep};
use super::names::township;
use crate::model::mask_name;
use crate::sql::{self, HouseholdCount, HouseholdId, HouseholdRow, MemberRow};

/// How many bytes of a keyed digest are kept.
const DIGEST: usize = 16;

/// Gives the code of the street that a community lies in, or the street's own.
pub(super) const fn street_of(code: i64) -> i64 {
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
        return leave_household(tx, subject).await;
    }
    let left: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?;
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

/// Lets somebody belong to no household on file any more; the one that they leave goes where those who stay live.
pub(super) async fn leave_household(tx: &mut Tx, subject: SubjectId) -> Result<(), StoreError> {
    let left: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?;
    tx.execute(sql::LEAVE_HOUSEHOLD, &[&subject]).await?;
    settle_left(tx, left).await
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
    /// It was not told what was looked at.
    NoEvidence,
    /// What was looked at was seen later than it counts.
    SeenLater,
    /// What was found takes too many words.
    LongWords,
    /// It is not recognised yet: what was looked at is told when it is.
    NotRecognised,
    /// It is not recognised, or not any more: there is nothing to withdraw.
    NothingToWithdraw,
    /// Its members have all left the files: it counts nowhere.
    NoMembers,
    /// It was not said why.
    NoReason,
    /// Why takes too many words.
    LongReason,
}

impl fmt::Display for HouseholdRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "没有这个家庭；请从“零就业家庭”名单重新进入",
            Self::Already => "这个家庭已经认定，不必重复办理",
            Self::NotYet => "认定日期在今天之后，请改为今天或以前",
            Self::SomebodyWorks => {
                "不能认定：家庭成员中有人在岗或在公益性岗位，或没有人办理失业登记（零就业家庭是有劳动能力的成员都没有就业、且至少一人登记失业的家庭）"
            }
            Self::NoEvidence => "请至少选一项核对依据：凭什么确认家中没有人就业",
            Self::SeenLater => "核对日期应在认定日期当天或以前，也不能在今天之后",
            Self::LongWords => "核对情况最多 200 个字，请写得简短些",
            Self::NotRecognised => "这个家庭还没有认定；认定时一并填写核对情况",
            Self::NothingToWithdraw => {
                "这个家庭没有认定，或已经撤销；请从“零就业家庭”名单重新进入"
            }
            Self::NoMembers => "这个家庭的成员都已不在档案中，不再计入零就业家庭，不必撤销",
            Self::NoReason => "请填写理由：为什么撤销，依据什么核对的",
            Self::LongReason => "理由最多 200 个字，请写得简短些",
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
    /// Whether the actor may take them out in a workbook.
    pub may_export: bool,
}

/// What lists of households an actor sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Households {
    /// How many were recognised, by street, and in how many of them somebody works by now.
    pub counts: Vec<(String, HouseholdCount)>,
    /// Those in which nobody works, recognised or not.
    pub without_work: Vec<WithoutWork>,
    /// Whether there are more of them.
    pub has_more: bool,
}

/// How many households are listed at most.
const MOST_LISTED: i64 = 200;

/// Gives the streets whose households an actor sees: those of their office and below for a head or inspector,
/// their own street's otherwise; of these, those of an office that is asked for. A household belongs to its street:
/// whoever works in a community sees that it is there, and of its members what they may read.
fn reach(occasion: &Occasion, office: Option<i64>) -> Result<Area, Denied> {
    let seen = occasion.actor.reach(Action::ReadFile, None)?;
    let seen = match seen.level() {
        OfficeLevel::City | OfficeLevel::District => seen,
        OfficeLevel::Street | OfficeLevel::Community => Area::of_code(street_of(seen.first)),
    };
    let Some(code) = office else { return Ok(seen) };
    let asked =
        if OfficeLevel::of_code(code) == OfficeLevel::Community { street_of(code) } else { code };
    seen.narrowed_to(asked).ok_or(Denied { action: Action::ReadFile })
}

/// Gives the households in which nobody works, and how many there were.
pub async fn households(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
) -> Result<Households, Failure<HouseholdRefusal>> {
    households_in(tx, desk, occasion, None, (None, MOST_LISTED)).await
}

/// Gives the day since which somebody's household is recognised as one in which nobody works (BJ18-18); nothing where it is
/// not, or none is on file. The caller has the right to read their file.
pub async fn household_recognised_on(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Option<Day>, StoreError> {
    let household: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD_OF, &[&subject]).await?;
    Ok(household.and_then(|household| household.recognised_on))
}

/// The same for an office and those below it, after one of the households, at most so many. The counts are of all.
pub async fn households_in(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    office: Option<i64>,
    (after, limit): (Option<HouseholdId>, i64),
) -> Result<Households, Failure<HouseholdRefusal>> {
    let area = reach(occasion, office)?;
    let counts: Vec<HouseholdCount> =
        tx.all(sql::HOUSEHOLD_COUNTS, &[&area.first, &area.last]).await?;
    let counts = counts
        .into_iter()
        .filter(|count| count.recognised + count.waiting > 0)
        .map(|count| (township(count.street_code), count))
        .collect();
    let after = after.unwrap_or(HouseholdId::from_bytes([0; 16]));
    let more = limit + 1;
    let values: [&dyn ToValue; 4] = [&area.first, &area.last, &after, &more];
    let mut rows: Vec<HouseholdRow> = tx.all(sql::WITHOUT_WORK, &values).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    let mut without_work = Vec::with_capacity(rows.len());
    for household in rows {
        without_work.push(seen_of(tx, desk, occasion, household).await?);
    }
    Ok(Households { counts, without_work, has_more })
}

/// Gives a household with as much of its members as the actor may know.
async fn seen_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    household: HouseholdRow,
) -> Result<WithoutWork, StoreError> {
    let rows: Vec<MemberRow> = tx.all(sql::MEMBERS, &[&household.household_id]).await?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        let relation = occasion.actor.relation_to(row.office_code, row.officer_id);
        let may = |action| occasion.may(action, relation).is_ok();
        let (subject, wrapped) = (row.subject_id, row.wrapped.as_deref());
        let name = open_name(&desk.sealing, subject, row.label.as_ref(), wrapped)?;
        let name = name.map_or_else(String::new, |name| name.reveal().to_owned());
        let may_read = may(Action::ReadFile);
        members.push(Member {
            subject,
            name: if may_read { name } else { mask_name(&name) },
            standing: may_read.then(|| read_standing(&row.standing)),
            may_export: may_read && may(Action::Export),
        });
    }
    let street = township(household.street_code);
    Ok(WithoutWork { household, street, members })
}

/// A household with what was looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HouseholdFile {
    /// The household; somebody may work in it by now.
    pub(crate) seen: WithoutWork,
    /// What the files of those members keep that the actor may read.
    pub(crate) evidence: Vec<SeenEvidence>,
}

/// Opens one household that an actor sees, with what was looked at as far as they may read it, or take it out; refuses
/// another one.
pub(crate) async fn household(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    household: HouseholdId,
    for_export: bool,
) -> Result<HouseholdFile, Failure<HouseholdRefusal>> {
    let row: Option<HouseholdRow> = tx.optional(sql::HOUSEHOLD, &[&household]).await?;
    let area = reach(occasion, None)?;
    let row = row.filter(|row| area.holds(row.street_code));
    let row = row.ok_or(Failure::Refused(HouseholdRefusal::Missing))?;
    let seen = seen_of(tx, desk, occasion, row).await?;
    let evidence = evidence_of(tx, desk, &seen, for_export).await?;
    Ok(HouseholdFile { seen, evidence })
}

/// Gives what was looked at of a household, as far as it stands in files that the actor may read, or take out.
pub(crate) async fn evidence_of(
    tx: &mut Tx,
    desk: &Desk,
    seen: &WithoutWork,
    for_export: bool,
) -> Result<Vec<SeenEvidence>, StoreError> {
    let mut files = Vec::new();
    for member in &seen.members {
        let may = if for_export { member.may_export } else { member.standing.is_some() };
        if may {
            files.extend(files_of(tx, desk, member.subject).await?);
        }
    }
    evidence_in(tx, &files, Some(seen.household.household_id)).await
}

/// Holds a household with its members: whoever records for one of them, or writes who belongs to it, comes before or
/// after. Members first, as everywhere, then the household.
pub(super) async fn hold_household(
    tx: &mut Tx,
    household: HouseholdId,
) -> Result<(HouseholdRow, Vec<MemberRow>), Failure<HouseholdRefusal>> {
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
    Ok((row.ok_or(Failure::Refused(HouseholdRefusal::Missing))?, held))
}

/// Recognises a household as one in which nobody works (BJ18-18), as of a day, and keeps what was looked at.
pub async fn recognise_household(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    household: HouseholdId,
    on: Day,
    evidence: &Evidence,
) -> Result<(), Failure<HouseholdRefusal>> {
    let (row, held) = hold_household(tx, household).await?;
    occasion.may(Action::RecogniseHardship, occasion.actor.relation_to(row.street_code, None))?;
    if row.recognised_on.is_some() {
        return Err(Failure::Refused(HouseholdRefusal::Already));
    }
    if on > occasion.today {
        return Err(Failure::Refused(HouseholdRefusal::NotYet));
    }
    evidence.check(on).map_err(Failure::Refused)?;
    let standings: Vec<Standing> =
        held.iter().map(|member| read_standing(&member.standing)).collect();
    let is_without_work = standings.iter().all(|standing| !standing.has_work())
        && standings.iter().any(|standing| standing.unemployment_registered);
    if !is_without_work {
        return Err(Failure::Refused(HouseholdRefusal::SomebodyWorks));
    }
    let values: [&dyn ToValue; 3] = [&on, &occasion.actor.id, &household];
    if tx.execute(sql::RECOGNISE_HOUSEHOLD, &values).await? == 0 {
        return Err(Failure::Refused(HouseholdRefusal::Already));
    }
    let members: Vec<SubjectId> = held.iter().map(|member| member.subject_id).collect();
    Ok(keep(tx, desk, occasion, (household, &members), evidence).await?)
}
