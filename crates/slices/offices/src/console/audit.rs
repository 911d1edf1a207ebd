//! The record of acts, as the audit administrator reads it.

use access::Action;
use axum::extract::State;
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use store::StoreError;
use web::parts::{Cell, Column, Pager, Row, Table};
use web::{Choice, Field, Form, LongWorkbook, Page, Problem, Query, Routes, Tone, Visit};

use super::recovery::waiting_button;
use super::words::{start_of, when};
use crate::model::act::{ActId, ActKind, RecordedAct};
use crate::sql;

/// How many acts stand on one page.
const PAGE: i64 = 100;
/// How many acts are read at a time for a workbook.
const AT_ONCE: i64 = 1_000;
/// How many days are shown when none are asked for.
const RECENT_DAYS: i32 = 30;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get("/audit/acts", Action::ReadAudit, list)
}

/// What is asked for.
struct Asked {
    from: Day,
    until: Day,
    kind: String,
    name: String,
    page: i64,
}

impl Asked {
    /// Reads what was asked for; nothing where something is wrong with it, which the form then says.
    fn of(form: &mut Form, query: &Query) -> Option<Self> {
        form.take_asked(&query.0);
        let (from, until) = form.days_between("from", "until")?;
        let page = query.0.text("page").and_then(|page| page.parse().ok());
        form.is_sound().then(|| Self {
            from,
            until,
            kind: form.words("kind"),
            name: form.words("name"),
            page: page.unwrap_or(1).clamp(1, 100_000),
        })
    }

    fn path(&self, page: i64, more: &str) -> String {
        let name = super::sign_in::encoded(&self.name);
        format!(
            "/audit/acts?from={}&until={}&kind={}&name={name}&page={page}{more}",
            self.from, self.until, self.kind
        )
    }
}

/// The form of the search, with the latest days.
fn form(today: Day) -> Form {
    let kinds = ActKind::ALL.iter().map(|kind| Choice::new(kind.text(), kind.term())).collect();
    let from = today.plus_days(1 - RECENT_DAYS);
    Form::asking("/audit/acts", "筛选")
        .field(Field::day("from", "从").value(from.to_string()))
        .field(Field::day("until", "到").value(today.to_string()))
        .field(Field::of("kind", "操作", kinds))
        .field(Field::line("name", "姓名或用户名"))
}

async fn list(visit: Visit, State(desk): State<Desk>, query: Query) -> Result<Response, Problem> {
    let mut form = form(visit.today);
    let Some(asked) = Asked::of(&mut form, &query) else {
        return Ok(visit.show_again(&page().part(&form)));
    };
    if query.wants_workbook() {
        return download(&desk, &asked).await;
    }
    let (limit, offset) = (PAGE, (asked.page - 1) * PAGE);
    let (from, until) = (start_of(asked.from), start_of(asked.until.plus_days(1)));
    let (kind, name) = (asked.kind.clone(), asked.name.clone());
    let (acts, (count,)): (Vec<RecordedAct>, (i64,)) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let acts = tx.all(sql::ACTS, &[&from, &until, &kind, &name, &limit, &offset]).await?;
            let count = tx.one(sql::ACT_COUNT, &[&from, &until, &kind, &name]).await?;
            Ok((acts, count))
        })
        .await?;
    let mut table = act_table(&acts, "操作记录").export(asked.path(1, "&format=xlsx"));
    table.pager = Some(pager(&asked, count));
    let waiting = waiting_button(&desk, &visit).await?;
    let page = page().part(&form).part(&table);
    let page = waiting.into_iter().fold(page, Page::tool);
    Ok(visit.show(&page))
}

fn page() -> Page {
    Page::new("操作记录")
        .section("/audit/acts")
        .lead("机构、人员、权限和登录的全部操作；只增不改，不含服务对象的信息")
}

/// Gives all that is asked for as a workbook, page after page. What a sheet of Excel has no room for is asked for by
/// fewer days.
#[expect(clippy::disallowed_methods, reason = "it lists acts, and names staff alone")]
async fn download(desk: &Desk, asked: &Asked) -> Result<Response, Problem> {
    let mut book = LongWorkbook::new();
    let mut after = (start_of(asked.until.plus_days(1)), ActId::from_bytes([0; 16]));
    loop {
        let (from, kind, name) = (start_of(asked.from), asked.kind.clone(), asked.name.clone());
        let acts: Vec<RecordedAct> = desk
            .db
            .read::<_, _, StoreError>(async move |tx| {
                let (at, id) = &after;
                tx.all(sql::ACTS_AFTER, &[&from, &kind, &name, at, id, &AT_ONCE]).await
            })
            .await?;
        if !book.add(&act_table(&acts, "操作记录"))? {
            return Err(Problem::refused(
                "所选条件下的操作记录太多，一张工作表装不下；请缩小日期范围，或按操作、姓名分几次导出",
            ));
        }
        match acts.last() {
            Some(last) => after = (last.done_at, last.act_id),
            None => return book.answer("操作记录"),
        }
    }
}

fn pager(asked: &Asked, count: i64) -> Pager {
    let pages = ((count + PAGE - 1) / PAGE).max(1);
    Pager {
        first: (asked.page > 2).then(|| asked.path(1, "")),
        before: (asked.page > 1).then(|| asked.path(asked.page - 1, "")),
        after: (asked.page < pages).then(|| asked.path(asked.page + 1, "")),
        words: format!("共 {count} 条，第 {} 页，共 {pages} 页", asked.page),
    }
}

/// Shows acts.
pub(super) fn act_table(acts: &[RecordedAct], caption: &str) -> Table {
    let columns = vec![
        Column::text("时间"),
        Column::text("操作"),
        Column::text("操作人"),
        Column::text("涉及人员"),
        Column::text("涉及机构"),
        Column::text("内容"),
        Column::text("来源地址"),
    ];
    let name = |name: &Option<String>| name.as_ref().map_or(Cell::Nothing, Cell::text);
    let words = |words: &str| if words.is_empty() { Cell::Nothing } else { Cell::text(words) };
    let rows = acts.iter().map(|act| {
        let tone = match act.kind {
            ActKind::MadeToWait => Tone::Late,
            ActKind::SignInFailed => Tone::Soon,
            _ => Tone::Plain,
        };
        let cells = vec![
            Cell::text(when(act.done_at)),
            Cell::text(act.kind.term()),
            name(&act.done_by_name),
            name(&act.about_name),
            name(&act.office_name),
            words(&act.words),
            words(&act.remote),
        ];
        Row { cells, tone }
    });
    Table::new(caption, columns).rows(rows).empty("所选条件下没有操作记录")
}
