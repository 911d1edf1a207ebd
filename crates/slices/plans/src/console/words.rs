//! What several pages say in the same words.

use kernel::Day;
use ledger::Field;
use rules::rule::Discharge;
use rules::{Kind, Law};
use services::model::Then;
use web::parts::{Bar, Bars, Button, Cell, Column, Facts, Prose, Section, Table};
use web::{Notice, Page, Tone};

use crate::actions::effect::course_of;
use crate::actions::kept::KeptPlan;
use crate::actions::open::OpenPlan;
use crate::model::effect::Stretch;
use crate::model::{Edition, PlanText, Step, StepState, wanted_by};

/// The articles that a page carries out, in our own words.
pub(super) fn basis(ids: &[&str]) -> Section {
    let clauses = Law::clauses().unwrap_or_default();
    let lines = ids.iter().filter_map(|id| {
        let clause = clauses.iter().find(|clause| clause.id == *id)?;
        Some(format!("{}：{}", clause.id, clause.gist))
    });
    Section::new("依据", "basis").part(&Prose(lines.collect()))
}

/// What experts said that no version follows yet: who, when, in their words; and until when it is followed.
pub(super) fn opinions(open: &OpenPlan, then: &Then<'_>) -> Option<Section> {
    let opinions = open.unfollowed(then);
    if opinions.is_empty() {
        return None;
    }
    let mut facts = Facts::new("");
    for opinion in opinions {
        let by = opinion.staff.map_or("", |staff| open.name(staff));
        let said = opinion.text(Field::Note).map(|note| note.reveal().to_owned());
        let said = said.filter(|said| !said.trim().is_empty());
        let said = said.unwrap_or_else(|| "只在台账中有记录，没有正文".to_owned());
        facts = facts.words(format!("{} {by}", opinion.on).trim_end(), said);
    }
    let owed = then.open_duties().into_iter();
    let owed =
        owed.filter(|duty| duty.rule.rule().met_by.contains(&Discharge::Next(Kind::PlanRevised)));
    let section = Section::new("专家会诊意见", "opinion").beside("BJ18-28");
    Some(match owed.map(|duty| duty.due.day).min() {
        Some(due) => section.lead(format!("请在 {due} 前与本人按意见修订方案")).part(&facts),
        None => section.part(&facts),
    })
}

/// Who does a step, by name where there is one.
pub(super) fn who(step: &Step) -> &str {
    if step.who.is_empty() { step.by.term() } else { &step.who }
}

/// Says that a plan ends behind the day until which the person wants to have reached their goal, where their goal says one;
/// counted from the day of the plan.
pub(super) fn behind_goal(text: &PlanText, from: Day) -> Option<String> {
    let by = wanted_by(&text.goal, from)?;
    let until = text.stages.iter().map(|stage| stage.until).max()?;
    (until > by).then(|| {
        format!(
            "总目标写的期限是 {by} 以前，而方案到 {until} 才结束：请与本人商量，把阶段和行动提前，或者另定目标（BJ18-26(1)：时间表、阶段目标）"
        )
    })
}

/// Leads back to a checklist of readiness that is finished and of which the ledger knows nothing: the plan goes by the ledger.
pub(super) fn unrecorded(page: Page, open: &OpenPlan) -> Page {
    let Some((id, on)) = open.unrecorded else { return page };
    let path = format!("/people/{}/assessments/{id}", open.entered.held.subject);
    let words = format!(
        "{on} 做的上岗准备清单还没有记入服务台账，方案暂按还没有评估来拟；请先把它记入（BJ18-15、BJ18-26(1)）"
    );
    page.notice(Notice::soon(words)).tool(Button::link("去记入就业准备评估", path).main())
}

/// How a step stands.
pub(super) fn state(plan: &KeptPlan, step: &Step, today: Day) -> Cell {
    let Some(kept) = plan.step(step.number) else { return Cell::Nothing };
    let on = kept.progress.settled_on.map_or_else(String::new, |day| format!(" {day}"));
    let (tone, words) = match kept.progress.state {
        StepState::Done => (Tone::Good, format!("{}{on}", StepState::Done.term())),
        StepState::GivenUp => (Tone::Plain, format!("{}{on}", StepState::GivenUp.term())),
        StepState::Open if step.due < today => {
            (Tone::Late, format!("逾期 {} 天", today.days_since(step.due)))
        }
        StepState::Open => (Tone::Plain, StepState::Open.term().to_owned()),
    };
    Cell::Badge(tone, words)
}

