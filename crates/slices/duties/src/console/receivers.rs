//! Whom people can be handed over to: an office's few at once; a district's thousand by choosing the office first.

use access::Area;
use desk::Desk;
use offices::{Office, Staff};
use store::{ActorId, StoreError};
use web::{Choice, Problem, Visit};

use super::hand_over::serves;
use crate::actions::hand_over::count_by_officer;

/// How many receivers one list may hold.
const SHORT: usize = 60;

/// Who can receive, as far as one page shows it.
pub(super) struct Reach {
    /// The office looked at, with those below it.
    pub(super) area: Area,
    /// Everything that the actor may look at.
    pub(super) widest: Area,
    /// Whether there is more to look at.
    pub(super) may_widen: bool,
    /// The offices beneath, as long as all of their people together are too many for a list.
    pub(super) offices: Vec<Choice>,
    /// The receivers: everybody in the area, or, while there are offices to choose from, those of the office itself.
    pub(super) receivers: Vec<Choice>,
}

/// Whom somebody's people can go to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Receiving {
    /// Whoever hands over, who receives nobody.
    pub(super) but: Option<ActorId>,
    /// Whether they must guide people to work, because somebody in hardship is among them (BJ18-23).
    pub(super) guides: bool,
    /// The office, by code, which a service relation keeps them in (BJ18-24).
    pub(super) kept_in: Option<i64>,
}

/// Finds who can receive in an office of the actor's tree and those below it; without an office, in the whole tree.
pub(super) async fn reach(
    visit: &Visit,
    desk: &Desk,
    office: Option<i64>,
    receiving: Receiving,
) -> Result<Reach, Problem> {
    let widest = receiving.kept_in.map_or(visit.actor.area, Area::alone);
    let asked = office.and_then(|code| widest.narrowed_to(code));
    let area = asked.unwrap_or(widest);
    let (offices, staff, loads) = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let offices = offices::offices_within(tx, area).await?;
            let staff = offices::staff_within(tx, area).await?;
            Ok((offices, staff, count_by_officer(tx, area).await?))
        })
        .await?;
    let open: Vec<&Office> = offices.iter().filter(|office| office.closed_on.is_none()).collect();
    let is_open = |code: i64| open.iter().any(|office| office.code == code);
    let may_receive = |member: &&Staff| {
        let fits =
            if receiving.guides { member.guides_at(member.office_code) } else { serves(member) };
        fits && is_open(member.office_code) && Some(member.staff_id) != receiving.but
    };
    let staff: Vec<&Staff> = staff.iter().filter(may_receive).collect();
    let is_short = staff.len() <= SHORT;
    let receivers = staff.iter().filter(|member| is_short || member.office_code == area.first);
    let below = open.iter().filter(|office| !is_short && is_next(office, area, &open));
    Ok(Reach {
        area,
        widest,
        may_widen: area != widest,
        offices: below.filter_map(|office| choice_of(office, &staff)).collect(),
        receivers: receivers
            .map(|member| {
                let value = format!("{} {}", member.office_code, member.staff_id);
                let load = loads.get(&member.staff_id).copied().unwrap_or_default();
                Choice::new(value, words_of(member, load))
            })
            .collect(),
    })
}

/// Words a receiver: who, in which office, for what, and with how many people.
fn words_of(member: &Staff, load: i64) -> String {
    let roles: Vec<&str> = member.roles.as_slice().iter().map(|role| role.term()).collect();
    let Staff { name, office_name, .. } = member;
    format!("{name}（{office_name}，{}，现负责 {load} 人）", roles.join("、"))
}

/// Tells whether an office lies directly beneath the area's own: no other one of the area holds it.
fn is_next(office: &Office, area: Area, open: &[&Office]) -> bool {
    office.code != area.first
        && !open.iter().any(|other| {
            other.code != area.first && other.code != office.code && other.area().holds(office.code)
        })
}

/// Words an office with how many can receive there; nothing where nobody can.
fn choice_of(office: &Office, staff: &[&Staff]) -> Option<Choice> {
    let number = staff.iter().filter(|member| office.area().holds(member.office_code)).count();
    (number > 0)
        .then(|| Choice::new(office.code.to_string(), format!("{}（{number} 人）", office.name)))
}
