//! The offices of the city, the district, its streets and communities, and who works there.

use std::collections::BTreeSet;

use super::identity;
use super::names::Names;
use super::places::{Places, Street};
use super::sketches::{OfficeSketch, StaffSketch};
use crate::Population;
use crate::desk::Desk;
use crate::event::{Channel, Content, Event};
use crate::random::Random;

const CITY: u64 = 110_000_000_000;
const DISTRICT: u64 = 110_105_000_000;

/// The staff of the city and of the district: account and role.
const ABOVE: [(&str, &str); 6] = [
    ("zhuren", "head"),
    ("jiancha", "inspector"),
    ("fenxi", "analyst"),
    ("zhuanjia1", "counsellor"),
    ("zhuanjia2", "counsellor"),
    ("zhuanjia3", "counsellor"),
];

/// The three separated administrators, who sit in the city.
const ADMINISTRATORS: [(&str, &str); 3] = [
    ("xitong", "system_administrator"),
    ("anquan", "security_administrator"),
    ("shenji", "audit_administrator"),
];

/// The staff of every street but the assistance officers, in the order in which [`Crew`] counts.
const OF_STREET: [(&str, &str); 6] = [
    ("suozhang", "head"),
    ("qiantai1", "front_desk_clerk"),
    ("qiantai2", "front_desk_clerk"),
    ("zhidao1", "counsellor"),
    ("qiye1", "enterprise_officer"),
    ("shenhe1", "information_reviewer"),
];

/// Gives the offices from the city down, each after the one above it.
pub(super) fn offices(places: &Places) -> Vec<OfficeSketch> {
    let mut offices = Vec::new();
    let mut open = |code, parent, name: String, address: String| {
        let phone = identity::phone(Population::Offices, offices.len() as u64);
        offices.push(OfficeSketch { code, parent, name, address, phone });
    };
    let centre = |place: &str| format!("{place}公共就业服务中心");
    open(CITY, None, centre("北京市"), "北京市乐业路1号".to_owned());
    open(DISTRICT, Some(CITY), centre("朝阳区"), "北京市朝阳区乐业路2号".to_owned());
    for street in &places.streets {
        let communities = &places.communities[street.communities.clone()];
        let seat = communities.first().map_or("", |community| community.place());
        let within = format!("北京市朝阳区{}", street.name);
        open(
            street.code,
            Some(DISTRICT),
            format!("{}公共就业服务所", street.name),
            format!("{within}{seat}1号楼"),
        );
        for community in communities {
            open(
                community.code,
                Some(street.code),
                format!("{}就业服务站", community.name),
                format!("{within}{}2号楼1层", community.place()),
            );
        }
    }
    offices
}

/// Where the staff of a street stand in the list of all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crew {
    first: usize,
    assistance_officers: usize,
}

impl Crew {
    const CLERKS: usize = 1;
    const COUNSELLOR: usize = 3;
    const ENTERPRISE_OFFICER: usize = 4;
    const REVIEWER: usize = 5;

    /// Gives the assistance officer for a community, by its place in the street.
    pub(super) const fn assistance_officer(self, community: usize) -> usize {
        self.first + OF_STREET.len() + community % self.assistance_officers
    }

    /// Gives the clerk for a community, by its place in the street.
    pub(super) const fn clerk(self, community: usize) -> usize {
        self.first + Self::CLERKS + community % 2
    }

    pub(super) const fn enterprise_officer(self) -> usize {
        self.first + Self::ENTERPRISE_OFFICER
    }
}

/// Says how many assistance officers a street has, by what it has to do.
fn assistance_officers(street: &Street) -> usize {
    match street.communities.len() {
        0..13 => 2,
        13..18 => 3,
        _ => 4,
    }
}

/// The staff of all offices and, by street, where they stand.
pub(super) struct Roster {
    pub(super) staff: Vec<StaffSketch>,
    pub(super) crews: Vec<Crew>,
}

impl Roster {
    /// Fills the offices.
    pub(super) fn fill(seed: u64, places: &Places, names: &Names) -> Self {
        let mut hiring = Hiring { seed, names, taken: BTreeSet::new(), staff: Vec::new() };
        for (account, office) in [("beijing", CITY), ("chaoyang", DISTRICT)] {
            for (post, role) in ABOVE {
                hiring.hire(account, post, office, role);
            }
        }
        for (post, role) in ADMINISTRATORS {
            hiring.hire("beijing", post, CITY, role);
        }
        let mut crews = Vec::new();
        for street in &places.streets {
            let officers = assistance_officers(street);
            crews.push(Crew { first: hiring.staff.len(), assistance_officers: officers });
            for (post, role) in OF_STREET {
                hiring.hire(street.account, post, street.code, role);
            }
            for number in 1..=officers {
                let post = format!("yuanzhu{number}");
                hiring.hire(street.account, &post, street.code, "assistance_officer");
            }
            let communities = &places.communities[street.communities.clone()];
            for (number, community) in (1..).zip(communities) {
                let post = format!("shequ{number}");
                hiring.hire(street.account, &post, community.code, "community_assistant");
            }
        }
        Self { staff: hiring.staff, crews }
    }
}

struct Hiring<'names> {
    seed: u64,
    names: &'names Names,
    taken: BTreeSet<String>,
    staff: Vec<StaffSketch>,
}

impl Hiring<'_> {
    fn hire(&mut self, account: &str, post: &str, office: u64, role: &'static str) {
        let number = self.staff.len() as u64 + 1;
        let mut random = Random::of_subject(self.seed, Population::Staff as u64, number);
        let name = loop {
            let name = self.names.any(&mut random);
            if self.taken.insert(name.clone()) {
                break name;
            }
        };
        let user_name = format!("{account}.{post}");
        self.staff.push(StaffSketch { number, user_name, name, office, roles: vec![role] });
    }
}

/// The staff of a street, as they sign for one subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct StreetDesk<'district> {
    pub(super) office: &'district str,
    pub(super) staff: &'district [StaffSketch],
    pub(super) crew: Crew,
    /// Who looks after the subject, by the place in the list.
    pub(super) officer: usize,
}

impl StreetDesk<'_> {
    fn signs(&self, event: &Event, number: u32) -> usize {
        use rules::Kind;
        let post = |post| self.crew.first + post;
        match event.kind {
            Kind::VacancyApproved
            | Kind::VacancyReturned
            | Kind::VacancyPublished
            | Kind::VacancyExpired
            | Kind::VacancyArchived => post(Crew::REVIEWER),
            Kind::GuidanceGiven if event.content != Content::Form("general") => {
                post(Crew::COUNSELLOR)
            }
            // Mostly they ask for their own officer at the counter; otherwise a clerk helps.
            _ if event.channel == Some(Channel::Counter) && number % 3 == 1 => {
                self.crew.clerk(number as usize)
            }
            _ => self.officer,
        }
    }

    fn write(&self, place: usize, buffer: &mut Vec<u8>) {
        if let Some(member) = self.staff.get(place) {
            buffer.extend_from_slice(member.name.as_bytes());
        }
    }
}

impl Desk for StreetDesk<'_> {
    fn write_office(&self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice(self.office.as_bytes());
    }

    fn write_officer(&self, buffer: &mut Vec<u8>) {
        self.write(self.officer, buffer);
    }

    fn write_staff(&self, event: &Event, number: u32, buffer: &mut Vec<u8>) {
        self.write(self.signs(event, number), buffer);
    }
}
