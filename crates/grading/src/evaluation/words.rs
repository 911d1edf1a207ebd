//! The report for people.

use std::fmt;

use super::calibration::{Brier, Calibration};
use super::comparison::Comparison;
use super::groups::{ErrorRates, GroupColumn, GroupOutcome, SMALL_GROUP};
use super::proportion::Proportion;
use super::ranking::Ranking;
use super::report::Report;
use crate::level::Level;

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { grading, outcome, people, ungraded, unknown, long, .. } = self;
        writeln!(formatter, "分级评估：{grading}")?;
        writeln!(formatter, "长期失业：{outcome}")?;
        writeln!(
            formatter,
            "共 {people} 人，未能评级 {ungraded} 人，结果未知 {unknown} 人，均不计入；计入 {} 人。",
            long.of
        )?;
        if 10 * unknown > *people {
            writeln!(
                formatter,
                "注意：结果未知的超过一成。若其中多是尚未就业的人，以下比例会偏低。"
            )?;
        }
        writeln!(formatter, "长期失业 {long}")?;
        writeln!(formatter, "\n排序\nAUC {}", self.ranking)?;
        if let Some(auc) = self.ranking.auc {
            writeln!(
                formatter,
                "即任取长期失业者和其他人各一名，前者分数较高的可能性为 {}（同分算一半；50% 等于抽签）。",
                percent(auc)
            )?;
        }
        match &self.calibration {
            Some(calibration) => write!(formatter, "\n各等级的实际结果\n{calibration}")?,
            None => writeln!(formatter, "\n没有等级，不能按等级核对。")?,
        }
        if let Some(errors) = &self.errors {
            writeln!(
                formatter,
                "\n以三、四级为重点帮扶对象（误判：并未长期失业，却列为重点；漏判：长期失业，却未列为重点）\n{errors}"
            )?;
        }
        for column in &self.groups {
            write!(formatter, "\n{column}")?;
        }
        if let Some(comparison) = &self.comparison {
            write!(formatter, "\n{comparison}")?;
        }
        Ok(())
    }
}

fn percent(rate: f64) -> String {
    format!("{:.1}%", 100.0 * rate)
}

/// Such as `12/40（30.0%，95% 区间 18.1%–45.4%）`.
impl fmt::Display for Proportion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.count, self.of)?;
        match (self.rate, self.interval) {
            (Some(rate), Some((low, high))) => write!(
                formatter,
                "（{}，95% 区间 {}–{}）",
                percent(rate),
                percent(low),
                percent(high)
            ),
            _ => formatter.write_str("（无人）"),
        }
    }
}

impl fmt::Display for Ranking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.auc, self.interval) {
            (None, _) => formatter.write_str("无法计算（结果全都相同）"),
            (Some(auc), None) => write!(formatter, "{auc:.3}（人数或差异不足，没有区间）"),
            (Some(auc), Some((low, high))) => {
                write!(formatter, "{auc:.3}（95% 区间 {low:.3}–{high:.3}）")
            }
        }
    }
}

impl fmt::Display for Calibration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for level in &self.levels {
            writeln!(formatter, "{}：长期失业 {}", level.level, level.long)?;
        }
        if self.levels.iter().filter(|level| level.long.of > 0).count() < 2 {
            writeln!(formatter, "不足两个等级有人，看不出顺序。")?;
        } else if self.inversions.is_empty() {
            writeln!(formatter, "顺序：等级越高，长期失业的比例越高或相同。")?;
        } else {
            let pairs: Vec<String> = self
                .inversions
                .iter()
                .map(|(lower, higher)| format!("{higher}的比例反而低于{lower}"))
                .collect();
            writeln!(formatter, "顺序颠倒：{}。", pairs.join("，"))?;
        }
        match &self.brier {
            Some(brier) => writeln!(formatter, "{brier}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Brier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Brier 分数 {:.4}（越小越好；不分等级时为 {:.4}",
            self.score, self.without_levels
        )?;
        match self.skill {
            Some(skill) if skill >= 0.0 => write!(formatter, "，分级减少误差 {}）", percent(skill)),
            Some(skill) => write!(formatter, "，分级反而增加误差 {}）", percent(-skill)),
            None => formatter.write_str("）"),
        }
    }
}

impl fmt::Display for ErrorRates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "误判 {}；漏判 {}", self.false_positive, self.false_negative)
    }
}

impl fmt::Display for GroupColumn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "按“{}”分组（只用于核对误差，不参与评级）", self.column)?;
        for group in &self.groups {
            writeln!(formatter, "{group}")?;
        }
        if self.groups.iter().any(|group| group.is_small) {
            writeln!(formatter, "* 不足 {SMALL_GROUP} 人，数字仅供参考。")?;
        }
        Ok(())
    }
}

impl fmt::Display for GroupOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.group.is_empty() { "（未填）" } else { &self.group };
        let mark = if self.is_small { " *" } else { "" };
        write!(formatter, "{name}{mark}：长期失业 {}；AUC {}", self.long, self.ranking)?;
        match &self.errors {
            Some(errors) => write!(formatter, "；{errors}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = [&self.first, &self.second];
        writeln!(formatter, "比较（两者都能评级且结果已知的 {} 人）", self.people)?;
        for (index, name) in names.into_iter().enumerate() {
            write!(formatter, "{name}：AUC {}", self.rankings[index])?;
            if let Some(brier) = self.calibrations[index].as_ref().and_then(|own| own.brier) {
                write!(formatter, "；Brier 分数 {:.4}", brier.score)?;
            }
            if let Some(errors) = &self.errors[index] {
                write!(formatter, "；{errors}")?;
            }
            writeln!(formatter)?;
        }
        match (self.difference, self.interval) {
            (Some(difference), Some((low, high))) => {
                let verdict = if low > 0.0 {
                    "后者排序较好"
                } else if high < 0.0 {
                    "前者排序较好"
                } else {
                    "看不出哪一个排序较好"
                };
                writeln!(
                    formatter,
                    "AUC 之差（后者减前者）{difference:+.3}（95% 区间 {low:+.3} 至 {high:+.3}）：{verdict}。"
                )?;
            }
            (Some(difference), None) => {
                writeln!(formatter, "AUC 之差（后者减前者）{difference:+.3}。")?;
            }
            (None, _) => {}
        }
        let Some(levels) = &self.levels else { return Ok(()) };
        let moved = |is_moved: fn(usize, usize) -> bool| {
            let mut sum = 0;
            for (from, row) in levels.iter().enumerate() {
                sum += row
                    .iter()
                    .enumerate()
                    .filter(|(to, _)| is_moved(from, *to))
                    .map(|(_, count)| count)
                    .sum::<usize>();
            }
            sum
        };
        writeln!(
            formatter,
            "由前者改用后者：等级升高 {} 人，降低 {} 人，不变 {} 人；新列为重点 {} 人，不再列为重点 {} 人。",
            moved(|from, to| to > from),
            moved(|from, to| to < from),
            moved(|from, to| to == from),
            moved(|from, to| !is_key(from) && is_key(to)),
            moved(|from, to| is_key(from) && !is_key(to)),
        )
    }
}

fn is_key(index: usize) -> bool {
    Level::ALL.get(index).is_some_and(|level| level.group() == crate::level::Group::Key)
}
