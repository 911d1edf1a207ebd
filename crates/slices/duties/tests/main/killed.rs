//! Killed in the middle of recording services: whoever was told that something is recorded finds it, once, with its
//! entry, its duties and its key; nobody finds half of it.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use access::{Action, Failure, Role};
use duties::ServiceRefusal;
use kernel::Day;
use rules::Kind;
use store::ledger::Verdict;
use store::{ActorId, Engine, StoreError, SubjectId};
use subjects::{SubjectKind, facts_of};
use testkit::{Place, SeededEntropy};
use tokio::time::Instant as Stopwatch;

use crate::lives::{derived, stored};
use crate::world::{STREET, World, actor, noon, occasion};

/// Tell the process that is to be killed where to record: an address, and the folder of the keys.
const ADDRESS: &str = "LEYE_TEST_RECORDING_AT";
const FOLDER: &str = "LEYE_TEST_RECORDING_KEYS";
/// How many times to kill on each engine, where it is to be another number than in every run.
const CYCLES: &str = "LEYE_TEST_KILL_SERVICES";
const CYCLES_OF_A_RUN: u32 = 20;
/// After how many cycles a database begins anew.
const CYCLES_OF_A_PLACE: u32 = 10;
/// How long opening may take after a kill.
const READY: Duration = Duration::from_secs(2);
/// Who is served, by one client each.
const SUBJECTS: u64 = 8;

store::statements! {
    pub(crate) group "killed";
    /// What was done under the keys of an actor.
    DONE = "SELECT key, outcome FROM once WHERE actor_id = $1 ORDER BY key";
    /// Everybody who is served.
    SERVED = "SELECT subject_id FROM subject ORDER BY subject_id";
}

fn today() -> Day {
    "2026-03-02".parse().expect("a Monday")
}

/// Records without end and tells every acknowledgement. Run as a process of its own by the test below.
#[test]
#[ignore = "a part of the test below, which runs it as a process of its own"]
fn records_until_it_is_killed() {
    let (Some(url), Some(folder)) = (std::env::var_os(ADDRESS), std::env::var_os(FOLDER)) else {
        return;
    };
    let url = url.into_string().expect("an address");
    let seed = u64::from(std::process::id());
    testkit::block_on(async {
        let world = Arc::new(World::again(&url, Path::new(&folder), seed));
        let mut clients = Vec::new();
        for (number, subject) in (0..).zip(served(&world).await) {
            let (world, chance) = (Arc::clone(&world), SeededEntropy::new(seed << 8 | number));
            clients.push(tokio::spawn(async move {
                for turn in 0.. {
                    let key = format!("{seed}-{number}-{turn}");
                    if let Some(entry) = record(&world, subject, &key, &chance).await {
                        testkit::acknowledge(&format!("{subject} {key} {entry}"));
                    }
                }
            }));
        }
        // They do not end by themselves; waiting for the first is waiting for all.
        clients.swap_remove(0).await.expect("a client goes on");
    });
}

/// Records something by chance under a key; gives the entry, or nothing where that could not be.
async fn record(
    world: &World,
    subject: SubjectId,
    key: &str,
    chance: &SeededEntropy,
) -> Option<String> {
    let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
    let occasion = occasion(&officer, today());
    let kinds = Kind::ALL;
    let kind = kinds[chance.below(kinds.len())];
    let known = world.desk.db.read::<_, _, StoreError>(async move |tx| facts_of(tx, subject).await);
    let happening = street::happening(&known.await.expect("facts"), kind, occasion.today, chance)?;
    let (desk, key) = (world.desk.clone(), key.to_owned());
    let recorded = world.desk.db.write(async move |tx| {
        let (desk, occasion, happening) = (&desk, &occasion, std::slice::from_ref(&happening));
        store::once(tx, occasion.actor.id, &key, occasion.now, async |tx: &mut store::Tx| {
            let action = Action::RecordService;
            let recorded =
                duties::record_service(tx, desk, occasion, action, subject, happening).await?;
            Ok::<_, Failure<ServiceRefusal>>(recorded.entries[0].to_string())
        })
        .await
    });
    match recorded.await {
        Ok(entry) => Some(entry.into_inner()),
        Err(Failure::Fault(fault)) => panic!("a fault: {fault:?}"),
        Err(_) => None,
    }
}

async fn served(world: &World) -> Vec<SubjectId> {
    let all = world.desk.db.read::<_, _, StoreError>(async |tx| tx.all(SERVED, &[]).await);
    all.await.expect("read").into_iter().map(|(subject,): (SubjectId,)| subject).collect()
}

/// Lays out a database with everybody who is to be served.
async fn lay_out(engine: Engine) -> Place {
    let world = World::new(engine).await;
    let desk = world.desk.clone();
    let opened = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        for number in 0..SUBJECTS {
            let (reference, kind) = (format!("P{number}"), SubjectKind::Person);
            let now = noon(today());
            let (subject, _) =
                subjects::open_subject(tx, &desk.sealing, kind, &reference, "王秀英", now).await?;
            duties::take_on(tx, subject, STREET, None, today()).await?;
        }
        Ok(())
    });
    opened.await.expect("laid out");
    world.close().expect("its own place")
}

