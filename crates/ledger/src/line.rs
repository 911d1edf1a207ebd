//! Taking one line of JSON apart.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::field::Field;
use crate::refusal::Refusal;

/// What a field of a line holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Flag(bool),
    Whole(i64),
    /// A whole number beyond 64 bits, or one with a fraction.
    Number(f64),
    Null,
    List,
    Object,
}

impl Value<'_> {
    /// Words what is there, for somebody who expected something else.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Text(text) => format!("文字“{}”", shortened(text)),
            Self::Flag(flag) => format!("{flag}"),
            Self::Whole(number) => format!("数字 {number}"),
            Self::Number(number) => format!("数字 {number}"),
            Self::Null => "null".to_owned(),
            Self::List => "列表".to_owned(),
            Self::Object => "对象".to_owned(),
        }
    }
}

/// Shortens what a user typed so that a message stays readable, and shows control characters
/// without letting them act.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let shown = text.chars().take(LONGEST);
    let mut shown: String =
        shown.map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// The known fields of a line with what they hold, in the order in which they stand.
pub(crate) type Fields<'a> = Vec<(Field, Value<'a>)>;

/// Reads the fields of a line into a list that is cleared first. Fields that Leye does not know are
/// passed over.
pub(crate) fn read<'a>(line: &'a str, fields: &mut Fields<'a>) -> Result<(), Refusal> {
    fields.clear();
    let mut twice = None;
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let outcome = deserializer
        .deserialize_any(LineVisitor { fields, twice: &mut twice })
        .and_then(|is_object| deserializer.end().map(|()| is_object));
    match outcome {
        Ok(true) => match twice {
            Some(field) => Err(Refusal::FieldTwice(field)),
            None => Ok(()),
        },
        Ok(false) => Err(Refusal::NotAnObject),
        Err(error) if error.is_eof() => Err(Refusal::BreaksOff),
        Err(error) => Err(Refusal::NotJson { column: error.column() }),
    }
}

struct LineVisitor<'list, 'a> {
    fields: &'list mut Fields<'a>,
    twice: &'list mut Option<Field>,
}

impl<'a> Visitor<'a> for LineVisitor<'_, 'a> {
    /// Whether the line is an object.
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut seen = 0_u64;
        while let Some(key) = map.next_key_seed(Key)? {
            let Some(field) = key else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let bit = 1_u64 << (field as u8);
            if seen & bit != 0 {
                *self.twice = Some(field);
            }
            seen |= bit;
            self.fields.push((field, map.next_value_seed(AnyValue)?));
        }
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
}

/// Reads a key as the field that it names, if Leye knows it.
struct Key;

impl<'a> DeserializeSeed<'a> for Key {
    type Value = Option<Field>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<Field>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<Field>, E> {
        Ok(Field::named(name))
    }
}

struct AnyValue;

impl<'a> DeserializeSeed<'a> for AnyValue {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Value<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for AnyValue {
    type Value = Value<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Value<'a>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'a>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value<'a>, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'a>, E> {
        Ok(Value::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'a>, E> {
        // Beyond 63 bits only a version number may go, and that is not calculated with.
        Ok(Value::Whole(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'a>, E> {
        Ok(Value::Number(number))
    }

    fn visit_unit<E>(self) -> Result<Value<'a>, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Value<'a>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::List)
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Value<'a>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Object)
    }
}

/// Turns the bytes of a line into text.
pub(crate) fn text_of(line: &[u8]) -> Result<&str, Refusal> {
    simdutf8::basic::from_utf8(line)
        .map_err(|_| Refusal::NotUtf8 { looks_like_gb18030: reads_as_gb18030(line) })
}

/// Tells whether bytes that are not UTF-8 have the form of GB18030 with Chinese in it: every byte
/// above ASCII leads a pair whose second byte lies where GBK puts it.
fn reads_as_gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        match rest {
            [] => return true,
            [0..=0x7F, tail @ ..]
            | [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, tail @ ..]
            | [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, tail @ ..] => rest = tail,
            _ => return false,
        }
    }
}
