//! The figures, by hand and against the plainest possible computation.

use grading::{Grade, Level, Report, Row, SMALL_GROUP, compare, evaluate};
use proptest::prelude::*;

fn row(score: f64, level: Option<u8>, outcome: Option<bool>) -> Row {
    let level = level.map(|level| Level::new(level).expect("1 to 4"));
    Row { grade: Some(Grade { score, level }), outcome, groups: Vec::new() }
}

fn scored(scores: &[(f64, bool)]) -> Vec<Row> {
    scores.iter().map(|(score, is_long)| row(*score, None, Some(*is_long))).collect()
}

fn levelled(counts: [(usize, usize); 4]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (level, (long, short)) in (1..).zip(counts) {
        let one = |is_long| row(f64::from(level), Some(level), Some(is_long));
        rows.extend((0..long).map(|_| one(true)));
        rows.extend((0..short).map(|_| one(false)));
    }
    rows
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9
}

fn assert_close(left: f64, right: f64) {
    assert!(close(left, right), "{left} is not {right}");
}

/// 3 > 1, 3 > 2, 2 > 1 win, 2 = 2 ties: 3.5 of 4. Both variances are (1/8)² · 2 / 1 / 2.
#[test]
fn the_area_counts_ties_half() {
    let report = evaluate(&scored(&[(3.0, true), (2.0, true), (1.0, false), (2.0, false)]), &[]);
    assert_close(report.ranking.auc.unwrap(), 0.875);
    let (low, high) = report.ranking.interval.unwrap();
    assert_close(low, 0.875 - 1.959_963_984_540_054 * 0.03125_f64.sqrt());
    assert_close(high, 1.0);
    assert!(report.calibration.is_none() && report.errors.is_none());
}

#[test]
fn the_area_is_one_zero_a_half_or_absent_at_its_ends() {
    let auc = |scores: &[(f64, bool)]| evaluate(&scored(scores), &[]).ranking;
    assert_close(auc(&[(2.0, true), (1.0, false)]).auc.unwrap(), 1.0);
    assert_close(auc(&[(1.0, true), (2.0, false)]).auc.unwrap(), 0.0);
    assert_close(auc(&[(1.0, true), (1.0, false)]).auc.unwrap(), 0.5);
    assert_close(auc(&[(0.0, true), (-0.0, false)]).auc.unwrap(), 0.5);
    assert_eq!(auc(&[(2.0, true), (1.0, false)]).interval, None);
    assert_eq!(auc(&[(2.0, true), (1.0, true)]).auc, None);
    assert_eq!(auc(&[]).auc, None);
}

/// Level 1: 1 of 4; level 2: 1 of 1; level 3: 2 of 3; level 4: nobody.
///
/// Squares: 1 + 3/9; (4/7)² against all others; 2 · 1/4 + 1. Without levels: 8 · (4/7)².
#[test]
fn calibration_and_brier_score_are_as_on_paper() {
    let report = evaluate(&levelled([(1, 3), (1, 0), (2, 1), (0, 0)]), &[]);
    let calibration = report.calibration.unwrap();
    let counts: Vec<_> =
        calibration.levels.iter().map(|level| (level.long.count, level.long.of)).collect();
    assert_eq!(counts, [(1, 4), (1, 1), (2, 3), (0, 0)]);
    assert_eq!(calibration.inversions, [(Level::Two, Level::Three)]);
    let brier = calibration.brier.unwrap();
    assert_close(brier.score, (4.0 / 3.0 + 16.0 / 49.0 + 1.5) / 8.0);
    assert_close(brier.without_levels, 16.0 / 49.0);
    assert_close(brier.skill.unwrap(), 1.0 - brier.score / brier.without_levels);
    let errors = report.errors.unwrap();
    let false_positive = (errors.false_positive.count, errors.false_positive.of);
    let false_negative = (errors.false_negative.count, errors.false_negative.of);
    assert_eq!((false_positive, false_negative), ((1, 4), (2, 4)));
}

#[test]
fn levels_order_the_risk_where_no_share_falls() {
    let inversions = |counts| evaluate(&levelled(counts), &[]).calibration.unwrap().inversions;
    assert_eq!(inversions([(1, 9), (2, 8), (3, 7), (4, 6)]), []);
    assert_eq!(inversions([(1, 9), (2, 18), (3, 7), (4, 6)]), [], "equal shares do not fall");
    assert_eq!(inversions([(2, 8), (0, 0), (1, 9), (4, 6)]), [(Level::One, Level::Three)]);
    assert_eq!(inversions([(0, 0); 4]), []);
}

