//! Who decides is asked of where the person is, not of where they were when somebody began to ask.

use std::sync::Arc;
use std::time::Duration;

use desk::Occasion;
use stopping::decide_objection;
use stopping::model::Outcome;
use store::{ActorId, StoreError, SubjectId};
use street::{CITY, World};
use tokio::sync::Notify;

use crate::exit_objections::object;
use crate::exits::{is_in_hardship, recognised, send};
use crate::town::{MOVE, objection, on_both};

/// Takes a person over to the city in a transaction that ends when it is let go.
async fn goes_over(world: &World, person: SubjectId) -> (Arc<Notify>, impl Future<Output = ()>) {
    let (taken, let_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (told, waits) = (Arc::clone(&taken), Arc::clone(&let_go));
    let db = world.desk.db.clone();
    let moving = tokio::spawn(async move {
        let moved = db.write::<_, _, StoreError>(async move |tx| {
            duties::hold(tx, person).await?;
            let nobody: Option<ActorId> = None;
            tx.execute(MOVE, &[&CITY, &nobody, &person]).await?;
            told.notify_one();
            waits.notified().await;
            Ok(())
        });
        match moved.await {
            // SQLite lets nobody wait inside of a transaction: there one comes after the other, and nothing is between.
            Ok(()) | Err(StoreError::Waited) => {}
            Err(other) => panic!("{other}"),
        }
    });
    taken.notified().await;
    (let_go, async move { moving.await.expect("no panic") })
}

#[test]
fn an_objection_is_decided_by_the_right_that_holds_where_the_person_has_come_to() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        object(world, "clerk", person).await.done();
        let id = objection(world, person).await.parse().expect("an objection");
        let (desk, occasion): (_, Occasion) = (world.desk.clone(), world.occasion("mayor").await);
        let (let_go, moved) = goes_over(world, person).await;
        let db = desk.db.clone();
        let deciding = tokio::spawn(async move {
            db.write(async move |tx| {
                let outcome = Outcome::Upheld;
                decide_objection(tx, &desk, &occasion, (person, id), outcome, "核对过").await
            })
            .await
        });
        // Long enough for it to come to what the other one holds.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let_go.notify_one();
        moved.await;
        // Nobody is above the city: its own head decides, by another right than that of an office above.
        deciding.await.expect("no panic").expect("decided");
        assert!(is_in_hardship(world, person).await);
    });
}
