//! Corrections: what would change is shown, what was wrong no longer counts, and what is right is recorded
//! from the same form.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;

use crate::world::{NAME, NUMBER, World, on_both};

#[test]
fn a_correction_shows_what_changes_and_offers_the_form_again() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let path = format!("/people/{person}/record/recommended");
        let sent = world.fill("officer", &path, &[("employer", "甲店"), ("vacancy", "收银")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        let wrong = world.history(person).await.pop().expect("an entry");
        let correct = format!("/people/{person}/correct/{}", wrong.id);
        // Only the officer of the person, and whoever leads.
        for user in ["clerk", "neighbour"] {
            assert_eq!(world.get(user, &correct).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        let shown = world.get("officer", &correct).await;
        let words = shown.words();
        for part in ["甲店", "第十六条", "不再有这一项", "更正的理由"] {
            assert!(words.contains(part), "{part} in {words}");
        }
        let silent = world.fill_shown("officer", &shown, &[]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked for");
        let done = world.fill_shown("officer", &shown, &[("reason", "单位写错")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let past = world.history(person).await;
        assert_eq!(past.last().map(|past| past.kind), Some(Kind::Corrected));
        assert!(past.iter().any(|past| past.id == wrong.id && past.is_corrected));
        assert!(open(world, person).await.iter().all(|rule| rule != "BJ18-16"));
        // The same form, filled in with what was wrong.
        let onward = done.location.expect("onward");
        assert_eq!(onward, format!("{path}?like={}", wrong.id));
        let form = world.get("officer", &onward).await;
        let (_, pairs) = form.form(&[]);
        assert!(pairs.contains(&("vacancy".to_owned(), "收银".to_owned())), "{pairs:?}");
        assert!(!onward.contains(NAME) && !onward.contains(NUMBER));
        let right = world.fill_shown("officer", &form, &[("employer", "乙店")]).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.words());
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.text(Field::Employer).expect("an employer").reveal(), "乙店");
        assert!(open(world, person).await.iter().any(|rule| rule == "BJ18-16"));
    });
}

#[test]
fn whoever_wrote_an_entry_corrects_it_the_same_day_and_nobody_elses() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let path = format!("/people/{person}/record/recommended");
        let mut written = Vec::new();
        for employer in ["甲店", "乙店"] {
            let told = [("employer", employer), ("vacancy", "收银")];
            let sent = world.fill("clerk", &path, &told).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
            written.push(world.history(person).await.pop().expect("an entry").id);
        }
        let earlier = world.history(person).await[0].id;
        let at = |entry| format!("/people/{person}/correct/{entry}");
        assert_eq!(world.get("clerk", &at(earlier)).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.get("neighbour", &at(written[0])).await.status, StatusCode::FORBIDDEN);
        let shown = world.get("clerk", &at(written[0])).await;
        let done = world.fill_shown("clerk", &shown, &[("reason", "单位写错")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let past = world.history(person).await;
        assert!(past.iter().any(|past| past.id == written[0] && past.is_corrected));
        // The page was open over night.
        let shown = world.get("clerk", &at(written[1])).await;
        world.pass_days(1);
        let late = world.fill_shown("clerk", &shown, &[("reason", "单位写错")]).await;
        assert_eq!(late.status, StatusCode::FORBIDDEN, "{}", late.words());
        let past = world.history(person).await;
        assert!(past.iter().all(|past| past.id != written[1] || !past.is_corrected));
    });
}

#[test]
fn what_was_corrected_is_not_corrected_again_and_no_correction_is() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::Intake, Kind::LedgerOpened]).await;
        let wrong = world.history(person).await.pop().expect("an entry");
        let path = format!("/people/{person}/correct/{}", wrong.id);
        let first = world.get("head", &path).await;
        let done = world.fill_shown("head", &first, &[("reason", "建错了")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let shown = world.get("head", &path).await;
        assert!(shown.words().contains("已经更正过了"), "{}", shown.words());
        // Another tab was left open.
        let (to, mut pairs) = first.form(&[("reason", "再来一次")]);
        pairs.retain(|(name, _)| name != "_once");
        pairs.push(("_once".to_owned(), "0123456789abcdef0123456789abcdef".to_owned()));
        let again = world.post("head", &to, &pairs).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.words());
        let correction = world.history(person).await.pop().expect("an entry");
        let path = format!("/people/{person}/correct/{}", correction.id);
        let shown = world.get("head", &path).await;
        assert!(shown.words().contains("不能再更正"), "{}", shown.words());
        let other = world.person("别人", &[Kind::Intake]).await;
        let elsewhere = format!("/people/{other}/correct/{}", wrong.id);
        assert_eq!(world.get("head", &elsewhere).await.status, StatusCode::NOT_FOUND);
        assert_eq!(world.history(person).await.len(), 3);
    });
}

/// The rules under which something is open.
async fn open(world: &World, person: store::SubjectId) -> Vec<String> {
    let read = world
        .desk
        .db
        .read::<_, _, store::StoreError>(async move |tx| duties::duties_of(tx, person).await);
    let duties = read.await.expect("read").into_iter();
    duties.filter(|duty| duty.state == duties::model::Settled::Open).map(|duty| duty.rule).collect()
}
