//! What the file of a person shows of their demand file (BJ18-32), and the visit list of planned surveys.

use access::Actor;
use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, NextStep, Occasion, OpenFiles, PlannedVisit,
    Waiting,
};
use duties::visited_by;
use kernel::Day;
use store::{SubjectId, Tx};
use web::day_of;
use web::parts::{Button, Cell, Column, Table};

use crate::actions::demand_file::{DemandFile, demand_files};
use crate::actions::to_visit::list;
use crate::model::differences;

/// Shows the demand file and its changes in the file of a person: 第三十二条第（一）项; and tells which surveys are
/// planned.
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(async move {
            let mut parts = Vec::new();
            for (place, (subject, key)) in files.iter().enumerate() {
                let versions = demand_files(tx, key, *subject).await?;
                if versions.is_empty() {
                    continue;
                }
                // Only the file that goes on is written further.
                let links = if place == 0 {
                    vec![Button::link("就业需求档案", format!("/people/{subject}/demand-file"))]
                } else {
                    Vec::new()
                };
                parts.push(FilePart {
                    place: FilePlace::DemandFile,
                    table: table(&versions),
                    links,
                });
            }
            Ok(parts)
        })
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(async move {
            let mut waiting = crate::waiting::waiting(tx, occasion, limit).await?;
            waiting.extend(crate::registering::waiting(tx, occasion, limit).await?);
            Ok(waiting)
        })
    }

    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        Box::pin(crate::registering::next_steps(tx, subject))
    }

    fn planned_visits<'a>(
        &'a self,
        tx: &'a mut Tx,
        actor: &'a Actor,
        (today, until): (Day, Day),
    ) -> Answer<'a, Vec<PlannedVisit>> {
        Box::pin(async move {
            let mut listed = Vec::new();
            for whose in visited_by(actor) {
                listed.extend(list(tx, whose, None, today).await?);
            }
            let planned = listed.into_iter().filter_map(|one| Some((one.subject, one.planned?)));
            let planned = planned.filter(|(_, day)| *day <= until);
            let words = "就业意愿摸查（计划，BJ18-21）";
            Ok(planned.map(|(subject, day)| PlannedVisit { subject, day, words }).collect())
        })
    }
}

/// The file as it stands, then what each version changed; latest first, as they come.
fn table(versions: &[DemandFile]) -> Table {
    let columns = vec![
        Column::text("版本"),
        Column::text("日期"),
        Column::text("项目"),
        Column::text("内容"),
        Column::text("原来"),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (place, version) in versions.iter().enumerate() {
        let head = || {
            [
                Cell::text(format!("第 {} 版", version.version)),
                Cell::Day(day_of(version.written_at)),
            ]
        };
        match versions.get(place + 1) {
            Some(before) => {
                for (field, old, new) in differences(&before.content, &version.content) {
                    let said = [Cell::text(field), Cell::text(new), Cell::text(old)];
                    rows.push(head().into_iter().chain(said).collect());
                }
            }
            None => {
                for (field, said) in version.content.in_words() {
                    if !said.is_empty() {
                        let said = [Cell::text(field), Cell::text(said), Cell::Nothing];
                        rows.push(head().into_iter().chain(said).collect());
                    }
                }
            }
        }
    }
    Table::new("就业需求档案及其变动", columns)
        .captioned()
        .rows(rows)
        .empty("档案已建立，还没有填写内容")
}
