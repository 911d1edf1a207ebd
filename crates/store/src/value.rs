//! Values on their way into and out of the engines.

use std::fmt;

use kernel::Day;

use crate::time::Instant;

/// One value as an engine holds it. What the model means by it is said by [`ToValue`] and
/// [`FromValue`] of the model's own types.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `INTEGER` on SQLite, `bigint` on PostgreSQL.
    Integer(i64),
    /// 0 or 1 on SQLite, `boolean` on PostgreSQL.
    Boolean(bool),
    /// `TEXT`, `text`.
    Text(String),
    /// `BLOB`, `bytea`.
    Bytes(Vec<u8>),
    /// `BLOB` of sixteen bytes, `uuid`.
    Id([u8; 16]),
    /// `TEXT` as `YYYY-MM-DD`, `date`.
    Day(Day),
}

/// A value may be personal: its debug form tells the kind and length, never the content.
impl fmt::Debug for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("Null"),
            Self::Integer(_) => out.write_str("Integer"),
            Self::Boolean(_) => out.write_str("Boolean"),
            Self::Text(text) => write!(out, "Text({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(out, "Bytes({})", bytes.len()),
            Self::Id(id) => write!(out, "Id({})", crate::id::write_text(id)),
            Self::Day(day) => write!(out, "Day({day})"),
        }
    }
}

impl Value {
    /// Names a row in an error: identifiers and numbers are told, texts and bytes are not.
    pub(crate) fn naming(&self) -> String {
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Id(id) => crate::id::write_text(id),
            Self::Bytes(bytes) => match <[u8; 16]>::try_from(bytes.as_slice()) {
                Ok(id) => crate::id::write_text(&id),
                Err(_) => format!("{self:?}"),
            },
            other => format!("{other:?}"),
        }
    }

    /// Takes the sixteen bytes of an identifier, or says what is there instead.
    pub fn into_id(self) -> Result<[u8; 16], String> {
        match self {
            Self::Id(id) => Ok(id),
            Self::Bytes(bytes) => bytes
                .try_into()
                .map_err(|bytes: Vec<u8>| format!("编号应为 16 字节，实为 {} 字节", bytes.len())),
            other => Err(format!("应为编号，实为 {other:?}")),
        }
    }
}

/// A type of the model that can be bound to a parameter.
pub trait ToValue {
    /// The value as the engine takes it.
    fn to_value(&self) -> Value;
}

/// A type of the model that can be read from a column.
pub trait FromValue: Sized {
    /// Reads the value; the error says what was found and what would be right, without showing
    /// personal content.
    fn from_value(value: Value) -> Result<Self, String>;
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        T::to_value(self)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Integer(number) => Ok(number),
            other => Err(format!("应为整数，实为 {other:?}")),
        }
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::Boolean(*self)
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Boolean(truth) => Ok(truth),
            Value::Integer(0) => Ok(false),
            Value::Integer(1) => Ok(true),
            other => Err(format!("应为真假（0 或 1），实为 {other:?}")),
        }
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Text(text) => Ok(text),
            other => Err(format!("应为文字，实为 {other:?}")),
        }
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl ToValue for Vec<u8> {
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            other => Err(format!("应为字节，实为 {other:?}")),
        }
    }
}

impl ToValue for [u8; 32] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl FromValue for [u8; 32] {
    fn from_value(value: Value) -> Result<Self, String> {
        let bytes = Vec::from_value(value)?;
        bytes
            .try_into()
            .map_err(|bytes: Vec<u8>| format!("摘要应为 32 字节，实为 {} 字节", bytes.len()))
    }
}

impl ToValue for Day {
    fn to_value(&self) -> Value {
        Value::Day(*self)
    }
}

impl FromValue for Day {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Day(day) => Ok(day),
            Value::Text(text) => text.parse().map_err(|error: kernel::DayError| error.to_string()),
            other => Err(format!("应为日期，实为 {other:?}")),
        }
    }
}

impl ToValue for Instant {
    fn to_value(&self) -> Value {
        Value::Integer(self.micros())
    }
}

impl FromValue for Instant {
    fn from_value(value: Value) -> Result<Self, String> {
        i64::from_value(value).map(Self::from_micros)
    }
}

/// Declares how an enumeration of the model is written in a column: as its own text, which a CHECK
/// of the schema repeats on both engines.
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// enum Channel { Counter, Phone }
/// store::text_column!(Channel { Counter = "counter", Phone = "phone" });
/// ```
#[macro_export]
macro_rules! text_column {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// The text that stands for it in the store and in exports.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value {
                $crate::Value::Text(self.text().to_owned())
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: $crate::Value) -> Result<Self, String> {
                let text = <String as $crate::FromValue>::from_value(value)?;
                match text.as_str() {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(concat!("应为以下之一：", $($text, " "),+).to_owned()),
                }
            }
        }
    };
}
