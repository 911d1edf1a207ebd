//! The last plan once its agreement has ended: read only, as 上一份方案. It is kept for good (BJ18-32).

use kernel::Day;
use web::parts::{Cell, Column, Facts, Section, Table};

use super::sheet::{spoken, to_you};
use super::words;
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::model::{PlanEntry, StepState};

/// What the plan was, and what became of each step, for the officer.
pub(super) fn former(
    open: &OpenPlan,
    (entry, plan): (PlanEntry, &KeptPlan),
    today: Day,
) -> Section {
    let text = &plan.adopted.text;
    let steps = (0..text.stages.len()).flat_map(|stage| text.steps_of(stage));
    let rows = steps.map(|step| {
        let said = plan.step(step.number).map(|kept| kept.progress.words.clone());
        let said = said.unwrap_or_default();
        vec![
            Cell::Two(step.words.clone(), said),
            Cell::text(words::who(step)),
            Cell::Day(step.due),
            state(plan, step, today),
        ]
    });
    let columns = ["做什么", "谁来做", "哪天前", "情况"].map(Column::text).to_vec();
    let table = Table::new("上一份方案", columns).rows(rows).empty("没有安排行动");
    let lead = format!(
        "第 {} 版，{} 与本人定稿，{}；所属协议已经终止，只供查阅",
        plan.version,
        entry.on,
        open.name(plan.staff)
    );
    Section::new("上一份方案", "former")
        .lead(lead)
        .part(&Facts::new("").words("总目标", &text.goal))
        .part(&table)
}

/// How a step stands that nobody is waiting for any more.
fn state(plan: &KeptPlan, step: &crate::model::Step, today: Day) -> Cell {
    match plan.step(step.number).map(|kept| kept.progress.state) {
        Some(StepState::Open) => Cell::text("方案终止时未完成"),
        _ => words::state(plan, step, today),
    }
}

/// The same for the person, without what is no longer to be done.
pub(super) fn for_person((entry, plan): (PlanEntry, &KeptPlan)) -> Section {
    let text = &plan.adopted.text;
    let rows = text.steps.iter().filter_map(|step| {
        let kept = plan.step(step.number)?;
        let on = kept.progress.settled_on?;
        (kept.progress.state == StepState::Done)
            .then(|| vec![Cell::text(spoken(on)), Cell::text(format!("✓ {}", to_you(&step.words)))])
    });
    let columns = vec![Column::text("哪天"), Column::text("做了什么")];
    let table = Table::new("上一份方案", columns).rows(rows).empty("没有记下做到的事");
    Section::new("上一份方案", "former")
        .lead(format!("{}一起商定，现在不再执行。目标：{}", spoken(entry.on), to_you(&text.goal)))
        .part(&table)
}
