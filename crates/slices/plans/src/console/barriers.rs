//! /people/{subject}/barriers: what stands in the way, proposed with its reasons, and what the person says.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Facts, Prose, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Tone, Visit, id};

use super::{page_of, problem, words};
use crate::actions::find::{analyse, evidence};
use crate::actions::kept::KeptAnalysis;
use crate::actions::open::{OpenPlan, open_plan};
use crate::model::{Analysis, Consent, Edition, Evidence, PlanRefusal, propose};

const FOUND: &str = "found";
const CONSENT: &str = "consent";
const DISPUTED: &str = "disputed";
const WORDS: &str = "words";
const NOTE: &str = "note";
const BASE: &str = "base";

/// Opens the file with what barriers can be seen from; notes the reading.
async fn load(
    desk: &Desk,
    visit: &Visit,
    subject: SubjectId,
) -> Result<(OpenPlan, Evidence), Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    desk.db
        .write(async move |tx| {
            let open = open_plan(tx, &own, &occasion, Action::RecordService, subject).await?;
            let found = evidence(tx, &own, &occasion, subject, &open.past).await?;
            Ok((open, found))
        })
        .await
        .map_err(problem)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let (open, evidence) = load(&desk, &visit, subject).await?;
    let form = form(&visit, &open, &evidence);
    Ok(visit.show(&page(&visit, &open, &evidence, &form)))
}

fn form(visit: &Visit, open: &OpenPlan, evidence: &Evidence) -> Form {
    let edition = Edition::on(visit.today);
    let proposed = propose(edition, evidence);
    let barriers = edition.barriers.iter();
    let choices: Vec<Choice> =
        barriers.map(|barrier| Choice::new(&barrier.id, &barrier.name)).collect();
    let subject = open.entered.held.subject;
    let path = format!("/people/{subject}/barriers");
    let consents = Consent::ALL.map(|(value, consent)| Choice::new(value, consent.term())).to_vec();
    let mut found = Field::any(FOUND, "主要障碍", choices.clone())
        .hint("已按测评和摸查勾选，可增减；没有障碍的都不选");
    let latest = open.analyses.first().map(|kept| &kept.analysis);
    let before = latest.map(|latest| latest.found.iter().map(|one| one.barrier.as_str()));
    let shown: Vec<&str> = match before {
        Some(before) => before.collect(),
        None => Vec::new(),
    };
    for barrier in &edition.barriers {
        let is_proposed = proposed.iter().any(|one| one.barrier.id == barrier.id);
        if is_proposed || shown.contains(&barrier.id.as_str()) {
            found = found.value(&barrier.id);
        }
    }
    let mut note = Field::lines(NOTE, "原因分析").hint("障碍的原因、相互关系；没有可以不填");
    if let Some(latest) = latest.filter(|latest| !latest.note.is_empty()) {
        note = note.value(&latest.note);
    }
    let base = open.analyses.first().map_or_else(String::new, |kept| kept.id.to_string());
    Form::new(path, "保存，去编写方案", visit.once_key())
        .cancel(format!("/people/{subject}/plan"))
        .hidden(BASE, base)
        .field(found)
        .field(note)
        .field(Field::one(CONSENT, "本人是否认同", consents).required())
        .field(Field::any(DISPUTED, "本人不认同的", choices).hint("只在“部分认同”时勾选"))
        .field(Field::lines(WORDS, "本人怎么说").hint("用本人的话；全部认同的可以不填"))
}

