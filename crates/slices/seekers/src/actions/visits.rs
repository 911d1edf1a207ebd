//! The visit list: whom to see within seven days, where, and what for.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{After, ServiceRefusal, Whose, enter, open_duties};
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

/// Gives whom the actor has to see within seven days, day by day, neighbours of one day together. `reveals` shows
/// addresses and numbers in full, which is noted in every file. Must run in [`store::Db::write`].
pub(crate) async fn visits(
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
        stops.push(Stop {
            subject,
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
    stops.sort_by_key(|stop| (stop.day, stop.place_code, stop.subject));
    Ok(stops)
}

/// Gives what is due or planned within seven days, the earliest first.
async fn tasks(tx: &mut Tx, desk: &Desk, occasion: &Occasion) -> Result<Vec<Task>, StoreError> {
    let (actor, today) = (&occasion.actor, occasion.today);
    let until = today.plus_days(AHEAD);
    let days = (Day::FIRST, until);
    let own = Whose::Officer(actor.id);
    let mut due = Vec::new();
    // A community assistant visits those who live there as well (BJ18-18).
    for whose in std::iter::once(own).chain(actor.community().map(Whose::Community)) {
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
