//! A district with its offices and staff, and browsers to visit it with.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use access::{Actor, Role};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use desk::{Desk, Occasion};
use http_body_util::BodyExt;
use offices::{Doorman, NewOffice, NewStaff, Responsibilities, Roles};
use rules::{Jurisdiction, Law, Rulebook};
use store::seal::{self, FileKeys};
use store::{ActorId, Catalogue, Clock, Db, Engine, Entropy, Instant, OfficeId, StoreError};
use subjects::Sealing;
use testkit::{Place, SeededEntropy, SetClock};
use tower::ServiceExt;
use web::Kit;

/// The instant at which every test begins: 2026-01-05T00:00:00Z, a Monday at eight in Beijing.
pub(crate) const START: Instant = Instant::from_micros(1_767_571_200_000_000);
/// What everyone signs in with.
pub(crate) const PASSWORD: &str = "Correct-horse-7";

pub(crate) const CITY: i64 = 110_000_000_000;
pub(crate) const DISTRICT: i64 = 110_105_000_000;
pub(crate) const STREET: i64 = 110_105_016_000;
pub(crate) const BESIDE: i64 = 110_105_017_000;
pub(crate) const COMMUNITY: i64 = 110_105_016_001;

store::statements! {
    pub(crate) group "test";
    SESSIONS = "SELECT count(*) AS sessions FROM session";
    SECRETS = "SELECT second_factor_proposed FROM staff WHERE user_name = $1";
    CHANGE_ACT = "UPDATE act SET words = 'nothing'";
    REMOVE_ACT = "DELETE FROM act";
    ACTS = "SELECT kind, words FROM act ORDER BY done_at, act_id";
}

pub(crate) struct World {
    _place: Place,
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<SetClock>,
    router: Router,
    offices: BTreeMap<i64, OfficeId>,
    staff: BTreeMap<&'static str, ActorId>,
}

/// Says that everyone is responsible for a number of persons.
pub(crate) struct Each(pub(crate) i64);

impl Responsibilities for Each {
    fn open_of<'a>(
        &'a self,
        _: &'a mut store::Tx,
        _: ActorId,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<i64, StoreError>> + 'a>> {
        Box::pin(async { Ok(self.0) })
    }

    fn open_at<'a>(
        &'a self,
        _: &'a mut store::Tx,
        _: i64,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<String>, StoreError>> + 'a>> {
        let open = (self.0 > 0).then(|| format!(" {} 名服务对象", self.0));
        Box::pin(async { Ok(open.into_iter().collect()) })
    }
}

fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| offices::hash_password(PASSWORD, &SeededEntropy::new(3))).clone()
}

/// User name, name, office, roles.
const STAFF: [(&str, &str, i64, &[Role]); 9] = [
    ("system", "周系统", DISTRICT, &[Role::SystemAdministrator]),
    ("security", "吴安全", DISTRICT, &[Role::SecurityAdministrator]),
    ("auditor", "郑审计", DISTRICT, &[Role::AuditAdministrator]),
    ("inspector", "钱督查", DISTRICT, &[Role::Inspector]),
    ("head", "李负责", STREET, &[Role::Head]),
    ("clerk", "王前台", STREET, &[Role::FrontDeskClerk]),
    ("counsellor", "赵指导", STREET, &[Role::Counsellor, Role::AssistanceOfficer]),
    ("neighbour", "孙邻街", BESIDE, &[Role::FrontDeskClerk, Role::Head]),
    ("fresh", "冯新人", STREET, &[Role::FrontDeskClerk]),
];

