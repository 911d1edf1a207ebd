//! Identifiers: sixteen bytes in the form of a UUID version 7, each kind its own type.

use std::fmt;

use crate::time::{Entropy, Instant};

/// Says that a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(
            "编号应为 8-4-4-4-12 位的小写十六进制，例如 01980a3c-5f00-7000-8000-000000000001",
        )
    }
}

impl std::error::Error for IdError {}

/// Makes the sixteen bytes of a UUID version 7 (RFC 9562, 5.7): milliseconds, the rest of the
/// microsecond in the twelve bits after the version, sixty-two random bits.
#[must_use]
pub fn new_bytes(now: Instant, entropy: &dyn Entropy) -> [u8; 16] {
    let micros = now.micros().max(0).unsigned_abs();
    let (millis, rest) = (micros / 1000, micros % 1000);
    // Thousandths of a millisecond spread over twelve bits, so that ids of one process sort by time.
    let fraction = rest * 4096 / 1000;
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes[8..]);
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6..8].copy_from_slice(&fraction.to_be_bytes()[6..]);
    bytes[6] |= 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    bytes
}

/// Writes sixteen bytes in groups of 8-4-4-4-12 hexadecimal digits.
#[must_use]
pub fn write_text(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('?'));
        }
    }
    text
}

/// Reads what [`write_text`] writes; nothing else.
pub fn read_text(text: &str) -> Result<[u8; 16], IdError> {
    let mut bytes = [0; 16];
    let digits = text.as_bytes();
    if digits.len() != 36 {
        return Err(IdError);
    }
    let mut at = 0;
    for (index, byte) in bytes.iter_mut().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            if digits[at] != b'-' {
                return Err(IdError);
            }
            at += 1;
        }
        for _ in 0..2 {
            let value = match digits[at] {
                digit @ b'0'..=b'9' => digit - b'0',
                digit @ b'a'..=b'f' => digit - b'a' + 10,
                _ => return Err(IdError),
            };
            *byte = *byte << 4 | value;
            at += 1;
        }
    }
    Ok(bytes)
}

/// Declares a kind of identifier: a type of its own over sixteen bytes, bound to `BLOB` on SQLite
/// and `uuid` on PostgreSQL, so that one kind can never be passed for another.
///
/// ```
/// store::identifier! {
///     /// Names a vacancy.
///     pub VacancyId
/// }
/// let id = VacancyId::from_bytes([7; 16]);
/// assert_eq!(id.to_string().parse::<VacancyId>(), Ok(id));
/// ```
#[macro_export]
macro_rules! identifier {
    ($(#[$about:meta])* $seen:vis $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $seen struct $name([u8; 16]);

        impl $name {
            /// Makes a new identifier of an instant and randomness.
            #[must_use]
            $seen fn new(now: $crate::Instant, entropy: &dyn $crate::Entropy) -> Self {
                Self($crate::id::new_bytes(now, entropy))
            }

            /// Takes the bytes as they are.
            #[must_use]
            $seen const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// Gives the bytes.
            #[must_use]
            $seen const fn bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                out.write_str(&$crate::id::write_text(&self.0))
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, out: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(out, "{}({self})", stringify!($name))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::id::IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::id::read_text(text).map(Self)
            }
        }

        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value {
                $crate::Value::Id(self.0)
            }
        }

        impl $crate::FromValue for $name {
            fn from_value(value: $crate::Value) -> Result<Self, String> {
                value.into_id().map(Self)
            }
        }
    };
}

identifier! {
    /// Names a subject: a person or an employer.
    pub SubjectId
}

identifier! {
    /// Names an entry of the ledger.
    pub EntryId
}

identifier! {
    /// Names an office.
    pub OfficeId
}

identifier! {
    /// Names whoever acts: a member of staff, or a subject through the portal.
    pub ActorId
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ones;
    impl Entropy for Ones {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xff);
        }
    }

    #[test]
    fn an_id_carries_version_variant_and_time_in_order() {
        let make = |micros| SubjectId::new(Instant::from_micros(micros), &Ones);
        let id = make(0x0198_0a3c_5f00 * 1000 + 500);
        assert_eq!(id.to_string(), "01980a3c-5f00-7800-bfff-ffffffffffff");
        for micros in [0, 1, 999, 1000, 1001, 1_700_000_000_000_000] {
            assert!(make(micros) < make(micros + 1), "{micros}");
        }
    }

    #[test]
    fn only_the_one_written_form_is_read() {
        assert!("01980a3c-5f00-7800-bfff-ffffffffffff".parse::<SubjectId>().is_ok());
        for wrong in [
            "",
            "01980A3C-5f00-7800-bfff-ffffffffffff",
            "01980a3c5f007800bfffffffffffffff0000",
            "01980a3c-5f00-7800-bfff-fffffffffff",
            "01980a3c-5f00-7800-bfff-ffffffffffff ",
            "01980a3c-5f00-7800-bfff-fffffffffffé",
        ] {
            assert_eq!(wrong.parse::<SubjectId>(), Err(IdError), "{wrong}");
        }
    }
}
