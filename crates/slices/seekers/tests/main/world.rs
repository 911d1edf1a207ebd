//! The street of the tests with the pages of this slice, two communities in it, and a cabinet that keeps papers.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use access::{Actor, Role};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use desk::{Companion, Desk, Occasion};
use kernel::Day;
use offices::{NewOffice, NewStaff, Roles};
use seekers::model::Particulars;
use seekers::{Intake, NewPerson};
use store::ledger::Channel;
use store::{ActorId, Clock as _, Engine, StoreError, SubjectId};
use testkit::SeededEntropy;

use crate::companions::Cabinet;

pub(crate) use street::{BESIDE as OTHER_STREET, START, STREET};

/// The community of the street where the people of the tests live; the next one has an office too.
pub(crate) const COMMUNITY: i64 = STREET + 1;
/// What the street's office is called.
pub(crate) const OFFICE: &str = "示范街道";
/// A number that is nobody's: valid in form, of somebody born in 1949.
pub(crate) const NUMBER: &str = "11010519491231002X";
pub(crate) const OTHER_NUMBER: &str = "110105197803074025";

pub(crate) struct World {
    street: street::World,
    users: BTreeMap<ActorId, &'static str>,
    pub(crate) cabinet: Arc<Cabinet>,
    pub(crate) clerk: Actor,
    pub(crate) officer: Actor,
    pub(crate) head: Actor,
    /// Works in the community.
    pub(crate) assistant: Actor,
    /// Works in the street beside.
    pub(crate) stranger: Actor,
    pub(crate) inspector: Actor,
    pub(crate) administrator: Actor,
}

impl Deref for World {
    type Target = street::World;

    fn deref(&self) -> &street::World {
        &self.street
    }
}

/// Opens the offices of two communities, with somebody who works in one, and somebody who keeps the system.
async fn settle(desk: &Desk) -> [ActorId; 2] {
    let opened = desk.db.write::<_, _, StoreError>(async |tx| {
        let (entropy, today) = (SeededEntropy::new(99), web::day_of(START));
        let mut offices = Vec::new();
        for (code, name) in
            [(COMMUNITY, "永安里东社区就业服务站"), (COMMUNITY + 1, "光华里社区就业服务站")]
        {
            let (address, phone) = (String::new(), String::new());
            let name = name.to_owned();
            let new = NewOffice { code, name, address, phone, opened_on: today };
            offices.push(offices::found(tx, &new, START, &entropy).await?);
        }
        let street = offices::office_by_code(tx, STREET).await?.expect("the street").office_id;
        let mut hired = Vec::new();
        for (user, name, office, role) in [
            ("community", "协理员孙", offices[0], Role::CommunityAssistant),
            ("administrator", "系统郑", street, Role::SystemAdministrator),
        ] {
            let new = NewStaff {
                user_name: user.to_owned(),
                name: name.to_owned(),
                office,
                roles: Roles::new([role]).expect("one kind of work"),
                password_hash: "-".to_owned(),
                must_change_password: false,
                joined_on: today,
            };
            hired.push(offices::hire(tx, &new, START, &entropy).await?);
        }
        Ok([hired[0], hired[1]])
    });
    opened.await.expect("settled")
}

impl World {
    pub(crate) async fn new(engine: Engine) -> Self {
        let statements = [crate::under_way::STATEMENTS];
        let mut street = street::World::new(engine, &statements, seekers::routes).await;
        let cabinet = Arc::new(Cabinet::default());
        let companion: Arc<dyn Companion> = cabinet.clone();
        street.restart(|desk| {
            desk.companions = Arc::from([companion, Arc::new(seekers::Keeper)]);
        });
        let [assistant, administrator] = settle(&street.desk).await;
        let mut users = BTreeMap::new();
        let mut actors = Vec::new();
        for (user, id) in [
            ("clerk", street.staff("clerk")),
            ("officer", street.staff("officer")),
            ("head", street.staff("head")),
            ("community", assistant),
            ("neighbour", street.staff("neighbour")),
            ("inspector", street.staff("inspector")),
            ("administrator", administrator),
        ] {
            users.insert(id, user);
            let today = street.today();
            let found = street
                .desk
                .db
                .read::<_, _, StoreError>(async move |tx| offices::actor_of(tx, id, today).await);
            actors.push(found.await.expect("read").expect("an actor"));
        }
        let [clerk, officer, head, assistant, stranger, inspector, administrator] =
            <[Actor; 7]>::try_from(actors).expect("seven");
        Self {
            street,
            users,
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
        // Names are made of the time: who comes later has a later one.
        self.clock.advance_seconds(1);
        let (desk, occasion) = (self.desk.clone(), self.occasion(actor));
        self.desk
            .db
            .write(async move |tx| seekers::take_in(tx, &desk, &occasion, &intake).await)
            .await
    }

    /// Asks for a page; gives status, and where it leads or what it says.
    pub(crate) async fn get(&self, actor: &Actor, path: &str) -> (StatusCode, String) {
        let user = self.users[&actor.id];
        let mut shown = self.street.get(user, path).await;
        // Words in an address go on to one that does not tell them.
        if let Some(to) = shown.location.as_ref().filter(|to| to.starts_with("/people?found=")) {
            shown = self.street.get(user, to).await;
        }
        (shown.status, shown.location.unwrap_or(shown.text))
    }

    /// Posts a form.
    pub(crate) async fn post(
        &self,
        actor: &Actor,
        path: &str,
        values: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let pairs: Vec<(String, String)> =
            values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let shown = self.street.post(self.users[&actor.id], path, &pairs).await;
        (shown.status, shown.location.unwrap_or(shown.text))
    }

    /// Downloads what a path leads to.
    pub(crate) async fn download(&self, actor: &Actor, path: &str) -> Vec<u8> {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let (status, _, body) = self.exchange(self.users[&actor.id], request).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        body
    }

    /// Sends a file; gives status and what comes back.
    pub(crate) async fn upload(
        &self,
        actor: &Actor,
        path: &str,
        text: &str,
    ) -> (StatusCode, String) {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{text}\r\n--x--\r\n"
        );
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .expect("a request");
        let (status, _, body) = self.exchange(self.users[&actor.id], request).await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }
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
            world.street.close();
        });
    }
}
