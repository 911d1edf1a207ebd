//! A street office with its neighbours, in two districts of a city.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use access::{Action, Actor, Role};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use desk::{Companion, Desk, Occasion};
use http_body_util::BodyExt;
use kernel::{AddressRule, Day, ResidentId};
use offices::{NewOffice, NewStaff, Roles};
use rules::Kind;
use seekers::NewPerson;
use store::seal;
use store::{ActorId, Clock, Db, Engine, Instant, Statement, StoreError, SubjectId};
use subjects::{Happening, Past};
use testkit::{Place, SetClock};
use tower::ServiceExt;
use web::{Doorkeeper, Routes};

use crate::fresh::{Fresh, fresh};
use crate::html::{Shown, decode, encode};

/// The instant at which every test begins: 2026-01-05T00:00:00Z, a Monday at eight in Beijing.
pub const START: Instant = Instant::from_micros(1_767_571_200_000_000);

/// The city's office.
pub const CITY: i64 = 110_000_000_000;
/// The district's.
pub const DISTRICT: i64 = 110_105_000_000;
/// The street's, where the people of a test live.
pub const STREET: i64 = 110_105_016_000;
/// The street beside it, in the same district.
pub const BESIDE: i64 = 110_105_017_000;
/// Another district of the city.
pub const OTHER_DISTRICT: i64 = 110_106_000_000;
/// A street there.
pub const FAR: i64 = 110_106_001_000;

/// An ID number in the published form; the person is made up (born 1991-01-01).
pub const NUMBER: &str = "360426199101010071";
/// What the person is called.
pub const NAME: &str = "范例甲";

/// User name, name, office, roles.
const STAFF: &[(&str, &str, i64, &[Role])] = &[
    ("mayor", "市负责人", CITY, &[Role::Head]),
    ("chief", "区负责人", DISTRICT, &[Role::Head]),
    ("expert", "区指导员", DISTRICT, &[Role::Counsellor]),
    ("far_chief", "外区负责人", OTHER_DISTRICT, &[Role::Head]),
    ("far_head", "外区街道负责人", FAR, &[Role::Head]),
    ("far_officer", "外区专员", FAR, &[Role::AssistanceOfficer]),
    ("head", "李负责", STREET, &[Role::Head]),
    ("officer", "赵专员", STREET, &[Role::AssistanceOfficer, Role::Counsellor]),
    ("clerk", "王前台", STREET, &[Role::FrontDeskClerk]),
    ("assistant", "钱协理", STREET, &[Role::CommunityAssistant]),
    ("colleague", "周专员", STREET, &[Role::AssistanceOfficer]),
    ("inspector", "吴督查", DISTRICT, &[Role::Inspector]),
    ("neighbour", "孙邻街", BESIDE, &[Role::FrontDeskClerk, Role::Head]),
    ("beside_officer", "冯专员", BESIDE, &[Role::AssistanceOfficer]),
    ("auditor", "郑审计", STREET, &[Role::AuditAdministrator]),
];

/// Takes a user's name for the secret of their session.
struct Doorman(Db, Arc<SetClock>);

store::statements! {
    pub(crate) group "street";
    /// A member of staff by user name.
    STAFF_NAMED = "SELECT staff_id FROM staff WHERE user_name = $1";
}

impl Doorkeeper for Doorman {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        let (name, today) = (secret.to_owned(), web::day_of(self.1.now()));
        let db = self.0.clone();
        Box::pin(async move {
            db.read(async move |tx| {
                let found: Option<(ActorId,)> = tx.optional(STAFF_NAMED, &[&name]).await?;
                match found {
                    Some((staff,)) => offices::actor_of(tx, staff, today).await,
                    None => Ok(None),
                }
            })
            .await
        })
    }
}

/// A city at work for the time of a test.
pub struct World {
    _place: Place,
    /// What handlers work with.
    pub desk: Desk,
    /// The clock, which stands until it is moved.
    pub clock: Arc<SetClock>,
    application: Router,
    routes: fn() -> Routes<Desk>,
    staff: Mutex<BTreeMap<&'static str, ActorId>>,
}

