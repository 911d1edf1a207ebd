//! People of whom there is something to decide: an agreement in force, a panel that sits, a transfer under way. Each stands
//! where one form is to be sent, with whoever may send it.

use access::{Action, Failure, Role};
use agreements::Signing;
use agreements::model::{NO_LONGER_IN_HARDSHIP, ServicePlace};
use desk::{Desk, Occasion};
use ledger::Field;
use rules::Kind;
use store::ledger::Channel;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};
use subjects::Happening;
use transfers::model::{AskedFor, Ground};
use transfers::{Decision, NewTransfer, TransferId};

use super::forms::{Form, MARK};
use super::world::{BESIDE, DISTRICT, START, STREET, World};

/// Somebody of whom one thing is to be done next.
pub(super) struct Prepared {
    /// The route of the form.
    pub(super) route: &'static str,
    /// The person.
    pub(super) subject: SubjectId,
    /// The entry of the agreement.
    pub(super) entry: EntryId,
    /// The form, as whoever may send it finds it on its page; what a page draws or takes as a file is put in.
    pub(super) form: Form,
    /// The name under which whoever may send it is let in.
    pub(super) who: String,
    /// To whom the file is open beside the office that answers for the person: who, and where they work.
    pub(super) open_to: Option<(ActorId, i64)>,
}

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// An agreement is in force (BJ18-23).
    Agreed,
    /// They are in hardship no longer, and it may end.
    OutOfHardship,
    /// Three recommendations brought nothing: the way to the experts is open (BJ18-28).
    Recommended,
    /// The ledger knows of a request that the office above has not got yet.
    Recorded,
    /// The office above has got a request, and named its experts.
    Sitting,
    /// The officer asks that somebody go over (BJ18-23, BJ18-24); it is to be verified.
    Asked,
    /// It was verified.
    Verified,
    /// It lies before whoever decides.
    Submitted,
    /// It was approved, and the other office is to take them over.
    Approved,
}

/// Every form that stands on a page only once somebody has come so far, where it stands, and who sends it.
const FORMS: [(&str, Stage, &str, Who); 14] = [
    ("/people/{subject}/agreement/end", Stage::OutOfHardship, "agreement/end", Who::Officer),
    ("/people/{subject}/agreement/renew", Stage::Agreed, "agreement/renew", Who::Officer),
    ("/people/{subject}/agreement/{entry}/scan", Stage::Agreed, "", Who::Officer),
    (
        "/people/{subject}/agreement/{entry}/signature",
        Stage::Agreed,
        "agreement/{entry}/signature",
        Who::Officer,
    ),
    ("/people/{subject}/panel/feedback", Stage::Sitting, "panel", Who::Officer),
    ("/people/{subject}/panel/request", Stage::Recommended, "panel", Who::Officer),
    ("/people/{subject}/panel/take-up", Stage::Recorded, "panel", Who::Officer),
    ("/people/{subject}/transfer/accept", Stage::Approved, "transfer", Who::Receiver),
    ("/people/{subject}/transfer/approve", Stage::Submitted, "transfer", Who::Chief),
    ("/people/{subject}/transfer/forward", Stage::Verified, "transfer", Who::Head),
    ("/people/{subject}/transfer/refuse", Stage::Asked, "transfer", Who::Officer),
    ("/people/{subject}/transfer/send-back", Stage::Approved, "transfer", Who::Receiver),
    ("/people/{subject}/transfer/verify", Stage::Asked, "transfer", Who::Officer),
    ("/people/{subject}/transfer/withdraw", Stage::Submitted, "transfer", Who::Officer),
];

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Officer,
    Head,
    Chief,
    Expert,
    Receiver,
}

impl Who {
    /// Where they work, as what.
    pub(super) const fn place(self) -> (i64, Role) {
        match self {
            Self::Officer => (STREET, Role::AssistanceOfficer),
            Self::Head => (STREET, Role::Head),
            Self::Chief => (DISTRICT, Role::Head),
            Self::Expert => (DISTRICT, Role::Counsellor),
            Self::Receiver => (BESIDE, Role::AssistanceOfficer),
        }
    }

