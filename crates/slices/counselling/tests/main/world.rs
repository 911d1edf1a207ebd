//! A district with a street and its neighbour, counsellors who keep the usual hours, and people.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use access::{Action, Actor, Role};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use counselling::model::{CounselRefusal, Form, Planned, WeeklyHours};
use counselling::{Booking, book, put_hours};
use desk::{Desk, Occasion};
use duties::Receiver;
use http_body_util::BodyExt;
use kernel::Day;
use offices::{NewOffice, NewStaff, Roles};
use seekers::NewPerson;
use store::ledger::Channel;
use store::{ActorId, Clock, Engine, Instant, StoreError, SubjectId, Tx};
use street::{Fresh, fresh};
use subjects::{Happening, SubjectKind};
use testkit::{Place, SetClock};
use tower::ServiceExt;
use web::Doorkeeper;

/// The instant at which every test begins: 2026-09-30, a Wednesday, at eight in Beijing; the day before a
/// holiday of seven days, after which a Saturday is worked.
pub(crate) const START: Instant = Instant::from_micros(1_790_726_400_000_000);

pub(crate) const DISTRICT: i64 = 110_105_000_000;
pub(crate) const STREET: i64 = 110_105_016_000;
pub(crate) const BESIDE: i64 = 110_105_017_000;

/// User name, name, office, roles, whether they have hours.
const STAFF: [(&str, &str, i64, &[Role], bool); 8] = [
    ("clerk", "王前台", STREET, &[Role::FrontDeskClerk], false),
    ("zhao", "赵指导", STREET, &[Role::Counsellor], true),
    ("qian", "钱指导", STREET, &[Role::Counsellor], true),
    ("sun", "孙区指导", DISTRICT, &[Role::Counsellor], true),
    ("wu", "吴区指导", DISTRICT, &[Role::Counsellor], false),
    ("neighbour", "李邻街", BESIDE, &[Role::Counsellor], true),
    ("inspector", "周督查", DISTRICT, &[Role::Inspector], false),
    ("auditor", "郑审计", DISTRICT, &[Role::AuditAdministrator], false),
];

store::statements! {
    pub(crate) group "test";
    LIVE = "SELECT staff_id, day, minute, minutes FROM appointment WHERE state IN ('booked', 'held')
        ORDER BY staff_id, day, minute";
    TAKEN = "SELECT staff_id, day, step FROM slot_taken ORDER BY staff_id, day, step";
    APPOINTMENTS = "SELECT count(*) AS appointments FROM appointment";
    CONTENTS = "SELECT content FROM assessment";
    LEAVES = "UPDATE staff SET left_on = $1 WHERE staff_id = $2";
}

#[derive(Default)]
struct Doors(Mutex<BTreeMap<String, Actor>>);

impl Doorkeeper for Doors {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        let actor = self.0.lock().expect("a lock").get(secret).cloned();
        Box::pin(async move { Ok(actor) })
    }
}

