//! /people/{subject}/stop: what the gates say, and how far each case has come.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use rules::Gate;
use store::SubjectId;
use web::parts::{Button, Buttons, Cell, Column, Facts, Prose, Row, Section, Steps, Table};
use web::{Notice, Page, Problem, Visit, id};

use super::notices::delivery;
use super::verifying::live;
use super::{Opened, case_path, load, words};
use crate::actions::decided::Decided;
use crate::actions::open::Case;
use crate::actions::verify::verifies;
use crate::model::{
    Against, CaseState, Ground, Refusal, STOP_GATES, ground_now, resumed_words, undone,
};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let opened = load(&desk, &visit, Action::ReadFile, subject, None).await?;
    let mut page = opened.entered.page("停止服务").lead(
        "系统只提示条件是否满足，从不自行停止对任何人的服务：由专员核实，另一位负责人批准，告知本人；本人随时可以回来，也可以提出异议（BJ18-13、BJ18-21、BJ18-29）",
    );
    if opened.entered.held.standing.stopped {
        page = page.notice(Notice::note(
            "服务已停止。本人以任何方式主动联系，请记录“联系”（本人主动），服务即恢复。",
        ));
    }
    for case in &opened.cases {
        page = page.part(&case_section(&desk, &visit, &opened, case));
    }
    if !opened.notices.is_empty() {
        page = page.part(&letters(&visit, &opened));
    }
    page = gates(page, &desk, &visit, &opened);
    page = own_part(page, &desk, &visit, &opened);
    if opened.entered.held.standing.under_agreement {
        page = services::with_papers(page, &visit, &desk, &opened.entered).await?;
    }
    Ok(visit.show(&page))
}

/// The gates: those that hold first and open, the others on demand.
fn gates(mut page: Page, desk: &Desk, visit: &Visit, opened: &Opened) -> Page {
    let entries = opened.known.entries();
    let goes_on = live(desk, visit, opened).is_some();
    let mut shut = Vec::new();
    for gate in STOP_GATES {
        let list = desk.rulebook.conditions(gate, entries, visit.today);
        let caption = format!("{}（{}）", gate.allows(), gate.clause());
        let table = services::gate_table(caption, &list, &opened.known, opened.subject());
        if !list.iter().all(|condition| condition.is_met) {
            shut.push(table);
            continue;
        }
        let ground = ground_now(&desk.rulebook, &opened.known, gate, visit.today);
        let mut section = Section::new("条件满足", gate.clause()).part(&table);
        section = match ground {
            Ground::Holds(since) if opened.is_upheld(gate, since) => {
                section.part(&Notice::note(Refusal::Upheld.to_string()))
            }
            // A case that goes on has its own buttons.
            Ground::Holds(_) if !goes_on && resting(opened, gate).is_some() => {
                section.part(&Notice::note(resting(opened, gate).unwrap_or_default()))
            }
            Ground::Holds(_) if !goes_on && !verifies(&visit.actor, &opened.entered.held, gate) => {
                section.part(&Notice::note(
                    "拒绝接受服务的，由负责的就业援助服务专员核实，您不能代为核实（BJ18-29）",
                ))
            }
            Ground::Holds(_) if !goes_on && opened.may(visit, Action::RecordService) => {
                let path = format!("{}/attempt", case_path(opened.subject()));
                section.part(&Buttons(vec![Button::link("记录核实", path).main()]))
            }
            Ground::CameBack(day) => section.part(&Notice::note(format!(
                "条件虽然满足，但本人 {day} 又主动联系或办理了业务：不能停止服务，请先了解本人现在的意愿。"
            ))),
            _ => section,
        };
        page = page.part(&section);
    }
    let is_all = opened.cases.is_empty() && opened.notices.is_empty();
    let is_all = is_all && shut.len() == STOP_GATES.len();
    // A page with nothing else says what is missing; beside other things it is asked for.
    let mut others = if is_all {
        Section::new("停止情形：还缺哪些条件", "shut")
    } else {
        Section::new("其他停止情形：还缺哪些条件（点开）", "shut").folded()
    };
    for table in &shut {
        others = others.part(table);
    }
    if shut.is_empty() { page } else { page.part(&others) }
}

