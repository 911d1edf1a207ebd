//! The form of a demand file.

use seekers::model::{FAMILY_CARE, SKILL_LEVELS, WORKING_HOURS};
use store::SubjectId;
use web::{Choice, Field, Form};

use crate::model::{DemandContent, SERVICES_WANTED};

/// The name under which goes along which version its writer saw.
const BASED_ON: &str = "based_on";

fn choices(terms: &[(&str, &str)]) -> Vec<Choice> {
    terms.iter().map(|(value, words)| Choice::new(*value, *words)).collect()
}

/// The form, filled in; `based_on` is the version that it is filled in from, 0 for none.
pub(super) fn form(
    subject: SubjectId,
    once: String,
    content: &DemandContent,
    based_on: i64,
) -> Form {
    let with = |field: Field, value: &str| {
        if value.is_empty() { field } else { field.value(value) }
    };
    let mut services = Field::any("services", "希望得到的服务", choices(SERVICES_WANTED))
        .hint("可选多项（BJ18-26(2)）");
    for service in &content.services {
        services = services.value(service);
    }
    Form::new(format!("/people/{subject}/demand-file"), "保存为新的一版", once)
        .cancel(format!("/people/{subject}"))
        .hidden(BASED_ON, based_on.to_string())
        .group("想做什么", "求职登记里填过的已经带出（BJ18-11）")
        .field(with(Field::line("wanted_work", "想做的工作"), &content.wanted_work))
        .field(with(
            Field::number("wanted_pay", "期望月薪", (0, 1_000_000), "元"),
            &content.wanted_pay,
        ))
        .field(with(
            Field::of("wanted_hours", "期望工作时间", choices(WORKING_HOURS)),
            &content.wanted_hours,
        ))
        .field(with(
            Field::line("wanted_place", "期望工作地点").hint("能去多远"),
            &content.wanted_place,
        ))
        .group("能做什么", "")
        .field(with(
            Field::of("skill_level", "技能水平", choices(SKILL_LEVELS)),
            &content.skill_level,
        ))
        .field(with(Field::lines("skills", "技能特长"), &content.skills))
        .field(with(
            Field::lines("health", "健康方面的限制").hint("例如不能久站、不能上夜班；没有不填"),
            &content.health,
        ))
        .group("家里的情况", "")
        .field(with(
            Field::of("family_care", "家庭照料", choices(FAMILY_CARE)),
            &content.family_care,
        ))
        .field(with(Field::lines("family", "家庭其他情况"), &content.family))
        .group("希望得到什么", "")
        .field(with(Field::line("training", "培训愿望"), &content.training))
        .field(with(Field::line("startup", "创业愿望"), &content.startup))
        .field(services)
        .field(with(Field::lines("remarks", "其他").hint("本人的话"), &content.remarks))
}

/// Reads a form that is sound by itself.
pub(super) fn content(form: &Form) -> DemandContent {
    DemandContent {
        wanted_work: form.words("wanted_work"),
        wanted_pay: form.words("wanted_pay"),
        wanted_hours: form.words("wanted_hours"),
        wanted_place: form.words("wanted_place"),
        skill_level: form.words("skill_level"),
        skills: form.words("skills"),
        health: form.words("health"),
        family_care: form.words("family_care"),
        family: form.words("family"),
        training: form.words("training"),
        startup: form.words("startup"),
        services: form.chosen("services"),
        remarks: form.words("remarks"),
    }
}

/// Has the form go on from another version than it was filled in from.
pub(super) fn goes_on_from(form: &mut Form, version: i64) {
    for (_, value) in form.hidden.iter_mut().filter(|(name, _)| name == BASED_ON) {
        *value = version.to_string();
    }
}

/// Reads which version the writer saw.
pub(super) fn based_on(form: &Form) -> i64 {
    let hidden = form.hidden.iter().find(|(name, _)| name == BASED_ON);
    hidden.and_then(|(_, version)| version.parse().ok()).unwrap_or_default()
}