    pub(super) const fn user_name(self) -> &'static str {
        match self {
            Self::Officer => "yuanzhu",
            Self::Head => "suozhang",
            Self::Chief => "zhuren",
            Self::Expert => "zhuanjia",
            Self::Receiver => "linjie",
        }
    }

    pub(super) const ALL: [Self; 5] =
        [Self::Officer, Self::Head, Self::Chief, Self::Expert, Self::Receiver];
}

/// What a hand draws.
const STROKES: &str = "10,10 40,80 80,20 120,90 160,30 200,100 240,40 280,110 320,50 360,120;\
    20,60 60,70 100,80 140,90 180,100 220,110 260,120 300,130 340,140 380,150";

/// Brings somebody as far as each form needs them.
pub(super) async fn prepared(world: &World) -> Vec<Prepared> {
    let mut all = Vec::new();
    for (number, (route, stage, page, who)) in FORMS.into_iter().enumerate() {
        let subject = world.take_in(&format!("P{:08}", 100 + number)).await;
        bring_to(world, subject, stage).await;
        let entry = last_entry(world, subject).await;
        let who = world.known_as(who);
        let form = form(world, &who, (subject, entry), (route, page)).await;
        let open_to = match stage {
            Stage::Approved => Some((world.acting(Who::Receiver), BESIDE)),
            _ => None,
        };
        all.push(Prepared { route, subject, entry, form, who, open_to });
    }
    all
}

/// The form of a route, as it is found on its page.
async fn form(
    world: &World,
    who: &str,
    (subject, entry): (SubjectId, EntryId),
    (route, page): (&str, &str),
) -> Form {
    let fill = |path: &str| {
        path.replace("{subject}", &subject.to_string()).replace("{entry}", &entry.to_string())
    };
    let action = fill(route);
    if page.is_empty() {
        return Form::of_a_file(&action, &format!("%PDF-1.7 {MARK}"));
    }
    let page = fill(&format!("/people/{subject}/{page}"));
    let found = world.forms(who, &page).await;
    let form = found.iter().find(|form| form.action == action);
    let form = form.unwrap_or_else(|| panic!("{page} has no form for {action}: {found:?}")).clone();
    // A hand draws what no page can hold beforehand; of several reasons one holds.
    match page.rsplit('/').next() {
        Some("signature") => form.with("signature", STROKES),
        Some("end") => form.with("reason", NO_LONGER_IN_HARDSHIP),
        _ => form,
    }
}

async fn last_entry(world: &World, subject: SubjectId) -> EntryId {
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let known = subjects::facts_of(tx, subject).await?;
        let last = known.entries().iter().rposition(|entry| entry.kind == Kind::AgreementSigned);
        Ok(last.and_then(|place| known.id(place)))
    });
    read.await.expect("read").unwrap_or(world.entry)
}

/// Lets somebody act in a transaction of its own.
macro_rules! does {
    ($world:expr, $who:expr, |$tx:ident, $desk:ident, $occasion:ident| $act:expr) => {{
        let (desk, occasion) = ($world.desk.clone(), $world.occasion($who));
        let done = $world.desk.db.write(async move |$tx: &mut Tx| {
            let ($desk, $occasion): (&Desk, &Occasion) = (&desk, &occasion);
            $act.await
        });
        must(done.await)
    }};
}

fn must<T, R: std::fmt::Display>(tried: Result<T, Failure<R>>) -> T {
    tried.unwrap_or_else(|failure| panic!("{failure}"))
}

