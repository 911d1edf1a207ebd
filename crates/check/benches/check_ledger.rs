//! How fast a ledger is checked, beside what a bare parse of the same file takes.
//!
//! `cargo bench -p check -- 440000` takes a ledger of that many persons (about 23 entries each);
//! without a number, of 44,000. Every round measures all in turn, so that the ratios of a round
//! hold on a machine whose speed drifts; the last lines give their medians.

#![expect(clippy::print_stdout, reason = "a bench speaks to whoever starts it")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, Write as _};
use std::num::NonZeroUsize;
use std::thread;
use std::time::Instant;

use check::{Listener, Options, RefusedLine, check};
use city::LedgerPlan;
use rules::{Jurisdiction, Law, Rulebook};
use serde::de::IgnoredAny;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let persons = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(44_000);
    let law = Law::shipped()?;
    let mut ledger = tempfile::tempfile()?;
    let plan = LedgerPlan::of_two_years(persons, 1, "2026-06-30".parse()?);
    let mut out = BufWriter::with_capacity(1 << 20, &mut ledger);
    let written = city::write_ledger(&plan, &law, &mut out, &mut |_| {})?;
    out.flush()?;
    drop(out);
    println!("{} entries of {} subjects", written.entries, written.subjects);

    let all = thread::available_parallelism()?;
    let measures: [(&str, &Measure<'_>); 4] = [
        ("bare parse, passing over (serde_json)", &skim),
        ("bare parse into values (serde_json)", &parse),
        ("leye check --grouped --jobs 1", &|file| run(file, &law, NonZeroUsize::MIN)),
        ("leye check --grouped, all processors", &|file| run(file, &law, all)),
    ];
    let mut seconds: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for round in 1..=ROUNDS {
        for (number, (name, measure)) in measures.iter().enumerate() {
            ledger.rewind()?;
            let taken = timed(|| measure(&ledger))?;
            seconds.entry(number).or_default().push(taken);
            let rate = per_second(written.entries, taken);
            println!("round {round}: {name}: {rate:.0} entries/s");
        }
    }
    println!("medians of {ROUNDS} rounds:");
    for (number, (name, _)) in measures.iter().enumerate() {
        let rate = per_second(written.entries, median(seconds[&number].clone()));
        let times = |base: usize| {
            let pairs = seconds[&number].iter().zip(&seconds[&base]);
            median(pairs.map(|(own, base)| own / base).collect())
        };
        println!(
            "{rate:>10.0} entries/s  {:.2} × passing over  {:.2} × into values  {name}",
            times(0),
            times(1)
        );
    }
    Ok(())
}

type Measure<'a> = dyn Fn(&File) -> io::Result<()> + 'a;

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn timed(measure: impl FnOnce() -> io::Result<()>) -> io::Result<f64> {
    let start = Instant::now();
    measure()?;
    Ok(start.elapsed().as_secs_f64())
}

#[expect(clippy::cast_precision_loss, reason = "rates are printed in whole thousands")]
fn per_second(entries: u64, seconds: f64) -> f64 {
    entries as f64 / seconds
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn skim(file: &File) -> io::Result<()> {
    each_line(file, |line| serde_json::from_slice::<IgnoredAny>(line).map(|_| ()))
}

fn parse(file: &File) -> io::Result<()> {
    each_line(file, |line| serde_json::from_slice::<serde_json::Value>(line).map(|_| ()))
}

fn each_line(file: &File, take: impl Fn(&[u8]) -> serde_json::Result<()>) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(1 << 18, file);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        take(&line)?;
        line.clear();
    }
    Ok(())
}

/// Everything that the command does: reading, checking, sorting, writing.
fn run(file: &File, law: &Law, jobs: NonZeroUsize) -> io::Result<()> {
    let rulebook = Rulebook::new(law, Jurisdiction::Beijing);
    let options = Options {
        rulebook: &rulebook,
        as_of: "2026-06-30".parse().map_err(io::Error::other)?,
        grouped: true,
        gates: false,
        offices: false,
        jobs,
    };
    let checked = check(BufReader::with_capacity(1 << 18, file), options, &mut Nobody)?;
    let mut out = BufWriter::with_capacity(1 << 20, tempfile::tempfile()?);
    checked.write_duties(jobs, |_| true, &mut out)?;
    out.flush()
}

struct Nobody;

impl Listener for Nobody {
    fn progress(&mut self, _bytes: u64) {}
    fn refused(&mut self, _line: &RefusedLine) {}
}