pub(crate) struct World {
    _place: Place,
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<SetClock>,
    router: Router,
    actors: BTreeMap<&'static str, Actor>,
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let groups = [
            subjects::STATEMENTS,
            offices::STATEMENTS,
            duties::STATEMENTS,
            seekers::STATEMENTS,
            counselling::STATEMENTS,
            STATEMENTS,
        ];
        let doors = Arc::new(Doors::default());
        let Fresh { place, desk, clock } =
            fresh(engine, START, &groups, |_, _| Arc::clone(&doors) as Arc<dyn Doorkeeper>).await;
        let actors = settle(&desk).await;
        for (name, actor) in &actors {
            doors.0.lock().expect("a lock").insert((*name).to_owned(), actor.clone());
        }
        let router = web::assemble(counselling::routes(), desk.clone());
        Self { _place: place, desk, clock, router, actors }
    }

    pub(crate) fn staff(&self, user_name: &str) -> ActorId {
        self.actors[user_name].id
    }

    pub(crate) fn occasion(&self, user_name: &str) -> Occasion {
        let now = self.clock.now();
        Occasion { actor: self.actors[user_name].clone(), now, today: web::day_of(now) }
    }

    /// Moves the clock on to a time of a day at UTC+8.
    pub(crate) fn go_to(&self, day: &str, hour: i64) {
        let day: Day = day.parse().expect("a day");
        let then = i64::from(day.number()) * 86_400 + (hour - 8) * 3_600;
        self.clock.advance_seconds(then - self.clock.now().micros() / 1_000_000);
    }

    /// A person whom an office answers for.
    pub(crate) async fn person(&self, name: &str, office_code: i64) -> SubjectId {
        let (desk, name) = (self.desk.clone(), name.to_owned());
        let now = self.clock.now();
        self.desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                let kind = SubjectKind::Person;
                let opened =
                    subjects::open_subject(tx, &desk.sealing, kind, &name, &name, now).await?;
                duties::take_on(tx, opened.0, office_code, None, web::day_of(now)).await?;
                Ok(opened.0)
            })
            .await
            .expect("a person")
    }

    /// A person whom an office answers for and of whom it is known where they live, by code.
    pub(crate) async fn resident(
        &self,
        name: &str,
        office_code: i64,
        residence_code: i64,
    ) -> SubjectId {
        let (desk, name, now) = (self.desk.clone(), name.to_owned(), self.clock.now());
        let new = NewPerson {
            file_number: Some(name.clone()),
            name,
            residence_code,
            ..NewPerson::default()
        };
        let brought = self.desk.db.write::<_, _, StoreError>(async move |tx| {
            let subject = seekers::bring_in(tx, &desk.sealing, &new, now).await?;
            duties::take_on(tx, subject, office_code, None, web::day_of(now)).await?;
            Ok(subject)
        });
        brought.await.expect("a person")
    }

    /// Has another office answer for a person, as a transfer does that was decided.
    pub(crate) async fn move_over(&self, subject: SubjectId, office_code: i64) {
        let (desk, occasion) = (self.desk.clone(), self.occasion("sun"));
        let to = Receiver { office_code, officer: None };
        let moved = self.desk.db.write(async move |tx| {
            duties::move_over(tx, &desk, &occasion, subject, to, "常住地变更").await.map(drop)
        });
        moved.await.expect("moved");
    }

    /// Records something that happened to a person of the street today.
    pub(crate) async fn record(&self, subject: SubjectId, happening: Happening) {
        let (desk, occasion) = (self.desk.clone(), self.occasion("zhao"));
        self.write(async move |tx| {
            let happenings = std::slice::from_ref(&happening);
            let action = Action::RecordService;
            duties::record_service(tx, &desk, &occasion, action, subject, happenings)
                .await
                .map_err(|failure| failure.map(CounselRefusal::from))
        })
        .await
        .expect("recorded");
    }

    pub(crate) async fn write<F, T>(&self, case: F) -> Result<T, access::Failure<CounselRefusal>>
    where
        F: AsyncFn(&mut Tx) -> Result<T, access::Failure<CounselRefusal>> + Send + 'static,
        T: Send + 'static,
    {
        self.desk.db.write(case).await
    }

    /// Books half an hour for a person, as somebody.
    pub(crate) async fn book(
        &self,
        by: &str,
        booking: Booking,
    ) -> Result<counselling::model::appointment::AppointmentId, access::Failure<CounselRefusal>>
    {
        let (desk, occasion) = (self.desk.clone(), self.occasion(by));
        self.write(async move |tx| book(tx, &desk, &occasion, &booking).await).await
    }

    pub(crate) fn booking(&self, subject: SubjectId, staff: &str, at: (&str, i64, i64)) -> Booking {
        Booking {
            subject,
            staff: self.staff(staff),
            planned: planned(at.0, at.1, at.2),
            form: Form::General,
            channel: Channel::Counter,
            note: "想转行".to_owned(),
            request: None,
        }
    }

    /// What is live, by counsellor, day, minute, length.
    pub(crate) async fn live(&self) -> Vec<(ActorId, Day, i64, i64)> {
        let read = self.desk.db.read::<_, _, StoreError>(async |tx| tx.all(LIVE, &[]).await);
        read.await.expect("read")
    }

    pub(crate) async fn taken(&self) -> Vec<(ActorId, Day, i64)> {
        let read = self.desk.db.read::<_, _, StoreError>(async |tx| tx.all(TAKEN, &[]).await);
        read.await.expect("read")
    }

    /// Asks for a page as somebody; gives status, where it leads, and the body.
    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(who, "GET", path, String::new()).await
    }

    /// Sends a form as somebody.
    pub(crate) async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode =
            |text: &str| text.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        self.ask(who, "POST", path, pairs.join("&")).await
    }

    async fn ask(&self, who: &str, method: &str, path: &str, body: String) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("leye_session={who}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let headers = answer.headers().clone();
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        Answer {
            status,
            location: headers
                .get(header::LOCATION)
                .map(|value| value.to_str().expect("text").to_owned()),
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: Option<String>,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

pub(crate) fn planned(day: &str, minute: i64, minutes: i64) -> Planned {
    Planned { day: day.parse().expect("a day"), minute, minutes }
}

async fn settle(desk: &Desk) -> BTreeMap<&'static str, Actor> {
    let today = web::day_of(START);
    let own = desk.clone();
    desk.db
        .write::<_, _, StoreError>(async move |tx| {
            let entropy = own.sealing.entropy.as_ref();
            let mut known = BTreeMap::new();
            for (code, name) in [
                (DISTRICT, "朝阳区公共就业服务中心"),
                (STREET, "双井街道社保所"),
                (BESIDE, "劲松街道社保所"),
            ] {
                let new = NewOffice {
                    code,
                    name: name.to_owned(),
                    address: String::new(),
                    phone: String::new(),
                    opened_on: today,
                };
                known.insert(code, offices::found(tx, &new, START, entropy).await?);
            }
            let mut actors = BTreeMap::new();
            for (user_name, name, code, roles, has_hours) in STAFF {
                let new = NewStaff {
                    user_name: user_name.to_owned(),
                    name: name.to_owned(),
                    office: known[&code],
                    roles: Roles::new(roles.iter().copied()).expect("one kind"),
                    password_hash: "-".to_owned(),
                    must_change_password: false,
                    joined_on: today,
                };
                let staff = offices::hire(tx, &new, START, entropy).await?;
                if has_hours {
                    put_hours(tx, staff, &WeeklyHours::usual()).await?;
                }
                let actor = offices::actor_of(tx, staff, today).await?.expect("an actor");
                actors.insert(user_name, actor);
            }
            Ok(actors)
        })
        .await
        .expect("settled")
}

/// Runs a test in a fresh database on each engine.
pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = World::new(engine).await;
            test(&world).await;
        });
    }
}
