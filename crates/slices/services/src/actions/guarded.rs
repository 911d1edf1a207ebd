//! Who takes an entry back that nobody takes back alone, and what goes with it.

use access::{Action, Actor, Relation, Role, permitted};
use desk::{Behind, Desk, Instead, Occasion};
use duties::Held;
use kernel::Day;
use rules::Kind;
use seekers::wrote_today;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};
use subjects::Past;

use super::refusal::Refusal;
use crate::model::{Hurdle, NoSlip, NotTheirs, is_guarded, may_rest_on_it};

/// What a correction of a recognition is not for.
const UNTRUE: &str = "只有登记错了的（人、类别或日期弄错）才在这里更正；认定时情况不实、情况有变的，请办理“退出就业困难人员”：另一位负责人批准，并告知本人（BJ18-26）";

/// Who decides where nobody who had a part may: the heads of the next office upward that has one who had none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// The office, by code.
    pub office_code: i64,
    /// The office.
    pub office: String,
    /// Their names.
    pub names: Vec<String>,
}

/// What is asked before an entry that nobody takes back alone is taken back.
#[derive(Clone, Debug)]
pub(crate) struct TakingBack {
    /// Why the actor does not.
    pub(crate) hurdle: Option<Hurdle>,
    /// Where what helps is done, where a correction is not what helps.
    pub(crate) instead: Option<Instead>,
    /// Who may; nobody where no office upward has anybody.
    pub(crate) heads: Option<Heads>,
    /// The entries that go with it.
    pub(crate) along: Vec<EntryId>,
    /// What else it does.
    pub(crate) does: Vec<String>,
}

impl TakingBack {
    /// Refuses whoever does not take it back.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        match (&self.instead, &self.hurdle) {
            (Some(instead), _) => Err(Refusal::Instead(instead.words.clone())),
            (None, Some(hurdle)) => Err(Refusal::Guarded(hurdle.clone())),
            (None, None) => Ok(()),
        }
    }
}

/// Looks at what stands behind an entry, and who may take it back; nothing for one that its officer may correct alone.
pub(crate) async fn taking_back(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (held, relation): (&Held, Relation),
    (wrong, past): (&Past, &[Past]),
) -> Result<Option<TakingBack>, StoreError> {
    if !is_guarded(wrong.kind) || wrong.is_corrected {
        return Ok(None);
    }
    let behind = behind(tx, desk, (held.subject, wrong)).await?;
    let mut parts: Vec<ActorId> = wrong.staff.into_iter().collect();
    parts.extend(behind.iter().flat_map(|one| one.parts.iter().copied()));
    let came = behind.iter().map(|one| one.came_of_it.as_str()).find(|words| !words.is_empty());
    let along: Vec<EntryId> = behind
        .iter()
        .flat_map(|one| one.along.iter().copied())
        .filter(|entry| *entry != wrong.id)
        .collect();
    let slip = no_slip(occasion, (wrong, past), &parts, came);
    let does = behind.iter().map(|one| one.does.as_str()).filter(|words| !words.is_empty());
    let untrue = slip.as_ref().filter(|_| wrong.kind == Kind::HardshipRecognised).map(|_| UNTRUE);
    let does = does.chain(untrue).map(str::to_owned).collect();
    let hurdle = slip.and_then(|slip| {
        let who = not_theirs(&occasion.actor, relation, &parts)?;
        Some(Hurdle { kind: wrong.kind, who, slip })
    });
    Ok(Some(TakingBack {
        hurdle,
        does,
        heads: heads_without(tx, (held.office_code, occasion.today), &parts).await?,
        instead: behind.into_iter().find_map(|one| one.instead),
        along,
    }))
}

/// Asks every slice what it keeps of an entry.
async fn behind(
    tx: &mut Tx,
    desk: &Desk,
    entry: (SubjectId, &Past),
) -> Result<Vec<Behind>, StoreError> {
    let mut all = Vec::new();
    for companion in desk.companions.iter() {
        all.extend(companion.behind(tx, desk, entry).await?);
    }
    Ok(all)
}

/// Says why an entry is not a slip that whoever recorded it takes back on the same day; nothing where it is.
fn no_slip(
    occasion: &Occasion,
    (wrong, past): (&Past, &[Past]),
    parts: &[ActorId],
    came: Option<&str>,
) -> Option<NoSlip> {
    if wrong.staff != Some(occasion.actor.id) {
        return Some(NoSlip::NotOwn);
    }
    if !wrote_today(wrong, &occasion.actor, occasion.today) {
        return Some(NoSlip::NotToday);
    }
    if parts.iter().any(|staff| *staff != occasion.actor.id) {
        return Some(NoSlip::OthersHadPart);
    }
    if let Some(words) = came {
        return Some(NoSlip::CameOfIt(words.to_owned()));
    }
    // What counts may lie on an earlier day, and be recorded later: the ledger's own order is that of recording.
    let rests = |later: &&Past| {
        later.sequence > wrong.sequence
            && !later.is_corrected
            && later.kind != Kind::Corrected
            && (may_rest_on_it(later.kind) || later.of == Some(wrong.id))
    };
    past.iter().find(rests).map(|later| NoSlip::RestsOnIt(later.kind))
}

/// Says why somebody is not the one to take an entry back; nothing for whoever leads and had no part in it.
fn not_theirs(actor: &Actor, relation: Relation, parts: &[ActorId]) -> Option<NotTheirs> {
    let leads = actor.is(Role::Head) && permitted(Role::Head, Action::Correct, relation);
    if parts.contains(&actor.id) {
        Some(NotTheirs::OwnPart)
    } else if !leads {
        Some(NotTheirs::NoHead)
    } else if had_part(actor, parts) {
        Some(NotTheirs::Cover)
    } else {
        None
    }
}

fn had_part(actor: &Actor, parts: &[ActorId]) -> bool {
    parts.iter().any(|staff| actor.is_or_stands_in_for(*staff))
}

/// Gives the heads of an office who neither had a part nor stand in for who had; where it has none, those of the next
/// office above that has.
pub async fn heads_without(
    tx: &mut Tx,
    (office_code, today): (i64, Day),
    parts: &[ActorId],
) -> Result<Option<Heads>, StoreError> {
    let mut next = offices::office_by_code(tx, office_code).await?;
    while let Some(office) = next {
        let mut names = Vec::new();
        for staff in offices::staff_of(tx, office.office_id).await? {
            if !staff.roles.has(Role::Head) {
                continue;
            }
            let actor = offices::actor_of(tx, staff.staff_id, today).await?;
            names.extend(actor.filter(|actor| !had_part(actor, parts)).map(|actor| actor.name));
        }
        if !names.is_empty() {
            return Ok(Some(Heads { office_code: office.code, office: office.name, names }));
        }
        next = match office.parent_id {
            Some(parent) => offices::find_office(tx, parent).await?,
            None => None,
        };
    }
    Ok(None)
}
