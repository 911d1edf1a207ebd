//! Who read a file that went on in another one, and what was changed in it, is shown where it goes on.

use axum::http::StatusCode;
use kernel::Day;
use store::{Instant, StoreError, SubjectId, seal};
use subjects::{NewReading, note_reading};

use crate::merging::second;
use crate::world::{World, on_both, somebody};

const MERGE: [(&str, &str); 6] = [
    ("_once", "m"),
    ("one", "P1"),
    ("other", "P2"),
    ("compared", "yes"),
    ("reason", "同一个人"),
    ("sure", "yes"),
];

/// Notes a reading of a file on each of some days, at one and the same time of day.
async fn read_daily(world: &World, subject: SubjectId, days: i32) {
    let (desk, occasion) = (world.desk.clone(), world.occasion(&world.officer));
    let first: Day = "2025-06-01".parse().expect("a day");
    let noted = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        for day in 0..days {
            let on = first.plus_days(day);
            let reading = NewReading {
                subject,
                on,
                at: Instant::from_micros(i64::from(on.number()) * 86_400_000_000),
                staff: occasion.actor.id,
                office: occasion.actor.office,
                purpose: "查阅服务对象档案",
                reason: None,
            };
            note_reading(tx, &desk.sealing, &key, &reading).await?;
        }
        Ok(())
    });
    noted.await.expect("noted");
}

/// The rows of a table, by their cells' text up to the tags.
fn rows(page: &str) -> Vec<String> {
    let body = page.split("<tbody").nth(1).unwrap_or_default();
    let body = body.split("</tbody>").next().unwrap_or_default();
    body.split("<tr").skip(1).map(str::to_owned).collect()
}

#[test]
fn readers_and_changes_of_a_merged_file_are_shown_in_the_one_that_goes_on() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        world.get(&world.officer, &format!("/people/{other}")).await;
        let desk = world.desk.clone();
        let (before, occasion) = (second().new, world.occasion(&world.officer));
        let mut after = before.clone();
        "会做饭".clone_into(&mut after.particulars.skills);
        let amended = world
            .desk
            .db
            .write(async move |tx| seekers::amend(tx, &desk, &occasion, other, 1, &after).await);
        amended.await.map_err(|failure| failure.to_string()).expect("amended");
        let (_, page) = world.get(&world.head, &format!("/people/{first}/readers")).await;
        assert!(!page.contains("赵专员") && !page.contains("哪份档案"), "not yet: {page}");
        let (status, _) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = world.get(&world.head, &format!("/people/{first}/readers")).await;
        let theirs: Vec<String> =
            rows(&page).into_iter().filter(|row| row.contains("赵专员")).collect();
        assert!(!theirs.is_empty(), "{page}");
        assert!(theirs.iter().all(|row| row.contains("P00000002")), "{theirs:?}");
        assert!(rows(&page).iter().any(|row| row.contains("P00000001")), "{page}");
        let (_, file) = world.get(&world.clerk, &format!("/people/{first}")).await;
        assert!(file.contains("会开叉车 → 会做饭"), "the change of the merged file: {file}");
    });
}

#[test]
fn pages_of_readers_of_two_files_follow_each_other_without_a_gap() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        read_daily(world, first, 120).await;
        read_daily(world, other, 120).await;
        let (status, _) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let mut path = format!("/people/{first}/readers");
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            let (status, page) = world.get(&world.head, &path).await;
            assert_eq!(status, StatusCode::OK);
            pages += 1;
            seen.extend(rows(&page).into_iter().filter_map(|row| {
                let day = row.split("2025-").nth(1)?.get(..5)?.to_owned();
                Some((day, row.contains("P00000002")))
            }));
            let Some((before, _)) = page.split_once(">下一页").filter(|_| pages < 9) else {
                break;
            };
            let address = before.rsplit_once("href=\"").expect("an address").1;
            let address = address.split('"').next().expect("its end");
            path = address.replace("&#38;", "&").replace("&amp;", "&");
        }
        assert!(pages >= 3, "{pages}");
        assert!(seen.windows(2).all(|two| two[0].0 >= two[1].0), "the latest first");
        assert_eq!(seen.len(), 240);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 240, "each once");
        let open = async |path: String| world.get(&world.head, &path).await.1;
        let path = format!("/people/{first}/readers");
        let back = testkit::leaf_through(&path, 99, open).await;
        assert_eq!(back.len(), pages);
    });
}

#[test]
fn everybody_who_read_two_files_is_taken_out_in_one_workbook() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        read_daily(world, first, 700).await;
        read_daily(world, other, 700).await;
        let (status, _) = world.post(&world.clerk, "/people/merge", &MERGE).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let path = format!("/people/{first}/readers?format=xlsx");
        let book = world.download(&world.head, &path).await;
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
        let (_, sheet) =
            calamine::Reader::worksheets(&mut book).into_iter().next().expect("a sheet");
        let rows: Vec<(String, String)> =
            sheet.rows().skip(1).map(|row| (row[0].to_string(), row[7].to_string())).collect();
        assert!(rows.windows(2).all(|two| two[0].0 >= two[1].0), "the latest first");
        let of = |file: &str| {
            let days = rows.iter().filter(|(day, of)| of == file && day.as_str() >= "2025-06-01");
            let days: std::collections::BTreeSet<&String> = days.map(|(day, _)| day).collect();
            days.len()
        };
        assert!(of("P00000001") >= 700 && of("P00000002") >= 700, "{} rows", rows.len());
        let whole: std::collections::BTreeSet<_> = rows.iter().collect();
        assert!(rows.len() < whole.len() + 20, "each once: {} of {}", whole.len(), rows.len());
    });
}
