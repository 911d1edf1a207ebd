//! The colours of the one style sheet, measured as WCAG 2.2 measures them, in both themes.

use std::collections::HashMap;

/// Red, green, blue, each from 0 to 255.
type Colour = [f64; 3];

const STYLE: &str = include_str!("../assets/style/values.css");

/// Reads the colours that a block declares, from where it starts to its closing brace.
fn colours(start: &str) -> HashMap<&'static str, Colour> {
    let (_, block) = STYLE.split_once(start).expect("the block");
    let block = block.split_once('}').expect("its end").0;
    let declared = block.split(';').filter_map(|line| {
        let (name, value) = line.split_once("--")?.1.split_once(':')?;
        let hex = value.trim().strip_prefix('#').filter(|hex| hex.len() == 6)?;
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok().map(f64::from);
        Some((name, [part(0)?, part(2)?, part(4)?]))
    });
    declared.collect()
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other { one / other } else { other / one }
}

#[test]
fn measured_as_the_standard_says() {
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 1e-9);
    assert!((contrast([118.0; 3], [255.0; 3]) - 4.54).abs() < 0.01);
}

#[test]
fn texts_can_be_read_and_edges_seen_in_both_themes() {
    let light = colours(":root {");
    let dark = colours("@media (prefers-color-scheme: dark) {\n  :root {");
    let names = |palette: &HashMap<&'static str, Colour>| {
        let mut names: Vec<_> = palette.keys().copied().collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(&light), names(&dark), "a colour lacks in one theme");
    let mut pairs = Vec::new();
    for ground in ["ground", "paper", "raised", "accent-soft"] {
        pairs.extend(["ink", "soft", "accent", "accent-strong"].map(|text| (text, ground, 4.5)));
    }
    pairs.extend([
        ("on-deep", "deep", 4.5),
        ("on-deep-soft", "deep", 4.5),
        ("on-accent", "accent", 4.5),
        ("on-accent", "accent-strong", 4.5),
        ("edge", "paper", 3.0),
        ("edge", "ground", 3.0),
        ("focus", "paper", 3.0),
        ("focus", "ground", 3.0),
    ]);
    let soft = ["late-soft", "soon-soft", "good-soft", "note-soft", "plain-soft"];
    let fill = ["late-fill", "soon-fill", "good-fill", "note-fill", "plain-fill"];
    for ((tone, soft), fill) in
        ["late", "soon", "good", "note", "plain"].into_iter().zip(soft).zip(fill)
    {
        pairs.extend([(tone, soft, 4.5), (tone, "paper", 4.5), (tone, "raised", 4.5)]);
        pairs.extend([("ink", soft, 4.5), ("soft", soft, 4.5), (fill, "paper", 3.0)]);
    }
    for (theme, palette) in [("light", &light), ("dark", &dark)] {
        for (front, back, least) in &pairs {
            let measured = contrast(palette[front], palette[back]);
            assert!(
                measured >= *least,
                "{theme}: {front} on {back} is {measured:.2}, below {least}"
            );
        }
    }
}
