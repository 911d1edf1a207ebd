//! Speaking to whoever sits at the terminal.

use std::io::{self, BufWriter, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kernel::Day;

/// Writes a line to standard error. Where even that fails there is nobody left to tell.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Gives standard output with a large buffer.
pub(crate) fn output() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 20, io::stdout().lock())
}

/// Makes a progress bar over a number of bytes, shown only to somebody who sits there.
pub(crate) fn byte_progress(total: u64) -> ProgressBar {
    progress(total, "{msg} {wide_bar} {bytes}/{total_bytes} 剩余 {eta}")
}

/// Makes a progress bar over a number of things, shown only to somebody who sits there.
pub(crate) fn count_progress(total: u64) -> ProgressBar {
    progress(total, "{msg} {wide_bar} {human_pos}/{human_len} 剩余 {eta}")
}

fn progress(total: u64, template: &str) -> ProgressBar {
    let target = if io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(total), target);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// Gives today at UTC+8, whatever the machine's own time zone.
#[expect(clippy::disallowed_methods, reason = "the one place where the executable asks the clock")]
pub(crate) fn today() -> Day {
    const BEIJING: i64 = 8 * 60 * 60;
    const DAY: i64 = 24 * 60 * 60;
    let seconds = jiff::Timestamp::now().as_second() + BEIJING;
    Day::from_number(i32::try_from(seconds.div_euclid(DAY)).unwrap_or(i32::MAX))
}

/// Starts the log on standard error: one line for each thing worth knowing, never personal values.
pub(crate) fn start_log() {
    let subscriber = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(tracing::Level::INFO)
        .with_target(false)
        .finish();
    // Only the first call of a process counts.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
