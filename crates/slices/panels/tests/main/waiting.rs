//! What the page of the day says of panels is what their lists say, and what the list of gates says of them.

use desk::Companion;
use kernel::Day;
use panels::{ASKED, FEEDBACK, Keeper, List, OPINION};
use rules::{Gate, Kind};
use store::{StoreError, SubjectId};
use street::{World, on_both};

use crate::world::{accept, ask, listed, recommended, say, tell};

/// What the list of gates says of a person.
async fn under_gate(world: &World, subject: SubjectId) -> Vec<&'static str> {
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let gates = [
            (subject, Gate::Consultation.clause().to_owned()),
            (subject, Gate::PublicPost.clause().to_owned()),
        ];
        Keeper.under_gates(tx, &gates).await
    });
    read.await.expect("read").into_iter().map(|one| one.words).collect()
}

#[test]
fn a_panel_waits_to_be_accepted_and_then_for_each_expert_who_said_nothing() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        assert_eq!(under_gate(world, subject).await, Vec::<&str>::new());
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        assert_eq!(under_gate(world, subject).await, ["已申请专家会诊，待受理"]);
        for user in ["chief", "expert"] {
            assert_eq!(world.waits(Keeper, user).await, [(ASKED.name, subject)], "{user}");
            assert_eq!(listed(world, user, List::Asked).await, 1);
        }
        for user in ["officer", "head", "far_chief", "mayor"] {
            assert!(world.waits(Keeper, user).await.is_empty(), "{user}");
        }
        let waiting = world.waiting(Keeper, world.occasion("expert").await).await;
        assert!(!waiting[0].is_open, "who it is about, the experts learn");
        assert!(world.get("expert", &waiting[0].path).await.status.is_success());
        accept(world, "chief", panel, &["expert", "officer"]).await.expect("accepted");
        assert_eq!(under_gate(world, subject).await, ["会诊中"]);
        assert!(world.waits(Keeper, "chief").await.is_empty());
        for user in ["expert", "officer"] {
            assert_eq!(world.waits(Keeper, user).await, [(OPINION.name, subject)], "{user}");
            assert_eq!(listed(world, user, List::Sitting).await, 1);
        }
        let waiting = world.waiting(Keeper, world.occasion("expert").await).await;
        assert_eq!(waiting[0].until, Some(world.today().plus_days(1)), "the day on which it sits");
        assert!(waiting[0].is_open);
        assert!(world.get("expert", &waiting[0].path).await.status.is_success());
        world.clock.advance_seconds(60);
        say(world, "expert", panel).await.expect("said");
        assert!(world.waits(Keeper, "expert").await.is_empty());
        assert_eq!(world.waits(Keeper, "officer").await, [(OPINION.name, subject)]);
        // With work it is over by itself.
        let works = subjects::Happening::new(rules::Kind::StartedWork, world.today());
        world.record_raw(subject, vec![works]).await;
        assert!(world.waits(Keeper, "officer").await.is_empty());
        assert_eq!(under_gate(world, subject).await, Vec::<&str>::new());
    });
}

/// BJ18-28(3): the officer tells the panel at regular times; twenty working days by the local norm, counted by hand.
#[test]
fn the_officer_is_asked_for_feedback_for_as_long_as_the_panel_lasts() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        accept(world, "chief", panel, &["expert", "colleague"]).await.expect("accepted");
        let waiting = async || world.waiting(Keeper, world.occasion("officer").await).await;
        let on = |text: &str| text.parse::<Day>().expect("a day");
        world.pass_days(60);
        assert!(waiting().await.is_empty(), "nothing was said yet that could be answered");
        // Friday, March 6; twenty working days on: April 3. Seven days before it is asked for.
        assert_eq!(world.today(), on("2026-03-06"));
        say(world, "expert", panel).await.expect("said");
        say(world, "colleague", panel).await.expect("said");
        assert!(waiting().await.is_empty());
        let board = async |user: &str, list: &str| {
            world.get(user, &format!("/panels?list={list}")).await.words()
        };
        assert!(board("officer", "mine").await.contains("2026-04-03"));
        assert!(board("expert", "sitting").await.contains("2026-04-03"));
        world.pass_days(20);
        assert!(waiting().await.is_empty(), "eight days before");
        world.pass_days(1);
        let found = waiting().await;
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.kind, one.subject, one.is_norm), (FEEDBACK, subject, true));
        assert_eq!((one.until, one.clause), (Some(on("2026-04-03")), "BJ18-28(3)"));
        assert!(one.words.contains("专家意见 2026-03-06"), "{}", one.words);
        for user in ["colleague", "expert", "head", "beside_officer", "mayor"] {
            assert!(world.waits(Keeper, user).await.is_empty(), "{user}");
        }
        let page = world.get("officer", &one.path).await.words();
        assert!(page.contains("2026-04-03 以前"), "{page}");
        // Told too late; from then on it is counted anew: April 10, and twenty working days.
        world.pass_days(14);
        assert_eq!(waiting().await.len(), 1, "it stays until it is told");
        let page = world.get("officer", &format!("/people/{subject}/panel")).await.words();
        assert!(page.contains("应在 2026-04-03 以前，已过"), "{page}");
        tell(world, "officer", panel, "三家单位已回访，本人愿意试岗").await.expect("told");
        assert!(waiting().await.is_empty());
        assert!(board("officer", "mine").await.contains("2026-05-12"));
        world.pass_days(25);
        let found = waiting().await;
        assert_eq!(found[0].until, Some(on("2026-05-12")));
        assert!(found[0].words.contains("上次反馈 2026-04-10"), "{}", found[0].words);
        // An opinion is counted from as well.
        say(world, "expert", panel).await.expect("said");
        assert!(waiting().await.is_empty());
        world.pass_days(60);
        assert_eq!(waiting().await.len(), 1);
        // It ends with the panel.
        let works = subjects::Happening::new(Kind::StartedWork, world.today());
        world.record_raw(subject, vec![works]).await;
        assert!(waiting().await.is_empty());
    });
}
