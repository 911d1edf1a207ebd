//! The rows of a list, read by the very fields by which one person is taken in.

use kernel::{Day, EducationLevel};
use store::ledger::Channel;
use web::{Form, Submitted};

use super::fields::{self, Offer};
use super::occupation;
use crate::actions::bring_in::NewPerson;
use crate::actions::import::ImportRow;
use crate::actions::take_in::Intake;
use crate::model::{HOUSEHOLD_KINDS, Sheet, groups};

/// A column of the list.
pub(super) struct ImportColumn {
    /// Its heading.
    pub(super) heading: &'static str,
    /// The field that it fills.
    field: &'static str,
    /// What stands there in the template.
    pub(super) sample: &'static str,
    /// Whether there is no list without it.
    is_needed: bool,
}

const fn column(heading: &'static str, field: &'static str, sample: &'static str) -> ImportColumn {
    ImportColumn { heading, field, sample, is_needed: false }
}

const fn needed(heading: &'static str, field: &'static str, sample: &'static str) -> ImportColumn {
    ImportColumn { is_needed: true, ..column(heading, field, sample) }
}

/// The columns of the list.
pub(super) const COLUMNS: &[ImportColumn] = &[
    needed("姓名", "name", "示例（请删去本行）"),
    column("证件种类", "document", "居民身份证"),
    needed("证件号码", "number", "11010519491231002X"),
    needed("联系电话", "phone", "13800138000"),
    column("社区（村）", "community", ""),
    column("街道（乡镇）", "street", "建外街道"),
    column("居住地址", "address", ""),
    column("户籍所在地", "household_place", "北京市朝阳区"),
    column("户籍性质", "household_kind", "本市城镇"),
    column("户号", "household_number", ""),
    column("学历", "education", "大专"),
    column("职业", "occupation", "保洁员"),
    column("失业时间", "unemployed_since", "2025-10-01"),
    column("技能特长", "skills", ""),
    column("实名制群体", "groups", "退役军人"),
    column("求职意向", "wanted_work", ""),
    column("备注", "notes", ""),
    column("采集渠道", "channel", "摸底"),
    column("采集日期", "on", "2026-01-05"),
    column("求职登记", "registers", "是"),
];

/// What schools are commonly called, and the level that is meant.
const EDUCATION: &[(&str, &str)] = &[
    ("博士", "11"),
    ("硕士", "14"),
    ("研究生", "10"),
    ("本科", "21"),
    ("大学本科", "21"),
    ("大专", "31"),
    ("专科", "31"),
    ("中专", "41"),
    ("中职", "44"),
    ("高中", "61"),
    ("初中", "71"),
    ("小学", "81"),
    ("其他", "90"),
];

/// A row that was read.
pub(super) struct Read {
    /// Its number as Excel shows it.
    pub(super) number: usize,
    /// The name as it stands there.
    pub(super) name: String,
    /// The number of the document as it stands there.
    pub(super) id_number: String,
    /// Who is to be taken in, or what is wrong in which column.
    pub(super) outcome: Result<ImportRow, Vec<String>>,
}

/// Reads the rows; an error says which columns are missing.
pub(super) fn read_rows(sheet: &Sheet, offer: &Offer, today: Day) -> Result<Vec<Read>, String> {
    let bare = |text: &str| {
        text.chars()
            .filter(|sign| !sign.is_whitespace() && !matches!(sign, '*' | '＊'))
            .map(|sign| match sign {
                '(' => '（',
                ')' => '）',
                other => other,
            })
            .collect::<String>()
    };
    let place = |column: &ImportColumn| {
        sheet.headings.iter().position(|heading| {
            let heading = bare(heading);
            heading == column.heading || column.heading.split('（').next() == Some(heading.as_str())
        })
    };
    let missing: Vec<&str> = COLUMNS
        .iter()
        .filter(|column| column.is_needed && place(column).is_none())
        .map(|column| column.heading)
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "第一行缺少表头：{}；请下载模板，照模板的表头填写",
            missing.join("、")
        ));
    }
    let places: Vec<(&'static ImportColumn, usize)> =
        COLUMNS.iter().filter_map(|column| Some((column, place(column)?))).collect();
    let blank = fields::add(Form::new("", "", ""), &offer.of_list(), &NewPerson::default());
    Ok(sheet
        .rows
        .iter()
        .map(|(number, cells)| {
            let cells = Cells(
                places
                    .iter()
                    .map(|(column, at)| (*column, cells.get(*at).map_or("", String::as_str)))
                    .collect(),
            );
            Read {
                number: *number,
                name: cells.of("name").to_owned(),
                id_number: cells.of("number").to_owned(),
                outcome: read_row(*number, &cells, blank.clone(), offer, today),
            }
        })
        .collect())
}

/// What stands in the columns of a row.
struct Cells<'row>(Vec<(&'static ImportColumn, &'row str)>);

impl<'row> Cells<'row> {
    fn of(&self, field: &str) -> &'row str {
        let found = self.0.iter().find(|(column, _)| column.field == field);
        found.map_or("", |(_, text)| text)
    }
}

