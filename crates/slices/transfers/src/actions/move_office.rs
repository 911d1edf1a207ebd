//! Everybody of an office, or of a community, goes over to another office in one move: when offices are merged or
//! split. Agreements stay in force: the office changes by law, not the relation. It takes two heads: one orders, another
//! confirms.

use std::collections::HashMap;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Receiver, hold, move_over};
use kernel::Day;
use store::seal::key_of;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};

use super::find::holder_of;
use super::rehearse::{Rehearsal, Scope, may_move, rehearse, street_of};
use crate::MoveId;
use crate::model::{MoveState, Step, TransferRefusal};
use crate::sql::{self, MoveRow, MovedRow};

/// How many go over in one transaction.
const PAGE: i64 = 500;
/// How many moves are listed.
const LISTED: i64 = 50;

/// A move that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMove {
    /// The office, or the community, by code.
    pub from_code: i64,
    /// Which of the two.
    pub scope: Scope,
    /// The office that they go over to, by code.
    pub to_office_code: i64,
    /// The day of the decision.
    pub on: Day,
    /// Why, naming nobody.
    pub reason: String,
    /// Who of the new office becomes the officer of whose people. Where an officer is not named and works in the new
    /// office already, they stay; where not, that office will name one.
    pub officers: Vec<(ActorId, ActorId)>,
}

/// A move, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeMove {
    /// Which.
    pub id: MoveId,
    /// What was asked for.
    pub asked: NewMove,
    /// Who ordered it.
    pub begun_by: ActorId,
    /// When.
    pub begun_at: Instant,
    /// Who confirmed it, and when.
    pub confirmed: Option<(ActorId, Instant)>,
    /// How it was taken back.
    pub withdrawn: Option<Withdrawn>,
    /// How many people it was to move when it was confirmed; before, when it was ordered.
    pub counted: i64,
    /// How many have gone over.
    pub moved: i64,
    /// Whether everybody has.
    pub is_finished: bool,
    after: SubjectId,
}

/// How an order was taken back, or turned down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// By whom.
    pub by: ActorId,
    /// When.
    pub at: Instant,
    /// Why; blank where whoever gave it took it back without a word.
    pub because: String,
}

impl OfficeMove {
    /// Tells where it stands.
    #[must_use]
    pub const fn state(&self) -> MoveState {
        match (&self.withdrawn, self.is_finished, self.confirmed) {
            (Some(_), ..) => MoveState::Withdrawn,
            // Whatever came to its end before orders were confirmed stays at its end.
            (None, true, _) => MoveState::Finished,
            (None, false, Some(_)) => MoveState::GoingOn,
            (None, false, None) => MoveState::Waiting,
        }
    }
}

/// Somebody who went over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub subject: SubjectId,
    /// When.
    pub at: Instant,
    /// From which office, by code.
    pub from_office_code: i64,
    /// Whose they were.
    pub from_officer: Option<ActorId>,
    /// Whose they are.
    pub to_officer: Option<ActorId>,
}

/// Orders a move; nobody goes over before another head has [confirmed](super::confirm_move::confirm_move) it.
pub async fn order_move(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewMove,
) -> Result<MoveId, Failure<TransferRefusal>> {
    let rehearsal = check(tx, occasion, new).await?;
    let id = MoveId::new(occasion.now, desk.sealing.entropy.as_ref());
    let pairs: Vec<(String, String)> =
        new.officers.iter().map(|(from, to)| (from.to_string(), to.to_string())).collect();
    let officers = serde_json::json!(pairs).to_string();
    let nobody = SubjectId::from_bytes([0; 16]);
    let values: [&dyn ToValue; 11] = [
        &id,
        &new.from_code,
        &new.scope,
        &new.to_office_code,
        &new.on,
        &new.reason.trim(),
        &officers,
        &occasion.actor.id,
        &occasion.now,
        &rehearsal.people,
        &nobody,
    ];
    tx.execute(sql::ORDER_MOVE, &values).await?;
    Ok(id)
}

/// Asks for the right to a move, refuses what is wrong with its order, and counts whom it would move.
pub(crate) async fn check(
    tx: &mut Tx,
    occasion: &Occasion,
    new: &NewMove,
) -> Result<Rehearsal, Failure<TransferRefusal>> {
    let place = (new.scope, new.from_code, new.to_office_code);
    let rehearsal = rehearse(tx, occasion, place).await?;
    if new.reason.trim().is_empty() {
        return Err(Failure::Refused(TransferRefusal::Blank("整体划转的依据")));
    }
    if new.on > occasion.today {
        return Err(Failure::Refused(TransferRefusal::NotYet(occasion.today)));
    }
    for (_, officer) in &new.officers {
        let named = offices::find_staff(tx, *officer).await?;
        if !named.is_some_and(|staff| staff.guides_at(new.to_office_code)) {
            return Err(Failure::Refused(TransferRefusal::NoSuchOfficer));
        }
    }
    Ok(rehearsal)
}

