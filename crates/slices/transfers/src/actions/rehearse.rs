//! What moving a whole office, or a community, would do: who would go over, and what goes along with them.

use access::{Action, Area, Denied, Failure, OfficeLevel};
use desk::{Desk, GoesAlong, MovedTogether, Occasion};
use store::{ActorId, StoreError, Tx};

use super::move_office::{NewMove, check};
use crate::model::TransferRefusal;
use crate::sql;

/// Who goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody whom an office answers for.
    Office,
    /// Everybody who lives in a community and whom its street's office, or one below it, answers for.
    Community,
}
store::text_column!(Scope { Office = "office", Community = "community" });

impl Scope {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Office, Self::Community];

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Office => "一个机构负责的全部人员",
            Self::Community => "居住在一个社区、由所属街道负责的人员",
        }
    }

    /// Gives those who go over from an office, or a community, to an office; all three by code.
    pub(crate) fn together(self, from_code: i64, to_office_code: i64) -> MovedTogether {
        let (from, community_code) = match self {
            Self::Office => (Area::alone(from_code), 0),
            Self::Community => (street_of(from_code), from_code),
        };
        MovedTogether { from, to_office_code, community_code }
    }
}

/// What a move would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rehearsal {
    /// How many go over, people and employers.
    pub people: i64,
    /// How many of them have an agreement in force, which stays so.
    pub agreements: i64,
    /// How many of whose people; nobody for those who have no officer.
    pub officers: Vec<(Option<ActorId>, i64)>,
}

/// Counts what a move would do. Asks for the right to it.
pub async fn rehearse(
    tx: &mut Tx,
    occasion: &Occasion,
    (scope, from_code, to_office_code): (Scope, i64, i64),
) -> Result<Rehearsal, Failure<TransferRefusal>> {
    may_move(occasion, scope, from_code, to_office_code)?;
    let to = offices::office_by_code(tx, to_office_code).await?;
    if to.is_none() {
        return Err(Failure::Refused(TransferRefusal::NoSuchOffice));
    }
    if from_code == to_office_code {
        return Err(Failure::Refused(TransferRefusal::AlreadyThere));
    }
    let moved = scope.together(from_code, to_office_code);
    let rows: Vec<(Option<ActorId>, i64, i64)> = tx.all(sql::COUNT_MOVED, &moved.values()).await?;
    let people = rows.iter().map(|(_, people, _)| people).sum();
    if people == 0 {
        return Err(Failure::Refused(TransferRefusal::NobodyThere));
    }
    Ok(Rehearsal {
        people,
        agreements: rows.iter().map(|(_, _, agreements)| agreements).sum(),
        officers: rows.into_iter().map(|(officer, people, _)| (officer, people)).collect(),
    })
}

/// What a move that is ordered would do: who goes over, and what is under way of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Who goes over.
    pub rehearsal: Rehearsal,
    /// What goes along with them, or ends.
    pub along: Vec<GoesAlong>,
}

/// Looks at what a move would do that is ordered, and changes nothing. Whatever would refuse the order refuses this.
pub async fn preview(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewMove,
) -> Result<Preview, Failure<TransferRefusal>> {
    let rehearsal = check(tx, occasion, new).await?;
    looked_at(tx, desk, occasion, new, rehearsal).await
}

/// Looks at what goes along with those whom a rehearsal found. The caller has asked for the right to the move.
pub(crate) async fn looked_at(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    new: &NewMove,
    rehearsal: Rehearsal,
) -> Result<Preview, Failure<TransferRefusal>> {
    let moved = new.scope.together(new.from_code, new.to_office_code);
    let open = duties::count_open_of_moved(tx, &moved, occasion.today).await?;
    let (there, elsewhere) = transfers_of(tx, &moved).await?;
    let one = |words, number, becomes| GoesAlong { words, number, becomes };
    let (employers,): (i64,) = tx.one(sql::EMPLOYERS_MOVED, &moved.values()).await?;
    let mut along = vec![
        one("其中的用人单位", employers, "一并由接收机构服务"),
        one("在执行的就业援助协议", rehearsal.agreements, "继续执行，不必重签"),
        one("没有办结的应办事项", open.open, "随人转给接手的专员，期限不变"),
        one("其中按决定暂不办的", open.resting, "一并转过去，仍按原决定暂不办，计入各项数字"),
        one("其中已经逾期的", open.overdue, "由接收机构计为逾期，注明转入前已逾期，请优先办理"),
        one("已经逾期、按决定暂不办的", open.resting_overdue, "已计入上一项，不列入清单"),
        one("去接收机构的个人划转申请", there, "随之办结"),
        one("去其他机构的个人划转申请", elsewhere, "由接收机构接着办"),
    ];
    for companion in desk.companions.iter() {
        along.extend(companion.goes_along(tx, &moved).await?);
    }
    Ok(Preview { rehearsal, along })
}

