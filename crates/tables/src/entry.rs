//! Turning a row into a line of the contract's JSON.

use std::collections::HashMap;

use kernel::Day;
use ledger::{COMMON, Field, FieldRule, FieldType, Refusal, fields_of};
use rules::Kind;

use crate::cell::{Cell, FIRST_INEXACT};
use crate::headings::{Column, Layout};
use crate::mapping::Mapping;
use crate::text::{comparable, shortened};
use crate::{dates, identity, words};

/// Turns rows into lines; remembers what `of` may refer to.
pub(crate) struct Translator<'m> {
    mapping: &'m Mapping,
    layout: Layout,
    today: Day,
    /// The ids of the rows so far; kept only where `of` holds row numbers of a table with ids.
    ids: HashMap<u64, String>,
}

/// The id that a row gets where the table has none.
fn id_of_row(row: u64) -> String {
    format!("r{row}")
}

/// Writes an object of JSON, field by field.
struct Line(String);

impl Line {
    fn push(&mut self, field: Field, value: &serde_json::Value) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push('"');
        self.0.push_str(field.name());
        self.0.push_str("\":");
        self.0.push_str(&value.to_string());
    }
}

impl<'m> Translator<'m> {
    pub(crate) fn new(mapping: &'m Mapping, layout: Layout, today: Day) -> Self {
        Self { mapping, layout, today, ids: HashMap::new() }
    }

    pub(crate) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Turns a row into a line, or says which cell is wrong and what would be right.
    pub(crate) fn line(&mut self, row: u64, cells: &[Cell]) -> Result<String, Refusal> {
        self.translate(row, cells).map_err(Refusal::Cell)
    }

    fn translate(&mut self, row: u64, cells: &[Cell]) -> Result<String, String> {
        for column in &self.layout.resident_ids {
            if let Some(cell) = cells.get(column.index).filter(|cell| !cell.is_blank()) {
                self.resident_id(column, cell)?;
            }
        }
        let kind = self.kind(cells)?;
        let mut line = Line(String::with_capacity(160));
        let id = match self.layout.column(Field::Id) {
            Some(_) => self.needed(Field::Id, cells)?,
            None => id_of_row(row),
        };
        line.push(Field::Id, &id.as_str().into());
        line.push(Field::Subject, &self.needed(Field::Subject, cells)?.into());
        line.push(Field::Kind, &kind.name().into());
        line.push(Field::On, &self.needed(Field::On, cells)?.into());
        for field in COMMON {
            let rule = FieldRule { field: *field, field_type: FieldType::Text, required: false };
            self.push(&mut line, kind, rule, cells)?;
        }
        for rule in fields_of(kind) {
            self.push(&mut line, kind, *rule, cells)?;
        }
        line.0.push('}');
        if self.mapping.refers_by_row && self.layout.column(Field::Id).is_some() {
            self.ids.insert(row, id);
        }
        Ok(line.0)
    }

    fn push(
        &self,
        line: &mut Line,
        kind: Kind,
        rule: FieldRule,
        cells: &[Cell],
    ) -> Result<(), String> {
        match self.cell(rule.field, cells) {
            Some(cell) => {
                let value = self
                    .value(rule, cell)
                    .map_err(|reason| self.complaint(rule.field, cell, &reason))?;
                line.push(rule.field, &value);
                Ok(())
            }
            None if rule.required => Err(self.absence(rule.field, Some(kind))),
            None => Ok(()),
        }
    }

    /// Gives what stands for a field, or the default where nothing does.
    fn cell<'c>(&'c self, field: Field, cells: &'c [Cell]) -> Option<&'c Cell> {
        let column = self.layout.column(field);
        column
            .and_then(|column| cells.get(column.index))
            .filter(|cell| !cell.is_blank())
            .or_else(|| self.mapping.default_of(field).filter(|cell| !cell.is_blank()))
    }

    fn kind(&self, cells: &[Cell]) -> Result<Kind, String> {
        let Some(cell) = self.cell(Field::Kind, cells) else {
            return Err(self.absence(Field::Kind, None));
        };
        let complain = |reason: &str| self.complaint(Field::Kind, cell, reason);
        let word = text_of(cell).map_err(|reason| complain(&reason))?;
        self.mapping.kind(&word).ok_or_else(|| {
            let similar = similar_kinds(&word);
            let hint = if similar.is_empty() {
                String::new()
            } else {
                format!("，是否为{}", similar.join("、"))
            };
            complain(&format!(
                "不是标准的事项名称{hint}；可改用标准名称，或在对照文件 [kinds] 里加上这种叫法"
            ))
        })
    }

    /// Reads the id, the subject or the day, one of which no entry can do without.
    fn needed(&self, field: Field, cells: &[Cell]) -> Result<String, String> {
        let Some(cell) = self.cell(field, cells) else {
            return Err(self.absence(field, None));
        };
        let resident_id = self.layout.column(field).filter(|column| {
            self.layout.resident_ids.contains(column)
                && cells.get(column.index).is_some_and(|cell| !cell.is_blank())
        });
        if let Some(column) = resident_id {
            return self.resident_id(column, cell);
        }
        let read = match field {
            Field::On => dates::day_of(cell).map(|day| day.to_string()),
            _ => text_of(cell),
        };
        read.map_err(|reason| self.complaint(field, cell, &reason))
    }

    fn resident_id(&self, column: &Column, cell: &Cell) -> Result<String, String> {
        identity::number_of(cell, self.today, self.mapping.address)
            .map_err(|reason| format!("{}：{reason}", column.words()))
    }

