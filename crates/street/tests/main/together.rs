//! What concerns more than one case, or more than one officer: files that become one, offices whose people all go
//! over, colleagues who stand in, and documents that somebody asks for.

use axum::http::StatusCode;
use desk::Occasion;
use duties::model::Settled;
use duties::{Held, Receiver};
use offices::actions::cover::{NewCover, set_cover};
use rules::Kind;
use store::{ActorId, StoreError, SubjectId};
use street::{BESIDE, CITY, FAR, STREET, World};
use testkit::SeededEntropy;
use transfers::{NewMove, Scope};

use crate::acts::{Outcome, told, tried};
use crate::around::{Around, staff_of};
use crate::stand::Stand;

/// The second file of somebody, until both become one.
#[derive(Clone, Debug)]
pub(crate) struct Twin {
    pub(crate) subject: SubjectId,
    pub(crate) reference: String,
}

/// Whoever is followed.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub(crate) subject: SubjectId,
    pub(crate) reference: String,
    pub(crate) twin: Option<Twin>,
}

/// Pages that show what is kept of somebody beside the ledger, and the file itself.
const DOCUMENTS: &[&str] =
    &["", "/print", "/agreement", "/plan", "/panel", "/post", "/transfer", "/stop"];

/// Asks for a document of somebody.
pub(crate) async fn read(
    around: &Around,
    user: &str,
    life: &Life,
    chance: &SeededEntropy,
) -> Outcome {
    let world = &around.world;
    // As every night: what was open to panels that have ended is closed.
    let (desk, now) = (world.desk.clone(), store::Clock::now(&*world.clock));
    let closed = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let nobody = SubjectId::from_bytes([0; 16]);
        panels::close_shares(tx, &desk, (nobody, 100), now).await
    });
    closed.await.expect("closed");
    let page = DOCUMENTS[chance.below(DOCUMENTS.len())];
    let shown = world.get(user, &format!("/people/{}{page}", life.subject)).await;
    match shown.status {
        StatusCode::OK => Outcome::Done,
        StatusCode::FORBIDDEN => Outcome::Denied,
        status => panic!("{user} {page}: {status}, {}", shown.words()),
    }
}

/// Lets everybody of the office, or of the community that the person may live in, go over.
pub(crate) async fn move_office(
    around: &Around,
    occasion: Occasion,
    stand: &Stand,
    chance: &SeededEntropy,
) -> Outcome {
    let world = &around.world;
    let from = stand.held.office_code;
    let to = [STREET, BESIDE, FAR][chance.below(3)];
    let (from_code, scope) =
        if chance.below(3) > 0 { (from, Scope::Office) } else { (from + 1, Scope::Community) };
    let receives = world.staff(staff_of(to)[0]);
    let named = stand.held.officer.filter(|_| chance.below(2) == 0);
    let new = NewMove {
        from_code,
        scope,
        to_office_code: to,
        on: occasion.today,
        reason: "区划调整".to_owned(),
        officers: named.into_iter().map(|officer| (officer, receives)).collect(),
    };
    // Mostly another head says the second word; sometimes whoever ordered it tries to, or nobody does.
    let second = match chance.below(6) {
        0 => Some(occasion.clone()),
        1 => None,
        _ => Some(
            world
                .occasion(if occasion.actor.area.first == CITY { "deputy" } else { "mayor" })
                .await,
        ),
    };
    let desk = world.desk.clone();
    told(world, async move |tx| {
        let id = transfers::order_move(tx, &desk, &occasion, &new).await?;
        if let Some(second) = &second {
            transfers::confirm_move(tx, second, id).await?;
        }
        transfers::carry_on(tx, &desk, &occasion, id).await
    })
    .await
}

/// Gives the person, or everybody of their officer, to somebody of this office or another one, whoever that is.
pub(crate) async fn hand_over(
    around: &Around,
    occasion: Occasion,
    (life, stand): (&Life, &Stand),
    chance: &SeededEntropy,
) -> Outcome {
    let world = &around.world;
    let places = [stand.held.office_code, STREET, BESIDE, FAR];
    let office_code = places[chance.below(places.len())];
    let there = staff_of(office_code);
    let officer = (chance.below(5) > 0).then(|| world.staff(there[chance.below(there.len())]));
    let (to, subject) = (Receiver { office_code, officer }, life.subject);
    let all_of = stand.held.officer.filter(|_| chance.below(4) == 0);
    let desk = world.desk.clone();
    told(world, async move |tx| match all_of {
        Some(from) => {
            duties::hand_all_over(tx, &desk, &occasion, from, to, "调整分工").await.map(drop)
        }
        None => duties::hand_over(tx, &desk, &occasion, subject, to, "调整分工").await,
    })
    .await
}

