//! The letter to the person about their exit, and noting that they were told.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Facts, Prose, Section};
use web::{Form, Page, Problem, Submitted, Visit, id};

use super::super::words;
use super::{Opened, load, path};
use crate::ExitId;
use crate::actions::exit::find::Exit;
use crate::actions::exit::tell::tell_exit;
use crate::model::{ExitRefusal, exit_ground};

/// 退出就业困难人员告知书.
pub(in crate::console) async fn letter(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let exit: ExitId = id(&exit)?;
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?).await?;
    let exit = opened.exit(exit)?;
    if !exit.stands(&opened.known) || !exit.is_to_tell {
        return Err(Problem::refused(ExitRefusal::NotEnded));
    }
    Ok(visit.show(&letter_page(&desk, &opened, exit)))
}

fn letter_page(desk: &Desk, opened: &Opened, exit: &Exit) -> Page {
    let decided = exit.decided_on();
    let office = opened.office.as_ref();
    let office_name = office.map_or("本机构", |office| office.name.as_str());
    let hearing = opened.hearing.get(&exit.id).map_or("上一级机构的负责人", String::as_str);
    let days = words::objection_days(desk, decided);
    let plainly = exit_ground(&exit.content.ground).map_or("", |ground| ground.plainly);
    let standing = &opened.entered.held.standing;
    let mut means = vec![
        "您不再作为就业困难人员享受就业援助：就业援助服务协议、公益性岗位推荐，以及以就业困难人员身份享受的补贴，今后不再新办。已经办过的，以各项政策的规定为准。".to_owned(),
        "以前的服务记录都保留着，不会因此丢失。".to_owned(),
    ];
    if standing.under_agreement {
        means.push(
            "您的就业援助服务协议由专员另行与您说明后办理终止；已上岗的，跟踪回访照常进行。"
                .to_owned(),
        );
    }
    let mut still = "职业指导、岗位推荐等面向所有求职者的服务照常提供".to_owned();
    if standing.seeker_registered {
        still.push_str("，您的求职登记继续有效");
    }
    if standing.unemployment_registered {
        still.push_str("，您的失业登记不因退出自行失效");
    }
    let ways = Facts::new("联系我们")
        .words("机构", office_name)
        .words("地址", office.map_or("", |office| &office.address))
        .words("电话", office.map_or("", |office| &office.phone));
    opened
        .page("退出就业困难人员告知书")
        .printed()
        .part(&Prose(vec![
            format!("{}：您好。", opened.entered.label.name.reveal()),
            format!(
                "{plainly}（自 {} 起）。按照《北京市精细化公共就业服务实施细则》（京人社职介发〔2018〕153号）第二十六条对就业困难人员认定、退出实行动态管理的要求，您从 {} 起退出就业困难人员。",
                exit.content.since,
                exit.ended_on(),
            ),
        ]))
        .part(&Section::new("这对您意味着什么", "means").part(&Prose(means)))
        .part(&Section::new("您仍然可以", "still").part(&Prose::new(format!("{still}。"))))
        .part(&Section::new("以后又有困难", "again").part(&Prose::new(
            "以后又符合就业困难人员条件的，随时可以重新申请认定，不受这次退出的影响。",
        )))
        .part(&Section::new("如果您不同意", "object").part(&Prose(vec![
            format!("收到这份告知书之日起 {days} 日内，您可以到{office_name}或打电话提出异议，口头、书面都可以；也可以直接向{hearing}提出。认为确有错误的，由没有经手这次退出的人更正，一切恢复原样。"),
            "您也可以不经我们：认为我们没有按照公共就业服务标准提供就业援助服务、侵害您合法权益的，有权向所在区人力资源和社会保障行政部门提出申诉（同一细则第五十九条）。".to_owned(),
        ])))
        .part(&ways)
        .part(&Prose(vec![
            format!("{office_name}　{decided}"),
            "收到人签名：　　　　　　日期：".to_owned(),
        ]))
}

fn form(exit: &Exit, visit: &Visit) -> Form {
    let here = path(exit.subject);
    words::told(format!("{here}/{}/told", exit.id), here, visit)
}

fn page(form: &Form, exit: &Exit, opened: &Opened) -> Page {
    let letter = format!("{}/{}/letter", path(exit.subject), exit.id);
    opened
        .page("记录告知本人")
        .lead("把退出意味着什么、哪些服务照常、怎样提出异议，当面或打电话讲清楚，并送上告知书")
        .tool(Button::link("打印告知书", letter))
        .part(form)
}

pub(in crate::console) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let exit: ExitId = id(&exit)?;
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?).await?;
    let exit = opened.exit(exit)?;
    Ok(visit.show(&page(&form(exit, &visit), exit, &opened)))
}

pub(in crate::console) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, ExitId) = (id(&subject)?, id(&exit)?);
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let exit = opened.exit(which)?;
    let mut form = form(exit, &visit);
    form.take(&sent);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let (on, how, said) = words::read_contact(&form, &visit);
    let done = desk.carry(&visit, &mut form, ExitRefusal::field, async move |tx| {
        tell_exit(tx, &desk2, &occasion, (subject, which), (on, how, &said)).await
    });
    match done.await? {
        Some(()) => Ok(visit.go_on(&path(subject), "已记下告知本人")),
        None => Ok(visit.show_again(&page(&form, exit, &opened))),
    }
}
