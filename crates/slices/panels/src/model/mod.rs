//! What a panel is, how long it lasts, and why something of it is refused. Pure.

mod ending;
mod feedback;
mod panel;
mod recorded;
mod refusal;

pub use ending::{Ending, ending, moved_away};
pub use feedback::{AHEAD, feedback_until, opinion_days};
pub use panel::{Ended, Panel, Stage, lasting};
pub use recorded::waiting_request;
pub use refusal::PanelRefusal;
