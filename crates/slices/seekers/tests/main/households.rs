//! Households in which nobody works: what was looked at stays, and every figure is the list behind it.

use access::{Action, Failure};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use desk::Desk;
use kernel::Day;
use rules::Kind;
use seekers::model::Particulars;
use seekers::{Evidence, HouseholdRefusal, NewPerson, add_evidence, recognise_household};
use store::{StoreError, SubjectId};
use street::{BESIDE, FAR, STREET, Shown, World};
use subjects::Happening;
use web::Routes;

store::statements! {
    pub(crate) group "test_households";
    /// Everything that is kept of what was looked at.
    CONTENTS = "SELECT content FROM household_evidence ORDER BY subject_id, evidence_id";
}

/// Why a test withdraws a recognition.
const WHY: &str = "核对户口簿，另有一名成员早已就业，认定时漏录";
const WORDS: &str = "两名成员近六个月都没有社会保险缴费记录";

/// What a test looked at.
pub(crate) fn seen(on: Day) -> Evidence {
    Evidence { seen_on: on, against: vec!["insurance".to_owned()], words: String::new() }
}

fn routes() -> Routes<Desk> {
    duties::routes().and(seekers::routes())
}

pub(crate) fn on_both<F: AsyncFn(&World)>(test: &F) {
    street::on_both(&[STATEMENTS], routes, test);
}

/// Brings members of a household in, whom the office of a street answers for, each with what happened.
pub(crate) async fn household(
    world: &World,
    (number, street): (&str, i64),
    members: &[(&str, &[Kind])],
) -> Vec<SubjectId> {
    let mut subjects = Vec::new();
    for (name, kinds) in members {
        let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
        let new = NewPerson {
            file_number: Some(format!("{number}{name}")),
            name: (*name).to_owned(),
            residence_code: street + 1,
            particulars: Particulars {
                household_number: number.to_owned(),
                ..Particulars::default()
            },
            ..NewPerson::default()
        };
        let today = occasion.today;
        let brought = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let subject = seekers::bring_in(tx, &desk.sealing, &new, occasion.now).await?;
            duties::take_on(tx, subject, street, None, today).await?;
            Ok(subject)
        });
        let subject = brought.await.expect("brought in");
        raw(world, street, subject, kinds).await;
        world.clock.advance_seconds(1);
        subjects.push(subject);
    }
    subjects
}

/// Records in a file as whoever leads its street.
pub(crate) async fn raw(world: &World, street: i64, subject: SubjectId, kinds: &[Kind]) {
    let user = match street {
        STREET => "head",
        BESIDE => "neighbour",
        _ => "far_head",
    };
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let happenings: Vec<Happening> =
        kinds.iter().map(|kind| Happening::new(*kind, occasion.today)).collect();
    let recorded = world.desk.db.write(async move |tx| {
        let action = Action::RecordService;
        duties::record_service(tx, &desk, &occasion, action, subject, &happenings).await.map(drop)
    });
    recorded.await.expect("recorded");
}

/// The addresses of the households in a list, in their order.
pub(crate) fn listed(shown: &Shown) -> Vec<String> {
    let links = shown.text.split("href=\"").skip(1);
    let mut paths: Vec<String> = links
        .filter_map(|link| link.split('"').next())
        .filter_map(|path| path.strip_prefix("/households/"))
        .map(|rest| format!("/households/{}", rest.split('/').next().unwrap_or_default()))
        .collect();
    paths.dedup();
    paths
}

pub(crate) async fn recognise(world: &World, user: &str, path: &str, words: &str) -> Shown {
    let answers = [("words", words), ("sure", "yes"), ("against", "insurance")];
    let shown = world.get(user, &format!("{path}/recognise")).await;
    let (path, mut pairs) = shown.form(&answers);
    for tick in ["register", "work", "registration"] {
        pairs.push(("evidence".to_owned(), tick.to_owned()));
    }
    pairs.push(("against".to_owned(), "visit".to_owned()));
    world.post(user, &path, &pairs).await
}

