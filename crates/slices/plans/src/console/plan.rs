//! /people/{subject}/plan: the version in force, how far it has come, the barriers, what measures were followed
//! by, and every version.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use rules::Kind;
use services::model::Then;
use store::SubjectId;
use web::parts::{Button, Cell, Column, Facts, Row, Section, Table, Tile, Tiles};
use web::{Notice, Page, Problem, Tone, Visit, id};

use super::comparing::name_of;
use super::progress::{done_values, shown_values};
use super::{barriers, former, load, may, page_of, reviewing, words};
use crate::actions::kept::KeptPlan;
use crate::actions::open::{OpenPlan, version_of};
use crate::actions::progress::{Shows, shown};
use crate::model::{Edition, PlanEntry, Step, StepState, Tally, kind_now};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::ReadFile, subject).await?;
    let then = open.then(&desk, visit.today);
    let edition = Edition::on(visit.today);
    let records = may(&visit, &open, Action::RecordService);
    let mut page = page_of("就业援助方案", &open);
    page = tools(page, &open, &then, records);
    page = match open.current(&then) {
        Some((entry, Some(plan))) => {
            let is_own = open.is_own(plan);
            if !is_own {
                page = page.notice(Notice::note(
                    "这一版在并入的档案中定稿：正文可以查阅，进展不再在这一版记录；修订后在新版中接着记",
                ));
            }
            in_force(page, &visit, &open, &then, (entry, plan), records && is_own)
        }
        Some((entry, None)) => {
            let words = format!(
                "{} {}，只在台账中有记录：正文不在本系统中，可能随台账导入或合并而来；可以编写新版",
                entry.on,
                entry.kind.term()
            );
            page.notice(Notice::note(words))
        }
        None if then.agreement().is_none() => {
            page.notice(Notice::note("没有在执行的援助协议，也就没有在执行的方案；可以先编写草稿"))
        }
        None => page.notice(Notice::soon("本期协议还没有制定方案（BJ18-26(1)）")),
    };
    let barriers = match open.analyses.first() {
        Some(latest) => barriers::kept(edition, &open, latest, "商定的就业障碍"),
        None => Section::new("商定的就业障碍", "analysis").lead("还没有做就业障碍分析"),
    };
    if let Some(before) = open.former(&then) {
        page = page.part(&former::former(&open, before, visit.today));
    }
    page = page
        .part(&words::readiness(&open, &then))
        .part(&versions(&visit, &open, &then))
        .aside(&barriers)
        .aside(&words::basis(&["BJ18-25", "BJ18-26", "BJ18-26(1)", "BJ18-28"]));
    Ok(visit.show(&page))
}

fn tools(mut page: Page, open: &OpenPlan, then: &Then<'_>, records: bool) -> Page {
    let subject = open.entered.held.subject;
    let at = |place: &str| format!("/people/{subject}/{place}");
    if records {
        if let Some(asked) = open.asked(then) {
            page = page
                .notice(Notice::soon(format!("{}（BJ18-25）", asked.words())))
                .tool(reviewing::button(subject, &asked).main());
        }
        page = words::unrecorded(page, open);
        let label = match (&open.draft, kind_now(then)) {
            (Some(_), _) => "接着写草稿",
            (None, Kind::PlanRevised) => "修订方案",
            _ => "编写方案",
        };
        page = page
            .tool(Button::link(label, at("plan/edit")).main())
            .tool(Button::link("就业障碍分析", at("barriers")));
        if let Some(draft) = &open.draft {
            let by = open.name(draft.staff);
            let on = web::day_of(draft.saved_at);
            let words = format!("有一份{by}在 {on} 保存的草稿，还没有与本人定稿");
            page = page.notice(Notice::soon(words));
        }
    }
    page.tool(Button::link("给本人看的一页", at("plan/page")))
}

fn in_force(
    page: Page,
    visit: &Visit,
    open: &OpenPlan,
    then: &Then<'_>,
    (entry, plan): (PlanEntry, &KeptPlan),
    records: bool,
) -> Page {
    let tally = Tally::of(&plan.progress(), visit.today);
    let share =
        tally.share().map_or_else(|| "—".to_owned(), |share| format!("{}%", (share + 5) / 10));
    let whole = tally.steps - tally.given_up;
    let late = if tally.late > 0 { Tone::Late } else { Tone::Good };
    let tiles = Tiles(vec![
        Tile::new("已完成", share, Tone::Plain)
            .beneath(format!("{whole} 项中 {} 项，不计不再进行的", tally.done)),
        Tile::new("逾期未完成", tally.late, late).beneath("项"),
        Tile::new("不再进行", tally.given_up, Tone::Plain).beneath("项"),
    ]);
    let mut page = page
        .lead(format!("第 {} 版，{} 与本人定稿，{}", plan.version, entry.on, open.name(plan.staff)))
        .part(&tiles);
    if let Some(behind) = words::behind_goal(&plan.adopted.text, entry.on) {
        page = page.notice(Notice::soon(behind));
    }
    let mut facts = Facts::new("").words("总目标", &plan.adopted.text.goal);
    if !plan.adopted.words.is_empty() {
        facts = facts.words("本人的话", &plan.adopted.words);
    }
    if !plan.adopted.reason.is_empty() {
        facts = facts.words("修订原因", &plan.adopted.reason);
    }
    if let Some(opinion) = plan.opinion.and_then(|opinion| then.entry(opinion)) {
        facts = facts.words("依据", format!("{} 的专家会诊意见（BJ18-28）", opinion.on));
    }
    page = page.part(&facts);
    let shown = shown(open, then, plan);
    for (place, stage) in plan.adopted.text.stages.iter().enumerate() {
        let rows = plan.adopted.text.steps_of(place).into_iter().map(|step| {
            row(
                (visit, open),
                (plan, step),
                shown.iter().find(|one| one.number == step.number),
                records,
            )
        });
        let columns = vec![
            Column::text("做什么"),
            Column::text("谁来做"),
            Column::text("哪天前"),
            Column::text("情况"),
            Column::buttons("办理"),
        ];
        let table =
            Table::new(stage.name.clone(), columns).rows(rows).empty("这个阶段没有安排行动");
        let heading = format!("{}（至 {}）", stage.name, stage.until);
        let section = Section::new(heading, format!("stage-{}", place + 1)).lead(&stage.goal);
        page = page.part(&section.part(&table));
    }
    page
}

