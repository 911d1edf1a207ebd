//! The contract's JSON (rulebook §4): one object a line.

use std::io::{self, Write};

use kernel::Day;

use crate::row::{DutyRow, GateRow};

/// Writes a duty as a line.
pub(crate) fn write_duty(row: &DutyRow<'_>, out: &mut impl Write) -> io::Result<()> {
    let rule = row.rule.rule();
    out.write_all(b"{\"subject\":")?;
    write_text(row.subject, out)?;
    // The ids and words of rules are our own and need no escaping (tested).
    out.write_all(b",\"rule\":\"")?;
    out.write_all(rule.id.as_bytes())?;
    out.write_all(b"\",\"owes\":\"")?;
    out.write_all(rule.owes.as_bytes())?;
    out.write_all(b"\",\"because\":")?;
    write_text(row.because.id, out)?;
    write_day(b",\"from\":", row.from, out)?;
    write_day(b",\"due\":", row.due.day, out)?;
    out.write_all(b",\"provisional\":")?;
    out.write_all(if row.due.provisional { b"true" } else { b"false" })?;
    out.write_all(b",\"state\":\"")?;
    out.write_all(row.state.name().as_bytes())?;
    out.write_all(b"\",\"met_by\":")?;
    match row.met_by {
        Some(met_by) => {
            write_text(met_by.id, out)?;
            write_day(b",\"met_on\":", met_by.on, out)?;
        }
        None => out.write_all(b"null,\"met_on\":null")?,
    }
    out.write_all(b",\"basis\":\"")?;
    out.write_all(row.basis.name().as_bytes())?;
    out.write_all(b"\"}\n")
}

/// Writes a gate as a line.
pub fn write_gate(row: &GateRow, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"subject\":")?;
    write_text(&row.subject, out)?;
    out.write_all(b",\"gate\":\"")?;
    out.write_all(row.gate.clause().as_bytes())?;
    out.write_all(b"\"")?;
    write_day(b",\"since\":", row.since, out)?;
    out.write_all(b",\"because\":[")?;
    for (number, id) in row.because.iter().enumerate() {
        if number > 0 {
            out.write_all(b",")?;
        }
        write_text(id, out)?;
    }
    out.write_all(b"]}\n")
}

fn write_day(key: &[u8], day: Day, out: &mut impl Write) -> io::Result<()> {
    out.write_all(key)?;
    out.write_all(b"\"")?;
    out.write_all(&day.to_bytes())?;
    out.write_all(b"\"")
}

fn write_text(text: &str, out: &mut impl Write) -> io::Result<()> {
    if text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        serde_json::to_writer(out, text).map_err(io::Error::from)
    } else {
        out.write_all(b"\"")?;
        out.write_all(text.as_bytes())?;
        out.write_all(b"\"")
    }
}

#[cfg(test)]
mod tests {
    use rules::RuleIndex;

    #[test]
    fn the_words_of_rules_need_no_escaping() {
        for index in RuleIndex::all() {
            for words in [index.rule().id, index.rule().owes] {
                assert_eq!(serde_json::to_string(words).unwrap(), format!("\"{words}\""));
            }
        }
    }
}
