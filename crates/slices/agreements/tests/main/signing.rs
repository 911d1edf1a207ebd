//! Signing and renewing, through the form and through the action.

use access::Failure;
use agreements::model::{Refusal, ServicePlace};
use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use street::{BESIDE, NAME, NUMBER, STREET, World, by, on_both};
use subjects::Happening;

use crate::scene::{GROUP, agreed, is_owed, officer_of, owed, signed_by, signing, signings, today};

fn here(test: &impl AsyncFn(&World)) {
    on_both(&[agreements::STATEMENTS], agreements::routes, test);
}

#[test]
fn signing_settles_what_was_owed_and_a_plan_is_owed_from_then_on() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        assert!(is_owed(world, subject, "BJ18-23").await);
        let path = format!("/people/{subject}/record/agreement_signed?of=1");
        let asked = world.get("officer", &path).await;
        let sign = format!("/people/{subject}/agreement/sign?of=1");
        assert_eq!(asked.location.as_deref(), Some(&*sign), "the duty's button leads here");
        // Nothing needs to be filled in: place, officer and day are known.
        let done = world.fill("officer", &sign, &[("note", "当面说明了权利和义务")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        assert!(done.cookies.contains("已签订"), "{}", done.cookies);
        let signed = signings(world, subject).await;
        assert_eq!(signed.len(), 1);
        let officer = signed[0].text(Field::Officer).expect("an officer");
        assert_eq!(officer.reveal(), "赵专员");
        assert!(!is_owed(world, subject, "BJ18-23").await);
        assert!(is_owed(world, subject, "BJ18-26(1)").await);

        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await;
        let words = shown.words();
        for expected in ["在执行", "2026-01-05", "2027-01-05", "常住地", "未签名", "第二十三条"]
        {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        let paper = format!("/people/{subject}/agreement/{}/paper", signed[0].id);
        let masked = world.get("officer", &paper).await;
        assert!(!masked.text.contains(NUMBER), "nobody asked for the number");
        let asked = [("_once".to_owned(), "k1".to_owned())];
        let paper = world.post("officer", &paper, &asked).await.words();
        for expected in [NAME, NUMBER, GROUP, "示范街道", "赵专员", "乙方（签字）", "不是附件原文"]
        {
            assert!(paper.contains(expected), "{expected}: {paper}");
        }
        // Whose wording it is stands beneath the signatures, and before nothing that is agreed on.
        let (signatures, source) = (paper.find("乙方（签字）"), paper.find("不是附件原文"));
        assert!(signatures < source && paper.matches("不是附件原文").count() == 1, "{paper}");
        for place in ["renew", &format!("{}/signature", signed[0].id)] {
            let path = format!("/people/{subject}/agreement/{place}");
            let words = world.get("officer", &path).await.words();
            assert!(words.find("生效") < words.find("不是附件原文"), "{place}: {words}");
        }
    });
}

#[test]
fn the_second_officer_is_told_who_was_first_and_must_ask_for_a_renewal() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        let sign = format!("/people/{subject}/agreement/sign");
        let seen = world.get("colleague", &sign).await;
        let first = world.fill("officer", &sign, &[]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.words());
        let second = world.fill_shown("colleague", &seen, &[]).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            second.words().contains("赵专员已于 2026-01-05 08:00 记录了"),
            "{}",
            second.words()
        );
        assert_eq!(signings(world, subject).await.len(), 1);
        // The same form sent again by whoever won does nothing further.
        let again = world.get("colleague", &sign).await;
        let renew = format!("/people/{subject}/agreement/renew");
        assert_eq!(again.location.as_deref(), Some(&*renew));
        let renewed = world.fill("colleague", &renew, &[]).await;
        assert_eq!(renewed.status, StatusCode::SEE_OTHER, "{}", renewed.words());
        assert_eq!(signings(world, subject).await.len(), 2);
    });
}

#[test]
fn a_renewal_says_what_it_renews_and_fails_where_that_is_renewed_already() {
    here(&async |world| {
        let (subject, first) = agreed(world, NUMBER).await;
        let renew = format!("/people/{subject}/agreement/renew");
        let seen = world.get("colleague", &renew).await;
        let done =
            signed_by(world, "officer", subject, signing(world, "officer", Some(first))).await;
        let second = done.expect("renewed").first().expect("an entry");
        let stale = world.fill_shown("colleague", &seen, &[]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stale.words().contains("赵专员已于"), "{}", stale.words());
        let forged = world.post("colleague", &renew, &[]).await;
        assert_eq!(forged.status, StatusCode::BAD_REQUEST, "a renewal of nothing");
        let stale =
            signed_by(world, "colleague", subject, signing(world, "colleague", Some(first)));
        let stale = stale.await;
        assert!(
            matches!(stale, Err(Failure::Refused(Refusal::SignedMeanwhile { .. }))),
            "{stale:?}"
        );
        world.pass_days(1);
        let ended =
            Happening::new(Kind::AgreementEnded, today(world)).text(Field::Reason, "协议期满");
        world.record_raw(subject, vec![ended]).await;
        let ended =
            signed_by(world, "officer", subject, signing(world, "officer", Some(second))).await;
        assert!(
            matches!(ended, Err(Failure::Refused(Refusal::EndedMeanwhile { .. }))),
            "{ended:?}"
        );
        assert_eq!(signings(world, subject).await.len(), 2);
        // Whoever starts anew signs again.
        let anew = signed_by(world, "officer", subject, signing(world, "officer", None)).await;
        assert!(anew.is_ok(), "{anew:?}");
    });
}

