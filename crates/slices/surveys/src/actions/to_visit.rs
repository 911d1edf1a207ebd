//! Whom an officer or an office has to survey, who was not reached yet first, then by the next date.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;

use access::{Action, Area, Denied, Failure, Relation, looks_after};
use desk::Occasion;
use duties::Whose;
use duties::model::read_standing;
use kernel::Day;
use store::{ActorId, EntryId, StoreError, SubjectId, ToValue, Tx};

use super::reach::reach;
use crate::model::{Covers, LedgerLine, Round, ScopeGroup, Survey, surveys};
use crate::sql::{self, LineRow, PersonRow, PlanRow};

/// How many people are read at a time.
const AT_ONCE: i64 = 5_000;

/// Somebody who is to be surveyed. Nothing sealed has been opened: names and telephone numbers are asked for by
/// whoever shows the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitee {
    /// Whom.
    pub subject: SubjectId,
    /// The office that answers for them, by code.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
    /// Where they live: the statistics code of the community, or of the street.
    pub residence_code: i64,
    /// Why they are to be surveyed (BJ18-18).
    pub group: ScopeGroup,
    /// Whether they have registered as a seeker.
    pub is_seeker: bool,
    /// How many surveys count, of all rounds.
    pub surveys: usize,
    /// The last of them.
    pub last: Option<Survey>,
    /// How often somebody tried and met nobody: in the round, or ever where there is none.
    pub attempts: i64,
    /// Whether a survey of the round counts; without a round, whether any does.
    pub is_surveyed: bool,
    /// The same; without a round, whether none is owed or planned again besides.
    pub is_reached: bool,
    /// The last day that BJ18-21(2) leaves for the next survey.
    pub due: Option<Day>,
    /// The day on which the officer means to come.
    pub planned: Option<Day>,
}

impl Visitee {
    /// Gives the day of the next survey: the planned one, the last one that the rule leaves where none was planned.
    #[must_use]
    pub fn next(&self) -> Option<Day> {
        match (self.planned, self.due) {
            (Some(planned), Some(due)) => Some(planned.min(due)),
            (planned, due) => planned.or(due),
        }
    }

    /// What lists are sorted by: who was not reached first, then the next date, then neighbours together.
    fn place_in_list(&self) -> (bool, Day, i64, SubjectId) {
        (self.is_reached, self.next().unwrap_or(Day::LAST), self.residence_code, self.subject)
    }
}

/// Gives whom an officer, or an office and those below it, has to survey: in a round whom it covers, otherwise
/// everybody whose hardship is recognised (BJ18-18). One's own people may be listed by whoever answers for them, those
/// of a community by its assistant, others by whoever reads their files.
pub async fn to_visit(
    tx: &mut Tx,
    occasion: &Occasion,
    action: Action,
    whose: Whose,
    round: Option<&Round>,
) -> Result<Vec<Visitee>, Failure<Infallible>> {
    let whose = match whose {
        Whose::Officer(officer) => {
            let actor = &occasion.actor;
            let is_own = officer == actor.serves_as() || actor.stands_in_for.contains(&officer);
            let relation = if is_own { Relation::Assigned } else { Relation::Elsewhere };
            occasion.may(action, relation)?;
            whose
        }
        Whose::Office(area) => Whose::Office(reach(occasion, action, area)?),
        Whose::Community(code) => {
            if occasion.actor.community() != Some(code) {
                return Err(Denied { action }.into());
            }
            occasion.may(action, Relation::Resident)?;
            whose
        }
    };
    Ok(list(tx, whose, round, occasion.today).await?)
}

/// The same without asking for a right: whoever calls has.
pub(crate) async fn list(
    tx: &mut Tx,
    whose: Whose,
    round: Option<&Round>,
    today: Day,
) -> Result<Vec<Visitee>, StoreError> {
    let covers = round.map_or(Covers::HARDSHIP, Round::covers);
    let (whose, community) = Among::of(whose);
    let mut people = match whose {
        Among::Officer(officer) => people_of_officer(tx, officer).await?,
        Among::Office(area) => people_of_office(tx, area).await?,
    };
    if let Some(code) = community {
        people.retain(|row| looks_after(code, row.office_code, row.residence_code));
    }
    let mut surveyed = surveyed(tx, whose, Day::FIRST).await?;
    let (owed, plans) = (owed(tx, whose).await?, plans(tx, whose).await?);
    let days = round.map_or((Day::FIRST, today), |round| (round.first_day, round.last_day));
    let tried = tried(tx, whose, days).await?;
    let mut visitees: Vec<Visitee> = Vec::new();
    for row in people {
        let standing = read_standing(&row.standing);
        let Some(group) = ScopeGroup::of(&standing).filter(|group| covers.covers(*group)) else {
            continue;
        };
        let own = surveyed.remove(&row.subject_id).unwrap_or_default();
        let last = own.last().copied();
        let due = owed.get(&row.subject_id).map(|(_, due)| *due);
        let planned = last.and_then(|last| plans.get(&(row.subject_id, last.entry)).copied());
        let is_surveyed = match round {
            Some(round) => own.iter().any(|survey| round.has_day(survey.on)),
            None => last.is_some(),
        };
        let is_left_alone = round.is_some() || (due.is_none() && planned.is_none());
        visitees.push(Visitee {
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            residence_code: row.residence_code,
            group,
            is_seeker: standing.seeker_registered,
            surveys: own.len(),
            last,
            attempts: tried.get(&row.subject_id).copied().unwrap_or_default(),
            is_surveyed,
            is_reached: is_surveyed && is_left_alone,
            due,
            planned,
        });
    }
    visitees.sort_by_key(Visitee::place_in_list);
    Ok(visitees)
}

