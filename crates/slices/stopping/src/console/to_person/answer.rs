//! 异议答复书: what came of an objection, why, and what the person can do from there.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use web::parts::{Prose, Section};
use web::{Page, Problem, Visit, id};

use super::super::{Opened, load, page_about};
use super::{COMPLAINING, exit, may_complain, office_name, registry_name, signed, ways};
use crate::ObjectionId;
use crate::actions::decided::Decided;
use crate::actions::objections::Objection;
use crate::model::{Outcome, Refusal};

pub(in crate::console) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, objection)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let objection: ObjectionId = id(&objection)?;
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?, None).await?;
    let objection = opened.objection(objection)?;
    let Some(outcome) = objection.outcome else {
        return Err(Problem::refused(Refusal::NotDecided));
    };
    let decided = opened.decided(objection.against)?;
    Ok(visit.show(&page(&opened, objection, (decided, outcome))))
}

fn page(
    opened: &Opened,
    objection: &Objection,
    (decided, outcome): (Decided<'_>, Outcome),
) -> Page {
    let day = objection.decided_at.map_or(objection.received_on, web::day_of);
    let what = match decided {
        Decided::Stop(_) => "停止为您提供公共就业服务",
        Decided::Exit(_) => "您退出就业困难人员",
    };
    let since = decided.decided_on().map_or_else(String::new, |day| format!(" {day} "));
    let why = objection.words.as_ref().map_or("", |words| words.reveal());
    let page = page_about("异议答复书", objection.against, opened)
        .printed()
        .part(&Prose(vec![
            format!("{}：您好。", opened.entered.label.name.reveal()),
            format!(
                "您在 {} 对我们{since}作出的“{what}”的决定提出异议，说：{}",
                objection.received_on,
                objection.said.reveal(),
            ),
            format!(
                "没有经手原来决定的负责人{}于 {day} 作出决定：{}。",
                opened.name(objection.decided_by),
                objection.against.came_to(outcome),
            ),
        ]))
        .part(&Section::new("理由", "why").part(&Prose::new(why)));
    let follows = match outcome {
        Outcome::Upheld => Section::new("接下来", "next").part(&Prose(restored(opened, decided))),
        Outcome::Refused => {
            Section::new("您还可以", "open").part(&Prose(still_open(opened, decided)))
        }
    };
    page.part(&follows).part(&ways(opened)).part(&signed(opened, &day.to_string()))
}

/// What stands again, as if nothing had ended.
fn restored(opened: &Opened, decided: Decided<'_>) -> Vec<String> {
    let [first, second] = match decided {
        Decided::Stop(case) => [
            "停止服务的决定从一开始就撤销，您的求职登记、协议和我们应当为您做的事都恢复原样，不必重新办理。".to_owned(),
            format!("我们已经另行写信，请{}更正原来的反馈。", registry_name(opened, case.id)),
        ],
        Decided::Exit(_) => [
            "退出的决定从一开始就撤销，您一直是就业困难人员，中间没有间断，不必重新申请认定。".to_owned(),
            "因为这次退出终止了就业援助服务协议的，协议恢复执行；我们应当为您做的事照原来的日期继续。".to_owned(),
        ],
    };
    let sorry = "给您带来的不便，我们表示歉意。有什么要马上办的，请随时与我们联系。";
    vec![first, second, sorry.to_owned()]
}

/// What remains to somebody whose objection was refused.
fn still_open(opened: &Opened, decided: Decided<'_>) -> Vec<String> {
    let mut open = match decided {
        Decided::Stop(_) => vec![
            "任何时候回来：来一趟、打一个电话或在网上留言，说一声需要服务，服务就恢复，不必说明原因。".to_owned(),
        ],
        Decided::Exit(_) => vec![
            "情况有变化、又符合就业困难人员条件的，随时重新申请认定，不受这次退出的影响。".to_owned(),
            exit::still(opened),
        ],
    };
    open.push(format!(
        "有新的情况或材料，可以再次提出异议，到{}或打电话都可以，我们当场记下。",
        office_name(opened)
    ));
    if may_complain(opened, decided) {
        open.push(COMPLAINING.to_owned());
    }
    open
}
