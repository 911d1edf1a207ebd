//! The end of a placement.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use services::model::codes::PUBLIC_POST_ENDS;
use store::SubjectId;
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit, id};

use super::{Opened, load, page_of, post_path};
use crate::actions::place::end;
use crate::model::{Refusal, in_force};

/// The end that leads straight on to recording work in the market.
const BY_MARKET: &str = PUBLIC_POST_ENDS[1];

fn form(opened: &Opened, visit: &Visit) -> Form {
    let choices = PUBLIC_POST_ENDS.iter().map(|words| Choice::new(*words, *words)).collect();
    let path = format!("{}/end", post_path(opened.subject()));
    let outcome = Field::one("outcome", "结果", choices).required();
    let last = in_force(&opened.known).and_then(|placement| {
        let document = opened.documents.iter().find(|known| known.entry == placement.entry);
        document.and_then(|document| document.last_day)
    });
    let is_over = last.is_some_and(|last| last <= visit.today);
    let outcome = if is_over { outcome.value(PUBLIC_POST_ENDS[0]) } else { outcome };
    let on = last.filter(|_| is_over).unwrap_or(visit.today);
    Form::new(path, "记录结束", visit.once_key())
        .field(Field::day("on", "结束日期").required().value(on.to_string()))
        .field(outcome.hint("已通过市场就业的，下一步记录上岗"))
        .field(Field::lines("words", "一句话"))
        .cancel(post_path(opened.subject()))
}

fn page(form: &Form, opened: &Opened) -> Page {
    let page = page_of("安置期满或提前结束", opened).lead(
        "期满没有通过市场就业而符合援助条件的，继续提供就业援助；结束以后显示后面的步骤（BJ18-30）",
    );
    if in_force(&opened.known).is_some() {
        page.part(form)
    } else {
        let page = form.problems.iter().fold(page, |page, words| page.notice(Notice::stop(words)));
        page.notice(Notice::note(Refusal::NotPlaced.to_string()))
    }
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, Action::RecordService, id(&subject)?).await?;
    let form = form(&opened, &visit);
    Ok(visit.show(&page(&form, &opened)))
}

pub(super) async fn take(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let mut form = form(&opened, &visit);
    form.take(&sent);
    let on = form.day("on").unwrap_or(visit.today);
    let (outcome, words) = (form.words("outcome"), form.words("words"));
    let by_market = outcome == BY_MARKET;
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let done = desk.carry(&visit, &mut form, Refusal::field, async move |tx| {
        end(tx, &desk2, &occasion, subject, (on, &outcome, &words)).await
    });
    match done.await? {
        Some(_) if by_market => {
            let path = format!("/people/{subject}/record/started_work");
            Ok(visit.go_on(&path, "安置已结束；请记录本人在市场上的工作"))
        }
        Some(done) => Ok(visit.go_on(&post_path(subject), &done.to_string())),
        None => Ok(visit.show_again(&page(&form, &opened))),
    }
}
