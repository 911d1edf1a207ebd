//! `leye law`: what the regulations say, and how their periods are counted.

use std::io::Write;

use kernel::Day;
use rules::{
    AgeRules, Clause, Gate, Ground, History, Law, Parameter, Reckoning, RetirementCategory, Rule,
    duties::RULES,
};

use crate::arguments::{Law as Arguments, LawQuestion};
use crate::failure::Failure;
use crate::terminal;

/// Answers a question about the law.
pub(crate) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let law = Law::shipped().map_err(|error| Failure::Fault(error.to_string()))?;
    let clauses = Law::clauses().map_err(|error| Failure::Fault(error.to_string()))?;
    let mut out = terminal::output();
    match &arguments.question {
        LawQuestion::List => list(&law, &clauses, &mut out)?,
        LawQuestion::Show { clause } => show(&law, &clauses, clause, &mut out)?,
        LawQuestion::Due { rule, from } => due(&law, rule, *from, &mut out)?,
        LawQuestion::Retirement { birth, category, as_of } => {
            retirement(*birth, *category, as_of.unwrap_or_else(terminal::today), &mut out)?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn list(law: &Law, clauses: &[Clause], out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "法规")?;
    for regulation in law.regulations() {
        let followers: Vec<&str> =
            regulation.followed_by.iter().map(|jurisdiction| jurisdiction.term()).collect();
        writeln!(
            out,
            "  {} {}（{}），{}起，适用：{}",
            regulation.id.name(),
            regulation.title,
            regulation.number,
            regulation.in_force_from,
            followers.join("、")
        )?;
    }
    writeln!(out, "\n规则（leye law due 规则 --from 日期 推算期限）")?;
    for rule in RULES {
        let today = Reckoning::of(law, rule, from_now_on(law, rule), from_now_on(law, rule));
        writeln!(out, "  {} {}：{}（{}）", rule.id, rule.duty, today.period, today.basis)?;
    }
    writeln!(out, "\n权利与权限")?;
    for gate in Gate::ALL {
        writeln!(out, "  {} {}", gate.clause(), gate.allows())?;
    }
    writeln!(out, "\n参数（本地规范可以用 --norms 另定）")?;
    for history in law.parameters() {
        let latest = latest(history);
        writeln!(
            out,
            "  {} {} {}：{}（{}）",
            history.parameter.name(),
            history.clause,
            history.meaning,
            history.words(latest.value),
            latest.basis
        )?;
    }
    writeln!(out, "\n条款（leye law show 条款 显示要旨）")?;
    for clause in clauses {
        writeln!(out, "  {} {}", clause.id, clause.article)?;
    }
    Ok(())
}

fn show(law: &Law, clauses: &[Clause], id: &str, out: &mut impl Write) -> Result<(), Failure> {
    let wanted = id.to_ascii_uppercase();
    let Some(clause) = clauses.iter().find(|clause| clause.id.eq_ignore_ascii_case(id)) else {
        let near: Vec<&str> = clauses
            .iter()
            .filter(|clause| near(&clause.id, &wanted))
            .map(|clause| clause.id.as_str())
            .collect();
        return Err(unknown("条款", id, &near));
    };
    writeln!(out, "{} {}", clause.id, clause.article)?;
    if let Some(regulation) =
        law.regulations().iter().find(|regulation| clause.id.starts_with(regulation.id.name()))
    {
        writeln!(out, "《{}》（{}）", regulation.title, regulation.number)?;
        writeln!(out, "自 {} 起施行", regulation.in_force_from)?;
    }
    writeln!(out, "\n要旨：{}", clause.gist)?;
    if !clause.demand.is_empty() {
        writeln!(out, "系统应当：{}", clause.demand)?;
    }
    if let Some(figures) = &clause.figures {
        writeln!(out, "数字：{figures}")?;
    }
    if let Some(parent) = &clause.rule_of {
        writeln!(out, "所属条款：{parent}")?;
    }
    let rules: Vec<&Rule> =
        RULES.iter().filter(|rule| belongs_to(rule.id, &clause.id, clauses)).collect();
    for rule in &rules {
        writeln!(out, "\n规则 {}：{}", rule.id, rule.duty)?;
        for value in law.parameter(rule.period).values() {
            let reckoned = Reckoning::of(law, rule, value.from, value.from);
            writeln!(
                out,
                "  {}起 {}（{}，{}）",
                value.from, reckoned.period, reckoned.basis, value.source
            )?;
        }
    }
    for gate in Gate::ALL.into_iter().filter(|gate| gate.clause() == clause.id) {
        writeln!(out, "\n权利与权限：{}", gate.allows())?;
    }
    for history in parameters_of(law, &clause.id, &rules) {
        writeln!(
            out,
            "  {}：{}（{}）",
            history.meaning,
            history.words(latest(history).value),
            latest(history).basis
        )?;
    }
    Ok(())
}

fn due(law: &Law, id: &str, from: Day, out: &mut impl Write) -> Result<(), Failure> {
    let matching: Vec<&Rule> =
        RULES.iter().filter(|rule| rule.id.eq_ignore_ascii_case(id)).collect();
    if matching.is_empty() {
        let wanted = id.to_ascii_uppercase();
        let near: Vec<&str> =
            RULES.iter().map(|rule| rule.id).filter(|rule| near(rule, &wanted)).collect();
        return Err(unknown("规则", id, &near));
    }
    for rule in matching {
        writeln!(out, "{} {}", rule.id, rule.duty)?;
        let regulation = law.regulation(rule.regulation);
        if from < regulation.in_force_from {
            writeln!(
                out,
                "  · {from} 时《{}》尚未施行（{} 起），不产生期限",
                regulation.title, regulation.in_force_from
            )?;
            continue;
        }
        for words in Reckoning::of(law, rule, from, from).steps() {
            writeln!(out, "  · {words}")?;
        }
    }
    Ok(())
}

fn retirement(
    birth: Day,
    category: RetirementCategory,
    as_of: Day,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let ages = AgeRules::shipped().map_err(|error| Failure::Fault(error.to_string()))?;
    let standing = ages.working_age(birth, category, as_of);
    let statutory = ages.statutory_retirement(birth, category);
    let flexible = ages.flexible_retirement(birth, category);
    let mut explain = |heading: String, grounds: &[Ground]| -> Result<(), Failure> {
        writeln!(out, "{heading}")?;
        for ground in grounds {
            writeln!(out, "  · {}（{}）", ground.words, ground.citation)?;
        }
        Ok(())
    };
    explain(format!("{as_of} {}", standing.verdict), &standing.grounds)?;
    let (years, months) = (statutory.age_in_months / 12, statutory.age_in_months % 12);
    explain(
        format!("法定退休年龄 {years} 周岁 {months} 个月，{} 达到", statutory.day),
        &statutory.grounds,
    )?;
    if let Some(flexible) = flexible {
        explain(
            format!("弹性退休最早 {}，最迟 {}", flexible.earliest, flexible.latest),
            &flexible.grounds,
        )?;
    }
    Ok(())
}

/// Gives a day on which the latest figure of a rule is in force.
fn from_now_on(law: &Law, rule: &Rule) -> Day {
    latest(law.parameter(rule.period)).from
}

fn latest(history: &History) -> &rules::Value {
    history.on(Day::LAST)
}

/// Tells whether a rule carries out a clause, by its own id or as one of the clause's rules.
fn belongs_to(rule: &str, clause: &str, clauses: &[Clause]) -> bool {
    rule == clause
        || clauses.iter().any(|child| child.id == rule && child.rule_of.as_deref() == Some(clause))
}

/// Gives the parameters of a clause that no rule shown already has for its period.
fn parameters_of<'law>(law: &'law Law, clause: &str, shown: &[&Rule]) -> Vec<&'law History> {
    let is_shown = |parameter: Parameter| shown.iter().any(|rule| rule.period == parameter);
    law.parameters()
        .iter()
        .filter(|history| history.clause == clause && !is_shown(history.parameter))
        .collect()
}

/// Tells whether an id begins like what was asked for: same regulation and article.
fn near(id: &str, wanted: &str) -> bool {
    let article = |text: &str| text.split(['(', ' ']).next().map(str::to_owned);
    article(id) == article(wanted) || !wanted.is_empty() && id.starts_with(wanted)
}

fn unknown(what: &str, id: &str, near: &[&str]) -> Failure {
    let hint = if near.is_empty() {
        "leye law list 列出全部".to_owned()
    } else {
        format!("相近的有 {}", near.join("、"))
    };
    Failure::Usage(format!("没有{what}“{id}”；{hint}"))
}