#[test]
fn unknown_outcomes_and_missing_grades_are_counted_and_left_out() {
    let mut rows = levelled([(1, 2), (2, 1), (0, 0), (0, 0)]);
    let known = evaluate(&rows, &[]);
    rows.push(row(4.0, Some(4), None));
    rows.push(Row { grade: None, outcome: Some(true), groups: Vec::new() });
    rows.push(Row { grade: None, outcome: None, groups: Vec::new() });
    let report = evaluate(&rows, &[]);
    assert_eq!((report.people, report.unknown, report.ungraded), (9, 1, 2));
    let same = Report { people: known.people, unknown: 0, ungraded: 0, ..report };
    assert_eq!(same, known);
}

#[test]
fn errors_are_told_apart_by_group_and_small_groups_are_marked() {
    let mut rows = Vec::new();
    for (group, count) in [("甲", SMALL_GROUP), ("乙", SMALL_GROUP - 1)] {
        for index in 0..count {
            // Everybody of 甲 is of level 4, everybody of 乙 of level 1; every third stays out.
            let level = if group == "甲" { 4 } else { 1 };
            let mut row = row(f64::from(level), Some(level), Some(index % 3 == 0));
            row.groups = vec![group.to_owned()];
            rows.push(row);
        }
    }
    // Without an outcome, one more person does not make the group large enough.
    rows.push(Row { outcome: None, ..rows.last().unwrap().clone() });
    let report = evaluate(&rows, &["片区".to_owned()]);
    let [column] = &report.groups[..] else { panic!("one column") };
    let [second, first] = &column.groups[..] else { panic!("two groups") };
    assert_eq!((&*first.group, first.is_small, first.long.of), ("甲", false, 30));
    assert_eq!((&*second.group, second.is_small, second.long.of), ("乙", true, 29));
    let (first, second) = (first.errors.unwrap(), second.errors.unwrap());
    assert_eq!((first.false_positive.count, first.false_positive.of), (20, 20));
    assert_eq!((first.false_negative.count, first.false_negative.of), (0, 10));
    assert_eq!((second.false_positive.count, second.false_positive.of), (0, 19));
    assert_eq!((second.false_negative.count, second.false_negative.of), (10, 10));
}

#[test]
fn two_gradings_of_the_same_people_stand_side_by_side() {
    let first = levelled([(1, 3), (1, 1), (1, 1), (3, 1)]);
    let mut second = first.clone();
    for row in &mut second {
        // The second grading knows the outcome: 4 or 1.
        let level = if row.outcome == Some(true) { 4 } else { 1 };
        row.grade = Some(Grade { score: f64::from(level), level: Level::new(level) });
    }
    let comparison = compare(("旧", &first), ("新", &second));
    assert_eq!(comparison.people, 12);
    assert_close(comparison.rankings[1].auc.unwrap(), 1.0);
    let gain = 1.0 - comparison.rankings[0].auc.unwrap();
    assert_close(comparison.difference.unwrap(), gain);
    assert!(comparison.interval.is_some());
    assert_eq!(
        comparison.levels.unwrap(),
        [[3, 0, 0, 1], [1, 0, 0, 1], [1, 0, 0, 1], [1, 0, 0, 3]]
    );
    let same = compare(("旧", &first), ("旧", &first));
    assert_close(same.difference.unwrap(), 0.0);
    assert_eq!(same.interval, None, "nothing varies between a grading and itself");
}

/// The chance of each pair, written out.
fn wins(long: f64, short: f64) -> f64 {
    match long.total_cmp(&short) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    }
}

struct Naive {
    auc: f64,
    of_long: Vec<f64>,
    of_short: Vec<f64>,
}

fn count(values: &[f64]) -> f64 {
    f64::from(u32::try_from(values.len()).expect("few"))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values)
}

fn naive(scores: &[f64], outcomes: &[bool]) -> Naive {
    let of = |wanted| {
        scores
            .iter()
            .zip(outcomes)
            .filter(move |(_, is_long)| **is_long == wanted)
            .map(|(score, _)| *score)
            .collect::<Vec<f64>>()
    };
    let (long, short): (Vec<f64>, Vec<f64>) = (of(true), of(false));
    let over = |values: Vec<f64>| mean(&values);
    let of_long: Vec<f64> = long
        .iter()
        .map(|one| over(short.iter().map(|other| wins(*one, *other)).collect()))
        .collect();
    let of_short: Vec<f64> = short
        .iter()
        .map(|one| over(long.iter().map(|other| wins(*other, *one)).collect()))
        .collect();
    Naive { auc: mean(&of_long), of_long, of_short }
}