fn row(
    (visit, open): (&Visit, &OpenPlan),
    (plan, step): (&KeptPlan, &Step),
    shown: Option<&Shows>,
    records: bool,
) -> Row {
    let path = format!("/people/{}/plan/progress", open.entered.held.subject);
    let kept = plan.step(step.number);
    let state = kept.map_or(StepState::Open, |kept| kept.progress.state);
    let post = |label: &str, values: &[(&'static str, String)]| {
        let once = (web::form::ONCE, visit.once_key());
        let values: Vec<(&str, &str)> =
            std::iter::once(&once).chain(values).map(|(name, value)| (*name, &**value)).collect();
        Button::post(label, &path, &values).spoken(format!("{label}：{}", step.words))
    };
    let mut buttons = Vec::new();
    if records {
        match (state, shown) {
            (StepState::Open, Some(shown)) => {
                let label = format!("确认完成（{} {}）", shown.on, shown.kind.term());
                buttons.push(post(&label, &shown_values(plan, shown)).main());
            }
            (StepState::Open, None) => {
                let values = done_values(plan, step.number, visit.today.to_string());
                buttons.push(post("完成", &values));
            }
            _ => {}
        }
        let link = format!("{path}?step={}", step.number);
        let label = if state == StepState::Open { "其他情况" } else { "改记" };
        buttons.push(Button::link(label, link).spoken(format!("{label}：{}", step.words)));
    }
    let edition = Edition::on(visit.today);
    let said = kept.map(|kept| kept.progress.words.clone()).filter(|words| !words.is_empty());
    let measure = edition.measure_name(&step.measure).to_owned();
    let beneath = said.map_or(measure.clone(), |said| format!("{measure}；{said}"));
    let tone = match state {
        StepState::Open if step.due < visit.today => Tone::Late,
        StepState::Done => Tone::Good,
        _ => Tone::Plain,
    };
    Row {
        cells: vec![
            Cell::Two(step.words.clone(), beneath),
            Cell::text(open.doers.name(step)),
            Cell::Day(step.due),
            words::state(plan, step, visit.today),
            Cell::Buttons(buttons),
        ],
        tone,
    }
}

/// Every version that the ledger knows of, the latest first, those too that only the ledger knows of.
fn versions(visit: &Visit, open: &OpenPlan, then: &Then<'_>) -> Section {
    let subject = open.entered.held.subject;
    let current = open.current(then).map(|(entry, _)| entry.entry);
    let mut entries: Vec<_> = open
        .past
        .iter()
        .filter(|past| matches!(past.kind, Kind::PlanAdopted | Kind::PlanRevised))
        .collect();
    entries.sort_by_key(|past| std::cmp::Reverse((past.on, past.sequence)));
    let rows = entries.into_iter().map(|past| {
        let plan = open.plans.iter().find(|plan| plan.entry == past.id);
        let number = version_of(past).map_or("—".to_owned(), |number| format!("第 {number} 版"));
        let (tone, state) = if past.is_corrected {
            (Tone::Plain, "已更正，不作数")
        } else if current == Some(past.id) {
            (Tone::Good, "在执行")
        } else {
            (Tone::Plain, "以前的版本")
        };
        let (come, reason, buttons) = match plan {
            Some(plan) => {
                let tally = Tally::of(&plan.progress(), visit.today);
                let mut before = open.plans.iter();
                let before =
                    before.find(|other| other.file == plan.file && other.version < plan.version);
                let compare = before.map(|before| {
                    let path = format!(
                        "/people/{subject}/plan/compare?one={}&other={}",
                        name_of(&open.entered.held, before),
                        name_of(&open.entered.held, plan)
                    );
                    let spoken = format!("与前一版对照：第 {} 版", plan.version);
                    Button::link("与前一版对照", path).spoken(spoken)
                });
                (
                    format!("{} 项完成 {} 项", tally.steps, tally.done),
                    plan.adopted.reason.clone(),
                    Cell::Buttons(compare.into_iter().collect()),
                )
            }
            None => ("只在台账中，没有正文".to_owned(), String::new(), Cell::Nothing),
        };
        vec![
            Cell::Two(number, past.kind.term().to_owned()),
            Cell::Day(past.on),
            Cell::Badge(tone, state.to_owned()),
            Cell::text(come),
            Cell::text(reason),
            buttons,
        ]
    });
    let columns = vec![
        Column::text("版本"),
        Column::text("日期"),
        Column::text("状态"),
        Column::text("完成情况"),
        Column::text("修订原因"),
        Column::buttons("对照"),
    ];
    let table = Table::new("各版方案", columns).rows(rows).empty("还没有定稿的方案");
    Section::new("各版方案", "versions").lead("各版永久保留（BJ18-32）").part(&table)
}