/// What was acknowledged: the entry of each key, with whom it is of.
type Told = HashMap<String, (SubjectId, String)>;

#[test]
fn what_was_said_to_be_recorded_is_recorded_with_all_that_follows() {
    let cycles = std::env::var_os(CYCLES).map_or(CYCLES_OF_A_RUN, |text| {
        text.to_string_lossy().parse().expect("a number of cycles")
    });
    std::thread::scope(|scope| {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            scope.spawn(move || killed_again_and_again(engine, cycles));
        }
    });
}

fn killed_again_and_again(engine: Engine, cycles: u32) {
    let random = SeededEntropy::new(2026);
    let (mut told, mut count, mut longest) = (Told::new(), 0, Duration::ZERO);
    let mut place = None;
    for cycle in 0..cycles {
        if cycle % CYCLES_OF_A_PLACE == 0 {
            place = Some(testkit::block_on(lay_out(engine)));
            told.clear();
        }
        let place = place.as_ref().expect("laid out at the first cycle");
        let time = Duration::from_millis(400 + random.next() % 300);
        let before = told.len();
        record_and_be_killed(place, time, &mut told);
        count += told.len() - before;
        let begin = Stopwatch::now();
        let world = World::again(&place.url, place.folder.path(), u64::from(cycle));
        longest = longest.max(begin.elapsed());
        testkit::block_on(look_at_what_is_left(&world, place, &told));
        world.close();
    }
    assert!(count > cycles as usize, "{engine:?}: only {count} recorded in {cycles} cycles");
    assert!(longest < READY, "{engine:?}: ready again only after {longest:?}");
    writeln!(
        std::io::stdout(),
        "{engine:?}: {cycles} cycles, {count} services acknowledged, none lost; ready again within {longest:?}"
    )
    .expect("told");
}

/// Lets a process record for a time, kills it and takes down what it had acknowledged by then.
fn record_and_be_killed(place: &Place, time: Duration, told: &mut Told) {
    let settings = [(ADDRESS, place.url.as_ref()), (FOLDER, place.folder.path().as_os_str())];
    let test = "killed::records_until_it_is_killed";
    for line in testkit::acknowledged_until_killed(test, &settings, time) {
        let words: Vec<&str> = line.split(' ').collect();
        let [subject, key, entry] = words[..] else { panic!("told {line}") };
        told.insert(key.to_owned(), (subject.parse().expect("an id"), entry.to_owned()));
    }
    settled(place);
}

/// Waits until the server has noticed that its client is gone, which ends what it had begun.
fn settled(place: &Place) {
    if place.engine != Engine::Postgres {
        return;
    }
    let database = place.url.rsplit_once('/').expect("a name").1;
    let others = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let begin = Stopwatch::now();
    while testkit::server().sql(database, others).expect("told").trim() != "0" {
        assert!(begin.elapsed() < Duration::from_secs(10), "the dead client stays");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Everything that was acknowledged is there; every entry has its key, every key its entry; what is owed is what the
/// rules find; the ledger is untouched.
async fn look_at_what_is_left(world: &World, place: &Place, told: &Told) {
    let officer: ActorId = actor(1, STREET, &[]).id;
    let done =
        world.desk.db.read::<_, _, StoreError>(async move |tx| tx.all(DONE, &[&officer]).await);
    let done: Vec<(String, String)> = done.await.expect("read");
    let done: BTreeMap<String, String> = done
        .into_iter()
        .map(|(key, outcome)| (key, serde_json::from_str(&outcome).expect("an id")))
        .collect();
    for (key, (subject, entry)) in told {
        assert_eq!(done.get(key), Some(entry), "{place:?}: {key} of {subject} lost");
    }
    let (mut entries, mut keyed): (Vec<String>, Vec<String>) =
        (Vec::new(), done.into_values().collect());
    for subject in served(world).await {
        let facts =
            world.desk.db.read::<_, _, StoreError>(async move |tx| facts_of(tx, subject).await);
        let facts = facts.await.expect("facts");
        let ids = (0..facts.entries().len()).filter_map(|at| facts.id(at));
        entries.extend(ids.map(|id| id.to_string()));
        let (kept, found) =
            (stored(world, subject, today()).await, derived(world, subject, today()).await);
        assert_eq!(kept, found, "{place:?}: duties of {subject}");
    }
    entries.sort();
    keyed.sort();
    assert_eq!(entries, keyed, "{place:?}: half a transaction");
    let keys = Arc::clone(&world.desk.sealing.keys);
    match store::ledger::verify(&world.desk.db, keys, None).await.expect("a verdict") {
        Verdict::Untouched(_) => {}
        Verdict::Touched(finding) => panic!("{place:?}: {finding}"),
    }
}
