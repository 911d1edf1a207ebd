//! /people/{subject}/plan/page: the plan on one page that the person takes home.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Promised};
use kernel::Day;
use services::model::Then;
use store::{StoreError, SubjectId};
use web::parts::{Cell, Column, Facts, Prose, Section, Table, Tile, Tiles};
use web::{Page, Problem, Tone, Visit, id};

use super::promises::Promises;
use super::{former, load, may, owed, page_of, reviewing};
use crate::actions::kept::KeptPlan;
use crate::actions::open::{OpenPlan, version_of};
use crate::actions::progress::Shows;
use crate::actions::promised::promised_to;
use crate::model::{By, PlanEntry, Step, StepState};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::ReadFile, subject).await?;
    let then = open.then(&desk, visit.today);
    let (entry, plan) = match open.current(&then) {
        Some((entry, Some(plan))) => (entry, plan),
        Some((entry, None)) => {
            let promises = Promises::of(promised(&desk, subject).await?, None, &open, visit.today);
            let page = ledger_only(&visit, &open, &then, entry, &promises);
            return Ok(visit.show(&page));
        }
        None => {
            let promises = Promises::of(promised(&desk, subject).await?, None, &open, visit.today);
            return Ok(visit.show(&without_plan(&visit, &open, &then, &promises)));
        }
    };
    let asked = open.asked(&then);
    let shown = asked.as_ref().map_or(&[][..], |asked| &asked.shown);
    let mut page = page_of(heading(&open), &open)
        .printed()
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead(format!(
            "{} 一起商定 · 第 {} 版 · {} 打印",
            spoken(entry.on),
            plan.version,
            spoken(visit.today)
        ));
    if let Some(asked) = asked.as_ref().filter(|_| may(&visit, &open, Action::RecordService)) {
        page = page.tool(reviewing::button(subject, asked).main());
    }
    let text = &plan.adopted.text;
    page = page.part(&Section::new("我们的目标", "goal").part(&Prose::new(to_you(&text.goal))));
    let promises =
        Promises::of(promised(&desk, subject).await?, Some((plan, shown)), &open, visit.today);
    if let Some(late) = promises.late(&open.officer, visit.today) {
        page = page.part(&late);
    }
    let mut open_steps = in_state(plan, StepState::Open);
    // What we have not done in time was said above.
    open_steps.retain(|step| step.by == By::Person || step.due >= visit.today);
    // What the ledger says was done is no longer asked of anybody; that it was, is still to be confirmed.
    open_steps.retain(|step| shown.iter().all(|one| one.number != step.number));
    // What comes next stands large; what comes after it, beneath; each thing once.
    let later = open_steps.split_off(open_steps.len().min(NEXT));
    let you = [By::Person.term(), open.entered.label.name.reveal()];
    let we = [By::Office.term(), open.officer.as_str()];
    let next = open_steps.iter().map(|step| {
        let who = match (step.by, open.doers.name(step)) {
            (By::Person, _) => "您来做".to_owned(),
            (By::Office, who) if we.contains(&who) => "我们来做".to_owned(),
            (_, who) => format!("{who}来做"),
        };
        let words = to_you(&step.words);
        let beneath = if step.due < visit.today { format!("{words}。{PAST}") } else { words };
        Tile::new(who, by_when(step.due, visit.today), Tone::Plain).beneath(beneath)
    });
    let next = Tiles(next.collect());
    if !next.0.is_empty() {
        page = page.part(&Section::new("接下来", "next").part(&next));
    }
    let (mine, ours): (Vec<&Step>, Vec<&Step>) =
        later.into_iter().partition(|step| step.by == By::Person);
    for (heading, mark, steps, whose) in
        [("然后，您自己做的", "mine", mine, you), ("然后，我们为您做的", "ours", ours, we)]
    {
        if !steps.is_empty() {
            page = page.part(&list((heading, mark), &open, &steps, (whose, visit.today)));
        }
    }
    if !shown.is_empty() {
        page = page.part(&checking(plan, shown));
    }
    if let Some(owed) = owed::owed(&then, visit.today) {
        page = page.part(&owed);
    }
    if let Some(ahead) = promises.ahead(&open.officer) {
        page = page.part(&ahead);
    }
    let rows = text.stages.iter().map(|stage| {
        vec![Cell::text(spoken(stage.until)), Cell::Two(to_you(&stage.goal), stage.name.clone())]
    });
    let columns = vec![Column::text("到这一天"), Column::text("做到")];
    let road = Table::new("一步一步来", columns).rows(rows);
    page = page.part(&Section::new("一步一步来", "road").part(&road));
    let done = in_state(plan, StepState::Done);
    if !done.is_empty() {
        page = page.part(&finished(plan, &done));
    }
    Ok(visit.show(&page.part(&whom(&open))))
}

