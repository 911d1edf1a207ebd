//! 停止服务告知书: what a stop means for the person, and what they can do.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use rules::Parameter;
use web::parts::{Prose, Section};
use web::{Page, Problem, Visit, id};

use super::super::{Opened, load, page_of, words};
use super::{REGULATION, disagreeing, naming, registry_name, signed, ways};
use crate::CaseId;
use crate::actions::decided::Decided;
use crate::actions::open::Case;
use crate::model::{Purpose, Refusal, plainly};

pub(in crate::console) async fn show(
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
    Ok(visit.show(&page(&desk, &visit, &opened, case)))
}

fn page(desk: &Desk, visit: &Visit, opened: &Opened, case: &Case) -> Page {
    let today = visit.today;
    let decided = case.decided_at.map(web::day_of).map_or_else(String::new, |day| day.to_string());
    let page = page_of("停止服务告知书", opened).printed();
    let page = match naming(opened, case.id) {
        Some(button) if opened.may(visit, Action::RecordService) => page.tool(button),
        _ => page,
    };
    page
        .part(&Prose(vec![
            format!("{}：您好。", opened.entered.label.name.reveal()),
            format!("{}。{}。", plainly(case.gate), words::sought(case)),
            format!(
                "按照{REGULATION}{}的规定，经核实并由负责人批准，我们从 {decided} 起不再主动为您提供公共就业服务。{}",
                words::article(case.gate),
                registry(opened, case),
            ),
        ]))
        .part(&Section::new("这对您意味着什么", "means").part(&Prose(means(opened, case))))
        .part(&Section::new("您的登记", "registrations").part(&Prose(registrations(desk, today, opened, case))))
        .part(&Section::new("您仍然可以", "still").part(&Prose::new(
            "查询公开发布的招聘信息，参加招聘会，询问就业政策。这些对每个人都开放。",
        )))
        .part(&Section::new("怎样回来", "back").part(&Prose::new(
            "任何时候，您来一趟、打一个电话或在网上留言，说一声需要服务，服务就恢复。不必写申请，也不必说明原因。",
        )))
        .part(&disagreeing(desk, opened, Decided::Stop(case), today))
        .part(&ways(opened))
        .part(&signed(opened, &decided))
}

/// What ends, and what does not: the agreement, where one was in force, with its last day.
fn means(opened: &Opened, case: &Case) -> Vec<String> {
    let agreement = case.agreement_ended(&opened.known).map(|(since, ended_on)| {
        format!(
            "您 {since} 与我们签订的就业援助服务协议从 {ended_on} 起随之终止，协议约定的双方义务不再履行，您不用另办手续（{}）。您回来以后仍符合条件的，可以重新签订（第二十三条）。",
            words::article(case.gate),
        )
    });
    let still =
        "我们不再主动联系您、为您推荐岗位或安排回访。以前的服务记录都保留着，不会因此丢失。";
    std::iter::once(still.to_owned()).chain(agreement).collect()
}

/// Whether the registry has been told: only once the delivery of the letter is recorded.
fn registry(opened: &Opened, case: &Case) -> String {
    let letters = opened.notices.iter();
    let mut letters =
        letters.filter(|known| known.case == case.id && known.purpose == Purpose::Stopped);
    let name = registry_name(opened, case.id);
    match letters.find_map(|known| known.delivered_on) {
        Some(on) => format!("这一情况已于 {on} 告诉{name}。"),
        None => format!("这一情况我们将告诉{name}。"),
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