/// A plan that is still to be agreed: stage by stage, who does what until when, and what of it is done.
pub(super) fn outline(edition: &Edition, text: &PlanText, done: &[i64]) -> Vec<Section> {
    let stages = text.stages.iter().enumerate().map(|(place, stage)| {
        let rows = text.steps_of(place).into_iter().map(|step| {
            let mut beneath = edition.measure_name(&step.measure).to_owned();
            if done.contains(&step.number) {
                beneath.push_str("；✓ 已完成");
            }
            vec![Cell::Two(step.words.clone(), beneath), Cell::text(who(step)), Cell::Day(step.due)]
        });
        let columns = vec![Column::text("做什么"), Column::text("谁来做"), Column::text("哪天前")];
        let table =
            Table::new(stage.name.clone(), columns).rows(rows).empty("这个阶段没有安排行动");
        let heading = format!("{}（至 {}）", stage.name, stage.until);
        Section::new(heading, format!("stage-{}", place + 1)).lead(&stage.goal).part(&table)
    });
    stages.collect()
}

/// What the assessments of readiness found, and which measures lay between them (BJ18-25).
pub(super) fn readiness(open: &OpenPlan, then: &Then<'_>) -> Section {
    let course = course_of(then, &open.past);
    let stretches = course.stretches();
    let result = |stretch: &Stretch| match stretch.assessed {
        Some((day, true)) => (Some(day), Tone::Good, "具备上岗条件"),
        Some((day, false)) => (Some(day), Tone::Soon, "暂不具备"),
        None => (None, Tone::Plain, "还没有再评估"),
    };
    let rows = stretches.iter().map(|stretch| {
        let (day, tone, words) = result(stretch);
        let measures: Vec<String> =
            stretch.measures.iter().map(|(day, measure)| format!("{day} {measure}")).collect();
        vec![
            day.map_or(Cell::Nothing, Cell::Day),
            Cell::Badge(tone, words.to_owned()),
            if measures.is_empty() { Cell::Nothing } else { Cell::text(measures.join("；")) },
        ]
    });
    let columns = vec![
        Column::text("评估日期"),
        Column::text("结论"),
        Column::text("上次评估以来的措施（当天的在内）"),
    ];
    let table = Table::new("历次评估与其间的措施", columns)
        .rows(rows)
        .empty("还没有就业准备评估，也没有采取措施；可从“测评”开始");
    let section = Section::new("措施与就业准备", "readiness")
        .lead("先后不等于因果：这里只列出评估之前做过什么（BJ18-25）")
        .part(&table);
    if stretches.iter().all(|stretch| stretch.measures.is_empty()) {
        return section;
    }
    let tone = |measure: &str| match measure {
        "就业指导" => Tone::Note,
        "匹配推荐" => Tone::Good,
        _ => Tone::Soon,
    };
    let bars = stretches.iter().map(|stretch| {
        let (day, _, words) = result(stretch);
        let count = |wanted: Tone| {
            let such = stretch.measures.iter().filter(|(_, measure)| tone(measure) == wanted);
            i64::try_from(such.count()).unwrap_or(i64::MAX)
        };
        let label = day.map_or_else(|| "此后".to_owned(), |day| format!("至 {day}：{words}"));
        let segments =
            [Tone::Note, Tone::Soon, Tone::Good].map(|tone| (tone, count(tone))).to_vec();
        Bar { label, path: None, segments }
    });
    let legend = vec![
        (Tone::Note, "就业指导".to_owned()),
        (Tone::Soon, "培训见习".to_owned()),
        (Tone::Good, "匹配推荐".to_owned()),
    ];
    let caption = "每次评估之前的措施次数".to_owned();
    section.part(&Bars { caption, legend, bars: bars.collect() })
}
