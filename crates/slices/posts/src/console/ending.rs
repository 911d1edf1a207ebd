//! The end of a placement.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use services::model::codes::{PUBLIC_POST_ENDS, PUBLIC_POST_FULL, PUBLIC_POST_MARKET};
use store::SubjectId;
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Usual, Visit, id};

use super::{Opened, load, page_of, post_path};
use crate::actions::end::end;
use crate::model::{Refusal, Term, in_force};

fn form(opened: &Opened, visit: &Visit) -> Form {
    let choices = PUBLIC_POST_ENDS.iter().map(|words| Choice::new(*words, *words)).collect();
    let path = format!("{}/end", post_path(opened.subject()));
    let outcome = Field::one("outcome", "结果", choices).required();
    let last = in_force(&opened.known).and_then(|placement| {
        let document = opened.documents.iter().find(|known| known.entry == placement.entry);
        document.and_then(|document| document.last_day)
    });
    let term = in_force(&opened.known)
        .zip(last)
        .map(|(placement, last)| Term { from: placement.on, last });
    let full = term.filter(|term| term.is_full(visit.today));
    let outcome = if full.is_some() { outcome.value(PUBLIC_POST_FULL) } else { outcome };
    let on = full.map_or(visit.today, |term| term.last);
    let hint = match term {
        Some(Term { last, .. }) => format!(
            "安置期到 {last} 届满，从这一天起可以记“安置期满”；已通过市场就业的，下一步记录上岗"
        ),
        None => "已通过市场就业的，下一步记录上岗".to_owned(),
    };
    Form::new(path, "记录结束", visit.once_key())
        .field(Field::day("on", "结束日期").required().value(on.to_string()))
        .field(outcome.hint(hint))
        .field(Field::lines("words", "一句话").hint("提前结束的必填：原因和本人的意愿"))
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
    // What cannot be is refused and not asked about.
    let placed_on = in_force(&opened.known).map(|placement| placement.on);
    if form.day("on").zip(placed_on).is_none_or(|(on, placed_on)| placed_on <= on) {
        form.doubt_day("on", visit.today, Usual::EVENT);
    }
    let on = form.day("on").unwrap_or(visit.today);
    let (outcome, words) = (form.words("outcome"), form.words("words"));
    let by_market = outcome == PUBLIC_POST_MARKET;
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
