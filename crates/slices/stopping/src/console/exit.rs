//! /people/{subject}/exit: the exit from hardship, what is asked for it, and how far each has come.

mod deciding;

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use kernel::Day;
use store::SubjectId;
use web::parts::{Button, Buttons, Facts, Prose, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Routes, Submitted, Usual, Visit, id};

use super::{Opened, exit_path, load, objecting, telling, to_person};
use crate::ExitId;
use crate::actions::decided::Decided;
use crate::actions::exit::find::Exit;
use crate::actions::exit::propose::{NewExit, propose_exit};
use crate::model::{Against, EXIT_GROUNDS, ExitGround, ExitRefusal, ExitState};

/// The routes of exits.
pub(super) fn routes() -> Routes<Desk> {
    let (approve, record) = (Action::ApproveStop, Action::RecordService);
    Routes::new()
        .get("/people/{subject}/exit", Action::ReadFile, show)
        .post("/people/{subject}/exit", Action::RecogniseHardship, take)
        .get("/people/{subject}/exit/{exit}/decide", approve, deciding::show)
        .post("/people/{subject}/exit/{exit}/decide", approve, deciding::take)
        .post(
            "/people/{subject}/exit/{exit}/withdraw",
            Action::RecogniseHardship,
            deciding::withdraw,
        )
        .get("/people/{subject}/exit/{exit}/letter", Action::ReadFile, to_person::exit::show)
        .get("/people/{subject}/exit/{exit}/told", record, telling::show::<ExitId>)
        .post("/people/{subject}/exit/{exit}/told", record, telling::take::<ExitId>)
        .get("/people/{subject}/exit/{exit}/object", record, objecting::show::<ExitId>)
        .post("/people/{subject}/exit/{exit}/object", record, objecting::take::<ExitId>)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?, None).await?;
    let form = form(&opened, &visit);
    Ok(visit.show(&page(&desk, &visit, &opened, &form)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecogniseHardship, subject, None).await?;
    let mut form = form(&opened, &visit);
    form.take(&sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    let new = NewExit {
        ground: form.words("ground"),
        on: form.day("on").unwrap_or(visit.today),
        evidence: form.words("evidence"),
    };
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let done = desk.carry(&visit, &mut form, ExitRefusal::field, async move |tx| {
        let state = propose_exit(tx, &desk2, &occasion, subject, &new).await?;
        Ok(state == ExitState::Recorded)
    });
    match done.await? {
        Some(true) => {
            let words = "已记录退出就业困难人员；请打印告知书并告知本人";
            Ok(visit.go_on(&exit_path(subject), words))
        }
        Some(false) => {
            Ok(visit.go_on(&exit_path(subject), "已提交，等待另一位负责人批准；批准以前一切照常"))
        }
        None => Ok(visit.show_again(&page(&desk, &visit, &opened, &form))),
    }
}

fn form(opened: &Opened, visit: &Visit) -> Form {
    let choices = EXIT_GROUNDS.iter().map(|ground| Choice::new(ground.name, ground.term));
    let mut ground = Field::of("ground", "退出情形", choices.collect()).required();
    if opened.entered.held.standing.at_work {
        ground = ground.value(crate::model::AT_WORK);
    }
    Form::new(exit_path(opened.subject()), "提交", visit.once_key())
        .field(ground)
        .field(
            Field::day("on", "从哪一天起")
                .required()
                .value(visit.today.to_string())
                .hint("这一情形出现的日子；需要批准的，以批准的那天为退出的日期"),
        )
        .field(
            Field::lines("evidence", "凭据")
                .required()
                .hint("一句话写明看了什么材料、怎样核对的；各情形要看什么，见“退出的情形”"),
        )
        .cancel(format!("/people/{}", opened.subject()))
}

fn page(desk: &Desk, visit: &Visit, opened: &Opened, form: &Form) -> Page {
    let standing = &opened.entered.held.standing;
    let mut page = opened.entered.page("退出就业困难人员").lead(
        "退出以后，本人不再享受就业困难人员的援助。事实清楚的记下凭据即可；需要判断的，由另一位负责人批准以后才生效。退出都要告知本人，本人可以提出异议，由没有经手的上级负责人决定（BJ18-26）",
    );
    for exit in &opened.exits {
        page = page.part(&section(desk, visit, opened, exit));
    }
    let waits = opened.exits.iter().any(|exit| exit.state == ExitState::Proposed);
    if !standing.hardship_recognised {
        page = page.notice(Notice::note(ExitRefusal::NotInHardship.to_string()));
    } else if waits {
        page = page.notice(Notice::note("退出的申请正等待批准，批准以前一切照常"));
    } else if opened.may(visit, Action::RecogniseHardship) {
        page = page.part(&Section::new("办理退出", "new").part(form));
    }
    page.aside(&grounds())
}

/// The grounds with what shows each, by who decides.
fn grounds() -> Section {
    let lines = |is_fact: bool| {
        let of_kind = EXIT_GROUNDS.iter().filter(move |ground| ground.is_fact == is_fact);
        let line = |ground: &ExitGround| format!("{}：{}", ground.term, ground.evidence);
        Prose(of_kind.map(line).collect())
    };
    Section::new("退出的情形", "grounds")
        .lead("第二十六条要求动态管理认定和退出，没有逐项列出情形；这里所列是本地规范（BJ18-26）")
        .part(&Section::new("事实清楚，记下凭据即生效", "facts").part(&lines(true)))
        .part(&Section::new("需要判断，由另一位负责人批准", "judged").part(&lines(false)))
        .part(&Prose::new(
            "本人不接受服务或长期联系不上的，不在这里退出，按“停止服务”核实、批准（BJ18-13、BJ18-21、BJ18-29）",
        ))
}

/// What is kept of an exit.
pub(super) fn facts(desk: &Desk, opened: &Opened, exit: &Exit) -> Facts {
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let state = match exit.state {
        ExitState::Recorded | ExitState::Approved if !exit.stands(&opened.known) => "退出已更正",
        state => state.term(),
    };
    let told = exit.told.as_ref().map_or_else(String::new, |told| {
        let how = crate::actions::channel_words(&told.how);
        format!("{} {how}：{}", day(exit.told_on), told.words)
    });
    let facts = [
        ("情形", exit.content.term().to_owned()),
        ("状态", state.to_owned()),
        ("从哪一天起", exit.content.since.clone()),
        ("凭据", exit.content.evidence.clone()),
        ("提出人", opened.name(Some(exit.proposed_by)).to_owned()),
        ("提出日期", web::day_of(exit.proposed_at).to_string()),
        ("决定人", opened.name(exit.decided_by).to_owned()),
        ("决定日期", day(exit.decided_at.map(web::day_of))),
        ("决定说明", exit.words.as_ref().map_or("", |words| words.reveal()).to_owned()),
        ("告知本人", told),
    ];
    let decided = Decided::Exit(exit);
    let until = decided.objection_until(&desk.rulebook).filter(|_| exit.stands(&opened.known));
    let until = ("本人可以提出异议至", day(until));
    let facts = facts.into_iter().chain([until]).filter(|(_, words)| !words.is_empty());
    facts.fold(Facts::new(""), |facts, (name, words)| facts.words(name, words))
}

fn section(desk: &Desk, visit: &Visit, opened: &Opened, exit: &Exit) -> Section {
    let heading = format!("{} 的退出", web::day_of(exit.proposed_at));
    let section = Section::new(heading, exit.id.to_string()).part(&facts(desk, opened, exit));
    let objections = objecting::facts(desk, opened, Decided::Exit(exit));
    let section = objections.iter().fold(section, Section::part);
    section.part(&Buttons(buttons(visit, opened, exit)))
}

/// What the visitor can do next about an exit.
fn buttons(visit: &Visit, opened: &Opened, exit: &Exit) -> Vec<Button> {
    let here = format!("{}/{}", exit_path(opened.subject()), exit.id);
    let mut buttons = Vec::new();
    if exit.state == ExitState::Proposed {
        if approves(visit, opened, exit) {
            buttons.push(Button::link("批准或退回", format!("{here}/decide")).main());
        }
        if exit.proposed_by == visit.actor.id {
            let key = visit.once_key();
            let once = [(web::form::ONCE, key.as_str())];
            buttons.push(Button::post("撤回", format!("{here}/withdraw"), &once));
        }
        return buttons;
    }
    if exit.stands(&opened.known) && exit.is_to_tell {
        buttons.push(Button::link("退出告知书", format!("{here}/letter")));
        if exit.told_on.is_none() && opened.may(visit, Action::RecordService) {
            buttons.push(Button::link("记录告知本人", format!("{here}/told")).main());
        }
    }
    buttons.extend(objecting::buttons(visit, opened, Decided::Exit(exit)));
    buttons
}

/// Tells whether the visitor decides on an exit: the head of the approving office, and nobody who proposed it or stands in
/// for who did.
fn approves(visit: &Visit, opened: &Opened, exit: &Exit) -> bool {
    !visit.actor.is_or_stands_in_for(exit.proposed_by)
        && opened.approves(visit, Against::Exit(exit.id))
}
