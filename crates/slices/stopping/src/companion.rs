//! What the file of a person shows of stops.

use desk::{Answer, Companion, Desk, FilePart, FilePlace, OpenFiles, Promised};
use kernel::Day;
use store::{SubjectId, Tx};
use subjects::facts_of;
use web::parts::{Button, Cell, Column, Table};

use crate::actions::open::{Case, cases_of, objections_of};
use crate::model::{Outcome, came_back};
use crate::sql;

/// Keeps the cases of stopping people's service.
#[derive(Clone, Copy, Debug)]
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        _desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(async move {
            let mut rows = Vec::new();
            for (subject, key) in files {
                for case in cases_of(tx, key, *subject).await? {
                    rows.push(row(&case));
                }
                for objection in objections_of(tx, key, *subject).await? {
                    let outcome = objection.outcome.map_or("等待决定", Outcome::term);
                    rows.push(vec![
                        Cell::Day(objection.received_on),
                        Cell::text("对停止服务的异议"),
                        Cell::text(objection.said.reveal()),
                        Cell::text(outcome),
                    ]);
                }
            }
            let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else {
                return Ok(Vec::new());
            };
            let columns = vec![
                Column::text("日期"),
                Column::text("事项"),
                Column::text("核实情况"),
                Column::text("结果"),
            ];
            let table = Table::new("停止服务的核实与决定", columns).captioned().rows(rows);
            let links = vec![Button::link("停止服务", format!("/people/{subject}/stop"))];
            Ok(vec![FilePart { place: FilePlace::Services, table, links }])
        })
    }

    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        _desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(async move {
            let mut promised = Vec::new();
            for (subject, key) in files {
                let waiting = objections_of(tx, key, *subject).await?;
                for _ in waiting.iter().filter(|objection| objection.told_on.is_none()) {
                    promised.push(Promised {
                        words: "对您就停止服务提出的异议作出决定并答复您".to_owned(),
                        due: None,
                        by: "上一级公共就业服务机构".to_owned(),
                    });
                }
            }
            Ok(promised)
        })
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            // A case that no longer holds only waits to be put away: it blocks nothing.
            let pending: Vec<(Day, i64)> = tx.all(sql::PENDING, &[&subject]).await?;
            let mut goes_on = false;
            if !pending.is_empty() {
                let known = facts_of(tx, subject).await?;
                goes_on = pending.iter().any(|(began_on, seen)| {
                    let began = (*began_on, usize::try_from(*seen).unwrap_or(usize::MAX));
                    came_back(&known, began, Day::LAST).is_none()
                });
            }
            let (objections,): (i64,) = tx.one(sql::OBJECTIONS_PENDING, &[&subject]).await?;
            Ok(match (goes_on, objections) {
                (false, 0) => None,
                (false, _) => Some("对停止服务的异议没有决定".to_owned()),
                _ => Some("停止服务的核实或审批没有结束".to_owned()),
            })
        })
    }
}

fn row(case: &Case) -> Vec<Cell> {
    let tried = case.verification.attempts.iter().map(|tried| {
        let how = crate::actions::channel_words(&tried.how);
        format!("{} {how}：{}", tried.on, tried.words)
    });
    vec![
        Cell::Day(case.began_on),
        Cell::Two("停止服务".to_owned(), case.gate.clause().to_owned()),
        Cell::text(tried.collect::<Vec<_>>().join("；")),
        Cell::text(case.state.term()),
    ]
}
