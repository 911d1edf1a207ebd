//! What the file of a person shows of stops.

use access::Action;
use desk::{
    Answer, Behind, Companion, DecidedGate, Desk, FilePart, FilePlace, GoesAlong, MovedTogether,
    NextStep, Occasion, OpenFiles, Promised, Waiting,
};
use kernel::Day;
use store::seal::key_of;
use store::{StoreError, SubjectId, Tx};
use subjects::{Past, facts_of};
use web::parts::{Button, Cell, Column, Table};

use crate::actions::decided::Decisions;
use crate::actions::objections::{Objection, objections_of};
use crate::actions::office::hearing;
use crate::actions::open::{Case, cases_of};
use crate::keeper_exits::{after_exit, exit_part, is_to_tell};
use crate::model::{Against, came_back, resumed_words};
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
                let objections = objections_of(tx, key, *subject).await?;
                let of_stops = |known: &&Objection| matches!(known.against, Against::Stop(_));
                rows.extend(objections.iter().filter(of_stops).map(objection_row));
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
                let decisions = Decisions::of(tx, desk, *subject).await?;
                let held = duties::held(tx, *subject).await?;
                let today = web::day_of(desk.clock.now());
                let answering = (held.map_or(0, |held| held.office_code), today);
                for objection in waiting {
                    let Some(decided) = decisions.find(objection.against) else { continue };
                    let term = objection.against.term();
                    let words = match objection.outcome {
                        None => format!("对您就{term}提出的异议作出决定并答复您"),
                        Some(_) => format!("把对您就{term}所提异议的决定告诉您"),
                    };
                    promised.push(Promised {
                        words,
                        due: Some(objection.answered_until(&desk.rulebook)),
                        by: hearing(tx, *subject, decided, answering).await?.to_string(),
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
            waiting.extend(crate::waiting_objections::waiting(tx, desk, occasion, limit).await?);
            Ok(waiting)
        })
    }

    fn behind<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        entry: (SubjectId, &'a Past),
    ) -> Answer<'a, Option<Behind>> {
        Box::pin(crate::actions::taking_back::behind(tx, desk, entry))
    }

    fn take_back<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        occasion: &'a Occasion,
        entry: (SubjectId, &'a Past),
        _reason: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(crate::actions::taking_back::take_back(tx, desk, occasion, entry))
    }

    fn decided_gates<'a>(
        &'a self,
        tx: &'a mut Tx,
        gates: &'a [(SubjectId, String)],
    ) -> Answer<'a, Vec<DecidedGate>> {
        Box::pin(crate::actions::decided_gates::decided_gates(tx, gates))
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
                (false, _) => Some("本人提出的异议没有决定".to_owned()),
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
        let against = objection.against;
        let (term, came_to) = (against.term(), against.came_to(outcome));
        let words = format!("本人对{term}的异议已有决定（{came_to}），请把答复书交给本人");
        let path = format!("/people/{subject}/objections/{}/told", objection.id);
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

/// An objection, in the words of the ledger's sections.
pub(crate) fn objection_row(objection: &Objection) -> Vec<Cell> {
    let against = objection.against;
    let outcome = objection.outcome.map_or("等待决定", |outcome| against.came_to(outcome));
    vec![
        Cell::Day(objection.received_on),
        Cell::text(format!("对{}的异议", against.term())),
        Cell::text(objection.said.reveal()),
        Cell::text(outcome),
    ]
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
