//! The forms of a survey and of a try: two fields and a sentence, whatever else is known or rare.

use kernel::Day;
use ledger::Field as Known;
use rules::{Circumstance, Law};
use services::model::codes::{CIRCUMSTANCES, UNWILLING_REASONS};
use store::SubjectId;
use subjects::Past;
use web::{Choice, Field, Form};

use super::words::file_path;
use crate::actions::plan_day::proposals;
use crate::model::{Answers, Method, NewAttempt, Outcome, Planned, Willingness};

fn choices<'a>(codes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Choice> {
    codes.map(|(value, words)| Choice::new(value, words)).collect()
}

fn methods() -> Vec<Choice> {
    choices(Method::ALL.iter().map(|method| (method.text(), method.term())))
}

/// The form of a survey, filled in from one that was made in error where it is to be made again.
pub(super) fn survey(
    subject: SubjectId,
    once: String,
    (today, law): (Day, &Law),
    like: Option<&Past>,
) -> Form {
    let said = |field| like.and_then(|past| past.text(field)).map(|text| text.reveal().to_owned());
    let with = |field: Field, value: Option<String>| match value {
        Some(value) => field.value(value),
        None => field,
    };
    let answer = like.and_then(|past| {
        Some(Willingness::of(past.flag(Known::Willing)?, past.flag(Known::Registers)?))
    });
    let answers = choices(Willingness::ALL.iter().map(|answer| (answer.name(), answer.term())));
    let reasons = UNWILLING_REASONS.iter().map(|reason| (*reason, *reason));
    let on = like.map_or(today, |past| past.on);
    let method = Field::one("method", "摸查方式", methods()).required();
    let willing = Field::one("answer", "就业意愿", answers).required();
    let reason = Field::of("reason", "具体原因", choices(reasons))
        .hint("暂无就业意愿的必选；暂不进行求职登记的也请问清（BJ18-19 第（二）项）");
    let note = Field::lines("words", "一句话").hint("本人原话、家里的情况；没有可以不填");
    let circumstance =
        Field::one("circumstance", "特殊情形", choices(CIRCUMSTANCES.iter().copied()))
            .required()
            .value(said(Known::Circumstance).unwrap_or_else(|| "none".to_owned()));
    Form::new(format!("/people/{subject}/survey"), "记录摸查", once)
        .cancel(file_path(subject))
        .field(with(method, said(Known::Method)))
        .field(with(willing, answer.map(|answer| answer.name().to_owned())))
        .field(with(reason, said(Known::Reason)))
        .field(with(note, said(Known::Note)))
        .group("下次和其他", next_words(law, today))
        .field(circumstance)
        .field(Field::day("on", "摸查日期").required().value(on.to_string()))
        .field(
            Field::day("planned_on", "下次计划日")
                .hint("空着就按规定的最后一天；要提前的在这里定，不能超过期限"),
        )
        .field(Field::line("planned_why", "为什么定在这天").hint("例如：本人约定；定了日子的必填"))
}

/// What the rule says of the next survey, with the days that it gives for one of today.
fn next_words(law: &Law, today: Day) -> String {
    let (Some(until), Some(cap)) = proposals(law, today) else { return String::new() };
    format!(
        "有就业意愿但暂不进行求职登记的，没有特殊情形最迟 {until} 跟踪摸查；生育、陪护家人的最迟 {cap}（今天摸查的，BJ18-21(2)）"
    )
}

/// Reads a form that is sound by itself.
pub(super) fn answers(form: &Form, today: Day) -> Answers {
    Answers {
        on: form.day("on").unwrap_or(today),
        method: form.text("method").and_then(Method::named).unwrap_or(Method::Counter),
        willingness: form
            .text("answer")
            .and_then(Willingness::named)
            .unwrap_or(Willingness::Unwilling),
        circumstance: match form.text("circumstance") {
            Some("childbirth") => Circumstance::Childbirth,
            Some("caring") => Circumstance::Caring,
            _ => Circumstance::None,
        },
        reason: form.words("reason"),
        words: form.words("words"),
        planned: form.day("planned_on").map(|on| Planned { on, why: form.words("planned_why") }),
    }
}

/// The form of a try at which nobody was met.
pub(super) fn attempt(subject: SubjectId, once: String, today: Day) -> Form {
    let outcomes = choices(Outcome::ALL.iter().map(|outcome| (outcome.text(), outcome.term())));
    let tried: Vec<Choice> =
        methods().into_iter().filter(|choice| choice.value != Method::Counter.text()).collect();
    Form::new(format!("/people/{subject}/survey/attempt"), "记录未联系上", once)
        .cancel(file_path(subject))
        .field(Field::one("method", "怎样联系的", tried).required())
        .field(Field::one("outcome", "结果", outcomes).required())
        .field(Field::line("words", "一句话").hint("例如邻居说什么时候在家；没有可以不填"))
        .field(Field::day("on", "日期").required().value(today.to_string()))
}

/// Reads a form that is sound by itself.
pub(super) fn new_attempt(form: &Form, today: Day) -> NewAttempt {
    NewAttempt {
        on: form.day("on").unwrap_or(today),
        method: form.text("method").and_then(Method::named).unwrap_or(Method::Phone),
        outcome: form.text("outcome").and_then(Outcome::named).unwrap_or(Outcome::Nobody),
        words: form.words("words"),
    }
}
