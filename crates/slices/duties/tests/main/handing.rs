//! Handing over in one move: who can receive, and those for whom nobody was named.

use access::{Area, Failure};
use axum::http::StatusCode;
use duties::{HandOverRefusal, Receiver};
use ledger::Field;
use rules::Kind;
use store::{ActorId, StoreError, SubjectId};
use street::{BESIDE, DISTRICT, FAR, STREET, World, by};
use subjects::Happening;

/// Takes people in whom nobody was named for.
async fn unassigned(world: &World, number: usize) -> Vec<SubjectId> {
    let mut people = Vec::new();
    for place in 0..number {
        let subject = world.person(&format!("P{place:03}"), &[Kind::SeekerRegistered]).await;
        let to = duties::Receiver { office_code: STREET, officer: None };
        let given = by!(world, "head", |tx, desk, occasion| duties::hand_over(
            tx, desk, occasion, subject, to, "试"
        ));
        given.expect("handed over");
        people.push(subject);
    }
    people
}

/// How many people somebody answers for.
async fn held(world: &World, user: &str) -> i64 {
    let officer = world.staff(user);
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::count_held(tx, officer).await);
    read.await.expect("a number")
}

#[test]
fn people_without_an_officer_are_handed_over_in_one_move() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        unassigned(world, 3).await;
        world.person("P100", &[Kind::SeekerRegistered]).await;
        let path = format!("/today/hand-over?of={STREET}");
        let office = world.get("head", "/today/office").await;
        assert!(office.text.contains(&format!("href=\"{path}\"")), "{}", office.words());
        assert!(!world.get("officer", "/today/office").await.text.contains("/today/hand-over"));
        for user in ["officer", "neighbour"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        let form = world.get("head", &path).await;
        assert!(form.words().contains("现有 3 人"), "{}", form.words());
        let colleague = world.staff("colleague");
        let to = format!("{STREET} {colleague}");
        let done = world.fill_shown("head", &form, &[("to", &to), ("reason", "新来的同事")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        assert!(done.cookies.contains("已移交 3 人"), "{}", done.cookies);
        assert_eq!((held(world, "colleague").await, held(world, "officer").await), (3, 1));
        let office = world.get("head", "/today/office").await;
        assert!(!office.words().contains("未指定责任人"), "{}", office.words());
        // Whoever leads another office moves nobody of this one.
        let (area, to) = (Area::of_code(STREET), world.staff("beside_officer"));
        let to = duties::Receiver { office_code: BESIDE, officer: Some(to) };
        let tried = by!(world, "neighbour", |tx, desk, occasion| duties::hand_unassigned_over(
            tx, desk, occasion, area, to, "试"
        ));
        assert!(matches!(tried, Err(access::Failure::Denied(_))), "{tried:?}");
    });
}

#[test]
fn whoever_hands_over_cannot_receive_and_everybody_else_is_shown_with_roles_and_load() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        for place in 0..2 {
            world.person(&format!("P{place:03}"), &[Kind::SeekerRegistered]).await;
        }
        let path = format!("/today/hand-over?from={}", world.staff("officer"));
        let page = world.get("head", &path).await;
        assert_eq!(page.status, StatusCode::OK);
        let own = format!("value=\"{STREET} {}\"", world.staff("officer"));
        assert!(!page.text.contains(&own), "not to themselves");
        assert!(
            page.words().contains("周专员（示范街道，就业援助专员，现负责 0 人）"),
            "{}",
            page.words()
        );
        let path = format!("/today/hand-over?from={}", world.staff("colleague"));
        let page = world.get("head", &path).await;
        assert!(
            page.text.contains(&own) && page.words().contains("现负责 2 人"),
            "{}",
            page.words()
        );
    });
}

/// A person under an agreement, or in hardship and under none, of the officer.
async fn assisted(world: &World, reference: &str, agreement: bool) -> SubjectId {
    let subject = world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
    let today = world.today();
    let mut happened =
        vec![Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "甲")];
    if agreement {
        happened.push(Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵专员"));
    }
    world.record_raw(subject, happened).await;
    subject
}

type Handed<T> = Result<T, Failure<HandOverRefusal>>;

async fn hand(
    world: &World,
    user: &str,
    subject: SubjectId,
    to: (i64, Option<&str>),
) -> Handed<()> {
    let to = Receiver { office_code: to.0, officer: to.1.map(|user| world.staff(user)) };
    by!(world, user, |tx, desk, occasion| duties::hand_over(
        tx,
        desk,
        occasion,
        subject,
        to,
        "调整分工"
    ))
}

