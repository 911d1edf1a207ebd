//! What can be recorded of a person now: what is due first, then by the regulation's sections.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use rules::Kind;
use store::SubjectId;
use web::parts::{Cell, Column, Prose, Section as Part, Table};
use web::{Notice, Problem, Visit};

use super::{load, page_of, words};
use crate::model::{SERVICES, Section, Then, possible};
use web::id;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::RecordService, subject).await?;
    let then = Then::at(&desk.rulebook, &opened.known, visit.today);
    let path = subject.to_string();
    let may = |action| visit.actor.may(action, opened.entered.relation).is_ok();
    let duties = words::open_duties(&then, &path, visit.today, may);
    let mut page = page_of("记录服务", &opened)
        .lead("先办应办的；其他服务按规定分类列在下面，只列现在能办的。")
        .part(&Part::new("应办的", "due").part(&duties))
        .aside(&words::standing(&then));
    for gate in &then.assessment.gates {
        let words = format!("{}（{}，自 {}）", gate.gate.known(), gate.gate.clause(), gate.since);
        page = page.notice(Notice::note(words));
    }
    for section in Section::ALL {
        if let Some(table) = offered(section, &then, &path, may) {
            page = page.part(&Part::new(section.term(), section.mark()).part(&table));
        }
    }
    Ok(visit.show(&page.part(&shut(&then))))
}

/// What fits now, and the actor has a right to.
fn offered(
    section: Section,
    then: &Then<'_>,
    subject: &str,
    may: impl Fn(Action) -> bool,
) -> Option<Table> {
    let mut rows: Vec<Vec<Cell>> = SERVICES
        .iter()
        .filter(|service| service.section == section && may(service.action))
        .filter_map(|service| {
            let remark = possible(service.kind, then).ok()?;
            let path = format!("/people/{subject}/record/{}", service.kind.name());
            let title = if remark.is_some() && service.kind == Kind::AgreementSigned {
                "续签援助协议"
            } else {
                service.kind.term()
            };
            let link =
                Cell::Link { text: title.to_owned(), path, beneath: service.clause.to_owned() };
            Some(vec![link, Cell::text(remark.unwrap_or(service.lead))])
        })
        .collect();
    match section {
        Section::Registration if may(Action::Grade) => {
            let link = Cell::Link {
                text: Kind::Graded.term().to_owned(),
                path: format!("/people/{subject}/grade"),
                beneath: "BJ18-12".to_owned(),
            };
            let lead = "按量表逐项回答，得出就业困难等级和后续服务";
            rows.push(vec![link, Cell::text(lead)]);
        }
        Section::Stopping if may(Action::Correct) => {
            let link = Cell::Link {
                text: Kind::Corrected.term().to_owned(),
                path: format!("/people/{subject}"),
                beneath: String::new(),
            };
            rows.push(vec![link, Cell::text("在档案页的经过中找到写错的那一条，点“更正”")]);
        }
        _ => {}
    }
    let columns = vec![Column::text("服务"), Column::text("说明")];
    (!rows.is_empty()).then(|| Table::new(section.term(), columns).rows(rows))
}

/// What does not fit now, and why not.
fn shut(then: &Then<'_>) -> Part {
    let rows: Vec<Vec<Cell>> = SERVICES
        .iter()
        .filter_map(|service| {
            let unfit = possible(service.kind, then).err()?;
            Some(vec![Cell::text(service.kind.term()), Cell::text(unfit.to_string())])
        })
        .collect();
    let columns = vec![Column::text("服务"), Column::text("为什么现在不能办")];
    Part::new("现在不能办的，和为什么", "shut")
        .folded()
        .part(&Prose::new("要补记以前某一天的服务，以那一天的状态为准。"))
        .part(&Table::new("现在不能办的服务", columns).rows(rows))
}
