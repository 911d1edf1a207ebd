//! Taking a list along.

use std::collections::HashSet;

use access::{Action, Area, Failure};
use desk::{Desk, Occasion};
use duties::{After, Entered, Whose, enter, open_duties};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use serde::Serialize;
use services::model::codes::{METHODS, words_of};
use store::{StoreError, SubjectId, Tx};
use subjects::{Past, history};
use surveys::model::Willingness;

use crate::model::{KEEP_DAYS, Scope};
use crate::sql;

/// How many people a list holds at most: more than anybody visits in a day, few enough to lose.
const MOST: usize = 60;
/// How many duties are looked through for them.
const DUTIES: i64 = 400;
/// Why the address and the number are shown, as it stands among the readings of the file.
const REASON: &str = "走访清单带到手机";

/// Somebody to visit, with the little that is needed at their door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Whose file.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// The community that they live in, where it has an office.
    pub place: String,
    /// The address.
    pub address: String,
    /// The telephone number.
    pub phone: String,
    /// The place of the last entry in their ledger.
    pub base: i64,
    /// What is due, and when.
    pub due: Vec<Due>,
    /// The last survey, in a line; blank where there was none.
    pub last: String,
    /// Registered as a seeker, so that a survey does not count towards those of BJ18-21.
    pub registered: bool,
    #[serde(skip)]
    residence: i64,
}

/// What is taken along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whom to visit.
    pub stops: Vec<Stop>,
    /// How many more there are for whom no room was left, at least: whoever has them looks in the office's list.
    pub left_out: usize,
}

/// Something due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What.
    pub words: String,
    /// Until when, `YYYY-MM-DD`.
    pub day: String,
}

/// Gives whom the actor, or their office, has to see within the time that a list is kept, neighbours together.
/// Each file's reading is noted, and that it was taken along. Must run in [`store::Db::write`].
pub async fn take_along(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    scope: Scope,
) -> Result<Taken, StoreError> {
    let actor = &occasion.actor;
    let whose: Vec<Whose> = match scope {
        Scope::Own => {
            let officers = std::iter::once(actor.id).chain(actor.stands_in_for.iter().copied());
            officers.map(Whose::Officer).collect()
        }
        Scope::Office => {
            let code = actor.area.first;
            vec![Whose::Office(Area { first: code, last: code })]
        }
    };
    let until = occasion.today.plus_days(KEEP_DAYS);
    let mut people = People::default();
    for whose in &whose {
        let days = (Day::FIRST, until);
        for row in open_duties(tx, *whose, days, &After::nothing(), "", DUTIES).await? {
            people.owe(row.subject_id, duties::owes(&row.rule), row.due_day.to_string());
        }
    }
    for whose in whose {
        let action = Action::ReadFile;
        let listed = match surveys::to_visit(tx, occasion, action, whose, None).await {
            Ok(listed) => listed,
            Err(Failure::Fault(fault)) => return Err(fault),
            Err(_) => continue,
        };
        for visitee in listed {
            let next = visitee.next();
            // A survey that the law owes again stands among the duties already.
            let is_duty = visitee.due.is_some() && people.holds(visitee.subject);
            if !visitee.is_reached && !is_duty && next.is_none_or(|next| next <= until) {
                let day = next.map(|next| next.to_string()).unwrap_or_default();
                people.owe(visitee.subject, "就业意愿摸查（BJ18-18）".to_owned(), day);
            }
        }
    }
    let left_out = people.left_out.len();
    let mut stops = Vec::new();
    for (subject, due) in people.listed {
        let entered = enter(tx, desk, occasion, Action::Reveal, subject, Some(REASON)).await;
        let entered = match entered {
            Ok(entered) => entered,
            // Somebody whom the actor may not see in full stays out of the list.
            Err(Failure::Denied(_) | Failure::Refused(_)) => continue,
            Err(Failure::Fault(fault)) => return Err(fault),
        };
        let Some(stop) = stop(tx, &entered, due).await? else { continue };
        tx.execute(sql::TAKE, &[&subject, &actor.id, &occasion.now]).await?;
        stops.push(stop);
    }
    stops.sort_by(|one, other| {
        let first = |stop: &Stop| stop.due.iter().map(|due| due.day.clone()).min();
        (one.residence, first(one)).cmp(&(other.residence, first(other)))
    });
    Ok(Taken { stops, left_out })
}

/// Whom somebody has to see, in the order in which it was found out, with what is due.
#[derive(Default)]
struct People {
    listed: Vec<(SubjectId, Vec<Due>)>,
    /// Those for whom no room was left.
    left_out: HashSet<SubjectId>,
}

impl People {
    fn holds(&self, subject: SubjectId) -> bool {
        self.left_out.contains(&subject) || self.listed.iter().any(|(known, _)| *known == subject)
    }

    fn owe(&mut self, subject: SubjectId, words: String, day: String) {
        let due = Due { words, day };
        match self.listed.iter().position(|(known, _)| *known == subject) {
            Some(place) => {
                let known = &mut self.listed[place].1;
                if known.iter().all(|known| known.words != due.words) {
                    known.push(due);
                }
            }
            None if self.listed.len() < MOST => self.listed.push((subject, vec![due])),
            None => {
                self.left_out.insert(subject);
            }
        }
    }
}

/// Gives what is taken along of one person; nothing where the file says nothing of a person.
async fn stop(tx: &mut Tx, entered: &Entered, due: Vec<Due>) -> Result<Option<Stop>, StoreError> {
    let subject = entered.held.subject;
    let Some(person) = seekers::person_of(tx, &entered.key, subject).await? else {
        return Ok(None);
    };
    let past = history(tx, &entered.key, subject).await?;
    let surveys = past.iter().filter(|entry| entry.kind == Kind::Surveyed && !entry.is_corrected);
    let place = match offices::office_by_code(tx, person.residence_code).await? {
        Some(office) if office.code % 1_000 != 0 => office.name,
        _ => String::new(),
    };
    let [address, phone] = [person.particulars.address, person.particulars.phone];
    Ok(Some(Stop {
        subject: subject.to_string(),
        name: entered.label.name.reveal().to_owned(),
        place,
        address,
        phone,
        base: past.last().map_or(0, |entry| entry.sequence),
        due,
        last: surveys.max_by_key(|entry| entry.on).map(survey_line).unwrap_or_default(),
        registered: entered.held.standing.seeker_registered,
        residence: person.residence_code,
    }))
}

fn survey_line(past: &Past) -> String {
    let method = past.text(Field::Method);
    let method = method.as_ref().map_or("", |method| words_of(METHODS, method.reveal()));
    let willing = match (past.flag(Field::Willing), past.flag(Field::Registers)) {
        (Some(willing), Some(registers)) => Willingness::of(willing, registers).term(),
        _ => "",
    };
    let reason = past.text(Field::Reason);
    let reason = reason.as_ref().map_or("", |reason| reason.reveal());
    let day = past.on.to_string();
    let pieces = [day.as_str(), method, willing, reason];
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" · ")
}
