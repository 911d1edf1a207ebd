//! 退出就业困难人员告知书: what an exit from hardship means for the person, and what they can do.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use web::parts::{Prose, Section};
use web::{Page, Problem, Visit, id};

use super::super::{Opened, exit_page_of, load};
use super::{REGULATION, disagreeing, signed, ways};
use crate::ExitId;
use crate::actions::decided::Decided;
use crate::actions::exit::find::Exit;
use crate::model::{ExitRefusal, INCAPABLE, MISTAKEN, OWN_WISH, exit_ground};

pub(in crate::console) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, exit)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let exit: ExitId = id(&exit)?;
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?, None).await?;
    let exit = opened.exit(exit)?;
    if !exit.stands(&opened.known) || !exit.is_to_tell {
        return Err(Problem::refused(ExitRefusal::NotEnded));
    }
    Ok(visit.show(&page(&desk, visit.today, &opened, exit)))
}

fn page(desk: &Desk, today: Day, opened: &Opened, exit: &Exit) -> Page {
    let plainly = exit_ground(&exit.content.ground).map_or("", |ground| ground.plainly);
    exit_page_of("退出就业困难人员告知书", opened)
        .printed()
        .part(&Prose(vec![
            format!("{}：您好。", opened.entered.label.name.reveal()),
            format!(
                "{plainly}{}。按照{REGULATION}第二十六条对就业困难人员认定、退出实行动态管理的要求，您从 {} 起退出就业困难人员。",
                since(exit),
                exit.ended_on(),
            ),
        ]))
        .part(&Section::new("这对您意味着什么", "means").part(&Prose(means(opened, exit))))
        .part(&Section::new("您仍然可以", "still").part(&Prose::new(still(opened))))
        .part(&Section::new("以后又有困难", "again").part(&Prose::new(
            "以后又符合就业困难人员条件的，随时可以重新申请认定，不受这次退出的影响。",
        )))
        .part(&disagreeing(desk, opened, Decided::Exit(exit), today))
        .part(&ways(opened))
        .part(&signed(opened, &exit.decided_on().to_string()))
}

/// Since when, in the words that fit the ground.
fn since(exit: &Exit) -> String {
    let since = &exit.content.since;
    match exit.content.ground.as_str() {
        OWN_WISH => format!("（{since} 提出）"),
        INCAPABLE => format!("（{since} 的鉴定结论）"),
        // What was registered wrongly was never so.
        MISTAKEN => String::new(),
        _ => format!("（自 {since} 起）"),
    }
}

fn means(opened: &Opened, exit: &Exit) -> Vec<String> {
    let mut means = vec![
        "您不再作为就业困难人员享受就业援助：就业援助服务协议、公益性岗位推荐，以及以就业困难人员身份享受的补贴，今后不再新办。已经办过的，以各项政策的规定为准。".to_owned(),
        "以前的服务记录都保留着，不会因此丢失。".to_owned(),
    ];
    if exit.content.ground == INCAPABLE {
        means.push(
            "您现在可能更需要别的帮助：参加过基本养老保险的，可以向社会保险经办机构询问病残津贴；生活有困难的，可以向街道（乡镇）询问社会救助和残疾人帮扶。要我们帮您联系的，请随时告诉我们。鉴定结论有变化、您又想工作的，我们随时再为您服务。"
                .to_owned(),
        );
    }
    if opened.entered.held.standing.under_agreement {
        means.push(
            "您的就业援助服务协议由专员另行与您说明后办理终止；已上岗的，跟踪回访照常进行。"
                .to_owned(),
        );
    }
    means
}

/// What goes on for everybody.
pub(super) fn still(opened: &Opened) -> String {
    let standing = &opened.entered.held.standing;
    let mut still = "职业指导、岗位推荐等面向所有求职者的服务照常提供".to_owned();
    if standing.seeker_registered {
        still.push_str("，您的求职登记继续有效");
    }
    if standing.unemployment_registered {
        still.push_str("，您的失业登记不因退出自行失效");
    }
    format!("{still}。")
}
