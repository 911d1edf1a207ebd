//! What the file of a person shows of stops.

use access::Action;
use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, GoesAlong, MovedTogether, NextStep, Occasion,
    OpenFiles, Promised, Waiting,
};
use duties::Held;
use kernel::Day;
use store::seal::{SubjectKey, key_of};
use store::{StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, facts_of};
use web::parts::{Button, Cell, Column, Table};

use crate::actions::exit::find::exits_of;
use crate::actions::office::hearing;
use crate::actions::open::{Case, Stop, cases_of, objections_of};
use crate::model::{Outcome, came_back, resumed_words};
use crate::sql::{self, ExitRow};

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
            let exits = exit_part(tx, files).await?;
            let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else {
                return Ok(exits.into_iter().collect());
            };
            let columns = vec![
                Column::text("日期"),
                Column::text("事项"),
                Column::text("核实情况"),
                Column::text("结果"),
            ];
            let table = Table::new("停止服务的核实与决定", columns).captioned().rows(rows);
            let links = vec![Button::link("停止服务", format!("/people/{subject}/stop"))];
            let stops = FilePart { place: FilePlace::Services, table, links };
            Ok(std::iter::once(stops).chain(exits).collect())
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
                let today = web::day_of(desk.clock.now());
                let answering = (held.map_or(0, |held| held.office_code), today);
                for objection in waiting {
                    let case = cases.iter().find(|case| case.id == objection.case);
                    let stop = case.map_or((None, None), |case| (case.stopped, case.decided_by));
                    let words = match objection.outcome {
                        None => "对您就停止服务提出的异议作出决定并答复您",
                        Some(_) => "把对您异议的决定告诉您",
                    };
                    promised.push(Promised {
                        words: words.to_owned(),
                        due: Some(objection.answered_until(&desk.rulebook)),
                        by: hearing(tx, *subject, stop, answering).await?.to_string(),
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
        Box::pin(async move {
            let mut waiting = crate::waiting::waiting(tx, desk, occasion, limit).await?;
            waiting.extend(crate::waiting_exits::waiting(tx, occasion, limit).await?);
            Ok(waiting)
        })
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
            let mut along =
                vec![GoesAlong { words: "没有办完的停止服务", number, becomes }];
            let (exits,): (i64,) = tx.one(sql::EXITS_OF_MOVED, &moved.values()).await?;
            if exits > 0 {
                let words = "等待批准的退出就业困难人员";
                along.push(GoesAlong {
                    words, number: exits, becomes: "由接收机构的负责人决定"
                });
            }
            Ok(along)
        })
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let goes_on = is_pending(tx, subject).await?;
            let (objections,): (i64,) = tx.one(sql::OBJECTIONS_PENDING, &[&subject]).await?;
            let (exits,): (i64,) = tx.one(sql::EXITS_PENDING, &[&subject]).await?;
            Ok(match (goes_on, objections) {
                (false, 0) if exits > 0 => Some("退出就业困难人员的申请没有决定".to_owned()),
                (false, 0) if is_to_tell(tx, subject).await? => {
                    Some("退出就业困难人员还没有告知本人".to_owned())
                }
                (false, 0) => None,
                (false, _) => Some("对停止服务的异议没有决定".to_owned()),
                _ => Some("停止服务的核实或审批没有结束".to_owned()),
            })
        })
    }
}

/// Tells whether an exit stands of which the person has not been told: the letter is found in this file only.
async fn is_to_tell(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let exits: Vec<ExitRow> = tx.all(sql::EXITS, &[&subject]).await?;
    let untold = exits.iter().filter(|exit| exit.is_to_tell && exit.told_on.is_none());
    let entries: Vec<_> = untold.filter_map(|exit| exit.ended_entry).collect();
    if entries.is_empty() {
        return Ok(false);
    }
    let known = facts_of(tx, subject).await?;
    Ok(entries.into_iter().any(|entry| Stop { entry: Some(entry) }.stands(&known)))
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
    let known = facts_of(tx, subject).await?;
    steps.extend(after_exit(tx, &key, &held, &known).await?);
    if held.standing.stopped || held.standing.seeker_registered {
        return Ok(steps);
    }
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

/// The exits from hardship; nothing where there is none.
async fn exit_part(tx: &mut Tx, files: &OpenFiles) -> Result<Option<FilePart>, StoreError> {
    let mut rows = Vec::new();
    for (subject, key) in files {
        let known = facts_of(tx, *subject).await?;
        for exit in exits_of(tx, key, *subject).await? {
            let is_taken_back = exit.ended.is_some() && !exit.stands(&known);
            rows.push(vec![
                Cell::Day(exit.ended_on()),
                Cell::text(exit.content.term()),
                Cell::text(&exit.content.evidence),
                Cell::text(if is_taken_back { "退出已更正" } else { exit.state.term() }),
            ]);
        }
    }
    let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else { return Ok(None) };
    let columns = ["日期", "退出情形", "凭据", "结果"].map(Column::text).to_vec();
    let table = Table::new("退出就业困难人员", columns).captioned().rows(rows);
    let links = vec![Button::link("退出就业困难人员", format!("/people/{subject}/exit"))];
    Ok(Some(FilePart { place: FilePlace::Services, table, links }))
}

/// What is to be done after an exit: tell the person; and end the agreement, which rests on the recognition (BJ18-23).
async fn after_exit(
    tx: &mut Tx,
    key: &SubjectKey,
    held: &Held,
    known: &LedgerFacts,
) -> Result<Vec<NextStep>, StoreError> {
    let subject = held.subject;
    let mut steps = Vec::new();
    let exits = exits_of(tx, key, subject).await?;
    let Some(exit) = exits.iter().find(|exit| exit.stands(known)) else { return Ok(steps) };
    if exit.is_to_tell && exit.told_on.is_none() {
        steps.push(NextStep {
            words: "已退出就业困难人员，请把告知书交给本人，说明影响和怎样提出异议（BJ18-26）"
                .to_owned(),
            action: Action::RecordService,
            label: "记录告知".to_owned(),
            path: format!("/people/{subject}/exit/{}/told", exit.id),
        });
    }
    if held.standing.under_agreement && !held.standing.hardship_recognised {
        steps.push(NextStep {
            words: "已退出就业困难人员，就业援助服务协议仍在执行：与本人说明后终止，已上岗的稳岗回访照常（BJ18-23、BJ18-27(4)）".to_owned(),
            action: Action::RecordService,
            label: "终止协议".to_owned(),
            path: format!("/people/{subject}/agreement/end"),
        });
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
