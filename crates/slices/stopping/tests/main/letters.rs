//! The letter to the registry shows the number to whoever handles the case, with a reason, and to nobody at a click.

use axum::http::StatusCode;
use rules::Gate;
use store::{StoreError, SubjectId, seal};
use street::{NUMBER, Shown, World};

use crate::town::{on_both, person_at, stop};

async fn letter_path(world: &World, person: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        stopping::notices_of(tx, &key.expect("a key"), person).await
    });
    let letters = read.await.expect("read");
    format!("/people/{person}/stop-notices/{}", letters.first().expect("a letter").id)
}

/// Why the file's sealed values were looked at.
async fn reasons(world: &World, person: SubjectId) -> Vec<String> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        subjects::readings_of(tx, &key.expect("a key"), person, 99).await
    });
    let readings = read.await.expect("read");
    let reasons = readings.iter().flat_map(|reading| &reading.reasons);
    reasons.map(|reason| reason.reveal().to_owned()).collect()
}

async fn forged(world: &World, user: &str, path: &str, reason: &str) -> Shown {
    let pairs = [("reason", reason), ("_once", "k1")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    world.post(user, path, &pairs).await
}

#[test]
fn the_number_is_shown_for_a_reason_to_whoever_handles_the_case() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        stop(world, person).await;
        let path = letter_path(world, person).await;
        // Whoever serves at the office reads the letter, and no number; nor can they send for it.
        let reason = "打印，送达就失业登记管理部门";
        for user in ["clerk", "colleague"] {
            let shown = world.get(user, &path).await;
            assert!(shown.status.is_success(), "{user}");
            assert!(!shown.text.contains(NUMBER) && !shown.text.contains("name=\"reason\""));
            let sent = forged(world, user, &path, reason).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{user}");
            assert!(!sent.text.contains(NUMBER), "{user}");
        }
        assert!(reasons(world, person).await.is_empty());
        for user in ["officer", "head"] {
            let shown = world.get(user, &path).await;
            assert!(!shown.text.contains(NUMBER), "{user}: masked until it is asked for");
            let wordless = world.fill_shown(user, &shown, &[("reason", "其他")]).await;
            assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY, "{user}");
            assert!(!wordless.text.contains(NUMBER), "{user}");
            let whole = world.fill_shown(user, &shown, &[]).await;
            assert!(whole.text.contains(NUMBER), "{user}");
        }
        let noted = reasons(world, person).await;
        assert_eq!(noted, [format!("{reason}（反馈函）"), format!("{reason}（反馈函）")]);
        assert_eq!(world.get("far_officer", &path).await.status, StatusCode::FORBIDDEN);
    });
}
