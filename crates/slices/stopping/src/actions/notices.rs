//! Letters to the registry: sealed, printable, announced through the outbox by identifiers only, and delivered.

use access::{Action, Area, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::outbox::{self, Message, MessageId};
use store::seal::{Clear, SubjectKey};
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{SealedDocument, SealedText};

use super::ready::{changed, ready};
use super::registry::name_registry;
use crate::model::{Letter, Purpose, Refusal};
use crate::sql::{self, NoticeLine, NoticeRow};
use crate::{CaseId, NoticeId};

/// What a letter says.
pub(super) const LETTER: SealedDocument<Letter> = SealedDocument::of("stop_notice.letter");
/// What the registry gave back.
pub(super) const RECEIPT: SealedText = SealedText::of("stop_notice.receipt");
/// What a message about a letter is about.
pub(crate) const TOPIC: &str = "registry.notice";

/// A letter, opened.
#[derive(Clone, Debug)]
pub struct Notice {
    /// About whom.
    pub subject: SubjectId,
    /// Which.
    pub id: NoticeId,
    /// The case that it belongs to.
    pub case: CaseId,
    /// What it says.
    pub purpose: Purpose,
    /// The message that announces it.
    pub message: MessageId,
    /// The day on which it was written.
    pub made_on: Day,
    /// The letter.
    pub letter: Letter,
    /// The day on which it was delivered.
    pub delivered_on: Option<Day>,
    /// Whether it was never delivered and never is to be: the stop that it tells of was taken back before.
    pub is_void: bool,
    /// The registry that it was delivered to, where it was delivered by hand.
    pub registry: Option<String>,
    /// Who noted the receipt, where it was delivered by hand.
    pub received_by: Option<ActorId>,
    /// What the registry gave back.
    pub receipt: Option<Clear>,
}

/// Keeps a letter and queues the message that announces it. Both go with the caller's transaction.
pub(super) async fn notify(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, case): (SubjectId, CaseId),
    purpose: Purpose,
    letter: &Letter,
    key: &SubjectKey,
) -> Result<NoticeId, StoreError> {
    let entropy = desk.sealing.entropy.as_ref();
    let id = NoticeId::new(occasion.now, entropy);
    let body = serde_json::json!({
        "notice": id.to_string(),
        "subject": subject.to_string(),
        "case": case.to_string(),
        "purpose": purpose.text(),
    });
    let message = outbox::enqueue(tx, TOPIC, &body.to_string(), occasion.now, entropy).await?;
    let letter = LETTER.seal(&desk.sealing, key, &id.bytes(), letter)?;
    let values: [&dyn ToValue; 7] =
        [&subject, &id, &case, &purpose, &message, &occasion.now, &letter];
    tx.execute(sql::PUT_NOTICE, &values).await?;
    Ok(id)
}

/// Tells whether the letter of a stop is void: the stop was taken back, by a letter of a moment, before it went out.
fn is_void(purpose: Purpose, done_at: Option<Instant>, withdrawn_at: Option<Instant>) -> bool {
    let went_out_before = |withdrawn: Instant| done_at.is_some_and(|done| done < withdrawn);
    purpose == Purpose::Stopped && withdrawn_at.is_some_and(|at| !went_out_before(at))
}

/// Voids the letter of a stop that is taken back, where it has not gone out: its message is not sent any more. Tells
/// whether it was.
pub(super) async fn void(
    tx: &mut Tx,
    key: &SubjectKey,
    (subject, case): (SubjectId, CaseId),
    now: Instant,
) -> Result<bool, StoreError> {
    let notices = notices_of(tx, key, subject).await?;
    let stop = notices.iter().find(|known| known.case == case && known.purpose == Purpose::Stopped);
    let Some(stop) = stop.filter(|known| known.delivered_on.is_none()) else {
        return Ok(false);
    };
    let message: Option<Message> = tx.optional(sql::MESSAGE, &[&stop.message]).await?;
    match message {
        Some(message) => outbox::done(tx, &message, now).await,
        None => Ok(false),
    }
}

