//! Whole offices, and communities, in one move.

use access::Failure;
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{BESIDE, FAR, STREET, World, by, on_both};
use transfers::model::TransferRefusal;
use transfers::{List, NewMove, Scope};

use crate::world::{
    GROUPS, agreed, ask, carry_on, ended, held, is_denied, listed, order, refusal, under_agreement,
    wish,
};

fn merger(world: &World, scope: Scope, from_code: i64) -> NewMove {
    NewMove {
        from_code,
        scope,
        to_office_code: BESIDE,
        on: web::day_of(world.desk.clock.now()),
        reason: "区划调整〔2026〕1 号".to_owned(),
        officers: Vec::new(),
    }
}

#[test]
fn everybody_goes_over_in_one_move_and_agreements_stay_in_force() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let mut people = Vec::new();
        for number in 0..3 {
            people.push(under_agreement(world, &format!("P{number}")).await);
        }
        people.push(world.person("P9", &[Kind::LedgerOpened]).await);
        // One of them wished to go there anyway.
        ask(world, "officer", people[0], &wish(BESIDE, None)).await.expect("asked");
        let new = merger(world, Scope::Office, STREET);
        for user in ["head", "neighbour", "far_chief"] {
            assert!(is_denied(&order(world, user, &new).await), "{user}");
        }
        let counted = by!(world, "chief", |tx, _desk, occasion| transfers::rehearse(
            tx,
            occasion,
            (Scope::Office, STREET, BESIDE)
        ));
        let counted = counted.expect("counted");
        assert_eq!((counted.people, counted.agreements), (4, 3));
        assert_eq!(counted.officers, [(Some(world.staff("officer")), 4)]);
        assert_eq!(held(world, people[0]).await.office_code, STREET, "a rehearsal moves nobody");

        let pairs = |to: &str| vec![(world.staff("officer"), world.staff(to))];
        let wrong = NewMove { officers: pairs("colleague"), ..new.clone() };
        assert!(refusal(order(world, "chief", &wrong).await).contains("在岗"));
        let mapped = NewMove { officers: pairs("beside_officer"), ..new };
        let id = agreed(world, &mapped).await;
        assert!(is_denied(&carry_on(world, "head", id).await));
        world.clock.advance_seconds(60);
        let moved = carry_on(world, "chief", id).await.expect("moved");
        assert!(moved.is_finished && moved.moved == 4 && moved.counted == 4, "{moved:?}");
        let over = carry_on(world, "chief", id).await;
        assert!(matches!(over, Err(Failure::Refused(TransferRefusal::MoveOver))), "{over:?}");
        for subject in &people {
            let now = held(world, *subject).await;
            assert_eq!(
                (now.office_code, now.officer),
                (BESIDE, Some(world.staff("beside_officer")))
            );
            assert_eq!(ended(world, *subject).await, 0);
        }
        assert!(held(world, people[1]).await.standing.under_agreement);
        let shown = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            transfers::moved_in(tx, id, SubjectId::from_bytes([0; 16])).await
        });
        let shown = shown.await.expect("people");
        assert_eq!(shown.len(), 4);
        assert!(shown.iter().all(|moved| moved.from_office_code == STREET));
        // The wish is fulfilled, and another one can be asked for.
        let back = ask(world, "beside_officer", people[0], &wish(STREET, None)).await;
        back.expect("asked anew");
        // Nobody is left to move.
        let again = order(world, "chief", &merger(world, Scope::Office, STREET)).await;
        assert!(refusal(again).contains("没有可以划转的人"));
    });
}

#[test]
fn of_a_community_only_those_who_live_there_go_over_and_without_a_name_nobody_is_named() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        // The people of a test live in the street's first community.
        let subject = under_agreement(world, "P1").await;
        let empty = order(world, "chief", &merger(world, Scope::Community, STREET + 2)).await;
        assert!(refusal(empty).contains("没有可以划转的人"));
        let new = merger(world, Scope::Community, STREET + 1);
        let ahead = NewMove { on: new.on.plus_days(1), ..new.clone() };
        assert!(refusal(order(world, "chief", &ahead).await).contains("今天"));
        let id = agreed(world, &new).await;
        world.clock.advance_seconds(60);
        let moved = carry_on(world, "chief", id).await.expect("moved");
        assert!(moved.is_finished && moved.moved == 1);
        let now = held(world, subject).await;
        assert_eq!((now.office_code, now.officer), (BESIDE, None));
    });
}

