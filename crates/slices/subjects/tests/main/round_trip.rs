//! What comes out of the database says what went in.

use crate::ledgers::{self, checked};
use crate::world::on_both;

fn assert_comes_back(text: &str) {
    let expected = checked(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count() as u64;
    on_both(&async |world| {
        let imported = world.import(text).await.expect("imported");
        assert_eq!(imported.entries, lines);
        assert_eq!(world.verified().await, (lines, imported.new_subjects));
        let exported = world.export(None).await;
        assert_eq!(exported.lines().count() as u64, lines);
        assert!(checked(&exported) == expected, "duties or gates differ");
        let again = world.import(&exported).await.expect("imported");
        assert_eq!((again.entries, again.already), (0, lines));
    });
}

#[test]
fn the_demonstration_comes_back() {
    let (duties, gates) = checked(ledgers::DEMO);
    assert!(duties.lines().count() > 20 && !gates.is_empty(), "the comparison sees too little");
    assert_comes_back(ledgers::DEMO);
}

#[test]
fn a_city_comes_back() {
    assert_comes_back(&ledgers::city(500));
}

#[test]
fn random_ledgers_come_back() {
    for seed in 0..12 {
        assert_comes_back(&ledgers::random(seed, 150));
    }
}

#[test]
fn one_subject_is_exported_however_the_reference_is_written() {
    let line = r#"{"id":"1","subject":"11010519491231002X","kind":"intake","on":"2026-01-05"}"#;
    on_both(&async |world| {
        world.import(ledgers::DEMO).await.expect("imported");
        world.import(line).await.expect("imported");
        assert_eq!(world.export(Some(" 11010519491231002x")).await, format!("{line}\n"));
        assert_eq!(world.export(Some("110")).await, "");
    });
}

#[test]
fn subjects_stay_in_the_order_of_the_file() {
    let city = ledgers::city(300);
    on_both(&async |world| {
        world.import(&city).await.expect("imported");
        let order = |text: &str| {
            let mut order: Vec<String> = Vec::new();
            for line in text.lines() {
                let subject = ledger::subject_of(line.as_bytes()).expect("a subject").into_owned();
                if order.last() != Some(&subject) {
                    order.push(subject);
                }
            }
            order
        };
        assert_eq!(order(&world.export(None).await), order(&city));
    });
}
