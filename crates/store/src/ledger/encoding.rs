//! The one way in which ledger rows become bytes before they are digested or signed.
//!
//! Every field is written in the order of its table: a byte 0 when it is null; otherwise a byte 1,
//! the length in four bytes, and the content — integers and instants as eight bytes, most
//! significant first, texts as UTF-8, days as `YYYY-MM-DD`, identifiers and digests as they are. A
//! purpose comes first, so that no digest of one kind can stand for another. The sealed detail enters
//! as its sealed bytes: destroying a key changes no digest.

use sm3::{Digest, Sm3};

use crate::value::Value;

/// A digest.
pub(crate) type Hash = [u8; 32];

/// What precedes the first entry of a chain and the first root.
pub(crate) const NOTHING: Hash = [0; 32];

/// The purposes.
const ENTRY: &[u8] = b"leye.entry.1";
const HEAD: &[u8] = b"leye.head.1";
const ROOT: &[u8] = b"leye.root.1";
const LEAF: &[u8] = b"leye.leaf.1";

/// Writes one field.
fn field(out: &mut Vec<u8>, value: &Value) {
    let mut write = |content: &[u8]| {
        out.push(1);
        // A field of four gigabytes cannot be stored.
        out.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend_from_slice(content);
    };
    match value {
        Value::Null => out.push(0),
        Value::Integer(number) => write(&number.to_be_bytes()),
        Value::Boolean(truth) => write(&[u8::from(*truth)]),
        Value::Text(text) => write(text.as_bytes()),
        Value::Bytes(bytes) => write(bytes),
        Value::Id(id) => write(id),
        Value::Day(day) => write(&day.to_bytes()),
    }
}

fn fields(purpose: &[u8], values: &[Value]) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    out.extend_from_slice(purpose);
    for value in values {
        field(&mut out, value);
    }
    out
}

/// The chain's digest at an entry: over the digest before it and every column of the entry but the
/// chain itself, in the order of the table.
pub(crate) fn chain(previous: &Hash, columns: &[Value]) -> Hash {
    let mut digest = Sm3::new();
    digest.update(fields(ENTRY, &[Value::Bytes(previous.to_vec())]));
    digest.update(fields(b"", columns));
    digest.finalize().into()
}

/// What the key provider attests of the end of a chain.
pub(crate) fn head(subject: [u8; 16], sequence: i64, chain: &Hash) -> Vec<u8> {
    fields(HEAD, &[Value::Id(subject), Value::Integer(sequence), Value::Bytes(chain.to_vec())])
}

/// The digest of a leaf of the day's tree.
pub(crate) fn leaf(subject: [u8; 16], sequence: i64, chain: &Hash) -> Hash {
    let content =
        fields(LEAF, &[Value::Id(subject), Value::Integer(sequence), Value::Bytes(chain.to_vec())]);
    Sm3::digest([&[0][..], &content].concat()).into()
}

/// The digest of two subtrees of the day's tree.
pub(crate) fn node(left: &Hash, right: &Hash) -> Hash {
    Sm3::digest([&[1][..], left, right].concat()).into()
}

/// What is signed of a root; its digest is what the next root names.
pub(crate) fn root(values: &[Value]) -> Vec<u8> {
    fields(ROOT, values)
}

/// The digest of bytes.
pub(crate) fn digest(bytes: &[u8]) -> Hash {
    Sm3::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_fields_cannot_trade_bytes() {
        let text = |text: &str| Value::Text(text.to_owned());
        let one = chain(&NOTHING, &[text("ab"), text("c")]);
        assert_ne!(one, chain(&NOTHING, &[text("a"), text("bc")]));
        assert_ne!(one, chain(&NOTHING, &[text("abc")]));
        assert_ne!(chain(&NOTHING, &[Value::Null]), chain(&NOTHING, &[text("")]));
        assert_ne!(one, chain(&one, &[text("ab"), text("c")]));
    }

    #[test]
    fn both_engines_forms_of_one_value_encode_alike() {
        let day = "2026-01-05".parse().expect("a day");
        assert_eq!(
            chain(&NOTHING, &[Value::Day(day), Value::Id([7; 16])]),
            chain(&NOTHING, &[Value::Text("2026-01-05".to_owned()), Value::Bytes(vec![7; 16])])
        );
    }
}
