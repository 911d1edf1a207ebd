//! What the file of a person shows of agreement and team.

use agreements::Keeper;
use desk::{Companion as _, FilePlace};
use store::{StoreError, seal};
use street::{NUMBER, on_both};

use crate::scene::{agreed, owed, upload};

#[test]
fn the_file_shows_agreement_and_team_in_their_places() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world| {
        let (agreed, _) = agreed(world, NUMBER).await;
        let free = owed(world, "P1").await;
        let answers = [("duty", "plan"), ("excused", "no"), ("reason", "没有执行")];
        world.fill("officer", &format!("/people/{agreed}/agreement/unmet"), &answers).await;
        for (subject, is_agreed) in [(agreed, true), (free, false)] {
            let desk = world.desk.clone();
            let parts = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
                let files = [(subject, key.expect("a key"))];
                Keeper.parts(tx, &desk, &files).await
            });
            let parts = parts.await.expect("parts");
            let places: Vec<FilePlace> = parts.iter().map(|part| part.place).collect();
            assert_eq!(places, [FilePlace::Agreement, FilePlace::Team]);
            let cells = |part: usize| -> String {
                let rows = parts[part].table.rows.iter().flat_map(|row| &row.cells);
                rows.map(web::parts::Cell::plain).collect::<Vec<_>>().join("|")
            };
            assert_eq!(cells(0).contains("签订"), is_agreed, "{}", cells(0));
            assert_eq!(
                cells(0).contains("共同制定并执行方案和行动计划：没有执行"),
                is_agreed,
                "{}",
                cells(0)
            );
            assert!(cells(1).contains("赵专员|就业援助服务专员|2026-01-05"), "{}", cells(1));
            assert_eq!(parts[0].links[0].path, format!("/people/{subject}/agreement"));
        }
    });
}

/// Pages that begin a further step say which papers there are, before anything is typed.
#[test]
fn the_agreement_and_its_signatures_are_there_or_missing() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world| {
        let papers = async |subject| {
            let desk = world.desk.clone();
            let papers = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
                let files = [(subject, key.expect("a key"))];
                Keeper.papers(tx, &desk, &files).await
            });
            let papers = papers.await.expect("papers");
            papers
                .into_iter()
                .map(|paper| (paper.term, paper.is_there, paper.path))
                .collect::<Vec<_>>()
        };
        let free = owed(world, "P1").await;
        let sign = format!("/people/{free}/agreement/sign");
        assert_eq!(papers(free).await, [("援助协议", false, sign)]);
        let (subject, entry) = agreed(world, NUMBER).await;
        let at = |place: &str| format!("/people/{subject}/{place}");
        let agreement = ("援助协议", true, at("agreement/renew"));
        let signed = |is_there| ("协议签字", is_there, at("agreement"));
        assert_eq!(papers(subject).await, [agreement.clone(), signed(false)]);
        let scan = at(&format!("agreement/{entry}/scan"));
        upload(world, "officer", &scan, ("k1", b"%PDF-1.7 signed")).await;
        assert_eq!(papers(subject).await, [agreement, signed(true)]);
    });
}
