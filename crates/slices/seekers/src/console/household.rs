//! One household: who belongs to it, since when it is recognised, what was looked at and by whom (BJ18-18).

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, take_out_sheets};
use web::parts::{Button, Cell, Column, Facts, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Sheet, Submitted, Tone, Visit};

use super::words::standing_words;
use crate::actions::evidence::{Evidence, SeenEvidence, add_evidence};
use crate::actions::households::{HouseholdFile, HouseholdRefusal, WithoutWork, household};
use crate::model::{EVIDENCE_SOURCES, term_of};
use crate::sql::HouseholdId;

const SEEN: &str = "seen";
const AGAINST: &str = "against";
const WORDS: &str = "words";

/// The page of a household.
pub(super) fn path(household: HouseholdId) -> String {
    format!("/households/{household}")
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    if query.wants_workbook() {
        return download(&visit, &desk, household).await;
    }
    let file = opened(&visit, &desk, household, false).await?;
    let seen = &file.seen;
    let mut page = page(&format!("{}的一户", seen.street));
    if seen.members.iter().any(|member| member.may_export) {
        page = page.tool(
            Button::link("导出工作簿", format!("{}?format=xlsx", path(household))).download(),
        );
    }
    if may_recognise(&visit, seen) {
        page = match seen.household.recognised_on {
            Some(_) => page
                .tool(Button::link("补记核对情况", format!("{}/evidence", path(household))))
                .tool(Button::link("成员认定", super::recognising::path(household))),
            None if nobody_works(seen) => {
                page.tool(Button::link("认定", super::recognising::path(household)).main())
            }
            None => page,
        };
        // One that nobody belongs to any more counts nowhere.
        if seen.household.recognised_on.is_some() && !seen.members.is_empty() {
            page = page.tool(Button::link("撤销认定", format!("{}/withdraw", path(household))));
        }
    }
    let page = page.part(&facts(seen)).part(&members(seen)).part(
        &Section::new("核对情况", "evidence")
            .lead("认定零就业家庭时和以后核对了什么、凭什么、谁核对的；存在每个成员的档案里")
            .part(&evidence_table(&file.evidence)),
    );
    Ok(visit.show(&page))
}

/// Starts a page about a household.
pub(super) fn page(title: &str) -> Page {
    Page::new(title)
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb("零就业家庭", "/households")
}

/// Opens a household that the actor sees; what was looked at as far as they may read it, or may take it out.
pub(super) async fn opened(
    visit: &Visit,
    desk: &Desk,
    id: HouseholdId,
    for_export: bool,
) -> Result<HouseholdFile, Problem> {
    let (occasion, own) = (Occasion::from(visit), desk.clone());
    let read = desk.db.read(async move |tx| household(tx, &own, &occasion, id, for_export).await);
    read.await.map_err(|failure| match failure {
        access::Failure::Refused(HouseholdRefusal::Missing) => Problem::Missing,
        other => other.into(),
    })
}

/// Opens a household for whoever may recognise it, to ask something of it that it has to be fit for.
pub(super) async fn asked(
    visit: &Visit,
    desk: &Desk,
    household: HouseholdId,
    is_fit: fn(&WithoutWork) -> Result<(), HouseholdRefusal>,
) -> Result<HouseholdFile, Problem> {
    let file = opened(visit, desk, household, false).await?;
    let relation = visit.actor.relation_to(file.seen.household.street_code, None);
    visit.may(Action::RecogniseHardship, relation)?;
    is_fit(&file.seen).map_err(Problem::refused)?;
    Ok(file)
}

pub(super) fn may_recognise(visit: &Visit, seen: &WithoutWork) -> bool {
    let relation = visit.actor.relation_to(seen.household.street_code, None);
    visit.may(Action::RecogniseHardship, relation).is_ok()
}

/// Tells whether nobody works, of those of whom the actor knows.
fn nobody_works(seen: &WithoutWork) -> bool {
    let standings = seen.members.iter().filter_map(|member| member.standing.as_ref());
    standings.into_iter().all(|standing| !standing.has_work())
}

fn facts(seen: &WithoutWork) -> Facts {
    let state = match (seen.household.recognised_on, nobody_works(seen)) {
        (Some(on), true) => Cell::Badge(Tone::Late, format!("{on} 认定，仍无人就业")),
        (Some(on), false) => Cell::Badge(Tone::Good, format!("{on} 认定，已有人就业")),
        (None, _) => Cell::Badge(Tone::Soon, "待认定".to_owned()),
    };
    Facts::new("").words("街道（乡镇）", &seen.street).fact("零就业家庭", state)
}

fn members(seen: &WithoutWork) -> Table {
    let columns = vec![Column::text("家庭成员"), Column::text("状态")];
    let rows = seen.members.iter().map(|member| match &member.standing {
        Some(standing) => vec![
            Cell::link(&member.name, format!("/people/{}", member.subject)),
            Cell::text(standing_words(standing)),
        ],
        None => vec![Cell::text(&member.name), Cell::text("档案在其他机构")],
    });
    Table::new("家庭成员", columns).captioned().rows(rows).empty("这一户的成员都已不在档案中")
}

