//! The actor's own second factor: proposed, confirmed by a first code, given up.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use store::{StoreError, Tx};
use subjects::Sealing;
use zeroize::Zeroizing;

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
    let secret = OneTimeSecret::new(sealing.entropy.as_ref());
    let mut nonce = [0; 16];
    sealing.entropy.fill(&mut nonce);
    let wrapped = sealing.keys.wrap(&context(me), &secret.padded(), &nonce)?;
    tx.execute(sql::PROPOSE_SECOND_FACTOR, &[&wrapped, &me]).await?;
    Ok(())
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
    // Of two that are sent at once, one confirms it; and only the secret of which the code was shown.
    if tx.execute(sql::CONFIRM_SECOND_FACTOR, &[&step, &me, &lock.second_factor_proposed]).await?
        == 0
    {
        return Err(Failure::Refused(SignInRefusal::Expired));
    }
    let act = Act::new(ActKind::SecondFactorEnrolled, me, "").office(occasion.actor.office);
    record(tx, &act, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Gives the second factor up, against the password.
pub async fn remove(desk: &Desk, occasion: &Occasion, given: Zeroizing<String>) -> Outcome<()> {
    occasion.may(Action::KeepOwnAccount, Relation::Oneself)?;
    prove_password(desk, occasion, given).await?;
    let (sealing, occasion) = (desk.sealing.clone(), occasion.clone());
    desk.db
        .write(async move |tx| {
            let me = occasion.actor.id;
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