/// Has a colleague stand in for the person's officer.
pub(crate) async fn cover(
    around: &Around,
    occasion: Occasion,
    stand: &Stand,
    chance: &SeededEntropy,
) -> Outcome {
    let world = &around.world;
    let Some(away) = stand.held.officer else { return Outcome::Nothing };
    let colleagues = staff_of(stand.held.office_code);
    let days = |most| i32::try_from(chance.below(most)).expect("small");
    let first_day = occasion.today.plus_days(days(3));
    let new = NewCover {
        staff: away,
        covered_by: world.staff(colleagues[chance.below(colleagues.len())]),
        first_day,
        last_day: first_day.plus_days(days(40)),
        reason: "年休假".to_owned(),
    };
    let desk = world.desk.clone();
    let set =
        tried(world, async move |tx| set_cover(tx, &desk.sealing, &occasion, &new).await).await;
    match set {
        Ok(cover) => {
            around.stands_in(cover);
            Outcome::Done
        }
        Err(outcome) => outcome,
    }
}

/// Makes one file of two.
pub(crate) async fn merge(around: &Around, occasion: Occasion, life: &Life) -> Outcome {
    let Some(twin) = &life.twin else { return Outcome::Nothing };
    let (desk, numbers) =
        (around.world.desk.clone(), (life.reference.clone(), twin.reference.clone()));
    told(&around.world, async move |tx| {
        let numbers = (&*numbers.0, &*numbers.1);
        seekers::merge(tx, &desk, &occasion, numbers, "同一个人，已核对证件").await
    })
    .await
}

/// Looks at what two files have become, and gives the life that goes on.
pub(crate) async fn have_become_one(
    around: &Around,
    life: &Life,
    (stand, other): (&Stand, &Stand),
) -> Life {
    let world = &around.world;
    let twin = life.twin.clone().expect("two files");
    let (one, two) = (held(world, life.subject).await, held(world, twin.subject).await);
    assert!(one.is_some() != two.is_some(), "one goes on: {one:?} {two:?}");
    let goes_on_in_first = one.is_some();
    let (kept, gone) = if goes_on_in_first {
        ((life.subject, life.reference.clone(), stand), (twin.subject, other))
    } else {
        ((twin.subject, twin.reference, other), (life.subject, stand))
    };
    // The one under the agreement; where neither is, whichever was there first.
    let agreements = (stand.standing().under_agreement, other.standing().under_agreement);
    assert_ne!(agreements, (true, true), "two agreements in force became one");
    assert!(!gone.1.standing().under_agreement, "the file of the agreement is gone");
    assert!(agreements.0 || agreements.1 || goes_on_in_first, "the later file goes on");
    // Nothing is owed in the one that is gone, and whoever opens it is led on.
    let left = world.stored(gone.0).await;
    assert!(left.duties.is_empty() && left.gates.is_empty(), "{left:?}");
    let shown = world.get("head", &format!("/people/{}", gone.0)).await;
    assert_eq!(shown.location.as_deref(), Some(&*format!("/people/{}", kept.0)));
    // Whatever happened by either file has happened by the one: once where both say so.
    let whole = Stand::of(world, kept.0).await;
    for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Corrected) {
        let [own, others, all] = [kept.2, gone.1, &whole].map(|stand| stand.valid(kind));
        // What was about an entry that was corrected away stays where it is.
        let is_whole = others <= all || gone.1.has_corrected();
        let fits = own <= all && all <= own + others && is_whole;
        assert!(fits, "{kind:?}: {own} and {others} became {all}");
    }
    assert_eq!(whole.held.office_code, kept.2.held.office_code);
    Life { subject: kept.0, reference: kept.1, twin: None }
}

/// Makes sure that what is open lies where the person is served, with whoever serves them.
pub(crate) async fn goes_along(world: &World, subject: SubjectId, held: &Held) {
    let duties = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
    for duty in duties.await.expect("read").iter().filter(|duty| duty.state == Settled::Open) {
        let place: (i64, Option<ActorId>) = (duty.office_code, duty.officer_id);
        assert_eq!(place, (held.office_code, held.officer), "{} stays behind", duty.rule);
    }
}

async fn held(world: &World, subject: SubjectId) -> Option<Held> {
    let held =
        world.desk.db.read::<_, _, StoreError>(async move |tx| duties::held(tx, subject).await);
    held.await.expect("read")
}
