//! What is said where somebody else wrote a further version of a demand file meanwhile: who wrote what when, side by side
//! with what was typed, and what becomes of each. Nothing that was typed is lost.

use web::parts::{Cell, Column, Row, Section, Table};
use web::{Form, Notice, Page, Tone};

use super::demand_form;
use super::words::{Opened, staff_name};
use crate::actions::demand_file::DemandFile;

/// Says it above the form, which now goes on from the version that was written meanwhile: sent again as it stands, it
/// becomes the version after that one.
pub(super) fn told(page: Page, opened: &Opened, form: &mut Form) -> Page {
    let seen = demand_form::based_on(form);
    let Some(latest) = opened.demand_files.first().filter(|latest| latest.version != seen) else {
        return page;
    };
    let before = opened.demand_files.iter().find(|file| file.version == seen);
    let who = staff_name(&opened.staff, Some(latest.written_by));
    let next = latest.version + 1;
    let words = format!(
        "您填写期间，{who}在 {} 保存了第 {} 版。您填的没有丢失，还在下面的表单里，但没有保存。请对照以后决定：\
         再按一次“保存为新的一版”，您填的存为第 {next} 版，作为现在的内容，{who}的第 {} 版照样保留、随时可查；\
         要以{who}的为准，不必保存，离开本页即可，您填的就不留存",
        web::minute_of(latest.written_at),
        latest.version,
        latest.version,
    );
    let section = side_by_side(form, (before, latest), opened);
    demand_form::goes_on_from(form, latest.version);
    page.notice(Notice::stop(words)).part(&section)
}

/// The fields that the two say differently, with what stood there before both.
fn side_by_side(
    form: &Form,
    (before, latest): (Option<&DemandFile>, &DemandFile),
    opened: &Opened,
) -> Section {
    let typed = demand_form::content(form).in_words();
    let theirs = latest.content.in_words();
    let base = before.map(|before| before.content.in_words());
    let who = staff_name(&opened.staff, Some(latest.written_by));
    let columns = vec![
        Column::text("项目"),
        Column::text(format!(
            "第 {} 版：{who}，{}",
            latest.version,
            web::minute_of(latest.written_at)
        )),
        Column::text("您填的（还没有保存）"),
        Column::text(before.map_or_else(
            || "您打开时：还没有填写".to_owned(),
            |before| format!("您打开时的第 {} 版", before.version),
        )),
    ];
    let rows = theirs.into_iter().zip(typed).enumerate().filter_map(|(place, pair)| {
        let ((field, theirs), (_, typed)) = pair;
        let stood = base.as_ref().and_then(|base| base.get(place));
        let stood = stood.map_or_else(String::new, |(_, words)| words.clone());
        (theirs != typed).then(|| {
            let cells = [field.to_owned(), theirs, typed, stood].map(Cell::text).to_vec();
            Row { cells, tone: Tone::Soon }
        })
    });
    let table =
        Table::new("两人填的不同之处", columns).rows(rows).empty("两人填的完全相同，不必再保存");
    Section::new("两人填的不同之处", "conflict").part(&table)
}
