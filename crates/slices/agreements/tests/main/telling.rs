//! A change of the officer is told to the person, and a text that nobody has signed takes the new one.

use agreements::{Keeper, UNTOLD};
use axum::http::StatusCode;
use kernel::Day;
use store::{SubjectId, Tx};
use street::{NUMBER, World, on_both};

use crate::scene::{INK, agreed, today};

/// Makes a colleague the officer, as a hand-over does.
async fn handed(world: &World, person: SubjectId, to: &str) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
    let to = world.staff(to);
    let given = world.desk.db.write(async move |tx: &mut Tx| {
        duties::appoint(tx, &desk, &occasion, person, to, "工作调整").await
    });
    given.await.expect("handed over");
}

async fn waits(world: &World, user: &str) -> bool {
    world.waits(Keeper, user).await.iter().any(|(kind, _)| *kind == UNTOLD.name)
}

#[test]
fn a_change_of_the_officer_waits_until_the_person_was_told() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world: &World| {
        let (person, _) = agreed(world, NUMBER).await;
        assert!(!waits(world, "officer").await, "whom the text names is known");
        world.pass_days(2);
        handed(world, person, "colleague").await;
        assert!(waits(world, "colleague").await && !waits(world, "officer").await);
        let path = format!("/people/{person}/agreement/officer");
        let note = world.get("colleague", &format!("{path}/note")).await;
        let words = note.words();
        assert!(words.contains("换为") && words.contains("继续有效"), "{words}");
        assert!(!words.contains("工作调整"), "why is nobody's but the office's: {words}");
        for user in ["neighbour", "inspector", "chief", "far_officer"] {
            assert_eq!(world.get(user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        let before = today(world).plus_days(-1).to_string();
        let refused = world.fill("colleague", &path, &[("means", "phone"), ("on", &before)]).await;
        refused.refused("告知日期不早于");
        let ahead = today(world).plus_days(1).to_string();
        let refused = world.fill("colleague", &path, &[("means", "phone"), ("on", &ahead)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let shown = world.get("colleague", &path).await;
        // Somebody else takes over before it is noted: of whom the person is told is another one by then.
        handed(world, person, "head").await;
        let stale = world.fill_shown("head", &shown, &[("means", "phone")]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        handed(world, person, "colleague").await;
        world.fill("colleague", &path, &[("means", "phone")]).await.done();
        assert!(!waits(world, "colleague").await);
        // Back to the one who signed: the person knows another by now.
        world.pass_days(1);
        handed(world, person, "officer").await;
        assert!(waits(world, "officer").await);
        world.fill("officer", &path, &[("means", "paper")]).await.done();
        assert!(!waits(world, "officer").await);
    });
}

#[test]
fn who_came_and_went_in_between_is_not_told_of() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world: &World| {
        let (person, _) = agreed(world, NUMBER).await;
        world.pass_days(1);
        handed(world, person, "colleague").await;
        handed(world, person, "officer").await;
        assert!(!waits(world, "officer").await && !waits(world, "colleague").await);
        let path = format!("/people/{person}/agreement/officer");
        assert_eq!(world.get("officer", &path).await.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_text_that_nobody_signed_takes_the_officer_who_answers_now_and_a_signed_one_stays() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world: &World| {
        let (unsigned, entry) = agreed(world, NUMBER).await;
        let (signed, other) = agreed(world, "P2").await;
        let sign = |person: SubjectId, entry: store::EntryId| {
            format!("/people/{person}/agreement/{entry}/signature")
        };
        let named = |words: &str| words.contains("赵专员");
        let first =
            world.get("officer", &format!("/people/{signed}/agreement/{other}/paper")).await;
        assert!(named(&first.words()), "{}", first.words());
        let pairs = |side: &str, key: &str| {
            [("_once", key), ("side", side), ("signature", INK)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        world.post("officer", &sign(signed, other), &pairs("person", "key-1")).await.done();
        let since: Day = today(world);
        handed(world, unsigned, "colleague").await;
        handed(world, signed, "colleague").await;
        let paper = async |person: SubjectId, entry: store::EntryId| {
            let path = format!("/people/{person}/agreement/{entry}/paper");
            world.get("colleague", &path).await.words()
        };
        assert!(!named(&paper(unsigned, entry).await), "nobody has signed it");
        assert!(named(&paper(signed, other).await), "what was signed stays");
        let page = world.get("colleague", &format!("/people/{signed}/agreement")).await.words();
        assert!(
            page.contains("签订时是赵专员") && page.contains(&format!("自 {since} 起由")),
            "{page}"
        );
        // The new one signs for the office, and the text goes on to name them.
        world.post("colleague", &sign(unsigned, entry), &pairs("office", "key-2")).await.done();
        handed(world, unsigned, "officer").await;
        let words = paper(unsigned, entry).await;
        assert!(!named(&words), "{words}");
    });
}
