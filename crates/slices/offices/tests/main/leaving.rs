//! A member of staff leaves.

use axum::http::StatusCode;

use crate::world::{PASSWORD, on_both, on_both_with};

#[test]
fn whoever_leaves_can_no_longer_enter_and_keeps_their_name() {
    on_both(&async |world| {
        let mut clerk = world.signed_in("clerk").await;
        let mut system = world.signed_in("system").await;
        let path = format!("/staff/{}", world.staff("clerk"));
        assert!(system.get(&format!("{path}/leave")).await.body.contains("办理离岗"));
        let answer = system.post(&format!("{path}/leave"), &[]).await;
        assert_eq!(answer.location.as_deref(), Some(path.as_str()), "{}", answer.body);
        assert_eq!(clerk.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(clerk.sign_in("clerk", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.actor("clerk").await, None);
        let page = system.get(&path).await;
        assert!(page.body.contains("王前台") && page.body.contains("2026-01-05 离岗"));
        let twice = system.post(&format!("{path}/leave"), &[]).await;
        assert!(twice.body.contains("已经离岗"), "{}", twice.body);
    });
}

#[test]
fn nobody_leaves_before_handing_over_or_on_their_own_or_as_the_last() {
    on_both_with(3, &async |world| {
        let mut system = world.signed_in("system").await;
        let mut leave = async |user_name: &str| {
            let path = format!("/staff/{}/leave", world.staff(user_name));
            system.post(&path, &[]).await.body
        };
        assert!(leave("clerk").await.contains("还有 3 项未移交"));
        assert!(leave("system").await.contains("不能为自己的账号"));
        assert!(leave("security").await.contains("最后一名“安全管理员”"));
        assert!(world.actor("clerk").await.is_some());
        let mut head = world.signed_in("head").await;
        let denied = head.post(&format!("/staff/{}/leave", world.staff("clerk")), &[]).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
    });
}
