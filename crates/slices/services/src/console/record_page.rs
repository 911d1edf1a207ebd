//! The form of one kind of service.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::Kind;
use store::{SubjectId, Tx};
use web::parts::{Button, Buttons, Section as Part};
use web::{Form, Notice, Page, Problem, Query, Submitted, Visit};

use super::filled::{ON, Sheet};
use super::{file_path, load, page_of, recognition, words};
use crate::actions::open::Opened;
use crate::actions::record::record;
use crate::actions::refusal::Refusal;
use crate::model::{Done, Draft, Early, Kept, Service, Then, early, on_first_day, possible};
use web::{Usual, id};

/// Finds what a path names: a service, or the page that a kind has of its own.
fn service(subject: &str, kind: &str) -> Result<Result<&'static Service, Response>, Problem> {
    let kind = Kind::named(kind).ok_or(Problem::Missing)?;
    if kind == Kind::Graded {
        return Ok(Err(Redirect::to(&format!("/people/{subject}/grade")).into_response()));
    }
    Service::of(kind).map(Ok).ok_or(Problem::Missing)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, kind)): Path<(String, String)>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let service = match service(&subject.to_string(), &kind)? {
        Ok(service) => service,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if let Some(path) = Kept::path(service.kind, subject) {
        let asked = uri.query().map_or_else(String::new, |query| format!("?{query}"));
        return Ok(Redirect::to(&format!("{path}{asked}")).into_response());
    }
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    visit.actor.may(service.action, opened.entered.relation)?;
    let then = Then::at(&desk.rulebook, &opened.known, visit.today);
    let sheet = Sheet::new(service, &opened, &then, (visit.today, &visit.actor), &query);
    let form = sheet.form(subject, visit.once_key()).returning(&query.0);
    let mut page = page(service, &opened, &then, &form, &visit);
    if let Some(early) = sheet.early() {
        page = page.notice(Notice::note(format!("{early}；今天的联系可以照实记录，不算办结")));
    }
    match possible(service.kind, &then) {
        Ok(Some(remark)) => page = page.notice(Notice::note(remark)),
        Ok(None) => {}
        Err(unfit) => {
            let words = format!("{unfit}。要补记以前某一天的，请改日期，以那一天的状态为准。");
            // Nothing was tried yet.
            page = page.notice(Notice::soon(words));
        }
    }
    Ok(visit.show(&page))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, kind)): Path<(String, String)>,
    query: Query,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let service = match service(&subject.to_string(), &kind)? {
        Ok(service) => service,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    if let Some(path) = Kept::path(service.kind, subject) {
        return Ok(visit.show_again(&kept_elsewhere(service, &opened, path)));
    }
    let then = Then::at(&desk.rulebook, &opened.known, visit.today);
    let mut sheet = Sheet::new(service, &opened, &then, (visit.today, &visit.actor), &query);
    // However old the entry is that was chosen, it stands among the answers.
    sheet.of = sent.text("of").and_then(|of| of.parse().ok());
    let mut form = sheet.form(subject, visit.once_key()).returning(&sent);
    form.take(&sent);
    form.doubt_day(ON, visit.today, Usual::EVENT);
    // The last day of a training is planned, on the day itself, or long past where it is put down late.
    form.doubt_day(Field::Ends.name(), visit.today, Usual::within(92, 731));
    let early = form.is_sound().then(|| early_of(&desk, &opened, &sheet.draft(&form))).flatten();
    if let Some(early) = early {
        let on = form.day(ON).unwrap_or(visit.today);
        form.doubt(
            ON,
            "early",
            format!("{early}。{on} 的联系确有其事的，请勾选下面一项，照实记录，不算办结"),
        );
    }
    if form.is_sound() && begins_today(&desk, &opened, &sheet.draft(&form)) {
        form.doubt(ON, "first_day", FIRST_DAY);
    }
    let contradicted = recognition::compare(&desk, &opened, &mut form, visit.today).await?;
    if form.is_sound() {
        let mut draft = sheet.draft(&form);
        recognition::confirm(&mut draft, &contradicted);
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let same = sameness(&desk, &visit, &opened, &draft)?;
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            let (actor, now) = (occasion.actor.id, occasion.now);
            let recorded = store::once(tx, actor, &same, now, async |tx: &mut Tx| {
                record(tx, &desk2, &occasion, subject, &draft).await
            });
            Ok(match recorded.await? {
                store::Once::First(done) => done,
                store::Once::Again(_) => Done::already(),
            })
        });
        match outcome.await {
            Ok(done) => {
                let words = match early {
                    Some(early) => format!("{done}；没有办结稳岗回访：{early}"),
                    None => done.to_string(),
                };
                // What had been recorded before was not done now.
                let notice = if done.already { Notice::note(words) } else { Notice::done(words) };
                return Ok(visit.go_back_or_on(&sent, &file_path(subject), notice));
            }
            Err(Failure::Refused(Refusal::Unfit(unfit))) => form.refuse(unfit.field(), unfit),
            Err(Failure::Refused(refusal)) => form.problems.push(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(service, &opened, &then, &form, &visit)))
}

