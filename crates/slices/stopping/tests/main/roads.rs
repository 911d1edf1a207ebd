//! Each gate's way to its end: verified, approved by another, notified, stopped, told; and ways that end before.

use axum::http::StatusCode;
use ledger::Field;
use rules::{Gate, Initiator, Kind, State};
use stopping::Queue;
use stopping::model::{STOP_GATES, rests_on_words};
use store::StoreError;
use street::{NAME, NUMBER};
use subjects::Happening;

use crate::town::{
    OFFERED, SAID, SEALED, attempt, bodies, case, decide, finish, last_kinds, miss, on_both,
    person_at, stop,
};

/// The first row of what a page of letters offers to do.
fn notice_path(text: &str) -> String {
    let from = text.split_once("/stop-notices/").expect("a letter").1;
    from.split(['"', '/']).next().expect("its name").to_owned()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one road, told from its beginning to its end")]
fn each_gate_leads_to_a_stop_that_people_decide() {
    for gate in STOP_GATES {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            let before = world.history(person).await.len();
            let board = world.get("officer", "/stopping?show=proposed").await;
            assert!(board.words().contains(NAME), "{gate:?} {}", board.words());
            let page = world.get("officer", &format!("/people/{person}/stop")).await;
            let clause = &rules::citation(gate.clause()).expect("a clause").words;
            assert!(page.words().contains(clause), "{}", page.words());
            assert!(page.words().contains("记录核实"));
            // Nothing happens by itself, nor by verifying alone.
            miss(world, "officer", person, "phone").await.done();
            let board = world.get("officer", "/stopping?show=proposed").await;
            assert!(!board.words().contains(NAME), "begun: {gate:?}");
            // Nobody is given up whom nobody reached, or sought in earnest.
            if rests_on_words(gate) {
                finish(world, "officer", person).await.refused("还没有联系到本人");
                miss(world, "officer", person, "visit").await.done();
                world.pass_days(1);
                miss(world, "officer", person, "online").await.done();
                finish(world, "officer", person).await.refused(clause);
                attempt(world, "officer", person).await.done();
            } else {
                finish(world, "officer", person).await.refused("在 1 个日子、用 1 种方式");
                miss(world, "officer", person, "visit").await.done();
                finish(world, "officer", person).await.refused("至少要在不同的 2 天");
                world.pass_days(1);
                miss(world, "officer", person, "phone").await.done();
            }
            finish(world, "officer", person).await.done();
            let path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
            let warned =
                world.get("head", &path).await.words().contains("本人还不知道服务可能停止");
            assert_eq!(warned, !rests_on_words(gate), "{gate:?}");
            assert_eq!(world.history(person).await.len(), before);
            let waiting = world.get("head", "/stopping?show=submitted").await;
            assert!(waiting.words().contains(NAME));
            decide(world, "head", person, "approve").await.done();

            let kinds = last_kinds(world, person, world.history(person).await.len() - before).await;
            let expected: &[Kind] = if gate == Gate::Termination {
                &[Kind::RegistryNotified, Kind::AgreementEnded, Kind::ServiceStopped]
            } else {
                &[Kind::RegistryNotified, Kind::ServiceStopped]
            };
            assert_eq!(kinds, expected, "{gate:?}");
            let found = world.assess(person).await;
            assert!(found.standing.stopped && !found.standing.under_agreement);
            let stops: Vec<State> = found
                .duties
                .iter()
                .filter(|duty| duty.rule.rule().id.ends_with(" stop"))
                .map(|duty| duty.state)
                .collect();
            // Notifying and stopping is owed at once; some days have passed since the silence was too long.
            let owed = match gate {
                Gate::Termination => vec![],
                Gate::Unwilling => vec![State::Met],
                _ => vec![stops.first().copied().expect("a duty")],
            };
            assert_eq!(stops, owed, "{gate:?}");
            assert!(stops.iter().all(|state| matches!(state, State::Met | State::Late)));
            assert!(found.gates.is_empty(), "{:?}", found.gates);

            // The letter waits, is printed with the number, and is delivered by hand.
            let list = world.get("head", "/stopping/notices").await;
            assert!(list.words().contains("待送达"));
            let notice = format!("/people/{person}/stop-notices/{}", notice_path(&list.text));
            let letter = world.get("officer", &notice).await;
            assert!(!letter.text.contains(NUMBER) && letter.words().contains(clause));
            let letter = world.fill_shown("officer", &letter, &[]).await;
            assert!(letter.words().contains(NUMBER) && letter.words().contains(clause));
            assert!(letter.words().contains("没有联系到本人"), "{}", letter.words());
            assert!(letter.words().contains("第 1 封"), "{}", letter.words());
            let to_person = format!("/people/{person}/stop/{}/letter", case(world, person).await);
            let untold = world.get("officer", &to_person).await.words();
            assert!(untold.contains("我们将告诉就失业登记管理部门"), "{untold}");
            let path = format!("{notice}/delivered");
            world.fill("officer", &path, &[("words", "登记窗口签收 2026-7")]).await.done();
            let list = world.get("head", "/stopping/notices").await;
            assert!(!list.words().contains("待送达") && list.words().contains("送达"));
            let again = world.fill("officer", &path, &[("words", "再送一次")]).await;
            again.refused("已经记录送达");

            // The person is told in plain words.
            let told = format!("/people/{person}/stop/{}", case(world, person).await);
            let letter = world.get("officer", &format!("{told}/letter")).await.words();
            let registration = match gate {
                Gate::SilentUnemployed => "第十三条只要求我们向就失业登记管理部门反馈",
                _ => "您现在没有有效的失业登记",
            };
            let again = "申请后 7 个工作日内办结";
            let registry = "告诉就失业登记管理部门";
            let sought = if rests_on_words(gate) {
                "以电话方式联系到您，说明了停止服务意味着什么"
            } else {
                "以上门方式、2026-"
            };
            assert_eq!(letter.contains("都没有联系到"), !rests_on_words(gate), "{letter}");
            assert!(!letter.contains("将告诉") && letter.contains("已于"), "{letter}");
            // BJ18-59 gives this right to people in hardship.
            let above = letter.contains("有权向所在区人力资源和社会保障行政部门提出申诉");
            assert_eq!(above, gate == Gate::Termination, "{letter}");
            for words in [
                "说一声需要服务，服务就恢复",
                "60 日内",
                "示范区",
                "异议",
                registration,
                again,
                registry,
                sought,
            ] {
                assert!(letter.contains(words), "{words} in {letter}");
            }
            let untold = world.get("officer", "/stopping?show=to-tell").await;
            assert!(untold.words().contains(NAME));
            let path = format!("{told}/told");
            world.fill("officer", &path, &[("words", "电话告知，本人知道了")]).await.done();
            let untold = world.get("officer", "/stopping?show=to-tell").await;
            assert!(!untold.words().contains(NAME));
            let ended = world.get("officer", "/stopping?show=ended").await;
            assert!(ended.words().contains("已告知本人"));
            for sealed in [SAID, OFFERED, NUMBER] {
                assert!(!world.lies_in_the_clear(SEALED, sealed).await, "{sealed}");
            }
        });
    }
}

