//! Whatever people typed stands on a page as text: each part, with a script in each of its texts.

use kernel::Day;
use web::parts::{
    Bar, Bars, Button, Buttons, Cell, Column, Facts, Jump, Jumps, Moment, Order, Pager, Part,
    Prose, Rest, Row, Section, Slot, SlotDay, Slots, Steps, Tab, Table, Tabs, Task, Tile, Tiles,
    Timeline,
};
use web::{Choice, Field, Form, Notice, Page, Tone, bare};

const HOSTILE: &str = r#""><script>alert('x')</script>&"#;
const HARMLESS: &str = "&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#38;";

fn hostile() -> String {
    HOSTILE.to_owned()
}

fn day() -> Day {
    Day::new(2026, 11, 22).expect("a day")
}

/// Asserts that the text stands there so many times, each time as text.
fn assert_text(html: &str, times: usize) {
    assert!(!html.contains("<script"), "{html}");
    assert_eq!(html.matches(HARMLESS).count(), times, "{html}");
}

fn button() -> Button {
    Button::post(HOSTILE, HOSTILE, &[(HOSTILE, HOSTILE)])
}

#[test]
fn buttons_and_sentences() {
    assert_text(&button().html(), 4);
    assert_text(&button().spoken(HOSTILE).html(), 5);
    assert_text(&Button::link(HOSTILE, HOSTILE).html(), 2);
    assert_text(&Buttons(vec![button()]).html(), 4);
    assert_text(&Notice::stop(HOSTILE).html(), 1);
    assert_text(&Prose::new(HOSTILE).html(), 1);
    assert_text(&Section::new(HOSTILE, HOSTILE).lead(HOSTILE).html(), 5);
    assert_text(&Section::new(HOSTILE, HOSTILE).lead(HOSTILE).folded().html(), 3);
    assert_text(&Steps { labels: vec![hostile()], current: 0 }.html(), 1);
}

#[test]
fn tables_and_facts() {
    let cells = [
        (Cell::text(HOSTILE), 1),
        (Cell::Two(hostile(), hostile()), 2),
        (Cell::Link { text: hostile(), path: hostile(), beneath: hostile() }, 3),
        (Cell::Badge(Tone::Late, hostile()), 1),
        (Cell::More(hostile(), hostile()), 2),
        (Cell::Buttons(vec![button()]), 4),
    ];
    for (cell, times) in cells {
        assert_text(&cell.html(), times);
        assert_text(&Facts::new(HOSTILE).fact(HOSTILE, cell.clone()).html(), times + 2);
        // Caption twice, its export's and its pager's name; heading in the column and at each cell.
        let table = Table::new(
            HOSTILE,
            vec![Column::text(HOSTILE).sorted_by(HOSTILE).in_order(Order::Falling)],
        )
        .captioned()
        .export(HOSTILE)
        .rows([Row { cells: vec![cell.clone()], tone: Tone::Late }])
        .total(vec![cell])
        .pager(Pager {
            first: Some(hostile()),
            before: Some(hostile()),
            after: Some(hostile()),
            words: hostile(),
        });
        assert_text(&table.html(), 2 + 2 + 2 + 2 * (1 + times) + 5);
    }
    assert_text(&Table::new("名单", Vec::new()).empty(HOSTILE).html(), 1);
}

