//! All or nothing, and nothing twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use store::ledger::{Channel, Initiator};
use store::{Engine, Instant, StoreError, backup};
use subjects::ImportError;

use crate::ledgers;
use crate::world::{self, START, World, on_both};

const FIRST: &str = r#"{"id":"1","subject":"甲","kind":"recommended","on":"2026-01-05"}"#;
const RESULT: &str = r#"{"id":"2","subject":"甲","kind":"recommendation_result","on":"2026-01-06","of":"1","hired":true,"own_cause":false}"#;

fn refused(error: ImportError) -> Vec<(u64, String)> {
    match error {
        ImportError::Refused { refused, written } => {
            assert_eq!(written, 0);
            refused.into_iter().map(|refused| (refused.line, refused.reason)).collect()
        }
        ImportError::Store { fault, .. } => panic!("{fault}"),
    }
}

#[test]
fn a_rehearsal_tells_what_the_import_makes_and_makes_nothing() {
    on_both(&async |world| {
        let told = world.rehearse(ledgers::DEMO).await;
        assert_eq!(world.verified().await, (0, 0));
        assert_eq!(world.import(ledgers::DEMO).await.expect("imported"), told);
        assert_eq!(world.verified().await, (told.entries, told.new_subjects));
    });
}

#[test]
fn an_import_repeated_makes_nothing_twice() {
    on_both(&async |world| {
        let first = world.import(ledgers::DEMO).await.expect("imported");
        let again = world.import(ledgers::DEMO).await.expect("imported");
        assert_eq!((again.new_subjects, again.entries, again.already), (0, 0, first.entries));
        assert_eq!(again.known_subjects, first.new_subjects);
        assert_eq!(world.verified().await.0, first.entries);
    });
}

#[test]
fn an_import_that_broke_off_is_completed_by_running_it_again() {
    let city = ledgers::city(60);
    let lines: Vec<&str> = city.lines().collect();
    on_both(&async |world| {
        let part = lines[..lines.len() / 2].join("\n");
        let first = world.import(&part).await.expect("imported");
        let whole = world.import(&city).await.expect("imported");
        assert_eq!(whole.already, first.entries);
        assert_eq!(first.entries + whole.entries, lines.len() as u64);
        assert!(ledgers::checked(&world.export(None).await) == ledgers::checked(&city));
    });
}

#[test]
fn one_refused_line_keeps_everything_out() {
    on_both(&async |world| {
        for last in
            ["{", r#"{"id":"9","subject":"新","kind":"training_ended","on":"2026-01-05","of":"8"}"#]
        {
            let text = format!("{}{last}", ledgers::DEMO);
            let told = refused(world.import(&text).await.expect_err("refused"));
            let number = ledgers::DEMO.lines().count() as u64 + 1;
            assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [number]);
            assert_eq!(world.verified().await, (0, 0));
            assert_eq!(world.export(None).await, "");
        }
    });
}

#[test]
fn a_stored_entry_is_referred_to_but_never_rewritten() {
    on_both(&async |world| {
        world.import(FIRST).await.expect("imported");
        world.import(RESULT).await.expect("a result of a stored recommendation");
        let changed = FIRST.replace("01-05", "01-07");
        let told = refused(world.import(&changed).await.expect_err("refused"));
        assert!(told[0].1.contains("内容不同：on（日期）"), "{told:?}");
        let other = RESULT.replace("甲", "乙");
        let told = refused(world.import(&other).await.expect_err("refused"));
        assert!(told[0].1.contains("没有这条记录"), "{told:?}");
        assert_eq!(world.export(None).await, format!("{FIRST}\n{RESULT}\n"));
    });
}

#[test]
fn one_subject_written_in_two_ways_does_not_become_two() {
    on_both(&async |world| {
        world.import(&FIRST.replace('甲', "110x")).await.expect("imported");
        let told =
            refused(world.import(&FIRST.replace('甲', "１１０Ｘ")).await.expect_err("refused"));
        assert!(told[0].1.contains("全角半角"), "{told:?}");
        assert_eq!(world.verified().await, (1, 1));
    });
}

#[test]
fn what_the_rules_need_stands_in_columns() {
    let lines = [
        r#"{"id":"1","subject":"甲","kind":"contacted","on":"2026-01-05","channel":"phone","recorded_at":"2026-01-05T09:00:00+08:00","initiated_by":"agency"}"#,
        r#"{"id":"2","subject":"甲","kind":"graded","on":"2026-01-05","level":3,"tool":"表","recorded_at":"昨天","channel":"微信"}"#,
    ];
    on_both(&async |world| {
        world.import(&lines.join("\n")).await.expect("imported");
        let rows: Vec<(Instant, Option<String>, String, String)> = world
            .db
            .read::<_, _, StoreError>(async move |tx| tx.all(world::ENTRIES, &[]).await)
            .await
            .expect("rows");
        let nine = Instant::from_micros(1_767_571_200_000_000 + 3_600_000_000);
        let text = |text: &str| text.to_owned();
        let phone = Some(text(Channel::Phone.text()));
        let agency = text(Initiator::Agency.text());
        assert_eq!(rows[0], (nine, phone, agency.clone(), text(r#"{"imported":true}"#)));
        assert_eq!(rows[1], (START, None, agency, text(r#"{"imported":true,"level":3}"#)));
    });
}

#[test]
fn two_imports_at_once_make_one_ledger() {
    let city = ledgers::city(30);
    on_both(&async |world| {
        let (one, other) = tokio::join!(world.import(&city), world.import(&city));
        let (one, other) = (one.expect("imported"), other.expect("imported"));
        let lines = city.lines().count() as u64;
        assert_eq!(one.entries + other.entries, lines);
        assert_eq!(world.verified().await.0, lines);
    });
}

#[test]
fn a_backup_made_meanwhile_holds_whole_imports() {
    testkit::block_on(async {
        let world = World::new(Engine::Sqlite).await;
        world.import(FIRST).await.expect("imported");
        let copy = world.place.folder.path().join("copy.db");
        let (place, target) = (world.place.url.clone(), copy.clone());
        let stop = Arc::new(AtomicBool::new(false));
        let copying = {
            let stop = Arc::clone(&stop);
            tokio::task::spawn_blocking(move || {
                let outcome = backup::backup(&place, &target);
                stop.store(true, Ordering::SeqCst);
                outcome
            })
        };
        let mut imported = 0;
        while !stop.load(Ordering::SeqCst) {
            imported += 1;
            let line = FIRST.replace('甲', &format!("甲{imported}"));
            world
                .import(&format!("{line}\n{}", line.replace("\"1\"", "\"2\"")))
                .await
                .expect("imported");
        }
        copying.await.expect("a thread").expect("a backup");
        let target = world.place.folder.path().join("restored.db");
        let keys = Arc::clone(&world.sealing.keys);
        let restored = backup::restore(&copy, &target, world::catalogue(), keys, None, START)
            .await
            .expect("restored");
        assert_eq!(restored.entries, 1 + 2 * (restored.subjects - 1), "an import is in it whole");
        assert!(restored.subjects <= imported + 1);
        world.db.close();
    });
}
