//! Noting what was tried to reach the person, and the finding.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use rules::Gate;
use store::SubjectId;
use web::parts::Button;
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::{Opened, case_path, load, page_of, words};
use crate::CaseId;
use crate::actions::open::Case;
use crate::actions::verify::{finish, try_to_reach};
use crate::model::{
    self, CaseState, Finding, Ground, Refusal, STOP_GATES, Undone, gate_of, ground_now,
    rests_on_words, was_called_back,
};

/// What can speak against a stop: the value, and the words that are kept.
const CIRCUMSTANCES: &[(&str, &str)] = &[
    ("none", "没有"),
    ("childbirth", "生育"),
    ("caring", "陪护家人"),
    ("illness", "本人患病或住院"),
    ("other", "其他特殊情形"),
];

/// The case that is being verified, if its ground holds.
pub(super) fn live<'o>(desk: &Desk, visit: &Visit, opened: &'o Opened) -> Option<&'o Case> {
    opened.cases.iter().find(|case| {
        case.state.is_pending() && case.ground(&desk.rulebook, &opened.known, visit.today).holds()
    })
}

/// The gates that may be verified now.
fn open_gates(desk: &Desk, visit: &Visit, opened: &Opened) -> Vec<Gate> {
    if let Some(case) = live(desk, visit, opened) {
        return vec![case.gate];
    }
    let holds = |gate: &Gate| {
        let ground = ground_now(&desk.rulebook, &opened.known, *gate, visit.today);
        matches!(ground, Ground::Holds(since) if !opened.is_upheld(*gate, since))
    };
    STOP_GATES.into_iter().filter(holds).collect()
}

fn attempt_form(gates: &[Gate], opened: &Opened, visit: &Visit) -> Form {
    let choices = gates.iter().map(|gate| Choice::new(gate.clause(), gate.allows())).collect();
    let mut gate = Field::one("gate", "情形", choices).required();
    if let Some(only) = gates.first() {
        gate = gate.value(only.clause());
    }
    let reached = vec![
        Choice::new("no", "没有联系到"),
        Choice::new("yes", "联系到本人，已说明停止服务意味着什么"),
    ];
    let path = format!("{}/attempt", case_path(opened.subject()));
    let form = Form::new(path, "记下这次核实", visit.once_key()).field(gate);
    words::contact(form, visit, (Field::day("on", "日期"), "怎样联系"))
        .field(Field::one("reached", "联系本人", reached).required())
        .field(
            Field::lines("words", "一句话")
                .required()
                .hint("联系了谁、几次，本人怎么说；没有联系到的，写明原因"),
        )
        .cancel(case_path(opened.subject()))
}

fn attempt_page(desk: &Desk, visit: &Visit, form: &Form, gates: &[Gate], opened: &Opened) -> Page {
    let page = page_of("记录核实", opened).lead(
        "停止服务以前，先设法联系本人。本人表示需要服务的，请改为记录“联系”（本人主动），不再核实",
    );
    let Some(first) = gates.first() else {
        return page.notice(Notice::stop(
            "现在没有可以核实的停止服务情形；各项条件见“停止服务”一页（BJ18-13、BJ18-21、BJ18-29）",
        ));
    };
    let undone = undone(desk, visit, opened, *first);
    page.part(form)
        .part(&super::undone::section(&undone, &opened.known, opened.subject()))
        .aside(&words::basis(*first))
}

/// What the office left undone for the person up to today.
fn undone(desk: &Desk, visit: &Visit, opened: &Opened, gate: Gate) -> Vec<Undone> {
    model::undone(&desk.rulebook, opened.known.entries(), gate, visit.today)
}

pub(super) async fn show_attempt(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let gates = open_gates(&desk, &visit, &opened);
    let form = attempt_form(&gates, &opened, &visit);
    Ok(visit.show(&attempt_page(&desk, &visit, &form, &gates, &opened)))
}

