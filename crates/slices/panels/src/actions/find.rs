//! The panels of a person, with what the ledger says of them.

use access::{Action, Failure, Relation};
use desk::{Desk, Occasion};
use duties::{Held, HolderId, hold_for, key_to};
use kernel::Day;
use store::seal::{Clear, Sealed, SubjectKey};
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, SealedText, facts_of};

use crate::model::{Ended, Ending, Panel, PanelRefusal, ending, moved_away};
use crate::sql::{self, PanelRow};

/// Why somebody ended a panel.
pub(crate) const END_REASON: SealedText = SealedText::of("panel.end_reason");
/// What a panel was told, in the row of [`feedback_place`].
pub(crate) const FEEDBACK: SealedText = SealedText::of("panel_feedback.words");

/// Gives the panels of a person, the latest first. The caller has the right to read the file, or shows nothing
/// of it.
pub async fn panels_of(
    tx: &mut Tx,
    key: &SubjectKey,
    known: &LedgerFacts,
    subject: SubjectId,
) -> Result<Vec<Panel>, StoreError> {
    let rows: Vec<PanelRow> = tx.all(sql::OF_SUBJECT, &[&subject]).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let members: Vec<Member> = tx.all(sql::MEMBERS, &[&subject]).await?;
    let moves: Vec<(Instant, i64)> = tx.all(sql::MOVES, &[&subject]).await?;
    let open = |row: &PanelRow| open(key, row, &members, (known, by_itself(known, row, &moves)));
    rows.iter().map(open).collect()
}

/// Gives the panels of a person as [`panels_of`] does, and those of the files that were merged into theirs, which are
/// all over: each is named by the entry that stands in this ledger for its request.
pub(crate) async fn all_panels(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    known: &LedgerFacts,
    subject: SubjectId,
) -> Result<Vec<Panel>, StoreError> {
    let mut panels = panels_of(tx, key, known, subject).await?;
    for file in duties::merged_files(tx, desk, subject, key).await? {
        let known = facts_of(tx, file.subject).await?;
        for panel in panels_of(tx, &file.key, &known, file.subject).await? {
            let request = file.goes_on_as(panel.request).unwrap_or(panel.request);
            panels.push(Panel { request, ..panel });
        }
    }
    Ok(panels)
}

/// In which panel, who, and until when.
type Member = (EntryId, ActorId, Option<Instant>);

/// Tells whether a panel ended without anybody's doing: with what the ledger says, or with a move to another office.
pub(crate) fn by_itself(
    known: &LedgerFacts,
    row: &PanelRow,
    moves: &[(Instant, i64)],
) -> Option<Ending> {
    let since = moves.iter().filter(|(at, _)| *at >= row.asked_at);
    let since: Vec<(Day, i64)> = since.map(|(at, from)| (web::day_of(*at), *from)).collect();
    let elsewhere = moved_away(&since, row.from_office_code);
    let ends = ending(known, row.entry_id).into_iter().chain(elsewhere);
    // Of one day what the ledger says: it comes first.
    ends.min_by_key(|ending| ending.on)
}

fn open(
    key: &SubjectKey,
    row: &PanelRow,
    members: &[Member],
    (known, by_itself): (&LedgerFacts, Option<Ending>),
) -> Result<Panel, StoreError> {
    let of_this = |is_former: bool| {
        let of_this = members.iter().filter(move |(entry, _, until)| {
            *entry == row.entry_id && until.is_some() == is_former
        });
        of_this.map(|(_, staff, _)| *staff).collect()
    };
    let ended = match (row.ended_at, &row.end_reason) {
        (Some(at), Some(reason)) => {
            let words = END_REASON.open(key, &row.entry_id.bytes(), reason)?;
            let (on, words) = (web::day_of(at), words.reveal().to_owned());
            Some(Ended { on, words, by: row.ended_by })
        }
        _ => by_itself.map(|end| Ended { on: end.on, words: end.words.to_owned(), by: None }),
    };
    let asked = known.place(row.entry_id).and_then(|place| known.entries().get(place));
    Ok(Panel {
        subject: row.subject_id,
        request: row.entry_id,
        office_code: row.office_code,
        from_office_code: row.from_office_code,
        asked_on: asked.map_or_else(|| web::day_of(row.asked_at), |entry| entry.on),
        asked_by: Some(row.asked_by),
        asked_at: Some(row.asked_at),
        accepted_by: row.accepted_by,
        accepted_at: row.accepted_at,
        sits_on: row.sits_on,
        members: of_this(false),
        former: of_this(true),
        ended,
    })
}

/// What an officer told a panel.
#[derive(Clone, Debug)]
pub struct Feedback {
    /// Which panel.
    pub request: EntryId,
    /// When.
    pub told_at: Instant,
    /// Who.
    pub told_by: ActorId,
    /// What.
    pub words: Clear,
}

/// Gives what the panels of a person were told, the latest first. The caller has the right to read the file.
pub async fn feedback_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Feedback>, StoreError> {
    let rows: Vec<(EntryId, Instant, ActorId, Sealed)> = tx.all(sql::TOLD, &[&subject]).await?;
    rows.into_iter()
        .map(|(request, told_at, told_by, words)| {
            let words = FEEDBACK.open(key, &feedback_place(request, told_at), &words)?;
            Ok(Feedback { request, told_at, told_by, words })
        })
        .collect()
}

/// Gives the same, and what the panels of the files were told that were merged into theirs.
pub(crate) async fn all_feedback(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Feedback>, StoreError> {
    let mut told = feedback_of(tx, key, subject).await?;
    for file in duties::merged_files(tx, desk, subject, key).await? {
        for feedback in feedback_of(tx, &file.key, file.subject).await? {
            let request = file.goes_on_as(feedback.request).unwrap_or(feedback.request);
            told.push(Feedback { request, ..feedback });
        }
    }
    Ok(told)
}

/// What tells one feedback from a person's others.
pub(crate) fn feedback_place(request: EntryId, told_at: Instant) -> Vec<u8> {
    let mut place = request.bytes().to_vec();
    place.extend_from_slice(&told_at.micros().to_be_bytes());
    place
}

/// The name under which the file is open to a panel.
pub(crate) const fn holder_of(request: EntryId) -> HolderId {
    HolderId::from_bytes(request.bytes())
}

/// Everything that somebody who changes something of a panel looks at.
pub(crate) struct Case {
    pub(crate) held: Held,
    pub(crate) key: SubjectKey,
    pub(crate) known: LedgerFacts,
    pub(crate) panels: Vec<Panel>,
}

impl Case {
    /// Finds a panel that goes on.
    pub(crate) fn lasting(&self, request: EntryId) -> Result<&Panel, PanelRefusal> {
        let panel = self.panels.iter().find(|panel| panel.request == request);
        let panel = panel.ok_or(PanelRefusal::NoPanel)?;
        match &panel.ended {
            Some(ended) => Err(PanelRefusal::Over(ended.words.clone())),
            None => Ok(panel),
        }
    }
}

/// Asks for the right, holds the person until the transaction ends, and gives where everything stands.
pub(crate) async fn open_case(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<(Case, Relation), Failure<PanelRefusal>> {
    let (held, relation) = hold_for(tx, occasion, action, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let known = facts_of(tx, subject).await?;
    let panels = all_panels(tx, desk, &key, &known, subject).await?;
    Ok((Case { held, key, known, panels }, relation))
}
