//! The streets and communities of the district.

use std::ops::Range;

use crate::office::Office;
use crate::random::Random;

const COMMUNITIES: &str = include_str!("../../data/communities_110105.csv");

/// How the streets are called in accounts, in the order of their codes.
const ACCOUNTS: [&str; Office::COUNT as usize] = [
    "jianwai",
    "chaowai",
    "hujialou",
    "sanlitun",
    "zuojiazhuang",
    "xiangheyuan",
    "hepingjie",
    "anzhen",
    "yayuncun",
    "xiaoguan",
    "jiuxianqiao",
    "maizidian",
    "tuanjiehu",
    "liulitun",
    "balizhuang",
    "shuangjing",
    "jinsong",
    "panjiayuan",
    "fatou",
    "shoudujichang",
    "nanmofang",
    "gaobeidian",
    "jiangtai",
    "taiyanggong",
    "datun",
    "wangjing",
    "xiaohongmen",
    "shibalidian",
    "pingfang",
    "dongfeng",
    "aoyuncun",
    "laiguangying",
    "changying",
    "sanjianfang",
    "guanzhuang",
    "jinzhan",
    "sunhe",
    "cuigezhuang",
    "dongba",
    "heizhuanghu",
    "dougezhuang",
    "wangsiying",
    "donghu",
];

/// The street that is shown first: 双井街道.
const SHOWN_FIRST: u64 = 110_105_016;
/// How many times more people live there than elsewhere, so that in a district of 20,000 persons each of its
/// assistance officers carries about sixty.
const CROWDED: usize = 12;

/// Neither a community nor a village alone, but what is left when its committee is taken off.
const COMMITTEES: [&str; 6] =
    ["居民居委会", "居民委员会", "居委会", "民委员会", "治理委员会社区", "委会"];

/// A community or village.
#[derive(Clone, Debug)]
pub(super) struct Community {
    /// Its code, 12 digits.
    pub(super) code: u64,
    /// Its name without the committee: 垂杨柳东里社区, 楼梓庄村.
    pub(super) name: String,
    /// Its place among the streets.
    pub(super) street: usize,
}

impl Community {
    /// Gives the name as it stands in an address.
    pub(super) fn place(&self) -> &str {
        self.name.strip_suffix("社区").unwrap_or(&self.name)
    }
}

/// A street or area.
#[derive(Clone, Debug)]
pub(super) struct Street {
    /// Its code, 12 digits.
    pub(super) code: u64,
    /// Its name.
    pub(super) name: &'static str,
    /// How it is called in accounts.
    pub(super) account: &'static str,
    /// How many duties of a hundred its office meets in time.
    pub(super) punctuality: u32,
    /// Where its communities stand in their list.
    pub(super) communities: Range<usize>,
}

/// Everywhere in the district.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) streets: Vec<Street>,
    pub(super) communities: Vec<Community>,
    shown_first: Range<usize>,
}

impl Places {
    /// Reads the list of communities, which ascends by code.
    pub(super) fn read() -> Self {
        let mut streets: Vec<Street> = (0..Office::COUNT)
            .map(|number| {
                let office = Office::numbered(number);
                Street {
                    code: office.code() * 1000,
                    name: office.street(),
                    account: ACCOUNTS[usize::from(number)],
                    punctuality: office.punctuality(),
                    communities: 0..0,
                }
            })
            .collect();
        let mut communities = Vec::new();
        for (code, name) in super::rows(COMMUNITIES) {
            let code: u64 = code.parse().unwrap_or(0);
            let found = streets.iter().position(|street| street.code == code / 1000 * 1000);
            let Some(street) = found else { continue };
            let own = &mut streets[street].communities;
            if own.start == own.end {
                *own = communities.len()..communities.len();
            }
            own.end += 1;
            communities.push(Community { code, name: without_committee(name), street });
        }
        let shown_first = streets.iter().find(|street| street.code == SHOWN_FIRST * 1000);
        let shown_first = shown_first.map_or(0..0, |street| street.communities.clone());
        Self { streets, communities, shown_first }
    }

    /// Draws a community.
    pub(super) fn draw(&self, random: &mut Random) -> &Community {
        let again = self.shown_first.len() * (CROWDED - 1);
        let all = self.communities.len() + again;
        let drawn = random.below(u32::try_from(all).unwrap_or(u32::MAX)) as usize;
        let place = match drawn.checked_sub(self.communities.len()) {
            Some(again) => self.shown_first.start + again % self.shown_first.len(),
            None => drawn,
        };
        &self.communities[place]
    }

    /// Says where a community stands within its street.
    pub(super) fn place_in_street(&self, community: &Community) -> usize {
        let own = self.streets[community.street].communities.clone();
        self.communities[own].iter().position(|other| other.code == community.code).unwrap_or(0)
    }
}

fn without_committee(name: &str) -> String {
    let bare = COMMITTEES.iter().find_map(|committee| name.strip_suffix(committee));
    let bare = bare.unwrap_or(name);
    if bare.ends_with("社区") || bare.ends_with('村') && !name.ends_with("居委会") {
        bare.to_owned()
    } else {
        format!("{bare}社区")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Places, without_committee};

    #[test]
    fn committees_are_taken_off() {
        for (name, bare) in [
            ("垂杨柳东里社区居委会", "垂杨柳东里社区"),
            ("东柏街社区居民委员会", "东柏街社区"),
            ("楼梓庄村委会", "楼梓庄村"),
            ("某某村民委员会", "某某村"),
            ("楼梓庄居委会", "楼梓庄社区"),
            ("四道口居民委员会", "四道口社区"),
            ("芍药居五社区居民居委会", "芍药居五社区"),
            ("北京像素北区治理委员会社区", "北京像素北区社区"),
            ("机场工作区社区", "机场工作区社区"),
        ] {
            assert_eq!(without_committee(name), bare);
        }
    }

    #[test]
    fn every_community_lies_in_a_street() {
        let places = Places::read();
        assert_eq!((places.streets.len(), places.communities.len()), (43, 768));
        for street in &places.streets {
            assert!(!street.communities.is_empty(), "{}", street.name);
            for community in &places.communities[street.communities.clone()] {
                assert_eq!(community.code / 1000 * 1000, street.code);
                assert!(!community.place().is_empty() && !community.name.contains("委"));
            }
        }
        let accounts: BTreeSet<&str> = places.streets.iter().map(|street| street.account).collect();
        assert_eq!(accounts.len(), 43);
    }
}
