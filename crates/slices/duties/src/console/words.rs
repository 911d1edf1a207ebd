//! How duties are worded and where their buttons lead; the same on every page.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use access::{Action, Actor, Relation, Role, permitted};
use desk::Desk;
use kernel::Day;
use rules::{Kind, Law, PROVISIONAL, Rule, RuleIndex, Stage, State};
use store::seal::Clear;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::{mask, name_of, open_name};
use web::Tone;
use web::parts::{Button, Cell};

use crate::actions::agenda::Whose;
use crate::model::{CameOverdue, discharging, needed_for, reason, window_of};
use crate::sql::{DutyRow, ListedRow};

/// Finds a rule by its id.
pub(crate) fn rule_of(id: &str) -> Option<&'static Rule> {
    RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.id == id)
}

/// What is owed under a rule, as a user reads it; the rule's own id where there is none.
#[must_use]
pub fn owes(rule: &str) -> String {
    rule_of(rule).map_or_else(|| rule.to_owned(), |rule| rule.duty.to_owned())
}

/// The clause that a rule stands in: the duty to stop a service is named after the clause that lets it stop.
#[must_use]
pub fn clause(rule: &str) -> &str {
    rule.strip_suffix(" stop").unwrap_or(rule)
}

/// The cell that says why: the clause, and on demand the reason in a sentence.
pub(crate) fn why(law: &Law, row: &DutyRow) -> Cell {
    let Some(rule) = rule_of(&row.rule) else { return Cell::Text(row.rule.clone()) };
    let sentence = Kind::named(&row.because_kind)
        .map_or_else(String::new, |kind| reason(law, rule, kind, row.because_on, row.from_day));
    let basis = match row.basis {
        crate::model::Basis::Law => "法定期限",
        crate::model::Basis::Norm => "本地规范期限",
    };
    let clause = clause(&row.rule).to_owned();
    let words = format!("{sentence}（{basis}，{clause}）");
    Cell::More(clause, words)
}

/// The cell that says until when: the day, and how near it is; of what has a first day, between which days.
pub(crate) fn due_cell(law: &Law, row: &DutyRow, today: Day) -> Cell {
    let days = row.due_day.days_since(today);
    let near = match days {
        0 => "今天".to_owned(),
        1 => "明天".to_owned(),
        2.. => format!("还有 {days} 天"),
        _ => {
            let came = row.came_overdue().map_or("", CameOverdue::beside);
            format!("已过 {} 天{came}", -days)
        }
    };
    let near = match first_day(law, row) {
        Some(first) => within(first, row.due_day, today, near),
        None => near,
    };
    Cell::Two(row.due_day.to_string(), sure(near, row.provisional))
}

/// Gives the first day on which a duty can be discharged, where its rule has one (BJ18-27(4): about one, three and six
/// months after the start). What is done before it does not count.
#[must_use]
pub fn first_day(law: &Law, row: &DutyRow) -> Option<Day> {
    window_of(law, rule_of(&row.rule)?, row.because_on, row.from_day)
}

/// Says between which days something is to be done; before the first of them, how far away that is, and afterwards how
/// near its end is, in the words given.
#[must_use]
pub fn within(first: Day, due: Day, today: Day, near: String) -> String {
    let near = match first.days_since(today) {
        1 => "明天开始".to_owned(),
        2.. => format!("{} 天后开始", first.days_since(today)),
        _ => near,
    };
    format!("{}，{near}", between(first, due))
}

/// Says between which days something is to be done.
#[must_use]
pub fn between(first: Day, due: Day) -> String {
    format!("应在 {first} 至 {due} 之间")
}

/// Says beside how near a day is that it may still change, where the holidays of its year are not known yet.
#[must_use]
pub fn sure(near: String, is_provisional: bool) -> String {
    if is_provisional { format!("{near}，{PROVISIONAL}") } else { near }
}

/// How a row is meant.
pub(crate) fn tone(row: &DutyRow, today: Day) -> Tone {
    match row.due_day.days_since(today) {
        ..0 => Tone::Late,
        0 => Tone::Soon,
        _ => Tone::Plain,
    }
}

/// How a state is meant.
pub(crate) const fn tone_of(state: State) -> Tone {
    match state {
        State::Met => Tone::Good,
        State::Late | State::Missed | State::Overdue => Tone::Late,
        State::Open => Tone::Soon,
        State::Void => Tone::Plain,
    }
}

/// The button that discharges a duty, for whoever may: it leads to the form of the entry that does. `name`
/// says of whom, to whoever does not see the row.
#[must_use]
pub fn button(actor: &Actor, row: &DutyRow, name: &str) -> Option<Button> {
    button_as(actor, actor.relation_to(row.office_code, row.officer_id), row, name)
}

