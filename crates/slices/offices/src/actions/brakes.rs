//! Counting attempts before they are judged.

use std::net::IpAddr;

use store::seal::KeyProvider;
use store::{Instant, StoreError, Tx};

use crate::model::brake::{Brake, Patience};
use crate::sql;

/// What slows one sign-in: by its user name and, where it is known, by its remote address.
pub(crate) struct Brakes {
    of_user_name: [u8; 32],
    of_remote: Option<[u8; 32]>,
}

/// What became of counting an attempt.
pub(crate) enum Attempted {
    /// It may be judged. Carries the minutes that a failure makes its user name wait from now on.
    Counted(Option<i64>),
    /// It may not, for so many minutes.
    Waits(i64),
}

impl Brakes {
    /// Finds the brakes of a user name, whether or not there is such an account, and of an address.
    pub(crate) fn of(
        keys: &dyn KeyProvider,
        user_name: &str,
        remote: &str,
    ) -> Result<Self, StoreError> {
        let of_remote =
            if is_told(remote) { Some(keys.lookup("brake.remote", remote)?) } else { None };
        Ok(Self { of_user_name: of_user_name(keys, user_name)?, of_remote })
    }

    /// Counts an attempt, unless it must wait.
    pub(crate) async fn attempt(&self, tx: &mut Tx, now: Instant) -> Result<Attempted, StoreError> {
        let mut counted = Vec::new();
        for (lookup, patience) in self.all() {
            let known: Brake = tx.one(sql::HOLD_BRAKE, &[&lookup, &now]).await?;
            if let Some(minutes) = known.minutes_left(now) {
                return Ok(Attempted::Waits(minutes));
            }
            counted.push((lookup, known.after_attempt(now, patience)));
        }
        let mut minutes = None;
        for (lookup, brake) in counted {
            set(tx, lookup, brake).await?;
            if lookup == self.of_user_name {
                minutes = brake.minutes_left(now);
            }
        }
        Ok(Attempted::Counted(minutes))
    }

    /// The attempt was right, and so the account is no longer slowed.
    pub(crate) async fn succeeded(&self, tx: &mut Tx, now: Instant) -> Result<(), StoreError> {
        tx.execute(sql::LIFT_BRAKE, &[&self.of_user_name]).await?;
        if let Some(lookup) = self.of_remote {
            take_back(tx, lookup, Patience::REMOTE, now).await?;
        }
        Ok(())
    }

    /// The attempt was right as far as it goes: it does not count, those before it still do.
    pub(crate) async fn half_succeeded(&self, tx: &mut Tx, now: Instant) -> Result<(), StoreError> {
        for (lookup, patience) in self.all() {
            take_back(tx, lookup, patience, now).await?;
        }
        Ok(())
    }

    fn all(&self) -> impl Iterator<Item = ([u8; 32], Patience)> {
        let remote = self.of_remote.map(|lookup| (lookup, Patience::REMOTE));
        [(self.of_user_name, Patience::USER_NAME)].into_iter().chain(remote)
    }
}

/// Tells whether an address says who calls. One of this very machine is that of the proxy before it, which
/// everybody shares: slowing it would lock out a whole city.
fn is_told(remote: &str) -> bool {
    let is_proxy = remote.parse::<IpAddr>().is_ok_and(|remote| remote.is_loopback());
    !remote.is_empty() && !is_proxy
}

/// The digest under which the failures of a user name are kept.
pub(crate) fn of_user_name(
    keys: &dyn KeyProvider,
    user_name: &str,
) -> Result<[u8; 32], StoreError> {
    keys.lookup("brake.user_name", user_name)
}

async fn take_back(
    tx: &mut Tx,
    lookup: [u8; 32],
    patience: Patience,
    now: Instant,
) -> Result<(), StoreError> {
    let known: Brake = tx.one(sql::HOLD_BRAKE, &[&lookup, &now]).await?;
    set(tx, lookup, known.taken_back(patience)).await
}

async fn set(tx: &mut Tx, lookup: [u8; 32], brake: Brake) -> Result<(), StoreError> {
    let values: [&dyn store::ToValue; 6] =
        [&brake.failures, &brake.waits, &brake.first_at, &brake.last_at, &brake.until_at, &lookup];
    tx.execute(sql::SET_BRAKE, &values).await?;
    Ok(())
}
