//! An agency's own norms, laid over ours; never over statute.

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::file::{day_of, line_of, parse};
use super::parameter::{Basis, History, Parameter, Value};
use super::{Law, LawError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    norm: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    parameter: String,
    from: Datetime,
    value: u16,
    source: String,
}

impl Law {
    /// Lays an agency's own norms over the shipped ones. From its first day on, a norm of the
    /// agency replaces every shipped value. Refused are figures that the law itself lays down, and
    /// values outside the bounds of their unit.
    ///
    /// `name` is the file's name, for the message.
    pub fn with_norms(mut self, name: &str, text: &str) -> Result<Self, LawError> {
        let file: File = parse(name, text)?;
        let mut replaced: Vec<(Parameter, kernel::Day)> = Vec::new();
        for row in file.norm {
            let line = line_of(text, row.span().start);
            let refuse =
                |reason: String| LawError::new(name, format!("第 {line} 行起的一项：{reason}"));
            let row = row.into_inner();
            let value = Value {
                from: day_of(name, row.from).map_err(|error| refuse(error.reason))?,
                value: row.value,
                basis: Basis::Norm,
                source: row.source.trim().to_owned(),
                checked: None,
            };
            if value.source.is_empty() {
                return Err(refuse(format!(
                    "规范“{}”缺少出处（source），请写明本单位在哪里规定的",
                    row.parameter
                )));
            }
            let Some(history) =
                self.histories.iter_mut().find(|history| history.parameter.name() == row.parameter)
            else {
                return Err(refuse(format!(
                    "没有名为“{}”的参数；leye law list 列出全部参数",
                    row.parameter
                )));
            };
            let earlier = replaced
                .iter()
                .rev()
                .find_map(|(parameter, from)| (*parameter == history.parameter).then_some(*from));
            if earlier.is_some_and(|earlier| earlier >= value.from) {
                return Err(refuse(format!("规范“{}”的值没有按生效日期先后排列", row.parameter)));
            }
            replaced.push((history.parameter, value.from));
            lay_over(history, value).map_err(refuse)?;
        }
        Ok(self)
    }
}

fn lay_over(history: &mut History, value: Value) -> Result<(), String> {
    if let Some(statute) = history.values.iter().find(|shipped| shipped.basis == Basis::Law) {
        return Err(format!(
            "“{}”是法定的（{}，{}），不能由本地规范更改",
            history.meaning,
            statute.source,
            history.words(statute.value)
        ));
    }
    let bounds = history.unit.bounds();
    if !bounds.contains(&value.value) {
        return Err(format!(
            "“{}”不能是 {}，应在 {} 与 {} 之间",
            history.meaning,
            value.value,
            history.words(*bounds.start()),
            history.words(*bounds.end())
        ));
    }
    let first = history.values[0].from;
    history.values.retain(|shipped| shipped.from < value.from);
    if history.values.is_empty() && value.from > first {
        return Err(format!("“{}”在 {first} 至 {} 之间没有值", history.meaning, value.from));
    }
    history.values.push(value);
    Ok(())
}
