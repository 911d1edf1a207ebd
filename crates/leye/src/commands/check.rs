//! `leye check`: what a ledger says is owed.

use std::fs::{File, Permissions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::iter::Peekable;
use std::num::NonZeroUsize;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::vec::IntoIter;

use check::{Checked, Listener, Options, RefusedLine, workbook::WorkbookWriter};
use indicatif::ProgressBar;
use rules::Rulebook;

use crate::arguments::{Check, Format};
use crate::failure::Failure;
use crate::{own, terminal};

/// Nothing is overdue.
const SETTLED: u8 = 0;
/// Something is overdue.
const OVERDUE: u8 = 1;
/// The input has refused lines.
const REFUSED: u8 = 2;

/// The mode with which a workbook is made, less what the user's umask takes away.
const READABLE_BY_UMASK: u32 = 0o666;

/// How many refused lines a workbook keeps; a sheet holds no more.
const REFUSED_IN_WORKBOOK: usize = 1_048_575;

/// Checks a ledger; the status is that of the contract (rulebook §4).
pub(crate) fn run(arguments: &Check) -> Result<u8, Failure> {
    if let Some(file) = &arguments.template {
        return write_template(file);
    }
    let Some(ledger) = &arguments.ledger else {
        return Err(Failure::Usage("没有写明台账文件".to_owned()));
    };
    workbook_path(arguments)?;
    let source = Source::open(ledger, arguments.mapping.as_deref())?;
    examine(source, ledger, arguments)
}

/// Checks what a source gives; `ledger` is its name for messages.
pub(crate) fn examine(source: Source, ledger: &Path, arguments: &Check) -> Result<u8, Failure> {
    let workbook = workbook_path(arguments)?;
    let (law, _) = own::law(&arguments.own)?;
    let rulebook = Rulebook::new(&law, arguments.regulation);
    let mut audience = Audience::new(ledger, &source, arguments.format == Format::Xlsx);
    let options = Options {
        rulebook: &rulebook,
        as_of: arguments.as_of.unwrap_or_else(terminal::today),
        grouped: arguments.grouped,
        gates: arguments.gates || arguments.format == Format::Xlsx,
        offices: arguments.format != Format::Json,
        jobs: jobs(arguments),
    };
    let checked = source.check(options, &mut audience)?;
    audience.progress.finish_and_clear();
    let status = match (checked.refused, checked.overdue) {
        (0, 0) => SETTLED,
        (0, _) => OVERDUE,
        _ => REFUSED,
    };
    if checked.refused > 0 && !arguments.keep_going {
        terminal::complain(&format!(
            "有 {} 行被拒，没有作任何核对；改正后重试，或加 --keep-going 先核对其余各行",
            checked.refused
        ));
        return Ok(status);
    }
    if checked.entries == 0 {
        terminal::complain("台账中没有任何记录");
    }
    let shown = match (arguments.format, workbook) {
        (Format::Json, _) => print_json(checked, arguments),
        (Format::Table, _) => super::table::print(checked, arguments, &law, options.as_of),
        (Format::Xlsx, Some(path)) => write_workbook(checked, arguments, &audience.refused, &path),
        (Format::Xlsx, None) => Ok(()),
    };
    match shown {
        // Whoever stops reading has still asked for the status.
        Ok(()) | Err(Failure::NobodyReads) => Ok(status),
        Err(failure) => Err(failure),
    }
}

fn workbook_path(arguments: &Check) -> Result<Option<PathBuf>, Failure> {
    match (arguments.format, &arguments.output) {
        (Format::Xlsx, None) => {
            Err(Failure::Usage("没有写明工作簿文件，应写成 --format xlsx 应办清单.xlsx".to_owned()))
        }
        (Format::Xlsx, Some(path)) => Ok(Some(path.clone())),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(Failure::Usage("--output 只用于 --format xlsx".to_owned())),
    }
}

/// Gives the number of threads that was asked for, or one for each processor.
fn jobs(arguments: &Check) -> NonZeroUsize {
    let all = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    arguments.jobs.unwrap_or_else(all)
}

fn write_template(file: &Path) -> Result<u8, Failure> {
    let template = tables::template().as_bytes();
    if file == Path::new("-") {
        let mut out = terminal::output();
        out.write_all(template)?;
        out.flush()?;
    } else {
        File::create_new(file)
            .and_then(|mut file| file.write_all(template))
            .map_err(|error| Failure::writing(file, &error))?;
    }
    Ok(SETTLED)
}

/// Where a ledger comes from.
pub(crate) enum Source {
    /// JSON Lines, with their size where it is known.
    Lines { reader: Box<dyn BufRead + Send>, size: Option<u64> },
    /// A table, already turned into lines.
    Table(TableLines),
}

/// A table as lines of JSON, each in the line that has the number of its row.
pub(crate) struct TableLines {
    text: Vec<u8>,
    refused: Vec<RefusedLine>,
}

impl Source {
    /// A ledger that is in memory already.
    pub(crate) fn of_text(text: &'static str) -> Self {
        Self::Lines { reader: Box::new(text.as_bytes()), size: Some(text.len() as u64) }
    }

    pub(crate) fn open(ledger: &Path, mapping: Option<&Path>) -> Result<Self, Failure> {
        if let Some(mapping) = mapping {
            if ledger.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl")) {
                return Err(Failure::Usage(format!(
                    "{} 是 JSON Lines，不是表格，不需要 --mapping",
                    ledger.display()
                )));
            }
            return Ok(Self::Table(TableLines::read(ledger, mapping)?));
        }
        if ledger == Path::new("-") {
            let reader = Box::new(BufReader::with_capacity(1 << 18, io::stdin()));
            return Ok(Self::Lines { reader, size: None });
        }
        let is_table = ledger.extension().is_some_and(|extension| {
            ["xlsx", "xls", "xlsm", "ods", "csv"]
                .iter()
                .any(|known| extension.eq_ignore_ascii_case(known))
        });
        if is_table {
            return Err(Failure::Refusal(format!(
                "{} 是表格，需要用 --mapping 说明各列的含义；leye check --template 写出样板",
                ledger.display()
            )));
        }
        let file = File::open(ledger).map_err(|error| Failure::reading(ledger, &error))?;
        let metadata = file.metadata().map_err(|error| Failure::reading(ledger, &error))?;
        if metadata.is_dir() {
            return Err(Failure::reading(ledger, &io::ErrorKind::IsADirectory.into()));
        }
        let size = metadata.is_file().then_some(metadata.len());
        let reader = Box::new(BufReader::with_capacity(1 << 18, file));
        Ok(Self::Lines { reader, size })
    }

    /// Reads everything: the lines of JSON, and what was refused while a table was read.
    pub(crate) fn read_whole(self) -> Result<(Vec<u8>, Vec<RefusedLine>), Failure> {
        match self {
            Self::Lines { mut reader, .. } => {
                let mut bytes = Vec::new();
                reader.read_to_end(&mut bytes)?;
                Ok((bytes, Vec::new()))
            }
            Self::Table(table) => Ok((table.text, table.refused)),
        }
    }

    fn size(&self) -> Option<u64> {
        match self {
            Self::Lines { size, .. } => *size,
            Self::Table(table) => Some(table.text.len() as u64),
        }
    }

    fn check(self, options: Options<'_>, audience: &mut Audience<'_>) -> Result<Checked, Failure> {
        match self {
            Self::Lines { reader, .. } => Ok(check::check(reader, options, audience)?),
            Self::Table(table) => {
                let TableLines { text, refused } = table;
                let refused_reading = refused.len() as u64;
                let refused = refused.into_iter().peekable();
                let mut listener = RowListener { audience, refused };
                let mut checked = check::check(text.as_slice(), options, &mut listener)?;
                listener.tell_up_to(u64::MAX);
                checked.refused += refused_reading;
                Ok(checked)
            }
        }
    }
}

