//! The pages.

mod entry;
mod fields;
mod file;
mod file_head;
mod household;
mod households;
mod import;
mod import_rows;
mod intake;
mod jumps;
mod merge;
mod now;
mod occupation;
mod officers;
mod particulars;
mod people;
mod print;
mod readers;
mod recognising;
mod reveal;
mod searched;
mod sections;
mod visits;
mod withdrawing;
mod words;

use access::Action;
use desk::Desk;
use store::SubjectId;
use web::{Problem, Routes};

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/people", Action::FindPerson, people::show)
        .post("/people", Action::FindPerson, people::search)
        .get("/people/new", Action::TakeIn, intake::ask)
        .post("/people/new", Action::TakeIn, intake::save)
        .get("/people/visits", Action::SeeOwnDuties, visits::show)
        .post("/people/visits", Action::SeeOwnDuties, visits::reveal)
        .get("/people/import", Action::Import, import::ask)
        .post("/people/import", Action::Import, import::rehearse)
        .get("/people/import/template", Action::Import, import::template)
        .post("/people/import/{draft}", Action::Import, import::carry_out)
        .get("/people/merge", Action::Merge, merge::ask)
        .post("/people/merge", Action::Merge, merge::save)
        .get("/households", Action::ReadFile, households::show)
        .get("/households/{household}", Action::ReadFile, household::show)
        .get("/households/{household}/evidence", Action::RecogniseHardship, household::ask_evidence)
        .post(
            "/households/{household}/evidence",
            Action::RecogniseHardship,
            household::save_evidence,
        )
        .get("/households/{household}/withdraw", Action::RecogniseHardship, withdrawing::ask)
        .post("/households/{household}/withdraw", Action::RecogniseHardship, withdrawing::save)
        .get("/households/{household}/recognise", Action::RecogniseHardship, recognising::ask)
        .post("/households/{household}/recognise", Action::RecogniseHardship, recognising::save)
        .get("/people/{subject}", Action::ReadFile, file::show)
        .get("/people/{subject}/print", Action::ReadFile, print::show)
        .get("/people/{subject}/workbook", Action::Export, print::download)
        .get("/people/{subject}/particulars", Action::AmendFile, particulars::ask)
        .post("/people/{subject}/particulars", Action::AmendFile, particulars::save)
        .get("/people/{subject}/reveal", Action::Reveal, reveal::ask)
        .post("/people/{subject}/reveal", Action::Reveal, reveal::show)
        .get("/people/{subject}/readers", Action::SeeReaders, readers::show)
}

/// Reads the name of a subject in an address.
fn subject_of(text: &str) -> Result<SubjectId, Problem> {
    text.parse().map_err(|_| Problem::Missing)
}
