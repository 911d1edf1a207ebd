//! When somebody in a public-welfare post is spoken to next: throughout the term (BJ18-30(2): 在托底安置期间，其就业援助服务
//! 专员应继续引导), and before it ends. The article sets no day; local norms do.

use kernel::Day;
use rules::{Entry, Kind, Rulebook, Term, months_later};

/// How many days before its last day a contact of the term stands among what waits.
const AHEAD: i32 = 14;

/// When somebody in a post is to be spoken to, by local norms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactNorm {
    /// After how many months at most again.
    pub months: u16,
    /// How many days before the end, the first time and the last time.
    pub before: [i32; 2],
}

/// What a contact is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactOccasion {
    /// To go on guiding the person, so many months after the last contact at most.
    Guidance(u16),
    /// To speak of what comes after the term, so many days before its end.
    End(i32),
}

/// A contact that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextContact {
    /// Until when.
    pub until: Day,
    /// What for.
    pub occasion: ContactOccasion,
}

impl NextContact {
    /// Gives the day from which on it is asked for: before the end of a term on its day, otherwise some days ahead.
    #[must_use]
    pub fn asked_from(&self) -> Day {
        match self.occasion {
            ContactOccasion::Guidance(_) => self.until.plus_days(-AHEAD),
            ContactOccasion::End(_) => self.until,
        }
    }

    /// Says what is asked for.
    #[must_use]
    pub fn words(&self, term: Term, last: Option<Day>) -> String {
        match (self.occasion, last) {
            (ContactOccasion::End(before), _) => {
                format!("岗位 {} 期满；期满前 {before} 天的联系还没有记录", term.last)
            }
            (ContactOccasion::Guidance(months), Some(last)) => format!(
                "安置期间至少每 {months} 个月联系一次，继续引导参加培训等就业准备；上次 {last}"
            ),
            (ContactOccasion::Guidance(months), None) => format!(
                "安置期间至少每 {months} 个月联系一次，继续引导参加培训等就业准备；安置以来还没有联系"
            ),
        }
    }
}

impl ContactNorm {
    /// The norm on a day.
    #[must_use]
    pub fn on(rulebook: &Rulebook<'_>, as_of: Day) -> Self {
        let months = rulebook.public_post_contact_interval(as_of);
        Self { months, before: rulebook.public_post_contacts(as_of) }
    }

    /// Gives the day before or on which whoever is asked for today was spoken to last, or placed: whoever was later is not
    /// asked for throughout the term yet. A month has 28 days at least.
    #[must_use]
    pub fn silent_since(self, today: Day) -> Day {
        today.plus_days(AHEAD - 28 * i32::from(self.months))
    }

    /// Gives the next contact of a term, by the day on which somebody spoke to the person last since the placement: what
    /// comes first. There is none that would lie before the placement or after the end, and none any more once the term is
    /// over.
    #[must_use]
    pub fn next(self, term: Term, last: Option<Day>, today: Day) -> Option<NextContact> {
        if term.is_over(today) {
            return None;
        }
        let guided = months_later(last.unwrap_or(term.from).max(term.from), self.months);
        let guided =
            NextContact { until: guided, occasion: ContactOccasion::Guidance(self.months) };
        let guided = Some(guided).filter(|next| next.until <= term.last);
        let ends = self.before.map(|before| NextContact {
            until: term.last.plus_days(-before),
            occasion: ContactOccasion::End(before),
        });
        // Of two that are past, one contact meets both.
        let reached = ends.into_iter().rev().find(|end| end.until <= today);
        let is_open =
            |end: &NextContact| end.until > term.from && last.is_none_or(|last| last < end.until);
        let ahead = ends.into_iter().find(|end| end.until > today && end.until > term.from);
        let end = reached.filter(is_open).or(ahead);
        guided.into_iter().chain(end).min_by_key(|next| next.until)
    }
}

/// Tells whether an entry of this kind says that somebody spoke to the person.
#[must_use]
pub const fn speaks(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::GuidanceGiven
            | Kind::FollowedUp
            | Kind::Contacted
            | Kind::TrainingStarted
            | Kind::ReadinessAssessed
            | Kind::Recommended
    )
}

/// Gives the day on which somebody spoke to a person last since a day, by the ledger; what was corrected does not count.
#[must_use]
pub fn spoken_to(entries: &[Entry<'_>], since: Day) -> Option<Day> {
    let is_corrected = |place: usize| {
        entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place))
    };
    let spoken = entries
        .iter()
        .enumerate()
        .filter(|(place, entry)| speaks(entry.kind) && entry.on >= since && !is_corrected(*place));
    spoken.map(|(_, entry)| entry.on).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NORM: ContactNorm = ContactNorm { months: 3, before: [60, 30] };

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn next(last: Option<&str>, today: &str) -> Option<(Day, ContactOccasion)> {
        let term = Term { from: day("2026-01-15"), last: day("2029-01-14") };
        let next = NORM.next(term, last.map(day), day(today))?;
        Some((next.until, next.occasion))
    }

    #[test]
    fn of_three_years_no_quarter_passes_without_a_contact() {
        let guided = |on| Some((day(on), ContactOccasion::Guidance(3)));
        assert_eq!(next(None, "2026-01-15"), guided("2026-04-15"));
        assert_eq!(next(None, "2027-06-01"), guided("2026-04-15"), "it stays owed");
        assert_eq!(next(Some("2026-11-30"), "2026-12-01"), guided("2027-02-28"));
        // Before the end the earlier of both comes first.
        let ends = |on, before| Some((day(on), ContactOccasion::End(before)));
        assert_eq!(next(Some("2028-10-20"), "2028-10-20"), ends("2028-11-15", 60));
        assert_eq!(next(Some("2028-08-16"), "2028-11-15"), ends("2028-11-15", 60));
        assert_eq!(next(Some("2028-11-15"), "2028-11-15"), ends("2028-12-15", 30));
        assert_eq!(next(Some("2028-11-14"), "2028-12-20"), ends("2028-12-15", 30), "one for both");
        assert_eq!(next(Some("2028-12-15"), "2029-01-14"), None, "the term ends before");
        assert_eq!(next(None, "2029-01-15"), None, "it is over");
    }

    #[test]
    fn whoever_is_asked_for_has_been_silent_so_long_that_they_are_found() {
        let today = day("2026-05-29");
        let mut last = today.plus_days(-400);
        while last < today {
            let term = Term { from: last, last: day("2030-01-01") };
            let next = NORM.next(term, Some(last), today).expect("a contact");
            if next.asked_from() <= today {
                assert!(last <= NORM.silent_since(today), "{last}");
            }
            last = last.plus_days(1);
        }
    }

    #[test]
    fn a_short_term_has_no_contact_before_its_placement() {
        let term = Term { from: day("2026-01-15"), last: day("2026-02-28") };
        let next = NORM.next(term, None, day("2026-01-15")).expect("a contact");
        assert_eq!((next.until, next.occasion), (day("2026-01-29"), ContactOccasion::End(30)));
        assert_eq!(next.asked_from(), next.until);
    }
}