#[test]
fn what_goes_outside_holds_identifiers_and_nothing_else() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        stop(world, person).await;
        let bodies = bodies(world).await;
        assert_eq!(bodies.len(), 1);
        let (topic, body) = &bodies[0];
        assert_eq!(topic, "registry.notice");
        let read: serde_json::Value = serde_json::from_str(body).expect("JSON");
        let fields = read.as_object().expect("an object");
        let mut names: Vec<&str> = fields.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["case", "notice", "purpose", "subject"]);
        assert_eq!(fields["subject"], person.to_string());
        assert_eq!(fields["purpose"], "stopped");
        for personal in [NAME, NUMBER, SAID] {
            assert!(!body.contains(personal));
        }
    });
}

#[test]
fn a_form_sent_twice_stops_once() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        let path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
        let shown = world.get("head", &path).await;
        let approve =
            [("decision", "approve"), ("words", "两次回访都没有意愿，台账晚建不改变这一点")];
        let (path, pairs) = shown.form(&approve);
        world.post("head", &path, &pairs).await.done();
        let after = world.history(person).await.len();
        world.post("head", &path, &pairs).await.done();
        // Another form of the same page, open in another tab.
        let (path, mut pairs) = shown.form(&approve);
        pairs.retain(|(name, _)| name != "_once");
        pairs.push(("_once".to_owned(), "another".to_owned()));
        world.post("head", &path, &pairs).await.refused("由别人办理");
        assert_eq!(world.history(person).await.len(), after);
        assert_eq!(bodies(world).await.len(), 1);
    });
}

#[test]
fn circumstances_spare_the_person_and_a_refusal_keeps_the_service() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        let before = world.history(person).await.len();
        attempt(world, "officer", person).await.done();
        let path = format!("/people/{person}/stop/{}/finish", case(world, person).await);
        let found = [("circumstance", "illness"), ("words", "住院中")];
        world.fill("officer", &path, &found).await.done();
        let page = world.get("officer", &format!("/people/{person}/stop")).await;
        assert!(page.words().contains("暂不停止") && page.words().contains("本人患病或住院"));
        let decide_path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
        let shown = world.get("head", &decide_path).await;
        assert!(!shown.text.contains("name=\"decision\""), "nothing to decide");
        // The same evidence is not brought again the next day.
        attempt(world, "officer", person).await.refused("结果是“暂不停止”");
        let board = world.get("officer", "/stopping?show=proposed").await;
        assert!(!board.words().contains(NAME), "nothing can be begun");
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(!page.contains("记录核实") && page.contains("才能再次核实"), "{page}");
        world.pass_days(29);
        attempt(world, "officer", person).await.refused("才能再次核实");
        world.pass_days(1);
        // Verified anew later, the head does not approve, and must say why.
        assert!(world.get("officer", "/stopping?show=proposed").await.words().contains(NAME));
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        let path = format!("/people/{person}/stop/{}/decide", case(world, person).await);
        let wordless = world.fill("head", &path, &[("decision", "refuse")]).await;
        wordless.refused("请写明理由");
        let words = [("decision", "refuse"), ("words", "再上门一次")];
        world.fill("head", &path, &words).await.done();
        let page = world.get("officer", &format!("/people/{person}/stop")).await;
        assert!(page.words().contains("不予批准") && page.words().contains("再上门一次"));
        assert_eq!(world.history(person).await.len(), before, "nothing is recorded");
        assert!(bodies(world).await.is_empty());
        world.pass_days(1);
        attempt(world, "officer", person).await.refused("结果是“不予批准”");
        // With something new in the ledger it may be.
        let today = world.today();
        let new = Happening::new(Kind::GuidanceGiven, today)
            .text(Field::Form, "special")
            .initiated_by(Initiator::Agency);
        world.record_raw(person, vec![new]).await;
        attempt(world, "officer", person).await.done();
    });
}

