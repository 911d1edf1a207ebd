//! What the file of a person shows of agreement and team.

use agreements::Keeper;
use desk::{Companion as _, FilePlace};
use store::{StoreError, seal};
use street::{NUMBER, on_both};

use crate::scene::{agreed, owed};

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
