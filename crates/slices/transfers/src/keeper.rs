//! What a person's file shows of transfers.

use access::Action;
use desk::{
    Answer, Behind, Companion, Desk, FilePart, FilePlace, NextStep, Occasion, OpenFiles, Promised,
    Waiting,
};
use kernel::Day;
use offices::Names;
use store::seal::key_of;
use store::{StoreError, SubjectId, Tx};
use subjects::{Past, facts_of};
use web::parts::{Button, Cell, Column, Row, Table};

use crate::TransferId;
use crate::actions::beside::left_open;
use crate::actions::carried::carried_of;
use crate::actions::find::{Transfer, transfers_of};
use crate::actions::lists::awaits_agreement;
use crate::actions::move_office::moves_of;
use crate::model::Beside;
use crate::sql;

/// Keeps the transfers of a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(parts(tx, files))
    }

    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(promised(tx, files))
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

    fn behind<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        entry: (SubjectId, &'a Past),
    ) -> Answer<'a, Option<Behind>> {
        Box::pin(crate::behind::behind(tx, desk, entry))
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(under_way(tx, subject))
    }
}

async fn parts(tx: &mut Tx, files: &OpenFiles) -> Result<Vec<FilePart>, StoreError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut names = Names::default();
    for (subject, key) in files {
        for transfer in transfers_of(tx, key, *subject).await? {
            learn(tx, &mut names, &transfer).await?;
            rows.push(row(&transfer, &names));
        }
        for (on, reason, from, to) in moves_of(tx, *subject).await? {
            let cells = vec![
                Cell::Day(on),
                Cell::text(from),
                Cell::text(to),
                Cell::text(format!("机构整体划转：{reason}")),
                Cell::text("协议继续执行"),
                Cell::text("已办理"),
            ];
            rows.push(cells.into());
        }
    }
    let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else {
        return Ok(Vec::new());
    };
    let headings = ["申请日期", "原服务机构", "新服务机构", "理由", "经过", "情况"];
    let columns = headings.into_iter().map(Column::text).collect();
    let table = Table::new("服务关系划转", columns).rows(rows);
    let links = vec![Button::link("划转", format!("/people/{subject}/transfer"))];
    Ok(vec![FilePart { place: FilePlace::Agreement, table, links }])
}

/// Learns every name that a transfer shows.
pub(crate) async fn learn(
    tx: &mut Tx,
    names: &mut Names,
    transfer: &Transfer,
) -> Result<(), StoreError> {
    names.learn_office(tx, transfer.to_office_code).await?;
    for code in transfer.from_office_code().into_iter().chain(transfer.at_office_code) {
        names.learn_office(tx, code).await?;
    }
    let steps = transfer.steps.iter().map(|taken| taken.staff);
    for staff in steps.chain(transfer.officer).chain([transfer.asked_by]) {
        names.learn_staff(tx, staff).await?;
    }
    Ok(())
}

fn row(transfer: &Transfer, names: &Names) -> Row {
    let steps: Vec<String> = transfer
        .steps
        .iter()
        .map(|taken| {
            let who = names.staff(taken.staff);
            let words = taken.words.as_ref().map(|words| format!("：{}", words.reveal()));
            let day = web::day_of(taken.at);
            format!("{day} {}，{who}{}", taken.step.term(), words.unwrap_or_default())
        })
        .collect();
    let from = transfer.from_office_code().map(|code| names.office(code)).unwrap_or_default();
    let cells = vec![
        Cell::Day(web::day_of(transfer.asked_at)),
        Cell::text(from),
        Cell::text(names.office(transfer.to_office_code)),
        Cell::text(format!("{}：{}", transfer.ground.term(), transfer.reason.reveal())),
        Cell::text(steps.join("；")),
        Cell::text(transfer.step.state()),
    ];
    cells.into()
}

async fn promised(tx: &mut Tx, files: &OpenFiles) -> Result<Vec<Promised>, StoreError> {
    let mut promised = Vec::new();
    for (subject, key) in files {
        for transfer in transfers_of(tx, key, *subject).await? {
            if !transfer.step.goes_on() {
                continue;
            }
            let to = offices::office_name(tx, transfer.to_office_code).await?;
            let by = match transfer.at_office_code {
                Some(code) => offices::office_name(tx, code).await?,
                None if transfer.step == crate::model::Step::Approved => to.clone(),
                None => "本机构".to_owned(),
            };
            promised.push(Promised {
                words: format!("办理您改由{to}服务的申请，并告诉您结果；您可以随时撤回"),
                due: None,
                by,
            });
        }
    }
    Ok(promised)
}

async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let today = web::day_of(desk.clock.now());
    let mut steps = carrying_on(tx, desk, today, subject).await?;
    steps.extend(planning_anew(tx, desk, today, subject).await?);
    let Some((code, accepted_on)) = awaits_agreement(tx, subject).await? else {
        return Ok(steps);
    };
    let until = desk.rulebook.agreement_again_until(accepted_on).day;
    let office = offices::office_name(tx, code).await?;
    let signs = NextStep {
        words: format!(
            "{office}已于 {accepted_on} 接收本人，原协议同时终止：请在 {until} 以前（本地规范）与本人重新签订就业援助服务协议（BJ18-23、BJ18-24）"
        ),
        action: Action::RecordService,
        label: "签订协议".to_owned(),
        path: format!("/people/{subject}/agreement/sign"),
    };
    steps.insert(0, signs);
    Ok(steps)
}

/// What ended undone with the old agreement, in one step that leads to all of it.
async fn carrying_on(
    tx: &mut Tx,
    desk: &Desk,
    today: Day,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let matters = carried_of(tx, desk, today, subject).await?;
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    let said: Vec<String> =
        matters.iter().map(|one| format!("{}（{} 以前）", one.rule.duty, one.due)).collect();
    Ok(vec![NextStep {
        words: format!(
            "划转时没有办完、随原协议终止的 {} 项由本机构接着办：{}（BJ18-24、BJ18-27）",
            matters.len(),
            said.join("；")
        ),
        action: Action::RecordService,
        label: "接着办".to_owned(),
        path: format!("/people/{subject}/transfer#carried"),
    }])
}

/// What the transfer left open of the plan and of a panel, in one step that leads to all of it.
async fn planning_anew(
    tx: &mut Tx,
    desk: &Desk,
    today: Day,
    subject: SubjectId,
) -> Result<Option<NextStep>, StoreError> {
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    let known = facts_of(tx, subject).await?;
    let left = left_open(tx, desk, (subject, &key), (&known, today)).await?;
    if left.is_empty() {
        return Ok(None);
    }
    let said: Vec<String> = left.iter().map(Beside::words).collect();
    Ok(Some(NextStep {
        words: format!(
            "划转时原方案和会诊还有 {} 项没有办完：{}；与本人商量后排进新方案（BJ18-26(1)、BJ18-28）",
            left.len(),
            said.join("；")
        ),
        action: Action::RecordService,
        label: "逐项查看".to_owned(),
        path: format!("/people/{subject}/transfer#left"),
    }))
}

async fn under_way(tx: &mut Tx, subject: SubjectId) -> Result<Option<String>, StoreError> {
    let open: Option<(TransferId,)> = tx.optional(sql::OPEN_ONE, &[&subject]).await?;
    Ok(open.map(|_| "服务关系划转没有办完，请先办完或撤回".to_owned()))
}
