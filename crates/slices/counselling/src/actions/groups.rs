//! Group sessions: announced, signed up for, held.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::HolderId;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::ledger::Channel;
use store::{ActorId, EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::Happening;

use super::free::{bookable, check_time, counsellors_near, hold_counsellor, take, timetable};
use super::receive::{enter_received, enter_to_write, open_to};
use crate::model::group::{Attendance, CalledOff, SessionId, SessionState};
use crate::model::{CounselRefusal, Form, Moment, Planned};
use crate::sql::{self, ParticipantRow, SessionRow};

/// How many sessions are read at a time.
const AT_ONCE: i64 = 200;
/// How many free times a refusal names.
const NAMED: usize = 3;

/// A session about to be announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Who leads it.
    pub staff: ActorId,
    /// When.
    pub planned: Planned,
    /// What it is about.
    pub topic: String,
    /// Where; may be empty.
    pub place: String,
    /// How many may come.
    pub capacity: i64,
}

/// Announces a session at the office of whoever leads it; the time is theirs and nobody else's.
pub async fn announce(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewSession,
) -> Result<SessionId, Failure<CounselRefusal>> {
    let near = counsellors_near(tx, occasion.actor.area.first).await?;
    let Some(counsellor) = near.iter().find(|near| near.staff == new.staff) else {
        return Err(Failure::Refused(CounselRefusal::NotNear));
    };
    occasion.may(
        Action::Counsel,
        occasion.actor.relation_to(counsellor.office_code, Some(new.staff)),
    )?;
    if new.topic.trim().is_empty() {
        return Err(Failure::Refused(CounselRefusal::Blank { what: "主题" }));
    }
    let calendar = desk.rulebook.law().calendar();
    hold_counsellor(tx, new.staff, counsellor.office_code).await?;
    let mut table = timetable(tx, new.staff, bookable(occasion.today)).await?;
    check_time(occasion, calendar, &table, new.planned).map_err(Failure::Refused)?;
    let id = SessionId::new(occasion.now, desk.sealing.entropy.as_ref());
    if !take(tx, new.staff, new.planned, &id).await? {
        let Planned { day, minute, minutes } = new.planned;
        table.taken.extend(crate::model::steps(minute, minutes).map(|step| (day, step)));
        let now = Moment::of(occasion.now, occasion.today);
        let next = table.next_free(calendar, minutes, now, NAMED);
        return Err(Failure::Refused(CounselRefusal::Taken { next }));
    }
    let values: [&dyn ToValue; 11] = [
        &id,
        &new.staff,
        &counsellor.office_code,
        &new.planned.day,
        &new.planned.minute,
        &new.planned.minutes,
        &new.topic,
        &new.place,
        &new.capacity,
        &occasion.actor.id,
        &occasion.now,
    ];
    tx.execute(sql::PUT_SESSION, &values).await?;
    Ok(id)
}

/// Gives a session.
pub async fn session(tx: &mut Tx, id: SessionId) -> Result<Option<SessionRow>, StoreError> {
    tx.optional(sql::SESSION, &[&id]).await
}

/// Gives who takes part in a session.
pub async fn participants(tx: &mut Tx, id: SessionId) -> Result<Vec<ParticipantRow>, StoreError> {
    tx.all(sql::PARTICIPANTS, &[&id]).await
}

/// Gives the sessions from a day on to which the people of an office can come: its own, and those of the
/// offices above it.
pub async fn sessions_near(
    tx: &mut Tx,
    office_code: i64,
    from: Day,
) -> Result<Vec<SessionRow>, StoreError> {
    let [own, street, district, city, top] = access::way_up(office_code);
    let mut sessions: Vec<SessionRow> = Vec::new();
    let mut after = (from, -1_i64, SessionId::from_bytes([0; 16]));
    loop {
        let offices: [&dyn ToValue; 6] = [&own, &street, &district, &city, &top, &from];
        let place: [&dyn ToValue; 4] = [&after.0, &after.1, &after.2, &AT_ONCE];
        let values = [&offices[..], &place[..]].concat();
        let page: Vec<SessionRow> = tx.all(sql::SESSIONS, &values).await?;
        let Some(last) = page.last() else { return Ok(sessions) };
        after = (last.day, last.minute, last.session_id);
        sessions.extend(page);
    }
}

