//! Taking an objection, deciding on it, and answering the person.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{StoreError, SubjectId};
use web::parts::{Button, Facts};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::deciding::told;
use super::words::told_form;
use super::{Opened, case_path, load, page_of, words};
use crate::actions::object::{NewObjection, decide_objection, object, tell_outcome};
use crate::actions::office::{has_above, objecting_action};
use crate::actions::open::{Case, Objection};
use crate::model::{Outcome, Refusal};
use crate::{CaseId, ObjectionId};

fn form(desk: &Desk, case: &Case, opened: &Opened, visit: &Visit) -> Form {
    let path = format!("{}/{}/object", case_path(opened.subject()), case.id);
    let on = Field::day("on", "提出日期");
    let on = match (case.told_on, case.objection_until(&desk.rulebook)) {
        (Some(told), Some(last)) => on.hint(format!(
            "一般在告知后 {} 日内（至 {last}）提出；晚于这一天的照样记下，会注明逾期",
            words::objection_days(desk, told)
        )),
        _ => on.hint("本人还没有被告知，期限没有开始"),
    };
    let form = Form::new(path, "记下异议", visit.once_key());
    words::contact(form, visit, (on, "提出方式"))
        .field(Field::lines("words", "本人说").required().hint("按本人的原话，越完整越好"))
        .cancel(case_path(opened.subject()))
}

fn page(form: &Form, case: CaseId, opened: &Opened) -> Page {
    let contact = format!("/people/{}/record/contacted", opened.subject());
    page_of("记录本人的异议", opened)
        .lead(format!("异议由{}决定。本人同时表示现在需要服务的，另外记一次“联系”（本人主动），服务即恢复，不必等决定", opened.hearing(case)))
        .tool(Button::link("记录联系", contact))
        .part(form)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let case: CaseId = id(&case)?;
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let form = form(&desk, opened.case(case)?, &opened, &visit);
    Ok(visit.show(&page(&form, case, &opened)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, case): (SubjectId, CaseId) = (id(&subject)?, id(&case)?);
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let mut form = form(&desk, opened.case(case)?, &opened, &visit);
    form.take(&sent);
    let (on, how, words) = words::read_contact(&form, &visit);
    let new = NewObjection { on, how, words };
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        let id = object(tx, &desk2, &occasion, (subject, case), &new).await?;
        Ok(id.to_string())
    });
    match outcome.await? {
        Some(_) => {
            let words = format!("已记下异议，等待{}决定", opened.hearing(case));
            Ok(visit.go_on(&case_path(subject), &words))
        }
        None => Ok(visit.show_again(&page(&form, case, &opened))),
    }
}

/// Says that an objection came late, for whoever decides on it.
pub(super) fn lateness(desk: &Desk, objection: &Objection, case: &Case) -> String {
    match objection.late_after(&desk.rulebook, case) {
        Some(last) => format!("逾期提出（期限到 {last} 为止），照样处理"),
        None => "期限内提出".to_owned(),
    }
}

fn decision_form(objection: &Objection, opened: &Opened, visit: &Visit) -> Form {
    let choices = vec![
        Choice::new("upheld", "异议成立：撤销停止，恢复服务"),
        Choice::new("refused", "异议不成立"),
    ];
    let path = format!("/people/{}/stop-objections/{}", opened.subject(), objection.id);
    Form::new(path, "提交决定", visit.once_key())
        .field(Field::one("outcome", "决定", choices).required())
        .field(Field::lines("words", "理由").required().hint("要答复本人，请写得本人看得懂"))
        .cancel(case_path(opened.subject()))
}

