//! What the file of a person shows of stops.

use access::Action;
use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, GoesAlong, MovedTogether, NextStep, Occasion,
    OpenFiles, Promised, Waiting,
};
use kernel::Day;
use store::seal::key_of;
use store::{StoreError, SubjectId, Tx};
use subjects::facts_of;
use web::parts::{Button, Cell, Column, Table};

use crate::actions::office::hearing;
use crate::actions::open::{Case, cases_of, objections_of};
use crate::model::{Outcome, came_back, resumed_words};
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
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(async move {
            let mut promised = Vec::new();
            for (subject, key) in files {
                let mut waiting = objections_of(tx, key, *subject).await?;
                waiting.retain(|objection| objection.told_on.is_none());
                if waiting.is_empty() {
                    continue;
                }
                let cases = cases_of(tx, key, *subject).await?;
                let held = duties::held(tx, *subject).await?;
                let office_code = held.map_or(0, |held| held.office_code);
                for objection in waiting {
                    let case = cases.iter().find(|case| case.id == objection.case);
                    let stopped = case.and_then(|case| case.stopped);
                    let words = match objection.outcome {
                        None => "对您就停止服务提出的异议作出决定并答复您",
                        Some(_) => "把对您异议的决定告诉您",
                    };
                    promised.push(Promised {
                        words: words.to_owned(),
                        due: Some(objection.answered_until(&desk.rulebook)),
                        by: hearing(tx, *subject, stopped, office_code).await?,
                    });
                }
            }
            Ok(promised)
        })
    }

    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        Box::pin(next_steps(tx, desk, subject))
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(crate::waiting::waiting(tx, desk, occasion, limit))
    }

    fn goes_along<'a>(
        &'a self,
        tx: &'a mut Tx,
        moved: &'a MovedTogether,
    ) -> Answer<'a, Vec<GoesAlong>> {
        Box::pin(async move {
            let cases: Vec<(SubjectId,)> = tx.all(sql::PENDING_OF_MOVED, &moved.values()).await?;
            let mut number = 0;
            for (subject,) in cases {
                number += i64::from(is_pending(tx, subject).await?);
            }
            let becomes = "由接收机构接着核实、审批";
            Ok(vec![GoesAlong { words: "没有办完的停止服务", number, becomes }])
        })
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let goes_on = is_pending(tx, subject).await?;
            let (objections,): (i64,) = tx.one(sql::OBJECTIONS_PENDING, &[&subject]).await?;
            Ok(match (goes_on, objections) {
                (false, 0) => None,
                (false, _) => Some("对停止服务的异议没有决定".to_owned()),
                _ => Some("停止服务的核实或审批没有结束".to_owned()),
            })
        })
    }
}

/// Tells whether a stop is being verified or decided. A case that no longer holds only waits to be put away: it is none.
async fn is_pending(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let pending: Vec<(Day, i64)> = tx.all(sql::PENDING, &[&subject]).await?;
    if pending.is_empty() {
        return Ok(false);
    }
    let known = facts_of(tx, subject).await?;
    Ok(pending.iter().any(|(began_on, seen)| {
        let began = (*began_on, usize::try_from(*seen).unwrap_or(usize::MAX));
        came_back(&known, began, Day::LAST).is_none()
    }))
}

/// What is owed to somebody whose service was stopped though no rule says it: the answer to their objection, and the way
/// back in. A stop ends the registration and the agreement (BJ18-29), so that whoever comes back begins with both.
async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(Vec::new()) };
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(Vec::new());
    };
    let step = |words: String, label: &str, path: String| NextStep {
        words,
        action: Action::RecordService,
        label: label.to_owned(),
        path,
    };
    let mut steps = Vec::new();
    for objection in objections_of(tx, &key, subject).await? {
        let Some(outcome) = objection.outcome.filter(|_| objection.told_on.is_none()) else {
            continue;
        };
        let words = format!("本人对停止服务的异议已有决定（{}），请告诉本人", outcome.term());
        let path = format!("/people/{subject}/stop-objections/{}/told", objection.id);
        steps.push(step(words, "记录答复", path));
    }
    if held.standing.stopped || held.standing.seeker_registered {
        return Ok(steps);
    }
    let known = facts_of(tx, subject).await?;
    let cases = cases_of(tx, &key, subject).await?;
    if let Some((day, kind)) = cases.iter().find_map(|case| case.resumed(&known)) {
        let words = format!(
            "{}。停止时求职登记和协议已经结束：本人想找工作的，先重新办理求职登记（BJ18-11），再签就业援助服务协议（BJ18-23）",
            resumed_words(day, kind)
        );
        let path = format!("/people/{subject}/record/seeker_registered");
        steps.push(step(words, "求职登记", path));
    }
    Ok(steps)
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
