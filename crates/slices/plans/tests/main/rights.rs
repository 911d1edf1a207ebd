//! Who may see a plan, and who may change it; and that nothing of it lies in the clear.

use axum::http::StatusCode;
use street::NAME;

use crate::world::{adopted, assessed, contents, drafted, on_both, planned, under_agreement};

#[test]
fn whoever_may_read_the_file_reads_the_plan_and_only_the_office_changes_it() {
    on_both(&async |world| {
        let person = planned(world).await;
        let pages = ["plan", "plan/page"];
        let forms = ["plan/edit", "plan/adopt", "plan/progress?step=1", "barriers"];
        for user in ["officer", "colleague", "head", "chief", "inspector"] {
            for page in pages {
                let shown = world.get(user, &format!("/people/{person}/{page}")).await;
                assert_eq!(shown.status, StatusCode::OK, "{user} {page}");
            }
        }
        for user in ["chief", "inspector", "neighbour", "expert", "far_officer", "auditor"] {
            for page in forms {
                let shown = world.get(user, &format!("/people/{person}/{page}")).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {page}");
                assert!(!shown.text.contains(NAME), "{user} {page}");
            }
        }
        let seen = world.get("inspector", &format!("/people/{person}/plan")).await;
        assert!(!seen.text.contains("plan/edit") && !seen.words().contains("其他情况"));
        for user in ["neighbour", "expert", "far_officer", "auditor"] {
            for page in pages {
                let shown = world.get(user, &format!("/people/{person}/{page}")).await;
                assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user} {page}");
            }
        }
        // Sending what another has opened changes nothing.
        drafted(world, person, &[]).await;
        for page in ["plan/edit", "plan/adopt", "barriers"] {
            let shown = world.get("officer", &format!("/people/{person}/{page}")).await;
            let changes = [("consent", "yes"), ("reason", "出现新情况或新问题")];
            let denied = world.fill_shown("neighbour", &shown, &changes).await;
            assert_eq!(denied.status, StatusCode::FORBIDDEN, "{page}");
        }
        let plans = world.history(person).await;
        let plans = plans.iter().filter(|past| past.kind.name().starts_with("plan_"));
        assert_eq!(plans.count(), 1);
    });
}

#[test]
fn nothing_that_was_typed_lies_in_the_clear() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        assessed(world, person).await;
        let barriers = format!("/people/{person}/barriers");
        let changes = [("consent", "none"), ("words", "canary-words"), ("note", "canary-note")];
        world.fill("officer", &barriers, &changes).await;
        drafted(world, person, &[("goal", "canary-goal"), ("who_1", "canary-who")]).await;
        adopted(world, person, &[("words", "canary-said")]).await;
        let changes = [("to", "given_up"), ("words", "canary-why")];
        world.fill("officer", &format!("/people/{person}/plan/progress?step=1"), &changes).await;
        drafted(world, person, &[("goal", "canary-next")]).await;
        let kept = contents(world).await;
        assert_eq!(kept.len(), 4, "analysis, draft, plan, why");
        for bytes in kept {
            for word in ["canary", "goal", "steps", "words", "skills", "care"] {
                let leaks = bytes.windows(word.len()).any(|part| part == word.as_bytes());
                assert!(!leaks, "{word}");
            }
        }
        let seen = world.get("officer", &format!("/people/{person}/plan")).await.words();
        for word in ["canary-words", "canary-note", "canary-goal", "canary-said", "canary-why"] {
            assert!(seen.contains(word), "{word} is there for whoever may read it");
        }
    });
}
