//! What the file of a person shows of their plans.

use access::Action;
use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, NextStep, Occasion, OpenFiles, Paper, Promised,
    Waiting,
};
use kernel::Day;
use services::model::Then;
use store::{StoreError, SubjectId, Tx};
use web::Tone;
use web::parts::{Button, Cell, Column, Row, Table};

use crate::actions::doers::Doers;
use crate::actions::kept::{KeptPlan, all_plans, plans_of};
use crate::model::{By, Step, StepState, Tally, current_entry, plan_entries};

/// What the file of a person shows of their plans: versions with their progress, and what was promised.
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
        Box::pin(crate::waiting::next_steps(tx, desk, subject))
    }

    fn papers<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Paper>> {
        Box::pin(papers(tx, desk, files))
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
}

pub(crate) fn today(desk: &Desk) -> Day {
    web::day_of(desk.clock.now())
}

async fn parts(tx: &mut Tx, desk: &Desk, files: &OpenFiles) -> Result<Vec<FilePart>, StoreError> {
    let today = today(desk);
    let mut rows: Vec<(Day, i64, Row)> = Vec::new();
    let mut is_planned = false;
    for (place, (subject, key)) in files.iter().enumerate() {
        let plans = plans_of(tx, key, *subject).await?;
        let known = subjects::facts_of(tx, *subject).await?;
        let then = Then::at(&desk.rulebook, &known, today);
        let current = current_entry(&then).filter(|_| place == 0).map(|plan| plan.entry);
        let counted = plan_entries(&then);
        // The merged file's entries stand once more in this one; here only what they say is added.
        is_planned |= place == 0 && !counted.is_empty();
        for plan in plans {
            let on = counted.iter().find(|entry| entry.entry == plan.entry).map(|entry| entry.on);
            let is_current = current == Some(plan.entry);
            let row = row(&plan, on, is_current, today);
            rows.push((on.unwrap_or(Day::FIRST), plan.version, row));
        }
    }
    let Some((own, _)) = files.first() else { return Ok(Vec::new()) };
    if rows.is_empty() && !is_planned {
        return Ok(Vec::new());
    }
    rows.sort_by_key(|(on, version, _)| std::cmp::Reverse((*on, *version)));
    let columns = vec![
        Column::text("版本"),
        Column::text("日期"),
        Column::text("总目标"),
        Column::text("完成情况"),
        Column::text("修订原因"),
    ];
    let table = Table::new("就业援助方案及执行情况（BJ18-32）", columns)
        .rows(rows.into_iter().map(|(_, _, row)| row))
        .empty("台账中有方案的记录，但没有在本系统中编写的正文");
    let link = Button::link("援助方案", format!("/people/{own}/plan"));
    Ok(vec![FilePart { place: FilePlace::Services, table, links: vec![link] }])
}

fn row(plan: &KeptPlan, on: Option<Day>, is_current: bool, today: Day) -> Row {
    let tally = Tally::of(&plan.progress(), today);
    let late = if is_current && tally.late > 0 {
        format!("，逾期 {} 项", tally.late)
    } else {
        String::new()
    };
    let state = match (on, is_current) {
        (None, _) => "已更正，不作数",
        (_, true) => "在执行",
        _ => "已由后来的版本代替，或协议已终止",
    };
    Row {
        cells: vec![
            Cell::Two(format!("第 {} 版", plan.version), state.to_owned()),
            on.map_or(Cell::Nothing, Cell::Day),
            Cell::text(&plan.adopted.text.goal),
            Cell::text(format!("{} 项完成 {} 项{late}", tally.steps, tally.done)),
            Cell::text(&plan.adopted.reason),
        ],
        tone: if late.is_empty() { Tone::Plain } else { Tone::Late },
    }
}

/// The plan in force under the agreement in force. Without an agreement there is none to ask for.
async fn papers(tx: &mut Tx, desk: &Desk, files: &OpenFiles) -> Result<Vec<Paper>, StoreError> {
    let Some((subject, key)) = files.first() else { return Ok(Vec::new()) };
    let known = subjects::facts_of(tx, *subject).await?;
    let then = Then::at(&desk.rulebook, &known, today(desk));
    if !then.standing().under_agreement {
        return Ok(Vec::new());
    }
    let current = current_entry(&then);
    let plans = all_plans(tx, desk, key, *subject).await?;
    let plan = plans.iter().find(|plan| current.is_some_and(|entry| entry.entry == plan.entry));
    let words = match (current, plan) {
        (Some(entry), Some(plan)) => format!("第 {} 版，{} 与本人定稿", plan.version, entry.on),
        (Some(entry), None) => format!("{} 定稿，正文不在本系统中", entry.on),
        (None, _) => "本期协议还没有制定方案".to_owned(),
    };
    let path = if current.is_some() { "plan" } else { "plan/edit" };
    Ok(vec![Paper {
        term: "援助方案",
        words,
        is_there: current.is_some(),
        clause: "BJ18-26(1)",
        action: Action::RecordService,
        label: "制定",
        path: format!("/people/{subject}/{path}"),
    }])
}

/// What the office, or somebody whom it brought in, still does under the version in force.
async fn promised(
    tx: &mut Tx,
    desk: &Desk,
    files: &OpenFiles,
) -> Result<Vec<Promised>, StoreError> {
    let Some((subject, key)) = files.first() else { return Ok(Vec::new()) };
    let known = subjects::facts_of(tx, *subject).await?;
    let then = Then::at(&desk.rulebook, &known, today(desk));
    let Some(current) = current_entry(&then) else { return Ok(Vec::new()) };
    let plans = all_plans(tx, desk, key, *subject).await?;
    let Some(plan) = plans.iter().find(|plan| plan.entry == current.entry) else {
        return Ok(Vec::new());
    };
    let officer = duties::held(tx, *subject).await?.and_then(|held| held.officer);
    let doers = Doers::of(tx, *subject, officer).await?;
    let open =
        |number| plan.step(number).is_some_and(|step| step.progress.state == StepState::Open);
    let mut promised: Vec<Promised> = plan
        .adopted
        .text
        .steps
        .iter()
        .filter(|step| step.by != By::Person && open(step.number))
        .map(|step| promise(step, &doers))
        .collect();
    promised.sort_by_key(|promised| promised.due);
    Ok(promised)
}

/// What a step of the office, or of somebody whom it brought in, promises to the person.
pub(crate) fn promise(step: &Step, doers: &Doers) -> Promised {
    Promised { words: step.words.clone(), due: Some(step.due), by: doers.name(step).to_owned() }
}