/// What was looked at.
pub(super) fn evidence_table(evidence: &[SeenEvidence]) -> Table {
    let columns = vec![
        Column::text("核对日期"),
        Column::text("核对依据"),
        Column::text("核对情况"),
        Column::text("核对人"),
    ];
    let rows = evidence.iter().map(|one| {
        vec![
            Cell::Day(one.evidence.seen_on),
            Cell::text(what_was_done(one)),
            Cell::text(&one.evidence.words),
            Cell::Two(one.staff.clone(), one.office.clone()),
        ]
    });
    Table::new("零就业家庭的核对情况", columns)
        .rows(rows)
        .empty("没有留下核对情况；可以由经办机构补记")
}

/// What an entry of the table says was done: looked at, and against what; or withdrawn.
pub(super) fn what_was_done(one: &SeenEvidence) -> String {
    match one.withdrawn {
        Some(since) => format!("撤销认定（原自 {since} 起认定）"),
        None => sources(&one.evidence),
    }
}

/// Against what it was checked, in words.
fn sources(evidence: &Evidence) -> String {
    let words: Vec<&str> =
        evidence.against.iter().map(|source| term_of(EVIDENCE_SOURCES, source)).collect();
    words.join("、")
}

/// Asks what was looked at.
pub(super) fn evidence_fields(form: Form, visit: &Visit) -> Form {
    let sources = EVIDENCE_SOURCES.iter().map(|(value, label)| Choice::new(*value, *label));
    form.field(Field::any(AGAINST, "核对依据", sources.collect()).required())
        .field(Field::day(SEEN, "核对日期").required().value(visit.today.to_string()))
        .field(
            Field::sentence(WORDS, "核对情况")
                .hint("一句话，例如：两名成员近六个月都没有社会保险缴费记录；没有可以不填"),
        )
}

/// Reads what was looked at; the form has been found sound by itself.
pub(super) fn evidence_in(form: &Form, visit: &Visit) -> Evidence {
    Evidence {
        seen_on: form.day(SEEN).unwrap_or(visit.today),
        against: form.chosen(AGAINST),
        words: form.words(WORDS),
    }
}

/// The field that a refusal is about.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "forms are told so of every refusal")]
pub(super) fn field_of(refusal: &HouseholdRefusal) -> &'static str {
    match refusal {
        HouseholdRefusal::NotYet => "on",
        HouseholdRefusal::NoEvidence => AGAINST,
        HouseholdRefusal::SeenLater => SEEN,
        HouseholdRefusal::LongWords => WORDS,
        _ => "",
    }
}

pub(super) async fn ask_evidence(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    let file = asked(&visit, &desk, household, is_recognised).await?;
    Ok(visit.show(&evidence_page(&file, &evidence_form(&visit, household))))
}

pub(super) async fn save_evidence(
    visit: Visit,
    State(desk): State<Desk>,
    Path(household): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let household: HouseholdId = web::id(&household)?;
    sent.once_key()?;
    let file = asked(&visit, &desk, household, is_recognised).await?;
    let mut form = evidence_form(&visit, household);
    form.take(&sent);
    let evidence = evidence_in(&form, &visit);
    let (occasion, own) = (Occasion::from(&visit), desk.clone());
    let kept = desk.carry(&visit, &mut form, field_of, async move |tx| {
        add_evidence(tx, &own, &occasion, household, &evidence).await?;
        Ok("kept".to_owned())
    });
    match kept.await? {
        Some(_) => Ok(visit.go_on(&path(household), "核对情况已记下")),
        None => Ok(visit.show_again(&evidence_page(&file, &form))),
    }
}

/// Only a household that is recognised is looked at again.
const fn is_recognised(seen: &WithoutWork) -> Result<(), HouseholdRefusal> {
    match seen.household.recognised_on {
        Some(_) => Ok(()),
        None => Err(HouseholdRefusal::NotRecognised),
    }
}

fn evidence_form(visit: &Visit, household: HouseholdId) -> Form {
    let at = path(household);
    let form = Form::new(format!("{at}/evidence"), "记下", visit.once_key()).cancel(at);
    evidence_fields(form, visit)
}

fn evidence_page(file: &HouseholdFile, form: &Form) -> Page {
    let at = path(file.seen.household.household_id);
    page("补记核对情况")
        .crumb(format!("{}的一户", file.seen.street), at)
        .lead("认定时没有留下的，或以后又核对的，都可以补记；记下的不能改，写错的再记一条说明")
        .part(form)
}

async fn download(visit: &Visit, desk: &Desk, household: HouseholdId) -> Result<Response, Problem> {
    Reach::Each.ask(visit)?;
    let file = opened(visit, desk, household, true).await?;
    let mut seen = file.seen.clone();
    for member in seen.members.iter_mut().filter(|member| !member.may_export) {
        member.name = crate::model::mask_name(&member.name);
        member.standing = None;
    }
    let mut members = members(&seen);
    members.caption = format!("{}的一户", seen.street);
    let sheets = [Sheet {
        name: "零就业家庭".to_owned(),
        tables: vec![members, evidence_table(&file.evidence)],
    }];
    let exported = seen.members.iter().filter(|member| member.may_export);
    let exported: Vec<_> = exported.map(|member| member.subject).collect();
    take_out_sheets(visit, desk, Reach::Each, "零就业家庭", &sheets, exported).await
}

/// What stands above a household that was recognised before what was looked at was kept.
pub(super) fn nothing_kept(file: &HouseholdFile) -> Option<Notice> {
    let is_recognised = file.seen.household.recognised_on.is_some();
    (is_recognised && file.evidence.is_empty())
        .then(|| Notice::soon("认定这一户时没有留下核对情况；请核对后补记"))
}
