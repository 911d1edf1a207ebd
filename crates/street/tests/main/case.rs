//! A case that is followed step by step: who does what, what is owed then, and that the database and the ledger
//! check agree on it after every step and on every day.

use std::fmt::Display;

use access::{Action, Failure};
use agreements::Signing;
use agreements::model::ServicePlace;
use desk::{Desk, Occasion};
use duties::Held;
use kernel::Day;
use ledger::Field;
use plans::model::{By, PlanRefusal, PlanText, Stage, Step};
use plans::{Adoption, base_of};
use rules::{Kind, Standing};
use seekers::Person;
use services::model::Draft;
use store::ledger::Channel;
use store::seal::key_of;
use store::{ActorId, EntryId, Statement, StoreError, SubjectId, Tx};
use street::{BESIDE, FAR, STREET, World};
use subjects::{Happening, LedgerFacts};
use web::Routes;

/// Tries something as a member of staff; whatever comes of it, the database and the check must agree afterwards.
macro_rules! tries {
    ($case:expr, $user:expr, |$tx:ident, $desk:ident, $occasion:ident| $act:expr) => {{
        let (desk, occasion) = ($case.world.desk.clone(), $case.world.occasion($user).await);
        let tried = $case.world.desk.db.write(async move |$tx| {
            let ($desk, $occasion) = (&desk, &occasion);
            $act.await
        });
        let tried = tried.await;
        $case.look().await;
        tried
    }};
}
pub(crate) use tries;

/// Does something as a member of staff that must succeed.
macro_rules! does {
    ($case:expr, $user:expr, |$tx:ident, $desk:ident, $occasion:ident| $act:expr) => {
        crate::case::must($crate::case::tries!($case, $user, |$tx, $desk, $occasion| $act))
    };
}
pub(crate) use does;

/// Every slice that a case passes through.
pub(crate) const SLICES: &[&[&Statement]] = &[
    agreements::STATEMENTS,
    counselling::STATEMENTS,
    plans::STATEMENTS,
    panels::STATEMENTS,
    posts::STATEMENTS,
    stopping::STATEMENTS,
    surveys::STATEMENTS,
    transfers::STATEMENTS,
];

pub(crate) fn no_pages() -> Routes<Desk> {
    Routes::new()
}

/// What came of something that must succeed.
pub(crate) fn must<T, R: Display>(tried: Result<T, Failure<R>>) -> T {
    match tried {
        Ok(done) => done,
        Err(Failure::Refused(refusal)) => panic!("refused: {refusal}"),
        Err(Failure::Denied(denied)) => panic!("denied: {denied:?}"),
        Err(Failure::Fault(fault)) => panic!("{fault}"),
    }
}

/// Reads a day as it is written.
pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// A case that is followed.
pub(crate) struct Case<'w> {
    pub(crate) world: &'w World,
    pub(crate) subject: SubjectId,
    reference: String,
}

impl<'w> Case<'w> {
    /// Takes a person in, whom the officer of the street answers for.
    pub(crate) async fn open(world: &'w World, reference: &str, kinds: &[Kind]) -> Self {
        Self::around(world, world.person(reference, kinds).await).await
    }

    /// Follows somebody who was taken in.
    pub(crate) async fn around(world: &'w World, subject: SubjectId) -> Self {
        let reference = person_of(world, subject).await.file_number;
        let case = Self { world, subject, reference };
        case.look().await;
        case
    }

    /// Takes a person in who has come as far as an agreement and a plan (BJ18-18 to BJ18-26).
    pub(crate) async fn open_under_agreement(world: &'w World, reference: &str) -> Self {
        let case = Self::open(world, reference, &[Kind::LedgerOpened]).await;
        case.comes_under_agreement().await;
        case
    }

    /// From the ledger to an agreement and a plan (BJ18-22 to BJ18-26).
    pub(crate) async fn comes_under_agreement(&self) {
        self.records("clerk", self.now(Kind::SeekerRegistered)).await;
        let group = self.now(Kind::HardshipRecognised).text(Field::Group, "持证残疾人");
        self.records("clerk", group).await;
        self.grades("officer", 4).await;
        self.signs("officer").await;
        self.plans("officer", "", None).await;
        self.owes(&[]).await;
    }