#[test]
fn whoever_is_named_answers_for_the_person_with_everything_that_is_open() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        assert_eq!(officer_of(world, subject).await, Some(world.staff("officer")));
        signed_by(world, "officer", subject, signing(world, "colleague", None))
            .await
            .expect("signed");
        let colleague = world.staff("colleague");
        assert_eq!(officer_of(world, subject).await, Some(colleague));
        let duties = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| duties::duties_of(tx, subject).await);
        let duties = duties.await.expect("duties");
        let open = duties.iter().find(|duty| duty.rule == "BJ18-26(1)").expect("a plan is owed");
        assert_eq!(open.officer_id, Some(colleague));
        let team = world.get("clerk", &format!("/people/{subject}/team")).await.words();
        assert!(team.contains("周专员") && team.contains("此前"), "{team}");
    });
}

#[test]
fn the_officer_is_a_counsellor_of_the_office_and_the_place_is_one_that_it_serves() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        for user in ["beside_officer", "far_officer", "expert"] {
            let answer = signed_by(world, "officer", subject, signing(world, user, None)).await;
            let is_refused = matches!(&answer, Err(Failure::Refused(Refusal::NotOfOffice { .. })));
            assert!(is_refused, "{user}: {answer:?}");
        }
        for user in ["clerk", "assistant", "head"] {
            let answer = signed_by(world, "officer", subject, signing(world, user, None)).await;
            let is_refused = matches!(&answer, Err(Failure::Refused(Refusal::UnfitRole { .. })));
            assert!(is_refused, "{user}: {answer:?}");
        }
        let household = agreements::Signing {
            place: ServicePlace::Household,
            ..signing(world, "officer", None)
        };
        let answer = signed_by(world, "officer", subject, household).await;
        assert!(
            matches!(answer, Err(Failure::Refused(Refusal::PlaceUnknown { .. }))),
            "{answer:?}"
        );
        let sign = format!("/people/{subject}/agreement/sign");
        let again =
            world.fill("officer", &sign, &[("place", "household"), ("note", "一句话")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.words().contains("档案中没有登记户籍所在地"), "{}", again.words());
        assert!(again.text.contains("一句话"), "what was typed stays");
        assert_eq!(signings(world, subject).await.len(), 0);
        assert!(is_owed(world, subject, "BJ18-23").await, "nothing of it was kept");
    });
}

#[test]
fn nobody_signs_without_hardship_or_ahead_of_time_or_before_an_end() {
    here(&async |world| {
        let plain = world.person("P1", &[Kind::SeekerRegistered]).await;
        let answer = signed_by(world, "officer", plain, signing(world, "officer", None)).await;
        assert!(matches!(answer, Err(Failure::Refused(Refusal::Service(_)))), "{answer:?}");
        let shown = world.get("officer", &format!("/people/{plain}/agreement/sign")).await;
        assert!(shown.words().contains("没有有效的就业困难人员认定"), "{}", shown.words());

        let (subject, _) = agreed(world, NUMBER).await;
        world.pass_days(10);
        let day = today(world);
        let ended = Happening::new(Kind::AgreementEnded, day).text(Field::Reason, "协议期满");
        world.record_raw(subject, vec![ended]).await;
        for (shift, is_order) in [(-5, true), (1, false)] {
            let mut at = signing(world, "officer", None);
            at.on = day.plus_days(shift);
            let answer = signed_by(world, "officer", subject, at).await;
            let is_out = matches!(answer, Err(Failure::Refused(Refusal::OutOfOrder)));
            let is_ahead = matches!(answer, Err(Failure::Refused(Refusal::Service(_))));
            assert_eq!((is_out, is_ahead), (is_order, !is_order), "{shift}: {answer:?}");
        }
        assert_eq!(signings(world, subject).await.len(), 1, "nothing of it was kept");
    });
}

