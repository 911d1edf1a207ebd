//! Many at the same moment: nobody gets a second file, and nothing that was written is lost.

use std::sync::Arc;
use std::time::Duration;

use access::{Action, Failure};
use seekers::{
    AmendRefusal, HouseholdRefusal, ImportRefusal, NewPerson, TakeInRefusal, amend, households,
    merge, person_of, recognise_household,
};
use store::{Engine, StoreError, SubjectId, seal};
use tokio::sync::Notify;

use crate::world::{OTHER_NUMBER, World, on_both, somebody};

/// How many try at once.
const CLIENTS: usize = 64;
/// Longer than the other one needs who does not wait.
const LOOK: Duration = Duration::from_millis(400);

/// What a file says now.
async fn known(world: &World, subject: SubjectId) -> (i64, NewPerson) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        let label = subjects::label_of(tx, &desk.sealing, subject).await?.expect("a label");
        let person = person_of(tx, &key, subject).await?.expect("a person");
        Ok((person.version, NewPerson::known(person, label.name.reveal())))
    });
    read.await.expect("read")
}

#[test]
fn of_sixty_four_who_take_in_one_person_one_does() {
    on_both(&async |world: &World| {
        let mut trials = Vec::new();
        for client in 0..CLIENTS {
            let actor = [&world.clerk, &world.stranger, &world.officer][client % 3];
            let (desk, occasion) = (world.desk.clone(), world.occasion(actor));
            trials.push(tokio::spawn(async move {
                let (db, intake) = (desk.db.clone(), somebody());
                db.write(async move |tx| seekers::take_in(tx, &desk, &occasion, &intake).await)
                    .await
            }));
        }
        let mut taken = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(_) => taken += 1,
                Err(Failure::Refused(TakeInRefusal::Known(_))) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(taken, 1);
    });
}

#[test]
fn of_many_files_that_get_one_number_at_once_one_does() {
    on_both(&async |world: &World| {
        let mut trials = Vec::new();
        for at in 0..8 {
            let mut intake = somebody();
            intake.new.name = format!("王秀{at}");
            intake.new.residence_code -= 1;
            intake.new.particulars.number = format!("E1234567{at}");
            intake.new.particulars.phone = format!("1540000000{at}");
            let subject = world.take_in(&world.officer, intake).await;
            let (version, mut after) = known(world, subject).await;
            after.particulars.number = OTHER_NUMBER.to_owned();
            trials.push((subject, version, after));
        }
        let trials: Vec<_> = trials
            .into_iter()
            .map(|(subject, version, after)| {
                let (desk, occasion) = (world.desk.clone(), world.occasion(&world.officer));
                tokio::spawn(async move {
                    let db = desk.db.clone();
                    db.write(async move |tx| {
                        amend(tx, &desk, &occasion, subject, version, &after).await
                    })
                    .await
                })
            })
            .collect();
        let mut amended = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(has_changed) => amended += usize::from(has_changed),
                Err(Failure::Refused(AmendRefusal::NumberTaken)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(amended, 1);
    });
}

#[test]
fn an_import_that_is_confirmed_from_many_tabs_is_carried_out_once() {
    on_both(&async |world: &World| {
        let rows = [seekers::ImportRow { number: 2, intake: somebody() }];
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.clerk));
        let (to_read, reader) = (rows.clone(), desk.clone());
        // A reader writes nothing: nobody waits while names are looked up.
        let (own, by) = (desk, occasion.clone());
        let rehearsed = world
            .desk
            .db
            .read(async move |tx| seekers::rehearse_import(tx, &reader, &occasion, &to_read).await);
        let outlooks = rehearsed.await.expect("rehearsed");
        let kept = world.desk.db.write(async move |tx| {
            seekers::keep_import(tx, &own, &by, (&rows, &outlooks), false).await
        });
        let draft = kept.await.expect("kept").expect("a draft");
        let mut trials = Vec::new();
        for _ in 0..CLIENTS {
            let (desk, occasion) = (world.desk.clone(), world.occasion(&world.clerk));
            trials.push(tokio::spawn(async move {
                let db = desk.db.clone();
                db.write(async move |tx| {
                    seekers::carry_out_import(tx, &desk, &occasion, draft).await
                })
                .await
            }));
        }
        let mut imported = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(count) => imported += count,
                Err(Failure::Refused(ImportRefusal::NoDraft)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(imported, 1);
    });
}

