//! Letters to the registry: sealed, printable, announced through the outbox by identifiers only, and delivered.

use access::{Action, Area, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use store::outbox::{self, Message, MessageId};
use store::seal::{Clear, SubjectKey};
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};

use super::open::document;
use super::ready::{changed, ready};
use crate::model::{Letter, Purpose, Refusal};
use crate::sql::{self, NoticeLine, NoticeRow};
use crate::{CaseId, NoticeId};

const LETTER: &str = "stop_notice.letter";
const RECEIPT: &str = "stop_notice.receipt";
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
    let text = Clear::new(serde_json::json!(letter).to_string());
    let letter = key.seal(LETTER, &id.bytes(), &text, entropy);
    let values: [&dyn ToValue; 7] =
        [&subject, &id, &case, &purpose, &message, &occasion.now, &letter];
    tx.execute(sql::PUT_NOTICE, &values).await?;
    Ok(id)
}

/// Gives the letters about a person, latest first. The caller has the right to read the file.
pub async fn notices_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Vec<Notice>, StoreError> {
    let rows: Vec<NoticeRow> = tx.all(sql::NOTICES, &[&subject]).await?;
    let open = |row: NoticeRow| {
        let place = row.notice_id.bytes();
        let receipt = row.receipt.as_ref().map(|receipt| key.open(RECEIPT, &place, receipt));
        Ok(Notice {
            subject: row.subject_id,
            id: row.notice_id,
            case: row.case_id,
            purpose: row.purpose,
            message: row.message_id,
            made_on: web::day_of(row.made_at),
            letter: document(key, LETTER, &place, &row.letter)?,
            delivered_on: row.done_at.map(web::day_of),
            received_by: row.received_by,
            receipt: receipt.transpose()?,
        })
    };
    rows.into_iter().map(open).collect()
}

/// Gives the letters about the people of an office and below, latest first, with who answers for each; opens none.
pub async fn notices_within(
    tx: &mut Tx,
    area: Area,
    limit: i64,
) -> Result<Vec<Posted>, StoreError> {
    let rows: Vec<NoticeLine> =
        tx.all(sql::NOTICES_WITHIN, &[&area.first, &area.last, &limit]).await?;
    let posted = rows.into_iter().map(|row| Posted {
        subject: row.subject_id,
        id: row.notice_id,
        purpose: row.purpose,
        made_on: web::day_of(row.made_at),
        delivered_on: row.done_at.map(web::day_of),
        office_code: row.office_code,
        officer: row.officer_id,
    });
    Ok(posted.collect())
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
    /// The office that answers for the person.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
}

/// Notes that a letter was delivered by hand, with what the registry gave back.
pub async fn deliver(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, notice): (SubjectId, NoticeId),
    receipt: &str,
) -> Result<(), Failure<Refusal>> {
    let ready = ready(tx, desk, occasion, Action::RecordService, subject).await?;
    let notices = notices_of(tx, &ready.key, subject).await?;
    let notice = notices.iter().find(|known| known.id == notice);
    let notice = notice.ok_or(Failure::Refused(Refusal::Nothing))?;
    if receipt.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    let message: Option<Message> = tx.optional(sql::MESSAGE, &[&notice.message]).await?;
    let message = message.ok_or(Failure::Refused(Refusal::Delivered))?;
    if !outbox::done(tx, &message, occasion.now).await? {
        return Err(Failure::Refused(Refusal::Delivered));
    }
    let receipt = ready.seal_words(desk, RECEIPT, &notice.id.bytes(), receipt);
    let values: [&dyn ToValue; 4] = [&occasion.actor.id, &receipt, &subject, &notice.id];
    changed(tx.execute(sql::RECEIVE, &values).await?)
}

/// Gives the name of a member of staff.
pub(crate) async fn name_of(tx: &mut Tx, staff: ActorId) -> Result<String, StoreError> {
    let found = offices::find_staff(tx, staff).await?;
    Ok(found.map_or_else(|| "（已离开的人员）".to_owned(), |staff| staff.name))
}
