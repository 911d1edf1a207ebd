//! What the tests of this slice have in common.

use access::Failure;
use agreements::model::{Refusal, ServicePlace};
use agreements::{Signing, sign};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::model::Done;
use store::ledger::Channel;
use store::{EntryId, StoreError, SubjectId};
use street::World;
use subjects::{Happening, Past};

/// The group of hardship of everybody here.
pub(crate) const GROUP: &str = "连续失业一年以上人员";
/// A signature as a pen draws it.
pub(crate) const INK: &str =
    "60,40 80,80 100,120 120,150;180,60 200,90 220,120 240,150;300,40 360,160";

pub(crate) fn today(world: &World) -> Day {
    world.today()
}

/// Somebody to whom an agreement is owed: recognised, and registered as a seeker today.
pub(crate) async fn owed(world: &World, reference: &str) -> SubjectId {
    let subject = world.person(reference, &[]).await;
    let day = today(world);
    let recognised = Happening::new(Kind::HardshipRecognised, day).text(Field::Group, GROUP);
    let registered = Happening::new(Kind::SeekerRegistered, day).through(Channel::Counter);
    world.record_raw(subject, vec![recognised, registered]).await;
    subject
}

/// What somebody agrees on with an officer today.
pub(crate) fn signing(world: &World, officer: &str, expected: Option<EntryId>) -> Signing {
    Signing {
        on: today(world),
        officer: world.staff(officer),
        place: ServicePlace::Residence,
        channel: Channel::Counter,
        words: String::new(),
        expected,
    }
}

/// Signs as a member of staff.
pub(crate) async fn signed_by(
    world: &World,
    user: &str,
    subject: SubjectId,
    signing: Signing,
) -> Result<Done, Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let outcome =
        world.desk.db.write(async move |tx| sign(tx, &desk, &occasion, subject, &signing).await);
    outcome.await
}

/// Somebody under an agreement that their officer signed today; gives the entry, too.
pub(crate) async fn agreed(world: &World, reference: &str) -> (SubjectId, EntryId) {
    let subject = owed(world, reference).await;
    let done = signed_by(world, "officer", subject, signing(world, "officer", None)).await;
    (subject, done.expect("signed").first().expect("an entry"))
}

/// The signings of a person, oldest first.
pub(crate) async fn signings(world: &World, subject: SubjectId) -> Vec<Past> {
    let mut past = world.history(subject).await;
    past.retain(|past| past.kind == Kind::AgreementSigned);
    past
}

/// What is open under a rule for a person.
pub(crate) async fn is_owed(world: &World, subject: SubjectId, rule: &'static str) -> bool {
    let duties = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
    let duties = duties.await.expect("duties");
    duties.iter().any(|duty| duty.rule == rule && duty.state == duties::model::Settled::Open)
}

/// The officer who answers for a person.
pub(crate) async fn officer_of(world: &World, subject: SubjectId) -> Option<store::ActorId> {
    let held =
        world.desk.db.read::<_, _, StoreError>(async move |tx| duties::held(tx, subject).await);
    held.await.expect("read").expect("held").officer
}

/// Sends a file as a form does.
pub(crate) async fn upload(
    world: &World,
    user: &str,
    path: &str,
    (key, bytes): (&str, &[u8]),
) -> (StatusCode, HeaderMap, String) {
    let mut body = Vec::new();
    let head = "--edge\r\nContent-Disposition: form-data; name=\"_once\"\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(key.as_bytes());
    body.extend_from_slice(b"\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scan.png\"\r\nContent-Type: image/png\r\n\r\n");
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .expect("a request");
    let (status, headers, body) = world.exchange(user, request).await;
    (status, headers, String::from_utf8(body).expect("text"))
}

/// Fetches what is no page.
pub(crate) async fn fetch(
    world: &World,
    user: &str,
    path: &str,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    world.exchange(user, request).await
}
