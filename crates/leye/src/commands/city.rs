//! `leye city`: the data of a synthetic city.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use city::LedgerPlan;
use kernel::Day;
use rules::Law;

use crate::arguments::{City, CityPart};
use crate::failure::Failure;
use crate::terminal;

/// Writes a part of the city.
pub(crate) fn run(arguments: &City) -> Result<u8, Failure> {
    match &arguments.part {
        CityPart::Ledger { persons, seed, until, output } => {
            write_ledger(*persons, *seed, *until, output.as_deref())
        }
    }
}

fn write_ledger(persons: u64, seed: u64, until: Day, output: Option<&Path>) -> Result<u8, Failure> {
    let law = Law::shipped().map_err(|error| Failure::Fault(error.to_string()))?;
    let plan = LedgerPlan::of_two_years(persons, seed, until);
    let progress = terminal::count_progress(persons + plan.employers());
    progress.set_message("生成台账");
    let mut tell = |done: u64| progress.set_position(done);
    let written = if let Some(path) = output {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::InvalidInput => Failure::Usage(error.to_string()),
            _ => Failure::writing(path, &error),
        };
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path).map_err(failed)?);
        let written = city::write_ledger(&plan, &law, &mut out, &mut tell).map_err(failed)?;
        out.flush().map_err(failed)?;
        written
    } else {
        let mut out = terminal::output();
        let written = city::write_ledger(&plan, &law, &mut out, &mut tell)?;
        out.flush()?;
        written
    };
    progress.finish_and_clear();
    terminal::complain(&format!(
        "已生成 {} 个服务对象的 {} 条记录",
        written.subjects, written.entries
    ));
    Ok(0)
}
