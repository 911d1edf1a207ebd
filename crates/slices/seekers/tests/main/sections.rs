//! The sections of the ledger: six of everybody's, four more of whoever is or was in hardship.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use desk::{FilePlace, Promised};
use rules::Kind;
use seekers::model::FileSection;
use store::SubjectId;
use subjects::Happening;

use crate::merging::{in_hardship, record, signed};
use crate::world::{World, day, on_both, somebody};

/// Which of the sections' headings a page has, in the order of the page.
fn headings(page: &str) -> Vec<&'static str> {
    let heading = |section: &FileSection| format!("id=\"{}-heading\"", section.mark());
    let mut found: Vec<(usize, &str)> = FileSection::ALL
        .iter()
        .filter_map(|section| Some((page.find(&heading(section))?, section.heading())))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, heading)| heading).collect()
}

fn ten() -> Vec<&'static str> {
    FileSection::ALL.iter().map(|section| section.heading()).collect()
}

pub(crate) async fn sheets(world: &World, subject: SubjectId) -> Vec<(String, String)> {
    let bytes = world.download(&world.head, &format!("/people/{subject}/workbook")).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let mut sheets = Vec::new();
    for name in names {
        let range = book.worksheet_range(&name).expect("a sheet");
        let cells: Vec<String> =
            range.used_cells().map(|(_, _, data): (_, _, &Data)| data.to_string()).collect();
        sheets.push((name, cells.join("|")));
    }
    sheets
}

#[test]
fn a_person_in_hardship_has_ten_sections_on_screen_paper_and_as_sheets() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        let (_, page) = world.get(&world.clerk, &path).await;
        assert_eq!(headings(&page), ten()[..6]);
        let today = day("2026-01-05");
        record(world, subject, in_hardship()).await;
        record(world, subject, Happening::new(Kind::Recommended, today)).await;
        let keep = async |place, words| {
            world.cabinet.keep(&world.desk, subject, place, words).await;
        };
        keep(FilePlace::Services, "障碍分析一页").await;
        keep(FilePlace::DemandFile, "需求档案一页").await;
        keep(FilePlace::Team, "团队名单一页").await;
        keep(FilePlace::Agreement, "协议一页").await;
        let (_, page) = world.get(&world.clerk, &path).await;
        assert_eq!(headings(&page), ten());
        let places = [
            ("demand-file-heading", "需求档案一页", "agreement-heading"),
            ("agreement-heading", "协议一页", "team-heading"),
            ("team-heading", "团队名单一页", "services-heading"),
            ("services-heading", "障碍分析一页", "ledger-heading"),
        ];
        for (section, words, next) in places {
            let (_, rest) = page.split_once(&format!("id=\"{section}\"")).expect(section);
            let (section, _) = rest.split_once(&format!("id=\"{next}\"")).expect(next);
            assert!(section.contains(words) && section.contains("href=\"/cabinet\""), "{words}");
        }
        assert!(page.contains("href=\"#placement\""), "the recommendation is counted and found");
        let (_, paper) = world.get(&world.clerk, &format!("{path}/print")).await;
        assert_eq!(headings(&paper), ten());
        assert!(paper.contains("协议一页") && !paper.contains("/cabinet"), "paper leads nowhere");
        let sheets = sheets(world, subject).await;
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        let mut wanted = ten();
        wanted.push("全部台账记录");
        assert_eq!(names, wanted);
        for (sheet, words) in
            [(6, "需求档案一页"), (7, "协议一页"), (8, "团队名单一页"), (9, "障碍分析一页")]
        {
            assert!(sheets[sheet].1.contains(words), "{words}: {:?}", sheets[sheet]);
        }
        assert!(sheets[2].1.contains("2026-01-05|匹配推荐"), "{:?}", sheets[2]);
        assert!(sheets[10].1.contains("就业困难人员认定"), "{:?}", sheets[10]);
        assert!(sheets.iter().all(|(_, cells)| !cells.contains("15400000001")));
    });
}

/// Nothing of anybody's is left out: what a slice keeps of services stands with the guidance of a ledger of six
/// sections, and whoever was in hardship keeps all ten.
#[test]
fn nothing_is_left_out_of_a_ledger_of_six_sections() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        world.cabinet.keep(&world.desk, subject, FilePlace::Services, "一次测评").await;
        let (_, page) = world.get(&world.clerk, &path).await;
        assert_eq!(headings(&page), ten()[..6]);
        let (_, rest) = page.split_once("id=\"guidance-heading\"").expect("guidance");
        let (guidance, _) = rest.split_once("id=\"follow-up-heading\"").expect("what follows");
        assert!(guidance.contains("一次测评"));
        record(world, subject, in_hardship()).await;
        let ended = Happening::new(Kind::HardshipEnded, day("2026-01-05"));
        record(world, subject, ended.text(ledger::Field::Group, "大龄")).await;
        let (_, page) = world.get(&world.clerk, &path).await;
        assert_eq!(headings(&page), ten());
    });
}

