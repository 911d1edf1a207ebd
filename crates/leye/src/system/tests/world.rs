//! The whole application over a fresh database, with a door that believes what it is told.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use access::{Absent, Actor, Area, Places, Role};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use desk::{Desk, Occasion};
use offices::{NewOffice, NewStaff, Roles};
use rules::{Jurisdiction, Kind};
use seekers::NewPerson;
use store::seal::{self, FileKeys};
use store::{
    ActorId, Catalogue, Db, Engine, Entropy, EntryId, Instant, OfficeId, StoreError, SubjectId,
};
use subjects::Happening;
use testkit::{Place, SeededEntropy, SetClock};
use tower::ServiceExt as _;
use web::Doorkeeper;

use super::forms::Form;
use super::prepared::Who;
use crate::own::Own;
use crate::system::{self, Parts};

/// 2026-11-23T02:00:00Z, a Monday morning in Beijing.
pub(super) const START: Instant = Instant::from_micros(1_795_399_200_000_000);

/// The offices: the city's, the district's, 双井街道 and 劲松街道 in it, a community of the first.
pub(super) const CITY: i64 = 110_000_000_000;
pub(super) const DISTRICT: i64 = 110_105_000_000;
pub(super) const STREET: i64 = 110_105_016_000;
pub(super) const BESIDE: i64 = 110_105_017_000;
/// A street of a district that has nothing to do with anybody.
pub(super) const FAR: i64 = 110_108_001_000;

/// Lets in whoever was announced, under the name they were announced with.
#[derive(Default)]
struct Announced(Mutex<HashMap<String, Actor>>);

impl Doorkeeper for Announced {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        let actor = self.0.lock().expect("no panic").get(secret).cloned();
        Box::pin(async move { Ok(actor) })
    }
}

pub(super) struct World {
    place: Place,
    announced: Arc<Announced>,
    application: Router,
    pub(super) subject: SubjectId,
    pub(super) entry: EntryId,
    pub(super) offices: HashMap<i64, OfficeId>,
    pub(super) officer: ActorId,
    pub(super) desk: Desk,
    /// Who was taken in last.
    latest: Mutex<SubjectId>,
    /// Members of staff who act where something is prepared.
    acting: HashMap<&'static str, ActorId>,
    /// A member of staff of the office beside, to whom the file is open.
    pub(super) consulted: ActorId,
}

