//! The whole road, as BJ18 chapter 3 lays it out: from the first door knock to half a year of steady work. Whatever
//! is owed after each step stands beside it with its last day, so that the journey can be read against articles 18
//! to 28 and the holidays of 2026.

use ledger::Field;
use panels::{Acceptance, Opinion};
use plans::model::{Analysis, Consent, FoundBarrier};
use rules::{Circumstance, Kind};
use street::{NUMBER, on_both};
use surveys::model::{Answers, DemandContent, Method, Willingness};

use crate::case::{Case, SLICES, day, does, no_pages, tries};

#[test]
fn nobody_is_given_up_from_the_first_door_knock_to_half_a_year_of_work() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open(world, NUMBER, &[]).await;
        is_asked(&case).await;
        registers(&case).await;
        agrees(&case).await;
        is_guided_and_trained(&case).await;
        is_recommended_in_vain(&case).await;
        sits_before_the_experts(&case).await;
        works(&case).await;
        // Nothing was late, nothing was missed, nothing is left.
        case.came_of(WHOLE_ROAD).await;
    });
}

/// Every duty of the road, by its last day.
const WHOLE_ROAD: &[&str] = &[
    "BJ18-20(a) met",
    "BJ18-20(b) met",
    "BJ18-21(2) met",
    "BJ18-21(2) met",
    "BJ18-12 met",
    "BJ18-23 met",
    "BJ18-26(1) met",
    "BJ18-27(1) met",
    "BJ18-27(2)a met",
    "BJ18-27(2)b met",
    "BJ18-27(2)c met",
    "BJ18-27(3) met",
    "BJ18-27(3) met",
    "BJ18-27(3) met",
    "BJ18-28 met",
    "BJ18-27(3) met",
    "BJ18-27(4)a met",
    "BJ18-27(4)b met",
    "BJ18-27(4)c met",
    "BJ18-27(4)d met",
];

/// BJ18-18 to BJ18-21: the community's assistant asks three times.
async fn is_asked(case: &Case<'_>) {
    // The first survey opens the ledger and the demand file on its own day, so that nothing of that is owed; whoever
    // is willing and does not register is asked again within ten working days.
    surveyed(case, Method::Visit, Willingness::Willing, Circumstance::None).await;
    case.owes(&["BJ18-21(2) 2026-01-19"]).await;
    // Whoever cares for the family is asked again within thirty days: the thirtieth lies in the Spring Festival, so
    // the last working day before it.
    case.until("2026-01-19").await;
    surveyed(case, Method::Phone, Willingness::Willing, Circumstance::Caring).await;
    case.owes(&["BJ18-21(2) 2026-02-14"]).await;
    case.until("2026-02-13").await;
    surveyed(case, Method::Counter, Willingness::Registers, Circumstance::None).await;
    case.owes(&[]).await;
    let wishes =
        DemandContent { wanted_work: "超市理货".to_owned(), ..DemandContent::default() };
    let subject = case.subject;
    does!(case, "officer", |tx, desk, occasion| surveys::write_demand_file(
        tx, desk, occasion, subject, &wishes, 1
    ));
}

/// BJ18-11, BJ18-22, BJ18-23: registered, graded, recognised; the agreement is owed.
async fn registers(case: &Case<'_>) {
    case.records("clerk", case.now(Kind::SeekerRegistered)).await;
    case.owes(&["BJ18-12 2026-02-25"]).await;
    case.until("2026-02-14").await;
    case.grades("officer", 4).await;
    case.owes(&[]).await;
    let recognised = case.now(Kind::HardshipRecognised).text(Field::Group, "享受最低生活保障人员");
    case.records("clerk", recognised).await;
    case.owes(&["BJ18-23 2026-02-28"]).await;
}

