//! Killed in the middle of writing: what was acknowledged is there, and nothing is there by half.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use store::{Db, Engine, StoreError, SubjectId, ledger};
use testkit::{Place, SeededEntropy};

use crate::ledgers;
use crate::world::{self, START};

/// Tells the process that is to be killed where to write; ordinary runs do not set it.
const FOLDER: &str = "LEYE_TEST_KILLED_FOLDER";
/// How many times to kill, where it is to be another number than in every run.
const CYCLES: &str = "LEYE_TEST_KILL_CYCLES";
const CYCLES_OF_A_RUN: u32 = 1_000;
/// How many databases are written to at once, each by a process of its own.
const LANES: u32 = 4;
/// After how many cycles a database begins anew: verifying takes longer the more was written, and the cycles shall
/// cost alike.
const CYCLES_OF_A_PLACE: u32 = 20;
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
                    let (sequence, chain) = (appended.sequence, appended.chain);
                    testkit::acknowledge(&format!("{number} {sequence} {chain:?}"));
                }
            }));
        }
        // They do not end by themselves; waiting for the first is waiting for all.
        let first = writers.swap_remove(0);
        first.await.expect("a writer goes on");
    });
}

/// What the processes that were killed told before.
#[derive(Default)]
struct Told {
    /// The last place of each subject's chain that was acknowledged, and the chain's digest there.
    kept: HashMap<u8, (i64, String)>,
    /// How many acknowledgements there were in all.
    count: u32,
    /// The longest time that opening took after a kill.
    longest: Duration,
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_there_by_half() {
    let cycles: u32 = std::env::var_os(CYCLES).map_or(CYCLES_OF_A_RUN, |text| {
        text.to_string_lossy().parse().expect("a number of cycles")
    });
    let lanes: Vec<Told> = std::thread::scope(|scope| {
        let lane = |lane: u32| {
            let share = cycles / LANES + u32::from(lane < cycles % LANES);
            scope.spawn(move || killed_again_and_again(lane, share))
        };
        let lanes: Vec<_> = (0..LANES).map(lane).collect();
        lanes.into_iter().map(|lane| lane.join().expect("a lane without a fault")).collect()
    });
    let told: u32 = lanes.iter().map(|lane| lane.count).sum();
    let longest = lanes.iter().map(|lane| lane.longest).max().unwrap_or_default();
    assert!(told > cycles, "the writers hardly wrote: {told} in {cycles} cycles");
    assert!(longest < READY, "ready again only after {longest:?}");
    writeln!(
        std::io::stdout(),
        "{cycles} cycles, {told} acknowledged writes, none lost; ready again within {longest:?}"
    )
    .expect("told");
}

/// Kills a process that writes, as often as asked, and looks each time at what it left behind.
fn killed_again_and_again(lane: u32, cycles: u32) -> Told {
    let random = SeededEntropy::new(u64::from(2026 + lane));
    let (mut told, mut place) = (Told::default(), None);
    for cycle in 0..cycles {
        if cycle % CYCLES_OF_A_PLACE == 0 {
            let fresh = Place::new(Engine::Sqlite);
            drop(ledgers::keys(&fresh));
            place = Some(fresh);
            told.kept.clear();
        }
        let folder = place.as_ref().expect("laid out at the first cycle").folder.path();
        written_until_killed(folder, Duration::from_millis(30 + random.next() % 90), &mut told);
        testkit::block_on(look_at_what_is_left(folder, &format!("{lane}/{cycle}"), &mut told));
    }
    told
}

/// Lets a process write for a time, kills it and takes down what it had acknowledged by then.
fn written_until_killed(folder: &Path, time: Duration, told: &mut Told) {
    let settings = [(FOLDER, folder.as_os_str())];
    let test = "killed::writes_until_it_is_killed";
    for line in testkit::acknowledged_until_killed(test, &settings, time) {
        let mut words = line.splitn(3, ' ');
        let number = words.next().and_then(|word| word.parse().ok()).expect("a subject");
        let sequence = words.next().and_then(|word| word.parse().ok()).expect("a place");
        let chain = words.next().expect("a digest");
        told.kept.insert(number, (sequence, chain.to_owned()));
        told.count += 1;
    }
}

/// Opens what is left, verifies it, and finds everything that was acknowledged, each with its state.
async fn look_at_what_is_left(folder: &Path, cycle: &str, told: &mut Told) {
    let begin = tokio::time::Instant::now();
    let (db, keys) = open(folder);
    told.longest = told.longest.max(begin.elapsed());
    ledgers::assert_untouched(&db, &keys).await;
    for (number, (sequence, chain)) in &told.kept {
        let (subject, after) = (SubjectId::from_bytes([number + 1; 16]), *sequence - 1);
        let entries = db
            .read(async move |tx| ledger::entries_of(tx, subject, after, i64::MAX).await)
            .await
            .map_err(|error: StoreError| error)
            .expect("read");
        let first =
            entries.first().unwrap_or_else(|| panic!("cycle {cycle}: {subject} {sequence} lost"));
        assert_eq!(format!("{:?}", first.chain), *chain, "cycle {cycle}");
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
}
