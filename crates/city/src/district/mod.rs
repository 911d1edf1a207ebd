//! A district for demonstration: Beijing's Chaoyang District (110105) with its real streets and
//! communities, and invented offices, staff, persons and employers.

mod firms;
mod identity;
mod names;
mod outlets;
mod places;
mod portrait;
mod sketches;
mod staff;
mod work;

use kernel::Day;
use rules::{Calendar, Law};

use self::names::Names;
use self::places::{Community, Places};
use self::portrait::{Household, Portrait};
pub use self::sketches::{
    EmployerSketch, FairSketch, OfficeSketch, OutletSketch, PersonSketch, StaffSketch,
};
use self::staff::{Crew, Roster, StreetDesk};
use crate::Population;
use crate::employer::Employer;
use crate::fairs;
use crate::line::{LineWriter, SubjectId};
use crate::pace::Pace;
use crate::person::Person;
use crate::plan::{PlanRefusal, check_days, check_number};
use crate::random::Random;
use crate::story::Story;

/// How often a life is begun anew because nothing of it was written down by the last day.
const ATTEMPTS: u64 = 8;

/// How many habits there are, each with its times of day.
const HABITS: u32 = 10_000;

/// Says what district is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictPlan {
    /// How many persons, up to 1 422 040.
    pub persons: u64,
    /// How many employers, up to 153 600; at least a tenth of the persons, and one.
    pub employers: u64,
    /// What fixes everything: the same seed gives the same district.
    pub seed: u64,
    /// The first day on which anything happens; from 2000 to 2100, like the last.
    pub from: Day,
    /// The last day on which anything is written down.
    pub until: Day,
}

impl DistrictPlan {
    /// Plans a district of the two years up to a day, with a tenth as many employers as persons.
    #[must_use]
    pub fn of_two_years(persons: u64, seed: u64, until: Day) -> Self {
        let from = until.plus_days(-2 * 365);
        Self { persons, employers: (persons / 10).max(1), seed, from, until }
    }

    fn check(&self) -> Result<(), PlanRefusal> {
        check_days(self.from, self.until)?;
        check_number("人员", self.persons, identity::MOST_PERSONS)?;
        check_number("用人单位", self.employers, firms::MOST_EMPLOYERS)?;
        let needed = (self.persons / 10).max(1);
        if self.employers < needed {
            return Err(PlanRefusal::TooFewEmployers { number: self.employers, needed });
        }
        Ok(())
    }
}

/// A district for demonstration.
///
/// A person or employer depends on the seed, the days and its own number alone and is made by
/// itself, so that several threads can share the work. Offices and staff depend on the seed only.
///
/// ```
/// use city::{District, DistrictPlan};
///
/// let law = rules::Law::shipped()?;
/// let district = District::new(DistrictPlan::of_two_years(100, 1, "2026-11-22".parse()?), &law)?;
/// let person = district.person(1);
/// assert_eq!(person.reference, "P00000001");
/// assert_eq!(person.office, person.residence / 1000 * 1000);
/// assert_eq!(district.staff()[0].user_name, "beijing.zhuren");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct District<'law> {
    plan: DistrictPlan,
    calendar: &'law Calendar,
    places: Places,
    names: Names,
    offices: Vec<OfficeSketch>,
    staff: Vec<StaffSketch>,
    /// By street: its staff, and where its office stands.
    crews: Vec<(Crew, usize)>,
}

impl<'law> District<'law> {
    /// Opens the offices and fills them; refuses a plan that cannot be carried out.
    pub fn new(plan: DistrictPlan, law: &'law Law) -> Result<Self, PlanRefusal> {
        plan.check()?;
        let (places, names) = (Places::read(), Names::read());
        let offices = staff::offices(&places);
        let roster = Roster::fill(plan.seed, &places, &names);
        let seats = places.streets.iter().map(|street| {
            offices.iter().position(|office| office.code == street.code).unwrap_or(0)
        });
        let crews = roster.crews.into_iter().zip(seats).collect();
        let calendar = law.calendar();
        Ok(Self { plan, calendar, places, names, offices, staff: roster.staff, crews })
    }

    /// Gives the plan.
    #[must_use]
    pub const fn plan(&self) -> &DistrictPlan {
        &self.plan
    }

    /// Gives the offices from the city down: each stands after the one above it.
    #[must_use]
    pub fn offices(&self) -> &[OfficeSketch] {
        &self.offices
    }

    /// Gives the places where the offices receive people, in the order of the offices.
    #[must_use]
    pub fn outlets(&self) -> Vec<OutletSketch> {
        outlets::outlets(&self.offices)
    }

    /// Gives the staff in the order of their numbers.
    #[must_use]
    pub fn staff(&self) -> &[StaffSketch] {
        &self.staff
    }

