//! Other groups by configuration (BJ18 第三十三条).

use access::{Action, Failure, OfficeLevel, Relation};
use desk::{Desk, Occasion};
use kernel::Day;
use services::model::codes::HARDSHIP_GROUPS;
use store::{StoreError, ToValue, Tx};

use crate::model::{AssistanceGroup, GroupId, SurveyRefusal};
use crate::sql;

/// A group about to be put down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGroup {
    /// What it is called.
    pub name: String,
    /// Who determined it.
    pub issuer: String,
    /// By which document.
    pub document: String,
    /// From which day on.
    pub since: Day,
    /// Its last day, where it is known.
    pub until: Option<Day>,
}

/// Gives every group, latest first.
pub async fn groups(tx: &mut Tx) -> Result<Vec<AssistanceGroup>, StoreError> {
    tx.all(sql::GROUPS, &[]).await
}

/// Puts a group down for the actor's city or district.
pub async fn put_group(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewGroup,
) -> Result<GroupId, Failure<SurveyRefusal>> {
    let area = occasion.actor.area;
    occasion.may(Action::ConductSurvey, Relation::Office)?;
    if area.level() > OfficeLevel::District {
        return Err(Failure::Refused(SurveyRefusal::GroupOffice));
    }
    if new.until.is_some_and(|until| until < new.since) {
        return Err(Failure::Refused(SurveyRefusal::GroupDays));
    }
    if HARDSHIP_GROUPS.contains(&new.name.as_str()) {
        return Err(Failure::Refused(SurveyRefusal::GroupFixed));
    }
    // Whoever puts one down for the same place at this moment comes before or after.
    offices::hold_way_up(tx, area.first).await?;
    let meets = |known: &AssistanceGroup| {
        let same_place = known.area().holds(area.first) || area.holds(known.area_code);
        let same_time = known.until.is_none_or(|until| new.since <= until)
            && new.until.is_none_or(|until| known.since <= until);
        known.name == new.name && same_place && same_time
    };
    if groups(tx).await?.iter().any(meets) {
        return Err(Failure::Refused(SurveyRefusal::GroupKnown));
    }
    let id = GroupId::new(occasion.now, desk.sealing.entropy.as_ref());
    let values: [&dyn ToValue; 9] = [
        &id,
        &new.name,
        &new.issuer,
        &new.document,
        &new.since,
        &new.until,
        &area.first,
        &occasion.now,
        &occasion.actor.id,
    ];
    tx.execute(sql::PUT_GROUP, &values).await?;
    Ok(id)
}

/// Ends a group with a day; who was recognised by then stays so until their own recognition ends.
pub async fn end_group(
    tx: &mut Tx,
    occasion: &Occasion,
    group: GroupId,
    until: Day,
) -> Result<(), Failure<SurveyRefusal>> {
    offices::hold_way_up(tx, occasion.actor.area.first).await?;
    let found = groups(tx).await?.into_iter().find(|known| known.group_id == group);
    let Some(found) = found else {
        occasion.may(Action::ConductSurvey, Relation::Elsewhere)?;
        return Err(Failure::Refused(SurveyRefusal::NoGroup));
    };
    let relation = occasion.actor.relation_to(found.area_code, None);
    occasion.may(Action::ConductSurvey, relation)?;
    if until < found.since || found.until.is_some_and(|known| known < until) {
        return Err(Failure::Refused(SurveyRefusal::GroupDays));
    }
    tx.execute(sql::END_GROUP, &[&until, &group]).await?;
    Ok(())
}