fn page(visit: &Visit, open: &OpenPlan, evidence: &Evidence, form: &Form) -> Page {
    let subject = open.entered.held.subject;
    let edition = Edition::on(visit.today);
    let proposed = propose(edition, evidence);
    let rows = proposed.iter().map(|one| {
        let measures = one.barrier.measures.iter().map(|id| edition.measure_name(id));
        vec![
            Cell::Two(one.barrier.name.clone(), one.barrier.words.clone()),
            Cell::text(one.why.join("；")),
            Cell::text(measures.collect::<Vec<_>>().join("、")),
            Cell::link(&one.barrier.clause, "#basis"),
        ]
    });
    let columns = vec![
        Column::text("可能的障碍"),
        Column::text("从哪里看出"),
        Column::text("相应措施"),
        Column::text("条款"),
    ];
    let table = Table::new("测评和摸查提示的障碍", columns)
        .captioned()
        .rows(rows)
        .empty("测评和摸查没有提示障碍，或还没有做过测评；可以先做测评，也可以直接选择");
    let mut page = page_of("就业障碍分析", open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead("系统只提示，由您与本人一起确定；测评没有做或过时的，先做测评")
        .tool(Button::link("做测评", format!("/people/{subject}/assessments")))
        .part(&table)
        .part(form);
    if evidence.taken.is_empty() {
        page = page.notice(Notice::soon(
            "还没有完成的“上岗准备清单”或“就业困难分类测评”；分析应结合测评结果（BJ18-26(1)）",
        ));
    }
    if let Some(latest) = open.analyses.first() {
        page = page.aside(&kept(edition, open, latest, "最近一次分析"));
    }
    page.aside(&words::basis(&["BJ18-26(1)", "BJ18-26"]))
        .aside(&Section::new("本地规范", "norm").part(&Prose::new(edition.source.clone())))
}

/// Shows an analysis as it was kept.
pub(super) fn kept(
    edition: &Edition,
    open: &OpenPlan,
    kept: &KeptAnalysis,
    heading: &str,
) -> Section {
    let analysis = &kept.analysis;
    let rows = analysis.found.iter().map(|found| {
        let (tone, words) = if found.is_disputed {
            (Tone::Soon, "本人不认同")
        } else {
            (Tone::Good, "本人认同")
        };
        let why = if found.why.is_empty() { "由专员提出" } else { &found.why };
        vec![
            Cell::Two(edition.barrier_name(&found.barrier).to_owned(), why.to_owned()),
            Cell::Badge(tone, words.to_owned()),
        ]
    });
    let columns = vec![Column::text("障碍"), Column::text("本人")];
    let table = Table::new("就业障碍", columns).rows(rows).empty("没有发现障碍");
    let facts = Facts::new("")
        .fact("日期", Cell::Day(kept.on))
        .words("分析人", open.name(kept.staff))
        .words("本人意见", analysis.consent.term())
        .words("本人的话", &analysis.words)
        .words("原因分析", &analysis.note);
    Section::new(heading, "analysis").part(&table).part(&facts)
}

/// Reads what was found, with what showed it.
fn read(form: &Form, visit: &Visit, evidence: &Evidence) -> Result<Analysis, PlanRefusal> {
    let proposed = propose(Edition::on(visit.today), evidence);
    let why = |id: &String| {
        let one = proposed.iter().find(|one| one.barrier.id == *id);
        one.map_or_else(String::new, |one| one.why.join("；"))
    };
    let found = form.chosen(FOUND).into_iter().map(|id| (id.clone(), why(&id))).collect();
    let said = form.text(CONSENT).unwrap_or_default();
    let consent = Consent::ALL.into_iter().find(|(value, _)| *value == said);
    let consent = consent.map_or(Consent::None, |(_, consent)| consent);
    let words = (form.words(WORDS), form.words(NOTE));
    Analysis::settled(found, consent, &form.chosen(DISPUTED), words)
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let (open, evidence) = load(&desk, &visit, subject).await?;
    let mut form = form(&visit, &open, &evidence);
    let latest = form.hidden.iter().find(|(name, _)| name == BASE);
    let latest = latest.map_or_else(String::new, |(_, value)| value.clone());
    form.take(&sent);
    if form.is_sound() {
        match read(&form, &visit, &evidence) {
            Err(refusal) => form.refuse(refusal.field(), refusal),
            Ok(analysis) => {
                let (own, occasion) = (desk.clone(), Occasion::from(&visit));
                let base = sent.text(BASE).and_then(|base| base.parse().ok());
                let outcome = desk.once(&visit, form.once(), async move |tx| {
                    let kept = analyse(tx, &own, &occasion, subject, base, &analysis).await?;
                    Ok(kept.to_string())
                });
                match outcome.await {
                    Ok(_) => {
                        let path = format!("/people/{subject}/plan/edit");
                        return Ok(visit.go_on(&path, "障碍分析已保存"));
                    }
                    Err(Failure::Refused(refusal @ PlanRefusal::AnalysedMeanwhile)) => {
                        // The one that was shown beside the form by now is what the next try goes on from.
                        for (name, value) in &mut form.hidden {
                            if name == BASE {
                                value.clone_from(&latest);
                            }
                        }
                        form.problems.push(refusal.to_string());
                    }
                    Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
                    Err(other) => return Err(problem(other)),
                }
            }
        }
    }
    Ok(visit.show_again(&page(&visit, &open, &evidence, &form)))
}
