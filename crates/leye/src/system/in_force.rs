//! The figures, calendars and scorecards by which this system works: which are the law's, which ship with the
//! program, and which are the agency's own.

use std::sync::LazyLock;

use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Scorecards};
use grading::Scorecard;
use kernel::Day;
use rules::{Basis, Clause, History, Law, LawError, citation};
use web::parts::{Cell, Column, Passage, Passages, Section, Table};
use web::{Notice, Page, Problem, Query, Tone, Visit};

/// The lists, as an address names them.
const FIGURES: &str = "figures";
const CALENDARS: &str = "calendars";
const SCORECARDS: &str = "scorecards";
const CLAUSE_LIST: &str = "clauses";
/// The month from which the next year's notice is to be expected.
const NOTICE_MONTH: u8 = 11;

static CLAUSES: LazyLock<Result<Vec<Clause>, LawError>> = LazyLock::new(Law::clauses);
static SHIPPED_CARDS: LazyLock<Option<Scorecards>> = LazyLock::new(|| Scorecards::shipped().ok());

/// Shows what is in force, and from where.
#[expect(clippy::disallowed_methods, reason = "figures of the law name nobody")]
pub(crate) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let law = desk.rulebook.law();
    if query.wants_workbook() {
        return match query.0.text("list") {
            Some(CALENDARS) => web::workbook("放假安排", &calendars(law)),
            Some(SCORECARDS) => web::workbook("分级量表", &scorecards(&desk, visit.today)),
            _ => web::workbook("期限与次数", &figures(&desk, visit.today)),
        };
    }
    let mut page = Page::new("现行规定").lead(
        "本系统推算应办、分级计分所依据的数字、放假安排和量表。条文写明的叫法定，条文没有写明、由本地补上的叫规范；\
         “自定”的由本机构给出，其余随程序提供。",
    );
    let (year, month, _) = visit.today.parts();
    for missing in [year, year + 1] {
        if !law.calendar().is_published(missing) && (missing == year || month >= NOTICE_MONTH) {
            page = page.notice(Notice::soon(format!(
                "{missing} 年的放假通知还没有给出，涉及该年的期限暂按周一至周五推算；通知公布后请系统管理员加入"
            )));
        }
    }
    let figures = Section::new("期限与次数", FIGURES).part(&figures(&desk, visit.today));
    let lead = "各页引用的条款都能点到这里。要点是本系统的归纳，以文件原文为准";
    let passages = Section::new("条款要点", CLAUSE_LIST).lead(lead).part(&passages(&desk));
    let lead = "没有列出的年份，暂按周一至周五推算，涉及的期限标明“按预计日历”；元旦、劳动节、国庆节中日期固定的法定假日照样不安排预约";
    let calendars = Section::new("放假安排", CALENDARS).lead(lead).part(&calendars(law));
    let lead = "按分级当天有效的量表计分；已经作出的分级，始终按当时的量表说明（BJ18-12）";
    let cards = Section::new("分级量表", SCORECARDS).lead(lead);
    let cards = cards.part(&scorecards(&desk, visit.today));
    Ok(visit.show(&page.part(&cards).part(&calendars).part(&figures).part(&passages)))
}

fn address(list: &str) -> String {
    format!("/law?list={list}&format=xlsx")
}

fn own(is_own: bool) -> Cell {
    if is_own {
        Cell::Badge(Tone::Note, "自定".to_owned())
    } else {
        Cell::text("随程序提供")
    }
}

