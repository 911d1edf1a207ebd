//! The transfers that somebody has to do with.

use std::collections::BTreeMap;

use access::{Action, Denied, Failure, Relation};
use desk::{Desk, Occasion};
use kernel::Day;
use rules::{Entry, Kind};
use store::seal::Clear;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use subjects::{facts_of, name_of};

use super::carried::carried_by;
use super::tree::codes_above;
use crate::TransferId;
use crate::model::{AskedFor, Ground, Step, Turn, path, turn};
use crate::sql::{self, ListedRow};

/// How many are listed at most.
const MOST: i64 = 500;

/// Which transfers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// 待核实 by the actor.
    Verify,
    /// 待提交 by the actor's office.
    Submit,
    /// 待上报 by the actor's office.
    PassOn,
    /// 待批准 by the actor's office.
    Decide,
    /// 待接收 by the actor's office.
    Receive,
    /// 已接收待签协议 in the actor's office.
    Sign,
    /// 接续事项: what ended undone with the old agreement of those whom the actor serves.
    CarryOn,
    /// What the actor asked for.
    Mine,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 8] = [
        Self::Verify,
        Self::Submit,
        Self::PassOn,
        Self::Decide,
        Self::Receive,
        Self::Sign,
        Self::CarryOn,
        Self::Mine,
    ];

    /// The name in an address.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Submit => "submit",
            Self::PassOn => "pass-on",
            Self::Decide => "decide",
            Self::Receive => "receive",
            Self::Sign => "sign",
            Self::CarryOn => "carry-on",
            Self::Mine => "mine",
        }
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Verify => "待我核实",
            Self::Submit => "待提交",
            Self::PassOn => "待上报",
            Self::Decide => "待批准",
            Self::Receive => "待接收",
            Self::Sign => "已接收，待签协议",
            Self::CarryOn => "接续事项",
            Self::Mine => "我提出的",
        }
    }

    /// Asks whether the actor may see it.
    pub fn may_be_seen(self, occasion: &Occasion) -> Result<(), Denied> {
        match self {
            Self::Verify | Self::Mine => occasion.may(Action::RequestTransfer, Relation::Assigned),
            Self::Submit | Self::PassOn | Self::Decide => {
                occasion.may(Action::DecideTransfer, Relation::Office)
            }
            Self::Receive | Self::Sign | Self::CarryOn => {
                occasion.may(Action::ReceiveTransfer, Relation::Consulted)
            }
        }
    }
}

/// A transfer as a list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Whose.
    pub subject: SubjectId,
    /// Which.
    pub transfer: TransferId,
    /// What a list calls the person.
    pub name: Clear,
    /// The office that answers for them now, by code.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
    /// The office that is to take them over, by code.
    pub to_office_code: i64,
    /// Who wishes it.
    pub asked_for: AskedFor,
    /// Why, in a word.
    pub ground: Ground,
    /// When it was asked for.
    pub asked_on: Day,
    /// Where it stands.
    pub step: Step,
    /// Whose turn it is.
    pub turn: Turn,
}

/// Gives one list, what waits longest first. Asks for the right to it.
pub async fn listed(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    list: List,
) -> Result<Vec<Listed>, Failure<std::convert::Infallible>> {
    list.may_be_seen(occasion)?;
    let mut rows = Vec::new();
    for row in rows_of(tx, desk, occasion, list).await? {
        let above = codes_above(tx, row.office_code).await?;
        let path = path(&above, row.to_office_code);
        let turn = turn(row.step, row.at_office_code, path);
        if !belongs(tx, occasion, list, &row, turn).await? {
            continue;
        }
        let Some(name) = name_of(tx, &desk.sealing, row.subject_id).await? else { continue };
        rows.push(Listed {
            subject: row.subject_id,
            transfer: row.transfer_id,
            name,
            office_code: row.office_code,
            officer: row.officer_id,
            to_office_code: row.to_office_code,
            asked_for: row.asked_for,
            ground: row.ground,
            asked_on: web::day_of(row.asked_at),
            step: row.step,
            turn,
        });
    }
    Ok(rows)
}

async fn rows_of(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    list: List,
) -> Result<Vec<ListedRow>, StoreError> {
    let actor = &occasion.actor;
    let office = actor.area.first;
    let statement = match list {
        List::Verify => return to_verify(tx, occasion).await,
        List::CarryOn => {
            let carried = carried_by(tx, desk, occasion).await?;
            return Ok(carried.into_iter().map(|(row, _)| row).collect());
        }
        List::Submit => sql::TO_SUBMIT,
        List::PassOn | List::Decide => sql::AT_OFFICE,
        List::Receive => sql::TO_OFFICE,
        List::Sign => sql::WITHOUT_AGREEMENT,
        List::Mine => sql::OF_ASKER,
    };
    // In an absent colleague's place those that the colleague asked for are one's own.
    let asker = actor.serves_as();
    let place: &dyn ToValue = if list == List::Mine { &asker } else { &office };
    let mut rows: Vec<ListedRow> = tx.all(statement, &[place, &MOST]).await?;
    rows.sort_by_key(|row| (row.asked_at, row.subject_id));
    Ok(rows)
}

