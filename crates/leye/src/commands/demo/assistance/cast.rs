//! Who plays which part.

use std::collections::{BTreeSet, HashMap};

use city::{District, PersonSketch};
use kernel::Day;

/// How many people the cast looks at, at most, to find those who fit.
const MOST_LOOKED_AT: u64 = 2_000;
/// By how many numbers people who live under an agreement differ, beside those of whom more is told.
const AGREEMENTS: u16 = 17;
/// The officer whose day is shown: whoever lives under an agreement with them lives one that is told, up to so many.
const OWN: (&str, u16) = ("shuangjing.yuanzhu1", 45);
/// With every other officer so many do, and so many with those of the same street and the one beside.
const WITH_OTHERS: u16 = 1;
const WITH_NEIGHBOURS: u16 = 3;
/// The ages at which somebody gets a part, by the turn of years.
const AGES: std::ops::RangeInclusive<i32> = 20..=49;
/// Those at which somebody who lives under an agreement anyway does.
const FOLLOWED: std::ops::RangeInclusive<i32> = 18..=57;
/// The street in which the only household without work is brought back to none.
const AT_ZERO: &str = "jinsong";

/// How far a panel has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PanelStage {
    Asked,
    /// The experts are named, and none of them has spoken.
    Named,
    Sitting,
    Ended,
    /// Ended because the person started work.
    AtWork,
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
    /// Spared, since the person is ill.
    Spared,
    Submitted,
    /// Not approved.
    Refused,
    Stopped,
    /// Told, and come back since.
    Told,
    Objected,
}

/// How far somebody has come towards a public-welfare post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PostStage {
    Placed,
    /// In a post that has no other place.
    Full,
    Recommended,
}

/// What came of surveying somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surveyed {
    Hesitates,
    Unwilling,
    NobodyThere,
    MovedAway,
    /// Surveyed twice on one day: by telephone, and at the door by somebody without a network.
    Twice,
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
    /// Lives in a household in which nobody works, in a street that brings such households to none.
    AtZero,
    /// An agreement with its plan; the number makes them differ.
    Agreement(u16),
    /// The same, with whichever officer looks after the person anyway.
    Followed(u16),
}

impl Part {
    /// Every part, those first without which a list would be empty.
    fn all() -> impl Iterator<Item = Self> {
        let ones = [
            Self::Panel(PanelStage::Asked),
            Self::Panel(PanelStage::Sitting),
            Self::Panel(PanelStage::Ended),
            Self::Surveyed(Surveyed::Twice),
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
            Self::Stop(StopStage::Spared),
            Self::Stop(StopStage::Refused),
            Self::Post(PostStage::Placed),
            Self::Post(PostStage::Recommended),
            Self::Surveyed(Surveyed::NobodyThere),
            Self::Surveyed(Surveyed::MovedAway),
            Self::Surveyed(Surveyed::Hesitates),
            Self::Surveyed(Surveyed::Unwilling),
            Self::Renewed,
            Self::AtZero,
            Self::AtZero,
            Self::Panel(PanelStage::Named),
            Self::Panel(PanelStage::AtWork),
            Self::Post(PostStage::Full),
            Self::Panel(PanelStage::Asked),
        ];
        // The last one has no plan yet, and a list for itself.
        // Every fourth is left out, since as many are told of among the panels, posts and surveys.
        let others = (0..AGREEMENTS - 1).filter(|number| number % 4 != 3);
        let agreements = [AGREEMENTS - 1].into_iter().chain(others);
        ones.into_iter().chain(agreements.map(Self::Agreement))
    }

