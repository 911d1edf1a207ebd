//! Offices and staff as they come into being: by an administrator, or many at once when a system is set up.

use access::OfficeLevel;
use kernel::Day;
use store::{ActorId, Entropy, Instant, OfficeId, StoreError, Tx};

use crate::model::office::Office;
use crate::model::staff::Roles;
use crate::{lookup, sql};

/// An office to be founded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOffice {
    /// The twelve-digit statistics code of its division.
    pub code: i64,
    /// What it is called.
    pub name: String,
    /// Where it is; empty if not known.
    pub address: String,
    /// Its telephone number for the public; empty if not known.
    pub phone: String,
    /// Its first day.
    pub opened_on: Day,
}

/// A member of staff to be hired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStaff {
    /// The name that they sign in with; as [`read_user_name`](crate::model::staff::read_user_name) gives it.
    pub user_name: String,
    /// The name that colleagues know.
    pub name: String,
    /// The office that they work in.
    pub office: OfficeId,
    /// What they are there for.
    pub roles: Roles,
    /// As [`hash_password`](crate::hash_password) gives it. Accounts may share one, as in a demonstration.
    pub password_hash: String,
    /// Whether they must choose a password at the first sign-in.
    pub must_change_password: bool,
    /// Their first day.
    pub joined_on: Day,
}

/// Founds an office beneath the nearest open one above it. Whoever founds a tree begins at its top. A second
/// open office of the same division is a [duplicate](StoreError::is_duplicate).
pub async fn found(
    tx: &mut Tx,
    new: &NewOffice,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<OfficeId, StoreError> {
    let parent = above(tx, new.code).await?.map(|office| office.office_id);
    let id = OfficeId::new(now, entropy);
    let level = OfficeLevel::of_code(new.code);
    let address = new.address.trim();
    let values: [&dyn store::ToValue; 8] =
        [&id, &new.code, &level, &parent, &new.name, &address, &new.phone, &new.opened_on];
    tx.execute(sql::PUT_OFFICE, &values).await?;
    Ok(id)
}

/// Hires a member of staff. A user name that somebody has or had is a
/// [duplicate](StoreError::is_duplicate).
pub async fn hire(
    tx: &mut Tx,
    new: &NewStaff,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<ActorId, StoreError> {
    let id = ActorId::new(now, entropy);
    let values: [&dyn store::ToValue; 8] = [
        &id,
        &new.user_name,
        &new.name,
        &new.office,
        &new.roles,
        &new.password_hash,
        &new.must_change_password,
        &new.joined_on,
    ];
    tx.execute(sql::PUT_STAFF, &values).await?;
    Ok(id)
}

/// Finds the nearest open office above a division.
pub(crate) async fn above(tx: &mut Tx, code: i64) -> Result<Option<Office>, StoreError> {
    for candidate in access::above(code) {
        if let Some(office) = lookup::office_by_code(tx, candidate).await? {
            return Ok(Some(office));
        }
    }
    Ok(None)
}