fn read_row(
    number: usize,
    cells: &Cells<'_>,
    mut form: Form,
    offer: &Offer,
    today: Day,
) -> Result<ImportRow, Vec<String>> {
    let mut problems = Vec::new();
    let mut sent = Submitted::default();
    if cells.of("document").is_empty() {
        sent.put("document", "居民身份证");
    }
    for (column, value) in &cells.0 {
        // What another program would carry out when the list is opened there.
        if value.starts_with(['=', '@']) || value.starts_with("+=") {
            problems.push(format!("{}：以“=”或“@”开头，像是公式；请改成文字", column.heading));
            continue;
        }
        match translated(column.field, value, offer) {
            Ok(values) => {
                for value in values {
                    sent.put(column.field, value);
                }
            }
            Err(words) => problems.push(format!("{}：{words}", column.heading)),
        }
    }
    // Nobody is there to choose: what may be several occupations is classed later.
    sent.put(occupation::CHOICE, occupation::LATER);
    form = occupation::with_choice(form, &sent);
    form.take(&sent);
    let new = fields::read(&mut form, offer, &NewPerson::default(), today);
    problems.extend(form.faulty().filter_map(|field| {
        let heading = COLUMNS.iter().find(|column| column.field == field.name);
        let heading = heading.map_or(field.label.as_str(), |column| column.heading);
        let words = field.problem.as_deref()?;
        Some(if words.starts_with(heading) {
            words.to_owned()
        } else {
            format!("{heading}：{words}")
        })
    }));
    let on = match cells.of("on") {
        "" => Some(today),
        text => day_text(text).parse().ok().filter(|on| *on <= today),
    };
    if on.is_none() {
        problems.push("采集日期：应是今天或以前的日期，例如 2026-01-05".to_owned());
    }
    match (new, on) {
        (Some(new), Some(on)) if problems.is_empty() => {
            let (channel, is_survey) = channel_of(cells.of("channel"));
            let registers = matches!(cells.of("registers"), "是" | "已登记" | "1" | "√");
            let intake = Intake { new, channel, is_survey, on, registers, despite: None };
            Ok(ImportRow { number, intake })
        }
        _ => Err(problems),
    }
}

/// Gives the values that a form would send for what stands in a cell.
fn translated(field: &str, value: &str, offer: &Offer) -> Result<Vec<String>, String> {
    if value.is_empty() {
        return Ok(Vec::new());
    }
    let one = |value: &str| Ok(vec![value.to_owned()]);
    match field {
        "on" | "channel" | "registers" => Ok(Vec::new()),
        "unemployed_since" => one(&day_text(value)),
        "community" => match offer.community_named(value) {
            Some(code) => one(&code.to_string()),
            None => Err(format!("本街道没有“{value}”；不住在本街道的，填写“街道（乡镇）”一列")),
        },
        "household_kind" => match HOUSEHOLD_KINDS.iter().find(|(_, term)| *term == value) {
            Some((kind, _)) => one(kind),
            None => Err("应是 本市城镇、本市农村、外省市城镇、外省市农村 之一".to_owned()),
        },
        "education" => {
            let common = EDUCATION.iter().find(|(name, _)| *name == value).map(|(_, code)| *code);
            let code = common.or_else(|| EducationLevel::named(value).map(EducationLevel::code));
            code.map_or_else(
                || {
                    Err(format!(
                        "没有“{value}”；请填 博士、硕士、本科、大专、中专、高中、初中、小学 等"
                    ))
                },
                one,
            )
        }
        "groups" => value
            .split(['、', '，', ',', ';', '；'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| {
                let known = groups().iter().find(|group| group.name == name);
                known
                    .map(|group| group.code.to_owned())
                    .ok_or_else(|| format!("没有“{name}”这一群体"))
            })
            .collect(),
        _ => one(value),
    }
}

fn channel_of(text: &str) -> (Channel, bool) {
    match text {
        text if text.contains("电话") => (Channel::Phone, true),
        text if text.contains("摸底") || text.contains("入户") => (Channel::Visit, true),
        text if text.contains("网") => (Channel::Online, false),
        text if text.contains("招聘会") || text.contains("洽谈") => (Channel::Fair, false),
        _ => (Channel::Counter, false),
    }
}

/// Brings a date as it is commonly written into the form `2026-01-05`; leaves what is none.
fn day_text(text: &str) -> String {
    let pieces: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日'])
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect();
    match pieces.as_slice() {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_commonly_written_are_read() {
        for text in ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "2026年01月05日"] {
            assert_eq!(day_text(text), "2026-01-05");
        }
        assert_eq!(day_text("去年"), "去年");
    }

    #[test]
    fn every_common_school_is_a_level_that_the_form_offers() {
        let form = fields::add(Form::new("", "", ""), &Offer::default(), &NewPerson::default());
        for (name, code) in EDUCATION {
            let mut form = form.clone();
            let mut sent = Submitted::default();
            sent.put("education", *code);
            form.take(&sent);
            let field = form.fields().find(|field| field.name == "education").expect("a field");
            assert_eq!(field.problem, None, "{name}");
        }
    }
}
