//! Opening a round of surveys, and closing it.

use access::{Action, Area, Failure, OfficeLevel};
use desk::{Desk, Occasion};
use kernel::Day;
use store::{StoreError, ToValue, Tx};

use crate::model::{Covers, LONGEST_ROUND, Round, RoundId, SurveyRefusal};
use crate::sql;

/// A round about to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRound {
    /// The office whose round it is, with those below it.
    pub office_code: i64,
    /// What it is called.
    pub name: String,
    /// Its first day.
    pub first_day: Day,
    /// Its last day.
    pub last_day: Day,
    /// Whom it covers.
    pub covers: Covers,
}

/// Opens a round for a street or a district of the actor's (BJ18-18).
pub async fn open_round(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewRound,
) -> Result<RoundId, Failure<SurveyRefusal>> {
    let relation = occasion.actor.relation_to(new.office_code, None);
    occasion.may(Action::ConductSurvey, relation)?;
    let level = Area::of_code(new.office_code).level();
    let is_fit = matches!(level, OfficeLevel::District | OfficeLevel::Street);
    if !is_fit || offices::office_by_code(tx, new.office_code).await?.is_none() {
        return Err(Failure::Refused(SurveyRefusal::RoundOffice));
    }
    if new.last_day < new.first_day {
        return Err(Failure::Refused(SurveyRefusal::DaysOrder));
    }
    if new.last_day >= new.first_day.plus_days(LONGEST_ROUND) {
        return Err(Failure::Refused(SurveyRefusal::TooLong));
    }
    if new.covers.groups().next().is_none() {
        return Err(Failure::Refused(SurveyRefusal::CoversNobody));
    }
    let id = RoundId::new(occasion.now, desk.sealing.entropy.as_ref());
    let values: [&dyn ToValue; 10] = [
        &id,
        &new.office_code,
        &new.name,
        &new.first_day,
        &new.last_day,
        &new.covers.unemployed_in_hardship,
        &new.covers.others_in_hardship,
        &new.covers.other_unemployed,
        &occasion.now,
        &occasion.actor.id,
    ];
    tx.execute(sql::PUT_ROUND, &values).await?;
    Ok(id)
}

/// Closes a round. Its picture stays: it is read from the ledger.
pub async fn close_round(
    tx: &mut Tx,
    occasion: &Occasion,
    round: RoundId,
) -> Result<(), Failure<SurveyRefusal>> {
    let Some(found) = find_round(tx, round).await? else {
        occasion.may(Action::ConductSurvey, access::Relation::Elsewhere)?;
        return Err(Failure::Refused(SurveyRefusal::NoRound));
    };
    let relation = occasion.actor.relation_to(found.office_code, None);
    occasion.may(Action::ConductSurvey, relation)?;
    let closed = tx.execute(sql::CLOSE_ROUND, &[&occasion.now, &occasion.actor.id, &round]).await?;
    if closed == 0 { Err(Failure::Refused(SurveyRefusal::Closed)) } else { Ok(()) }
}

/// Finds a round, whoever's it is.
pub async fn find_round(tx: &mut Tx, round: RoundId) -> Result<Option<Round>, StoreError> {
    tx.optional(sql::ROUND, &[&round]).await
}

/// Gives the rounds that concern an office: its own, those below it, and those of the district or city above it.
/// Latest first.
pub async fn rounds_of(tx: &mut Tx, area: Area) -> Result<Vec<Round>, StoreError> {
    let (street, district) = (area.first - area.first % 1_000, area.first - area.first % 1_000_000);
    tx.all(sql::ROUNDS, &[&area.first, &area.last, &street, &district]).await
}

/// Counts the rounds of an office that nobody has closed.
pub async fn open_at(tx: &mut Tx, office_code: i64) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::OPEN_AT, &[&office_code]).await?.0)
}
