//! Who may do what with a panel, and when it does not fit.

use std::sync::Arc;

use access::Failure;
use panels::model::PanelRefusal;
use store::Engine;
use street::{World, on_both};

use crate::by;
use crate::world::{QUESTION, accept, ask, recommended, say};

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
        let blank = by!(world, "officer", |tx, desk, occasion| panels::request(
            tx, desk, occasion, subject, "  "
        ));
        assert!(matches!(blank, Err(Failure::Refused(PanelRefusal::Blank(_)))), "{blank:?}");
        ask(world, "officer", subject).await.expect("asked");
        let again = ask(world, "clerk", subject).await;
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
fn of_many_who_ask_at_once_one_does() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        testkit::block_on(async {
            let world = Arc::new(World::new(engine, &[panels::STATEMENTS], panels::routes).await);
            let subject = recommended(&world, "P1", 3).await;
            let mut tasks = Vec::new();
            for number in 0..64 {
                let (desk, db) = (world.desk.clone(), world.desk.db.clone());
                let occasion = world.occasion(["officer", "clerk", "head"][number % 3]).await;
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
