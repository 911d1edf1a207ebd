//! The picture of a round adds up to the ledger, down the tree and across engines.

use std::collections::BTreeMap;

use kernel::Day;
use rules::Kind;
use store::{Clock as _, SubjectId};
use street::{BESIDE, DISTRICT, STREET, World};
use surveys::model::{Figure, Figures, Outcome, Willingness};

use crate::world::{
    answers, attempt, correct, day, in_hardship, in_hardship_at, on_both, picture, round, survey,
    try_picture, try_survey,
};

fn read(figures: &Figures) -> [i64; 8] {
    Figure::ALL.map(|figure| figures.of(figure))
}

#[test]
fn figures_are_those_of_the_ledger_and_follow_it() {
    on_both(&async |world: &World| {
        let [willing, unwilling, registers, tried, left] = [
            in_hardship(world, "A1").await,
            in_hardship(world, "A2").await,
            in_hardship(world, "A3").await,
            in_hardship(world, "A4").await,
            in_hardship(world, "A5").await,
        ];
        let round = round(world, "chief", DISTRICT).await;
        let nothing = picture(world, "head", round).await;
        assert_eq!(read(&nothing.total), [5, 0, 5, 0, 0, 0, 0, 0]);
        survey(world, willing, Willingness::Unwilling).await;
        attempt(world, tried, Outcome::Moved).await;
        attempt(world, tried, Outcome::Nobody).await;
        attempt(world, registers, Outcome::Nobody).await;
        world.pass_days(2);
        // The last answer of the round counts.
        survey(world, willing, Willingness::Willing).await;
        survey(world, unwilling, Willingness::Unwilling).await;
        let entry = survey(world, registers, Willingness::Registers).await.entry;
        for user in ["head", "chief", "officer"] {
            let drawn = picture(world, user, round).await;
            assert_eq!(read(&drawn.total), [5, 3, 2, 1, 2, 1, 1, 1], "{user}");
            assert_eq!(drawn.total.attempts, 3, "{user}");
            let reasons: Vec<_> = drawn
                .reasons
                .iter()
                .map(|(reason, count)| (reason.as_str(), count.unwilling, count.unregistered))
                .collect();
            assert_eq!(reasons, [("照料子女", 1, 1)], "{user}");
        }
        assert_eq!(ledger(world, &[willing, unwilling, registers, tried, left], round).await, 3);

        correct(world, registers, entry.expect("an entry")).await;
        assert_eq!(read(&picture(world, "head", round).await.total), [5, 2, 3, 2, 1, 0, 1, 1]);
        // Who was met counts, though the recognition has ended since.
        let ended = subjects::Happening::new(Kind::HardshipEnded, crate::world::today(world))
            .text(ledger::Field::Group, "持证残疾人");
        world.record_raw(unwilling, vec![ended.clone()]).await;
        world.record_raw(left, vec![ended]).await;
        for user in ["head", "chief"] {
            let drawn = picture(world, user, round).await;
            assert_eq!(read(&drawn.total), [4, 2, 2, 2, 1, 0, 1, 1], "{user}");
        }
        // A survey after the round is none of it.
        world.pass_days(40);
        survey(world, tried, Willingness::Willing).await;
        assert_eq!(read(&picture(world, "head", round).await.total), [4, 2, 2, 2, 1, 0, 1, 1]);
    });
}

#[test]
fn reasons_are_opened_once_and_again_where_the_surveys_are_others() {
    on_both(&async |world: &World| {
        let [one, other, third] = [
            in_hardship(world, "A1").await,
            in_hardship(world, "A2").await,
            in_hardship_at(world, (BESIDE, "beside_officer"), BESIDE, "A3").await,
        ];
        let round = round(world, "chief", DISTRICT).await;
        let keep = async |drawn: &surveys::Picture| {
            let counted = drawn.counted.clone();
            let kept = world.desk.db.write::<_, _, store::StoreError>(async move |tx| {
                surveys::keep_counted(tx, &counted).await
            });
            kept.await.expect("kept");
        };
        let entry = survey(world, one, Willingness::Unwilling).await.entry.expect("an entry");
        let said = answers(world, Willingness::Willing);
        try_survey(world, "beside_officer", third, said).await.expect("recorded");
        let first = picture(world, "chief", round).await;
        assert_eq!(first.counted.len(), 2, "an office each");
        keep(&first).await;
        let second = picture(world, "chief", round).await;
        assert_eq!((second.counted.len(), &second.reasons), (0, &first.reasons), "nothing opened");
        assert!(picture(world, "head", round).await.counted.is_empty(), "a street is few");
        survey(world, other, Willingness::Unwilling).await;
        let third = picture(world, "chief", round).await;
        assert_eq!(third.counted.len(), 1, "the other office's are the same");
        let sum = |drawn: &surveys::Picture| -> i64 {
            drawn.reasons.iter().map(|(_, count)| count.unwilling + count.unregistered).sum()
        };
        assert_eq!((sum(&first), sum(&third)), (2, 3));
        keep(&third).await;
        correct(world, one, entry).await;
        let corrected = picture(world, "chief", round).await;
        assert_eq!((corrected.counted.len(), sum(&corrected)), (1, 2));
    });
}

