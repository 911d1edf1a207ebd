//! How the preview of a move looks: who goes where, what goes along, and the one button.

use store::ActorId;
use web::parts::{Cell, Column, Facts, Section, Table};
use web::{Form, Notice, Page, Visit};

use super::office_choose::{PATH, page};
use super::office_order::{BACK, ON, Order, REASON, SUCCESSORS, WHOSE, ids};
use crate::actions::move_office::NewMove;
use crate::actions::rehearse::Preview;

/// Shows what an order would do; nothing has changed yet.
pub(super) fn preview_page(visit: &Visit, order: &Order, new: &NewMove, seen: &Preview) -> Page {
    let people = seen.rehearsal.people;
    let facts = Facts::new("")
        .words("划转", order.who_goes())
        .words("接收机构", &order.to_name)
        .fact("数量", Cell::Number(people))
        .words("决定日期", new.on.to_string())
        .words("依据", new.reason.trim());
    page(3)
        .notice(Notice::note(
            "请核对；现在还没有改动任何内容。提交以后由另一位负责人确认，确认了才开始划转（BJ18-23）",
        ))
        .part(&facts)
        .part(&Section::new("谁到谁名下", "officers").part(&officers(order, new)))
        .part(&Section::new("一起过去的事", "along").part(&along(seen)))
        .part(&form(visit, order, new, people))
}

pub(super) fn officers(order: &Order, new: &NewMove) -> Table {
    let loads = order.loads_after(&new.officers);
    let later = || Cell::text("由接收机构以后指定");
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for officer in &order.officers {
        let (to, now, then) = match order.becomes(officer.id, &new.officers) {
            Some((staff, load)) => (
                Cell::text(&staff.name),
                Cell::Number(*load),
                Cell::Number(loads.get(&staff.staff_id).copied().unwrap_or_default()),
            ),
            None => (later(), Cell::Nothing, Cell::Nothing),
        };
        rows.push(vec![Cell::text(&officer.name), Cell::Number(officer.people), to, now, then]);
    }
    if order.without_officer > 0 {
        let people = Cell::Number(order.without_officer);
        rows.push(vec![Cell::text("没有专员的"), people, later(), Cell::Nothing, Cell::Nothing]);
    }
    let columns = vec![
        Column::text("原专员"),
        Column::number("数量"),
        Column::text("接手的专员"),
        Column::number("现负责"),
        Column::number("划转后"),
    ];
    Table::new("谁到谁名下", columns).rows(rows)
}

pub(super) fn along(seen: &Preview) -> Table {
    let rows =
        seen.along.iter().filter(|one| one.number > 0).map(|one| {
            vec![Cell::text(one.words), Cell::Number(one.number), Cell::text(one.becomes)]
        });
    let columns = vec![Column::text("事项"), Column::number("数量"), Column::text("划转以后")];
    Table::new("一起过去的事", columns)
        .rows(rows)
        .empty("这些服务对象没有在执行的协议，也没有办理中的事项")
}

/// The one button, with everything that was typed; the other leads back to it.
fn form(visit: &Visit, order: &Order, new: &NewMove, people: i64) -> Form {
    let submit = format!("提交确认：划转 {people} 个服务对象");
    let mut form = Form::new(PATH, submit, visit.once_key())
        .hidden(ON, new.on.to_string())
        .hidden(REASON, new.reason.clone());
    for (name, value) in order.asked.hidden() {
        form = form.hidden(name, value);
    }
    for (name, (_, to)) in SUCCESSORS.iter().zip(&new.officers) {
        form = form.hidden(*name, to.to_string());
    }
    let whose: Vec<ActorId> = new.officers.iter().map(|(from, _)| *from).collect();
    form.hidden(WHOSE, ids(&whose)).also(BACK, "返回修改")
}
