//! Standing in for a colleague.

use access::{Action, Failure, Relation, Role};
use axum::http::StatusCode;
use desk::Occasion;
use offices::actions::cover::{NewCover, revoke_cover, set_cover};
use offices::model::cover::{CoverId, CoverRefusal};

use store::ActorId;

use crate::world::{DISTRICT, STREET, World, on_both, pause};

async fn set(
    world: &World,
    by: &str,
    (away, stand_in): (&str, &str),
    (first, last): (i32, i32),
) -> Result<CoverId, Failure<CoverRefusal>> {
    let occasion = world.occasion(by).await;
    let pair = (world.staff(away), world.staff(stand_in));
    set_on(world, occasion, pair, (first, last)).await
}

async fn set_on(
    world: &World,
    occasion: Occasion,
    (staff, covered_by): (ActorId, ActorId),
    (first, last): (i32, i32),
) -> Result<CoverId, Failure<CoverRefusal>> {
    let new = NewCover {
        staff,
        covered_by,
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
        assert_eq!(refused("clerk", afar, (0, 1)).await, Some(CoverRefusal::NotHead));
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
        assert!(!form.body.contains("代班人所在机构"), "that is for who leads: {}", form.body);
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

/// Tells whether somebody may take somebody's place today.
async fn takes_place(world: &World, stand_in: &str, away: &str) -> bool {
    let actor = world.actor(stand_in).await.expect("here");
    actor.in_place_of(world.staff(away)).is_some()
}

fn refused<T>(outcome: Result<T, Failure<CoverRefusal>>) -> Option<CoverRefusal> {
    outcome.err().and_then(|failure| match failure {
        Failure::Refused(refusal) => Some(refusal),
        _ => None,
    })
}

#[test]
fn a_head_has_a_hand_lent_by_an_office_beside_and_it_ends_by_itself() {
    on_both(&async |world| {
        let own = world.actor("neighbour").await.expect("here");
        set(world, "head", ("clerk", "neighbour"), (1, 2)).await.expect("set by the head");
        for (day, takes) in [(0, false), (1, true), (2, true), (3, false)] {
            assert_eq!(takes_place(world, "neighbour", "clerk").await, takes, "day {day}");
            let here = world.actor("neighbour").await.expect("here");
            assert_eq!((here.area, &here.roles), (own.area, &own.roles), "day {day}");
            assert!(here.stands_in_for.is_empty(), "at home nobody's people are theirs");
            let relation = here.relation_to(STREET, Some(world.staff("clerk")));
            assert_eq!(relation, Relation::Elsewhere);
            assert_eq!(here.is_or_stands_in_for(world.staff("clerk")), takes);
            world.clock.advance_seconds(24 * 3600);
        }
        set(world, "head", ("counsellor", "neighbour"), (0, 0)).await.expect("set again");
        let here = world.actor("neighbour").await.expect("here");
        let there = here.in_place_of(world.staff("counsellor")).expect("a place");
        assert_eq!(there.area.first, STREET);
        assert_eq!(there.roles, [Role::Counsellor, Role::AssistanceOfficer]);
        assert_eq!(there.name, "孙邻街（代赵指导）");
        let words: Vec<String> = world.acts().await.into_iter().map(|(_, words)| words).collect();
        let said = words.iter().filter(|words| words.contains("由孙邻街（")).count();
        assert_eq!(said, 2, "whose hand it is, is recorded: {words:?}");
    });
}

#[test]
fn a_hand_is_lent_by_who_leads_alone_and_never_contradicts_another_cover() {
    on_both(&async |world| {
        let chief = world.hire("chief", DISTRICT, Role::Head).await;
        let above = world.hire("above", DISTRICT, Role::Counsellor).await;
        let (clerk, neighbour) = (world.staff("clerk"), world.staff("neighbour"));
        let own = set(world, "clerk", ("clerk", "neighbour"), (0, 1)).await;
        assert_eq!(refused(own), Some(CoverRefusal::NotHead));
        let theirs = set(world, "neighbour", ("clerk", "neighbour"), (0, 1)).await;
        assert!(matches!(theirs, Err(Failure::Denied(_))), "nobody helps themselves: {theirs:?}");
        let of_district = set_on(world, world.occasion_of("chief").await, (above, clerk), (0, 1));
        assert_eq!(refused(of_district.await), Some(CoverRefusal::Offices));
        let inspector = (world.staff("auditor"), neighbour);
        let outcome = set_on(world, world.occasion_of("chief").await, inspector, (0, 1)).await;
        assert!(refused(outcome).is_some(), "administrators are stood in for by nobody");

        // From above, by whoever leads the district, with somebody of its own office.
        let outcome = set_on(world, world.occasion_of("chief").await, (clerk, above), (0, 3)).await;
        let first = outcome.expect("set from above");
        let others = set(world, "head", ("clerk", "neighbour"), (3, 5)).await;
        assert_eq!(refused(others), Some(CoverRefusal::Overlap));
        let chain = set_on(world, world.occasion_of("chief").await, (above, chief), (1, 2)).await;
        assert_eq!(refused(chain), Some(CoverRefusal::Covering));
        let away = set(world, "neighbour", ("neighbour", "clerk"), (2, 4)).await;
        assert_eq!(refused(away), Some(CoverRefusal::Away));
        assert!(world.occasion_of("above").await.actor.in_place_of(clerk).is_some());

        // Whoever leads the office that lends the hand takes it back; whoever lends it does not pass it on.
        let mut occasion = world.occasion_of("above").await;
        occasion.actor = occasion.actor.in_place_of(clerk).expect("a place");
        let counsellor = world.staff("counsellor");
        let passed = set_on(world, occasion.clone(), (clerk, counsellor), (4, 5)).await;
        assert!(matches!(passed, Err(Failure::Denied(_))), "{passed:?}");
        let (sealing, db) = (world.desk.sealing.clone(), &world.desk.db);
        let there =
            async move |tx: &mut store::Tx| revoke_cover(tx, &sealing, &occasion, first).await;
        assert!(matches!(db.write(there).await, Err(Failure::Denied(_))));
        let (sealing, chief) = (world.desk.sealing.clone(), world.occasion_of("chief").await);
        let ended = async move |tx: &mut store::Tx| revoke_cover(tx, &sealing, &chief, first).await;
        db.write(ended).await.expect("ended");
        assert!(world.occasion_of("above").await.actor.in_place_of(clerk).is_none());
    });
}

#[test]
fn whoever_leaves_or_serves_nobody_any_more_stands_in_for_nobody() {
    on_both(&async |world| {
        let revoked = async || {
            let acts = world.acts().await.into_iter();
            acts.filter(|(kind, _)| kind == "cover_revoked").count()
        };
        set(world, "head", ("clerk", "neighbour"), (0, 5)).await.expect("set");
        assert!(takes_place(world, "neighbour", "clerk").await);
        let mut security = world.signed_in("security").await;
        let path = format!("/staff/{}/roles", world.staff("neighbour"));
        let answer =
            security.post(&path, &[("roles", "audit_administrator"), ("_once", "r")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(!takes_place(world, "neighbour", "clerk").await);
        assert_eq!(revoked().await, 1);
        set(world, "head", ("clerk", "counsellor"), (0, 5)).await.expect("set again");
        let mut system = world.signed_in("system").await;
        let leave = format!("/staff/{}/leave", world.staff("clerk"));
        assert_eq!(system.post(&leave, &[("_once", "l")]).await.status, StatusCode::SEE_OTHER);
        assert!(world.actor("counsellor").await.expect("here").stands_in_for.is_empty());
        assert_eq!(revoked().await, 2, "each end is recorded");
    });
}

#[test]
fn the_page_lists_who_can_lend_a_hand_and_says_whose_it_is() {
    on_both(&async |world| {
        let mut head = world.signed_in("head").await;
        let (beside, clerk) = (world.office(crate::world::BESIDE), world.staff("clerk"));
        let page = head.get("/covers/new").await.body;
        assert!(page.contains("代班人所在机构") && !page.contains("孙邻街"), "{page}");
        let page = head.get(&format!("/covers/new?from={beside}")).await.body;
        assert!(page.contains("孙邻街"), "{page}");
        let (clerk, neighbour) = (clerk.to_string(), world.staff("neighbour").to_string());
        let from = beside.to_string();
        let fields = [
            ("staff", clerk.as_str()),
            ("covered_by", neighbour.as_str()),
            ("from", from.as_str()),
            ("first_day", "2026-01-05"),
            ("last_day", "2026-01-09"),
            ("reason", "住院"),
            ("_once", "lent"),
        ];
        let answer = head.post("/covers/new", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/covers"), "{}", answer.body);
        let page = head.get("/covers").await.body;
        assert!(page.contains("孙邻街") && page.contains("住院"), "{page}");
        // The office that lends the hand sees that it does, and not why.
        let mut neighbour = world.signed_in("neighbour").await;
        let page = neighbour.get("/covers").await.body;
        assert!(page.contains("王前台") && !page.contains("住院"), "{page}");
        assert!(page.contains(&format!("href=\"/for/{clerk}/\"")), "the way in: {page}");
        // There it is their place, with their pages; here it is still their own.
        let there = neighbour.get(&format!("/for/{clerk}/offices")).await;
        assert_eq!(there.status, StatusCode::OK);
        assert!(
            there.body.contains("正在代") && there.body.contains("孙邻街（代王前台）"),
            "{}",
            there.body
        );
        assert!(there.body.contains(&format!("href=\"/for/{clerk}/offices")), "{}", there.body);
        assert!(there.body.contains("data-own href=\"/today\""), "{}", there.body);
        let here = neighbour.get("/offices").await;
        assert!(!here.body.contains("正在代"), "{}", here.body);
        for path in ["/covers", "/account"] {
            let led = neighbour.get(&format!("/for/{clerk}{path}")).await;
            assert_eq!(led.location.as_deref(), Some(path), "one's own stays one's own");
        }
        let elsewhere = neighbour.get(&format!("/for/{clerk}//evil.example/")).await;
        assert_eq!((elsewhere.status, elsewhere.location), (StatusCode::NOT_FOUND, None));
        // Nobody else takes the place, and nobody after the last day.
        for (user, status) in [("head", StatusCode::CONFLICT), ("counsellor", StatusCode::CONFLICT)]
        {
            let mut other = world.signed_in(user).await;
            assert_eq!(other.get(&format!("/for/{clerk}/offices")).await.status, status, "{user}");
        }
        let unknown = world.browser().get(&format!("/for/{clerk}/offices?x=1")).await;
        let next = format!("/sign-in?next=%2Ffor%2F{clerk}%2Foffices%3Fx%3D1");
        assert_eq!(unknown.location.as_deref(), Some(next.as_str()));
        world.clock.advance_seconds(5 * 24 * 3600);
        let mut neighbour = world.signed_in("neighbour").await;
        let over = neighbour.get(&format!("/for/{clerk}/offices")).await;
        assert_eq!(over.status, StatusCode::CONFLICT);
        assert!(
            over.body.contains("今天没有为这位同事代班") && over.body.contains("href=\"/\""),
            "{}",
            over.body
        );
    });
}
