//! Whoever is in a public-welfare post and goes over: their agreement ended with the placement, and none is waited for.

use std::sync::Arc;

use access::Failure;
use desk::Companion;
use rules::Kind;
use services::Refusal;
use street::{BESIDE, World, by, on_both, on_both_with};
use subjects::Happening;
use transfers::{Decision, Keeper, List};

use crate::world::{GROUPS, accept, approved, ask, decide, forward, listed, under_agreement, wish};

/// Whom the receiving office is asked to sign with: on its list, among what waits, and in the file.
async fn asked_to_sign(world: &World, subject: store::SubjectId) -> (usize, usize, usize) {
    let list = listed(world, "neighbour", List::Sign).await;
    let sign = transfers::kind_of(List::Sign).expect("a kind").name;
    let waits = world.waits(Keeper, "beside_officer").await;
    let waits = waits.iter().filter(|(kind, of)| *kind == sign && *of == subject).count();
    let desk = world.desk.clone();
    let steps = world.desk.db.read::<_, _, store::StoreError>(async move |tx| {
        Keeper.next_steps(tx, &desk, subject).await
    });
    let steps = steps.await.expect("steps");
    let signs = steps.iter().filter(|step| step.path.ends_with("agreement/sign")).count();
    (list, waits, signs)
}

#[test]
fn nobody_signs_with_who_is_in_a_post_and_its_end_is_the_posts_own_matter() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        world.pass_days(10);
        let placed = Happening::new(Kind::PublicPostPlaced, world.today());
        world.record_raw(subject, vec![placed]).await;
        let place = ask(world, "officer", subject, &wish(BESIDE, Some("已核实"))).await;
        let place = place.expect("asked");
        forward(world, "head", place).await.expect("submitted");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        world.pass_days(1);
        let accepted = accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        assert!(!accepted.ended_agreement && !accepted.signs, "{accepted:?}");
        assert_eq!(asked_to_sign(world, subject).await, (0, 0, 0), "in a post");
        world.pass_days(200);
        let today = world.today();
        let ended = by!(world, "beside_officer", |tx, desk, occasion| duties::record_service(
            tx,
            desk,
            occasion,
            access::Action::RecordService,
            subject,
            &[Happening::new(Kind::PublicPostEnded, today)]
        ));
        ended.expect("ended");
        // The way back leads from the end of the term, not from a transfer half a year ago.
        assert_eq!(asked_to_sign(world, subject).await, (0, 0, 0), "back from it");
    });
}

#[test]
fn who_was_back_from_a_post_before_is_signed_with_as_anybody_else() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let today = world.today();
        let post = [Kind::PublicPostPlaced, Kind::PublicPostEnded];
        let post = post.map(|kind| Happening::new(kind, today)).to_vec();
        world.record_raw(subject, post).await;
        world.pass_days(10);
        let place = ask(world, "officer", subject, &wish(BESIDE, Some("已核实"))).await;
        let place = place.expect("asked");
        forward(world, "head", place).await.expect("submitted");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        assert_eq!(asked_to_sign(world, subject).await, (1, 1, 1));
    });
}

/// The old office's agreement would be in force again at the new one.
#[test]
fn the_end_of_an_agreement_by_a_transfer_is_taken_back_by_nobody() {
    let keepers: [Arc<dyn Companion>; 1] = [Arc::new(Keeper)];
    on_both_with(&keepers, GROUPS, transfers::routes, &async |world| {
        let place = approved(world, "P1").await;
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        let past = world.history(place.0).await;
        let end = past.iter().find(|past| past.kind == Kind::AgreementEnded).expect("an end").id;
        // On the same day by who accepted, later by a head who had no part: it is no slip of anybody.
        for (user, days) in [("neighbour", 0), ("beside_officer", 1), ("chief", 1)] {
            world.pass_days(days);
            let tried = by!(world, user, |tx, desk, occasion| services::correct(
                tx,
                desk,
                occasion,
                (place.0, end),
                "点错了"
            ));
            let Err(Failure::Refused(Refusal::Instead(words))) = tried else {
                panic!("{user}: {tried:?}");
            };
            assert!(words.contains("随服务关系划转终止") && words.contains("BJ18-24"), "{words}");
        }
        assert!(!world.assess(place.0).await.standing.under_agreement);
    });
}
