//! What was read is looked up by whoever audits, and by nobody else; what is looked for stands in no address.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use calamine::{Reader, Xlsx};
use kernel::Day;
use rules::Kind;
use store::{Instant, StoreError, SubjectId, seal};
use street::{Shown, World};
use subjects::{NewReading, note_reading};

const PAGE: &str = "/audit/readings";

/// Notes readings of a file, each on a day of its own from one on, at the same time of day.
async fn read(
    world: &World,
    user: &str,
    subject: SubjectId,
    purpose: &'static str,
    from: &str,
    days: i32,
) {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let first: Day = from.parse().expect("a day");
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
                purpose,
                reason: None,
            };
            note_reading(tx, &desk.sealing, &key, &reading).await?;
        }
        Ok(())
    });
    noted.await.expect("noted");
}

/// Looks for readings as the auditor; gives the address that answers, and its page.
async fn look(world: &World, asked: &[(&str, &str)]) -> (String, Shown) {
    let pairs: Vec<(String, String)> =
        asked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let sent = world.post("auditor", PAGE, &pairs).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
    let address = sent.location.expect("an address");
    let shown = world.get("auditor", &address).await;
    (address, shown)
}

fn rows(shown: &Shown) -> usize {
    shown.text.split("<tbody").nth(1).map_or(0, |body| body.matches("<tr").count())
}

/// The address behind the words of a pager.
fn onward(shown: &Shown, words: &str) -> Option<String> {
    let (before, _) = shown.text.split_once(words)?;
    let path = before.rsplit_once("href=\"")?.1.split('"').next()?;
    Some(path.replace("&#38;", "&").replace("&amp;", "&"))
}

#[test]
fn readings_are_found_by_reader_file_office_purpose_and_days() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let one = world.person("P1", &[Kind::SeekerRegistered]).await;
        let other = world.person("P2", &[Kind::SeekerRegistered]).await;
        read(world, "officer", one, "查阅服务对象档案", "2026-01-01", 2).await;
        read(world, "officer", other, "记录服务", "2026-01-02", 1).await;
        read(world, "neighbour", one, "查阅服务对象档案", "2026-01-03", 1).await;
        let days = [("from", "2026-01-01"), ("until", "2026-01-04")];
        let street = offices_named(world, "示范街道").await;
        for (asked, wanted) in [
            (vec![], 4),
            (vec![("who", "赵专员")], 3),
            (vec![("who", "officer")], 3),
            (vec![("who", "孙邻街")], 1),
            (vec![("file", "P1")], 3),
            (vec![("file", "p1"), ("who", "赵专员")], 2),
            (vec![("purpose", "记录服务")], 1),
            (vec![("office", street.as_str())], 3),
            (vec![("office", street.as_str()), ("file", "P1"), ("purpose", "查阅服务对象档案")], 2),
        ] {
            let whole: Vec<(&str, &str)> = asked.iter().chain(&days).copied().collect();
            let (address, shown) = look(world, &whole).await;
            assert_eq!(shown.status, StatusCode::OK, "{asked:?}: {}", shown.words());
            assert_eq!(rows(&shown), wanted, "{asked:?}: {}", shown.words());
            for (_, value) in &asked {
                let coded = street::encode(&[(String::new(), (*value).to_owned())]);
                assert!(!address.contains(&coded[1..]) && !address.contains(value), "{address}");
            }
        }
        let (_, shown) = look(world, &[("from", "2026-01-02"), ("until", "2026-01-02")]).await;
        assert_eq!(rows(&shown), 2, "both days count: {}", shown.words());
        let (_, shown) = look(world, &[("who", "专员"), days[0], days[1]]).await;
        assert!(shown.words().contains("赵专员") && shown.words().contains("周专员"));
        let officer = onward(&shown, ">赵专员</a>").expect("a way to one of them");
        assert_eq!(rows(&world.get("auditor", &officer).await), 3);
    });
}

/// What the field holds for an office of a name.
async fn offices_named(world: &World, name: &str) -> String {
    let shown = world.get("auditor", PAGE).await;
    let (before, _) = shown.text.split_once(&format!(">{name}</option>")).expect("an office");
    before.rsplit_once("value=\"").expect("a value").1.split('"').next().expect("it").to_owned()
}

