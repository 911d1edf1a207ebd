//! What several pages say in the same words.

use std::sync::OnceLock;

use kernel::Day;
use rules::{Clause, Law};
use web::parts::{Cell, Prose, Section};
use web::{Choice, Tone};

use crate::actions::documents::Document;
use crate::actions::dossier::Dossier;
use crate::model::{NEAR, Side};

/// How far a signing is signed: on paper, on the screen, or not yet.
pub(super) fn signed(dossier: &Dossier, text: &Document) -> (Tone, String) {
    let scans = dossier.scans(text).count();
    let has = |side| dossier.signature(text, side).is_some();
    match (scans, has(Side::Office), has(Side::Person)) {
        (1.., ..) => (Tone::Good, format!("签字件 {scans} 份")),
        (_, true, true) => (Tone::Good, "双方已签名".to_owned()),
        (_, true, false) => (Tone::Soon, "乙方未签名".to_owned()),
        (_, false, true) => (Tone::Soon, "甲方未签名".to_owned()),
        _ => (Tone::Soon, "未签名".to_owned()),
    }
}

/// Says how near a last day is.
pub(super) fn nearness(ends_on: Day, today: Day) -> (Tone, String) {
    match ends_on.days_since(today) {
        days @ ..0 => (Tone::Late, format!("已过期满日 {} 天", -days)),
        0 => (Tone::Late, "今天期满".to_owned()),
        days if days <= NEAR => (Tone::Soon, format!("还有 {days} 天期满")),
        days => (Tone::Plain, format!("还有 {days} 天")),
    }
}

/// A cell with a last day and how near it is.
pub(super) fn end_cell(ends_on: Option<Day>, today: Day) -> Cell {
    ends_on.map_or(Cell::Nothing, |day| Cell::Two(day.to_string(), nearness(day, today).1))
}

/// How a signing was agreed on.
pub(super) fn channels() -> Vec<Choice> {
    [("counter", "当面（前台）"), ("visit", "上门"), ("online", "网络")]
        .map(|(value, label)| Choice::new(value, label))
        .into()
}

/// The articles that a page carries out, in our own words.
pub(super) fn basis(ids: &[&str]) -> Section {
    static CLAUSES: OnceLock<Vec<Clause>> = OnceLock::new();
    // That the shipped clauses read is seen by a test of theirs.
    let clauses = CLAUSES.get_or_init(|| Law::clauses().unwrap_or_default());
    let gists = ids.iter().flat_map(|id| {
        let named = move |clause: &&Clause| {
            clause.id == *id || clause.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('('))
        };
        clauses.iter().filter(named).filter(|clause| clause.rule_of.is_none())
    });
    let gists = gists.map(|clause| format!("{}：{}", clause.id, clause.gist));
    Section::new("依据", "basis").part(&Prose(gists.collect()))
}
