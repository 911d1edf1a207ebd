//! The visit list: whom to see within seven days, where, and what for.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{After, ServiceRefusal, Whose, enter, open_duties};
use kernel::Day;
use store::{SubjectId, Tx};

use super::names::place_name;
use super::person::person_of;
use crate::model::{mask_address, mask_phone};

/// How many days a list looks ahead.
pub(crate) const AHEAD: i32 = 7;
/// How many duties a list holds at most: more than anybody visits in a week.
const LIMIT: i64 = 200;

/// Somebody to visit.
#[derive(Debug)]
pub(crate) struct Stop {
    /// Whom.
    pub(crate) subject: SubjectId,
    /// Their name.
    pub(crate) name: String,
    /// Where they live, down to the community.
    pub(crate) place: String,
    /// The community's code, by which neighbours stand together.
    pub(crate) place_code: i64,
    /// The address and the telephone number, as they may be shown here.
    pub(crate) address: String,
    /// See there.
    pub(crate) phone: String,
    /// What is due, by rule, with the earliest day.
    pub(crate) rules: Vec<String>,
    /// The earliest day.
    pub(crate) due: Day,
}

/// Gives whom the actor has to see within seven days, neighbours together. `reveals` shows addresses
/// and numbers in full, which is noted in every file. Must run in [`store::Db::write`].
pub(crate) async fn visits(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    reveals: bool,
) -> Result<Vec<Stop>, Failure<ServiceRefusal>> {
    let until = occasion.today.plus_days(AHEAD);
    let (whose, days) = (Whose::Officer(occasion.actor.id), (Day::FIRST, until));
    let rows = open_duties(tx, whose, days, &After::nothing(), "", LIMIT).await?;
    let mut stops: Vec<Stop> = Vec::new();
    for row in rows {
        if let Some(stop) = stops.iter_mut().find(|stop| stop.subject == row.subject_id) {
            if !stop.rules.contains(&row.rule) {
                stop.rules.push(row.rule);
            }
            continue;
        }
        let (action, reason) =
            if reveals { (Action::Reveal, Some("走访清单")) } else { (Action::ReadFile, None) };
        let entered = enter(tx, desk, occasion, action, row.subject_id, reason).await?;
        let Some(person) = person_of(tx, &entered.key, row.subject_id).await? else { continue };
        let particulars = person.particulars;
        stops.push(Stop {
            subject: row.subject_id,
            name: entered.label.name.reveal().to_owned(),
            place: place_name(tx, person.residence_code).await?,
            place_code: person.residence_code,
            address: if reveals { particulars.address } else { mask_address(&particulars.address) },
            phone: if reveals { particulars.phone } else { mask_phone(&particulars.phone) },
            rules: vec![row.rule],
            due: row.due_day,
        });
    }
    stops.sort_by_key(|stop| (stop.place_code, stop.due));
    Ok(stops)
}
