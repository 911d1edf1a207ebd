//! The notation of the worked cases in `law/cases/` (see the README there).

use std::borrow::Cow;
use std::collections::HashMap;

use kernel::Day;
use rules::{Circumstance, Detail, Entry, Initiator, Kind, Shape, Stage};

/// The entries of a case, with the names that its lines give them.
pub(crate) struct CaseLedger {
    pub(crate) entries: Vec<Entry<'static>>,
    names: Vec<String>,
}

impl CaseLedger {
    /// Gives the name of the entry at a position.
    pub(crate) fn name(&self, position: usize) -> &str {
        &self.names[position]
    }

    /// Reads the ledger of a case, or says which line is not in the notation.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut ledger = Self { entries: Vec::new(), names: Vec::new() };
        for line in text.lines().map(str::trim) {
            if !line.is_empty() && !line.starts_with('#') {
                ledger.take(line).map_err(|reason| format!("“{line}”：{reason}"))?;
            }
        }
        Ok(ledger)
    }

    fn take(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split_whitespace().peekable();
        let is_name = words.peek().is_some_and(|word| word.parse::<Day>().is_err());
        let name = if is_name { words.next() } else { None };
        let on = words.next().ok_or("缺少日期")?;
        let on: Day = on.parse().map_err(|error| format!("{on}：{error}"))?;
        let term = words.next().ok_or("缺少事项")?;
        let kind = Kind::of_term(term).ok_or_else(|| format!("没有事项“{term}”"))?;
        let mut values = HashMap::new();
        for word in words {
            let (key, value) = word.split_once('=').ok_or_else(|| format!("“{word}”应为键=值"))?;
            values.insert(key, value);
        }
        let initiated_by = match values.remove("发起方") {
            None => kind.default_initiator(),
            Some("本人") => Initiator::Subject,
            Some("机构") => Initiator::Agency,
            Some(other) => return Err(format!("没有发起方“{other}”")),
        };
        let detail = self.detail(kind, &mut values)?;
        // Texts that no rule reads may stand beside what the rules read.
        values.retain(|key, _| {
            !["方式", "形式", "专员", "原因", "版本", "级别", "书面承诺"].contains(key)
        });
        if let Some(key) = values.keys().next() {
            return Err(format!("{term}没有“{key}”"));
        }
        let number = self.entries.len() + 1;
        self.names.push(name.map_or_else(|| format!("第{number}笔"), str::to_owned));
        self.entries.push(Entry {
            id: Cow::Owned(number.to_string()),
            kind,
            on,
            initiated_by,
            detail,
            office: None,
            staff: None,
        });
        Ok(())
    }

    fn detail(
        &self,
        kind: Kind,
        values: &mut HashMap<&str, &str>,
    ) -> Result<Detail<'static>, String> {
        let mut of = || {
            values
                .remove("针对")
                .map(|name| {
                    let position = self.names.iter().position(|known| known == name);
                    position.ok_or_else(|| format!("前面没有名为“{name}”的记录"))
                })
                .transpose()
        };
        Ok(match kind.shape() {
            Shape::Plain => Detail::Plain,
            Shape::Claim => Detail::Claim { complete: flag(values, "材料齐全")? },
            Shape::Survey => Detail::Survey {
                willing: flag(values, "有意愿")?,
                registers: flag(values, "愿登记")?,
                circumstance: match values.remove("情形") {
                    None | Some("无") => Circumstance::None,
                    Some("生育") => Circumstance::Childbirth,
                    Some("陪护") => Circumstance::Caring,
                    Some(other) => return Err(format!("没有情形“{other}”")),
                },
            },
            Shape::Agreement => Detail::Agreement {
                duties_met: !values.contains_key("已履约") || flag(values, "已履约")?,
            },
            Shape::Readiness => Detail::Readiness { ready: flag(values, "具备上岗条件")? },
            Shape::Training => Detail::Training { ends: day(values, "计划结束日")? },
            Shape::About | Shape::MayBeAbout => {
                let of = of()?;
                if of.is_none() && kind.shape() == Shape::About {
                    return Err("缺少“针对”".to_owned());
                }
                let stage = match values.remove("阶段") {
                    None => None,
                    Some("初期") => Some(Stage::Early),
                    Some("中期") => Some(Stage::Middle),
                    Some("终期") => Some(Stage::Final),
                    Some(other) => return Err(format!("没有阶段“{other}”")),
                };
                Detail::About { of, stage }
            }
            Shape::Result => Detail::Result {
                of: of()?.ok_or("缺少“针对”")?,
                hired: flag(values, "录用")?,
                own_cause: flag(values, "本人原因")?,
            },
            Shape::Vacancy => Detail::Vacancy(text(values, "岗位")?),
            Shape::Fair => Detail::Fair(text(values, "招聘会")?),
            Shape::FairDay => {
                Detail::FairDay { fair: text(values, "招聘会")?, day: day(values, "举办日")? }
            }
        })
    }
}

fn text(values: &mut HashMap<&str, &str>, key: &str) -> Result<Cow<'static, str>, String> {
    let value = values.remove(key).ok_or_else(|| format!("缺少“{key}”"))?;
    Ok(Cow::Owned(value.to_owned()))
}

fn day(values: &mut HashMap<&str, &str>, key: &str) -> Result<Day, String> {
    let value = values.remove(key).ok_or_else(|| format!("缺少“{key}”"))?;
    value.parse().map_err(|error| format!("{key}：{error}"))
}

fn flag(values: &mut HashMap<&str, &str>, key: &str) -> Result<bool, String> {
    match values.remove(key) {
        Some("是") => Ok(true),
        Some("否") => Ok(false),
        _ => Err(format!("“{key}”应写明是或否")),
    }
}
