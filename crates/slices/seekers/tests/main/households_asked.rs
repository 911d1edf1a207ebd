//! Households in which nobody works: each condition is asked by the step itself, whichever page leads to it, and
//! nobody learns more than they may read.

use access::Failure;
use kernel::Day;
use rules::Kind;
use seekers::{Evidence, HouseholdId, HouseholdRefusal, NewPerson};
use seekers::{add_evidence, recognise_household, withdraw_household};
use store::SubjectId;
use street::{BESIDE, FAR, STREET, World, by};

use crate::households::{household, listed, on_both, raw, recognise, seen};

const REGISTERED: &[Kind] = &[Kind::SeekerRegistered, Kind::UnemploymentRegistered];
const WORDS: &str = "近六个月没有社会保险缴费记录";

type Outcome = Result<(), Failure<HouseholdRefusal>>;

/// A household with its members.
async fn of(
    world: &World,
    number: &str,
    members: &[(&str, &[Kind])],
) -> (HouseholdId, Vec<SubjectId>) {
    let known = listed(&world.get("head", "/households").await);
    let members = household(world, (number, STREET), members).await;
    let paths = listed(&world.get("head", "/households").await);
    let path = paths.iter().find(|path| !known.contains(path)).expect("a new one");
    (path.rsplit('/').next().expect("an id").parse().expect("a household"), members)
}

async fn recognises(world: &World, id: HouseholdId, on: Day, evidence: &Evidence) -> Outcome {
    let evidence = evidence.clone();
    by!(world, "head", |tx, desk, occasion| recognise_household(
        tx, desk, occasion, id, on, &evidence
    ))
}

async fn adds(world: &World, id: HouseholdId, evidence: &Evidence) -> Outcome {
    let evidence = evidence.clone();
    by!(world, "head", |tx, desk, occasion| add_evidence(tx, desk, occasion, id, &evidence))
}

async fn withdraws(world: &World, id: HouseholdId, reason: &str) -> Outcome {
    let reason = reason.to_owned();
    by!(world, "head", |tx, desk, occasion| withdraw_household(tx, desk, occasion, id, &reason))
}

fn why(outcome: Outcome) -> Option<HouseholdRefusal> {
    match outcome {
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(other) => panic!("{other}"),
        Ok(()) => None,
    }
}

#[test]
fn each_step_asks_each_of_its_conditions() {
    on_both(&async |world: &World| {
        let (works, members) = of(world, "H1", &[("甲", REGISTERED), ("乙", &[])]).await;
        raw(world, STREET, members[1], &[Kind::StartedWork]).await;
        let (unregistered, members) = of(world, "H2", &[("丙", REGISTERED)]).await;
        raw(world, STREET, members[0], &[Kind::UnemploymentClosed]).await;
        let (id, _) = of(world, "H3", &[("丁", REGISTERED)]).await;
        world.pass_days(10);
        let today = world.today();
        let yesterday = today.plus_days(-1);
        let worded = |count: usize| Evidence { words: "长".repeat(count), ..seen(yesterday) };
        for (one, on, evidence, expected) in [
            (works, today, seen(today), HouseholdRefusal::SomebodyWorks),
            (unregistered, today, seen(today), HouseholdRefusal::SomebodyWorks),
            (id, today.plus_days(1), seen(today), HouseholdRefusal::NotYet),
            // What counts from a day was seen by then.
            (id, yesterday, seen(today), HouseholdRefusal::SeenLater),
            (id, yesterday, worded(201), HouseholdRefusal::LongWords),
        ] {
            assert_eq!(why(recognises(world, one, on, &evidence).await), Some(expected));
        }
        assert_eq!(why(adds(world, id, &seen(today)).await), Some(HouseholdRefusal::NotRecognised));
        let nothing = withdraws(world, id, "录错").await;
        assert_eq!(why(nothing), Some(HouseholdRefusal::NothingToWithdraw));
        assert_eq!(why(recognises(world, id, yesterday, &worded(200)).await), None);
        let again = recognises(world, id, today, &seen(today)).await;
        assert_eq!(why(again), Some(HouseholdRefusal::Already));
        let ahead = adds(world, id, &seen(today.plus_days(1))).await;
        assert_eq!(why(ahead), Some(HouseholdRefusal::SeenLater));
        assert_eq!(why(adds(world, id, &worded(200)).await), None);
        let long = withdraws(world, id, &"长".repeat(201)).await;
        assert_eq!(why(long), Some(HouseholdRefusal::LongReason));
        assert_eq!(why(withdraws(world, id, &"长".repeat(200)).await), None);
        let page = world.get("head", &format!("/households/{id}")).await.words();
        assert!(page.contains(&format!("原自 {yesterday} 起认定")), "{page}");
    });
}

