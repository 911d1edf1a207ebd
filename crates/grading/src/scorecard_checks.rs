//! What must hold of a scorecard before anybody is graded by it.

use std::collections::BTreeSet;

use crate::level::Level;
use crate::scorecard::{Band, Factor, Question, ScorecardParts};

/// The most marks that one factor may have; a longer list is several questions.
const MOST_MARKS: usize = 12;
/// The most points that one answer may have, so that sums stay small enough to walk through.
const MOST_POINTS: u32 = 1000;

/// Words that a page of grading uses for fields of its own.
const RESERVED: [&str; 5] = ["on", "step", "card", "level", "reason"];
/// What stands between several marks where they are typed, and the word for none of them.
const BETWEEN_MARKS: char = '；';
const NO_MARK: &str = "无";

/// Where in a scorecard something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In what holds for all of it.
    Card,
    /// In a level, counted from 0.
    Level(usize),
    /// In a factor, counted from 0.
    Factor(usize),
}

/// Refuses a scorecard that is incomplete or contradicts itself, with the place and the reason.
pub(crate) fn check(parts: &ScorecardParts) -> Result<(), (Place, String)> {
    let refuse = |place, reason: &str| Err((place, reason.to_owned()));
    for (key, words) in [
        ("id", &parts.id),
        ("name", &parts.name),
        ("clause", &parts.clause),
        ("source", &parts.source),
    ] {
        if words.trim().is_empty() {
            return refuse(Place::Card, &format!("{key} 不能为空"));
        }
    }
    if parts.factors.is_empty() {
        return refuse(Place::Card, "没有任何因素");
    }
    let mut names = BTreeSet::new();
    for (index, factor) in parts.factors.iter().enumerate() {
        let place = Place::Factor(index);
        check_factor(factor)
            .map_err(|reason| (place, format!("因素“{}”：{reason}", factor.name)))?;
        if factor.id != factor.name && !names.insert(&factor.id) || !names.insert(&factor.name) {
            let reason = format!("因素“{}”（{}）的 id 或名称重复", factor.name, factor.id);
            return refuse(place, &reason);
        }
    }
    if parts.factors.iter().all(|factor| !factor.required) {
        return refuse(Place::Card, "至少应有一个必答因素，否则什么都不答也有等级");
    }
    check_levels(parts)
}

