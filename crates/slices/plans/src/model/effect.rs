//! What measures were followed by, in the assessments of readiness (BJ18 第二十五条: 及时评估帮扶措施效果和其
//! 就业准备情况). A count of what came after what: whether it came of it, no count can say.

use duties::model::per_mille;
use kernel::{Day, month_length};

/// From how many people on a share is given; below, one person more or less would turn it over.
pub const ENOUGH: usize = 10;

/// What became of one person, as far as measures and readiness go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// The assessments of readiness, in order: day, and whether ready (BJ18-15).
    pub readiness: Vec<(Day, bool)>,
    /// The measures, in order: day, and which.
    pub measures: Vec<(Day, &'static str)>,
}

/// A stretch between two assessments of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The assessment that ends it: its day and what it found; nothing for the time since the last one.
    pub assessed: Option<(Day, bool)>,
    /// The measures in it: day, and which.
    pub measures: Vec<(Day, &'static str)>,
}

impl Course {
    /// Cuts the course at its assessments. A measure on the day of an assessment counts before it.
    #[must_use]
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let mut after: Option<Day> = None;
        let ends = self.readiness.iter().map(|found| Some(*found)).chain([None]);
        for assessed in ends {
            let within = |day: Day| {
                after.is_none_or(|after| day > after) && assessed.is_none_or(|(end, _)| day <= end)
            };
            let measures: Vec<_> =
                self.measures.iter().filter(|(day, _)| within(*day)).copied().collect();
            if assessed.is_some() || !measures.is_empty() {
                stretches.push(Stretch { assessed, measures });
            }
            after = assessed.map(|(day, _)| day).or(after);
        }
        stretches
    }

    /// Tells whether the person was last found not ready, up to a day.
    fn is_unready(&self, at: Day) -> bool {
        self.readiness.iter().rfind(|(day, _)| *day <= at).is_some_and(|(_, ready)| !ready)
    }

    fn outcome(&self, from: Day, (until, today): (Day, Day)) -> Outcome {
        let within = || self.readiness.iter().filter(|(day, _)| *day > from && *day <= until);
        if within().any(|(_, ready)| *ready) {
            Outcome::Ready
        } else if until >= today {
            Outcome::Running
        } else if within().next().is_some() {
            Outcome::Unready
        } else {
            Outcome::Unknown
        }
    }
}

enum Outcome {
    Ready,
    Unready,
    Unknown,
    Running,
}

/// What a measure was followed by, counted in people who were not ready before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Which measure.
    pub measure: &'static str,
    /// How many people, each counted once, from the first such measure while they were not ready.
    pub people: usize,
    /// How many of them were found ready within the months.
    pub ready: usize,
    /// How many were assessed again within the months, and not ready.
    pub unready: usize,
    /// How many were not assessed again within the months.
    pub unknown: usize,
    /// For how many the months are not over.
    pub running: usize,
}

impl Effect {
    /// Gives the share found ready, in tenths of a percent, of those for whom the months are over or who were
    /// found ready before; nothing where they are too few.
    #[must_use]
    pub fn share(&self) -> Option<i64> {
        let over = self.people - self.running;
        if over < ENOUGH {
            return None;
        }
        let (ready, over) = (i64::try_from(self.ready).ok()?, i64::try_from(over).ok()?);
        Some(per_mille(ready, over))
    }
}

/// What stands for people who met with none of the measures.
pub const WITHOUT: &str = "没有记录上述措施";

