//! How long an officer waits for 今日应办, over HTTP, in a city of some size and in one ten times as large.
//!
//! `cargo bench -p duties -- 500000` measures with that many open duties and with a tenth of them; without a
//! number, with 5,000,000.

#![expect(clippy::print_stdout, reason = "a bench talks to whoever starts it")]

use std::collections::HashMap;
use std::future::Future;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use access::{Actor, Area, Role};
use desk::Desk;
use rules::{Jurisdiction, Law, Rulebook};
use store::seal::{self, FileKeys};
use store::{
    ActorId, Catalogue, Db, Engine, Entropy, EntryId, Instant, OfficeId, StoreError, SubjectId,
    ToValue,
};
use subjects::{Sealing, SubjectKind};
use testkit::{Place, SeededEntropy, SetClock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use web::{Doorkeeper, Kit};

/// 双井街道.
const STREET: i64 = 110_105_016_000;
/// How many duties an officer has open.
const EACH: u64 = 60;
/// How many subjects they are shared out over.
const SUBJECTS: u64 = 2_000;
/// How many pages are asked for.
const PAGES: usize = 2_000;
/// 2026-11-23T02:00:00Z.
const NOW: Instant = Instant::from_micros(1_795_399_200_000_000);

store::statements! {
    group "bench";
    /// One open duty.
    PUT = "INSERT INTO duty (subject_id, rule, because_id, because_kind, because_on, from_day, due_day,
            provisional, basis, state, office_code, officer_id)
        VALUES ($1, 'BJ18-27(3)', $2, 'recommended', $3, $3, $4, $5, 'law', 'open', $6, $7)";
}

/// Lets in the officer whose number stands in the session.
struct Numbered;

impl Doorkeeper for Numbered {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        let number = secret.parse().unwrap_or(0);
        Box::pin(async move {
            Ok(Some(Actor {
                id: officer(number),
                name: "专员".to_owned(),
                office: OfficeId::from_bytes([1; 16]),
                office_name: "双井街道公共就业服务所".to_owned(),
                area: Area::of_code(STREET),
                roles: vec![Role::AssistanceOfficer],
                stands_in_for: Vec::new(),
            }))
        })
    }
}

fn officer(number: u64) -> ActorId {
    let mut bytes = [7; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    ActorId::from_bytes(bytes)
}

#[expect(clippy::disallowed_methods, reason = "a bench measures")]
#[tokio::main]
async fn main() {
    let wanted = std::env::args().find_map(|text| text.parse::<u64>().ok());
    let wanted = wanted.unwrap_or(5_000_000);
    let mut middles = HashMap::new();
    for duties in [wanted / 10, wanted] {
        let desk = city(duties).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let application = web::assemble(duties::routes(), desk);
        tokio::spawn(async move { axum::serve(listener, application).await });
        let mut stream = TcpStream::connect(address).await.expect("connected");
        let mut times = Vec::with_capacity(PAGES);
        for page in 0..PAGES as u64 {
            let officer = page * 7919 % (duties / EACH).max(1);
            let started = Stopwatch::now();
            let length = ask(&mut stream, officer).await;
            times.push(started.elapsed());
            assert!(length > 10_000, "a page of {length} bytes");
        }
        times.sort();
        let (middle, late) = (times[PAGES / 2], times[PAGES * 99 / 100]);
        println!("{duties} open duties: p50 {middle:?}, p99 {late:?}");
        middles.insert(duties == wanted, middle);
        std::io::stdout().flush().expect("told");
    }
    let ratio = ratio(middles[&true], middles[&false]);
    println!("ten times as many duties: {ratio:.2} times the time");
}

fn ratio(large: Duration, small: Duration) -> f64 {
    large.as_secs_f64() / small.as_secs_f64()
}

/// Asks for an officer's page; gives its length.
async fn ask(stream: &mut TcpStream, officer: u64) -> usize {
    let request = format!(
        "GET /today HTTP/1.1\r\nHost: leye.example\r\nCookie: {}={officer}\r\n\r\n",
        web::SESSION_COOKIE
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

/// Makes a city with so many open duties.
async fn city(duties: u64) -> Desk {
    let place = Box::leak(Box::new(Place::new(Engine::Sqlite)));
    let groups = [subjects::STATEMENTS, duties::STATEMENTS, offices::STATEMENTS, STATEMENTS];
    let catalogue = Catalogue::new(&groups).expect("a catalogue");
    let db = Db::open(&place.url, catalogue, NOW).expect("a database");
    let path = place.folder.path().join("leye.keys");
    let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
    seal::admit(&db, &keys).await.expect("admitted");
    let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(11));
    let law: &'static Law = Box::leak(Box::new(Law::shipped().expect("sound law")));
    let clock = Arc::new(SetClock::at(NOW));
    let desk = Desk {
        companions: Arc::from([]),
        db,
        sealing: Sealing { keys: Arc::new(keys), entropy: Arc::clone(&entropy) },
        clock: Arc::clone(&clock) as Arc<dyn store::Clock>,
        rulebook: Arc::new(Rulebook::new(law, Jurisdiction::Beijing)),
        kit: Kit {
            doorkeeper: Arc::new(Numbered),
            clock,
            entropy,
            navigation: Arc::new([]),
            banner: None,
            secure_cookies: false,
        },
    };
    let inner = desk.clone();
    let subjects: Vec<SubjectId> = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let mut subjects = Vec::new();
            for number in 0..SUBJECTS {
                let (kind, reference) = (SubjectKind::Person, format!("P{number:08}"));
                let (subject, _) =
                    subjects::open_subject(tx, &inner.sealing, kind, &reference, "王秀英", NOW)
                        .await?;
                subjects.push(subject);
            }
            Ok(subjects)
        })
        .await
        .expect("subjects");
    let today = web::day_of(NOW);
    let subjects = Arc::new(subjects);
    for batch in 0..duties.div_ceil(100_000) {
        let subjects = Arc::clone(&subjects);
        desk.db
            .write::<_, _, StoreError>(async move |tx| {
                for number in batch * 100_000..((batch + 1) * 100_000).min(duties) {
                    let subject = subjects[usize::try_from(number % SUBJECTS).unwrap_or(0)];
                    let mut because = [3; 16];
                    because[8..].copy_from_slice(&number.to_be_bytes());
                    let because = EntryId::from_bytes(because);
                    let shift = i32::try_from(number % 40).unwrap_or(0) - 10;
                    let (on, due) = (today.plus_days(shift - 7), today.plus_days(shift));
                    // An officer's people do not lie side by side in the file.
                    let officer = officer(number % (duties / EACH).max(1));
                    let values: [&dyn ToValue; 7] =
                        [&subject, &because, &on, &due, &false, &STREET, &officer];
                    tx.execute(PUT, &values).await?;
                }
                Ok(())
            })
            .await
            .expect("duties");
    }
    desk
}
