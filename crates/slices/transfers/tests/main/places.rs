//! No agreement ends towards an office with which none can be signed: it serves where the person lives, or where their
//! household is registered (BJ18-23).

use seekers::NewPerson;
use store::{StoreError, SubjectId};
use street::{BESIDE, DISTRICT, FAR, OTHER_DISTRICT, STREET, World, by, on_both};
use transfers::model::Ground;
use transfers::{Decision, NewHousehold, NewTransfer};

use crate::world::{
    GROUPS, Outcome, Place, accept, accept_into, ask, decide, ended, forward, held, refusal,
    under_agreement, wish,
};

/// A division by its code, as a file keeps it.
fn division(code: i64) -> String {
    let found = seekers::model::household_division_named(&(code / 1_000_000).to_string());
    found.expect("a division").reference()
}

/// Amends where somebody's file says that they live and are registered.
async fn live(world: &World, subject: SubjectId, (residence, household): (i64, &str)) {
    let household = household.to_owned();
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        seekers::person_of(tx, &key.expect("a key"), subject).await
    });
    let person = read.await.expect("read").expect("a person");
    let version = person.version;
    let after = NewPerson {
        residence_code: residence,
        household_division: household,
        ..NewPerson::known(person, street::NAME)
    };
    let amended = by!(world, "officer", |tx, desk, occasion| seekers::amend(
        tx, desk, occasion, subject, version, &after
    ));
    amended.expect("amended");
}

fn because(ground: Ground, to: i64) -> NewTransfer {
    NewTransfer { ground, ..wish(to, Some("已核实")) }
}

/// A transfer that is approved, between districts or within one.
async fn approved(world: &World, subject: SubjectId, new: &NewTransfer) -> Outcome<Place> {
    let place = ask(world, "officer", subject, new).await?;
    forward(world, "head", place).await?;
    if new.to_office_code == FAR {
        forward(world, "chief", place).await?;
        decide(world, "mayor", place, Decision::Approve).await?;
    } else {
        decide(world, "chief", place, Decision::Approve).await?;
    }
    Ok(place)
}

#[test]
fn for_convenience_one_goes_to_one_of_the_two_places_and_to_no_third() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        // They live here, and are registered nowhere that the file knows.
        for to in [BESIDE, FAR] {
            let said =
                refusal(ask(world, "officer", subject, &because(Ground::Convenience, to)).await);
            assert!(said.contains("就近就便") && said.contains("BJ18-23"), "{said}");
        }
        // Registered in the other district: they may be served there, and not in the street beside.
        live(world, subject, (STREET + 1, &division(OTHER_DISTRICT))).await;
        let beside = ask(world, "officer", subject, &because(Ground::Convenience, BESIDE)).await;
        assert!(refusal(beside).contains("不归所选机构服务"));
        assert_eq!(
            (ended(world, subject).await, held(world, subject).await.office_code),
            (0, STREET)
        );
        let place = approved(world, subject, &because(Ground::Convenience, FAR)).await;
        let place = place.expect("approved");
        let accepted = accept_into(world, "far_officer", place, ("far_officer", None)).await;
        accepted.expect("nothing changed, nothing is to be said");
        assert_eq!((ended(world, subject).await, held(world, subject).await.office_code), (1, FAR));
    });
}

/// What the file says is asked again when the other office accepts.
#[test]
fn whoever_is_registered_elsewhere_by_then_is_not_accepted_and_keeps_the_agreement() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        live(world, subject, (STREET + 1, &division(OTHER_DISTRICT))).await;
        let place = approved(world, subject, &because(Ground::Convenience, FAR)).await;
        let place = place.expect("approved");
        live(world, subject, (STREET + 1, &division(DISTRICT))).await;
        let late = accept_into(world, "far_officer", place, ("far_officer", None)).await;
        assert!(refusal(late).contains("已经批准的请退回"));
        let now = held(world, subject).await;
        assert!(now.standing.under_agreement && now.office_code == STREET);
        assert_eq!(ended(world, subject).await, 0);
        // Whoever has moved there by then is served where they live.
        accept(world, "far_officer", place, "far_officer").await.expect("accepted");
        assert_eq!(held(world, subject).await.office_code, FAR);
    });
}

#[test]
fn whose_household_moved_is_accepted_with_the_new_place_of_it() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        live(world, subject, (STREET + 1, &division(DISTRICT))).await;
        let place = approved(world, subject, &because(Ground::Household, FAR)).await;
        let place = place.expect("approved");
        let into = |code: i64| {
            let (division, address) = (division(code), "新村 2 号".to_owned());
            ("far_officer", Some(NewHousehold { division, address }))
        };
        let unsaid = accept_into(world, "far_officer", place, ("far_officer", None)).await;
        assert!(refusal(unsaid).contains("请填写现在的户籍所在地"));
        let elsewhere = accept_into(world, "far_officer", place, into(DISTRICT)).await;
        assert!(refusal(elsewhere).contains("不归本机构服务"));
        let nowhere = NewHousehold { division: "不知何处".to_owned(), address: String::new() };
        let nowhere =
            accept_into(world, "far_officer", place, ("far_officer", Some(nowhere))).await;
        assert!(refusal(nowhere).contains("不归本机构服务"));
        assert_eq!(
            (ended(world, subject).await, held(world, subject).await.office_code),
            (0, STREET)
        );
        let accepted = accept_into(world, "far_officer", place, into(OTHER_DISTRICT)).await;
        accepted.expect("accepted");
        let desk = world.desk.clone();
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
            seekers::person_of(tx, &key.expect("a key"), subject).await
        });
        let person = read.await.expect("read").expect("a person");
        assert_eq!(person.household_division, division(OTHER_DISTRICT));
        assert_eq!(person.particulars.household_address, "新村 2 号");
        assert_eq!(person.residence_code, STREET + 1, "they live where they lived");
    });
}

#[test]
fn the_page_asks_for_the_new_place_of_the_household_and_offers_the_offices_own_district() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let new = because(Ground::Household, FAR);
        let place = approved(world, subject, &new).await.expect("approved");
        let path = format!("/people/{}/transfer", place.0);
        let page = world.get("far_officer", &path).await;
        let (_, pairs) = page.form(&[]);
        let filled = |name: &str| {
            let of = pairs.iter().find(|(known, _)| known == name);
            of.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let district = filled("household");
        assert!(district.contains("丰台区"), "{district}: {}", page.words());
        for (typed, words) in [
            ("", "请填写现在的户籍所在地"),
            ("不存在的县", "没有找到“不存在的县”"),
            ("朝阳区", "不止一处"),
            ("北京市朝阳区", "不归本机构服务"),
        ] {
            world.fill_shown("far_officer", &page, &[("household", typed)]).await.refused(words);
        }
        let officer = world.staff("far_officer").to_string();
        let sound = [("officer", &*officer), ("household", &*district)];
        world.fill_shown("far_officer", &page, &sound).await.done();
        assert_eq!(held(world, subject).await.office_code, FAR);
    });
}