#[test]
fn nobody_is_given_up_without_an_attempt_after_the_gate_opened() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        let path = format!("/people/{person}/stop/attempt");
        let early = [("reached", "no"), ("words", SAID), ("on", "2026-03-01")];
        world.fill("officer", &path, &early).await.refused("条件 2026-07-06 才满足");
        let future = [("reached", "no"), ("words", SAID), ("on", "2030-03-01")];
        world.fill("officer", &path, &future).await.refused("今天之后");
        // Where no gate stands open there is nothing to verify.
        let other = world.person("另一人", &[Kind::SeekerRegistered]).await;
        let path = format!("/people/{other}/stop/attempt");
        let shown = world.get("officer", &path).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.words().contains("没有可以核实的"));
        let forged = [
            ("gate", "BJ18-21(3)"),
            ("on", "2026-07-24"),
            ("how", "phone"),
            ("reached", "no"),
            ("words", SAID),
            ("_once", "k"),
        ];
        let pairs = forged.map(|(name, value)| (name.to_owned(), value.to_owned()));
        world.post("officer", &path, &pairs).await.refused("现在没有满足");
    });
}

#[test]
fn the_other_forms_lead_here() {
    on_both(&async |world| {
        let person = person_at(world, Gate::SilentUnemployed).await;
        for kind in ["service_stopped", "registry_notified"] {
            let shown = world.get("officer", &format!("/people/{person}/record/{kind}")).await;
            assert_eq!(shown.location, Some(format!("/people/{person}/stop")));
        }
        let shown = world.get("head", "/stopping?format=xlsx").await;
        assert_eq!(shown.status, StatusCode::OK);
    });
}

#[test]
fn what_was_begun_leaves_its_place_in_the_list_to_others() {
    on_both(&async |world| {
        let first = person_at(world, Gate::SilentUnemployed).await;
        let second = world.person("S-2", &[]).await;
        let today = world.today();
        let claimed = Happening::new(Kind::UnemploymentClaimed, today)
            .flag(Field::Complete, true)
            .flag(Field::Promise, false);
        let registered = Happening::new(Kind::UnemploymentRegistered, today);
        world.record_raw(second, vec![claimed, registered]).await;
        world.pass_days(200);
        crate::town::night(world).await;
        let listed = async || {
            let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let of = (occasion.actor.area, Queue::Proposed);
                stopping::board(tx, &desk, &occasion, of, 1).await
            });
            let lines = read.await.expect("read");
            lines.into_iter().map(|line| line.subject).collect::<Vec<_>>()
        };
        assert_eq!(listed().await, [first]);
        attempt(world, "officer", first).await.done();
        assert_eq!(listed().await, [second], "the page is filled up");
        attempt(world, "officer", second).await.done();
        assert!(listed().await.is_empty());
    });
}

#[test]
fn the_list_says_who_looks_next_once_a_person_and_opens_where_something_waits() {
    on_both(&async |world| {
        // Both silences at once.
        let person = person_at(world, Gate::WillingNeverRegisters).await;
        let today = world.today();
        let claimed = Happening::new(Kind::UnemploymentClaimed, today)
            .initiated_by(Initiator::Agency)
            .flag(Field::Complete, true)
            .flag(Field::Promise, false);
        let registered = Happening::new(Kind::UnemploymentRegistered, today);
        world.record_raw(person, vec![claimed, registered]).await;
        world.pass_days(1);
        crate::town::night(world).await;
        let shown = world.get("chief", "/stopping").await;
        let words = shown.words();
        assert!(words.contains("第二十一条第（二）项；《京人社153号文》第十三条第三款"), "{words}");
        assert_eq!(words.matches(NAME).count(), 1, "{words}");
        assert!(words.contains("由谁核实") && words.contains("最近联系"), "{words}");
        attempt(world, "officer", person).await.done();
        // Nothing is proposed any more: the list of what is verified opens, and says how many.
        let shown = world.get("officer", "/stopping").await.words();
        assert!(shown.contains(NAME) && shown.contains("核实中"), "{shown}");
    });
}
