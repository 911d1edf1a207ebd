//! /surveys: the rounds, and opening one.

use std::collections::HashMap;

use access::{Action, Failure, OfficeLevel, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use kernel::Day;
use store::StoreError;
use web::form::ONCE;
use web::parts::{Button, Cell, Column, Section, Table, Tiles};
use web::{Choice, Field, Form, Page, Problem, Query, Submitted, Tone, Visit, id, workbook};

use super::words::{office_names, problem};
use crate::actions::households::households_left;
use crate::actions::reach::reach;
use crate::actions::rounds::{NewRound, close_round, open_round, rounds_of};
use crate::model::{Covers, Round, RoundId, ScopeGroup};

/// What the page needs to know.
struct Known {
    rounds: Vec<Round>,
    offices: HashMap<i64, String>,
    households: i64,
}

async fn know(visit: &Visit, desk: &Desk) -> Result<Known, Problem> {
    let area = visit.actor.area;
    let known = desk.db.read::<_, _, StoreError>(async move |tx| {
        let rounds = rounds_of(tx, area).await?;
        let mut offices = office_names(tx, area).await?;
        for round in &rounds {
            if !offices.contains_key(&round.office_code)
                && let Some(office) = offices::office_by_code(tx, round.office_code).await?
            {
                offices.insert(office.code, office.name);
            }
        }
        Ok(Known { rounds, offices, households: households_left(tx, area).await? })
    });
    Ok(known.await?)
}

#[expect(clippy::disallowed_methods, reason = "it lists rounds, and names nobody")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let known = know(&visit, &desk).await?;
    if query.wants_workbook() {
        return workbook("摸查轮次", &table(&known, &visit));
    }
    let form = may_conduct(&visit).then(|| form(&visit, &known));
    Ok(visit.show(&page(&visit, &known, form.as_ref())))
}

pub(super) async fn open(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let known = know(&visit, &desk).await?;
    let mut form = form(&visit, &known);
    form.take(&sent);
    if form.is_sound() {
        let new = NewRound {
            office_code: form
                .text("office")
                .and_then(|code| code.parse().ok())
                .unwrap_or(visit.actor.area.first),
            name: form.words("name"),
            first_day: form.day("first_day").unwrap_or(visit.today),
            last_day: form.day("last_day").unwrap_or(visit.today),
            covers: Covers::of(&form.chosen("covers")),
        };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let opened = desk.once(&visit, form.once(), async move |tx| {
            let round = open_round(tx, &own, &occasion, &new).await?;
            Ok(round.to_string())
        });
        match opened.await {
            Ok(round) => {
                return Ok(visit.go_on(&format!("/surveys/{round}"), "已开始一轮摸查"));
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&visit, &known, Some(&form))))
}

pub(super) async fn close(
    visit: Visit,
    State(desk): State<Desk>,
    Path(round): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let round: RoundId = id(&round)?;
    let (key, occasion) = (sent.once_key()?, Occasion::from(&visit));
    let closed =
        desk.once(&visit, &key, async move |tx| close_round(tx, &occasion, round).await).await;
    closed.map_err(problem)?;
    Ok(visit.go_on(&format!("/surveys/{round}"), "这一轮摸查已结束，情况统计仍可查看"))
}

fn may_conduct(visit: &Visit) -> bool {
    visit.may(Action::ConductSurvey, Relation::Office).is_ok()
        && visit.actor.area.level() < OfficeLevel::Community
}

/// The form that opens a round: for the office itself, or for one below it.
fn form(visit: &Visit, known: &Known) -> Form {
    let is_fit = |code: &i64| {
        let area = access::Area::of_code(*code);
        visit.actor.area.holds(*code)
            && matches!(area.level(), OfficeLevel::District | OfficeLevel::Street)
    };
    let mut offices: Vec<(&i64, &String)> =
        known.offices.iter().filter(|(code, _)| is_fit(code)).collect();
    offices.sort();
    let own = offices.first().map_or(String::new(), |(code, _)| code.to_string());
    let choices = offices.iter().map(|(code, name)| Choice::new(code.to_string(), *name)).collect();
    let groups = ScopeGroup::ALL.map(|group| Choice::new(group.name(), group.term()));
    let mut covers = Field::any("covers", "摸查对象", groups.to_vec())
        .required()
        .hint("就业困难人员都应摸查（BJ18-18）；其他登记失业人员可一并了解");
    for group in Covers::HARDSHIP.groups() {
        covers = covers.value(group.name());
    }
    let (year, month, _) = visit.today.parts();
    let last = rules::quarter_end(visit.today);
    Form::new("/surveys", "开始这一轮", visit.once_key())
        .field(
            Field::line("name", "名称")
                .required()
                .value(format!("{year} 年第 {} 季度就业意愿摸查", (month - 1) / 3 + 1)),
        )
        .field(Field::of("office", "机构", choices).required().value(own).hint("含下级机构"))
        .field(Field::day("first_day", "开始日").required().value(visit.today.to_string()))
        .field(Field::day("last_day", "结束日").required().value(last.to_string()))
        .field(covers)
}

