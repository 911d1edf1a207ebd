//! /people/{subject}/plan/edit: the draft. What is known is filled in; two who edit at once are told of each
//! other, and both keep what they typed.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use services::model::Then;
use store::SubjectId;
use web::parts::{Button, Buttons, Cell, Column, Row, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Tone, Visit, id};

use super::dated::{Placed, judge};
use super::slots::{STAGES, STEPS};
use super::{load, page_of, problem, reviewing, words};
use crate::actions::draft::{base_of, drop_draft, keep_draft};
use crate::actions::kept::{KeptPlan, KeptStep};
use crate::actions::open::OpenPlan;
use crate::model::prepare::Known;
use crate::model::{
    By, Change, Edition, PlanRefusal, PlanText, Stage, Step, StepState, Tally, differences, prepare,
};

const BASE: &str = "base";
const COUNT: &str = "count";
const STAGE_COUNT: &str = "stages";
const MORE_STEP: &str = "more_step";
const MORE_STAGE: &str = "more_stage";

/// How many places a form has: for steps, and for stages.
#[derive(Clone, Copy)]
struct Places {
    steps: usize,
    stages: usize,
}

impl Places {
    /// Those that a text needs beside the steps that are done; at least one of each.
    fn of(text: &PlanText, done: &[(&Step, &KeptStep)]) -> Self {
        let open = text.steps.len().saturating_sub(done.len());
        Self { steps: open, stages: text.stages.len() }.bounded()
    }

    /// Those that were sent, and one more of what was asked for.
    fn asked(sent: &Submitted) -> Self {
        let count = |name: &str, usual: usize| {
            sent.text(name).and_then(|count| count.parse().ok()).unwrap_or(usual)
        };
        let more = |name: &str| usize::from(sent.text(name).is_some());
        let steps = count(COUNT, STEPS.len()).min(STEPS.len()) + more(MORE_STEP);
        let stages = count(STAGE_COUNT, STAGES.len()).min(STAGES.len()) + more(MORE_STAGE);
        Self { steps, stages }.bounded()
    }

    fn bounded(self) -> Self {
        let Self { steps, stages } = self;
        Self { steps: steps.clamp(1, STEPS.len()), stages: stages.clamp(1, STAGES.len()) }
    }
}

/// What the form starts from: the draft, or a proposal that nobody has seen yet.
fn start(visit: &Visit, desk: &Desk, open: &OpenPlan) -> (PlanText, String) {
    let then = open.then(desk, visit.today);
    let current = open.current(&then);
    let base = base_of(open.draft.as_ref(), current.map(|(entry, _)| entry.entry));
    if let Some(text) = open.drafted(&then) {
        return (text, base);
    }
    let states = current.and_then(|(_, plan)| plan).map(KeptPlan::states);
    let going_on = current.and_then(|(_, plan)| plan).zip(states.as_deref());
    let wanted = open.person.as_ref().map(|person| person.particulars.wanted_work.clone());
    let known = Known {
        barriers: open.agreed(),
        ready: then.standing().ready,
        current: going_on.map(|(plan, states)| (&plan.adopted.text, states)),
        last_number: open.last_number(),
        officer: open.officer.clone(),
        wanted: wanted.unwrap_or_default(),
        today: visit.today,
    };
    let mut proposed = prepare(Edition::on(visit.today), &known);
    // What the office was to do by a former officer goes on with the one who answers now.
    for step in &mut proposed.steps {
        step.who =
            if step.who.is_empty() { String::new() } else { open.doers.name(step).to_owned() };
    }
    (open.measured(desk, &then).on_working_days(proposed), base)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let (text, base) = start(&visit, &desk, &open);
    let then = open.then(&desk, visit.today);
    let done = open.done(&then);
    let form = form(&visit, &open, (&text, &done), (&base, Places::of(&text, &done)));
    let mut page = words::unrecorded(page(&visit, &open, &then, &form), &open);
    if let Some(asked) = open.asked(&then) {
        let words = format!("{}：先核对再修订，做到的才按已完成带入新版（BJ18-25）", asked.words());
        page = page.notice(Notice::soon(words)).tool(reviewing::button(subject, &asked).main());
    }
    if let Some(behind) = words::behind_goal(&text, visit.today) {
        page = page.notice(Notice::soon(behind));
    }
    let ground = ground(&open, &then, &text);
    match &open.draft {
        Some(draft) => {
            let by = open.name(draft.staff);
            let on = web::day_of(draft.saved_at);
            let words = format!("草稿由{by}在 {on} 保存，还没有定稿{ground}");
            let values = [(web::form::ONCE, visit.once_key()), (BASE, base)];
            let values: Vec<(&str, &str)> =
                values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let path = format!("/people/{subject}/plan/drop");
            let drop = Button::post("不要这份草稿", path, &values);
            page = page
                .notice(Notice::note(words))
                .tool(Button::link("与本人定稿", format!("/people/{subject}/plan/adopt")).main())
                .part(&Buttons(vec![drop]));
        }
        None if !ground.is_empty() => {
            let words = format!("下面的新版还没有保存{ground}。请与本人商量后修改");
            page = page.notice(Notice::note(words));
        }
        None if open.analyses.is_empty() => {
            let words = "还没有做就业障碍分析；先分析障碍，系统会据此拟出措施（BJ18-26(1)）";
            page = page
                .notice(Notice::soon(words))
                .tool(Button::link("先分析障碍", format!("/people/{subject}/barriers")));
        }
        None => {
            let words = "以下由系统按商定的障碍和相应措施拟定，还没有保存；请与本人商量后修改";
            page = page.notice(Notice::note(words));
        }
    }
    Ok(visit.show(&page))
}

