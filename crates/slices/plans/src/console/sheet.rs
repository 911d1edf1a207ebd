//! /people/{subject}/plan/page: the plan on one page that the person takes home.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::SubjectId;
use web::parts::{Cell, Column, Facts, Prose, Section, Table, Tile, Tiles};
use web::{Page, Problem, Tone, Visit, id};

use super::{load, page_of, words};
use crate::actions::kept::KeptPlan;
use crate::model::{By, Step, StepState};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::ReadFile, subject).await?;
    let then = open.then(&desk, visit.today);
    let Some((entry, Some(plan))) = open.current(&then) else {
        return Err(Problem::refused("没有在执行的方案正文；请先编写并与本人定稿"));
    };
    let name = open.entered.label.name.reveal();
    let mut page: Page = page_of(format!("{name}的就业计划"), &open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead(format!(
            "{} 一起商定 · 第 {} 版 · {} 打印",
            spoken(entry.on),
            plan.version,
            visit.today
        ));
    let text = &plan.adopted.text;
    page = page.part(&Section::new("我们的目标", "goal").part(&Prose::new(&text.goal)));
    let mut open_steps: Vec<&Step> = text.steps.iter().filter(|step| is_open(plan, step)).collect();
    open_steps.sort_by_key(|step| (step.due, step.number));
    let next = open_steps.iter().take(3).map(|step| {
        let who = if step.by == By::Person { "您来做" } else { "我们来做" };
        Tile::new(who, soon(step.due), Tone::Plain).beneath(&step.words)
    });
    let next = Tiles(next.collect());
    if !next.0.is_empty() {
        page = page.part(&Section::new("接下来", "next").part(&next));
    }
    let mine = |step: &&Step| step.by == By::Person;
    page = page.part(&list("您自己做的", "mine", plan, text.steps.iter().filter(mine))).part(
        &list("我们为您做的", "ours", plan, text.steps.iter().filter(|step| step.by != By::Person)),
    );
    let rows = text.stages.iter().map(|stage| {
        vec![Cell::text(spoken(stage.until)), Cell::Two(stage.goal.clone(), stage.name.clone())]
    });
    let columns = vec![Column::text("到这一天"), Column::text("做到")];
    let road = Table::new("一步一步来", columns).rows(rows);
    page = page.part(&Section::new("一步一步来", "road").part(&road));
    let mut whom = Facts::new("有事找谁");
    let officer = if open.officer.is_empty() { "接待您的工作人员" } else { &open.officer };
    whom = whom.words("您的专员", officer);
    if let Some(office) = &open.office {
        whom = whom.words("单位", &office.name);
        if !office.phone.is_empty() {
            whom = whom.words("电话", &office.phone);
        }
        if !office.address.is_empty() {
            whom = whom.words("地址", &office.address);
        }
    }
    let whom = whom.words(
        "情况有变化",
        "身体、家里、想法有变化，或者哪一步做不到，请随时告诉我们，计划可以一起改",
    );
    Ok(visit.show(&page.part(&whom)))
}

fn is_open(plan: &KeptPlan, step: &Step) -> bool {
    plan.step(step.number).is_some_and(|kept| kept.progress.state == StepState::Open)
}

/// A day as people say it.
fn spoken(day: Day) -> String {
    let (year, month, number) = day.parts();
    format!("{year}年{month}月{number}日")
}

/// A day within the year to come, short enough to stand large; the lists beneath name its year.
fn soon(day: Day) -> String {
    let (_, month, number) = day.parts();
    format!("{month}月{number}日前")
}

fn list<'s>(
    heading: &str,
    mark: &str,
    plan: &KeptPlan,
    steps: impl Iterator<Item = &'s Step>,
) -> Section {
    let mut steps: Vec<&Step> = steps.collect();
    steps.sort_by_key(|step| (step.due, step.number));
    let rows = steps.into_iter().filter_map(|step| {
        let state = plan.step(step.number)?.progress.state;
        let done = match state {
            StepState::Done => "✓ 已经做好",
            StepState::Open => "",
            // What no longer goes on is not promised any more.
            StepState::GivenUp => return None,
        };
        Some(vec![
            Cell::text(format!("{} 前", spoken(step.due))),
            Cell::Two(step.words.clone(), done.to_owned()),
            Cell::text(words::who(step)),
        ])
    });
    let columns = vec![Column::text("什么时候"), Column::text("做什么"), Column::text("谁")];
    let table = Table::new(heading, columns).rows(rows).empty("没有");
    Section::new(heading, mark).part(&table)
}