/// BJ18-23, BJ18-25, BJ18-26(1): agreement and officer, readiness, barriers, plan.
async fn agrees(case: &Case<'_>) {
    case.until("2026-02-25").await;
    case.signs("officer").await;
    case.owes(&["BJ18-26(1) 2026-03-10"]).await;
    case.until("2026-03-02").await;
    case.records("officer", case.now(Kind::ReadinessAssessed).flag(Field::Ready, false)).await;
    let analysis = Analysis {
        found: vec![FoundBarrier {
            barrier: "skills".to_owned(),
            why: "没有做过收银".to_owned(),
            is_disputed: false,
        }],
        consent: Consent::Whole,
        words: "我想学收银".to_owned(),
        note: String::new(),
    };
    let subject = case.subject;
    does!(case, "officer", |tx, desk, occasion| plans::analyse(
        tx, desk, occasion, subject, None, &analysis
    ));
    case.owes(&["BJ18-26(1) 2026-03-10"]).await;
    case.plans("officer", "", None).await;
    case.owes(&[]).await;
}

/// BJ18-26(2), BJ18-27(1), BJ18-27(2): guidance, and training with its three follow-ups.
async fn is_guided_and_trained(case: &Case<'_>) {
    case.until("2026-03-03").await;
    let guided = case.now(Kind::GuidanceGiven).text(Field::Form, "special");
    let guided = case.records("officer", guided).await;
    case.owes(&["BJ18-27(1) 2026-03-10"]).await;
    case.until("2026-03-10").await;
    case.follows_up("colleague", guided).await;
    case.owes(&[]).await;
    let trains = case.now(Kind::TrainingStarted).text(Field::Scheme, "skills");
    let training = case.records("officer", trains.day(Field::Ends, day("2026-04-30"))).await;
    case.owes(&["BJ18-27(2)a 2026-03-13", "BJ18-27(2)b 2026-04-09", "BJ18-27(2)c 2026-05-08"])
        .await;
    let stage = |stage| case.now(Kind::FollowedUp).about(training).text(Field::Stage, stage);
    case.until("2026-03-12").await;
    case.records("officer", stage("early")).await;
    case.owes(&["BJ18-27(2)b 2026-04-09", "BJ18-27(2)c 2026-05-08"]).await;
    case.until("2026-04-07").await;
    case.records("officer", stage("middle")).await;
    case.until("2026-04-30").await;
    case.records("officer", case.now(Kind::TrainingEnded).about(training)).await;
    case.owes(&["BJ18-27(2)c 2026-05-08"]).await;
    case.until("2026-05-07").await;
    case.records("officer", stage("final")).await;
    case.owes(&[]).await;
    case.records("officer", case.now(Kind::ReadinessAssessed).flag(Field::Ready, true)).await;
}

/// BJ18-15, BJ18-27(3), BJ18-28: three recommendations, none with success; the gate to the experts opens by itself.
async fn is_recommended_in_vain(case: &Case<'_>) {
    let recommendations = [
        ("2026-05-08", "2026-05-14", "2026-05-13"),
        ("2026-05-15", "2026-05-22", "2026-05-21"),
        ("2026-05-25", "2026-06-01", "2026-05-29"),
    ];
    let subject = case.subject;
    for (on, last_day, learnt_on) in recommendations {
        // Until then it is not for the officer to say that the experts are wanted.
        case.opens(&[]).await;
        let asked = tries!(case, "officer", |tx, desk, occasion| panels::request(
            tx,
            desk,
            occasion,
            subject,
            "怎么办？"
        ));
        assert!(matches!(asked, Err(access::Failure::Refused(_))), "too early");
        case.until(on).await;
        let recommended = case.recommends("officer").await;
        case.owes(&[&format!("BJ18-27(3) {last_day}")]).await;
        case.until(learnt_on).await;
        case.learns("officer", recommended, false).await;
        case.owes(&[]).await;
    }
    case.opens(&["BJ18-28 2026-05-25"]).await;
}

