//! The team around the officer.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, offer, take_out};
use offices::Staff;
use store::{ActorId, SubjectId};
use web::form::ONCE;
use web::parts::{Button, Cell, Column, Row, Section, Table};
use web::{Choice, Field, Form, Page, Problem, Query, Submitted, Visit, id};

use super::{agreement_path, page_of, problem, words};
use crate::actions::dossier::{Dossier, names_of, open};
use crate::actions::team::{MemberId, Team, candidates, join, leave, team_of};
use crate::keeper::team_rows;
use crate::model::{Part, Refusal};

/// A team with everything that its page shows.
struct Around {
    dossier: Dossier,
    team: Team,
    names: std::collections::HashMap<ActorId, String>,
    candidates: Vec<Staff>,
}

impl Around {
    /// How whoever takes the list of its members out stands to the person.
    const fn reach(&self) -> Reach {
        Reach::Alike(self.dossier.entered.relation)
    }
}

async fn around(desk: &Desk, visit: &Visit, subject: SubjectId) -> Result<Around, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let opened = desk.db.write(async move |tx| {
        let dossier = open(tx, &desk2, &occasion, (Action::ReadFile, None), subject).await?;
        let files = duties::files_of(tx, &desk2, subject).await?;
        let team = team_of(tx, files.into_iter().map(|(file, _)| file)).await?;
        let candidates = candidates(tx, dossier.entered.held.office_code).await?;
        let mut staff: Vec<ActorId> = team.members.iter().map(|member| member.staff_id).collect();
        staff.extend(team.officer.map(|(officer, _)| officer));
        staff.extend(team.handed.iter().filter_map(|(_, from, _)| *from));
        let names = names_of(tx, staff).await?;
        Ok::<_, Failure<Refusal>>(Around { dossier, team, names, candidates })
    });
    opened.await.map_err(problem)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let around = around(&desk, &visit, subject).await?;
    if query.wants_workbook() {
        let (reach, table) = (around.reach(), table(&visit, &around));
        return take_out(&visit, &desk, reach, "专门服务团队", &table, [subject]).await;
    }
    let form = form(&visit, &around);
    Ok(visit.show(&page(&visit, &around, &form)))
}

pub(super) async fn add(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let around = around(&desk, &visit, subject).await?;
    let mut form = form(&visit, &around);
    form.take(&sent);
    let staff = form.text("staff").and_then(|text| text.parse::<ActorId>().ok());
    let part = form.text("part").and_then(Part::named);
    if form.is_sound()
        && let Some(member) = staff.zip(part)
    {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            join(tx, &desk2, &occasion, subject, member).await
        });
        match outcome.await {
            Ok(()) => return Ok(visit.go_on(&team_path(subject), "已加入团队")),
            Err(Failure::Refused(refusal)) => form.refuse("staff", refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&visit, &around, &form)))
}

pub(super) async fn remove(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, member)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, member): (SubjectId, MemberId) = (id(&subject)?, id(&member)?);
    let (occasion, key) = (Occasion::from(&visit), sent.once_key()?);
    desk.once(&visit, &key, async move |tx| leave(tx, &occasion, (subject, member)).await).await?;
    Ok(visit.go_on(&team_path(subject), "已退出团队，经历仍可查看"))
}

fn team_path(subject: SubjectId) -> String {
    format!("/people/{subject}/team")
}

fn form(visit: &Visit, around: &Around) -> Form {
    let staff = around.candidates.iter().map(|staff| {
        let label = format!("{}（{}，{}）", staff.name, staff.office_name, staff.roles);
        Choice::new(staff.staff_id.to_string(), label)
    });
    let parts = Part::ALL.map(|part| Choice::new(part.text(), part.term())).into();
    Form::new(team_path(around.dossier.subject()), "加入团队", visit.once_key())
        .field(Field::one("part", "分工", parts).required())
        .field(Field::of("staff", "人员", staff.collect()).required().hint(
            "本机构和上级机构的业务人员；列入团队不等于可以查阅档案，别的机构的人另行会诊或预约",
        ))
}

fn table(visit: &Visit, around: &Around) -> Table {
    let may_record = visit.may(Action::RecordService, around.dossier.entered.relation).is_ok();
    let subject = around.dossier.subject();
    let mut rows: Vec<Row> = team_rows(&around.team, &around.names);
    let members = around.team.in_order();
    // The officer stands before the members, those who were officers after them.
    let first = usize::from(around.team.officer.is_some());
    for (place, row) in rows.iter_mut().enumerate() {
        let member = place.checked_sub(first).and_then(|place| members.get(place));
        let leaves = member
            .filter(|member| may_record && member.until.is_none() && member.subject_id == subject);
        row.cells.push(leaves.map_or(Cell::Nothing, |member| {
            let path = format!("{}/{}/leave", team_path(subject), member.member_id);
            let name = around.names.get(&member.staff_id).map_or("", String::as_str);
            let key = visit.once_key();
            let button =
                Button::post("退出", path, &[(ONCE, &key)]).spoken(format!("退出：{name}"));
            Cell::Buttons(vec![button])
        }));
    }
    let columns = vec![
        Column::text("姓名"),
        Column::text("分工"),
        Column::text("自"),
        Column::text("至"),
        Column::buttons("办理"),
    ];
    let table = Table::new("专员和专门服务团队", columns)
        .rows(rows)
        .empty("还没有指定专员，也没有团队成员；签订协议时指定专员");
    offer(visit, around.reach(), table, format!("{}?format=xlsx", team_path(subject)))
}

fn page(visit: &Visit, around: &Around, form: &Form) -> Page {
    let dossier = &around.dossier;
    let subject = dossier.subject();
    let mut page = page_of("专门服务团队", dossier)
        .lead("以就业援助服务专员为核心，包括职业信息分析、就业或创业服务等专业人员（BJ18-26）")
        .tool(Button::link("援助协议", agreement_path(subject)))
        .part(&table(visit, around));
    if visit.may(Action::HandOver, dossier.entered.relation).is_ok() {
        page = page.tool(Button::link("更换专员", format!("/people/{subject}/hand-over")));
    }
    if visit.may(Action::RecordService, dossier.entered.relation).is_ok() {
        page = page.part(&Section::new("加入团队", "join").part(form));
    }
    page.aside(&words::basis(&["BJ18-26"]))
}