/// Counts what measures were followed by within some months.
#[must_use]
pub fn effects(
    courses: &[Course],
    measures: &[&'static str],
    months: u8,
    today: Day,
) -> Vec<Effect> {
    let mut effects: Vec<Effect> = measures
        .iter()
        .chain(&[WITHOUT])
        .map(|measure| Effect { measure, people: 0, ready: 0, unready: 0, unknown: 0, running: 0 })
        .collect();
    for course in courses {
        for effect in &mut effects {
            let Some(from) = beginning(course, effect.measure, months) else { continue };
            effect.people += 1;
            match course.outcome(from, (months_after(from, months), today)) {
                Outcome::Ready => effect.ready += 1,
                Outcome::Unready => effect.unready += 1,
                Outcome::Unknown => effect.unknown += 1,
                Outcome::Running => effect.running += 1,
            }
        }
    }
    effects
}

/// The day from which the months count for a person; nothing for whom the row does not speak of.
fn beginning(course: &Course, measure: &str, months: u8) -> Option<Day> {
    if measure != WITHOUT {
        let mut such = course.measures.iter().filter(|(_, known)| *known == measure);
        return such.find(|(day, _)| course.is_unready(*day)).map(|(day, _)| *day);
    }
    let from = course.readiness.iter().find(|(_, ready)| !ready)?.0;
    let until = months_after(from, months);
    let met = course.measures.iter().any(|(day, _)| *day >= from && *day <= until);
    (!met).then_some(from)
}

/// Gives the same day some months later, or the last one of that month.
#[must_use]
pub fn months_after(day: Day, months: u8) -> Day {
    let (year, month, number) = day.parts();
    let whole = i32::from(month) - 1 + i32::from(months);
    let year = year + whole / 12;
    let month = u8::try_from(whole % 12 + 1).unwrap_or(12);
    Day::new(year, month, number.min(month_length(year, month))).unwrap_or(Day::LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u8, number: u8) -> Day {
        Day::new(2026, month, number).expect("a day")
    }

    const TRAINING: &str = "培训";
    const GUIDANCE: &str = "指导";

    fn course(readiness: &[(Day, bool)], measures: &[(Day, &'static str)]) -> Course {
        Course { readiness: readiness.to_vec(), measures: measures.to_vec() }
    }

    #[test]
    fn months_end_where_the_month_does() {
        assert_eq!(months_after(day(1, 31), 1), day(2, 28));
        assert_eq!(months_after(day(11, 30), 3), Day::new(2027, 2, 28).expect("a day"));
        assert_eq!(months_after(day(3, 5), 0), day(3, 5));
    }

    #[test]
    fn a_course_is_cut_at_its_assessments() {
        let course = course(
            &[(day(1, 10), false), (day(3, 10), true)],
            &[(day(1, 5), GUIDANCE), (day(3, 10), TRAINING), (day(4, 1), GUIDANCE)],
        );
        let stretches = course.stretches();
        let counted: Vec<(Option<bool>, usize)> = stretches
            .iter()
            .map(|one| (one.assessed.map(|(_, ready)| ready), one.measures.len()))
            .collect();
        assert_eq!(counted, [(Some(false), 1), (Some(true), 1), (None, 1)]);
    }

    #[test]
    fn only_who_was_not_ready_counts_and_each_once() {
        let today = day(12, 1);
        let courses = [
            // Ready within three months.
            course(
                &[(day(1, 1), false), (day(3, 1), true)],
                &[(day(1, 2), TRAINING), (day(2, 1), TRAINING)],
            ),
            // Too late.
            course(&[(day(1, 1), false), (day(6, 1), true)], &[(day(1, 2), TRAINING)]),
            // Assessed in time, not ready.
            course(&[(day(1, 1), false), (day(2, 1), false)], &[(day(1, 2), TRAINING)]),
            // The months are not over.
            course(&[(day(10, 1), false)], &[(day(11, 1), TRAINING)]),
            // Ready before, and never assessed before: neither says anything.
            course(&[(day(1, 1), true)], &[(day(1, 2), TRAINING)]),
            course(&[(day(3, 1), true)], &[(day(1, 2), TRAINING)]),
            // Ready without a measure.
            course(&[(day(1, 1), false), (day(2, 1), true)], &[(day(8, 2), TRAINING)]),
        ];
        let found = effects(&courses, &[TRAINING, GUIDANCE], 3, today);
        let rows: Vec<[usize; 5]> = found
            .iter()
            .map(|one| [one.people, one.ready, one.unready, one.unknown, one.running])
            .collect();
        assert_eq!(rows, [[4, 1, 1, 1, 1], [0; 5], [1, 1, 0, 0, 0]]);
        assert_eq!(found[0].share(), None, "too few");
        let many =
            Effect { people: 12, ready: 5, unready: 5, unknown: 0, running: 2, ..found[0].clone() };
        assert_eq!(many.share(), Some(500));
    }
}
