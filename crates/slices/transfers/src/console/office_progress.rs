//! How far a move of a whole office has come, and who went over.

use access::Action;
use offices::Names;
use store::SubjectId;
use store::seal::Clear;
use web::parts::{Button, Buttons, Cell, Column, Facts, Section, Table, Trail};
use web::{Notice, Page, Visit};

use crate::actions::move_office::{Moved, OfficeMove};
use crate::model::MoveState;

/// How many of those who went over stand on a page.
pub(super) const PAGE: i64 = 100;

/// A move with who went over.
pub(super) struct Progress {
    pub(super) going: OfficeMove,
    pub(super) from: String,
    pub(super) names: Names,
    pub(super) people: Vec<(Option<Clear>, Moved)>,
    /// After whom the next page begins, where there is one.
    pub(super) next: Option<SubjectId>,
}

/// Shows how far a move has come, with a page of those who went over.
pub(super) fn progress_page(visit: &Visit, progress: &Progress, trail: &Trail) -> Page {
    let Progress { going, from, names, next, .. } = progress;
    let asked = &going.asked;
    let path = format!("/transfers/office/{}", going.id);
    let confirmed = going.confirmed.map_or("", |(by, _)| names.staff(by));
    let facts = Facts::new("")
        .words("范围", asked.scope.term())
        .words("原机构或社区", from)
        .words("接收机构", names.office(asked.to_office_code))
        .words("决定日期", asked.on.to_string())
        .words("依据", &asked.reason)
        .words("提出", names.staff(going.begun_by))
        .words("确认", confirmed)
        .fact("应划转", Cell::Number(going.counted))
        .fact("已划转", Cell::Number(going.moved));
    let mut page = Page::new("机构整体划转")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("划转", "/transfers")
        .crumb("机构整体划转", "/transfers/office")
        .part(&facts);
    if let Some(withdrawn) = &going.withdrawn {
        let because =
            if withdrawn.because.is_empty() { "没有写明理由" } else { &withdrawn.because };
        return page.notice(Notice::note(format!(
            "{} 由{}撤回，没有人划转：{because}",
            web::day_of(withdrawn.at),
            names.staff(withdrawn.by),
        )));
    }
    if going.state() == MoveState::GoingOn {
        let key = visit.once_key();
        let posts = [(web::form::ONCE, key.as_str())];
        page = page
            .notice(Notice::soon("还没有全部完成：已划转的不会重复，没有划转的仍由原机构负责"))
            .part(&Buttons(vec![Button::post("继续划转", path.as_str(), &posts).main()]));
    }
    let mut table = progress_table(progress);
    let relation = visit.actor.relation_to(asked.to_office_code, None);
    if visit.may(Action::Export, relation).is_ok() {
        table = table.export(format!("{path}?format=xlsx"));
    }
    let next = next.map(|subject| subject.to_string());
    table.pager = trail.pager(&path, next, &format!("每页 {PAGE} 人"));
    page.part(&Section::new("已划转的人", "people").part(&table))
}

/// Who went over.
pub(super) fn progress_table(progress: &Progress) -> Table {
    let names = &progress.names;
    let officer = |staff: Option<store::ActorId>| match staff {
        Some(staff) => Cell::text(names.staff(staff)),
        None => Cell::text("未指定"),
    };
    let rows = progress.people.iter().map(|(name, moved)| {
        let name = name.as_ref().map_or("（资料已销毁）", |name| name.reveal());
        vec![
            Cell::link(name, format!("/people/{}", moved.subject)),
            Cell::Day(web::day_of(moved.at)),
            Cell::text(names.office(moved.from_office_code)),
            officer(moved.from_officer),
            officer(moved.to_officer),
        ]
    });
    let columns = vec![
        Column::text("姓名"),
        Column::text("划转日期"),
        Column::text("原机构"),
        Column::text("原专员"),
        Column::text("现专员"),
    ];
    Table::new("已划转的人", columns).rows(rows).empty("还没有人划转")
}
