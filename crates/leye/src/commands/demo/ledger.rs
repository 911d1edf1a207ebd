//! The ledger check on the terminal, shown on a ledger that ships with Leye.

use std::io::Write;
use std::path::Path;

use clap::Parser as _;
use kernel::Day;

use crate::arguments::{Arguments, Command};
use crate::commands::check::{Source, examine};
use crate::commands::law;
use crate::failure::Failure;
use crate::terminal;

/// Some months in a street office, written as the rulebook's §2 lays down.
const LEDGER: &str = include_str!("../../../../../demo/ledger.jsonl");

/// Lines as they come in when something went wrong on the way.
const DAMAGED: &str = r#"{"id":"1","subject":"张三","kind":"seeker_registered","on":"2026-02-30"}
{"id":"2","subject":"张三","kind":"gradded","on":"2026-06-01","level":3,"tool":"分级工具"}
{"id":"3","subject":"张三","kind":"followed_up","on":"2026-06-02","of":"9"}
{"id":"4","subject":"张三","kind":"graded","on":"2026-06-02","level":"3","tool":"#;

/// Shows what a street office sees of its ledger.
pub(super) fn run(as_of: Day) -> Result<u8, Failure> {
    let as_of = as_of.to_string();
    let office = ["demo/ledger.jsonl", "--regulation", "beijing", "--as-of", as_of.as_str()];
    say(
        "乐业演示：双井街道公共就业服务所的一份服务台账（虚构），看看每个人应得到什么服务、何时到期、依据哪一条。",
    )?;

    say("\n一、哪些事逾期了，哪些事还要办？")?;
    show(LEDGER, &[&office[..], &["--state", "overdue,open"]].concat())?;
    say("\n二、今天有哪些权利与权限成立？系统只提示，由人核实、由机构决定。")?;
    show(LEDGER, &[&office[..], &["--gates"]].concat())?;
    say("\n三、出错的台账：逐行说明错在哪里、怎样才对，其余各行照样可以核对。")?;
    show(DAMAGED, &["damaged.jsonl", "--regulation", "beijing", "--as-of", as_of.as_str()])?;
    say("\n四、期限是怎样推算的？")?;
    command(&["law", "due", "BJ18-27(1)", "--from", "2026-02-12"])?;

    say("\n接下来可以试试：")?;
    say("  leye check demo/ledger.jsonl --regulation beijing --format xlsx 应办清单.xlsx")?;
    say("  leye check --template                      （用自己的 Excel 台账：写出对照文件样板）")?;
    say("  leye city ledger --persons 10000 --output 台账.jsonl （生成任意大小的台账）")?;
    say("  leye law show BJ18-28；leye calendar 2026-10-01 +5")?;
    Ok(0)
}

/// Shows a command and what it says of a ledger.
fn show(ledger: &'static str, arguments: &[&str]) -> Result<(), Failure> {
    if let Command::Check(check) = announced("check", arguments)? {
        examine(Source::of_text(ledger), Path::new(arguments[0]), &check)?;
    }
    Ok(())
}

/// Shows a command and carries it out.
fn command(arguments: &[&str]) -> Result<(), Failure> {
    if let Command::Law(question) = announced(arguments[0], &arguments[1..])? {
        law::run(&question)?;
    }
    Ok(())
}

fn announced(command: &str, arguments: &[&str]) -> Result<Command, Failure> {
    say(&format!("$ leye {command} {}\n", arguments.join(" ")))?;
    let words = ["leye", command].into_iter().chain(arguments.iter().copied());
    let parsed = Arguments::try_parse_from(words);
    parsed.map(|parsed| parsed.command).map_err(|error| Failure::Fault(error.to_string()))
}

fn say(words: &str) -> Result<(), Failure> {
    let mut out = terminal::output();
    writeln!(out, "{words}")?;
    out.flush()?;
    Ok(())
}
