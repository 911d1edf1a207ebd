//! What benches measure beside their own figures, so that these can be told as ratios of one run.

use std::fs::File;
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::postgres::{Server, programs};

/// What this process has used of the processors so far, in seconds: a figure that other work on the machine hardly
/// moves.
#[must_use]
pub fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time, in hundredths of a second.
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The middle time of appending 4 KiB and syncing it: what the disk allows in this very run.
///
/// # Panics
///
/// When the disk refuses.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub fn sync_time() -> Duration {
    let mut file = tempfile::tempfile().expect("a file");
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            let begin = Instant::now();
            file.write_all(&[7; 4096]).expect("written");
            File::sync_data(&file).expect("synced");
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

impl Server {
    /// Prepares the tables of PostgreSQL's own benchmark; false where it is not installed.
    #[must_use]
    pub fn prepare_simple_updates(&self) -> bool {
        self.pgbench(&["-i", "-s", "10", "-q"]).is_some()
    }

    /// Gives its simple updates a second, at 16 clients for 4 seconds.
    #[must_use]
    pub fn simple_updates(&self) -> Option<f64> {
        let text = self.pgbench(&["-N", "-c", "16", "-j", "2", "-T", "4", "-M", "prepared"])?;
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = "))?;
        rate.split(' ').next()?.parse().ok()
    }

    fn pgbench(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new(programs()?.join("pgbench"))
            .args(arguments)
            .args(["-U", "postgres", "-h"])
            .arg(self.folder())
            .arg("postgres")
            .output()
            .ok()?;
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