    /// Looks after what was done: what is stored is what the check says of the exported ledger, nothing twice, and an
    /// office answers for the person.
    pub(crate) async fn look(&self) {
        let (subject, world) = (self.subject, self.world);
        let stored = world.stored(subject).await;
        assert_eq!(stored, world.checked(&world.export(&self.reference).await));
        let mut once = stored.duties.clone();
        once.dedup();
        assert_eq!(once, stored.duties, "a duty stands there twice");
        let held = self.held().await;
        assert!([STREET, BESIDE, FAR].contains(&held.office_code) && held.officer.is_some());
    }

    /// Lets the days pass, and the rules look at each new one.
    pub(crate) async fn until(&self, last: &str) {
        let last = day(last);
        assert!(self.world.today() <= last, "{last} is past");
        while self.world.today() < last {
            self.world.pass_days(1);
            let (desk, subject, today) =
                (self.world.desk.clone(), self.subject, self.world.today());
            let looked = self.world.desk.db.write::<_, _, StoreError>(async move |tx| {
                duties::look_at(tx, &desk.rulebook, subject, today).await
            });
            looked.await.expect("looked");
            self.look().await;
        }
    }

    /// Something that happens today.
    pub(crate) fn now(&self, kind: Kind) -> Happening {
        Happening::new(kind, self.world.today())
    }

    /// Records a service by its form.
    pub(crate) async fn records(&self, user: &str, happening: Happening) -> EntryId {
        let (subject, draft) = (self.subject, Draft::new(happening));
        let done = does!(self, user, |tx, desk, occasion| services::record(
            tx, desk, occasion, subject, &draft
        ));
        done.first().expect("an entry")
    }

    /// Records a follow-up of something.
    pub(crate) async fn follows_up(&self, user: &str, of: EntryId) {
        self.records(user, self.now(Kind::FollowedUp).about(of)).await;
    }

    /// Records a recommendation; gives its entry.
    pub(crate) async fn recommends(&self, user: &str) -> EntryId {
        self.records(user, self.now(Kind::Recommended).text(Field::Employer, "示范商店")).await
    }

    /// Records what came of a recommendation, which was not the person's fault.
    pub(crate) async fn learns(&self, user: &str, recommended: EntryId, hired: bool) {
        let result = self.now(Kind::RecommendationResult).about(recommended);
        let result = result.flag(Field::Hired, hired).flag(Field::OwnCause, false);
        self.records(user, result).await;
    }

    /// Grades the person (BJ18-12, BJ18-22).
    pub(crate) async fn grades(&self, user: &str, level: u64) {
        let graded = self.now(Kind::Graded).number(Field::Level, level).text(Field::Tool, "量表");
        let (subject, graded) = (self.subject, [graded]);
        does!(self, user, |tx, desk, occasion| duties::record_service(
            tx,
            desk,
            occasion,
            Action::Grade,
            subject,
            &graded
        ));
    }

    /// Signs the agreement with the person, as their officer (BJ18-23).
    pub(crate) async fn signs(&self, user: &str) {
        let (subject, signing) =
            (self.subject, signing(self.world.today(), self.world.staff(user)));
        does!(self, user, |tx, desk, occasion| agreements::sign(
            tx, desk, occasion, subject, &signing
        ));
    }

    /// Adopts a plan, or its next version, with the person (BJ18-26(1), BJ18-26(3), BJ18-28(3)).
    pub(crate) async fn plans(&self, user: &str, reason: &str, opinion: Option<EntryId>) {
        let (subject, reason) = (self.subject, reason.to_owned());
        does!(self, user, |tx, desk, occasion| adopt(
            tx, desk, occasion, subject, &reason, opinion
        ));
    }

    /// Asserts everything that is owed: each duty's rule and its last day, the most urgent first.
    pub(crate) async fn owes(&self, expected: &[&str]) {
        let today = self.world.today();
        let mut open: Vec<(Day, String)> = Vec::new();
        for duty in self.duties().await {
            if duty.state == duties::model::Settled::Open {
                assert!(today <= duty.due_day, "{today}: {} since {}", duty.rule, duty.due_day);
                open.push((duty.due_day, format!("{} {}", duty.rule, duty.due_day)));
            }
        }
        open.sort();
        let open: Vec<String> = open.into_iter().map(|(_, words)| words).collect();
        assert_eq!(open, expected, "owed on {today}");
    }