impl World {
    /// Everyone has so many persons to hand over before leaving.
    pub(crate) async fn with(engine: Engine, responsibilities: i64) -> Self {
        let place = Place::new(engine);
        let catalogue = Catalogue::new(&[subjects::STATEMENTS, offices::STATEMENTS, STATEMENTS])
            .expect("a catalogue");
        let db = Db::open(&place.url, catalogue, START).expect("a database");
        let path = place.folder.path().join("leye.keys");
        let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
        seal::admit(&db, &keys).await.expect("admitted");
        let keys: Arc<dyn seal::KeyProvider> = Arc::new(keys);
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(11));
        let clock = Arc::new(SetClock::at(START));
        let door = Doorman::new(db.clone(), Arc::clone(&keys), clock.clone());
        let law: &'static Law = Box::leak(Box::new(Law::shipped().expect("sound law")));
        let desk = Desk {
            companions: Arc::from([]),
            db,
            sealing: Sealing { keys, entropy: Arc::clone(&entropy) },
            clock: clock.clone(),
            rulebook: Arc::new(Rulebook::new(law, Jurisdiction::Beijing)),
            scorecards: Box::leak(Box::new(desk::Scorecards::shipped().expect("sound scorecards"))),
            kit: Kit {
                doorkeeper: Arc::new(door),
                clock: clock.clone(),
                entropy: Arc::clone(&entropy),
                navigation: Arc::from([]),
                banner: None,
                secure_cookies: false,
            },
        };
        let (offices, staff) = settle(&desk, entropy).await;
        let router = web::assemble(offices::routes(Arc::new(Each(responsibilities))), desk.clone());
        Self { _place: place, desk, clock, router, offices, staff }
    }

    /// Makes the rule hold that every city begins with: administrators need a second factor.
    pub(crate) async fn demand_second_factor(&self) {
        let ended = async |tx: &mut store::Tx| offices::end_second_factor_waiver(tx).await;
        self.desk.db.write::<_, _, StoreError>(ended).await.expect("written");
    }

    /// Hires somebody more, with the password of everyone.
    pub(crate) async fn hire(&self, user_name: &'static str, code: i64, role: Role) -> ActorId {
        let new = NewStaff {
            user_name: user_name.to_owned(),
            name: format!("新来的{user_name}"),
            office: self.office(code),
            roles: Roles::new([role]).expect("one kind"),
            password_hash: password_hash(),
            must_change_password: false,
            joined_on: web::day_of(START),
        };
        let entropy = Arc::clone(&self.desk.sealing.entropy);
        let hired =
            async move |tx: &mut store::Tx| offices::hire(tx, &new, START, entropy.as_ref()).await;
        self.desk.db.write::<_, _, StoreError>(hired).await.expect("hired")
    }

    pub(crate) fn office(&self, code: i64) -> OfficeId {
        self.offices[&code]
    }

    pub(crate) fn staff(&self, user_name: &str) -> ActorId {
        self.staff[user_name]
    }

    pub(crate) async fn actor(&self, user_name: &str) -> Option<Actor> {
        let (staff, today) = (self.staff(user_name), web::day_of(self.clock.now()));
        self.desk
            .db
            .read::<_, _, StoreError>(async move |tx| offices::actor_of(tx, staff, today).await)
            .await
            .expect("read")
    }

    pub(crate) async fn occasion(&self, user_name: &str) -> Occasion {
        let actor = self.actor(user_name).await.expect("somebody who works here");
        let now = self.clock.now();
        Occasion { actor, now, today: web::day_of(now) }
    }

    /// The same for somebody who was hired later too.
    pub(crate) async fn occasion_of(&self, user_name: &str) -> Occasion {
        let (name, today) = (user_name.to_owned(), web::day_of(self.clock.now()));
        let actor = async move |tx: &mut store::Tx| {
            let known = offices::staff_named(tx, &name).await?.expect("somebody who was hired");
            offices::actor_of(tx, known.staff_id, today).await
        };
        let actor = self.desk.db.read::<_, _, StoreError>(actor).await.expect("read");
        let now = self.clock.now();
        Occasion { actor: actor.expect("somebody who works here"), now, today }
    }

    /// Every recorded act, by kind and words.
    pub(crate) async fn acts(&self) -> Vec<(String, String)> {
        self.desk
            .db
            .read::<_, _, StoreError>(async |tx| tx.all(ACTS, &[]).await)
            .await
            .expect("read")
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
            remote: ([192, 0, 2, 7], 40_000).into(),
            site: "same-origin",
        }
    }

    pub(crate) async fn signed_in(&self, user_name: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(user_name, PASSWORD).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{}", answer.body);
        browser
    }
}

