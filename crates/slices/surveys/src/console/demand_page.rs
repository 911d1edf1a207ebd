//! /people/{subject}/demand-file: the demand file, its versions side by side, and on paper.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use seekers::model::{mask_number, mask_phone};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Facts, Section, Table};
use web::{Form, Page, Problem, Query, Submitted, Visit, day_of, id};

use super::words::{Opened, lead_to, load, page_of, staff_name};
use super::{demand_conflict, demand_form};
use crate::actions::demand_file::{DemandFile, write_demand_file};
use crate::model::{DemandContent, SurveyRefusal, differences};

/// The general form of the kind leads here.
pub(super) async fn lead_here(
    visit: Visit,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    Ok(lead_to(&visit, &format!("/people/{subject}/demand-file")))
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::ReadFile, subject).await?;
    if query.wants_workbook() {
        let reach = Reach::Alike(opened.entered.relation);
        let table = versions(&opened);
        return take_out(&visit, &desk, reach, "就业需求档案", &table, [subject]).await;
    }
    let form = form(&opened, &visit).returning(&query.0);
    Ok(visit.show(&page(&visit, &opened, &form, &query)))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&opened, &visit).returning(&sent);
    form.take(&sent);
    if form.is_sound() {
        let (content, based_on) = (demand_form::content(&form), demand_form::based_on(&form));
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let written = desk.once(&visit, form.once(), async move |tx| {
            write_demand_file(tx, &own, &occasion, subject, &content, based_on).await
        });
        match written.await {
            Ok(version) => {
                let path = format!("/people/{subject}/demand-file");
                let words = format!("已保存为第 {version} 版，以前各版都保留");
                return Ok(visit.go_back_or_on(&sent, &path, &words));
            }
            Err(Failure::Refused(SurveyRefusal::DemandFileChanged)) => {
                let opened = load(&desk, &visit, Action::RecordService, subject).await?;
                let start = page_of("就业需求档案", &opened);
                let page = demand_conflict::told(start, &opened, &mut form).part(&form);
                return Ok(visit.show_again(&page));
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&visit, &opened, &form, &query)))
}

pub(super) async fn print(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::ReadFile, subject).await?;
    let Some(latest) = opened.demand_files.first() else {
        return Err(Problem::refused("就业需求档案还没有填写内容，没有可以打印的；请先填写"));
    };
    // A sheet that is handed over says whose it is.
    let mut whose = Facts::new("本人").words("姓名", opened.entered.label.name.reveal());
    if let Some(person) = &opened.person {
        whose = whose
            .words("档案编号", person.file_number.as_str())
            .words("证件号码", mask_number(&person.particulars.number))
            .words("联系电话", mask_phone(&person.particulars.phone));
    }
    let mut facts = Facts::new("就业需求");
    for (field, said) in latest.content.in_words() {
        facts = facts.words(field, said);
    }
    let signs =
        Facts::new("确认").words("本人签名", "　").words("经办人", "　").words("日期", "　");
    let page = page_of("就业需求档案", &opened)
        .printed()
        .lead(format!(
            "{} · {} · 依据 BJ18-20（附件2 的内容按 BJ18-11、BJ18-19、BJ18-21 设计）",
            version_words(&opened, latest),
            visit.actor.office_name
        ))
        .part(&whose)
        .part(&facts)
        .part(&signs);
    Ok(visit.show(&page))
}

/// The form, filled in from the latest version, or from what the person's file knows.
fn form(opened: &Opened, visit: &Visit) -> Form {
    let subject = opened.entered.held.subject;
    if let Some(latest) = opened.demand_files.first() {
        return demand_form::form(subject, visit.once_key(), &latest.content, latest.version);
    }
    let known = opened.person.as_ref().map(DemandContent::from_particulars);
    demand_form::form(subject, visit.once_key(), &known.unwrap_or_default(), 0)
}