fn decision_page(
    desk: &Desk,
    visit: &Visit,
    form: &Form,
    objection: &Objection,
    opened: &Opened,
) -> Result<Page, Problem> {
    let case = opened.case(objection.case)?;
    let facts = Facts::new("异议")
        .words("提出日期", objection.received_on.to_string())
        .words("提出方式", crate::actions::channel_words(&objection.channel))
        .words("期限", lateness(desk, objection, case))
        .words("本人说", objection.said.reveal())
        .words(
            "应当答复本人",
            format!("{} 以前（本地规范）", objection.answered_until(&desk.rulebook)),
        );
    let decided = Facts::new("停止服务的决定")
        .words("情形", format!("{}（{}）", case.gate.allows(), case.gate.clause()))
        .words("核实人", opened.name(case.verified_by))
        .words("核实结论", case.verification.words.clone())
        .words("批准人", opened.name(case.decided_by));
    let (day, list) = case.conditions(&desk.rulebook, &opened.known, visit.today);
    let caption = format!("{day} 决定停止时的各项条件");
    let table = services::gate_table(caption, &list, &opened.known, opened.subject());
    let page = page_of("处理异议", opened)
        .lead("异议成立的，停止、反馈和协议终止一并更正，再次通知登记管理部门，本人照常得到服务")
        .part(&facts)
        .part(&decided)
        .part(&words::attempts(opened, case))
        .part(&table);
    Ok(match (objection.outcome, opened.not_heard.get(&objection.id)) {
        (None, Some(refusal)) => {
            let who = format!("这件异议由{}决定", opened.hearing(case.id));
            told(page, form).notice(Notice::note(refusal.to_string())).notice(Notice::note(who))
        }
        (None, None) => page.part(form),
        (Some(outcome), _) => {
            let words = objection.words.as_ref().map_or("", |words| words.reveal());
            let page = told(page, form);
            page.part(&Facts::new("决定").words("结果", outcome.term()).words("理由", words))
        }
    })
}

/// Opens a file to decide on an objection, by the right that holds for its office.
async fn load_to_decide(desk: &Desk, visit: &Visit, subject: SubjectId) -> Result<Opened, Problem> {
    let above = desk.db.read::<_, _, StoreError>(async move |tx| {
        let held = duties::held(tx, subject).await?;
        match held {
            Some(held) => has_above(tx, held.office_code).await,
            None => Ok(true),
        }
    });
    load(desk, visit, objecting_action(above.await?), subject, None).await
}

pub(super) async fn show_decision(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, objection)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let objection: ObjectionId = id(&objection)?;
    let opened = load_to_decide(&desk, &visit, id(&subject)?).await?;
    let objection = opened.objection(objection)?;
    let form = decision_form(objection, &opened, &visit);
    Ok(visit.show(&decision_page(&desk, &visit, &form, objection, &opened)?))
}

pub(super) async fn take_decision(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, objection)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, ObjectionId) = (id(&subject)?, id(&objection)?);
    let opened = load_to_decide(&desk, &visit, subject).await?;
    let objection = opened.objection(which)?;
    let mut form = decision_form(objection, &opened, &visit);
    form.take(&sent);
    let outcome = match form.text("outcome") {
        Some("upheld") => Outcome::Upheld,
        _ => Outcome::Refused,
    };
    let (desk2, occasion, said) = (desk.clone(), Occasion::from(&visit), form.words("words"));
    let done = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        decide_objection(tx, &desk2, &occasion, (subject, which), outcome, &said).await
    });
    match done.await? {
        Some(()) => {
            let words = format!("已决定：{}；请由专员答复本人", outcome.term());
            Ok(visit.go_on(&case_path(subject), &words))
        }
        None => Ok(visit.show_again(&decision_page(&desk, &visit, &form, objection, &opened)?)),
    }
}

fn answer(objection: ObjectionId, opened: &Opened, visit: &Visit) -> Form {
    let path = format!("/people/{}/stop-objections/{objection}/told", opened.subject());
    told_form(path, opened, visit)
}

pub(super) async fn show_told(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, objection)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let objection: ObjectionId = id(&objection)?;
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    opened.objection(objection)?;
    let form = answer(objection, &opened, &visit);
    Ok(visit.show(&page_of("记录答复本人", &opened).part(&form)))
}

pub(super) async fn take_told(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, objection)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, ObjectionId) = (id(&subject)?, id(&objection)?);
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    opened.objection(which)?;
    let mut form = answer(which, &opened, &visit);
    form.take(&sent);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (on, how, said) = words::read_contact(&form, &visit);
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        tell_outcome(tx, &desk2, &occasion, (subject, which), (on, how, &said)).await
    });
    match outcome.await? {
        Some(()) => Ok(visit.go_on(&case_path(subject), "已记下答复本人")),
        None => Ok(visit.show_again(&page_of("记录答复本人", &opened).part(&form))),
    }
}
