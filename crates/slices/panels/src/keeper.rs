//! What a person's file shows of panels.

use access::Action;
use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, GoesAlong, MovedTogether, NextStep, Occasion,
    OpenFiles, Promised, UnderGate, Waiting,
};
use ledger::Field;
use offices::Names;
use rules::Kind;
use store::seal::{SubjectKey, key_of};
use store::{Instant, StoreError, SubjectId, Tx};
use subjects::{Past, facts_of, history};
use web::parts::{Button, Cell, Column, Row, Table};

use crate::actions::find::{Feedback, all_panels, by_itself, feedback_of, panels_of};
use crate::actions::names::{members, names_of};
use crate::actions::recorded::recorded_request;
use crate::model::{Panel, Stage};
use crate::sql;

/// Keeps the panels of a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(parts(tx, desk, files))
    }

    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(promised(tx, desk, files))
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

    fn under_gates<'a>(
        &'a self,
        tx: &'a mut Tx,
        gates: &'a [(SubjectId, String)],
    ) -> Answer<'a, Vec<UnderGate>> {
        Box::pin(crate::waiting::under_gates(tx, gates))
    }

    fn goes_along<'a>(
        &'a self,
        tx: &'a mut Tx,
        moved: &'a MovedTogether,
    ) -> Answer<'a, Vec<GoesAlong>> {
        Box::pin(crate::waiting::goes_along(tx, moved))
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(under_way(tx, subject))
    }
}

async fn parts(tx: &mut Tx, desk: &Desk, files: &OpenFiles) -> Result<Vec<FilePart>, StoreError> {
    let mut rows: Vec<Row> = Vec::new();
    for (subject, key) in files {
        let known = facts_of(tx, *subject).await?;
        let panels = panels_of(tx, key, &known, *subject).await?;
        if panels.is_empty() {
            continue;
        }
        let past = history(tx, key, *subject).await?;
        let told = feedback_of(tx, key, *subject).await?;
        let names = names_of(tx, &panels).await?;
        rows.extend(panels.iter().map(|panel| row(panel, &past, &told, &names)));
    }
    if let Some((subject, key)) = files.first() {
        rows.extend(recorded_row(tx, desk, key, *subject).await?);
    }
    let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else {
        return Ok(Vec::new());
    };
    let headings = [
        "申请日期",
        "要研究的问题",
        "受理机构",
        "专家小组",
        "会诊日期",
        "意见和建议",
        "反馈",
        "情况",
    ];
    let columns = headings.into_iter().map(Column::text).collect();
    let table = Table::new("专家会诊", columns).rows(rows);
    let links = vec![Button::link("专家会诊", format!("/people/{subject}/panel"))];
    Ok(vec![FilePart { place: FilePlace::Services, table, links }])
}

fn row(panel: &Panel, past: &[Past], told: &[Feedback], names: &Names) -> Row {
    let opinions: Vec<String> = opinions(past, panel)
        .map(|opinion| format!("{}：{}", opinion.on, words_of(opinion)))
        .collect();
    let told: Vec<String> = told
        .iter()
        .filter(|told| told.request == panel.request)
        .map(|told| format!("{}：{}", web::day_of(told.told_at), told.words.reveal()))
        .collect();
    let state = match &panel.ended {
        Some(ended) => format!("{}（{}，{}）", Stage::Over.term(), ended.on, ended.words),
        None => panel.stage().term().to_owned(),
    };
    let cells = vec![
        Cell::Day(panel.asked_on),
        Cell::text(question(past, panel)),
        Cell::text(names.office(panel.office_code)),
        Cell::text(members(names, panel)),
        panel.sits_on.map_or(Cell::Nothing, Cell::Day),
        Cell::text(opinions.join("；")),
        Cell::text(told.join("；")),
        Cell::text(state),
    ];
    cells.into()
}

/// Gives the request of a person that the ledger alone knows of.
async fn recorded(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Option<Panel>, StoreError> {
    let Some(held) = duties::held(tx, subject).await? else { return Ok(None) };
    let known = facts_of(tx, subject).await?;
    let panels = all_panels(tx, desk, key, &known, subject).await?;
    recorded_request(tx, &known, &held, &panels).await
}

/// The request that the ledger alone knows of, with what is missing of it.
async fn recorded_row(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Option<Row>, StoreError> {
    let Some(panel) = recorded(tx, desk, key, subject).await? else { return Ok(None) };
    let past = history(tx, key, subject).await?;
    let mut row = row(&panel, &past, &[], &Names::default());
    let missing = [(2, "还没有提交"), (3, "还没有确定"), (7, "只在台账中，待补办")];
    for (place, words) in missing {
        row.cells[place] = Cell::text(words);
    }
    Ok(Some(row))
}

/// What is to be done about a request that the ledger alone knows of.
async fn next_steps(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<Vec<NextStep>, StoreError> {
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(Vec::new());
    };
    let recorded = recorded(tx, desk, &key, subject).await?;
    let step = recorded.map(|panel| NextStep {
        words: format!(
            "台账中有 {} 的专家会诊申请，还没有提交上一级机构：没有受理机构、专家和会诊日期（BJ18-28(1)）",
            panel.asked_on
        ),
        action: Action::RecordService,
        label: "补办会诊".to_owned(),
        path: format!("/people/{subject}/panel#take-up"),
    });
    Ok(step.into_iter().collect())
}

/// Gives the question of a panel.
pub(crate) fn question(past: &[Past], panel: &Panel) -> String {
    past.iter().find(|entry| entry.id == panel.request).map(words_of).unwrap_or_default()
}

/// Gives the opinions of a panel, in the order in which they were written down.
pub(crate) fn opinions<'p>(
    past: &'p [Past],
    panel: &Panel,
) -> impl DoubleEndedIterator<Item = &'p Past> {
    let request = panel.request;
    past.iter().filter(move |entry| {
        entry.kind == Kind::ConsultationOpinion && entry.of == Some(request) && !entry.is_corrected
    })
}

/// Gives what an entry says in a sentence.
pub(crate) fn words_of(entry: &Past) -> String {
    entry.text(Field::Note).map(|note| note.reveal().to_owned()).unwrap_or_default()
}

async fn promised(
    tx: &mut Tx,
    desk: &Desk,
    files: &OpenFiles,
) -> Result<Vec<Promised>, StoreError> {
    let today = web::day_of(desk.clock.now());
    let mut promised = Vec::new();
    for (subject, key) in files {
        let known = facts_of(tx, *subject).await?;
        let panels = panels_of(tx, key, &known, *subject).await?;
        let names = names_of(tx, &panels).await?;
        let ahead = panels.iter().filter(|panel| panel.ended.is_none());
        promised.extend(ahead.filter_map(|panel| {
            let due = panel.sits_on.filter(|day| *day >= today)?;
            Some(Promised {
                words: "专家会诊：两级机构的专家一起研究您的求职困难".to_owned(),
                due: Some(due),
                by: names.office(panel.office_code).to_owned(),
            })
        }));
    }
    Ok(promised)
}

async fn under_way(tx: &mut Tx, subject: SubjectId) -> Result<Option<String>, StoreError> {
    let rows: Vec<sql::PanelRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    let known = facts_of(tx, subject).await?;
    let moves: Vec<(Instant, i64)> = tx.all(sql::MOVES, &[&subject]).await?;
    let lasts =
        rows.iter().any(|row| row.ended_at.is_none() && by_itself(&known, row, &moves).is_none());
    Ok(lasts.then(|| "专家会诊没有结束，请先结束会诊".to_owned()))
}
