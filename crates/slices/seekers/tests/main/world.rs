//! A street and its neighbour with their staff, on a database of its own, and a browser without a window.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::companions::Cabinet;
use access::{Actor, Role};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::{Desk, Occasion};
use http_body_util::BodyExt as _;
use kernel::Day;
use offices::{NewOffice, NewStaff, Roles};
use rules::{Jurisdiction, Law, Rulebook};
use seekers::model::Particulars;
use seekers::{Intake, NewPerson};
use store::ledger::Channel;
use store::seal::{self, FileKeys};
use store::{ActorId, Catalogue, Clock as _, Db, Engine, Instant, OfficeId, StoreError, SubjectId};
use subjects::Sealing;
use testkit::{Place, SeededEntropy, SetClock};
use tower::ServiceExt as _;
use web::{Doorkeeper, Kit};

/// The instant at which every test begins: 2026-01-05T02:00:00Z, a Monday morning in Beijing.
pub(crate) const START: Instant = Instant::from_micros(1_767_578_400_000_000);
pub(crate) const DISTRICT: i64 = 110_105_000_000;
pub(crate) const STREET: i64 = 110_105_001_000;
pub(crate) const COMMUNITY: i64 = 110_105_001_001;
pub(crate) const OTHER_STREET: i64 = 110_105_002_000;
/// A number that is nobody's: valid in form, of somebody born in 1949.
pub(crate) const NUMBER: &str = "11010519491231002X";
pub(crate) const OTHER_NUMBER: &str = "110105197803074025";

pub(crate) struct World {
    pub(crate) place: Place,
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) cabinet: Arc<Cabinet>,
    pub(crate) clerk: Actor,
    pub(crate) officer: Actor,
    pub(crate) head: Actor,
    pub(crate) assistant: Actor,
    pub(crate) stranger: Actor,
    pub(crate) inspector: Actor,
    pub(crate) administrator: Actor,
}

/// Lets in whoever names themselves.
struct Names(Vec<Actor>);

impl Doorkeeper for Names {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        let known = self.0.iter().find(|actor| actor.id.to_string() == secret).cloned();
        Box::pin(async move { Ok(known) })
    }
}

async fn office(db: &Db, code: i64, name: &str) -> OfficeId {
    let new = NewOffice {
        code,
        name: name.to_owned(),
        address: String::new(),
        phone: String::new(),
        opened_on: "2025-01-01".parse().expect("a day"),
    };
    let entropy = SeededEntropy::new(code.unsigned_abs());
    db.write(async move |tx| offices::found(tx, &new, START, &entropy).await)
        .await
        .expect("founded")
}

