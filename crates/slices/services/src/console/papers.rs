//! Which papers a further step rests on, on the page that begins it: said before anything is typed, with the link that
//! completes each.

use access::Relation;
use desk::{Desk, Paper};
use duties::Entered;
use store::StoreError;
use web::parts::{Button, Cell, Column, Row, Section, Table};
use web::{Notice, Page, Problem, Tone, Visit};

/// Adds to a page of a person which papers are there and which are missing; nothing where no slice knows of any.
pub async fn with_papers(
    page: Page,
    visit: &Visit,
    desk: &Desk,
    entered: &Entered,
) -> Result<Page, Problem> {
    let (desk2, subject) = (desk.clone(), entered.held.subject);
    let papers = desk.db.read::<_, _, StoreError>(async move |tx| {
        let files = duties::files_of(tx, &desk2, subject).await?;
        let mut papers: Vec<Paper> = Vec::new();
        for companion in desk2.companions.iter() {
            papers.extend(companion.papers(tx, &desk2, &files).await?);
        }
        Ok(papers)
    });
    let papers = papers.await?;
    if papers.is_empty() {
        return Ok(page);
    }
    let missing: Vec<&str> =
        papers.iter().filter(|paper| !paper.is_there).map(|paper| paper.term).collect();
    let page = if missing.is_empty() {
        page
    } else {
        let words = format!("有关材料还不齐：{}；在本页“有关材料”中补齐", missing.join("、"));
        page.notice(Notice::soon(words))
    };
    Ok(page.aside(&section(&papers, visit, entered.relation)))
}

fn section(papers: &[Paper], visit: &Visit, relation: Relation) -> Section {
    let rows = papers.iter().map(|paper| {
        let (tone, state) =
            if paper.is_there { (Tone::Good, "已有") } else { (Tone::Soon, "还缺") };
        let may = visit.may(paper.action, relation).is_ok();
        let label = if paper.is_there { "查看" } else { paper.label };
        let button =
            Button::link(label, paper.path.clone()).spoken(format!("{label}：{}", paper.term));
        let buttons = may.then_some(button).into_iter().collect();
        Row::from(vec![
            Cell::Two(paper.term.to_owned(), paper.words.clone()),
            Cell::Badge(tone, state.to_owned()),
            Cell::Buttons(buttons),
        ])
    });
    let columns = vec![Column::text("材料"), Column::text("情况"), Column::buttons("办理")];
    let table = Table::new("有关材料", columns).rows(rows);
    let mut clauses: Vec<&str> = papers.iter().map(|paper| paper.clause).collect();
    clauses.dedup();
    let lead = format!("依据 {}", clauses.join("、"));
    Section::new("有关材料", "papers").lead(lead).part(&table)
}