/// Gives what was promised to the person; whether their file may be read has been asked.
async fn promised(desk: &Desk, subject: SubjectId) -> Result<Vec<Promised>, StoreError> {
    let own = desk.clone();
    desk.db.read(async move |tx| promised_to(tx, &own, subject).await).await
}

/// How many things stand large.
const NEXT: usize = 3;

fn heading(open: &OpenPlan) -> String {
    format!("{}的就业计划", open.entered.label.name.reveal())
}

/// The page of a version whose text is not here: what there is, and how to come by the rest.
fn ledger_only(
    visit: &Visit,
    open: &OpenPlan,
    then: &Then<'_>,
    entry: PlanEntry,
    promises: &Promises,
) -> Page {
    let subject = open.entered.held.subject;
    let past = open.past.iter().find(|past| past.id == entry.entry);
    let version = past.and_then(version_of);
    let version = version.map_or_else(String::new, |number| format!("（第 {number} 版）"));
    let mut said = vec![format!(
        "{}，我们和您一起商定了就业计划{version}。那份计划的正文不在本系统中，请向您的专员要一份。",
        spoken(entry.on)
    )];
    if let Some(period) = then.agreement() {
        said.push(format!("{}签订的就业援助服务协议正在执行。", spoken(period.signed_on)));
    }
    said.push("下次见面时，我们可以一起写一份新的计划，打印给您带回家。".to_owned());
    let mut page = page_of(heading(open), open)
        .printed()
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .part(&Section::new("您的计划", "plan").part(&Prose(said)));
    let late = promises.late(&open.officer, visit.today);
    let owed = owed::owed(then, visit.today);
    for section in late.iter().chain(&owed).chain(&promises.ahead(&open.officer)) {
        page = page.part(section);
    }
    page.part(&whom(open))
}

/// The page where no plan is in force: what the office owes all the same, what was promised, and the plan before.
fn without_plan(visit: &Visit, open: &OpenPlan, then: &Then<'_>, promises: &Promises) -> Page {
    let subject = open.entered.held.subject;
    let mut page = page_of(heading(open), open)
        .printed()
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead(format!("{} 打印", spoken(visit.today)));
    if !then.standing().placed {
        let said =
            "现在没有在执行的方案。想找工作、换工作，随时告诉我们，我们和您一起定一份新的计划。";
        page = page.part(&Section::new("您的计划", "plan").part(&Prose::new(said)));
    }
    if let Some(late) = promises.late(&open.officer, visit.today) {
        page = page.part(&late);
    }
    if let Some(owed) = owed::owed(then, visit.today) {
        page = page.part(&owed);
    }
    if let Some(ahead) = promises.ahead(&open.officer) {
        page = page.part(&ahead);
    }
    if let Some(before) = open.former(then) {
        page = page.part(&former::for_person(before));
    }
    page.part(&whom(open))
}