store::statements! {
    pub(crate) group "transfers_offices";
    /// Somebody no longer works here.
    LEAVES = "UPDATE staff SET left_on = $1 WHERE staff_id = $2";
    /// An office closes on a day, or is open again.
    CLOSE = "UPDATE office SET closed_on = $1 WHERE code = $2";
}

/// A successor who leaves while it is under way, and somebody who was erased, hold nobody up.
#[test]
fn a_successor_who_left_and_somebody_who_was_erased_do_not_stop_it() {
    let statements = [GROUPS, &[STATEMENTS]].concat();
    on_both(&statements, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let erased = under_agreement(world, "P2").await;
        ask(world, "officer", erased, &wish(BESIDE, None)).await.expect("asked");
        let officers = vec![(world.staff("officer"), world.staff("beside_officer"))];
        let new = NewMove { officers, ..merger(world, Scope::Office, STREET) };
        let id = agreed(world, &new).await;
        let (today, left) = (world.today(), world.staff("beside_officer"));
        let now = world.desk.clock.now();
        let gone = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            tx.execute(LEAVES, &[&today, &left]).await?;
            store::seal::destroy(tx, erased, now).await.map(drop)
        });
        gone.await.expect("gone");
        world.clock.advance_seconds(60);
        let moved = carry_on(world, "chief", id).await.expect("moved");
        assert!(moved.is_finished && moved.moved == 2, "{moved:?}");
        for subject in [subject, erased] {
            let now = held(world, subject).await;
            assert_eq!((now.office_code, now.officer), (BESIDE, None));
        }
    });
}

/// The wish goes on from the new office; its people are named to nobody of the one before.
#[test]
fn whoever_asked_is_not_told_a_name_of_another_office() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        ask(world, "clerk", subject, &wish(FAR, None)).await.expect("asked");
        assert_eq!(listed(world, "clerk", List::Mine).await, 1);
        let new = merger(world, Scope::Office, STREET);
        let id = agreed(world, &new).await;
        carry_on(world, "chief", id).await.expect("moved");
        assert_eq!(held(world, subject).await.office_code, BESIDE);
        assert_eq!(listed(world, "clerk", List::Mine).await, 0);
        assert_eq!(listed(world, "neighbour", List::Verify).await, 1, "it goes on there");
    });
}

/// Whatever a page asks before: the order itself refuses what is wrong with it, and every step takes its right.
#[test]
fn an_order_refuses_what_is_wrong_with_it_and_is_carried_on_by_whoever_may_give_it() {
    let statements = [GROUPS, &[STATEMENTS]].concat();
    on_both(&statements, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let new = merger(world, Scope::Office, STREET);
        for (wrong, words) in [
            (NewMove { to_office_code: STREET, ..new.clone() }, "已经由这个机构服务"),
            (NewMove { to_office_code: BESIDE + 1_000, ..new.clone() }, "没有这个街道"),
            (NewMove { reason: "  ".to_owned(), ..new.clone() }, "整体划转的依据"),
        ] {
            let said = refusal(order(world, "chief", &wrong).await);
            assert!(said.contains(words), "{words} in {said}");
        }
        let id = agreed(world, &new).await;
        // Nobody of these people wishes to go anywhere: no other right is asked on the way.
        for user in ["head", "neighbour", "officer", "far_chief", "inspector"] {
            assert!(is_denied(&carry_on(world, user, id).await), "{user}");
        }
        // The office that was to receive them is closed meanwhile, and opens again.
        let close = async |day: Option<kernel::Day>| {
            let closed = world.desk.db.write::<_, _, StoreError>(async move |tx| {
                tx.execute(CLOSE, &[&day, &BESIDE]).await.map(drop)
            });
            closed.await.expect("closed");
        };
        close(Some(world.today())).await;
        let said = refusal(carry_on(world, "chief", id).await);
        assert!(said.contains("已经撤并"), "{said}");
        assert_eq!(held(world, subject).await.office_code, STREET);
        close(None).await;
        assert!(carry_on(world, "chief", id).await.expect("moved").is_finished);
        assert_eq!(held(world, subject).await.office_code, BESIDE);
    });
}

