//! Standing in for a colleague of another office: the actor goes to their place, and may do there what they may.

use store::{ActorId, OfficeId};

use crate::actor::Actor;
use crate::area::Area;
use crate::role::Role;

/// A colleague of another office who is away, and whose place somebody takes meanwhile (BJ18-4, BJ18-23, BJ18-60).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Who.
    pub id: ActorId,
    /// Their name.
    pub name: String,
    /// The office that they work in.
    pub office: OfficeId,
    /// Its name.
    pub office_name: String,
    /// Its code.
    pub office_code: i64,
    /// What they are there for.
    pub roles: Vec<Role>,
}

/// Where an actor stands in for colleagues of other offices. Each place is taken by itself, one request at a time: what
/// somebody may do in their own office and what they may do in another's place are never added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Those whose place the actor may take today.
    pub absent: Vec<Absent>,
    /// Whose place the actor has taken; nobody where they act as themselves.
    pub taken: Option<Absent>,
    /// Whom the actor stands in for besides, though not in the place that they have taken. No right comes of it; what
    /// takes another person takes none of these either.
    pub besides: Vec<ActorId>,
}

impl Actor {
    /// Gives the actor in the place of an absent colleague of another office: they act themselves, under their own name,
    /// with what the absent one is there for, where the absent one works, and with nothing of their own. Nothing for
    /// whoever does not stand in for them today, or stands in a place already.
    #[must_use]
    pub fn in_place_of(&self, staff: ActorId) -> Option<Self> {
        if self.places.taken.is_some() {
            return None;
        }
        let absent = self.places.absent.iter().find(|absent| absent.id == staff)?;
        let others = self.places.absent.iter().map(|absent| absent.id).filter(|id| *id != staff);
        let besides = self.stands_in_for.iter().copied().chain(others).collect();
        Some(Self {
            id: self.id,
            name: format!("{}（代{}）", self.name, absent.name),
            office: absent.office,
            office_name: absent.office_name.clone(),
            area: Area::of_code(absent.office_code),
            roles: absent.roles.clone(),
            stands_in_for: vec![absent.id],
            places: Places { absent: Vec::new(), taken: Some(absent.clone()), besides },
        })
    }

    /// Gives the actor in every place that they may take today.
    pub fn in_their_places(&self) -> impl Iterator<Item = Self> {
        self.places.absent.iter().filter_map(|absent| self.in_place_of(absent.id))
    }

    /// Gives whose people are the actor's own: theirs, and in an absent colleague's place that colleague's.
    #[must_use]
    pub fn serves_as(&self) -> ActorId {
        self.places.taken.as_ref().map_or(self.id, |absent| absent.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::relation::Relation;

    const STREET: i64 = 110_105_016_000;
    const BESIDE: i64 = 110_105_017_000;
    const THIRD: i64 = 110_105_018_000;

    fn staff(number: u8) -> ActorId {
        ActorId::from_bytes([number; 16])
    }

    fn absent(number: u8, office_code: i64, role: Role) -> Absent {
        let office = OfficeId::from_bytes([number; 16]);
        let (name, office_name) = ("王援助".to_owned(), "双井街道".to_owned());
        Absent { id: staff(number), name, office, office_name, office_code, roles: vec![role] }
    }

    /// Somebody of the street beside with a role, who stands in for two people of other offices and for a colleague.
    fn stand_in(role: Role, lent: Role) -> Actor {
        let places = vec![absent(2, STREET, lent), absent(3, THIRD, Role::AssistanceOfficer)];
        Actor {
            id: staff(1),
            name: "孙邻街".to_owned(),
            office: OfficeId::from_bytes([9; 16]),
            office_name: "劲松街道".to_owned(),
            area: Area::of_code(BESIDE),
            roles: vec![role],
            stands_in_for: vec![staff(4)],
            places: Places { absent: places, ..Places::default() },
        }
    }

    #[test]
    fn in_somebodys_place_one_may_what_they_may_and_nothing_of_ones_own() {
        for role in Role::ALL.iter().copied() {
            for lent in Role::ALL.iter().copied() {
                let there = stand_in(role, lent).in_place_of(staff(2)).expect("a place");
                let owner = Actor {
                    id: staff(2),
                    stands_in_for: Vec::new(),
                    places: Places::default(),
                    ..there.clone()
                };
                let officers =
                    [None, Some(staff(2)), Some(staff(3)), Some(staff(4)), Some(staff(7))];
                for code in [STREET, STREET + 1, BESIDE, THIRD, 110_105_000_000] {
                    for officer in officers {
                        let relation = owner.relation_to(code, officer);
                        assert_eq!(
                            there.relation_to(code, officer),
                            relation,
                            "{code} {officer:?}"
                        );
                    }
                    // Whoever is the stand-in's own at home is nobody's there.
                    let elsewhere = there.relation_to(BESIDE, Some(staff(1)));
                    assert_eq!(elsewhere, Relation::Elsewhere);
                }
                for action in Action::ALL {
                    for relation in Relation::ALL {
                        let may = there.may(*action, relation).is_ok();
                        assert_eq!(may, owner.may(*action, relation).is_ok(), "{action:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn whoever_may_take_a_place_stays_at_home_what_they_are() {
        let here = stand_in(Role::Head, Role::Head);
        let alone = Actor { places: Places::default(), ..here.clone() };
        for code in [STREET, STREET + 1, BESIDE, BESIDE + 1, THIRD] {
            for officer in [None, Some(staff(1)), Some(staff(2)), Some(staff(3)), Some(staff(4))] {
                assert_eq!(here.relation_to(code, officer), alone.relation_to(code, officer));
            }
        }
        assert_eq!(here.serves_as(), staff(1));
        assert_eq!(here.relation_to(STREET, Some(staff(2))), Relation::Elsewhere);
        assert!(here.in_place_of(staff(4)).is_none(), "a colleague of one's own office");
        assert!(here.in_place_of(staff(7)).is_none(), "nobody whom they stand in for");
    }

    #[test]
    fn a_place_leads_to_no_other_and_every_cover_stays_known() {
        let here = stand_in(Role::Head, Role::Head);
        let there = here.in_place_of(staff(2)).expect("a place");
        assert_eq!((there.id, there.serves_as()), (staff(1), staff(2)));
        assert_eq!(there.name, "孙邻街（代王援助）");
        assert!(there.in_place_of(staff(3)).is_none());
        assert_eq!(here.in_their_places().count(), 2);
        assert_eq!(there.in_their_places().count(), 0);
        // Consent takes somebody who is none of them, wherever it is given.
        for actor in [&here, &there] {
            for number in 1..=4 {
                assert!(actor.is_or_stands_in_for(staff(number)), "{number}");
            }
            assert!(!actor.is_or_stands_in_for(staff(7)));
        }
        // A colleague's people are one's own at home alone.
        assert_eq!(here.relation_to(BESIDE, Some(staff(4))), Relation::Assigned);
        assert_eq!(there.relation_to(BESIDE, Some(staff(4))), Relation::Elsewhere);
    }
}
