//! How long the system takes to start, and what it takes of memory while nobody asks for anything.
//!
//! `cargo bench -p leye --bench idle -- 20000` lays out a database with the invented ledger of that many people, and starts
//! on it again and again; without a number, of 2,000.

#![expect(clippy::print_stdout, reason = "a bench talks to whoever starts it")]

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant as Stopwatch};

/// How often it is started.
const STARTS: usize = 9;
/// How long nobody asks for anything before the memory is read.
const QUIET: Duration = Duration::from_secs(2);

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
fn main() {
    // `cargo test --benches` and nextest ask for the list of tests; there are none here.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let persons = std::env::args().find_map(|text| text.parse::<u64>().ok()).unwrap_or(2_000);
    let folder = tempfile::tempdir().expect("a folder");
    lay_out(folder.path(), persons);
    let address = free_address();
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let begun = Stopwatch::now();
        let mut system = leye(folder.path(), "serve")
            .args(["--without-tls", "--listen", &address.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        wait_for(&mut system, address);
        times.push(begun.elapsed());
        sleep(QUIET);
        memory.push(resident(&system));
        system.kill().expect("ended");
        system.wait().expect("ended");
    }
    times.sort();
    memory.sort_by(f64::total_cmp);
    let size = fs::metadata(database(folder.path())).expect("a database").len() >> 20;
    println!(
        "{persons} people, {size} MiB of database, {STARTS} starts: the first page after {:.0?} (at most {:.0?}), idle with {:.1} MiB (at most {:.1})",
        times[STARTS / 2],
        times[STARTS - 1],
        memory[STARTS / 2],
        memory[STARTS - 1]
    );
}

/// A command of the executable on the database of a folder.
fn leye(folder: &Path, command: &str) -> Command {
    let mut leye = Command::new(env!("CARGO_BIN_EXE_leye"));
    leye.arg(command);
    leye.arg("--database").arg(database(folder));
    leye.arg("--keys").arg(folder.join("keys/leye.keys"));
    leye
}

/// Beside the keys, in a folder of its own: keys that lie with the data are refused.
fn database(folder: &Path) -> PathBuf {
    folder.join("data/leye.sqlite")
}

/// Makes a database with the ledgers of so many people.
fn lay_out(folder: &Path, persons: u64) {
    let ledger = folder.join("ledger.jsonl");
    let invented = Command::new(env!("CARGO_BIN_EXE_leye"))
        .args(["city", "ledger", "--persons", &persons.to_string()])
        .stdout(File::create(&ledger).expect("a file"))
        .status()
        .expect("run");
    assert!(invented.success(), "an invented ledger");
    let imported = leye(folder, "import").arg(&ledger).stdout(Stdio::null()).status();
    assert!(imported.expect("run").success(), "imported");
}

fn free_address() -> SocketAddr {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    free.local_addr().expect("an address")
}

/// Waits until the system shows the page on which one signs in.
fn wait_for(system: &mut Child, address: SocketAddr) {
    loop {
        assert!(system.try_wait().expect("a state").is_none(), "it ended by itself");
        if shows_sign_in(address).unwrap_or(false) {
            return;
        }
        sleep(Duration::from_millis(1));
    }
}

fn shows_sign_in(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /sign-in HTTP/1.1\r\nHost: leye.example\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 200"))
}

/// What a process holds of memory, in MiB.
fn resident(process: &Child) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    let kibibytes: f64 =
        line.trim().trim_end_matches(" kB").parse().expect("a number of kibibytes");
    kibibytes / 1024.0
}
