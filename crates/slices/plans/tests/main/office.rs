//! The list of an office.

use axum::http::StatusCode;
use street::NAME;

use crate::world::{adopted, drafted, in_hardship, on_both, planned, signed, today};

#[test]
fn an_office_sees_who_is_owed_a_plan_and_whose_steps_are_late() {
    on_both(&async |world| {
        let planned = planned(world).await;
        let owed = in_hardship(world, "F-2").await;
        world.record_raw(owed, vec![signed(today(world))]).await;
        in_hardship(world, "F-3").await;
        let lists = async |user: &str, query: &str, person| {
            let shown = world.get(user, &format!("/plans{query}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{user} {query}");
            shown.text.contains(&format!("/people/{person}/plan"))
        };
        for (query, both) in
            [("", (true, true)), ("?view=owed", (false, true)), ("?view=late", (false, false))]
        {
            let found = (lists("head", query, planned).await, lists("head", query, owed).await);
            assert_eq!(found, both, "{query}");
        }
        world.pass_days(35);
        assert!(lists("officer", "?view=late", planned).await);
        // In a new version it is due later; what the old one said is late no longer.
        let later = [("due_1", "2026-05-01"), ("due_2", "2026-05-01")];
        drafted(world, planned, &later).await;
        adopted(world, planned, &[("reason", "出现新情况或新问题")]).await;
        assert!(!lists("officer", "?view=late", planned).await);
        let denied = world.get("officer", "/plans?format=xlsx").await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "an officer exports no office");
        assert!(lists("chief", &format!("?office={}", street::STREET), owed).await);
        for user in ["neighbour", "far_head"] {
            let path = format!("/plans?office={}", street::STREET);
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        let own = world.get("neighbour", "/plans").await;
        assert!(own.status == StatusCode::OK && !own.text.contains(NAME));
        assert_eq!(world.get("auditor", "/plans").await.status, StatusCode::FORBIDDEN);
    });
}
