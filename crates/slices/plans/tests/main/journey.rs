//! From what stands in the way to a plan, and to the next one.

use axum::http::StatusCode;
use duties::model::Settled;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::world::{
    adopted, agreed, assessed, drafted, in_hardship, meant, on_both, owed, planned, signed, today,
    under_agreement,
};

#[test]
fn barriers_lead_to_a_draft_and_the_draft_to_a_plan_that_meets_its_duty() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        assessed(world, person).await;
        assert_eq!(owed(world, person, "BJ18-26(1)").await, Some(Settled::Open));
        let path = format!("/people/{person}/barriers");
        let shown = world.get("officer", &path).await;
        let words = shown.words();
        assert!(words.contains("“具备目标岗位要求的技能或证书”答否"), "{words}");
        assert!(words.contains("家庭照料 12 分（10 分起）"), "{words}");
        let (_, pairs) = shown.form(&[]);
        let found: Vec<&str> =
            pairs.iter().filter(|(name, _)| name == "found").map(|(_, value)| &**value).collect();
        assert_eq!(found, ["skills", "care"], "what was seen is chosen, and nothing else");

        for (changes, why) in [
            (vec![("consent", "")], "请选择本人是否认同"),
            (vec![("consent", "partly")], "勾选不认同的是哪几项"),
            (vec![("consent", "partly"), ("disputed", "age")], "已经选的"),
            (vec![("consent", "none")], "写下本人怎么说"),
        ] {
            let again = world.fill("officer", &path, &changes).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            assert!(again.words().contains(why), "{why}: {}", again.words());
        }
        let changes = [("consent", "partly"), ("disputed", "care"), ("words", "孩子有奶奶带")];
        let kept = world.fill("officer", &path, &changes).await;
        assert_eq!(kept.location.as_deref(), Some(&*format!("/people/{person}/plan/edit")));

        let edit = format!("/people/{person}/plan/edit");
        let shown = world.get("officer", &edit).await;
        let (_, pairs) = shown.form(&[]);
        let measures: Vec<&str> = pairs
            .iter()
            .filter(|(name, value)| name.starts_with("measure_") && !value.is_empty())
            .map(|(_, value)| &**value)
            .collect();
        assert_eq!(
            measures,
            ["skills_training", "readiness", "matching", "applying"],
            "for what both agree on, and for everybody"
        );
        drafted(world, person, &[("goal", "做一名养老护理员")]).await;
        assert!(world.history(person).await.iter().all(|past| past.kind != Kind::PlanAdopted));

        let adopt = format!("/people/{person}/plan/adopt");
        let no = world.fill("officer", &adopt, &[("consent", "no")]).await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(no.words().contains("本人还不同意，方案不能定稿"), "{}", no.words());
        let early =
            world.fill("officer", &adopt, &[("consent", "yes"), ("on", "2026-01-04")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "before the agreement");
        assert_eq!(owed(world, person, "BJ18-26(1)").await, Some(Settled::Open));
        adopted(world, person, &[("words", "愿意试试")]).await;
        assert_eq!(owed(world, person, "BJ18-26(1)").await, Some(Settled::Met));
        let history = world.history(person).await;
        let plan = history.last().expect("an entry");
        assert_eq!((plan.kind, plan.number(Field::Version)), (Kind::PlanAdopted, Some(1)));
        let shown = world.get("officer", &format!("/people/{person}/plan")).await.words();
        for words in ["做一名养老护理员", "愿意试试", "孩子有奶奶带", "本人不认同", "第 1 版"]
        {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let again = world.get("officer", &adopt).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "there is no draft any more");
    });
}