fn naive_covariance(first: &[f64], second: &[f64]) -> f64 {
    let (mean_first, mean_second) = (mean(first), mean(second));
    let sum: f64 = first
        .iter()
        .zip(second)
        .map(|(one, other)| (one - mean_first) * (other - mean_second))
        .sum();
    sum / (count(first) - 1.0) / count(first)
}

/// People with two scores, few enough values for many ties, and both outcomes at least twice.
fn people() -> impl Strategy<Value = Vec<(u8, u8, bool)>> {
    let one = (0_u8..12, 0_u8..6, any::<bool>());
    prop::collection::vec(one, 0..60).prop_map(|mut people| {
        people.extend([(3, 1, true), (7, 2, true), (5, 5, false), (2, 0, false)]);
        people
    })
}

fn rows_of(people: &[(u8, u8, bool)]) -> [Vec<Row>; 2] {
    let row = |score: u8, is_long: bool, group: u8| Row {
        groups: vec![format!("组{}", group % 2)],
        ..row(f64::from(score), Some(score / 4 + 1), Some(is_long))
    };
    [
        people.iter().map(|(one, other, is_long)| row(*one, *is_long, *other)).collect(),
        people.iter().map(|(_, other, is_long)| row(*other, *is_long, *other)).collect(),
    ]
}

proptest! {
    #[test]
    fn area_and_intervals_agree_with_the_plain_computation(people in people()) {
        let [first, second] = rows_of(&people);
        let outcomes: Vec<bool> = people.iter().map(|person| person.2).collect();
        let scores = |of: fn(&(u8, u8, bool)) -> u8| -> Vec<f64> {
            people.iter().map(|person| f64::from(of(person))).collect()
        };
        let one = naive(&scores(|person| person.0), &outcomes);
        let other = naive(&scores(|person| person.1), &outcomes);
        let comparison = compare(("一", &first), ("二", &second));
        prop_assert!(close(comparison.rankings[0].auc.unwrap(), one.auc));
        prop_assert!(close(comparison.rankings[1].auc.unwrap(), other.auc));
        let variance = |one: &Naive| {
            naive_covariance(&one.of_long, &one.of_long)
                + naive_covariance(&one.of_short, &one.of_short)
        };
        let (low, _) = comparison.rankings[0].interval.unwrap();
        let expected = one.auc - 1.959_963_984_540_054 * variance(&one).sqrt();
        prop_assert!(close(low, expected.max(0.0)));
        let together = variance(&one) + variance(&other)
            - 2.0 * naive_covariance(&one.of_long, &other.of_long)
            - 2.0 * naive_covariance(&one.of_short, &other.of_short);
        match comparison.interval {
            Some((low, high)) => {
                let half = 1.959_963_984_540_054 * together.sqrt();
                prop_assert!((high - low - 2.0 * half).abs() < 1e-6);
                prop_assert!(close(f64::midpoint(low, high), other.auc - one.auc));
            }
            None => prop_assert!(together < 1e-14),
        }
    }

    /// Not by a hair: the reports are the same to the last digit.
    #[test]
    fn the_order_of_the_rows_changes_nothing(
        (people, shuffled) in people().prop_flat_map(|people| {
            (Just(people.clone()), Just(people).prop_shuffle())
        }),
    ) {
        let columns = ["组".to_owned()];
        let ([one, other], [one_shuffled, other_shuffled]) = (rows_of(&people), rows_of(&shuffled));
        prop_assert_eq!(evaluate(&one, &columns), evaluate(&one_shuffled, &columns));
        prop_assert_eq!(
            compare(("一", &one), ("二", &other)),
            compare(("一", &one_shuffled), ("二", &other_shuffled))
        );
    }

    /// Doubling every score keeps the order, and the order is all that the area looks at.
    #[test]
    fn the_area_looks_at_the_order_alone(people in people()) {
        let [mut rows, _] = rows_of(&people);
        let before = evaluate(&rows, &[]).ranking;
        for grade in rows.iter_mut().filter_map(|row| row.grade.as_mut()) {
            grade.score = grade.score.exp();
        }
        prop_assert_eq!(evaluate(&rows, &[]).ranking, before);
    }

    /// Turning all outcomes around turns the area around.
    #[test]
    fn the_other_outcome_has_the_other_area(people in people()) {
        let [mut rows, _] = rows_of(&people);
        let before = evaluate(&rows, &[]).ranking.auc.unwrap();
        for row in &mut rows {
            row.outcome = row.outcome.map(|is_long| !is_long);
        }
        prop_assert!(close(evaluate(&rows, &[]).ranking.auc.unwrap(), 1.0 - before));
    }
}