/// What waits for the actor, and for those whom they stand in for.
async fn to_verify(tx: &mut Tx, occasion: &Occasion) -> Result<Vec<ListedRow>, StoreError> {
    let actor = &occasion.actor;
    let mut found: BTreeMap<(Instant, SubjectId), ListedRow> = BTreeMap::new();
    for staff in std::iter::once(&actor.serves_as()).chain(&actor.stands_in_for) {
        let values: [&dyn ToValue; 3] = [&actor.area.first, staff, &MOST];
        // Nobody has two that go on.
        let rows: Vec<ListedRow> = tx.all(sql::TO_VERIFY, &values).await?;
        found.extend(rows.into_iter().map(|row| ((row.asked_at, row.subject_id), row)));
    }
    Ok(found.into_values().collect())
}

async fn belongs(
    tx: &mut Tx,
    occasion: &Occasion,
    list: List,
    row: &ListedRow,
    turn: Turn,
) -> Result<bool, StoreError> {
    let actor = &occasion.actor;
    let office = actor.area.first;
    Ok(match list {
        List::Verify => turn == Turn::Verify,
        List::Submit => turn == Turn::Submit,
        List::PassOn => matches!(turn, Turn::PassOn { at, .. } if at == office),
        List::Decide => turn == Turn::Decide { at: office },
        List::Receive => row.office_code != office,
        List::Sign => !is_settled_since(tx, row).await?,
        List::CarryOn => true,
        // Whoever asked and no longer serves the person, because one of them went elsewhere, is not told their name.
        List::Mine => {
            let relation = actor.relation_to(row.office_code, row.officer_id);
            occasion.may(Action::RequestTransfer, relation).is_ok()
        }
    })
}

/// Counts the transfers that wait for an office: to be decided there, or to be accepted.
pub async fn open_at(tx: &mut Tx, office_code: i64) -> Result<i64, StoreError> {
    Ok(tx.one::<(i64,)>(sql::OPEN_AT, &[&office_code]).await?.0)
}

/// Gives the office that accepted a person, by code, and when, where it is still to sign an agreement with them: no rule
/// owes it, since nothing was registered or recognised anew (BJ18-24, 及时与其签订).
pub(crate) async fn awaits_agreement(
    tx: &mut Tx,
    subject: SubjectId,
) -> Result<Option<(i64, Day)>, StoreError> {
    let row: Option<ListedRow> = tx.optional(sql::WITHOUT_AGREEMENT_OF, &[&subject]).await?;
    let Some(row) = row else { return Ok(None) };
    if is_settled_since(tx, &row).await? {
        return Ok(None);
    }
    Ok(accepted_on(tx, &row).await?.map(|day| (row.to_office_code, day)))
}

/// Gives the day on which a transfer was accepted.
pub(crate) async fn accepted_on(tx: &mut Tx, row: &ListedRow) -> Result<Option<Day>, StoreError> {
    let values: [&dyn ToValue; 3] = [&row.subject_id, &row.transfer_id, &Step::Accepted];
    let (accepted,): (Option<Instant>,) = tx.one(sql::STEP_TAKEN, &values).await?;
    Ok(accepted.map(web::day_of))
}

/// Tells whether an agreement was signed after the person was accepted, or the person declined (BJ18-23 ends there).
pub(crate) async fn is_settled_since(tx: &mut Tx, row: &ListedRow) -> Result<bool, StoreError> {
    let Some(accepted_on) = accepted_on(tx, row).await? else { return Ok(false) };
    let known = facts_of(tx, row.subject_id).await?;
    let entries = known.entries();
    let corrected: Vec<usize> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Corrected)
        .filter_map(Entry::of)
        .collect();
    // One signed earlier on the same day ended with the transfer.
    let last_end = entries.iter().rposition(|entry| entry.kind == Kind::AgreementEnded);
    Ok(entries.iter().enumerate().any(|(place, entry)| {
        matches!(entry.kind, Kind::AgreementSigned | Kind::ServiceDeclined)
            && entry.on >= accepted_on
            && (entry.on > accepted_on || last_end.is_none_or(|end| place > end))
            && !corrected.contains(&place)
    }))
}