#[test]
fn however_many_households_there_are_the_workbook_has_each_of_them_once() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        let mut names: Vec<String> = (0..205).map(|number| format!("成员{number:03}")).collect();
        let mut last = None;
        for (number, name) in names.iter().enumerate() {
            let number = format!("H{number}");
            last = household(world, (&number, STREET), &[(name, &registered)]).await.pop();
        }
        let path = "/households?format=xlsx";
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let (_, _, book) = world.exchange("head", request).await;
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
        let (_, sheet) =
            calamine::Reader::worksheets(&mut book).into_iter().next().expect("a sheet");
        let mut listed: Vec<String> = sheet.rows().skip(1).map(|row| row[1].to_string()).collect();
        listed.sort();
        names.sort();
        assert_eq!(listed, names);
        assert_eq!(world.taken_out("head", last.expect("a member")).await, 1);
    });
}

#[test]
fn what_was_looked_at_stays_in_the_files_of_all_members() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        let members = household(world, ("H1", STREET), &[("甲", &registered), ("乙", &[])]).await;
        let list = world.get("head", "/households").await;
        let path = listed(&list).remove(0);
        recognise(world, "head", &path, WORDS).await.done();
        let page = world.get("head", &path).await.words();
        for part in [WORDS, "社会保险缴费记录、入户走访", "李负责", "示范街道", "2026-01-05"]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        for member in &members {
            let file = world.get("head", &format!("/people/{member}")).await.words();
            let paper = world.get("head", &format!("/people/{member}/print")).await.words();
            assert!(file.contains(WORDS) && paper.contains(WORDS), "{file}");
            let book = world.get("head", &format!("/people/{member}/workbook")).await;
            assert!(book.text.starts_with("PK"), "{}", book.status);
        }
        assert!(!world.lies_in_the_clear(CONTENTS, "社会保险").await);
        for (user, status) in [
            ("inspector", StatusCode::OK),
            ("chief", StatusCode::OK),
            ("clerk", StatusCode::OK),
            ("neighbour", StatusCode::NOT_FOUND),
            ("far_chief", StatusCode::NOT_FOUND),
            ("expert", StatusCode::NOT_FOUND),
            ("auditor", StatusCode::FORBIDDEN),
        ] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, status, "{user}");
            assert_eq!(shown.text.contains(WORDS), status == StatusCode::OK, "{user}");
        }
        for (user, status) in [
            ("head", StatusCode::OK),
            ("chief", StatusCode::OK),
            ("auditor", StatusCode::FORBIDDEN),
        ] {
            let book = world.get(user, "/households?format=xlsx").await;
            assert_eq!(book.status, status, "{user}");
        }
        assert_eq!(world.taken_out("chief", members[0]).await, 1, "and it is noted");
        // Whoever may read no file of it takes nobody out.
        assert_eq!(world.get("clerk", "/households?format=xlsx").await.status, StatusCode::OK);
        assert_eq!(world.taken_out("clerk", members[0]).await, 0);
        let book = world.get("head", &format!("{path}?format=xlsx")).await;
        assert!(book.text.starts_with("PK"), "{}", book.status);
    });
}

