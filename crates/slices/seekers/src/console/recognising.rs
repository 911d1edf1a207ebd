//! Recognising a household in which nobody works: who belongs to it, what was looked at, since when; and which of its
//! members are still to be recognised themselves.

use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit};

use super::household::{
    asked, evidence_fields, evidence_in, evidence_table, field_of, nothing_kept,
};
use super::words::standing_words;
use crate::actions::households::{
    HouseholdFile, HouseholdRefusal, WithoutWork, recognise_household,
};
use crate::sql::HouseholdId;

/// What is looked at before a household is recognised.
const EVIDENCE: &[(&str, &str)] = &[
    ("register", "户口簿：家庭成员齐全，都在下表中，没有遗漏"),
    ("work", "有劳动能力的成员都没有就业（已核对就业登记、社会保险或经营情况）"),
    ("registration", "至少一名成员已办失业登记，并有就业要求"),
];

/// Where a household is recognised.
pub(super) fn path(household: HouseholdId) -> String {
    format!("{}/recognise", super::household::path(household))
}

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    let file = asked(&visit, &desk, household, |_| Ok(())).await?;
    Ok(visit.show(&page(&file, &form(&visit, household))))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    sent.once_key()?;
    let mut form = form(&visit, household);
    form.take(&sent);
    if form.chosen("evidence").len() < EVIDENCE.len() {
        form.refuse("evidence", "请逐项核对并勾选；有一项不符的，不能认定");
    }
    let on = form.day("on").unwrap_or(visit.today);
    if on > visit.today {
        form.refuse("on", HouseholdRefusal::NotYet);
    }
    let evidence = evidence_in(&form, &visit);
    if evidence.seen_on > on {
        form.refuse(field_of(&HouseholdRefusal::SeenLater), HouseholdRefusal::SeenLater);
    }
    if !form.is_sound() {
        let file = asked(&visit, &desk, household, |_| Ok(())).await?;
        return Ok(visit.show_again(&page(&file, &form)));
    }
    let (occasion, own) = (Occasion::from(&visit), desk.clone());
    desk.once(&visit, form.once(), async move |tx| {
        recognise_household(tx, &own, &occasion, household, on, &evidence).await?;
        Ok::<_, access::Failure<_>>("recognised".to_owned())
    })
    .await?;
    Ok(visit.go_on(&path(household), "已认定为零就业家庭"))
}

fn form(visit: &Visit, household: HouseholdId) -> Form {
    let evidence = EVIDENCE.iter().map(|(value, label)| Choice::new(*value, *label)).collect();
    let form = Form::new(path(household), "认定", visit.once_key())
        .cancel("/households")
        .field(Field::day("on", "认定日期").required().value(visit.today.to_string()))
        .field(Field::any("evidence", "已核对", evidence).required());
    evidence_fields(form, visit)
        .field(Field::flag("sure", "以上属实，确认这一户为零就业家庭").required())
}

fn page(file: &HouseholdFile, form: &Form) -> Page {
    let one = &file.seen;
    let page =
        super::household::page("认定零就业家庭").lead("依据：BJ18-18、《就业促进法》第五十六条");
    match one.household.recognised_on {
        Some(on) => {
            let at = super::household::path(one.household.household_id);
            let mut page = page.notice(Notice::note(format!(
                "这一户自 {on} 起认定为零就业家庭；下表中还没有认定的成员，逐一办理就业困难人员认定"
            )));
            if let Some(notice) = nothing_kept(file) {
                page = page.notice(notice);
            }
            page.tool(Button::link("补记核对情况", format!("{at}/evidence")))
                .part(&members(one, true))
                .part(&Section::new("核对情况", "evidence").part(&evidence_table(&file.evidence)))
        }
        None => page.part(&members(one, false)).part(form),
    }
}

/// The members; those who are not yet recognised with the way to it, once the household is.
fn members(one: &WithoutWork, is_recognised: bool) -> Table {
    let columns = vec![
        Column::text("家庭成员"),
        Column::text("状态"),
        Column::text("就业困难人员认定"),
        Column::buttons("办理"),
    ];
    let rows = one.members.iter().map(|member| {
        let standing = member.standing.as_ref();
        let is_done = standing.is_some_and(|standing| standing.hardship_recognised);
        let words = match (standing, is_done) {
            (None, _) => "档案在其他机构，由该机构办理",
            (_, true) => "已认定，不必再办",
            (_, false) => "还没有认定",
        };
        let path = format!("/people/{}/record/hardship_recognised", member.subject);
        let button = (is_recognised && !is_done && standing.is_some())
            .then(|| Button::link("认定", path).spoken(format!("认定{}", member.name)));
        vec![
            Cell::text(&member.name),
            Cell::text(standing.map_or_else(|| "—".to_owned(), standing_words)),
            Cell::text(words),
            Cell::Buttons(button.into_iter().collect()),
        ]
    });
    Table::new(format!("{}的一户", one.street), columns).captioned().rows(rows)
}