impl World {
    /// Opens a fresh database, with these slices beside those that everything stands on.
    pub async fn new(
        engine: Engine,
        statements: &[&[&'static Statement]],
        routes: fn() -> Routes<Desk>,
    ) -> Self {
        let mut all: Vec<&[&'static Statement]> = vec![
            subjects::STATEMENTS,
            offices::STATEMENTS,
            duties::STATEMENTS,
            seekers::STATEMENTS,
            services::STATEMENTS,
            STATEMENTS,
        ];
        all.extend(statements);
        let Fresh { place, desk, clock } = fresh(engine, START, &all, |db, clock| {
            Arc::new(Doorman(db.clone(), Arc::clone(clock)))
        })
        .await;
        let application = web::assemble(routes(), desk.clone());
        let staff = Mutex::new(settle(&desk).await);
        Self { _place: place, desk, clock, application, routes, staff }
    }

    /// Starts the program again over the same database, with another law or other scorecards.
    pub fn restart(&mut self, change: impl FnOnce(&mut Desk)) {
        change(&mut self.desk);
        self.application = web::assemble((self.routes)(), self.desk.clone());
    }

    /// Closes the database.
    pub fn close(self) {
        let Self { desk, application, .. } = self;
        drop(application);
        desk.db.clone().close();
    }

    /// Who a user name is.
    pub fn staff(&self, user: &str) -> ActorId {
        self.staff.lock().expect("no panic")[user]
    }

    /// An occasion on which a member of staff acts now.
    pub async fn occasion(&self, user: &str) -> Occasion {
        let (staff, now) = (self.staff(user), self.clock.now());
        let today = web::day_of(now);
        let actor = self.desk.db.read(async move |tx| offices::actor_of(tx, staff, today).await);
        let actor: Result<_, StoreError> = actor.await;
        Occasion { actor: actor.expect("read").expect("an actor"), now, today }
    }

    /// Opens the office of a community with one assistant in it.
    pub async fn open_community(&self, code: i64, (user, name): (&'static str, &str)) -> ActorId {
        let (desk, now, name) = (self.desk.clone(), self.clock.now(), name.to_owned());
        let hired = self.desk.db.write::<_, _, StoreError>(async move |tx| {
            let entropy = desk.sealing.entropy.as_ref();
            let office = NewOffice {
                code,
                name: format!("{}社区就业服务站", code % 1_000),
                address: String::new(),
                phone: String::new(),
                opened_on: web::day_of(now),
            };
            let assistant = NewStaff {
                user_name: user.to_owned(),
                name: name.clone(),
                office: offices::found(tx, &office, now, entropy).await?,
                roles: Roles::new([Role::CommunityAssistant]).expect("a role"),
                password_hash: "never".to_owned(),
                must_change_password: false,
                joined_on: web::day_of(now),
            };
            offices::hire(tx, &assistant, now, entropy).await
        });
        let hired = hired.await.expect("hired");
        self.staff.lock().expect("no panic").insert(user, hired);
        hired
    }

    /// Hires somebody into an office, by its code: to act as, and to name, as everybody else.
    pub async fn employ(
        &self,
        (user, name): (&'static str, &str),
        office_code: i64,
        roles: &[Role],
    ) -> ActorId {
        let (desk, now) = (self.desk.clone(), self.clock.now());
        let (name, roles) = (name.to_owned(), roles.to_vec());
        let hired = self.desk.db.write::<_, _, StoreError>(async move |tx| {
            let office = offices::office_by_code(tx, office_code).await?.expect("an office");
            let new = NewStaff {
                user_name: user.to_owned(),
                name: name.clone(),
                office: office.office_id,
                roles: Roles::new(roles.iter().copied()).expect("roles"),
                password_hash: "never".to_owned(),
                must_change_password: false,
                joined_on: web::day_of(now),
            };
            offices::hire(tx, &new, now, desk.sealing.entropy.as_ref()).await
        });
        let hired = hired.await.expect("hired");
        self.staff.lock().expect("no panic").insert(user, hired);
        hired
    }

    /// The civil day.
    pub fn today(&self) -> Day {
        web::day_of(self.clock.now())
    }

    /// Lets days pass.
    pub fn pass_days(&self, days: i64) {
        self.clock.advance_seconds(days * 86_400);
    }

    /// Takes a person in, whom the officer answers for. A reference that is an ID number stands in the file.
    pub async fn person(&self, reference: &str, kinds: &[Kind]) -> SubjectId {
        self.person_called(NAME, reference, kinds).await
    }

    /// Takes a person of another name in, where several are to be told apart.
    pub async fn person_called(&self, name: &str, reference: &str, kinds: &[Kind]) -> SubjectId {
        let occasion = self.occasion("head").await;
        let (desk, officer) = (self.desk.clone(), self.staff("officer"));
        let (reference, kinds) = (reference.to_owned(), kinds.to_vec());
        let name = name.to_owned();
        let opened = self.desk.db.write(async move |tx| {
            let new = NewPerson { name: name.clone(), ..person_of(&reference, occasion.today) };
            let subject = seekers::bring_in(tx, &desk.sealing, &new, occasion.now).await?;
            let today = occasion.today;
            duties::take_on(tx, subject, STREET, Some(officer), today).await?;
            let happenings: Vec<Happening> =
                kinds.iter().map(|kind| Happening::new(*kind, today)).collect();
            let action = Action::RecordService;
            duties::record_service(tx, &desk, &occasion, action, subject, &happenings)
                .await
                .map(|_| subject)
        });
        opened.await.expect("a person")
    }

    /// Records without any of the forms' checks.
    pub async fn record_raw(&self, subject: SubjectId, happenings: Vec<Happening>) {
        let (desk, occasion) = (self.desk.clone(), self.occasion("officer").await);
        let recorded = self.desk.db.write(async move |tx| {
            let action = Action::RecordService;
            duties::record_service(tx, &desk, &occasion, action, subject, &happenings)
                .await
                .map(drop)
        });
        recorded.await.expect("recorded");
    }

    /// The ledger of a person.
    pub async fn history(&self, subject: SubjectId) -> Vec<Past> {
        let desk = self.desk.clone();
        let past = self.desk.db.read::<_, _, StoreError>(async move |tx| {
            let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
            subjects::history(tx, &key.expect("a key"), subject).await
        });
        past.await.expect("a history")
    }

    /// How often a member of staff has taken a person out in a list or a workbook.
    pub async fn taken_out(&self, user: &str, subject: SubjectId) -> i64 {
        let (desk, staff) = (self.desk.clone(), self.staff(user));
        let read = self.desk.db.read::<_, _, StoreError>(async move |tx| {
            let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
            subjects::readings_of(tx, &key.expect("a key"), subject, 1_000).await
        });
        let readings = read.await.expect("readings").into_iter();
        let export = Action::Export.term();
        let own = readings.filter(|one| one.staff == staff && one.purpose == export);
        own.map(|one| one.times).sum()
    }

    /// Opens a page as a member of staff.
    pub async fn get(&self, user: &str, path: &str) -> Shown {
        let request = Request::get(path).header(header::COOKIE, format!("leye_session={user}"));
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Posts to a page as a member of staff.
    pub async fn post(&self, user: &str, path: &str, pairs: &[(String, String)]) -> Shown {
        let request = Request::post(path)
            .header(header::COOKIE, format!("leye_session={user}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = encode(pairs);
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Posts JSON, as a script of ours does.
    pub async fn post_json(&self, user: &str, path: &str, content: &str) -> Shown {
        let request = Request::post(path)
            .header(header::COOKIE, format!("leye_session={user}"))
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(content.to_owned())).expect("a request")).await
    }

    /// Sends whatever a test makes up as a member of staff, such as a file; gives what comes back as it is.
    pub async fn exchange(
        &self,
        user: &str,
        mut request: Request<Body>,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let cookie = HeaderValue::from_str(&format!("leye_session={user}")).expect("a name");
        request.headers_mut().insert(header::COOKIE, cookie);
        let answer = self.application.clone().oneshot(request).await.expect("an answer");
        let (head, body) = answer.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        (head.status, head.headers, bytes.to_vec())
    }

    async fn send(&self, request: Request<Body>) -> Shown {
        let answer = self.application.clone().oneshot(request).await.expect("an answer");
        let (head, body) = answer.into_parts();
        let cookies: Vec<String> = head
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|cookie| decode(cookie.to_str().expect("text")))
            .collect();
        let location = head.headers.get(header::LOCATION);
        let location = location.map(|path| path.to_str().expect("text").to_owned());
        let bytes = body.collect().await.expect("a body").to_bytes();
        // A workbook is no text; its first letters tell that it is one.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Shown { status: head.status, location, cookies: cookies.join("; "), text }
    }

    /// Opens the form at a path, changes some of its answers, and sends it.
    pub async fn fill(&self, user: &str, path: &str, changes: &[(&str, &str)]) -> Shown {
        let shown = self.get(user, path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.words());
        self.fill_shown(user, &shown, changes).await
    }

    /// Changes some answers of the form that a page shows, and sends it.
    pub async fn fill_shown(&self, user: &str, shown: &Shown, changes: &[(&str, &str)]) -> Shown {
        let (path, pairs) = shown.form(changes);
        self.post(user, &path, &pairs).await
    }
}

/// A person with a number of their own, or with nothing but a file number.
fn person_of(reference: &str, today: Day) -> NewPerson {
    let number = ResidentId::parse(reference, today, AddressRule::Any).ok();
    let mut new = NewPerson {
        file_number: number.is_none().then(|| reference.to_owned()),
        name: NAME.to_owned(),
        residence_code: STREET + 1,
        ..NewPerson::default()
    };
    if let Some(number) = number {
        reference.clone_into(&mut new.particulars.number);
        new.particulars.birth = number.value.birth_date().to_string();
        new.particulars.sex = number.value.sex().to_string();
    }
    new
}

async fn settle(desk: &Desk) -> BTreeMap<&'static str, ActorId> {
    let desk2 = desk.clone();
    let settled = desk.db.write::<_, _, StoreError>(async move |tx| {
        let entropy = desk2.sealing.entropy.as_ref();
        let mut offices = BTreeMap::new();
        for (code, name) in [
            (CITY, "示范市"),
            (DISTRICT, "示范区"),
            (STREET, "示范街道"),
            (BESIDE, "邻街道"),
            (OTHER_DISTRICT, "外区"),
            (FAR, "外区街道"),
        ] {
            let office = NewOffice {
                code,
                name: name.to_owned(),
                address: String::new(),
                phone: String::new(),
                opened_on: web::day_of(START),
            };
            offices.insert(code, offices::found(tx, &office, START, entropy).await?);
        }
        let mut staff = BTreeMap::new();
        for (user, name, code, roles) in STAFF {
            let hired = NewStaff {
                user_name: (*user).to_owned(),
                name: (*name).to_owned(),
                office: offices[code],
                roles: Roles::new(roles.iter().copied()).expect("roles"),
                password_hash: "never".to_owned(),
                must_change_password: false,
                joined_on: web::day_of(START),
            };
            staff.insert(*user, offices::hire(tx, &hired, START, entropy).await?);
        }
        Ok(staff)
    });
    settled.await.expect("settled")
}

/// Runs a test in a fresh world on each engine, with these slices beside those that everything stands on.
pub fn on_both<F: AsyncFn(&World)>(
    statements: &[&[&'static Statement]],
    routes: fn() -> Routes<Desk>,
    test: &F,
) {
    on_both_with(&[], statements, routes, test);
}

/// The same, with what slices keep beside the ledger.
pub fn on_both_with<F: AsyncFn(&World)>(
    keepers: &[Arc<dyn Companion>],
    statements: &[&[&'static Statement]],
    routes: fn() -> Routes<Desk>,
    test: &F,
) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on_one(engine, keepers, statements, routes, test);
    }
}

/// The same on both engines at the same time, for what takes long.
pub fn on_both_at_once<F: AsyncFn(&World) + Sync>(
    statements: &[&[&'static Statement]],
    routes: fn() -> Routes<Desk>,
    test: &F,
) {
    std::thread::scope(|scope| {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            scope.spawn(move || on_one(engine, &[], statements, routes, test));
        }
    });
}

fn on_one<F: AsyncFn(&World)>(
    engine: Engine,
    keepers: &[Arc<dyn Companion>],
    statements: &[&[&'static Statement]],
    routes: fn() -> Routes<Desk>,
    test: &F,
) {
    testkit::block_on(async {
        let mut world = World::new(engine, statements, routes).await;
        world.restart(|desk| desk.companions = keepers.into());
        test(&world).await;
        world.close();
    });
}
