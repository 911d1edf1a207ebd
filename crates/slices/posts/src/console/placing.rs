//! Recommending and placing.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Buttons, Prose, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Usual, Visit, id};

use super::{Opened, asked, load, page_of, post_path};
use crate::actions::ask::{NewPlacement, ask_placement};
use crate::actions::recommend::{NewRecommendation, recommend};
use crate::actions::register::may_keep;
use crate::model::{Content, Purpose, Refusal, Term, unanswered};

/// What is said when a placement was asked for.
const ASKED: &str = "已报请安置，等待另一位负责人确认；确认以前协议照常执行";

/// How many months a term lasts where no post is chosen yet, as the register fills it in.
pub(super) const USUAL_MONTHS: i64 = 12;

/// The posts to choose from, those with a place left first.
fn choices(opened: &Opened) -> Vec<Choice> {
    let mut open: Vec<_> =
        opened.posts.iter().filter(|(post, _)| post.closed_on.is_none()).collect();
    open.sort_by_key(|(post, filled)| *filled >= post.places);
    open.into_iter()
        .map(|(post, filled)| {
            let left = (post.places - filled).max(0);
            let label = format!("{}·{}（剩 {left} 个名额）", post.organisation, post.kind);
            Choice::new(post.post_id.to_string(), label)
        })
        .collect()
}

/// What the last recommendation said, to be filled in where somebody is placed.
fn recommended(opened: &Opened) -> Option<&crate::Document> {
    opened.documents.iter().find(|document| document.purpose == Purpose::Recommended)
}

fn form(opened: &Opened, visit: &Visit, purpose: Purpose, chosen: Option<&str>) -> Form {
    let before = recommended(opened).filter(|_| purpose == Purpose::Placed);
    let mut post = Field::of("post", "用人组织和岗位", choices(opened)).required();
    let preset = chosen.map(str::to_owned).or_else(|| before.map(|known| known.post.to_string()));
    if let Some(preset) = &preset {
        post = post.value(preset);
    }
    let known = preset.and_then(|preset| preset.parse().ok()).and_then(|id| opened.post(id));
    let filled_in = |said: Option<&String>, offered: Option<&String>| {
        let said = said.filter(|words| !words.is_empty());
        said.or(offered).cloned().unwrap_or_default()
    };
    let hours =
        filled_in(before.map(|before| &before.content.hours), known.map(|post| &post.hours));
    let pay = filled_in(before.map(|before| &before.content.pay), known.map(|post| &post.pay));
    let (step, submit) = match purpose {
        Purpose::Recommended => ("recommend", "记录推荐"),
        Purpose::Placed => ("place", "报请安置"),
    };
    let path = format!("{}/{step}", post_path(opened.subject()));
    let mut form = Form::new(path, submit, visit.once_key())
        .field(post)
        .field(Field::day("on", "日期").required().value(visit.today.to_string()));
    if purpose == Purpose::Placed {
        let months = known.map_or(USUAL_MONTHS, |post| post.months);
        let hint = format!(
            "计划的最后一天：这个岗位的安置期是 {months} 个月，从安置当天起算，可以短些，不能更长；到期以前会提醒与本人商量去向"
        );
        form = form.field(
            Field::day("last_day", "安置至")
                .required()
                .hint(hint)
                .value(Term::of(visit.today, months).last.to_string()),
        );
    }
    let why = match purpose {
        Purpose::Recommended => Field::lines("why", "为什么推荐这个岗位").required(),
        Purpose::Placed => Field::lines("why", "说明"),
    };
    form.field(Field::line("hours", "工作时间").value(hours))
        .field(Field::line("pay", "待遇").value(pay))
        .field(why)
        .cancel(post_path(opened.subject()))
}

fn page(visit: &Visit, form: &Form, opened: &Opened, purpose: Purpose) -> Page {
    let lead = match purpose {
        Purpose::Recommended => "向社会公益性就业组织推荐本人（BJ18-30）",
        Purpose::Placed => {
            "本人在社会公益性就业组织得到安置。报请以后由另一位没有经手的负责人逐项核对条件、确认；确认以后援助协议同时终止，不必另行办理（BJ18-30）"
        }
    };
    let table = opened.gate_table("条件（BJ18-30）");
    let title = match purpose {
        Purpose::Recommended => purpose.term(),
        Purpose::Placed => "报请安置公益性岗位",
    };
    let mut page = page_of(title, opened).lead(lead);
    if opened.posts.iter().all(|(post, _)| post.closed_on.is_some()) {
        return without_post(page, visit, form, opened).part(&table);
    }
    if purpose == Purpose::Placed {
        page = page.aside(&after(opened));
    }
    if let Some(asked) = opened.waiting().filter(|_| purpose == Purpose::Placed) {
        return refused(page, form).part(&asked::section(visit, opened, asked));
    }
    page.part(form).part(&table)
}