async fn hand_all(world: &World, user: &str, to: (i64, &str)) -> Handed<usize> {
    let (from, to) = (world.staff("officer"), (to.0, world.staff(to.1)));
    let to = Receiver { office_code: to.0, officer: Some(to.1) };
    by!(world, user, |tx, desk, occasion| duties::hand_all_over(
        tx, desk, occasion, from, to, "产假"
    ))
}

/// The office that answers for somebody, and its officer.
async fn place(world: &World, subject: SubjectId) -> (i64, Option<ActorId>) {
    let read =
        world.desk.db.read::<_, _, StoreError>(async move |tx| duties::held(tx, subject).await);
    let held = read.await.expect("read").expect("held");
    (held.office_code, held.officer)
}

fn refused<T: std::fmt::Debug>(handed: Handed<T>) -> HandOverRefusal {
    match handed {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// BJ18-23, BJ18-24: what takes a request, a verification, an approval and an acceptance takes no single form of one head.
#[test]
fn a_service_relation_changes_its_office_by_no_hand_over() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let under = assisted(world, "P1", true).await;
        for (user, to) in
            [("chief", BESIDE), ("mayor", BESIDE), ("mayor", FAR), ("mayor", DISTRICT)]
        {
            for officer in [None, Some("beside_officer")] {
                let said = refused(hand(world, user, under, (to, officer)).await);
                assert_eq!(said, HandOverRefusal::Tied(None), "{user} {to}");
            }
        }
        let words = HandOverRefusal::Tied(None).to_string();
        for part in ["变更援助服务地", "机构整体划转", "BJ18-24"] {
            assert!(words.contains(part), "{words}");
        }
        // It lasts between two agreements and in a public-welfare post, and ends with the hardship.
        let ended =
            Happening::new(Kind::AgreementEnded, world.today()).text(Field::Reason, "协议期满");
        world.record_raw(under, vec![ended]).await;
        let between = hand(world, "chief", under, (BESIDE, None)).await;
        assert_eq!(refused(between), HandOverRefusal::Tied(None));
        assert_eq!(place(world, under).await, (STREET, Some(world.staff("officer"))));
        // Within the office a colleague goes on with it.
        hand(world, "head", under, (STREET, Some("colleague"))).await.expect("handed over");
        let no_more = Happening::new(Kind::HardshipEnded, world.today()).text(Field::Group, "甲");
        world.record_raw(under, vec![no_more]).await;
        hand(world, "chief", under, (BESIDE, None)).await.expect("nobody in hardship any more");
    });
}

#[test]
fn a_signing_that_was_corrected_away_ties_nobody() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let subject = assisted(world, "P1", true).await;
        let past = world.history(subject).await;
        let signed =
            past.iter().find(|past| past.kind == Kind::AgreementSigned).expect("signed").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(signed);
        world.record_raw(subject, vec![wrong]).await;
        // The file says that they live in this street.
        let elsewhere = hand(world, "chief", subject, (BESIDE, Some("beside_officer"))).await;
        assert_eq!(refused(elsewhere), HandOverRefusal::NotServed(None));
    });
}

store::statements! {
    pub(crate) group "test_handing";
    /// Somebody lives elsewhere by now.
    MOVE_HOME = "UPDATE person SET residence_code = $1 WHERE subject_id = $2";
}

/// Who has not signed yet chooses: where they live, or where their household is registered (BJ18-23).
#[test]
fn who_is_in_hardship_and_has_not_signed_goes_where_they_can_be_served() {
    street::on_both(&[STATEMENTS], duties::routes, &async |world: &World| {
        let subject = assisted(world, "P1", false).await;
        for to in [BESIDE, FAR] {
            let said = refused(hand(world, "mayor", subject, (to, None)).await);
            assert_eq!(said, HandOverRefusal::NotServed(None), "{to}");
            assert!(said.to_string().contains("修改资料"), "{said}");
        }
        let home = BESIDE + 1;
        let moved = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            tx.execute(MOVE_HOME, &[&home, &subject]).await.map(drop)
        });
        moved.await.expect("moved home");
        hand(world, "chief", subject, (BESIDE, Some("beside_officer"))).await.expect("handed over");
        assert_eq!(place(world, subject).await, (BESIDE, Some(world.staff("beside_officer"))));
        // A seeker who is not in hardship is in no relation: who answers for a registration is the offices' own affair.
        let seeker = world.person("P2", &[Kind::SeekerRegistered]).await;
        hand(world, "chief", seeker, (BESIDE, Some("neighbour"))).await.expect("handed over");
    });
}