/// Gives somebody another household, or none.
async fn moves_to(world: &World, subject: SubjectId, number: &str) {
    let number = number.to_owned();
    let amended = by!(world, "head", |tx, desk, occasion| async {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        let person = seekers::person_of(tx, &key.expect("a key"), subject).await?;
        let person = person.expect("a person");
        let version = person.version;
        let mut after = NewPerson::known(person, "戊");
        after.particulars.household_number.clone_from(&number);
        seekers::amend(tx, desk, occasion, subject, version, &after).await
    });
    assert!(amended.expect("amended"));
}

#[test]
fn a_household_without_members_needs_no_withdrawal_and_what_was_seen_of_it_goes_to_no_other() {
    on_both(&async |world: &World| {
        let (id, members) = of(world, "H1", &[("戊", REGISTERED)]).await;
        recognise(world, "head", &format!("/households/{id}"), WORDS).await.done();
        assert!(world.get("head", &format!("/households/{id}")).await.words().contains(WORDS));
        world.clock.advance_seconds(1);
        moves_to(world, members[0], "H2").await;
        let other = listed(&world.get("head", "/households").await).remove(0);
        assert_ne!(other, format!("/households/{id}"));
        let page = world.get("head", &other).await.words();
        assert!(page.contains("戊") && !page.contains(WORDS), "{page}");
        assert_eq!(why(withdraws(world, id, "录错").await), Some(HouseholdRefusal::NoMembers));
    });
}

#[test]
fn of_members_whom_others_serve_no_name_is_told_and_nothing_is_taken_out_that_may_not_be() {
    on_both(&async |world: &World| {
        let (id, _) = of(world, "H1", &[("王小明", REGISTERED), ("王老明", &[])]).await;
        let path = format!("/households/{id}");
        recognise(world, "head", &path, WORDS).await.done();
        // Another office answers for a third member.
        let far = household(world, ("H1", FAR), &[("赵小红", &[])]).await;
        let page = world.get("head", &path).await;
        assert!(
            page.words().contains("王小明") && page.words().contains("赵**"),
            "{}",
            page.words()
        );
        assert!(!page.words().contains("赵小红"), "{}", page.words());
        // The clerk reads what they may not take out.
        assert!(world.get("clerk", &path).await.words().contains(WORDS));
        let own = by!(world, "clerk", |tx, desk, occasion| seekers::households(tx, desk, occasion));
        let own = own.expect("households");
        let members = &own.without_work[0].members;
        assert_eq!(members.len(), 3);
        assert!(members.iter().all(|member| !member.may_export));
        let of_far = members.iter().find(|member| member.subject == far[0]).expect("the other");
        assert_eq!((&*of_far.name, of_far.standing.is_none()), ("赵**", true));
    });
}

#[test]
fn of_two_streets_with_as_many_members_the_one_told_last_has_the_household() {
    on_both(&async |world: &World| {
        for (first, then, has) in [(STREET, BESIDE, "neighbour"), (BESIDE, STREET, "head")] {
            let number = format!("H{first}");
            household(world, (&number, first), &[("甲", REGISTERED)]).await;
            household(world, (&number, then), &[("乙", &[])]).await;
            for user in ["neighbour", "head"] {
                let count = listed(&world.get(user, "/households").await).len();
                // The first of the two rounds leaves one with the street beside.
                let expected = usize::from(user == has) + usize::from(has == "head" && user != has);
                assert_eq!(count, expected, "{user} after {first} and {then}");
            }
        }
    });
}

#[test]
fn whoever_is_in_a_public_welfare_post_works_and_does_not_any_more_when_its_term_ends() {
    on_both(&async |world: &World| {
        let (id, members) = of(world, "H1", &[("甲", REGISTERED), ("乙", REGISTERED)]).await;
        let (recognised, placed) = (world.today(), members[1]);
        assert_eq!(why(recognises(world, id, recognised, &seen(recognised)).await), None);
        let path = format!("/households/{id}");
        assert!(world.get("head", &path).await.words().contains("仍无人就业"));
        assert_eq!(listed(&world.get("head", "/households").await).len(), 1);
        raw(world, STREET, placed, &[Kind::PublicPostPlaced]).await;
        // The household has come to work by itself: it leaves the list and the figure, and its page says by whom.
        assert!(listed(&world.get("head", "/households").await).is_empty());
        let page = world.get("head", &path).await.words();
        assert!(page.contains("已有人就业") && page.contains("公益性岗位"), "{page}");
        let posts = world.get("head", "/people?standing=p").await.words();
        assert!(posts.contains('乙') && !posts.contains('甲'), "{posts}");
        world.pass_days(1);
        raw(world, STREET, placed, &[Kind::PublicPostEnded]).await;
        assert_eq!(listed(&world.get("head", "/households").await), [path]);
        // Nor is one newly recognised in which somebody is in a post.
        let (other, members) = of(world, "H2", &[("丙", REGISTERED), ("丁", REGISTERED)]).await;
        raw(world, STREET, members[0], &[Kind::PublicPostPlaced]).await;
        let today = world.today();
        let refused = recognises(world, other, today, &seen(today)).await;
        assert_eq!(why(refused), Some(HouseholdRefusal::SomebodyWorks));
    });
}