/// Of a person whose key was destroyed a figure that was counted before remains, and nothing else.
#[test]
fn a_destroyed_key_leaves_the_figures_that_were_counted_and_opens_nothing_again() {
    on_both(&async |world: &World| {
        let (person, other) = (in_hardship(world, "A1").await, in_hardship(world, "A2").await);
        let round = round(world, "chief", DISTRICT).await;
        survey(world, person, Willingness::Unwilling).await;
        let drawn = picture(world, "chief", round).await;
        let reasons = |drawn: &surveys::Picture| {
            let reasons = drawn.reasons.iter();
            reasons.map(|(reason, count)| (reason.clone(), count.unwilling)).collect::<Vec<_>>()
        };
        assert_eq!(reasons(&drawn), [("照料子女".to_owned(), 1)]);
        let (counted, now) = (drawn.counted.clone(), world.clock.now());
        let kept = world.desk.db.write::<_, _, store::StoreError>(async move |tx| {
            surveys::keep_counted(tx, &counted).await?;
            store::seal::destroy(tx, person, now).await.map(drop)
        });
        kept.await.expect("kept");
        assert_eq!(reasons(&picture(world, "chief", round).await), reasons(&drawn), "as counted");
        let street = picture(world, "head", round).await;
        assert_eq!(reasons(&street), [("没有写明原因".to_owned(), 1)], "nothing is opened");
        // Counted anew, the reason is gone, and that somebody was met stays.
        survey(world, other, Willingness::Unwilling).await;
        let mut anew = reasons(&picture(world, "chief", round).await);
        anew.sort();
        assert_eq!(anew, [("没有写明原因".to_owned(), 1), ("照料子女".to_owned(), 1)]);
    });
}

/// How many of these people have a survey in the round that counts, by reading their whole ledgers.
async fn ledger(world: &World, people: &[SubjectId], round: surveys::model::RoundId) -> usize {
    let found = picture(world, "head", round).await.round;
    let mut reached = 0;
    for person in people {
        let past = world.history(*person).await;
        reached += usize::from(past.iter().any(|past| {
            past.kind == Kind::Surveyed && !past.is_corrected && found.has_day(past.on)
        }));
    }
    reached
}

#[test]
fn a_district_is_the_sum_of_its_streets_and_a_street_of_its_communities() {
    on_both(&async |world: &World| {
        let near = in_hardship_at(world, (STREET, "officer"), STREET + 1, "B1").await;
        let far = in_hardship_at(world, (STREET, "officer"), STREET + 2, "B2").await;
        let elsewhere = in_hardship_at(world, (STREET, "officer"), BESIDE + 1, "B3").await;
        let beside = in_hardship_at(world, (BESIDE, "beside_officer"), BESIDE + 1, "B4").await;
        in_hardship_at(world, (BESIDE, "beside_officer"), BESIDE + 1, "B5").await;
        let round = round(world, "chief", DISTRICT).await;
        for (user, person, willingness) in [
            ("officer", near, Willingness::Willing),
            ("officer", elsewhere, Willingness::Unwilling),
            ("beside_officer", beside, Willingness::Registers),
        ] {
            let answers = answers(world, willingness);
            try_survey(world, user, person, answers).await.expect("recorded");
        }
        attempt(world, far, Outcome::Nobody).await;
        let district = picture(world, "chief", round).await;
        assert_eq!(read(&district.total), [5, 3, 2, 1, 2, 1, 1, 1]);
        let mut sum = Figures::default();
        for (place, figures) in &district.places {
            let street = try_picture(world, "chief", round, Some(*place)).await.expect("a street");
            assert_eq!(street.total, *figures, "{place}");
            let mut communities = Figures::default();
            street.places.values().for_each(|figures| communities.add(figures));
            assert_eq!(communities, street.total, "{place}");
            sum.add(figures);
        }
        assert_eq!(sum, district.total);
        let own = picture(world, "head", round).await;
        let places: BTreeMap<i64, i64> = own
            .places
            .iter()
            .map(|(place, figures)| (*place, figures.of(Figure::Target)))
            .collect();
        let expected = [(surveys::LIVES_ELSEWHERE, 1), (STREET + 1, 1), (STREET + 2, 1)];
        assert_eq!(places, BTreeMap::from(expected));
    });
}

