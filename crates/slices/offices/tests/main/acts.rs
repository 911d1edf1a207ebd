//! The record of acts: read by the auditor, changed by nobody.

use axum::http::StatusCode;
use store::StoreError;

use crate::world::{self, on_both};

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
        let none = auditor.get("/audit/acts?from=2026-01-06").await;
        assert!(none.body.contains("共 0 条"), "{}", none.body);
        let sheet = auditor.get("/audit/acts?format=xlsx").await;
        assert_eq!(&sheet.bytes[..2], b"PK");
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
