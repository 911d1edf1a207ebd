//! Who plays which part.

use std::collections::BTreeSet;

use city::{District, PersonSketch};
use kernel::Day;

/// The account of whoever leads the street whose pages are shown.
const HEAD: &str = "shuangjing.suozhang";
/// How many people the cast looks at, at most, to find those who fit.
const MOST_LOOKED_AT: u64 = 2_000;
/// How many people live under an agreement beside those of whom more is told.
const AGREEMENTS: u8 = 17;

/// How far a panel has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PanelStage {
    Asked,
    Sitting,
    Ended,
}

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TransferStep {
    Requested,
    Verified,
    Submitted,
    Approved,
    Accepted,
}

/// How far the end of a service has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StopStage {
    Verifying,
    Submitted,
    Stopped,
    /// Told, and come back since.
    Told,
    Objected,
}

/// How far somebody has come towards a public-welfare post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PostStage {
    Placed,
    Recommended,
}

/// What came of surveying somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surveyed {
    Hesitates,
    Unwilling,
    NobodyThere,
    MovedAway,
}

/// What is told of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Panel(PanelStage),
    Transfer(TransferStep),
    Stop(StopStage),
    Post(PostStage),
    Surveyed(Surveyed),
    Renewed,
    /// An agreement with its plan; the number makes them differ.
    Agreement(u8),
}

impl Part {
    /// Every part, those first without which a list would be empty.
    fn all() -> impl Iterator<Item = Self> {
        let ones = [
            Self::Panel(PanelStage::Asked),
            Self::Panel(PanelStage::Sitting),
            Self::Panel(PanelStage::Ended),
            Self::Transfer(TransferStep::Requested),
            Self::Transfer(TransferStep::Verified),
            Self::Transfer(TransferStep::Submitted),
            Self::Transfer(TransferStep::Approved),
            Self::Transfer(TransferStep::Accepted),
            Self::Stop(StopStage::Verifying),
            Self::Stop(StopStage::Submitted),
            Self::Stop(StopStage::Stopped),
            Self::Stop(StopStage::Told),
            Self::Stop(StopStage::Objected),
            Self::Post(PostStage::Placed),
            Self::Post(PostStage::Recommended),
            Self::Surveyed(Surveyed::NobodyThere),
            Self::Surveyed(Surveyed::MovedAway),
            Self::Surveyed(Surveyed::Hesitates),
            Self::Surveyed(Surveyed::Unwilling),
            Self::Renewed,
        ];
        // The last one has no plan yet, and a list for itself.
        let agreements = [AGREEMENTS - 1].into_iter().chain(0..AGREEMENTS - 1);
        ones.into_iter().chain(agreements.map(Self::Agreement))
    }

    /// The number of the household that those share in which nobody works.
    fn household(self) -> Option<u64> {
        let nobody_works =
            matches!(self, Self::Surveyed(Surveyed::NobodyThere | Surveyed::MovedAway));
        nobody_works.then_some(999_999)
    }

    /// Who looks after them: an account without the street. Mostly the officer whose day is shown.
    const fn officer(self) -> &'static str {
        match self {
            Self::Agreement(number) if number % 2 == 1 => "yuanzhu2",
            _ => "yuanzhu1",
        }
    }

    /// The street whose office answers for them at first.
    const fn street(self) -> &'static str {
        match self {
            Self::Transfer(TransferStep::Approved | TransferStep::Accepted) => "jinsong",
            _ => "shuangjing",
        }
    }
}

/// Somebody with a part.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) sketch: PersonSketch,
    pub(super) part: Part,
    /// The account of whoever looks after them.
    pub(super) officer: String,
    /// The group under which their hardship is recognised.
    pub(super) group: String,
    pub(super) until: Day,
}

/// Who plays which part.
pub(in super::super) struct Cast {
    numbers: BTreeSet<u64>,
    roles: Vec<Role>,
}

impl Cast {
    /// Finds people of the street for every part: of an age to work, in nobody's household. In a small district
    /// the last parts are not played.
    pub(in super::super) fn of(district: &District<'_>) -> Self {
        let until = district.plan().until;
        let head = district.staff().iter().find(|member| member.user_name == HEAD);
        let office = head.map(|member| member.office);
        let mut sketches = (1..=district.plan().persons.min(MOST_LOOKED_AT))
            .map(|number| district.person(number))
            .filter(|sketch| Some(sketch.office) == office && sketch.household.is_none())
            .filter(|sketch| (20..=49).contains(&(until.year() - sketch.birth.year())));
        let mut roles = Vec::new();
        for part in Part::all() {
            let Some(mut sketch) = sketches.next() else { break };
            let group = match part {
                Part::Surveyed(Surveyed::Unwilling) => super::office::OTHER_GROUP,
                _ if sketch.number % 3 == 0 => "享受最低生活保障人员",
                _ if sketch.number % 7 == 0 => "持证残疾人",
                _ => "连续失业一年以上人员",
            };
            sketch.household = part.household();
            sketch.hardship_group = Some(group.to_owned());
            let officer = format!("{}.{}", part.street(), part.officer());
            roles.push(Role { sketch, part, officer, group: group.to_owned(), until });
        }
        Self { numbers: roles.iter().map(|role| role.sketch.number).collect(), roles }
    }

    /// Tells whether somebody has a part.
    pub(in super::super) fn has(&self, number: u64) -> bool {
        self.numbers.contains(&number)
    }

    pub(super) fn into_roles(self) -> Vec<Role> {
        self.roles
    }
}