fn page(visit: &Visit, known: &Known, form: Option<&Form>) -> Page {
    let households = duties::household_tile(visit, visit.actor.area, known.households);
    let mut page = Page::new("就业意愿摸查")
        .section("/assistance").crumb("就业援助", "/assistance")
        .lead("主动了解就业困难人员的就业意愿，当天建台账和就业需求档案，及时统计分析（BJ18-18 至 BJ18-21）")
        .part(&Tiles(vec![households]))
        .part(&table(known, visit));
    if visit.actor.may_ever(Action::ReadFile) {
        page = page.tool(Button::link("待摸查名单", "/surveys/list").main());
    }
    if may_conduct(visit) && visit.actor.area.level() <= OfficeLevel::District {
        page = page.tool(Button::link("其他重点帮扶群体", "/surveys/groups"));
    }
    if let Some(form) = form {
        let lead = "名单由认定情况自动形成，不必挑人；这一轮的日期内记下的摸查都计入";
        page = page.part(&Section::new("开始一轮摸查", "new").lead(lead).part(form));
    }
    page
}

fn table(known: &Known, visit: &Visit) -> Table {
    let columns = vec![
        Column::text("轮次"),
        Column::text("机构"),
        Column::text("日期"),
        Column::text("摸查对象"),
        Column::text("状态"),
        Column::buttons("办理"),
    ];
    let rows = known.rounds.iter().map(|round| {
        let path = format!("/surveys/{}", round.round_id);
        let mut buttons = Vec::new();
        if round.is_open() && visit.actor.may_ever(Action::ReadFile) {
            buttons.push(
                Button::link("名单", format!("{path}/list"))
                    .spoken(format!("{}的名单", round.name)),
            );
        }
        let relation = visit.actor.relation_to(round.office_code, None);
        if round.is_open() && visit.may(Action::ConductSurvey, relation).is_ok() {
            let once = visit.once_key();
            buttons.push(
                Button::post("结束", format!("{path}/close"), &[(ONCE, &once)])
                    .spoken(format!("结束{}", round.name)),
            );
        }
        let office = known.offices.get(&round.office_code).cloned().unwrap_or_default();
        vec![
            if shows_figures(visit, round) {
                Cell::link(&round.name, path)
            } else {
                Cell::text(&round.name)
            },
            Cell::text(office),
            Cell::text(format!("{} 至 {}", round.first_day, round.last_day)),
            Cell::text(round.covers().words()),
            state(round, visit.today),
            Cell::Buttons(buttons),
        ]
    });
    Table::new("摸查轮次", columns)
        .rows(rows)
        .empty("还没有开始过摸查；由机构负责人开始一轮，名单自动形成")
        .export("/surveys?format=xlsx")
}

/// Tells whether the actor sees what a round showed: whoever serves in an office sees its own figures, and none of a
/// round that an office below it opened.
pub(super) fn shows_figures(visit: &Visit, round: &Round) -> bool {
    let seen = round.seen_from(visit.actor.area);
    seen.is_some_and(|area| reach(&Occasion::from(visit), Action::SeeFigures, area).is_ok())
}

/// Where a round stands.
pub(super) fn state(round: &Round, today: Day) -> Cell {
    let (tone, words) = match () {
        () if !round.is_open() => (Tone::Plain, "已结束"),
        () if today < round.first_day => (Tone::Note, "未开始"),
        () if today > round.last_day => (Tone::Soon, "期满待结束"),
        () => (Tone::Good, "进行中"),
    };
    Cell::Badge(tone, words.to_owned())
}