/// Says which version a text goes on from, and what of it stands in the text; blank where it goes on from none.
fn ground(open: &OpenPlan, then: &Then<'_>, text: &PlanText) -> String {
    let Some((_, Some(plan))) = open.current(then) else { return String::new() };
    let tally = Tally::of(&plan.progress(), then.day);
    let gone = plan.states().into_iter().filter(|(number, state)| {
        *state == StepState::GivenUp && text.steps.iter().all(|step| step.number != *number)
    });
    let gone = gone.count();
    let new = text.steps.iter().filter(|step| plan.step(step.number).is_none()).count();
    let said = [
        (tally.done, format!("，已完成的 {} 项原样保留", tally.done)),
        (gone, format!("，不再进行的 {gone} 项已略去")),
        (new, format!("，新增 {new} 项")),
    ];
    let said = said.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words);
    format!("：以第 {} 版为底稿{}", plan.version, said.collect::<String>())
}

fn page(visit: &Visit, open: &OpenPlan, then: &Then<'_>, form: &Form) -> Page {
    let subject = open.entered.held.subject;
    let edition = Edition::on(visit.today);
    let agreed = open.agreed();
    let rows = agreed.iter().map(|id| {
        let barrier = edition.barrier(id);
        let measures = barrier.map_or_else(String::new, |barrier| {
            let names = barrier.measures.iter().map(|measure| edition.measure_name(measure));
            names.collect::<Vec<_>>().join("、")
        });
        vec![Cell::text(edition.barrier_name(id)), Cell::text(measures)]
    });
    let columns = vec![Column::text("商定的障碍"), Column::text("相应措施")];
    let barriers = Table::new("商定的障碍与相应措施", columns).rows(rows).empty("还没有商定障碍");
    let mut page = page_of("编写援助方案", open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead("写清目标、阶段、每项行动由谁在哪天以前做；保存后下一步与本人定稿")
        .part(form);
    if let Some(opinions) = words::opinions(open, then) {
        page = page.aside(&opinions);
    }
    page.aside(&barriers).aside(&words::basis(&["BJ18-26", "BJ18-26(1)", "BJ18-28"]))
}

/// Makes the form of a draft with so many places. What is done stands in it and cannot be changed.
fn form(
    visit: &Visit,
    open: &OpenPlan,
    (text, done): (&PlanText, &[(&Step, &KeptStep)]),
    (base, places): (&str, Places),
) -> Form {
    let subject = open.entered.held.subject;
    let path = format!("/people/{subject}/plan");
    let mut form = Form::new(format!("{path}/edit"), "保存草稿，下一步", visit.once_key())
        .cancel(path)
        .hidden(BASE, base)
        .hidden(COUNT, places.steps.to_string())
        .hidden(STAGE_COUNT, places.stages.to_string())
        .group("总目标", "")
        .field(filled(
            Field::sentence("goal", "总目标")
                .required()
                .hint("用本人的话：想做什么样的工作，最看重什么"),
            text.goal.clone(),
        ));
    for (place, slot) in STAGES.iter().enumerate().take(places.stages) {
        let stage = text.stages.get(place);
        let value = |of: fn(&Stage) -> String| stage.map(of).unwrap_or_default();
        let lead =
            if place == 0 { "路线图：每个阶段达到什么，到哪天为止" } else { "" };
        form = form
            .group(format!("阶段 {}", place + 1), lead)
            .field(filled(Field::line(slot.name, "名称"), value(|stage| stage.name.clone())))
            .field(filled(Field::line(slot.goal, "阶段目标"), value(|stage| stage.goal.clone())))
            .field(filled(
                Field::day(slot.until, "到哪天"),
                value(|stage| stage.until.to_string()),
            ));
    }
    if !done.is_empty() {
        form = form.group("已完成的行动", "随新版原样保留，不能改动").field(locked(done));
    }
    let steps = in_order(text, done);
    for (place, slot) in STEPS.iter().enumerate().take(places.steps) {
        let step = steps.get(place).copied();
        if let Some(step) = step {
            form = form.hidden(slot.number, step.number.to_string());
        } else {
            // A place that was free stays free when the form comes back.
            form = form.hidden(slot.number, "");
        }
        let lead = if place == 0 { "不要的一项，把“做什么”清空" } else { "" };
        form = form.group(format!("行动 {}", place + 1), lead);
        form = step_fields(form, visit, open, (place, step, places.stages));
    }
    if places.steps < STEPS.len() {
        form = form.also(MORE_STEP, "添加一项行动");
    }
    if places.stages < STAGES.len() {
        form = form.also(MORE_STAGE, "添加一个阶段");
    }
    form
}

/// What is done, to be read.
fn locked(done: &[(&Step, &KeptStep)]) -> Field {
    let rows = done.iter().map(|(step, kept)| {
        vec![
            Cell::text(format!("✓ {}", step.words)),
            Cell::text(words::who(step)),
            kept.progress.settled_on.map_or(Cell::Nothing, Cell::Day),
        ]
    });
    let columns = vec![Column::text("做什么"), Column::text("谁来做"), Column::text("完成日期")];
    let table = Table::new("已完成的行动", columns).rows(rows);
    Field::shown("done", "已完成，随新版保留", &table)
}

/// The steps that are not done, in the order of the road.
fn in_order<'t>(text: &'t PlanText, done: &[(&Step, &KeptStep)]) -> Vec<&'t Step> {
    let is_done = |step: &Step| done.iter().any(|(done, _)| done.number == step.number);
    let mut steps: Vec<&Step> = text.steps.iter().filter(|step| !is_done(step)).collect();
    steps.sort_by_key(|step| (step.stage, step.due, step.number));
    steps
}