#[test]
fn pages_follow_each_other_without_a_gap_and_the_workbook_has_all() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let person = world.person("P1", &[]).await;
        read(world, "officer", person, "查阅服务对象档案", "2025-06-01", 120).await;
        read(world, "colleague", person, "查阅服务对象档案", "2025-06-01", 120).await;
        let asked = [("file", "P1"), ("from", "2025-06-01"), ("until", "2025-12-31")];
        let (first, mut shown) = look(world, &asked).await;
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            pages += 1;
            let body = shown.text.split("<tbody").nth(1).expect("rows");
            seen.extend(body.split("<tr").skip(1).map(|row| {
                let day = row.split("2025-").nth(1).expect("a day")[..5].to_owned();
                (day, row.contains("赵专员"))
            }));
            let Some(next) = onward(&shown, ">下一页").filter(|_| pages < 9) else { break };
            shown = world.get("auditor", &next).await;
            assert_eq!(shown.status, StatusCode::OK);
        }
        assert_eq!((pages, seen.len()), (3, 240));
        let in_order = seen.windows(2).all(|two| two[0].0 >= two[1].0);
        assert!(in_order, "the latest first");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 240, "each once");
        let back = world.leaf_through("auditor", &first).await;
        assert_eq!(back.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 40]);
        let book = world.get("auditor", &format!("{first}&format=xlsx")).await;
        assert!(book.text.starts_with("PK"), "{}", book.status);
        assert_eq!(world.taken_out("auditor", person).await, 1);
    });
}

#[test]
fn what_is_found_is_taken_out_whole_however_much_it_is() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let person = world.person("P1", &[]).await;
        read(world, "officer", person, "查阅服务对象档案", "2020-01-01", 1_100).await;
        read(world, "colleague", person, "查阅服务对象档案", "2020-01-01", 1_100).await;
        let asked = [("file", "P1"), ("from", "2020-01-01"), ("until", "2025-12-31")];
        let (address, _) = look(world, &asked).await;
        let request = Request::get(format!("{address}&format=xlsx")).body(Body::empty());
        let (_, _, book) = world.exchange("auditor", request.expect("a request")).await;
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
        let (_, sheet) = book.worksheets().into_iter().next().expect("a sheet");
        let mut rows: Vec<(String, String)> =
            sheet.rows().skip(1).map(|row| (row[0].to_string(), row[1].to_string())).collect();
        assert!(rows.windows(2).all(|two| two[0].0 >= two[1].0), "the latest first");
        rows.sort();
        rows.dedup();
        assert_eq!(rows.len(), 2_200, "each once");
        assert_eq!(world.taken_out("auditor", person).await, 1, "and it is noted once");
    });
}

#[test]
fn what_cannot_be_looked_for_is_said_and_only_the_auditor_looks() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        world.person("P1", &[]).await;
        let post = async |user: &str, pairs: &[(&str, &str)]| {
            let pairs: Vec<(String, String)> = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect();
            world.post(user, PAGE, &pairs).await
        };
        let late = [("who", "赵专员"), ("from", "2026-02-01"), ("until", "2026-01-01")];
        for (asked, words) in [
            (&late[..], "开始日期在结束日期之后"),
            (&[("from", "昨天")], "从："),
            (&[("purpose", "好奇")], "请从所列各项中选择"),
            (&[("office", "海淀")], "请从所列各项中选择"),
        ] {
            let shown = post("auditor", asked).await;
            shown.refused(words);
            for (_, value) in
                asked.iter().filter(|(name, _)| !matches!(*name, "purpose" | "office"))
            {
                assert!(shown.text.contains(value), "{value} is kept");
            }
        }
        for (asked, words) in [
            (("who", "没有这个人"), "没有叫“没有这个人”的人员"),
            (("file", "P99999999"), "没有这个编号的档案"),
        ] {
            let (_, shown) = look(world, &[asked]).await;
            shown.refused(words);
        }
        for user in ["mayor", "head", "inspector", "officer", "clerk"] {
            assert_eq!(post(user, &[("file", "P1")]).await.status, StatusCode::FORBIDDEN, "{user}");
            assert_eq!(world.get(user, PAGE).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        // What one auditor looked for is nobody else's to go back to, nor anybody's for ever.
        let (address, _) = look(world, &[("file", "P1")]).await;
        world.hire("second", street::STREET, access::Role::AuditAdministrator).await;
        let shown = world.get("second", &address).await;
        assert!(shown.words().contains("不是您本人查的"), "{}", shown.words());
        world.clock.advance_seconds(11 * 3_600);
        let shown = world.get("auditor", &address).await;
        assert!(shown.words().contains("已经过去较久"), "{}", shown.words());
    });
}

/// Days the wrong way round look as if nothing had been read; the field says what would be right.
#[test]
fn days_the_wrong_way_round_are_refused_with_what_would_be_right() {
    street::on_both(&[], duties::routes, &async |world: &World| {
        let days = [("from", "2026-02-01"), ("until", "2026-01-01")];
        let pairs = days.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let shown = world.post("auditor", PAGE, &pairs).await;
        shown.refused("把“从”改为 2026-01-01 或以前");
        shown.refused("把“到”改为 2026-02-01 或以后");
    });
}
