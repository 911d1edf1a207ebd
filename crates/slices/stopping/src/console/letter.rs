//! A letter to the registry, on the screen and on paper. It names the person by their number, which stays masked until
//! whoever handles the case shows it with a reason; the reading is noted.

use access::{Action, Denied};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use seekers::model::mask_number;
use store::SubjectId;
use web::parts::{Facts, Prose, Section};
use web::{Choice, Field, Form, Notice as Said, Page, Problem, Submitted, Visit, id};

use super::{Opened, load, page_of};
use crate::NoticeId;
use crate::actions::notices::Notice;
use crate::model::{Purpose, Refusal};

/// Why somebody shows the number.
const REASONS: &[&str] = &["打印，送达就失业登记管理部门", "与登记管理部门核对是否同一人", "其他"];
/// The reason that takes words of its own.
const OTHER: &str = "其他";

/// 反馈函, with the number masked.
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, notice)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let notice: NoticeId = id(&notice)?;
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?, None).await?;
    let notice = super::notices::find(&opened, notice)?;
    let form = form(notice, &visit);
    Ok(visit.show(&page(&visit, &opened, notice, Some(&form))))
}

/// 反馈函 as it goes out, for whoever handles the case.
pub(super) async fn reveal(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, notice)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, which): (SubjectId, NoticeId) = (id(&subject)?, id(&notice)?);
    let opened = load(&desk, &visit, Action::ReadFile, subject, None).await?;
    let notice = super::notices::find(&opened, which)?;
    if !handles(&visit, &opened, notice) {
        return Err(Denied { action: Action::Reveal }.into());
    }
    let mut form = form(notice, &visit);
    form.take(&sent);
    if form.text("reason") == Some(OTHER) && form.text("words").is_none() {
        form.refuse("words", "请说明用途");
    }
    if !form.is_sound() {
        return Ok(visit.show_again(&page(&visit, &opened, notice, Some(&form))));
    }
    let said = form.text("words").map_or_else(String::new, |words| format!("：{words}"));
    let reason = format!("{}{said}（反馈函）", form.words("reason"));
    let opened = load(&desk, &visit, Action::Reveal, subject, Some(&reason)).await?;
    let notice = super::notices::find(&opened, which)?;
    let page = page(&visit, &opened, notice, None).notice(Said::soon(
        "完整号码只在本页显示这一次，请现在打印；本次查看和用途已记入“谁看过这份档案”",
    ));
    Ok(visit.show(&page))
}

/// Tells whether the visitor handles the case that a letter belongs to: whose officer they are or stand in for, who
/// verified or decided, and who leads an office that answers for the person.
fn handles(visit: &Visit, opened: &Opened, notice: &Notice) -> bool {
    let actor = &visit.actor;
    let case = opened.cases.iter().find(|case| case.id == notice.case);
    let had_part = case.is_some_and(|case| {
        let parts = case.verifiers().into_iter().chain(case.decided_by);
        parts.into_iter().any(|staff| actor.is_or_stands_in_for(staff))
    });
    let leads = opened.may(visit, Action::ApproveStop);
    let handled = had_part || leads || opened.entered.held.is_served_by(actor);
    handled && opened.may(visit, Action::Reveal)
}

fn form(notice: &Notice, visit: &Visit) -> Form {
    let path = format!("/people/{}/stop-notices/{}", notice.subject, notice.id);
    let reasons = REASONS.iter().map(|reason| Choice::new(*reason, *reason)).collect();
    Form::new(path, "显示完整号码，供打印", visit.once_key())
        .field(Field::one("reason", "用途", reasons).required().value(REASONS[0]))
        .field(Field::line("words", "说明").hint("选“其他”的必须说明"))
}

/// The letter; with a form its number is masked.
fn page(visit: &Visit, opened: &Opened, notice: &Notice, form: Option<&Form>) -> Page {
    let letter = &notice.letter;
    let to = addressed(notice);
    let words = match notice.purpose {
        Purpose::Stopped => format!(
            "{to}：下列人员因“{}”，我机构自 {} 起不再为其提供相关公共就业服务。按照规定向你部门反馈，请按职责办理。",
            letter.reason, letter.on
        ),
        Purpose::Withdrawn => format!(
            "{to}：下列人员的停止服务已经撤销（{}），自始无效，我机构照常为其提供服务。{}",
            letter.reason,
            earlier(opened, notice)
        ),
    };
    let number = match form {
        Some(_) => mask_number(&letter.number),
        None => letter.number.clone(),
    };
    let facts = Facts::new("")
        .words("姓名", letter.name.clone())
        .words("证件号码", number)
        .words("依据", letter.clause.clone())
        .words("核实人", letter.verified_by.clone())
        .words("决定人", letter.decided_by.clone());
    let title = match notice.purpose {
        Purpose::Stopped => "反馈函（第 1 封）",
        Purpose::Withdrawn => "反馈函（第 2 封：撤回第 1 封）",
    };
    let mut page = page_of(title, opened).printed();
    if notice.is_void {
        page = page.notice(Said::stop(Refusal::Void.to_string()));
    }
    let page = page
        .part(&Prose::new(words))
        .part(&facts)
        .part(&Section::new("有关情况", "grounds").part(&Prose(letter.grounds.clone())))
        .part(&Section::new("核实经过", "attempts").part(&Prose(letter.attempts.clone())))
        .part(&Prose::new(format!("{}　{}", letter.office, notice.made_on)));
    let Some(form) = form else { return page };
    if handles(visit, opened, notice) {
        let section = Section::new("打印送达用的反馈函", "reveal")
            .lead("证件号码平时遮盖；说明用途后显示一次，每次都有记录");
        page.aside(&section.part(form))
    } else {
        page.aside(&Prose::new("完整号码由办理这一件的专员、决定人或负责人显示"))
    }
}

/// Whom the letter is addressed to: the registry by its name, where it was known, and by its task.
fn addressed(notice: &Notice) -> String {
    match notice.registry.as_deref().unwrap_or(&notice.letter.registry) {
        "" => "就失业登记管理部门".to_owned(),
        name => format!("{name}（就失业登记管理部门）"),
    }
}

/// What is said of the first letter in the second: it is to be put right, or it never went out.
fn earlier(opened: &Opened, notice: &Notice) -> String {
    let clause = &notice.letter.clause;
    let letters = opened.notices.iter();
    let mut first =
        letters.filter(|known| known.case == notice.case && known.purpose == Purpose::Stopped);
    match first.next().map(|first| (first.made_on, first.delivered_on)) {
        Some((_, Some(on))) => format!("{on} 送达的第 1 封反馈（{clause}）请予更正。"),
        Some((made, None)) => format!(
            "{made} 写成的第 1 封反馈（{clause}）没有送达，已作废；如已收到，请以本函为准。"
        ),
        None => format!("此前的反馈（{clause}）请予更正。"),
    }
}