#[test]
fn whom_a_round_covers_is_the_heads_choice() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "C1").await;
        let unemployed = world.person("C2", &[Kind::UnemploymentRegistered]).await;
        let mut new = crate::world::new_round(STREET);
        new.covers.other_unemployed = true;
        new.covers.others_in_hardship = false;
        let wide = crate::world::try_round(world, "head", new).await.expect("a round");
        let listed = crate::world::list(world, "head", Some(wide)).await;
        let listed: Vec<SubjectId> = listed.iter().map(|one| one.subject).collect();
        assert_eq!(listed, [unemployed], "{person} is in another group");
        assert_eq!(read(&picture(world, "head", wide).await.total)[0], 1);
    });
}

#[test]
fn a_round_has_an_office_that_surveys_days_in_order_and_somebody_to_reach() {
    on_both(&async |world: &World| {
        let good = crate::world::new_round(STREET);
        let first: Day = day("2026-01-05");
        for (what, new) in [
            ("a city's", surveys::NewRound { office_code: street::CITY, ..good.clone() }),
            ("no office", surveys::NewRound { office_code: STREET + 1, ..good.clone() }),
            ("backwards", surveys::NewRound { last_day: first.plus_days(-1), ..good.clone() }),
            ("too long", surveys::NewRound { last_day: first.plus_days(366), ..good.clone() }),
            (
                "nobody",
                surveys::NewRound { covers: surveys::model::Covers::of(&[]), ..good.clone() },
            ),
        ] {
            let refused = crate::world::try_round(world, "mayor", new).await;
            assert!(matches!(refused, Err(access::Failure::Refused(_))), "{what}");
        }
        let longest = surveys::NewRound { last_day: first.plus_days(365), ..good };
        crate::world::try_round(world, "mayor", longest).await.expect("a year");
    });
}

#[test]
fn households_left_are_those_of_the_list_of_households() {
    on_both(&async |world: &World| {
        let person = world.person("D1", &[Kind::UnemploymentRegistered]).await;
        let desk = world.desk.clone();
        let (head, officer) = (world.occasion("head").await, world.occasion("officer").await);
        let counted = async || {
            let (desk, head) = (desk.clone(), head.clone());
            let counted = world.desk.db.read(async move |tx| {
                let found = seekers::households(tx, &desk, &head).await?;
                let listed: i64 =
                    found.counts.iter().map(|(_, count)| count.recognised - count.in_work).sum();
                Ok::<_, access::Failure<seekers::HouseholdRefusal>>((
                    listed,
                    surveys::households_left(tx, head.actor.area).await?,
                ))
            });
            counted.await.expect("counted")
        };
        assert_eq!(counted().await, (0, 0));
        let (own, occasion) = (desk.clone(), officer);
        let joined = world.desk.db.write(async move |tx| {
            let entered =
                duties::enter(tx, &own, &occasion, access::Action::ReadFile, person, None);
            let key = entered.await.expect("entered").key;
            let mut person = seekers::person_of(tx, &key, person).await?.expect("a person");
            person.particulars.household_number = "H1".to_owned();
            let new = seekers::NewPerson {
                file_number: Some("D2".to_owned()),
                name: "乙".to_owned(),
                residence_code: STREET + 1,
                particulars: person.particulars,
                ..seekers::NewPerson::default()
            };
            let subject = seekers::bring_in(tx, &own.sealing, &new, occasion.now).await?;
            duties::take_on(tx, subject, STREET, Some(occasion.actor.id), occasion.today).await?;
            let registered = subjects::Happening::new(Kind::UnemploymentRegistered, occasion.today);
            let action = access::Action::RecordService;
            duties::record_service(tx, &own, &occasion, action, subject, &[registered])
                .await
                .expect("recorded");
            let found = seekers::households(tx, &own, &occasion).await.expect("households");
            Ok::<_, store::StoreError>((subject, found.without_work[0].household.household_id))
        });
        let (subject, household) = joined.await.expect("joined");
        let (head2, own) = (head.clone(), desk.clone());
        let recognised = world.desk.db.write(async move |tx| {
            let evidence = seekers::Evidence {
                seen_on: head2.today,
                against: vec!["insurance".to_owned()],
                words: String::new(),
            };
            let today = head2.today;
            seekers::recognise_household(tx, &own, &head2, household, today, &evidence).await
        });
        recognised.await.expect("recognised");
        assert_eq!(counted().await, (1, 1));
        let started = subjects::Happening::new(Kind::StartedWork, crate::world::today(world));
        world.record_raw(subject, vec![started]).await;
        assert_eq!(counted().await, (0, 0), "dynamic zero");
    });
}
