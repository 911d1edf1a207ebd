//! Reading the ages of working life: minimum working age, retirement, years of contribution.

use kernel::Day;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::value::Datetime;

use super::LawError;
use super::file::{day_of, parse};
use crate::calendar::months_later;
use crate::eligibility::RetirementCategory;

const NAME: &str = "law/retirement.toml";
const TEXT: &str = include_str!("../../../../law/retirement.toml");

/// The ages between which people work, as the law lays them down; the decisions that follow from
/// them are made by its methods.
#[derive(Clone, Debug)]
pub struct AgeRules {
    /// What laid down the retirement ages until the gradual change.
    pub(crate) former_basis: String,
    /// The first day of the gradual change.
    pub(crate) changed_from: Day,
    /// In the order of [`RetirementCategory::ALL`].
    pub(crate) categories: [CategoryRule; 3],
    pub(crate) early: Flexibility,
    pub(crate) late: Flexibility,
    pub(crate) contribution: ContributionRule,
    pub(crate) working_age: WorkingAgeRule,
}

/// How the retirement age of a category is put off.
#[derive(Clone, Debug)]
pub(crate) struct CategoryRule {
    pub(crate) base_years: u16,
    /// The first month of birth that is put off, counted in months from the year 0.
    pub(crate) first_birth_month: i32,
    pub(crate) one_month_per: i32,
    pub(crate) cap_months: u16,
    pub(crate) citation: String,
}

/// By how many months retirement may be moved at will.
#[derive(Clone, Debug)]
pub(crate) struct Flexibility {
    pub(crate) at_most_months: u16,
    pub(crate) citation: String,
}

/// How many months must have been contributed for a monthly pension.
#[derive(Clone, Debug)]
pub(crate) struct ContributionRule {
    pub(crate) base_months: u16,
    pub(crate) first_year: i32,
    pub(crate) step_months: u16,
    pub(crate) cap_months: u16,
    pub(crate) citation: String,
}

