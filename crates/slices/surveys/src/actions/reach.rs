//! How far an actor's lists and figures reach.

use access::{Action, Area, Denied, Relation};
use desk::Occasion;

/// Gives the part of an area whose people an actor may list or count: all of it where they reach down the tree, the
/// office's own people where they serve there; denies what lies elsewhere.
pub(crate) fn reach(occasion: &Occasion, action: Action, area: Area) -> Result<Area, Denied> {
    let own = occasion.actor.area;
    if !own.holds(area.first) || !own.holds(area.last) {
        return Err(Denied { action });
    }
    if occasion.may(action, Relation::Below).is_ok() {
        return Ok(area);
    }
    if area.first != own.first {
        return Err(Denied { action });
    }
    occasion.may(action, Relation::Office)?;
    Ok(Area::alone(area.first))
}