    fn value(&self, rule: FieldRule, cell: &Cell) -> Result<serde_json::Value, String> {
        let field = rule.field;
        Ok(match rule.field_type {
            FieldType::Day => dates::day_of(cell)?.to_string().into(),
            FieldType::Flag => self.flag(field, cell)?.into(),
            FieldType::Level => {
                let text = text_of(cell)?;
                let word = comparable(self.mapping.standard_word(field, &text));
                let level = words::value(field, &word).and_then(|level| level.parse::<u8>().ok());
                level.ok_or("应是 1 至 4，或一级至四级")?.into()
            }
            FieldType::Version => match cell {
                Cell::Number(number) if is_exact_whole(*number) => {
                    serde_json::from_str(&format!("{number}")).unwrap_or_default()
                }
                _ => text_of(cell)?.into(),
            },
            FieldType::Reference => self.reference(cell)?.into(),
            FieldType::Stage | FieldType::Text => self.word(field, cell)?.into(),
        })
    }

    fn flag(&self, field: Field, cell: &Cell) -> Result<bool, String> {
        if let Cell::Flag(flag) = cell {
            return Ok(*flag);
        }
        let text = text_of(cell)?;
        let word = comparable(self.mapping.standard_word(field, &text));
        words::flag(field, &word).ok_or_else(|| {
            format!("应是“是”或“否”；其他叫法可写进对照文件 [values.{}]", field.name())
        })
    }

    /// Reads a text, putting the contract's word in place of the office's where there is one.
    fn word(&self, field: Field, cell: &Cell) -> Result<String, String> {
        if let Cell::Serial { value, since_1904 } = cell
            && matches!(field, Field::At | Field::RecordedAt)
        {
            return dates::instant_of(*value, *since_1904);
        }
        let text = text_of(cell)?;
        let word = self.mapping.standard_word(field, &text);
        match words::value(field, &comparable(word)) {
            Some(value) => Ok(value.to_owned()),
            None if words::is_closed(field) => Err(format!(
                "应是：{}；其他叫法可写进对照文件 [values.{}]",
                words::choices(field),
                field.name()
            )),
            None => Ok(word.to_owned()),
        }
    }

    fn reference(&self, cell: &Cell) -> Result<String, String> {
        let text = text_of(cell)?;
        if !self.mapping.refers_by_row {
            return Ok(text);
        }
        let digits = comparable(&text);
        let digits = digits.trim_start_matches(['第', 'r']).trim_end_matches('行');
        let row: u64 = digits
            .parse()
            .map_err(|_| "应是行号，例如 12（对照文件的 references 设为 \"row\"）".to_owned())?;
        if self.layout.column(Field::Id).is_none() {
            return Ok(id_of_row(row));
        }
        self.ids
            .get(&row)
            .cloned()
            .ok_or_else(|| format!("第 {row} 行不是在此之前的记录（或那一行已被拒）"))
    }

    /// Names the column of a field, what stands there, and what is wrong with it.
    fn complaint(&self, field: Field, cell: &Cell, reason: &str) -> String {
        let place = match self.layout.column(field) {
            Some(column) => column.words(),
            None => format!("对照文件 [defaults] 的 {}", field.name()),
        };
        // What stands in a column of resident ID numbers is never shown.
        let is_secret = self
            .layout
            .column(field)
            .is_some_and(|column| self.layout.resident_ids.contains(column));
        let found = if is_secret { String::new() } else { cell.words() };
        format!("{place}现为{found}：{reason}")
    }

    /// Says that nothing stands where something must.
    fn absence(&self, field: Field, kind: Option<Kind>) -> String {
        let need = kind.map_or_else(String::new, |kind| format!("“{}”", kind.term()));
        match self.layout.column(field) {
            Some(column) => format!("{}空着，{need}必须填写{}", column.words(), field.term()),
            None => format!(
                "{need}必须有{}，表里没有这一列；请加一列，或在对照文件 [columns] 里写明 {} 的列名",
                field.term(),
                field.name()
            ),
        }
    }
}

fn is_exact_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < FIRST_INEXACT
}

/// Reads a cell as text. Numbers are given as people read them; one that Excel may have cut is
/// refused.
fn text_of(cell: &Cell) -> Result<String, String> {
    match cell {
        Cell::Blank => Ok(String::new()),
        Cell::Text(text) => Ok(text.clone()),
        Cell::Number(number) if number.is_finite() && number.abs() < FIRST_INEXACT => {
            Ok(format!("{number}"))
        }
        Cell::Number(_) => Err("是存成数值的长数字，Excel 只保留 15 位，后面的已丢失，\
                                请把该列设为“文本”格式后重新录入"
            .to_owned()),
        Cell::Serial { value, since_1904 } => {
            let instant = dates::instant_of(*value, *since_1904)?;
            Ok(match instant.strip_suffix("T00:00:00+08:00") {
                Some(day) => day.to_owned(),
                None => instant,
            })
        }
        Cell::Flag(flag) => Ok(flag.to_string()),
        Cell::Error(_) => Err("公式出错，请改正公式或直接填写".to_owned()),
    }
}

/// Finds the kinds whose terms contain the word, or lie within it.
fn similar_kinds(word: &str) -> Vec<String> {
    const MOST: usize = 3;
    let word = comparable(word);
    if word.chars().count() < 2 {
        return Vec::new();
    }
    Kind::ALL
        .iter()
        .map(|kind| kind.term())
        .filter(|term| term.contains(&word) || word.contains(term))
        .take(MOST)
        .map(|term| format!("“{}”", shortened(term)))
        .collect()
}
