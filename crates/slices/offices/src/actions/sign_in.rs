//! Signing in: the password, then the code of the second factor where there is one, then a password of
//! one's own where the first was given by an administrator, then a second factor where one is needed and none is set up.
//!
//! Every step gives the browser another secret, and a secret that is not yet whole admits nobody. An attempt
//! is counted before it is judged; a name that does not exist is slowed and answered like one that does.

use std::fmt;

use desk::Desk;
use store::{Instant, StoreError, Tx};
use subjects::Sealing;
use zeroize::Zeroizing;

use super::brakes::{Attempted, Brakes};
use super::factor_rule::factor_rule;
use super::lock::{self, Lock};
use super::second_factor;
use super::secret::{new_secret, session_lookup};
use crate::model::act::{Act, ActKind};
use crate::model::password::{self, PasswordRefusal};
use crate::model::session::{Session, SessionId, Stage};
use crate::model::totp::OneTimeSecret;
use crate::record::record;
use crate::sql;

/// Where an attempt comes from, and when.
#[derive(Clone, Debug)]
pub struct Caller {
    /// What the browser says of itself, shortened.
    pub device: String,
    /// The remote address; empty if not known.
    pub remote: String,
    /// The secret that the browser sent along; it ends with the next step.
    pub secret: Option<String>,
    /// When.
    pub now: Instant,
}

/// A step that was taken.
#[derive(Debug)]
pub struct Opened {
    /// How far it has come.
    pub stage: Stage,
    /// The secret for the cookie.
    pub secret: Zeroizing<String>,
}

/// Why a step was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// User name or password are wrong; which, is not told.
    Wrong,
    /// The code is wrong, too old, or was used.
    Code,
    /// Too many failures.
    Wait {
        /// How many minutes to wait.
        minutes: i64,
    },
    /// The step before was taken too long ago.
    Expired,
    /// The new password is not taken.
    Password(PasswordRefusal),
    /// A second factor counts already; another one takes giving this one up, against the password.
    SecondFactor,
    /// Whoever holds these roles cannot go without one: they change the phone, with a code of the present one.
    FactorDemanded,
}

impl fmt::Display for SignInRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong => {
                out.write_str("用户名或密码不正确；忘记密码请联系本机构的系统管理员重置")
            }
            Self::Code => out.write_str(
                "验证码不正确或已经用过；请填写手机上当前显示的 6 位数字，并核对手机时间",
            ),
            Self::Wait { minutes } => write!(
                out,
                "连续多次没有成功，请 {minutes} 分钟后再试；急需登录请联系安全管理员解除限制"
            ),
            Self::Expired => out.write_str("登录已超时，请重新填写用户名和密码"),
            Self::Password(refusal) => refusal.fmt(out),
            Self::SecondFactor => {
                out.write_str("两步验证已经启用；要换手机，请先凭密码停用，再重新启用")
            }
            Self::FactorDemanded => out.write_str(
                "您的岗位必须使用两步验证，不能停用；要换手机，请从“我的账号”点“换手机”",
            ),
        }
    }
}

impl std::error::Error for SignInRefusal {}

type Step = Result<Opened, SignInRefusal>;

/// Takes the first step: user name and password.
pub async fn sign_in(
    desk: &Desk,
    caller: &Caller,
    user_name: &str,
    given: Zeroizing<String>,
) -> Result<Step, StoreError> {
    let user_name = user_name.trim().to_ascii_lowercase();
    let (keys, name, now) = (desk.sealing.keys.clone(), user_name.clone(), caller.now);
    let remote = caller.remote.clone();
    let begun = desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let brakes = Brakes::of(keys.as_ref(), &name, &remote)?;
            let attempted = brakes.attempt(tx, now).await?;
            Ok((attempted, Lock::of_user_name(tx, &name).await?))
        })
        .await?;
    let (waits_next, known) = match begun {
        (Attempted::Waits(minutes), _) => return Ok(Err(SignInRefusal::Wait { minutes })),
        (Attempted::Counted(waits_next), known) => (waits_next, known),
    };
    let is_right =
        lock::is_right(given, known.as_ref().map(|lock| lock.password_hash.clone())).await;
    let (sealing, caller) = (desk.sealing.clone(), caller.clone());
    desk.db
        .write(async move |tx| {
            let Some(lock) = known.clone() else {
                note_failure(tx, &sealing, &caller, None, waits_next).await?;
                return Ok(Err(SignInRefusal::Wrong));
            };
            let present = Lock::of_staff(tx, lock.staff_id).await?;
            let is_current =
                present.is_some_and(|present| present.password_hash == lock.password_hash);
            if !is_right || !is_current {
                note_failure(tx, &sealing, &caller, Some(&lock), waits_next).await?;
                return Ok(Err(SignInRefusal::Wrong));
            }
            let brakes = Brakes::of(sealing.keys.as_ref(), &user_name, &caller.remote)?;
            if lock.second_factor.is_some() {
                brakes.half_succeeded(tx, caller.now).await?;
                return open(tx, &sealing, &caller, &lock, Stage::Code).await.map(Ok);
            }
            brakes.succeeded(tx, caller.now).await?;
            go_on(tx, &sealing, &caller, &lock).await.map(Ok)
        })
        .await
}

