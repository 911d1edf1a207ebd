//! Finding the columns by their headings.

use ledger::Field;

use crate::cell::Cell;
use crate::error::TableError;
use crate::mapping::Mapping;
use crate::text::{column_letters, comparable};

/// A column that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its place, from 0.
    pub(crate) index: usize,
    /// What stands above it.
    pub(crate) heading: String,
}

impl Column {
    /// Names the column as a user finds it.
    pub(crate) fn words(&self) -> String {
        format!("{} 列“{}”", column_letters(self.index), self.heading)
    }
}

/// Says which column holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The columns of fields.
    pub(crate) fields: Vec<(Field, Column)>,
    /// The columns of resident ID numbers.
    pub(crate) resident_ids: Vec<Column>,
}

impl Layout {
    /// Finds the column of a field.
    pub(crate) fn column(&self, field: Field) -> Option<&Column> {
        self.fields.iter().find(|(known, _)| *known == field).map(|(_, column)| column)
    }

    /// Tells whether nothing stands in any column that is read.
    pub(crate) fn is_blank(&self, row: &[Cell]) -> bool {
        let fields = self.fields.iter().map(|(_, column)| column);
        fields
            .chain(&self.resident_ids)
            .all(|column| row.get(column.index).is_none_or(Cell::is_blank))
    }
}

/// What stands above each column: the lowest text of the rows of headings. Merging cells leaves the
/// text in the upper left one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headings(Vec<String>);

impl Headings {
    /// Takes in a row of headings, from top to bottom.
    pub(crate) fn take(&mut self, row: &[Cell]) {
        if self.0.len() < row.len() {
            self.0.resize(row.len(), String::new());
        }
        for (heading, cell) in self.0.iter_mut().zip(row) {
            let text = match cell {
                Cell::Text(text) => text.split_whitespace().collect(),
                Cell::Number(number) => number.to_string(),
                _ => continue,
            };
            *heading = text;
        }
    }

    /// Gives the headings that there are.
    pub(crate) fn found(&self) -> Vec<String> {
        self.0.iter().filter(|heading| !heading.is_empty()).cloned().collect()
    }

    /// Tells which of the headings that the mapping names are not there.
    pub(crate) fn missing(&self, mapping: &Mapping) -> Vec<String> {
        let wanted = mapping.columns.iter().map(|(_, heading)| heading);
        let mut missing: Vec<String> = wanted
            .chain(&mapping.resident_ids)
            .filter(|heading| self.positions(heading).is_empty())
            .cloned()
            .collect();
        missing.dedup();
        missing
    }

    /// Says which column holds what, once no heading is missing. Columns that the mapping does not
    /// name, but whose heading is the term of a field, are taken as that field.
    pub(crate) fn layout(&self, mapping: &Mapping) -> Result<Layout, TableError> {
        let mut layout = Layout::default();
        for (field, heading) in &mapping.columns {
            if let Some(column) = self.only(heading)? {
                layout.fields.push((*field, column));
            }
        }
        for field in Field::ALL {
            let is_named = layout.column(*field).is_some();
            let column = if is_named { None } else { self.only(field.term())? };
            if let Some(column) = column
                && layout.fields.iter().all(|(_, known)| known.index != column.index)
            {
                layout.fields.push((*field, column));
            }
        }
        for heading in &mapping.resident_ids {
            layout.resident_ids.extend(self.only(heading)?);
        }
        Ok(layout)
    }

    fn only(&self, heading: &str) -> Result<Option<Column>, TableError> {
        match self.positions(heading).as_slice() {
            [] => Ok(None),
            [index] => Ok(Some(Column { index: *index, heading: self.0[*index].clone() })),
            several => Err(TableError::HeadingTwice {
                heading: heading.to_owned(),
                columns: several.iter().map(|index| column_letters(*index)).collect(),
            }),
        }
    }

    fn positions(&self, heading: &str) -> Vec<usize> {
        let wanted = comparable(heading);
        let found = self.0.iter().enumerate();
        found.filter(|(_, heading)| comparable(heading) == wanted).map(|(index, _)| index).collect()
    }
}