#[test]
fn what_is_looked_at_later_is_added_by_whoever_may_recognise() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        household(world, ("H1", STREET), &[("甲", &registered)]).await;
        let path = listed(&world.get("head", "/households").await).remove(0);
        let early = world.get("head", &format!("{path}/evidence")).await;
        assert!(early.text.contains("还没有认定"), "{}", early.words());
        recognise(world, "head", &path, "").await.done();
        world.pass_days(30);
        let more = format!("{path}/evidence");
        let again = [("against", "employment"), ("words", "就业登记查无记录")];
        for (change, words) in [
            (("against", ""), "请选择核对依据"),
            (("seen", "2026-02-05"), "不能在今天之后"),
            (("seen", "二月三十日"), "核对日期："),
        ] {
            let refused = world.fill("officer", &more, &[again[0], again[1], change]).await;
            refused.refused(words);
            assert!(refused.text.contains("就业登记查无记录"), "what was typed is kept");
        }
        world.fill("officer", &more, &again).await.done();
        let page = world.get("clerk", &path).await.words();
        assert!(page.contains("2026-02-04") && page.contains("赵专员"), "{page}");
        let (first, last) = (page.find("2026-02-04"), page.rfind("社会保险缴费记录"));
        assert!(first < last, "the latest first: {page}");
        for user in ["inspector", "chief", "neighbour"] {
            let status = world.get(user, &more).await.status;
            assert_ne!(status, StatusCode::OK, "{user}");
        }
        let household = path.rsplit('/').next().expect("an id").parse().expect("a household");
        for user in ["inspector", "chief", "neighbour"] {
            let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
            let denied = world.desk.db.write(async move |tx| {
                let seen = seen(occasion.today);
                add_evidence(tx, &desk, &occasion, household, &seen).await
            });
            let denied = denied.await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{user}: {denied:?}");
        }
        let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
        let unknown = world.desk.db.write(async move |tx| {
            let seen = Evidence { against: vec!["hearsay".to_owned()], ..seen(occasion.today) };
            add_evidence(tx, &desk, &occasion, household, &seen).await
        });
        let unknown = unknown.await;
        assert!(matches!(unknown, Err(Failure::Refused(HouseholdRefusal::NoEvidence))));
    });
}

/// The figure on the tile of a page, and where it leads.
fn tile(shown: &Shown) -> (usize, Option<String>) {
    let (before, rest) = shown
        .text
        .split_once("零就业家庭</span><span class=\"tile-figure\">")
        .unwrap_or_else(|| panic!("a tile: {}", shown.words()));
    let figure = rest.split('<').next().expect("a figure").parse().expect("a number");
    let tag = before.rsplit_once('<').and_then(|(before, _)| before.rsplit_once('<'));
    let opening = tag.map_or("", |(_, tag)| tag);
    let path = opening.split_once("href=\"").and_then(|(_, path)| path.split('"').next());
    (figure, path.map(|path| path.replace("&#38;", "&").replace("&amp;", "&")))
}

#[test]
fn the_figure_of_the_day_is_the_list_that_it_leads_to() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        let one = household(world, ("H1", STREET), &[("甲", &registered)]).await;
        let two = household(world, ("H2", STREET), &[("乙", &registered), ("丙", &[])]).await;
        household(world, ("H3", BESIDE), &[("丁", &registered)]).await;
        household(world, ("H4", FAR), &[("戊", &registered)]).await;
        let gone = household(world, ("H5", STREET), &[("己", &registered)]).await;
        household(world, ("H6", STREET), &[("庚", &registered)]).await;
        for (user, most) in [("head", 3), ("neighbour", 1), ("far_head", 1)] {
            for path in listed(&world.get(user, "/households").await).iter().take(most) {
                recognise_by_action(world, user, path).await;
            }
        }
        // Nobody of the first is registered any more, and still nobody works; the third one's members have all left.
        raw(world, STREET, one[0], &[Kind::UnemploymentClosed]).await;
        leave(world, gone[0]).await;
        for (user, path, figure, leads) in [
            ("officer", "/today", 2, true),
            ("clerk", "/today", 2, true),
            ("head", "/today/office", 2, true),
            ("head", "/today/office/results", 2, true),
            ("neighbour", "/today", 1, true),
            ("chief", "/today/office", 3, true),
            ("chief", &format!("/today/office?office={STREET}"), 2, true),
            ("chief", &format!("/today/office/results?office={BESIDE}"), 1, true),
            ("inspector", "/today/office", 3, true),
            ("mayor", "/today/office", 4, true),
            // Who serves in the district's office lists nobody of the streets, and is led to no other list.
            ("expert", "/today", 3, false),
        ] {
            let (number, to) = tile(&world.get(user, path).await);
            assert_eq!((number, to.is_some()), (figure, leads), "{user} {path}");
            let Some(to) = to else { continue };
            let list = world.get(user, &to).await;
            assert_eq!(list.status, StatusCode::OK, "{user} {to}");
            assert_eq!(tile(&list).0, figure, "{user} {to}: the tile of the list");
            let table = list.text.split("<table").last().expect("the list");
            let rows = table.split("<tbody").nth(1).expect("rows");
            let rows = rows.split("</tbody").next().expect("its end");
            let recognised = rows.matches("<tr").count() - rows.matches("待认定").count();
            assert_eq!(recognised, figure, "{user} {to}: its rows");
        }
        raw(world, STREET, two[1], &[Kind::StartedWork]).await;
        assert_eq!(tile(&world.get("officer", "/today").await).0, 1);
        assert_eq!(tile(&world.get("officer", "/households").await).0, 1);
        let other = world.get("neighbour", &format!("/households?office={STREET}")).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
    });
}

