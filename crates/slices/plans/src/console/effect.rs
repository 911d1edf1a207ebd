//! /plans/effect: what measures were followed by in an office, as a count that says what it is not.

use access::Action;
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use web::parts::{Cell, Column, Prose, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Visit, workbook};

use super::words;
use crate::actions::effect::{MEASURES, courses};
use crate::model::effect::{ENOUGH, Effect};
use crate::model::effects;

/// The spans that can be chosen, in months.
const SPANS: [u8; 4] = [1, 3, 6, 12];
/// How far back assessments count, in days: two years.
const BACK: i32 = 730;

#[expect(clippy::disallowed_methods, reason = "it counts, and names nobody")]
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = query.0.text("office").and_then(|code| code.parse().ok());
    let area = visit.actor.reach(Action::SeeFigures, asked)?;
    let months = query.0.text("months").and_then(|months| months.parse().ok());
    let months = months.filter(|months| SPANS.contains(months)).unwrap_or(3);
    let (own, today) = (desk.clone(), visit.today);
    let since = today.plus_days(-BACK);
    let courses =
        desk.db.read(async move |tx| courses(tx, &own, area, (since, today)).await).await?;
    let list = table(&effects(&courses, &MEASURES, months, today), months);
    if query.wants_workbook() {
        return workbook("措施与就业准备", &list);
    }
    let spans = SPANS.map(|span| Choice::new(span.to_string(), format!("{span} 个月"))).to_vec();
    let path = format!("/plans/effect?office={}&months={months}&format=xlsx", area.first);
    let filter = Form::asking("/plans/effect", "查看")
        .hidden("office", area.first.to_string())
        .field(Field::of("months", "多少个月内", spans).value(months.to_string()));
    let page = Page::new("措施与就业准备")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("援助方案", format!("/plans?office={}", area.first))
        .lead(format!("近两年评估过就业准备的 {} 人：采取措施以后，有多少人被评估为具备上岗条件", courses.len()))
        .notice(Notice::note(
            "这是先后，不是因果：接受措施的人本来就与没有接受的不同，同一人可以接受几项措施；不能据此说哪项措施更有效",
        ))
        .part(&filter)
        .part(&list.export(path))
        .part(&Section::new("怎么算的", "how").part(&Prose(how(months))));
    Ok(visit.show(&page.aside(&words::basis(&["BJ18-25"]))))
}

fn how(months: u8) -> Vec<String> {
    vec![
        "只计采取措施时最近一次评估为“暂不具备上岗条件”的人；每人每项措施只计第一次。".to_owned(),
        format!("从采取措施的次日起 {months} 个月内，评估过一次“具备”即计入具备。"),
        "期限还没有满、也还没有评估为具备的，计入“期限未到”，不进比例。".to_owned(),
        format!("期限已满（或已具备）的不到 {ENOUGH} 人的，不计算比例：多一人少一人就会变样。"),
        "“没有记录上述措施”从第一次评估为暂不具备之日起算，期限内没有任何一项措施的记录。"
            .to_owned(),
        "心理调适、面试指导等在台账中都记为就业指导，这里合并为一项。".to_owned(),
    ]
}

fn table(effects: &[Effect], months: u8) -> Table {
    let columns = vec![
        Column::text("措施"),
        Column::number("事前暂不具备（人）"),
        Column::number(format!("{months} 个月内具备")),
        Column::number("再评估仍不具备"),
        Column::number("没有再评估"),
        Column::number("期限未到"),
        Column::number("具备的比例"),
    ];
    let rows = effects.iter().map(|effect| {
        let share = match effect.share() {
            Some(share) => Cell::PerMille(share),
            None if effect.people == 0 => Cell::Nothing,
            None => Cell::text("人数少，不计算"),
        };
        vec![
            Cell::text(effect.measure),
            Cell::count(effect.people),
            Cell::count(effect.ready),
            Cell::count(effect.unready),
            Cell::count(effect.unknown),
            Cell::count(effect.running),
            share,
        ]
    });
    Table::new("措施与就业准备", columns).rows(rows)
}
