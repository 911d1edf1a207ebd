//! Who answers for a person, who may do what with their file, and what goes along when that changes.

use access::{Action, Actor, Failure, Role};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::ledger::Channel;
use store::{StoreError, SubjectId};
use subjects::{Happening, SubjectKind};

use duties::{HandOverRefusal, Receiver, ServiceRefusal, Whose};

use crate::world::{BESIDE, DISTRICT, STREET, World, actor, occasion, on_both};

fn today() -> Day {
    "2026-03-02".parse().expect("a Monday")
}

async fn person(world: &World, number: u64, officer: Option<&Actor>) -> SubjectId {
    let desk = world.desk.clone();
    let officer = officer.map(|officer| officer.id);
    world
        .desk
        .db
        .write::<_, _, StoreError>(async move |tx| {
            let (kind, now) = (SubjectKind::Person, desk.clock.now());
            let reference = format!("P{number:08}");
            let (subject, _) =
                subjects::open_subject(tx, &desk.sealing, kind, &reference, "王秀英", now).await?;
            duties::take_on(tx, subject, STREET, officer, today()).await?;
            Ok(subject)
        })
        .await
        .expect("a person")
}

async fn record(
    world: &World,
    by: &Actor,
    subject: SubjectId,
    happening: Happening,
) -> Result<duties::RecordedService, Failure<ServiceRefusal>> {
    let (desk, occasion) = (world.desk.clone(), occasion(by, today()));
    world
        .desk
        .db
        .write(async move |tx| {
            let happenings = std::slice::from_ref(&happening);
            let action = Action::RecordService;
            duties::record_service(tx, &desk, &occasion, action, subject, happenings).await
        })
        .await
}

async fn open_of(world: &World, whose: Whose) -> Vec<duties::DutyRow> {
    world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let after = duties::After::nothing();
            duties::open_duties(tx, whose, (Day::FIRST, Day::LAST), &after, "", 100).await
        })
        .await
        .expect("duties")
}

#[test]
fn only_the_office_of_a_person_records_and_what_is_owed_stands_in_its_list() {
    on_both(&async |world| {
        let clerk = actor(1, STREET, &[Role::FrontDeskClerk]);
        let stranger = actor(2, BESIDE, &[Role::FrontDeskClerk]);
        let above = actor(3, DISTRICT, &[Role::Head]);
        let subject = person(world, 1, None).await;
        let registered =
            || Happening::new(Kind::SeekerRegistered, today()).through(Channel::Counter);
        for denied in [&stranger, &above] {
            let answer = record(world, denied, subject, registered()).await;
            assert!(matches!(answer, Err(Failure::Denied(_))), "{answer:?}");
        }
        let recorded = record(world, &clerk, subject, registered()).await.expect("recorded");
        assert_eq!(recorded.assessment.duties.len(), 1);
        let open = open_of(world, Whose::Office(clerk.area)).await;
        assert_eq!(open.len(), 1);
        assert_eq!((open[0].rule.as_str(), open[0].because_id), ("BJ18-12", recorded.entries[0]));
        assert_eq!(open_of(world, Whose::Office(above.area)).await, open);
        assert_eq!(open_of(world, Whose::Office(stranger.area)).await, []);

        let graded = Happening::new(Kind::Graded, today())
            .number(Field::Level, 3)
            .text(Field::Tool, "北京市就业困难程度分级工具");
        record(world, &clerk, subject, graded).await.expect("graded");
        // Noted only now: it does not take the place of the later level.
        let before = Happening::new(Kind::Graded, today().plus_days(-40))
            .number(Field::Level, 1)
            .text(Field::Tool, "北京市就业困难程度分级工具");
        record(world, &clerk, subject, before).await.expect("graded before");
        assert_eq!(open_of(world, Whose::Office(clerk.area)).await, []);
        let held = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::held(tx, subject).await)
            .await
            .expect("read")
            .expect("held");
        assert!(held.standing.seeker_registered && held.grade == Some(3), "{held:?}");
    });
}