/// The same, for an actor who stands to the subject in a relation that is known.
#[must_use]
pub fn button_as(actor: &Actor, relation: Relation, row: &DutyRow, name: &str) -> Option<Button> {
    let what = discharging(rule_of(&row.rule)?)?;
    actor.may(needed_for(what.kind)?, relation).ok()?;
    let subject = row.subject_id;
    let path = if what.kind == Kind::Graded {
        format!("/people/{subject}/grade")
    } else {
        let stage = what.stage.map(|stage| match stage {
            Stage::Early => "stage=early".to_owned(),
            Stage::Middle => "stage=middle".to_owned(),
            Stage::Final => "stage=final".to_owned(),
        });
        let of = what.names_cause.then(|| format!("of={}", row.because_id));
        let asked: Vec<String> = of.into_iter().chain(stage).collect();
        let mark = if asked.is_empty() { "" } else { "?" };
        format!("/people/{subject}/record/{}{mark}{}", what.kind.name(), asked.join("&"))
    };
    Some(Button::link(what.kind.term(), path).spoken(format!("{}：{name}", what.kind.term())))
}

/// Says who discharges a duty, in place of the button, to whoever may not (BJ18-12: a community assistant grades nobody);
/// nothing of duties for which there is no form, or to whoever may.
#[must_use]
pub fn others_turn(rule: &Rule, may: impl Fn(Action) -> bool) -> Cell {
    let needed = discharging(rule).and_then(|what| needed_for(what.kind));
    let Some(action) = needed.filter(|action| !may(*action)) else { return Cell::Nothing };
    let roles = Role::ALL.iter().filter(|role| permitted(**role, action, Relation::Office));
    let terms: Vec<&str> = roles.map(|role| role.term()).collect();
    Cell::text(format!("由{}办理", terms.join("、")))
}

/// The cell that names somebody in a list; it leads to the file, for whoever may read it.
pub(crate) fn person_cell(
    actor: &Actor,
    relation: Relation,
    subject: SubjectId,
    name: &str,
    beneath: String,
) -> Cell {
    let text = name.to_owned();
    if actor.may(Action::ReadFile, relation).is_ok() {
        Cell::Link { text, path: format!("/people/{subject}"), beneath }
    } else if beneath.is_empty() {
        Cell::Text(text)
    } else {
        Cell::Two(text, beneath)
    }
}

/// What lists call these subjects, each with the office and the officer who answer for it: their names to
/// whoever may read the file, the first letter to others, a dash for who was erased.
pub(crate) async fn names(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    subjects: impl IntoIterator<Item = (SubjectId, i64, Option<ActorId>)>,
) -> Result<HashMap<SubjectId, String>, StoreError> {
    let mut names = HashMap::new();
    for (subject, office_code, officer) in subjects {
        if let Entry::Vacant(place) = names.entry(subject) {
            let name = name_of(tx, &desk.sealing, subject).await?;
            place.insert(shown(actor, name.as_ref(), actor.relation_to(office_code, officer)));
        }
    }
    Ok(names)
}

/// How the actor stands to a list as a whole.
pub(crate) fn relation_to_all(actor: &Actor, whose: Whose) -> Relation {
    match whose {
        Whose::Officer(_) => Relation::Assigned,
        Whose::Office(area) => actor.relation_to(area.first, None),
        Whose::Community(_) => Relation::Resident,
    }
}

/// How a list binds the actor to somebody in it to whom nothing else does.
pub(crate) const fn bound_by(whose: Whose) -> Relation {
    match whose {
        Whose::Community(_) => Relation::Resident,
        Whose::Officer(_) | Whose::Office(_) => Relation::Elsewhere,
    }
}

/// How the actor stands to whom a row is about: by what binds them, and where nothing does as the list says.
pub(crate) fn relation_in(actor: &Actor, row: &DutyRow, list: Relation) -> Relation {
    match actor.relation_to(row.office_code, row.officer_id) {
        Relation::Elsewhere => list,
        bound => bound,
    }
}

/// The same, for rows that brought along what the names are sealed in, in a list that binds the actor to its people where
/// nothing else does. Each name is opened once and lives as long as the page.
pub(crate) fn names_on(
    desk: &Desk,
    actor: &Actor,
    list: Relation,
    rows: &[ListedRow],
) -> Result<HashMap<SubjectId, String>, StoreError> {
    let mut names = HashMap::new();
    for ListedRow { duty, label, wrapped, .. } in rows {
        if let Entry::Vacant(place) = names.entry(duty.subject_id) {
            let (label, wrapped) = (label.as_ref(), wrapped.as_deref());
            let name = open_name(&desk.sealing, duty.subject_id, label, wrapped)?;
            let relation = relation_in(actor, duty, list);
            place.insert(shown(actor, name.as_ref(), relation));
        }
    }
    Ok(names)
}

fn shown(actor: &Actor, name: Option<&Clear>, relation: Relation) -> String {
    match name {
        Some(name) if actor.may(Action::ReadFile, relation).is_ok() => name.reveal().to_owned(),
        Some(name) => mask(name.reveal()),
        None => "—".to_owned(),
    }
}
