//! How many full business writes a second the store takes, beside what the disk and PostgreSQL's own
//! benchmark do in the same run. Start it with `cargo bench -p store`.
//!
//! A full business write is: idempotency, the subject's key, a state row, and a sealed ledger entry with
//! its chain, in one transaction that is synced to disk before it is acknowledged.

#![expect(clippy::print_stdout, reason = "a bench talks to whoever starts it")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use store::ledger::{self, Channel, Initiator, NewEntry, Verdict};
use store::seal::{self, Clear, FileKeys, KeyProvider};
use store::{ActorId, Catalogue, Db, Engine, EntryId, Instant, Once, StoreError, SubjectId};
use testkit::{Place, SeededEntropy, Server, processor_seconds, sync_time};

store::statements! {
    pub(crate) group "bench";
    STATE = "INSERT INTO setting (name, content) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET content = excluded.content";
}

const CLIENTS: u64 = 32;
const SUBJECTS: u64 = 5_000;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(4);
const NOW: Instant = Instant::from_micros(1_767_571_200_000_000);
static KEYS: AtomicU64 = AtomicU64::new(0);

fn subject(number: u64) -> SubjectId {
    let mut bytes = [0x70; 16];
    // Spread as real identifiers of many years are.
    bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    SubjectId::from_bytes(bytes)
}

async fn business_write(
    db: &Db,
    keys: &Arc<dyn KeyProvider>,
    entropy: &Arc<SeededEntropy>,
) -> Result<Once<i64>, StoreError> {
    let (keys, entropy) = (Arc::clone(keys), Arc::clone(entropy));
    let subject = subject(entropy.next() % SUBJECTS);
    let actor = ActorId::from_bytes([1; 16]);
    let id = EntryId::new(NOW, entropy.as_ref());
    // Forms carry keys that grow with time, as UUIDv7 does.
    let key = format!("{:016x}", KEYS.fetch_add(1, Ordering::Relaxed));
    db.write(async move |tx| {
        store::once(tx, actor, &key, NOW, async |tx| {
            let own = seal::key_of(tx, keys.as_ref(), subject).await?;
            let own = own.ok_or(StoreError::Closed)?;
            let clear = Clear::new(
                "上门走访，本人愿意就业，希望在社区附近从事家政或保洁工作，家中有老人需要照顾",
            );
            let sealed = own.seal("entry.sealed", &id.bytes(), &clear, entropy.as_ref());
            let entry = NewEntry {
                subject,
                id,
                kind: "surveyed",
                on: kernel::Day::from_number(20_458),
                recorded_at: NOW,
                office: None,
                staff: Some(actor),
                channel: Some(Channel::Visit),
                initiated_by: Initiator::Agency,
                facts:
                    r#"{"method":"visit","willing":true,"registers":true,"circumstance":"caring"}"#
                        .to_owned(),
                sealed: Some(sealed),
            };
            let appended = ledger::append(tx, keys.as_ref(), &entry).await?;
            let state = appended.sequence.to_be_bytes().to_vec();
            tx.execute(STATE, &[&subject.to_string(), &state]).await?;
            Ok(appended.sequence)
        })
        .await
    })
    .await
}

async fn prepare(db: &Db, keys: &Arc<dyn KeyProvider>) {
    let keys = Arc::clone(keys);
    let end: Result<(), StoreError> = db
        .write(async move |tx| {
            let entropy = SeededEntropy::new(1);
            for number in 0..SUBJECTS {
                seal::make_key(tx, keys.as_ref(), subject(number), NOW, &entropy).await?;
            }
            Ok(())
        })
        .await;
    end.expect("keys of subjects");
}