async fn staff(db: &Db, user: &str, name: &str, office: OfficeId, role: Role) -> Actor {
    let new = NewStaff {
        user_name: user.to_owned(),
        name: name.to_owned(),
        office,
        roles: Roles::new([role]).expect("one kind of work"),
        password_hash: "-".to_owned(),
        must_change_password: false,
        joined_on: "2025-01-01".parse().expect("a day"),
    };
    let entropy = SeededEntropy::new(user.bytes().map(u64::from).sum());
    db.write(async move |tx| {
        let id = offices::hire(tx, &new, START, &entropy).await?;
        let today = "2026-01-05".parse().expect("a day");
        Ok::<_, StoreError>(offices::actor_of(tx, id, today).await?.expect("hired"))
    })
    .await
    .expect("hired")
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let place = Place::new(engine);
        let catalogue = Catalogue::new(&[
            subjects::STATEMENTS,
            offices::STATEMENTS,
            duties::STATEMENTS,
            seekers::STATEMENTS,
            crate::under_way::STATEMENTS,
        ])
        .expect("a catalogue");
        let db = Db::open(&place.url, catalogue, START).expect("a database");
        let keys = FileKeys::create(&place.folder.path().join("keys"), &SeededEntropy::new(7))
            .expect("keys");
        seal::admit(&db, &keys).await.expect("admitted");
        let district = office(&db, DISTRICT, "朝阳区公共就业服务中心").await;
        let street = office(&db, STREET, "建外街道公共就业服务所").await;
        let community = office(&db, COMMUNITY, "永安里东社区就业服务站").await;
        office(&db, 110_105_001_002, "光华里社区就业服务站").await;
        let other = office(&db, OTHER_STREET, "朝外街道公共就业服务所").await;
        let clerk = staff(&db, "clerk", "前台小李", street, Role::FrontDeskClerk).await;
        let officer = staff(&db, "officer", "专员老张", street, Role::AssistanceOfficer).await;
        let head = staff(&db, "head", "负责人赵", street, Role::Head).await;
        let assistant =
            staff(&db, "assistant", "协理员孙", community, Role::CommunityAssistant).await;
        let stranger = staff(&db, "stranger", "邻街小周", other, Role::FrontDeskClerk).await;
        let inspector = staff(&db, "inspector", "督查吴", district, Role::Inspector).await;
        let administrator =
            staff(&db, "administrator", "系统郑", district, Role::SystemAdministrator).await;
        let all = [&clerk, &officer, &head, &assistant, &stranger, &inspector, &administrator];
        let doorkeeper = Names(all.into_iter().cloned().collect());
        let clock = Arc::new(SetClock::at(START));
        let law: &'static Law = Box::leak(Box::new(Law::shipped().expect("law")));
        let kit = Kit {
            doorkeeper: Arc::new(doorkeeper),
            clock: Arc::<SetClock>::clone(&clock),
            entropy: Arc::new(SeededEntropy::new(99)),
            navigation: Arc::from([]),
            banner: None,
            secure_cookies: false,
        };
        let cabinet = Arc::new(Cabinet::default());
        let companion: Arc<dyn desk::Companion> = cabinet.clone();
        let desk = Desk {
            companions: Arc::from([companion]),
            db,
            sealing: Sealing { keys: Arc::new(keys), entropy: Arc::new(SeededEntropy::new(11)) },
            clock: Arc::<SetClock>::clone(&clock),
            rulebook: Arc::new(Rulebook::new(law, Jurisdiction::Beijing)),
            kit,
        };
        Self {
            place,
            desk,
            clock,
            cabinet,
            clerk,
            officer,
            head,
            assistant,
            stranger,
            inspector,
            administrator,
        }
    }

    pub(crate) fn occasion(&self, actor: &Actor) -> Occasion {
        let now = self.clock.now();
        Occasion { actor: actor.clone(), now, today: web::day_of(now) }
    }

    pub(crate) async fn take_in(&self, actor: &Actor, intake: Intake) -> SubjectId {
        self.try_take_in(actor, intake).await.expect("taken in")
    }

    pub(crate) async fn try_take_in(
        &self,
        actor: &Actor,
        intake: Intake,
    ) -> Result<SubjectId, access::Failure<seekers::TakeInRefusal>> {
        let (desk, occasion) = (self.desk.clone(), self.occasion(actor));
        self.desk
            .db
            .write(async move |tx| seekers::take_in(tx, &desk, &occasion, &intake).await)
            .await
    }

    pub(crate) fn router(&self) -> Router {
        web::assemble(seekers::routes(), self.desk.clone())
    }

    /// Asks for a page; gives status and text.
    pub(crate) async fn get(&self, actor: &Actor, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header("cookie", cookie(actor.id));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Posts a form.
    pub(crate) async fn post(
        &self,
        actor: &Actor,
        path: &str,
        values: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let mut pairs = Vec::new();
        for (name, value) in values {
            let value: String = value
                .bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() {
                        char::from(byte).to_string()
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect();
            pairs.push(format!("{name}={value}"));
        }
        let request = Request::post(path)
            .header("cookie", cookie(actor.id))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("host", "localhost")
            .header("origin", "http://localhost")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(pairs.join("&"))).expect("a request")).await
    }

    /// Downloads what a path leads to.
    pub(crate) async fn download(&self, actor: &Actor, path: &str) -> Vec<u8> {
        let request = Request::get(path).header("cookie", cookie(actor.id));
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body().collect().await.expect("a body").to_bytes().to_vec()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router().oneshot(request).await.expect("an answer");
        let status = response.status();
        let to = response.headers().get("location").map(|to| to.to_str().expect("text").to_owned());
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        (status, to.unwrap_or_else(|| String::from_utf8_lossy(&body).into_owned()))
    }
}

pub(crate) fn cookie(actor: ActorId) -> String {
    format!("{}={actor}", web::SESSION_COOKIE)
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Somebody who comes to the counter and registers.
pub(crate) fn somebody() -> Intake {
    Intake {
        new: NewPerson {
            file_number: None,
            name: "王秀英".to_owned(),
            residence_code: COMMUNITY,
            particulars: Particulars {
                document: "居民身份证".to_owned(),
                number: NUMBER.to_owned(),
                birth: "1949-12-31".to_owned(),
                sex: "女".to_owned(),
                phone: "15400000001".to_owned(),
                address: "永安里12号楼3单元".to_owned(),
                groups: vec!["veteran".to_owned()],
                ..Particulars::default()
            },
            ..NewPerson::default()
        },
        channel: Channel::Counter,
        is_survey: false,
        on: day("2026-01-05"),
        registers: true,
        despite: None,
    }
}

/// Runs a test in a fresh world on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine).await;
            test(&world).await;
            drop(world.place);
        });
    }
}
