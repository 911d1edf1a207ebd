//! A disk that fails at the n-th write, sync or truncation, fills up, or loses power: what was
//! acknowledged is there, what failed is said and undone, and work goes on by itself.
//!
//! The failing disk is `tests/faults.c`, compiled here and loaded in front of the C library of a process
//! of its own.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};

use store::seal::{FileKeys, KeyProvider};
use store::{Db, Engine, Once, StoreError};
use testkit::{Place, SeededEntropy};

use crate::ledgers;
use crate::load::{self, Kept, SUBJECTS};
use crate::world::{self, START};

/// Tells the process with the failing disk where to write; ordinary runs do not set it.
const FOLDER: &str = "LEYE_TEST_FAULT_FOLDER";
/// How many faults of each kind; more on request.
const FAULTS: &str = "LEYE_TEST_FAULTS";

/// Writes of each subject in one run, and the size of the state that each replaces: together more than the log holds
/// before it is folded into the file, so that the folding meets faults too.
const ROUNDS: usize = 30;
const STATE: usize = 90_000;
/// After so many refusals of one write its fault is lifted, and after so many more it should have gone through.
const LIFTED_AFTER: usize = 2;
const STUCK_AFTER: usize = 8;

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").and_then(|()| out.flush()).expect("told");
}

fn keys(folder: &Path) -> Arc<dyn KeyProvider> {
    Arc::new(FileKeys::open(&folder.join("leye.keys")).expect("keys"))
}

fn open(folder: &Path) -> Result<Db, StoreError> {
    Db::open(&folder.join("leye.db").to_string_lossy(), load::catalogue(), START)
}

/// Writes a load and tells every end; a write that is refused is tried again under its key. Run as a process of
/// its own by the tests below.
#[test]
#[ignore = "a part of the tests below, which run it as a process of its own"]
fn writes_to_a_failing_disk() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let lift = || drop(fs::write(folder.join("lifted"), ""));
    let db = open(&folder).or_else(|error| {
        say(&format!("refused {error}"));
        lift();
        open(&folder)
    });
    let db = db.unwrap_or_else(|error| panic!("cannot be opened again: {error}"));
    testkit::block_on(async {
        let mut writers = Vec::new();
        for number in 0..SUBJECTS {
            let (db, keys, folder) = (db.clone(), keys(&folder), folder.clone());
            writers.push(tokio::spawn(async move {
                let entropy =
                    SeededEntropy::new(u64::from(std::process::id()) << 8 | u64::from(number));
                for round in 0..ROUNDS {
                    let key = format!("{}-{number}-{round}", std::process::id());
                    for refused in 1.. {
                        match load::write(&db, &keys, &entropy, (number, &key), STATE).await {
                            Ok(Once::First(kept)) => {
                                say(&format!("kept {kept}"));
                                break;
                            }
                            Ok(Once::Again(kept)) => panic!("was stored although refused: {kept}"),
                            Err(error) => say(&format!("refused {error}")),
                        }
                        let seen: Result<(i64,), StoreError> =
                            db.read(async |tx| tx.one(world::COUNT, &[]).await).await;
                        seen.unwrap_or_else(|error| panic!("cannot be read: {error}"));
                        if refused == LIFTED_AFTER {
                            drop(fs::write(folder.join("lifted"), ""));
                        }
                        assert!(refused < STUCK_AFTER, "does not recover");
                    }
                }
            }));
        }
        for writer in writers {
            writer.await.expect("a writer that ends");
        }
    });
    say("done");
    if folder.join("abrupt").exists() {
        std::process::abort();
    }
    db.close();
}

/// The failing disk, compiled once.
fn disk() -> &'static Path {
    static DISK: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = DISK.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("faults.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults.c");
        let output = Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o"])
            .args([&path, &source])
            .arg("-ldl")
            .output()
            .expect("a C compiler, which building SQLite needs too");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        (folder, path)
    });
    path
}

/// What a process with a failing disk told.
struct Told {
    kept: Vec<Kept>,
    refused: Vec<String>,
    counts: Vec<i64>,
    ended_well: bool,
    text: String,
}

