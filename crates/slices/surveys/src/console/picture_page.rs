//! /surveys/{round}: what a round showed, by district, street or community, and why people are not willing.

use std::collections::HashMap;

use access::{Action, Area, OfficeLevel};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::StoreError;
use web::form::ONCE;
use web::parts::{Bar, Bars, Button, Cell, Column, Facts, Row, Section, Table, Tile, Tiles};
use web::{Notice, Page, Problem, Query, Tone, Visit, id, workbook};

use super::rounds_page::state;
use super::words::{office_names, place_name, problem};
use crate::actions::picture::{Picture, picture};
use crate::actions::reasons::keep_counted;
use crate::model::{Figure, Figures, Round, RoundId};

#[expect(clippy::disallowed_methods, reason = "it counts, and names nobody")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(round): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let round: RoundId = id(&round)?;
    let part = part_of(&query);
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let drawn = desk
        .db
        .read(async move |tx| picture(tx, &own, &occasion, round, part).await)
        .await
        .map_err(problem)?;
    if !drawn.counted.is_empty() {
        let counted = drawn.counted.clone();
        let kept =
            desk.db.write::<_, _, StoreError>(async move |tx| keep_counted(tx, &counted).await);
        kept.await?;
    }
    let area = Area::of_code(drawn.area.first);
    let names = desk.db.read::<_, _, StoreError>(async move |tx| office_names(tx, area).await);
    let is_workbook = query.wants_workbook();
    let view = View { names: names.await?, visit: &visit, drawn: &drawn, is_workbook };
    if is_workbook {
        return match query.0.text("table") {
            Some("reasons") => workbook("摸查原因", &view.reasons()),
            _ => workbook("摸查情况", &view.places()),
        };
    }
    Ok(visit.show(&view.page()))
}

/// What the chart shows of a place, each as the tiles and the table call it; together they are everybody.
const CHARTED: [(Tone, Figure); 4] = [
    (Tone::Good, Figure::Registers),
    (Tone::Note, Figure::Unregistered),
    (Tone::Soon, Figure::Unwilling),
    (Tone::Plain, Figure::NotReached),
];

/// Reads which office below is asked for.
pub(super) fn part_of(query: &Query) -> Option<Area> {
    query.0.text("area").and_then(|code| code.parse().ok()).map(Area::of_code)
}

/// A picture with the names of its places.
struct View<'a> {
    names: HashMap<i64, String>,
    visit: &'a Visit,
    drawn: &'a Picture,
    /// In a workbook a figure is a number, and leads nowhere.
    is_workbook: bool,
}

