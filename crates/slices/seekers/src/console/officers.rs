//! To whom a list of people can be narrowed: those who serve in an office and below, under the names of their offices.

use access::{Action, Actor, Area, OfficeLevel, Relation, relations};
use offices::Staff;
use store::{StoreError, Tx};
use web::{Choice, Field};

use crate::actions::list::Filter;

/// How many one list may hold; where there are more, the office is chosen first.
const SHORT: usize = 60;

/// Those to whom the list can be narrowed.
pub(super) struct Officers {
    choices: Vec<Choice>,
    /// Whether there are more than are offered, in the offices below.
    is_cut: bool,
}

impl Officers {
    /// Finds those who serve in the office of a filter and below; in the actor's own without one.
    pub(super) async fn of(
        tx: &mut Tx,
        actor: &Actor,
        filter: &Filter,
    ) -> Result<Self, StoreError> {
        let asked = filter.office.and_then(|code| actor.area.narrowed_to(code));
        let area = asked.unwrap_or(actor.area);
        // Nobody looks through all of a city's staff.
        let is_city = area.level() == OfficeLevel::City;
        let looked_at = if is_city { Area::alone(area.first) } else { area };
        let mut staff = offices::staff_within(tx, looked_at).await?;
        staff.retain(serves);
        let is_cut = is_city || staff.len() > SHORT;
        if is_cut {
            staff.retain(|member| member.office_code == area.first);
        }
        staff.sort_by(|one, other| {
            (one.office_code, &one.name).cmp(&(other.office_code, &other.name))
        });
        let is_asked_for = |member: &Staff| Some(member.staff_id) == filter.officer;
        if let Some(officer) = filter.officer
            && !staff.iter().any(is_asked_for)
        {
            staff.extend(offices::find_staff(tx, officer).await?);
        }
        let is_one_office = staff.windows(2).all(|two| two[0].office_code == two[1].office_code);
        let choices = staff.iter().map(|member| {
            let left = if member.is_active() { "" } else { "（已离岗）" };
            let choice = Choice::new(member.staff_id.to_string(), format!("{}{left}", member.name));
            if is_one_office { choice } else { choice.under(&member.office_name) }
        });
        Ok(Self { choices: choices.collect(), is_cut })
    }

    /// The field that narrows the list.
    pub(super) fn field(self, filter: &Filter) -> Field {
        let mut choices = vec![Choice::new("all", "全部专员")];
        choices.extend(self.choices);
        let chosen = filter.officer.map_or_else(|| "all".to_owned(), |id| id.to_string());
        let field = Field::of("officer", "负责人", choices).value(chosen);
        if self.is_cut {
            field.hint("下级机构的负责人，先选机构、点“筛选”，再选人")
        } else {
            field
        }
    }
}

/// Tells whether somebody can be the one who answers for people.
fn serves(member: &Staff) -> bool {
    let may_answer = |role| relations(role, Action::ReadFile).any(|one| one == Relation::Assigned);
    member.roles.as_slice().iter().copied().any(may_answer)
}
