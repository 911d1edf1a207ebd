//! Other groups (BJ18-33): chosen like the regulation's own for as long as they are in force, where they hold.

use access::Failure;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::Refusal;
use services::model::{Draft, Unfit};
use store::SubjectId;
use street::World;
use subjects::Happening;
use surveys::NewGroup;
use surveys::model::{GroupId, SurveyRefusal};

use crate::world::{day, on_both, today};

const NAME: &str = "转岗职工";

fn new_group(until: Option<Day>) -> NewGroup {
    NewGroup {
        name: NAME.to_owned(),
        issuer: "示范区人力社保局".to_owned(),
        document: "示人社发〔2026〕1 号".to_owned(),
        since: day("2026-01-05"),
        until,
    }
}

async fn put(world: &World, user: &str, new: NewGroup) -> Result<GroupId, Failure<SurveyRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    world.desk.db.write(async move |tx| surveys::put_group(tx, &desk, &occasion, &new).await).await
}

async fn recognise(
    world: &World,
    user: &str,
    person: SubjectId,
    on: Day,
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let happening = Happening::new(Kind::HardshipRecognised, on).text(Field::Group, NAME);
    let draft = Draft::new(happening);
    let recorded = world
        .desk
        .db
        .write(async move |tx| services::record(tx, &desk, &occasion, person, &draft).await);
    recorded.await.map(drop)
}

fn is_no_group(outcome: &Result<(), Failure<Refusal>>) -> bool {
    matches!(outcome, Err(Failure::Refused(Refusal::Unfit(Unfit::NoGroup(_)))))
}

#[test]
fn a_group_can_be_chosen_while_it_is_in_force_and_no_longer() {
    on_both(&async |world: &World| {
        let person = world.person("A1", &[Kind::Intake]).await;
        let form = format!("/people/{person}/record/hardship_recognised");
        let offers = async || world.get("officer", &form).await.text.contains(NAME);
        assert!(!offers().await);
        assert!(is_no_group(&recognise(world, "officer", person, today(world)).await));
        put(world, "chief", new_group(Some(day("2026-01-07")))).await.expect("a group");
        assert!(offers().await);
        world.pass_days(2);
        assert!(offers().await, "its last day");
        world.pass_days(1);
        assert!(!offers().await, "the day after");
        let refused = world.fill("officer", &form, &[("group", NAME)]).await;
        assert_eq!(refused.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
        assert!(is_no_group(&recognise(world, "officer", person, today(world)).await));
        recognise(world, "officer", person, day("2026-01-07")).await.expect("of its last day");
        // What was recognised by it can be ended, though nobody is recognised by it any more: on a page of its own, which
        // takes the group from the ledger.
        let end = format!("/people/{person}/record/hardship_ended");
        let led = world.get("officer", &end).await.location;
        assert_eq!(led, Some(format!("/people/{person}/exit")));
    });
}

#[test]
fn a_group_holds_where_it_was_determined() {
    on_both(&async |world: &World| {
        let person = world.person("B1", &[Kind::Intake]).await;
        put(world, "far_chief", new_group(None)).await.expect("another district's");
        assert!(is_no_group(&recognise(world, "officer", person, today(world)).await));
        put(world, "mayor", new_group(None)).await.expect_err("the name is taken below");
        put(world, "chief", new_group(None)).await.expect("one's own");
        recognise(world, "officer", person, today(world)).await.expect("recognised");
        let ledger = world.history(person).await;
        let group = ledger.last().expect("an entry").text(Field::Group);
        assert_eq!(group.expect("a group").reveal(), NAME);
    });
}

#[test]
fn cities_and_districts_determine_groups_and_end_their_own() {
    on_both(&async |world: &World| {
        let of_a_street = put(world, "head", new_group(None)).await;
        assert!(matches!(of_a_street, Err(Failure::Refused(SurveyRefusal::GroupOffice))));
        for user in ["officer", "expert", "inspector"] {
            let denied = put(world, user, new_group(None)).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{user}");
        }
        let fixed = NewGroup { name: "持证残疾人".to_owned(), ..new_group(None) };
        let fixed = put(world, "chief", fixed).await;
        assert!(matches!(fixed, Err(Failure::Refused(SurveyRefusal::GroupFixed))));
        let backwards = put(world, "chief", new_group(Some(day("2026-01-04")))).await;
        assert!(matches!(backwards, Err(Failure::Refused(SurveyRefusal::GroupDays))));
        let group = put(world, "chief", new_group(None)).await.expect("a group");
        let twice = put(world, "chief", new_group(None)).await;
        assert!(matches!(twice, Err(Failure::Refused(SurveyRefusal::GroupKnown))));
        let end = async |user: &str, until: Day| {
            let occasion = world.occasion(user).await;
            let ended = world
                .desk
                .db
                .write(async move |tx| surveys::end_group(tx, &occasion, group, until).await);
            ended.await
        };
        for user in ["head", "far_chief"] {
            assert!(
                matches!(end(user, day("2026-01-09")).await, Err(Failure::Denied(_))),
                "{user}"
            );
        }
        assert!(end("chief", day("2026-01-04")).await.is_err(), "before it began");
        end("mayor", day("2026-01-09")).await.expect("from above");
        assert!(end("chief", day("2026-01-10")).await.is_err(), "no longer than determined");
        let later = NewGroup { since: day("2026-01-10"), ..new_group(None) };
        put(world, "chief", later).await.expect("anew, after its end");
    });
}

#[test]
fn of_many_who_determine_one_group_at_once_one_does() {
    on_both(&async |world: &World| {
        let mut trials = Vec::new();
        for client in 0..64 {
            // The city's would hold in the district, and the other way round.
            let occasion = world.occasion(["chief", "mayor"][client % 2]).await;
            let (desk, new) = (world.desk.clone(), new_group(None));
            trials.push(tokio::spawn(async move {
                let db = desk.db.clone();
                db.write(async move |tx| {
                    surveys::put_group(tx, &desk, &occasion, &new).await?;
                    pause().await;
                    Ok(())
                })
                .await
            }));
        }
        let mut put = 0;
        for trial in trials {
            match trial.await.expect("no panic") {
                Ok(()) => put += 1,
                Err(Failure::Refused(SurveyRefusal::GroupKnown)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(put, 1);
    });
}

/// Leaves the others of a race time to look before a transaction is committed. On SQLite nobody else writes meanwhile,
/// and nothing waits there.
async fn pause() {
    if tokio::runtime::Handle::try_current().is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
}
