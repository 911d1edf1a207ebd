//! How duties are worded and where their buttons lead; the same on every page.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use desk::Desk;
use kernel::Day;
use rules::{Kind, Law, Rule, RuleIndex, Stage, State};
use store::{SubjectId, Tx};
use subjects::name_of;
use web::Tone;
use web::parts::{Button, Cell};

use crate::model::{discharging, reason};
use crate::sql::DutyRow;

/// Finds a rule by its id.
pub(crate) fn rule_of(id: &str) -> Option<&'static Rule> {
    RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.id == id)
}

/// What is owed under a rule, as a user reads it; the rule's own id where there is none.
#[must_use]
pub fn owes(rule: &str) -> String {
    rule_of(rule).map_or_else(|| rule.to_owned(), |rule| rule.duty.to_owned())
}

/// The article of every clause, read once.
static ARTICLES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let clauses = Law::clauses().unwrap_or_default();
    clauses.into_iter().map(|clause| (clause.id, clause.article)).collect()
});

/// The article that a rule stands in, as a lawyer cites it.
pub(crate) fn article(law: &Law, rule: &str) -> String {
    let article = ARTICLES.get(rule).map_or("", String::as_str);
    let number = rule_of(rule).map_or("", |rule| law.regulation(rule.regulation).number.as_str());
    format!("{number}{article}")
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
    Cell::More(row.rule.clone(), format!("{sentence}（{basis}，{}）", article(law, &row.rule)))
}

/// The cell that says until when: the day, and how near it is.
pub(crate) fn due_cell(row: &DutyRow, today: Day) -> Cell {
    let days = row.due_day.days_since(today);
    let near = match days {
        0 => "今天".to_owned(),
        1 => "明天".to_owned(),
        2.. => format!("还有 {days} 天"),
        _ => format!("已过 {} 天", -days),
    };
    let unsure = if row.provisional { "，暂定" } else { "" };
    Cell::Two(row.due_day.to_string(), format!("{near}{unsure}"))
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

/// The button that discharges a duty: it leads to the form of the entry that does. `name` says of whom, to
/// whoever does not see the row.
pub(crate) fn button(row: &DutyRow, name: &str) -> Option<Button> {
    let what = discharging(rule_of(&row.rule)?)?;
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

/// What lists call these subjects; a dash for who was erased.
pub(crate) async fn names(
    tx: &mut Tx,
    desk: &Desk,
    subjects: impl IntoIterator<Item = SubjectId>,
) -> Result<HashMap<SubjectId, String>, store::StoreError> {
    let mut names = HashMap::new();
    for subject in subjects {
        if let Entry::Vacant(place) = names.entry(subject) {
            let name = name_of(tx, &desk.sealing, subject).await?;
            place.insert(name.map_or_else(|| "—".to_owned(), |name| name.reveal().to_owned()));
        }
    }
    Ok(names)
}