async fn bring_to(world: &World, subject: SubjectId, stage: Stage) {
    let today = web::day_of(START);
    let now = |kind| Happening::new(kind, today);
    record(
        world,
        subject,
        vec![
            now(Kind::SeekerRegistered),
            now(Kind::HardshipRecognised).text(Field::Group, "长期失业人员"),
        ],
    )
    .await;
    let signing = Signing {
        on: today,
        officer: world.officer,
        place: ServicePlace::Residence,
        channel: Channel::Counter,
        words: String::new(),
        expected: None,
    };
    does!(world, Who::Officer, |tx, desk, occasion| agreements::sign(
        tx, desk, occasion, subject, &signing
    ));
    if matches!(stage, Stage::Recommended | Stage::Recorded | Stage::Sitting) {
        before_experts(world, subject, stage).await;
    } else if stage == Stage::OutOfHardship {
        let ended = now(Kind::HardshipEnded).text(Field::Group, "长期失业人员");
        record(world, subject, vec![ended]).await;
    } else if stage != Stage::Agreed {
        on_the_way(world, subject, stage).await;
    }
}

/// Whoever is ready for work, whom three recommendations did not bring any, and their panel.
async fn before_experts(world: &World, subject: SubjectId, stage: Stage) {
    let today = web::day_of(START);
    let now = |kind| Happening::new(kind, today);
    let begun = vec![
        now(Kind::PlanAdopted).number(Field::Version, 1),
        now(Kind::ReadinessAssessed).flag(Field::Ready, true),
    ];
    record(world, subject, begun).await;
    for _ in 0..3 {
        let of = record(world, subject, vec![now(Kind::Recommended)]).await;
        let result = now(Kind::RecommendationResult).about(of);
        let result = result.flag(Field::Hired, false).flag(Field::OwnCause, false);
        record(world, subject, vec![result]).await;
    }
    match stage {
        Stage::Recorded => {
            let asked = now(Kind::ConsultationRequested).text(Field::Note, MARK);
            record(world, subject, vec![asked]).await;
        }
        Stage::Sitting => {
            let panel = does!(world, Who::Officer, |tx, desk, occasion| panels::request(
                tx, desk, occasion, subject, MARK
            ));
            let experts = vec![world.acting(Who::Expert), world.officer];
            let acceptance = panels::Acceptance { experts, sits_on: today.plus_days(1) };
            does!(world, Who::Chief, |tx, desk, occasion| panels::accept(
                tx,
                desk,
                occasion,
                (subject, panel),
                &acceptance
            ));
        }
        _ => {}
    }
}

/// Whoever goes over to the street beside, as far as that has come.
async fn on_the_way(world: &World, subject: SubjectId, stage: Stage) {
    let new = NewTransfer {
        to_office_code: BESIDE,
        asked_for: AskedFor::Officer,
        ground: Ground::Residence,
        reason: format!("{MARK}已搬到女儿家"),
        address: format!("{MARK}路 8 号"),
        verified: (stage != Stage::Asked).then(|| format!("{MARK}已看新的居住登记")),
    };
    let id: TransferId = does!(world, Who::Officer, |tx, desk, occasion| transfers::request(
        tx, desk, occasion, subject, &new
    ));
    if matches!(stage, Stage::Submitted | Stage::Approved) {
        does!(world, Who::Head, |tx, desk, occasion| transfers::forward(
            tx,
            desk,
            occasion,
            (subject, id),
            ""
        ));
    }
    if stage == Stage::Approved {
        does!(world, Who::Chief, |tx, desk, occasion| transfers::decide(
            tx,
            desk,
            occasion,
            (subject, id),
            Decision::Approve,
            MARK
        ));
    }
}

/// Records without the checks of the forms; gives the last entry.
async fn record(world: &World, subject: SubjectId, happenings: Vec<Happening>) -> EntryId {
    let recorded = does!(world, Who::Officer, |tx, desk, occasion| duties::record_service(
        tx,
        desk,
        occasion,
        Action::RecordService,
        subject,
        &happenings
    ));
    *recorded.entries.last().expect("an entry")
}
