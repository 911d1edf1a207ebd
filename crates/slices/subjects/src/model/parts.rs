//! Taking a line apart into what the rules need and what is personal, and putting it together again.

use ledger::{Field, FieldType, fields_of};
use rules::{Kind, Shape};
use serde_json::{Map, Value};

use super::written::Written;

/// What a mark in the facts says of an entry that came in by import.
const IMPORTED: &str = "imported";

/// How an entry came into the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// With a written ledger.
    Imported,
    /// At a desk.
    Recorded,
}

/// An entry in the two parts in which it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What the rules need, in the clear: flags, level, stage, days; another entry, vacancy or fair only
    /// by a name that gives nothing away. A JSON object.
    pub facts: String,
    /// Everything else that the line said, to be sealed. A JSON object.
    pub personal: String,
}

/// Takes a line apart. `of` is the stored name of the entry that the line is about; `digest` gives the
/// keyed digest under which a vacancy or fair is recognised.
pub fn take_apart<E>(
    written: &Written,
    origin: Origin,
    of: Option<String>,
    digest: impl Fn(Field, &str) -> Result<String, E>,
) -> Result<Parts, E> {
    let mut facts = Map::new();
    let mut personal = Map::new();
    if origin == Origin::Imported {
        facts.insert(IMPORTED.to_owned(), Value::Bool(true));
    }
    let kind = written.kind();
    for (field, value) in written.fields() {
        match field {
            // These have columns of their own.
            Field::Subject | Field::Kind | Field::On => continue,
            Field::Of => {}
            // What was recorded at a desk has no other id than its name in the database.
            Field::Id if origin == Origin::Recorded => {}
            _ if kind.is_some_and(|kind| is_fact(kind, field, value)) => {
                facts.insert(field.name().to_owned(), value.clone());
            }
            _ => {
                personal.insert(field.name().to_owned(), value.clone());
            }
        }
        if let (true, Some(text)) = (is_recognised(kind, field), value.as_str()) {
            facts.insert(field.name().to_owned(), Value::String(digest(field, text)?));
        }
    }
    if let Some(of) = of {
        facts.insert(Field::Of.name().to_owned(), Value::String(of));
    }
    let write = |map| Value::Object(map).to_string();
    Ok(Parts { facts: write(facts), personal: write(personal) })
}

/// Puts a line together again. `id_of` tells the written id of a stored entry of the same subject.
/// Says what does not fit if the parts are not those of a line.
pub fn put_together(
    kind: &str,
    on: String,
    subject: &str,
    parts: &Parts,
    id_of: impl Fn(&str) -> Option<String>,
) -> Result<Written, String> {
    let known = Kind::named(kind).ok_or_else(|| format!("没有名为“{kind}”的事项"))?;
    let facts = read_object(&parts.facts)?;
    let personal = read_object(&parts.personal)?;
    let mut written = Written::default();
    written.put(Field::Subject, Value::String(subject.to_owned()));
    written.put(Field::Kind, Value::String(kind.to_owned()));
    written.put(Field::On, Value::String(on));
    for (name, value) in facts {
        match Field::named(&name) {
            Some(Field::Of) => {
                let name = value.as_str().ok_or("of 应为记录编号")?;
                let id = id_of(name).ok_or_else(|| format!("of 所指的记录 {name} 不在此前"))?;
                written.put(Field::Of, Value::String(id));
            }
            Some(field) if is_fact(known, field, &value) => written.put(field, value),
            _ => {}
        }
    }
    for (name, value) in personal {
        let field = Field::named(&name).ok_or_else(|| format!("没有名为“{name}”的字段"))?;
        written.put(field, value);
    }
    Ok(written)
}

fn read_object(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err("应为 JSON 对象".to_owned()),
    }
}

/// Tells whether a field says nothing personal and matters to a rule. Free text never qualifies.
fn is_fact(kind: Kind, field: Field, value: &Value) -> bool {
    if field == Field::Circumstance {
        return matches!(value.as_str(), Some("none" | "childbirth" | "caring"));
    }
    fields_of(kind).iter().any(|rule| {
        rule.field == field
            && matches!(
                rule.field_type,
                FieldType::Flag | FieldType::Level | FieldType::Stage | FieldType::Day
            )
    })
}

/// Tells whether rules compare a field of this kind, so that it must be recognised without being read.
fn is_recognised(kind: Option<Kind>, field: Field) -> bool {
    match kind.map(Kind::shape) {
        Some(Shape::Vacancy) => field == Field::Vacancy,
        Some(Shape::Fair | Shape::FairDay) => field == Field::Fair,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str, of: Option<&str>) -> Parts {
        let written = Written::of_line(line).expect("a line");
        let digest = |_, text: &str| Ok::<_, String>(format!("digest of {}", text.len()));
        take_apart(&written, Origin::Imported, of.map(str::to_owned), digest).expect("parts")
    }

    #[test]
    fn nothing_that_was_typed_stands_in_the_facts() {
        let typed = parts(
            r#"{"id":"第一","subject":"甲","kind":"surveyed","on":"2026-01-05","method":"visit","willing":true,"registers":false,"circumstance":"照顾老人","reason":"腿伤","office":"所","staff":"王","note":"备注"}"#,
            None,
        );
        assert_eq!(typed.facts, r#"{"imported":true,"registers":false,"willing":true}"#);
        for word in ["第一", "照顾老人", "腿伤", "王", "备注"] {
            assert!(typed.personal.contains(word), "{word}");
        }
        let fair = parts(
            r#"{"id":"2","subject":"甲","kind":"fair_scheduled","on":"2026-01-05","fair":"春风","day":"2026-02-01"}"#,
            None,
        );
        assert_eq!(fair.facts, r#"{"day":"2026-02-01","fair":"digest of 6","imported":true}"#);
        assert!(fair.personal.contains("春风"));
    }

    #[test]
    fn what_was_taken_apart_is_put_together_again() {
        for line in [
            r#"{"id":"3","subject":"甲","kind":"followed_up","on":"2026-01-05","of":"2","stage":"early","at":"2026-01-05T08:00:00+08:00"}"#,
            r#"{"id":"3","subject":"甲","kind":"surveyed","on":"2026-01-05","method":"m","willing":true,"registers":true,"circumstance":"caring"}"#,
            r#"{"id":"3","subject":"甲","kind":"plan_adopted","on":"2026-01-05","version":18446744073709551615,"note":""}"#,
            r#"{"id":"3","subject":"甲","kind":"vacancy_approved","on":"2026-01-05","vacancy":"v\u0000"}"#,
        ] {
            let written = Written::of_line(line).expect("a line");
            let of = line.contains("\"of\"").then_some("entry-2");
            let again = put_together(
                written.text(Field::Kind).expect("a kind"),
                "2026-01-05".to_owned(),
                "甲",
                &parts(line, of),
                |name| (name == "entry-2").then(|| "2".to_owned()),
            );
            assert_eq!(again, Ok(written));
        }
    }
}