async fn recognise_by_action(world: &World, user: &str, path: &str) {
    let household = path.rsplit('/').next().expect("an id").parse().expect("a household");
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let done = world.desk.db.write(async move |tx| {
        let (today, seen) = (occasion.today, seen(occasion.today));
        recognise_household(tx, &desk, &occasion, household, today, &seen).await
    });
    done.await.expect("recognised");
}

/// Takes somebody out of their household.
async fn leave(world: &World, subject: SubjectId) {
    let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
    let left = world.desk.db.write(async move |tx| {
        let keys = desk.sealing.keys.as_ref();
        let key = store::seal::key_of(tx, keys, subject).await?.expect("a key");
        let person = seekers::person_of(tx, &key, subject).await?.expect("a person");
        let version = person.version;
        let mut after = NewPerson::known(person, "己");
        after.particulars.household_number.clear();
        seekers::amend(tx, &desk, &occasion, subject, version, &after).await
    });
    assert!(left.await.expect("amended"));
}

#[test]
fn long_lists_of_households_are_read_page_by_page() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        for number in 0..53 {
            let number = format!("N{number:02}");
            household(world, (&number, STREET), &[("甲", &registered)]).await;
        }
        assert_eq!(world.leaf_through("head", "/households").await.len(), 2);
        let first = world.get("head", "/households").await;
        assert_eq!(listed(&first).len(), 50);
        let (before, _) = first.text.split_once(">下一页").expect("a next page");
        let path = before.rsplit_once("href=\"").expect("a link").1.split('"').next();
        let next = world.get("head", &path.expect("its path").replace("&#38;", "&")).await;
        let (one, other) = (listed(&first), listed(&next));
        assert_eq!(other.len(), 3);
        assert!(other.iter().all(|path| !one.contains(path)));
        assert!(first.words().contains("共 53 户"), "{}", first.words());
    });
}

