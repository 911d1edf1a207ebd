//! Judging the lines of one subject against what is stored of it.

use std::collections::HashMap;

use ledger::{Field, Reader, Refusal, SubjectLedger};
use rules::{Initiator, Kind, Position};

use super::sheet::{RefusedLine, Sheet, SubjectLines};
use super::written::Written;

/// A line that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// What it says.
    pub written: Written,
    /// What happened.
    pub kind: Kind,
    /// The day it happened.
    pub on: kernel::Day,
    /// Who set it going.
    pub initiated_by: Initiator,
    /// The entry that it is about, counting the stored ones first and then these.
    pub of: Option<Position>,
}

/// What an import would make of the lines of one subject.
#[derive(Debug, Default)]
pub struct Judged {
    /// The lines to be added, in order.
    pub fresh: Vec<Fresh>,
    /// How many lines are stored already, word for word.
    pub already: u64,
    /// The lines that cannot be.
    pub refused: Vec<RefusedLine>,
}

/// Where an id was met before.
#[derive(Clone, Copy)]
enum Met {
    /// Stored, at this place.
    Stored(usize),
    /// On this line of the file.
    Line(u64),
}

/// Judges the lines of one subject. `reference` is the subject's as it is stored, `stored` its entries
/// in order. Fails, with what is wrong, when the stored entries themselves are not a ledger.
pub fn judge(
    sheet: &Sheet,
    lines: &SubjectLines,
    reference: Option<&str>,
    stored: &[Written],
) -> Result<Judged, String> {
    let stored_lines: Vec<String> = stored.iter().map(Written::to_string).collect();
    let mut reader = Reader::new();
    let mut ledger = SubjectLedger::new();
    let mut met: HashMap<&str, Met> = HashMap::new();
    for (place, (line, written)) in stored_lines.iter().zip(stored).enumerate() {
        let taken = match reader.draft(line.as_bytes()) {
            Ok(Some(draft)) => ledger.take(0, draft),
            Ok(None) => Ok(()),
            Err(refusal) => Err(refusal),
        };
        taken.map_err(|refusal| format!("第 {} 条：{refusal}", place + 1))?;
        met.insert(written.text(Field::Id).unwrap_or_default(), Met::Stored(place));
    }
    let mut judged = Judged::default();
    let expected = reference.unwrap_or(&lines.reference);
    let written: Vec<(u64, &[u8], Option<Written>)> = lines
        .lines
        .iter()
        .map(|(number, place)| {
            let line = sheet.line(place);
            (*number, line, std::str::from_utf8(line).ok().and_then(Written::of_line))
        })
        .collect();
    for (number, line, written) in &written {
        let mut refuse =
            |reason: String| judged.refused.push(RefusedLine { line: *number, reason });
        let (Ok(Some(draft)), Some(written)) = (reader.draft(line), written) else { continue };
        if draft.subject != expected {
            refuse(if reference.is_some() {
                "字段 subject（服务对象）与库中已有的一个只在大小写、全角半角或空格上不同；\
                 同一服务对象请写成与库中一样，不同的服务对象请改用能区分的写法"
                    .to_owned()
            } else {
                format!(
                    "字段 subject（服务对象）与第 {} 行的只在大小写、全角半角或空格上不同；\
                     请改成一样，不同的服务对象请改用能区分的写法",
                    lines.lines.first().map_or(0, |(first, _)| *first)
                )
            });
            continue;
        }
        let id = written.text(Field::Id).unwrap_or_default();
        match met.get(id) {
            Some(Met::Line(line)) => {
                refuse(Refusal::IdTwice { id: shortened(id), line: *line }.to_string());
            }
            Some(Met::Stored(place)) if stored[*place] == *written => {
                judged.already += 1;
                met.insert(id, Met::Line(*number));
            }
            Some(Met::Stored(place)) => refuse(differs(id, &stored[*place], written)),
            None => {
                if let Err(refusal) = ledger.take(*number, draft) {
                    refuse(refusal.to_string());
                    continue;
                }
                met.insert(id, Met::Line(*number));
                if let Some(entry) = ledger.entries().last() {
                    judged.fresh.push(Fresh {
                        written: written.clone(),
                        kind: entry.kind,
                        on: entry.on,
                        initiated_by: entry.initiated_by,
                        of: entry.of(),
                    });
                }
            }
        }
    }
    Ok(judged)
}

/// Says how a line differs from the stored entry of its id; shows no content.
fn differs(id: &str, stored: &Written, written: &Written) -> String {
    let fields: Vec<String> = Field::ALL
        .iter()
        .filter(|field| {
            let value = |written: &Written| {
                written.fields().find(|(known, _)| known == *field).map(|(_, value)| value.clone())
            };
            value(stored) != value(written)
        })
        .map(|field| format!("{}（{}）", field.name(), field.term()))
        .collect();
    format!(
        "编号“{}”在库中已有，内容不同：{}；已入库的记录不能改写，\
         更正请另记一条 corrected（更正），新的记录请另取编号",
        shortened(id),
        fields.join("、")
    )
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: &str = r#"{"id":"1","subject":"甲","kind":"recommended","on":"2026-01-05"}"#;

    fn judged(lines: &[&str]) -> Judged {
        let sheet = Sheet::read(lines.join("\n").into_bytes());
        assert_eq!(sheet.refused, []);
        let stored = [Written::of_line(STORED).expect("a line")];
        judge(&sheet, &sheet.subjects[0], Some("甲"), &stored).expect("judged")
    }

    #[test]
    fn a_line_may_be_about_a_stored_entry() {
        let result = r#"{"id":"2","subject":"甲","kind":"recommendation_result","on":"2026-01-06","of":"1","hired":true,"own_cause":false}"#;
        let judged = judged(&[result]);
        assert_eq!((judged.already, judged.refused.len()), (0, 0));
        assert_eq!(judged.fresh[0].of, Some(0));
    }

    #[test]
    fn the_same_line_is_passed_over_and_a_changed_one_refused() {
        let again =
            r#"{"kind":"recommended","on":"2026-01-05","id":"1","subject":"甲","unknown":1}"#;
        assert_eq!(judged(&[again]).already, 1);
        let changed = STORED.replace("01-05", "01-06");
        let judged = judged(&[&changed, STORED, STORED]);
        assert_eq!((judged.already, judged.fresh.len()), (1, 0));
        let told: Vec<u64> = judged.refused.iter().map(|refused| refused.line).collect();
        assert_eq!(told, [1, 3]);
        assert!(judged.refused[0].reason.contains("on（日期）"), "{:?}", judged.refused);
        assert!(judged.refused[1].reason.contains("第 2 行"), "{:?}", judged.refused);
    }

    #[test]
    fn another_writing_of_the_same_reference_is_refused() {
        let lines = [
            r#"{"id":"2","subject":"甲 ","kind":"intake","on":"2026-01-05"}"#,
            r#"{"id":"2","subject":"甲","kind":"intake","on":"2026-01-05"}"#,
        ];
        let judged = judged(&lines);
        assert_eq!((judged.fresh.len(), judged.refused.len()), (1, 1));
        assert_eq!(judged.refused[0].line, 1);
    }
}