impl View<'_> {
    const fn round(&self) -> &Round {
        &self.drawn.round
    }

    /// The level of the area, whether or not all of it was counted.
    const fn level(&self) -> OfficeLevel {
        self.drawn.area.level()
    }

    fn path(&self) -> String {
        format!("/surveys/{}", self.round().round_id)
    }

    /// Where the people behind a figure are listed, for whoever may read them.
    fn people(&self, place: Option<i64>, figure: Figure) -> Option<String> {
        if self.is_workbook {
            return None;
        }
        let code = self.drawn.area.first;
        let relation = self.visit.actor.relation_to(code, None);
        self.visit.may(Action::ReadFile, relation).ok()?;
        let (area, place) = match place {
            Some(place) if self.level() < OfficeLevel::Street => (place, String::new()),
            Some(place) => (code, format!("&place={place}")),
            None => (code, String::new()),
        };
        Some(format!("{}/people?area={area}{place}&figure={}", self.path(), figure.name()))
    }

    fn page(&self) -> Page {
        let round = self.round();
        let code = self.drawn.area.first;
        let mut page = Page::new(&round.name)
            .section("/assistance")
            .crumb("就业援助", "/assistance")
            .crumb("就业意愿摸查", "/surveys")
            .lead(format!(
                "{} · {} 至 {} · 数字直接从台账记录统计，更正过的不计，逐级相加一致（BJ18-20）",
                place_name(&self.names, code),
                round.first_day,
                round.last_day
            ));
        if code != round.office_code {
            page = page.crumb("全部", self.path());
        }
        if self.visit.actor.may_ever(Action::ReadFile) {
            // Whoever reads the files of those alone whom they answer for is led to their own list.
            let relation = self.visit.actor.relation_to(code, None);
            let lists_all = self.visit.may(Action::ReadFile, relation).is_ok();
            let area = if lists_all { format!("?area={code}") } else { String::new() };
            let list = format!("{}/list{area}", self.path());
            page = page.tool(Button::link("待摸查名单", list).main());
        }
        let relation = self.visit.actor.relation_to(round.office_code, None);
        if round.is_open() && self.visit.may(Action::ConductSurvey, relation).is_ok() {
            let once = self.visit.once_key();
            let path = format!("{}/close", self.path());
            page = page.tool(Button::post("结束这一轮", path, &[(ONCE, &once)]));
        }
        if !round.is_open() {
            page = page.notice(Notice::note(
                "这一轮已经结束；“摸查对象”按现在的认定情况计算，摸查结果按这一轮日期内的台账记录计算",
            ));
        }
        let facts = Facts::new("这一轮")
            .fact("状态", state(round, self.visit.today))
            .words("摸查对象", round.covers().words())
            .words("依据", "BJ18-18、BJ18-19、BJ18-20、BJ18-21");
        page.part(&self.tiles())
            .part(&self.bars())
            .part(&self.places())
            .part(
                &Section::new("为什么暂无就业意愿或暂不进行求职登记", "reasons")
                    .lead("每人按这一轮最后一次摸查计；只统计，不列人名（BJ18-19 第（二）项）")
                    .part(&self.reason_bars())
                    .part(&self.reasons()),
            )
            .aside(&facts)
    }

    fn tiles(&self) -> Tiles {
        let total = &self.drawn.total;
        let per_mille = total.reached_per_mille();
        let tile = |figure: Figure, tone, beneath: String| {
            let tile = Tile::new(figure.term(), total.of(figure), tone).beneath(beneath);
            match self.people(None, figure) {
                Some(path) => tile.leads_to(path),
                None => tile,
            }
        };
        let left = if total.of(Figure::NotReached) > 0 { Tone::Soon } else { Tone::Good };
        let percent = format!("占摸查对象的 {}.{}%", per_mille / 10, per_mille % 10);
        let says = str::to_owned;
        Tiles(vec![
            tile(Figure::Target, Tone::Plain, says("人（BJ18-18）")),
            tile(Figure::Reached, Tone::Good, percent),
            tile(Figure::NotReached, left, says("这一轮还没有见到本人")),
            tile(Figure::Tried, Tone::Note, says("找过，没有见到本人")),
            tile(Figure::Willing, Tone::Good, says("已摸查的人中（BJ18-19）")),
            tile(Figure::Registers, Tone::Good, says("应及时采集登记（BJ18-21(1)）")),
            tile(Figure::Unregistered, Tone::Note, says("应跟踪摸查（BJ18-21(2)）")),
            tile(Figure::Unwilling, Tone::Soon, says("应跟踪摸查（BJ18-21(3)）")),
        ])
    }

    fn bars(&self) -> Bars {
        let bars = self.drawn.places.iter().map(|(place, figures)| Bar {
            label: place_name(&self.names, *place),
            path: (self.level() < OfficeLevel::Street)
                .then(|| format!("{}?area={place}", self.path())),
            segments: CHARTED.map(|(tone, figure)| (tone, figures.of(figure))).to_vec(),
        });
        Bars {
            caption: "各地摸查情况（人）".to_owned(),
            legend: CHARTED.map(|(tone, figure)| (tone, figure.term().to_owned())).to_vec(),
            bars: bars.collect(),
        }
    }

    fn places(&self) -> Table {
        let heading = match self.level() {
            OfficeLevel::City => "区",
            OfficeLevel::District => "街道（乡镇）",
            OfficeLevel::Street | OfficeLevel::Community => "社区（村）",
        };
        let mut columns = vec![Column::text(heading)];
        columns.extend(Figure::ALL.map(|figure| Column::number(figure.term())));
        columns.extend([Column::number("摸查率"), Column::number("联系未果（次）")]);
        let rows = self.drawn.places.iter().map(|(place, figures)| {
            let name = place_name(&self.names, *place);
            let head = if self.level() < OfficeLevel::Street {
                Cell::link(name, format!("{}?area={place}", self.path()))
            } else {
                Cell::text(name)
            };
            self.row(head, figures, Some(*place))
        });
        Table::new("各地摸查情况", columns)
            .captioned()
            .rows(rows)
            .total(self.row(Cell::text("合计"), &self.drawn.total, None))
            .empty("这里现在没有要摸查的人")
            .export(format!("{}?area={}&format=xlsx", self.path(), self.drawn.area.first))
    }

    fn row(&self, head: Cell, figures: &Figures, place: Option<i64>) -> Row {
        let mut cells = vec![head];
        cells.extend(Figure::ALL.map(|figure| {
            let number = figures.of(figure);
            match self.people(place, figure).filter(|_| number > 0) {
                Some(path) => Cell::link(number.to_string(), path),
                None => Cell::Number(number),
            }
        }));
        cells.push(Cell::PerMille(figures.reached_per_mille()));
        cells.push(Cell::Number(figures.attempts));
        Row::from(cells)
    }

    fn reason_bars(&self) -> Bars {
        let bars = self.drawn.reasons.iter().map(|(reason, count)| Bar {
            label: reason.clone(),
            path: None,
            segments: vec![(Tone::Soon, count.unwilling), (Tone::Note, count.unregistered)],
        });
        Bars {
            caption: "原因（人）".to_owned(),
            legend: vec![
                (Tone::Soon, Figure::Unwilling.term().to_owned()),
                (Tone::Note, Figure::Unregistered.term().to_owned()),
            ],
            bars: bars.collect(),
        }
    }

    fn reasons(&self) -> Table {
        let columns = vec![
            Column::text("原因"),
            Column::number(Figure::Unwilling.term()),
            Column::number(Figure::Unregistered.term()),
            Column::number("合计"),
        ];
        let row = |reason: &str, unwilling: i64, unregistered: i64| {
            vec![
                Cell::text(reason),
                Cell::Number(unwilling),
                Cell::Number(unregistered),
                Cell::Number(unwilling + unregistered),
            ]
        };
        let reasons = &self.drawn.reasons;
        let rows =
            reasons.iter().map(|(reason, count)| row(reason, count.unwilling, count.unregistered));
        let table = Table::new("原因", columns)
            .rows(rows)
            .empty("没有暂无就业意愿或暂不进行求职登记的人")
            .export(format!(
                "{}?area={}&format=xlsx&table=reasons",
                self.path(),
                self.drawn.area.first
            ));
        if reasons.is_empty() {
            return table;
        }
        let unwilling = reasons.iter().map(|(_, count)| count.unwilling).sum();
        let unregistered = reasons.iter().map(|(_, count)| count.unregistered).sum();
        table.total(row("合计", unwilling, unregistered))
    }
}
