//! The keeper of the door: who a session belongs to.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use access::{Actor, Area};
use store::seal::KeyProvider;
use store::{ActorId, Clock, Db, Instant, OfficeId, StoreError};
use web::Doorkeeper;

use crate::actions::session_lookup;
use crate::model::second_factor::FactorRule;
use crate::model::session::{NOTED_EVERY, SessionId, Stage, lasts};
use crate::model::staff::Roles;
use crate::{lookup, sql};

/// Admits whoever has a good session.
pub struct Doorman {
    db: Db,
    keys: Arc<dyn KeyProvider>,
    clock: Arc<dyn Clock>,
}

store::row! {
    struct Admitted from "session" {
        session_id: SessionId,
        opened_at: Instant,
        used_at: Instant,
        staff_id: ActorId,
        name: String,
        office_id: OfficeId,
        office_name: String,
        office_code: i64,
        roles: Roles,
        has_second_factor: bool,
        factor_rule: Option<FactorRule>,
    }
}

impl Admitted {
    /// Tells whether a second factor is still to be set up, whenever and however the session was opened.
    fn lacks_factor(&self) -> bool {
        let rule = self.factor_rule.clone().unwrap_or_default();
        !self.has_second_factor && rule.demands(&self.roles)
    }
}

impl Doorman {
    /// Keeps the door of a database.
    #[must_use]
    pub fn new(db: Db, keys: Arc<dyn KeyProvider>, clock: Arc<dyn Clock>) -> Self {
        Self { db, keys, clock }
    }

    async fn recognise(&self, secret: &str) -> Result<Option<Actor>, StoreError> {
        let lookup = session_lookup(self.keys.as_ref(), secret)?;
        let now = self.clock.now();
        let today = web::day_of(now);
        let found = self
            .db
            .read::<_, _, StoreError>(async move |tx| {
                let Some(row): Option<Admitted> = tx.optional(sql::ADMIT, &[&lookup]).await? else {
                    return Ok(None);
                };
                if !lasts(Stage::Open, row.opened_at, row.used_at, now) || row.lacks_factor() {
                    return Ok(None);
                }
                let covered = lookup::stands_in_for(tx, row.staff_id, today).await?;
                Ok(Some((row, covered)))
            })
            .await?;
        let Some((row, covered)) = found else { return Ok(None) };
        let rule = row.factor_rule.clone().unwrap_or_default();
        if now >= row.used_at.plus_seconds(NOTED_EVERY) {
            let session = row.session_id;
            let noted = self
                .db
                .write::<_, _, StoreError>(async move |tx| {
                    tx.execute(sql::NOTE_USE, &[&now, &session]).await
                })
                .await;
            // While the disk is full one can still read; the session then only ends a little early.
            drop(noted);
        }
        let stands_in_for = lookup::colleagues(row.office_id, &covered);
        let own = row.roles.into_vec();
        let roles = lookup::roles_with_lent(own, row.office_code, &covered);
        let mut places = lookup::places(row.office_id, covered);
        // What is trusted to a role behind a second factor alone is lent to nobody who has none.
        places.absent.retain(|absent| {
            row.has_second_factor
                || !Roles::new(absent.roles.iter().copied()).is_ok_and(|roles| rule.demands(&roles))
        });
        Ok(Some(Actor {
            id: row.staff_id,
            name: row.name,
            office: row.office_id,
            office_name: row.office_name,
            area: Area::of_code(row.office_code),
            roles,
            stands_in_for,
            places,
        }))
    }
}

impl Doorkeeper for Doorman {
    fn admit<'a>(
        &'a self,
        secret: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Actor>, StoreError>> + Send + 'a>> {
        Box::pin(self.recognise(secret))
    }
}