/// BJ18-28: the file goes up to the district's experts for as long as the panel lasts; the plan follows them.
async fn sits_before_the_experts(case: &Case<'_>) {
    let (subject, world) = (case.subject, case.world);
    assert!(!case.is_open_to("expert").await);
    case.until("2026-06-01").await;
    let request = does!(case, "officer", |tx, desk, occasion| panels::request(
        tx,
        desk,
        occasion,
        subject,
        "面试了三家，没有结果，怎么办？"
    ));
    let experts = vec![world.staff("officer"), world.staff("expert")];
    let acceptance = Acceptance { experts, sits_on: day("2026-06-03") };
    does!(case, "chief", |tx, desk, occasion| panels::accept(
        tx,
        desk,
        occasion,
        (subject, request),
        &acceptance
    ));
    assert!(case.is_open_to("expert").await);
    case.until("2026-06-03").await;
    let opinion =
        Opinion { on: world.today(), words: "先练面试，再找上早班的店".to_owned() };
    let opinion = does!(case, "expert", |tx, desk, occasion| panels::give_opinion(
        tx,
        desk,
        occasion,
        (subject, request),
        &opinion
    ));
    case.owes(&["BJ18-28 2026-06-10"]).await;
    case.until("2026-06-08").await;
    case.plans("officer", "专家意见：先练面试", Some(opinion)).await;
    case.owes(&[]).await;
    does!(case, "officer", |tx, desk, occasion| panels::feed_back(
        tx,
        desk,
        occasion,
        (subject, request),
        "练了两次，下周再推荐"
    ));
}

/// BJ18-27(3), BJ18-27(4): hired; followed up within ten working days, and after one, three and six months.
async fn works(case: &Case<'_>) {
    case.until("2026-06-10").await;
    let recommended = case.recommends("officer").await;
    case.owes(&["BJ18-27(3) 2026-06-17"]).await;
    case.until("2026-06-15").await;
    case.learns("officer", recommended, true).await;
    case.until("2026-06-18").await;
    let started = case.records("officer", case.now(Kind::StartedWork)).await;
    case.owes(&[
        "BJ18-27(4)a 2026-07-03",
        "BJ18-27(4)b 2026-07-25",
        "BJ18-27(4)c 2026-09-25",
        "BJ18-27(4)d 2026-12-25",
    ])
    .await;
    // Who works needs no experts: neither may be asked, nor does the file lie open to them any more.
    case.opens(&[]).await;
    assert!(!case.is_open_to("expert").await);
    case.until("2026-07-01").await;
    case.follows_up("officer", started).await;
    case.owes(&["BJ18-27(4)b 2026-07-25", "BJ18-27(4)c 2026-09-25", "BJ18-27(4)d 2026-12-25"])
        .await;
    case.until("2026-07-18").await;
    case.follows_up("officer", started).await;
    case.owes(&["BJ18-27(4)c 2026-09-25", "BJ18-27(4)d 2026-12-25"]).await;
    case.until("2026-09-18").await;
    case.follows_up("colleague", started).await;
    case.owes(&["BJ18-27(4)d 2026-12-25"]).await;
    case.until("2026-12-18").await;
    case.follows_up("officer", started).await;
    case.owes(&[]).await;
    case.until("2026-12-28").await;
    let standing = case.standing().await;
    assert!(standing.at_work && standing.under_agreement && !standing.stopped);
}

async fn surveyed(
    case: &Case<'_>,
    method: Method,
    willingness: Willingness,
    circumstance: Circumstance,
) {
    let unregistered = willingness != Willingness::Registers;
    let answers = Answers {
        on: case.world.today(),
        method,
        willingness,
        circumstance,
        reason: if unregistered { "照料老人或病人" } else { "" }.to_owned(),
        words: "母亲住院".to_owned(),
        planned: None,
    };
    let subject = case.subject;
    does!(case, "assistant", |tx, desk, occasion| surveys::record_survey(
        tx, desk, occasion, subject, &answers
    ));
}
