//! BJ18 第六十三条, 第六十七条: the conditions of the titles.

use kernel::Day;
use rules::{Career, Qualification, Title, TitleDecision};

use super::{beijing, day};

use Qualification::{
    CountedAsEqual, SeniorAnalyst, SeniorCounsellor, SeniorEconomist, SeniorPersonnelManager,
    SeniorPsychologist, SeniorStatistician,
};
use Title::{ChiefAnalyst, ChiefCounsellor, ExcellentAnalyst, StarCounsellor};

/// Somebody to whom nothing is wanting but perhaps years.
pub(super) fn career(since: &str) -> Career<'static> {
    Career {
        since: day(since),
        is_outstanding: true,
        led_team_well: true,
        qualifications: &[CountedAsEqual],
        titles_held: &[StarCounsellor, ExcellentAnalyst],
    }
}

fn title(title: Title, career: &Career<'_>, on: &str) -> TitleDecision {
    beijing().title(title, career, day(on)).expect("BJ18 binds")
}

#[test]
fn the_years_are_complete_on_the_anniversary() {
    for (wanted, anniversary) in [
        (StarCounsellor, 2021),
        (ChiefCounsellor, 2026),
        (ExcellentAnalyst, 2018),
        (ChiefAnalyst, 2021),
    ] {
        let career = career("2016-09-15");
        let on = |number: u8| {
            let on = Day::new(anniversary, 9, number).unwrap();
            let decision = beijing().title(wanted, &career, on).unwrap();
            assert_eq!(decision.service_suffices_from.to_string(), format!("{anniversary}-09-15"));
            decision.is_eligible()
        };
        assert!(!on(14) && on(15) && on(16), "{wanted}");
    }
    // Art. 202: a leap day has its anniversary on the last day of February.
    let leap = career("2016-02-29");
    assert!(!title(StarCounsellor, &leap, "2021-02-27").is_eligible());
    assert!(title(StarCounsellor, &leap, "2021-02-28").is_eligible());
}

#[test]
fn every_condition_of_a_title_is_needed_and_no_other() {
    let nothing = Career {
        is_outstanding: false,
        led_team_well: false,
        qualifications: &[],
        titles_held: &[],
        ..career("2000-01-01")
    };
    let outstanding = Career { is_outstanding: true, ..nothing };
    let (star, excellent) = ([StarCounsellor], [ExcellentAnalyst]);
    let wanted = [
        (StarCounsellor, Career { qualifications: &[SeniorCounsellor], ..outstanding }),
        (ChiefCounsellor, Career { titles_held: &star, ..outstanding }),
        (ExcellentAnalyst, Career { qualifications: &[SeniorAnalyst], ..outstanding }),
        (ChiefAnalyst, Career { titles_held: &excellent, led_team_well: true, ..nothing }),
    ];
    for (wanted, enough) in wanted {
        let on = "2026-03-02";
        assert!(title(wanted, &enough, on).is_eligible(), "{wanted}");
        let late = Career { since: day("2026-01-05"), ..enough };
        let takes = [
            late,
            Career { is_outstanding: false, ..enough },
            Career { led_team_well: false, ..enough },
            Career { qualifications: &[], ..enough },
            Career { titles_held: &[], ..enough },
        ];
        for less in takes.iter().filter(|less| **less != enough) {
            let decision = title(wanted, less, on);
            assert!(!decision.is_eligible(), "{wanted}: {less:?}");
            assert_eq!(decision.conditions.iter().filter(|it| !it.is_met).count(), 1);
        }
    }
    // Once star does not make an excellent analyst of anybody, nor the other way round.
    let wrong = Career { titles_held: &excellent, ..outstanding };
    assert!(!title(ChiefCounsellor, &wrong, "2026-03-02").is_eligible());
    let wrong = Career { titles_held: &star, led_team_well: true, ..outstanding };
    assert!(!title(ChiefAnalyst, &wrong, "2026-03-02").is_eligible());
}

#[test]
fn each_profession_has_its_own_list_of_qualifications() {
    for (held, for_star, for_excellent) in [
        (SeniorCounsellor, true, false),
        (SeniorPsychologist, true, false),
        (SeniorAnalyst, false, true),
        (SeniorStatistician, false, true),
        (SeniorPersonnelManager, true, true),
        (SeniorEconomist, true, true),
        (CountedAsEqual, true, true),
    ] {
        let qualifications = [held];
        let career = Career { qualifications: &qualifications, ..career("2000-01-01") };
        assert_eq!(title(StarCounsellor, &career, "2026-03-02").is_eligible(), for_star);
        assert_eq!(title(ExcellentAnalyst, &career, "2026-03-02").is_eligible(), for_excellent);
    }
}

#[test]
fn a_title_says_why() {
    let decision = title(StarCounsellor, &career("2021-09-15"), "2026-09-14");
    assert_eq!(
        decision.conditions[0].ground.to_string(),
        "星级职业指导师：2021-09-15 起从事本职业，2026-09-15 满 5 年，不符合\
         （京人社职介发〔2018〕153号第六十三条）"
    );
}