/// What the office left undone, where a gate stands open and nobody has begun; a case shows its own.
fn own_part(page: Page, desk: &Desk, visit: &Visit, opened: &Opened) -> Page {
    if live(desk, visit, opened).is_some() {
        return page;
    }
    let (entries, today) = (opened.known.entries(), visit.today);
    let mut open = STOP_GATES.into_iter().filter(|gate| {
        let list = desk.rulebook.conditions(*gate, entries, today);
        list.iter().all(|condition| condition.is_met)
    });
    let Some(gate) = open.next() else { return page };
    let undone = undone(&desk.rulebook, entries, gate, today);
    page.part(&super::undone::section(&undone, &opened.known, opened.subject()))
}

/// Why no case begins on a gate for now.
fn resting(opened: &Opened, gate: Gate) -> Option<&str> {
    let of_gate = opened.resting.iter().find(|(known, _)| *known == gate);
    of_gate.map(|(_, words)| words.as_str())
}

fn case_section(desk: &Desk, visit: &Visit, opened: &Opened, case: &Case) -> Section {
    let today = visit.today;
    let ground = case.ground(&desk.rulebook, &opened.known, today);
    let has_fallen = case.state.is_pending() && !ground.holds();
    let stands = case.stands(&opened.known);
    let resumed = case.resumed(&opened.known);
    let state = match resumed {
        _ if has_fallen => "不再成立，待归档".to_owned(),
        _ if case.state == CaseState::Approved && !stands => "停止已撤销".to_owned(),
        Some((day, kind)) => resumed_words(day, kind),
        None => case.state.term().to_owned(),
    };
    let told = case.told_on.map_or_else(String::new, |day| day.to_string());
    let decided = case.decided_at.map(web::day_of).map_or_else(String::new, |day| day.to_string());
    let facts = [
        ("情形", format!("{}（{}）", case.gate.allows(), case.gate.clause())),
        ("状态", state),
        ("条件满足自", case.gate_since.to_string()),
        ("特殊情形", case.verification.circumstance.clone()),
        ("提供过什么，本人怎样拒绝", case.verification.offered.clone()),
        ("核实结论", case.verification.words.clone()),
        ("核实人", opened.name(case.verified_by).to_owned()),
        ("决定日期", decided),
        ("决定人", opened.name(case.decided_by).to_owned()),
        ("决定说明", case.words.as_ref().map_or("", |words| words.reveal()).to_owned()),
        ("告知本人", told),
    ];
    // What has not come yet is not shown as missing: the steps above say how far the case is.
    let mut facts = facts
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .fold(Facts::new(""), |facts, (name, words)| facts.words(name, words));
    let decided = Decided::Stop(case);
    if let Some(last) = decided.objection_until(&desk.rulebook).filter(|_| stands) {
        facts = facts.words("本人可以提出异议至", last.to_string());
    }
    let mut section = Section::new(format!("{} 起的核实", case.began_on), case.id.to_string());
    if case.state.is_pending() || stands {
        section = section.part(&steps(case, resumed.is_some()));
    }
    section = section.part(&facts);
    if has_fallen {
        section = section.part(&Notice::note(ground.to_string()));
    }
    section = section.part(&words::attempts(opened, case));
    if case.state.is_pending() || case.state == CaseState::Approved {
        let undone = case.undone(&desk.rulebook, &opened.known, today);
        section = section.part(&super::undone::table(&undone, &opened.known, opened.subject()));
    }
    let objections = super::objecting::facts(desk, opened, decided);
    section = objections.iter().fold(section, Section::part);
    section.part(&Buttons(buttons(visit, opened, case, (has_fallen, stands))))
}

