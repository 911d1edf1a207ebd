//! What an account is secured with, and the slow work of trying a password.

use store::seal::KeyProvider;
use store::{ActorId, OfficeId, StoreError, Tx};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::model::password;
use crate::model::staff::Roles;
use crate::model::totp::OneTimeSecret;
use crate::sql;

/// How many passwords are tried at a time: each takes 19 MiB, and a storm of sign-ins must not take all.
static HASHING: Semaphore = Semaphore::const_new(2);

store::row! {
    /// What an account is secured with.
    pub(crate) struct Lock from "staff" {
        pub(crate) staff_id: ActorId,
        pub(crate) user_name: String,
        pub(crate) office_id: OfficeId,
        pub(crate) roles: Roles,
        pub(crate) password_hash: String,
        pub(crate) must_change_password: bool,
        pub(crate) second_factor: Option<Vec<u8>>,
        pub(crate) second_factor_proposed: Option<Vec<u8>>,
        pub(crate) second_factor_step: i64,
    }
}

impl Lock {
    /// Finds the lock of an account in use, by its user name.
    pub(crate) async fn of_user_name(tx: &mut Tx, name: &str) -> Result<Option<Self>, StoreError> {
        tx.optional(sql::LOCK_OF_USER_NAME, &[&name]).await
    }

    /// Finds the lock of an account in use.
    pub(crate) async fn of_staff(tx: &mut Tx, staff: ActorId) -> Result<Option<Self>, StoreError> {
        tx.optional(sql::LOCK_OF_STAFF, &[&staff]).await
    }

    /// Opens the secret of the second factor that counts.
    pub(crate) fn second_factor(
        &self,
        keys: &dyn KeyProvider,
    ) -> Result<Option<OneTimeSecret>, StoreError> {
        self.open(keys, self.second_factor.as_deref())
    }

    /// Opens the secret of the second factor that waits for its first code.
    pub(crate) fn proposed(
        &self,
        keys: &dyn KeyProvider,
    ) -> Result<Option<OneTimeSecret>, StoreError> {
        self.open(keys, self.second_factor_proposed.as_deref())
    }

    fn open(
        &self,
        keys: &dyn KeyProvider,
        wrapped: Option<&[u8]>,
    ) -> Result<Option<OneTimeSecret>, StoreError> {
        let Some(wrapped) = wrapped else { return Ok(None) };
        let padded = keys.unwrap(&context(self.staff_id), wrapped)?;
        Ok(Some(OneTimeSecret::of_padded(&padded)))
    }
}

/// Says whose secret a wrapped second factor is.
pub(crate) fn context(staff: ActorId) -> Vec<u8> {
    [b"staff.second_factor".as_slice(), &staff.bytes()].concat()
}

/// Tries a password against a stored hash, away from the threads that answer requests.
pub(crate) async fn is_right(given: Zeroizing<String>, stored: Option<String>) -> bool {
    // The semaphore is never closed.
    let permit = HASHING.acquire().await;
    let tried = tokio::task::spawn_blocking(move || password::is_right(&given, stored.as_deref()));
    let is_right = tried.await.unwrap_or(false);
    drop(permit);
    is_right
}

/// Hashes a password, away from the threads that answer requests.
pub(crate) async fn hash(
    given: Zeroizing<String>,
    entropy: std::sync::Arc<dyn store::Entropy>,
) -> Result<String, StoreError> {
    let permit = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || password::hash(&given, entropy.as_ref()));
    let hashed = hashed.await.map_err(|_| StoreError::Panicked);
    drop(permit);
    hashed
}
