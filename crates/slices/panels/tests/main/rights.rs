//! Who may do what with a panel, and when it does not fit.

use std::sync::Arc;

use access::Failure;
use panels::model::PanelRefusal;
use store::Engine;
use street::{World, by, on_both};

use crate::world::{QUESTION, accept, ask, end, hand_over, recommended, say};

#[test]
fn only_whoever_serves_the_person_asks_and_only_when_the_gate_is_open() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let twice = recommended(world, "P1", 2).await;
        let shut = ask(world, "officer", twice).await.expect_err("two recommendations");
        assert!(shut.to_string().contains("申请专家会诊"), "{shut}");
        let subject = recommended(world, "P2", 3).await;
        for user in ["neighbour", "beside_officer", "expert", "chief", "mayor", "inspector"] {
            let asked = ask(world, user, subject).await;
            assert!(matches!(asked, Err(Failure::Denied(_))), "{user}: {asked:?}");
        }
        for user in ["clerk", "colleague", "head", "assistant"] {
            let asked = ask(world, user, subject).await;
            let refused = matches!(asked, Err(Failure::Refused(PanelRefusal::NotTheOfficer)));
            assert!(refused, "{user}: {asked:?}");
            let shown = world.get(user, &format!("/people/{subject}/panel")).await;
            assert!(!shown.text.contains("/panel/request\""), "{user} is not offered it");
        }
        let blank = by!(world, "officer", |tx, desk, occasion| panels::request(
            tx, desk, occasion, subject, "  "
        ));
        assert!(matches!(blank, Err(Failure::Refused(PanelRefusal::Blank(_)))), "{blank:?}");
        ask(world, "officer", subject).await.expect("asked");
        let again = ask(world, "officer", subject).await;
        assert!(matches!(again, Err(Failure::Refused(PanelRefusal::Lasts(_)))), "{again:?}");
    });
}

#[test]
fn the_office_that_was_asked_names_experts_of_both_offices() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        for user in ["clerk", "beside_officer", "far_chief"] {
            let accepted = accept(world, user, panel, &["expert", "officer"]).await;
            assert!(matches!(accepted, Err(Failure::Denied(_))), "{user}: {accepted:?}");
        }
        for user in ["mayor", "officer"] {
            let accepted = accept(world, user, panel, &["expert", "officer"]).await;
            let refused = matches!(accepted, Err(Failure::Refused(PanelRefusal::OtherOffice(_))));
            assert!(refused, "{user}: {accepted:?}");
        }
        for one_sided in [&["expert", "chief"], &["officer", "colleague"]] {
            let accepted = accept(world, "chief", panel, one_sided).await;
            let refused = matches!(accepted, Err(Failure::Refused(PanelRefusal::OneSided)));
            assert!(refused, "{one_sided:?}: {accepted:?}");
        }
        for outsider in ["beside_officer", "far_officer", "clerk", "auditor"] {
            let accepted = accept(world, "chief", panel, &["expert", "officer", outsider]).await;
            let refused = matches!(accepted, Err(Failure::Refused(PanelRefusal::NoExpert(_))));
            assert!(refused, "{outsider}: {accepted:?}");
        }
        let early = say(world, "expert", panel).await;
        assert!(matches!(early, Err(Failure::Refused(PanelRefusal::NotAccepted))), "{early:?}");
        // A counsellor of the office above accepts as well as its head.
        accept(world, "expert", panel, &["expert", "officer"]).await.expect("accepted");
        for (user, is_denied) in [("colleague", false), ("chief", false), ("clerk", true)] {
            let said = say(world, user, panel).await;
            let refused = match said {
                Err(Failure::Refused(PanelRefusal::NotAMember)) => !is_denied,
                Err(Failure::Denied(_)) => is_denied,
                _ => false,
            };
            assert!(refused, "{user}");
        }
        say(world, "expert", panel).await.expect("an opinion");
    });
}

