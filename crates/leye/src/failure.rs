//! How the executable ends when it cannot do what it was asked.

use std::io;
use std::path::Path;
use std::process::ExitCode;

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
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "没有这个文件".to_owned(),
            io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
            io::ErrorKind::IsADirectory => "这是一个文件夹，不是文件".to_owned(),
            _ => error.to_string(),
        };
        Self::Refusal(format!("无法读取 {}：{reason}", path.display()))
    }

    /// A file cannot be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::Fault(format!("无法写入 {}：{error}", path.display()))
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
            Self::Fault(error.to_string())
        }
    }
}

/// Shows help where it was asked for, and what is wrong with the command line otherwise.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let is_help = !error.use_stderr();
    if error.print().is_err() || is_help { ExitCode::SUCCESS } else { ExitCode::from(USAGE) }
}
