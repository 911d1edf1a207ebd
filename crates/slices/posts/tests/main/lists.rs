//! Lists that are longer than a page, and the names that they and the pages show.

use kernel::Day;
use ledger::Field;
use posts::{NewPost, PostId, open_post, placed_page};
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{NUMBER, World, by};
use subjects::{Happening, SubjectKind, open_subject};

use crate::town::{on_both, person, place, post, recommend};

#[test]
fn the_register_has_every_post_and_each_can_be_recommended() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        world.pass_days(200);
        let opened = by!(world, "head", |tx, desk, occasion| async {
            let mut last: Option<PostId> = None;
            for number in 1..=502 {
                let new = NewPost {
                    organisation: format!("服务站{number:03}"),
                    kind: "社区服务".to_owned(),
                    places: 1,
                    months: 12,
                    ..NewPost::default()
                };
                last = Some(open_post(tx, desk, occasion, &new).await?);
            }
            Ok::<_, access::Failure<posts::model::Refusal>>(last)
        });
        let last = opened.expect("opened").expect("a post").to_string();
        let register = world.get("head", "/posts").await.words();
        for name in ["服务站001", "服务站500", "服务站502"] {
            assert_eq!(register.matches(name).count(), 1, "{name}");
        }
        recommend(world, "officer", person, &last).await.done();
    });
}

#[test]
fn who_is_placed_is_listed_page_after_page_without_losing_anybody() {
    on_both(&async |world| {
        let id = post(world, "head", "阳光社区服务中心", "9").await;
        let mut people = Vec::new();
        for reference in ["P1", "P2", "P3"] {
            people.push(person(world, reference, 5).await);
        }
        world.pass_days(200);
        for subject in &people {
            place(world, "officer", *subject, &id).await.done();
        }
        let area = world.occasion("head").await.actor.area;
        let (mut seen, mut after): (Vec<SubjectId>, _) = (Vec::new(), None);
        loop {
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                placed_page(tx, (area, Day::LAST), after, 1, |_, _| true).await
            });
            let (placed, next) = read.await.expect("a page");
            seen.extend(placed.into_iter().map(|placed| placed.subject));
            after = next;
            if after.is_none() {
                break;
            }
        }
        seen.sort_unstable();
        people.sort_unstable();
        assert_eq!(seen, people);
        // A page begins where its address says; whoever is not to be shown takes no place on it.
        let (day, entry) = {
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                placed_page(tx, (area, Day::LAST), None, 2, |_, _| true).await
            });
            read.await.expect("a page").1.expect("a next page")
        };
        let shown = world.get("head", &format!("/posts/people?after={day}.{entry}")).await;
        assert_eq!(shown.text.matches("/post\"").count(), 1, "{}", shown.words());
        assert!(shown.words().contains("本页 1 人"), "{}", shown.words());
        assert!(world.get("head", "/posts/people?after=x").await.words().contains("在岗人员"));
        let none = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            placed_page(tx, (area, Day::LAST), None, 2, |_, _| false).await
        });
        let (placed, next) = none.await.expect("a page");
        assert!(placed.is_empty() && next.is_none());
    });
}

/// Opens an employer's file.
async fn employer(world: &World, reference: &'static str, name: &'static str) {
    let (desk, now) = (world.desk.clone(), world.occasion("head").await.now);
    let opened = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let kind = SubjectKind::Employer;
        open_subject(tx, &desk.sealing, kind, reference, name, now).await.map(drop)
    });
    opened.await.expect("opened");
}

#[test]
fn an_employer_is_called_by_name_and_nobody_else_is_named_for_one() {
    on_both(&async |world| {
        employer(world, "E7", "垂杨柳养老照料中心").await;
        let person = person(world, NUMBER, 5).await;
        world.person("P9", &[]).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        for named in ["E7", "P9"] {
            let open = Happening::new(Kind::Recommended, world.today());
            world.record_raw(person, vec![open.text(Field::Employer, named)]).await;
        }
        place(world, "officer", person, &post).await.done();
        let page = world.get("officer", &format!("/people/{person}/post")).await.words();
        assert!(page.contains("告知垂杨柳养老照料中心本人已经安置"), "{page}");
        assert!(!page.contains("告知E7"), "{page}");
        assert!(page.contains("告知P9本人已经安置"), "a person is no employer: {page}");
    });
}
