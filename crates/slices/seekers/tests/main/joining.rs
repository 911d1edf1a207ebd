//! What is in force in either of two files goes on when they become one, or they do not become one.

use axum::http::StatusCode;
use kernel::Day;
use ledger::Field;
use rules::{Detail, Entry, Initiator, Kind};
use seekers::model::{Copied, InForce, Joined, Lost};
use store::SubjectId;
use subjects::Happening;

use crate::merging::{in_hardship, record, second};
use crate::world::{World, day, on_both, somebody};

const MERGE: [(&str, &str); 6] = [
    ("_once", "m"),
    ("one", "P1"),
    ("other", "P2"),
    ("compared", "yes"),
    ("reason", "同一个人"),
    ("sure", "yes"),
];

fn signed(on: &str) -> Happening {
    Happening::new(Kind::AgreementSigned, day(on)).text(Field::Officer, "赵专员")
}

fn ended(on: &str) -> Happening {
    Happening::new(Kind::AgreementEnded, day(on)).text(Field::Reason, "本人要求")
}

async fn is_under_agreement(world: &World, subject: SubjectId) -> bool {
    let read = world.desk.db.read(async move |tx| duties::held(tx, subject).await).await;
    read.expect("read").expect("a file").standing.under_agreement
}

/// Two files of one person in hardship; an agreement was signed in the second on the first day.
async fn two_files(world: &World) -> (SubjectId, SubjectId) {
    let first = world.take_in(&world.clerk, somebody()).await;
    let other = world.take_in(&world.clerk, second()).await;
    for subject in [first, other] {
        record(world, subject, in_hardship()).await;
    }
    record(world, other, signed("2026-01-05")).await;
    (first, other)
}

#[test]
fn an_agreement_in_force_is_not_ended_by_the_end_of_another_one() {
    on_both(&async |world: &World| {
        let (first, other) = two_files(world).await;
        world.pass_days(90);
        record(world, first, signed("2026-02-04")).await;
        record(world, other, ended("2026-03-06")).await;
        for fields in [&MERGE[..3], &MERGE] {
            let (status, page) = world.post(&world.clerk, "/people/merge", fields).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            for words in [
                "档案 P00000001 的就业援助服务协议正在生效",
                "档案 P00000002 台账中 2026-03-06 的“终止援助协议”",
            ] {
                assert!(page.contains(words), "{words} in {page}");
            }
        }
        assert!(is_under_agreement(world, first).await, "nothing is changed by what is refused");
        let known = world.desk.db.read(async move |tx| duties::held(tx, other).await).await;
        assert!(known.expect("read").is_some(), "and somebody still answers for the other");
        // What was to be done, done: then it is one file, and nothing is in force in it.
        record(world, first, ended("2026-04-05")).await;
        let (status, to) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/people/{first}")));
        assert!(!is_under_agreement(world, first).await);
    });
}

#[test]
fn an_agreement_that_ended_before_the_other_was_signed_is_no_hindrance() {
    on_both(&async |world: &World| {
        let (first, other) = two_files(world).await;
        world.pass_days(90);
        record(world, other, ended("2026-02-03")).await;
        record(world, first, signed("2026-02-04")).await;
        let (status, to) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/people/{first}")));
        assert!(is_under_agreement(world, first).await);
    });
}

fn entry(kind: Kind, on: &str) -> Entry<'static> {
    Entry {
        id: "".into(),
        kind,
        on: day(on),
        initiated_by: Initiator::Agency,
        detail: match kind {
            Kind::AgreementSigned => Detail::Agreement { duties_met: true },
            _ => Detail::Plain,
        },
        office: None,
        staff: None,
    }
}

#[test]
fn whatever_is_in_force_in_either_is_looked_at_whichever_goes_on() {
    on_both(&async |world: &World| {
        let today = day("2026-06-01");
        let lost = |kept: &[(Kind, &str)], gone: &[(Kind, &str)], stands: Copied| {
            let read = |entries: &[(Kind, &str)]| -> Vec<Entry<'static>> {
                entries.iter().map(|(kind, on)| entry(*kind, on)).collect()
            };
            let (kept, gone) = (read(kept), read(gone));
            let stands = vec![Some(stands); gone.len()];
            let joined = Joined { kept: &kept, gone: &gone, stands: &stands };
            joined.lost(&world.desk.rulebook, today)
        };
        for (what, begins, ends) in [
            (InForce::Agreement, Kind::AgreementSigned, Kind::AgreementEnded),
            (InForce::Agreement, Kind::AgreementSigned, Kind::PublicPostPlaced),
            (InForce::Agreement, Kind::AgreementSigned, Kind::ServiceStopped),
            (InForce::PublicPost, Kind::PublicPostPlaced, Kind::PublicPostEnded),
            (InForce::PublicPost, Kind::PublicPostPlaced, Kind::PublicPostPlaced),
            (InForce::Hardship, Kind::HardshipRecognised, Kind::HardshipEnded),
            (InForce::Unemployment, Kind::UnemploymentRegistered, Kind::UnemploymentClosed),
            (InForce::Seeker, Kind::SeekerRegistered, Kind::SeekerArchived),
            (InForce::Seeker, Kind::SeekerRegistered, Kind::ServiceStopped),
            (InForce::Work, Kind::StartedWork, Kind::LeftWork),
        ] {
            let (held, ending) = ([(begins, "2026-03-01")], [(ends, "2026-04-01")]);
            let by: Option<(Kind, Day)> = Some((ends, day("2026-04-01")));
            for is_of_kept in [true, false] {
                let (kept, gone) = if is_of_kept { (&held, &ending) } else { (&ending, &held) };
                assert_eq!(
                    lost(kept, gone, Copied::Anew),
                    Some(Lost { what, is_of_kept, by }),
                    "{begins:?} {ends:?} {is_of_kept}"
                );
            }
            let early = [(ends, "2026-02-01")];
            let is_placing = ends == Kind::PublicPostPlaced;
            if !is_placing {
                assert_eq!(lost(&held, &early, Copied::Anew), None, "{ends:?} before");
                assert_eq!(lost(&early, &held, Copied::Anew), None, "{ends:?} before");
            }
            // What is still to come ends it, too, without anybody who says so.
            let later = [(ends, "2026-07-01")];
            assert!(lost(&held, &later, Copied::Anew).is_some(), "{ends:?} ahead");
        }
        // What both say happened once.
        let placed = [(Kind::PublicPostPlaced, "2026-03-01")];
        assert_eq!(lost(&placed, &placed, Copied::As(0)), None);
        assert!(lost(&placed, &placed, Copied::Anew).is_some(), "two placements of one day");
    });
}
