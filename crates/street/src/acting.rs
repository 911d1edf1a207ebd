//! What tests of every slice ask a world: to let somebody act, and to say what came of it.

use access::{Action, Failure, Role};
use axum::http::StatusCode;
use desk::{Companion, Occasion, Waiting};
use duties::ServiceRefusal;
use offices::{NewStaff, Roles};
use rules::Assessment;
use store::{Statement, StoreError, SubjectId, Tx};

use crate::html::Shown;
use crate::world::World;

/// Lets a member of staff do something in a transaction of its own: `by!(world, "officer", |tx, desk, occasion| …)`.
#[macro_export]
macro_rules! by {
    ($world:expr, $user:expr, |$tx:ident, $desk:ident, $occasion:ident| $call:expr) => {{
        let (desk, occasion) = ($world.desk.clone(), $world.occasion($user).await);
        $world
            .desk
            .db
            .write(async move |$tx: &mut $crate::Tx| {
                let ($desk, $occasion) = (&desk, &occasion);
                $call.await
            })
            .await
    }};
}

impl World {
    /// What of a slice waits for a member of staff: of which kind and whose, by name of the kind.
    pub async fn waits(
        &self,
        companion: impl Companion + 'static,
        user: &str,
    ) -> Vec<(&'static str, SubjectId)> {
        let waiting = self.waiting(companion, self.occasion(user).await).await;
        let mut waiting: Vec<_> =
            waiting.into_iter().map(|one| (one.kind.name, one.subject)).collect();
        waiting.sort_unstable();
        waiting
    }

    /// The same on an occasion, as the slice gives it.
    pub async fn waiting(
        &self,
        companion: impl Companion + 'static,
        occasion: Occasion,
    ) -> Vec<Waiting> {
        self.first_waiting(companion, occasion, 100).await
    }

    /// The same, at most so many of a kind.
    pub async fn first_waiting(
        &self,
        companion: impl Companion + 'static,
        occasion: Occasion,
        limit: i64,
    ) -> Vec<Waiting> {
        let desk = self.desk.clone();
        let waiting = self.desk.db.read::<_, _, StoreError>(async move |tx| {
            companion.waiting_for(tx, &desk, &occasion, limit).await
        });
        waiting.await.expect("what waits")
    }

    /// Goes through a list as a member of staff, page after page to its end, and back by the same pages; gives the rows of
    /// each, nothing of a list that has one page only.
    pub async fn leaf_through(&self, user: &str, path: &str) -> Vec<Vec<String>> {
        let open = async |path: String| {
            let shown = self.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.words());
            shown.text
        };
        testkit::leaf_through(path, 99, open).await
    }

    /// Tells whether somebody may read a file now.
    pub async fn reads(&self, user: &str, subject: SubjectId) -> bool {
        let (desk, occasion) = (self.desk.clone(), self.occasion(user).await);
        let entered: Result<(), Failure<ServiceRefusal>> = self
            .desk
            .db
            .write(async move |tx: &mut Tx| {
                let action = Action::ReadFile;
                duties::enter(tx, &desk, &occasion, action, subject, None).await.map(drop)
            })
            .await;
        match entered {
            Ok(()) => true,
            Err(Failure::Denied(_)) => false,
            Err(other) => panic!("{other}"),
        }
    }

    /// Merges two files of one person, by their numbers, as the head of the street; gives the one that goes on.
    pub async fn merge(&self, one: &str, other: &str) -> SubjectId {
        let (desk, occasion) = (self.desk.clone(), self.occasion("head").await);
        let numbers = (one.to_owned(), other.to_owned());
        let merged = self.desk.db.write(async move |tx: &mut Tx| {
            let numbers = (&*numbers.0, &*numbers.1);
            seekers::merge(tx, &desk, &occasion, numbers, "同一个人，已核对证件").await
        });
        merged.await.expect("merged")
    }

    /// Hires somebody for the time of a test: for pages, which know them by user name.
    pub async fn hire(&self, user: &str, office_code: i64, role: Role) {
        let (entropy, now) = (self.desk.sealing.entropy.clone(), self.desk.clock.now());
        let user = user.to_owned();
        let hired = self.desk.db.write::<_, _, StoreError>(async move |tx| {
            let office = offices::office_by_code(tx, office_code).await?.expect("an office");
            let new = NewStaff {
                name: format!("{user}姓名"),
                user_name: user.clone(),
                office: office.office_id,
                roles: Roles::new([role]).expect("roles"),
                password_hash: "never".to_owned(),
                must_change_password: false,
                joined_on: office.opened_on,
            };
            offices::hire(tx, &new, now, &*entropy).await.map(drop)
        });
        hired.await.expect("hired");
    }

    /// What the rules say of somebody today.
    pub async fn assess(&self, subject: SubjectId) -> Assessment {
        let (desk, today) = (self.desk.clone(), self.today());
        let read = self.desk.db.read::<_, _, StoreError>(async move |tx| {
            let known = subjects::facts_of(tx, subject).await?;
            Ok(desk.rulebook.assess(known.entries(), today))
        });
        read.await.expect("read")
    }

    /// Tells whether a text lies in the clear in what a statement of one column reads, which is kept under seal.
    pub async fn lies_in_the_clear(&self, sealed: &'static Statement, text: &str) -> bool {
        let rows: Vec<(Vec<u8>,)> = self
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| tx.all(sealed, &[]).await)
            .await
            .expect("read");
        assert!(!rows.is_empty(), "something is kept");
        rows.iter().any(|(bytes,)| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
    }
}

impl Shown {
    /// Makes sure that what was sent was done.
    #[track_caller]
    pub fn done(&self) {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.words());
    }

    /// Makes sure that it was refused with these words.
    #[track_caller]
    pub fn refused(&self, words: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.words());
        assert!(self.words().contains(words), "{words} in {}", self.words());
    }
}
