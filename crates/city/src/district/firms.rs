//! Employers that do not exist.

/// What an employer does: the code of GB/T 4754-2017, and the words in its name.
pub(super) type Trade = (&'static str, &'static str);

const TRADES: [Trade; 24] = [
    ("K7020", "物业管理"),
    ("H6210", "餐饮管理"),
    ("F5212", "超市"),
    ("F5213", "便利店"),
    ("I6513", "软件开发"),
    ("O8111", "汽车维修"),
    ("G5910", "装卸服务"),
    ("H6110", "酒店管理"),
    ("O8211", "保洁服务"),
    ("Q8514", "养老服务"),
    ("O8040", "美容美发"),
    ("N7840", "园林绿化"),
    ("L7291", "旅行社"),
    ("P8391", "职业技能培训"),
    ("C1811", "服装"),
    ("O8010", "家政服务"),
    ("L7271", "保安服务"),
    ("G6020", "快递服务"),
    ("E5012", "装饰工程"),
    ("O8121", "电脑维修"),
    ("R8930", "健身服务"),
    ("M7492", "设计咨询"),
    ("L7259", "广告"),
    ("L7289", "会展服务"),
];

const FIRST: [&str; 40] = [
    "润", "禾", "沐", "榕", "晟", "泓", "瑾", "恒", "嘉", "瑞", "祥", "宏", "广", "盛", "兴", "汇",
    "诚", "佳", "康", "乐", "悦", "和", "顺", "隆", "万", "中", "同", "益", "惠", "安", "利", "德",
    "鼎", "博", "启", "新", "远", "丰", "福", "锦",
];

const SECOND: [&str; 40] = [
    "达", "田", "泽", "庭", "途", "涛", "轩", "源", "宜", "林", "云", "川", "厦", "杉", "辰", "桥",
    "信", "美", "宁", "居", "来", "风", "通", "运", "家", "洲", "舟", "民", "邻", "顺", "群", "馨",
    "成", "雅", "航", "程", "景", "禧", "临", "溪",
];

const FRAMES: [(&str, &str); 4] = [
    ("北京朝阳", "有限公司"),
    ("北京", "有限公司"),
    ("北京朝阳", "有限责任公司"),
    ("北京", "有限责任公司"),
];

/// For how many employers there are names.
pub(super) const MOST_EMPLOYERS: u64 =
    (FIRST.len() * SECOND.len() * TRADES.len() * FRAMES.len()) as u64;

/// Gives the name and the industry code of an employer; no two of [`MOST_EMPLOYERS`] share a
/// name.
pub(super) fn name_and_industry(number: u64) -> (String, &'static str) {
    let number = usize::try_from(number % MOST_EMPLOYERS).unwrap_or(0);
    let brands = FIRST.len() * SECOND.len();
    // No factor in common with the number of brands, so that all come up before one comes again.
    let brand = number % brands * 607 % brands;
    let round = number / brands;
    let (code, trade) = TRADES[(brand * 7 + brand / 40 + round) % TRADES.len()];
    let (before, after) = FRAMES[round / TRADES.len() % FRAMES.len()];
    let (first, second) = (FIRST[brand % FIRST.len()], SECOND[brand / FIRST.len()]);
    (format!("{before}{first}{second}{trade}{after}"), code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::{Industry, IndustryLevel};

    use super::{MOST_EMPLOYERS, TRADES, name_and_industry};

    #[test]
    fn no_name_comes_twice() {
        let names: BTreeSet<String> =
            (0..MOST_EMPLOYERS).map(|number| name_and_industry(number).0).collect();
        assert_eq!(names.len() as u64, MOST_EMPLOYERS);
    }

    #[test]
    fn industries_are_those_of_the_standard() {
        for (code, _) in TRADES {
            let industry = Industry::find(code).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(industry.level(), IndustryLevel::Class, "{code}");
        }
    }
}
