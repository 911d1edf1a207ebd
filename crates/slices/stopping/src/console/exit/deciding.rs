//! The head's decision on an exit, and taking one back.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::{Form, Notice, Page, Problem, Submitted, Visit, id};

use super::super::{Opened, exit_page_of, exit_path, load, problem, words};
use super::{approves, facts};
use crate::ExitId;
use crate::actions::exit::decide::{decide_exit, withdraw_exit};
use crate::actions::exit::find::Exit;
use crate::model::{Against, ExitRefusal, ExitState, Refusal};

fn form(exit: &Exit, visit: &Visit) -> Form {
    let back = exit_path(exit.subject);
    let choices = ("批准退出，从今天起", "不批准，一切照常");
    words::decision_form(
        format!("{back}/{}/decide", exit.id),
        back,
        visit,
        (choices, "不批准的必填"),
    )
}

fn page(desk: &Desk, visit: &Visit, form: &Form, exit: &Exit, opened: &Opened) -> Page {
    let page = exit_page_of("批准退出就业困难人员", opened)
        .lead("批准以后，本人不再享受就业困难人员的援助，并须告知本人；提出的人和替其代班的人不能批准（BJ18-26，本地规范）")
        .part(&facts(desk, opened, exit));
    if exit.state != ExitState::Proposed {
        let state = format!("这件事项的状态是：{}", exit.state.term());
        return words::refused(page, form).notice(Notice::note(state));
    }
    if approves(visit, opened, exit) {
        return page.part(form);
    }
    let refusal = match opened.approving(Against::Exit(exit.id)) {
        _ if exit.proposed_by == visit.actor.id => ExitRefusal::OwnProposal,
        _ if visit.actor.is_or_stands_in_for(exit.proposed_by) => ExitRefusal::Cover,
        Some(office) => ExitRefusal::OtherOffice(office.name.clone()),
        None => ExitRefusal::Moved,
    };
    page.notice(Notice::note(refusal.to_string()))
}

pub(in crate::console) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let exit: ExitId = id(&exit)?;
    let opened = load(&desk, &visit, Action::ApproveStop, id(&subject)?, None).await?;
    let exit = opened.exit(exit)?;
    Ok(visit.show(&page(&desk, &visit, &form(exit, &visit), exit, &opened)))
}

pub(in crate::console) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, ExitId) = (id(&subject)?, id(&exit)?);
    let opened = load(&desk, &visit, Action::ApproveStop, subject, None).await?;
    let exit = opened.exit(which)?;
    let mut form = form(exit, &visit);
    form.take(&sent);
    let (decision, said) = words::read_decision(&form);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let done = desk.carry(&visit, &mut form, ExitRefusal::field, async move |tx| {
        let state = decide_exit(tx, &desk2, &occasion, (subject, which), decision, &said).await?;
        Ok(state == ExitState::Approved)
    });
    match done.await? {
        Some(true) => {
            Ok(visit.go_on(&exit_path(subject), "已批准退出；请由专员打印告知书并告知本人"))
        }
        Some(false) => Ok(visit.go_on(&exit_path(subject), "没有批准，一切照常")),
        None => {
            // Somebody else may have decided meanwhile.
            let opened = load(&desk, &visit, Action::ApproveStop, subject, None).await?;
            let exit = opened.exit(which)?;
            Ok(visit.show_again(&page(&desk, &visit, &form, exit, &opened)))
        }
    }
}

pub(in crate::console) async fn withdraw(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, exit): (SubjectId, ExitId) = (id(&subject)?, id(&exit)?);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let key = sent.once_key()?;
    let done = desk.once(&visit, &key, async move |tx| {
        withdraw_exit(tx, &desk2, &occasion, (subject, exit)).await
    });
    done.await.map_err(|failure| problem(failure.map(Refusal::Exit)))?;
    Ok(visit.go_on(&exit_path(subject), "已撤回，一切照常"))
}