/// Gives everybody whom the offices of an area may have to visit, however many they are.
pub(crate) async fn people_of_office(
    tx: &mut Tx,
    area: Area,
) -> Result<Vec<PersonRow>, StoreError> {
    let mut people: Vec<PersonRow> = Vec::new();
    let mut after = (area.first, SubjectId::from_bytes([0; 16]));
    loop {
        let (office, subject) = &after;
        let values: [&dyn ToValue; 5] = [office, &area.last, office, subject, &AT_ONCE];
        let page: Vec<PersonRow> = tx.all(sql::PEOPLE_OF_OFFICE, &values).await?;
        match page.last() {
            Some(last) => after = (last.office_code, last.subject_id),
            None => return Ok(people),
        }
        people.extend(page);
    }
}

/// The same for an officer.
async fn people_of_officer(tx: &mut Tx, officer: ActorId) -> Result<Vec<PersonRow>, StoreError> {
    let mut people: Vec<PersonRow> = Vec::new();
    let mut after = SubjectId::from_bytes([0; 16]);
    loop {
        let values: [&dyn ToValue; 3] = [&officer, &after, &AT_ONCE];
        let page: Vec<PersonRow> = tx.all(sql::PEOPLE_OF_OFFICER, &values).await?;
        match page.last() {
            Some(last) => after = last.subject_id,
            None => return Ok(people),
        }
        people.extend(page);
    }
}

/// Among whom is read: an officer's people, or those of some offices.
#[derive(Clone, Copy)]
enum Among {
    Officer(ActorId),
    Office(Area),
}

impl Among {
    /// Gives among whom somebody's people are read, and the community that they are then picked for.
    const fn of(whose: Whose) -> (Self, Option<i64>) {
        match whose {
            Whose::Officer(officer) => (Self::Officer(officer), None),
            Whose::Office(area) => (Self::Office(area), None),
            Whose::Community(code) => (Self::Office(from_street(code)), Some(code)),
        }
    }
}

/// Gives the offices from the street above a community to the community's own: theirs are those whom it looks after,
/// and others.
pub(crate) const fn from_street(community: i64) -> Area {
    Area { first: community - community.rem_euclid(1_000), last: community }
}

/// Gives the surveys that count, of people of whom something was noted since a day.
async fn surveyed(
    tx: &mut Tx,
    whose: Among,
    since: Day,
) -> Result<BTreeMap<SubjectId, Vec<Survey>>, StoreError> {
    let rows: Vec<LineRow> = match whose {
        Among::Officer(officer) => tx.all(sql::LINES_OF_OFFICER, &[&officer, &since]).await?,
        Among::Office(area) => {
            tx.all(sql::LINES_OF_OFFICE, &[&area.first, &area.last, &since]).await?
        }
    };
    let lines: Vec<LedgerLine> = rows.iter().map(LineRow::line).collect();
    surveys(&lines)
}

/// Gives the surveys of one person that count, the last one last.
pub async fn surveys_of(tx: &mut Tx, subject: SubjectId) -> Result<Vec<Survey>, StoreError> {
    let rows: Vec<LineRow> = tx.all(sql::LINES, &[&subject]).await?;
    let lines: Vec<LedgerLine> = rows.iter().map(LineRow::line).collect();
    Ok(surveys(&lines)?.remove(&subject).unwrap_or_default())
}

/// Gives what is owed again: because of which survey, and until when.
async fn owed(tx: &mut Tx, whose: Among) -> Result<HashMap<SubjectId, (EntryId, Day)>, StoreError> {
    let rows: Vec<(SubjectId, EntryId, Day)> = match whose {
        Among::Officer(officer) => tx.all(sql::OWED_OF_OFFICER, &[&officer]).await?,
        Among::Office(area) => tx.all(sql::OWED_OF_OFFICE, &[&area.first, &area.last]).await?,
    };
    let mut owed = HashMap::new();
    for (subject, because, due) in rows {
        owed.entry(subject).or_insert((because, due));
    }
    Ok(owed)
}

/// Gives the planned days, by person and by the survey that each hangs on; the latest plan counts.
async fn plans(
    tx: &mut Tx,
    whose: Among,
) -> Result<HashMap<(SubjectId, EntryId), Day>, StoreError> {
    let rows: Vec<PlanRow> = match whose {
        Among::Officer(officer) => tx.all(sql::PLANS_OF_OFFICER, &[&officer]).await?,
        Among::Office(area) => tx.all(sql::PLANS_OF_OFFICE, &[&area.first, &area.last]).await?,
    };
    Ok(rows.into_iter().map(|row| ((row.subject_id, row.because_id), row.planned_on)).collect())
}

/// Gives how often somebody tried to meet each of them between two days and met nobody.
async fn tried(
    tx: &mut Tx,
    whose: Among,
    (first, last): (Day, Day),
) -> Result<HashMap<SubjectId, i64>, StoreError> {
    let rows: Vec<(SubjectId, i64, String, i64)> = match whose {
        Among::Officer(officer) => {
            tx.all(sql::ATTEMPTS_OF_OFFICER, &[&first, &last, &officer]).await?
        }
        Among::Office(area) => {
            tx.all(sql::ATTEMPTS_OF_OFFICE, &[&first, &last, &area.first, &area.last]).await?
        }
    };
    Ok(rows.into_iter().map(|(subject, _, _, number)| (subject, number)).collect())
}
