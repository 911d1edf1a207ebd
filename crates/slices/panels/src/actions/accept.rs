//! The office above accepts a panel: it names the experts of both offices, and the day.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{NewShare, Purpose};
use kernel::Day;
use offices::Staff;
use store::{ActorId, EntryId, SubjectId, ToValue, Tx};

use super::find::{holder_of, open_case};
use crate::model::PanelRefusal;
use crate::sql;

/// Whom the office above names, and for when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The experts, of both offices.
    pub experts: Vec<ActorId>,
    /// When they sit.
    pub sits_on: Day,
}

/// Accepts a panel, or names other experts of one that goes on; that is for the head of the office above, or whoever
/// accepted it. From now on the file is open to the experts who were named, and to nobody else of the office above: until
/// then it was to none of them. Who sat until then stays among those who did.
pub async fn accept(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, EntryId),
    acceptance: &Acceptance,
) -> Result<(), Failure<PanelRefusal>> {
    let (case, _) = open_case(tx, desk, occasion, Action::GiveOpinion, subject).await?;
    let panel = case.lasting(request).map_err(Failure::Refused)?;
    if occasion.actor.area.first != panel.office_code {
        let office = offices::office_by_code(tx, panel.office_code).await?;
        let name = office.map_or_else(|| "上级机构".to_owned(), |office| office.name);
        return Err(Failure::Refused(PanelRefusal::OtherOffice(name)));
    }
    if !panel.is_named_by(&occasion.actor) {
        return Err(Failure::Refused(PanelRefusal::NotTheirs));
    }
    if acceptance.sits_on < panel.asked_on {
        return Err(Failure::Refused(PanelRefusal::SitsTooEarly(panel.asked_on)));
    }
    let mut ids = acceptance.experts.clone();
    // Always in one order: two who name experts at once hold them without waiting for each other in a circle.
    ids.sort_unstable();
    ids.dedup();
    let mut experts = Vec::with_capacity(ids.len());
    let offices = [case.held.office_code, panel.office_code];
    for id in ids {
        experts.push(expert(tx, id, offices).await?);
    }
    let has_of = |code| experts.iter().any(|expert| expert.office_code == code);
    if !offices.into_iter().all(has_of) {
        return Err(Failure::Refused(PanelRefusal::OneSided));
    }
    if panel.accepted_at.is_none() {
        let values: [&dyn ToValue; 5] =
            [&occasion.actor.id, &occasion.now, &acceptance.sits_on, &subject, &request];
        tx.execute(sql::ACCEPT, &values).await?;
    } else {
        tx.execute(sql::PUT_OFF, &[&acceptance.sits_on, &subject, &request]).await?;
    }
    for member in &panel.members {
        if !experts.iter().any(|expert| expert.staff_id == *member) {
            let values: [&dyn ToValue; 5] =
                [&occasion.now, &occasion.actor.id, &subject, &request, member];
            tx.execute(sql::END_MEMBER, &values).await?;
        }
    }
    duties::end_shares(tx, subject, holder_of(request), occasion.now).await?;
    for expert in &experts {
        // Whoever goes on sitting keeps the day on which they were named.
        let values: [&dyn ToValue; 6] = [
            &subject,
            &request,
            &expert.staff_id,
            &expert.office_code,
            &occasion.actor.id,
            &occasion.now,
        ];
        tx.execute(sql::PUT_MEMBER, &values).await?;
        if expert.office_code == panel.office_code {
            let share = NewShare {
                holder: holder_of(request),
                purpose: Purpose::Panel,
                office_code: expert.office_code,
                staff: Some(expert.staff_id),
            };
            duties::share(tx, subject, &share, occasion.now, desk.sealing.entropy.as_ref()).await?;
        }
    }
    Ok(())
}

/// Finds somebody of one of the offices who may sit in a panel, and holds them.
async fn expert(
    tx: &mut Tx,
    id: ActorId,
    offices: [i64; 2],
) -> Result<Staff, Failure<PanelRefusal>> {
    let found = offices::hold_staff(tx, id).await?;
    let Some(staff) = found else {
        return Err(Failure::Refused(PanelRefusal::NoExpert("所选人员".to_owned())));
    };
    if staff.is_active() && offices.contains(&staff.office_code) && may_sit(&staff) {
        Ok(staff)
    } else {
        Err(Failure::Refused(PanelRefusal::NoExpert(staff.name)))
    }
}

/// Tells whether somebody's role lets them give an opinion where they are called in.
pub(crate) fn may_sit(staff: &Staff) -> bool {
    let mut roles = staff.roles.as_slice().iter();
    roles.any(|role| access::permitted(*role, Action::GiveOpinion, Relation::Consulted))
}
