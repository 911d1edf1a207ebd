//! What a person is like, whatever happens to them.

use kernel::Day;

use super::DistrictPlan;
use super::identity::Birth;
use super::names::Names;
use super::work;
use crate::Population;
use crate::random::Random;

/// Among so many persons one household is without anyone in work.
const HOUSEHOLD_EVERY: u64 = 150;

/// Where in such a number of persons the members of the household stand.
const MEMBERS: std::ops::Range<u64> = 40..42;

/// What a member is to the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Man,
    Wife,
    GrownChild,
}

/// A zero-employment household as one of its two members belongs to it. What they share depends
/// on the household alone, so that nobody needs to look at the other.
#[derive(Clone, Debug)]
pub(super) struct Household {
    /// The number of the household, from 1.
    pub(super) number: u64,
    member: Member,
    luck: Random,
    surname_luck: Random,
}

impl Household {
    /// Gives the household of a person, if they live in such a one.
    pub(super) fn of(seed: u64, person: u64) -> Option<Self> {
        let place = person.checked_sub(1)?;
        if !MEMBERS.contains(&(place % HOUSEHOLD_EVERY)) {
            return None;
        }
        let number = place / HOUSEHOLD_EVERY + 1;
        let mut luck = Random::of_subject(seed, Population::Households as u64, number);
        let second = if luck.chance(60) { Member::Wife } else { Member::GrownChild };
        let is_first = place % HOUSEHOLD_EVERY == MEMBERS.start;
        let member = if is_first { Member::Man } else { second };
        let surname_luck = Random::of_subject(seed, Population::Households as u64, !number);
        Some(Self { number, member, luck, surname_luck })
    }

    /// Gives the numbers by which what the members share is drawn.
    pub(super) fn luck(&self) -> Random {
        self.luck.clone()
    }

    fn surname(&self, names: &Names) -> Option<&'static str> {
        (self.member != Member::Wife).then(|| names.surname(&mut self.surname_luck.clone()))
    }
}

/// What a person is like.
#[derive(Debug)]
pub(super) struct Portrait {
    pub(super) name: String,
    pub(super) resident_id: String,
    pub(super) is_female: bool,
    pub(super) birth: Day,
    pub(super) household_division: String,
    pub(super) education: &'static str,
    pub(super) occupation: &'static str,
    pub(super) skill: &'static str,
}

impl Portrait {
    pub(super) fn draw(
        plan: &DistrictPlan,
        names: &Names,
        number: u64,
        household: Option<&Household>,
        in_hardship: bool,
        random: &mut Random,
    ) -> Self {
        let member = household.map(|household| household.member);
        let is_female = match member {
            Some(Member::Man) => false,
            Some(Member::Wife) => true,
            Some(Member::GrownChild) | None => random.chance(50),
        };
        // Ages at the end of the first year; nobody comes before 16 or after retirement.
        let (youngest, oldest) = match (member, in_hardship, is_female) {
            (Some(Member::Man), ..) => (46, 53),
            (Some(Member::Wife), ..) => (41, 48),
            (Some(Member::GrownChild), ..) => (18, 25),
            (None, true, true) => (36, 48),
            (None, true, false) => (38, 57),
            (None, false, true) => (18, 47),
            (None, false, false) => (18, 55),
        };
        let mut age = random.between(youngest, oldest);
        if !in_hardship {
            // The young look for work more often.
            age = age.min(random.between(youngest, oldest));
        }
        let year = plan.from.year();
        let about = year - i32::from(age);
        let birth = Birth::of(plan.seed, number, is_female, about, year - i32::from(youngest));
        let born = birth.day.year();
        let surname = household.and_then(|household| household.surname(names));
        let surname = surname.unwrap_or_else(|| names.surname(random));
        let given = names.given(random, is_female, born);
        let (division, first) = work::counties(random);
        let education = work::education(random, born);
        let (occupation, skill) = work::occupation(random, education);
        Self {
            name: format!("{surname}{given}"),
            resident_id: birth.resident_id(first),
            is_female,
            birth: birth.day,
            household_division: format!("{division:06}"),
            education,
            occupation,
            skill,
        }
    }
}