    /// Asserts what became of every duty so far: each rule in the order of its last day, with its state.
    pub(crate) async fn came_of(&self, expected: &[&str]) {
        let mut duties = self.duties().await;
        duties.sort_by(|one, other| (one.due_day, &one.rule).cmp(&(other.due_day, &other.rule)));
        let came: Vec<String> =
            duties.into_iter().map(|duty| format!("{} {}", duty.rule, duty.state.text())).collect();
        assert_eq!(came, expected);
    }

    /// Asserts the gates that stand open, each with the day since when.
    pub(crate) async fn opens(&self, expected: &[&str]) {
        assert_eq!(self.world.stored(self.subject).await.gates, expected, "gates");
    }

    /// The duties as they are stored.
    pub(crate) async fn duties(&self) -> Vec<duties::DutyRow> {
        let subject = self.subject;
        let read = self
            .world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
        read.await.expect("read")
    }

    /// Who answers for the person.
    pub(crate) async fn held(&self) -> Held {
        let subject = self.subject;
        let read = self
            .world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| duties::held(tx, subject).await);
        read.await.expect("read").expect("somebody answers for the person")
    }

    /// Where the person stands.
    pub(crate) async fn standing(&self) -> Standing {
        self.held().await.standing
    }

    /// The entries as the rules see them.
    pub(crate) async fn known(&self) -> LedgerFacts {
        let subject = self.subject;
        let read = self
            .world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| subjects::facts_of(tx, subject).await);
        read.await.expect("read")
    }

    /// Whether a member of staff may open the file.
    pub(crate) async fn is_open_to(&self, user: &str) -> bool {
        let (subject, action) = (self.subject, Action::ReadFile);
        let entered = tries!(self, user, |tx, desk, occasion| duties::enter(
            tx, desk, occasion, action, subject, None
        ));
        match entered {
            Ok(_) => true,
            Err(Failure::Denied(_)) => false,
            other => must(other.map(|_| true)),
        }
    }
}

/// What the file says of a person.
async fn person_of(world: &World, subject: SubjectId) -> Person {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        seekers::person_of(tx, &key, subject).await
    });
    read.await.expect("read").expect("a person")
}

/// The cases of stopping the service, latest first.
pub(crate) async fn cases(case: &Case<'_>) -> Vec<stopping::Case> {
    let (desk, subject) = (case.world.desk.clone(), case.subject);
    let read = case.world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        stopping::cases_of(tx, &key, subject).await
    });
    read.await.expect("read")
}

/// What an officer and a person agree on.
pub(crate) fn signing(on: Day, officer: ActorId) -> Signing {
    Signing {
        on,
        officer,
        place: ServicePlace::Residence,
        channel: Channel::Counter,
        words: String::new(),
        expected: None,
    }
}

async fn adopt(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    reason: &str,
    opinion: Option<EntryId>,
) -> Result<(), Failure<PlanRefusal>> {
    let action = Action::RecordService;
    let base = |open: &plans::OpenPlan| {
        let then = open.then(desk, occasion.today);
        base_of(open.draft.as_ref(), open.current(&then).map(|(plan, _)| plan.entry))
    };
    let open = plans::open_plan(tx, desk, occasion, action, subject).await?;
    let text = plan(occasion.today, reason);
    plans::keep_draft(tx, desk, occasion, subject, &base(&open), &text).await?;
    let open = plans::open_plan(tx, desk, occasion, action, subject).await?;
    let adoption = Adoption {
        base: base(&open),
        on: occasion.today,
        is_agreed: true,
        words: "这样我做得到".to_owned(),
        reason: reason.to_owned(),
        opinion,
    };
    plans::adopt(tx, desk, occasion, subject, &adoption).await.map(drop)
}

fn plan(today: Day, goal: &str) -> PlanText {
    let stage = Stage {
        name: "起步".to_owned(),
        goal: if goal.is_empty() { "写好简历" } else { goal }.to_owned(),
        until: today.plus_days(60),
    };
    let step = Step {
        number: 1,
        words: "写简历".to_owned(),
        measure: String::new(),
        stage: 0,
        by: By::Person,
        who: "本人".to_owned(),
        due: today.plus_days(10),
    };
    PlanText {
        goal: "找到离家近的工作".to_owned(),
        stages: vec![stage],
        steps: vec![step],
        barriers: Vec::new(),
    }
}
