//! The lists of stops: whose people they show, page after page, and that each figure is what its list has.

use axum::http::StatusCode;
use stopping::{Queue, board, board_page, counts_within, notices_page};
use store::{StoreError, SubjectId};
use street::{STREET, World, by};

use crate::town::{attempt, case, decide, finish, night, objection, on_both, stop, survey};

/// People who said four times that they want no work: on each a gate stands open.
async fn unwilling<const N: usize>(world: &World, names: [&str; N]) -> [SubjectId; N] {
    let mut people = [SubjectId::from_bytes([0; 16]); N];
    for (place, name) in names.into_iter().enumerate() {
        let subject = world.person_called(name, &format!("P{place}"), &[]).await;
        let today = world.today();
        world.record_raw(subject, vec![survey(today, false); 4]).await;
        people[place] = subject;
    }
    world.pass_days(1);
    night(world).await;
    people
}

/// How many lines each part has, by its figure and by its list; where the figure is left to the ledger, gates stand open.
async fn agree(world: &World, step: &str) -> [usize; 7] {
    let (counts, lines) = by!(world, "head", |tx, desk, occasion| async {
        let area = occasion.actor.area;
        let mut lines = [0; 7];
        for (place, queue) in Queue::ALL.into_iter().enumerate() {
            lines[place] = board(tx, desk, occasion, (area, queue), 100).await?.len();
        }
        Ok::<_, StoreError>((counts_within(tx, area, |_, _| true).await?, lines))
    })
    .expect("counted");
    for (queue, number) in Queue::ALL.into_iter().zip(lines) {
        match counts.of(queue) {
            Some(count) => {
                assert_eq!(count, i64::try_from(number).expect("few"), "{step} {queue:?}");
            }
            None => assert!(counts.candidates > 0 && queue == Queue::Proposed, "{step} {queue:?}"),
        }
    }
    lines
}

#[test]
fn each_figure_is_what_its_list_has_whatever_happens() {
    on_both(&async |world| {
        assert_eq!(agree(world, "nobody").await, [0; 7]);
        let [first, second, third] = unwilling(world, ["甲一", "乙二", "丙三"]).await;
        assert_eq!(agree(world, "open").await, [3, 0, 0, 0, 0, 0, 0]);
        let shown = world.get("head", "/stopping").await.words();
        assert!(shown.contains("条件满足，待核实 3"), "few enough to be counted: {shown}");
        attempt(world, "officer", first).await.done();
        assert_eq!(agree(world, "begun").await, [2, 1, 0, 0, 0, 0, 0]);
        finish(world, "officer", first).await.done();
        assert_eq!(agree(world, "submitted").await, [2, 0, 1, 0, 0, 0, 0]);
        decide(world, "head", first, "approve").await.done();
        assert_eq!(agree(world, "stopped").await, [2, 0, 0, 1, 0, 1, 0]);
        let told = format!("/people/{first}/stop/{}/told", case(world, first).await);
        world.fill("officer", &told, &[("words", "电话告知")]).await.done();
        assert_eq!(agree(world, "told").await, [2, 0, 0, 0, 0, 1, 0]);
        // One comes back; another objects and is right: what took the stop back is a correction in the ledger.
        stop(world, second).await;
        let today = world.today();
        let contact = subjects::Happening::new(rules::Kind::Contacted, today)
            .initiated_by(rules::Initiator::Subject);
        world.record_raw(second, vec![contact]).await;
        assert_eq!(agree(world, "came back").await, [1, 0, 0, 0, 0, 1, 1]);
        stop(world, third).await;
        assert_eq!(agree(world, "third").await, [0, 0, 0, 1, 0, 2, 1]);
        let path = format!("/people/{third}/stop/{}/object", case(world, third).await);
        let said = [("how", "counter"), ("words", "我一直在等电话")];
        world.fill("clerk", &path, &said).await.done();
        assert_eq!(agree(world, "objects").await, [0, 0, 0, 1, 1, 2, 1]);
        let path = format!("/people/{third}/objections/{}", objection(world, third).await);
        let outcome = [("outcome", "upheld"), ("words", "核实时没有上门")];
        world.fill("chief", &path, &outcome).await.done();
        let [_, _, _, to_tell, objections, ended, resumed] = agree(world, "upheld").await;
        assert_eq!([to_tell, objections, ended, resumed], [0, 1, 1, 2]);
        // A correction of anything else leaves a stop where it is.
        let wrong = world.history(first).await.first().expect("an entry").id;
        let corrected = subjects::Happening::new(rules::Kind::Corrected, world.today());
        world.record_raw(first, vec![corrected.about(wrong)]).await;
        agree(world, "corrected").await;
    });
}

