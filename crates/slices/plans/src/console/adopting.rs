//! /people/{subject}/plan/adopt: the draft as it would stand, and the person's word on it.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use rules::Kind;
use rules::rule::Discharge;
use services::model::{Then, possible};
use store::{EntryId, SubjectId};
use web::parts::{Button, Facts, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Submitted, Usual, Visit, id};

use super::comparing::table;
use super::{load, page_of, problem, reviewing, words};
use crate::actions::adopt::{Adoption, adopt};
use crate::actions::draft::base_of;
use crate::actions::open::OpenPlan;
use crate::model::{Edition, PlanRefusal, kind_now};

/// Why a version is changed (BJ18-26(3), BJ18-28).
const REASONS: [&str; 5] = [
    "出现新情况或新问题",
    "阶段目标已提前达到或没有达到",
    "测评或就业准备评估结果有变化",
    "专家会诊提出意见",
    "续签协议，重新制定",
];
const BASE: &str = "base";

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let open = load(&desk, &visit, Action::RecordService, subject).await?;
    if open.draft.is_none() {
        let path = format!("/people/{subject}/plan/edit");
        return Ok(visit.go_on(&path, "还没有草稿；下面是系统拟定的，修改后保存即可"));
    }
    let then = open.then(&desk, visit.today);
    let form = form(&visit, &open, &then);
    let mut page = page(&visit, &open, &then, &form);
    match possible(kind_now(&then), &then) {
        Ok(Some(remark)) => page = page.notice(Notice::note(remark)),
        Ok(None) => {}
        Err(unfit) => page = page.notice(Notice::stop(format!("{unfit}。草稿都保留着。"))),
    }
    Ok(visit.show(&page))
}

/// The opinions of experts that count, the latest first; and the one that a revision is owed after.
fn opinions(open: &OpenPlan, then: &Then<'_>) -> (Vec<Choice>, Option<EntryId>) {
    let given = then.entries().rev().filter(|(_, entry)| entry.kind == Kind::ConsultationOpinion);
    let choices = given.filter_map(|(place, entry)| {
        let id = then.id(place)?;
        let by = open.past.iter().find(|past| past.id == id).and_then(|past| past.staff);
        let by = by.map_or("专家", |staff| open.name(staff));
        Some(Choice::new(id.to_string(), format!("{} {by}的会诊意见", entry.on)))
    });
    let owed = then
        .open_duties()
        .into_iter()
        .find(|duty| duty.rule.rule().met_by.contains(&Discharge::Next(Kind::PlanRevised)));
    (choices.collect(), owed.and_then(|duty| then.id(duty.because)))
}

fn form(visit: &Visit, open: &OpenPlan, then: &Then<'_>) -> Form {
    let subject = open.entered.held.subject;
    let path = format!("/people/{subject}/plan");
    let current = open.current(then).map(|(entry, _)| entry.entry);
    let is_first = kind_now(then) == Kind::PlanAdopted && current.is_none();
    let submit = if is_first { "定稿，记入台账" } else { "定稿新版，记入台账" };
    let consents = vec![Choice::new("yes", "同意"), Choice::new("no", "还不同意")];
    let mut form = Form::new(format!("{path}/adopt"), submit, visit.once_key())
        .cancel(format!("{path}/edit"))
        .hidden(BASE, base_of(open.draft.as_ref(), current))
        .field(
            Field::one("consent", "本人是否同意这份方案", consents)
                .required()
                .hint("方案要会同本人制定（BJ18-26(1)）"),
        )
        .field(Field::lines("words", "本人怎么说").hint("用本人的话；没有可以不填"));
    if !is_first {
        let (opinions, owed) = opinions(open, then);
        let reasons = REASONS.map(|reason| Choice::new(reason, reason)).to_vec();
        let mut reason = Field::of("reason", "修订原因", reasons).required();
        if owed.is_some() {
            reason = reason.value(REASONS[3]);
        } else if kind_now(then) == Kind::PlanAdopted {
            reason = reason.value(REASONS[4]);
        }
        let hint = "出现了什么情况；没有可以不填";
        form = form.field(reason).field(Field::lines("details", "具体情况").hint(hint));
        if !opinions.is_empty() {
            let mut opinion = Field::of("opinion", "依据的会诊意见", opinions);
            if let Some(owed) = owed {
                opinion = opinion.value(owed.to_string());
            }
            form = form.field(opinion.hint("按专家意见修订的请选（BJ18-28）"));
        }
    }
    let hint = "与本人商定的日期；今天商定的不用改";
    form.field(Field::day("on", "日期").required().hint(hint).value(visit.today.to_string()))
}

