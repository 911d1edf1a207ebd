//! A signing that was recorded in error: a slip of the day, until somebody signed the paper.

use std::sync::Arc;

use access::Failure;
use desk::Companion;
use services::Refusal;
use services::model::{NoSlip, NotTheirs};
use store::{EntryId, SubjectId};
use street::{NUMBER, World, by, on_both_with};

use crate::scene::{INK, agreed, upload};

/// Has somebody take a signing back; gives why not.
async fn takes_back(
    world: &World,
    user: &str,
    (subject, entry): (SubjectId, EntryId),
) -> Option<(NotTheirs, NoSlip)> {
    let done = by!(world, user, |tx, desk, occasion| services::correct(
        tx,
        desk,
        occasion,
        (subject, entry),
        "签错了人"
    ));
    match done {
        Ok(_) => None,
        Err(Failure::Refused(Refusal::Guarded(hurdle))) => Some((hurdle.who, hurdle.slip)),
        Err(other) => panic!("{user}: {other}"),
    }
}

async fn is_under_agreement(world: &World, subject: SubjectId) -> bool {
    world.assess(subject).await.standing.under_agreement
}

#[test]
fn what_was_signed_on_paper_or_screen_is_taken_back_by_another_head_alone() {
    let keepers: [Arc<dyn Companion>; 1] = [Arc::new(agreements::Keeper)];
    on_both_with(&keepers, &[agreements::STATEMENTS], agreements::routes, &async |world| {
        let slip = agreed(world, NUMBER).await;
        assert_eq!(takes_back(world, "officer", slip).await, None);
        assert!(!is_under_agreement(world, slip.0).await);
        let scanned = agreed(world, "P2").await;
        let path = format!("/people/{}/agreement/{}/scan", scanned.0, scanned.1);
        upload(world, "officer", &path, ("k1", b"\x89PNG\r\n\x1a\n")).await;
        let inked = agreed(world, "P3").await;
        let path = format!("/people/{}/agreement/{}/signature", inked.0, inked.1);
        world.fill("officer", &path, &[("signature", INK)]).await.done();
        for signed in [scanned, inked] {
            let refused = takes_back(world, "officer", signed).await;
            let came = NoSlip::CameOfIt("的协议书已有签字".to_owned());
            assert_eq!(refused, Some((NotTheirs::OwnPart, came)));
            assert!(is_under_agreement(world, signed.0).await);
            assert_eq!(takes_back(world, "head", signed).await, None);
            assert!(!is_under_agreement(world, signed.0).await);
        }
    });
}