#[test]
fn where_nobody_was_named_an_assistance_officer_or_the_head_asks() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        for (reference, asker) in [("P1", "colleague"), ("P2", "head")] {
            let subject = recommended(world, reference, 3).await;
            hand_over(world, "head", subject).await;
            let refused = ask(world, "clerk", subject).await;
            let refused = matches!(refused, Err(Failure::Refused(PanelRefusal::NotTheOfficer)));
            assert!(refused, "{reference}");
            ask(world, asker, subject).await.expect("asked");
        }
    });
}

/// A counsellor above to whom the file is open for something else has no say in the panel.
#[test]
fn experts_are_named_anew_by_the_head_or_whoever_accepted_and_nobody_else_ends_it() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        accept(world, "chief", panel, &["chief", "officer"]).await.expect("accepted");
        world.clock.advance_seconds(60);
        let counsels = duties::NewShare {
            holder: duties::HolderId::from_bytes([7; 16]),
            purpose: duties::Purpose::Appointment,
            office_code: street::DISTRICT,
            staff: Some(world.staff("expert")),
        };
        let shared = by!(world, "expert", |tx, desk, occasion| duties::share(
            tx,
            subject,
            &counsels,
            occasion.now,
            desk.sealing.entropy.as_ref()
        ));
        shared.expect("shared");
        let anew = accept(world, "expert", panel, &["expert", "officer"]).await;
        assert!(matches!(anew, Err(Failure::Refused(PanelRefusal::NotTheirs))), "{anew:?}");
        let ended = end(world, "expert", panel, "不开了").await;
        assert!(matches!(ended, Err(Failure::Denied(_))), "{ended:?}");
        let shown = world.get("expert", &format!("/people/{subject}/panel")).await;
        assert!(!shown.text.contains("/panel/end\"") && !shown.text.contains("/panel/accept\""));

        accept(world, "chief", panel, &["expert", "officer"]).await.expect("named anew");
        accept(world, "chief", panel, &["chief", "officer"]).await.expect("and again");
        let shown = world.get("officer", &format!("/people/{subject}/panel")).await.words();
        assert!(shown.contains("曾参加：区指导员"), "{shown}");
        let said = say(world, "expert", panel).await;
        assert!(matches!(said, Err(Failure::Refused(PanelRefusal::NotAMember))), "{said:?}");
        end(world, "chief", panel, "已有结论").await.expect("the head above");
    });
}

/// Whoever accepted it names others, too, but not once they sit in it no more.
#[test]
fn the_counsellor_who_accepted_names_others() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        accept(world, "expert", panel, &["expert", "officer"]).await.expect("accepted");
        world.clock.advance_seconds(60);
        accept(world, "expert", panel, &["chief", "expert", "officer"]).await.expect("one more");
        accept(world, "chief", panel, &["chief", "officer"]).await.expect("one less");
        let anew = accept(world, "expert", panel, &["expert", "officer"]).await;
        assert!(matches!(anew, Err(Failure::Denied(_))), "{anew:?}");
    });
}

#[test]
fn of_many_who_ask_at_once_one_does() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = Arc::new(World::new(engine, &[panels::STATEMENTS], panels::routes).await);
            let subject = recommended(&world, "P1", 3).await;
            let mut tasks = Vec::new();
            for _ in 0..64 {
                let (desk, db) = (world.desk.clone(), world.desk.db.clone());
                let occasion = world.occasion("officer").await;
                tasks.push(tokio::spawn(async move {
                    let asked = db.write(async move |tx: &mut store::Tx| {
                        panels::request(tx, &desk, &occasion, subject, QUESTION).await
                    });
                    asked.await
                }));
            }
            let mut winners = 0;
            for task in tasks {
                match task.await.expect("no panic") {
                    Ok(_) => winners += 1,
                    Err(Failure::Refused(PanelRefusal::Lasts(_))) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            assert_eq!(winners, 1);
            let requests = world.history(subject).await;
            let requests = requests
                .iter()
                .filter(|past| past.kind == rules::Kind::ConsultationRequested)
                .count();
            assert_eq!(requests, 1);
        });
    }
}