fn page(visit: &Visit, open: &OpenPlan, then: &Then<'_>, form: &Form) -> Page {
    let subject = open.entered.held.subject;
    let edition = Edition::on(visit.today);
    let kind = kind_now(then);
    let version = open.next_version();
    let mut page = page_of(format!("与本人定稿：{}", kind.term()), open)
        .crumb("援助方案", format!("/people/{subject}/plan"))
        .lead(format!("定稿后为第 {version} 版，记入服务台账；各版永久保留"))
        .tool(Button::link("再改草稿", format!("/people/{subject}/plan/edit")))
        .part(form);
    if let Some(opinions) = words::opinions(open, then) {
        page = page.aside(&opinions);
    }
    let Some(text) = open.drafted(then) else { return page };
    let done: Vec<i64> = open.done(then).iter().map(|(step, _)| step.number).collect();
    if let Some(behind) = words::behind_goal(&text, then.day) {
        page = page.notice(Notice::soon(behind));
    }
    if let Some(asked) = open.asked(then) {
        let words = format!("{}：先核对再定稿，做到的才按已完成带入新版（BJ18-25）", asked.words());
        page = page.notice(Notice::soon(words)).tool(reviewing::button(subject, &asked));
    }
    page = page.part(&Facts::new("").words("总目标", &text.goal));
    for stage in words::outline(edition, &text, &done) {
        page = page.part(&stage);
    }
    if let Some((_, Some(before))) = open.current(then) {
        let table = table(edition, (&before.adopted.text, before.version), (&text, "草稿"), true);
        let heading = format!("与第 {} 版相比", before.version);
        page = page.part(&Section::new(heading, "changes").part(&table));
    }
    page.aside(&words::basis(match kind {
        Kind::PlanRevised => &["BJ18-26", "BJ18-28"],
        _ => &["BJ18-26", "BJ18-26(1)"],
    }))
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
    let mut form = form(&visit, &open, &then);
    form.take(&sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    if form.is_sound() {
        let parts = [form.words("reason"), form.words("details")];
        let parts: Vec<&str> =
            parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let adoption = Adoption {
            base: sent.text(BASE).unwrap_or_default().to_owned(),
            on: form.day("on").unwrap_or(visit.today),
            is_agreed: form.text("consent") == Some("yes"),
            words: form.words("words"),
            reason: parts.join("："),
            opinion: form.text("opinion").and_then(|opinion| opinion.parse().ok()),
        };
        let (own, occasion) = (desk.clone(), Occasion::from(&visit));
        let outcome = desk.once(&visit, form.once(), async move |tx| {
            adopt(tx, &own, &occasion, subject, &adoption).await
        });
        match outcome.await {
            Ok(done) => {
                let path = format!("/people/{subject}/plan");
                return Ok(visit.go_on(&path, &format!("方案已定稿；{done}")));
            }
            Err(Failure::Refused(PlanRefusal::Recording(services::Refusal::Unfit(unfit)))) => {
                form.refuse(unfit.field(), unfit);
            }
            Err(Failure::Refused(refusal)) => form.refuse(refusal.field(), refusal),
            Err(other) => return Err(problem(other)),
        }
    }
    Ok(visit.show_again(&page(&visit, &open, &then, &form)))
}
