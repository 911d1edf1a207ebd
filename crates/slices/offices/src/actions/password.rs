//! Changing one's own password.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use store::StoreError;
use zeroize::Zeroizing;

use super::brakes::{Attempted, Brakes};
use super::lock::{self, Lock};
use super::session_lookup;
use super::sign_in::SignInRefusal;
use crate::model::act::{Act, ActKind};
use crate::model::password::{self, PasswordRefusal};
use crate::record::record;
use crate::sql;

/// Changes the actor's password and ends their other sessions; `secret` is that of the one that stays.
/// Trying out the present password is slowed like signing in.
pub async fn change_password(
    desk: &Desk,
    occasion: &Occasion,
    present: Zeroizing<String>,
    new: Zeroizing<String>,
    secret: &str,
) -> Result<(), Failure<SignInRefusal>> {
    occasion.may(Action::KeepOwnAccount, Relation::Oneself)?;
    let refuse = |refusal| Failure::Refused(SignInRefusal::Password(refusal));
    let lock = prove_password(desk, occasion, present.clone()).await?;
    password::check(&new, &lock.user_name).map_err(refuse)?;
    if present == new {
        return Err(refuse(PasswordRefusal::Same));
    }
    let hash = lock::hash(new, desk.sealing.entropy.clone()).await?;
    let (sealing, occasion) = (desk.sealing.clone(), occasion.clone());
    let kept = session_lookup(sealing.keys.as_ref(), secret)?;
    desk.db
        .write(async move |tx| {
            let me = occasion.actor.id;
            tx.execute(sql::SET_PASSWORD, &[&hash, &false, &me]).await?;
            tx.execute(sql::END_OTHER_SESSIONS, &[&me, &kept]).await?;
            let act = Act::new(ActKind::PasswordChanged, me, "").office(occasion.actor.office);
            record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
            Ok(())
        })
        .await
}

/// Makes sure that it is the owner of the account who sits there, by their password.
pub(super) async fn prove_password(
    desk: &Desk,
    occasion: &Occasion,
    given: Zeroizing<String>,
) -> Result<Lock, Failure<SignInRefusal>> {
    let (keys, me, now) = (desk.sealing.keys.clone(), occasion.actor.id, occasion.now);
    let begun = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let Some(lock) = Lock::of_staff(tx, me).await? else { return Ok(None) };
            let brakes = Brakes::of(keys.as_ref(), &lock.user_name, "")?;
            Ok(Some((brakes.attempt(tx, now).await?, lock)))
        })
        .await?;
    let lock = match begun {
        None => return Err(Failure::Refused(SignInRefusal::Expired)),
        Some((Attempted::Waits(minutes), _)) => {
            return Err(Failure::Refused(SignInRefusal::Wait { minutes }));
        }
        Some((Attempted::Counted(_), lock)) => lock,
    };
    if !lock::is_right(given, Some(lock.password_hash.clone())).await {
        return Err(Failure::Refused(SignInRefusal::Password(PasswordRefusal::Wrong)));
    }
    let brakes = Brakes::of(desk.sealing.keys.as_ref(), &lock.user_name, "")?;
    desk.db.write::<_, _, StoreError>(async move |tx| brakes.half_succeeded(tx, now).await).await?;
    Ok(lock)
}
