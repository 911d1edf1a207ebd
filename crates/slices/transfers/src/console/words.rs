//! How a person's transfers look.

use access::{Action, Relation};
use store::seal::Clear;
use web::parts::{Button, Cell, Column, Facts, Prose, Section, Steps, Table};
use web::{Form, Notice, Page, Visit};

use super::forms::{Ask, forms, is_own};
use super::matters;
use super::visits::Opened;
use crate::actions::find::{Taken, Transfer};
use crate::model::{Step, Turn, path, told, told_at_end};

/// Shows a person's transfers, and a form that came back.
pub(super) fn page(opened: &Opened, visit: &Visit, came_back: Option<(Ask, Form)>) -> Page {
    let subject = opened.entered.held.subject;
    let name = opened.entered.label.name.reveal();
    let page = Page::new("服务关系划转").section("/people");
    let page = if visit.actor.may_ever(Action::RequestTransfer) {
        page.crumb("划转", "/transfers")
    } else {
        page
    };
    let mut page = page
        .crumb(name, format!("/people/{subject}"))
        .lead("由新的户籍地或常住地街道（乡镇）继续服务；接收以前责任不变（BJ18-23、BJ18-24）")
        .tool(Button::link("服务台账", format!("/people/{subject}")));
    let going_on = opened.going_on();
    let turn = going_on.map_or(Turn::Nobody, |transfer| opened.turn(transfer));
    if let Some(transfer) = going_on {
        page = page.part(&way(turn)).part(&facts(opened, transfer, turn));
        if matches!(turn, Turn::Decide { at } if at == visit.actor.area.first)
            && is_own(transfer, visit)
        {
            page = page.notice(Notice::note(
                "这是您（或您代班的同事）提出或核实的，须由另一位负责人批准。",
            ));
        }
    }
    // What is open is seen before anybody decides on it.
    let open = if let Some(transfer) = going_on {
        vec![matters::outlook(opened, transfer, visit)]
    } else {
        let carried = matters::carried(opened, visit);
        carried.into_iter().chain(matters::left(opened, visit)).collect()
    };
    for part in &open {
        page = page.part(part);
    }
    for (ask, form) in forms(opened, visit, came_back) {
        let is_sound = form.is_sound();
        let part = Section::new(ask.heading(turn), ask.mark()).part(&form);
        page = page.part(&if ask.is_rare() && is_sound { part.folded() } else { part });
    }
    if let Some(transfer) = going_on {
        page = page
            .part(
                &Section::new("告知本人", "told")
                    .lead("可以念给本人听，也可以打印")
                    .part(&Prose(told_of(opened, transfer, turn))),
            )
            .part(&Section::new("经过", "steps").part(&steps(opened, &transfer.steps)));
    } else if opened.entered.relation != Relation::Consulted {
        page = page.aside(&how());
    }
    // What ended without their going over is told to the person, too.
    let last = opened.transfers.first().filter(|_| going_on.is_none());
    let told = last.map(|transfer| told_of_end(opened, transfer)).unwrap_or_default();
    if !told.is_empty() {
        page = page.part(
            &Section::new("告知本人", "told")
                .lead("最近一次申请的结果；可以念给本人听，也可以打印")
                .part(&Prose(told)),
        );
    }
    let over: Vec<&Transfer> =
        opened.transfers.iter().filter(|transfer| !transfer.step.goes_on()).collect();
    if !over.is_empty() {
        page = page.part(&Section::new("以往的划转", "over").part(&earlier(opened, &over)));
    }
    page
}

fn told_of(opened: &Opened, transfer: &Transfer, turn: Turn) -> Vec<String> {
    let names = &opened.names;
    let at = match turn {
        Turn::PassOn { at, .. } | Turn::Decide { at } => names.office(at),
        _ => "",
    };
    let now = names.office(opened.entered.held.office_code);
    told(turn, now, names.office(transfer.to_office_code), at)
}

fn told_of_end(opened: &Opened, transfer: &Transfer) -> Vec<String> {
    // Whoever is where they wished to be, because a whole office went over, is told of that.
    if transfer.to_office_code == opened.entered.held.office_code {
        return Vec::new();
    }
    let names = &opened.names;
    let now = names.office(opened.entered.held.office_code);
    let last = transfer.steps.last().and_then(|taken| taken.words.as_ref());
    let words = last.map_or("", |words| words.reveal());
    told_at_end(transfer.step, now, names.office(transfer.to_office_code), words)
}

