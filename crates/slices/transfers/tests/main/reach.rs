//! Who goes over though they came late, and who is taken out in a list.

use crate::world::GROUPS;
use axum::http::StatusCode;
use rules::Kind;
use seekers::NewPerson;
use store::{ActorId, StoreError, SubjectId};
use street::{BESIDE, FAR, STREET, World, by, on_both};
use transfers::{NewMove, OfficeMove, Scope};

use crate::world::{agreed, approved, ask, held, under_agreement, wish};

store::statements! {
    pub(crate) group "transfers_reach";
    /// Another office, and perhaps nobody in it, answers for a subject.
    PUT = "UPDATE responsibility SET office_code = $1, officer_id = $2 WHERE subject_id = $3";
}

async fn put(world: &World, subject: SubjectId, office_code: i64, officer: Option<ActorId>) {
    let put = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        tx.execute(PUT, &[&office_code, &officer, &subject]).await.map(drop)
    });
    put.await.expect("put");
}

/// Somebody who is handed over to the office while it moves stands before those who were moved last.
#[test]
fn whoever_comes_while_an_office_is_moved_goes_along() {
    on_both(&[GROUPS, &[STATEMENTS]].concat(), transfers::routes, &async |world: &World| {
        let late = world.person("A1", &[Kind::LedgerOpened]).await;
        put(world, late, FAR, None).await;
        let desk = world.desk.clone();
        let now = desk.clock.now();
        let taken = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            for number in 0..500 {
                let name = format!("范例{number}");
                let new = NewPerson { name, residence_code: STREET + 1, ..NewPerson::default() };
                let subject = seekers::bring_in(tx, &desk.sealing, &new, now).await?;
                duties::take_on(tx, subject, STREET, None, web::day_of(now)).await?;
            }
            Ok(())
        });
        taken.await.expect("people");
        let new = NewMove {
            from_code: STREET,
            scope: Scope::Office,
            to_office_code: BESIDE,
            on: world.today(),
            reason: "区划调整〔2026〕1 号".to_owned(),
            officers: Vec::new(),
        };
        let id = agreed(world, &new).await;
        let carry_on = async || -> OfficeMove {
            let moved = by!(world, "chief", |tx, desk, occasion| transfers::carry_on(
                tx, desk, occasion, id
            ));
            moved.expect("moved")
        };
        let first = carry_on().await;
        assert_eq!((first.moved, first.is_finished), (500, false));
        put(world, late, STREET, None).await;
        // One of those who went over is handed back meanwhile.
        let none = SubjectId::from_bytes([0; 16]);
        let moved = world.desk.db.read(async move |tx| transfers::moved_in(tx, id, none).await);
        let returned = moved.await.expect("those who went")[0].subject;
        put(world, returned, STREET, None).await;
        let second = carry_on().await;
        assert!(!second.is_finished, "somebody is there still: {second:?}");
        let third = carry_on().await;
        assert_eq!((third.moved, third.is_finished), (501, true));
        assert_eq!(held(world, late).await.office_code, BESIDE);
        assert_eq!(held(world, returned).await.office_code, BESIDE, "and counts once");
    });
}

#[test]
fn a_list_takes_out_those_alone_whom_the_actor_may_take_out() {
    on_both(&[GROUPS, &[STATEMENTS]].concat(), transfers::routes, &async |world: &World| {
        let own = under_agreement(world, "P1").await;
        let nobodys = under_agreement(world, "P2").await;
        put(world, nobodys, STREET, None).await;
        for subject in [own, nobodys] {
            ask(world, "head", subject, &wish(BESIDE, None)).await.expect("asked");
        }
        let path = "/transfers?list=verify&format=xlsx";
        assert_eq!(world.get("officer", path).await.status, StatusCode::OK);
        assert_eq!(world.taken_out("officer", own).await, 1);
        assert_eq!(world.taken_out("officer", nobodys).await, 0, "not theirs to take out");
        let place = approved(world, "P3").await;
        let path = "/transfers?list=receive&format=xlsx";
        assert_eq!(world.get("neighbour", path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.taken_out("neighbour", place.0).await, 0, "not theirs yet");
        let shown = world.get("neighbour", "/transfers?list=receive").await;
        assert!(shown.status == StatusCode::OK && !shown.text.contains("format=xlsx"));
    });
}
