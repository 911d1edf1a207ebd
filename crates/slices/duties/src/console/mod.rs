//! The pages.

mod agenda;
mod agenda_book;
mod agenda_figures;
mod covered;
mod feed;
mod hand_over;
mod office;
mod own;
mod pause;
mod person;
mod readings;
mod receivers;
mod rest_day;
mod resting;
mod results;
mod results_lines;
mod results_people;
mod results_tables;
mod scope;
mod sorting;
mod taking_out;
mod waiting;
mod words;

use access::Action;
use desk::Desk;
use web::Routes;

pub use results::household_tile;
pub use scope::Scope;
pub use taking_out::{Reach, TakingOut, offer, take_out, take_out_on_paper, take_out_sheets};
pub use words::{between, button, button_as, clause, first_day, others_turn, owes, sure, within};

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/today", Action::SeeOwnDuties, agenda::show)
        .get("/today/waiting", Action::SeeOwnDuties, waiting::show)
        .get("/today/resting", Action::SeeOwnDuties, resting::show)
        .get("/today/office", Action::SeeOfficeDuties, office::show)
        .get("/today/office/list", Action::SeeOfficeDuties, agenda::show_office)
        .get("/today/office/resting", Action::SeeOfficeDuties, resting::show_office)
        .get("/today/office/results", Action::SeeResults, results::show)
        .get("/today/office/results/people", Action::SeeResults, results_people::show)
        .get("/today/gates", Action::SeeOfficeDuties, office::show_gates)
        .get("/today/hand-over", Action::HandOver, hand_over::ask_all)
        .post("/today/hand-over", Action::HandOver, hand_over::all)
        .get("/today/calendar", Action::SeeOwnDuties, feed::ask)
        .post("/today/calendar", Action::SeeOwnDuties, feed::make)
        .get("/audit/readings", Action::ReadAudit, readings::show)
        .post("/audit/readings", Action::ReadAudit, readings::search)
        .open_get("/calendar/{secret}", feed::serve)
        .get("/people/{subject}/duties", Action::ReadFile, person::show)
        .get("/people/{subject}/hand-over", Action::HandOver, hand_over::ask)
        .post("/people/{subject}/hand-over", Action::HandOver, hand_over::one)
        .get("/people/{subject}/pause", Action::PauseDuty, pause::ask)
        .post("/people/{subject}/pause", Action::PauseDuty, pause::pause)
        .post("/people/{subject}/go-on", Action::PauseDuty, pause::go_on)
}