/// Where the transfer stands on its way.
fn way(turn: Turn) -> Steps {
    let labels = ["提出", "核实", "提交上级", "批准", "接收"].map(str::to_owned).to_vec();
    let current = match turn {
        Turn::Verify => 1,
        Turn::Submit => 2,
        Turn::PassOn { .. } | Turn::Decide { .. } => 3,
        Turn::Receive | Turn::Nobody => 4,
    };
    Steps { labels, current }
}

fn facts(opened: &Opened, transfer: &Transfer, turn: Turn) -> Facts {
    let names = &opened.names;
    let own = opened.entered.held.office_code;
    let to = names.office(transfer.to_office_code);
    let waits_for = match turn {
        Turn::Verify => "本人的援助专员核实".to_owned(),
        Turn::Submit => format!("{}的负责人提交", names.office(own)),
        Turn::PassOn { at, next } => {
            format!("{}的负责人上报{}", names.office(at), names.office(next))
        }
        Turn::Decide { at } => format!("{}的负责人批准", names.office(at)),
        Turn::Receive => format!("{to}接收"),
        Turn::Nobody => String::new(),
    };
    let decides = path(&opened.above, transfer.to_office_code).and_then(|path| path.last());
    let decides = decides.map(|code| names.office(*code)).unwrap_or_default();
    let asked = format!(
        "{}，{}，{}",
        web::day_of(transfer.asked_at),
        transfer.asked_for.term(),
        names.staff(transfer.asked_by)
    );
    Facts::new("")
        .words("从", names.office(own))
        .words("到", to)
        .words("申请", asked)
        .words("理由", format!("{}：{}", transfer.ground.term(), transfer.reason.reveal()))
        .words("新的地址", transfer.address.reveal())
        .words("由谁批准", format!("{decides}（BJ18-23）"))
        .words("现在等待", waits_for)
}

fn steps(opened: &Opened, steps: &[Taken]) -> Table {
    let names = &opened.names;
    let rows = steps.iter().map(|taken| {
        let words = taken.words.as_ref().map_or("", |words| words.reveal());
        vec![
            Cell::Day(web::day_of(taken.at)),
            Cell::text(taken.step.term()),
            Cell::text(names.staff(taken.staff)),
            Cell::text(words),
        ]
    });
    let columns = vec![
        Column::text("日期"),
        Column::text("步骤"),
        Column::text("经办"),
        Column::text("说明"),
    ];
    Table::new("经过", columns).rows(rows)
}

fn earlier(opened: &Opened, over: &[&Transfer]) -> Table {
    let names = &opened.names;
    let rows = over.iter().map(|transfer| {
        let last = transfer.steps.last();
        let words = last.and_then(|taken| taken.words.as_ref()).map(Clear::reveal);
        let officer = transfer.officer.filter(|_| transfer.step == Step::Accepted);
        let officer = officer.map(|officer| format!("专员：{}", names.staff(officer)));
        let beneath = words.map(str::to_owned).or(officer).unwrap_or_default();
        let from = transfer.from_office_code().map(|code| names.office(code));
        vec![
            Cell::Day(web::day_of(transfer.asked_at)),
            Cell::text(from.unwrap_or_default()),
            Cell::text(names.office(transfer.to_office_code)),
            last.map_or(Cell::Nothing, |taken| Cell::Day(web::day_of(taken.at))),
            Cell::Two(transfer.step.state().to_owned(), beneath),
        ]
    });
    let columns = vec![
        Column::text("申请日期"),
        Column::text("从"),
        Column::text("到"),
        Column::text("办结日期"),
        Column::text("结果"),
    ];
    Table::new("以往的划转", columns).rows(rows)
}

fn how() -> Section {
    let lines = [
        "本人提出，或由专员提出；专员核实以后，由本机构负责人提交。",
        "同一区内由区级机构批准，跨区由区级机构上报、市级机构批准。提出和核实的人不能批准。",
        "新机构接收的当天，原协议终止，责任转过去，由新机构重新签订协议；在此以前一切照旧。",
        "没有办完的不会丢：上岗后的回访等随人转过去，期限不变；随原协议终止的指导、培训、推荐回访和专家意见的落实，列为新机构的接续事项，按原定日期接着办；援助方案随新协议重新制定，没有做完的行动和没有结束的会诊，新机构一直看得到，直到有了新的方案或会诊。",
        "接收以前可以随时撤回。",
    ];
    Section::new("怎样划转", "how").part(&Prose(lines.map(str::to_owned).to_vec()))
}
