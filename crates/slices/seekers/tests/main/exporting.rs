//! Lists that leave the system, and drafts that nobody confirmed.

use axum::http::StatusCode;
use store::{StoreError, SubjectId, seal};

use crate::under_way::DRAFTS;
use crate::world::{OTHER_STREET, World, on_both, somebody};

async fn purposes(world: &World, subject: SubjectId) -> Vec<(store::ActorId, String, i64)> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        subjects::readings_of(tx, &key, subject, 100).await
    });
    let readings = read.await.expect("read").into_iter();
    readings.map(|reading| (reading.staff, reading.purpose, reading.times)).collect()
}

#[test]
fn whoever_stood_in_a_list_that_was_taken_out_can_be_told_who_has_it() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.officer, somebody()).await;
        let before = purposes(world, subject).await;
        let (status, _) = world.get(&world.head, "/people?officer=all").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(purposes(world, subject).await, before, "the list itself shows what lists show");
        let (status, _) = world.get(&world.administrator, "/people?format=xlsx").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        world.download(&world.head, "/people?officer=all&format=xlsx&level=4").await;
        assert_eq!(purposes(world, subject).await, before, "nobody of level 4 in it");
        for times in 1..=2 {
            world.download(&world.head, "/people?officer=all&format=xlsx").await;
            let told = (world.head.id, "导出名单".to_owned(), times);
            assert!(purposes(world, subject).await.contains(&told), "{times}");
        }
        let (_, page) = world.get(&world.head, &format!("/people/{subject}/readers")).await;
        assert!(page.contains("导出名单"));
    });
}

#[test]
fn a_list_is_narrowed_to_an_office_within_reach_and_to_those_without_a_level() {
    on_both(&async |world: &World| {
        world.take_in(&world.clerk, somebody()).await;
        let own = world.head.area.first;
        for (query, finds) in [
            (format!("officer=all&office={own}"), true),
            (format!("officer=all&office={}", own + 1), false),
            ("officer=all&level=0".to_owned(), true),
            ("officer=all&level=1".to_owned(), false),
        ] {
            let (status, page) = world.get(&world.head, &format!("/people?{query}")).await;
            assert_eq!(status, StatusCode::OK, "{query}");
            assert_eq!(page.contains("王秀英"), finds, "{query}");
        }
        let (status, _) =
            world.get(&world.head, &format!("/people?officer=all&office={OTHER_STREET}")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn an_import_that_nobody_confirms_is_forgotten_without_anybody_importing() {
    on_both(&async |world: &World| {
        crate::importing::rehearsed(world).await;
        let count = async || {
            let read = world.desk.db.read::<_, _, StoreError>(async |tx| tx.one(DRAFTS, &[]).await);
            let (drafts,): (i64,) = read.await.expect("read");
            drafts
        };
        let forget = async || {
            let now = store::Clock::now(world.clock.as_ref());
            seekers::forget_drafts(&world.desk.db, now).await.expect("forgotten")
        };
        assert_eq!((forget().await, count().await), (0, 1), "it can still be confirmed");
        world.clock.advance_seconds(3_601);
        assert_eq!((forget().await, count().await, forget().await), (1, 0, 0));
    });
}
