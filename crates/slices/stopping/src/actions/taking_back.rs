//! Taking a decision back that a correction says was recorded in error: with everything that came of it, as where an
//! objection is upheld.

use desk::{Behind, Desk, Instead, Occasion};
use rules::Kind;
use store::seal::key_of;
use store::{EntryId, StoreError, SubjectId, Tx};
use subjects::{Past, facts_of};

use super::decided::Decided;
use super::exit::find::{Exit, exits_of};
use super::object::{agreement_ended_by, withdraw_letter};
use super::objections::{Objection, objections_of};
use super::open::{Case, cases_of};
use super::ready::Ready;
use super::taking_along::{left_behind, take_along};

/// Gives what stands behind an entry by which a stop or an exit was carried out; nothing for any other.
pub(crate) async fn behind(
    tx: &mut Tx,
    desk: &Desk,
    (subject, past): (SubjectId, &Past),
) -> Result<Option<Behind>, StoreError> {
    let Some(mut ready) = kept(tx, desk, (subject, past)).await? else { return Ok(None) };
    // Nothing is written yet: what goes over to this file when it is taken back is looked at where it is.
    for left in left_behind(tx, desk, subject, &ready.key).await? {
        ready.cases.extend(left.cases);
        ready.exits.extend(left.exits);
        ready.objections.extend(left.objections);
    }
    let Some(decided) = decided_by(&ready, past.id) else { return Ok(None) };
    let against = decided.against();
    let objections = || ready.objections.iter().filter(|known| known.against == against);
    let mut parts = decided.parts();
    parts.extend(objections().filter_map(|objection| objection.decided_by));
    let pending = objections().find(|objection| objection.outcome.is_none());
    let mut behind = match decided {
        Decided::Stop(case) => behind_stop(&ready, case),
        Decided::Exit(exit) => behind_exit(tx, &ready, exit).await?,
    };
    behind.parts = parts;
    behind.instead = pending.map(|objection| instead(subject, objection));
    Ok(Some(behind))
}

/// Takes back what is kept of an entry that is being taken back: the registry learns that a stop was.
pub(crate) async fn take_back(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, past): (SubjectId, &Past),
) -> Result<(), StoreError> {
    if !is_of_either(past) {
        return Ok(());
    }
    if let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? {
        take_along(tx, desk, subject, &key).await?;
    }
    let Some(ready) = kept(tx, desk, (subject, past)).await? else { return Ok(()) };
    match decided_by(&ready, past.id) {
        Some(Decided::Stop(case)) => {
            let reason = "停止服务的记录有误，已经更正，恢复服务";
            withdraw_letter(tx, desk, occasion, &ready, (case, reason)).await
        }
        _ => Ok(()),
    }
}

/// Tells whether an entry is of a kind by which a stop or an exit is carried out.
const fn is_of_either(past: &Past) -> bool {
    matches!(
        past.kind,
        Kind::RegistryNotified | Kind::AgreementEnded | Kind::ServiceStopped | Kind::HardshipEnded
    )
}

/// Reads what is kept of a person, for an entry of a kind by which a stop or an exit is carried out.
async fn kept(
    tx: &mut Tx,
    desk: &Desk,
    (subject, past): (SubjectId, &Past),
) -> Result<Option<Ready>, StoreError> {
    if !is_of_either(past) {
        return Ok(None);
    }
    let Some(held) = duties::held(tx, subject).await? else { return Ok(None) };
    let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Ok(None);
    };
    let known = facts_of(tx, subject).await?;
    let cases = cases_of(tx, &key, subject).await?;
    let exits = exits_of(tx, &key, subject).await?;
    let objections = objections_of(tx, &key, subject).await?;
    Ok(Some(Ready { held, key, known, cases, exits, objections }))
}

/// Finds the decision that an entry carried out.
fn decided_by(ready: &Ready, entry: EntryId) -> Option<Decided<'_>> {
    let of_stop = |case: &&Case| [case.notified, case.ended, case.stopped].contains(&Some(entry));
    let stop = ready.cases.iter().find(of_stop).map(Decided::Stop);
    let exit = || ready.exits.iter().find(|exit| exit.ended == Some(entry)).map(Decided::Exit);
    stop.or_else(exit)
}

fn behind_stop(ready: &Ready, case: &Case) -> Behind {
    let mut does = "停止服务、随之的协议终止和反馈一并撤销，服务恢复；还没有送出的反馈函作废，并给登记管理部门写一封撤回反馈（BJ18-13、BJ18-21、BJ18-29）".to_owned();
    if case.told_on.is_some() {
        does.push_str("。本人已经收到停止服务的告知，更正以后请告诉本人服务照常");
    }
    Behind {
        came_of_it: "已经给登记管理部门写了反馈函".to_owned(),
        along: case.carried_out(&ready.known),
        does,
        ..Behind::default()
    }
}

async fn behind_exit(tx: &mut Tx, ready: &Ready, exit: &Exit) -> Result<Behind, StoreError> {
    let along = match exit.ended {
        Some(ended) => agreement_ended_by(tx, ready, (exit.subject, ended)).await?,
        None => Vec::new(),
    };
    let mut does = "恢复就业困难人员的认定（BJ18-26）".to_owned();
    if !along.is_empty() {
        does.push_str("；因退出而终止的援助协议一并恢复");
    }
    if exit.told_on.is_some() {
        does.push_str("。本人已经收到退出的告知，更正以后请告诉本人");
    }
    let came_of_it = if exit.told_on.is_some() { "已经告知本人" } else { "" };
    Ok(Behind { came_of_it: came_of_it.to_owned(), along, does, ..Behind::default() })
}

/// An objection that waits is decided by the office above: nobody anticipates it.
fn instead(subject: SubjectId, objection: &Objection) -> Instead {
    let term = objection.against.term();
    Instead {
        words: format!(
            "本人对这次{term}提出的异议正等待决定，不能同时更正；由有权处理异议的负责人决定，异议成立的，随之撤销（{}）",
            objection.against.clauses()
        ),
        label: "看这件异议",
        path: format!("/people/{subject}/objections/{}", objection.id),
    }
}