#[test]
fn figures_and_times() {
    let tab = Tab { label: hostile(), path: hostile(), count: Some(1), is_current: true };
    assert_text(&Tabs { label: hostile(), tabs: vec![tab] }.html(), 3);
    let mut tile = Tile::new(HOSTILE, HOSTILE, Tone::Good).beneath(HOSTILE);
    assert_text(&Tiles(vec![tile.clone()]).html(), 3);
    tile.path = Some(hostile());
    assert_text(&Tiles(vec![tile]).html(), 4);
    let bar = Bar { label: hostile(), path: Some(hostile()), segments: vec![(Tone::Late, 3)] };
    let legend = vec![(Tone::Late, hostile())];
    assert_text(&Bars { caption: hostile(), legend, bars: vec![bar] }.html(), 5);
    let jump = Jump { label: hostile(), mark: hostile(), count: Some(1), digit: Some(1) };
    assert_text(&Jumps { label: hostile(), jumps: vec![jump] }.html(), 3);
    let task = Task {
        tone: Tone::Late,
        what: hostile(),
        due: Some(day()),
        near: hostile(),
        basis: Cell::text(HOSTILE),
        button: None,
    };
    assert_text(&task.html(), 3);
    assert_text(&Rest::new(HOSTILE, HOSTILE, &Prose::new(HOSTILE)).html(), 4);
    let section = Section::new(HOSTILE, "mark").beside(HOSTILE).lead(HOSTILE).landing();
    assert_text(&section.html(), 3);
    let moment = Moment {
        mark: hostile(),
        day: day(),
        title: hostile(),
        lines: vec![hostile()],
        beneath: hostile(),
        tone: Tone::Note,
        is_struck: true,
        buttons: vec![button()],
    };
    assert_text(&Timeline { moments: vec![moment], empty: String::new() }.html(), 8);
    assert_text(&Timeline { moments: Vec::new(), empty: hostile() }.html(), 1);
    let free = Slot { label: hostile(), value: Some(hostile()), beneath: hostile() };
    let taken = Slot { value: None, ..free.clone() };
    let days = vec![SlotDay { day: day(), words: hostile(), slots: vec![free, taken] }];
    assert_text(&Slots { name: hostile(), chosen: String::new(), days }.html(), 7);
}

#[test]
fn forms_with_everything_typed() {
    let fields = [
        Field::line("a", HOSTILE).value(HOSTILE).suggest(vec![Choice::new(HOSTILE, "一")]),
        Field::lines("a", HOSTILE).value(HOSTILE),
        Field::day("a", HOSTILE).value(HOSTILE),
        Field::number("a", HOSTILE, (0, 9), "元").value(HOSTILE),
        Field::one("a", HOSTILE, vec![Choice::new(HOSTILE, HOSTILE)]),
        Field::of("a", HOSTILE, vec![Choice::new(HOSTILE, HOSTILE)]),
        Field::any("a", HOSTILE, vec![Choice::new(HOSTILE, HOSTILE)]),
        Field::flag("a", HOSTILE),
        Field::secret("a", HOSTILE, true).value("secret-that-was-typed"),
        Field::file("a", HOSTILE, ".xlsx"),
        Field::shown("a", HOSTILE, &Prose::new(HOSTILE)),
    ];
    for (field, inside) in fields.into_iter().zip([2, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1]) {
        let mut form = Form::new(HOSTILE, HOSTILE, HOSTILE)
            .hidden(HOSTILE, HOSTILE)
            .cancel(HOSTILE)
            .group(HOSTILE, HOSTILE)
            .field(field.hint(HOSTILE).required());
        form.refuse("a", HOSTILE);
        form.refuse("", HOSTILE);
        let html = form.html();
        // Path, button, key, hidden pair, cancel, group twice; label, hint; the problem twice, the form's once.
        assert_text(&html, 8 + 2 + 3 + inside);
        assert!(html.contains("必填") && !html.contains("secret-that-was-typed"));
    }
}

#[test]
fn what_is_asked_back_about() {
    let mut form = Form::new("/x", "保存", "k1").field(Field::line("a", HOSTILE));
    let mut sent = web::Submitted::default();
    sent.put("a", HOSTILE);
    form.take(&sent);
    form.doubt("a", "far", HOSTILE);
    // Label and words of the problem in the summary and at the field; label, what was typed, the box and its label.
    assert_text(&form.html(), 2 * 2 + 4);
}

#[test]
fn the_page_around() {
    let page = Page::new(HOSTILE)
        .lead(HOSTILE)
        .crumb(HOSTILE, HOSTILE)
        .tool(Button::link(HOSTILE, HOSTILE))
        .notice(Notice::note(HOSTILE))
        .part(&Prose::new(HOSTILE))
        .aside(&Prose::new(HOSTILE));
    let html = bare(&page).0.replacen("<script src=\"/assets/", "", 1);
    assert_text(&html, 10);
}
