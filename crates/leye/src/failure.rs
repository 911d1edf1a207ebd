//! How the executable ends when it cannot do what it was asked.

use std::error::Error as _;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::terminal;

/// The command line was wrong (`EX_USAGE`).
const USAGE: u8 = 64;
/// A file that was named is wrong or cannot be read (`EX_NOINPUT`).
const NO_INPUT: u8 = 66;
/// Something failed that should not (`EX_IOERR`).
const FAULT: u8 = 74;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The words of the command line do not make sense together.
    Usage(String),
    /// A file that the user named is wrong; worded for the user.
    Refusal(String),
    /// Reading or writing failed.
    Fault(String),
    /// Nobody reads what is written any more, as after `| head`.
    NobodyReads,
}

impl Failure {
    /// A file that was named cannot be opened or read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::Refusal(format!("无法读取 {}：{}", path.display(), reason(error)))
    }

    /// A file cannot be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::Fault(format!("无法写入 {}：{}", path.display(), reason(error)))
    }

    /// Says what went wrong and gives the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Usage(reason) => {
                terminal::complain(reason);
                ExitCode::from(USAGE)
            }
            Self::Refusal(reason) => {
                terminal::complain(reason);
                ExitCode::from(NO_INPUT)
            }
            Self::Fault(reason) => {
                terminal::complain(reason);
                ExitCode::from(FAULT)
            }
            Self::NobodyReads => ExitCode::SUCCESS,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::NobodyReads
        } else {
            Self::Fault(format!("读写失败：{}", reason(&error)))
        }
    }
}

/// Words why reading or writing failed.
pub(crate) fn reason(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::IsADirectory => "这是一个文件夹，不是文件",
        io::ErrorKind::AlreadyExists => "文件已经存在，不会覆盖；请换一个名字或先移走它",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的",
        _ => return format!("系统报告 {error}"),
    };
    known.to_owned()
}

/// Shows help where it was asked for, and what is wrong with the command line otherwise.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    terminal::complain(&words(error));
    ExitCode::from(USAGE)
}

/// Words what is wrong with a command line.
fn words(error: &clap::Error) -> String {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = named(ContextKind::InvalidArg);
    let value = named(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有命令“{}”", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("没有选项“{argument}”"),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "没有写明命令".to_owned()
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值"),
        ErrorKind::InvalidValue => {
            format!("{argument} 不能是“{value}”，可选 {}", named(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map_or_else(String::new, |source| format!("：{source}"));
            format!("{argument} 的值“{value}”不对{}", why_in_chinese(&why))
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} 不能与 {} 同时使用", named(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{argument} 后面值的个数不对")
        }
        _ => "命令行不对".to_owned(),
    };
    format!("{what}；leye --help 或 leye 命令 --help 显示用法")
}

/// Keeps the reasons of our own parsers, and leaves out those that a library words in English.
fn why_in_chinese(why: &str) -> &str {
    let is_ours = why.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    if is_ours { why } else { "：应是大于 0 的整数" }
}
