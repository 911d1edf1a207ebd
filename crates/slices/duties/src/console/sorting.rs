//! Lines of figures in the order of one of them: a heading leads to it, the greatest first, and a second press turns it round.

use web::Query;
use web::parts::{Column, Order};

use super::agenda_figures::with;

/// A figure by which lines can be put in order, by its word in an address; nothing of lines that have none.
pub(super) type By<L> = (&'static str, fn(&L) -> Option<i64>);

/// In which order lines stand.
pub(super) struct Sorting<L: 'static> {
    chosen: Option<By<L>>,
    order: Order,
    /// The address of the page, without its order.
    path: String,
}

impl<L> Sorting<L> {
    /// Reads what an address asks for among some figures; the order in which offices and officers stand where it asks for
    /// none of them.
    pub(super) fn read(query: &Query, figures: &[By<L>], path: String) -> Self {
        let name = query.0.text("sort");
        let chosen = figures.iter().find(|(known, _)| Some(*known) == name).copied();
        let rises = query.0.text("order") == Some("rising");
        Self { chosen, order: if rises { Order::Rising } else { Order::Falling }, path }
    }

    /// Puts lines in order; those without the figure come last either way.
    pub(super) fn sort(&self, lines: &mut [L]) {
        let Some((_, figure)) = self.chosen else { return };
        lines.sort_by_key(|line| match (figure(line), self.order) {
            (None, _) => (1, 0),
            (Some(number), Order::Rising) => (0, number),
            (Some(number), Order::Falling) => (0, -number),
        });
    }

    /// A column of a figure, whose heading leads to the order by it, at a mark of the page where it has one.
    pub(super) fn column(&self, heading: impl Into<String>, name: &str, mark: &str) -> Column {
        let is_chosen = self.is_by(name);
        let path = with(&self.path, "sort", name);
        let path = match self.order {
            Order::Falling if is_chosen => with(&path, "order", "rising"),
            _ => path,
        };
        let path = if mark.is_empty() { path } else { format!("{path}#{mark}") };
        let column = Column::number(heading).sorted_by(path);
        if is_chosen { column.in_order(self.order) } else { column }
    }

    /// Tells whether the lines stand in the order of a figure.
    pub(super) fn is_by(&self, name: &str) -> bool {
        self.chosen.is_some_and(|(chosen, _)| chosen == name)
    }
}