#[test]
fn what_was_promised_stands_high_on_the_file_the_next_first() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        let (_, page) = world.get(&world.clerk, &path).await;
        assert!(!page.contains("承诺事项"), "nothing was promised");
        for (words, due) in [("送三个岗位", "2026-02-01"), ("陪同面试", "2026-01-09")] {
            let (due, by) = (Some(day(due)), "赵专员".to_owned());
            world.cabinet.promise(subject, Promised { words: words.to_owned(), due, by });
        }
        let (_, page) = world.get(&world.clerk, &path).await;
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
        assert!(at("承诺事项") < at("陪同面试") && at("陪同面试") < at("送三个岗位"));
        assert!(at("送三个岗位") < at("id=\"person-heading\""), "before the sections");
        let sheets = sheets(world, subject).await;
        let promised = sheets.iter().find(|(name, _)| name == "承诺事项").expect("a sheet");
        assert!(promised.1.contains("陪同面试|2026-01-09|赵专员"), "{promised:?}");
    });
}

#[test]
fn where_no_rule_owes_anything_the_next_promise_is_named() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        let graded = Happening::new(Kind::Graded, day("2026-01-05"));
        let graded = graded.number(ledger::Field::Level, 2).text(ledger::Field::Tool, "表");
        record(world, subject, graded).await;
        let (_, page) = world.get(&world.clerk, &path).await;
        assert!(page.contains("目前没有应办事项"), "{page}");
        let (due, by) = (Some(day("2026-01-02")), "赵专员".to_owned());
        world.cabinet.promise(subject, Promised { words: "陪同面试".to_owned(), due, by });
        let (_, page) = world.get(&world.clerk, &path).await;
        assert!(!page.contains("目前没有应办事项"), "beside an overdue promise: {page}");
        assert!(page.contains("下一件答应本人的事：陪同面试"), "{page}");
    });
}

#[test]
fn the_file_leads_where_it_makes_sense_and_where_the_reader_may_go() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        let leads = |page: &str, to: &str| page.contains(&format!("href=\"{path}/{to}\""));
        let (_, page) = world.get(&world.officer, &path).await;
        for to in ["agreement", "team", "plan", "barriers", "survey", "panel", "stop", "post"] {
            assert!(!leads(&page, to), "{to}: not in hardship");
        }
        record(world, subject, in_hardship()).await;
        let (_, page) = world.get(&world.officer, &path).await;
        for (to, wanted) in [
            ("demand-file", true),
            ("agreement", true),
            ("transfer", true),
            ("survey", false),
            ("team", false),
            ("plan", false),
            ("panel", false),
        ] {
            assert_eq!(leads(&page, to), wanted, "{to}: registered, in hardship");
        }
        record(world, subject, signed()).await;
        let (_, page) = world.get(&world.officer, &path).await;
        for to in ["agreement", "team", "plan", "barriers", "transfer"] {
            assert!(leads(&page, to), "{to}: under agreement");
        }
        let (_, page) = world.get(&world.inspector, &path).await;
        for (to, wanted) in [
            ("agreement", true),
            ("team", true),
            ("plan", true),
            ("barriers", false),
            ("transfer", false),
            ("reveal", false),
            ("hand-over", false),
        ] {
            assert_eq!(leads(&page, to), wanted, "{to}: an inspector only reads");
        }
    });
}

#[test]
fn where_somebody_stands_is_one_row() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        record(world, subject, in_hardship()).await;
        let (_, page) = world.get(&world.clerk, &format!("/people/{subject}")).await;
        let (_, row) = page.split_once("<dt>状态</dt>").expect("a row");
        let (row, _) = row.split_once("</dd>").expect("its end");
        assert!(row.contains("就业困难人员") && row.contains("求职登记"), "{row}");
        assert!(!page.contains("<dt></dt>"), "no row without a name");
    });
}

#[test]
fn what_must_be_known_stands_at_the_top_with_the_one_button_of_what_is_due_next() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.officer, somebody()).await;
        let path = format!("/people/{subject}");
        let (_, page) = world.get(&world.officer, &path).await;
        let (top, _) = page.split_once("id=\"person-heading\"").expect("the first section");
        assert!(!top.contains("<dt>援助协议</dt>"), "not in hardship");
        for words in ["女，76 岁", "11**************2X", "154****0001", "赵专员", "求职登记"]
        {
            assert!(top.contains(words), "{words}: {top}");
        }
        let open = open_duties(world, subject).await;
        let next = open.first().expect("grading is owed");
        assert_eq!(top.matches("class=\"task ").count(), 1, "the next is told once");
        let article = rules::citation(&next.rule).expect("a clause").article;
        assert!(top.contains(&format!("datetime=\"{}\"", next.due_day)), "{top}");
        assert!(top.contains(&article), "{article}: {top}");
        assert!(top.contains(&format!("应办 <span class=\"count\">{}</span>", open.len())));
        assert_eq!(main_of(&page).matches("class=\"button main\"").count(), 1, "one main button");
        let (_, main) = top.split_once("class=\"button main\" href=\"").expect("a button");
        assert!(
            main.starts_with(&path) && !main.starts_with(&format!("{path}/record\"")),
            "{main}"
        );
        // Who only reads is told what is due, and offered nothing.
        let (_, read) = world.get(&world.inspector, &path).await;
        assert!(
            read.contains("class=\"task ") && !main_of(&read).contains("class=\"button main\"")
        );
        record(world, subject, in_hardship()).await;
        let (_, page) = world.get(&world.officer, &path).await;
        assert!(page.contains("<dt>援助协议</dt><dd>未签订</dd>"), "{page}");
        record(world, subject, signed()).await;
        let (_, page) = world.get(&world.officer, &path).await;
        let (_, row) = page.split_once("<dt>援助协议</dt>").expect("a row");
        let (row, _) = row.split_once("</dd>").expect("its end");
        assert!(row.contains("协议期内") && row.contains("2026-01-05 签订"), "{row}");
    });
}

