//! What does not fit is refused in words that name the clause, with everything typed still there.

use access::Failure;
use axum::http::StatusCode;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::kept::{answered, keep};
use crate::world::{BY_THEM, NUMBER, START, World, on_both};

const YES: &str = "yes";
const NO: &str = "no";

/// Sends a form whose answers do not fit, and looks for the words.
async fn refused(
    world: &World,
    person: store::SubjectId,
    kind: &str,
    answers: &[(&str, &str)],
    words: &[&str],
) {
    let before = world.history(person).await.len();
    let path = format!("/people/{person}/record/{kind}");
    let shown = world.fill("officer", &path, answers).await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind}");
    let said = shown.words();
    for word in words {
        // Of a clause the page says the article.
        let article = rules::citation(word).map(|cited| cited.article);
        let expected = article.as_deref().unwrap_or(word);
        assert!(said.contains(expected), "{kind}: {expected} in {said}");
    }
    for (name, value) in answers.iter().filter(|(_, value)| !value.is_empty()) {
        let (_, pairs) = shown.form(&[]);
        let kept = pairs.iter().any(|(known, kept)| known == name && kept == value);
        assert!(kept, "{kind}: {name}={value} was lost");
    }
    assert_eq!(world.history(person).await.len(), before, "{kind}: something was recorded");
}

/// Tries to record what another page keeps, as its slice does, where the answers do not fit, and looks for the words.
async fn unfit(
    world: &World,
    person: store::SubjectId,
    kind: Kind,
    answers: &[(&str, &str)],
    words: &[&str],
) {
    let before = world.history(person).await.len();
    let draft = answered(world, person, kind, answers).await;
    let said = match keep(world, person, draft).await {
        Err(Failure::Refused(refusal)) => refusal.to_string(),
        other => panic!("{kind:?}: {other:?}"),
    };
    for word in words {
        assert!(said.contains(word), "{kind:?}: {word} in {said}");
    }
    assert_eq!(world.history(person).await.len(), before, "{kind:?}: something was recorded");
}

#[test]
fn what_does_not_fit_where_somebody_stands_is_refused() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::Intake, Kind::LedgerOpened]).await;
        let claim = [("complete", YES), ("promise", YES)];
        refused(world, person, "recommended", &[("employer", "甲店")], &["BJ18-15", "求职登记"])
            .await;
        refused(world, person, "unemployment_registered", &[], &["NA18-3", "没有待办结"]).await;
        refused(world, person, "left_work", &[], &["没有显示本人在岗"]).await;
        unfit(world, person, Kind::AgreementSigned, &[("officer", "赵专员")], &["BJ18-23", "认定"])
            .await;
        refused(world, person, "ledger_opened", &[], &["BJ18-11", "一人一份"]).await;
        let post = [("employer", "保洁队"), ("post", "社区服务")];
        let unmet = ["BJ18-30", "还没有满足：在执行就业援助服务协议", "5 次"];
        unfit(world, person, Kind::PublicPostPlaced, &post, &unmet).await;
        unfit(world, person, Kind::ConsultationRequested, &[], &["BJ18-28", "3 次以上"]).await;
        let start = |kind| Happening::new(kind, web::day_of(START));
        world.record_raw(person, vec![start(Kind::SeekerRegistered)]).await;
        refused(world, person, "seeker_registered", &[], &["BJ18-11", "仍然有效"]).await;
        let claimed =
            start(Kind::UnemploymentClaimed).flag(Field::Complete, true).flag(Field::Promise, true);
        world.record_raw(person, vec![claimed]).await;
        refused(world, person, "unemployment_claimed", &claim, &["还没有办结"]).await;
        world.record_raw(person, vec![start(Kind::StartedWork)]).await;
        let work = [("employer", "甲店"), ("contract", "劳务派遣")];
        refused(world, person, "started_work", &work, &["先记录离职"]).await;
    });
}

