//! What belongs to a file that went on in another one: documents, places, terms, promises.

use desk::{Companion, StandsIn};
use kernel::Day;
use posts::{Keeper, TERM};
use rules::Kind;
use store::{StoreError, SubjectId};
use street::World;

use crate::town::{WHY, on_both, person, place_with, post, recommend};

/// Until when the file says that guidance goes on.
async fn promised(world: &World, subject: SubjectId) -> Vec<Option<Day>> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let files = duties::files_of(tx, &desk, subject).await?;
        let promised = Keeper.promised(tx, &desk, &files).await?;
        Ok(promised.into_iter().map(|one| one.due).collect())
    });
    read.await.expect("read")
}

/// In which post the file says that somebody is.
async fn stands_in(world: &World, subject: SubjectId) -> Vec<StandsIn> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let files = duties::files_of(tx, &desk, subject).await?;
        Keeper.stands_in(tx, &desk, &files).await
    });
    read.await.expect("read")
}

/// How many placements the list of those who are placed shows, and whether one of them is this person's.
async fn listed(world: &World, subject: SubjectId) -> (usize, bool) {
    let shown = world.get("head", "/posts/people").await.text;
    (shown.matches("/post\"").count(), shown.contains(&format!("/people/{subject}/post\"")))
}

#[test]
fn the_placement_of_a_merged_file_goes_on_with_its_document_and_ends_in_the_one_that_goes_on() {
    on_both(&async |world| {
        let kept = world.person("P2", &[Kind::SeekerRegistered]).await;
        let gone = person(world, "P1", 5).await;
        let id = post(world, "head", "阳光社区服务中心", "1").await;
        world.pass_days(200);
        recommend(world, "officer", gone, &id).await.done();
        let last_day = world.today().plus_days(70);
        let answers = [("last_day", &*last_day.to_string())];
        place_with(world, "officer", gone, &answers).await.done();
        assert_eq!(listed(world, gone).await, (1, true));
        let [own] = &*stands_in(world, gone).await else { panic!("not one post") };
        assert_eq!(own.term, "公益性岗位");
        assert!(own.words.starts_with("阳光社区服务中心"), "{own:?}");
        assert_eq!(own.beneath, format!("{} 起，安置至 {last_day}", world.today()));
        assert_eq!(world.merge("P1", "P2").await, kept, "the one that was opened first");
        // The page of the file that goes on has post, term, hours and reasons.
        let page = world.get("officer", &format!("/people/{kept}/post")).await.words();
        let last = last_day.to_string();
        for words in ["安置情况", "阳光社区服务中心", &*last, "每天 4 小时", WHY] {
            assert!(page.contains(words), "{words} in {page}");
        }
        assert_eq!(listed(world, kept).await, (1, true));
        assert_eq!(promised(world, kept).await, [Some(last_day)], "once");
        let path = format!("/people/{kept}/post");
        assert_eq!(stands_in(world, kept).await, [StandsIn { path, ..own.clone() }], "once");
        assert!(world.get("head", "/posts").await.words().contains("已满"), "one place is filled");
        let other = person(world, "P3", 5).await;
        world.pass_days(40);
        let waits: Vec<_> = world.waits(Keeper, "officer").await;
        assert!(waits.iter().any(|(_, subject)| *subject == kept), "{waits:?}");
        world.pass_days(31);
        assert_eq!(world.waits(Keeper, "officer").await, [(TERM.name, kept)]);
        world.fill("officer", &format!("/people/{kept}/post/end"), &[]).await.done();
        // It ends everywhere, and the place is free again.
        assert_eq!((listed(world, kept).await, promised(world, kept).await), ((0, false), vec![]));
        assert_eq!(stands_in(world, kept).await, [], "nor is anybody in it");
        let waits = world.waits(Keeper, "officer").await;
        assert!(waits.iter().all(|(kind, _)| *kind != TERM.name), "{waits:?}");
        world.pass_days(130);
        recommend(world, "officer", other, &id).await.done();
        assert!(!world.get("head", "/posts").await.words().contains("已满"));
        let page = world.get("officer", &format!("/people/{kept}/post")).await.words();
        assert!(page.contains("推荐与安置的经过") && page.contains(WHY), "{page}");
    });
}