/// The steps of a case; with the person's return nothing is left to do.
fn steps(case: &Case, is_resumed: bool) -> Steps {
    let mut labels = vec!["条件满足", "专员核实", "负责人批准", "反馈并停止", "告知本人"];
    let current = match case.state {
        CaseState::Verifying => 1,
        CaseState::Submitted => 2,
        _ if is_resumed || case.told_on.is_some() => 5,
        _ => 4,
    };
    if is_resumed {
        // Whoever came back before anybody told them was not told.
        labels.truncate(if case.told_on.is_some() { 5 } else { 4 });
        labels.push("本人回来，服务恢复");
    }
    let current = if is_resumed { labels.len() } else { current };
    Steps { labels: labels.into_iter().map(str::to_owned).collect(), current }
}

/// What the visitor can do next about a case.
fn buttons(
    visit: &Visit,
    opened: &Opened,
    case: &Case,
    (has_fallen, stands): (bool, bool),
) -> Vec<Button> {
    let path = format!("{}/{}", case_path(opened.subject()), case.id);
    let may_record = opened.may(visit, Action::RecordService);
    let key = visit.once_key();
    let once = [(web::form::ONCE, key.as_str())];
    let mut buttons = Vec::new();
    if may_record && has_fallen {
        buttons.push(Button::post("归档这件核实", format!("{path}/withdraw"), &once));
    }
    if may_record && case.state == CaseState::Verifying && !has_fallen {
        buttons.push(Button::link("得出核实结论", format!("{path}/finish")).main());
        let attempt = format!("{}/attempt", case_path(opened.subject()));
        buttons.push(Button::link("再记一次核实", attempt));
    }
    if may_record && case.state.is_pending() && !has_fallen {
        buttons.push(Button::post("撤回", format!("{path}/withdraw"), &once));
    }
    let against = Against::Stop(case.id);
    if case.state == CaseState::Submitted && !has_fallen && opened.approves(visit, against) {
        buttons.push(Button::link("批准或退回", format!("{path}/decide")).main());
    }
    if stands {
        buttons.push(Button::link("停止服务告知书", format!("{path}/letter")));
    }
    if stands && may_record && case.told_on.is_none() && case.resumed(&opened.known).is_none() {
        buttons.push(Button::link("记录告知本人", format!("{path}/told")).main());
    }
    buttons.extend(super::objecting::buttons(visit, opened, Decided::Stop(case)));
    buttons
}

/// The letters to the registry.
fn letters(visit: &Visit, opened: &Opened) -> Section {
    let columns = vec![
        Column::text("日期"),
        Column::text("反馈函"),
        Column::text("送达"),
        Column::text("送达部门"),
        Column::text("回执"),
        Column::buttons("办理"),
    ];
    let may_record = opened.may(visit, Action::RecordService);
    let rows = opened.notices.iter().map(|notice| {
        let path = format!("/people/{}/stop-notices/{}", opened.subject(), notice.id);
        let mut buttons = vec![Button::link("查看", path.clone())];
        if notice.delivered_on.is_none() && !notice.is_void && may_record {
            buttons.push(Button::link("记录送达", format!("{path}/delivered")).main());
        }
        Row::from(vec![
            Cell::Day(notice.made_on),
            Cell::text(notice.purpose.term()),
            delivery(notice.delivered_on, notice.is_void),
            Cell::text(notice.registry.as_deref().unwrap_or_default()),
            Cell::text(notice.receipt.as_ref().map_or("", |receipt| receipt.reveal())),
            Cell::Buttons(buttons),
        ])
    });
    let table = Table::new("给就失业登记管理部门的反馈", columns).rows(rows);
    Section::new("给就失业登记管理部门的反馈", "notices")
        .part(&table)
        .part(&Prose::new("反馈函封存在本系统；送达以登记管理部门的回执为准（BJ18-13(3)）"))
}
