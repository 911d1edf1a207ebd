//! Placements that were asked for, read with the file; and who decides on one.

use access::Failure;
use desk::{Desk, Occasion};
use kernel::Day;
use services::Heads;
use store::seal::{Clear, SubjectKey};
use store::{ActorId, EntryId, Instant, StoreError, SubjectId, Tx};
use subjects::{SealedDocument, SealedText};

use crate::model::{Content, Refusal, RequestState};
use crate::sql::{self, RequestRow};
use crate::{PostId, RequestId};

/// Hours, pay and what was agreed.
pub(super) const CONTENT: SealedDocument<Content> = SealedDocument::of("placement_request.content");
/// Why it was sent back.
pub(super) const WORDS: SealedText = SealedText::of("placement_request.words");

/// A placement that was asked for, opened.
#[derive(Clone, Debug)]
pub struct PlacementRequest {
    /// Which.
    pub id: RequestId,
    /// How far it has come.
    pub state: RequestState,
    /// In which post.
    pub post: PostId,
    /// From which day on.
    pub on: Day,
    /// Until when.
    pub last_day: Day,
    /// Hours, pay and what was agreed.
    pub content: Content,
    /// When it was asked for.
    pub asked_at: Instant,
    /// By whom.
    pub asked_by: ActorId,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by: Option<ActorId>,
    /// Why it was sent back.
    pub words: Option<Clear>,
    /// The entry by which the person was placed.
    pub placed: Option<EntryId>,
}

/// Gives what was asked for a person, latest first. The caller has the right to read the file.
pub async fn requests_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<PlacementRequest>, StoreError> {
    let rows: Vec<RequestRow> = tx.all(sql::REQUESTS, &[&subject]).await?;
    let open = |row: RequestRow| {
        let place = row.request_id.bytes();
        Ok(PlacementRequest {
            id: row.request_id,
            state: row.state,
            post: row.post_id,
            on: row.on_day,
            last_day: row.last_day,
            content: CONTENT.open(key, &place, &row.content)?,
            asked_at: row.asked_at,
            asked_by: row.asked_by,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            words: WORDS.open_some(key, &place, row.words.as_ref())?,
            placed: row.placed_entry,
        })
    };
    rows.into_iter().map(open).collect()
}

/// Gives the same, and what was asked for in the files that were merged into theirs: each with the entry that stands for its
/// own in this ledger.
pub(crate) async fn all_requests(
    tx: &mut Tx,
    desk: &Desk,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<PlacementRequest>, StoreError> {
    let mut requests = requests_of(tx, key, subject).await?;
    for file in duties::merged_files(tx, desk, subject, key).await? {
        for request in requests_of(tx, &file.key, file.subject).await? {
            let placed = request.placed.map(|entry| file.goes_on_as(entry).unwrap_or(entry));
            requests.push(PlacementRequest { placed, ..request });
        }
    }
    Ok(requests)
}

/// Gives the placement that waits to be confirmed; there is never a second one.
#[must_use]
pub(crate) fn waiting_one(requests: &[PlacementRequest]) -> Option<&PlacementRequest> {
    requests.iter().find(|request| request.state == RequestState::Asked)
}

/// Everybody who had a part before it is confirmed: whoever asked for it, and whoever recommended the person last.
pub(crate) async fn parts_of(
    tx: &mut Tx,
    subject: SubjectId,
    asked_by: ActorId,
) -> Result<Vec<ActorId>, StoreError> {
    let recommended: Option<(ActorId,)> = tx.optional(sql::RECOMMENDED_BY, &[&subject]).await?;
    Ok(std::iter::once(asked_by).chain(recommended.map(|(staff,)| staff)).collect())
}

/// Refuses whoever does not decide on a placement of somebody of an office: who had a part in it or stands in for who had,
/// and who leads another office than the next one upward that has a head without one (BJ18-30, 街道(乡镇)公共就业服务机构).
pub(crate) fn check_decides(
    occasion: &Occasion,
    parts: &[ActorId],
    heads: Option<&Heads>,
) -> Result<(), Refusal> {
    let actor = &occasion.actor;
    if parts.contains(&actor.id) {
        return Err(Refusal::OwnPart);
    }
    if parts.iter().any(|staff| actor.is_or_stands_in_for(*staff)) {
        return Err(Refusal::Cover);
    }
    match heads.filter(|heads| heads.office_code != actor.area.first) {
        Some(heads) => Err(Refusal::OtherOffice(heads.office.clone())),
        None => Ok(()),
    }
}

/// Fails where nothing was changed: somebody else was faster.
pub(super) fn changed(rows: u64) -> Result<(), Failure<Refusal>> {
    if rows == 0 { Err(Failure::Refused(Refusal::Moved)) } else { Ok(()) }
}
