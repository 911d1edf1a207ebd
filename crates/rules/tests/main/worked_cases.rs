//! The worked cases of `law/cases/`: what a lawyer computed, against what the rules say.

use std::fs;
use std::path::{Path, PathBuf};

use kernel::Day;
use rules::{Jurisdiction, Law, Rulebook, State};
use serde::Deserialize;

use crate::notation::CaseLedger;

#[derive(Deserialize)]
struct CaseFile {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    rules: Vec<String>,
    regulation: String,
    as_of: toml::value::Datetime,
    ledger: String,
    duties: String,
    gates: Option<String>,
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/cases");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the worked cases")
        .map(|file| file.expect("a file").path())
        .filter(|file| file.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for file in files() {
        let text = fs::read_to_string(&file).expect("its text");
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let read: CaseFile =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        cases.extend(read.case.into_iter().map(|case| (name.clone(), case)));
    }
    cases
}

/// Words duties and gates as the notation does, sorted.
fn decided(case: &Case, law: &Law) -> Result<(Vec<String>, Vec<String>), String> {
    let ledger = CaseLedger::read(&case.ledger)?;
    let jurisdiction: Jurisdiction = case.regulation.parse()?;
    let as_of: Day = case.as_of.to_string().parse().map_err(|error| format!("{error}"))?;
    let assessment = Rulebook::new(law, jurisdiction).assess(&ledger.entries, as_of);
    let mut duties = Vec::new();
    for duty in &assessment.duties {
        let rule = duty.rule.rule().id.replace(" stop", "停");
        if !case.rules.contains(&rule) {
            continue;
        }
        let provisional = if duty.due.provisional { " 暂定" } else { "" };
        let settled = match (duty.state, duty.met_by) {
            (State::Met | State::Late, Some(by)) => ledger.entries[by].on.to_string(),
            _ => String::new(),
        };
        duties.push(format!(
            "{rule} 因{} 起算{} 期限{}{provisional} {}{settled}",
            ledger.name(duty.because),
            duty.from,
            duty.due.day,
            duty.state,
        ));
    }
    duties.sort();
    let mut gates: Vec<String> = assessment
        .gates
        .iter()
        .map(|open| format!("{} 自{}", open.gate.clause(), open.since))
        .collect();
    gates.sort();
    Ok((duties, gates))
}

fn sorted_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    lines.sort();
    lines
}

#[test]
fn every_worked_case_comes_out_as_computed_by_hand() {
    let law = Law::shipped().unwrap();
    let mut wrong = Vec::new();
    let cases = cases();
    for (file, case) in &cases {
        match decided(case, &law) {
            Ok((duties, gates)) => {
                let wanted = sorted_lines(&case.duties);
                if duties != wanted {
                    wrong.push(format!(
                        "{file}：{}\n  应为 {wanted:#?}\n  得出 {duties:#?}",
                        case.title
                    ));
                }
                let wanted = case.gates.as_deref().map(sorted_lines);
                if wanted.is_some_and(|wanted| wanted != gates) {
                    wrong.push(format!("{file}：{}\n  权限得出 {gates:#?}", case.title));
                }
            }
            Err(reason) => wrong.push(format!("{file}：{}：{reason}", case.title)),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 400, "only {} cases were found", cases.len());
}

#[test]
fn every_rule_has_worked_cases_with_and_without_a_duty() {
    let cases = cases();
    for index in rules::RuleIndex::all() {
        let rule = index.rule().id.replace(" stop", "停");
        let about: Vec<&Case> =
            cases.iter().map(|(_, case)| case).filter(|case| case.rules.contains(&rule)).collect();
        let owing = about.iter().filter(|case| case.duties.contains(&rule)).count();
        assert!(owing >= 3, "{rule} has {owing} worked cases in which it is owed");
        let title_only = about.iter().any(|case| !case.duties.contains(&rule));
        assert!(title_only, "{rule} has no worked case in which it is not owed");
    }
}

#[test]
fn the_notation_refuses_what_it_does_not_know() {
    for wrong in [
        "2026-02-30 信息采集",
        "2026-02-01 喝茶",
        "2026-02-01 摸查 有意愿=是",
        "2026-02-01 跟踪回访 针对=甲",
        "2026-02-01 信息采集 级数=2",
        "2026-02-01 信息采集 发起方=别人",
    ] {
        assert!(CaseLedger::read(wrong).is_err(), "{wrong}");
    }
}