/// Counts the transfers under way of those who go over: to where they go anyway, and elsewhere.
async fn transfers_of(tx: &mut Tx, moved: &MovedTogether) -> Result<(i64, i64), StoreError> {
    tx.one(sql::TRANSFERS_OF_MOVED, &moved.values()).await
}

/// How many people an office answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answering {
    /// The office, by code.
    pub(crate) code: i64,
    /// Its name, of the last one where all were closed.
    pub(crate) name: String,
    /// Whether it is open; a closed one still answers for those whom it left.
    pub(crate) is_open: bool,
    /// How many people.
    pub(crate) people: i64,
}

/// Gives the offices of an area that answer for somebody, in the order of their codes. Asks for the right to move them.
pub(crate) async fn answering(
    tx: &mut Tx,
    occasion: &Occasion,
    area: Area,
) -> Result<Vec<Answering>, Failure<TransferRefusal>> {
    occasion.may(Action::HandOver, occasion.actor.relation_to(area.first, None))?;
    let rows: Vec<(i64, i64)> = tx.all(sql::COUNT_BY_OFFICE, &[&area.first, &area.last]).await?;
    let offices = offices::offices_within(tx, area).await?;
    let one = |(code, people): (i64, i64)| {
        let is_open = offices.iter().any(|office| office.code == code && office.is_open());
        let known = offices.iter().rfind(|office| office.code == code);
        let name = known.map_or_else(|| format!("机构 {code}"), |office| office.name.clone());
        Answering { code, name, is_open, people }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Gives the communities of an office's street in which people live whom that street answers for: code, name, how many.
/// Asks for the right to move them.
pub(crate) async fn by_community(
    tx: &mut Tx,
    occasion: &Occasion,
    office_code: i64,
) -> Result<Vec<(i64, String, i64)>, Failure<TransferRefusal>> {
    let street = street_of(office_code);
    occasion.may(Action::HandOver, occasion.actor.relation_to(office_code, None))?;
    if street.level() != OfficeLevel::Street || !occasion.actor.area.holds(street.first) {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, i64)> =
        tx.all(sql::COUNT_BY_COMMUNITY, &[&street.first, &street.last]).await?;
    let names = seekers::communities(tx, street.first).await?;
    let mut communities = Vec::new();
    // Whoever lives in the street without a known community lives in none of them.
    for (code, people) in rows.into_iter().filter(|(code, _)| *code != street.first) {
        let name = match names.iter().find(|(known, _)| *known == code) {
            Some((_, name)) => name.clone(),
            None => offices::office_name(tx, code).await?,
        };
        communities.push((code, name, people));
    }
    Ok(communities)
}

/// Both ends must lie in the tree of whoever moves: only the head of an office above both, or of one of them that
/// stands above the other, does it.
pub(crate) fn may_move(
    occasion: &Occasion,
    scope: Scope,
    from_code: i64,
    to: i64,
) -> Result<(), Denied> {
    let from = match scope {
        Scope::Office => from_code,
        Scope::Community => street_of(from_code).first,
    };
    for code in [from, to] {
        occasion.may(Action::HandOver, occasion.actor.relation_to(code, None))?;
    }
    Ok(())
}

/// The area of the street that a community lies in.
pub(crate) fn street_of(code: i64) -> Area {
    Area::of_code(match OfficeLevel::of_code(code) {
        OfficeLevel::Community => code - code.rem_euclid(1_000),
        _ => code,
    })
}
