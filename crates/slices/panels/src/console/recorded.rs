//! Panels that only the ledger knows: brought in from elsewhere, or recorded as entries before this page existed.

use rules::Kind;
use subjects::Past;
use web::parts::{Cell, Column, Table};

use super::table::Opened;
use crate::keeper::words_of;

/// Gives what the ledger says of requests and opinions that belong to no panel here, the latest first; nothing where
/// there is none.
pub(super) fn recorded(opened: &Opened) -> Option<Table> {
    let is_panel = |id| opened.panels.iter().any(|panel| panel.request == id);
    let stands = |entry: &&Past| !entry.is_corrected;
    let requests: Vec<&Past> = opened
        .past
        .iter()
        .filter(stands)
        .filter(|entry| entry.kind == Kind::ConsultationRequested && !is_panel(entry.id))
        .collect();
    let opinions: Vec<&Past> = opened
        .past
        .iter()
        .filter(stands)
        .filter(|entry| entry.kind == Kind::ConsultationOpinion)
        .filter(|entry| !entry.of.is_some_and(is_panel))
        .collect();
    let mut shown: Vec<&Past> = requests.into_iter().chain(opinions).collect();
    if shown.is_empty() {
        return None;
    }
    shown.sort_by_key(|entry| std::cmp::Reverse((entry.on, entry.sequence)));
    let subject = opened.entered.held.subject;
    let rows = shown.into_iter().map(|entry| {
        let by = entry.staff.map_or("", |staff| opened.names.staff(staff));
        let words = words_of(entry);
        vec![
            Cell::Day(entry.on),
            Cell::link(entry.kind.term(), format!("/people/{subject}#entry-{}", entry.id)),
            Cell::text(if words.is_empty() {
                "台账没有写明内容".to_owned()
            } else {
                words
            }),
            Cell::text(if by.is_empty() { "导入的记录" } else { by }),
        ]
    });
    let columns = ["日期", "台账记录", "问题或意见", "记录人"].map(Column::text).to_vec();
    Some(Table::new("台账里的会诊", columns).rows(rows))
}
