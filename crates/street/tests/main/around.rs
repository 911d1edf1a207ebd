//! What lies around a case: colleagues who stand in, posts that organisations offer, and whoever was followed before.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use access::{Actor, Role};
use desk::{Companion, Desk};
use duties::Receiver;
use offices::model::cover::CoverId;
use posts::{NewPost, PostId};
use store::{Clock, Engine, Statement, SubjectId};
use street::{BESIDE, CITY, FAR, START, STREET, World, by};
use web::Routes;

/// Every slice that a case passes through.
const STATEMENTS: &[&[&Statement]] = &[
    agreements::STATEMENTS,
    counselling::STATEMENTS,
    plans::STATEMENTS,
    panels::STATEMENTS,
    posts::STATEMENTS,
    transfers::STATEMENTS,
    stopping::STATEMENTS,
];

/// Everybody who tries something.
pub(crate) const EVERYBODY: &[&str] = &[
    "mayor",
    "chief",
    "expert",
    "far_chief",
    "far_head",
    "far_officer",
    "head",
    "officer",
    "colleague",
    "clerk",
    "assistant",
    "neighbour",
    "beside_officer",
    "inspector",
];

/// Who serves people in an office.
pub(crate) const fn staff_of(code: i64) -> &'static [&'static str] {
    match code {
        STREET => &["officer", "colleague", "clerk", "assistant", "head"],
        BESIDE => &["beside_officer", "neighbour"],
        _ => &["far_officer", "far_head"],
    }
}

fn pages() -> Routes<Desk> {
    Routes::new()
        .and(seekers::routes())
        .and(agreements::routes())
        .and(plans::routes())
        .and(panels::routes())
        .and(posts::routes())
        .and(transfers::routes())
        .and(stopping::routes())
}

fn companions() -> Arc<[Arc<dyn Companion>]> {
    Arc::from([
        Arc::new(agreements::Keeper) as Arc<dyn Companion>,
        Arc::new(plans::Keeper),
        Arc::new(panels::Keeper),
        Arc::new(posts::Keeper),
        Arc::new(transfers::Keeper),
        Arc::new(stopping::Keeper),
    ])
}

/// A street on which lives are lived one after the other.
pub(crate) struct Around {
    pub(crate) world: World,
    actors: BTreeMap<&'static str, Actor>,
    posts: BTreeMap<i64, PostId>,
    covers: RefCell<Vec<CoverId>>,
    people: RefCell<Vec<SubjectId>>,
}

impl Around {
    pub(crate) async fn new(engine: Engine) -> Self {
        let mut world = World::new(engine, STATEMENTS, pages).await;
        world.restart(|desk| desk.companions = companions());
        // Whoever leads the city does not move people between its districts alone.
        world.employ(("deputy", "市副负责人"), CITY, &[Role::Head]).await;
        let mut actors = BTreeMap::new();
        for user in EVERYBODY {
            actors.insert(*user, world.occasion(user).await.actor);
        }
        let mut posts = BTreeMap::new();
        for (code, keeper) in [(STREET, "head"), (BESIDE, "neighbour"), (FAR, "far_head")] {
            let new = NewPost {
                organisation: "阳光社区服务中心".to_owned(),
                kind: "社区服务".to_owned(),
                places: 1_000,
                months: 12,
                ..NewPost::default()
            };
            let opened =
                by!(world, keeper, |tx, desk, occasion| posts::open_post(tx, desk, occasion, &new));
            posts.insert(code, opened.expect("a post"));
        }
        let (covers, people) = (RefCell::default(), RefCell::default());
        Self { world, actors, posts, covers, people }
    }

    /// Whoever acts, as they may today: nobody's rights change but by standing in for somebody.
    pub(crate) async fn actor(&self, user: &str) -> Actor {
        if self.covers.borrow().is_empty() {
            return self.actors[user].clone();
        }
        self.world.occasion(user).await.actor
    }

    /// The post that people of an office can be placed in.
    pub(crate) fn post(&self, office_code: i64) -> PostId {
        self.posts[&office_code]
    }

    /// Remembers who is followed, so that nobody of a life meets those of the one before.
    pub(crate) fn follow(&self, subject: SubjectId) {
        self.people.borrow_mut().push(subject);
    }

    /// Remembers that somebody stands in for somebody.
    pub(crate) fn stands_in(&self, cover: CoverId) {
        self.covers.borrow_mut().push(cover);
    }

    /// Begins anew on the first day: whoever was followed before is out of the way, and nobody stands in for anybody.
    pub(crate) async fn begin_anew(&self) {
        let world = &self.world;
        for subject in self.people.take() {
            let away = Receiver { office_code: CITY, officer: None };
            let moved = by!(world, "mayor", |tx, desk, occasion| duties::move_over(
                tx,
                desk,
                occasion,
                subject,
                away,
                "下一例"
            ));
            // Whoever went on in another file is nobody's.
            drop(moved);
        }
        let gone = world.clock.now().micros() - START.micros();
        world.clock.advance_seconds(-gone / 1_000_000);
        for cover in self.covers.take() {
            let revoked = by!(world, "mayor", |tx, desk, occasion| {
                offices::actions::cover::revoke_cover(tx, &desk.sealing, occasion, cover)
            });
            revoked.expect("nobody has revoked it");
        }
    }
}
