//! What was typed is not in the database, and what is in it cannot be exchanged.

use std::fs;
use std::sync::Arc;

use store::{Engine, StoreError, seal};
use subjects::{AuditFinding, ImportError};

use crate::world::{self, START, World, on_both};

const LINES: [&str; 3] = [
    r#"{"id":"canary-id","subject":"canary-reference","kind":"surveyed","on":"2026-01-05","method":"canary-method","willing":true,"registers":false,"circumstance":"canary-circumstance","reason":"canary-reason","note":"canary-note","office":"canary-office","staff":"canary-staff"}"#,
    r#"{"id":"2","subject":"canary-reference","kind":"fair_announced","on":"2026-01-05","fair":"canary-fair"}"#,
    r#"{"id":"3","subject":"canary-reference","kind":"agreement_signed","on":"2026-01-05","officer":"canary-officer","surplus":"canary-surplus"}"#,
];

#[test]
fn nothing_that_was_typed_stands_in_the_files() {
    testkit::block_on(async {
        let world = World::new(Engine::Sqlite).await;
        world.import(&LINES.join("\n")).await.expect("imported");
        let mut searched = 0;
        for file in fs::read_dir(world.place.folder.path()).expect("a folder") {
            let bytes = fs::read(file.expect("a file").path()).expect("bytes");
            searched += usize::from(bytes.windows(8).any(|window| window == b"surveyed"));
            assert!(!bytes.windows(6).any(|window| window.eq_ignore_ascii_case(b"canary")));
        }
        assert!(searched > 0, "the search does not see the entries");
        assert!(world.export(None).await.contains("canary-note"));
        assert!(!world.export(None).await.contains("canary-surplus"));
        world.db.close();
    });
}

#[test]
fn nothing_that_was_typed_stands_in_the_tables_of_the_server() {
    testkit::block_on(async {
        let world = World::new(Engine::Postgres).await;
        world.import(&LINES.join("\n")).await.expect("imported");
        let database = world.place.url.rsplit('/').next().expect("a name");
        let rows = "SELECT subject::text FROM subject UNION ALL SELECT entry::text FROM entry";
        let dump = testkit::server().sql(database, rows).expect("rows");
        assert!(dump.contains("surveyed"), "the search does not see the entries");
        // Bytes are told in hexadecimal digits.
        assert!(!dump.contains("canary") && !dump.contains("63616e617279"));
        world.db.close();
    });
}

#[test]
fn a_subject_that_was_erased_is_neither_exported_nor_imported_again() {
    on_both(&async |world| {
        world.import(LINES[0]).await.expect("imported");
        let (row,): (store::SubjectId,) = world
            .db
            .read::<_, _, StoreError>(async move |tx| tx.one(world::ONLY, &[]).await)
            .await
            .expect("a subject");
        world
            .db
            .write::<_, _, StoreError>(async move |tx| seal::destroy(tx, row, START).await)
            .await
            .expect("destroyed");
        assert_eq!(world.export(None).await, "");
        assert_eq!(world.verified().await, (1, 1), "the chain is whole all the same");
        let error = world.import(LINES[0]).await.expect_err("refused");
        let ImportError::Refused { refused, .. } = error else { panic!("{error}") };
        assert!(refused[0].reason.contains("销毁"), "{refused:?}");
    });
}

#[test]
fn references_cannot_be_exchanged_or_taken_away() {
    on_both(&async |world| {
        let other = LINES[0].replace("canary-reference", "another");
        world.import(&format!("{}\n{other}", LINES[0])).await.expect("imported");
        let keys = || Arc::clone(&world.sealing.keys);
        let run = async |statement| {
            world
                .db
                .write::<_, _, StoreError>(async move |tx| tx.execute(statement, &[]).await)
                .await
                .expect("the intruder's statement");
            subjects::audit(&world.db, keys()).await.expect("audited")
        };
        assert!(matches!(run(world::MOVE).await, Some(AuditFinding::ReferenceChanged(_))));
        assert!(matches!(run(world::REMOVE).await, Some(AuditFinding::SubjectMissing(_))));
    });
}