#[test]
fn nothing_of_two_files_is_lost_when_one_is_amended_while_they_become_one() {
    // Only PostgreSQL runs two transactions side by side.
    testkit::block_on(async {
        let world = &World::new(Engine::Postgres).await;
        let kept = world.take_in(&world.officer, somebody()).await;
        world.clock.advance_seconds(1);
        let mut other = somebody();
        other.new.name = "王秀兰".to_owned();
        other.new.particulars.number = OTHER_NUMBER.to_owned();
        other.new.particulars.phone = "15400000002".to_owned();
        other.new.particulars.skills = "会开叉车".to_owned();
        world.take_in(&world.officer, other).await;
        let (version, mut after) = known(world, kept).await;
        after.particulars.experience = "保洁五年".to_owned();
        let has_amended = Arc::new(Notify::new());
        let (tell, desk) = (Arc::clone(&has_amended), world.desk.clone());
        let occasion = world.occasion(&world.officer);
        let amending = tokio::spawn(async move {
            let db = desk.db.clone();
            db.write(async move |tx| {
                let has_changed = amend(tx, &desk, &occasion, kept, version, &after).await?;
                tell.notify_one();
                tokio::time::sleep(LOOK).await;
                Ok::<_, Failure<AmendRefusal>>(has_changed)
            })
            .await
        });
        has_amended.notified().await;
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.head));
        let merging = world.desk.db.write(async move |tx| {
            merge(tx, &desk, &occasion, ("P00000001", "P00000002"), "同一个人").await
        });
        let merged = merging.await.expect("merged");
        assert!(amending.await.expect("no panic").expect("amended"));
        assert_eq!(merged, kept);
        let (_, whole) = known(world, kept).await;
        assert_eq!(whole.particulars.experience, "保洁五年");
        assert_eq!(whole.particulars.skills, "会开叉车");
    });
}

#[test]
fn whoever_may_not_import_confirms_nothing() {
    on_both(&async |world: &World| {
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.inspector));
        let nothing = SubjectId::from_bytes([1; 16]);
        let denied = world
            .desk
            .db
            .write(async move |tx| seekers::carry_out_import(tx, &desk, &occasion, nothing).await);
        let denied = denied.await;
        assert!(
            matches!(&denied, Err(Failure::Denied(why)) if why.action == Action::Import),
            "{denied:?}"
        );
    });
}

#[test]
fn of_many_who_recognise_one_household_at_once_one_does() {
    on_both(&async |world: &World| {
        crate::reach::household(world).await;
        let (desk, head) = (world.desk.clone(), world.occasion(&world.head));
        let found = world.desk.db.read(async move |tx| households(tx, &desk, &head).await).await;
        let household = found.expect("read").without_work[0].household.household_id;
        let mut trials = Vec::new();
        for _ in 0..CLIENTS {
            let (desk, occasion) = (world.desk.clone(), world.occasion(&world.head));
            trials.push(tokio::spawn(async move {
                let db = desk.db.clone();
                db.write(async move |tx| {
                    let seen = crate::households::seen(occasion.today);
                    let today = occasion.today;
                    recognise_household(tx, &desk, &occasion, household, today, &seen).await
                })
                .await
            }));
        }
        let mut recognised = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(()) => recognised += 1,
                Err(Failure::Refused(HouseholdRefusal::Already)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(recognised, 1);
    });
}
