//! The actor's own second factor: proposed, confirmed by a first code, given up.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use store::{ActorId, StoreError, Tx};
use subjects::Sealing;
use zeroize::Zeroizing;

use super::brakes::{Attempted, Brakes};
use super::factor_rule::factor_rule;
use super::lock::{Lock, context};
use super::password::prove_password;
use super::sign_in::SignInRefusal;
use crate::model::act::{Act, ActKind};
use crate::model::totp::OneTimeSecret;
use crate::record::record;
use crate::sql;

type Outcome<T> = Result<T, Failure<SignInRefusal>>;

/// Makes a new secret, which counts only after its first code. One that waits already stays, so that a
/// second tab does not make the picture in the first one worthless.
pub async fn propose(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
) -> Result<(), Failure<SignInRefusal>> {
    occasion.may(Action::KeepOwnAccount, Relation::Oneself)?;
    let me = occasion.actor.id;
    let lock = Lock::of_staff(tx, me).await?;
    let lock = lock.ok_or(Failure::Refused(SignInRefusal::Expired))?;
    // Otherwise whoever finds a browser signed in could put their own phone in the place of the owner's.
    if lock.second_factor.is_some() {
        return Err(Failure::Refused(SignInRefusal::SecondFactor));
    }
    if lock.second_factor_proposed.is_some() {
        return Ok(());
    }
    put_proposal(tx, sealing, me).await?;
    Ok(())
}

/// Puts a new secret in the place of whatever waited for its first code.
pub(super) async fn put_proposal(
    tx: &mut Tx,
    sealing: &Sealing,
    staff: ActorId,
) -> Result<(), StoreError> {
    let secret = OneTimeSecret::new(sealing.entropy.as_ref());
    let mut nonce = [0; 16];
    sealing.entropy.fill(&mut nonce);
    let wrapped = sealing.keys.wrap(&context(staff), &secret.padded(), &nonce)?;
    tx.execute(sql::PROPOSE_SECOND_FACTOR, &[&wrapped, &staff]).await?;
    Ok(())
}

/// Makes the proposed secret count, of which the code of a step was shown. Of two that are sent at once, one begins it;
/// and only the secret of which the code was shown.
pub(super) async fn begin(tx: &mut Tx, lock: &Lock, step: i64) -> Result<bool, StoreError> {
    let values: [&dyn store::ToValue; 3] = [&step, &lock.staff_id, &lock.second_factor_proposed];
    Ok(tx.execute(sql::CONFIRM_SECOND_FACTOR, &values).await? > 0)
}

/// Gives the secret that waits for its first code, and the user name that a phone shows with it.
pub async fn proposed(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
) -> Result<Option<(String, OneTimeSecret)>, StoreError> {
    let Some(lock) = Lock::of_staff(tx, occasion.actor.id).await? else { return Ok(None) };
    let secret = lock.proposed(sealing.keys.as_ref())?;
    Ok(secret.map(|secret| (lock.user_name, secret)))
}

/// Makes the proposed secret count, shown by a code of it that the phone is set up.
pub async fn enrol(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    typed: &str,
) -> Outcome<()> {
    occasion.may(Action::KeepOwnAccount, Relation::Oneself)?;
    let me = occasion.actor.id;
    let lock = Lock::of_staff(tx, me).await?;
    let lock = lock.ok_or(Failure::Refused(SignInRefusal::Expired))?;
    let Some(secret) = lock.proposed(sealing.keys.as_ref())? else {
        return Err(Failure::Refused(SignInRefusal::Expired));
    };
    let step = secret.step_of(typed, occasion.now, 0);
    let step = step.ok_or(Failure::Refused(SignInRefusal::Code))?;
    if !begin(tx, &lock, step).await? {
        return Err(Failure::Refused(SignInRefusal::Expired));
    }
    let act = Act::new(ActKind::SecondFactorEnrolled, me, "").office(occasion.actor.office);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Gives the second factor up, against the password; refused to whoever cannot go without one.
pub async fn remove(desk: &Desk, occasion: &Occasion, given: Zeroizing<String>) -> Outcome<()> {
    occasion.may(Action::KeepOwnAccount, Relation::Oneself)?;
    prove_password(desk, occasion, given).await?;
    let (sealing, occasion) = (desk.sealing.clone(), occasion.clone());
    desk.db
        .write(async move |tx| {
            let me = occasion.actor.id;
            if is_demanded_of(tx, me).await? {
                return Err(Failure::Refused(SignInRefusal::FactorDemanded));
            }
            // Whoever has none any more has given nothing up.
            if tx.execute(sql::REMOVE_SECOND_FACTOR, &[&me]).await? == 0 {
                return Ok(());
            }
            let act = Act::new(ActKind::SecondFactorRemoved, me, "").office(occasion.actor.office);
            record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
            Ok(())
        })
        .await
}

/// Changes the phone, against the password and a code of the present one: every session ends, and the next sign-in sets
/// the new phone up where the roles need one.
pub async fn change_phone(
    desk: &Desk,
    occasion: &Occasion,
    given: Zeroizing<String>,
    typed: &str,
) -> Outcome<()> {
    occasion.may(Action::KeepOwnAccount, Relation::Oneself)?;
    prove_password(desk, occasion, given).await?;
    let (sealing, occasion, typed) = (desk.sealing.clone(), occasion.clone(), typed.to_owned());
    let outcome = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let (me, now, keys) = (occasion.actor.id, occasion.now, sealing.keys.as_ref());
            let Some(lock) = Lock::of_staff(tx, me).await? else {
                return Ok(Err(SignInRefusal::Expired));
            };
            let brakes = Brakes::of(keys, &lock.user_name, "")?;
            if let Attempted::Waits(minutes) = brakes.attempt(tx, now).await? {
                return Ok(Err(SignInRefusal::Wait { minutes }));
            }
            let step = lock
                .second_factor(keys)?
                .and_then(|secret| secret.step_of(&typed, now, lock.second_factor_step));
            let is_fresh = match step {
                Some(step) => tx.execute(sql::USE_CODE, &[&step, &me]).await? > 0,
                None => false,
            };
            // The attempt stays counted: codes are not guessed one after the other.
            if !is_fresh {
                return Ok(Err(SignInRefusal::Code));
            }
            brakes.succeeded(tx, now).await?;
            tx.execute(sql::REMOVE_SECOND_FACTOR, &[&me]).await?;
            tx.execute(sql::END_SESSIONS, &[&me]).await?;
            let act = Act::new(ActKind::SecondFactorRemoved, me, "换手机");
            record(tx, &act.office(occasion.actor.office), now, sealing.entropy.as_ref()).await?;
            Ok(Ok(()))
        })
        .await?;
    outcome.map_err(Failure::Refused)
}

/// Tells whether somebody needs one by their roles.
pub async fn is_demanded_of(tx: &mut Tx, staff: ActorId) -> Result<bool, StoreError> {
    let Some(lock) = Lock::of_staff(tx, staff).await? else { return Ok(false) };
    Ok(factor_rule(tx).await?.demands(&lock.roles))
}
