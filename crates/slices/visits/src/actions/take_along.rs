//! Taking a list along.

use std::collections::HashSet;
use std::convert::Infallible;

use access::{Action, Area, Failure};
use desk::{Desk, Occasion};
use duties::model::Settled;
use duties::{After, Whose, duties_of, enter, held, open_duties, relation, visited_by};
use kernel::Day;
use ledger::Field;
use rules::rule::Discharge;
use rules::{Kind, Rule, RuleIndex};
use serde::Serialize;
use services::model::answers::Question;
use services::model::codes::{METHODS, words_of};
use services::model::readiness::is_assessed_after;
use services::model::stage_name;
use store::{StoreError, SubjectId, Tx, seal};
use subjects::{Past, history, label_of};
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
    /// What of it is to be followed up, and can be there and then (BJ18-27).
    pub follow_ups: Vec<FollowUp>,
    /// The last survey, in a line; blank where there was none.
    pub last: String,
    /// Registered as a seeker, so that a survey does not count towards those of BJ18-21.
    pub registered: bool,
    #[serde(skip)]
    residence: i64,
    #[serde(skip)]
    whose: SubjectId,
}

/// What is taken along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Whom to visit.
    pub stops: Vec<Stop>,
    /// How many more there are for whom no room was left, at least: whoever has them looks in the office's list.
    pub left_out: usize,
    /// What a follow-up may find, as the forms of the actor's office offer it.
    pub found: Vec<String>,
}

/// Something due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What.
    pub words: String,
    /// Until when, `YYYY-MM-DD`.
    pub day: String,
}

/// Something that is to be followed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    /// The entry that it is about.
    pub of: String,
    /// The stage of a training, as the ledger knows it; blank for none.
    pub stage: String,
    /// What is owed, and what happened when.
    pub words: String,
    /// Until when, `YYYY-MM-DD`.
    pub day: String,
    /// Whether it is assessed then whether the person can start work (BJ18-27(1), BJ18-27(2)).
    pub assesses: bool,
}

/// Gives whom the actor, or their office, has to see within the time that a list is kept, neighbours together; after
/// their own those of colleagues of other offices for whom they stand in, each seen as from that colleague's place.
pub async fn take_along(
    desk: &Desk,
    occasion: &Occasion,
    scope: Scope,
) -> Result<Taken, StoreError> {
    let mut taken = take_from_one_place(desk, occasion, scope, MOST).await?;
    for actor in occasion.actor.in_their_places().filter(|_| scope == Scope::Own) {
        let there = Occasion { actor, ..occasion.clone() };
        let room = MOST.saturating_sub(taken.stops.len());
        let more = take_from_one_place(desk, &there, scope, room).await?;
        taken.stops.extend(more.stops);
        taken.left_out += more.left_out;
        for words in more.found {
            if !taken.found.contains(&words) {
                taken.found.push(words);
            }
        }
    }
    Ok(taken)
}

/// Gives so many at most of whom somebody has to see. The list is read beside the work of others; only that each file
/// was read and taken along is written, in one short go, before any of it is given.
async fn take_from_one_place(
    desk: &Desk,
    occasion: &Occasion,
    scope: Scope,
    room: usize,
) -> Result<Taken, StoreError> {
    let (own, at) = (desk.clone(), occasion.clone());
    let found = desk.db.read(async move |tx| gather(tx, &own, &at, scope, room).await).await?;
    let (own, at) = (desk.clone(), occasion.clone());
    let write = desk.db.write(async move |tx| note_taken(tx, &own, &at, &found).await);
    write.await
}

/// Notes of every file that it was read and taken along. Whoever may not see somebody in full any more does not take them
/// along.
async fn note_taken(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    found: &Taken,
) -> Result<Taken, StoreError> {
    let mut stops = Vec::with_capacity(found.stops.len());
    for stop in &found.stops {
        match enter(tx, desk, occasion, Action::Reveal, stop.whose, Some(REASON)).await {
            Ok(_) => {}
            Err(Failure::Denied(_) | Failure::Refused(_)) => continue,
            Err(Failure::Fault(fault)) => return Err(fault),
        }
        tx.execute(sql::TAKE, &[&stop.whose, &occasion.actor.id, &occasion.now]).await?;
        stops.push(stop.clone());
    }
    Ok(Taken { stops, ..found.clone() })
}