fn check_factor(factor: &Factor) -> Result<(), String> {
    if factor.id.trim().is_empty() || factor.name.trim().is_empty() {
        return Err("id 与名称不能为空".to_owned());
    }
    if RESERVED.contains(&&*factor.id) || factor.id.starts_with('_') {
        return Err(format!(
            "id 不能是 {}，也不能以下划线开头：分级页面自己要用；请换一个",
            RESERVED.join("、")
        ));
    }
    if factor.question.trim().is_empty() {
        return Err("缺少问法".to_owned());
    }
    let answers = match &factor.kind {
        Question::Choice { options } => {
            if options.len() < 2 {
                return Err("至少应有两个选项".to_owned());
            }
            check_names(options.iter().map(|option| (&*option.id, &*option.label)))?;
            options.iter().map(Stated::from).collect::<Vec<_>>()
        }
        Question::Range { unit, smallest, largest, bands } => {
            if unit.trim().is_empty() {
                return Err("缺少单位".to_owned());
            }
            check_bands(unit, *smallest, *largest, bands)?;
            bands.iter().map(|band| Stated::of_band(&factor.kind, band)).collect()
        }
        Question::Marks { marks, none, at_most } => {
            if marks.is_empty() || marks.len() > MOST_MARKS {
                return Err(format!("可勾选的项应为 1 至 {MOST_MARKS} 个"));
            }
            if none.trim().is_empty() {
                return Err("缺少“一项也没有”时的说明（none）".to_owned());
            }
            check_names(marks.iter().map(|mark| (&*mark.id, &*mark.label)))?;
            if let Some(mark) =
                marks.iter().find(|mark| mark.id.contains(BETWEEN_MARKS) || mark.id == NO_MARK)
            {
                return Err(format!(
                    "“{}”的 id 不能是“{NO_MARK}”，也不能含“{BETWEEN_MARKS}”；请换一个",
                    mark.label
                ));
            }
            let most = marks.iter().map(|mark| mark.points).max().unwrap_or(0);
            let sum = marks.iter().map(|mark| mark.points).sum::<u32>();
            if *at_most < most || *at_most > sum {
                return Err(format!(
                    "合计上限 {at_most} 分应在单项最高的 {most} 分与各项之和 {sum} 分之间"
                ));
            }
            marks.iter().map(Stated::from).collect()
        }
    };
    for Stated { label, points, words, by } in answers {
        if words.trim().is_empty() {
            return Err(format!("“{label}”的分数没有说明"));
        }
        if points > MOST_POINTS {
            return Err(format!("“{label}”的 {points} 分过大，每项最多 {MOST_POINTS} 分"));
        }
        match by {
            Some(by) if by.trim().is_empty() => {
                return Err(format!("“{label}”的改变办法（by）不能为空；没有就不写"));
            }
            Some(_) if !factor.subject.is_changeable() => {
                return Err(format!(
                    "{}不是本人能改变的，“{label}”不能写改变办法（by）",
                    factor.subject
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What every answer must state, whatever its kind.
struct Stated<'a> {
    label: String,
    points: u32,
    words: &'a str,
    by: Option<&'a str>,
}

macro_rules! stated_from {
    ($($kind:ty),*) => {$(
        impl<'a> From<&'a $kind> for Stated<'a> {
            fn from(answer: &'a $kind) -> Self {
                Self {
                    label: answer.label.clone(),
                    points: answer.points,
                    words: &answer.words,
                    by: answer.by.as_deref(),
                }
            }
        }
    )*};
}

stated_from!(crate::scorecard::Choice, crate::scorecard::Mark);

impl<'a> Stated<'a> {
    fn of_band(question: &Question, band: &'a Band) -> Self {
        Self {
            label: question.label_of(band),
            points: band.points,
            words: &band.words,
            by: band.by.as_deref(),
        }
    }
}

/// Ids and labels must each name one answer, because an answer may be given by either.
fn check_names<'a>(answers: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for (id, label) in answers {
        if id.trim().is_empty() || label.trim().is_empty() {
            return Err("选项的 id 与名称不能为空".to_owned());
        }
        if id != label && !names.insert(id) || !names.insert(label) {
            return Err(format!("选项“{label}”（{id}）的 id 或名称重复"));
        }
    }
    Ok(())
}

fn check_bands(unit: &str, smallest: u32, largest: u32, bands: &[Band]) -> Result<(), String> {
    let mut expected = smallest;
    for Band { from, to, .. } in bands {
        if from > to {
            return Err(format!("{from}–{to} {unit}：起点大于终点"));
        }
        if *from > expected {
            return Err(format!("{expected}–{} {unit}没有分数", from - 1));
        }
        if *from < expected {
            return Err(format!("{from}–{to} {unit}与前一段重叠或早于 {smallest} {unit}"));
        }
        expected = to + 1;
    }
    match expected.checked_sub(1) {
        Some(last) if !bands.is_empty() && last == largest => Ok(()),
        Some(last) if last > largest => Err(format!("{last} {unit}超过最大值 {largest} {unit}")),
        _ => Err(format!("{expected}–{largest} {unit}没有分数")),
    }
}

fn check_levels(parts: &ScorecardParts) -> Result<(), (Place, String)> {
    let levels: Vec<Level> = parts.levels.iter().map(|start| start.level).collect();
    if levels != Level::ALL {
        let reason = "应依次写明 1、2、3、4 四个等级，各一次（BJ18-12）";
        return Err((Place::Card, reason.to_owned()));
    }
    for (index, start) in parts.levels.iter().enumerate() {
        if start.words.trim().is_empty() {
            return Err((Place::Level(index), format!("{}没有说明", start.level)));
        }
    }
    for (index, pair) in parts.levels.windows(2).enumerate() {
        if pair[0].from >= pair[1].from {
            let reason = format!(
                "{}从 {} 分起，应高于{}的起点 {} 分",
                pair[1].level, pair[1].from, pair[0].level, pair[0].from
            );
            return Err((Place::Level(index + 1), reason));
        }
    }
    if parts.levels[0].from != 0 {
        let reason = format!("一级应从 0 分起，不是 {} 分", parts.levels[0].from);
        return Err((Place::Level(0), reason));
    }
    let totals = totals(&parts.factors);
    let mut reached = BTreeSet::new();
    for (total, possible) in (0..).zip(totals) {
        if possible {
            reached.insert(parts.start_of(total).level);
        }
    }
    match Level::ALL.into_iter().position(|level| !reached.contains(&level)) {
        Some(index) => {
            Err((Place::Level(index), format!("没有任何一组答案能得到{}的分数", Level::ALL[index])))
        }
        None => Ok(()),
    }
}

/// Marks the totals that some set of answers has.
fn totals(factors: &[Factor]) -> Vec<bool> {
    let mut totals = vec![true];
    for factor in factors {
        let mut points = match &factor.kind {
            Question::Choice { options } => options.iter().map(|option| option.points).collect(),
            Question::Range { bands, .. } => bands.iter().map(|band| band.points).collect(),
            Question::Marks { marks, at_most, .. } => {
                let mut sums = BTreeSet::from([0]);
                for mark in marks {
                    let with: Vec<u32> =
                        sums.iter().map(|sum| (sum + mark.points).min(*at_most)).collect();
                    sums.extend(with);
                }
                sums
            }
        };
        if !factor.required {
            points.insert(0);
        }
        totals = widened(&totals, &points);
    }
    totals
}

fn widened(totals: &[bool], points: &BTreeSet<u32>) -> Vec<bool> {
    let most = points.last().map_or(0, |most| *most as usize);
    let mut wider = vec![false; totals.len() + most];
    for (total, _) in totals.iter().enumerate().filter(|(_, possible)| **possible) {
        for more in points {
            wider[total + *more as usize] = true;
        }
    }
    wider
}
