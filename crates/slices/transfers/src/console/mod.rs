//! The pages: the transfer of a person, the transfers that somebody has to do with, whole offices.

mod board;
mod forms;
mod matters;
mod office;
mod office_asked;
mod office_choose;
mod office_confirm;
mod office_order;
mod office_preview;
mod office_progress;
mod visits;
mod words;

use access::Action;
use desk::Desk;
use web::Routes;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/transfers", Action::RequestTransfer, board::show)
        .get("/transfers/office", Action::HandOver, office::show)
        .post("/transfers/office", Action::HandOver, office::begin)
        .get("/transfers/office/preview", Action::HandOver, office::anew)
        .post("/transfers/office/preview", Action::HandOver, office::preview)
        .get("/transfers/office/{move_id}", Action::HandOver, office::progress)
        .post("/transfers/office/{move_id}", Action::HandOver, office::go_on)
        .post("/transfers/office/{move_id}/confirm", Action::HandOver, office_confirm::confirm)
        .post("/transfers/office/{move_id}/withdraw", Action::HandOver, office_confirm::withdraw)
        .get("/people/{subject}/transfer", Action::ReadFile, visits::show)
        .post("/people/{subject}/transfer/request", Action::RequestTransfer, visits::request)
        .post("/people/{subject}/transfer/verify", Action::RequestTransfer, visits::verify)
        .post("/people/{subject}/transfer/forward", Action::DecideTransfer, visits::forward)
        .post("/people/{subject}/transfer/approve", Action::DecideTransfer, visits::approve)
        .post("/people/{subject}/transfer/refuse", Action::RequestTransfer, visits::refuse)
        .post("/people/{subject}/transfer/accept", Action::ReceiveTransfer, visits::accept)
        .post("/people/{subject}/transfer/send-back", Action::ReceiveTransfer, visits::send_back)
        .post("/people/{subject}/transfer/withdraw", Action::RequestTransfer, visits::withdraw)
}
