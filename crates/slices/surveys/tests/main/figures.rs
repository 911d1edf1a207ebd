//! The words of the figures: the same in tiles, chart, table and workbook, and each tile leads to those it counts.

use std::collections::BTreeMap;
use std::io::Cursor;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use calamine::{Reader, Xlsx};
use street::{BESIDE, DISTRICT, STREET, Shown, World};
use surveys::model::{Figure, Outcome, Willingness};

use crate::world::{
    attempt, in_hardship, in_hardship_at, on_both, picture, round, survey, try_survey,
};

/// What the tiles of a page say: by label, how many, and where they lead.
fn tiles(shown: &Shown) -> BTreeMap<String, (i64, Option<String>)> {
    let tiles = shown.text.split("<li class=\"tile ").skip(1).map(|tile| {
        let tile = tile.split("</li>").next().expect("a tile");
        let text = |class: &str| {
            let (_, rest) = tile.split_once(&format!("{class}\">")).expect("words");
            rest.split('<').next().expect("words").to_owned()
        };
        let path = tile
            .split_once("href=\"")
            .map(|(_, rest)| rest.split('"').next().expect("a path").replace("&#38;", "&"));
        let figure = text("tile-figure").parse().expect("a figure");
        (text("tile-label"), (figure, path))
    });
    tiles.collect()
}

/// How many people a page lists.
fn people(shown: &Shown) -> i64 {
    let table = shown.text.split_once("<tbody").map_or("", |(_, rest)| rest);
    let mut subjects: Vec<&str> =
        table.split("href=\"/people/").skip(1).filter_map(|rest| rest.get(..36)).collect();
    subjects.sort_unstable();
    subjects.dedup();
    i64::try_from(subjects.len()).expect("few")
}

async fn workbook(world: &World, user: &str, path: &str) -> Vec<Vec<String>> {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let (status, _, body) = world.exchange(user, request).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(body)).expect("a workbook");
    let (_, sheet) = book.worksheets().into_iter().next().expect("a sheet");
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Two of each, but for those who register, in the street; somebody in the street beside.
async fn surveyed(world: &World) {
    for (number, willingness) in [
        (1, Some(Willingness::Registers)),
        (2, Some(Willingness::Willing)),
        (3, Some(Willingness::Willing)),
        (4, Some(Willingness::Unwilling)),
        (5, None),
        (6, None),
    ] {
        let person = in_hardship(world, &format!("A{number}")).await;
        match willingness {
            Some(willingness) => drop(survey(world, person, willingness).await),
            None if number == 5 => attempt(world, person, Outcome::Nobody).await,
            None => {}
        }
    }
    let beside = in_hardship_at(world, (BESIDE, "beside_officer"), BESIDE + 1, "A7").await;
    let said = crate::world::answers(world, Willingness::Unwilling);
    try_survey(world, "beside_officer", beside, said).await.expect("recorded");
}

#[test]
fn every_tile_of_a_round_leads_to_those_it_counts_under_the_same_words() {
    on_both(&async |world: &World| {
        let round = round(world, "chief", DISTRICT).await;
        surveyed(world).await;
        for (user, area) in [("chief", DISTRICT), ("chief", STREET), ("head", STREET)] {
            let path = format!("/surveys/{round}?area={area}");
            let shown = world.get(user, &path).await;
            let tiles = tiles(&shown);
            let drawn = crate::world::try_picture(world, user, round, Some(area)).await;
            let total = drawn.expect("a picture").total;
            let cells = workbook(world, user, &format!("{path}&format=xlsx")).await;
            let is_heading =
                |row: &&Vec<String>| row.iter().any(|cell| cell == Figure::Target.term());
            let headings = cells.iter().find(is_heading).expect("headings");
            let sums = cells.iter().find(|row| row[0] == "合计").expect("a sum");
            for figure in Figure::ALL {
                let number = total.of(figure);
                let (told, list) = tiles.get(figure.term()).expect("a tile");
                assert_eq!(*told, number, "{user} {area} {figure:?}");
                let place = headings.iter().position(|heading| heading == figure.term());
                let sum = &sums[place.expect("a column")];
                assert_eq!(*sum, number.to_string(), "{user} {area} {figure:?}");
                let list = world.get(user, list.as_deref().expect("a list")).await;
                assert_eq!(people(&list), number, "{user} {area} {figure:?}");
                let title = format!("{}：{number} 人", figure.term());
                assert!(list.words().contains(&title), "{title}");
            }
            // The chart's parts are everybody, in the same words.
            let parts =
                [Figure::Registers, Figure::Unregistered, Figure::Unwilling, Figure::NotReached];
            let sum: i64 = parts.iter().map(|part| total.of(*part)).sum();
            assert_eq!(sum, total.of(Figure::Target));
            let (_, chart) = shown.text.split_once("各地摸查情况（人）").expect("a chart");
            let chart = chart.split("<table").next().expect("before the table");
            for part in parts {
                assert!(chart.contains(part.term()), "{part:?}");
            }
        }
        let total = picture(world, "chief", round).await.total;
        assert_eq!(Figure::ALL.map(|figure| total.of(figure)), [7, 5, 2, 1, 3, 1, 2, 2]);
    });
}

#[test]
fn the_tiles_of_a_list_are_its_parts_in_a_round_and_without_one() {
    on_both(&async |world: &World| {
        let round = round(world, "chief", DISTRICT).await;
        surveyed(world).await;
        let figures = picture(world, "head", round).await.total;
        for path in [format!("/surveys/{round}/list"), "/surveys/list".to_owned()] {
            let shown = world.get("head", &path).await;
            let tiles = tiles(&shown);
            for (label, number) in [
                (Figure::Target.term(), figures.of(Figure::Target)),
                (Figure::NotReached.term(), figures.of(Figure::NotReached)),
                (Figure::Reached.term(), figures.of(Figure::Reached)),
                ("应跟踪摸查", figures.of(Figure::Unregistered)),
            ] {
                let (told, list) = tiles.get(label).expect("a tile");
                assert_eq!(*told, number, "{path} {label}");
                let list = world.get("head", list.as_deref().expect("a list")).await;
                assert_eq!(people(&list), number, "{path} {label}");
            }
        }
    });
}