/// Says at the top what was refused, where the form itself is not shown.
fn refused(page: Page, form: &Form) -> Page {
    form.problems.iter().fold(page, |page, words| page.notice(Notice::stop(words)))
}

/// Says what to do where there is no post to choose: nothing that was asked could be sent.
fn without_post(page: Page, visit: &Visit, form: &Form, opened: &Opened) -> Page {
    let page = refused(page, form);
    let may_keep = may_keep(&Occasion::from(visit), visit.actor.area.first).is_ok();
    let words = if may_keep {
        "本地区现在没有可以选择的公益性岗位：还没有登记，或者登记的都已停用。请先登记用人组织和岗位，再回到这里。"
    } else {
        "本地区现在没有可以选择的公益性岗位：还没有登记，或者登记的都已停用。请由本机构负责人、援助专员或企业服务专员先登记；上级机构登记的岗位也可以用。"
    };
    let market = format!("/people/{}/record/recommended", opened.subject());
    let mut buttons = Vec::new();
    if may_keep {
        buttons.push(Button::link("登记岗位", "/posts/new").main());
    }
    buttons.push(Button::link("岗位登记簿", "/posts"));
    buttons.push(Button::link("继续向用人单位推荐", market));
    page.notice(Notice::note(words)).part(&Buttons(buttons))
}

/// What follows from a placement (BJ18-30, BJ18-31).
fn after(opened: &Opened) -> Section {
    let waiting = unanswered(&opened.known).len();
    let mut lines = vec![
        "援助协议当天终止，协议期内还没有办的事项随之结束（BJ18-30）。".to_owned(),
        "专员继续引导本人参加培训等就业准备活动，促进其通过市场就业（BJ18-30）。".to_owned(),
        "安置期满没有通过市场就业而符合援助条件的，重新提供援助（BJ18-30）。".to_owned(),
    ];
    if waiting > 0 {
        lines.push(format!(
            "还有 {waiting} 次推荐没有结果：安置以后逐一告知用人单位并记录结果（BJ18-31）。"
        ));
    }
    lines.push("求职信息的归档列在本人的“公益性岗位”一页（BJ18-31）。".to_owned());
    Section::new("安置以后", "after").part(&Prose(lines))
}

fn content(form: &Form) -> Content {
    Content { hours: form.words("hours"), pay: form.words("pay"), why: form.words("why") }
}

pub(super) async fn show_recommend(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    show(visit, desk, &subject, &query, Purpose::Recommended).await
}

pub(super) async fn show_place(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    show(visit, desk, &subject, &query, Purpose::Placed).await
}

async fn show(
    visit: Visit,
    desk: Desk,
    subject: &str,
    query: &Query,
    purpose: Purpose,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, Action::RecordService, id(subject)?).await?;
    let form = form(&opened, &visit, purpose, query.0.text("post"));
    Ok(visit.show(&page(&visit, &form, &opened, purpose)))
}

pub(super) async fn take_recommend(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    take(visit, desk, &subject, &sent, Purpose::Recommended).await
}

pub(super) async fn take_place(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    take(visit, desk, &subject, &sent, Purpose::Placed).await
}

async fn take(
    visit: Visit,
    desk: Desk,
    subject: &str,
    sent: &Submitted,
    purpose: Purpose,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&opened, &visit, purpose, None);
    form.take(sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    form.doubt_day("last_day", visit.today, Usual::within(92, 1_830));
    let late = opened.conditions.late_steps;
    if purpose == Purpose::Recommended && late > 0 {
        let words = format!(
            "由本人做的行动计划还有 {late} 项逾期未办（BJ18-30：积极履行约定义务、执行行动计划）；已做的，请先在援助方案的进展里记下"
        );
        form.doubt("why", "steps", words);
    }
    let post = form.text("post").and_then(|post| post.parse().ok());
    let mut done: Option<String> = None;
    if let (true, Some(post), Some(on)) = (form.is_sound(), post, form.day("on")) {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let content = content(&form);
        let last_day = form.day("last_day").unwrap_or(on);
        done = desk
            .carry(&visit, &mut form, Refusal::field, async move |tx| {
                let content = content.clone();
                match purpose {
                    Purpose::Recommended => {
                        let new = NewRecommendation { post, on, content };
                        let done = recommend(tx, &desk2, &occasion, subject, &new).await?;
                        Ok(done.to_string())
                    }
                    Purpose::Placed => {
                        let new = NewPlacement { post, on, last_day, content };
                        ask_placement(tx, &desk2, &occasion, subject, &new).await?;
                        Ok(ASKED.to_owned())
                    }
                }
            })
            .await?;
    }
    match done {
        Some(done) => Ok(visit.go_on(&post_path(subject), &done)),
        None => Ok(visit.show_again(&page(&visit, &form, &opened, purpose))),
    }
}
