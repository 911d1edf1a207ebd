//! The written form of the service ledger: JSON Lines as the rulebook's §2 contracts it.
//!
//! A line is taken apart ([`Reader::draft`]), checked for its form, and gathered with the lines of
//! the same subject ([`SubjectLedger`]), which gives the entries that the crate `rules` takes.

mod field;
mod form;
mod line;
mod refusal;
mod subject;

pub use field::{COMMON, Field, FieldRule, FieldType, fields_of};
pub use form::Draft;
pub use refusal::{LONGEST_LINE, Refusal};
pub use subject::SubjectLedger;

/// Reads lines; keeps its working memory from one line to the next.
#[derive(Debug, Default)]
pub struct Reader<'a> {
    fields: line::Fields<'a>,
}

impl<'a> Reader<'a> {
    /// Makes a reader.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one line, without its line end. Nothing stands in a blank line.
    pub fn draft(&mut self, line: &'a [u8]) -> Result<Option<Draft<'a>>, Refusal> {
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        if line.len() > LONGEST_LINE {
            return Err(Refusal::TooLong);
        }
        let text = line::text_of(line)?;
        line::read(text, &mut self.fields)?;
        form::draft(&mut self.fields).map(Some)
    }
}

/// Gives the subject that a line names, if it names one; the rest of the line may be wrong.
#[must_use]
pub fn subject_of(line: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let mut fields = line::Fields::new();
    line::read(line::text_of(line).ok()?, &mut fields).ok()?;
    fields.into_iter().find_map(|(field, value)| match value {
        line::Value::Text(text) if field == Field::Subject && !text.is_empty() => Some(text),
        _ => None,
    })
}
