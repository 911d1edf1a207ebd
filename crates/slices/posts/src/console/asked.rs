//! A placement that was asked for, on the person's page: what waits, for whom, and taking it back.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Buttons, Facts, Prose, Section};
use web::{Notice, Page, Problem, Submitted, Visit, id};

use super::{Opened, post_path};
use crate::RequestId;
use crate::actions::ask::withdraw_placement;
use crate::actions::requests::{PlacementRequest, check_decides};
use crate::model::{Refusal, RequestState};

/// Tells why the visitor does not decide on the placement that waits.
pub(super) fn decides(visit: &Visit, opened: &Opened) -> Result<(), Refusal> {
    let deciding = &opened.deciding;
    check_decides(&Occasion::from(visit), &deciding.parts, deciding.heads.as_ref())
}

/// What was asked for.
pub(super) fn facts(opened: &Opened, request: &PlacementRequest) -> Facts {
    let post = opened.post(request.post);
    Facts::new("")
        .words("用人组织", post.map_or("", |post| &post.organisation))
        .words("岗位", post.map_or("", |post| &post.kind))
        .words("安置日期", request.on.to_string())
        .words("安置至", request.last_day.to_string())
        .words("工作时间", request.content.hours.clone())
        .words("待遇", request.content.pay.clone())
        .words("说明", request.content.why.clone())
        .words("报请人", opened.names.staff(request.asked_by))
        .words("报请日期", web::day_of(request.asked_at).to_string())
        .words("状态", request.state.term())
}

/// A placement that waits to be confirmed: what, for whom it waits, and what the visitor can do.
pub(super) fn section(visit: &Visit, opened: &Opened, asked: &PlacementRequest) -> Section {
    let here = format!("{}/place/{}", post_path(opened.subject()), asked.id);
    let who = opened.deciding.heads.as_ref().map_or_else(
        || "现在没有未经手的负责人可以确认，请与上级机构联系。".to_owned(),
        |heads| format!("由{}的{}确认。", heads.office, heads.names.join("、")),
    );
    let mut buttons = Vec::new();
    if opened.entered.lets(&visit.actor, Action::ApproveStop) && decides(visit, opened).is_ok() {
        buttons.push(Button::link("核对并确认", &*here).main());
    }
    if opened.entered.lets(&visit.actor, Action::RecordService) {
        let key = visit.once_key();
        let once = [(web::form::ONCE, key.as_str())];
        buttons.push(Button::post("撤回", format!("{here}/withdraw"), &once));
    }
    let section = Section::new("等待确认的安置", "asked")
        .lead("推荐、报请和确认由两个人办理：确认以前本人没有被安置，协议照常执行（BJ18-30）")
        .part(&facts(opened, asked))
        .part(&Prose::new(who));
    if buttons.is_empty() { section } else { section.part(&Buttons(buttons)) }
}

/// Says that the last placement was sent back, and why.
pub(super) fn sent_back(page: Page, visit: &Visit, opened: &Opened) -> Page {
    let last = opened.requests.first().filter(|last| last.state == RequestState::SentBack);
    let Some(last) = last else { return page };
    let by = last.decided_by.map_or("", |staff| opened.names.staff(staff));
    let words = last.words.as_ref().map_or("", |words| words.reveal());
    let on = web::day_of(last.asked_at);
    let page = page.notice(Notice::soon(format!("{on} 报请的安置已由{by}退回：{words}")));
    if !opened.entered.lets(&visit.actor, Action::RecordService) {
        return page;
    }
    let path = format!("{}/place/{}/withdraw", post_path(opened.subject()), last.id);
    let key = visit.once_key();
    let once = [(web::form::ONCE, key.as_str())];
    page.part(&Buttons(vec![Button::post("不再报请", path, &once)]))
}

pub(super) async fn withdraw(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, request)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, request): (SubjectId, RequestId) = (id(&subject)?, id(&request)?);
    let (occasion, key) = (Occasion::from(&visit), sent.once_key()?);
    let done = desk.once(&visit, &key, async move |tx| {
        withdraw_placement(tx, &occasion, (subject, request)).await
    });
    done.await?;
    Ok(visit.go_on(&post_path(subject), "已撤回，协议照常执行"))
}