/// Every figure of a regulation that is followed here: the value of today, and those that come.
fn figures(desk: &Desk, today: Day) -> Table {
    let law = desk.rulebook.law();
    let rows = law.parameters().iter().filter(|history| binds(desk, history));
    let rows = rows.flat_map(|history| {
        let now = history.on(today);
        let shipped = super::law().ok().map(|law| law.parameter(history.parameter).values());
        let coming = history.values().iter().filter(move |value| value.from > today);
        let coming = coming.filter(move |value| *value != now);
        std::iter::once(now).chain(coming).map(move |value| {
            let clause = clause(&history.clause);
            let is_own = shipped.is_some_and(|shipped| !shipped.contains(value));
            let basis = match value.basis {
                Basis::Law => Cell::text("法定"),
                Basis::Norm => Cell::text("规范"),
            };
            vec![
                Cell::text(&history.meaning),
                Cell::text(history.words(value.value)),
                Cell::Day(value.from),
                clause.map_or_else(
                    || Cell::text(&history.clause),
                    |clause| Cell::More(history.clause.clone(), clause.gist.clone()),
                ),
                basis,
                own(is_own),
                Cell::text(&value.source),
            ]
        })
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let columns = vec![
        Column::text("事项"),
        Column::text("数字"),
        Column::text("施行日期"),
        Column::text("条款"),
        Column::text("性质"),
        Column::text("来自"),
        Column::text("出处"),
    ];
    Table::new("期限与次数", columns).rows(rows).export(address(FIGURES))
}

fn binds(desk: &Desk, history: &History) -> bool {
    let law = desk.rulebook.law();
    let regulations = law.regulations().iter();
    let mut named = regulations.filter(|one| history.clause.starts_with(one.id.name()));
    named.any(|one| law.binds_from(one.id, desk.rulebook.jurisdiction()).is_some())
}

/// The clauses of every regulation, those that hold here first: whatever a page cites is found.
fn passages(desk: &Desk) -> Passages {
    let law = desk.rulebook.law();
    let holds = |clause: &&Clause| {
        let mut named = law.regulations().iter().filter(|one| clause.id.starts_with(one.id.name()));
        named.any(|one| law.binds_from(one.id, desk.rulebook.jurisdiction()).is_some())
    };
    let clauses = CLAUSES.as_ref().map(Vec::as_slice).unwrap_or_default();
    // A rule of a clause says nothing beyond it.
    let (here, elsewhere): (Vec<&Clause>, Vec<&Clause>) =
        clauses.iter().filter(|clause| clause.rule_of.is_none()).partition(holds);
    let passage = |clause: &Clause| {
        let cited = citation(&clause.id);
        Passage {
            mark: clause.id.clone(),
            heading: cited.map_or_else(|| clause.article.clone(), |cited| cited.words),
            words: clause.gist.clone(),
        }
    };
    Passages(here.into_iter().chain(elsewhere).map(passage).collect())
}

fn clause(id: &str) -> Option<&'static Clause> {
    CLAUSES.as_ref().ok()?.iter().find(|clause| clause.id == id)
}

/// The years whose notice is at hand, the latest first.
fn calendars(law: &Law) -> Table {
    let shipped = super::law().ok().map(Law::calendar);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for year in law.calendar().years() {
        let is_shipped = shipped.is_some_and(|shipped| shipped.years().any(|known| known == year));
        let count = |is_workday| year.days.values().filter(|(is, _)| *is == is_workday).count();
        rows.push(vec![
            Cell::Number(i64::from(year.year)),
            Cell::text(format!("《{}》", year.notice)),
            Cell::count(count(false)),
            Cell::count(count(true)),
            own(!is_shipped),
        ]);
    }
    rows.reverse();
    let columns = vec![
        Column::text("年份"),
        Column::text("通知"),
        Column::number("放假天数"),
        Column::number("调休上班天数"),
        Column::text("来自"),
    ];
    Table::new("放假安排", columns).rows(rows).export(address(CALENDARS))
}

/// The scorecards with their days, the latest first.
fn scorecards(desk: &Desk, today: Day) -> Table {
    let cards = desk.scorecards;
    let now = cards.on(today);
    let is_own = |card: &Scorecard| {
        let shipped = SHIPPED_CARDS.as_ref().and_then(|shipped| shipped.named(&card.parts().id));
        !shipped.is_some_and(|shipped| shipped == card)
    };
    let rows = cards.all().iter().rev().map(|card| {
        let parts = card.parts();
        let state = if card == now {
            Cell::Badge(Tone::Good, "现行".to_owned())
        } else if parts.from > today {
            Cell::Badge(Tone::Soon, "到期自动启用".to_owned())
        } else {
            Cell::text("以前的")
        };
        vec![
            Cell::Two(format!("《{}》", parts.name), parts.clause.clone()),
            state,
            Cell::Day(parts.from),
            Cell::text(parts.basis.to_string()),
            own(is_own(card)),
            Cell::text(&parts.source),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let columns = vec![
        Column::text("量表"),
        Column::text("状态"),
        Column::text("施行日期"),
        Column::text("性质"),
        Column::text("来自"),
        Column::text("出处"),
    ];
    Table::new("分级量表", columns).rows(rows).export(address(SCORECARDS))
}
