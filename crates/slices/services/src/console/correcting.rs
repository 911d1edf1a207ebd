//! Correcting: the wrong entry, what would change in the duties, and the reason.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use rules::{Duty, Kind};
use store::{EntryId, StoreError, SubjectId};
use subjects::Past;
use web::parts::{Button, Buttons, Cell, Column, Facts, Section as Part, Table};
use web::{Field, Form, Notice, Page, Problem, Submitted, Visit};

use super::{file_path, load, page_of, words};
use crate::actions::correct::{correct, without};
use crate::actions::guarded::{TakingBack, taking_back};
use crate::actions::open::Opened;
use crate::actions::refusal::Refusal;
use crate::model::{Kept, Service, Then, differences};
use web::id;

const REASON: &str = "reason";

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let opened = opened(&desk, &visit, (subject, entry)).await?;
    let wrong = opened.past.iter().find(|past| past.id == entry).ok_or(Problem::Missing)?;
    let form = form(subject, entry, visit.once_key());
    let taking = taking(&desk, &visit, &opened, wrong).await?;
    Ok(visit.show(&page(&desk, &visit, &opened, (wrong, taking.as_ref()), &form)))
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path((subject, entry)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (subject, entry): (SubjectId, EntryId) = (id(&subject)?, id(&entry)?);
    let opened = opened(&desk, &visit, (subject, entry)).await?;
    let wrong = opened.past.iter().find(|past| past.id == entry).ok_or(Problem::Missing)?;
    let mut form = form(subject, entry, visit.once_key());
    form.take(&sent);
    if form.is_sound() {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let reason = form.words(REASON);
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            correct(tx, &desk2, &occasion, (subject, entry), &reason).await
        });
        match outcome.await {
            Ok(done) => {
                let (path, ask) = onward(subject, wrong);
                return Ok(visit.go_on(&path, &format!("{done}{ask}")));
            }
            Err(Failure::Refused(Refusal::NoReason)) => form.refuse(REASON, Refusal::NoReason),
            Err(Failure::Refused(refusal)) => form.problems.push(refusal.to_string()),
            Err(other) => return Err(other.into()),
        }
    }
    let taking = taking(&desk, &visit, &opened, wrong).await?;
    Ok(visit.show_again(&page(&desk, &visit, &opened, (wrong, taking.as_ref()), &form)))
}

/// Looks at what stands behind an entry, and who may take it back.
async fn taking(
    desk: &Desk,
    visit: &Visit,
    opened: &Opened,
    wrong: &Past,
) -> Result<Option<TakingBack>, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let (held, relation) = (opened.entered.held.clone(), opened.entered.relation);
    let (wrong, past) = (wrong.clone(), opened.past.clone());
    let read = desk.db.read::<_, _, StoreError>(async move |tx| {
        taking_back(tx, &own, &occasion, (&held, relation), (&wrong, &past)).await
    });
    Ok(read.await?)
}

/// Opens the file for whoever may correct in it, or wrote the entry today.
async fn opened(
    desk: &Desk,
    visit: &Visit,
    (subject, entry): (SubjectId, EntryId),
) -> Result<Opened, Problem> {
    let denied = match load(desk, visit, Action::Correct, subject).await {
        Err(denied @ Problem::Denied(_)) => denied,
        other => return other,
    };
    let Ok(opened) = load(desk, visit, Action::CorrectOwn, subject).await else {
        return Err(denied);
    };
    let wrong = opened.past.iter().find(|past| past.id == entry);
    let is_own = wrong.is_some_and(|wrong| seekers::wrote_today(wrong, &visit.actor, visit.today));
    if is_own { Ok(opened) } else { Err(denied) }
}

/// Where what is right is recorded: the same form, filled in with what was wrong.
fn onward(subject: SubjectId, wrong: &Past) -> (String, &'static str) {
    let name = wrong.kind.name();
    if wrong.kind == Kind::Graded {
        let path = format!("/people/{subject}/grade");
        return (path, "。原分级已更正；请在此重新分级");
    }
    if matches!(Kept::of(wrong.kind), Some(Kept::Stop | Kept::Exit)) {
        let path = Kept::path(wrong.kind, subject).unwrap_or_else(|| file_path(subject));
        return (path, "。原记录已更正；随之撤销的见下面，本人知道原来决定的，请告诉本人");
    }
    if Service::of(wrong.kind).is_none() {
        return (file_path(subject), "。原记录已更正");
    }
    let path = format!("/people/{subject}/record/{name}?like={}", wrong.id);
    (path, "。原记录已更正；请在此改成正确的再记录一次，没有正确的可记就不用提交")
}