/// BJ18-23: 指定一名本机构职业指导人员.
#[test]
fn only_who_guides_people_becomes_the_officer_of_somebody_in_hardship() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let (signed, unsigned) =
            (assisted(world, "P1", true).await, assisted(world, "P2", false).await);
        for subject in [signed, unsigned] {
            for user in ["clerk", "assistant", "head", "auditor", "beside_officer"] {
                let said = refused(hand(world, "head", subject, (STREET, Some(user))).await);
                assert_eq!(said, HandOverRefusal::NoGuide, "{user}");
            }
        }
        for user in ["clerk", "assistant"] {
            assert_eq!(
                refused(hand_all(world, "head", (STREET, user)).await),
                HandOverRefusal::NoGuide
            );
        }
        assert_eq!(place(world, signed).await.1, Some(world.staff("officer")));
        // Of seekers who are not in hardship the front desk can be in charge, as before.
        let seeker = world.person("P3", &[Kind::SeekerRegistered]).await;
        hand(world, "head", seeker, (STREET, Some("clerk"))).await.expect("handed over");
        assert_eq!(hand_all(world, "head", (STREET, "colleague")).await.expect("both"), 2);
        // Nobody at all can be named, until the office names somebody.
        hand(world, "head", signed, (STREET, None)).await.expect("to nobody");
        let area = Area::of_code(STREET);
        for (user, expected) in [("clerk", Err(HandOverRefusal::NoGuide)), ("colleague", Ok(1))] {
            let to = Receiver { office_code: STREET, officer: Some(world.staff(user)) };
            let handed = by!(world, "head", |tx, desk, occasion| duties::hand_unassigned_over(
                tx, desk, occasion, area, to, "试"
            ));
            match expected {
                Ok(number) => assert_eq!(handed.expect("handed over"), number),
                Err(words) => assert_eq!(refused(handed), words, "{user}"),
            }
        }
    });
}

#[test]
fn of_several_one_who_is_tied_keeps_all_and_they_are_counted() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let seeker = world.person("P0", &[Kind::SeekerRegistered]).await;
        for place in 1..=2 {
            assisted(world, &format!("P{place}"), true).await;
        }
        let to = (BESIDE, "beside_officer");
        assert_eq!(refused(hand_all(world, "chief", to).await), HandOverRefusal::Tied(Some(2)));
        assert_eq!(place(world, seeker).await.0, STREET, "all or none");
        // The page tells before, and says it at the field.
        let from = format!("/today/hand-over?from={}&office={BESIDE}", world.staff("officer"));
        let page = world.get("chief", &from).await;
        assert!(page.words().contains("其中 2 人是就业困难人员"), "{}", page.words());
        assert!(!page.words().contains("孙邻街"), "the front desk beside: {}", page.words());
        let to = format!("{BESIDE} {}", world.staff("beside_officer"));
        let sent = world.fill_shown("chief", &page, &[("to", &to), ("reason", "片区调整")]).await;
        sent.refused("其中 2 人与现机构已建立就业援助服务关系");
        let unassigned = assisted(world, "P3", false).await;
        hand(world, "head", unassigned, (STREET, None)).await.expect("to nobody");
        let (area, to) = (Area::of_code(STREET), world.staff("beside_officer"));
        let to = Receiver { office_code: BESIDE, officer: Some(to) };
        let handed = by!(world, "chief", |tx, desk, occasion| duties::hand_unassigned_over(
            tx, desk, occasion, area, to, "试"
        ));
        assert_eq!(refused(handed), HandOverRefusal::NotServed(Some(1)));
    });
}

#[test]
fn the_page_of_somebody_in_a_relation_offers_their_office_alone_and_leads_to_the_transfer() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let subject = assisted(world, "P1", true).await;
        let path = format!("/people/{subject}/hand-over");
        for address in [path.clone(), format!("{path}?office={DISTRICT}")] {
            let page = world.get("chief", &address).await;
            assert_eq!(page.status, StatusCode::OK);
            let colleague = format!("{STREET} {}", world.staff("colleague"));
            assert!(page.text.contains(&colleague), "{}", page.words());
            for user in ["beside_officer", "clerk", "assistant", "officer"] {
                let value = format!("{} {}\"", STREET, world.staff(user));
                let other = format!("{} {}\"", BESIDE, world.staff(user));
                assert!(!page.text.contains(&value) && !page.text.contains(&other), "{user}");
            }
            assert!(!page.text.contains("在其他机构找接收人"));
            assert!(page.text.contains(&format!("/people/{subject}/transfer")), "{}", page.words());
        }
        // Whoever sends another office all the same is refused by what is done, not by the page alone.
        let page = world.get("chief", &path).await;
        let to = format!("{BESIDE} {}", world.staff("beside_officer"));
        let sent = world.fill_shown("chief", &page, &[("to", &to), ("reason", "片区调整")]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.words());
        assert_eq!(place(world, subject).await.0, STREET);
        let to = format!("{STREET} {}", world.staff("colleague"));
        let done = world.fill_shown("head", &page, &[("to", &to), ("reason", "分工")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    });
}