async fn planned_session(
    tx: &mut Tx,
    id: SessionId,
) -> Result<SessionRow, Failure<CounselRefusal>> {
    match session(tx, id).await? {
        Some(row) if row.state == SessionState::Planned => Ok(row),
        Some(row) => {
            let state = row.state.term();
            Err(Failure::Refused(CounselRefusal::State { state, step: "办理" }))
        }
        None => Err(Failure::Refused(CounselRefusal::Missing)),
    }
}

/// Signs somebody up for a session.
pub async fn sign_up(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: SessionId,
    subject: SubjectId,
) -> Result<(), Failure<CounselRefusal>> {
    let entered = enter_to_write(tx, desk, occasion, subject).await?;
    let row = planned_session(tx, id).await?;
    if !access::way_up(entered.held.office_code).contains(&row.office_code) {
        return Err(Failure::Refused(CounselRefusal::NotNear));
    }
    if (Moment { day: row.day, minute: row.minute }) <= Moment::of(occasion.now, occasion.today) {
        return Err(Failure::Refused(CounselRefusal::Past));
    }
    let (actor, now) = (occasion.actor.id, occasion.now);
    if tx.execute(sql::SIGN_UP, &[&subject, &id, &actor, &now]).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::SignedUp));
    }
    if tx.execute(sql::SEAT, &[&id]).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::Full { capacity: row.capacity }));
    }
    let to = (row.staff_id, row.office_code);
    Ok(open_to(tx, desk, occasion, &entered.held, holder(id), to).await?)
}

/// The name under which files are opened for a session.
const fn holder(id: SessionId) -> HolderId {
    HolderId::from_bytes(id.bytes())
}

/// Signs somebody off; their seat is free again.
pub async fn sign_off(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: SessionId,
    subject: SubjectId,
) -> Result<(), Failure<CounselRefusal>> {
    duties::hold(tx, subject).await?;
    enter_received(tx, desk, occasion, subject).await?;
    planned_session(tx, id).await?;
    if settle(tx, occasion, id, subject, Attendance::Withdrawn, None).await? == 0 {
        return Err(Failure::Refused(CounselRefusal::Missing));
    }
    tx.execute(sql::UNSEAT, &[&id]).await?;
    Ok(duties::end_shares(tx, subject, holder(id), occasion.now).await?)
}

async fn settle(
    tx: &mut Tx,
    occasion: &Occasion,
    id: SessionId,
    subject: SubjectId,
    state: Attendance,
    entry: Option<EntryId>,
) -> Result<u64, StoreError> {
    let values: [&dyn ToValue; 6] =
        [&state, &occasion.actor.id, &occasion.now, &entry, &subject, &id];
    tx.execute(sql::SETTLE_PARTICIPANT, &values).await
}

