//! A round of surveys: of which office and those below it, when, and whom it is to reach.

use access::Area;
use kernel::Day;
use rules::Standing;
use store::{ActorId, Instant};

/// How many days a round lasts at most.
pub const LONGEST_ROUND: i32 = 366;

store::identifier! {
    /// Names a round of surveys.
    pub RoundId
}

/// Whom a round is to reach, as BJ18 第十八条 divides them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScopeGroup {
    /// （一）城镇登记失业人员中经认定的就业困难人员.
    UnemployedInHardship,
    /// （二）办理转移就业登记的农村劳动力中经认定的、（三）其他经认定的就业困难人员.
    OthersInHardship,
    /// Registered as unemployed and not recognised; a head may add them.
    OtherUnemployed,
}

impl ScopeGroup {
    /// Every group.
    pub const ALL: [Self; 3] =
        [Self::UnemployedInHardship, Self::OthersInHardship, Self::OtherUnemployed];

    /// Gives the group that somebody who stands so is in; none whom nobody has to visit.
    #[must_use]
    pub const fn of(standing: &Standing) -> Option<Self> {
        match standing {
            Standing { stopped: true, .. } => None,
            Standing { hardship_recognised: true, unemployment_registered: true, .. } => {
                Some(Self::UnemployedInHardship)
            }
            Standing { hardship_recognised: true, .. } => Some(Self::OthersInHardship),
            Standing { unemployment_registered: true, .. } => Some(Self::OtherUnemployed),
            _ => None,
        }
    }

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::UnemployedInHardship => "登记失业的就业困难人员",
            Self::OthersInHardship => "办理转移就业登记的农村劳动力和其他就业困难人员",
            Self::OtherUnemployed => "其他登记失业人员",
        }
    }

    /// Gives the same in two short lines, for a narrow column.
    #[must_use]
    pub const fn lines(self) -> (&'static str, &'static str) {
        match self {
            Self::UnemployedInHardship => ("登记失业人员", "就业困难"),
            Self::OthersInHardship => ("未登记失业", "就业困难"),
            Self::OtherUnemployed => ("登记失业人员", "未认定困难"),
        }
    }

    /// Gives the name under which a form sends it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnemployedInHardship => "unemployed_in_hardship",
            Self::OthersInHardship => "others_in_hardship",
            Self::OtherUnemployed => "other_unemployed",
        }
    }
}

/// The groups that a round covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covers {
    /// See [`ScopeGroup::UnemployedInHardship`].
    pub unemployed_in_hardship: bool,
    /// See [`ScopeGroup::OthersInHardship`].
    pub others_in_hardship: bool,
    /// See [`ScopeGroup::OtherUnemployed`].
    pub other_unemployed: bool,
}

impl Covers {
    /// Everybody whose hardship is recognised (BJ18-18).
    pub const HARDSHIP: Self =
        Self { unemployed_in_hardship: true, others_in_hardship: true, other_unemployed: false };

    /// Reads the names that a form sent.
    #[must_use]
    pub fn of(names: &[String]) -> Self {
        let has = |group: ScopeGroup| names.iter().any(|name| name == group.name());
        Self {
            unemployed_in_hardship: has(ScopeGroup::UnemployedInHardship),
            others_in_hardship: has(ScopeGroup::OthersInHardship),
            other_unemployed: has(ScopeGroup::OtherUnemployed),
        }
    }

    /// Tells whether a group is covered.
    #[must_use]
    pub const fn covers(self, group: ScopeGroup) -> bool {
        match group {
            ScopeGroup::UnemployedInHardship => self.unemployed_in_hardship,
            ScopeGroup::OthersInHardship => self.others_in_hardship,
            ScopeGroup::OtherUnemployed => self.other_unemployed,
        }
    }

    /// Tells whether somebody who stands so is to be reached.
    #[must_use]
    pub fn holds(self, standing: &Standing) -> bool {
        ScopeGroup::of(standing).is_some_and(|group| self.covers(group))
    }

    /// Gives the groups that are covered.
    pub fn groups(self) -> impl Iterator<Item = ScopeGroup> {
        ScopeGroup::ALL.into_iter().filter(move |group| self.covers(*group))
    }

    /// Gives them in words.
    #[must_use]
    pub fn words(self) -> String {
        self.groups().map(ScopeGroup::term).collect::<Vec<_>>().join("、")
    }
}

store::row! {
    /// A round of surveys.
    pub struct Round from "survey_round" {
        /// Its name in the database.
        pub round_id: RoundId,
        /// The office whose round it is, with those below it.
        pub office_code: i64,
        /// What it is called.
        pub name: String,
        /// Its first day.
        pub first_day: Day,
        /// Its last day.
        pub last_day: Day,
        /// Whether it covers [`ScopeGroup::UnemployedInHardship`].
        pub unemployed_in_hardship: bool,
        /// Whether it covers [`ScopeGroup::OthersInHardship`].
        pub others_in_hardship: bool,
        /// Whether it covers [`ScopeGroup::OtherUnemployed`].
        pub other_unemployed: bool,
        /// When it was opened.
        pub opened_at: Instant,
        /// By whom.
        pub opened_by: ActorId,
        /// When it was closed.
        pub closed_at: Option<Instant>,
        /// By whom.
        pub closed_by: Option<ActorId>,
    }
}

impl Round {
    /// The office's area.
    #[must_use]
    pub const fn area(&self) -> Area {
        Area::of_code(self.office_code)
    }

    /// Whom it covers.
    #[must_use]
    pub const fn covers(&self) -> Covers {
        Covers {
            unemployed_in_hardship: self.unemployed_in_hardship,
            others_in_hardship: self.others_in_hardship,
            other_unemployed: self.other_unemployed,
        }
    }

    /// Tells whether it goes on.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// Tells whether a day lies in it.
    #[must_use]
    pub fn has_day(&self, day: Day) -> bool {
        self.first_day <= day && day <= self.last_day
    }

    /// Gives the part of it that an actor of an area sees: all of it from above, their own from below, nothing
    /// beside it.
    #[must_use]
    pub fn seen_from(&self, area: Area) -> Option<Area> {
        if area.holds(self.office_code) {
            Some(self.area())
        } else if self.area().holds(area.first) {
            Some(area)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_recognised_is_covered_and_nobody_who_was_stopped() {
        let in_hardship = Standing { hardship_recognised: true, ..Standing::default() };
        let both = Standing { unemployment_registered: true, ..in_hardship.clone() };
        let unemployed = Standing { unemployment_registered: true, ..Standing::default() };
        let stopped = Standing { stopped: true, ..both.clone() };
        assert_eq!(ScopeGroup::of(&both), Some(ScopeGroup::UnemployedInHardship));
        assert!(Covers::HARDSHIP.holds(&in_hardship) && Covers::HARDSHIP.holds(&both));
        assert!(!Covers::HARDSHIP.holds(&unemployed) && !Covers::HARDSHIP.holds(&stopped));
        let names = ["other_unemployed".to_owned()];
        assert!(Covers::of(&names).holds(&unemployed) && !Covers::of(&names).holds(&both));
    }
}
