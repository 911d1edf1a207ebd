//! The letter to the person, and noting that they were told.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use kernel::Day;
use rules::Parameter;
use store::SubjectId;
use web::parts::{Button, Facts, Prose, Section};
use web::{Form, Page, Problem, Submitted, Visit, id};

use super::words::told_form;
use super::{Opened, case_path, load, page_of, words};
use crate::CaseId;
use crate::actions::open::Case;
use crate::actions::tell::tell;
use crate::model::{Purpose, Refusal, plainly};

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
    Ok(visit.show(&letter_page(&desk, visit.today, &opened, case)))
}

fn letter_page(desk: &Desk, today: Day, opened: &Opened, case: &Case) -> Page {
    let decided = case.decided_at.map(web::day_of).map_or_else(String::new, |day| day.to_string());
    let office = opened.office.as_ref();
    let office_name = office.map_or("本机构", |office| office.name.as_str());
    let until = match case.objection_until(&desk.rulebook) {
        Some(last) => format!("{last} 以前"),
        None => format!("自收到这份告知书之日起 {} 日内", words::objection_days(desk, today)),
    };
    let ways = Facts::new("联系我们")
        .words("机构", office_name)
        .words("地址", office.map_or("", |office| &office.address))
        .words("电话", office.map_or("", |office| &office.phone));
    page_of("停止服务告知书", opened)
        .printed()
        .part(&Prose(vec![
            format!("{}：您好。", opened.entered.label.name.reveal()),
            format!("{}。{}。", plainly(case.gate), words::sought(case)),
            format!(
                "按照《北京市精细化公共就业服务实施细则》（京人社职介发〔2018〕153号）{}的规定，经核实并由负责人批准，我们从 {decided} 起不再主动为您提供公共就业服务。{}",
                words::article(case.gate),
                registry(opened, case),
            ),
        ]))
        .part(&Section::new("这对您意味着什么", "means").part(&Prose::new(
            "我们不再主动联系您、为您推荐岗位或安排回访。以前的服务记录都保留着，不会因此丢失。",
        )))
        .part(&Section::new("您的登记", "registrations").part(&Prose(registrations(desk, today, opened, case))))
        .part(&Section::new("您仍然可以", "still").part(&Prose::new(
            "查询公开发布的招聘信息，参加招聘会，询问就业政策。这些对每个人都开放。",
        )))
        .part(&Section::new("怎样回来", "back").part(&Prose::new(
            "任何时候，您来一趟、打一个电话或在网上留言，说一声需要服务，服务就恢复。不必写申请，也不必说明原因。",
        )))
        .part(&Section::new("如果您不同意", "object").part(&Prose(disagreeing(opened, case, &until, office_name))))
        .part(&ways)
        .part(&Prose(vec![format!("{office_name}　{decided}"), "收到人签名：　　　　　　日期：".to_owned()]))
}

/// How the person objects; whoever is in hardship may turn to the authority above everybody here as well (BJ18-59).
fn disagreeing(opened: &Opened, case: &Case, until: &str, office_name: &str) -> Vec<String> {
    let objecting = format!(
        "{until}，您可以到{office_name}或打电话提出异议，口头、书面都可以，我们当场记下。异议由{}决定，并答复您；异议成立的，一切恢复原样。",
        opened.hearing(case.id),
    );
    let complaining = "您也可以不经我们：认为我们没有按照公共就业服务标准提供就业援助服务、侵害您合法权益的，有权向所在区人力资源和社会保障行政部门提出申诉（同一细则第五十九条）。";
    let is_in_hardship = opened.entered.held.standing.hardship_recognised;
    std::iter::once(objecting).chain(is_in_hardship.then(|| complaining.to_owned())).collect()
}

/// Whether the registry has been told: only once the delivery of the letter is recorded.
fn registry(opened: &Opened, case: &Case) -> String {
    let letters = opened.notices.iter();
    let mut letters =
        letters.filter(|known| known.case == case.id && known.purpose == Purpose::Stopped);
    match letters.find_map(|known| known.delivered_on) {
        Some(on) => format!("这一情况已于 {on} 告诉就失业登记管理部门。"),
        None => "这一情况我们将告诉就失业登记管理部门。".to_owned(),
    }
}

/// What becomes of the person's registrations, and how they register again. The articles end the service and have the
/// registry told; whether it then closes a registration of unemployment is for the registry alone (BJ18-13(3),
/// BJ18-21, BJ18-29).
fn registrations(desk: &Desk, today: Day, opened: &Opened, case: &Case) -> Vec<String> {
    let is_registered = opened.entered.held.standing.unemployment_registered;
    let unemployment = if is_registered {
        format!(
            "失业登记：您现在的失业登记不因停止服务自行失效。{}只要求我们向就失业登记管理部门反馈，是否注销由该部门按规定决定，并由其告知您；以哪一天为准，请以该部门的答复为准。",
            words::article(case.gate),
        )
    } else {
        "失业登记：您现在没有有效的失业登记，停止服务不改变这一点。".to_owned()
    };
    let history = desk.rulebook.law().parameter(Parameter::UnemploymentRegistration);
    let within = history.words(history.on(today).value);
    vec![
        unemployment,
        format!(
            "重新办理失业登记：失业登记已注销或者没有办过、而您又处于无业状态的，带上身份证或社会保障卡，到常住地的公共就业服务机构申请；一时缺材料的可以书面承诺，申请后 {within}办结（人社部发〔2018〕77 号第三项）。",
        ),
        "求职登记：随停止服务结束。您回来以后想继续找工作的，重新办一次求职登记就可以，当天建立服务台账（BJ18-11）。".to_owned(),
    ]
}

fn form(case: &Case, opened: &Opened, visit: &Visit) -> Form {
    told_form(format!("{}/{}/told", case_path(opened.subject()), case.id), opened, visit)
}

fn page(form: &Form, case: &Case, opened: &Opened) -> Page {
    let path = format!("{}/{}/letter", case_path(opened.subject()), case.id);
    page_of("记录告知本人", opened)
        .lead("把停止服务意味着什么、登记怎么办、怎样回来、怎样提出异议，当面或打电话讲清楚，并送上告知书")
        .tool(Button::link("打印告知书", path))
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
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (on, how, said) = words::read_contact(&form, &visit);
    let outcome = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        tell(tx, &desk2, &occasion, (subject, case_id), (on, how, &said)).await
    });
    match outcome.await? {
        Some(()) => Ok(visit.go_on(&case_path(subject), "已记下告知本人")),
        None => Ok(visit.show_again(&page(&form, case, &opened))),
    }
}
