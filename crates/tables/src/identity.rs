//! Resident ID numbers in the columns that the mapping names.
//!
//! Excel keeps 15 digits of a number. What it has done to a number of 18 cannot be undone, so such
//! a cell is refused and never guessed at. No message shows a number.

use kernel::{AddressRule, Day, ResidentId};

use crate::cell::{Cell, FIRST_INEXACT};

/// Reads the resident ID number of a cell, or says what is wrong and how to repair it.
pub(crate) fn number_of(cell: &Cell, today: Day, rule: AddressRule) -> Result<String, String> {
    let text = match cell {
        Cell::Text(text) => text.clone(),
        // 15 digits, the number of the first generation, are still exact.
        Cell::Number(number) if number.fract() == 0.0 && (0.0..FIRST_INEXACT).contains(number) => {
            format!("{number}")
        }
        Cell::Number(_) => {
            return Err("号码被存成了数值，Excel 只保留 15 位数字，末几位已丢失，\
                        请把该列设为“文本”格式后，按证件原件重新录入"
                .to_owned());
        }
        other => {
            return Err(format!("应是 18 位公民身份号码（文本格式），实际是{}", other.words()));
        }
    };
    ResidentId::parse(&text, today, rule)
        .map(|read| read.value.in_clear().to_owned())
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &Cell) -> Result<String, String> {
        let today = Day::new(2026, 6, 30).unwrap();
        number_of(cell, today, AddressRule::Known)
    }

    #[test]
    fn numbers_are_brought_into_one_form() {
        let number = Ok("11010519491231002X".to_owned());
        assert_eq!(read(&Cell::Text("110105 19491231 002x".into())), number);
        assert_eq!(read(&Cell::Text("110105491231002".into())), number);
        assert_eq!(read(&Cell::Number(110_105_491_231_002.0)), number);
    }

    #[test]
    fn what_excel_has_damaged_is_refused_with_the_repair() {
        for cell in [
            Cell::Number(110_105_194_912_310_000.0),
            Cell::Number(1.101_051_949_123_1e17),
            Cell::Text("1.10105E+17".into()),
            Cell::Text("110105194912310000".into()),
            Cell::Text("110105194912310021.0".into()),
        ] {
            let reason = read(&cell).unwrap_err();
            assert!(reason.contains("文本"), "{cell:?}: {reason}");
            assert!(!reason.contains("1949"), "{reason}");
        }
    }

    #[test]
    fn a_wrong_check_character_is_refused() {
        assert!(read(&Cell::Text("110105194912310021".into())).is_err());
        assert!(read(&Cell::Number(12.5)).is_err());
        assert!(read(&Cell::Number(f64::NAN)).is_err());
        assert!(read(&Cell::Flag(true)).is_err());
    }
}
