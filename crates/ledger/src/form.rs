//! Checking the form of a line: from its fields to an entry that the rules can take.

use std::borrow::Cow;

use kernel::Day;
use rules::{Circumstance, Detail, Entry, Initiator, Kind, Shape, Stage};

use crate::field::{COMMON, Field, FieldType, fields_of};
use crate::line::{Fields, Value, shortened};
use crate::refusal::Refusal;

/// An entry whose `of` has not been looked up yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft<'a> {
    /// The subject.
    pub subject: Cow<'a, str>,
    /// The entry; where it names another, that is still the placeholder position 0.
    pub(crate) entry: Entry<'a>,
    /// The id of the entry that it names.
    pub(crate) of: Option<Cow<'a, str>>,
}

impl Draft<'_> {
    /// Refuses a draft that names another entry, as the first entry of a subject cannot.
    pub fn check_first(&self) -> Result<(), Refusal> {
        match &self.of {
            Some(id) => Err(Refusal::NamesNothing { id: shortened(id) }),
            None => Ok(()),
        }
    }
}

/// Makes a draft of the fields of a line, or says what is wrong with the first wrong one.
pub(crate) fn draft<'a>(fields: &mut Fields<'a>) -> Result<Draft<'a>, Refusal> {
    let id = identifying_text(fields, Field::Id)?;
    let subject = identifying_text(fields, Field::Subject)?;
    let kind_name = identifying_text(fields, Field::Kind)?;
    let on_text = identifying_text(fields, Field::On)?;
    let Some(kind) = Kind::named(&kind_name) else {
        return Err(Refusal::UnknownKind {
            nearest: nearest_kind(&kind_name),
            name: shortened(&kind_name),
        });
    };
    let on = day(Field::On, &on_text)?;
    for field in COMMON {
        if let Some(value) = value_of(fields, *field)
            && !matches!(value, Value::Text(_))
        {
            return Err(ill_typed(*field, FieldType::Text, value));
        }
    }
    for rule in fields_of(kind) {
        match value_of(fields, rule.field) {
            Some(value) => check(rule.field, rule.field_type, value)?,
            None if rule.required => {
                return Err(Refusal::Missing { field: rule.field, kind: Some(kind) });
            }
            None => {}
        }
    }
    let initiated_by = match text(fields, Field::InitiatedBy) {
        None => kind.default_initiator(),
        Some("subject") => Initiator::Subject,
        Some(_) => Initiator::Agency,
    };
    let has_reference = matches!(kind.shape(), Shape::About | Shape::MayBeAbout | Shape::Result);
    let of = if has_reference { take_text(fields, Field::Of) } else { None };
    let entry = Entry {
        id,
        kind,
        on,
        initiated_by,
        detail: detail(kind, on, fields, of.is_some())?,
        office: take_text(fields, Field::Office),
        // Who answers for what follows from an agreement is the officer that it names.
        staff: match kind {
            Kind::AgreementSigned => take_text(fields, Field::Officer),
            _ => take_text(fields, Field::Staff),
        },
    };
    Ok(Draft { subject, entry, of })
}

fn detail<'a>(
    kind: Kind,
    on: Day,
    fields: &mut Fields<'a>,
    names_another: bool,
) -> Result<Detail<'a>, Refusal> {
    Ok(match kind.shape() {
        Shape::Plain => Detail::Plain,
        Shape::Claim => Detail::Claim { complete: flag(fields, Field::Complete) },
        Shape::Survey => Detail::Survey {
            willing: flag(fields, Field::Willing),
            registers: flag(fields, Field::Registers),
            circumstance: match text(fields, Field::Circumstance) {
                Some("childbirth") => Circumstance::Childbirth,
                Some("caring") => Circumstance::Caring,
                _ => Circumstance::None,
            },
        },
        Shape::Agreement => Detail::Agreement {
            duties_met: value_of(fields, Field::DutiesMet) != Some(&Value::Flag(false)),
        },
        Shape::Readiness => Detail::Readiness { ready: flag(fields, Field::Ready) },
        Shape::Training => {
            let ends = day(Field::Ends, text(fields, Field::Ends).unwrap_or_default())?;
            if ends < on {
                return Err(Refusal::EndsBeforeStart);
            }
            Detail::Training { ends }
        }
        Shape::About | Shape::MayBeAbout => Detail::About {
            of: names_another.then_some(0),
            stage: match text(fields, Field::Stage) {
                Some("early") if kind == Kind::FollowedUp => Some(Stage::Early),
                Some("middle") if kind == Kind::FollowedUp => Some(Stage::Middle),
                Some("final") if kind == Kind::FollowedUp => Some(Stage::Final),
                _ => None,
            },
        },
        Shape::Result => Detail::Result {
            of: 0,
            hired: flag(fields, Field::Hired),
            own_cause: flag(fields, Field::OwnCause),
        },
        Shape::Vacancy => Detail::Vacancy(take_text(fields, Field::Vacancy).unwrap_or_default()),
        Shape::Fair => Detail::Fair(take_text(fields, Field::Fair).unwrap_or_default()),
        Shape::FairDay => Detail::FairDay {
            day: day(Field::Day, text(fields, Field::Day).unwrap_or_default())?,
            fair: take_text(fields, Field::Fair).unwrap_or_default(),
        },
    })
}