/// The page without what stands around it.
fn main_of(page: &str) -> &str {
    let (_, main) = page.split_once("<main").expect("a main part");
    main.split_once("</main>").expect("its end").0
}

async fn open_duties(world: &World, subject: SubjectId) -> Vec<duties::DutyRow> {
    let read = world.desk.db.read(async move |tx| duties::duties_of(tx, subject).await);
    let mut duties: Vec<duties::DutyRow> = read.await.expect("read");
    duties.retain(|duty| duty.state == duties::model::Settled::Open);
    duties
}

#[test]
fn a_file_is_jumped_through_and_every_jump_finds_a_heading_that_takes_the_focus() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        for sections in [6, 10] {
            let (_, page) = world.get(&world.clerk, &path).await;
            let (_, jumps) = page.split_once("<nav class=\"jumps\"").expect("jumps");
            let (jumps, _) = jumps.split_once("</nav>").expect("their end");
            let mut aims = Vec::new();
            for link in jumps.split("<a href=\"#").skip(1) {
                let (aim, rest) = link.split_once('"').expect("an aim");
                let target = page.split_once(&format!(" id=\"{aim}\"")).expect(aim).1;
                let (tag, _) = target.split_once('>').expect("a tag");
                let is_summary = page.contains(&format!("<summary id=\"{aim}\""));
                assert!(tag.contains("tabindex=\"-1\"") || is_summary, "{aim} takes no focus");
                aims.push((aim.to_owned(), rest.contains("data-digit=")));
            }
            assert_eq!(aims.iter().filter(|(_, has_key)| *has_key).count(), sections);
            let of_sections = FileSection::ALL.iter().take(sections);
            let wanted: Vec<String> =
                of_sections.map(|section| format!("{}-heading", section.mark())).collect();
            let found: Vec<String> =
                aims.into_iter().filter(|(_, has_key)| *has_key).map(|(aim, _)| aim).collect();
            assert_eq!(found, wanted);
            record(world, subject, in_hardship()).await;
        }
        record(world, subject, Happening::new(Kind::Recommended, day("2026-01-05"))).await;
        let (_, page) = world.get(&world.clerk, &path).await;
        assert!(page.contains("匹配推荐 <span class=\"count\">1</span>"), "counted");
    });
}

#[test]
fn long_lists_show_the_newest_and_open_whole_and_paper_and_workbook_have_all() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        let contact = async |number: u32| {
            let happening = Happening::new(Kind::Contacted, day("2026-01-05"));
            let words = format!("第{number}次联系");
            record(world, subject, happening.text(ledger::Field::Note, words)).await;
        };
        for number in 1..=4 {
            contact(number).await;
        }
        let (_, page) = world.get(&world.clerk, &path).await;
        assert!(!page.contains("全部 4 条"), "one row is not folded away");
        contact(5).await;
        let (_, page) = world.get(&world.clerk, &path).await;
        let (_, rest) = page.split_once("id=\"follow-up-heading\"").expect("a section");
        let (section, _) = rest.split_once("</section>").expect("its end");
        let (seen, folded) = section.split_once("<tr class=\"older\">").expect("older rows");
        for (number, is_seen) in [(5, true), (4, true), (3, true), (2, false), (1, false)] {
            let words = format!("第{number}次联系");
            assert_eq!(seen.contains(&words), is_seen, "{words}");
            assert!(section.contains(&words), "{words}");
        }
        assert!(folded.contains("全部 5 条"), "{folded}");
        let (_, ledger) = page.split_once("id=\"ledger-heading\"").expect("the ledger");
        assert!(ledger.contains("class=\"fold rest\"") && ledger.contains("全部 8 条"), "{ledger}");
        let (_, paper) = world.get(&world.clerk, &format!("{path}/print")).await;
        assert!(
            !paper.contains("class=\"older\"") && !paper.contains("全部 5 条"),
            "paper has no folds"
        );
        let sheets = sheets(world, subject).await;
        for number in 1..=5 {
            let words = format!("第{number}次联系");
            assert!(paper.contains(&words) && sheets[4].1.contains(&words), "{words}");
        }
    });
}