#[test]
fn a_recognition_made_in_error_is_withdrawn_with_a_reason_that_stays() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        let members = household(world, ("H1", STREET), &[("甲", &registered), ("乙", &[])]).await;
        let path = listed(&world.get("head", "/households").await).remove(0);
        let at = format!("{path}/withdraw");
        assert!(!world.get("head", &path).await.text.contains(&at), "nothing to withdraw yet");
        let early = world.get("head", &at).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.words());
        recognise(world, "head", &path, WORDS).await.done();
        assert!(world.get("head", &path).await.text.contains(&at));
        for user in ["inspector", "neighbour", "far_head"] {
            let shown = world.get(user, &at).await;
            assert!(!shown.status.is_success(), "{user}: {}", shown.status);
        }
        let household = path.rsplit('/').next().expect("an id").parse().expect("a household");
        let withdraw = async |user: &str, reason: &'static str| {
            let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
            let done = world.desk.db.write(async move |tx| {
                seekers::withdraw_household(tx, &desk, &occasion, household, reason).await
            });
            done.await
        };
        for user in ["inspector", "chief", "neighbour", "far_head"] {
            let denied = withdraw(user, WHY).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{user}: {denied:?}");
        }
        let blank = withdraw("head", "  ").await;
        assert!(matches!(blank, Err(Failure::Refused(HouseholdRefusal::NoReason))), "{blank:?}");
        world.fill("head", &at, &[]).await.refused("理由");
        world.fill("head", &at, &[("reason", &"长".repeat(201))]).await.refused("理由");
        let (_, pairs) = world.get("head", &at).await.form(&[("reason", WHY)]);
        world.post("head", &at, &pairs).await.done();
        world.post("head", &at, &pairs).await.done();
        let page = world.get("head", &path).await.words();
        for part in ["待认定", WHY, "撤销认定（原自 2026-01-05 起认定）", "李负责", WORDS]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert_eq!(page.matches(WHY).count(), 1, "once: {page}");
        let again = withdraw("head", WHY).await;
        let Err(Failure::Refused(HouseholdRefusal::NothingToWithdraw)) = again else {
            panic!("{again:?}")
        };
        // It counts nowhere as one that is left, and can be recognised anew.
        let list = world.get("head", "/households").await.words();
        assert!(list.contains("待认定") && !list.contains("2026-01-05"), "{list}");
        for member in &members {
            let file = world.get("head", &format!("/people/{member}")).await.words();
            assert!(file.contains(WHY) && !file.contains("所在家庭已认定"), "{file}");
        }
        let sealed = world
            .desk
            .db
            .read::<_, _, StoreError>(async |tx| tx.all::<(Vec<u8>,)>(CONTENTS, &[]).await);
        let why = WHY.as_bytes();
        for (content,) in sealed.await.expect("read") {
            assert!(!content.windows(why.len()).any(|part| part == why), "in the clear");
        }
        recognise(world, "head", &path, WORDS).await.done();
        assert!(world.get("head", &path).await.words().contains("仍无人就业"));
    });
}

#[test]
fn a_household_that_nobody_belongs_to_any_more_is_in_no_figure_and_no_list() {
    on_both(&async |world: &World| {
        let registered = [Kind::SeekerRegistered, Kind::UnemploymentRegistered];
        let kept = household(world, ("H1", STREET), &[("甲", &[Kind::SeekerRegistered])]).await;
        household(world, ("H2", STREET), &[("甲", &registered)]).await;
        let path = listed(&world.get("head", "/households").await).remove(0);
        recognise(world, "head", &path, WORDS).await.done();
        let left = async || {
            let area = access::Area::of_code(STREET);
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                duties::households_without_work(tx, area).await
            });
            let list = world.get("head", "/households").await;
            (read.await.expect("counted"), list.text.contains(&path))
        };
        assert_eq!(left().await, (1, true));
        // The only member's file goes on in one of another household, which is none of the kind.
        let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
        let merged = world.desk.db.write(async move |tx| {
            seekers::merge(tx, &desk, &occasion, ("H1甲", "H2甲"), "同一个人").await
        });
        assert_eq!(merged.await.expect("merged"), kept[0], "the first goes on");
        assert_eq!(left().await, (0, false));
        let page = world.get("head", &path).await;
        assert!(page.words().contains("成员都已不在档案中"), "{}", page.words());
        assert!(!page.text.contains("/withdraw"), "there is nothing to withdraw");
        let asked = world.get("head", &format!("{path}/withdraw")).await;
        assert!(asked.words().contains("不再计入零就业家庭"), "{}", asked.words());
    });
}

/// The list of households is an office's: whoever reads the files of those alone whom they answer for is not led there.
#[test]
fn the_way_to_the_households_is_shown_to_whoever_lists_them() {
    on_both(&async |world: &World| {
        for (user, role) in [
            ("reviewer", access::Role::InformationReviewer),
            ("enterprise", access::Role::EnterpriseOfficer),
        ] {
            world.hire(user, STREET, role).await;
        }
        for (user, lists) in
            [("reviewer", false), ("enterprise", false), ("officer", true), ("inspector", true)]
        {
            let people = world.get(user, "/people").await;
            assert_eq!(people.status, StatusCode::OK, "{user}");
            assert_eq!(people.text.contains("href=\"/households\""), lists, "{user}");
            let status = world.get(user, "/households").await.status;
            assert_eq!(status == StatusCode::OK, lists, "{user}: {status}");
        }
    });
}