#[test]
fn answers_that_contradict_each_other_are_refused() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered, Kind::Recommended]).await;
        let unwilling =
            [("method", "phone"), ("willing", NO), ("registers", YES), ("reason", "其他原因")];
        unfit(world, person, Kind::Surveyed, &unwilling, &["BJ18-21"]).await;
        let silent = [("method", "phone"), ("willing", NO), ("registers", NO)];
        unfit(world, person, Kind::Surveyed, &silent, &["BJ18-19", "具体原因"]).await;
        refused(world, person, "recommendation_result", &[("hired", NO)], &["本人原因"]).await;
        let both = [("hired", YES), ("own_cause", YES)];
        refused(world, person, "recommendation_result", &both, &["核对"]).await;
        let early = [("hired", YES), ("on", "2026-01-04")];
        refused(world, person, "recommendation_result", &early, &["不能早于"]).await;
        let backwards = [("scheme", "skills"), ("ends", "2026-01-04")];
        refused(world, person, "training_started", &backwards, &["计划结束日"]).await;
        refused(world, person, "contacted", &[BY_THEM, ("on", "2026-01-06")], &["今天之后"]).await;
        refused(world, person, "contacted", &[BY_THEM, ("on", "2026-02-30")], &["日期"]).await;
        let training = Happening::new(Kind::TrainingStarted, web::day_of(START))
            .text(Field::Scheme, "skills")
            .text(Field::Ends, "2026-03-01");
        world.record_raw(person, vec![training]).await;
        let of = world.history(person).await.last().expect("an entry").id.to_string();
        let vague = [("of", of.as_str()), ("outcome", "进展顺利"), ("stage", "")];
        refused(world, person, "followed_up", &vague, &["BJ18-27(2)"]).await;
    });
}

#[test]
fn whoever_is_not_ready_is_recommended_only_after_a_word_about_it() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let path = format!("/people/{person}/record/recommended");
        let word = "一般先安排指导、培训见习";
        for (ready, is_said) in [(false, true), (true, false)] {
            let today = world.today();
            let assessed = Happening::new(Kind::ReadinessAssessed, today).flag(Field::Ready, ready);
            world.record_raw(person, vec![assessed]).await;
            let shown = world.get("officer", &path).await.words();
            assert_eq!(shown.contains(word), is_said, "{shown}");
        }
    });
}

#[test]
fn only_those_of_working_age_are_recognised() {
    on_both(&async |world: &World| {
        // A man who would be born 1960-01-01.
        let number = "110105196001010017";
        let read = kernel::ResidentId::parse(number, Day::LAST, kernel::AddressRule::Any);
        assert!(read.is_ok(), "the number of this test is sound: {read:?}");
        let retired = world.person(number, &[Kind::SeekerRegistered]).await;
        let promise = ("seen", "本人书面承诺");
        let group = [("group", "市、区确定的其他就业困难人员"), promise];
        refused(world, retired, "hardship_recognised", &group, &["NA18-3", "劳动年龄"]).await;
        let young = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        // Born 1991-01-01.
        let aged = [("group", "女满四十、男满五十周岁以上失业人员"), promise];
        refused(world, young, "hardship_recognised", &aged, &["35 周岁", "请核对类别"]).await;
        let path = format!("/people/{young}/record/hardship_recognised");
        let done = world.fill("officer", &path, &group).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    });
}

#[test]
fn an_agreement_does_not_end_here_because_the_person_declines() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let start = |kind| Happening::new(kind, web::day_of(START));
        let signed = vec![
            start(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
            start(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
            start(Kind::ServiceDeclined),
        ];
        world.record_raw(person, signed).await;
        let why = [("reason", "本人无就业意愿或拒绝服务")];
        let words = ["“停止服务”一页办理", "BJ18-29"];
        unfit(world, person, Kind::AgreementEnded, &why, &words).await;
    });
}

#[test]
fn a_renewal_is_named_as_one_and_back_dating_is_seen() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let today = web::day_of(START);
        let recognised =
            Happening::new(Kind::HardshipRecognised, today).text(Field::Group, "持证残疾人");
        let signed = Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵专员");
        world.record_raw(person, vec![recognised, signed]).await;
        world.pass_days(10);
        let shown = world.get("officer", &format!("/people/{person}/record")).await;
        assert!(shown.words().contains("续签"), "{}", shown.words());
        let answers = [("officer", "赵专员"), ("duties_met", NO)];
        let renewal = answered(world, person, Kind::AgreementSigned, &answers).await;
        keep(world, person, renewal).await.expect("renewed");
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.flag(Field::DutiesMet), Some(false));
        // What was done nine days ago is recorded today, and is said to be so.
        let path = format!("/people/{person}/record/guidance_given");
        let done = world.fill("officer", &path, &[("on", "2026-01-06")]).await;
        assert!(done.cookies.contains("已补记"), "{}", done.cookies);
        assert!(
            done.cookies.contains("新增 1 项应办，最近的在 2026-01-13 到期"),
            "{}",
            done.cookies
        );
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.on.to_string(), "2026-01-06");
        assert_eq!(web::day_of(last.recorded_at).to_string(), "2026-01-15");
    });
}
