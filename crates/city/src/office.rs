//! The offices of the city and their staff.

use crate::desk::Desk;
use crate::event::{Channel, Event};
use crate::random::Random;

/// The streets and areas of Beijing's Chaoyang District, in the order of their division codes
/// 110105001 to 110105043 (national statistical division codes, 2023).
const STREETS: [&str; 43] = [
    "建外街道",
    "朝外街道",
    "呼家楼街道",
    "三里屯街道",
    "左家庄街道",
    "香河园街道",
    "和平街街道",
    "安贞街道",
    "亚运村街道",
    "小关街道",
    "酒仙桥街道",
    "麦子店街道",
    "团结湖街道",
    "六里屯街道",
    "八里庄街道",
    "双井街道",
    "劲松街道",
    "潘家园街道",
    "垡头街道",
    "首都机场街道",
    "南磨房地区",
    "高碑店地区",
    "将台地区",
    "太阳宫地区",
    "大屯街道",
    "望京街道",
    "小红门地区",
    "十八里店地区",
    "平房地区",
    "东风地区",
    "奥运村街道",
    "来广营地区",
    "常营地区",
    "三间房地区",
    "管庄地区",
    "金盏地区",
    "孙河地区",
    "崔各庄地区",
    "东坝地区",
    "黑庄户地区",
    "豆各庄地区",
    "王四营地区",
    "东湖街道",
];

/// Surnames of the invented staff.
const SURNAMES: [&str; 23] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑",
];

/// Given names of the invented staff.
const GIVEN_NAMES: [&str; 29] = [
    "敏", "丽娟", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "秀英",
    "霞", "平", "刚", "桂英", "芳", "娜", "秀兰", "建国", "晓东", "雪梅", "立新", "海燕", "志刚",
    "春梅",
];

/// A member of staff, numbered within the office.
type StaffNumber = u8;

/// How many members of staff an office has.
const STAFF: StaffNumber = 6;

/// The office of a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Office {
    number: u8,
}

impl Office {
    /// How many offices the city has.
    pub(crate) const COUNT: u8 = 43;

    /// Gives the office of a number from 0; beyond the last it begins anew.
    pub(crate) const fn numbered(number: u8) -> Self {
        Self { number: number % Self::COUNT }
    }

    /// Gives the division code of its street, by which it also organises fairs.
    pub(crate) fn code(self) -> u64 {
        110_105_001 + u64::from(self.number)
    }

    /// Gives the name of its street or area.
    pub(crate) const fn street(self) -> &'static str {
        STREETS[self.number as usize]
    }

    /// Writes its name.
    fn write_name(self, buffer: &mut Vec<u8>) {
        buffer.extend_from_slice("朝阳区".as_bytes());
        buffer.extend_from_slice(self.street().as_bytes());
        buffer.extend_from_slice("社保所".as_bytes());
    }

    /// Writes the name of one of its staff.
    fn write_staff(self, staff: StaffNumber, buffer: &mut Vec<u8>) {
        // The steps have no factor in common with the lengths, so that names mix well.
        let number = usize::from(self.number) * usize::from(STAFF) + usize::from(staff);
        buffer.extend_from_slice(SURNAMES[number * 7 % SURNAMES.len()].as_bytes());
        buffer.extend_from_slice(GIVEN_NAMES[number * 11 % GIVEN_NAMES.len()].as_bytes());
    }

    /// Says how many duties of a hundred the office meets in time. Offices differ, as they do.
    pub(crate) fn punctuality(self) -> u32 {
        82 + u32::from(self.number) * 37 % 13
    }
}

/// A member of the staff of an office, who looks after a subject.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfficeDesk {
    office: Office,
    officer: StaffNumber,
}

impl OfficeDesk {
    /// Draws who looks after a subject, in the office given or in any.
    pub(crate) fn drawn(random: &mut Random, office: Option<Office>) -> Self {
        let office = office.unwrap_or_else(|| {
            Office::numbered(u8::try_from(random.below(u32::from(Office::COUNT))).unwrap_or(0))
        });
        let officer = u8::try_from(random.below(u32::from(STAFF))).unwrap_or(0);
        Self { office, officer }
    }

    pub(crate) fn punctuality(self) -> u32 {
        self.office.punctuality()
    }
}

impl Desk for OfficeDesk {
    fn write_office(&self, buffer: &mut Vec<u8>) {
        self.office.write_name(buffer);
    }

    fn write_officer(&self, buffer: &mut Vec<u8>) {
        self.office.write_staff(self.officer, buffer);
    }

    fn write_staff(&self, event: &Event, number: u32, buffer: &mut Vec<u8>) {
        // At the counter a colleague may sit instead.
        let stands_in = event.channel == Some(Channel::Counter) && number % 3 == 1;
        let staff = if stands_in { (self.officer + 1) % STAFF } else { self.officer };
        self.office.write_staff(staff, buffer);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Office, STAFF};

    #[test]
    fn staff_of_an_office_have_different_names() {
        for number in 0..Office::COUNT {
            let names: BTreeSet<Vec<u8>> = (0..STAFF)
                .map(|staff| {
                    let mut name = Vec::new();
                    Office::numbered(number).write_staff(staff, &mut name);
                    name
                })
                .collect();
            assert_eq!(names.len(), usize::from(STAFF), "office {number}");
        }
    }
}
