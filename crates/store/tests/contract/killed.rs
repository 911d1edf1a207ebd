//! Killed in the middle of writing: what was acknowledged is there, and nothing is there by half.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use store::{Db, Engine, StoreError, SubjectId, ledger};
use testkit::{Place, SeededEntropy};

use crate::ledgers;
use crate::world::{self, START};

/// Tells the process that is to be killed where to write; ordinary runs do not set it.
const FOLDER: &str = "LEYE_TEST_KILLED_FOLDER";
/// How many times to kill; the outermost layer of tests asks for 1,000.
const CYCLES: &str = "LEYE_TEST_KILL_CYCLES";
/// How long opening may take after a kill.
const READY: Duration = Duration::from_secs(2);

const SUBJECTS: u8 = 8;

fn open(folder: &Path) -> (Db, Arc<dyn store::seal::KeyProvider>) {
    let catalogue = store::Catalogue::new(&[world::STATEMENTS]).expect("a catalogue");
    let db = Db::open(&folder.join("leye.db").to_string_lossy(), catalogue, START).expect("opens");
    let keys = store::seal::FileKeys::open(&folder.join("leye.keys")).expect("keys");
    (db, Arc::new(keys))
}

/// Appends without end and tells every acknowledgement. Run as a process of its own by the test below.
#[test]
#[ignore = "a part of the test below, which runs it as a process of its own"]
fn writes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let seed = u64::from(std::process::id());
    testkit::block_on(async {
        let (db, keys) = open(Path::new(&folder));
        let mut writers = Vec::new();
        for number in 0..SUBJECTS {
            let (db, keys) = (db.clone(), Arc::clone(&keys));
            writers.push(tokio::spawn(async move {
                let entropy = SeededEntropy::new(seed << 8 | u64::from(number));
                let subject = SubjectId::from_bytes([number + 1; 16]);
                loop {
                    let (keys, new) = (Arc::clone(&keys), ledgers::entry(subject, &entropy, true));
                    let appended: Result<ledger::Appended, StoreError> = db
                        .write(async move |tx| {
                            let appended = ledger::append(tx, keys.as_ref(), &new).await?;
                            let name = subject.to_string();
                            let state = appended.sequence.to_be_bytes().to_vec();
                            tx.execute(world::REPLACE, &[&name, &state]).await?;
                            Ok(appended)
                        })
                        .await;
                    let appended = appended.expect("appended");
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "kept {number} {} {:?}", appended.sequence, appended.chain)
                        .expect("told");
                    out.flush().expect("told");
                }
            }));
        }
        // They do not end by themselves; waiting for the first is waiting for all.
        let first = writers.swap_remove(0);
        first.await.expect("a writer goes on");
    });
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_there_by_half() {
    let cycles: u32 = std::env::var_os(CYCLES)
        .map_or(50, |text| text.to_string_lossy().parse().expect("a number of cycles"));
    let fresh = || {
        let place = Place::new(Engine::Sqlite);
        drop(ledgers::keys(&place));
        place
    };
    let mut place = fresh();
    let random = SeededEntropy::new(2026);
    let mut kept: HashMap<u8, (i64, String)> = HashMap::new();
    let (mut told, mut longest) = (0, Duration::ZERO);
    for cycle in 0..cycles {
        if cycle % 50 == 0 && cycle > 0 {
            // Verifying takes longer the more was written; the cycles shall cost alike.
            place = fresh();
            kept.clear();
        }
        let folder = place.folder.path();
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--ignored", "--exact", "killed::writes_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process");
        let out = child.stdout.take().expect("its output");
        let reader = std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).collect::<Vec<String>>()
        });
        std::thread::sleep(Duration::from_millis(60 + random.next() % 120));
        child.kill().expect("killed");
        child.wait().expect("ended");
        for line in reader.join().expect("read") {
            let Some((_, line)) = line.split_once("kept ") else { continue };
            let mut words = line.splitn(3, ' ');
            let number = words.next().and_then(|word| word.parse().ok()).expect("a subject");
            let sequence = words.next().and_then(|word| word.parse().ok()).expect("a place");
            // The last line may have been cut by the kill; a chain is told in full or not compared.
            let chain = words.next().filter(|text| text.ends_with(']')).unwrap_or_default();
            kept.insert(number, (sequence, chain.to_owned()));
            told += 1;
        }
        testkit::block_on(async {
            let begin = tokio::time::Instant::now();
            let (db, keys) = open(folder);
            longest = longest.max(begin.elapsed());
            ledgers::assert_untouched(&db, &keys).await;
            for (number, (sequence, chain)) in &kept {
                let (subject, after) = (SubjectId::from_bytes([number + 1; 16]), *sequence - 1);
                let entries = db
                    .read(async move |tx| ledger::entries_of(tx, subject, after, i64::MAX).await)
                    .await
                    .map_err(|error: StoreError| error)
                    .expect("read");
                let first = entries
                    .first()
                    .unwrap_or_else(|| panic!("cycle {cycle}: {subject} {sequence} lost"));
                assert!(
                    chain.is_empty() || format!("{:?}", first.chain) == *chain,
                    "cycle {cycle}"
                );
                let name = subject.to_string();
                let state: (Vec<u8>,) = db
                    .read(async move |tx| tx.one(world::GET, &[&name]).await)
                    .await
                    .map_err(|error: StoreError| error)
                    .expect("a state");
                let last = entries.last().expect("the same").sequence;
                assert_eq!(state.0, last.to_be_bytes(), "cycle {cycle}: half a transaction");
            }
            db.close();
        });
    }
    assert!(told > i64::from(cycles), "the writer hardly wrote: {told} in {cycles} cycles");
    assert!(longest < READY, "ready again only after {longest:?}");
    writeln!(
        std::io::stdout(),
        "{cycles} cycles, {told} acknowledged writes, none lost; ready again within {longest:?}"
    )
    .expect("told");
}
