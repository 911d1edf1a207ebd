//! BJ18 第五十八条: notices, rectifications, interviews.

use rules::{Interview, Supervision, SupervisionStep};

use super::{beijing, day, days};

use SupervisionStep::{Notice, RectificationAccepted};

fn step(on: &str, step: SupervisionStep) -> Supervision<'static> {
    Supervision { office: "甲街道", problem: "台账漏记", on: day(on), step }
}

fn interviews<'facts>(steps: &[Supervision<'facts>], as_of: &str) -> Vec<Interview<'facts>> {
    beijing().interviews(steps, day(as_of)).expect("BJ18 binds")
}

#[test]
fn the_third_notice_without_rectification_allows_an_interview() {
    let notices = ["2026-01-05", "2026-02-05", "2026-03-05", "2026-04-07"];
    let steps = notices.map(|on| step(on, Notice));
    assert!(interviews(&steps[..2], "2026-12-31").is_empty());
    // On the eve of the third, on its day, and with a fourth.
    assert!(interviews(&steps, "2026-03-04").is_empty());
    for (as_of, known) in [("2026-03-05", 3), ("2026-04-06", 3), ("2026-04-07", 4)] {
        let open = interviews(&steps, as_of);
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].since, day("2026-03-05"));
        assert_eq!(open[0].notices, days(&notices[..known]));
        assert!(open[0].ground.citation.ends_with("第五十八条"));
    }
}

#[test]
fn an_accepted_rectification_ends_the_row_of_notices() {
    let row = |accepted: &str| {
        let mut steps = vec![step(accepted, RectificationAccepted)];
        steps.extend(["2026-01-05", "2026-02-05", "2026-03-05"].map(|on| step(on, Notice)));
        steps
    };
    // Before the first notice it changes nothing; after it, it does; after the third, it closes.
    assert_eq!(interviews(&row("2026-01-04"), "2026-03-31").len(), 1);
    assert!(interviews(&row("2026-01-06"), "2026-03-31").is_empty());
    assert!(interviews(&row("2026-03-04"), "2026-03-31").is_empty());
    assert_eq!(interviews(&row("2026-03-06"), "2026-03-05").len(), 1);
    assert!(interviews(&row("2026-03-06"), "2026-03-06").is_empty());
    // On one day the order given decides.
    assert_eq!(interviews(&row("2026-01-05"), "2026-03-31").len(), 1);
    let mut after = row("2026-01-05");
    after.swap(0, 1);
    assert!(interviews(&after, "2026-03-31").is_empty());
    // Three new ones open it anew.
    let mut again = row("2026-03-06");
    again.extend(["2026-04-07", "2026-05-07", "2026-06-08"].map(|on| step(on, Notice)));
    assert!(interviews(&again, "2026-06-07").is_empty());
    assert_eq!(interviews(&again, "2026-06-08")[0].since, day("2026-06-08"));
}

#[test]
fn notices_are_counted_by_office_and_by_problem() {
    let other_office = |on| Supervision { office: "乙街道", ..step(on, Notice) };
    let other_problem = |on| Supervision { problem: "回访逾期", ..step(on, Notice) };
    let mixed = [
        step("2026-01-05", Notice),
        step("2026-02-05", Notice),
        other_office("2026-03-05"),
        other_problem("2026-03-05"),
    ];
    assert!(interviews(&mixed, "2026-03-31").is_empty());
    let accepted = Supervision { step: RectificationAccepted, ..other_office("2026-02-28") };
    let mut own = mixed.to_vec();
    own.extend([accepted, step("2026-03-20", Notice)]);
    let open = interviews(&own, "2026-03-31");
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].office, open[0].problem), ("甲街道", "台账漏记"));
}

#[test]
fn notices_older_than_the_law_count_but_open_nothing_before_it() {
    let steps = ["2018-05-02", "2018-06-01", "2018-07-02"].map(|on| step(on, Notice));
    assert!(beijing().interviews(&steps, day("2018-07-31")).is_none());
    assert_eq!(interviews(&steps, "2018-08-01")[0].since, day("2018-08-01"));
}