impl TableLines {
    fn read(ledger: &Path, mapping: &Path) -> Result<Self, Failure> {
        let refusal = |error: tables::TableError| Failure::Refusal(error.to_string());
        let text = own::text_of(mapping)?;
        let mapping =
            tables::Mapping::parse(&mapping.display().to_string(), &text).map_err(refusal)?;
        let mut lines = Self { text: Vec::new(), refused: Vec::new() };
        let mut next = 1;
        tables::read_rows(ledger, &mapping, terminal::today(), &mut |row, line| match line {
            Ok(line) => {
                // Blank lines are skipped but counted, so every message names the user's own row.
                lines.text.extend((next..row).map(|_| b'\n'));
                lines.text.extend_from_slice(line.as_bytes());
                lines.text.push(b'\n');
                next = row + 1;
            }
            Err(refusal) => {
                lines.refused.push(RefusedLine { line: row, reason: refusal.to_string() });
            }
        })
        .map_err(refusal)?;
        Ok(lines)
    }
}

/// Tells the user of refused lines and of how far the check has come.
struct Audience<'path> {
    name: std::path::Display<'path>,
    progress: ProgressBar,
    keeps: bool,
    refused: Vec<RefusedLine>,
}

impl<'path> Audience<'path> {
    fn new(ledger: &'path Path, source: &Source, keeps: bool) -> Self {
        let progress = terminal::byte_progress(source.size().unwrap_or_default());
        progress.set_message("核对台账");
        Self { name: ledger.display(), progress, keeps, refused: Vec::new() }
    }
}

