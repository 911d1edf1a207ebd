//! What the page of the day says of posts is what the list of placements says.

use posts::{CONTACT, Keeper, TERM};
use rules::Kind;
use street::NUMBER;
use subjects::Happening;

use crate::town::{on_both, person, post, recommend};

#[test]
fn a_term_that_ends_waits_for_the_officer_and_asks_for_contacts_before_it_does() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        let last_day = world.today().plus_days(100);
        let path = format!("/people/{person}/post/place");
        let answers = [("post", &*post), ("last_day", &last_day.to_string())];
        world.fill("officer", &path, &answers).await.done();
        let listed = async || {
            let shown = world.get("head", "/posts/people?show=ending").await;
            shown.text.contains(&format!("/people/{person}/post"))
        };
        assert!(!listed().await && world.waits(Keeper, "officer").await.is_empty());
        // Sixty days before the end the person is to be spoken to, and thirty days before it again.
        for (days, before) in [(40, 60), (30, 30)] {
            world.pass_days(days);
            assert!(listed().await);
            assert_eq!(world.waits(Keeper, "officer").await, [(CONTACT.name, person)]);
            assert!(world.waits(Keeper, "colleague").await.is_empty());
            let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
            assert_eq!(waiting[0].until, Some(last_day.plus_days(-before)), "a local norm");
            assert!(waiting[0].is_norm);
            assert!(world.get("officer", &waiting[0].path).await.status.is_success());
            let spoken = Happening::new(Kind::FollowedUp, world.today());
            world.record_raw(person, vec![spoken]).await;
            assert!(listed().await);
            assert_eq!(world.waits(Keeper, "officer").await, [(TERM.name, person)]);
        }
        world.pass_days(31);
        assert_eq!(world.waits(Keeper, "officer").await, [(TERM.name, person)], "it is over");
        world.fill("officer", &format!("/people/{person}/post/end"), &[]).await.done();
        assert!(!listed().await && world.waits(Keeper, "officer").await.is_empty());
    });
}
