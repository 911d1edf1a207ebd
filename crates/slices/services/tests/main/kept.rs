//! Kinds of which another page keeps more than their entry: no form of a service records them, under whatever address;
//! the slices that keep them do.

use access::Failure;
use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use services::model::{Done, Draft, Kept};
use services::{Refusal, record, record_kept};
use store::SubjectId;
use store::ledger::Channel;
use subjects::Happening;

use crate::world::{NUMBER, World, on_both};

/// Records something as the slice does that keeps more of it.
pub(crate) async fn keep(
    world: &World,
    person: SubjectId,
    draft: Draft,
) -> Result<Done, Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    world
        .desk
        .db
        .write(async move |tx| record_kept(tx, &desk, &occasion, person, &draft).await)
        .await
}

/// What is recorded today with some answers, as a form of these names would have it.
pub(crate) async fn answered(
    world: &World,
    person: SubjectId,
    kind: Kind,
    answers: &[(&str, &str)],
) -> Draft {
    let mut happening = Happening::new(kind, world.today());
    let mut notes = Vec::new();
    for (name, value) in answers {
        happening = match *name {
            "method" => {
                let channel = if *value == "phone" { Channel::Phone } else { Channel::Counter };
                happening.through(channel).text(Field::Method, *value)
            }
            "reason" => happening.text(Field::Reason, *value),
            "group" => happening.text(Field::Group, *value),
            "circumstance" => happening.text(Field::Circumstance, *value),
            "officer" => happening.text(Field::Officer, *value),
            "employer" => happening.text(Field::Employer, *value),
            "willing" => happening.flag(Field::Willing, *value == "yes"),
            "registers" => happening.flag(Field::Registers, *value == "yes"),
            "duties_met" => happening.flag(Field::DutiesMet, *value == "yes"),
            "version" => happening.number(Field::Version, value.parse().expect("a number")),
            "note" | "post" | "outcome" => {
                notes.push(*value);
                happening
            }
            other => panic!("{kind:?}: {other}"),
        };
    }
    if !notes.is_empty() {
        happening = happening.text(Field::Note, notes.join("，"));
    }
    if kind == Kind::ConsultationOpinion {
        let ledger = world.history(person).await;
        let asked = ledger.iter().rfind(|past| past.kind == Kind::ConsultationRequested);
        happening = happening.about(asked.expect("a request").id);
    }
    Draft::new(happening)
}

/// The addresses under which the form of a kind could be reached: a router compares them as they are sent, and the
/// place in them is decoded after.
fn addresses(person: SubjectId, kind: Kind) -> [String; 2] {
    let name = kind.name();
    let path = format!("/people/{person}/record/");
    [format!("{path}{name}"), format!("{path}{}", name.replace('_', "%5F"))]
}

/// Nobody records a kept kind by a form: the address leads on, and what is sent to it is refused with the way to go.
pub(crate) async fn goes_its_own_way(world: &World, user: &str, person: SubjectId, kind: Kind) {
    let page = Kept::path(kind, person).expect("a page");
    let before = world.history(person).await.len();
    let today = world.today().to_string();
    for path in addresses(person, kind) {
        let shown = world.get(user, &format!("{path}?of=1")).await;
        assert_eq!(shown.location, Some(format!("{page}?of=1")), "{path}");
        let answers = [
            ("on", today.as_str()),
            ("officer", "赵专员"),
            ("employer", "甲店"),
            ("reason", "登记失业人员超过六个月未联系（BJ18-13(3)）"),
            ("notice", "超过六个月未联系"),
            ("_once", "k1"),
        ];
        let pairs = answers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent = world.post(user, &path, &pairs).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let words = sent.words();
        let name = Kept::of(kind).expect("kept").term();
        assert!(words.contains(&format!("“{name}”一页办理")), "{path}: {words}");
        assert!(sent.text.contains(&format!("href=\"{page}\"")), "{path}: {words}");
    }
    assert_eq!(world.history(person).await.len(), before, "{kind:?} was recorded");
}

#[test]
fn what_another_page_keeps_is_recorded_by_no_form() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let recognised = Happening::new(Kind::HardshipRecognised, world.today())
            .text(Field::Group, "持证残疾人");
        world.record_raw(person, vec![recognised]).await;
        for kind in Kind::ALL.iter().copied().filter(|kind| Kept::of(*kind).is_some()) {
            goes_its_own_way(world, "officer", person, kind).await;
            let page = world.get("officer", &addresses(person, kind)[0]).await.location;
            assert_eq!(page, Kept::path(kind, person), "{kind:?}");
            // Nor by whatever else calls the same action.
            let draft = Draft::new(Happening::new(kind, world.today()));
            for user in ["officer", "neighbour"] {
                let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
                let draft = draft.clone();
                let tried = world
                    .desk
                    .db
                    .write(async move |tx| record(tx, &desk, &occasion, person, &draft).await)
                    .await;
                match (user, tried) {
                    ("officer", Err(Failure::Refused(Refusal::Kept(refused)))) => {
                        assert_eq!(refused, kind);
                    }
                    ("officer", Err(Failure::Refused(Refusal::ByStopping))) => {
                        assert_eq!(Kept::of(kind), Some(Kept::Stop));
                    }
                    ("neighbour", Err(Failure::Denied(_))) => {}
                    (_, other) => panic!("{user} {kind:?}: {other:?}"),
                }
            }
        }
        // Whoever may not record at all is told nothing of where.
        for path in addresses(person, Kind::AgreementSigned) {
            let sent = world.post("neighbour", &path, &[]).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
        }
        // Its own slice records it, with every check of the forms.
        let signing =
            answered(world, person, Kind::AgreementSigned, &[("officer", "赵专员")]).await;
        keep(world, person, signing).await.expect("signed");
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.kind, Kind::AgreementSigned);
    });
}

#[test]
fn a_kind_is_kept_exactly_where_a_page_is_named_for_it() {
    let person = SubjectId::from_bytes([7; 16]);
    for kind in Kind::ALL.iter().copied() {
        assert_eq!(Kept::of(kind).is_some(), Kept::path(kind, person).is_some(), "{kind:?}");
    }
    let path = |kind| Kept::path(kind, person).expect("a page");
    assert!(path(Kind::AgreementSigned).ends_with("/agreement/sign"));
    assert!(path(Kind::AgreementEnded).ends_with("/agreement/end"));
    assert!(Kept::of(Kind::Contacted).is_none() && Kept::of(Kind::GuidanceGiven).is_none());
}
