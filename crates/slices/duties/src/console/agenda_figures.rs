//! The figures of a day: they count what rests, too, and say how much of each does, since the rows beneath do not name it.

use web::parts::{Tile, Tiles};
use web::{Notice, Tone};

use crate::actions::agenda::{Counts, Whose};
use crate::model::{Bucket, of_which_came, of_which_rest};

/// The figures of a day, each leading to what it counts, and how much of each rests. `current` is the part that is listed.
pub(super) fn tiles(counts: &Counts, current: Option<Bucket>, path: &str) -> Tiles {
    let tile = |bucket: Bucket, tone| {
        let is_current = current == Some(bucket);
        // A second press shows everything again.
        let leads_to =
            if is_current { path.to_owned() } else { with(path, "bucket", bucket.name()) };
        let number = counts.of(bucket);
        let tone = if number == 0 { Tone::Plain } else { tone };
        let came = of_which_came(counts.came_overdue, counts.came_to);
        let came = came.filter(|_| bucket == Bucket::Overdue);
        let said: Vec<String> =
            of_which_rest(counts.resting_of(bucket)).into_iter().chain(came).collect();
        let tile = Tile::new(bucket.term(), number, tone).leads_to(leads_to);
        let tile = tile.beneath(said.join("，"));
        Tile { is_current, ..tile }
    };
    let mut tiles = vec![
        tile(Bucket::Overdue, Tone::Late),
        tile(Bucket::Today, Tone::Soon),
        tile(Bucket::Week, Tone::Note),
        tile(Bucket::Later, Tone::Plain),
    ];
    let resting = counts.all_resting();
    if resting > 0 {
        let tile = Tile::new("按决定暂不办", resting, Tone::Plain).leads_to(resting_at(path));
        tiles.push(tile.beneath("已计入各项数字，不列入清单"));
    }
    Tiles(tiles)
}

/// Where what rests of a list is listed.
fn resting_at(path: &str) -> String {
    let (base, query) = path.split_once('?').unwrap_or((path, ""));
    let base = if base == "/today" { "/today/resting" } else { "/today/office/resting" };
    if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
}

/// Says that nothing is to be done, though something may rest.
pub(super) fn nothing(whose: Whose, counts: &Counts) -> Notice {
    let of = match whose {
        Whose::Community(_) => "本社区的居民",
        _ => "您负责的服务对象",
    };
    Notice::done(match counts.all_resting() {
        0 => format!("{of}目前没有待办事项"),
        resting => format!("{of}目前没有要办的事项；{resting} 件按决定暂不办"),
    })
}

/// What stands in place of rows: that there are none, or that all of them rest.
pub(super) fn empty(counts: &Counts) -> &'static str {
    match counts.all_resting() {
        0 => "没有符合条件的待办事项",
        _ => "没有符合条件、现在要办的事项；按决定暂不办的另列",
    }
}

/// Adds an answer to an address.
pub(super) fn with(path: &str, name: &str, value: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}{name}={value}")
}
