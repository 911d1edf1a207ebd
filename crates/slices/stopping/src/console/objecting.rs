//! Taking an objection against a stop or an exit, and deciding on it.

use std::str::FromStr;

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{StoreError, SubjectId};
use web::parts::{Button, Facts, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::{Opened, load, page_about, path_of, words};
use crate::ObjectionId;
use crate::actions::decided::Decided;
use crate::actions::object::{NewObjection, decide_objection, object};
use crate::actions::objections::Objection;
use crate::actions::office::{has_above, objecting_action};
use crate::actions::open::Case;
use crate::model::{Against, Outcome, Refusal};

fn form(desk: &Desk, decided: Decided<'_>, opened: &Opened, visit: &Visit) -> Form {
    let back = path_of(decided.against(), opened.subject());
    let path = match decided {
        Decided::Stop(case) => format!("{back}/{}/object", case.id),
        Decided::Exit(exit) => format!("{back}/{}/object", exit.id),
    };
    let on = Field::day("on", "提出日期");
    let on = match (decided.told_on(), decided.objection_until(&desk.rulebook)) {
        (Some(told), Some(last)) => on.hint(format!(
            "一般在告知后 {} 日内（至 {last}）提出；晚于这一天的照样记下，会注明逾期",
            words::objection_days(desk, told)
        )),
        _ => on.hint("本人还没有被告知，期限没有开始"),
    };
    let form = Form::new(path, "记下异议", visit.once_key());
    words::contact(form, visit, (on, "提出方式"))
        .field(Field::lines("words", "本人说").required().hint("按本人的原话，越完整越好"))
        .cancel(back)
}

fn page(form: &Form, decided: Decided<'_>, opened: &Opened) -> Page {
    let who = opened.hearing(decided.against());
    let page = page_about("记录本人的异议", decided.against(), opened);
    match decided {
        Decided::Stop(_) => {
            let contact = format!("/people/{}/record/contacted", opened.subject());
            page.lead(format!("异议由{who}决定。本人同时表示现在需要服务的，另外记一次“联系”（本人主动），服务即恢复，不必等决定"))
                .tool(Button::link("记录联系", contact))
        }
        Decided::Exit(_) => page.lead(format!(
            "异议由{who}决定；没有决定以前，退出仍然有效，面向所有求职者的服务照常。异议成立的，本人从没有退出过（BJ18-26）"
        )),
    }
    .part(form)
}

pub(super) async fn show<T: FromStr + Into<Against>>(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, which)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let against: Against = id::<T>(&which)?.into();
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let decided = opened.decided(against)?;
    let form = form(&desk, decided, &opened, &visit);
    Ok(visit.show(&page(&form, decided, &opened)))
}

pub(super) async fn take<T: FromStr + Into<Against>>(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, which)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let against: Against = id::<T>(&which)?.into();
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let decided = opened.decided(against)?;
    let mut form = form(&desk, decided, &opened, &visit);
    form.take(&sent);
    let (on, how, words) = words::read_contact(&form, &visit);
    let new = NewObjection { on, how, words };
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        let id = object(tx, &desk2, &occasion, (subject, against), &new).await?;
        Ok(id.to_string())
    });
    match outcome.await? {
        Some(_) => {
            let words = format!("已记下异议，等待{}决定", opened.hearing(against));
            Ok(visit.go_on(&path_of(against, subject), &words))
        }
        None => Ok(visit.show_again(&page(&form, decided, &opened))),
    }
}

/// Says whether an objection came late, for whoever decides on it.
fn lateness(desk: &Desk, objection: &Objection, decided: Decided<'_>) -> String {
    let until = decided.objection_until(&desk.rulebook);
    match until.filter(|last| objection.received_on > *last) {
        Some(last) => format!("逾期提出（期限到 {last} 为止），照样处理"),
        None => "期限内提出".to_owned(),
    }
}

/// The objections against a decision, latest first, with what came of each.
pub(super) fn facts(desk: &Desk, opened: &Opened, decided: Decided<'_>) -> Vec<Facts> {
    let against = decided.against();
    let facts = opened.objections_against(against).map(|objection| {
        let outcome = objection.outcome.map_or_else(
            || format!("等待{}决定", opened.hearing(against)),
            |outcome| against.came_to(outcome).to_owned(),
        );
        let answered = objection.told_on.map_or_else(String::new, |day| day.to_string());
        Facts::new(format!("{} 的异议", objection.received_on))
            .words("本人说", objection.said.reveal())
            .words("提出方式", crate::actions::channel_words(&objection.channel))
            .words("期限", lateness(desk, objection, decided))
            .words("记录人", opened.name(Some(objection.recorded_by)))
            .words("结果", outcome)
            .words("决定人", opened.name(objection.decided_by))
            .words("理由", objection.words.as_ref().map_or("", |words| words.reveal()))
            .words("答复本人", answered)
    });
    facts.collect()
}