/// Takes the second step: the code of the second factor.
pub async fn confirm_code(desk: &Desk, caller: &Caller, typed: &str) -> Result<Step, StoreError> {
    let (sealing, caller, typed) = (desk.sealing.clone(), caller.clone(), typed.to_owned());
    desk.db
        .write(async move |tx| {
            let Some(lock) = waiting(tx, &sealing, &caller, Stage::Code).await? else {
                return Ok(Err(SignInRefusal::Expired));
            };
            let keys = sealing.keys.as_ref();
            let brakes = Brakes::of(keys, &lock.user_name, &caller.remote)?;
            let waits_next = match brakes.attempt(tx, caller.now).await? {
                Attempted::Waits(minutes) => return Ok(Err(SignInRefusal::Wait { minutes })),
                Attempted::Counted(waits_next) => waits_next,
            };
            let step = lock
                .second_factor(keys)?
                .and_then(|secret| secret.step_of(&typed, caller.now, lock.second_factor_step));
            let is_fresh = match step {
                Some(step) => tx.execute(sql::USE_CODE, &[&step, &lock.staff_id]).await? > 0,
                None => false,
            };
            if !is_fresh {
                note_failure(tx, &sealing, &caller, Some(&lock), waits_next).await?;
                return Ok(Err(SignInRefusal::Code));
            }
            brakes.succeeded(tx, caller.now).await?;
            // The phone is there: whoever asked that it be forgotten was mistaken, or nobody they knew.
            if tx.execute(sql::END_RECOVERY_OF, &[&lock.staff_id]).await? > 0 {
                let words = "本人已用验证码登录，重置申请自动撤销";
                let act = Act::new(ActKind::RecoveryEnded, lock.staff_id, words);
                let act = act.office(lock.office_id).about(lock.staff_id);
                record(tx, &act, caller.now, sealing.entropy.as_ref()).await?;
            }
            go_on(tx, &sealing, &caller, &lock).await.map(Ok)
        })
        .await
}

/// Takes the last step of a first sign-in: a password of one's own.
pub async fn choose_password(
    desk: &Desk,
    caller: &Caller,
    new: Zeroizing<String>,
) -> Result<Step, StoreError> {
    let (sealing, asked) = (desk.sealing.clone(), caller.clone());
    let waiting_one = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            waiting(tx, &sealing, &asked, Stage::NewPassword).await
        })
        .await?;
    let Some(lock) = waiting_one else { return Ok(Err(SignInRefusal::Expired)) };
    if let Err(refusal) = password::check(&new, &lock.user_name) {
        return Ok(Err(SignInRefusal::Password(refusal)));
    }
    if lock::is_right(new.clone(), Some(lock.password_hash.clone())).await {
        return Ok(Err(SignInRefusal::Password(PasswordRefusal::Same)));
    }
    let hash = lock::hash(new, desk.sealing.entropy.clone()).await?;
    let (sealing, caller) = (desk.sealing.clone(), caller.clone());
    desk.db
        .write(async move |tx| {
            let Some(lock) = waiting(tx, &sealing, &caller, Stage::NewPassword).await? else {
                return Ok(Err(SignInRefusal::Expired));
            };
            tx.execute(sql::SET_PASSWORD, &[&hash, &false, &lock.staff_id]).await?;
            let act = Act::new(ActKind::PasswordChanged, lock.staff_id, "首次登录")
                .office(lock.office_id)
                .remote(&caller.remote);
            record(tx, &act, caller.now, sealing.entropy.as_ref()).await?;
            let lock = Lock { must_change_password: false, ..lock };
            go_on(tx, &sealing, &caller, &lock).await.map(Ok)
        })
        .await
}

/// Gives the user name and the secret that somebody is to put into their phone before anything opens to them.
pub async fn to_set_up(
    desk: &Desk,
    caller: &Caller,
) -> Result<Option<(String, OneTimeSecret)>, StoreError> {
    let (sealing, caller) = (desk.sealing.clone(), caller.clone());
    desk.db
        .read(async move |tx| {
            let Some(lock) = waiting(tx, &sealing, &caller, Stage::SecondFactor).await? else {
                return Ok(None);
            };
            let secret = lock.proposed(sealing.keys.as_ref())?;
            Ok(secret.map(|secret| (lock.user_name, secret)))
        })
        .await
}