/// Reads whom there is to see, and what is needed at their door. Nothing of it may be given before it is noted.
async fn gather(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    scope: Scope,
    room: usize,
) -> Result<Taken, StoreError> {
    let actor = &occasion.actor;
    let whose: Vec<Whose> = match scope {
        Scope::Own => visited_by(actor),
        Scope::Office => {
            let code = actor.area.first;
            // Those who live in a community are its assistant's own to visit (BJ18-18).
            let community = actor.community().map(Whose::Community);
            vec![community.unwrap_or(Whose::Office(Area { first: code, last: code }))]
        }
    };
    let until = occasion.today.plus_days(KEEP_DAYS);
    let mut people = People::with_room(room);
    for whose in &whose {
        let days = (Day::FIRST, until);
        let owed = open_duties(tx, *whose, days, &After::nothing(), "", DUTIES).await?;
        for row in duties::without_rests(tx, owed, occasion.today).await? {
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
        stops.extend(stop(tx, desk, occasion, (subject, due), until).await?);
    }
    stops.sort_by(|one, other| {
        let first = |stop: &Stop| stop.due.iter().map(|due| due.day.clone()).min();
        (one.residence, first(one)).cmp(&(other.residence, first(other)))
    });
    Ok(Taken { stops, left_out, found: found_at(tx, actor.area.first).await? })
}

/// Gives what a follow-up may find, as an office offers it.
async fn found_at(tx: &mut Tx, office_code: i64) -> Result<Vec<String>, StoreError> {
    let Some(question) = Question::of(Kind::FollowedUp, "outcome") else { return Ok(Vec::new()) };
    Ok(question.offered(&services::answers_at(tx, office_code).await?))
}

/// Whom somebody has to see, in the order in which it was found out, with what is due.
struct People {
    /// For how many there is room.
    room: usize,
    listed: Vec<(SubjectId, Vec<Due>)>,
    /// Those for whom no room was left.
    left_out: HashSet<SubjectId>,
}

impl People {
    fn with_room(room: usize) -> Self {
        Self { room, listed: Vec::new(), left_out: HashSet::new() }
    }

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
            None if self.listed.len() < self.room => self.listed.push((subject, vec![due])),
            None => {
                self.left_out.insert(subject);
            }
        }
    }
}

/// Gives what is taken along of one person; nothing of somebody whom the actor may not see in full, and nothing where the
/// file says nothing of a person.
async fn stop(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, due): (SubjectId, Vec<Due>),
    until: Day,
) -> Result<Option<Stop>, StoreError> {
    let Some(held) = held(tx, subject).await? else { return Ok(None) };
    match relation::<Infallible>(tx, occasion, &held, Action::Reveal).await {
        Ok(_) => {}
        Err(Failure::Fault(fault)) => return Err(fault),
        Err(_) => return Ok(None),
    }
    let keys = desk.sealing.keys.as_ref();
    let Some(key) = seal::key_of(tx, keys, subject).await? else { return Ok(None) };
    let Some(label) = label_of(tx, &desk.sealing, subject).await? else { return Ok(None) };
    let Some(person) = seekers::person_of(tx, &key, subject).await? else { return Ok(None) };
    let past = history(tx, &key, subject).await?;
    let surveys = past.iter().filter(|entry| entry.kind == Kind::Surveyed && !entry.is_corrected);
    let place = match offices::office_by_code(tx, person.residence_code).await? {
        Some(office) if office.code % 1_000 != 0 => office.name,
        _ => String::new(),
    };
    // Whose people they are stands above them, as the community does.
    let place = match &occasion.actor.places.taken {
        Some(absent) if place.is_empty() => format!("代{}走访", absent.name),
        Some(absent) => format!("{place}（代{}走访）", absent.name),
        None => place,
    };
    let [address, phone] = [person.particulars.address, person.particulars.phone];
    Ok(Some(Stop {
        subject: subject.to_string(),
        name: label.name.reveal().to_owned(),
        place,
        address,
        phone,
        base: past.last().map_or(0, |entry| entry.sequence),
        due,
        follow_ups: follow_ups(tx, subject, until).await?,
        last: surveys.max_by_key(|entry| entry.on).map(survey_line).unwrap_or_default(),
        registered: held.standing.seeker_registered,
        residence: person.residence_code,
        whose: subject,
    }))
}

/// Gives what is to be followed up of a person until a day. What one follow-up meets stands together.
async fn follow_ups(
    tx: &mut Tx,
    subject: SubjectId,
    until: Day,
) -> Result<Vec<FollowUp>, StoreError> {
    let mut found: Vec<FollowUp> = Vec::new();
    for row in duties_of(tx, subject).await? {
        let rule = RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.id == row.rule);
        let Some(stage) = rule.and_then(followed_up_at) else { continue };
        if row.state != Settled::Open || row.due_day > until {
            continue;
        }
        let because = Kind::named(&row.because_kind);
        let done = because.map_or("", Kind::term);
        let (of, stage) = (row.because_id.to_string(), stage.to_owned());
        let owed = duties::owes(&row.rule);
        if let Some(known) = found.iter_mut().find(|one| one.of == of && one.stage == stage) {
            known.words = format!("{}；{owed}", known.words);
            continue;
        }
        found.push(FollowUp {
            of,
            stage,
            words: format!("{} {done}：{owed}", row.because_on),
            day: row.due_day.to_string(),
            assesses: because.is_some_and(is_assessed_after),
        });
    }
    Ok(found)
}

/// Tells whether a follow-up meets what a rule owes, and of which stage of a training it then is, as the ledger knows
/// it; blank for none.
fn followed_up_at(rule: &Rule) -> Option<&'static str> {
    rule.met_by.iter().find_map(|discharge| match *discharge {
        Discharge::Naming(Kind::FollowedUp) => Some(""),
        Discharge::FollowUpAt(stage) => Some(stage_name(stage)),
        _ => None,
    })
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
