//! The pages of transfers.

use axum::http::StatusCode;
use street::{BESIDE, NAME, World, on_both};

use crate::world::{GROUPS, REASON, approved, under_agreement};

#[test]
fn a_transfer_goes_its_way_through_the_pages() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let path = format!("/people/{subject}/transfer");
        assert_eq!(world.get("beside_officer", &path).await.status, StatusCode::FORBIDDEN);
        let beside = BESIDE.to_string();
        let typed = [("to", &*beside), ("reason", REASON), ("address", "幸福路 8 号")];
        let blank = world.fill("officer", &path, &[("to", &*beside), ("reason", "")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        let asked = world.fill("officer", &path, &typed).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.words());
        assert!(!asked.cookies.contains(NAME) && !asked.cookies.contains(REASON));
        let shown = world.get("officer", &path).await.words();
        assert!(shown.contains("仍由示范街道为您服务") && shown.contains(REASON), "{shown}");

        let list = world.get("officer", "/transfers?list=verify").await.words();
        assert!(list.contains(NAME) && list.contains("待核实"), "{list}");
        let verified = world.fill("officer", &path, &[("words", "已看居住登记")]).await;
        assert_eq!(verified.status, StatusCode::SEE_OTHER, "{}", verified.words());
        let submitted = world.fill("head", &path, &[]).await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.words());
        assert!(world.get("chief", "/transfers").await.words().contains(NAME));
        let approved = world.fill("chief", &path, &[]).await;
        assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.words());
        assert!(world.get("neighbour", "/transfers?list=receive").await.words().contains(NAME));
        let page = world.get("beside_officer", &path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.words().contains("现在居住的社区"), "{}", page.words());
        let (_, pairs) = page.form(&[]);
        let filled = |name: &str| {
            pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        assert_eq!(filled("home"), Some(&*beside), "the only choice there is");
        assert_eq!(filled("home_address"), Some("幸福路 8 号"), "as it was asked for");
        let placeless = world.fill_shown("beside_officer", &page, &[("home", "")]).await;
        assert_eq!(placeless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let accepted = world.fill_shown("beside_officer", &page, &[]).await;
        let sign = format!("/people/{subject}/agreement/sign");
        assert_eq!(accepted.location.as_deref(), Some(&*sign), "{}", accepted.words());
        let list = world.get("beside_officer", "/transfers?list=sign").await.words();
        assert!(list.contains(NAME) && list.contains("签协议"), "{list}");
        assert_eq!(world.get("officer", &path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            world.get("officer", "/transfers?list=decide").await.status,
            StatusCode::FORBIDDEN
        );
    });
}

#[test]
fn nothing_that_was_typed_of_a_person_lies_in_the_clear() {
    testkit::block_on(async {
        let (statements, engine) = (GROUPS, store::Engine::Sqlite);
        let world = World::new(engine, statements, transfers::routes).await;
        let place = approved(&world, "P1").await;
        crate::world::send_back(&world, "neighbour", place).await.expect("sent back");
        let file = world.desk.db.file().expect("a file");
        let mut bytes = std::fs::read(&file).expect("the file");
        bytes.extend(std::fs::read(format!("{}-wal", file.display())).unwrap_or_default());
        let holds = |words: &str| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        assert!(holds("sent_back"), "the search sees the file");
        for words in [REASON, "幸福路", "本人实际住在外区"] {
            assert!(!holds(words), "{words}");
        }
        world.close();
    });
}