#[test]
fn an_opinion_is_followed_by_a_revision_and_versions_stand_side_by_side() {
    on_both(&async |world| {
        let person = planned(world).await;
        world.pass_days(3);
        let opinion = Happening::new(Kind::ConsultationOpinion, today(world))
            .text(Field::Note, "先体验岗位，再谈培训");
        world.record_raw(person, vec![opinion]).await;
        assert_eq!(owed(world, person, "BJ18-28").await, Some(Settled::Open));
        let led = world.get("officer", &format!("/people/{person}/record/plan_revised?of=x")).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER);
        assert_eq!(led.location, Some(format!("/people/{person}/plan/edit?of=x")));
        let led = world.get("officer", &format!("/people/{person}/record/plan_adopted")).await;
        assert_eq!(led.location, Some(format!("/people/{person}/plan/edit")));

        // The first step goes, the second changes, one is new.
        let edit = format!("/people/{person}/plan/edit");
        let shown = world.get("officer", &edit).await;
        let told = shown.words();
        for words in ["2026-01-08 赵专员", "先体验岗位，再谈培训", "以第 1 版为底稿"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(!told.contains("由系统按商定的障碍"), "{told}");
        let (_, pairs) = shown.form(&[]);
        let filled = pairs
            .iter()
            .filter(|(name, value)| name.starts_with("words_") && !value.is_empty())
            .count();
        let (new, due) = (format!("words_{}", filled + 1), format!("due_{}", filled + 1));
        let changes = [
            ("words_1", ""),
            ("due_2", "2026-03-31"),
            (&*new, "参加养老机构的岗位体验"),
            (&*due, "20260220"),
        ];
        let more = world.fill_shown("officer", &shown, &[("more_step", "yes")]).await;
        // The twentieth of February is a holiday; it is meant.
        let kept = world.fill_shown("officer", &more, &changes).await;
        let kept = meant(world, kept).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.words());
        let adopt = format!("/people/{person}/plan/adopt");
        let shown = world.get("officer", &adopt).await;
        assert!(shown.words().contains("与第 1 版相比"), "{}", shown.words());
        assert!(shown.words().contains("先体验岗位，再谈培训"), "{}", shown.words());
        let unreasoned = world.fill("officer", &adopt, &[("consent", "yes"), ("reason", "")]).await;
        assert_eq!(unreasoned.status, StatusCode::UNPROCESSABLE_ENTITY);
        let (_, pairs) = shown.form(&[]);
        let chosen = |name: &str| pairs.iter().find(|(known, _)| known == name).cloned();
        let history = world.history(person).await;
        let opinion = history.iter().find(|past| past.kind == Kind::ConsultationOpinion);
        let opinion = opinion.expect("an opinion").id.to_string();
        assert_eq!(chosen("opinion"), Some(("opinion".to_owned(), opinion)));
        let forged = history.first().expect("an entry").id.to_string();
        let wrong = [("consent", "yes"), ("opinion", forged.as_str())];
        let wrong = world.fill("officer", &adopt, &wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "no opinion");
        adopted(world, person, &[("details", "专家建议先体验岗位")]).await;
        assert_eq!(owed(world, person, "BJ18-28").await, Some(Settled::Met));
        let told = world.get("officer", &edit).await.words();
        assert!(!told.contains("先体验岗位，再谈培训"), "what was followed is followed: {told}");
        let history = world.history(person).await;
        let plan = history.last().expect("an entry");
        assert_eq!((plan.kind, plan.number(Field::Version)), (Kind::PlanRevised, Some(2)));

        let path = format!("/people/{person}/plan/compare?one=1&other=2");
        let words = world.get("officer", &path).await.words();
        for (change, count) in [("新增", 1), ("删去", 1), ("修改", 1)] {
            assert_eq!(words.matches(change).count(), count, "{change}: {words}");
        }
        assert!(words.contains("专家会诊提出意见：专家建议先体验岗位"), "{words}");
        assert!(words.contains("参加养老机构的岗位体验"), "{words}");
        let missing = format!("/people/{person}/plan/compare?one=1&other=9");
        assert_eq!(world.get("officer", &missing).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_is_done_is_locked_and_stands_in_the_next_version() {
    on_both(&async |world| {
        let person = planned(world).await;
        world.pass_days(5);
        let (plan, edit) =
            (format!("/people/{person}/plan"), format!("/people/{person}/plan/edit"));
        // Drafted before it was done, and worded anew there.
        let words = "做什么都行";
        drafted(world, person, &[("words_1", words), ("words_2", words)]).await;
        world.fill("officer", &format!("{plan}/progress?step=1"), &[("to", "done")]).await;
        let shown = world.get("officer", &edit).await;
        let told = shown.words();
        assert!(
            told.contains("✓ 安排职业指导") && told.contains("已完成的 1 项原样保留"),
            "{told}"
        );
        let (_, pairs) = shown.form(&[]);
        let open: Vec<&str> = pairs
            .iter()
            .filter(|(name, _)| name.starts_with("words_"))
            .map(|(_, value)| &**value)
            .collect();
        assert_eq!(open.len(), 5, "{open:?}");
        assert!(!open.iter().any(|open| open.contains("安排职业指导")), "{open:?}");
        let adopt = world.get("officer", &format!("{plan}/adopt")).await.words();
        assert!(adopt.contains("✓ 已完成"), "{adopt}");
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let after = world.get("officer", &plan).await.words();
        assert!(after.contains("安排职业指导") && after.contains("已完成 2026-01-10"), "{after}");
        assert_eq!(after.matches(words).count(), 1, "only what was open is worded anew: {after}");
        // Emptied as a whole, the new version has what is done, and nothing else.
        let all: Vec<String> = (1..=5).map(|place| format!("words_{place}")).collect();
        let all: Vec<(&str, &str)> = all.iter().map(|name| (&**name, "")).collect();
        drafted(world, person, &all).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let after = world.get("officer", &plan).await.words();
        assert!(after.contains("第 3 版") && after.contains("1 项中 1 项"), "{after}");
    });
}

#[test]
fn a_renewed_agreement_asks_for_a_plan_anew() {
    on_both(&async |world| {
        let person = planned(world).await;
        world.pass_days(10);
        world.record_raw(person, vec![signed(today(world))]).await;
        assert_eq!(owed(world, person, "BJ18-26(1)").await, Some(Settled::Open));
        drafted(world, person, &[]).await;
        adopted(world, person, &[]).await;
        assert_eq!(owed(world, person, "BJ18-26(1)").await, Some(Settled::Met));
        let history = world.history(person).await;
        let plan = history.last().expect("an entry");
        assert_eq!((plan.kind, plan.number(Field::Version)), (Kind::PlanAdopted, Some(2)));
    });
}

#[test]
fn without_an_agreement_a_draft_can_be_written_and_not_adopted() {
    on_both(&async |world| {
        let person = in_hardship(world, street::NUMBER).await;
        drafted(world, person, &[]).await;
        let adopt = format!("/people/{person}/plan/adopt");
        let refused = world.fill("officer", &adopt, &[("consent", "yes")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = refused.words();
        assert!(words.contains("没有在执行的就业援助服务协议，不能制定援助方案"), "{words}");
        assert!(world.history(person).await.iter().all(|past| past.kind != Kind::PlanAdopted));
        world.record_raw(person, vec![signed(today(world))]).await;
        adopted(world, person, &[]).await;
    });
}

/// The ledger's order decides, not the day: a plan of an agreement that ended is none of the next one, even if both are
/// of one day.
#[test]
fn a_plan_of_a_former_agreement_does_not_come_back_with_one_of_the_same_day() {
    on_both(&async |world| {
        let person = in_hardship(world, "P1").await;
        world.record_raw(person, vec![signed(today(world))]).await;
        assessed(world, person).await;
        agreed(world, person).await;
        drafted(world, person, &[]).await;
        adopted(world, person, &[]).await;
        let plan = format!("/people/{person}/plan");
        assert!(world.get("officer", &format!("{plan}/page")).await.words().contains("我们的目标"));
        let day = today(world);
        let ended = Happening::new(Kind::AgreementEnded, day).text(Field::Reason, "协议期满");
        world.record_raw(person, vec![ended, signed(day)]).await;
        let stored = world.stored(person).await.duties;
        let is_owed = |line: &String| line.starts_with("BJ18-26(1)") && line.contains(" open ");
        assert!(stored.iter().any(is_owed), "{stored:?}");
        let sheet = world.get("officer", &format!("{plan}/page")).await;
        assert!(sheet.words().contains("没有在执行的方案"), "{}", sheet.words());
        let edit = world.get("officer", &format!("{plan}/edit")).await;
        assert!(!edit.words().contains("以第 1 版为底稿"), "{}", edit.words());
        // Nothing is there to be revised, and the next one is adopted.
        let desk = world.desk.clone();
        let known = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| subjects::facts_of(tx, person).await);
        let known = known.await.expect("facts");
        let then = services::model::Then::at(&desk.rulebook, &known, day);
        assert_eq!(plans::model::current_entry(&then), None);
        assert_eq!(plans::model::kind_now(&then), Kind::PlanAdopted);
        let revised = services::model::possible(Kind::PlanRevised, &then);
        assert_eq!(revised, Err(services::model::Unfit::NoPlan));
        drafted(world, person, &[]).await;
        adopted(world, person, &[]).await;
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!((last.kind, last.number(Field::Version)), (Kind::PlanAdopted, Some(2)));
        let export = world.export("P1").await;
        assert_eq!(world.stored(person).await, world.checked(&export));
    });
}
