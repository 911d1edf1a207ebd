//! What is open when somebody goes over to another office: said before anybody accepts, and to be done afterwards.

use access::Action;
use duties::{clause, owes};
use rules::{Kind, Stage};
use store::SubjectId;
use web::parts::{Button, Cell, Column, Section, Table};
use web::{Tone, Visit};

use super::visits::Opened;
use crate::actions::find::Transfer;
use crate::model::{Beside, Fate, Matter};

/// Says what is open, and what becomes of each when the other office accepts (BJ18-24).
pub(super) fn outlook(opened: &Opened, transfer: &Transfer, visit: &Visit) -> Section {
    let to = opened.names.office(transfer.to_office_code);
    let rows = opened.matters.iter().map(|matter| {
        let mut row = cells(matter, visit);
        row.push(Cell::text(match matter.fate {
            Fate::GoesAlong => format!("随人转到{to}，期限不变"),
            Fate::CarriedOn => format!("随原协议终止，列为{to}的接续事项，按原定日期接着办"),
            Fate::BeginsAnew => format!("随原协议终止，{to}签订新协议后重新制定"),
        }));
        row
    });
    let beside = opened.beside.iter().map(|one| {
        let mut row = cells_beside(one, visit);
        row.push(Cell::text(match one {
            Beside::Step { .. } => {
                format!("方案随原协议终止；{to}接着看得到，签订新协议后重新制定方案时接着安排")
            }
            Beside::Panel { .. } => format!("随之结束；{to}认为需要的，签订协议后由其另行申请"),
        }));
        row
    });
    let mut columns = columns();
    columns.push(Column::text("接收以后"));
    let rows: Vec<Vec<Cell>> = rows.chain(beside).collect();
    let table = Table::new("没有办完的事项", columns)
        .rows(rows)
        .empty("没有未办的应办事项、方案行动和会诊");
    Section::new("没有办完的事项", "open")
        .lead("接收的当天各项怎样处理；能在接收以前办完的，由现在的机构先办完（BJ18-24、BJ18-27）")
        .part(&table)
}

/// Says what ended undone with the old agreement, each with the button that does it; nothing where all was done.
pub(super) fn carried(opened: &Opened, visit: &Visit) -> Option<Section> {
    if opened.matters.is_empty() {
        return None;
    }
    let subject = opened.entered.held.subject;
    let does = visit.may(Action::RecordService, opened.entered.relation).is_ok();
    let under_agreement = opened.entered.held.standing.under_agreement;
    let rows = opened.matters.iter().map(|matter| {
        let mut row = cells(matter, visit);
        row.push(match way(matter, subject, under_agreement).filter(|_| does) {
            Some(button) => Cell::Buttons(vec![button]),
            None => Cell::Nothing,
        });
        row
    });
    let mut columns = columns();
    columns.push(Column::buttons("办理"));
    let table = Table::new("接续事项", columns).rows(rows);
    Some(
        Section::new("接续事项", "carried")
            .lead("划转时没有办完、随原协议终止的，由本机构按原定日期接着办；办完即不再列出（BJ18-24、BJ18-27）")
            .part(&table),
    )
}

/// Says what the transfer left open of the plan and of a panel; nothing where nothing is, or something has taken its place.
pub(super) fn left(opened: &Opened, visit: &Visit) -> Option<Section> {
    if opened.beside.is_empty() {
        return None;
    }
    let subject = opened.entered.held.subject;
    let does = visit.may(Action::RecordService, opened.entered.relation).is_ok();
    let under_agreement = opened.entered.held.standing.under_agreement;
    let rows = opened.beside.iter().map(|one| {
        let mut row = cells_beside(one, visit);
        let (label, path) = match one {
            _ if !under_agreement => ("先签协议", format!("/people/{subject}/agreement/sign")),
            Beside::Step { .. } => ("排进新方案", format!("/people/{subject}/plan/edit")),
            Beside::Panel { .. } => ("另行申请", format!("/people/{subject}/panel")),
        };
        let button = Button::link(label, path).spoken(format!("{label}：{}", one.words()));
        row.push(if does { Cell::Buttons(vec![button]) } else { Cell::Nothing });
        row
    });
    let mut columns = columns();
    columns.push(Column::buttons("办理"));
    let table = Table::new("原方案和会诊没有办完的", columns).rows(rows);
    Some(
        Section::new("原方案和会诊没有办完的", "left")
            .lead("答应过本人、随原协议终止的：与本人商量后排进新方案，会诊仍需要的另行申请；新方案制定以前一直列在这里（BJ18-26(1)、BJ18-28）")
            .part(&table),
    )
}

fn cells_beside(one: &Beside, visit: &Visit) -> Vec<Cell> {
    let due = match one.due() {
        Some(due) if due < visit.today => Cell::Badge(Tone::Late, format!("{due} 以前，已过期")),
        Some(due) => Cell::Text(format!("{due} 以前")),
        None => Cell::Nothing,
    };
    vec![Cell::text(one.words()), Cell::text(one.of()), due, Cell::text(clause(one.clause()))]
}

fn columns() -> Vec<Column> {
    vec![Column::text("事项"), Column::text("因何"), Column::text("应在"), Column::text("依据")]
}

fn cells(matter: &Matter, visit: &Visit) -> Vec<Cell> {
    let due = format!("{} 以前", matter.due);
    let due = if matter.due < visit.today {
        Cell::Badge(Tone::Late, format!("{due}，已过期"))
    } else {
        Cell::Text(due)
    };
    let norm = if matter.is_norm { "（本地规范期限）" } else { "" };
    vec![
        Cell::text(owes(matter.rule.id)),
        Cell::text(format!("{} {}", matter.on, matter.kind.term())),
        due,
        Cell::text(format!("{}{norm}", clause(matter.rule.id))),
    ]
}

/// Where it is done: an opinion is taken in by the plan of the new agreement, everything else is a follow-up.
fn way(matter: &Matter, subject: SubjectId, under_agreement: bool) -> Option<Button> {
    let discharging = duties::model::discharging(matter.rule)?;
    let (label, path) = match (discharging.kind, under_agreement) {
        (Kind::PlanRevised, false) => ("先签协议", format!("/people/{subject}/agreement/sign")),
        (Kind::PlanRevised, true) => ("落实到方案", format!("/people/{subject}/plan")),
        (kind, _) => {
            let stage = match discharging.stage {
                Some(Stage::Early) => "&stage=early",
                Some(Stage::Middle) => "&stage=middle",
                Some(Stage::Final) => "&stage=final",
                None => "",
            };
            let of = matter.because;
            (kind.term(), format!("/people/{subject}/record/{}?of={of}{stage}", kind.name()))
        }
    };
    Some(Button::link(label, path).spoken(format!("{label}：{}", matter.rule.duty)))
}
