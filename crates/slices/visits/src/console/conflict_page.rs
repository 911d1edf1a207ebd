//! /visits/conflicts/{subject}/{record}: a record beside what it contradicts, and the decision.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Cell, Column, Row, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Tone, Visit, day_of, id};

use super::problem;
use super::words::moment;
use crate::actions::conflict::{Conflict, conflict};
use crate::actions::settle::settle;
use crate::model::{Decision, RecordId, RecordState, Refusal};

const DECISION: &str = "decision";
const WORDS: &str = "words";
/// What stands before the entry that is corrected.
const CORRECTS: &str = "corrects-";

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, record)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let found = find(&visit, &desk, id(&subject)?, id(&record)?).await?;
    let form = form(&visit, &found);
    Ok(visit.show(&page(&found, form.as_ref())))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, record)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, record): (SubjectId, RecordId) = (id(&subject)?, id(&record)?);
    let found = find(&visit, &desk, subject, record).await?;
    let Some(mut form) = form(&visit, &found) else {
        return Err(Problem::refused(Refusal::Settled));
    };
    form.take(&sent);
    if let Some(decision) = decision(&form).filter(|_| form.is_sound()) {
        let (own, occasion, words) = (desk.clone(), Occasion::from(&visit), form.words(WORDS));
        let settled = desk.once(&visit, form.once(), async move |tx| {
            settle(tx, &own, &occasion, (subject, record), decision, &words).await
        });
        match settled.await {
            Ok(()) => return Ok(visit.go_on("/visits/conflicts", done_words(decision))),
            Err(Failure::Refused(refusal @ Refusal::NoReason)) => form.refuse(WORDS, refusal),
            Err(Failure::Refused(refusal)) => form.problems.push(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&found, Some(&form))))
}

async fn find(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    record: RecordId,
) -> Result<Conflict, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let found = desk.db.write(async move |tx| conflict(tx, &own, &occasion, subject, record).await);
    found.await.map_err(problem)
}

fn decision(form: &Form) -> Option<Decision> {
    match form.text(DECISION)? {
        "also" => Some(Decision::Also),
        "aside" => Some(Decision::Aside),
        other => other.strip_prefix(CORRECTS)?.parse().ok().map(Decision::Corrects),
    }
}

/// What can be decided, each with what becomes of either record. Nothing is deleted, whatever is chosen.
fn choices(visit: &Visit, found: &Conflict) -> Vec<Choice> {
    let own = own_words(found);
    let thing = if found.about.is_empty() { "摸查" } else { "回访" };
    let also = if found.others.is_empty() {
        format!("记入台账：{own}，记录人仍是{}", found.by)
    } else {
        format!("两次都记入：{own}也作为一次{thing}记入台账，记录人仍是{}；已有的不变", found.by)
    };
    let mut choices = vec![Choice::new("also", also)];
    if visit.may(Action::Correct, found.entered.relation).is_ok() {
        choices.extend(found.others.iter().map(|other| {
            let words = format!(
                "以手机上的为准：{own}记入台账；{} {} 的那一次注明更正、不再计算，原文仍可查",
                other.by, other.on
            );
            Choice::new(format!("{CORRECTS}{}", other.entry), words)
        }));
    }
    let kept = if found.others.is_empty() {
        format!("不记入：{own}不进台账、不计次数，原文在本页封存备查")
    } else {
        format!("以台账中已有的为准：{own}不进台账、不计次数，原文在本页封存备查")
    };
    choices.push(Choice::new("aside", kept));
    choices
}

/// The record by whom and when it was made.
fn own_words(found: &Conflict) -> String {
    format!("{} {} 在手机上记的这一条", found.by, found.kept.incoming.on)
}

/// Says who wrote what when, before it says what is to be done.
fn who_and_when(found: &Conflict) -> String {
    let incoming = &found.kept.incoming;
    let own = format!(
        "{} {} 在手机上记下一条（清单 {} 带走）",
        found.by,
        moment(incoming.made_at()),
        day_of(incoming.taken_at())
    );
    let others = found.others.iter().map(|other| {
        format!("{} {} 已在台账中记了 {} 的一次", other.by, moment(other.recorded_at), other.on)
    });
    std::iter::once(own).chain(others).collect::<Vec<_>>().join("；")
}

/// Says what was decided, once it was.
const fn done_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Also => "已记入台账；已有的记录没有改动",
        Decision::Aside => "没有记入台账；这一条的原文封存在它的决定页，随时可查",
        Decision::Corrects(_) => "已记入台账；另一次已注明更正，原文仍可查",
    }
}

