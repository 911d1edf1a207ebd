//! What the page of the day says of transfers is what their lists say.

use access::Action;
use rules::{Kind, State};
use store::SubjectId;
use street::{BESIDE, FAR, World, by, on_both};
use subjects::Happening;
use transfers::{Decision, Keeper, List, kind_of};

use crate::world::{
    GROUPS, accept, approved, ask, decide, follow_up, forward, under_agreement, verify, wish,
};

/// What waits for somebody, and that it is what their lists show.
async fn waits(world: &World, user: &str) -> Vec<(&'static str, SubjectId)> {
    let waits = world.waits(Keeper, user).await;
    for list in List::ALL {
        let Some(kind) = kind_of(list) else { continue };
        let rows =
            by!(world, user, |tx, desk, occasion| transfers::listed(tx, desk, occasion, list));
        let mut listed: Vec<SubjectId> =
            rows.unwrap_or_default().iter().map(|row| row.subject).collect();
        listed.sort_unstable();
        let own = waits.iter().filter(|(name, _)| *name == kind.name);
        let own: Vec<SubjectId> = own.map(|(_, subject)| *subject).collect();
        assert_eq!(own, listed, "{user} {list:?}");
    }
    waits
}

#[test]
fn every_step_of_a_transfer_waits_for_whoever_is_to_take_it() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let person = under_agreement(world, "P1").await;
        let place = ask(world, "officer", person, &wish(FAR, None)).await.expect("asked");
        let name = |list| kind_of(list).expect("a kind").name;
        let everybody = ["officer", "head", "chief", "mayor", "far_officer", "far_head"];
        // The officer who accepts somebody is asked to carry on what the old agreement left undone, too.
        let carries = |user: &str, step| step == List::Sign && user == "far_officer";
        let check = async |step: List, users: &[&str]| {
            for user in everybody.into_iter().chain(["colleague", "neighbour", "expert"]) {
                let waits = waits(world, user).await;
                let mut expected = Vec::new();
                if carries(user, step) {
                    expected.push((name(List::CarryOn), person));
                }
                if users.contains(&user) {
                    expected.push((name(step), person));
                }
                assert_eq!(waits, expected, "{user} {step:?}");
            }
        };
        check(List::Verify, &["officer"]).await;
        verify(world, "officer", place).await.expect("verified");
        check(List::Submit, &["head"]).await;
        forward(world, "head", place).await.expect("submitted");
        check(List::PassOn, &["chief"]).await;
        forward(world, "chief", place).await.expect("passed on");
        check(List::Decide, &["mayor"]).await;
        decide(world, "mayor", place, Decision::Approve).await.expect("approved");
        check(List::Receive, &["far_officer", "far_head"]).await;
        accept(world, "far_officer", place, "far_officer").await.expect("accepted");
        check(List::Sign, &["far_officer", "far_head"]).await;
    });
}

#[test]
fn an_agreement_after_a_transfer_is_asked_for_by_a_local_norm_counted_from_acceptance() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let place = approved(world, "P1").await;
        follow_up(world, place.0).await;
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        let waiting = world.waiting(Keeper, world.occasion("beside_officer").await).await;
        let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert_eq!((one.office_code, one.since, one.is_norm), (BESIDE, world.today(), true));
        // Five working days from Monday, January 5.
        assert_eq!(one.until, Some("2026-01-12".parse().expect("a day")));
        assert_eq!(one.path, format!("/people/{}/agreement/sign", place.0));
        world.clock.advance_seconds(60);
        let today = world.today();
        let signed =
            Happening::new(Kind::AgreementSigned, today).text(ledger::Field::Officer, "冯专员");
        let recorded = by!(world, "beside_officer", |tx, desk, occasion| duties::record_service(
            tx,
            desk,
            occasion,
            Action::RecordService,
            place.0,
            std::slice::from_ref(&signed)
        ));
        recorded.expect("signed");
        assert!(waits(world, "beside_officer").await.is_empty());
    });
}

/// Whoever works needs none for now, and whoever was registered anew is owed it by the rulebook itself: nobody stands
/// there twice, and nobody is forgotten.
#[test]
fn what_the_rulebook_owes_by_itself_does_not_wait_a_second_time() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let place = approved(world, "P1").await;
        follow_up(world, place.0).await;
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        let sign = kind_of(List::Sign).expect("a kind").name;
        let record = async |kind| {
            world.clock.advance_seconds(60);
            let happened = Happening::new(kind, world.today());
            let recorded =
                by!(world, "beside_officer", |tx, desk, occasion| duties::record_service(
                    tx,
                    desk,
                    occasion,
                    Action::RecordService,
                    place.0,
                    std::slice::from_ref(&happened)
                ));
            recorded.expect("recorded");
            waits(world, "beside_officer").await
        };
        assert_eq!(waits(world, "beside_officer").await, [(sign, place.0)]);
        assert!(record(Kind::StartedWork).await.is_empty());
        assert_eq!(record(Kind::LeftWork).await, [(sign, place.0)]);
        assert!(record(Kind::SeekerRegistered).await.is_empty());
        let owed = world.assess(place.0).await.duties;
        assert!(
            owed.iter().any(|duty| duty.rule.rule().id == "BJ18-23" && duty.state == State::Open)
        );
        assert!(record(Kind::ServiceDeclined).await.is_empty(), "it ends there, too");
    });
}
