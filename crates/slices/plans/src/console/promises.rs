//! What was promised to the person, in words for them: what, by whom, until when.

use desk::Promised;
use kernel::Day;
use web::parts::{Cell, Column, Section, Table};

use super::sheet::{spoken, to_you};
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::actions::progress::Shows;
use crate::keeper::promise;
use crate::model::{By, StepState};

/// The promises of a page: those whose day is past, and those to come that the plan does not show already.
pub(super) struct Promises {
    late: Vec<Promised>,
    ahead: Vec<Promised>,
}

impl Promises {
    /// Tells what is late, and what is ahead; `all` is what every slice promises, and `plan` the version that the page
    /// shows: what stands in it and is still to come, stands there alone, as does what the ledger seems to have met.
    pub(super) fn of(
        all: Vec<Promised>,
        plan: Option<(&KeptPlan, &[Shows])>,
        file: &OpenPlan,
        today: Day,
    ) -> Self {
        let open = |plan: &KeptPlan, number| {
            plan.step(number).map(|kept| kept.progress.state) == Some(StepState::Open)
        };
        let of_plan: Vec<(Promised, bool)> = plan
            .into_iter()
            .flat_map(|(plan, shown)| {
                let steps = plan.adopted.text.steps.iter();
                let steps =
                    steps.filter(move |step| step.by != By::Person && open(plan, step.number));
                steps.map(|step| {
                    let is_shown = shown.iter().any(|one| one.number == step.number);
                    (promise(step, &file.doers), is_shown)
                })
            })
            .collect();
        let is_late = |one: &Promised| one.due.is_some_and(|due| due < today);
        let is_of_plan = |one: &Promised| of_plan.iter().any(|(own, _)| own == one);
        let others = all.into_iter().filter(|one| !is_of_plan(one));
        let (mut late, ahead): (Vec<Promised>, Vec<Promised>) = others.partition(is_late);
        let own = of_plan.iter().filter(|(one, is_shown)| is_late(one) && !is_shown);
        late.extend(own.map(|(one, _)| one.clone()));
        late.sort_by_key(|one| one.due);
        Self { late, ahead }
    }

    /// What is late, said as it is; nothing where nothing is.
    pub(super) fn late(&self, officer: &str, today: Day) -> Option<Section> {
        let rows = self.late.iter().map(|one| {
            let due = one.due.unwrap_or(today);
            let day = format!("{}，过了 {} 天", spoken(due), today.days_since(due));
            vec![Cell::text(to_you(&one.words)), Cell::text(by(one, officer)), Cell::text(day)]
        });
        let columns = ["答应您的事", "谁来做", "说好的日子"].map(Column::text).to_vec();
        let heading = "答应过您、还没有做到的";
        let section = Section::new(heading, "late")
            .lead("过了说好的日子，让您久等了。我们会尽快办好，也会告诉您办到了哪一步；您随时可以问。")
            .part(&Table::new(heading, columns).rows(rows));
        (!self.late.is_empty()).then_some(section)
    }

    /// What is to come; nothing where nothing is.
    pub(super) fn ahead(&self, officer: &str) -> Option<Section> {
        let rows = self.ahead.iter().map(|one| {
            let day = one.due.map_or_else(|| "有结果就告诉您".to_owned(), spoken);
            vec![Cell::text(to_you(&one.words)), Cell::text(by(one, officer)), Cell::text(day)]
        });
        let columns = ["答应您的事", "谁来做", "最晚哪天"].map(Column::text).to_vec();
        let heading = "我们还答应您的";
        let section =
            Section::new(heading, "promised").part(&Table::new(heading, columns).rows(rows));
        (!self.ahead.is_empty()).then_some(section)
    }
}

/// Who does it, as the person knows them.
fn by(one: &Promised, officer: &str) -> String {
    match (&*one.by, officer) {
        ("", "") => "接待您的工作人员".to_owned(),
        ("", officer) => officer.to_owned(),
        (by, officer) if by == By::Office.term() && !officer.is_empty() => officer.to_owned(),
        (by, _) => by.to_owned(),
    }
}
