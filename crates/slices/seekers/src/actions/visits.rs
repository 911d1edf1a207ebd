//! The visit list: whom to see within seven days, where, and what for; one's own people, and those of whoever one stands in
//! for.

use std::collections::HashSet;

use access::{Absent, Action, Failure};
use desk::{Desk, Occasion};
use duties::{After, ServiceRefusal, enter, open_duties, visited_by};
use kernel::Day;
use store::{StoreError, SubjectId, Tx};

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
    /// The absent colleague who answers for them, where it is one for whom the actor stands in; blank otherwise.
    pub(crate) instead_of: String,
    /// The colleague of another office in whose place the actor visits them.
    pub(crate) place_of: Option<Absent>,
    /// Where they live, down to the community.
    pub(crate) place: String,
    /// The community's code, by which neighbours stand together.
    pub(crate) place_code: i64,
    /// The address and the telephone number, as they may be shown here.
    pub(crate) address: String,
    /// See there.
    pub(crate) phone: String,
    /// What is due or planned, in words.
    pub(crate) tasks: Vec<String>,
    /// The day of the visit: the earliest that is planned or due.
    pub(crate) day: Day,
    /// Whether somebody planned that day; otherwise it is the last that a rule leaves.
    pub(crate) is_planned: bool,
}

/// What is to be done for somebody on a day.
struct Task {
    subject: SubjectId,
    day: Day,
    is_planned: bool,
    words: String,
}

/// Gives whom the actor has to see within seven days, day by day, neighbours of one day together: after their own, those of
/// colleagues of other offices for whom they stand in, each seen as from that colleague's place. `reveals` shows addresses
/// and numbers in full, which is noted in every file. Must run in [`store::Db::write`].
pub(crate) async fn visits(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    reveals: bool,
) -> Result<Vec<Stop>, Failure<ServiceRefusal>> {
    let mut stops = from_one_place(tx, desk, occasion, reveals).await?;
    for actor in occasion.actor.in_their_places() {
        let there = Occasion { actor, ..occasion.clone() };
        match from_one_place(tx, desk, &there, reveals).await {
            Ok(more) => {
                let known: HashSet<SubjectId> = stops.iter().map(|stop| stop.subject).collect();
                stops.extend(more.into_iter().filter(|stop| !known.contains(&stop.subject)));
            }
            // Not everybody goes to see people.
            Err(Failure::Denied(_)) => {}
            Err(other) => return Err(other),
        }
    }
    stops.sort_by_key(|stop| (stop.day, stop.place_code, stop.subject));
    Ok(stops)
}

async fn from_one_place(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    reveals: bool,
) -> Result<Vec<Stop>, Failure<ServiceRefusal>> {
    let mut stops: Vec<Stop> = Vec::new();
    for task in tasks(tx, desk, occasion).await? {
        let subject = task.subject;
        if let Some(stop) = stops.iter_mut().find(|stop| stop.subject == subject) {
            if !stop.tasks.contains(&task.words) {
                stop.tasks.push(task.words);
            }
            continue;
        }
        let (action, reason) =
            if reveals { (Action::Reveal, Some("走访清单")) } else { (Action::ReadFile, None) };
        let entered = enter(tx, desk, occasion, action, subject, reason).await?;
        let Some(person) = person_of(tx, &entered.key, subject).await? else { continue };
        let particulars = person.particulars;
        let officer = entered.held.officer;
        let absent = officer.filter(|officer| occasion.actor.stands_in_for.contains(officer));
        let instead_of = match absent {
            Some(absent) => offices::staff_name(tx, absent).await?,
            None => String::new(),
        };
        stops.push(Stop {
            subject,
            instead_of,
            place_of: occasion.actor.places.taken.clone(),
            name: entered.label.name.reveal().to_owned(),
            place: place_name(tx, person.residence_code).await?,
            place_code: person.residence_code,
            address: if reveals { particulars.address } else { mask_address(&particulars.address) },
            phone: if reveals { particulars.phone } else { mask_phone(&particulars.phone) },
            tasks: vec![task.words],
            day: task.day,
            is_planned: task.is_planned,
        });
    }
    Ok(stops)
}

/// Gives what is due or planned within seven days, the earliest first.
async fn tasks(tx: &mut Tx, desk: &Desk, occasion: &Occasion) -> Result<Vec<Task>, StoreError> {
    let (actor, today) = (&occasion.actor, occasion.today);
    let until = today.plus_days(AHEAD);
    let days = (Day::FIRST, until);
    let mut due = Vec::new();
    for whose in visited_by(actor) {
        let owed = open_duties(tx, whose, days, &After::nothing(), "", LIMIT).await?;
        due.extend(duties::without_rests(tx, owed, today).await?);
    }
    let mut tasks: Vec<Task> = due
        .into_iter()
        .map(|row| Task {
            subject: row.subject_id,
            day: row.due_day,
            is_planned: false,
            words: duties::owes(&row.rule),
        })
        .collect();
    for companion in desk.companions.iter() {
        let planned = companion.planned_visits(tx, actor, (today, until)).await?;
        tasks.extend(planned.into_iter().map(|visit| Task {
            subject: visit.subject,
            day: visit.day,
            is_planned: true,
            words: visit.words.to_owned(),
        }));
    }
    tasks.sort_by_key(|task| task.day);
    Ok(tasks)
}