fn form(subject: SubjectId, entry: EntryId, once: String) -> Form {
    let path = format!("/people/{subject}/correct/{entry}");
    let hint = "写明错在哪里、怎样发现的；会一直保留在台账里";
    Form::new(path, "更正这一条", once)
        .field(Field::lines(REASON, "更正的理由").required().hint(hint))
        .cancel(file_path(subject))
}

fn page(
    desk: &Desk,
    visit: &Visit,
    opened: &Opened,
    (wrong, taking): (&Past, Option<&TakingBack>),
    form: &Form,
) -> Page {
    let lead = "台账不删不改：更正是另记一条，说明原来那条写错了；从此按没有那一条计算应办，原记录仍可看到。";
    let mut page = page_of("更正台账记录", opened)
        .lead(lead)
        .part(&Part::new("写错的记录", "wrong").part(&words::entry_facts(wrong)));
    if wrong.is_corrected {
        return page.notice(Notice::stop("这一条已经更正过了，不必再更正"));
    }
    if wrong.kind == Kind::Corrected {
        let words = "“更正”本身不能再更正；误更正的，请把正确的内容重新记录一次";
        return page.notice(Notice::stop(words));
    }
    if let Some(taking) = taking {
        if let Err(refusal) = taking.check() {
            return hindered(page.notice(Notice::stop(refusal.to_string())), taking);
        }
        for words in &taking.does {
            page = page.notice(Notice::soon(words.as_str()));
        }
    }
    let named = opened.past.iter().filter(|past| past.of == Some(wrong.id) && !past.is_corrected);
    let count = named.count();
    if count > 0 {
        let words = format!(
            "有 {count} 条记录（如回访、结果）是针对这一条的；更正以后它们不再有所针对，也请一并核对"
        );
        page = page.notice(Notice::soon(words));
    }
    let along: Vec<&Past> = taking.map_or_else(Vec::new, |taking| {
        opened.past.iter().filter(|past| taking.along.contains(&past.id)).collect()
    });
    if !along.is_empty() {
        page = page.part(&going_along(&along));
    }
    let then = Then::at(&desk.rulebook, &opened.known, visit.today);
    if let Some(place) = opened.known.place(wrong.id) {
        let places = along.iter().filter_map(|past| opened.known.place(past.id));
        let places = std::iter::once(place).chain(places);
        let after = without(&desk.rulebook, &opened.known, places, visit.today);
        let rows: Vec<Vec<Cell>> = differences(&then.assessment, &after)
            .iter()
            .map(|change| {
                let either = change.before.as_ref().or(change.after.as_ref());
                let rule = either.map(|duty| duty.rule.rule());
                let (duty, id) = rule.map_or(("", ""), |rule| (rule.duty, rule.id));
                vec![
                    Cell::Two(duty.to_owned(), id.to_owned()),
                    Cell::text(stands(change.before.as_ref(), "没有这一项")),
                    Cell::text(stands(change.after.as_ref(), "不再有这一项")),
                ]
            })
            .collect();
        let columns = vec![Column::text("应办"), Column::text("现在"), Column::text("更正以后")];
        let table =
            Table::new("应办事项的变化", columns).rows(rows).empty("更正这一条不改变任何应办事项");
        page = page.part(&Part::new("更正以后会有什么变化", "changes").part(&table));
    }
    page.part(&Part::new("更正", "correct").part(form)).aside(&words::standing(&then))
}

/// Says who may, where the visitor may not, or where what helps is done.
fn hindered(page: Page, taking: &TakingBack) -> Page {
    if let Some(instead) = &taking.instead {
        let button = Button::link(instead.label, instead.path.as_str()).main();
        return page.part(&Buttons(vec![button]));
    }
    let facts = Facts::new("谁可以更正这一条");
    page.part(&match &taking.heads {
        Some(heads) => facts.words("机构", &heads.office).words("负责人", heads.names.join("、")),
        None => facts.words("负责人", "没有可以办理的负责人，请联系上级机构"),
    })
}

/// The entries that are taken back with the one in question.
fn going_along(along: &[&Past]) -> Part {
    let rows = along.iter().map(|past| vec![Cell::Day(past.on), Cell::text(past.kind.term())]);
    let columns = vec![Column::text("日期"), Column::text("事项")];
    let table = Table::new("一并更正的记录", columns).rows(rows);
    Part::new("一并更正的记录", "along").part(&table)
}

fn stands(duty: Option<&Duty>, none: &str) -> String {
    duty.map_or_else(|| none.to_owned(), |duty| format!("{}，{} 到期", duty.state, duty.due.day))
}
