//! People in hardship, and what is done for them, in few words.

use access::{Action, Area, Failure};
use desk::Desk;
use duties::Whose;
use kernel::Day;
use ledger::Field;
use rules::{Circumstance, Kind};
use seekers::NewPerson;
use store::{Clock, StoreError, SubjectId};
use street::{START, STREET, World};
use subjects::Happening;
use surveys::model::{
    Answers, Covers, Method, NewAttempt, Outcome, Planned, RoundId, SurveyRefusal, Willingness,
};
use surveys::{NewRound, Picture, Surveyed, Visitee};
use web::Routes;

/// What nobody but the file may say.
pub(crate) const SECRET: &str = "咽喉里的秘密";

fn routes() -> Routes<Desk> {
    seekers::routes().and(services::routes()).and(duties::routes()).and(surveys::routes())
}

pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[surveys::STATEMENTS, crate::demand::raw::STATEMENTS], routes, test);
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn today(world: &World) -> Day {
    web::day_of(world.clock.now())
}

/// Somebody of the street whose hardship is recognised.
pub(crate) async fn in_hardship(world: &World, reference: &str) -> SubjectId {
    in_hardship_at(world, (STREET, "officer"), STREET + 1, reference).await
}

/// Somebody of an office and an officer, who lives somewhere.
pub(crate) async fn in_hardship_at(
    world: &World,
    (office, officer): (i64, &str),
    residence_code: i64,
    reference: &str,
) -> SubjectId {
    let (desk, occasion) = (world.desk.clone(), world.occasion(officer).await);
    let (staff, name) = (world.staff(officer), format!("人{reference}"));
    let file_number = Some(reference.to_owned());
    let opened = world.desk.db.write(async move |tx| {
        let mut new = NewPerson {
            file_number: file_number.clone(),
            name: name.clone(),
            residence_code,
            ..NewPerson::default()
        };
        "保洁".clone_into(&mut new.particulars.wanted_work);
        "13800138000".clone_into(&mut new.particulars.phone);
        let subject = seekers::bring_in(tx, &desk.sealing, &new, occasion.now).await?;
        duties::take_on(tx, subject, office, Some(staff), occasion.today).await?;
        let recognised = Happening::new(Kind::HardshipRecognised, occasion.today)
            .text(Field::Group, "持证残疾人");
        let action = Action::RecordService;
        let happenings = [recognised];
        duties::record_service(tx, &desk, &occasion, action, subject, &happenings)
            .await
            .map(|_| subject)
    });
    opened.await.expect("a person")
}

/// Answers of today, by telephone.
pub(crate) fn answers(world: &World, willingness: Willingness) -> Answers {
    Answers {
        on: today(world),
        method: Method::Phone,
        willingness,
        circumstance: Circumstance::None,
        reason: if willingness == Willingness::Registers { "" } else { "照料子女" }.to_owned(),
        words: SECRET.to_owned(),
        planned: None,
    }
}

pub(crate) async fn try_survey(
    world: &World,
    user: &str,
    subject: SubjectId,
    answers: Answers,
) -> Result<Surveyed, Failure<SurveyRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let recorded = world.desk.db.write(async move |tx| {
        surveys::record_survey(tx, &desk, &occasion, subject, &answers).await
    });
    recorded.await
}

pub(crate) async fn survey(
    world: &World,
    subject: SubjectId,
    willingness: Willingness,
) -> Surveyed {
    try_survey(world, "officer", subject, answers(world, willingness)).await.expect("recorded")
}

pub(crate) async fn attempt(world: &World, subject: SubjectId, outcome: Outcome) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let new =
        NewAttempt { on: today(world), method: Method::Phone, outcome, words: SECRET.to_owned() };
    let noted = world
        .desk
        .db
        .write(async move |tx| surveys::note_attempt(tx, &desk, &occasion, subject, &new).await);
    noted.await.expect("noted");
}

pub(crate) async fn plan(
    world: &World,
    subject: SubjectId,
    on: Day,
    why: &str,
) -> Result<(), Failure<SurveyRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let planned = Planned { on, why: why.to_owned() };
    let outcome = world
        .desk
        .db
        .write(async move |tx| surveys::plan_day(tx, &desk, &occasion, subject, &planned).await);
    outcome.await
}

/// A round of thirty days from the start.
pub(crate) fn new_round(office_code: i64) -> NewRound {
    NewRound {
        office_code,
        name: "第一轮".to_owned(),
        first_day: web::day_of(START),
        last_day: web::day_of(START).plus_days(29),
        covers: Covers::HARDSHIP,
    }
}

pub(crate) async fn try_round(
    world: &World,
    user: &str,
    new: NewRound,
) -> Result<RoundId, Failure<SurveyRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let opened =
        world.desk.db.write(async move |tx| surveys::open_round(tx, &desk, &occasion, &new).await);
    opened.await
}

pub(crate) async fn round(world: &World, user: &str, office_code: i64) -> RoundId {
    try_round(world, user, new_round(office_code)).await.expect("a round")
}

pub(crate) async fn try_picture(
    world: &World,
    user: &str,
    round: RoundId,
    part: Option<i64>,
) -> Result<Picture, Failure<SurveyRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let part = part.map(Area::of_code);
    world
        .desk
        .db
        .read(async move |tx| surveys::picture(tx, &desk, &occasion, round, part).await)
        .await
}

pub(crate) async fn picture(world: &World, user: &str, round: RoundId) -> Picture {
    try_picture(world, user, round, None).await.expect("a picture")
}

pub(crate) async fn list(world: &World, user: &str, round: Option<RoundId>) -> Vec<Visitee> {
    let occasion = world.occasion(user).await;
    let whose = match user {
        "officer" => Whose::Officer(occasion.actor.id),
        _ => Whose::Office(occasion.actor.area),
    };
    let listed = world.desk.db.read(async move |tx| {
        let round = match round {
            Some(round) => surveys::find_round(tx, round).await?,
            None => None,
        };
        surveys::to_visit(tx, &occasion, Action::ReadFile, whose, round.as_ref()).await
    });
    listed.await.expect("a list")
}

pub(crate) async fn correct(world: &World, subject: SubjectId, entry: store::EntryId) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
    let corrected = world.desk.db.write(async move |tx| {
        services::correct(tx, &desk, &occasion, (subject, entry), "记错了人").await.map(drop)
    });
    corrected.await.expect("corrected");
}

/// The open duty to survey again, and how many duties of the first day were met.
pub(crate) async fn owed(world: &World, subject: SubjectId) -> (Option<Day>, usize) {
    let duties = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await)
        .await
        .expect("duties");
    let is_open = |duty: &&duties::DutyRow| duty.state == duties::model::Settled::Open;
    let again = duties.iter().filter(is_open).find(|duty| duty.rule == "BJ18-21(2)");
    let met = duties.iter().filter(|duty| {
        duty.rule.starts_with("BJ18-20") && duty.state == duties::model::Settled::Met
    });
    (again.map(|duty| duty.due_day), met.count())
}