#[test]
fn nothing_is_recorded_ahead_of_time_nor_about_nothing() {
    on_both(&async |world| {
        let clerk = actor(1, STREET, &[Role::FrontDeskClerk]);
        let subject = person(world, 1, None).await;
        let ahead = Happening::new(Kind::Intake, today().plus_days(1));
        let answer = record(world, &clerk, subject, ahead).await;
        assert!(matches!(answer, Err(Failure::Refused(ServiceRefusal::Entry(_)))), "{answer:?}");
        let nowhere = store::EntryId::from_bytes([9; 16]);
        let about = Happening::new(Kind::FollowedUp, today()).about(nowhere);
        let answer = record(world, &clerk, subject, about).await;
        assert!(matches!(answer, Err(Failure::Refused(ServiceRefusal::Entry(_)))), "{answer:?}");
        let known = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| subjects::facts_of(tx, subject).await)
            .await
            .expect("facts");
        assert_eq!(known.entries(), []);
    });
}

#[test]
fn what_is_open_goes_along_and_what_is_settled_stays() {
    on_both(&async |world| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let colleague = actor(2, STREET, &[Role::AssistanceOfficer]);
        let head = actor(3, STREET, &[Role::Head]);
        let mut people = Vec::new();
        for number in 1..=3 {
            let subject = person(world, number, Some(&officer)).await;
            people.push(subject);
            let intake = Happening::new(Kind::Intake, today());
            record(world, &officer, subject, intake).await.expect("taken in");
            if number == 1 {
                let opened = Happening::new(Kind::LedgerOpened, today());
                record(world, &officer, subject, opened).await.expect("opened");
            }
        }
        let hand = async |by: &Actor, to: &Actor| {
            let (desk, occasion) = (world.desk.clone(), occasion(by, today()));
            let (from, to) = (officer.id, Receiver { office_code: STREET, officer: Some(to.id) });
            world
                .desk
                .db
                .write(async move |tx| {
                    duties::hand_all_over(tx, &desk, &occasion, from, to, "产假").await
                })
                .await
        };
        assert!(matches!(hand(&officer, &colleague).await, Err(Failure::Denied(_))));
        let refused = hand(&head, &officer).await;
        assert!(matches!(refused, Err(Failure::Refused(HandOverRefusal::AlreadyThere))));
        assert_eq!(hand(&head, &colleague).await.expect("handed over"), 3);
        assert_eq!(open_of(world, Whose::Officer(officer.id)).await, []);
        assert_eq!(open_of(world, Whose::Officer(colleague.id)).await.len(), 2);
        let settled = async || {
            let area = officer.area;
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                duties::settled(tx, area, Day::FIRST).await
            });
            read.await.expect("settled")
        };
        let before = settled().await;
        assert_eq!(before.len(), 1);
        assert_eq!((before[0].officer_id, before[0].number), (Some(officer.id), 1));
        // Nor does it move when the rules look again.
        for subject in people {
            let registered = Happening::new(Kind::SeekerRegistered, today());
            record(world, &colleague, subject, registered).await.expect("registered");
        }
        let after = settled().await;
        assert!(after.contains(&before[0]), "{after:?}");
    });
}

#[test]
fn a_pause_holds_until_its_day_and_has_a_reason() {
    on_both(&async |world| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let subject = person(world, 1, Some(&officer)).await;
        let pause = async |until: Day| {
            let (desk, occasion) = (world.desk.clone(), occasion(&officer, today()));
            world
                .desk
                .db
                .write(async move |tx| {
                    duties::pause(tx, &desk, &occasion, subject, until, "住院").await
                })
                .await
        };
        for wrong in [today(), today().plus_days(duties::LONGEST_PAUSE + 1)] {
            assert!(matches!(pause(wrong).await, Err(Failure::Refused(_))), "{wrong}");
        }
        let until = today().plus_days(20);
        pause(until).await.expect("paused");
        let holding = async |day: Day| {
            let keys = std::sync::Arc::clone(&world.desk.sealing.keys);
            world
                .desk
                .db
                .read::<_, _, StoreError>(async move |tx| {
                    let key = store::seal::key_of(tx, keys.as_ref(), subject).await?;
                    duties::pause_of(tx, &key.expect("a key"), subject, day).await
                })
                .await
                .expect("read")
        };
        let paused = holding(until).await.expect("a pause");
        assert_eq!((paused.reason.reveal(), paused.until), ("住院", until));
        assert!(holding(until.plus_days(1)).await.is_none());
        let (desk, occasion) = (world.desk.clone(), occasion(&officer, today()));
        world
            .desk
            .db
            .write(async move |tx| duties::go_on(tx, &desk, &occasion, subject).await)
            .await
            .expect("ended");
        assert!(holding(today()).await.is_none());
    });
}
