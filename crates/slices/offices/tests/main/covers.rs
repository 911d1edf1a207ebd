//! Standing in for a colleague.

use access::{Action, Failure, Relation};
use axum::http::StatusCode;
use offices::actions::cover::{NewCover, revoke_cover, set_cover};
use offices::model::cover::{CoverId, CoverRefusal};

use crate::world::{STREET, World, on_both, pause};

async fn set(
    world: &World,
    by: &str,
    (away, stand_in): (&str, &str),
    (first, last): (i32, i32),
) -> Result<CoverId, Failure<CoverRefusal>> {
    let occasion = world.occasion(by).await;
    let new = NewCover {
        staff: world.staff(away),
        covered_by: world.staff(stand_in),
        first_day: occasion.today.plus_days(first),
        last_day: occasion.today.plus_days(last),
        reason: "年休假".to_owned(),
    };
    let sealing = world.desk.sealing.clone();
    world.desk.db.write(async move |tx| set_cover(tx, &sealing, &occasion, &new).await).await
}

#[test]
fn a_colleague_stands_in_from_day_to_day_and_it_ends_by_itself() {
    on_both(&async |world| {
        set(world, "clerk", ("clerk", "counsellor"), (1, 2)).await.expect("set");
        for (days, stands_in) in [(0, false), (1, true), (2, true), (3, false)] {
            let counsellor = world.actor("counsellor").await.expect("here");
            let relation = counsellor.relation_to(STREET, Some(world.staff("clerk")));
            let expected = if stands_in { Relation::Assigned } else { Relation::Office };
            assert_eq!(relation, expected, "day {days}");
            assert_eq!(counsellor.may(Action::PauseDuty, relation).is_ok(), stands_in);
            world.clock.advance_seconds(24 * 3600);
        }
    });
}

#[test]
fn only_oneself_or_a_head_sets_it_and_only_among_colleagues() {
    on_both(&async |world| {
        let refused = async |by: &str, pair, days| match set(world, by, pair, days).await {
            Err(Failure::Refused(refusal)) => Some(refusal),
            _ => None,
        };
        let denied = set(world, "counsellor", ("clerk", "counsellor"), (0, 1)).await;
        assert!(matches!(denied, Err(Failure::Denied(_))), "{denied:?}");
        let beside = set(world, "neighbour", ("clerk", "counsellor"), (0, 1)).await;
        assert!(matches!(beside, Err(Failure::Denied(_))), "a head of another street: {beside:?}");
        let own = ("clerk", "clerk");
        assert_eq!(refused("clerk", own, (0, 1)).await, Some(CoverRefusal::Oneself));
        let afar = ("clerk", "neighbour");
        assert_eq!(refused("clerk", afar, (0, 1)).await, Some(CoverRefusal::Offices));
        let pair = ("clerk", "counsellor");
        assert_eq!(refused("clerk", pair, (-1, 1)).await, Some(CoverRefusal::Past));
        assert_eq!(refused("clerk", pair, (2, 1)).await, Some(CoverRefusal::Order));
        assert_eq!(refused("clerk", pair, (0, 92)).await, Some(CoverRefusal::Long));
        set(world, "head", pair, (3, 5)).await.expect("set by the head");
        assert_eq!(refused("clerk", ("clerk", "head"), (5, 9)).await, Some(CoverRefusal::Overlap));
        let chain = ("counsellor", "head");
        assert_eq!(refused("head", chain, (5, 9)).await, Some(CoverRefusal::Covering));
        let away = ("head", "clerk");
        assert_eq!(refused("head", away, (4, 4)).await, Some(CoverRefusal::Away));
        let system = ("system", "security");
        assert_eq!(refused("system", system, (0, 1)).await, Some(CoverRefusal::NotServing));
    });
}

#[test]
fn it_is_set_seen_and_ended_on_its_pages() {
    on_both(&async |world| {
        let mut clerk = world.signed_in("clerk").await;
        let form = clerk.get("/covers/new").await;
        assert!(form.body.contains("赵指导") && !form.body.contains("孙邻街"), "{}", form.body);
        let (me, other) = (world.staff("clerk").to_string(), world.staff("counsellor").to_string());
        let fields = [
            ("staff", me.as_str()),
            ("covered_by", other.as_str()),
            ("first_day", "2026-01-05"),
            ("last_day", "2026-01-09"),
            ("reason", "外出培训"),
            ("_once", "one-cover"),
        ];
        for _ in 0..2 {
            let answer = clerk.post("/covers/new", &fields).await;
            assert_eq!(answer.location.as_deref(), Some("/covers"), "{}", answer.body);
        }
        let page = clerk.get("/covers").await;
        assert_eq!(page.body.matches("外出培训").count(), 1, "set once");
        assert!(page.body.contains("代班中"));
        let path = page
            .body
            .split("action=\"/covers/")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(|rest| format!("/covers/{rest}"))
            .expect("a button");
        let mut counsellor = world.signed_in("counsellor").await;
        assert_eq!(counsellor.post(&path, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
        assert!(world.actor("counsellor").await.expect("here").stands_in_for.is_empty());
        let kinds: Vec<String> = world.acts().await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds.iter().filter(|kind| *kind == "cover_set").count(), 1);
        assert_eq!(kinds.iter().filter(|kind| *kind == "cover_revoked").count(), 1);
    });
}

#[test]
fn of_many_who_end_one_cover_at_once_one_does() {
    on_both(&async |world| {
        let id = set(world, "clerk", ("clerk", "counsellor"), (0, 2)).await.expect("set");
        let mut trials = Vec::new();
        for _ in 0..64 {
            let (desk, occasion) = (world.desk.clone(), world.occasion("clerk").await);
            trials.push(tokio::spawn(async move {
                let db = desk.db.clone();
                db.write(async move |tx| {
                    revoke_cover(tx, &desk.sealing, &occasion, id).await?;
                    pause().await;
                    Ok(())
                })
                .await
            }));
        }
        let mut ended = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(()) => ended += 1,
                Err(Failure::Refused(CoverRefusal::Over)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(ended, 1);
        let acts = world.acts().await.into_iter().filter(|(kind, _)| kind == "cover_revoked");
        assert_eq!(acts.count(), 1, "and one act says so");
    });
}