/// Records that a session took place: guidance for each who came, an absence for the others. Gives how many
/// came. Whoever leads it has the files of all who signed up open; for a colleague in whose reach somebody who came
/// is not, nothing is recorded at all, since a session is settled once.
pub async fn hold_session(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: SessionId,
    came: &[SubjectId],
    words: &str,
) -> Result<usize, Failure<CounselRefusal>> {
    let row = planned_session(tx, id).await?;
    occasion
        .may(Action::Counsel, occasion.actor.relation_to(row.office_code, Some(row.staff_id)))?;
    let at = Moment { day: row.day, minute: row.minute };
    if at > Moment::of(occasion.now, occasion.today) {
        return Err(Failure::Refused(CounselRefusal::NotBegun { at }));
    }
    if words.trim().is_empty() {
        return Err(Failure::Refused(CounselRefusal::Blank { what: "指导内容和结果" }));
    }
    // The people first and then the session, as whoever signs up or off holds them.
    let signed = signed_up(tx, id).await?;
    for subject in &signed {
        duties::hold(tx, *subject).await?;
    }
    // From here on nobody signs up or off.
    let no_reason: Option<CalledOff> = None;
    if tx.execute(sql::SETTLE_SESSION, &[&SessionState::Held, &no_reason, &id]).await? == 0
        || signed_up(tx, id).await? != signed
    {
        return Err(Failure::Refused(CounselRefusal::Changed));
    }
    if !came.iter().any(|subject| signed.contains(subject)) {
        return Err(Failure::Refused(CounselRefusal::NobodyCame));
    }
    let outside =
        count_outside(tx, occasion, signed.iter().filter(|one| came.contains(one))).await?;
    if outside > 0 {
        return Err(Failure::Refused(CounselRefusal::Outside { count: outside }));
    }
    let happening = Happening::new(Kind::GuidanceGiven, row.day)
        .through(Channel::Counter)
        .text(Field::Form, Form::Group.text())
        .text(Field::Note, format!("{}：{words}", row.topic));
    let mut number = 0;
    for subject in signed {
        if !came.contains(&subject) {
            settle(tx, occasion, id, subject, Attendance::Absent, None).await?;
            duties::end_shares(tx, subject, holder(id), occasion.now).await?;
            continue;
        }
        let happenings = std::slice::from_ref(&happening);
        let recorded =
            duties::record_service(tx, desk, occasion, Action::Counsel, subject, happenings).await;
        let recorded = recorded.map_err(|failure| failure.map(CounselRefusal::from))?;
        let entry = recorded.entries.first().copied();
        settle(tx, occasion, id, subject, Attendance::Came, entry).await?;
        duties::end_shares(tx, subject, holder(id), occasion.now).await?;
        number += 1;
    }
    Ok(number)
}

/// Gives who is signed up, in the order in which everybody holds several people.
async fn signed_up(tx: &mut Tx, id: SessionId) -> Result<Vec<SubjectId>, StoreError> {
    let all = participants(tx, id).await?;
    let signed = all.iter().filter(|part| part.state == Attendance::Signed);
    let mut signed: Vec<SubjectId> = signed.map(|part| part.subject_id).collect();
    signed.sort_unstable();
    Ok(signed)
}

/// Counts those in whose ledger the actor may not record.
async fn count_outside(
    tx: &mut Tx,
    occasion: &Occasion,
    came: impl Iterator<Item = &SubjectId>,
) -> Result<usize, Failure<CounselRefusal>> {
    let mut outside = 0;
    for subject in came {
        let held = duties::held(tx, *subject).await?;
        let Some(held) = held else { return Err(Failure::Refused(CounselRefusal::Missing)) };
        match duties::relation(tx, occasion, &held, Action::Counsel).await {
            Ok(_) => {}
            Err(Failure::Denied(_)) => outside += 1,
            Err(failure) => return Err(failure),
        }
    }
    Ok(outside)
}

/// Calls a session off and gives its time back.
pub async fn call_off(
    tx: &mut Tx,
    occasion: &Occasion,
    id: SessionId,
    reason: CalledOff,
) -> Result<(), Failure<CounselRefusal>> {
    let row = planned_session(tx, id).await?;
    occasion
        .may(Action::Counsel, occasion.actor.relation_to(row.office_code, Some(row.staff_id)))?;
    if tx.execute(sql::SETTLE_SESSION, &[&SessionState::Cancelled, &Some(reason), &id]).await? == 0
    {
        return Err(Failure::Refused(CounselRefusal::Changed));
    }
    tx.execute(sql::RELEASE, &[&row.staff_id, &row.day, &id]).await?;
    for part in participants(tx, id).await? {
        duties::end_shares(tx, part.subject_id, holder(id), occasion.now).await?;
    }
    Ok(())
}
