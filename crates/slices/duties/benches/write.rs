//! How many services a second an office's staff can record, everything included: idempotency, the right, the state
//! that is checked, the sealed and chained entry, and the duties that follow, in one transaction that is synced to
//! disk before it is acknowledged. `cargo bench -p duties --bench write`; `-- sqlite` or `-- postgres` for one engine.
//!
//! Every subject begins with an invented life of two years; what is written is a recommendation, and then its result.

#![expect(clippy::print_stdout, reason = "a bench talks to whoever starts it")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant as Stopwatch};

use access::{Action, Actor, Area, Failure, Role};
use city::{District, DistrictPlan};
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use kernel::Day;
use ledger::Field;
use rules::{Jurisdiction, Kind, Law, Rulebook};
use store::ledger::{Channel, Verdict, append_all};
use store::seal::{self, FileKeys, KeyProvider};
use store::{
    ActorId, Catalogue, Clock, Db, Engine, Entropy, EntryId, Instant, OfficeId, StoreError,
    SubjectId, Tx,
};
use subjects::{Happening, LedgerFacts, Recorder, Sealing, SubjectKind};
use testkit::{Place, SeededEntropy, Server, SetClock, processor_seconds, sync_time};
use web::{Doorkeeper, Kit};

const CLIENTS: u64 = 32;
/// Subjects that one client writes for.
const EACH: u64 = 250;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(4);
/// 双井街道.
const STREET: i64 = 110_105_016_000;
/// 2026-11-23T02:00:00Z.
const NOW: Instant = Instant::from_micros(1_795_399_200_000_000);
static KEYS: AtomicU64 = AtomicU64::new(0);

/// Nobody comes through the door of this bench.
struct Closed;

impl Doorkeeper for Closed {
    fn admit<'a>(
        &'a self,
        _: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>>
    {
        Box::pin(async { Ok(None) })
    }
}

fn occasion() -> Occasion {
    let actor = Actor {
        id: ActorId::from_bytes([1; 16]),
        name: "专员".to_owned(),
        office: OfficeId::from_bytes([2; 16]),
        office_name: "双井街道公共就业服务所".to_owned(),
        area: Area::of_code(STREET),
        roles: vec![Role::AssistanceOfficer],
        stands_in_for: Vec::new(),
        places: access::Places::default(),
    };
    Occasion { actor, now: NOW, today: web::day_of(NOW) }
}

/// Records what happens next to a subject.
async fn write(
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    recommended: Option<EntryId>,
) -> Result<EntryId, Failure<ServiceRefusal>> {
    let (inner, occasion) = (desk.clone(), occasion.clone());
    // Forms carry keys that grow with time, as UUIDv7 does.
    let key = format!("{:016x} /people", KEYS.fetch_add(1, Ordering::Relaxed));
    let happening = match recommended {
        None => Happening::new(Kind::Recommended, occasion.today)
            .through(Channel::Counter)
            .text(Field::Vacancy, "家政服务员")
            .text(Field::Employer, "双井惠民家政服务社"),
        Some(of) => Happening::new(Kind::RecommendationResult, occasion.today)
            .through(Channel::Phone)
            .about(of)
            .flag(Field::Hired, false)
            .flag(Field::OwnCause, false),
    };
    desk.db
        .write(async move |tx| {
            store::once(tx, occasion.actor.id, &key, NOW, async |tx: &mut Tx| {
                let (action, happenings) =
                    (Action::RecordService, std::slice::from_ref(&happening));
                let recorded =
                    duties::record_service(tx, &inner, &occasion, action, subject, happenings)
                        .await?;
                Ok::<_, Failure<ServiceRefusal>>(recorded.entries[0].to_string())
            })
            .await
        })
        .await
        .map(|id| id.into_inner().parse().expect("an id"))
}

/// A subject that a client writes for, and the recommendation whose result it waits for.
type Served = (SubjectId, Option<EntryId>);

