//! What gives or takes something from somebody is not taken back by one person alone, unless it is a slip of the day of
//! which nothing has come (decision 0327).

use access::{Action, Failure};
use axum::http::StatusCode;
use kernel::Day;
use ledger::Field;
use offices::actions::cover::{NewCover, set_cover};
use rules::Kind;
use services::model::{NoSlip, NotTheirs, is_guarded};
use services::{Refusal, correct};
use store::{EntryId, SubjectId};
use street::{Shown, by};
use subjects::Happening;

use crate::world::{NUMBER, World, on_both};

/// What is recorded on a day with the answers that its kind asks for.
fn happening(kind: Kind, on: Day) -> Happening {
    let happening = Happening::new(kind, on);
    match kind {
        Kind::HardshipRecognised | Kind::HardshipEnded => {
            happening.text(Field::Group, "持证残疾人")
        }
        Kind::AgreementSigned => happening.text(Field::Officer, "赵专员"),
        Kind::AgreementEnded | Kind::ServiceStopped => happening.text(Field::Reason, "说明"),
        _ => happening,
    }
}

/// Has somebody record something today; gives the entry.
async fn records(world: &World, user: &str, person: SubjectId, kind: Kind) -> EntryId {
    let happening = happening(kind, world.today());
    let recorded = by!(world, user, |tx, desk, occasion| duties::record_service(
        tx,
        desk,
        occasion,
        Action::RecordService,
        person,
        std::slice::from_ref(&happening)
    ));
    recorded.expect("recorded").entries[0]
}

/// Has somebody take an entry back through the action; gives why not.
async fn takes_back(
    world: &World,
    user: &str,
    (person, entry): (SubjectId, EntryId),
) -> Option<Refusal> {
    let done = by!(world, user, |tx, desk, occasion| correct(
        tx,
        desk,
        occasion,
        (person, entry),
        "记错了"
    ));
    match done {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(other) => panic!("{user}: {other}"),
    }
}

/// Gives by whom a correction is refused, and why it is no slip.
fn hurdle(refusal: Option<Refusal>) -> (NotTheirs, NoSlip) {
    match refusal {
        Some(Refusal::Guarded(hurdle)) => (hurdle.who, hurdle.slip),
        other => panic!("{other:?}"),
    }
}

/// Sends a correction, whether or not the page has a form for it.
async fn send(world: &World, user: &str, path: &str) -> Shown {
    let pairs = [("reason", "记错了"), ("_once", "0123456789abcdef0123456789abcdef")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    world.post(user, path, &pairs).await
}

async fn is_corrected(world: &World, (person, entry): (SubjectId, EntryId)) -> bool {
    world.history(person).await.iter().any(|past| past.id == entry && past.is_corrected)
}

#[test]
fn the_officer_alone_takes_none_of_it_back_and_is_told_who_does() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let kinds = [
            Kind::HardshipRecognised,
            Kind::AgreementSigned,
            Kind::AgreementEnded,
            Kind::PublicPostPlaced,
            Kind::HardshipEnded,
            Kind::RegistryNotified,
            Kind::ServiceStopped,
        ];
        assert_eq!(Kind::ALL.iter().filter(|kind| is_guarded(**kind)).count(), kinds.len());
        let mut entries = Vec::new();
        for kind in kinds {
            entries.push((kind, records(world, "officer", person, kind).await));
        }
        world.pass_days(10);
        let before = world.history(person).await.len();
        for (kind, entry) in &entries {
            let path = format!("/people/{person}/correct/{entry}");
            let shown = world.get("officer", &path).await;
            assert_eq!(shown.status, StatusCode::OK);
            let words = shown.words();
            for part in [kind.term(), "须由没有经手这一条的负责人办理", "示范街道", "李负责"]
            {
                assert!(words.contains(part), "{kind:?} {part}: {words}");
            }
            assert!(!shown.text.contains("name=\"reason\""), "{kind:?} {words}");
            send(world, "officer", &path).await.refused("须由没有经手这一条的负责人办理");
            let (who, slip) = hurdle(takes_back(world, "officer", (person, *entry)).await);
            assert_eq!((who, slip), (NotTheirs::OwnPart, NoSlip::NotToday), "{kind:?}");
        }
        assert_eq!(world.history(person).await.len(), before);
        // The head had no part, and is told what a correction is not for.
        let path = format!("/people/{person}/correct/{}", entries[0].1);
        let words = world.get("head", &path).await.words();
        assert!(words.contains("认定时情况不实") && words.contains("第二十六条"), "{words}");
        for (kind, entry) in entries.iter().rev() {
            let path = format!("/people/{person}/correct/{entry}");
            world.fill("head", &path, &[("reason", "登记对象弄错了")]).await.done();
            assert!(is_corrected(world, (person, *entry)).await, "{kind:?}");
        }
    });
}

