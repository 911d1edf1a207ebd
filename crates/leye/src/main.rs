//! Leye 乐业: the executable. It alone knows the clock, the files and the terminal.

mod arguments;
mod commands;
mod failure;
mod outside;
mod own;
mod system;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments =
        match Arguments::try_parse_from(arguments::with_named_output(std::env::args_os())) {
            Ok(arguments) => arguments,
            Err(error) => return failure::usage(&error),
        };
    let outcome = match arguments.command {
        Command::Demo(demo) => commands::demo::run(&demo),
        Command::Serve(serve) => commands::serve::run(&serve),
        Command::Check(check) => commands::check::run(&check),
        Command::Grade(grade) => commands::grade::run(&grade),
        Command::Law(law) => commands::law::run(&law),
        Command::Calendar(calendar) => commands::calendar::run(&calendar),
        Command::City(city) => commands::city::run(&city),
        Command::Import(import) => commands::import::run(&import),
        Command::Export(export) => commands::export::run(&export),
        Command::Seal(seal) => commands::seal::run(&seal),
        Command::Verify(verify) => commands::verify::run(&verify),
        Command::Backup(backup) => commands::backup::run(&backup),
        Command::Restore(restore) => commands::restore::run(&restore),
        Command::Doctor(doctor) => commands::doctor::run(&doctor),
        Command::Deliver(deliver) => commands::deliver::run(&deliver),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(failure) => failure.report(),
    }
}
