//! Making ready to write of a subject: held, the right asked for, the key taken out, in this order.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use store::seal::{self, SubjectKey};
use store::{SubjectId, Tx};
use subjects::RecordRefusal;

use super::record::ServiceRefusal;
use super::share::relation;
use super::take_on::{Held, hold};

/// Holds a subject until the transaction ends, for something that takes a right, and tells how the actor stands to it.
/// Must run in [`store::Db::write`].
///
/// Where there is no such file the answer is that of a file elsewhere, as in [`super::enter::enter`].
pub async fn hold_for<R: From<ServiceRefusal>>(
    tx: &mut Tx,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<(Held, Relation), Failure<R>> {
    let Some(held) = hold(tx, subject).await? else {
        occasion.may(action, Relation::Elsewhere)?;
        return Err(Failure::Refused(ServiceRefusal::NoFile.into()));
    };
    let relation = relation(tx, occasion, &held, action).await?;
    Ok((held, relation))
}

/// Takes out the key to what lies sealed of a subject. Of a file whose time of retention has ended nothing opens, and
/// nothing is written to it. The caller has asked for the right.
pub async fn key_to<R: From<ServiceRefusal>>(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
) -> Result<SubjectKey, Failure<R>> {
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    key.ok_or_else(|| Failure::Refused(ServiceRefusal::Entry(RecordRefusal::Erased).into()))
}