impl World {
    /// A person in the street who lives in its community, with an officer and one entry.
    pub(super) async fn new(place: Place) -> Self {
        let mut groups = system::STATEMENTS.to_vec();
        groups.push(crate::commands::doctor::STATEMENTS);
        let catalogue = Catalogue::new(&groups).expect("a catalogue");
        let db = Db::open(&place.url, catalogue, START).expect("a database");
        let path = place.folder.path().join("leye.keys");
        let keys = FileKeys::create(&path, &SeededEntropy::new(7)).expect("keys");
        seal::admit(&db, &keys).await.expect("admitted");
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(11));
        let mut desk = system::desk(Parts {
            db,
            keys: Arc::new(keys),
            entropy,
            clock: Arc::new(SetClock::at(START)),
            jurisdiction: Jurisdiction::Beijing,
            banner: None,
            secure_cookies: false,
            own: Own::shipped().unwrap_or_else(|_| panic!("sound law")),
        });
        let announced = Arc::new(Announced::default());
        desk.kit.doorkeeper = Arc::clone(&announced) as Arc<dyn Doorkeeper>;
        let (offices, acting) = found(&desk).await;
        let assigned = acting[Who::Officer.user_name()];
        let (subject, entry) = take_in(&desk, "P00000001", (assigned, offices[&STREET])).await;
        let consulted = ActorId::from_bytes([8; 16]);
        open_to(&desk, subject, consulted).await;
        let application = web::assemble(system::routes(), desk.clone());
        Self {
            place,
            latest: Mutex::new(subject),
            announced,
            application,
            subject,
            entry,
            offices,
            officer: assigned,
            desk,
            acting,
            consulted,
        }
    }

    /// Runs a test in a fresh world on each engine.
    pub(super) fn on_both(test: &impl AsyncFn(&Self)) {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            testkit::block_on(async {
                let world = Self::new(Place::new(engine)).await;
                test(&world).await;
                world.close();
            });
        }
    }

    /// Closes the database.
    fn close(self) {
        let Self { desk, application, .. } = self;
        drop(application);
        desk.db.clone().close();
    }

    /// Takes somebody else in, whom the same officer answers for.
    pub(super) async fn take_in(&self, file_number: &str) -> SubjectId {
        let taken = take_in(&self.desk, file_number, (self.officer, self.offices[&STREET])).await;
        *self.latest.lock().expect("no panic") = taken.0;
        taken.0
    }

    /// Takes somebody from their officer for a reason, until the street names another.
    pub(super) async fn hand_over(&self, subject: SubjectId, reason: &'static str) {
        let (desk, occasion) = (self.desk.clone(), self.occasion(Who::Head));
        let to = duties::Receiver { office_code: STREET, officer: None };
        let handed = self.desk.db.write(async move |tx| {
            duties::hand_over(tx, &desk, &occasion, subject, to, reason).await
        });
        handed.await.expect("handed over");
    }

    /// Who was taken in last.
    pub(super) fn latest(&self) -> SubjectId {
        *self.latest.lock().expect("no panic")
    }

    /// Where everything lies.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }

    /// Gives a page as it is.
    pub(super) async fn whole(&self, who: &str, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let answer = self.answer(Some(who), &Method::GET, path, Body::empty()).await;
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        (head.status, head.headers, body.to_vec())
    }

    /// A member of staff who acts where something is prepared.
    pub(super) fn acting(&self, who: Who) -> ActorId {
        self.acting[who.user_name()]
    }

    /// The name under which they are let in.
    pub(super) fn known_as(&self, who: Who) -> String {
        let (office, role) = who.place();
        self.announce(self.acting(who), office, role)
    }

    /// They act now.
    pub(super) fn occasion(&self, who: Who) -> Occasion {
        let known = self.known_as(who);
        let actor = self.announced.0.lock().expect("no panic").get(&known).cloned();
        Occasion { actor: actor.expect("announced"), now: START, today: web::day_of(START) }
    }

    /// Announces somebody; gives the name under which they are let in.
    pub(super) fn announce(&self, id: ActorId, office: i64, role: Role) -> String {
        let actor = Actor {
            id,
            name: "某人".to_owned(),
            office: self.offices[&office],
            office_name: "某所".to_owned(),
            area: Area::of_code(office),
            roles: vec![role],
            stands_in_for: Vec::new(),
            places: access::Places::default(),
        };
        let name = format!("{id}-{office}-{}", role.text());
        self.announced.0.lock().expect("no panic").insert(name.clone(), actor);
        name
    }

    /// Announces somebody of the office beside who stands in there for somebody of another office with a role; gives the
    /// name under which they are let in, and where the pages of that place lie.
    pub(super) fn announce_stand_in(
        &self,
        own: (i64, Role),
        (away, office, role): (ActorId, i64, Role),
    ) -> (String, String) {
        let absent = Absent {
            id: away,
            name: "缺勤人".to_owned(),
            office: self.offices[&office],
            office_name: "某所".to_owned(),
            office_code: office,
            roles: vec![role],
        };
        let (code, own) = own;
        let name = self.announce(ActorId::from_bytes([5; 16]), code, own);
        let places = Places { absent: vec![absent], ..Places::default() };
        let mut announced = self.announced.0.lock().expect("no panic");
        let actor = Actor { places, ..announced[&name].clone() };
        let name = format!("{name}-{away}-{office}-{}", role.text());
        announced.insert(name.clone(), actor);
        (name, format!("/for/{away}"))
    }

    /// Asks for a page, or sends an empty form; gives the status and where it leads.
    pub(super) async fn ask(
        &self,
        who: Option<&str>,
        method: &Method,
        path: &str,
    ) -> (StatusCode, String) {
        let answer = self.answer(who, method, path, Body::empty()).await;
        let leads_to = answer.headers().get("location").map(|place| place.to_str().expect("text"));
        (answer.status(), leads_to.unwrap_or_default().to_owned())
    }

    /// Sends a form; gives the status and where it leads.
    pub(super) async fn send(&self, who: &str, path: &str, body: &str) -> (StatusCode, String) {
        let body = Body::from(body.to_owned());
        let answer = self.answer(Some(who), &Method::POST, path, body).await;
        let leads_to = answer.headers().get("location").map(|place| place.to_str().expect("text"));
        (answer.status(), leads_to.unwrap_or_default().to_owned())
    }

    /// Sends a form as it was prepared; gives the status, where it leads and, where it is shown again, the page.
    pub(super) async fn send_form(&self, who: &str, form: &Form) -> (StatusCode, String, String) {
        let (status, headers, page) = self.send_whole(who, form).await;
        let leads_to = headers.get("location").map(|place| place.to_str().expect("text"));
        (
            status,
            leads_to.unwrap_or_default().to_owned(),
            String::from_utf8_lossy(&page).into_owned(),
        )
    }

    /// The same; gives what comes back as it is.
    pub(super) async fn send_whole(
        &self,
        who: &str,
        form: &Form,
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::builder()
            .method(Method::POST)
            .uri(&form.action)
            .header("host", "leye.example")
            .header("cookie", format!("{}={who}", web::SESSION_COOKIE))
            .header("content-type", form.media_type)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(form.body.clone()))
            .expect("a request");
        let answer = self.application.clone().oneshot(request).await.expect("an answer");
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        (head.status, head.headers, body.to_vec())
    }

    /// Gives the forms of a page, where it opens.
    pub(super) async fn forms(&self, who: &str, path: &str) -> Vec<Form> {
        let answer = self.answer(Some(who), &Method::GET, path, Body::empty()).await;
        if answer.status() != StatusCode::OK {
            return Vec::new();
        }
        let page = to_bytes(answer.into_body(), usize::MAX).await.expect("a page");
        super::forms::forms(&String::from_utf8_lossy(&page))
    }

    async fn answer(&self, who: Option<&str>, method: &Method, path: &str, body: Body) -> Response {
        let mut request =
            Request::builder().method(method).uri(path).header("host", "leye.example");
        if let Some(who) = who {
            request = request.header("cookie", format!("{}={who}", web::SESSION_COOKIE));
        }
        if *method == Method::POST {
            let form = "application/x-www-form-urlencoded";
            request = request.header("content-type", form).header("sec-fetch-site", "same-origin");
        }
        let request = request.body(body).expect("a request");
        self.application.clone().oneshot(request).await.expect("an answer")
    }
}

