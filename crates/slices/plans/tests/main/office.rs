//! The list of an office.

use axum::http::StatusCode;
use plans::actions::list::{View, list_plans};
use store::StoreError;
use street::NAME;

use crate::world::{adopted, drafted, in_hardship, on_both, planned, signed, today};

#[test]
fn an_office_sees_who_is_owed_a_plan_and_whose_steps_are_late() {
    on_both(&async |world| {
        let planned = planned(world).await;
        let owed = in_hardship(world, "F-2").await;
        world.record_raw(owed, vec![signed(today(world))]).await;
        in_hardship(world, "F-3").await;
        let lists = async |user: &str, query: &str, person| {
            let shown = world.get(user, &format!("/plans{query}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{user} {query}");
            shown.text.contains(&format!("/people/{person}/plan"))
        };
        for (query, both) in
            [("", (true, true)), ("?view=owed", (false, true)), ("?view=late", (false, false))]
        {
            let found = (lists("head", query, planned).await, lists("head", query, owed).await);
            assert_eq!(found, both, "{query}");
        }
        world.pass_days(35);
        assert!(lists("officer", "?view=late", planned).await);
        // In a new version it is due later; what the old one said is late no longer.
        let later = [("due_1", "2026-05-01"), ("due_2", "2026-05-01")];
        drafted(world, planned, &later).await;
        adopted(world, planned, &[("reason", "出现新情况或新问题")]).await;
        assert!(!lists("officer", "?view=late", planned).await);
        let denied = world.get("officer", "/plans?format=xlsx").await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "an officer exports no office");
        assert!(lists("chief", &format!("?office={}", street::STREET), owed).await);
        for user in ["neighbour", "far_head"] {
            let path = format!("/plans?office={}", street::STREET);
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        let own = world.get("neighbour", "/plans").await;
        assert!(own.status == StatusCode::OK && !own.text.contains(NAME));
        // Whoever serves in the district sees the district's own people, whatever is asked for.
        world.hire("district_clerk", street::DISTRICT, access::Role::FrontDeskClerk).await;
        for query in [String::new(), format!("?office={}", street::DISTRICT)] {
            assert!(!lists("district_clerk", &query, owed).await, "{query}");
        }
        let path = format!("/plans?office={}", street::STREET);
        assert_eq!(world.get("district_clerk", &path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.get("auditor", "/plans").await.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn ones_own_people_come_first_and_the_most_urgent_before_the_others() {
    on_both(&async |world| {
        let calm = in_hardship(world, "F-4").await;
        let urgent = in_hardship(world, "F-5").await;
        let others = in_hardship(world, "F-6").await;
        for (person, due) in [(calm, "2026-06-01"), (urgent, "2026-01-08"), (others, "2026-01-07")]
        {
            world.record_raw(person, vec![signed(today(world))]).await;
            drafted(world, person, &[("due_1", due), ("due_2", due), ("due_3", due)]).await;
            adopted(world, person, &[]).await;
        }
        let (desk, head) = (world.desk.clone(), world.occasion("head").await);
        let colleague = world.staff("colleague");
        let appointed = world.desk.db.write(async move |tx| {
            duties::appoint(tx, &desk, &head, others, colleague, "分工").await
        });
        assert!(appointed.await.expect("appointed"));
        world.pass_days(10);
        let order = async |user: &str, query: &str| {
            let text = world.get(user, &format!("/plans{query}")).await.text;
            let mut found: Vec<(usize, &str)> =
                [(calm, "calm"), (urgent, "urgent"), (others, "others")]
                    .into_iter()
                    .filter_map(|(person, name)| {
                        Some((text.find(&format!("/people/{person}/plan"))?, name))
                    })
                    .collect();
            found.sort_unstable();
            found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        assert_eq!(order("officer", "").await, ["urgent", "calm", "others"]);
        assert_eq!(order("officer", "?view=mine").await, ["urgent", "calm"]);
        assert_eq!(order("colleague", "?view=mine").await, ["others"]);
        assert_eq!(order("head", "").await, ["others", "urgent", "calm"], "by urgency alone");
        assert_eq!(order("officer", "?view=late").await, ["urgent", "others"]);
        // One after the other, a page at a time, everybody comes once.
        let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
        let one_by_one = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let (area, mut all, mut after) = (occasion.actor.area, Vec::new(), None);
            loop {
                let of = (&occasion.actor, occasion.today);
                let (some, next) = list_plans(tx, &desk, of, (area, View::All), after, 1).await?;
                all.extend(some.into_iter().map(|one| one.subject));
                // As it goes through an address.
                after = match next {
                    Some(next) => next.to_string().parse().ok(),
                    None => return Ok(all),
                };
                assert!(all.len() < 4, "{after:?}");
            }
        });
        assert_eq!(one_by_one.await.expect("listed"), [urgent, calm, others]);
    });
}

/// Who is found and does not belong takes nobody's place, and on no page somebody is missing or stands twice.
#[test]
fn a_later_page_of_every_view_holds_who_comes_next() {
    on_both(&async |world| {
        let mut people = Vec::new();
        for reference in ["F-1", "F-2", "F-3", "F-4", "F-5", "F-6"] {
            let person = in_hardship(world, reference).await;
            world.record_raw(person, vec![signed(today(world))]).await;
            people.push(person);
        }
        // Of two a plan is owed; of four it is there, and of the first of these its steps were put off.
        for (person, due) in
            people[2..].iter().zip(["2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"])
        {
            drafted(world, *person, &[("due_1", due), ("due_2", due), ("due_3", due)]).await;
            adopted(world, *person, &[]).await;
        }
        let later = [("due_1", "2026-06-01"), ("due_2", "2026-06-01"), ("due_3", "2026-06-01")];
        drafted(world, people[2], &later).await;
        adopted(world, people[2], &[("reason", "出现新情况或新问题")]).await;
        world.pass_days(10);
        let read_by = async |view: View, limit: i64| {
            let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let (area, mut pages, mut after) = (occasion.actor.area, Vec::new(), None);
                loop {
                    let of = (&occasion.actor, occasion.today);
                    let (some, next) =
                        list_plans(tx, &desk, of, (area, view), after, limit).await?;
                    pages.push(some.into_iter().map(|one| one.subject).collect::<Vec<_>>());
                    after = next;
                    if after.is_none() || pages.len() > 9 {
                        return Ok(pages);
                    }
                }
            });
            read.await.expect("listed")
        };
        for (view, number) in [(View::All, 6), (View::Mine, 6), (View::Owed, 2), (View::Late, 3)] {
            let whole = read_by(view, 100).await.concat();
            assert_eq!(whole.len(), number, "{view:?}");
            for limit in [1, 2] {
                let pages = read_by(view, i64::try_from(limit).expect("small")).await;
                assert_eq!(pages.concat(), whole, "{view:?} {limit}");
                // Every page but the last is full, and the last one holds somebody.
                let (last, full) = pages.split_last().expect("a page");
                assert!(full.iter().all(|page| page.len() == limit), "{view:?} {pages:?}");
                assert!(!last.is_empty(), "{view:?} {pages:?}");
            }
        }
        assert_eq!(read_by(View::Late, 1).await.concat(), people[3..]);
        assert_eq!(read_by(View::Mine, 1).await.concat()[..3], people[3..]);
    });
}
