//! /people/{subject}/plan/edit: the draft. What is known is filled in; two who edit at once are told of each
//! other, and both keep what they typed.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Buttons, Cell, Column, Row, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Tone, Visit, id};

use super::slots::{STAGES, STEPS};
use super::{load, page_of, problem, words};
use crate::actions::draft::{base_of, drop_draft, keep_draft};
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::model::prepare::Known;
use crate::model::{By, Change, Edition, PlanRefusal, PlanText, Stage, Step, differences, prepare};

/// How many empty places for steps a form offers.
const SPARE: usize = 3;
const BASE: &str = "base";
const COUNT: &str = "count";

/// What the form starts from: the draft, or a proposal that nobody has seen yet.
fn start(visit: &Visit, desk: &Desk, open: &OpenPlan) -> (PlanText, String) {
    let then = open.then(desk, visit.today);
    let current = open.current(&then);
    let base = base_of(open.draft.as_ref(), current.map(|(entry, _)| entry.entry));
    if let Some(draft) = &open.draft {
        return (draft.text.clone(), base);
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
    (prepare(Edition::on(visit.today), &known), base)
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let (text, base) = start(&visit, &desk, &open);
    let count = (text.steps.len() + SPARE).min(STEPS.len());
    let form = form(&visit, &open, &text, (&base, count));
    let mut page = page(&visit, &open, &form);
    match &open.draft {
        Some(draft) => {
            let by = open.name(draft.staff);
            let words = format!("草稿由{by}在 {} 保存，还没有定稿", web::day_of(draft.saved_at));
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

fn page(visit: &Visit, open: &OpenPlan, form: &Form) -> Page {
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
    page_of("编写援助方案", open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead("写清目标、阶段、每项行动由谁在哪天以前做；保存后下一步与本人定稿")
        .part(form)
        .aside(&barriers)
        .aside(&words::basis(&["BJ18-26", "BJ18-26(1)", "BJ18-28"]))
}

/// Makes the form of a draft with so many places for steps.
fn form(visit: &Visit, open: &OpenPlan, text: &PlanText, (base, count): (&str, usize)) -> Form {
    let subject = open.entered.held.subject;
    let path = format!("/people/{subject}/plan");
    let mut form = Form::new(format!("{path}/edit"), "保存草稿，下一步", visit.once_key())
        .cancel(path)
        .hidden(BASE, base)
        .hidden(COUNT, count.to_string())
        .group("总目标", "")
        .field(Field::line("goal", "总目标").required().value(&text.goal));
    for (place, slot) in STAGES.iter().enumerate() {
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
    let steps = in_order(text);
    for (place, slot) in STEPS.iter().enumerate().take(count) {
        let step = steps.get(place).copied();
        if let Some(step) = step {
            form = form.hidden(slot.number, step.number.to_string());
        } else {
            // A place that was free stays free when the form comes back.
            form = form.hidden(slot.number, "");
        }
        let lead = match step {
            None => "需要时填写；不用的留空",
            Some(_) if place == 0 => "要删去一项，把“做什么”清空",
            Some(_) => "",
        };
        form = form.group(format!("行动 {}", place + 1), lead);
        form = step_fields(form, visit, open, (place, step));
    }
    form
}

/// The steps in the order of the road.
fn in_order(text: &PlanText) -> Vec<&Step> {
    let mut steps: Vec<&Step> = text.steps.iter().collect();
    steps.sort_by_key(|step| (step.stage, step.due, step.number));
    steps
}

fn step_fields(
    form: Form,
    visit: &Visit,
    open: &OpenPlan,
    (place, step): (usize, Option<&Step>),
) -> Form {
    let slot = &STEPS[place];
    let edition = Edition::on(visit.today);
    let measures = edition.measures.iter();
    let measures = measures.map(|measure| Choice::new(&measure.id, &measure.name)).collect();
    let stages = ["第一阶段", "第二阶段", "第三阶段"];
    let stages = stages.iter().enumerate();
    let stages = stages.map(|(at, name)| Choice::new(at.to_string(), *name)).collect();
    let by = By::ALL.map(|by| Choice::new(by.text(), by.term())).to_vec();
    let team = open.team.iter().map(|name| Choice::new(name, name)).collect();
    let value = |of: fn(&Step) -> String| step.map(of).unwrap_or_default();
    form.field(filled(Field::line(slot.words, "做什么"), value(|step| step.words.clone())))
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
        .field(filled(Field::of(slot.stage, "阶段", stages), value(|step| step.stage.to_string())))
}

fn filled(field: Field, value: String) -> Field {
    if value.is_empty() { field } else { field.value(value) }
}

/// Reads the draft that a form says, noting what is wrong at its field.
fn read(form: &mut Form, sent: &Submitted, visit: &Visit, open: &OpenPlan) -> PlanText {
    let mut text =
        PlanText { goal: form.words("goal"), barriers: open.agreed(), ..PlanText::default() };
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
            (false, Some(until)) => text.stages.push(Stage { name, goal, until }),
        }
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
        text.steps.push(Step {
            number,
            words,
            stage: stage.or(usual.map(|usual| usual.stage)).unwrap_or(0),
            by: by.or(usual.map(|usual| usual.by)).unwrap_or(By::Office),
            who: form.words(slot.who),
            measure,
            due,
        });
    }
    text
}

pub(super) async fn submit(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    let count = sent.text(COUNT).and_then(|count| count.parse().ok()).unwrap_or(STEPS.len());
    let blank = PlanText::default();
    let mut form = form(&visit, &open, &blank, ("", count));
    form.take(&sent);
    let text = read(&mut form, &sent, &visit, &open);
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
    let mut page = page(&visit, &open, &form);
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