/// Gives what a follow-up comes too early for, as it stood on its day.
fn early_of(desk: &Desk, opened: &Opened, draft: &Draft) -> Option<Early> {
    early(draft, &Then::at(&desk.rulebook, &opened.known, draft.happening.on))
}

/// What is asked back about a follow-up on the day on which the work began.
const FIRST_DAY: &str = "本人就是这一天上岗的。上岗回访是在上岗以后了解上岗和适应情况，1、3、6 个月左右再作稳岗指导（BJ18-27(4)），\
    一般请在第二天以后回访；当天确实已经问过上岗情况的，请勾选下面一项，照实记录，只算 10 个工作日内的那一次";

/// Tells whether a follow-up lies on the day on which the work that it is about began.
fn begins_today(desk: &Desk, opened: &Opened, draft: &Draft) -> bool {
    on_first_day(draft, &Then::at(&desk.rulebook, &opened.known, draft.happening.on))
}

/// Says where a kind is recorded of which another page keeps more. Whoever comes here had an address of their own
/// making: the forms of these kinds are never shown.
fn kept_elsewhere(service: &'static Service, opened: &Opened, path: String) -> Page {
    let kind = service.kind;
    let refusal = match Kept::of(kind) {
        Some(Kept::Stop) => Refusal::ByStopping,
        _ => Refusal::Kept(kind),
    };
    page_of(kind.term(), opened)
        .notice(Notice::stop(refusal.to_string()))
        .part(&Buttons(vec![Button::link(format!("去办理{}", kind.term()), path).main()]))
}

/// Gives the key under which one member of staff records the very same for a person once a day: whoever goes
/// back to a form that was sent, and sends it again as it stands, means the same thing.
fn sameness(desk: &Desk, visit: &Visit, opened: &Opened, draft: &Draft) -> Result<String, Problem> {
    let subject = opened.entered.held.subject;
    // What was corrected away may be recorded again.
    let entries = opened.known.entries().iter();
    let corrections = entries.filter(|entry| entry.kind == Kind::Corrected).count();
    let text = format!("{} {subject} {corrections} {draft:?}", visit.today);
    let digest = desk.sealing.keys.lookup("services.same", &text)?;
    let halves = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect())
}

fn page(
    service: &'static Service,
    opened: &Opened,
    then: &Then<'_>,
    form: &Form,
    visit: &Visit,
) -> Page {
    let subject = opened.entered.held.subject.to_string();
    let mut page = page_of(service.kind.term(), opened)
        .crumb("记录服务", format!("/people/{subject}/record"))
        .lead(format!("{}（{}）", service.lead, service.clause))
        .part(form)
        .aside(&words::standing(then));
    if let Some(basis) = words::basis(then.law(), service.clause) {
        page = page.aside(&basis);
    }
    page.aside(&Part::new("应办的", "due").part(&words::open_duties_beside(
        then,
        &subject,
        visit.today,
        |action| visit.actor.may(action, opened.entered.relation).is_ok(),
    )))
}