fn step_fields(
    form: Form,
    visit: &Visit,
    open: &OpenPlan,
    (place, step, stages): (usize, Option<&Step>, usize),
) -> Form {
    let slot = &STEPS[place];
    let edition = Edition::on(visit.today);
    let measures = edition.measures.iter();
    let measures = measures.map(|measure| Choice::new(&measure.id, &measure.name)).collect();
    let names = ["第一阶段", "第二阶段", "第三阶段"].iter().enumerate().take(stages);
    let choices = names.map(|(at, name)| Choice::new(at.to_string(), *name)).collect();
    let last = stages.saturating_sub(1);
    let by = By::ALL.map(|by| Choice::new(by.text(), by.term())).to_vec();
    let team = open.team.iter().map(|name| Choice::new(name, name)).collect();
    let value = |of: fn(&Step) -> String| step.map(of).unwrap_or_default();
    let stage = step.map(|step| step.stage.min(last).to_string()).unwrap_or_default();
    form.field(filled(Field::sentence(slot.words, "做什么"), value(|step| step.words.clone())))
        .field(filled(Field::day(slot.due, "哪天以前"), value(|step| step.due.to_string())))
        .field(filled(Field::of(slot.by, "谁来做", by), value(|step| step.by.text().to_owned())))
        .field(filled(
            Field::line(slot.who, "姓名或单位").suggest(team),
            value(|step| step.who.clone()),
        ))
        .field(filled(
            Field::of(slot.measure, "属于哪项措施", measures),
            value(|step| step.measure.clone()),
        ))
        .field(filled(Field::of(slot.stage, "阶段", choices), stage))
}