/// Whom to ask.
fn whom(open: &OpenPlan) -> Facts {
    let officer = if open.officer.is_empty() { "接待您的工作人员" } else { &open.officer };
    let mut whom = Facts::new("有事找谁").words("您的专员", officer);
    if let Some(office) = &open.office {
        whom = whom.words("单位", &office.name);
        if !office.phone.is_empty() {
            whom = whom.words("电话", &office.phone);
        }
        if !office.address.is_empty() {
            whom = whom.words("地址", &office.address);
        }
    }
    whom.words(
        "情况有变化",
        "身体、家里、想法有变化，或者哪一步做不到，请随时告诉我们，计划可以一起改",
    )
}

/// The steps of which this became, by their days.
fn in_state(plan: &KeptPlan, state: StepState) -> Vec<&Step> {
    let stands =
        |step: &&Step| plan.step(step.number).map(|kept| kept.progress.state) == Some(state);
    let mut steps: Vec<&Step> = plan.adopted.text.steps.iter().filter(stands).collect();
    steps.sort_by_key(|step| (step.due, step.number));
    steps
}

/// A day as people say it.
pub(super) fn spoken(day: Day) -> String {
    let (year, month, number) = day.parts();
    format!("{year}年{month}月{number}日")
}

/// By when something is to be done; where that day is over, that it is.
fn by_when(due: Day, today: Day) -> String {
    if due < today {
        format!("{}，日子过了", spoken(due))
    } else {
        format!("{}前", spoken(due))
    }
}

/// What is said to somebody whose own day is over: nobody is blamed, and nothing is lost.
const PAST: &str = "做好了的请告诉我们；还没做的，我们一起重新定个日子";

/// What is said of the person, said to them.
pub(super) fn to_you(words: &str) -> String {
    words.replace("本人", "您")
}

/// Steps of one side. Who does each is said only where it is not whom the heading says already.
fn list(
    (heading, mark): (&str, &str),
    open: &OpenPlan,
    steps: &[&Step],
    (whose, today): ([&str; 2], Day),
) -> Section {
    let other = |who: &str| !whose.contains(&who);
    let tells = steps.iter().any(|step| other(open.doers.name(step)));
    let rows = steps.iter().map(|step| {
        let mut cells = vec![Cell::text(by_when(step.due, today)), Cell::text(to_you(&step.words))];
        if tells {
            let who = open.doers.name(step);
            cells.push(if other(who) { Cell::text(who) } else { Cell::Nothing });
        }
        cells
    });
    let mut columns = vec![Column::text("什么时候"), Column::text("做什么")];
    if tells {
        columns.push(Column::text("谁"));
    }
    Section::new(heading, mark).part(&Table::new(heading, columns).rows(rows))
}

/// What the ledger says was done, and what nobody has confirmed yet.
fn checking(plan: &KeptPlan, shown: &[Shows]) -> Section {
    let steps = plan.adopted.text.steps.iter();
    let rows = steps.filter_map(|step| {
        let one = shown.iter().find(|one| one.number == step.number)?;
        let record = format!("{} {}", spoken(one.on), one.kind.term());
        Some(vec![Cell::text(to_you(&step.words)), Cell::text(record)])
    });
    let heading = "看来已经做到，和您再核对一下";
    let columns = vec![Column::text("做什么"), Column::text("我们的记录")];
    Section::new(heading, "checking").part(&Table::new(heading, columns).rows(rows))
}

/// What is done, last.
fn finished(plan: &KeptPlan, done: &[&Step]) -> Section {
    let rows = done.iter().map(|step| {
        let on = plan.step(step.number).and_then(|kept| kept.progress.settled_on);
        vec![
            on.map_or(Cell::Nothing, |on| Cell::text(spoken(on))),
            Cell::text(format!("✓ {}", to_you(&step.words))),
        ]
    });
    let columns = vec![Column::text("哪天"), Column::text("做了什么")];
    let table = Table::new("已经做好的", columns).rows(rows);
    Section::new("已经做好的", "done").part(&table)
}