/// Moves the next five hundred of a move that was confirmed, all or none, and gives how far it has come. Who went
/// elsewhere since it began is left there.
pub async fn carry_on(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: MoveId,
) -> Result<OfficeMove, Failure<TransferRefusal>> {
    let row: Option<MoveRow> = tx.optional(sql::HOLD_MOVE, &[&id]).await?;
    let mut going = opened(row.ok_or(Failure::Refused(TransferRefusal::NoTransfer))?)?;
    let asked = going.asked.clone();
    may_move(occasion, asked.scope, asked.from_code, asked.to_office_code)?;
    match going.state() {
        MoveState::GoingOn => {}
        MoveState::Finished => return Err(Failure::Refused(TransferRefusal::MoveOver)),
        other => return Err(Failure::Refused(TransferRefusal::NotNow(other.term()))),
    }
    if offices::hold_office(tx, asked.to_office_code).await?.is_none() {
        return Err(Failure::Refused(TransferRefusal::NoSuchOffice));
    }
    let people = people_after(tx, &asked, going.after).await?;
    let mut officers: HashMap<ActorId, Option<ActorId>> = HashMap::new();
    for subject in &people {
        going.after = *subject;
        if move_one(tx, desk, occasion, (&going, *subject), &mut officers).await? {
            going.moved += 1;
        }
    }
    if people.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
        // Whoever came to the office since it began may stand before those who were moved last.
        let first = SubjectId::from_bytes([0; 16]);
        going.is_finished = people_after(tx, &asked, first).await?.is_empty();
        going.after = first;
    }
    let finished_at = going.is_finished.then_some(occasion.now);
    tx.execute(sql::MOVE_ON, &[&going.moved, &going.after, &finished_at, &id]).await?;
    Ok(going)
}

async fn people_after(
    tx: &mut Tx,
    asked: &NewMove,
    after: SubjectId,
) -> Result<Vec<SubjectId>, StoreError> {
    let rows: Vec<(SubjectId,)> = match asked.scope {
        Scope::Office => tx.all(sql::PEOPLE_OF_OFFICE, &[&asked.from_code, &after, &PAGE]).await?,
        Scope::Community => {
            let street = street_of(asked.from_code);
            let values: [&dyn ToValue; 6] = [
                &street.first,
                &street.last,
                &asked.to_office_code,
                &asked.from_code,
                &after,
                &PAGE,
            ];
            tx.all(sql::PEOPLE_OF_COMMUNITY, &values).await?
        }
    };
    Ok(rows.into_iter().map(|(subject,)| subject).collect())
}

/// Lets somebody go over. True where it is for the first time in this move.
async fn move_one(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (going, subject): (&OfficeMove, SubjectId),
    officers: &mut HashMap<ActorId, Option<ActorId>>,
) -> Result<bool, Failure<TransferRefusal>> {
    let (id, asked) = (going.id, &going.asked);
    let Some(held) = hold(tx, subject).await? else { return Ok(false) };
    let is_there = match asked.scope {
        Scope::Office => held.office_code == asked.from_code,
        Scope::Community => {
            street_of(asked.from_code).holds(held.office_code)
                && held.office_code != asked.to_office_code
        }
    };
    if !is_there {
        return Ok(false);
    }
    let officer = match held.officer {
        Some(officer) => becomes(tx, asked, officer, officers).await?,
        None => None,
    };
    let to = Receiver { office_code: asked.to_office_code, officer };
    let reason = format!("机构整体划转（{}）：{}", asked.on, asked.reason);
    let moved = move_over(tx, desk, occasion, subject, to, &reason).await;
    moved.map_err(|failure| failure.map(TransferRefusal::HandOver))?;
    let values: [&dyn ToValue; 6] =
        [&subject, &id, &occasion.now, &held.office_code, &held.officer, &officer];
    let before: Option<(Instant,)> = tx.optional(sql::WENT_BEFORE, &[&subject, &id]).await?;
    tx.execute(sql::PUT_MOVED, &values).await?;
    end_fulfilled(tx, desk, occasion, subject, asked.to_office_code).await?;
    // Whoever came back meanwhile goes over again, and counts once.
    Ok(before.is_none())
}

/// Gives whose the people of an officer become.
async fn becomes(
    tx: &mut Tx,
    asked: &NewMove,
    officer: ActorId,
    known: &mut HashMap<ActorId, Option<ActorId>>,
) -> Result<Option<ActorId>, StoreError> {
    if let Some(becomes) = known.get(&officer) {
        return Ok(*becomes);
    }
    let pair = asked.officers.iter().find(|(from, _)| *from == officer);
    let wished = pair.map_or(officer, |(_, to)| *to);
    let staff = offices::hold_staff(tx, wished).await?;
    // Who was named and left since the move began serves nobody: the new office will name somebody.
    let works = staff.is_some_and(|staff| staff.guides_at(asked.to_office_code));
    let becomes = works.then_some(wished);
    known.insert(officer, becomes);
    Ok(becomes)
}