fn filled(field: Field, value: String) -> Field {
    if value.is_empty() { field } else { field.value(value) }
}

/// Reads the draft that a form says, noting what is wrong at its field.
fn read(
    form: &mut Form,
    sent: &Submitted,
    (visit, desk): (&Visit, &Desk),
    (open, then): (&OpenPlan, &Then<'_>),
) -> PlanText {
    let mut placed = Placed::default();
    let mut text =
        PlanText { goal: form.words("goal"), barriers: open.agreed(), ..PlanText::default() };
    // Which of the stages that are kept each place stands for: the one there, or, where that was left blank, the one
    // before it.
    let mut stage_at = Vec::new();
    for slot in &STAGES {
        let (name, goal) = (form.words(slot.name), form.words(slot.goal));
        match (name.is_empty() && goal.is_empty(), form.day(slot.until)) {
            (true, None) => {}
            (true, Some(_)) => {
                form.refuse(slot.name, "有期限的阶段请写名称；不要这个阶段的请一并清空期限");
            }
            (false, None) => {
                form.refuse(slot.until, "请写这个阶段到哪天为止（BJ18-26(1)：时间表）");
            }
            (false, Some(until)) => {
                text.stages.push(Stage { name, goal, until });
                placed.stages.push(slot.until);
            }
        }
        stage_at.push(text.stages.len().saturating_sub(1));
    }
    let edition = Edition::on(visit.today);
    let mut last = open.last_number();
    let known: Vec<i64> = {
        let drafted = open.draft.iter().map(|draft| &draft.text);
        let texts = open.plans.iter().map(|plan| &plan.adopted.text).chain(drafted);
        texts.flat_map(|text| &text.steps).map(|step| step.number).collect()
    };
    for slot in &STEPS {
        let words = form.words(slot.words);
        // The numbers of a proposal that was never kept are free: they count on from the last one kept.
        let number = sent.text(slot.number).and_then(|number| number.parse::<i64>().ok());
        if words.is_empty() {
            let is_begun = form.text(slot.due).is_some() || form.text(slot.who).is_some();
            if number.is_none() && is_begun {
                form.refuse(slot.words, "请写做什么；不要这一项的请把日期和姓名也清空");
            }
            continue;
        }
        let Some(due) = form.day(slot.due) else {
            form.refuse(slot.due, "请写哪天以前做完（BJ18-26(1)：时间表）");
            continue;
        };
        let is_taken = |number: &i64| text.steps.iter().all(|step| step.number != *number);
        let number = number.filter(|number| known.contains(number)).filter(is_taken);
        let number = number.unwrap_or_else(|| {
            last += 1;
            last
        });
        let measure = form.text(slot.measure).unwrap_or("other").to_owned();
        let usual = edition.measure(&measure);
        let by = form.text(slot.by).and_then(By::named);
        let stage = form.number(slot.stage).and_then(|stage| usize::try_from(stage).ok());
        let chosen = stage.and_then(|stage| stage_at.get(stage).copied());
        let stage = chosen.or_else(|| {
            let norm = edition.stages.get(usual?.stage)?;
            text.stages.iter().position(|stage| stage.name == norm.name)
        });
        placed.steps.push(slot.due);
        text.steps.push(Step {
            number,
            words,
            stage: stage.unwrap_or_else(|| text.stages.len().saturating_sub(1)),
            by: by.or(usual.map(|usual| usual.by)).unwrap_or(By::Office),
            who: form.words(slot.who),
            measure,
            due,
        });
    }
    judge(form, &text, &placed, &open.measured(desk, then));
    match open.current(then) {
        Some((_, Some(plan))) => text.keeping(&plan.adopted.text, &plan.states()),
        _ => text,
    }
}

/// Shows the form with a place more, and everything that was typed; nothing is judged yet.
fn widened(mut form: Form, places: Places, is_step: bool) -> Form {
    for (name, value) in &mut form.hidden {
        match name.as_str() {
            COUNT => *value = places.steps.to_string(),
            STAGE_COUNT => *value = places.stages.to_string(),
            _ => {}
        }
    }
    let slot = if is_step {
        STEPS.get(places.steps - 1).map(|slot| slot.words)
    } else {
        STAGES.get(places.stages - 1).map(|slot| slot.name)
    };
    for field in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
        field.problem = None;
        field.takes_focus = Some(field.name) == slot;
    }
    form
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let then = open.then(&desk, visit.today);
    let (blank, places) = (PlanText::default(), Places::asked(&sent));
    let mut form = form(&visit, &open, (&blank, &open.done(&then)), ("", places));
    form.take(&sent);
    let wants_step = sent.text(MORE_STEP).is_some();
    if wants_step || sent.text(MORE_STAGE).is_some() {
        let form = widened(form, places, wants_step);
        return Ok(visit.show(&page(&visit, &open, &then, &form)));
    }
    let text = read(&mut form, &sent, (&visit, &desk), (&open, &then));
    let mut meanwhile = None;
    if form.is_sound() {
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let (kept, base) = (text.clone(), sent.text(BASE).unwrap_or_default().to_owned());
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            keep_draft(tx, &own, &occasion, subject, &base, &kept).await.map(|()| String::new())
        });
        match outcome.await {
            Ok(_) => {
                let path = format!("/people/{subject}/plan/adopt");
                return Ok(visit.go_on(&path, "草稿已保存"));
            }
            Err(Failure::Refused(PlanRefusal::ChangedMeanwhile)) => {
                form.problems.push(PlanRefusal::ChangedMeanwhile.to_string());
                meanwhile = Some(take_up(&visit, &desk, &open, (&mut form, &text)));
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(problem(other)),
        }
    }
    let mut page = page(&visit, &open, &then, &form);
    if let Some(meanwhile) = meanwhile {
        page = page.aside(&meanwhile);
    }
    Ok(visit.show_again(&page))
}

