//! The table for people: each duty with its article and a plain sentence why.

use std::collections::HashMap;
use std::io::Write;

use check::{Checked, DutyRow, GateRow, padded, printable};
use kernel::Day;
use rules::{CountedFrom, Gate, Law, Reckoning};

use crate::arguments::Check;
use crate::failure::Failure;
use crate::terminal;

const SUBJECT_WIDTH: usize = 22;
const DUTY_WIDTH: usize = 36;

/// Prints the duties, or the gates, and what they add up to.
pub(crate) fn print(
    mut checked: Checked,
    arguments: &Check,
    law: &Law,
    as_of: Day,
) -> Result<(), Failure> {
    let articles = Articles::read()?;
    let mut out = terminal::output();
    let summary = std::mem::take(&mut checked.summary);
    let gates = std::mem::take(&mut checked.gates);
    let (subjects, entries, refused) = (checked.subjects, checked.entries, checked.refused);
    if arguments.gates {
        print_gates(&gates, law, &articles, &mut out)?;
    } else {
        print_duties(checked, law, &articles, arguments, &mut out)?;
        writeln!(out, "\n{}", summary.words())?;
    }
    writeln!(
        out,
        "\n截至 {as_of}，依据{}规定，核对了 {subjects} 个服务对象的 {entries} 条记录{}。",
        arguments.regulation.term(),
        if refused > 0 { format!("，另有 {refused} 行被拒") } else { String::new() },
    )?;
    out.flush()?;
    Ok(())
}

fn print_duties(
    checked: Checked,
    law: &Law,
    articles: &Articles,
    arguments: &Check,
    out: &mut impl Write,
) -> Result<(), Failure> {
    writeln!(
        out,
        "{} {} {} {} 依据",
        padded("期限", 12),
        padded("状态", 4),
        padded("服务对象", SUBJECT_WIDTH),
        padded("应办", DUTY_WIDTH),
    )?;
    checked.duties(|row| {
        if arguments.shows(row.state) {
            print_duty(row, law, articles, arguments.explain, out)
        } else {
            Ok(())
        }
    })
}

fn print_duty(
    row: &DutyRow<'_>,
    law: &Law,
    articles: &Articles,
    explain: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let rule = row.rule.rule();
    let due = format!("{}{}", row.due.day, if row.due.provisional { "*" } else { "" });
    writeln!(
        out,
        "{} {} {} {} {}（{}）",
        padded(&due, 12),
        padded(row.state.term(), 4),
        padded(row.subject, SUBJECT_WIDTH),
        padded(rule.duty, DUTY_WIDTH),
        rule.id,
        row.basis,
    )?;
    // A stop duty stands under the law of the day that its gate opened.
    let law_of =
        if rule.counted_from == CountedFrom::GateOpening { row.from } else { row.because.on };
    let history = law.parameter(rule.period);
    let period = history.unit.words(history.on(law_of).value);
    let regulation = law.regulation(rule.regulation);
    let article = format!("{}{}", regulation.number, articles.of(rule.id));
    writeln!(out, "{:18}{}；{article}", "", sentence(row, &period))?;
    if explain {
        for words in Reckoning::of(law, rule, row.from, law_of).steps() {
            writeln!(out, "{:18}· {words}", "")?;
        }
    }
    Ok(())
}

/// Says in a sentence why the duty stands and what became of it.
fn sentence(row: &DutyRow<'_>, period: &str) -> String {
    let because = row.because;
    let from =
        if row.from == because.on { String::new() } else { format!("，自 {} 起算", row.from) };
    let met = row.met_by.map_or_else(String::new, |met_by| {
        format!("；{} {}（{}）办结", met_by.on, met_by.kind, printable(met_by.id))
    });
    let unsure = if row.due.provisional {
        "；* 暂定，所涉年份的放假通知尚未公布"
    } else {
        ""
    };
    format!(
        "因 {} {}（{}）{from}，{period}{met}{unsure}",
        because.on,
        because.kind,
        printable(because.id)
    )
}

fn print_gates(
    gates: &[GateRow],
    law: &Law,
    articles: &Articles,
    out: &mut impl Write,
) -> Result<(), Failure> {
    writeln!(out, "{} {} 可以做什么", padded("自", 12), padded("服务对象", SUBJECT_WIDTH))?;
    let regulation = law.regulation(Gate::REGULATION);
    for gate in gates {
        let clause = gate.gate.clause();
        writeln!(
            out,
            "{} {} {} {clause}",
            padded(&gate.since.to_string(), 12),
            padded(&gate.subject, SUBJECT_WIDTH),
            gate.gate.allows(),
        )?;
        writeln!(
            out,
            "{:13}依据记录 {}；{}{}",
            "",
            printable(&gate.because.join("、")),
            regulation.number,
            articles.of(clause),
        )?;
    }
    if gates.is_empty() {
        writeln!(out, "（当日没有成立的权利或权限）")?;
    }
    Ok(())
}

/// Where each rule stands, as a lawyer cites it.
pub(crate) struct Articles {
    by_id: HashMap<String, String>,
}

impl Articles {
    /// Reads the articles of every clause.
    pub(crate) fn read() -> Result<Self, Failure> {
        let clauses = Law::clauses().map_err(|error| Failure::Fault(error.to_string()))?;
        let by_id = clauses.into_iter().map(|clause| (clause.id, clause.article)).collect();
        Ok(Self { by_id })
    }

    /// Gives the article of a rule or gate; nothing where the law files do not say.
    pub(crate) fn of(&self, id: &str) -> &str {
        self.by_id.get(id).map_or("", String::as_str)
    }
}