/// Ends the wish of somebody who is now where they wished to be; any other wish goes on from the new office.
async fn end_fulfilled(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    to_office_code: i64,
) -> Result<(), Failure<TransferRefusal>> {
    let open: Option<(crate::TransferId,)> = tx.optional(sql::OPEN_ONE, &[&subject]).await?;
    // Of somebody who was erased nothing can be read, and nothing is to be said.
    let is_erased = key_of(tx, desk.sealing.keys.as_ref(), subject).await?.is_none();
    if open.is_none() || is_erased {
        return Ok(());
    }
    let (case, _) = super::find::open_case(tx, desk, occasion, Action::HandOver, subject).await?;
    let fulfilled = case
        .transfers
        .iter()
        .find(|transfer| transfer.step.goes_on() && transfer.to_office_code == to_office_code);
    if let Some(transfer) = fulfilled {
        duties::end_shares(tx, subject, holder_of(transfer.id), occasion.now).await?;
        let end = (Step::Withdrawn, None);
        let words = "已随机构整体划转到所申请的机构";
        super::step::close(tx, desk, occasion, (&case, transfer), end, words).await?;
    }
    Ok(())
}

/// Finds a move. Asks for the right to it.
pub async fn find_move(
    tx: &mut Tx,
    occasion: &Occasion,
    id: MoveId,
) -> Result<OfficeMove, Failure<TransferRefusal>> {
    let row: Option<MoveRow> = tx.optional(sql::MOVE, &[&id]).await?;
    let found = opened(row.ok_or(Failure::Refused(TransferRefusal::NoTransfer))?)?;
    let asked = &found.asked;
    may_move(occasion, asked.scope, asked.from_code, asked.to_office_code)?;
    Ok(found)
}

/// Gives the moves within the actor's tree, the latest first.
pub(crate) async fn moves(tx: &mut Tx, occasion: &Occasion) -> Result<Vec<OfficeMove>, StoreError> {
    let area = occasion.actor.area;
    let rows: Vec<MoveRow> = tx.all(sql::MOVES, &[&area.first, &area.last, &LISTED]).await?;
    rows.into_iter().map(opened).collect()
}

/// Gives who went over in a move, after somebody; at most five hundred.
pub async fn moved_in(tx: &mut Tx, id: MoveId, after: SubjectId) -> Result<Vec<Moved>, StoreError> {
    moved_after(tx, id, after, PAGE).await
}

/// The same, at most so many.
pub(crate) async fn moved_after(
    tx: &mut Tx,
    id: MoveId,
    after: SubjectId,
    limit: i64,
) -> Result<Vec<Moved>, StoreError> {
    let rows: Vec<MovedRow> = tx.all(sql::MOVED, &[&id, &after, &limit]).await?;
    let opened = rows.into_iter().map(|row| Moved {
        subject: row.subject_id,
        at: row.moved_at,
        from_office_code: row.from_office_code,
        from_officer: row.from_officer_id,
        to_officer: row.to_officer_id,
    });
    Ok(opened.collect())
}

pub(super) fn opened(row: MoveRow) -> Result<OfficeMove, StoreError> {
    let contradiction = |why: String| StoreError::Contradiction {
        table: "office_move",
        column: "officers".to_owned(),
        row: row.move_id.to_string(),
        why,
    };
    let pairs: Vec<(String, String)> =
        serde_json::from_str(&row.officers).map_err(|error| contradiction(error.to_string()))?;
    let read =
        |text: &str| text.parse::<ActorId>().map_err(|error| contradiction(error.to_string()));
    let officers: Result<Vec<_>, StoreError> =
        pairs.iter().map(|(from, to)| Ok((read(from)?, read(to)?))).collect();
    let withdrawn = row.withdrawn_by.zip(row.withdrawn_at);
    let because = row.withdrawn_because.unwrap_or_default();
    Ok(OfficeMove {
        id: row.move_id,
        asked: NewMove {
            from_code: row.from_code,
            scope: row.scope,
            to_office_code: row.to_office_code,
            on: row.on_day,
            reason: row.reason,
            officers: officers?,
        },
        begun_by: row.begun_by,
        begun_at: row.begun_at,
        confirmed: row.confirmed_by.zip(row.confirmed_at),
        withdrawn: withdrawn.map(|(by, at)| Withdrawn { by, at, because }),
        counted: row.counted,
        moved: row.moved,
        is_finished: row.finished_at.is_some(),
        after: row.after_subject_id,
    })
}

/// Gives the moves in which somebody went over: the day, why, from where, to where.
pub(crate) async fn moves_of(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Vec<(Day, String, String, String)>, StoreError> {
    let rows: Vec<(Day, String, i64, i64)> = tx.all(sql::MOVES_OF, &[&subject]).await?;
    let mut moves = Vec::with_capacity(rows.len());
    for (on, reason, from, to) in rows {
        moves.push((
            on,
            reason,
            offices::office_name(tx, from).await?,
            offices::office_name(tx, to).await?,
        ));
    }
    Ok(moves)
}
