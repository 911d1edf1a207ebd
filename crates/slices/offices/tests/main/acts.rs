//! The record of acts: read by the auditor, changed by nobody.

use axum::http::StatusCode;
use offices::{Act, ActKind};
use store::{Clock, StoreError};

use crate::world::{self, World, on_both};

#[test]
fn the_auditor_reads_filters_and_exports_what_was_done() {
    on_both(&async |world| {
        world.browser().sign_in("clerk", "wrong").await;
        let mut security = world.signed_in("security").await;
        security.post(&format!("/staff/{}/lift", world.staff("clerk")), &[]).await;
        for (user_name, status) in
            [("security", StatusCode::FORBIDDEN), ("head", StatusCode::FORBIDDEN)]
        {
            let mut browser = world.signed_in(user_name).await;
            assert_eq!(browser.get("/audit/acts").await.status, status, "{user_name}");
        }
        let mut auditor = world.signed_in("auditor").await;
        let page = auditor.get("/audit/acts").await;
        for words in
            ["解除登录限制", "登录失败", "吴安全", "王前台", "192.0.2.7", "2026-01-05 08:00"]
        {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        let failed = auditor.get("/audit/acts?kind=sign_in_failed&name=clerk").await;
        assert!(failed.body.contains("共 1 条"), "{}", failed.body);
        let none = auditor.get("/audit/acts?from=2026-01-01&until=2026-01-02").await;
        assert!(none.body.contains("共 0 条"), "{}", none.body);
        // Days the wrong way round, the last of them today where none was chosen, and what is no day.
        for (asked, words) in [
            ("from=2026-01-06", "改为 2026-01-05 或以前"),
            ("from=2026-01-05&until=2026-01-04", "改为 2026-01-05 或以后"),
            ("from=2026-01-05&until=2026-01-04&format=xlsx", "改为 2026-01-05 或以后"),
            ("from=gestern", "从："),
        ] {
            let refused = auditor.get(&format!("/audit/acts?{asked}")).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{asked}");
            assert!(refused.body.contains(words) && !refused.body.contains("共 0 条"), "{asked}");
        }
        let sheet = auditor.get("/audit/acts?format=xlsx").await;
        assert_eq!(&sheet.bytes[..2], b"PK");
    });
}

/// Records acts of one kind, a second after each other, each with its number.
async fn note(world: &World, kind: ActKind, (by, about): (&str, &str), times: i64) {
    let (by, about, now) = (world.staff(by), world.staff(about), world.clock.now());
    let entropy = world.desk.sealing.entropy.clone();
    let noted = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        for number in 1..=times {
            let act = Act::new(kind, by, format!("第{number}件")).about(about);
            offices::record(tx, &act, now.plus_seconds(number), entropy.as_ref()).await?;
        }
        Ok(())
    });
    noted.await.expect("noted");
}

#[test]
fn the_record_is_searched_by_days_kinds_and_names_and_read_page_by_page() {
    on_both(&async |world| {
        note(world, ActKind::CoverSet, ("head", "counsellor"), 1).await;
        world.clock.advance_seconds(24 * 3600);
        note(world, ActKind::SignedOut, ("clerk", "clerk"), 101).await;
        note(world, ActKind::LockLifted, ("security", "clerk"), 2).await;
        let mut auditor = world.signed_in("auditor").await;
        let mut search =
            async |asked: &str| auditor.get(&format!("/audit/acts?{asked}")).await.body;
        let first = search("kind=signed_out").await;
        assert!(first.contains("共 101 条，第 1 页，共 2 页"), "{first}");
        assert!(first.contains("第101件") && first.contains("第2件"), "the latest first");
        assert!(!first.contains("第1件") && first.contains("&#38;page=2"), "{first}");
        let second = search("kind=signed_out&page=2").await;
        assert!(second.contains("第1件") && !second.contains("第2件"), "{second}");
        assert!(second.contains("&#38;page=1") && !second.contains("&#38;page=3"), "{second}");
        // What is taken out is what is shown.
        let own = search("kind=signed_out&name=clerk&from=2026-01-06&until=2026-01-06").await;
        let taken = "from=2026-01-06&#38;until=2026-01-06&#38;kind=signed_out&#38;name=clerk";
        assert!(own.contains(&format!("{taken}&#38;page=1&#38;format=xlsx")), "{own}");
        for (asked, count) in [
            // By whoever did it and whom it was about, under either name.
            ("name=clerk", 103),
            ("name=%E7%8E%8B%E5%89%8D%E5%8F%B0", 103),
            ("name=security", 2),
            ("name=counsellor", 1),
            ("name=neighbour", 0),
            ("kind=lock_lifted&name=head", 0),
            ("kind=signed_out&name=security", 0),
            // Both days count, from their first moment to their last.
            ("kind=cover_set&from=2026-01-05&until=2026-01-05", 1),
            ("kind=cover_set&until=2026-01-04", 0),
            ("kind=cover_set&from=2026-01-06", 0),
            ("kind=signed_out&until=2026-01-05", 0),
            ("kind=signed_out&from=2026-01-06&until=2026-01-06", 101),
        ] {
            let found = search(asked).await;
            assert!(found.contains(&format!("共 {count} 条")), "{asked}: {found}");
        }
        // Where no day is asked for, the last thirty.
        world.clock.advance_seconds(28 * 24 * 3600);
        let mut auditor = world.signed_in("auditor").await;
        let late = auditor.get("/audit/acts?kind=cover_set").await.body;
        assert!(late.contains("共 1 条"), "{late}");
        world.clock.advance_seconds(24 * 3600);
        let mut auditor = world.signed_in("auditor").await;
        let later = auditor.get("/audit/acts?kind=cover_set").await.body;
        assert!(later.contains("共 0 条"), "{later}");
        let both = auditor.get("/audit/acts?kind=signed_out").await.body;
        assert!(both.contains("共 101 条"), "{both}");
    });
}

#[test]
fn what_is_recorded_cannot_be_changed_or_removed() {
    on_both(&async |world| {
        world.signed_in("clerk").await;
        for statement in [world::CHANGE_ACT, world::REMOVE_ACT] {
            let refused = world
                .desk
                .db
                .write::<_, _, StoreError>(async move |tx| tx.execute(statement, &[]).await)
                .await;
            assert!(matches!(refused, Err(StoreError::Constraint { .. })), "{refused:?}");
        }
    });
}

#[test]
fn a_long_record_is_taken_out_whole() {
    on_both(&async |world| {
        note(world, ActKind::SignedOut, ("clerk", "clerk"), 2_300).await;
        let mut auditor = world.signed_in("auditor").await;
        let sheet = auditor.get("/audit/acts?kind=signed_out&format=xlsx").await;
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(sheet.bytes)).expect("a workbook");
        let (_, rows) =
            calamine::Reader::worksheets(&mut book).into_iter().next().expect("a sheet");
        let words: Vec<String> = rows.rows().skip(1).map(|row| row[5].to_string()).collect();
        let expected: Vec<String> =
            (1..=2_300).rev().map(|number| format!("第{number}件")).collect();
        assert_eq!(words, expected, "each once, the latest first");
        let none = auditor.get("/audit/acts?kind=lock_lifted&name=nobody&format=xlsx").await;
        assert_eq!(&none.bytes[..2], b"PK");
    });
}
