//! The letter to the person, and noting that they were told.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Facts, Prose, Section};
use web::{Field, Form, Page, Problem, Submitted, Visit, id};

use super::{Opened, carry, case_path, load, page_of, words};
use crate::CaseId;
use crate::actions::open::Case;
use crate::actions::tell::tell;
use crate::model::{OBJECTION_DAYS, Refusal, plainly};

/// 停止服务告知书.
pub(super) async fn letter(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let case: CaseId = id(&case)?;
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?, None).await?;
    let case = opened.case(case)?;
    if !case.stands(&opened.known) {
        return Err(Problem::refused(Refusal::NotStopped));
    }
    Ok(visit.show(&letter_page(&opened, case)))
}

fn letter_page(opened: &Opened, case: &Case) -> Page {
    let decided = case.decided_at.map(web::day_of).map_or_else(String::new, |day| day.to_string());
    let office = opened.office.as_ref();
    let office_name = office.map_or("本机构", |office| office.name.as_str());
    let above =
        opened.above.as_ref().map_or("上一级公共就业服务机构", |office| &office.name);
    let until = match case.told_on {
        Some(told) => format!("{} 以前", told.plus_days(OBJECTION_DAYS)),
        None => format!("自收到这份告知书之日起 {OBJECTION_DAYS} 日内"),
    };
    let ways = Facts::new("联系我们")
        .words("机构", office_name)
        .words("地址", office.map_or("", |office| &office.address))
        .words("电话", office.map_or("", |office| &office.phone));
    page_of("停止服务告知书", opened)
        .part(&Prose(vec![
            format!("{}：您好。", opened.entered.label.name.reveal()),
            format!(
                "{}。按照《北京市精细化公共就业服务》实施细则（京人社职介发〔2018〕153 号）{}的规定，经核实并由负责人批准，我们从 {decided} 起不再主动为您提供公共就业服务，并把这一情况告诉了就失业登记管理部门。",
                plainly(case.gate),
                words::article(case.gate),
            ),
        ]))
        .part(&Section::new("这对您意味着什么", "means").part(&Prose::new(
            "我们不再主动联系您、为您推荐岗位或安排回访。以前的服务记录都保留着，不会因此丢失。失业登记由登记管理部门按规定办理，有疑问可以向他们或向我们询问。",
        )))
        .part(&Section::new("您仍然可以", "still").part(&Prose::new(
            "查询公开发布的招聘信息，参加招聘会，询问就业政策。这些对每个人都开放。",
        )))
        .part(&Section::new("怎样回来", "back").part(&Prose::new(
            "任何时候，您来一趟、打一个电话或在网上留言，说一声需要服务，服务就恢复。不必写申请，也不必说明原因。",
        )))
        .part(&Section::new("如果您不同意", "object").part(&Prose::new(format!(
            "{until}，您可以到{office_name}或打电话提出异议，口头、书面都可以，我们当场记下。异议由{above}的负责人决定，并答复您；异议成立的，一切恢复原样。",
        ))))
        .part(&ways)
        .part(&Prose(vec![format!("{office_name}　{decided}"), "收到人签名：　　　　　　日期：".to_owned()]))
}

fn form(case: &Case, opened: &Opened, visit: &Visit) -> Form {
    let path = format!("{}/{}/told", case_path(opened.subject()), case.id);
    told_form(path, opened, visit)
}

/// Asks how and when the person was told.
pub(super) fn told_form(path: String, opened: &Opened, visit: &Visit) -> Form {
    Form::new(path, "记下告知", visit.once_key())
        .field(Field::day("on", "告知日期").required().value(visit.today.to_string()))
        .field(words::channel_field("告知方式"))
        .field(
            Field::lines("words", "一句话")
                .required()
                .hint("谁收到的，本人怎么说；无法告知的，写明怎样留下告知书"),
        )
        .cancel(case_path(opened.subject()))
}

fn page(form: &Form, case: &Case, opened: &Opened) -> Page {
    let path = format!("{}/{}/letter", case_path(opened.subject()), case.id);
    page_of("记录告知本人", opened)
        .lead("把停止服务意味着什么、怎样回来、怎样提出异议，当面或打电话讲清楚，并送上告知书")
        .tool(web::parts::Button::link("打印告知书", path))
        .part(form)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let case: CaseId = id(&case)?;
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?, None).await?;
    let case = opened.case(case)?;
    let form = form(case, &opened, &visit);
    Ok(visit.show(&page(&form, case, &opened)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, case)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, case_id): (SubjectId, CaseId) = (id(&subject)?, id(&case)?);
    let opened = load(&desk, &visit, Action::RecordService, subject, None).await?;
    let case = opened.case(case_id)?;
    let mut form = form(case, &opened, &visit);
    form.take(&sent);
    let on = form.day("on").unwrap_or(visit.today);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (how, said) = (words::channel_named(form.text("how")), form.words("words"));
    let outcome = carry(&visit, &desk, &mut form, async move |tx| {
        tell(tx, &desk2, &occasion, (subject, case_id), (on, how, &said)).await
    });
    match outcome.await? {
        Some(()) => Ok(visit.go_on(&case_path(subject), "已记下告知本人")),
        None => Ok(visit.show_again(&page(&form, case, &opened))),
    }
}
