//! Who may take which step.

use street::{BESIDE, DISTRICT, FAR, STREET, World, by, on_both};
use transfers::Decision;
use transfers::model::{AskedFor, Said, Withdrawal};

use crate::world::{
    GROUPS, accept, approved, ask, decide, forward, is_denied, refusal, send_back, under_agreement,
    verify, wish, withdraw, withdraw_on,
};

#[test]
fn only_whoever_serves_the_person_asks_and_only_for_a_street_that_can_be_reached() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let near = wish(BESIDE, None);
        for user in ["neighbour", "beside_officer", "far_head", "chief", "mayor", "auditor"] {
            assert!(is_denied(&ask(world, user, subject, &near).await), "{user}");
        }
        let nowhere = [STREET, DISTRICT, 110_105_099_000];
        for (code, words) in nowhere.into_iter().zip(["不必划转", "街道（乡镇）", "街道（乡镇）"])
        {
            let refused = refusal(ask(world, "officer", subject, &wish(code, None)).await);
            assert!(refused.contains(words), "{code}: {refused}");
        }
        let blank = transfers::NewTransfer { reason: " ".to_owned(), ..wish(BESIDE, None) };
        assert!(refusal(ask(world, "officer", subject, &blank).await).contains("理由"));
        // Whoever is not the officer does not verify in the same breath.
        let verified = ask(world, "clerk", subject, &wish(BESIDE, Some("已看"))).await;
        assert!(refusal(verified).contains("专员核实"));
        ask(world, "clerk", subject, &near).await.expect("the refusal left nothing behind");
    });
}

#[test]
fn each_step_is_taken_by_whoever_it_belongs_to() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let place = ask(world, "clerk", subject, &wish(BESIDE, None)).await.expect("asked");
        for user in ["colleague", "clerk", "head"] {
            assert!(refusal(verify(world, user, place).await).contains("专员核实"), "{user}");
        }
        assert!(is_denied(&verify(world, "beside_officer", place).await));
        verify(world, "officer", place).await.expect("verified");
        for user in ["officer", "neighbour"] {
            assert!(is_denied(&forward(world, user, place).await), "{user}");
        }
        assert!(refusal(forward(world, "chief", place).await).contains("示范街道"));
        forward(world, "head", place).await.expect("submitted");
        for user in ["officer", "neighbour", "far_chief"] {
            let decided = decide(world, user, place, Decision::Approve).await;
            assert!(is_denied(&decided), "{user}: {decided:?}");
        }
        for user in ["head", "mayor"] {
            let wrong_level = refusal(decide(world, user, place, Decision::Approve).await);
            assert!(wrong_level.contains("示范区"), "{user}: {wrong_level}");
        }
        for user in ["neighbour", "beside_officer"] {
            assert!(is_denied(&accept(world, user, place, "beside_officer").await), "{user}");
        }
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        for user in ["officer", "head", "chief", "far_officer"] {
            assert!(is_denied(&accept(world, user, place, "beside_officer").await), "{user}");
            assert!(is_denied(&send_back(world, user, place).await), "{user}");
        }
        for officer in ["officer", "neighbour", "auditor"] {
            let refused = refusal(accept(world, "neighbour", place, officer).await);
            assert!(refused.contains("不是本机构在岗"), "{officer}: {refused}");
        }
        accept(world, "beside_officer", place, "beside_officer").await.expect("accepted");
        assert!(is_denied(&withdraw(world, "clerk", place).await), "too late");
    });
}

#[test]
fn nothing_is_approved_before_it_is_submitted_nor_a_second_time() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let place = ask(world, "clerk", subject, &wish(BESIDE, None)).await.expect("asked");
        let approve = async || decide(world, "chief", place, Decision::Approve).await;
        assert!(refusal(approve().await).contains("待核实"));
        verify(world, "officer", place).await.expect("verified");
        assert!(refusal(approve().await).contains("待提交"));
        assert!(is_denied(&accept(world, "neighbour", place, "beside_officer").await));
        forward(world, "head", place).await.expect("submitted");
        approve().await.expect("approved");
        assert!(refusal(approve().await).contains("待接收"));
    });
}

