//! Withdrawing what was recognised in error: that nobody of a household works.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use store::{SubjectId, Tx};

use super::evidence::keep_withdrawal;
use super::households::{HouseholdRefusal, hold_household};
use crate::sql::{self, HouseholdId};

/// How many characters a reason may have.
const LONGEST: usize = 200;

/// Withdraws the recognition of a household (BJ18-18), by whoever may recognise it. Why is kept in the file of each
/// member beside what was looked at, so that it is sealed, read, printed and ended together with it. Somebody who works
/// needs no withdrawal: the household is then none in which nobody does.
pub async fn withdraw_household(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    household: HouseholdId,
    reason: &str,
) -> Result<(), Failure<HouseholdRefusal>> {
    let (row, held) = hold_household(tx, household).await?;
    occasion.may(Action::RecogniseHardship, occasion.actor.relation_to(row.street_code, None))?;
    let Some(since) = row.recognised_on else {
        return Err(Failure::Refused(HouseholdRefusal::NothingToWithdraw));
    };
    if held.is_empty() {
        return Err(Failure::Refused(HouseholdRefusal::NoMembers));
    }
    if reason.trim().is_empty() {
        return Err(Failure::Refused(HouseholdRefusal::NoReason));
    }
    if reason.trim().chars().count() > LONGEST {
        return Err(Failure::Refused(HouseholdRefusal::LongReason));
    }
    if tx.execute(sql::WITHDRAW_HOUSEHOLD, &[&household]).await? == 0 {
        return Err(Failure::Refused(HouseholdRefusal::NothingToWithdraw));
    }
    let members: Vec<SubjectId> = held.iter().map(|member| member.subject_id).collect();
    let kept = (household, &*members);
    Ok(keep_withdrawal(tx, desk, occasion, kept, (since, reason)).await?)
}