pub(super) async fn take_attempt(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let gates = open_gates(&desk, &visit, &opened);
    // The form comes back whatever was chosen: whether it still fits is for the action to say.
    let offered = if gates.is_empty() { STOP_GATES.to_vec() } else { gates.clone() };
    let mut form = attempt_form(&offered, &opened, &visit);
    form.take(&sent);
    let gate = form.text("gate").and_then(gate_of);
    if let Some(gate) = gate {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let (on, how, said) = words::read_contact(&form, &visit);
        let reached = form.text("reached") == Some("yes");
        let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
            let tried = (on, how, reached, said.as_str());
            let case = try_to_reach(tx, &desk2, &occasion, (subject, gate), tried).await?;
            Ok(case.to_string())
        });
        if outcome.await?.is_some() {
            return Ok(visit.go_on(&case_path(subject), "已记下这次核实"));
        }
    }
    Ok(visit.show_again(&attempt_page(&desk, &visit, &form, &offered, &opened)))
}

fn finish_form(case: &Case, opened: &Opened, visit: &Visit) -> Form {
    let choices = CIRCUMSTANCES.iter().map(|(value, words)| Choice::new(*value, *words)).collect();
    let path = format!("{}/{}/finish", case_path(opened.subject()), case.id);
    let mut form = Form::new(path, "提交核实结论", visit.once_key()).field(
        Field::one("circumstance", "有没有不宜停止的特殊情形", choices)
            .required()
            .hint("有生育、陪护、患病等情形的，这次不停止，服务照常（BJ18-21(2)）"),
    );
    if case.gate == Gate::Termination {
        form = form.field(Field::lines("offered", "提供过什么，本人怎样拒绝").hint(
            "用自己的话写：哪天、提供了什么、本人怎么说；提出停止的必填，有特殊情形的可以不填（BJ18-29）",
        ));
    }
    form.field(
        Field::lines("words", "核实结论").required().hint("为什么应当停止，或者为什么不停止"),
    )
    .cancel(case_path(opened.subject()))
}

fn finish_page(desk: &Desk, visit: &Visit, form: &Form, case: &Case, opened: &Opened) -> Page {
    let entries = opened.known.entries();
    let mut page = page_of("核实结论", opened);
    if !was_called_back(entries, case.gate, visit.today) {
        let path = format!("/people/{}/record/followed_up", opened.subject());
        page = page
            .notice(Notice::stop(Refusal::NotCalledBack.to_string()))
            .tool(Button::link("记录跟踪回访", path));
    }
    let needed = if rests_on_words(case.gate) {
        "本人表示没有意愿或者拒绝的，必须先联系到本人并说明停止服务意味着什么，才能提出停止；没有联系到的，请再联系，服务照常"
    } else {
        "没有联系到本人的，要在不同的日子、用不同的方式联系过，才能提出停止"
    };
    let page =
        if case.verification.was_reached() { page } else { page.notice(Notice::note(needed)) };
    page.lead("没有特殊情形的，提交另一位负责人批准；批准以后才反馈登记管理部门并停止服务")
        .part(&words::attempts(opened, case))
        .part(&words::evidence(desk, visit, opened, case))
        .part(&super::undone::section(
            &undone(desk, visit, opened, case.gate),
            &opened.known,
            opened.subject(),
        ))
        .part(form)
        .aside(&words::basis(case.gate))
}

pub(super) async fn show_finish(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let case: CaseId = id(&case)?;
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let case = opened.case(case)?;
    let form = finish_form(case, &opened, &visit);
    Ok(visit.show(&finish_page(&desk, &visit, &form, case, &opened)))
}

pub(super) async fn take_finish(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, case_id): (SubjectId, CaseId) = (id(&subject)?, id(&case)?);
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let case = opened.case(case_id)?;
    let mut form = finish_form(case, &opened, &visit);
    form.take(&sent);
    let chosen = form.words("circumstance");
    let circumstance = CIRCUMSTANCES.iter().skip(1).find(|(value, _)| *value == chosen);
    let circumstance = circumstance.map_or("", |(_, words)| *words);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (offered, said) = (form.words("offered"), form.words("words"));
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        let finding = Finding { circumstance, offered: &offered, words: &said };
        let state = finish(tx, &desk2, &occasion, (subject, case_id), finding).await?;
        Ok(state == CaseState::Spared)
    });
    match outcome.await? {
        Some(true) => Ok(visit.go_on(&case_path(subject), "已记下：有特殊情形，这次不停止服务")),
        Some(false) => Ok(visit.go_on(&case_path(subject), "已提交负责人批准")),
        None => Ok(visit.show_again(&finish_page(&desk, &visit, &form, case, &opened))),
    }
}