/// Runs the load once in a fresh database with a fault.
fn run(place: &Place, fault: &str) -> Told {
    let folder = place.folder.path();
    let counts = folder.join("counts");
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--ignored", "--exact", "faults::writes_to_a_failing_disk", "--nocapture"])
        .env(FOLDER, folder)
        .env("LD_PRELOAD", disk())
        .env("LEYE_FAULT", fault)
        .env("LEYE_FAULT_LIFTED", folder.join("lifted"))
        .env("LEYE_FAULT_COUNTS", &counts)
        .stdin(Stdio::null())
        .output()
        .expect("a process");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = |word: &'static str| text.lines().filter_map(move |line| line.strip_prefix(word));
    Told {
        kept: lines("kept ").filter_map(|line| line.parse().ok()).collect(),
        refused: lines("refused ").map(str::to_owned).collect(),
        counts: fs::read_to_string(&counts)
            .unwrap_or_default()
            .split_whitespace()
            .map(|word| word.parse().expect("a number"))
            .collect(),
        ended_well: lines("done").next().is_some(),
        text: format!("{text}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// A place with keys and an empty database, closed.
fn fresh() -> Place {
    let place = Place::new(Engine::Sqlite);
    drop(ledgers::keys(&place));
    open(place.folder.path()).expect("opens").close();
    place
}

/// Opens as on any other day, judges what is there, and writes once more.
fn judge(place: &Place, told: &Told, label: &str) {
    testkit::block_on(async {
        let db = open(place.folder.path()).unwrap_or_else(|error| panic!("{label}: {error}"));
        let keys = keys(place.folder.path());
        load::judge(&db, &keys, &told.kept, label).await;
        load::write(&db, &keys, &SeededEntropy::new(1), (0, "after"), 8).await.expect(label);
        db.close();
    });
}

fn how_many(ordinarily: i64) -> i64 {
    std::env::var_os(FAULTS)
        .map_or(ordinarily, |text| text.to_string_lossy().parse().expect("a number of faults"))
}

/// How often an undisturbed run writes, syncs and truncates.
fn undisturbed() -> [i64; 3] {
    let place = fresh();
    let told = run(&place, "none 0 0 0");
    assert!(told.ended_well && told.refused.is_empty(), "{}", told.text);
    judge(&place, &told, "undisturbed");
    told.counts.try_into().expect("three counts")
}

/// Fails call after call, spread over the whole load, and checks every outcome. Gives how many writes
/// were refused.
fn fail(call: &str, total: i64, ordinarily: i64) -> usize {
    let (random, faults) = (SeededEntropy::new(2026), how_many(ordinarily));
    let mut refused = 0;
    for index in 0..faults {
        // One from each equal part of the load, the very first and last ones included.
        let number = 1 + index * total / faults + random.number((total / faults).max(1));
        let (error, times) = ([EIO, ENOSPC][random.below(2)], random.number(2));
        let fault = format!("{call} {number} {error} {times}");
        let place = fresh();
        if random.below(2) == 0 {
            fs::write(place.folder.path().join("abrupt"), "").expect("written");
        }
        let told = run(&place, &fault);
        assert!(told.ended_well, "{fault}: {}", told.text);
        assert_eq!(told.kept.len(), usize::from(SUBJECTS) * ROUNDS, "{fault}");
        for message in &told.refused {
            assert!(message.contains("磁盘"), "{fault}: {message}");
            // Only a write says that it is for want of room; a sync that fails only says that it failed.
            if error == ENOSPC && call == "write" {
                assert!(message.contains("磁盘已满"), "{fault}: {message}");
            }
        }
        judge(&place, &told, &fault);
        refused += told.refused.len();
    }
    refused
}

#[test]
fn a_write_or_sync_or_truncation_that_fails_is_said_and_survived() {
    let [writes, syncs, truncations] = undisturbed();
    assert!(writes > 1_000 && syncs > 20 && truncations > 0, "{writes} {syncs} {truncations}");
    assert!(fail("write", writes, 16) > 0, "no failed write was noticed");
    assert!(fail("sync", syncs, 16) > 0, "no failed sync was noticed");
    // The file is truncated only after everything in it is safe: nobody needs to hear of it.
    fail("truncate", truncations, 2);
}

#[test]
fn a_full_disk_is_said_and_survived() {
    let (random, faults) = (SeededEntropy::new(7), how_many(8));
    let mut refused = 0;
    for index in 0..faults {
        let room = index * 26_000_000 / faults + random.number(200_000);
        let fault = format!("room {room} {ENOSPC} 0");
        let place = fresh();
        let told = run(&place, &fault);
        assert!(told.ended_well, "{fault}: {}", told.text);
        assert_eq!(told.kept.len(), usize::from(SUBJECTS) * ROUNDS, "{fault}");
        for message in &told.refused {
            assert!(message.contains("磁盘已满"), "{fault}: {message}");
        }
        judge(&place, &told, &fault);
        refused += told.refused.len();
    }
    assert!(refused > 0, "no disk was full");
}

#[test]
fn what_was_acknowledged_survives_power_loss() {
    let [_, syncs, _] = undisturbed();
    let (random, faults) = (SeededEntropy::new(9), how_many(12));
    let mut kept = 0;
    for index in 0..faults {
        let number = 1 + index * syncs / faults + random.number((syncs / faults).max(1));
        let fault = format!("power {number} 0 1");
        let place = fresh();
        let told = run(&place, &fault);
        judge(&place, &told, &fault);
        kept += told.kept.len();
    }
    assert!(kept > 0, "nothing was acknowledged before the power went");
}
