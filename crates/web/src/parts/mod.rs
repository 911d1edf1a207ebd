//! The parts that pages are put together from: the design system, one type each.

mod bars;
mod button;
mod calendar;
mod facts;
mod figures;
mod jumps;
mod passages;
mod section;
mod signature;
mod table;
mod tabs;
mod task;
mod tiles;
mod timeline;
mod trail;

pub use bars::{Bar, Bars};
pub use button::{Button, Buttons};
pub use calendar::{Slot, SlotDay, Slots};
pub use facts::{Fact, Facts};
pub use jumps::{Jump, Jumps};
pub use passages::{Passage, Passages};
pub use section::{Prose, Section, Steps};
pub use signature::{SignatureBox, SignaturePad, Signatures};
pub use table::{Align, Cell, Column, Order, Pager, Row, Table};
pub use tabs::{Tab, Tabs};
pub use task::{Rest, Task};
pub use tiles::{Tile, Tiles};
pub use timeline::{Moment, Timeline};
pub use trail::Trail;

/// Something that can stand on a page.
pub trait Part {
    /// Writes it.
    fn html(&self) -> String;
}

/// Makes a template a part. Writing to memory does not fail.
macro_rules! part {
    ($($name:ident),+) => { $(
        impl $crate::parts::Part for $name {
            fn html(&self) -> String {
                askama::Template::render(self).unwrap_or_default()
            }
        }
    )+ };
}
pub(crate) use part;