#[test]
fn the_preview_counts_employers_and_what_is_overdue_from_the_day_after() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let (desk, now, today) = (world.desk.clone(), world.desk.clock.now(), world.today());
        let opened = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let kind = subjects::SubjectKind::Employer;
            let employer =
                subjects::open_subject(tx, &desk.sealing, kind, "E1", "某公司", now).await?.0;
            duties::take_on(tx, employer, STREET, None, today).await
        });
        opened.await.expect("an employer");
        let due: Vec<kernel::Day> = {
            let read = async move |tx: &mut store::Tx| duties::duties_of(tx, subject).await;
            let duties = world.desk.db.read::<_, _, StoreError>(read).await.expect("duties");
            duties.into_iter().map(|duty| duty.due_day).collect()
        };
        let first = *due.iter().min().expect("something is owed");
        world.pass_days(i64::from(first.days_since(world.today())));
        for overdue in [0, due.iter().filter(|day| **day == first).count()] {
            let new = merger(world, Scope::Office, STREET);
            let seen = by!(world, "chief", |tx, desk, occasion| transfers::preview(
                tx, desk, occasion, &new
            ));
            let seen = seen.expect("a preview");
            let of = |words: &str| {
                let one = seen.along.iter().find(|one| one.words == words);
                one.map(|one| one.number)
            };
            assert_eq!(of("其中已经逾期的"), i64::try_from(overdue).ok(), "{}", world.today());
            assert_eq!((seen.rehearsal.people, of("其中的用人单位")), (2, Some(1)));
            world.pass_days(1);
        }
    });
}

/// Whoever lives in the street, and nobody knows in which of its communities, is of none of them.
#[test]
fn a_street_is_none_of_its_communities() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        under_agreement(world, "P1").await;
        let (desk, now, today) = (world.desk.clone(), world.desk.clock.now(), world.today());
        let taken = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let new = seekers::NewPerson {
                name: "范例乙".to_owned(),
                residence_code: STREET,
                ..seekers::NewPerson::default()
            };
            let subject = seekers::bring_in(tx, &desk.sealing, &new, now).await?;
            duties::take_on(tx, subject, STREET, None, today).await
        });
        taken.await.expect("a person");
        let page = world.get("chief", &format!("/transfers/office?from={STREET}")).await.words();
        assert!(page.contains("全部服务对象（2 个）"), "{page}");
        assert_eq!(page.matches("的（1 人）").count(), 1, "{page}");
    });
}

/// Whoever went over in a large move stands on a page, and all of them in the workbook.
#[test]
fn whoever_went_over_is_listed_page_by_page_and_taken_out_whole() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let mut last = None;
        for number in 0..202 {
            last = Some(world.person(&format!("M{number:03}"), &[]).await);
        }
        let id = agreed(world, &merger(world, Scope::Office, STREET)).await;
        world.clock.advance_seconds(60);
        let moved = carry_on(world, "chief", id).await.expect("moved");
        assert!(moved.is_finished && moved.moved == 202, "{moved:?}");
        let path = format!("/transfers/office/{id}");
        let pages = world.leaf_through("chief", &path).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 2]);
        let book = world.get("chief", &format!("{path}?format=xlsx")).await;
        assert!(book.text.starts_with("PK"), "{}", book.status);
        let last = last.expect("somebody");
        assert_eq!(world.taken_out("chief", last).await, 1, "the last one, too");
    });
}
