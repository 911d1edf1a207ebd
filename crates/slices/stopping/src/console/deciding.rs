//! The head's decision, and taking a case back.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::Facts;
use web::{Form, Notice, Page, Problem, Submitted, Visit, id};

use super::{Opened, case_path, load, page_of, problem, words};
use crate::CaseId;
use crate::actions::decide;
use crate::actions::open::Case;
use crate::model::{Against, CaseState, Refusal};

fn form(desk: &Desk, case: &Case, opened: &Opened, visit: &Visit) -> Form {
    let undone = case.undone(&desk.rulebook, &opened.known, visit.today);
    let said = match undone.iter().filter(|undone| undone.asks_for_words()).count() {
        0 => "不批准的必填".to_owned(),
        count => format!(
            "不批准的必填；我们有 {count} 件事没有做到或者做晚了，批准的须写明为什么仍应停止，随决定一并封存"
        ),
    };
    let back = case_path(opened.subject());
    let choices = ("批准：反馈登记管理部门并停止服务", "不批准，服务照常");
    words::decision_form(format!("{back}/{}/decide", case.id), back, visit, (choices, &said))
}

fn page(desk: &Desk, visit: &Visit, form: &Form, case: &Case, opened: &Opened) -> Page {
    let circumstance = match case.verification.circumstance.as_str() {
        "" => "没有",
        words => words,
    };
    let facts = Facts::new("")
        .words("核实人", opened.name(case.verified_by))
        .words("核实结论", case.verification.words.clone())
        .words("特殊情形", circumstance);
    let facts = match case.verification.offered.as_str() {
        "" => facts,
        offered => facts.words("提供过什么，本人怎样拒绝", offered),
    };
    let undone = case.undone(&desk.rulebook, &opened.known, visit.today);
    let mut page = page_of("批准停止服务", opened)
        .lead("批准以后，同时反馈就失业登记管理部门、停止服务，并须告知本人；核实的人和替其代班的人不能批准（BJ18-29）")
        .part(&facts)
        .part(&words::attempts(opened, case))
        .part(&words::evidence(desk, visit, opened, case))
        .part(&super::undone::section(&undone, &opened.known, opened.subject()));
    if case.state == CaseState::Submitted && !case.verification.was_reached() {
        page = page.notice(Notice::stop(format!(
            "没有联系到本人：{}。本人还不知道服务可能停止，请先看核实经过再决定；认为联系得不够的，请不批准并写明理由",
            words::sought(case)
        )));
    }
    let other = opened.approving(Against::Stop(case.id));
    let answering = opened.entered.held.office_code;
    if let Some(office) = other.filter(|office| office.code != visit.actor.area.first) {
        let refusal = Refusal::OtherOffice(office.name.clone());
        page = page.notice(Notice::note(refusal.to_string()));
    } else if other.is_some_and(|office| office.code != answering) {
        page = page.notice(Notice::note(
            "负责这位服务对象的机构没有可以决定的负责人（没有负责人，或者都参与了核实），由本机构代为决定（BJ18-29）",
        ));
    }
    let ground = case.ground(&desk.rulebook, &opened.known, visit.today);
    if case.state == CaseState::Submitted && ground.holds() {
        page = page.part(form);
    } else {
        page = words::refused(page, form);
        page = page.notice(Notice::note(if case.state == CaseState::Submitted {
            ground.to_string()
        } else {
            format!("这件事项的状态是：{}", case.state.term())
        }));
    }
    page.aside(&words::basis(case.gate))
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let case: CaseId = id(&case)?;
    let opened = load(&desk, &visit, Action::ApproveStop, id(&subject)?, None).await?;
    let case = opened.case(case)?;
    let form = form(&desk, case, &opened, &visit);
    Ok(visit.show(&page(&desk, &visit, &form, case, &opened)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, case_id): (SubjectId, CaseId) = (id(&subject)?, id(&case)?);
    let opened = load(&desk, &visit, Action::ApproveStop, subject, None).await?;
    let case = opened.case(case_id)?;
    let mut form = form(&desk, case, &opened, &visit);
    form.take(&sent);
    let (decision, said) = words::read_decision(&form);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        let which = (subject, case_id);
        let state = decide::decide(tx, &desk2, &occasion, which, decision, &said).await?;
        Ok(state == CaseState::Approved)
    });
    match outcome.await? {
        Some(true) => {
            let done = "已批准：服务已停止，反馈函待送达；请打印告知书并告知本人";
            Ok(visit.go_on(&case_path(subject), done))
        }
        Some(false) => Ok(visit.go_on(&case_path(subject), "没有批准，服务照常")),
        None => Ok(visit.show_again(&page(&desk, &visit, &form, case, &opened))),
    }
}

pub(super) async fn withdraw(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, case): (SubjectId, CaseId) = (id(&subject)?, id(&case)?);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let key = sent.once_key()?;
    let outcome = desk.once(&visit, &key, async move |tx| {
        decide::withdraw(tx, &desk2, &occasion, (subject, case)).await
    });
    outcome.await.map_err(problem)?;
    Ok(visit.go_on(&case_path(subject), "已撤回，服务照常"))
}