/// Writes a second, and the 50th and 99th percentile of the time that one takes.
async fn round(desk: &Desk, served: &mut [Vec<Served>]) -> (f64, Duration, Duration) {
    let stop = Arc::new(AtomicBool::new(false));
    let begin = Stopwatch::now();
    let mut clients = Vec::new();
    for own in served.iter_mut() {
        let (desk, stop, mut own) = (desk.clone(), Arc::clone(&stop), std::mem::take(own));
        let occasion = occasion();
        clients.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for place in (0..own.len()).cycle() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let (subject, recommended) = own[place];
                let begin = Stopwatch::now();
                let entry =
                    write(&desk, &occasion, subject, recommended).await.expect("acknowledged");
                times.push(begin.elapsed());
                own[place].1 = recommended.is_none().then_some(entry);
            }
            (times, own)
        }));
    }
    tokio::time::sleep(ROUND).await;
    stop.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for (client, own) in clients.into_iter().zip(served.iter_mut()) {
        let (its, kept) = client.await.expect("a client");
        times.extend(its);
        *own = kept;
    }
    let seconds = begin.elapsed().as_secs_f64();
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    let rate = times.len() as f64 / seconds;
    (rate, times[times.len() / 2], times[times.len() * 99 / 100])
}

/// Opens a desk on a fresh database.
async fn open(place: &Place, url: &str) -> Desk {
    let groups = [subjects::STATEMENTS, duties::STATEMENTS, offices::STATEMENTS];
    let catalogue = Catalogue::new(&groups).expect("a catalogue");
    let db = Db::open(url, catalogue, NOW).expect("a database");
    let path = place.folder.path().join(format!("{}.keys", url.len()));
    let keys = FileKeys::create(&path, &SeededEntropy::new(5)).expect("keys");
    seal::admit(&db, &keys).await.expect("admitted");
    let keys: Arc<dyn KeyProvider> = Arc::new(keys);
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(11));
    let clock: Arc<dyn Clock> = Arc::new(SetClock::at(NOW));
    let law: &'static Law = Box::leak(Box::new(Law::shipped().expect("sound law")));
    Desk {
        companions: Arc::from([]),
        db,
        sealing: Sealing { keys, entropy: Arc::clone(&entropy) },
        clock: Arc::clone(&clock),
        rulebook: Arc::new(Rulebook::new(law, Jurisdiction::Beijing)),
        scorecards: Box::leak(Box::new(desk::Scorecards::shipped().expect("sound scorecards"))),
        kit: Kit {
            doorkeeper: Arc::new(Closed),
            clock,
            entropy,
            navigation: Arc::new([]),
            banner: None,
            secure_cookies: false,
        },
    }
}

/// Brings in everybody whom the clients write for, each with a life so far; gives them by client, and the number of
/// entries.
async fn people(desk: &Desk) -> (Vec<Vec<Served>>, u64) {
    let until = web::day_of(NOW);
    let plan = DistrictPlan::of_two_years(CLIENTS * EACH, 3, until);
    let district = District::new(plan, desk.rulebook.law()).expect("a district");
    let (mut served, mut entries) = (Vec::new(), 0);
    for client in 0..CLIENTS {
        let ledgers: Vec<String> = (client * EACH..(client + 1) * EACH)
            .map(|number| district.person(number + 1).ledger)
            .collect();
        let inner = desk.clone();
        let (own, count) = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                let (mut own, mut count) = (Vec::new(), 0);
                for (place, ledger) in ledgers.iter().enumerate() {
                    let reference = format!("P{:08}", client * EACH + place as u64);
                    let (subject, known) = live(tx, &inner, &reference, ledger, until).await?;
                    count += known;
                    own.push((subject, None));
                }
                Ok((own, count))
            })
            .await
            .expect("people");
        entries += count;
        served.push(own);
    }
    (served, entries)
}

