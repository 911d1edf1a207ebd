//! The team around the officer (BJ18-26).

use std::collections::HashSet;

use access::{Action, Area, Duties, Failure};
use desk::{Desk, Occasion};
use duties::hold_for;
use kernel::Day;
use offices::Staff;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};

use crate::model::{Part, Refusal};
use crate::sql::{self, MemberRow};

store::identifier! {
    /// Names somebody's time in a team.
    pub MemberId
}

/// A change of the responsible officer.
pub(crate) type Handed = (Instant, Option<ActorId>, Option<ActorId>);

/// Who answers for a person and who is around them, now and before.
pub(crate) struct Team {
    /// The officer, who always belongs to it, and since when.
    pub(crate) officer: Option<(ActorId, Day)>,
    /// Who answered before, in order.
    pub(crate) handed: Vec<Handed>,
    /// Everyone else, in the order in which they came.
    pub(crate) members: Vec<MemberRow>,
    /// Those of them who nobody let leave, but who no longer work at the office that answers for the person, or above
    /// it: they are not of the team (BJ18-26).
    pub(crate) away: HashSet<MemberId>,
}

impl Team {
    /// Tells whether somebody is of it now.
    pub(crate) fn is_current(&self, member: &MemberRow) -> bool {
        member.until.is_none() && !self.away.contains(&member.member_id)
    }

    /// Gives everyone beside the officer, those who are of it first.
    pub(crate) fn in_order(&self) -> Vec<&MemberRow> {
        let mut members: Vec<&MemberRow> = self.members.iter().collect();
        members.sort_by_key(|member| (!self.is_current(member), member.since, member.member_id));
        members
    }
}

/// Gives the team of a person, over the files that became one.
pub(crate) async fn team_of(
    tx: &mut Tx,
    files: impl IntoIterator<Item = SubjectId>,
) -> Result<Team, StoreError> {
    let mut team =
        Team { officer: None, handed: Vec::new(), members: Vec::new(), away: HashSet::new() };
    let mut office_code = None;
    for file in files {
        if let Some(held) = duties::held(tx, file).await? {
            office_code = office_code.or(Some(held.office_code));
            team.officer = team.officer.or(held.officer.map(|officer| (officer, held.since)));
        }
        team.handed.extend(tx.all::<Handed>(sql::OFFICERS, &[&file]).await?);
        team.members.extend(tx.all::<MemberRow>(sql::TEAM, &[&file]).await?);
    }
    for member in team.members.iter().filter(|member| member.until.is_none()) {
        let staff = offices::find_staff(tx, member.staff_id).await?;
        let is_here = |staff: &Staff| {
            let area = Area::of_code(staff.office_code);
            staff.is_active() && office_code.is_some_and(|code| area.holds(code))
        };
        if !staff.is_some_and(|staff| is_here(&staff)) {
            team.away.insert(member.member_id);
        }
    }
    Ok(team)
}

/// Gives who can be of a team: everyone in service at the office that answers, and at those above it.
pub(crate) async fn candidates(tx: &mut Tx, office_code: i64) -> Result<Vec<Staff>, StoreError> {
    let mut staff = Vec::new();
    for code in std::iter::once(office_code).chain(access::above(office_code)) {
        if let Some(office) = offices::office_by_code(tx, code).await? {
            let of_office = offices::staff_of(tx, office.office_id).await?;
            staff.extend(of_office.into_iter().filter(serves));
        }
    }
    Ok(staff)
}

fn serves(staff: &Staff) -> bool {
    staff.is_active() && staff.roles.duties() == Some(Duties::Service)
}

/// Adds somebody to a team in one part.
pub async fn join(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    (staff, part): (ActorId, Part),
) -> Result<(), Failure<Refusal>> {
    let (held, _) = hold_for(tx, occasion, Action::RecordService, subject).await?;
    let found = offices::hold_staff(tx, staff).await?.filter(serves);
    let is_near = |staff: &Staff| Area::of_code(staff.office_code).holds(held.office_code);
    let member = found.filter(is_near).ok_or(Failure::Refused(Refusal::NotForTeam))?;
    let members: Vec<MemberRow> = tx.all(sql::TEAM, &[&subject]).await?;
    let has_part =
        |row: &MemberRow| row.until.is_none() && row.staff_id == staff && row.part == part;
    if members.iter().any(has_part) {
        return Err(Failure::Refused(Refusal::AlreadyMember { name: member.name, part }));
    }
    let id = MemberId::new(occasion.now, desk.sealing.entropy.as_ref());
    let values: [&dyn ToValue; 6] =
        [&subject, &id, &staff, &part, &occasion.today, &occasion.actor.id];
    tx.execute(sql::JOIN, &values).await?;
    Ok(())
}

/// Lets somebody leave a team; that they were of it stays.
pub async fn leave(
    tx: &mut Tx,
    occasion: &Occasion,
    (subject, id): (SubjectId, MemberId),
) -> Result<(), Failure<Refusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let values: [&dyn ToValue; 4] = [&occasion.today, &occasion.actor.id, &subject, &id];
    match tx.execute(sql::LEAVE, &values).await? {
        0 => Err(Failure::Refused(Refusal::NoMember)),
        _ => Ok(()),
    }
}
