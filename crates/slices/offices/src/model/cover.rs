//! Standing in for a colleague, from day to day.

use std::fmt;

use access::OfficeLevel;
use kernel::Day;
use store::{ActorId, OfficeId};

store::identifier! {
    /// Names a cover.
    pub CoverId
}

/// The longest cover, in days; a longer absence is a hand-over.
pub const LONGEST: i32 = 92;

store::row! {
    /// Who stands in for whom.
    #[derive(Eq)]
    pub struct Cover from "cover" {
        /// Its name in the database.
        pub cover_id: CoverId,
        /// Whose work it is.
        pub staff_id: ActorId,
        /// Their name.
        pub staff_name: String,
        /// Who does it meanwhile.
        pub covered_by: ActorId,
        /// Their name.
        pub covered_by_name: String,
        /// The office of whose work it is.
        pub office_id: OfficeId,
        /// Its code.
        pub office_code: i64,
        /// Its name.
        pub office_name: String,
        /// The code of the office of who does it meanwhile.
        pub base_code: i64,
        /// Its name.
        pub base_name: String,
        /// The first day.
        pub first_day: Day,
        /// The last day.
        pub last_day: Day,
        /// Why.
        pub reason: String,
        /// Whether it was ended before its time.
        pub is_revoked: bool,
    }
}

impl Cover {
    /// Tells whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        !self.is_revoked && self.first_day <= day && day <= self.last_day
    }

    /// Tells whether who does the work comes from another office.
    #[must_use]
    pub const fn is_from_elsewhere(&self) -> bool {
        self.base_code != self.office_code
    }
}

/// Tells whether somebody of one office may stand in for somebody of another, each by its code: where the office of
/// whoever is away is a street's or a community's, one beside it in the same district or the district's own (BJ18-4). Whoever
/// works for a whole district is stood in for at home: nobody of a street is to see all of it.
#[must_use]
pub fn reaches(away: i64, base: i64) -> bool {
    let district = |code: i64| code - code.rem_euclid(1_000_000);
    OfficeLevel::of_code(away) > OfficeLevel::District
        && OfficeLevel::of_code(base) >= OfficeLevel::District
        && district(away) == district(base)
}

/// Why a cover is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverRefusal {
    /// Nobody covers themselves.
    Oneself,
    /// The two do not work in one office, nor in two that lend each other a hand.
    Offices,
    /// A stand-in from another office is named by who leads the office.
    NotHead,
    /// One of them has left, or serves nobody.
    NotServing,
    /// The last day lies before the first.
    Order,
    /// It would have begun already.
    Past,
    /// It would last too long.
    Long,
    /// No reason is given.
    Reason,
    /// The colleague is away themselves: somebody covers them in those days.
    Away,
    /// Whoever goes away stands in for somebody in those days.
    Covering,
    /// Somebody covers those days already.
    Overlap,
    /// It is over.
    Over,
    /// There is no such cover.
    Missing,
}

impl fmt::Display for CoverRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Oneself => out.write_str("代班人不能是本人"),
            Self::Offices => out.write_str(
                "代班人应是同一机构的同事；街道、社区缺人时，也可以是本区其他街道、社区或区级机构的人员。区级、市级机构的人员由本机构同事代班；跨区请办理移交",
            ),
            Self::NotHead => out.write_str(
                "由其他机构的人员代班，须由本机构或上级机构的负责人设置；本人可以请本机构同事代班",
            ),
            Self::NotServing => {
                out.write_str("双方都应是在岗的业务人员；管理员和已离岗人员不能代班或被代班")
            }
            Self::Order => out.write_str("结束日期不能早于开始日期"),
            Self::Past => out.write_str("开始日期不能早于今天"),
            Self::Long => write!(out, "一次代班最长 {LONGEST} 天；更久的缺勤请办理移交"),
            Self::Reason => out.write_str("请填写代班原因，例如：年休假、外出培训"),
            Self::Away => out.write_str("代班人自己在这段时间由别人代班，请换一位同事或改日期"),
            Self::Covering => {
                out.write_str("本人在这段时间正为别人代班；请先取消或改期，以免其服务对象无人负责")
            }
            Self::Overlap => out.write_str("这段时间已有人代班；请先取消原来的代班，或改日期"),
            Self::Over => out.write_str("这次代班已经结束"),
            Self::Missing => out.write_str("没有这次代班"),
        }
    }
}

impl std::error::Error for CoverRefusal {}

/// Refuses days that cannot be.
pub fn check_days(first: Day, last: Day, today: Day) -> Result<(), CoverRefusal> {
    if last < first {
        Err(CoverRefusal::Order)
    } else if first < today {
        Err(CoverRefusal::Past)
    } else if last.days_since(first) >= LONGEST {
        Err(CoverRefusal::Long)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_in_order_to_come_and_not_too_many() {
        let today = Day::new(2026, 1, 5).expect("a day");
        for (from, length, expected) in [
            (0, 0, Ok(())),
            (0, LONGEST - 1, Ok(())),
            (0, LONGEST, Err(CoverRefusal::Long)),
            (3, -1, Err(CoverRefusal::Order)),
            (-1, 5, Err(CoverRefusal::Past)),
        ] {
            let first = today.plus_days(from);
            assert_eq!(
                check_days(first, first.plus_days(length), today),
                expected,
                "{from} {length}"
            );
        }
    }

    #[test]
    fn a_hand_is_lent_within_a_district_to_its_streets_and_communities() {
        let (street, beside, community) = (110_105_016_000, 110_105_017_000, 110_105_016_001);
        let (district, city, far) = (110_105_000_000, 110_000_000_000, 110_106_001_000);
        for (away, base) in [
            (street, beside),
            (street, district),
            (street, community),
            (community, street),
            (community, 110_105_017_003),
            (community, district),
        ] {
            assert!(reaches(away, base), "{away} {base}");
        }
        for (away, base) in [
            (street, far),
            (street, city),
            (street, 110_106_000_000),
            (district, street),
            (district, 110_106_000_000),
            (city, district),
        ] {
            assert!(!reaches(away, base), "{away} {base}");
        }
    }
}