/// Writes a second, and the 50th and 99th percentile of the time that one takes.
async fn round(db: &Db, keys: &Arc<dyn KeyProvider>, seed: u64) -> (f64, Duration, Duration) {
    let stop = Arc::new(AtomicBool::new(false));
    let begin = Stopwatch::now();
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let (db, keys, stop) = (db.clone(), Arc::clone(keys), Arc::clone(&stop));
        let entropy = Arc::new(SeededEntropy::new(seed << 32 | client << 24));
        clients.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let begin = Stopwatch::now();
                business_write(&db, &keys, &entropy).await.expect("acknowledged");
                times.push(begin.elapsed());
            }
            times
        }));
    }
    tokio::time::sleep(ROUND).await;
    stop.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.expect("a client"));
    }
    let seconds = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    let rate = times.len() as f64 / seconds;
    (rate, times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Writes a second, the middle of some rounds; beside it the middle ratio to what else can be measured
/// between the rounds, so that both meet the same machine.
fn measure(
    name: &str,
    url: &str,
    keys: &Arc<dyn KeyProvider>,
    beside: impl Fn() -> Option<f64>,
) -> (f64, Option<f64>) {
    testkit::block_on(async {
        let catalogue = Catalogue::new(&[STATEMENTS]).expect("a catalogue");
        let db = Db::open(url, catalogue, NOW).expect("a database");
        prepare(&db, keys).await;
        round(&db, keys, 99).await;
        let (mut rates, mut ratios) = (Vec::new(), Vec::new());
        let mut other = beside();
        for seed in 0..ROUNDS as u64 {
            let sync = sync_time();
            let before = processor_seconds();
            let (rate, middle, late) = round(&db, keys, seed).await;
            let own = (processor_seconds() - before) / (rate * ROUND.as_secs_f64()) * 1e6;
            println!(
                "{name:<12} {rate:>8.0} writes/s at {CLIENTS} clients, p50 {middle:?}, p99 {late:?}; \
                 {own:.0} µs of processor each; 4 KiB + fdatasync p50 {sync:?}"
            );
            rates.push(rate);
            let before = std::mem::replace(&mut other, beside());
            if let (Some(before), Some(after)) = (before, other) {
                ratios.push(rate / f64::midpoint(before, after));
                println!("             beside it {before:.0}/s before and {after:.0}/s after");
            }
        }
        let begin = Stopwatch::now();
        match ledger::verify(&db, Arc::clone(keys), None).await.expect("a verdict") {
            Verdict::Untouched(summary) => {
                println!(
                    "{name:<12} verified {} entries in {:?}",
                    summary.entries,
                    begin.elapsed()
                );
            }
            Verdict::Touched(finding) => panic!("{finding}"),
        }
        db.close();
        rates.sort_by(f64::total_cmp);
        ratios.sort_by(f64::total_cmp);
        (rates[rates.len() / 2], ratios.get(ratios.len() / 2).copied())
    })
}

fn main() {
    // `cargo test --benches` and nextest ask for the list of tests; there are none here.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    // `cargo bench -p store -- sqlite` measures one engine only.
    let only = |engine: &str| {
        let mut named =
            std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).peekable();
        named.peek().is_none() || named.any(|argument| argument == engine)
    };
    let place = Place::new(Engine::Sqlite);
    let keys: Arc<dyn KeyProvider> = Arc::new(
        FileKeys::create(&place.folder.path().join("keys"), &SeededEntropy::new(5)).expect("keys"),
    );
    if only("sqlite") {
        let (sqlite, _) = measure("SQLite", &place.url, &keys, || None);
        println!("SQLite       {sqlite:.0} writes/s (median); the goal is 8,000");
    }
    if !only("postgres") {
        return;
    }
    if testkit::programs().is_none() {
        println!("PostgreSQL   is not installed: not measured");
        return;
    }
    let server = Server::start(true);
    let has_pgbench = server.prepare_simple_updates();
    let beside = || server.simple_updates().filter(|_| has_pgbench);
    let (postgres, ratio) = measure("PostgreSQL", &server.new_database(), &keys, beside);
    println!("PostgreSQL   {postgres:.0} writes/s (median)");
    if let Some(ratio) = ratio {
        println!(
            "PostgreSQL   {ratio:.2} of its own simple updates (pgbench -N), the middle of {ROUNDS} rounds; the goal is 0.6"
        );
    }
}