#[test]
fn a_list_goes_on_page_after_page_and_loses_nobody() {
    on_both(&async |world| {
        let people = unwilling(world, ["甲一", "乙二", "丙三"]).await;
        for (step, queue) in [Queue::Proposed, Queue::Verifying, Queue::Submitted, Queue::ToTell]
            .into_iter()
            .enumerate()
        {
            let pages = by!(world, "head", |tx, desk, occasion| async {
                let what = (occasion.actor.area, queue);
                let whole = board(tx, desk, occasion, what, 100).await?;
                let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
                loop {
                    let page = board_page(tx, desk, occasion, what, after, 1, |_, _| true).await?;
                    pages += 1;
                    seen.extend(page.0.into_iter().map(|line| line.subject));
                    after = page.1;
                    if after.is_none() {
                        break;
                    }
                }
                let whole: Vec<SubjectId> = whole.into_iter().map(|line| line.subject).collect();
                Ok::<_, StoreError>((whole, seen, pages))
            });
            let (whole, seen, pages) = pages.expect("pages");
            assert_eq!((seen, pages, whole.len()), (whole, 3, 3), "{queue:?}");
            for subject in people {
                match step {
                    0 => attempt(world, "officer", subject).await.done(),
                    1 => finish(world, "officer", subject).await.done(),
                    2 => decide(world, "head", subject, "approve").await.done(),
                    _ => {}
                }
            }
        }
        // Letters go on alike, the latest first.
        let (seen, pages) = by!(world, "head", |tx, _desk, occasion| async {
            let (area, mut seen, mut after, mut pages) = (occasion.actor.area, Vec::new(), None, 0);
            loop {
                let page = notices_page(tx, area, after, 2, |_, _| true).await?;
                pages += 1;
                seen.extend(page.0.into_iter().map(|letter| letter.subject));
                after = page.1;
                if after.is_none() {
                    return Ok::<_, StoreError>((seen, pages));
                }
            }
        })
        .expect("letters");
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!((seen.len(), sorted.len(), pages), (3, 3, 2));
        // An address that says nothing sensible begins at the beginning.
        for after in ["x", "2026-01-06", "2026-01-06.x", "9.9"] {
            for list in ["/stopping?show=ended", "/stopping/notices?whose=all"] {
                let page = world.get("head", &format!("{list}&after={after}")).await;
                assert_eq!(page.status, StatusCode::OK, "{list} {after}");
                assert!(page.words().contains("甲一"), "{list} {after}: {}", page.words());
            }
        }
    });
}

#[test]
fn an_officer_begins_with_their_own_and_takes_out_what_they_see() {
    on_both(&async |world| {
        let [own, other] = unwilling(world, ["甲一", "乙二"]).await;
        let to = duties::Receiver { office_code: STREET, officer: Some(world.staff("colleague")) };
        let handed = by!(world, "head", |tx, desk, occasion| duties::hand_over(
            tx,
            desk,
            occasion,
            other,
            to,
            "调整分工"
        ));
        handed.expect("handed over");
        let sees = async |user: &'static str, list: &str| {
            let page = world.get(user, list).await.words();
            (page.contains("甲一"), page.contains("乙二"))
        };
        for queue in ["proposed", "verifying"] {
            let list = format!("/stopping?show={queue}");
            assert_eq!(sees("officer", &list).await, (true, false), "{queue}");
            assert_eq!(sees("colleague", &list).await, (false, true), "{queue}");
            assert_eq!(
                sees("officer", &format!("{list}&whose=all")).await,
                (true, true),
                "{queue}"
            );
            for user in ["head", "clerk"] {
                assert_eq!(sees(user, &list).await, (true, true), "{user} {queue}");
            }
            assert_eq!(sees("head", &format!("{list}&whose=own")).await, (false, false));
            assert_eq!(sees("neighbour", &format!("{list}&whose=all")).await, (false, false));
            attempt(world, "officer", own).await.done();
            attempt(world, "colleague", other).await.done();
        }
        let page = world.get("officer", "/stopping?show=verifying").await.words();
        assert!(page.contains("我负责的") && page.contains("核实中 1"), "{page}");
        let page = world.get("officer", "/stopping?show=verifying&whose=all").await.words();
        assert!(page.contains("核实中 2"), "{page}");
        assert!(!world.get("inspector", "/stopping").await.words().contains("我负责的"));
        // What is taken out is what is seen.
        let taken =
            async |user| (world.taken_out(user, own).await, world.taken_out(user, other).await);
        for (user, whose, expected) in
            [("officer", "own", (1, 0)), ("head", "own", (0, 0)), ("head", "all", (1, 1))]
        {
            let path = format!("/stopping?show=verifying&whose={whose}&format=xlsx");
            assert_eq!(world.get(user, &path).await.status, StatusCode::OK, "{user} {whose}");
            assert_eq!(taken(user).await, expected, "{user} {whose}");
        }
    });
}
