//! Starting the executable.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use store::Engine;
use tempfile::TempDir;
use testkit::Place;

/// What a run of the executable gave.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) complaints: String,
}

impl Run {
    /// Gives the numbers of the refused lines that were complained about, in their order.
    pub(crate) fn refused_lines(&self) -> Vec<u64> {
        self.complaints
            .lines()
            .filter_map(|line| line.split_once(".jsonl:")?.1.split(':').next()?.parse().ok())
            .collect()
    }
}

/// Starts the executable with arguments separated by spaces.
pub(crate) fn leye(arguments: &str) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_leye")).args(arguments.split_whitespace()))
}

fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Run {
        status: status.code().expect("the executable was killed by a signal"),
        out: String::from_utf8(stdout).unwrap(),
        complaints: String::from_utf8(stderr).unwrap(),
    }
}

/// A folder of its own with a ledger in it.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Makes a desk with a ledger of these bytes.
    pub(crate) fn with_ledger(bytes: impl AsRef<[u8]>) -> Self {
        let desk = Self::new();
        desk.write("ledger.jsonl", bytes);
        desk
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts the executable in this folder with arguments separated by spaces.
    pub(crate) fn leye(&self, arguments: &str) -> Run {
        run(Command::new(env!("CARGO_BIN_EXE_leye"))
            .args(arguments.split_whitespace())
            .current_dir(&self.folder))
    }

    /// Starts it in the same way and lets it run; what it says goes nowhere.
    pub(crate) fn start(&self, arguments: &str) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leye"));
        command.args(arguments.split_whitespace()).current_dir(&self.folder);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Checks the ledger of this desk by the rules of Beijing as of mid 2026.
    pub(crate) fn check(&self, more: &str) -> Run {
        self.leye(&format!(
            "check ledger.jsonl --regulation beijing --as-of 2026-06-30 --format json {more}"
        ))
    }
}

/// Runs statements on a database, behind the back of the executable; gives the first value of each row.
pub(crate) fn sql(place: &Place, text: &str) -> String {
    match place.engine {
        Engine::Postgres => {
            let database = place.url.rsplit('/').next().unwrap();
            testkit::server().sql(database, text).unwrap().trim().to_owned()
        }
        Engine::Sqlite => {
            let connection = rusqlite::Connection::open(&place.url).unwrap();
            if !text.starts_with("SELECT") {
                connection.execute_batch(text).unwrap();
                return String::new();
            }
            let mut statement = connection.prepare(text).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            rows.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
        }
    }
}

/// Damages a closed embedded database where one of its indexes lies.
pub(crate) fn damage(file: &Path, index: &str) {
    let connection = rusqlite::Connection::open(file).unwrap();
    let number = |text: &str| connection.query_row(text, [], |row| row.get::<_, u32>(0)).unwrap();
    let size = number("SELECT page_size FROM pragma_page_size");
    let page = number(&format!("SELECT rootpage FROM sqlite_schema WHERE name = '{index}'"));
    drop(connection);
    let mut file = fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(u64::from(page - 1) * u64::from(size))).unwrap();
    file.write_all(&[0xff; 64]).unwrap();
}

/// Gives the folder of the whole project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}
