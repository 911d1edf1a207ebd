//! Figures as they are read.

/// A figure in a template.
pub(super) trait Figure {
    /// Writes it with a comma before every three digits.
    fn grouped(&self) -> String;
    /// Writes tenths of a percent as percent.
    fn percent(&self) -> String;
}

impl Figure for i64 {
    fn grouped(&self) -> String {
        let digits = self.unsigned_abs().to_string();
        let mut words = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if *self < 0 {
            words.push('-');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                words.push(',');
            }
            words.push(digit);
        }
        words
    }

    fn percent(&self) -> String {
        let sign = if *self < 0 { "-" } else { "" };
        let whole = (self.saturating_abs() / 10).grouped();
        format!("{sign}{whole}.{}%", self.unsigned_abs() % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_in_a_report() {
        for (number, words) in [
            (0_i64, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (-1_234_567, "-1,234,567"),
            (i64::MIN, "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(number.grouped(), words);
        }
        for (part, words) in [(0_i64, "0.0%"), (354, "35.4%"), (-5, "-0.5%"), (12_345, "1,234.5%")]
        {
            assert_eq!(part.percent(), words);
        }
    }
}