/// From what age people may be employed.
#[derive(Clone, Debug)]
pub(crate) struct WorkingAgeRule {
    pub(crate) years: u16,
    pub(crate) in_force_from: Day,
    pub(crate) citation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    basis: Vec<BasisRow>,
    category: Vec<CategoryRow>,
    early: EarlyRow,
    late: LateRow,
    contribution: ContributionRow,
    minimum_working_age: WorkingAgeRow,
    #[serde(rename = "example")]
    _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BasisRow {
    #[serde(rename = "id")]
    _id: String,
    title: String,
    #[serde(default)]
    number: String,
    #[serde(rename = "issuer")]
    _issuer: String,
    #[serde(rename = "issued")]
    _issued: Datetime,
    #[serde(rename = "in_force_from")]
    _in_force_from: Option<Datetime>,
    in_force_until: Option<Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRow {
    id: String,
    #[serde(rename = "name")]
    _name: String,
    base_years: u16,
    first_birth_month: String,
    one_month_per: u8,
    cap_months: u16,
    in_force_from: Datetime,
    citation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlyRow {
    at_most_months: u16,
    not_below: NotBelow,
    needs_contribution: bool,
    in_force_from: Datetime,
    citation: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NotBelow {
    BaseYears,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LateRow {
    at_most_months: u16,
    needs_agreement: bool,
    in_force_from: Datetime,
    citation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContributionRow {
    base_months: u16,
    first_year: i32,
    step_months: u16,
    cap_months: u16,
    in_force_from: Datetime,
    citation: String,
    #[serde(rename = "example")]
    _examples: IgnoredAny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingAgeRow {
    years: u16,
    in_force_from: Datetime,
    citation: String,
}

impl AgeRules {
    /// Reads the rules that ship with Leye. An error names the file and what is wrong in it.
    pub fn shipped() -> Result<Self, LawError> {
        read(NAME, TEXT)
    }
}

fn read(name: &str, text: &str) -> Result<AgeRules, LawError> {
    let file: File = parse(name, text)?;
    let refuse = |reason: String| LawError::new(name, reason);
    let [first, second, third] = RetirementCategory::ALL.map(|category| {
        let mut rows = file.category.iter().filter(|row| row.id == category.name());
        match (rows.next(), rows.next()) {
            (Some(row), None) => Ok(row),
            _ => Err(refuse(format!("类别 {} 应恰好登记一次", category.name()))),
        }
    });
    let rows = [first?, second?, third?];
    if file.category.len() != rows.len() {
        return Err(refuse("只有 male、female_55、female_50 三个类别".to_owned()));
    }
    let changed_from = day_of(name, rows[0].in_force_from)?;
    let same_day = [
        rows[1].in_force_from,
        rows[2].in_force_from,
        file.early.in_force_from,
        file.late.in_force_from,
        file.contribution.in_force_from,
    ];
    for other in same_day {
        if day_of(name, other)? != changed_from {
            return Err(refuse(format!("{other}：各项应与办法同日（{changed_from}）施行")));
        }
    }
    let NotBelow::BaseYears = file.early.not_below;
    if !file.early.needs_contribution || !file.late.needs_agreement {
        return Err(refuse("弹性提前以最低缴费年限为条件，弹性延迟以协商一致为条件".to_owned()));
    }
    let [first, second, third] = rows.map(|row| category(name, row, changed_from));
    let citations = [
        &file.early.citation,
        &file.late.citation,
        &file.contribution.citation,
        &file.minimum_working_age.citation,
    ];
    if citations.iter().any(|citation| citation.trim().is_empty()) {
        return Err(refuse("每一项都要写明出处".to_owned()));
    }
    Ok(AgeRules {
        former_basis: former_basis(name, &file.basis, changed_from)?,
        changed_from,
        categories: [first?, second?, third?],
        early: Flexibility {
            at_most_months: file.early.at_most_months,
            citation: file.early.citation,
        },
        late: Flexibility {
            at_most_months: file.late.at_most_months,
            citation: file.late.citation,
        },
        contribution: ContributionRule {
            base_months: file.contribution.base_months,
            first_year: file.contribution.first_year,
            step_months: file.contribution.step_months,
            cap_months: file.contribution.cap_months,
            citation: file.contribution.citation,
        },
        working_age: WorkingAgeRule {
            years: file.minimum_working_age.years,
            in_force_from: day_of(name, file.minimum_working_age.in_force_from)?,
            citation: file.minimum_working_age.citation,
        },
    })
}

/// Cites what held until the eve of the change; without a gap and without an overlap.
fn former_basis(name: &str, rows: &[BasisRow], changed_from: Day) -> Result<String, LawError> {
    for row in rows {
        let Some(until) = row.in_force_until else { continue };
        if day_of(name, until)?.plus_days(1) != changed_from {
            return Err(LawError::new(
                name,
                format!("《{}》应施行到 {changed_from} 的前一日", row.title),
            ));
        }
        return Ok(format!("{}（{}）", row.title, row.number));
    }
    Err(LawError::new(name, "缺少新办法施行前的依据（in_force_until）"))
}

fn category(name: &str, row: &CategoryRow, changed_from: Day) -> Result<CategoryRule, LawError> {
    let refuse = |reason: &str| LawError::new(name, format!("类别 {}：{reason}", row.id));
    let first: Day = format!("{}-01", row.first_birth_month)
        .parse()
        .map_err(|_| refuse("first_birth_month 应写成 1965-01"))?;
    // Who reaches the former age on the eve of the change is not put off, who reaches it on the
    // day is: otherwise somebody would fall between the two laws.
    if months_later(first, row.base_years * 12) != changed_from {
        return Err(refuse("首个延迟的出生月，应恰在办法施行之月达到原退休年龄"));
    }
    if row.one_month_per == 0 || row.cap_months == 0 {
        return Err(refuse("one_month_per 与 cap_months 不能是 0"));
    }
    if row.citation.trim().is_empty() {
        return Err(refuse("缺少出处"));
    }
    Ok(CategoryRule {
        base_years: row.base_years,
        first_birth_month: month_number(first),
        one_month_per: row.one_month_per.into(),
        cap_months: row.cap_months,
        citation: row.citation.clone(),
    })
}

/// Numbers the month that a day lies in, from the year 0.
pub(crate) fn month_number(day: Day) -> i32 {
    let (year, month, _) = day.parts();
    year * 12 + i32::from(month) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(from: &str, to: &str) -> String {
        assert!(TEXT.contains(from), "{from} is not in the file");
        read("ages.toml", &TEXT.replacen(from, to, 1)).expect_err(to).to_string()
    }

    #[test]
    fn the_shipped_file_is_accepted() {
        assert_eq!(AgeRules::shipped().unwrap().changed_from.to_string(), "2025-01-01");
    }

    #[test]
    fn a_broken_file_is_refused_with_its_name_and_the_reason() {
        for (from, to, reason) in [
            ("first_birth_month = \"1965-01\"", "first_birth_month = \"1965-02\"", "恰在"),
            ("first_birth_month = \"1965-01\"", "first_birth_month = \"1965\"", "写成"),
            ("base_years = 60", "base_years = 61", "恰在"),
            ("one_month_per = 4", "one_month_per = 0", "不能是 0"),
            ("id = \"female_55\"", "id = \"male\"", "恰好登记一次"),
            ("in_force_until = 2024-12-31", "in_force_until = 2024-12-30", "前一日"),
            ("in_force_until = 2024-12-31", "", "缺少"),
            ("not_below = \"base_years\"", "not_below = \"nothing\"", "第 "),
            ("needs_contribution = true", "needs_contribution = false", "条件"),
            ("step_months = 6", "steps = 6", "第 "),
            ("citation = \"《中华人民共和国劳动法》第十五条\"", "citation = \" \"", "出处"),
        ] {
            let message = refusal(from, to);
            assert!(message.starts_with("ages.toml："), "{message}");
            assert!(message.contains(reason), "{to}: {message}");
        }
    }
}
