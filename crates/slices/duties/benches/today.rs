//! How long an officer waits for 今日应办, over HTTP, in a city of some size and in one ten times as large.
//!
//! `cargo bench -p duties --bench today -- 500000` measures with that many open duties and with a tenth of them;
//! without a number, with 5,000,000. Sessions are recognised as in the running system.

#![expect(clippy::print_stdout, reason = "a bench talks to whoever starts it")]

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use access::Role;
use desk::Desk;
use offices::{Doorman, NewOffice, NewStaff, Roles};
use rules::{Jurisdiction, Law, Rulebook};
use store::seal::{self, FileKeys, KeyProvider};
use store::{
    ActorId, Catalogue, Clock, Db, Engine, Entropy, EntryId, Instant, StoreError, SubjectId,
    ToValue,
};
use subjects::{Sealing, SubjectKind};
use testkit::{Place, SeededEntropy, SetClock, processor_seconds};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use web::Kit;

/// 双井街道.
const STREET: i64 = 110_105_016_000;
/// How many duties an officer has open, a page and a little.
const EACH: u64 = 60;
/// How many duties a subject has.
const OF_SUBJECT: u64 = 25;
/// How many pages are asked for.
const PAGES: usize = 2_000;
/// How many are asked for before.
const WARMING: usize = 200;
/// How many officers they belong to, as far as there are so many.
const ASKING: u64 = 2_000;
/// How many duties are written with one transaction.
const BATCH: usize = 4_000;
/// 2026-11-23T02:00:00Z.
const NOW: Instant = Instant::from_micros(1_795_399_200_000_000);

store::statements! {
    group "bench";
    /// One open duty.
    PUT = "INSERT INTO duty (subject_id, rule, because_id, because_kind, because_on, from_day, due_day,
            provisional, basis, state, office_code, officer_id)
        VALUES ($1, 'BJ18-27(3)', $2, 'recommended', $3, $3, $4, $5, 'law', 'open', $6, $7)";
    /// A session that lasts.
    PUT_SESSION = "INSERT INTO session (session_id, lookup, staff_id, stage, device, remote, opened_at, used_at)
        VALUES ($1, $2, $1, 'open', '', '', $3, $3)";
    /// Millions of rows are written sooner without an index that is made afterwards.
    DROP_BY_OFFICER = "DROP INDEX open_duty_by_officer";
    DROP_BY_OFFICE = "DROP INDEX open_duty_by_office";
    MAKE_BY_OFFICER =
        "CREATE INDEX open_duty_by_officer ON duty (officer_id, due_day, subject_id) WHERE state = 'open'";
    MAKE_BY_OFFICE =
        "CREATE INDEX open_duty_by_office ON duty (office_code, officer_id, due_day, subject_id) WHERE state = 'open'";
    /// How the indexes are written down.
    INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'duty' AND sql IS NOT NULL
        ORDER BY name";
}

