//! What counselling keeps of a person for their file, also of files that were merged into it, and what is not lost
//! when something is refused.

use axum::http::StatusCode;
use counselling::model::Instrument;
use counselling::{Keeper, assessment, assessments, begin, cancel, record_readiness, request};
use desk::{Companion, FilePlace};
use seekers::NewPerson;
use store::ledger::Channel;
use store::{StoreError, SubjectId};

use crate::near::leave;
use crate::pages::made_key;
use crate::world::{STREET, World, on_both};

/// What the keeper says of a person: the lines of its table, what was promised, what is under way.
async fn kept(world: &World, subject: SubjectId) -> (String, Vec<String>, Option<String>) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let files = seekers::files_of(tx, &desk, subject).await?;
        let parts = Keeper.parts(tx, &desk, &files).await?;
        let promised = Keeper.promised(tx, &desk, &files).await?;
        assert!(parts.iter().all(|part| part.place == FilePlace::Services));
        let rows = parts.iter().flat_map(|part| &part.table.rows);
        let cells = rows.flat_map(|row| row.cells.iter().map(web::parts::Cell::plain));
        let cells: Vec<String> = cells.collect();
        let promised = promised.into_iter().map(|one| {
            let due = one.due.map_or_else(String::new, |due| due.to_string());
            format!("{due} {} {}", one.words, one.by)
        });
        let promised = promised.collect();
        Ok((cells.join("|"), promised, Keeper.under_way(tx, subject).await?))
    });
    read.await.expect("read")
}

/// A person with a file, as the slice of seekers keeps it.
async fn person(world: &World, name: &str) -> SubjectId {
    let (desk, now) = (world.desk.clone(), world.desk.clock.now());
    let name = name.to_owned();
    let new = NewPerson { name, residence_code: STREET + 1, ..NewPerson::default() };
    let taken = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let subject = seekers::bring_in(tx, &desk.sealing, &new, now).await?;
        duties::take_on(tx, subject, STREET, None, web::day_of(now)).await?;
        Ok(subject)
    });
    taken.await.expect("a person")
}

#[test]
fn an_appointment_is_kept_promised_and_under_way_until_it_is_settled() {
    on_both(&async |world: &World| {
        let subject = person(world, "张三").await;
        assert_eq!(kept(world, subject).await, (String::new(), Vec::new(), None));
        let booking = world.booking(subject, "sun", ("2026-10-08", 540, 30));
        let id = world.book("clerk", booking).await.expect("booked");
        let (lines, promised, open) = kept(world, subject).await;
        assert!(lines.contains("2026-10-08（周四） 09:00-09:30|预约一般指导"), "{lines}");
        assert_eq!(promised, ["2026-10-08 09:00 职业指导（朝阳区公共就业服务中心） 孙区指导"]);
        assert_eq!(open.as_deref(), Some("1 个没有办结的职业指导预约"));
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let cancelled = world.write(async move |tx| cancel(tx, &desk, &occasion, id, "有事").await);
        cancelled.await.expect("cancelled");
        let (lines, promised, open) = kept(world, subject).await;
        assert!(lines.contains("已取消") && promised.is_empty() && open.is_none(), "{lines}");
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let wish = counselling::Wish {
            subject,
            form: counselling::model::Form::General,
            minutes: 30,
            channel: Channel::Phone,
            note: String::new(),
        };
        let wished = world.write(async move |tx| request(tx, &desk, &occasion, &wish).await);
        wished.await.expect("noted");
        assert!(kept(world, subject).await.2.is_some(), "a wish waits");
    });
}

#[test]
fn assessments_and_appointments_of_a_merged_file_are_read_through_the_one_that_stays() {
    on_both(&async |world: &World| {
        let (stays, gone) = (person(world, "张三").await, person(world, "张三").await);
        let booking = world.booking(gone, "zhao", ("2026-10-08", 540, 30));
        let appointment = world.book("clerk", booking).await.expect("booked");
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let (own, merging) = (world.desk.clone(), world.occasion("clerk"));
        let instrument = Instrument::find("interest-riasec").expect("an instrument");
        let (id, checklist) = world
            .write(async move |tx| {
                cancel(tx, &desk, &occasion, appointment, "重复建档").await?;
                let id = begin(tx, &desk, &occasion, gone, instrument).await?;
                let readiness = Instrument::find("readiness").expect("the checklist");
                Ok((id, begin(tx, &desk, &occasion, gone, readiness).await?))
            })
            .await
            .expect("begun");
        let merged = world.desk.db.write(async move |tx| {
            seekers::merge(tx, &own, &merging, ("P00000001", "P00000002"), "同一个人").await
        });
        assert_eq!(merged.await.map_err(|failure| failure.to_string()), Ok(stays));
        let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
        let (listed, one) = world
            .write(async move |tx| {
                let (_, listed) = assessments(tx, &desk, &occasion, stays).await?;
                let (_, one) = assessment(tx, &desk, &occasion, stays, id).await?;
                Ok((listed, one))
            })
            .await
            .expect("read through");
        assert_eq!((listed.len(), one.id, one.file), (2, id, gone));
        let (lines, ..) = kept(world, stays).await;
        assert!(lines.contains("已取消") && lines.contains("已答 0/"), "{lines}");
        let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
        let answered = world.write(async move |tx| {
            counselling::answer(tx, &desk, &occasion, (stays, id), &[(0, 3)], false).await?;
            assessment(tx, &desk, &occasion, stays, id).await.map(|(_, one)| one.answered())
        });
        assert_eq!(answered.await.expect("answered"), 1, "and goes on there");
        let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
        let recorded = world.write(async move |tx| {
            let all = |count| (0..count).map(|place| (place, 2)).collect::<Vec<(usize, u8)>>();
            let count = Instrument::find("readiness").expect("the checklist").items.len();
            let of = (stays, checklist);
            counselling::answer(tx, &desk, &occasion, of, &all(count), true).await?;
            record_readiness(tx, &desk, &occasion, stays, checklist).await?;
            assessment(tx, &desk, &occasion, stays, checklist).await.map(|(_, one)| one)
        });
        let recorded = recorded.await.expect("the result goes into the ledger that stays");
        assert!(recorded.entry.is_some() && recorded.file == gone, "{recorded:?}");
        let page = world.get("clerk", &format!("/counselling/{appointment}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("想转行") && page.body.contains("重复建档"), "{}", page.body);
        assert_eq!(
            world.get("neighbour", &format!("/counselling/{appointment}")).await.status,
            StatusCode::FORBIDDEN
        );
    });
}

#[test]
fn what_was_typed_of_a_wish_stays_when_it_is_refused() {
    on_both(&async |world: &World| {
        let erased = world.person("李四", STREET).await;
        let now = world.desk.clock.now();
        let destroyed = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            store::seal::destroy(tx, erased, now).await.map(drop)
        });
        destroyed.await.expect("destroyed");
        let nobody = erased.to_string();
        let key = made_key(1);
        let fields = [
            ("_once", key.as_str()),
            ("subject", nobody.as_str()),
            ("minutes", "30"),
            ("form", "special"),
            ("channel", "online"),
            ("note", "想学电工"),
        ];
        let answer = world.post("clerk", "/counselling/wish", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("想学电工"), "{}", answer.body);
        for who in ["zhao", "qian", "sun"] {
            leave(world, who, "2026-09-30", "2026-12-31").await;
        }
        let subject = world.person("张三", STREET).await.to_string();
        let mut fields = fields;
        fields[1].1 = &subject;
        let answer = world.post("clerk", "/counselling/book", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("登记为待安排") && answer.body.contains("想学电工"));
    });
}
