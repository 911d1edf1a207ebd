//! Whose sign-in takes a second factor.

use access::{Action, Denied, Failure, Relation};
use desk::Occasion;
use store::{Entropy, Instant, StoreError, Tx};
use subjects::Sealing;

use crate::model::act::{Act, ActKind};
use crate::model::second_factor::FactorRule;
use crate::model::staff::{Roles, StaffRefusal};
use crate::record::record;
use crate::sql;

/// Gives the rule that holds.
pub async fn factor_rule(tx: &mut Tx) -> Result<FactorRule, StoreError> {
    let known: Option<(FactorRule,)> = tx.optional(sql::FACTOR_RULE, &[]).await?;
    Ok(known.map_or_else(FactorRule::default, |(rule,)| rule))
}

/// Waives it for everyone: for a demonstration that keeps nothing. [`end_waiver`] ends that.
pub async fn waive(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(sql::SET_FACTOR_RULE, &[&FactorRule::Waived]).await.map(drop)
}

/// Makes the rule hold again in a database that was a demonstration, before it is served in earnest.
pub async fn end_waiver(tx: &mut Tx) -> Result<(), StoreError> {
    if factor_rule(tx).await? == FactorRule::Waived {
        tx.execute(sql::SET_FACTOR_RULE, &[&FactorRule::default()]).await?;
    }
    Ok(())
}

/// Decides which roles of the service need a second factor beside the three administrators. It holds for the whole tree,
/// so it is decided at its top. Whoever has none is asked to set one up with their next page.
pub async fn decide_factor_rule(
    tx: &mut Tx,
    sealing: &Sealing,
    occasion: &Occasion,
    rule: &FactorRule,
) -> Result<(), Failure<StaffRefusal>> {
    may_decide(tx, occasion).await?;
    let known = factor_rule(tx).await?;
    if known == *rule {
        return Err(Failure::Refused(StaffRefusal::Unchanged));
    }
    tx.execute(sql::SET_FACTOR_RULE, &[rule]).await?;
    let words = format!("由“{}”改为“{}”", words_of(&known), words_of(rule));
    note(tx, occasion, words, occasion.now, sealing.entropy.as_ref()).await?;
    Ok(())
}

/// Denies it to whoever is not of an office that has none above it.
pub(crate) async fn may_decide(
    tx: &mut Tx,
    occasion: &Occasion,
) -> Result<(), Failure<StaffRefusal>> {
    occasion.may(Action::ManageSecurity, Relation::Office)?;
    let above = crate::founding::above(tx, occasion.actor.area.first).await?;
    match above {
        None => Ok(()),
        Some(_) => Err(Failure::Denied(Denied { action: Action::ManageSecurity })),
    }
}

async fn note(
    tx: &mut Tx,
    occasion: &Occasion,
    words: String,
    now: Instant,
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let act = Act::new(ActKind::FactorRuleChanged, occasion.actor.id, words);
    record(tx, &act.office(occasion.actor.office), now, entropy).await
}

/// Says whom a rule means.
pub(crate) fn words_of(rule: &FactorRule) -> String {
    match rule {
        FactorRule::Waived => "免除".to_owned(),
        FactorRule::Demanded { also } if *also == Roles::none() => "三类管理员".to_owned(),
        FactorRule::Demanded { also } => format!("三类管理员、{also}"),
    }
}
