//! The decision on a placement that somebody asked for: every condition, what was asked, and by whom.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::person::documents;
use super::{Opened, asked, load, page_of, post_path};
use crate::RequestId;
use crate::actions::confirm::{confirm_placement, send_back_placement};
use crate::actions::requests::PlacementRequest;
use crate::model::{Refusal, RequestState};

const CONFIRM: &str = "confirm";

fn form(request: &PlacementRequest, opened: &Opened, visit: &Visit) -> Form {
    let back = post_path(opened.subject());
    let choices = vec![Choice::new(CONFIRM, "确认安置"), Choice::new("back", "退回，协议照常执行")];
    Form::new(format!("{back}/place/{}", request.id), "提交决定", visit.once_key())
        .field(Field::one("decision", "决定", choices).required())
        .field(Field::lines("words", "说明").hint("退回的必填：还要核实什么、补什么"))
        .cancel(back)
}

fn page(form: &Form, request: &PlacementRequest, opened: &Opened, visit: &Visit) -> Page {
    let page = page_of("确认公益性岗位安置", opened)
        .lead("逐项核对条件：都满足的可以确认，援助协议随之终止；有疑问的退回并写明原因。推荐、报请的人和替其代班的人不能确认（BJ18-30）")
        .part(&asked::facts(opened, request))
        .part(&documents(opened));
    let refused = |page: Page| {
        form.problems.iter().fold(page, |page, words| page.notice(Notice::stop(words)))
    };
    let table = opened.gate_table("条件（BJ18-30）");
    if request.state != RequestState::Asked {
        let state = format!("这件安置的状态是：{}", request.state.term());
        return refused(page).notice(Notice::note(state)).part(&table);
    }
    match asked::decides(visit, opened) {
        Ok(()) => page.part(&table).part(form),
        Err(refusal) => refused(page).notice(Notice::note(refusal.to_string())).part(&table),
    }
}

fn find(opened: &Opened, request: RequestId) -> Result<&PlacementRequest, Problem> {
    opened.requests.iter().find(|known| known.id == request).ok_or(Problem::Missing)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, request)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let request: RequestId = id(&request)?;
    let opened = load(&desk, &visit, Action::ApproveStop, id(&subject)?).await?;
    let request = find(&opened, request)?;
    let form = form(request, &opened, &visit);
    let page = page(&form, request, &opened, &visit);
    Ok(visit.show(&services::with_papers(page, &visit, &desk, &opened.entered).await?))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, request)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, RequestId) = (id(&subject)?, id(&request)?);
    let opened = load(&desk, &visit, Action::ApproveStop, subject).await?;
    let mut form = form(find(&opened, which)?, &opened, &visit);
    form.take(&sent);
    let (confirms, words) = (form.text("decision") == Some(CONFIRM), form.words("words"));
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let done = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        let one = (subject, which);
        if confirms {
            confirm_placement(tx, &desk2, &occasion, one).await?;
        } else {
            send_back_placement(tx, &desk2, &occasion, one, &words).await?;
        }
        Ok(confirms)
    });
    match done.await? {
        Some(true) => {
            Ok(visit.go_on(&post_path(subject), "已确认安置；援助协议同时终止，请专员继续引导本人"))
        }
        Some(false) => Ok(visit.go_on(&post_path(subject), "已退回，协议照常执行")),
        None => {
            // Somebody else may have decided meanwhile.
            let opened = load(&desk, &visit, Action::ApproveStop, subject).await?;
            let request = find(&opened, which)?;
            Ok(visit.show_again(&page(&form, request, &opened, &visit)))
        }
    }
}
