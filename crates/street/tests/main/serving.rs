//! Whoever goes over to another office signs with it: no transfer, on whatever ground, ends in an office that can sign no
//! agreement with the person (BJ18-23, BJ18-24).

use access::Failure;
use agreements::Signing;
use agreements::model::{Refusal, ServicePlace};
use seekers::NewPerson;
use store::SubjectId;
use store::ledger::Channel;
use street::{BESIDE, FAR, OTHER_DISTRICT, STREET, World, by, on_both};
use transfers::model::{AskedFor, Ground};
use transfers::{Acceptance, Decision, NewHome, NewHousehold, NewTransfer};

use crate::case::{Case, SLICES, no_pages};

/// The division of a district's office, as a file keeps it.
fn division(code: i64) -> String {
    let found = seekers::model::household_division_named(&(code / 1_000_000).to_string());
    found.expect("a division").reference()
}

/// Says in the file where somebody's household is registered.
async fn is_registered(world: &World, subject: SubjectId, household_division: String) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, store::StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        seekers::person_of(tx, &key.expect("a key"), subject).await
    });
    let person = read.await.expect("read").expect("a person");
    let version = person.version;
    let after = NewPerson { household_division, ..NewPerson::known(person, street::NAME) };
    let amended = by!(world, "officer", |tx, desk, occasion| seekers::amend(
        tx, desk, occasion, subject, version, &after
    ));
    amended.expect("amended");
}

/// Goes over to the other district on a ground, with what is said when the office accepts; and signs there.
async fn signs_there(
    world: &World,
    subject: SubjectId,
    (ground, place): (Ground, ServicePlace),
    (home, household): (Option<NewHome>, Option<NewHousehold>),
) {
    let new = NewTransfer {
        to_office_code: FAR,
        asked_for: AskedFor::Person,
        ground,
        reason: "在那边更方便".to_owned(),
        address: String::new(),
        verified: Some("已核实".to_owned()),
    };
    let id = by!(world, "officer", |tx, desk, occasion| transfers::request(
        tx, desk, occasion, subject, &new
    ));
    let it = (subject, id.expect("asked"));
    for user in ["head", "chief"] {
        by!(world, user, |tx, desk, occasion| transfers::forward(tx, desk, occasion, it, ""))
            .expect("forwarded");
    }
    by!(world, "mayor", |tx, desk, occasion| transfers::decide(
        tx,
        desk,
        occasion,
        it,
        Decision::Approve,
        ""
    ))
    .expect("approved");
    let acceptance = Acceptance { officer: world.staff("far_officer"), home, household };
    by!(world, "far_officer", |tx, desk, occasion| transfers::accept(
        tx,
        desk,
        occasion,
        it,
        &acceptance
    ))
    .expect("accepted");
    world.clock.advance_seconds(60);
    let signing = |place| Signing {
        on: world.today(),
        officer: world.staff("far_officer"),
        place,
        channel: Channel::Counter,
        words: String::new(),
        expected: None,
    };
    let other = match place {
        ServicePlace::Residence => ServicePlace::Household,
        ServicePlace::Household => ServicePlace::Residence,
    };
    let (elsewhere, here) = (signing(other), signing(place));
    let refused = by!(world, "far_officer", |tx, desk, occasion| agreements::sign(
        tx, desk, occasion, subject, &elsewhere
    ));
    assert!(
        matches!(refused, Err(Failure::Refused(Refusal::PlaceElsewhere { .. }))),
        "{ground:?}: {refused:?}"
    );
    by!(world, "far_officer", |tx, desk, occasion| agreements::sign(
        tx, desk, occasion, subject, &here
    ))
    .expect("signed");
}

#[test]
fn whoever_goes_over_on_whatever_ground_signs_with_the_new_office() {
    on_both(SLICES, no_pages, &async |world| {
        for (number, ground) in Ground::ALL.into_iter().enumerate() {
            let case = Case::open_under_agreement(world, &format!("P{number}")).await;
            let home = NewHome { residence_code: FAR, address: "幸福路 8 号".to_owned() };
            let household =
                NewHousehold { division: division(OTHER_DISTRICT), address: String::new() };
            // Where the household is registered before: here, or for convenience there already.
            let before = if ground == Ground::Convenience { OTHER_DISTRICT } else { STREET };
            is_registered(world, case.subject, division(before)).await;
            let (place, said) = match ground {
                Ground::Residence => (ServicePlace::Residence, (Some(home), None)),
                Ground::Household => (ServicePlace::Household, (None, Some(household))),
                Ground::Convenience => (ServicePlace::Household, (None, None)),
            };
            signs_there(world, case.subject, (ground, place), said).await;
            case.look().await;
            let held = case.held().await;
            assert!(held.standing.under_agreement && held.office_code == FAR, "{ground:?}");
        }
    });
}

/// By a form of one head none of it is done, as the whole of the slices stands around it.
#[test]
fn whoever_leads_both_offices_hands_nobody_over_past_all_this() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open_under_agreement(world, "P1").await;
        let subject = case.subject;
        for (user, office_code) in [("chief", BESIDE), ("mayor", FAR)] {
            let to = duties::Receiver { office_code, officer: None };
            let handed = by!(world, user, |tx, desk, occasion| duties::hand_over(
                tx,
                desk,
                occasion,
                subject,
                to,
                "片区调整"
            ));
            let refused = handed.expect_err("refused").to_string();
            assert!(refused.contains("变更援助服务地"), "{user}: {refused}");
        }
        let held = case.held().await;
        assert!(held.standing.under_agreement && held.office_code == STREET);
    });
}