/// The secret of an officer's session.
fn secret(number: u64) -> String {
    format!("{number:064x}")
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
#[tokio::main]
async fn main() {
    // `cargo test --benches` and nextest ask for the list of tests; there are none here.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let wanted = std::env::args().find_map(|text| text.parse::<u64>().ok());
    let wanted = wanted.unwrap_or(5_000_000);
    let mut middles = Vec::new();
    for duties in [wanted / 10, wanted] {
        let begun = Stopwatch::now();
        // It lives as long as the measurement and takes its files along.
        let place = Place::new(Engine::Sqlite);
        let (desk, officers) = city(&place, duties).await;
        println!("{duties} open duties of {officers} officers, made in {:.0?}", begun.elapsed());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let application = web::assemble(duties::routes(), desk);
        let serving = tokio::spawn(async move { axum::serve(listener, application).await });
        let mut stream = TcpStream::connect(address).await.expect("connected");
        let asking = officers.min(ASKING);
        for page in 0..WARMING as u64 {
            ask(&mut stream, page * 7919 % asking).await;
        }
        let mut times = Vec::with_capacity(PAGES);
        let used = processor_seconds();
        for page in 0..PAGES as u64 {
            let begun = Stopwatch::now();
            let length = ask(&mut stream, page * 7919 % asking).await;
            times.push(begun.elapsed());
            assert!(length > 10_000, "a page of {length} bytes");
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of pages")]
        let own = (processor_seconds() - used) / PAGES as f64 * 1e3;
        serving.abort();
        times.sort();
        let (middle, late) = (times[PAGES / 2], times[PAGES * 99 / 100]);
        println!(
            "{duties} open duties: p50 {middle:.2?}, p99 {late:.2?}; {own:.2} ms of processor a page, the asking included"
        );
        middles.push(middle);
        std::io::stdout().flush().expect("told");
    }
    println!("ten times as many duties: {:.2} times the time", ratio(middles[1], middles[0]));
}

fn ratio(large: Duration, small: Duration) -> f64 {
    large.as_secs_f64() / small.as_secs_f64()
}

/// Asks for an officer's page; gives its length.
async fn ask(stream: &mut TcpStream, officer: u64) -> usize {
    let request = format!(
        "GET /today HTTP/1.1\r\nHost: leye.example\r\nCookie: {}={}\r\n\r\n",
        web::SESSION_COOKIE,
        secret(officer)
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = stream.read(&mut piece).await.expect("read");
        assert!(read > 0, "cut off");
        answer.extend_from_slice(&piece[..read]);
        let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        let length = head.split("content-length: ").nth(1).expect("a length");
        let length: usize =
            length.split("\r\n").next().and_then(|text| text.parse().ok()).expect("a number");
        if answer.len() >= end + 4 + length {
            return length;
        }
    }
}

/// Makes a city with so many open duties, as it stands on the morning after: closed once, so that everything lies in
/// the file and nothing in the write-ahead log. Gives how many officers share them.
async fn city(place: &Place, duties: u64) -> (Desk, u64) {
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(11));
    let path = place.folder.path().join("leye.keys");
    let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
    let keys: Arc<dyn KeyProvider> = Arc::new(keys);
    let desk = open(place, &keys, &entropy).await;
    let officers = staff(&desk, (duties / EACH).max(1)).await;
    let subjects = people(&desk, duties.div_ceil(OF_SUBJECT)).await;
    fill(&desk, duties, subjects, &officers).await;
    let db = desk.db.clone();
    drop(desk);
    db.close();
    (open(place, &keys, &entropy).await, officers.len() as u64)
}

/// Opens the desk of a place.
async fn open(place: &Place, keys: &Arc<dyn KeyProvider>, entropy: &Arc<dyn Entropy>) -> Desk {
    let groups = [subjects::STATEMENTS, duties::STATEMENTS, offices::STATEMENTS, STATEMENTS];
    let catalogue = Catalogue::new(&groups).expect("a catalogue");
    let db = Db::open(&place.url, catalogue, NOW).expect("a database");
    seal::admit(&db, keys.as_ref()).await.expect("admitted");
    let law: &'static Law = Box::leak(Box::new(Law::shipped().expect("sound law")));
    let clock: Arc<dyn Clock> = Arc::new(SetClock::at(NOW));
    let doorman = Doorman::new(db.clone(), Arc::clone(keys), Arc::clone(&clock));
    Desk {
        companions: Arc::from([]),
        db,
        sealing: Sealing { keys: Arc::clone(keys), entropy: Arc::clone(entropy) },
        clock: Arc::clone(&clock),
        rulebook: Arc::new(Rulebook::new(law, Jurisdiction::Beijing)),
        scorecards: Box::leak(Box::new(desk::Scorecards::shipped().expect("sound scorecards"))),
        kit: Kit {
            doorkeeper: Arc::new(doorman),
            clock,
            entropy: Arc::clone(entropy),
            navigation: Arc::new([]),
            banner: None,
            secure_cookies: false,
        },
    }
}

/// Hires officers; those whose pages are asked for have an account and a session.
async fn staff(desk: &Desk, number: u64) -> Arc<Vec<ActorId>> {
    let inner = desk.clone();
    let officers = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let (entropy, keys) = (inner.sealing.entropy.as_ref(), inner.sealing.keys.as_ref());
            let today = web::day_of(NOW);
            let office = NewOffice {
                code: STREET,
                name: "双井街道公共就业服务所".to_owned(),
                address: String::new(),
                phone: String::new(),
                opened_on: today,
            };
            let office = offices::found(tx, &office, NOW, entropy).await?;
            let mut officers = Vec::new();
            for number in 0..number {
                if number >= ASKING {
                    officers.push(ActorId::new(NOW, entropy));
                    continue;
                }
                let new = NewStaff {
                    user_name: format!("officer{number}"),
                    name: "专员".to_owned(),
                    office,
                    roles: Roles::new([Role::AssistanceOfficer]).unwrap_or(Roles::none()),
                    password_hash: String::new(),
                    must_change_password: false,
                    joined_on: today,
                };
                let officer = offices::hire(tx, &new, NOW, entropy).await?;
                let lookup = keys.lookup("session.secret", &secret(number))?;
                tx.execute(PUT_SESSION, &[&officer, &lookup, &NOW]).await?;
                officers.push(officer);
            }
            Ok(officers)
        })
        .await
        .expect("officers");
    Arc::new(officers)
}