/// The form; none where nothing is to be decided any more.
fn form(visit: &Visit, found: &Conflict) -> Option<Form> {
    if !matches!(found.kept.state, RecordState::Waits(_)) {
        return None;
    }
    let choices = choices(visit, found);
    let path = format!("/visits/conflicts/{}/{}", found.kept.subject, found.kept.record);
    let form = Form::new(path, "决定", visit.once_key())
        .field(Field::one(DECISION, "怎样记", choices).required())
        .field(
            Field::lines(WORDS, "理由")
                .hint("更正或不采用的必填；与两位记录人核实过的，写明核实的结果"),
        )
        .cancel("/visits/conflicts");
    Some(form)
}

fn page(found: &Conflict, form: Option<&Form>) -> Page {
    let name = found.entered.label.name.reveal();
    let mut page = Page::new("决定一条走访记录")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("随身走访", "/visits")
        .crumb("等待决定的走访记录", "/visits/conflicts")
        .crumb(name, format!("/people/{}", found.kept.subject));
    page = match found.kept.state {
        RecordState::Waits(why) => page.notice(Notice::soon(format!(
            "{}。{}。都还在，哪一条也没有改动；请看过以后决定（{}）",
            why.term(),
            who_and_when(found),
            clause(found)
        ))),
        _ => page.notice(Notice::note(decided(found))),
    };
    page = page.part(&side_by_side(found));
    match form {
        Some(form) => page.part(form),
        None => page,
    }
}

/// The articles that the record carries out.
fn clause(found: &Conflict) -> &'static str {
    if found.about.is_empty() { "BJ18-19、BJ18-20" } else { "BJ18-27" }
}

fn decided(found: &Conflict) -> String {
    let Some(settlement) = &found.kept.settlement else {
        return "这条记录没有与别的记录冲突，不需要决定".to_owned();
    };
    let why = settlement.words.reveal();
    let why = if why.is_empty() { String::new() } else { format!("，理由：{why}") };
    format!(
        "{}于 {} 决定：{}{why}",
        found.settled_by,
        moment(settlement.at),
        settlement.decided.term()
    )
}

/// Both, item by item; what differs is marked.
fn side_by_side(found: &Conflict) -> Table {
    let incoming = &found.kept.incoming;
    let mut columns = vec![
        Column::text("内容"),
        Column::text(format!("{}的这一条（手机上，还没有记入台账）", found.by)),
    ];
    for other in &found.others {
        let struck = if other.is_corrected { "已更正" } else { "已记入台账" };
        columns.push(Column::text(format!("{}的另一次（{struck}）", other.by)));
    }
    let line = |what: &str, own: String, others: Vec<String>, compared: bool| {
        let differs = compared && others.iter().any(|other| *other != own);
        let mut cells = vec![Cell::text(what), Cell::text(own)];
        cells.extend(others.into_iter().map(Cell::text));
        Row { cells, tone: if differs { Tone::Soon } else { Tone::Plain } }
    };
    let of = |value: &dyn Fn(&crate::actions::conflict::Other) -> String| {
        found.others.iter().map(value).collect::<Vec<_>>()
    };
    let mut rows = vec![
        line("记录人", found.by.clone(), of(&|other| other.by.clone()), false),
        line("机构", found.office.clone(), of(&|other| other.office.clone()), false),
        line("走访日期", incoming.on.clone(), of(&|other| other.on.to_string()), true),
        line(
            "记下的时间",
            format!("{}（手机上）", moment(incoming.made_at())),
            of(&|other| moment(other.recorded_at)),
            false,
        ),
        line("带走清单", day_of(incoming.taken_at()).to_string(), of(&|_| String::new()), false),
    ];
    if !found.about.is_empty() {
        let about = found.about.clone();
        rows.push(line("回访哪一项", about.clone(), of(&|_| about.clone()), false));
    }
    for (what, own) in incoming.outcome.in_words() {
        let theirs = of(&|other| {
            let found = other.words.iter().find(|(name, _)| *name == what);
            found.map(|(_, words)| words.clone()).unwrap_or_default()
        });
        rows.push(line(what, own, theirs, true));
    }
    rows.push(line("原话和情况", incoming.words.clone(), of(&|other| other.note.clone()), true));
    Table::new("两条并排", columns).rows(rows)
}