async fn found(desk: &Desk) -> (HashMap<i64, OfficeId>, HashMap<&'static str, ActorId>) {
    let entropy = Arc::clone(&desk.sealing.entropy);
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            let today = web::day_of(START);
            let mut offices = HashMap::new();
            for code in [CITY, DISTRICT, STREET, STREET + 1, BESIDE, FAR] {
                let office = NewOffice {
                    code,
                    name: format!("机构{code}"),
                    address: String::new(),
                    phone: String::new(),
                    opened_on: today,
                };
                let id = offices::found(tx, &office, START, entropy.as_ref()).await?;
                offices.insert(code, id);
            }
            let mut acting = HashMap::new();
            for who in Who::ALL {
                let (office, role) = who.place();
                let member = NewStaff {
                    user_name: who.user_name().to_owned(),
                    name: role.term().to_owned(),
                    office: offices[&office],
                    roles: Roles::new([role]).expect("one role"),
                    password_hash: String::new(),
                    must_change_password: false,
                    joined_on: today,
                };
                let hired = offices::hire(tx, &member, START, entropy.as_ref()).await?;
                acting.insert(who.user_name(), hired);
            }
            Ok((offices, acting))
        })
        .await
        .expect("offices")
}

async fn take_in(
    desk: &Desk,
    file_number: &str,
    (officer, office): (ActorId, OfficeId),
) -> (SubjectId, EntryId) {
    let (inner, file_number) = (desk.clone(), file_number.to_owned());
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            let sealing = &inner.sealing;
            let new = NewPerson {
                file_number: Some(file_number.clone()),
                name: "王龘靐".to_owned(),
                residence_code: STREET + 1,
                ..NewPerson::default()
            };
            let subject = seekers::bring_in(tx, sealing, &new, START).await?;
            let key = seal::key_of(tx, sealing.keys.as_ref(), subject).await?.expect("a key");
            let today = web::day_of(START);
            duties::take_on(tx, subject, STREET, Some(officer), today).await?;
            let recorder = subjects::Recorder {
                subject,
                staff: Some(officer),
                staff_name: "专员",
                office: Some(office),
                office_name: "双井",
                now: START,
            };
            let mut known = subjects::LedgerFacts::default();
            let happening = Happening::new(Kind::Intake, today);
            let entry =
                subjects::record(tx, sealing, &key, &recorder, &happening, &mut known).await;
            let held = duties::held(tx, subject).await?.expect("held");
            duties::derive(tx, &inner.rulebook, &held, &known, today).await?;
            Ok((subject, entry.expect("recorded")))
        })
        .await
        .expect("a person")
}

async fn open_to(desk: &Desk, subject: SubjectId, staff: ActorId) {
    let entropy = Arc::clone(&desk.sealing.entropy);
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            let new = duties::NewShare {
                holder: duties::HolderId::new(START, entropy.as_ref()),
                purpose: duties::Purpose::Transfer,
                office_code: BESIDE,
                staff: Some(staff),
            };
            duties::share(tx, subject, &new, START, entropy.as_ref()).await
        })
        .await
        .expect("open");
}