/// Gives the letters about a person, latest first. The caller has the right to read the file.
pub async fn notices_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<NoticeRow> = tx.all(sql::NOTICES, &[&subject]).await?;
    let withdrawn = rows.iter().filter(|row| row.purpose == Purpose::Withdrawn);
    let withdrawn: Vec<(CaseId, Instant)> =
        withdrawn.map(|row| (row.case_id, row.made_at)).collect();
    let open = |row: NoticeRow| {
        let later = withdrawn.iter().find(|(case, _)| *case == row.case_id).map(|(_, at)| *at);
        let is_void = is_void(row.purpose, row.done_at, later);
        let place = row.notice_id.bytes();
        Ok(Notice {
            subject: row.subject_id,
            id: row.notice_id,
            case: row.case_id,
            purpose: row.purpose,
            message: row.message_id,
            made_on: web::day_of(row.made_at),
            letter: LETTER.open(key, &place, &row.letter)?,
            delivered_on: row.done_at.filter(|_| !is_void).map(web::day_of),
            is_void,
            registry: row.registry,
            received_by: row.received_by,
            receipt: RECEIPT.open_some(key, &place, row.receipt.as_ref())?,
        })
    };
    rows.into_iter().map(open).collect()
}

/// A place in the list of letters: when one was written, and its name.
pub type LetterPlace = (Instant, NoticeId);

/// How many letters are read at a time.
const AT_ONCE: i64 = 200;

/// Gives a page of the letters about the people of an office and below, latest first, after a place, of those only of
/// whom `is_shown` by office and officer, and the place at which the next page begins, where there is one. Opens none.
pub async fn notices_page(
    tx: &mut Tx,
    area: Area,
    after: Option<LetterPlace>,
    limit: i64,
    is_shown: impl Fn(i64, Option<ActorId>) -> bool,
) -> Result<(Vec<Posted>, Option<LetterPlace>), StoreError> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let first = (Instant::from_micros(i64::MAX), NoticeId::from_bytes([0xff; 16]));
    let (mut posted, mut last, mut after) = (Vec::new(), None, after.unwrap_or(first));
    loop {
        let values: [&dyn ToValue; 5] = [&area.first, &area.last, &after.0, &after.1, &AT_ONCE];
        let rows: Vec<NoticeLine> = tx.all(sql::NOTICES_WITHIN, &values).await?;
        let Some(end) = rows.last() else {
            return Ok((posted, None));
        };
        after = (end.made_at, end.notice_id);
        for row in rows.into_iter().filter(|row| is_shown(row.office_code, row.officer_id)) {
            if posted.len() == most {
                return Ok((posted, last));
            }
            last = Some((row.made_at, row.notice_id));
            posted.push(Posted::from(row));
        }
    }
}

impl From<NoticeLine> for Posted {
    fn from(row: NoticeLine) -> Self {
        let is_void = is_void(row.purpose, row.done_at, row.withdrawn_at);
        Self {
            subject: row.subject_id,
            id: row.notice_id,
            purpose: row.purpose,
            made_on: web::day_of(row.made_at),
            delivered_on: row.done_at.filter(|_| !is_void).map(web::day_of),
            is_void,
            office_code: row.office_code,
            officer: row.officer_id,
        }
    }
}

/// A letter as a list shows it.
#[derive(Clone, Debug)]
pub struct Posted {
    /// About whom.
    pub subject: SubjectId,
    /// Which.
    pub id: NoticeId,
    /// What it says.
    pub purpose: Purpose,
    /// The day on which it was written.
    pub made_on: Day,
    /// The day on which it was delivered.
    pub delivered_on: Option<Day>,
    /// Whether it was never delivered and never is to be.
    pub is_void: bool,
    /// The office that answers for the person.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
}

/// Notes that a letter was delivered by hand: to which registry, and what it gave back. The next letter of the office knows
/// the registry.
pub async fn deliver(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, notice): (SubjectId, NoticeId),
    (registry, receipt): (&str, &str),
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let notices = notices_of(tx, &ready.key, subject).await?;
    let notice = notices.iter().find(|known| known.id == notice);
    let notice = notice.ok_or(Failure::Refused(Refusal::Nothing))?;
    if notice.is_void {
        return Err(Failure::Refused(Refusal::Void));
    }
    let registry = registry.trim();
    if registry.is_empty() {
        return Err(Failure::Refused(Refusal::NoRegistry));
    }
    if receipt.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let message: Option<Message> = tx.optional(sql::MESSAGE, &[&notice.message]).await?;
    let message = message.ok_or(Failure::Refused(Refusal::Delivered))?;
    if !outbox::done(tx, &message, occasion.now).await? {
        return Err(Failure::Refused(Refusal::Delivered));
    }
    let receipt = RECEIPT.seal(&desk.sealing, &ready.key, &notice.id.bytes(), receipt.trim());
    let values: [&dyn ToValue; 5] = [&occasion.actor.id, &registry, &receipt, &subject, &notice.id];
    changed(tx.execute(sql::RECEIVE, &values).await?)?;
    Ok(name_registry(tx, occasion, ready.held.office_code, registry).await?)
}
