//! The whole road of a person through the forms: every kind recorded once at least, from a form in which
//! everything that is known stands already, or as the slice does that keeps more of it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use rules::Kind;
use services::model::Kept;
use store::SubjectId;

use crate::harmony::conditions_agree;
use crate::kept::{answered, goes_its_own_way, keep};
use crate::world::{NUMBER, World, on_both};

/// A step: the kind, the answers that are not filled in, and the days that pass after it.
type Step = (&'static str, &'static [(&'static str, &'static str)], i64);

const YES: &str = "yes";
const NO: &str = "no";

const ROAD: &[Step] = &[
    ("contacted", &[("initiated_by", "subject")], 1),
    ("unemployment_claimed", &[("complete", YES), ("promise", YES)], 3),
    ("unemployment_registered", &[], 1),
    (
        "hardship_recognised",
        &[
            ("group", "市、区确定的其他就业困难人员"),
            ("seen", "部门信息核查"),
            ("seen_number", "2026-01-06 查询"),
        ],
        1,
    ),
    (
        "surveyed",
        &[
            ("method", "visit"),
            ("willing", YES),
            ("registers", NO),
            ("reason", "照料子女"),
            ("circumstance", "none"),
        ],
        5,
    ),
    ("seeker_registered", &[], 1),
    ("agreement_signed", &[("officer", "赵专员")], 2),
    ("plan_adopted", &[("version", "1"), ("note", "先培训，再推荐")], 1),
    ("readiness_assessed", &[("ready", NO)], 1),
    ("guidance_given", &[("topic", "求职与面试技巧")], 2),
    ("followed_up", &[("outcome", "进展顺利")], 1),
    ("training_started", &[("scheme", "skills"), ("ends", "2026-02-20")], 1),
    ("followed_up", &[("outcome", "进展顺利")], 20),
    ("training_ended", &[("outcome", "完成并取得证书")], 1),
    ("readiness_assessed", &[("ready", YES)], 1),
    ("recommended", &[("employer", "甲店")], 1),
    ("recommendation_result", &[("hired", NO), ("own_cause", NO)], 1),
    ("recommended", &[("employer", "乙店")], 1),
    ("recommendation_result", &[("hired", NO), ("own_cause", NO)], 1),
    ("recommended", &[("employer", "丙店"), ("vacancy", "理货")], 1),
    ("recommendation_result", &[("hired", NO), ("own_cause", NO)], 1),
    ("consultation_requested", &[], 2),
    ("consultation_opinion", &[("note", "换一个行当试试")], 2),
    ("plan_revised", &[("version", "2")], 1),
    ("recommended", &[("employer", "丁店")], 1),
    ("recommendation_result", &[("hired", NO), ("own_cause", NO)], 1),
    ("recommended", &[("employer", "戊店")], 1),
    ("recommendation_result", &[("hired", NO), ("own_cause", NO)], 160),
    ("public_post_recommended", &[("employer", "街道保洁队"), ("post", "社区服务")], 1),
    ("public_post_placed", &[("employer", "街道保洁队"), ("post", "社区服务")], 30),
    ("public_post_ended", &[("outcome", "安置期满")], 1),
    ("agreement_signed", &[("officer", "赵专员")], 1),
    ("recommended", &[("employer", "己店")], 1),
    ("recommendation_result", &[("hired", YES)], 1),
    ("started_work", &[("contract", "固定期限劳动合同")], 3),
    ("followed_up", &[("outcome", "进展顺利")], 1),
    ("left_work", &[], 1),
    ("agreement_ended", &[("reason", "协议期满")], 1),
    ("service_declined", &[], 1),
    ("seeker_archived", &[("reason", "已不再求职")], 1),
    ("hardship_ended", &[("group", "持证残疾人")], 1),
];

#[test]
fn every_kind_is_recorded_from_its_form_or_by_the_page_that_keeps_it() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[]).await;
        let mut recorded: BTreeSet<&str> = BTreeSet::new();
        take(world, person, ("intake", &[], 0), &mut recorded).await;
        for step in ROAD {
            take(world, person, *step, &mut recorded).await;
        }
        // With work begun, the unemployment registration was closed; it is claimed again.
        for step in [
            ("unemployment_claimed", &[("complete", YES), ("promise", YES)] as &[_], 1),
            ("unemployment_registered", &[], 1),
            ("unemployment_closed", &[("closing", "终止就业要求")], 1),
        ] {
            take(world, person, step, &mut recorded).await;
        }
        let other = world.person("另一人", &[]).await;
        for step in [("ledger_opened", &[] as &[_], 0), ("demand_file_opened", &[], 0)] {
            take(world, other, step, &mut recorded).await;
        }
        // Six months without a word of their own, after registering as unemployed.
        for step in [
            ("unemployment_claimed", &[("complete", YES), ("promise", YES)] as &[_], 1),
            ("unemployment_registered", &[], 200),
        ] {
            take(world, other, step, &mut recorded).await;
        }
        recorded.extend(conditions_agree(world, other).await.iter().map(|gate| gate.clause()));
        // A stop and its notice are verified and approved on a page of their own; not even the head records them here.
        for kind in [Kind::ServiceStopped, Kind::RegistryNotified] {
            goes_its_own_way(world, "head", other, kind).await;
            recorded.insert(kind.name());
        }
        let of_persons = Kind::ALL.iter().filter(|kind| **kind < Kind::Corrected);
        let missing: Vec<&str> = of_persons
            .map(|kind| kind.name())
            .filter(|name| !recorded.contains(name) && *name != "graded")
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
        // On the way the gates were open whose conditions the pages show.
        for gate in ["BJ18-28", "BJ18-30", "BJ18-13(3)"] {
            assert!(recorded.contains(gate), "{gate}");
        }
    });
}

async fn take(world: &World, person: SubjectId, step: Step, recorded: &mut BTreeSet<&str>) {
    let (kind, answers, days) = step;
    let before = world.history(person).await.len();
    let named = Kind::named(kind).expect("a kind");
    if Kept::of(named).is_some() {
        goes_its_own_way(world, "officer", person, named).await;
        let mut draft = answered(world, person, named, answers).await;
        if named == Kind::Surveyed {
            draft.alongside.push(Kind::DemandFileOpened);
        }
        let done = keep(world, person, draft).await.expect(kind);
        assert!(done.to_string().contains("已记录"), "{kind}: {done}");
    } else {
        let path = format!("/people/{person}/record/{kind}");
        let shown = world.fill("officer", &path, answers).await;
        assert_eq!(shown.status, StatusCode::SEE_OTHER, "{kind}: {}", shown.words());
        assert_eq!(shown.location, Some(format!("/people/{person}")), "{kind}");
        assert!(shown.cookies.contains("已记录"), "{kind}: {}", shown.cookies);
    }
    let past = world.history(person).await;
    let new: Vec<&str> = past[before..].iter().map(|past| past.kind.name()).collect();
    assert_eq!(new.first(), Some(&kind));
    recorded.insert(kind);
    for name in new {
        let known = Kind::named(name).expect("a kind");
        recorded.insert(known.name());
    }
    recorded.extend(conditions_agree(world, person).await.iter().map(|gate| gate.clause()));
    world.pass_days(days);
}