/// Lets the form go on from what somebody else kept meanwhile, and shows where the two differ.
fn take_up(
    visit: &Visit,
    desk: &Desk,
    open: &OpenPlan,
    (form, typed): (&mut Form, &PlanText),
) -> Section {
    let (theirs, base) = start(visit, desk, open);
    for (name, value) in &mut form.hidden {
        if name == BASE {
            value.clone_from(&base);
        }
    }
    let by = open.draft.as_ref().map_or("", |draft| open.name(draft.staff));
    let found = differences(Edition::on(visit.today), &theirs, typed);
    let rows = found.into_iter().filter(|one| one.change != Change::Same).map(|one| Row {
        cells: vec![
            Cell::text(one.part),
            one.one.map_or(Cell::Nothing, Cell::Text),
            one.other.map_or(Cell::Nothing, Cell::Text),
        ],
        tone: Tone::Soon,
    });
    let columns = vec![
        Column::text("哪一处"),
        Column::text(format!("{by}已保存的")),
        Column::text("您填写的"),
    ];
    let table = Table::new("两份草稿的差别", columns).rows(rows).empty("两份一样");
    Section::new("两份草稿的差别", "meanwhile").part(&table)
}

pub(super) async fn drop(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (key, subject) = (sent.once_key()?, id::<SubjectId>(&subject)?);
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let base = sent.text(BASE).unwrap_or_default().to_owned();
    desk.once(&visit, &key, async move |tx| {
        drop_draft(tx, &own, &occasion, subject, &base).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_on(&format!("/people/{subject}/plan"), "草稿已删去；定稿的方案没有变"))
}
