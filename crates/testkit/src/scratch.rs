//! Where tests put what they throw away: in memory where there is room, because waiting for a disk tests nothing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::{Builder, TempDir};

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";
/// How much must be free there; a container has 64 MiB by default.
const ROOM_KIB: u64 = 2 << 20;

/// A folder that vanishes with the value. It lies where `TMPDIR` says, where somebody says so.
pub(crate) fn folder() -> TempDir {
    Builder::new().prefix("leye-").tempdir_in(quickest()).expect("a folder for temporary files")
}

fn quickest() -> &'static Path {
    static QUICKEST: OnceLock<PathBuf> = OnceLock::new();
    QUICKEST.get_or_init(|| {
        let is_chosen = std::env::var_os("TMPDIR").is_some();
        // What a bench measures is the disk.
        let is_bench = std::env::args().any(|argument| argument == "--bench");
        if is_chosen || is_bench || free_kib(MEMORY).is_none_or(|free| free < ROOM_KIB) {
            std::env::temp_dir()
        } else {
            PathBuf::from(MEMORY)
        }
    })
}

/// How much is free on the file system that a folder lies on, if it can be told.
fn free_kib(folder: &str) -> Option<u64> {
    let output = Command::new("df").args(["-Pk", folder]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}
