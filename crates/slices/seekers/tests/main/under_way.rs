//! What keeps two files from becoming one, and what is read through the one in which both go on.

use axum::http::StatusCode;
use desk::FilePlace;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue};

use crate::merging::{in_hardship, record, second};
use crate::world::{World, day, on_both, somebody};

store::statements! {
    pub(crate) group "seekers' tests";
    PROPOSE = "INSERT INTO proposal (subject_id, proposal_id, kind, proposed_at, proposed_by, content, state)
        VALUES ($1, $2, 'service_stopped', $3, $4, $5, 'waiting')";
    WITHDRAW = "UPDATE proposal SET state = 'withdrawn' WHERE subject_id = $1";
    DRAFTS = "SELECT count(*) AS drafts FROM import_draft";
    FORGET_LOOKUPS = "DELETE FROM person_lookup WHERE subject_id = $1";
}

const MERGE: [(&str, &str); 6] = [
    ("_once", "m"),
    ("one", "P1"),
    ("other", "P2"),
    ("compared", "yes"),
    ("reason", "同一个人"),
    ("sure", "yes"),
];

async fn refused(world: &World, number: &str, words: &str) {
    for fields in [&MERGE[..3], &MERGE] {
        let (status, page) = world.post(&world.clerk, "/people/merge", fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(page.contains(&format!("档案 {number} 还有")) && page.contains(words), "{page}");
    }
}

async fn propose(world: &World, subject: SubjectId) {
    let (by, at) = (world.officer.id, Instant::from_micros(1));
    let name = ActorId::from_bytes([7; 16]);
    let written = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let content = [0_u8; 40].to_vec();
        let values: [&dyn ToValue; 5] = [&subject, &name, &at, &by, &content];
        tx.execute(PROPOSE, &values).await
    });
    written.await.expect("proposed");
}

#[test]
fn files_are_not_merged_while_something_is_open_in_either() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        for (file, number) in [(first, "P00000001"), (other, "P00000002")] {
            world.cabinet.begin(file, "一份没有办结的划转申请");
            refused(world, number, "一份没有办结的划转申请").await;
            world.cabinet.end_all();
        }
        propose(world, other).await;
        refused(world, "P00000002", "1 项等待同意的申请").await;
        let ended = world
            .desk
            .db
            .write::<_, _, StoreError>(async move |tx| tx.execute(WITHDRAW, &[&other]).await);
        assert_eq!(ended.await.expect("withdrawn"), 1);
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.head));
        let paused = world.desk.db.write(async move |tx| {
            duties::pause(tx, &desk, &occasion, first, day("2026-01-20"), "住院").await
        });
        paused.await.map_err(|failure| failure.to_string()).expect("paused");
        refused(world, "P00000001", "到 2026-01-20 为止的暂缓").await;
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.head));
        let gone_on =
            world.desk.db.write(async move |tx| duties::go_on(tx, &desk, &occasion, first).await);
        gone_on.await.map_err(|failure| failure.to_string()).expect("gone on");
        let (status, to) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/people/{first}")));
    });
}

#[test]
fn what_a_merged_file_held_is_read_through_the_one_that_stays() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        record(world, first, in_hardship()).await;
        for (file, words) in [(first, "旧档案的一页"), (other, "新档案的一页")] {
            world.cabinet.keep(&world.desk, file, FilePlace::Agreement, words).await;
        }
        let (_, page) = world.get(&world.clerk, &format!("/people/{first}")).await;
        assert!(page.contains("旧档案的一页") && !page.contains("新档案的一页"));
        let (status, _) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = world.get(&world.clerk, &format!("/people/{first}")).await;
        assert!(page.contains("旧档案的一页") && page.contains("新档案的一页"), "{page}");
    });
}
