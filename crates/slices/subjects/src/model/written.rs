//! A line of the written ledger with all that is kept of it.

use std::fmt;

use ledger::{COMMON, Field, fields_of};
use rules::Kind;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

/// The fields of a line that its kind carries, in the order of [`Field::ALL`]: two lines that say the
/// same are equal however they were written. What the ledger does not know is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written(Vec<(Field, Value)>);

/// What stands in every line.
const IDENTIFYING: [Field; 4] = [Field::Id, Field::Subject, Field::Kind, Field::On];

impl Written {
    /// Takes the fields of a line that the form check has accepted; nothing of any other line.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        let mut written = Self::default();
        let mut deserializer = serde_json::Deserializer::from_str(line);
        deserializer.deserialize_map(Line(&mut written)).ok()?;
        let kind = written.kind()?;
        written.0.retain(|(field, _)| is_kept(kind, *field));
        Some(written)
    }

    /// Adds or replaces a field.
    pub fn put(&mut self, field: Field, value: Value) {
        match self.0.binary_search_by_key(&(field as u8), |(known, _)| *known as u8) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (field, value)),
        }
    }

    /// Gives the fields in order.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }

    /// Gives a text.
    #[must_use]
    pub fn text(&self, field: Field) -> Option<&str> {
        self.fields().find_map(|(known, value)| value.as_str().filter(|_| known == field))
    }

    /// Gives the kind of the entry.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        self.text(Field::Kind).and_then(Kind::named)
    }
}

/// The line as it is exported, without its end.
impl fmt::Display for Written {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("{")?;
        for (number, (field, value)) in self.0.iter().enumerate() {
            let separator = if number > 0 { "," } else { "" };
            write!(out, "{separator}\"{}\":{value}", field.name())?;
        }
        out.write_str("}")
    }
}

fn is_kept(kind: Kind, field: Field) -> bool {
    IDENTIFYING.contains(&field)
        || COMMON.contains(&field)
        || fields_of(kind).iter().any(|rule| rule.field == field)
}

struct Line<'w>(&'w mut Written);

impl<'a> Visitor<'a> for Line<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<std::borrow::Cow<'a, str>>()? {
            match Field::named(&name) {
                None => drop(map.next_value::<IgnoredAny>()?),
                Some(field) => {
                    if let Some(value) = map.next_value_seed(Simple)? {
                        self.0.put(field, value);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Reads a text, flag or number; passes over anything else, however deep.
struct Simple;

impl<'a> DeserializeSeed<'a> for Simple {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Simple {
    type Value = Option<Value>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Value::String(text.to_owned())))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Some(Value::Bool(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(Value::Number(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Value::Number(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Number::from_f64(number).map(Value::Number))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_kind_carries_is_kept_and_in_one_order() {
        let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
        let line = format!(
            r#"{{"on":"2026-01-05","kind":"graded","level":2,"tool":"甲\n表","id":"1","subject":"乙","more":{deep},"group":{deep},"note":"\u4e2d"}}"#
        );
        let written = Written::of_line(&line).expect("a line");
        assert_eq!(
            written.to_string(),
            r#"{"id":"1","subject":"乙","kind":"graded","on":"2026-01-05","note":"中","level":2,"tool":"甲\n表"}"#
        );
        assert_eq!(Written::of_line(&written.to_string()), Some(written));
    }
}