/// Opens a subject and brings its ledger in; gives how many entries it has.
async fn live(
    tx: &mut Tx,
    desk: &Desk,
    reference: &str,
    ledger: &str,
    today: Day,
) -> Result<(SubjectId, u64), StoreError> {
    let (sealing, kind) = (&desk.sealing, SubjectKind::Person);
    let (subject, key) =
        subjects::open_subject(tx, sealing, kind, reference, "王秀英", NOW).await?;
    duties::take_on(tx, subject, STREET, None, today).await?;
    let recorder = Recorder {
        subject,
        staff: None,
        staff_name: "专员",
        office: None,
        office_name: "双井街道公共就业服务所",
        now: NOW,
    };
    let mut known = LedgerFacts::default();
    let (mut ids, mut entries) = (HashMap::new(), Vec::new());
    for line in ledger.lines() {
        let happening = Happening::of_line(line, |id: &str| ids.get(id).copied()).expect("a line");
        let entry = subjects::prepare(sealing, &key, &recorder, &happening, &mut known)
            .expect("a sound entry");
        ids.insert(line.split('"').nth(3).expect("an id").to_owned(), entry.id);
        entries.push(entry);
    }
    append_all(tx, sealing.keys.as_ref(), subject, &entries).await?;
    let held = duties::held(tx, subject).await?.expect("held");
    duties::derive(tx, &desk.rulebook, &held, &known, today).await?;
    Ok((subject, entries.len() as u64))
}

/// Writes a second, the middle of some rounds; beside it the middle ratio to what else can be measured between the
/// rounds, so that both meet the same machine.
fn measure(
    name: &str,
    place: &Place,
    url: &str,
    beside: impl Fn() -> Option<f64>,
) -> (f64, Option<f64>) {
    testkit::block_on(async {
        let desk = open(place, url).await;
        let (mut served, entries) = people(&desk).await;
        println!("{name:<12} {} subjects with {entries} entries so far", CLIENTS * EACH);
        round(&desk, &mut served).await;
        let (mut rates, mut ratios) = (Vec::new(), Vec::new());
        let mut other = beside();
        for _ in 0..ROUNDS {
            let sync = sync_time();
            let before = processor_seconds();
            let (rate, middle, late) = round(&desk, &mut served).await;
            let own = (processor_seconds() - before) / (rate * ROUND.as_secs_f64()) * 1e6;
            println!(
                "{name:<12} {rate:>8.0} writes/s at {CLIENTS} clients, p50 {middle:.2?}, p99 {late:.2?}; \
                 {own:.0} µs of processor each; 4 KiB + fdatasync p50 {sync:.0?}"
            );
            rates.push(rate);
            let before = std::mem::replace(&mut other, beside());
            if let (Some(before), Some(after)) = (before, other) {
                ratios.push(rate / f64::midpoint(before, after));
                println!("             beside it {before:.0}/s before and {after:.0}/s after");
            }
        }
        let keys = Arc::clone(&desk.sealing.keys);
        match store::ledger::verify(&desk.db, keys, None).await.expect("a verdict") {
            Verdict::Untouched(summary) => {
                println!("{name:<12} verified {} entries", summary.entries);
            }
            Verdict::Touched(finding) => panic!("{finding}"),
        }
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
    let named = |engine: &str| std::env::args().any(|argument| argument == engine);
    let place = Place::new(Engine::Sqlite);
    if !named("postgres") {
        let (sqlite, _) = measure("SQLite", &place, &place.url, || None);
        println!("SQLite       {sqlite:.0} writes/s (median); the goal is 8,000");
    }
    if named("sqlite") {
        return;
    }
    if testkit::programs().is_none() {
        println!("PostgreSQL   is not installed: not measured");
        return;
    }
    let server = Server::start(true);
    let has_pgbench = server.prepare_simple_updates();
    let beside = || server.simple_updates().filter(|_| has_pgbench);
    let (postgres, ratio) = measure("PostgreSQL", &place, &server.new_database(), beside);
    println!("PostgreSQL   {postgres:.0} writes/s (median)");
    if let Some(ratio) = ratio {
        println!(
            "PostgreSQL   {ratio:.2} of its own simple updates (pgbench -N), the middle of {ROUNDS} rounds; the goal is 0.6"
        );
    }
}