/// Takes the step of whoever needs a second factor: a first code shows that the phone is set up.
pub async fn set_up_factor(desk: &Desk, caller: &Caller, typed: &str) -> Result<Step, StoreError> {
    let (sealing, caller, typed) = (desk.sealing.clone(), caller.clone(), typed.to_owned());
    desk.db
        .write(async move |tx| {
            let waits = waiting(tx, &sealing, &caller, Stage::SecondFactor).await?;
            // Whoever set one up in another window signs in with its code.
            let Some(lock) = waits.filter(|lock| lock.second_factor.is_none()) else {
                return Ok(Err(SignInRefusal::Expired));
            };
            let Some(secret) = lock.proposed(sealing.keys.as_ref())? else {
                return Ok(Err(SignInRefusal::Expired));
            };
            let Some(step) = secret.step_of(&typed, caller.now, 0) else {
                return Ok(Err(SignInRefusal::Code));
            };
            if !second_factor::begin(tx, &lock, step).await? {
                return Ok(Err(SignInRefusal::Expired));
            }
            let act = Act::new(ActKind::SecondFactorEnrolled, lock.staff_id, "登录时设置")
                .office(lock.office_id)
                .remote(&caller.remote);
            record(tx, &act, caller.now, sealing.entropy.as_ref()).await?;
            let proposed = lock.second_factor_proposed.clone();
            let lock = Lock { second_factor: proposed, second_factor_proposed: None, ..lock };
            go_on(tx, &sealing, &caller, &lock).await.map(Ok)
        })
        .await
}

/// Tells what step the browser's secret waits for, if any.
pub async fn awaited(desk: &Desk, secret: &str, now: Instant) -> Result<Option<Stage>, StoreError> {
    let lookup = session_lookup(desk.sealing.keys.as_ref(), secret)?;
    desk.db
        .read(async move |tx| {
            let session: Option<Session> = tx.optional(sql::SESSION_OF_SECRET, &[&lookup]).await?;
            Ok(session.filter(|session| session.is_good(now)).map(|session| session.stage))
        })
        .await
}

/// Finds the lock of whoever the browser's secret belongs to, if it waits for this step.
async fn waiting(
    tx: &mut Tx,
    sealing: &Sealing,
    caller: &Caller,
    stage: Stage,
) -> Result<Option<Lock>, StoreError> {
    let Some(secret) = &caller.secret else { return Ok(None) };
    let lookup = session_lookup(sealing.keys.as_ref(), secret)?;
    let session: Option<Session> = tx.optional(sql::SESSION_OF_SECRET, &[&lookup]).await?;
    match session {
        Some(session) if session.stage == stage && session.is_good(caller.now) => {
            Lock::of_staff(tx, session.staff_id).await
        }
        _ => Ok(None),
    }
}

/// Opens the session, or what still comes before it.
async fn go_on(
    tx: &mut Tx,
    sealing: &Sealing,
    caller: &Caller,
    lock: &Lock,
) -> Result<Opened, StoreError> {
    if lock.must_change_password {
        return open(tx, sealing, caller, lock, Stage::NewPassword).await;
    }
    if lock.second_factor.is_none() && factor_rule(tx).await?.demands(&lock.roles) {
        // Each sign-in is shown a secret of its own: what another browser saw is worth nothing.
        second_factor::put_proposal(tx, sealing, lock.staff_id).await?;
        return open(tx, sealing, caller, lock, Stage::SecondFactor).await;
    }
    let act = Act::new(ActKind::SignedIn, lock.staff_id, &caller.device)
        .office(lock.office_id)
        .remote(&caller.remote);
    record(tx, &act, caller.now, sealing.entropy.as_ref()).await?;
    open(tx, sealing, caller, lock, Stage::Open).await
}

/// Gives the browser a new secret in place of the one that it sent.
async fn open(
    tx: &mut Tx,
    sealing: &Sealing,
    caller: &Caller,
    lock: &Lock,
    stage: Stage,
) -> Result<Opened, StoreError> {
    let keys = sealing.keys.as_ref();
    if let Some(old) = &caller.secret {
        tx.execute(sql::END_SESSION_OF_SECRET, &[&session_lookup(keys, old)?]).await?;
    }
    let entropy = sealing.entropy.as_ref();
    let secret = new_secret(entropy);
    let values: [&dyn store::ToValue; 7] = [
        &SessionId::new(caller.now, entropy),
        &session_lookup(keys, &secret)?,
        &lock.staff_id,
        &stage,
        &caller.device,
        &caller.remote,
        &caller.now,
    ];
    tx.execute(sql::PUT_SESSION, &values).await?;
    Ok(Opened { stage, secret })
}

/// Records a failure, and that it makes whoever tries wait. What was typed is not recorded: it may be a
/// password in the wrong field.
async fn note_failure(
    tx: &mut Tx,
    sealing: &Sealing,
    caller: &Caller,
    lock: Option<&Lock>,
    waits_next: Option<i64>,
) -> Result<(), StoreError> {
    let act = |kind, words: String| Act {
        kind,
        done_by: None,
        office_id: lock.map(|lock| lock.office_id),
        about_id: lock.map(|lock| lock.staff_id),
        words,
        remote: caller.remote.clone(),
    };
    let entropy = sealing.entropy.as_ref();
    let what = if lock.is_some() { &caller.device } else { "没有这个用户名" };
    record(tx, &act(ActKind::SignInFailed, what.to_owned()), caller.now, entropy).await?;
    if let Some(minutes) = waits_next {
        let words = format!("连续失败，须等待 {minutes} 分钟");
        record(tx, &act(ActKind::MadeToWait, words), caller.now, entropy).await?;
    }
    Ok(())
}
