//! The scorecard as a form, and what its answers came to, in words.

use grading::{Course, Grading, Level, Question, Scorecard, what_would_change};
use kernel::Day;
use rules::Standing;
use store::SubjectId;
use web::parts::{Cell, Column, Prose, Section as Part, Table};
use web::{Choice, Field, Form, Submitted};

use super::grading_known::KnownAnswers;
use crate::actions::grade::Answered;

/// The answer that none of several marks holds.
const NONE: &str = "无";
pub(super) const ON: &str = "on";
pub(super) const STEP: &str = "step";
/// Which scorecard's questions were answered.
pub(super) const CARD: &str = "card";
pub(super) const SAVE: &str = "save";
pub(super) const LEVEL: &str = "level";
pub(super) const REASON: &str = "reason";

/// The form of a scorecard.
pub(super) fn questions(
    card: &'static Scorecard,
    known: &KnownAnswers,
    subject: SubjectId,
    on: Day,
    once: String,
) -> Form {
    let mut form = Form::new(format!("/people/{subject}/grade"), "算出等级，先看结果", once)
        .hidden(STEP, "explain")
        .hidden(CARD, &card.parts().id);
    for factor in card.factors() {
        let field = match &factor.kind {
            Question::Choice { options } => {
                let choices =
                    options.iter().map(|option| Choice::new(&option.id, &option.label)).collect();
                Field::one(&factor.id, &factor.name, choices)
            }
            Question::Range { unit, smallest, largest, .. } => {
                let bounds = (i64::from(*smallest), i64::from(*largest));
                Field::number(&factor.id, &factor.name, bounds, unit)
            }
            Question::Marks { marks, .. } => {
                let choices = marks.iter().map(|mark| Choice::new(&mark.id, &mark.label));
                let none = Choice::new(NONE, "以上都没有");
                Field::any(&factor.id, &factor.name, choices.chain([none]).collect())
            }
        };
        let mut field = match known.contradictions.get(&factor.id) {
            Some(contradiction) => field.hint(format!(
                "{} 两处说法不同，先空着，请问明本人后选择。{}",
                factor.question, contradiction.words
            )),
            None => field.hint(&factor.question),
        };
        if factor.required {
            field = field.required();
        }
        for value in known.answers.get(&factor.id).into_iter().flat_map(|answer| answer.split('；'))
        {
            field = field.value(value);
        }
        form = form.field(field);
    }
    let hint = "量表以分级当天有效的为准";
    form.field(Field::day(ON, "分级日期").required().hint(hint).value(on.to_string()))
}

/// Reads the answers out of what was sent, from the questions or from what the result's form carries along.
pub(super) fn answers(card: &Scorecard, sent: &Submitted) -> Vec<(String, String)> {
    let factors = card.factors().iter();
    let answered = factors.map(|factor| {
        let marks: Vec<&str> = sent.all(&factor.id).collect();
        (factor.id.clone(), marks.join("；"))
    });
    answered.filter(|(_, answer)| !answer.is_empty()).collect()
}

/// Looks for a mark that is chosen together with "none of them".
pub(super) fn contradictory(card: &Scorecard, sent: &Submitted) -> Option<&'static str> {
    let is_both = card.factors().iter().any(|factor| {
        let chosen: Vec<&str> = sent.all(&factor.id).collect();
        chosen.len() > 1 && chosen.contains(&NONE)
    });
    is_both.then_some("选了“以上都没有”，就不能再选其他各项；请核对")
}

/// The form that saves a result, or asks for another level.
pub(super) fn saving(
    card: &Scorecard,
    subject: SubjectId,
    answered: &Answered,
    level: Level,
    once: String,
) -> Form {
    let mut form = Form::new(format!("/people/{subject}/grade"), "保存分级", once)
        .hidden(STEP, SAVE)
        .hidden(CARD, &card.parts().id)
        .hidden(ON, answered.on.to_string())
        .cancel(format!("/people/{subject}/grade"));
    for (factor, answer) in &answered.answers {
        form = form.hidden(factor, answer);
    }
    let others = Level::ALL.into_iter().filter(|other| *other != level);
    let choices =
        others.map(|other| Choice::new(other.number().to_string(), other.to_string())).collect();
    let lead = "一般不用填。量表没有反映本人情况的，可以建议另定等级，写明理由；先按量表记录，另一人同意以后才改，自己不能同意自己的建议。";
    form.group("建议另定等级", lead)
        .field(Field::of(LEVEL, "建议的等级", choices))
        .field(Field::lines(REASON, "理由"))
}

/// What the answers came to: row by row, the level, what would change it, what follows.
pub(super) fn explained(
    card: &Scorecard,
    grading: &Grading,
    answered: &[(String, String)],
    standing: &Standing,
    heading: String,
) -> Part {
    let rows = grading.explanation.iter().map(|reason| {
        let words = reason.lines.join("；");
        vec![Cell::text(&reason.name), Cell::text(words), Cell::Number(i64::from(reason.points))]
    });
    let columns =
        vec![Column::text("因素"), Column::text("为什么是这个分数"), Column::number("得分")];
    let total = vec![
        Cell::text("合计"),
        Cell::text(&grading.conclusion),
        Cell::Number(i64::from(grading.points)),
    ];
    let mut part =
        Part::new(heading, "result").part(&Table::new("逐项得分", columns).rows(rows).total(total));
    if let Some(level) = grading.level() {
        part = part.part(&follows(level, standing));
    }
    let typed = answered.iter().map(|(factor, answer)| (&**factor, &**answer));
    let changes = card.answers(typed).and_then(|answers| what_would_change(card, &answers));
    let changes = changes.unwrap_or_default();
    if !changes.is_empty() {
        let rows = changes.iter().map(|change| vec![Cell::text(&change.words)]);
        let caption = "怎样可以改变等级（其他各项不变）";
        part = part
            .part(&Table::new(caption, vec![Column::text("本人可以做的")]).rows(rows).captioned());
    }
    part.part(&Prose::new(card.origin()))
}

/// What follows from a level where somebody stands.
pub(super) fn follows(level: Level, standing: &Standing) -> Prose {
    Prose::new(follows_in_words(level, standing))
}

/// The same in a sentence.
pub(super) fn follows_in_words(level: Level, standing: &Standing) -> String {
    let group = level.group();
    let course = Course::of(group, standing.unemployment_registered, standing.hardship_recognised);
    format!("{level}，{group}（BJ18-12）。{course}（{}）", course.clause())
}
