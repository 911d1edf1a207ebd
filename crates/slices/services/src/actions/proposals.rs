//! What waits for somebody's consent.

use access::{Area, Failure};
use desk::{Desk, Occasion};
use rules::Kind;
use serde::{Deserialize, Serialize};
use store::ledger::Channel;
use store::seal::{self, Clear, SubjectKey};
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{SealedDocument, SealedText};

use super::refusal::Refusal;
use crate::ProposalId;
use crate::sql::{self, ProposalRow};

/// What is asked for.
const CONTENT: SealedDocument<Content> = SealedDocument::of("proposal.content");
/// What whoever decided said.
pub(super) const WORDS: SealedText = SealedText::of("proposal.words");
/// How many are listed at a time.
const PAGE: i64 = 200;

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProposalState {
    /// 待决定.
    Waiting,
    /// 已同意.
    Consented,
    /// 已退回.
    Refused,
    /// 已撤回.
    Withdrawn,
}
store::text_column!(ProposalState {
    Waiting = "waiting",
    Consented = "consented",
    Refused = "refused",
    Withdrawn = "withdrawn",
});

impl ProposalState {
    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Waiting => "待决定",
            Self::Consented => "已同意",
            Self::Refused => "已退回",
            Self::Withdrawn => "已撤回",
        }
    }
}

/// What is asked for, under seal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Content {
    /// Why.
    pub(crate) reason: String,
    /// The level that is wished for, where it is about one.
    pub(crate) level: Option<u8>,
}

/// A proposal, opened.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Whose file.
    pub subject: SubjectId,
    /// Which.
    pub id: ProposalId,
    /// What would be recorded.
    pub kind: Kind,
    /// The grading that it departs from.
    pub entry: Option<EntryId>,
    /// The level that is wished for.
    pub level: Option<u8>,
    /// Why.
    pub reason: Clear,
    /// When.
    pub proposed_at: Instant,
    /// By whom.
    pub proposed_by: ActorId,
    /// What became of it.
    pub state: ProposalState,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<ActorId>,
    /// What they said.
    pub words: Option<Clear>,
}

impl Proposal {
    /// What is asked for, in words.
    #[must_use]
    pub fn title(&self) -> String {
        match self.level.and_then(grading::Level::new) {
            Some(level) => format!("就业困难等级另定为{level}"),
            None => self.kind.term().to_owned(),
        }
    }
}

/// Asks for consent. The caller has checked the right and that it would fit now.
pub(crate) async fn propose(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    kind: Kind,
    entry: Option<EntryId>,
    content: &Content,
) -> Result<ProposalId, Failure<Refusal>> {
    let id = ProposalId::new(occasion.now, desk.sealing.entropy.as_ref());
    let key = duties::key_to(tx, desk, subject).await?;
    let content = CONTENT.seal(&desk.sealing, &key, &id.bytes(), content)?;
    let kind = kind.name();
    let values: [&dyn ToValue; 7] =
        [&subject, &id, &kind, &entry, &occasion.now, &occasion.actor.id, &content];
    match tx.execute(sql::PROPOSE, &values).await? {
        0 => Err(Failure::Refused(Refusal::Waits)),
        _ => Ok(id),
    }
}

/// Gives everything that was proposed for a subject, latest first. The caller has the right to read the file.
pub async fn proposals_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Proposal>, StoreError> {
    let rows: Vec<ProposalRow> = tx.all(sql::PROPOSALS, &[&subject]).await?;
    rows.iter().map(|row| open(row, key)).collect()
}

/// Gives what waits for consent in an office and below, oldest first. What belongs to somebody whose key was
/// destroyed is left out.
pub async fn proposals_waiting(
    tx: &mut Tx,
    desk: &Desk,
    area: Area,
) -> Result<Vec<Proposal>, StoreError> {
    let rows: Vec<ProposalRow> = tx.all(sql::WAITING, &[&area.first, &area.last, &PAGE]).await?;
    let mut waiting = Vec::new();
    for row in rows {
        let keys = desk.sealing.keys.as_ref();
        if let Some(key) = seal::key_of(tx, keys, row.subject_id).await? {
            waiting.push(open(&row, &key)?);
        }
    }
    Ok(waiting)
}

/// Finds one proposal.
pub(super) async fn find_proposal(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
    proposal: ProposalId,
) -> Result<Option<Proposal>, StoreError> {
    let row: Option<ProposalRow> = tx.optional(sql::PROPOSAL, &[&subject, &proposal]).await?;
    row.as_ref().map(|row| open(row, key)).transpose()
}

fn open(row: &ProposalRow, key: &SubjectKey) -> Result<Proposal, StoreError> {
    let place = row.proposal_id.bytes();
    let content = CONTENT.open(key, &place, &row.content)?;
    let kind = Kind::named(&row.kind).ok_or_else(|| StoreError::Contradiction {
        table: "proposal",
        column: "kind".to_owned(),
        row: row.proposal_id.to_string(),
        why: "没有这样的事项".to_owned(),
    })?;
    Ok(Proposal {
        subject: row.subject_id,
        id: row.proposal_id,
        kind,
        entry: row.entry_id,
        level: content.level,
        reason: Clear::new(content.reason),
        proposed_at: row.proposed_at,
        proposed_by: row.proposed_by,
        state: row.state,
        decided_at: row.decided_at,
        decided_by: row.decided_by,
        words: WORDS.open_some(key, &place, row.words.as_ref())?,
    })
}

/// Reads a channel by its name.
pub(crate) fn channel_named(name: &str) -> Option<Channel> {
    [
        Channel::Counter,
        Channel::Phone,
        Channel::Visit,
        Channel::Online,
        Channel::Fair,
        Channel::Terminal,
    ]
    .into_iter()
    .find(|channel| channel.text() == name)
}
