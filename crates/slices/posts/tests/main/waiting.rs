//! What the page of the day says of posts is what the list of placements says.

use ledger::Field;
use posts::{CONTACT, Keeper, RETURNED, TERM};
use rules::{Kind, State};
use store::SubjectId;
use street::{NUMBER, World};
use subjects::Happening;

use crate::town::{on_both, person, place, place_with, post, recommend};

#[test]
fn a_term_that_ends_waits_for_the_officer_and_asks_for_contacts_before_it_does() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        let last_day = world.today().plus_days(100);
        let answers = [("post", &*post), ("last_day", &*last_day.to_string())];
        place_with(world, "officer", person, &answers).await.done();
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
        assert!(!listed().await);
        assert_eq!(world.waits(Keeper, "officer").await, [(RETURNED.name, person)], "is back");
    });
}

/// BJ18-30(2): the officer goes on guiding whoever is in a post throughout the term; a local norm says how often.
#[test]
fn throughout_a_long_term_somebody_speaks_to_the_person_every_three_months() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        let placed = world.today();
        let path = format!("/people/{person}/post");
        place(world, "officer", person, &post).await.done();
        // Placed on July 24 for a year: until October 24.
        assert_eq!(placed.to_string(), "2026-07-24");
        let shown = async || world.get("officer", &path).await.words();
        let before = shown().await;
        assert!(
            before.contains("2026-10-24 以前") && before.contains("安置以来还没有"),
            "{before}"
        );
        let waiting = async || world.waiting(Keeper, world.occasion("officer").await).await;
        world.pass_days(77);
        assert!(waiting().await.is_empty(), "fifteen days before nobody is asked");
        for (days, until) in [(1, "2026-10-24"), (92, "2027-01-24")] {
            world.pass_days(days);
            let found = waiting().await;
            let [one] = found.as_slice() else { panic!("{found:?}") };
            assert_eq!((one.kind, one.subject, one.is_norm), (CONTACT, person, true));
            assert_eq!(one.until, Some(until.parse().expect("a day")), "{one:?}");
            assert_eq!(one.clause, "BJ18-30(2)");
            assert!(one.words.contains("每 3 个月"), "{}", one.words);
            assert!(world.get("officer", &one.path).await.status.is_success());
            assert!(world.waits(Keeper, "colleague").await.is_empty());
            // Nobody speaks to them: it stays, and what we do without them does not count.
            world.pass_days(14);
            assert_eq!(waiting().await.len(), 1);
            let page = shown().await;
            assert!(page.contains(&format!("{until} 以前")), "{page}");
            let spoken = Happening::new(Kind::FollowedUp, until.parse().expect("a day"));
            world.record_raw(person, vec![spoken]).await;
            assert!(waiting().await.is_empty(), "{until}");
            assert!(shown().await.contains(until), "the last contact");
            // Nothing is lost by going back to where the days were counted from.
            world.pass_days(-14);
        }
        // A contact that was taken back was none.
        world.pass_days(14);
        let spoken = world.history(person).await.last().expect("an entry").id;
        let corrected = Happening::new(Kind::Corrected, world.today()).about(spoken);
        world.record_raw(person, vec![corrected]).await;
        let found = waiting().await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].until, Some("2027-01-24".parse().expect("a day")));
    });
}

/// Whoever is owed nothing yet takes nobody's place in a short list.
#[test]
fn among_many_who_were_spoken_to_the_one_who_was_not_is_found() {
    on_both(&async |world| {
        let post = post(world, "head", "阳光社区服务中心", "9").await;
        let mut people = Vec::new();
        for reference in ["P1", "P2", "P3"] {
            people.push(person(world, reference, 5).await);
        }
        world.pass_days(200);
        for person in &people {
            recommend(world, "officer", *person, &post).await.done();
            place(world, "officer", *person, &post).await.done();
        }
        world.pass_days(85);
        for person in &people[..2] {
            let contacted = || vec![Happening::new(Kind::Contacted, world.today())];
            world.record_raw(*person, contacted()).await;
            // Something was corrected: the ledger has to be read.
            let wrong = world.history(*person).await.last().expect("an entry").id;
            let corrected = Happening::new(Kind::Corrected, world.today()).about(wrong);
            world.record_raw(*person, vec![corrected]).await;
            world.record_raw(*person, contacted()).await;
        }
        let occasion = world.occasion("officer").await;
        let found = world.first_waiting(Keeper, occasion, 1).await;
        assert_eq!(found.iter().map(|one| one.subject).collect::<Vec<_>>(), people[2..]);
    });
}

/// Somebody whose term in a post ended on a day, in hardship and without an agreement.
async fn returned(world: &World, reference: &str) -> SubjectId {
    let person = person(world, reference, 5).await;
    let now = |kind| vec![Happening::new(kind, world.today())];
    world.record_raw(person, now(Kind::PublicPostPlaced)).await;
    world.record_raw(person, now(Kind::PublicPostEnded)).await;
    person
}

/// Nobody is left behind after a term: five working days by the local norm of BJ18-23, counted by hand.
#[test]
fn whoever_is_back_from_a_post_waits_for_an_agreement_until_it_is_signed_or_no_longer_wanted() {
    on_both(&async |world| {
        // Thursday, February 5: 6, 9, 10, 11, 12. The Spring Festival begins on the 15th.
        world.pass_days(31);
        let person = returned(world, "P1").await;
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert_eq!((one.kind, one.since, one.is_norm), (RETURNED, world.today(), true));
        assert_eq!(one.until, Some("2026-02-12".parse().expect("a day")));
        assert!(world.get("officer", &one.path).await.words().contains("重新签订援助协议"));
        assert!(world.waits(Keeper, "colleague").await.is_empty());
        world.pass_days(7);
        let late = returned(world, "P2").await;
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        let second = waiting.iter().find(|one| one.subject == late).expect("waits");
        // Thursday, February 12: 13, 14 (made up for the festival), 24, 25, 26.
        assert_eq!(second.until, Some("2026-02-26".parse().expect("a day")));

        let signed = Happening::new(Kind::AgreementSigned, world.today());
        world.record_raw(person, vec![signed.text(Field::Officer, "赵专员")]).await;
        let declined = Happening::new(Kind::ServiceDeclined, world.today());
        world.record_raw(late, vec![declined]).await;
        assert!(world.waits(Keeper, "officer").await.is_empty());
        // Whoever works or is stopped does not wait; what the rulebook owes by itself does not wait here, too.
        for (reference, kind) in [("P3", Kind::StartedWork), ("P4", Kind::ServiceStopped)] {
            let person = returned(world, reference).await;
            let happened = Happening::new(kind, world.today()).text(Field::Reason, "本人要求");
            world.record_raw(person, vec![happened]).await;
            assert!(world.waits(Keeper, "officer").await.is_empty(), "{kind:?}");
        }
        let anew = returned(world, "P5").await;
        let registered = Happening::new(Kind::SeekerRegistered, world.today());
        world.record_raw(anew, vec![registered]).await;
        let owed = world.assess(anew).await.duties;
        assert!(
            owed.iter().any(|duty| duty.rule.rule().id == "BJ18-23" && duty.state == State::Open)
        );
        assert!(world.waits(Keeper, "officer").await.is_empty());
    });
}
