//! Who is of working age, and when people retire.
//!
//! An age is reached on the birthday itself; where the month of the birthday has no such day, on
//! its last day (民法典 art. 202). Every decision says why, with the article.

use std::fmt;

use kernel::Day;

use crate::calendar::months_later;
use crate::law::{AgeRules, CategoryRule, month_number};

/// Names the group of employees by which the law sets the retirement age. Which of the two a woman
/// belongs to depends on her post, so it must be known, not guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RetirementCategory {
    /// 男职工.
    Male,
    /// 原法定退休年龄五十五周岁的女职工.
    Female55,
    /// 原法定退休年龄五十周岁的女职工.
    Female50,
}

impl RetirementCategory {
    /// Every category.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female55, Self::Female50];

    /// Gives the name that the law file uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female55 => "female_55",
            Self::Female50 => "female_50",
        }
    }

    /// Gives the term that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Male => "男职工",
            Self::Female55 => "原法定退休年龄五十五周岁的女职工",
            Self::Female50 => "原法定退休年龄五十周岁的女职工",
        }
    }
}

impl fmt::Display for RetirementCategory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.term())
    }
}

/// One step of a reasoning: what follows, and from what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// What was found, in Chinese.
    pub words: String,
    /// Where that is laid down.
    pub citation: String,
}

impl fmt::Display for Ground {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}（{}）", self.words, self.citation)
    }
}

/// When somebody reaches the statutory retirement age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retirement {
    /// The age, in months.
    pub age_in_months: u16,
    /// The day on which it is reached; its month is the month of retirement.
    pub day: Day,
    /// How it was found.
    pub grounds: Vec<Ground>,
}

/// Between which days somebody may choose to retire (弹性退休).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlexibleRetirement {
    /// The first day possible, at the person's own will.
    pub earliest: Day,
    /// The months of contribution that retiring on that first day needs.
    pub contribution_months: u16,
    /// The last day possible, if the employer agrees.
    pub latest: Day,
    /// How they were found.
    pub grounds: Vec<Ground>,
}

/// How many months must have been contributed for a monthly pension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The months.
    pub months: u16,
    /// Why.
    pub ground: Ground,
}

/// Says how somebody's age stands to working life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkingAge {
    /// 未满最低就业年龄.
    TooYoung,
    /// 劳动年龄内.
    OfWorkingAge,
    /// 已达法定退休年龄.
    Retired,
}

impl fmt::Display for WorkingAge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooYoung => "未满最低就业年龄",
            Self::OfWorkingAge => "劳动年龄内",
            Self::Retired => "已达法定退休年龄",
        })
    }
}

/// A verdict on somebody's age, with its reasoning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingAgeDecision {
    /// The verdict.
    pub verdict: WorkingAge,
    /// How it was found.
    pub grounds: Vec<Ground>,
}

impl AgeRules {
    /// Says when somebody reaches the statutory retirement age.
    ///
    /// Who reached the former age before the gradual change began (2025-01-01) retired by that.
    #[must_use]
    pub fn statutory_retirement(&self, birth: Day, category: RetirementCategory) -> Retirement {
        let rule = self.category(category);
        let delay = rule.delay(birth);
        if delay == 0 {
            return self.former_retirement(birth, category);
        }
        let age_in_months = rule.base_years * 12 + delay;
        let day = months_later(birth, age_in_months);
        let delayed = Ground {
            words: format!(
                "{category}，{} 出生：原退休年龄 {} 周岁，自 {} 出生的起每 {} \
                 个月延迟 1 个月、最多 {} 个月，延迟 {delay} 个月，为 {}",
                month_words(month_number(birth)),
                rule.base_years,
                month_words(rule.first_birth_month),
                rule.one_month_per,
                rule.cap_months,
                age_words(age_in_months),
            ),
            citation: rule.citation.clone(),
        };
        Retirement { age_in_months, day, grounds: vec![delayed, reached(birth, day)] }
    }