#[test]
fn nobody_approves_what_they_or_those_they_cover_for_asked_for_or_verified() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let place = ask(world, "clerk", subject, &wish(BESIDE, None)).await.expect("asked");
        verify(world, "officer", place).await.expect("verified");
        forward(world, "head", place).await.expect("submitted");
        for (user, words) in [("clerk", "自己提出的"), ("officer", "核实情况的人")] {
            for covers in [false, true] {
                let desk = world.desk.clone();
                let mut occasion = world.occasion("chief").await;
                if covers {
                    occasion.actor.stands_in_for.push(world.staff(user));
                } else {
                    occasion.actor.id = world.staff(user);
                }
                let decided = world.desk.db.write(async move |tx: &mut store::Tx| {
                    transfers::decide(tx, &desk, &occasion, place, Decision::Approve, "").await
                });
                let refused = refusal(decided.await);
                assert!(refused.contains(words), "{user} {covers}: {refused}");
            }
        }
        decide(world, "chief", place, Decision::Approve).await.expect("another one approves");
    });
}

#[test]
fn it_is_taken_back_by_whoever_asked_and_what_the_person_wished_by_their_office() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let place = approved(world, "P1").await;
        for user in ["clerk", "head"] {
            assert!(refusal(withdraw(world, user, place).await).contains("提出申请的人"), "{user}");
        }
        for user in ["neighbour", "chief"] {
            assert!(is_denied(&withdraw(world, user, place).await), "{user}");
        }
        let desk = world.desk.clone();
        let mut occasion = world.occasion("colleague").await;
        occasion.actor.stands_in_for.push(world.staff("officer"));
        let taken = world.desk.db.write(async move |tx: &mut store::Tx| {
            let own = Withdrawal::Own { words: String::new() };
            transfers::withdraw(tx, &desk, &occasion, place, &own).await
        });
        taken.await.expect("the cover takes it back");
        let wished =
            transfers::NewTransfer { asked_for: AskedFor::Person, ..wish(FAR, Some("已核实")) };
        let place = ask(world, "officer", place.0, &wished).await.expect("asked");
        // Nobody takes it back without a word of the person, or one to them.
        for user in ["clerk", "officer"] {
            assert!(refusal(withdraw(world, user, place).await).contains("本人怎样说的"), "{user}");
        }
        let today = world.today();
        let word = |on| Withdrawal::Person { how: Said::ByPhone, on, words: String::new() };
        let early = withdraw_on(world, "clerk", place, word(today.plus_days(-1))).await;
        assert!(refusal(early).contains("不能早于"));
        let late = withdraw_on(world, "clerk", place, word(today.plus_days(1))).await;
        assert!(refusal(late).contains("今天"));
        let wrong = |reason: &str| Withdrawal::Office {
            reason: reason.to_owned(),
            told: Said::InPerson,
            on: today,
        };
        let refused = refusal(withdraw_on(world, "clerk", place, wrong("重复登记")).await);
        assert!(refused.contains("专员或负责人"), "{refused}");
        let refused = refusal(withdraw_on(world, "officer", place, wrong(" ")).await);
        assert!(refused.contains("理由"), "{refused}");
        withdraw_on(world, "clerk", place, word(today)).await.expect("on the person's word");
        let blank = by!(world, "officer", |tx, desk, occasion| transfers::verify(
            tx, desk, occasion, place, "x"
        ));
        assert!(refusal(blank).contains("已撤回"));
    });
}

/// What was said stands in the history: whoever decides on another request sees it, and the person is told.
#[test]
fn on_whose_word_it_was_taken_back_is_seen_afterwards() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let wished = transfers::NewTransfer {
            asked_for: AskedFor::Person,
            ..wish(BESIDE, Some("已核实"))
        };
        ask(world, "officer", subject, &wished).await.expect("asked");
        let path = format!("/people/{subject}/transfer");
        let shown = world.get("clerk", &path).await;
        let words = shown.words();
        assert!(words.contains("谁要撤回") && words.contains("本人不再申请"), "{words}");
        let transfer = shown.text.split_once("name=\"transfer\" value=\"").expect("which").1;
        let transfer = transfer.split_once('"').expect("its end").0;
        let once = shown.form(&[]).1.into_iter().find(|(name, _)| name == "_once").expect("once").1;
        let send = async |pairs: &[(&str, &str)]| {
            let mut all = vec![("transfer".to_owned(), transfer.to_owned())];
            all.push(("_once".to_owned(), once.clone()));
            all.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            world.post("clerk", &format!("{path}/withdraw"), &all).await
        };
        let today = world.today().to_string();
        let blank = send(&[("on", &today), ("words", "")]).await;
        assert_eq!(blank.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
        let said = [("by", "person"), ("how", "by_phone"), ("on", &*today), ("words", "不搬了")];
        send(&said).await.done();
        let words = world.get("chief", &path).await.words();
        assert!(words.contains(&format!("本人 {today} 电话表示不再申请：不搬了")), "{words}");
        assert!(
            words.contains("已经撤回") && words.contains("仍由"),
            "the person is told: {words}"
        );
    });
}