/// What the visitor can do next about objections against a decision.
pub(super) fn buttons(visit: &Visit, opened: &Opened, decided: Decided<'_>) -> Vec<Button> {
    let (against, subject) = (decided.against(), opened.subject());
    let may_record = opened.may(visit, Action::RecordService);
    let mut buttons = Vec::new();
    let mut objections = opened.objections_against(against);
    let waits = objections.any(|known| known.outcome.is_none());
    if decided.stands(&opened.known) && may_record && !waits {
        let path = match decided {
            Decided::Stop(case) => format!("{}/{}/object", path_of(against, subject), case.id),
            Decided::Exit(exit) => format!("{}/{}/object", path_of(against, subject), exit.id),
        };
        buttons.push(Button::link("记录本人的异议", path));
    }
    for known in opened.objections_against(against) {
        let path = format!("/people/{subject}/objections/{}", known.id);
        if known.outcome.is_none() {
            if opened.hears(visit, known.id) {
                buttons.push(Button::link("处理异议", path).main());
            }
            continue;
        }
        let letter = format!("异议答复书（{} 提出）", known.received_on);
        buttons.push(Button::link(letter, format!("{path}/letter")));
        if known.told_on.is_none() && may_record {
            buttons.push(Button::link("记录答复本人", format!("{path}/told")).main());
        }
    }
    buttons
}

fn decision_form(objection: &Objection, opened: &Opened, visit: &Visit) -> Form {
    let upheld = match objection.against {
        Against::Stop(_) => "异议成立：撤销停止，恢复服务",
        Against::Exit(_) => "异议成立：撤销退出，恢复就业困难人员认定",
    };
    let choices = vec![Choice::new("upheld", upheld), Choice::new("refused", "异议不成立")];
    let path = format!("/people/{}/objections/{}", opened.subject(), objection.id);
    Form::new(path, "提交决定", visit.once_key())
        .field(Field::one("outcome", "决定", choices).required())
        .field(
            Field::lines("words", "理由")
                .required()
                .hint("写进给本人的答复书，请写得本人看得懂：核对了什么，为什么这样决定"),
        )
        .cancel(path_of(objection.against, opened.subject()))
}

fn decision_page(
    desk: &Desk,
    visit: &Visit,
    form: &Form,
    objection: &Objection,
    opened: &Opened,
) -> Result<Page, Problem> {
    let decided = opened.decided(objection.against)?;
    let facts = Facts::new("异议")
        .words("提出日期", objection.received_on.to_string())
        .words("提出方式", crate::actions::channel_words(&objection.channel))
        .words("期限", lateness(desk, objection, decided))
        .words("本人说", objection.said.reveal())
        .words(
            "应当答复本人",
            format!("{} 以前（本地规范）", objection.answered_until(&desk.rulebook)),
        );
    let page = page_about("处理异议", objection.against, opened);
    let page = match decided {
        Decided::Stop(case) => stop_decision(desk, visit, opened, (page, &facts), case),
        Decided::Exit(exit) => page
            .lead("异议成立的，退出更正，本人从没有退出过：恢复就业困难人员认定，因退出终止的协议一并恢复，应办照原来的日期继续（BJ18-26）")
            .part(&facts)
            .part(&Section::new("退出的决定", "decided").part(&super::exit::facts(desk, opened, exit))),
    };
    Ok(match (objection.outcome, opened.not_heard.get(&objection.id)) {
        (None, Some(refusal)) => {
            let who = format!("这件异议由{}决定", opened.hearing(objection.against));
            let page = words::refused(page, form);
            page.notice(Notice::note(refusal.to_string())).notice(Notice::note(who))
        }
        (None, None) => page.part(form),
        (Some(outcome), _) => {
            let words = objection.words.as_ref().map_or("", |words| words.reveal());
            let came_to = objection.against.came_to(outcome);
            let page = words::refused(page, form);
            page.part(&Facts::new("决定").words("结果", came_to).words("理由", words))
        }
    })
}

/// The stop that an objection is against, as whoever approved it saw it.
fn stop_decision(
    desk: &Desk,
    visit: &Visit,
    opened: &Opened,
    (page, facts): (Page, &Facts),
    case: &Case,
) -> Page {
    let decided = Facts::new("停止服务的决定")
        .words("情形", format!("{}（{}）", case.gate.allows(), case.gate.clause()))
        .words("核实人", opened.name(case.verified_by))
        .words("核实结论", case.verification.words.clone())
        .words("批准人", opened.name(case.decided_by))
        .words("批准时的说明", case.words.as_ref().map_or("", |words| words.reveal()));
    let decided = match case.verification.offered.as_str() {
        "" => decided,
        offered => decided.words("提供过什么，本人怎样拒绝", offered),
    };
    let undone = case.undone(&desk.rulebook, &opened.known, visit.today);
    let (day, list) = case.conditions(&desk.rulebook, &opened.known, visit.today);
    let caption = format!("{day} 决定停止时的各项条件");
    let table = services::gate_table(caption, &list, &opened.known, opened.subject());
    page.lead("异议成立的，停止、反馈和协议终止一并更正，再次通知登记管理部门，本人照常得到服务")
        .part(facts)
        .part(&decided)
        .part(&words::attempts(opened, case))
        .part(&table)
        .part(&super::undone::section(&undone, &opened.known, opened.subject()))
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
    let against = objection.against;
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
            let words = format!("已决定：{}；请由专员打印答复书并答复本人", outcome.term());
            Ok(visit.go_on(&path_of(against, subject), &words))
        }
        None => Ok(visit.show_again(&decision_page(&desk, &visit, &form, objection, &opened)?)),
    }
}