async fn settle(
    desk: &Desk,
    entropy: Arc<dyn Entropy>,
) -> (BTreeMap<i64, OfficeId>, BTreeMap<&'static str, ActorId>) {
    let today = web::day_of(START);
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            let mut known = BTreeMap::new();
            for (code, name) in [
                (CITY, "北京市人力资源公共服务中心"),
                (DISTRICT, "朝阳区公共就业服务中心"),
                (STREET, "双井街道社保所"),
                (BESIDE, "劲松街道社保所"),
                (COMMUNITY, "九龙社区就业服务站"),
            ] {
                let new = NewOffice {
                    code,
                    name: name.to_owned(),
                    address: String::new(),
                    phone: String::new(),
                    opened_on: today,
                };
                known.insert(code, offices::found(tx, &new, START, entropy.as_ref()).await?);
            }
            let mut staff = BTreeMap::new();
            for (user_name, name, code, roles) in STAFF {
                let new = NewStaff {
                    user_name: user_name.to_owned(),
                    name: name.to_owned(),
                    office: known[&code],
                    roles: Roles::new(roles.iter().copied()).expect("one kind"),
                    password_hash: password_hash(),
                    must_change_password: user_name == "fresh",
                    joined_on: today,
                };
                staff.insert(user_name, offices::hire(tx, &new, START, entropy.as_ref()).await?);
            }
            // Tests of anything else sign administrators in with their passwords alone.
            offices::waive_second_factor(tx).await?;
            Ok((known, staff))
        })
        .await
        .expect("settled")
}

/// A browser that keeps cookies and does not follow redirects by itself.
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) remote: SocketAddr,
    /// Whose page makes it send what it sends.
    pub(crate) site: &'static str,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) set_cookies: Vec<String>,
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    /// Posts as a form of ours does, with a key of its own unless one is given.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        static KEYS: AtomicU64 = AtomicU64::new(0);
        let mut fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        if fields.iter().all(|(name, _)| name != "_once") {
            let key = KEYS.fetch_add(1, Ordering::SeqCst);
            fields.push(("_once".to_owned(), format!("test-{key}")));
        }
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
            .collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", self.site);
        self.send(request, body.join("&")).await
    }

    pub(crate) async fn sign_in(&mut self, user_name: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("user_name", user_name), ("password", password)]).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request
            .header(header::HOST, "leye.example")
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::from(body))
            .expect("a request");
        request.extensions_mut().insert(ConnectInfo(self.remote));
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let text = |value: &axum::http::HeaderValue| value.to_str().expect("text").to_owned();
        let set_cookies: Vec<String> =
            parts.headers.get_all(header::SET_COOKIE).iter().map(text).collect();
        for cookie in &set_cookies {
            let pair = cookie.split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a value");
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer {
            status: parts.status,
            location: parts.headers.get(header::LOCATION).map(text),
            set_cookies,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

/// Runs a test whose statements others run on both engines, and which takes its time.
pub(crate) fn on_sqlite<F: AsyncFn(&World)>(test: &F) {
    testkit::block_on(async { test(&World::with(Engine::Sqlite, 0).await).await });
}

/// Runs a test in a fresh world on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    on_both_with(0, test);
}

/// The same, with so many persons to hand over.
pub(crate) fn on_both_with<F: AsyncFn(&World)>(responsibilities: i64, test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::with(engine, responsibilities).await;
            test(&world).await;
        });
    }
}

/// Leaves the others of a race time to look before a transaction is committed. On SQLite nobody else writes meanwhile,
/// and nothing waits there.
pub(crate) async fn pause() {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
}
