//! Deciding what somebody else asked for.

use access::{Action, Denied, Failure, Relation, Role};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::Kind;
use store::seal::{self, SubjectKey};
use store::{EntryId, SubjectId, ToValue, Tx};
use subjects::{Happening, facts_of};

use super::gradings::{gradings_of, put_grading};
use super::proposals::{Proposal, ProposalState, WORDS, find_proposal};
use super::record::{append, find};
use super::refusal::Refusal;
use crate::ProposalId;
use crate::model::{Done, Then};
use crate::sql;

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It shall be so; it is recorded.
    Consent,
    /// It shall not.
    Refuse,
    /// Whoever asked for it takes it back.
    Withdraw,
}

/// Decides a proposal. Consent records what was asked for, today; nobody decides what they asked for, or what a
/// colleague asked for in whose place they act.
pub async fn decide(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, id): (SubjectId, ProposalId),
    decision: Decision,
    words: &str,
) -> Result<Done, Failure<Refusal>> {
    let (_, relation) = find(tx, occasion, Action::ConsentToLevel, subject).await?;
    // The right depends on the proposal: until it is asked for, an erased file is one that has none.
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Err(Failure::Refused(Refusal::NoProposal)) };
    let proposal = find_proposal(tx, &key, subject, id).await?;
    let proposal = proposal.ok_or(Failure::Refused(Refusal::NoProposal))?;
    may_decide(occasion, &proposal, decision, relation)?;
    if proposal.state != ProposalState::Waiting {
        return Err(Failure::Refused(Refusal::Decided));
    }
    let state = match decision {
        Decision::Consent => ProposalState::Consented,
        Decision::Refuse if words.trim().is_empty() => {
            return Err(Failure::Refused(Refusal::NoReason));
        }
        Decision::Refuse => ProposalState::Refused,
        Decision::Withdraw => ProposalState::Withdrawn,
    };
    let words = WORDS.seal(&desk.sealing, &key, &id.bytes(), words.trim());
    let values: [&dyn ToValue; 6] =
        [&state, &occasion.now, &occasion.actor.id, &words, &subject, &id];
    if tx.execute(sql::DECIDE, &values).await? == 0 {
        return Err(Failure::Refused(Refusal::Decided));
    }
    if decision != Decision::Consent {
        return Ok(Done { waits: false, ..Done::waiting() });
    }
    match proposal.kind {
        Kind::Graded => consent_to_level(tx, desk, occasion, &key, &proposal).await,
        _ => Err(Failure::Refused(Refusal::ByStopping)),
    }
}

/// Another level takes a right of its own, down the tree. A stop that was asked for here in former times is refused
/// by the head of the office or taken back; it is approved where stops are dealt with.
fn may_decide(
    occasion: &Occasion,
    proposal: &Proposal,
    decision: Decision,
    relation: Relation,
) -> Result<(), Failure<Refusal>> {
    let is_own = proposal.proposed_by == occasion.actor.id;
    if decision == Decision::Withdraw {
        occasion.may(Action::RecordService, relation)?;
        return if is_own { Ok(()) } else { Err(Failure::Refused(Refusal::NotOwnProposal)) };
    }
    if proposal.kind == Kind::Graded {
        occasion.may(Action::ConsentToLevel, relation)?;
    } else {
        occasion.may(Action::RecordService, relation)?;
        if !occasion.actor.is(Role::Head) {
            return Err(Failure::Denied(Denied { action: Action::RecordService }));
        }
    }
    if is_own {
        return Err(Failure::Refused(Refusal::OwnProposal));
    }
    if occasion.actor.is_or_stands_in_for(proposal.proposed_by) {
        return Err(Failure::Refused(Refusal::Cover));
    }
    Ok(())
}

async fn consent_to_level(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    key: &SubjectKey,
    proposal: &Proposal,
) -> Result<Done, Failure<Refusal>> {
    let subject = proposal.subject;
    let stale = || Failure::Refused(Refusal::GradedSince);
    let known = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let last: Option<EntryId> = now.last(Kind::Graded).and_then(|(place, _)| now.id(place));
    if last.is_none() || last != proposal.entry {
        return Err(stale());
    }
    let gradings = gradings_of(tx, desk, key, subject).await?;
    let graded =
        gradings.into_iter().find(|graded| Some(graded.entry) == last).ok_or_else(stale)?;
    let computed = graded.computed().map_err(|error| Failure::Refused(Refusal::Answer(error)))?;
    let (card, computed) = computed.ok_or_else(stale)?;
    let level = proposal.level.and_then(grading::Level::new).ok_or_else(stale)?;
    let refused = |refusal| Failure::Refused(Refusal::Adjustment(refusal));
    let by = proposal.proposed_by.to_string();
    let wished = computed.propose(level, proposal.reason.reveal(), &by).map_err(refused)?;
    let adjusted = wished.consented(&occasion.actor.id.to_string()).map_err(refused)?;
    let note = format!(
        "按量表为 {} 分、{}；经同意定为{}",
        computed.points,
        adjusted.computed(),
        adjusted.level()
    );
    let happening = Happening::new(Kind::Graded, occasion.today)
        .number(Field::Level, u64::from(adjusted.level().number()))
        .text(Field::Tool, format!("{}（经人工调整）", card.parts().name))
        .text(Field::Note, note);
    let action = Action::ConsentToLevel;
    let done = append(tx, desk, occasion, action, subject, &[happening], &now.assessment).await?;
    if let Some(entry) = done.first() {
        let row = super::gradings::Graded {
            entry,
            level: adjusted.level().number(),
            proposal: Some(proposal.id),
            ..graded.clone()
        };
        put_grading(tx, desk, key, subject, &row).await?;
    }
    Ok(done)
}