impl Listener for Audience<'_> {
    fn progress(&mut self, bytes: u64) {
        self.progress.set_position(bytes);
    }

    fn refused(&mut self, line: &RefusedLine) {
        let message = format!("{}:{}: {}", self.name, line.line, line.reason);
        self.progress.suspend(|| terminal::complain(&message));
        if self.keeps && self.refused.len() < REFUSED_IN_WORKBOOK {
            self.refused.push(line.clone());
        }
    }
}

/// Brings the lines that were refused while a table was read, and those refused after, into the
/// order of the rows.
struct RowListener<'audience, 'path> {
    audience: &'audience mut Audience<'path>,
    refused: Peekable<IntoIter<RefusedLine>>,
}

impl RowListener<'_, '_> {
    fn tell_up_to(&mut self, row: u64) {
        while let Some(refused) = self.refused.next_if(|refused| refused.line < row) {
            self.audience.refused(&refused);
        }
    }
}

impl Listener for RowListener<'_, '_> {
    fn progress(&mut self, bytes: u64) {
        self.audience.progress(bytes);
    }

    fn refused(&mut self, line: &RefusedLine) {
        self.tell_up_to(line.line);
        self.audience.refused(line);
    }
}

fn print_json(checked: Checked, arguments: &Check) -> Result<(), Failure> {
    let mut out = terminal::output();
    if arguments.gates {
        for gate in &checked.gates {
            check::write_gate(gate, &mut out)?;
        }
    } else {
        checked.write_duties(jobs(arguments), |state| arguments.shows(state), &mut out)?;
    }
    out.flush()?;
    Ok(())
}

fn write_workbook(
    mut checked: Checked,
    arguments: &Check,
    refused: &[RefusedLine],
    path: &Path,
) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::writing(path, &error);
    let summary = std::mem::take(&mut checked.summary);
    let gates = std::mem::take(&mut checked.gates);
    let mut workbook = WorkbookWriter::new();
    checked
        .duties(|row| if arguments.shows(row.state) { workbook.duty(row) } else { Ok(()) })
        .map_err(failed)?;
    for gate in &gates {
        workbook.gate(gate).map_err(failed)?;
    }
    for line in refused {
        workbook.refused(line).map_err(failed)?;
    }
    if path.exists() && !path.is_file() {
        let mut out = BufWriter::new(File::create(path).map_err(failed)?);
        workbook.finish(&summary, &mut out).map_err(failed)?;
        return out.flush().map_err(failed);
    }
    // Written beside its place and moved there, so that a failure leaves no half of a workbook.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let temporary = tempfile::Builder::new()
        .permissions(Permissions::from_mode(READABLE_BY_UMASK))
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(failed)?;
    let mut out = BufWriter::new(temporary.as_file());
    workbook.finish(&summary, &mut out).map_err(failed)?;
    out.flush().map_err(failed)?;
    drop(out);
    temporary.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