    /// The number of the household that those share in which nobody works.
    fn household(self) -> Option<u64> {
        match self {
            Self::Surveyed(Surveyed::NobodyThere | Surveyed::MovedAway) => Some(999_999),
            Self::AtZero => Some(999_998),
            _ => None,
        }
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
            Self::AtZero => AT_ZERO,
            _ => "shuangjing",
        }
    }

    /// The street in which they live.
    const fn home(self) -> &'static str {
        match self {
            Self::AtZero => AT_ZERO,
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

impl Role {
    fn new(mut sketch: PersonSketch, part: Part, officer: String, until: Day) -> Self {
        let group = match part {
            Part::Surveyed(Surveyed::Unwilling) => super::office::OTHER_GROUP,
            _ if sketch.number.is_multiple_of(3) => "享受最低生活保障人员",
            _ if sketch.number.is_multiple_of(7) => "持证残疾人",
            _ => "连续失业一年以上人员",
        };
        sketch.household = part.household();
        sketch.hardship_group = Some(group.to_owned());
        Self { sketch, part, officer, group: group.to_owned(), until }
    }
}

fn age(sketch: &PersonSketch, until: Day) -> i32 {
    until.year() - sketch.birth.year()
}

/// Tells whether a ledger that the city wrote ends under an agreement.
fn is_under_agreement(ledger: &str) -> bool {
    let place = |kind: &str| ledger.rfind(&format!("\"kind\":\"{kind}\""));
    let ended = ["agreement_ended", "public_post_placed", "service_stopped"];
    let ended = ended.into_iter().filter_map(place).max();
    place("agreement_signed").is_some_and(|signed| ended.is_none_or(|ended| ended < signed))
}

/// Who plays which part.
pub(in super::super) struct Cast {
    numbers: BTreeSet<u64>,
    roles: Vec<Role>,
    /// The accounts of assistance officers by their numbers, and how many lives under an agreement are told with each.
    officers: HashMap<u64, (String, u16)>,
    until: Day,
}

impl Cast {
    /// Finds people of the street for every part: of an age to work, in nobody's household. In a small district
    /// the last parts are not played.
    pub(in super::super) fn of(district: &District<'_>) -> Self {
        let until = district.plan().until;
        let office_of = |street: &str| {
            let head = format!("{street}.suozhang");
            let mut staff = district.staff().iter();
            staff.find(|member| member.user_name == head).map(|member| member.office)
        };
        let (own, at_zero) = (office_of("shuangjing"), office_of(AT_ZERO));
        let mut free = (1..=district.plan().persons.min(MOST_LOOKED_AT))
            .map(|number| district.person(number))
            .filter(|sketch| sketch.household.is_none() && AGES.contains(&age(sketch, until)))
            .filter(|sketch| [own, at_zero].contains(&Some(sketch.office)));
        // Whoever lives in the other street waits until a part asks for them.
        let mut waiting: Vec<PersonSketch> = Vec::new();
        let mut roles = Vec::new();
        for part in Part::all() {
            let home = if part.home() == AT_ZERO { at_zero } else { own };
            let lives_there = |sketch: &PersonSketch| Some(sketch.office) == home;
            let place = waiting.iter().position(lives_there);
            let found = place.map(|place| waiting.remove(place)).or_else(|| {
                free.by_ref().find_map(|sketch| {
                    if lives_there(&sketch) {
                        return Some(sketch);
                    }
                    waiting.push(sketch);
                    None
                })
            });
            let Some(sketch) = found else { continue };
            let officer = format!("{}.{}", part.street(), part.officer());
            roles.push(Role::new(sketch, part, officer, until));
        }
        let officers = district
            .staff()
            .iter()
            .filter(|member| member.roles.contains(&access::Role::AssistanceOfficer.text()));
        let officers = officers.map(|member| (member.number, (member.user_name.clone(), 0)));
        let numbers = roles.iter().map(|role| role.sketch.number).collect();
        Self { numbers, roles, officers: officers.collect(), until }
    }

    /// Tells whether somebody has a part. Whoever lives under an agreement gets one as long as their officer has room: a
    /// ledger knows that there is an agreement and a plan, but neither has a text.
    pub(in super::super) fn plays(&mut self, sketch: &PersonSketch) -> bool {
        if self.numbers.contains(&sketch.number) {
            return true;
        }
        let is_free = sketch.household.is_none() && FOLLOWED.contains(&age(sketch, self.until));
        let Some((officer, taken)) = self.officers.get_mut(&sketch.officer) else { return false };
        let is_near = officer.starts_with("shuangjing.") || officer.starts_with(AT_ZERO);
        let most = match officer.as_str() {
            own if own == OWN.0 => OWN.1,
            _ if is_near => WITH_NEIGHBOURS,
            _ => WITH_OTHERS,
        };
        if !is_free || *taken >= most || !is_under_agreement(&sketch.ledger) {
            return false;
        }
        let part = Part::Followed(*taken);
        *taken += 1;
        self.roles.push(Role::new(sketch.clone(), part, officer.clone(), self.until));
        true
    }

    /// The accounts of those who look after somebody.
    pub(super) fn officers(&self) -> BTreeSet<String> {
        self.roles.iter().map(|role| role.officer.clone()).collect()
    }

    pub(super) fn into_roles(self) -> Vec<Role> {
        self.roles
    }
}