#[test]
fn a_slip_of_the_day_is_taken_back_by_who_made_it_until_something_comes_of_it() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let slip = records(world, "officer", person, Kind::HardshipRecognised).await;
        // What says nothing of it does not stand in the way.
        records(world, "officer", person, Kind::Contacted).await;
        let path = format!("/people/{person}/correct/{slip}");
        world.fill("officer", &path, &[("reason", "类别选错")]).await.done();
        assert!(is_corrected(world, (person, slip)).await);
        // What rests on it does, until it is taken back itself.
        let recognised = records(world, "officer", person, Kind::HardshipRecognised).await;
        let signed = records(world, "officer", person, Kind::AgreementSigned).await;
        let adopted = Happening::new(Kind::PlanAdopted, world.today()).number(Field::Version, 1);
        world.record_raw(person, vec![adopted]).await;
        let plan = world.history(person).await.pop().expect("a plan").id;
        for (wrong, later) in [(recognised, Kind::AgreementSigned), (signed, Kind::PlanAdopted)] {
            let (who, slip) = hurdle(takes_back(world, "officer", (person, wrong)).await);
            assert_eq!((who, slip), (NotTheirs::OwnPart, NoSlip::RestsOnIt(later)));
            let page = world.get("officer", &format!("/people/{person}/correct/{wrong}")).await;
            let said = format!("此后已经有了“{}”", later.term());
            assert!(page.words().contains(&said), "{}", page.words());
        }
        for wrong in [plan, signed, recognised] {
            let refused = takes_back(world, "officer", (person, wrong)).await;
            assert!(refused.is_none(), "{refused:?}");
        }
        // A day later it is no slip any more.
        let late = records(world, "officer", person, Kind::HardshipRecognised).await;
        world.pass_days(1);
        let (_, slip) = hurdle(takes_back(world, "officer", (person, late)).await);
        assert_eq!(slip, NoSlip::NotToday);
        assert!(takes_back(world, "head", (person, late)).await.is_none());
    });
}

#[test]
fn nobody_else_takes_it_back_on_that_day_either() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let wrong = records(world, "clerk", person, Kind::HardshipRecognised).await;
        let path = format!("/people/{person}/correct/{wrong}");
        // The officer reads who may; a colleague and the office beside have no right to the page at all.
        let (who, slip) = hurdle(takes_back(world, "officer", (person, wrong)).await);
        assert_eq!((who, slip), (NotTheirs::NoHead, NoSlip::NotOwn));
        for user in ["colleague", "neighbour", "far_head"] {
            assert_eq!(world.get(user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
            assert_eq!(send(world, user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        // Whoever wrote it does.
        world.fill("clerk", &path, &[("reason", "点错了人")]).await.done();
        assert!(is_corrected(world, (person, wrong)).await);
    });
}

#[test]
fn a_head_who_had_a_part_or_stands_in_for_who_had_leaves_it_to_the_one_above() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let own = records(world, "head", person, Kind::HardshipRecognised).await;
        let theirs = records(world, "officer", person, Kind::AgreementSigned).await;
        world.pass_days(1);
        let (who, slip) = hurdle(takes_back(world, "head", (person, own)).await);
        assert_eq!((who, slip), (NotTheirs::OwnPart, NoSlip::NotToday));
        let cover = NewCover {
            staff: world.staff("officer"),
            covered_by: world.staff("head"),
            first_day: world.today(),
            last_day: world.today().plus_days(5),
            reason: "请假".to_owned(),
        };
        let set = by!(world, "officer", |tx, desk, occasion| set_cover(
            tx,
            &desk.sealing,
            occasion,
            &cover
        ));
        set.expect("covered");
        let (who, slip) = hurdle(takes_back(world, "head", (person, theirs)).await);
        assert_eq!((who, slip), (NotTheirs::Cover, NoSlip::NotOwn));
        for entry in [theirs, own] {
            let path = format!("/people/{person}/correct/{entry}");
            let words = world.get("head", &path).await.words();
            assert!(words.contains("示范区") && !words.contains("李负责"), "{words}");
            world.fill("chief", &path, &[("reason", "登记对象弄错了")]).await.done();
            assert!(is_corrected(world, (person, entry)).await);
        }
    });
}