fn version_words(opened: &Opened, file: &DemandFile) -> String {
    let who = staff_name(&opened.staff, Some(file.written_by));
    format!("第 {} 版，{} {who}", file.version, day_of(file.written_at))
}

fn page(visit: &Visit, opened: &Opened, form: &Form, query: &Query) -> Page {
    let subject = opened.entered.held.subject;
    let lead = match opened.demand_files.first() {
        Some(latest) => {
            format!(
                "{}；改动另存新版，以前各版保留（BJ18-20、BJ18-32）",
                version_words(opened, latest)
            )
        }
        None => "还没有填写；已知的已经带出，核对后保存（BJ18-20）".to_owned(),
    };
    let mut page = page_of("就业需求档案", opened).lead(lead);
    if !opened.demand_files.is_empty() {
        let path = format!("/people/{subject}/demand-file/print");
        page = page.tool(Button::link("打印", path));
    }
    if visit.may(Action::RecordService, opened.entered.relation).is_ok() {
        page = page.part(form);
    } else if let Some(latest) = opened.demand_files.first() {
        let mut facts = Facts::new("现在的内容");
        for (field, said) in latest.content.in_words() {
            facts = facts.words(field, said);
        }
        page = page.part(&facts);
    }
    let number = |name| query.0.text(name).and_then(|text| text.parse::<i64>().ok());
    if let (Some(before), Some(after)) = (number("before"), number("after"))
        && let Some(compared) = compared(opened, before, after)
    {
        page = page.part(&compared);
    }
    let reach = Reach::Alike(opened.entered.relation);
    let path = format!("/people/{subject}/demand-file?format=xlsx");
    let list = offer(visit, reach, versions(opened), path);
    page.part(&Section::new("各版与变动", "versions").part(&list))
}

/// The versions, latest first, each with what it changed.
fn versions(opened: &Opened) -> Table {
    let subject = opened.entered.held.subject;
    let files = &opened.demand_files;
    let rows = files.iter().enumerate().map(|(place, file)| {
        let before = files.get(place + 1);
        let changed = before.map_or_else(
            || "建立".to_owned(),
            |before| {
                let fields: Vec<&str> = differences(&before.content, &file.content)
                    .into_iter()
                    .map(|(field, ..)| field)
                    .collect();
                format!("改了 {}", fields.join("、"))
            },
        );
        let buttons = before.map_or_else(Vec::new, |before| {
            let path = format!(
                "/people/{subject}/demand-file?before={}&after={}#compare",
                before.version, file.version
            );
            let spoken = format!("对照第 {} 版与第 {} 版", before.version, file.version);
            vec![Button::link("对照", path).spoken(spoken)]
        });
        vec![
            Cell::text(format!("第 {} 版", file.version)),
            Cell::Day(day_of(file.written_at)),
            Cell::text(staff_name(&opened.staff, Some(file.written_by))),
            Cell::text(changed),
            Cell::Buttons(buttons),
        ]
    });
    let columns = vec![
        Column::text("版本"),
        Column::text("日期"),
        Column::text("填写人"),
        Column::text("变动"),
        Column::buttons("对照"),
    ];
    Table::new("各版", columns).rows(rows).empty("还没有填写过")
}

/// Two versions side by side, with every field; what differs is marked.
fn compared(opened: &Opened, before: i64, after: i64) -> Option<Section> {
    let find = |version| opened.demand_files.iter().find(|file| file.version == version);
    let (before, after) = (find(before)?, find(after)?);
    let both = before.content.in_words().into_iter().zip(after.content.in_words());
    let rows = both.map(|((field, old), (_, new))| {
        let mark = if old == new { Cell::Nothing } else { Cell::text("有变动") };
        vec![Cell::text(field), Cell::text(old), Cell::text(new), mark]
    });
    let columns = vec![
        Column::text("项目"),
        Column::text(version_words(opened, before)),
        Column::text(version_words(opened, after)),
        Column::text("变动"),
    ];
    Some(Section::new("两版对照", "compare").part(&Table::new("两版对照", columns).rows(rows)))
}
