//! Processes that are killed in the middle of their work, and what they had acknowledged by then.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How an acknowledgement begins and ends on the output. What the kill cut short has no end, and told nobody anything.
const BEGIN: &str = "kept ";
const END: &str = ";";

/// Tells whoever will kill this process that something is kept.
///
/// # Panics
///
/// When the output is closed.
pub fn acknowledge(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{BEGIN}{what}{END}").expect("told");
    out.flush().expect("told");
}

/// Runs one of the ignored tests of this program as a process of its own, for a time, kills it, and gives what it had
/// [acknowledged](acknowledge), in order.
///
/// # Panics
///
/// When the process can be neither run nor killed.
#[must_use]
pub fn acknowledged_until_killed(
    test: &str,
    settings: &[(&str, &OsStr)],
    time: Duration,
) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--ignored", "--exact", test, "--nocapture"])
        .envs(settings.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process");
    let out = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(out).lines().map_while(Result::ok);
        let told = lines.filter_map(|line| {
            let (_, told) = line.split_once(BEGIN)?;
            told.strip_suffix(END).map(str::to_owned)
        });
        told.collect()
    });
    std::thread::sleep(time);
    child.kill().expect("killed");
    child.wait().expect("ended");
    reader.join().expect("read")
}