fn value_of<'list, 'a>(fields: &'list Fields<'a>, field: Field) -> Option<&'list Value<'a>> {
    fields.iter().find_map(|(known, value)| (*known == field).then_some(value))
}

fn text<'list>(fields: &'list Fields<'_>, field: Field) -> Option<&'list str> {
    match value_of(fields, field) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// Takes a text out of the fields, so that it need not be copied.
fn take_text<'a>(fields: &mut Fields<'a>, field: Field) -> Option<Cow<'a, str>> {
    fields.iter_mut().find_map(|(known, value)| match value {
        Value::Text(text) if *known == field => Some(std::mem::take(text)),
        _ => None,
    })
}

fn flag(fields: &Fields<'_>, field: Field) -> bool {
    value_of(fields, field) == Some(&Value::Flag(true))
}

/// Takes one of the four texts that no line can do without.
fn identifying_text<'a>(fields: &mut Fields<'a>, field: Field) -> Result<Cow<'a, str>, Refusal> {
    match value_of(fields, field) {
        None => Err(Refusal::Missing { field, kind: None }),
        Some(Value::Text(text)) if text.is_empty() => Err(Refusal::Empty(field)),
        Some(Value::Text(_)) => Ok(take_text(fields, field).unwrap_or_default()),
        Some(other) => {
            let wanted = if field == Field::On { FieldType::Day } else { FieldType::Text };
            Err(ill_typed(field, wanted, other))
        }
    }
}

fn day(field: Field, text: &str) -> Result<Day, Refusal> {
    Day::from_bytes(text.as_bytes()).map_err(|error| Refusal::NotADay {
        field,
        text: shortened(text),
        error,
    })
}

fn check(field: Field, wanted: FieldType, value: &Value<'_>) -> Result<(), Refusal> {
    let fits = match (wanted, value) {
        (FieldType::Text | FieldType::Version | FieldType::Reference, Value::Text(_))
        | (FieldType::Flag, Value::Flag(_))
        | (FieldType::Version, Value::Whole(_)) => true,
        (FieldType::Level, Value::Whole(level)) => (1..=4).contains(level),
        // A whole number too large for 64 bits is read as one with a fraction.
        (FieldType::Version, Value::Number(number)) => number.abs() >= 1.8e19,
        (FieldType::Stage, Value::Text(stage)) => {
            matches!(stage.as_ref(), "early" | "middle" | "final")
        }
        (FieldType::Day, Value::Text(text)) => {
            day(field, text)?;
            true
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(ill_typed(field, wanted, value)) }
}

fn ill_typed(field: Field, wanted: FieldType, value: &Value<'_>) -> Refusal {
    Refusal::IllTyped { field, wanted, found: value.words() }
}

/// Finds the kind whose name differs least from what was written, if it differs by little.
fn nearest_kind(name: &str) -> Option<Kind> {
    if let Some(kind) = Kind::of_term(name) {
        return Some(kind);
    }
    let name = name.to_ascii_lowercase();
    if name.len() > 40 {
        return None;
    }
    let (distance, kind) = Kind::ALL
        .iter()
        .map(|kind| (edit_distance(&name, kind.name()), *kind))
        .min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= name.len()).then_some(kind)
}

/// Counts the insertions, deletions and substitutions of bytes that turn one text into another.
fn edit_distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, left) in one.bytes().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (index, right) in other.bytes().enumerate() {
            let substituted = diagonal + usize::from(left != right);
            diagonal = row[index + 1];
            row[index + 1] = substituted.min(row[index] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
