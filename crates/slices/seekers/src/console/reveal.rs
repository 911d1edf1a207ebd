//! Seeing a number, a telephone or an address whole: a deliberate act with a reason, noted in the file.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{ServiceRefusal, enter};
use store::SubjectId;
use web::parts::Facts;
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Visit};

use super::subject_of;
use crate::actions::person::person_of;

/// Why somebody looks.
const REASONS: &[&str] = &["联系本人", "办理业务核对证件", "入户走访", "核对是否同一人", "其他"];
/// What can be seen.
const VALUES: &[&str] = &["证件号码", "联系电话", "其他联系方式", "居住地址", "户籍地址", "户号"];

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject = subject_of(&subject)?;
    // Asking shows nothing, yet only to whoever may be answered.
    may_reveal(&visit, &desk, subject).await?;
    Ok(visit.show(&page(subject).part(&form(subject, visit.once_key()))))
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject = subject_of(&subject)?;
    may_reveal(&visit, &desk, subject).await?;
    let mut form = form(subject, visit.once_key());
    form.take(&sent);
    if form.text("reason") == Some("其他") && form.text("words").is_none() {
        form.refuse("words", "请说明用途");
    }
    if !form.is_sound() {
        return Ok(visit.show_again(&page(subject).part(&form)));
    }
    let wanted = form.chosen("values");
    let reason = match form.text("words") {
        Some(words) => format!("{}：{words}（{}）", form.words("reason"), wanted.join("、")),
        None => format!("{}（{}）", form.words("reason"), wanted.join("、")),
    };
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let values = desk
        .db
        .write(async move |tx| {
            let entered =
                enter(tx, &case_desk, &occasion, Action::Reveal, subject, Some(&reason)).await?;
            let person = person_of(tx, &entered.key, subject).await?;
            Ok::<_, Failure<_>>(person.map(|person| person.particulars.in_words()))
        })
        .await?
        .ok_or(Problem::Missing)?;
    let mut facts = Facts::new("");
    for (field, value) in values {
        if wanted.iter().any(|name| name == field) {
            facts = facts.words(field, value);
        }
    }
    let page = page(subject)
        .notice(Notice::soon("只在本页显示这一次；本次查看和用途已记入“谁看过这份档案”"))
        .part(&facts);
    Ok(visit.show(&page))
}

/// Asks for the right before anything is typed; what was opened to the actor counts too.
async fn may_reveal(visit: &Visit, desk: &Desk, subject: SubjectId) -> Result<(), Problem> {
    let occasion = Occasion::from(visit);
    let asked =
        desk.db.read::<_, _, Failure<ServiceRefusal>>(async move |tx| {
            match duties::held(tx, subject).await? {
                Some(held) => {
                    duties::relation(tx, &occasion, &held, Action::Reveal).await.map(|_| true)
                }
                None => Ok(false),
            }
        });
    if asked.await? { Ok(()) } else { Err(Problem::Missing) }
}

fn form(subject: SubjectId, key: String) -> Form {
    let choices = |words: &[&str]| words.iter().map(|word| Choice::new(*word, *word)).collect();
    Form::new(format!("/people/{subject}/reveal"), "查看", key)
        .cancel(format!("/people/{subject}"))
        .field(Field::any("values", "要看什么", choices(VALUES)).required())
        .field(Field::one("reason", "用途", choices(REASONS)).required())
        .field(Field::line("words", "说明").hint("选“其他”的必须说明"))
}

fn page(subject: SubjectId) -> Page {
    Page::new("查看完整号码")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb("档案", format!("/people/{subject}"))
        .lead("证件号码、电话和地址平时遮盖显示；确有需要时说明用途后查看，每次都有记录")
}