    /// Makes up a person, numbered from 1.
    #[must_use]
    pub fn person(&self, number: u64) -> PersonSketch {
        let household = Household::of(self.plan.seed, number);
        let mut portrait = self.random(Population::Portraits, number);
        let residence = match &household {
            Some(household) => self.draw_residence(&mut household.luck()),
            None => self.draw_residence(&mut portrait),
        };
        let community = residence.community;
        let story = self.story(Population::Persons, number, community.street, |story| {
            Person::live(story, number, household.is_some());
        });
        let group = story.hardship_group();
        let place = self.places.place_in_street(community);
        let (crew, _) = self.crews[community.street];
        let officer =
            if group.is_some() { crew.assistance_officer(place) } else { crew.clerk(place) };
        let still_in_hardship = group.filter(|_| !story.has(rules::Kind::HardshipEnded));
        let subject = SubjectId::Person(number);
        let portrait = Portrait::draw(
            &self.plan,
            &self.names,
            number,
            household.as_ref(),
            group.is_some(),
            &mut portrait,
        );
        PersonSketch {
            number,
            reference: reference(subject),
            name: portrait.name,
            resident_id: portrait.resident_id,
            phone: identity::phone(Population::Persons, number),
            sex_is_female: portrait.is_female,
            birth: portrait.birth,
            residence: community.code,
            residence_detail: residence.detail,
            household_division: portrait.household_division,
            education: portrait.education,
            occupation: portrait.occupation,
            skill: portrait.skill.to_owned(),
            hardship_group: still_in_hardship.map(str::to_owned),
            household: household.map(|household| household.number),
            office: self.places.streets[community.street].code,
            officer: self.staff[officer].number,
            ledger: self.ledger(subject, story, community.street, officer),
        }
    }

    /// Makes up an employer, numbered from 1.
    #[must_use]
    pub fn employer(&self, number: u64) -> EmployerSketch {
        let mut random = self.random(Population::Firms, number);
        let community = self.places.draw(&mut random);
        let street = &self.places.streets[community.street];
        let story = self
            .story(Population::Employers, number, community.street, |story| Employer::live(story));
        let (name, industry) = firms::name_and_industry(number);
        let (house, floor) = (random.between(1, 60), random.between(1, 24));
        let officer = self.crews[community.street].0.enterprise_officer();
        let subject = SubjectId::Employer(number);
        EmployerSketch {
            number,
            reference: reference(subject),
            name,
            credit_code: identity::credit_code(number),
            industry,
            address: format!(
                "北京市朝阳区{}{}甲{house}号{floor}层",
                street.name,
                community.place()
            ),
            contact_name: self.names.any(&mut random),
            contact_phone: identity::phone(Population::Employers, number),
            office: street.code,
            officer: self.staff[officer].number,
            ledger: self.ledger(subject, story, community.street, officer),
        }
    }

    /// Makes up the fairs of every street, in the order of the streets.
    pub fn fairs(&self) -> impl Iterator<Item = FairSketch> {
        self.places.streets.iter().enumerate().map(|(street, place)| {
            let code = place.code / 1000;
            let story = self.story(Population::Offices, code, street, fairs::hold);
            let subject = SubjectId::Office(code);
            let officer = self.crews[street].0.enterprise_officer();
            FairSketch {
                reference: reference(subject),
                office: place.code,
                ledger: self.ledger(subject, story, street, officer),
            }
        })
    }

    fn random(&self, population: Population, number: u64) -> Random {
        Random::of_subject(self.plan.seed, population as u64, number)
    }

    /// Tells a life, until one is found of which something was written down.
    fn story(
        &self,
        population: Population,
        number: u64,
        street: usize,
        live: impl Fn(&mut Story<'law>),
    ) -> Story<'law> {
        let DistrictPlan { seed, from, until, .. } = self.plan;
        let mut story = Story::new(self.calendar, from, until, Pace::DISTRICT);
        for attempt in 0..ATTEMPTS {
            let seed = seed ^ attempt << 56;
            let random = Random::of_subject(seed, population as u64, number);
            story.begin(random, self.places.streets[street].punctuality);
            live(&mut story);
            if story.is_told() {
                break;
            }
        }
        story
    }

    /// Writes a story down as the staff of a street did.
    fn ledger(
        &self,
        subject: SubjectId,
        mut story: Story<'law>,
        street: usize,
        officer: usize,
    ) -> String {
        let (crew, seat) = self.crews[street];
        let office = &self.offices[seat].name;
        let desk = StreetDesk { office, staff: &self.staff, crew, officer };
        let habit = story.random.below(HABITS);
        let mut lines = LineWriter::default();
        lines.habit = habit;
        lines.write(&subject, &mut story, &desk);
        // Everything that is written is text.
        String::from_utf8(lines.bytes).unwrap_or_default()
    }

    fn draw_residence(&self, random: &mut Random) -> Residence<'_> {
        let community = self.places.draw(random);
        let detail = if community.name.ends_with('村') {
            format!("{}排{}号", random.between(1, 40), random.between(1, 30))
        } else {
            let (house, entrance) = (random.between(1, 48), random.between(1, 6));
            let (floor, door) = (random.between(1, 18), random.between(1, 4));
            format!("{house}号楼{entrance}单元{floor}{door:02}室")
        };
        Residence { community, detail }
    }
}

/// Where somebody lives.
struct Residence<'district> {
    community: &'district Community,
    detail: String,
}

fn reference(subject: SubjectId) -> String {
    let mut bytes = Vec::new();
    subject.write(&mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Gives the rows of a table of the crate, cut at the first comma: comment lines and the header
/// line are passed over.
fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once(','))
}
