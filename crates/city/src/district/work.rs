//! What people can do and have learned, and where they come from.

use crate::random::Random;

/// An occupation of 职业分类大典 (2022) and what those who had it say they can do.
pub(super) type Work = (&'static str, &'static str);

/// Occupations that ask for no studies.
const PRACTICAL: [Work; 26] = [
    ("4-09-08-01", "保洁、绿植养护"),
    ("4-07-05-01", "门卫值守、巡逻，持保安员证"),
    ("4-10-01-06", "家政服务、收纳整理"),
    ("4-10-01-05", "老人日常照护，会基础急救"),
    ("4-10-01-03", "婴幼儿照护"),
    ("4-03-02-01", "中式烹调，会做北方家常菜"),
    ("4-03-02-02", "中式面点"),
    ("4-03-02-05", "餐厅服务、传菜"),
    ("4-03-02-05", "前厅服务、点单收银"),
    ("4-01-02-04", "超市收银"),
    ("4-01-02-03", "商品销售、理货陈列"),
    ("4-01-02-01", "销售，善于与人沟通"),
    ("4-02-07-08", "快递收派，熟悉朝阳区道路"),
    ("4-10-08-01", "骑行配送"),
    ("4-02-02-02", "货车驾驶，持 B2 驾驶证"),
    ("4-02-02-01", "小客车驾驶，驾龄十年以上"),
    ("4-02-06-01", "仓库管理、出入库登记"),
    ("4-02-06-02", "分拣理货"),
    ("4-06-01-03", "停车场管理"),
    ("4-03-01-02", "客房整理"),
    ("4-09-10-01", "园林绿化、修剪"),
    ("6-31-01-03", "低压电工，持电工作业证"),
    ("6-29-02-15", "水暖管道维修"),
    ("6-05-01-03", "服装缝纫、改衣"),
    ("4-10-03-02", "美发"),
    ("4-12-01-01", "汽车维修、保养"),
];

/// Occupations that ask for studies or the use of a computer.
const CLERICAL: [Work; 14] = [
    ("4-07-02-03", "客户服务、电话回访"),
    ("2-06-03-00", "会计核算、报税，持初级会计证"),
    ("3-01-01-01", "行政事务、办公软件"),
    ("3-01-02-02", "文书写作、会议组织"),
    ("2-06-08-01", "招聘、薪酬核算"),
    ("4-04-05-01", "网页前端开发"),
    ("2-02-10-03", "后端开发，会 Java、Python"),
    ("2-06-07-02", "市场推广、活动策划"),
    ("4-01-06-01", "网店运营、商品上架"),
    ("4-01-06-02", "短视频剪辑、直播运营"),
    ("2-07-11-01", "社区工作、个案访谈"),
    ("4-08-08-07", "室内设计，会 CAD"),
    ("4-06-02-01", "房屋租售"),
    ("3-01-02-05", "文字录入、表格处理"),
];

/// Education of those born early: percent and code of GB/T 4658.
const EARLIER_EDUCATION: [(u32, &str); 8] =
    [(33, "71"), (25, "61"), (13, "41"), (5, "47"), (4, "44"), (11, "31"), (6, "21"), (3, "81")];

/// Education of those born late: percent and code of GB/T 4658.
const LATER_EDUCATION: [(u32, &str); 8] =
    [(31, "21"), (31, "31"), (13, "41"), (3, "47"), (4, "44"), (10, "61"), (5, "71"), (3, "14")];

/// The year of birth from which education is of the later kind.
const LATER_FROM: i32 = 1986;

/// Counties outside Beijing whose codes never changed, so that they fit any year of birth; those
/// from which more people come stand here more than once.
const OTHER_COUNTIES: [u32; 30] = [
    130_102, 130_102, 130_104, 130_104, 130_107, 130_203, 130_203, 370_102, 370_105, 370_203,
    370_305, 370_405, 410_102, 410_102, 410_106, 410_403, 140_121, 140_303, 140_212, 230_102,
    230_108, 230_203, 210_102, 210_105, 210_702, 340_121, 340_403, 340_223, 220_122, 420_105,
];

/// Districts of Beijing whose codes never changed, the district itself left out.
const OTHER_DISTRICTS: [u32; 6] = [110_101, 110_102, 110_106, 110_107, 110_108, 110_109];

/// The district.
const OWN: u32 = 110_105;

/// Draws an education for a year of birth; gives its code.
pub(super) fn education(random: &mut Random, born: i32) -> &'static str {
    let list = if born < LATER_FROM { &EARLIER_EDUCATION } else { &LATER_EDUCATION };
    random.weighted(list)
}

/// Draws an occupation that goes with an education.
pub(super) fn occupation(random: &mut Random, education: &str) -> Work {
    let clerical = match education {
        "14" | "21" => 92,
        "31" => 70,
        "41" | "61" => 22,
        _ => 4,
    };
    if random.chance(clerical) { random.one_of(&CLERICAL) } else { random.one_of(&PRACTICAL) }
}

/// Draws where a person is registered (户籍) and where they first were.
pub(super) fn counties(random: &mut Random) -> (u32, u32) {
    match random.below(100) {
        0..58 => (OWN, OWN),
        58..70 => (OWN, random.one_of(&OTHER_DISTRICTS)),
        70..80 => {
            let district = random.one_of(&OTHER_DISTRICTS);
            (district, district)
        }
        80..85 => (OWN, random.one_of(&OTHER_COUNTIES)),
        _ => {
            let county = random.one_of(&OTHER_COUNTIES);
            (county, county)
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{EducationLevel, Occupation, OccupationLevel};

    use super::{CLERICAL, EARLIER_EDUCATION, LATER_EDUCATION, PRACTICAL};

    #[test]
    fn codes_are_those_of_the_standards() {
        for (code, _) in PRACTICAL.iter().chain(&CLERICAL) {
            let occupation = Occupation::find(code).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(occupation.level(), OccupationLevel::Occupation, "{code}");
        }
        for list in [EARLIER_EDUCATION, LATER_EDUCATION] {
            assert_eq!(list.iter().map(|(percent, _)| percent).sum::<u32>(), 100);
            for (_, code) in list {
                assert!(EducationLevel::find(code).is_ok(), "{code}");
            }
        }
    }
}