/// Opens subjects; gives them in the order in which they lie in the file.
async fn people(desk: &Desk, number: u64) -> Vec<SubjectId> {
    let mut subjects = Vec::new();
    for first in (0..number).step_by(BATCH) {
        let inner = desk.clone();
        let batch = desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                let mut batch = Vec::new();
                for number in first..(first + BATCH as u64).min(number) {
                    let (kind, reference) = (SubjectKind::Person, format!("P{number:08}"));
                    let (subject, _) =
                        subjects::open_subject(tx, &inner.sealing, kind, &reference, "王秀英", NOW)
                            .await?;
                    batch.push(subject);
                }
                Ok(batch)
            })
            .await
            .expect("subjects");
        subjects.extend(batch);
    }
    subjects.sort_unstable();
    subjects
}

/// Writes the duties, each subject's side by side, each officer's all over the file.
async fn fill(desk: &Desk, duties: u64, subjects: Vec<SubjectId>, officers: &Arc<Vec<ActorId>>) {
    let indexes = async || -> Result<Vec<(String,)>, StoreError> {
        desk.db.read(async |tx| tx.all(INDEXES, &[]).await).await
    };
    let before = indexes().await.expect("indexes");
    let steps = async |steps: &'static [&'static store::Statement]| -> Result<(), StoreError> {
        desk.db
            .write(async move |tx| {
                for step in steps {
                    tx.execute(step, &[]).await?;
                }
                Ok(())
            })
            .await
    };
    steps(&[DROP_BY_OFFICER, DROP_BY_OFFICE]).await.expect("dropped");
    let today = web::day_of(NOW);
    for (batch, subjects) in subjects.chunks(BATCH).enumerate() {
        let (officers, subjects) = (Arc::clone(officers), subjects.to_vec());
        let first = (batch * BATCH) as u64 * OF_SUBJECT;
        desk.db
            .write::<_, _, StoreError>(async move |tx| {
                let last = (first + subjects.len() as u64 * OF_SUBJECT).min(duties);
                for number in first..last {
                    let subject =
                        subjects[usize::try_from((number - first) / OF_SUBJECT).unwrap_or(0)];
                    let mut because = [3; 16];
                    because[8..].copy_from_slice(&number.to_be_bytes());
                    let because = EntryId::from_bytes(because);
                    let shift = i32::try_from(number * 31 % 40).unwrap_or(0) - 10;
                    let (on, due) = (today.plus_days(shift - 7), today.plus_days(shift));
                    let officer = usize::try_from(number % officers.len() as u64).unwrap_or(0);
                    let values: [&dyn ToValue; 7] =
                        [&subject, &because, &on, &due, &false, &STREET, &officers[officer]];
                    tx.execute(PUT, &values).await?;
                }
                Ok(())
            })
            .await
            .expect("duties");
    }
    steps(&[MAKE_BY_OFFICE, MAKE_BY_OFFICER]).await.expect("made");
    assert_eq!(
        before,
        indexes().await.expect("indexes"),
        "measured with the indexes of the schema"
    );
}
