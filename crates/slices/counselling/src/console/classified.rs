//! What a classification of difficulties found, on a page.

use store::SubjectId;
use web::parts::{Bar, Bars, Button, Cell, Column, Table};
use web::{Page, Tone, Visit};

use crate::model::{Instrument, Profile};

/// Shows how strongly each kind of difficulty stands out, and leads on to the barriers that follow from it.
pub(super) fn classified(
    page: Page,
    visit: &Visit,
    subject: SubjectId,
    by: &Instrument,
    profile: &Profile,
) -> Page {
    let named = |code: &str| by.types.iter().find(|kind| kind.code == code);
    let bars = profile.types.iter().map(|scored| Bar {
        label: named(&scored.code).map_or_else(String::new, |kind| kind.name.clone()),
        path: None,
        segments: vec![(Tone::Note, scored.score)],
    });
    let caption =
        format!("各类困难的分数（最低 {} 分，最高 {} 分）", profile.least, profile.greatest);
    let legend = vec![(Tone::Note, "分数越高越突出".to_owned())];
    let bars = Bars { caption, legend, bars: bars.collect() };
    let rows = profile.types.iter().filter_map(|scored| {
        let kind = named(&scored.code)?;
        Some(vec![Cell::text(&kind.name), Cell::Number(scored.score), Cell::text(&kind.words)])
    });
    let columns = vec![Column::text("类别"), Column::number("得分"), Column::text("指什么")];
    let table = Table::new("各类困难", columns).rows(rows);
    let page = page.part(&bars).part(&table);
    if visit.actor.may_ever(access::Action::RecordService) {
        let path = format!("/people/{subject}/barriers");
        return page.tool(Button::link("据此分析就业障碍", path).main());
    }
    page
}
