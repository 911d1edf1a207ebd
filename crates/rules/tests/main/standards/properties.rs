//! What holds of the standards whatever the facts: more done is never worse.

use kernel::Day;
use proptest::collection::vec;
use proptest::prelude::*;
use rules::{
    AnalystYear, Career, CounsellorYear, Qualification, Quota, Rank, Supervision, SupervisionStep,
    Title,
};

use super::{beijing, day, hebei};

use Qualification::CountedAsEqual;
use SupervisionStep::{Notice, RectificationAccepted};

/// Days of 2025 to 2027.
fn some_days(at_most: usize) -> impl Strategy<Value = Vec<Day>> {
    vec((20_089..21_184).prop_map(Day::from_number), 0..at_most)
}

/// Tells whether no quota is further from being met than it was.
fn lose_nothing(before: &[Quota], after: &[Quota]) -> bool {
    let pairs = before.iter().zip(after);
    before.len() == after.len()
        && pairs.clone().all(|(before, after)| after.missing() <= before.missing())
        && pairs.clone().all(|(before, after)| after.is_met() || !before.is_met())
}

proptest! {
    #[test]
    fn more_done_never_makes_a_met_task_unmet(
        guidance in some_days(400),
        more_guidance in some_days(100),
        done in [0_u32..3, 0..3, 0..7, 0..6, 0..3, 0..80],
        more in [0_u32..3, 0..3, 0..7, 0..6, 0..3, 0..80],
    ) {
        let all_guidance = [guidance.clone(), more_guidance].concat();
        let sum: Vec<u32> = done.iter().zip(more).map(|(done, more)| done + more).collect();
        let tasks = |guidance_days: &[Day], done: &[u32]| {
            let counselled = CounsellorYear {
                guidance_days,
                papers_published: done[0],
                papers_unpublished: done[1],
                cases: done[2],
            };
            let analysed = AnalystYear { reports: done[3], chosen_as_excellent: done[4] };
            let mut quotas = vec![
                beijing().training_year(done[5], 2026).unwrap(),
                hebei().outlet_staff(done[0], day("2026-03-02")).unwrap(),
                hebei().outlet_quarter(guidance_days, day("2026-03-02")).unwrap(),
                hebei().outlet_year(guidance_days, 2026).unwrap(),
            ];
            for rank in [Rank::Senior, Rank::Titled] {
                quotas.extend(beijing().counsellor_year(rank, &counselled, 2026).unwrap().quotas);
                quotas.extend(beijing().analyst_year(rank, analysed, 2026).unwrap().quotas);
            }
            quotas
        };
        prop_assert!(lose_nothing(&tasks(&guidance, &done), &tasks(&all_guidance, &sum)));
    }

    #[test]
    fn longer_service_and_more_titles_never_cost_a_title(
        since in 14_000_i32..20_500,
        earlier in 0_i32..4_000,
        later in 0_i32..4_000,
        merits in any::<[bool; 2]>(),
        held in vec(proptest::sample::select(Title::ALL.as_slice()), 0..3),
        more_held in vec(proptest::sample::select(Title::ALL.as_slice()), 0..3),
    ) {
        let on = day("2026-03-02");
        let all_held = [held.clone(), more_held].concat();
        let less = Career {
            since: Day::from_number(since),
            is_outstanding: merits[0],
            led_team_well: merits[1],
            qualifications: &[CountedAsEqual],
            titles_held: &held,
        };
        let more = Career {
            since: less.since.plus_days(-earlier),
            is_outstanding: true,
            led_team_well: true,
            titles_held: &all_held,
            ..less
        };
        for title in Title::ALL {
            let before = beijing().title(title, &less, on).unwrap();
            let after = beijing().title(title, &more, on.plus_days(later)).unwrap();
            prop_assert!(after.is_eligible() || !before.is_eligible());
            prop_assert!(after.service_suffices_from <= before.service_suffices_from);
        }
    }

    #[test]
    fn one_more_notice_never_closes_an_interview(
        steps in vec((20_454_i32..20_500, any::<bool>()), 0..12),
        another in 20_454_i32..20_500,
    ) {
        let as_of = Day::from_number(20_500);
        let supervision = |number: i32, accepted: bool| Supervision {
            office: "甲街道",
            problem: "台账漏记",
            on: Day::from_number(number),
            step: if accepted { RectificationAccepted } else { Notice },
        };
        let mut steps: Vec<_> =
            steps.into_iter().map(|(number, accepted)| supervision(number, accepted)).collect();
        let before = beijing().interviews(&steps, as_of).unwrap();
        steps.push(supervision(another, false));
        let after = beijing().interviews(&steps, as_of).unwrap();
        prop_assert!(after.len() >= before.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(after.since <= before.since);
        }
        steps.push(Supervision { on: as_of, ..supervision(0, true) });
        prop_assert!(beijing().interviews(&steps, as_of).unwrap().is_empty());
    }
}