#[test]
fn only_whoever_serves_the_person_signs_and_whoever_inspects_reads() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        for user in ["neighbour", "beside_officer", "far_head", "chief", "inspector", "expert"] {
            let answer = signed_by(world, user, subject, signing(world, "officer", None)).await;
            assert!(matches!(answer, Err(Failure::Denied(_))), "{user}: {answer:?}");
            let page = world.get(user, &format!("/people/{subject}/agreement/sign")).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{user}");
        }
        let entry = signed_by(world, "clerk", subject, signing(world, "officer", None)).await;
        let entry = entry.expect("signed").first().expect("an entry");
        let at = |place: &str| format!("/people/{subject}/agreement{place}");
        let paper = at(&format!("/{entry}/paper"));
        for (user, may_read) in [
            ("officer", true),
            ("colleague", true),
            ("clerk", true),
            ("chief", true),
            ("inspector", true),
            ("neighbour", false),
            ("far_head", false),
            ("auditor", false),
        ] {
            let wanted = if may_read { StatusCode::OK } else { StatusCode::FORBIDDEN };
            for path in [&at(""), &paper, &format!("/people/{subject}/team")] {
                assert_eq!(world.get(user, path).await.status, wanted, "{user} {path}");
            }
        }
        // Whoever may not see the number reads the text without it.
        let inspected = world.get("inspector", &paper).await;
        assert!(!inspected.text.contains(NUMBER), "the number is hidden");
        assert!(inspected.words().contains(NAME));
        let asked = [("_once".to_owned(), "k1".to_owned())];
        let denied = world.post("inspector", &paper, &asked).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "{}", denied.words());
        let page = world.get("inspector", &at("")).await;
        assert!(
            !page.text.contains("/renew") && !page.text.contains("/end"),
            "no button leads where they may not go"
        );
        let gone = world.get("officer", &at("/00000000-0000-7000-8000-000000000001/paper")).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn an_agreement_of_an_imported_ledger_is_shown_as_such_and_can_be_renewed() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        let signed =
            Happening::new(Kind::AgreementSigned, today(world)).text(Field::Officer, "从前的专员");
        world.record_raw(subject, vec![signed]).await;
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await.words();
        assert!(shown.contains("只在台账中有记录") && shown.contains("从前的专员"), "{shown}");
        let entry = signings(world, subject).await[0].id;
        let paper =
            world.get("officer", &format!("/people/{subject}/agreement/{entry}/paper")).await;
        assert_eq!(paper.status, StatusCode::NOT_FOUND);
        let renew = format!("/people/{subject}/agreement/renew");
        let done = world.fill("officer", &renew, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let shown = world.get("officer", &format!("/people/{subject}/agreement")).await.words();
        assert!(shown.contains("期满日") && shown.contains("2027-01-05"), "{shown}");
    });
}

/// Where a person lives is what the file learned last; a door of the place before is no door of this one.
#[test]
fn after_a_move_the_old_door_is_never_written_and_the_new_one_is_asked_for() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        let live = async |code: i64, address: &str| {
            let address = address.to_owned();
            let moved = by!(world, "officer", |tx, desk, occasion| seekers::move_home(
                tx,
                desk,
                occasion,
                subject,
                (code, &address)
            ));
            moved.expect("noted");
        };
        live(BESIDE, "旧街 1 号").await;
        world.pass_days(1);
        live(STREET, "").await;
        let refused = signed_by(world, "officer", subject, signing(world, "officer", None)).await;
        let Err(Failure::Refused(refusal @ Refusal::AddressWanted { .. })) = refused else {
            panic!("{refused:?}")
        };
        assert!(refusal.to_string().contains("已于 2026-01-06 变更"), "{refusal}");
        let sign = format!("/people/{subject}/agreement/sign");
        let shown = world.get("officer", &sign).await;
        let words = shown.words();
        assert!(words.contains("2026-01-06 变更") && words.contains("门牌待填"), "{words}");
        assert!(!shown.text.contains("旧街"), "not even masked");
        let blank = world.fill_shown("officer", &shown, &[]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = world.fill_shown("officer", &blank, &[("address", "新街 2 号")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let entry = signings(world, subject).await[0].id;
        let paper = format!("/people/{subject}/agreement/{entry}/paper");
        let whole = world.post("officer", &paper, &[("_once".to_owned(), "k1".to_owned())]).await;
        assert!(whole.words().contains("新街 2 号"), "{}", whole.words());
        assert!(!whole.words().contains("旧街"), "{}", whole.words());
    });
}

#[test]
fn a_door_that_is_the_same_in_the_new_place_is_said_again() {
    here(&async |world| {
        let subject = owed(world, NUMBER).await;
        let moved = by!(world, "officer", |tx, desk, occasion| {
            async {
                seekers::move_home(tx, desk, occasion, subject, (BESIDE, "1 号楼 1 号")).await?;
                // Whoever mends the particulars leaves the door as it stands there.
                let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
                let person = seekers::person_of(tx, &key.expect("a key"), subject).await?;
                let person = person.expect("a person");
                let version = person.version;
                let mut after = seekers::NewPerson::known(person, NAME);
                after.residence_code = STREET;
                seekers::amend(tx, desk, occasion, subject, version, &after).await
            }
        });
        assert!(moved.expect("noted"));
        let sign = format!("/people/{subject}/agreement/sign");
        let done = world.fill("officer", &sign, &[("address", "1 号楼 1 号")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let entry = signings(world, subject).await[0].id;
        let paper = format!("/people/{subject}/agreement/{entry}/paper");
        let whole = world.post("officer", &paper, &[("_once".to_owned(), "k1".to_owned())]).await;
        assert!(whole.words().contains("1 号楼 1 号"), "{}", whole.words());
    });
}