    /// Says between which days somebody may choose to retire; nothing for those who reached the
    /// former age before the gradual change began, which knew no such choice.
    #[must_use]
    pub fn flexible_retirement(
        &self,
        birth: Day,
        category: RetirementCategory,
    ) -> Option<FlexibleRetirement> {
        let rule = self.category(category);
        let delay = rule.delay(birth);
        if delay == 0 {
            return None;
        }
        let base = rule.base_years * 12;
        let earlier = delay.min(self.early.at_most_months);
        let earliest = months_later(birth, base + delay - earlier);
        let contribution = self.minimum_contribution(earliest.year());
        let latest = months_later(birth, base + delay + self.late.at_most_months);
        let early = Ground {
            words: format!(
                "可自愿提前，最多 {} 个月且不早于 {} 周岁：最早提前 {earlier} 个月，即 {earliest}，\
                 须已达到最低缴费年限",
                self.early.at_most_months, rule.base_years,
            ),
            citation: self.early.citation.clone(),
        };
        let late = Ground {
            words: format!(
                "与单位协商一致可延迟，最多 {} 个月：最迟 {latest}",
                self.late.at_most_months,
            ),
            citation: self.late.citation.clone(),
        };
        Some(FlexibleRetirement {
            earliest,
            contribution_months: contribution.months,
            latest,
            grounds: vec![early, contribution.ground, late],
        })
    }

    /// Says how many months must have been contributed for a monthly pension that begins in a year.
    #[must_use]
    pub fn minimum_contribution(&self, year: i32) -> Contribution {
        let rule = &self.contribution;
        let steps = u16::try_from((year - rule.first_year + 1).max(0)).unwrap_or(u16::MAX);
        let months = rule
            .step_months
            .saturating_mul(steps)
            .saturating_add(rule.base_months)
            .min(rule.cap_months);
        let words = format!("{year} 年按月领取基本养老金的最低缴费年限为 {}", years_words(months));
        Contribution { months, ground: Ground { words, citation: rule.citation.clone() } }
    }

    /// Says whether somebody is too young to be employed, of working age, or past the statutory
    /// retirement age on a day, by the law in force on that day. Days before the labour law are
    /// judged by it too.
    #[must_use]
    pub fn working_age(
        &self,
        birth: Day,
        category: RetirementCategory,
        on: Day,
    ) -> WorkingAgeDecision {
        let rule = &self.working_age;
        let old_enough = months_later(birth, rule.years * 12);
        let has_reached = on >= old_enough;
        let mut words = format!(
            "{birth} 出生，{old_enough} 满 {} 周岁，{on} {}最低就业年龄",
            rule.years,
            if has_reached { "已达到" } else { "未达到" },
        );
        if on < rule.in_force_from {
            words.push_str("；当时该法尚未施行，以其衡量");
        }
        let mut grounds = vec![Ground { words, citation: rule.citation.clone() }];
        if !has_reached {
            return WorkingAgeDecision { verdict: WorkingAge::TooYoung, grounds };
        }
        let retirement = if on < self.changed_from {
            self.former_retirement(birth, category)
        } else {
            self.statutory_retirement(birth, category)
        };
        grounds.extend(retirement.grounds);
        let verdict =
            if on >= retirement.day { WorkingAge::Retired } else { WorkingAge::OfWorkingAge };
        WorkingAgeDecision { verdict, grounds }
    }

    fn former_retirement(&self, birth: Day, category: RetirementCategory) -> Retirement {
        let age_in_months = self.category(category).base_years * 12;
        let day = months_later(birth, age_in_months);
        let words =
            format!("{} 以前的规定：{category}为 {}", self.changed_from, age_words(age_in_months));
        let former = Ground { words, citation: self.former_basis.clone() };
        Retirement { age_in_months, day, grounds: vec![former, reached(birth, day)] }
    }

    const fn category(&self, category: RetirementCategory) -> &CategoryRule {
        &self.categories[category as usize]
    }
}

impl CategoryRule {
    /// Gives by how many months retirement is put off.
    fn delay(&self, birth: Day) -> u16 {
        let months = month_number(birth) - self.first_birth_month;
        if months < 0 {
            return 0;
        }
        let delay = months / self.one_month_per + 1;
        u16::try_from(delay).unwrap_or(u16::MAX).min(self.cap_months)
    }
}

fn reached(birth: Day, day: Day) -> Ground {
    Ground {
        words: format!("{birth} 出生，{day} 达到法定退休年龄"),
        citation: "《中华人民共和国民法典》第二百零二条".to_owned(),
    }
}

/// Words an age.
fn age_words(months: u16) -> String {
    match (months / 12, months % 12) {
        (years, 0) => format!("{years} 周岁"),
        (years, rest) => format!("{years} 周岁 {rest} 个月"),
    }
}

/// Words a length of time.
fn years_words(months: u16) -> String {
    match (months / 12, months % 12) {
        (years, 0) => format!("{years} 年"),
        (years, rest) => format!("{years} 年 {rest} 个月"),
    }
}

fn month_words(number: i32) -> String {
    format!("{} 年 {} 月", number.div_euclid(12), number.rem_euclid(12) + 1)
}
